"""The redacted copy of every sample reads as the sample does, and says nothing that the sample says."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.intake.dates import is_date, is_time_zone
from freelance_pk.intake.files import contents_of, opener
from freelance_pk.intake.redaction import Copy, redacted_copy
from freelance_pk.output.redacted import write_copy
from freelance_pk.packaged import packaged

SAMPLES = Path(__file__).parents[2] / "samples"
OURS = frozenset({"about.toml", "expected.csv", "skipped.csv"})
RUN = re.compile(r"[^\W_]{4,}")


def folders() -> list[Path]:
    found = sorted(path.parent for path in SAMPLES.glob("*/*/about.toml"))
    return [folder for folder in found if "refused" not in facts(folder)]


def facts(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))


def sample(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.name not in OURS)


@cache
def redacted(folder: Path) -> Copy:
    about = facts(folder)
    layout = about["layout"] if about.get("as_layout") else None
    return redacted_copy(sample(folder), layout, tuple(about.get("passwords", ())))


def copy_of(folder: Path, into: Path) -> Path:
    copy, path = redacted(folder), sample(folder)
    out = into / f"copy{'.xlsx' if copy.data is None else '.txt' if copy.is_pdf else path.suffix}"
    write_copy(copy, out, force=False)
    return out


def read(path: Path, folder: Path) -> tuple[ReadFile, ...]:
    about = facts(folder)
    return read_files(
        [path],
        layout=about["layout"] if about.get("as_layout") else None,
        passwords=tuple(about.get("passwords", ())),
    ).files


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.relative_to(SAMPLES).as_posix())
def test_the_copy_of_a_sample_reads_alike(folder: Path, tmp_path: Path) -> None:
    before = sample(folder).read_bytes()
    originals, copies = read(sample(folder), folder), read(copy_of(folder, tmp_path), folder)

    assert sample(folder).read_bytes() == before
    assert len(originals) == len(copies)
    for original, copy in zip(originals, copies, strict=True):
        assert copy.source.layout == original.source.layout
        assert [(each.kind, each.day, each.currency, each.amount > 0) for each in copy.entries] == [
            (each.kind, each.day, each.currency, each.amount > 0) for each in original.entries
        ]
        assert [(row.line, row.reason) for row in copy.skipped] == [
            (row.line, row.reason) for row in original.skipped
        ]
        # What was no UTF-8 was a name: the copy has none.
        codes = [issue.code for issue in original.issues if issue.code != "encoding-guessed"]
        assert [issue.code for issue in copy.issues] == codes
        assert families(copy) == families(original)


def families(read: ReadFile) -> list[tuple[int, int]]:
    """Which row is the parent of which."""
    by_ref = {entry.ref: entry.line for entry in read.entries if entry.ref}
    return [(by_ref[entry.parent], entry.line) for entry in read.entries if entry.parent in by_ref]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.relative_to(SAMPLES).as_posix())
def test_no_word_or_number_of_a_sample_survives(folder: Path, tmp_path: Path) -> None:
    """But for amounts that hang together in a way of their own, which the copy says; and for dates, time zones, names of columns and words of the program's own data (`continue` is a page's)."""
    own = {
        word.casefold()
        for path in packaged("platforms").parent.rglob("*.toml")
        for word in RUN.findall(re.sub(r"\\[a-z]", " ", path.read_text(encoding="utf-8")))
    } | {"continue", "metadata", "neutral"}
    original = words(sample(folder), tuple(facts(folder).get("passwords", ())))
    survived = original & words(copy_of(folder, tmp_path), ())
    if redacted(folder).amounts_kept:
        survived = {word for word in survived if not word.isdigit()}

    assert {word for word in survived if word.casefold() not in own and not set(word) <= set("xX0")} == set()


def words(path: Path, passwords: tuple[str, ...]) -> set[str]:
    """Return the runs of four letters and digits or more, those of dates, times and zones aside."""
    return {
        run
        for content in contents_of(opener(path, path.name), path.name, passwords)
        for text in texts(content)
        for run in RUN.findall(text)
    }


def text_of(content: Any) -> str:
    with content.text() as text:
        return str(text.read())


def texts(content: Any) -> Iterator[str]:
    dated = re.compile(
        r"\d{1,2}[-/. ]* *[A-Za-z]{3,9}[-/. ,]*\d{2,4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]?[\d:.]*(?: ?[+-]\d{4}|Z)?"
        r"|[A-Za-z]{3,9}\.? +\d{1,2},? +\d{4}"
    )
    cells = (
        [cell for _, row in content.sheet.rows() for cell in row]
        if content.sheet is not None
        else re.split(r'[,;\t|"\n]', text_of(content))
    )
    for cell in cells:
        if not is_date(cell.strip()) and not is_time_zone(cell.strip()):
            # A figure behind its currency's code, as in PKR1,250.00, is two runs.
            yield re.sub(r"\b(PKR|USD)(?=\d)|(?<=\d)(Dr|Cr)\b", r" ", dated.sub(" ", cell))
