"""Sheets without a header, whose fields stand in known columns, into a table of fields."""

import re
from collections.abc import Iterator

from freelance_pk.intake.dates import from_serial, is_date
from freelance_pk.intake.files import Row, Table
from freelance_pk.intake.layout_parts import Cells
from freelance_pk.intake.numbers import parse_amount

_MONEY = ("amount", "credit", "debit")
_DEEPEST = 40  # rows in which the signature stands


def has_cell_signature(sheet: Table, cells: Cells) -> bool:
    """Say whether a sheet begins like such a statement."""
    head = "\n".join("\n".join(row) for number, row in sheet.rows() if number <= _DEEPEST)
    return all(re.search(each, head, re.IGNORECASE | re.MULTILINE) for each in cells.signature)


def cells_table(sheet: Table, cells: Cells) -> tuple[Table, str]:
    """Return the rows whose date cell holds a date, and the text of all other cells above and below.

    Below the first of them, a row without a date that holds money is a row too: it is listed as skipped or refused,
    never passed over.
    """
    money_at = [ord(letter) - ord("A") for field, letter in cells.at.items() if field in _MONEY]
    places = [ord(letter) - ord("A") for letter in cells.at.values()]
    date_at = ord(cells.at["date"]) - ord("A")
    stop = re.compile(cells.stop, re.IGNORECASE) if cells.stop else None
    kept: list[Row] = []
    others: list[str] = []
    for number, row in sheet.rows():
        if stop is not None and any(stop.search(cell) for cell in row):
            break
        date = _cell(row, date_at)
        is_row = is_date(date) or bool(from_serial(date))
        if is_row or (kept and any(_is_amount(_cell(row, at)) for at in money_at)):
            kept.append((number, [_cell(row, place) for place in places]))
        else:
            others.append(",".join(cell for cell in row if cell))

    def rows() -> Iterator[Row]:
        return ((number, list(row)) for number, row in kept)

    return Table(sheet.name, rows, is_sheet=True, since_1904=sheet.since_1904), "\n".join(others)


def _cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _is_amount(text: str) -> bool:
    try:
        return bool(parse_amount(text))
    except ValueError:
        return False
