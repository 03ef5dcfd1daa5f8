"""The redacted copy of a file on disk, and what is said of it."""

import textwrap
from decimal import Decimal, InvalidOperation
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from freelance_pk.intake.redaction import Copy
from freelance_pk.output.files import write_beside
from freelance_pk.output.workbook.saving import save


def write_copy(copy: Copy, path: Path, *, force: bool) -> None:
    """Write a redacted copy: a text as it is, a workbook as XLSX with nothing but its cells.

    Raises:
        UsageError: the file is there and `force` is not given.
        FreelanceError: it cannot be written.
    """

    def fill(beside: Path) -> None:
        if copy.data is not None:
            beside.write_bytes(copy.data)
            return
        save(_book(copy), beside)

    write_beside(path, fill, force=force)


def _book(copy: Copy) -> Workbook:
    book = Workbook(write_only=True)
    for number, rows in enumerate(copy.sheets, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        last = 0
        for line, row in rows:
            for _ in range(line - last - 1):
                sheet.append([])
            last = line
            sheet.append([_cell(sheet, text) for text in row])
    return book


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell | None:
    """Write a number as a number, and any other text as a text, whatever it begins with."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet)
    number = _number(text)
    if number is not None:
        cell.value = number
    else:
        cell.value = text
        cell.data_type = "s"
    return cell


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # A number that a sheet would write otherwise stays a text: long ids, leading zeros, 1E5.
    return number if number.is_finite() and f"{number:f}" == text and len(text) < 15 else None


def copy_text(copy: Copy, path: Path, name: str) -> str:
    """Say what was written, what stays and what does not, in lines of at most 80 columns."""
    lines = [f"wrote {path}"]
    if copy.refusal:
        lines += _wrapped(f"The original is refused, and so should the copy be: {copy.refusal}")
    elif copy.layout:
        lines += _wrapped(
            f"It is read as {copy.layout}, to {copy.entries} entries of the same kinds and days."
        )
    else:
        lines += ["No layout reads the file: the copy keeps the names of its columns and its form."]
    if copy.is_pdf:
        lines += ["A PDF cannot be redacted in place: the copy holds its lines as text."]
    if copy.sheets:
        lines += ["The copy is a new XLSX workbook: cells alone, no author, comments or formats."]
    lines += [
        "",
        "Kept: names of columns, dates, times and time zones, currencies, words by which",
        "the layout knows rows, signs, the form of everything. Changed: letters of all",
        "other texts (to x), their digits (to 0), ids (to counters; the same id stays the",
        "same), amounts (to other digits that fit together in the same way).",
        "How many digits an amount has, and how often a thing comes, can still be seen.",
    ]
    if copy.amounts_kept:
        lines += [
            f"The amounts of {copy.amounts_kept} rows are the original's: no others would be read alike."
        ]
    if sum(map(str.isdigit, Path(name).stem)) > 4:
        lines += ["The file's name holds digits: rename the copy if they are an account's."]
    lines += ["Look through the copy before you send it."]
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 80)
