"""Every text sample, opened and saved by a spreadsheet program: the same entries, or a refusal that says what was lost.

A spreadsheet takes what looks like a number or a date for one: long ids lose digits, leading zeros go, day and month may
be exchanged. Once with what Excel does on opening a CSV (American settings) written out here, once with LibreOffice.
"""

import csv
import io
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from freelance_pk.intake import Intake, read_files
from freelance_pk.intake.files import DELIMITERS
from freelance_pk.model.entry import Entry
from freelance_pk.model.errors import InputRefusedError

HERE = Path(__file__).parent
OURS = frozenset({"about.toml", "expected.csv", "skipped.csv"})
NO_TEXT = (b"PK", b"\xd0\xcf", b"%PDF")


def sample(folder: Path) -> Path:
    (one,) = [path for path in folder.iterdir() if path.name not in OURS]
    return one


@cache
def about(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))


def name_of(folder: Path) -> str:
    return folder.relative_to(HERE).as_posix()


def texts() -> list[Path]:
    """Return the folders of samples that are texts in rows, and are read."""
    folders = sorted(path.parent for path in HERE.glob("*/*/about.toml"))
    return [
        folder
        for folder in folders
        if not sample(folder).read_bytes().startswith(NO_TEXT)
        and sample(folder).suffix != ".txt"
        and "refused" not in about(folder)
    ]


def read(folder: Path, path: Path) -> Intake:
    facts = about(folder)
    return read_files(
        [path], layout=facts["layout"] if facts.get("as_layout") else None, account=facts.get("account")
    )


@cache
def rows_of(folder: Path) -> list[list[str]]:
    data = sample(folder).read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    tables = [list(csv.reader(io.StringIO(text), delimiter=each)) for each in DELIMITERS]
    return max(tables, key=lambda rows: sum(len(row) for row in rows if len(row) > 1))


def told(intake: Intake) -> list[tuple[object, ...]]:
    """Return what the entries and records say, without where they stand."""
    return [
        plain(record)
        for one in intake.files
        for kept in (one.entries, one.certificates, one.withholdings, one.expenses, one.invoices, one.rates)
        for record in kept
    ]


def plain(record: Any) -> tuple[object, ...]:
    fields = record._fields if isinstance(record, Entry) else record.__slots__
    return tuple(
        getattr(record, name) for name in fields if name not in ("source", "line", "text", "counterparty")
    )


# As Excel opens it

NUMBER = re.compile(r"[-+]?\$?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[-+]?\.\d+|\(\$?[\d,]+(?:\.\d+)?\)")
SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE][-+]?\d{1,3}")
DAYS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
)
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
FORMS = [day + time for time in TIMES for day in DAYS]
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p")


def as_excel_opens(text: str) -> object:
    """Return what a cell of a CSV becomes: a number, a day, or the text it is."""
    bare = text.strip()
    if NUMBER.fullmatch(bare):
        amount = Decimal(re.sub(r"[$,()]", "", bare))
        return rounded(-amount if bare.startswith("(") else amount)
    if re.fullmatch(r"-?\d+(?:\.\d+)?%", bare):
        return rounded(Decimal(bare[:-1]) / 100)
    if SCIENTIFIC.fullmatch(bare):
        return rounded(Decimal(bare)) if Decimal(bare).adjusted() < 300 else text
    for form in FORMS:
        try:
            return datetime.strptime(bare, form)  # noqa: DTZ007 - a day of the calendar
        except ValueError:
            continue
    for form in CLOCKS:
        try:
            return datetime.strptime(bare, form).time()  # noqa: DTZ007
        except ValueError:
            continue
    return text


def rounded(amount: Decimal) -> Decimal:
    """Keep the fifteen digits that Excel keeps."""
    if amount == 0:
        return amount
    step = Decimal(1).scaleb(amount.adjusted() - 14)
    return amount if amount.as_tuple().exponent == 0 and amount.adjusted() < 15 else amount.quantize(step)


def as_excel_saves(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(row=number, column=place)
                cell.value = as_excel_opens(text)  # type: ignore[assignment]
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # a text that begins with = too
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# What a spreadsheet cannot bring back, and how the refusal says it. Everything else reads as the original does.
LOST_IDS = "its digits are lost"
TWO_WAYS = "the dates are written in two ways"
REFUSED = {
    "binance/11-columns": LOST_IDS,
    "binance/13-columns": LOST_IDS,
    "generic-bank/two-columns": TWO_WAYS,
    "hbl/2026-activity-csv": TWO_WAYS,
    "paypal/custom-day-first": TWO_WAYS,
    "wise/2021": TWO_WAYS,
    "wise/2021-separate-fees": TWO_WAYS,
    "wise/2024": TWO_WAYS,
    "wise/2026-resaved": TWO_WAYS,
    "wise/history-2026-resaved": TWO_WAYS,
}
# Three rows of two days, both of which may be a month: the dates are exchanged, and the file is incomplete for it.
DOUBTFUL = frozenset({"wise/2020"})


def codes(intake: Intake) -> set[str]:
    return {issue.code for one in intake.files for issue in one.issues}


def check(folder: Path, path: Path, name: str) -> None:
    """Compare a re-saved sample with the original.

    LibreOffice and Excel need not read every date alike: what one exchanges the other may leave.
    """
    try:
        intake = read(folder, path)
    except InputRefusedError as refusal:
        assert REFUSED.get(name, "read as the original") in refusal.message, refusal.message  # noqa: PT017
        assert "original download" in refusal.remedy  # noqa: PT017
        return
    if name in DOUBTFUL and "dates-exchanged" in codes(intake):
        return
    assert told(intake) == told(read(folder, sample(folder)))


@pytest.mark.parametrize("folder", texts(), ids=name_of)
def test_a_sample_saved_by_excel_reads_as_the_original_or_says_what_was_lost(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"{sample(folder).stem}.xlsx"
    path.write_bytes(as_excel_saves(rows_of(folder)))
    name = name_of(folder)
    check(folder, path, name)
    if name in REFUSED:
        with pytest.raises(InputRefusedError, match=REFUSED[name]):
            read(folder, path)
    if name in DOUBTFUL:
        assert "dates-exchanged" in codes(read(folder, path))


# As LibreOffice saves it


def resaved(folders: list[Path], form: str, into: Path) -> Iterator[tuple[Path, Path]]:
    """Convert samples, all in one run of the program, which takes seconds to start."""
    copies = []
    for folder in folders:
        copy = into / f"{folder.parent.name}-{folder.name}.csv"
        with copy.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows_of(folder))
        copies.append(str(copy))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{into}/profile", "--infilter=CSV:44,34,76"]
        + ["--convert-to", form, "--outdir", str(into), *copies],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for folder in folders:
        yield folder, into / f"{folder.parent.name}-{folder.name}.{form}"


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: no sample is saved by it here"
)
@pytest.mark.parametrize(("form", "turn"), [("xlsx", 0), ("xls", 1), ("ods", 2)])
def test_samples_saved_by_libreoffice_read_as_the_originals_or_say_what_was_lost(
    form: str, turn: int, tmp_path: Path
) -> None:
    """Each sample in one of the three forms: the forms differ in the program, not by the sample."""
    for folder, path in resaved(texts()[turn::3], form, tmp_path):
        check(folder, path, name_of(folder))
