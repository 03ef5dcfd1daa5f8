"""Workbooks (XLSX, XLS, ODS) into tables of text cells."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from freelance_pk.intake.files import Row, Table
from freelance_pk.model.errors import InputRefusedError, UnknownFileError

# A sheet may claim a million rows: after so many empty ones it has ended.
_EMPTY_ROWS = 200


def sheets(data: bytes, name: str) -> Iterator[Table]:
    """Yield the sheets that hold a cell; where there are several, each is named.

    Raises:
        InputRefusedError: the workbook is damaged, protected or empty.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [
            (sheet, _kept(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)))
            for sheet in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as failure:
        raise InputRefusedError(
            f"the workbook cannot be opened: {failure}",
            origin=name,
            remedy="export it again, take its password off, or save it as CSV",
        ) from failure
    filled = [(sheet, rows) for sheet, rows in tables if any(texts for _, texts in rows)]
    if not filled:
        raise UnknownFileError("the file is empty", origin=name, remedy="export it again")
    for sheet, rows in filled:
        yield _table(name if len(filled) == 1 else f"{name}, sheet {sheet}", rows)


def _table(label: str, rows: list[Row]) -> Table:
    return Table(label, lambda: iter(rows), is_sheet=True)


def _kept(cells: Sequence[Sequence[object]]) -> list[Row]:
    kept: list[Row] = []
    empty = 0
    for number, row in enumerate(cells, start=1):
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        empty = 0 if texts else empty + 1
        if empty > _EMPTY_ROWS:
            break
        kept.append((number, texts))
    width = max((len(texts) for _, texts in kept), default=0)
    return [(number, texts + [""] * (width - len(texts)) if texts else []) for number, texts in kept]


def cell_text(value: object) -> str:
    """Write a workbook cell as the text a CSV would hold."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        # A workbook stores numbers as binary floats; the shortest text that reads back is what was typed.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return "" if value is None else str(value).strip()
