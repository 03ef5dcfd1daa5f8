"""Every sample is recognised, and read entry by entry as its folder says."""

import csv
import re
import tomllib
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from freelance_pk.intake import Intake, read_files
from freelance_pk.intake.detect import detect
from freelance_pk.intake.files import contents_of, opener
from freelance_pk.intake.layout_parts import Rule
from freelance_pk.intake.registry import layouts
from freelance_pk.intake.schema import Layout
from freelance_pk.model.entry import Entry
from freelance_pk.model.errors import InputRefusedError

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/*/about.toml"))
OURS = frozenset({"about.toml", "expected.csv", "skipped.csv"})
NEEDED = {"line", "date", "kind", "amount", "currency"}
TAKE = {
    "date": lambda entry: entry.day,
    "reference": lambda entry: entry.ref,
    "description": lambda entry: entry.text,
}


def name_of(folder: Path) -> str:
    return folder.relative_to(HERE).as_posix()


@cache
def about(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))


def sample(folder: Path) -> Path:
    (one,) = [path for path in folder.iterdir() if path.name not in OURS]
    return one


@cache
def read(folder: Path) -> Intake:
    facts = about(folder)
    return read_files(
        [sample(folder)],
        layout=facts["layout"] if facts.get("as_layout") else None,
        account=facts.get("account"),
        passwords=tuple(facts.get("passwords", ())),
    )


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(value: object) -> str:
    return "" if value is None else str(value)


def same(expected: str, value: object) -> bool:
    """Compare a cell with a field: amounts by value, everything else as written."""
    if isinstance(value, Decimal):
        return expected != "" and Decimal(expected) == value
    return expected == written(value)


def field(record: Any, column: str) -> object:
    if isinstance(record, Entry) and column in TAKE:
        return TAKE[column](record)
    return getattr(record, column)


def read_samples() -> list[Path]:
    return [folder for folder in FOLDERS if "refused" not in about(folder)]


@pytest.mark.parametrize("folder", read_samples(), ids=name_of)
def test_a_sample_is_read_entry_by_entry_as_expected(folder: Path) -> None:
    files = read(folder).files
    records: list[Any] = [
        record
        for one in files
        for kept in (one.entries, one.certificates, one.withholdings, one.expenses, one.invoices, one.rates)
        for record in kept
    ]
    expected = rows_of(folder, "expected.csv")

    assert {one.source.layout for one in files} == {about(folder)["layout"]}
    assert expected, "the sample has no expected rows"
    assert set(expected[0]) >= NEEDED or not isinstance(records[0], Entry)
    for wanted, record in zip(expected, records, strict=False):
        wrong = {
            column: (text, written(field(record, column)))
            for column, text in wanted.items()
            if not same(text, field(record, column))
        }
        assert not wrong, f"line {wanted['line']}: (expected, read) {wrong}"
    assert len(expected) == len(records)


@pytest.mark.parametrize("folder", read_samples(), ids=name_of)
def test_a_sample_s_other_rows_are_listed_with_the_reason(folder: Path) -> None:
    files = read(folder).files
    skipped = [(str(row.line), row.reason) for one in files for row in one.skipped]

    assert skipped == [(row["line"], row["reason"]) for row in rows_of(folder, "skipped.csv")]
    for one in files:
        assert one.rows == one.ordinary_rows + len(one.skipped)


@pytest.mark.parametrize("folder", read_samples(), ids=name_of)
def test_reading_a_sample_raises_just_the_issues_that_its_folder_names(folder: Path) -> None:
    codes = sorted({issue.code for one in read(folder).files for issue in one.issues})

    assert codes == about(folder).get("issues", [])


@pytest.mark.parametrize("folder", [each for each in FOLDERS if "refused" in about(each)], ids=name_of)
def test_a_sample_that_must_not_be_read_is_refused_with_the_reason(folder: Path) -> None:
    with pytest.raises(InputRefusedError, match=re.escape(about(folder)["refused"])) as refusal:
        read(folder)

    assert refusal.value.origin
    assert refusal.value.remedy


# Layouts whose samples are still to be written; none may be added.
STILL_WITHOUT: frozenset[str] = frozenset()


def test_every_layout_has_a_sample() -> None:
    """Layouts of our own lists are tested by their templates."""
    sampled = {about(folder)["layout"] for folder in FOLDERS}
    without = {name for name, (_, layout) in layouts().items() if layout.evidence != "own"} - sampled

    assert not without - STILL_WITHOUT
    assert not sampled & STILL_WITHOUT


# Institutions' vocabulary


def cells_of(folder: Path) -> set[str]:
    """Return every cell of a sample, in lower case."""
    facts, path = about(folder), sample(folder)
    found: set[str] = set()
    for content in contents_of(opener(path, path.name), path.name, tuple(facts.get("passwords", ()))):
        if layouts()[facts["layout"]][1].reader == "hbl-branch-text":
            continue  # its rows stand in no table; it has no words of a type or status column
        recognised = detect(content, facts["layout"] if facts.get("as_layout") else None)
        for _, row in recognised.table.rows():
            found.update(cell.strip().casefold() for cell in row)
    return found


def by_institution() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for folder in read_samples():
        found[layouts()[about(folder)["layout"]][0].id].append(folder)
    return found


def complete_institutions() -> list[str]:
    """Name the institutions all of whose layouts have a sample."""
    without = {layouts()[name][0].id for name in STILL_WITHOUT}
    return sorted(set(by_institution()) - without)


def layouts_of(institution: str) -> list[Layout]:
    return [
        layout
        for platform, layout in layouts().values()
        if platform.id == institution and layout.evidence != "own" and not layout.refuse
    ]


@pytest.mark.parametrize("institution", complete_institutions())
def test_samples_hold_every_word_that_the_institution_s_layouts_know(institution: str) -> None:
    cells = {cell for folder in by_institution()[institution] for cell in cells_of(folder)}
    words = {
        word.casefold()
        for layout in layouts_of(institution)
        for word in (
            *layout.kinds,
            *((*layout.status.keep, *layout.status.skip) if layout.status else ()),
            *(word for words in layout.skip_when.values() for word in words),
        )
    }

    assert sorted(word for word in words - cells if word) == []


def fits(rule: Rule, entry: Entry) -> bool:
    """Say whether a rule may have given an entry its kind; the type word alone is not kept by entries."""
    conditions = ((rule.text, entry.text), (rule.counterparty, entry.counterparty), (rule.ref, entry.ref))
    return (
        entry.kind is rule.gives
        and rule.sign in ("", "+" if entry.amount > 0 else "-")
        and all(re.search(pattern, text, re.IGNORECASE) for pattern, text in conditions if pattern)
    )


@pytest.mark.parametrize("institution", complete_institutions())
def test_samples_hold_a_row_for_every_rule_that_the_institution_s_layouts_have(institution: str) -> None:
    entries = [
        entry
        for folder in by_institution()[institution]
        for one in read(folder).files
        for entry in one.entries
    ]
    rules = {rule for layout in layouts_of(institution) for rule in layout.rules}

    assert [rule for rule in rules if not any(fits(rule, entry) for entry in entries)] == []
