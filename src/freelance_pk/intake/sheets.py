"""Workbooks (XLSX, XLS, ODS) into tables of text cells."""

import io
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from freelance_pk.intake.files import Row, Table
from freelance_pk.intake.workbook import BookFacts, SheetFacts, damaged
from freelance_pk.model.errors import UnknownFileError
from freelance_pk.model.issue import Issue, note

_ARCHIVE = b"PK\x03\x04"
# Rows without a cell are counted; so many of a run are kept.
_EMPTY_ROWS = 200
# A workbook keeps fifteen digits of a number. Beyond, Excel writes zeros, and a binary float has gaps of its own.
_FIFTEEN_DIGITS, _EXACT = 10**15, 2**53
_SILENCE = threading.Lock()


class Sheet(NamedTuple):
    """A sheet's table, and what was noticed of it."""

    table: Table
    issues: tuple[Issue, ...]


def sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Yield the sheets that hold a cell; where there are several, each is named.

    Raises:
        InputRefusedError: the workbook is damaged, protected or empty, or a cell stands far from all others.
    """
    facts = _facts(data, name)
    filled = [(sheet, rows, issues) for sheet, rows, issues in _read(data, name, facts) if rows]
    if not filled:
        raise UnknownFileError("the file is empty", origin=name, remedy="export it again")
    for sheet, rows, issues in filled:
        label = name if len(filled) == 1 else f"{name}, sheet {sheet}"
        noticed = tuple(note(code, message, origin=label) for code, message in issues)
        yield Sheet(_table(label, rows, since_1904=facts.since_1904), noticed)


def _facts(data: bytes, name: str) -> BookFacts:
    if data.startswith(_ARCHIVE):
        from freelance_pk.intake.workbook_xml import archive_facts  # noqa: PLC0415 - one of two is needed

        return archive_facts(data, name)
    from freelance_pk.intake.workbook_xls import xls_facts  # noqa: PLC0415

    return xls_facts(data, name)


def _read(data: bytes, name: str, facts: BookFacts) -> list[tuple[str, list[Row], list[tuple[str, str]]]]:
    """Return each sheet's name, rows and what was noticed, as code and message."""
    read = []
    try:
        with _silence():
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            for sheet, known in _worksheets(book, name, facts):
                values = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                read.append((sheet.name, _kept(values, known), _noticed(sheet.visible, known)))
    except (CalamineError, OSError, ValueError, OverflowError) as failure:
        raise damaged(name, str(failure)) from failure
    except BaseException as failure:
        # The reader is written in Rust; where a damaged file breaks it, it raises what no `except Exception` takes.
        if type(failure).__name__ != "PanicException":
            raise
        raise damaged(name, "it is damaged") from failure
    return read


def _worksheets(
    book: CalamineWorkbook, name: str, facts: BookFacts
) -> list[tuple[SheetMetadata, SheetFacts]]:
    """Return the sheets of cells in their order, each with what is known of it."""
    listed = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    if len(listed) != len(facts.sheets):  # what is known of one must not be taken for another's
        raise damaged(name, "its list of sheets is damaged")
    return list(zip(listed, facts.sheets.values(), strict=True))


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what the reader itself writes about a damaged file off the terminal: the refusal says it."""
    with _SILENCE:
        try:
            kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        except OSError:  # there is no terminal to keep quiet
            yield
            return
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


def _noticed(visible: SheetVisibleEnum, facts: SheetFacts) -> list[tuple[str, str]]:
    found = []
    if visible is not SheetVisibleEnum.Visible:
        found.append(("sheet-hidden", "the sheet is hidden; it was read all the same."))
    if facts.hidden_rows:
        found.append(("rows-hidden", f"hidden rows were read like all others: {facts.hidden_rows}."))
    return found


def _table(label: str, rows: list[Row], *, since_1904: bool) -> Table:
    return Table(label, lambda: iter(rows), is_sheet=True, since_1904=since_1904)


def _kept(values: Sequence[Sequence[object]], facts: SheetFacts) -> list[Row]:
    """Return the rows from the first to the last that holds something, all of one width; empty ones as []."""
    missing: dict[int, dict[int, str]] = {}
    for (number, column), text in facts.valueless.items():
        missing.setdefault(number, {})[column] = text
    rounded = _rounded_columns(values)
    kept: list[Row] = []
    empty = 0
    for number in range(1, max((len(values), *missing)) + 1):
        texts = _texts(values[number - 1] if number <= len(values) else (), rounded)
        for column, text in missing.get(number, {}).items():
            texts += [""] * (column - len(texts))
            texts[column - 1] = text
        while texts and not texts[-1]:
            texts.pop()
        empty = 0 if texts else empty + 1
        if empty <= _EMPTY_ROWS:
            kept.append((number, texts))
    while kept and not kept[-1][1]:
        kept.pop()
    width = max((len(texts) for _, texts in kept), default=0)
    return [(number, texts + [""] * (width - len(texts)) if texts else []) for number, texts in kept]


def _texts(row: Sequence[object], rounded: frozenset[int]) -> list[str]:
    texts = [cell_text(value) for value in row]
    for place in rounded:
        if place < len(row) and _is_long(row[place]):
            texts[place] = f"{row[place]:.14E}"  # no one takes that for an id
    return texts


def _is_long(value: object) -> bool:
    return isinstance(value, float) and abs(value) >= _FIFTEEN_DIGITS


def _rounded_columns(values: Sequence[Sequence[object]]) -> frozenset[int]:
    """Return the columns whose long numbers lost digits: all end in zeros behind the fifteenth, or one has gaps."""
    long: dict[int, list[int]] = {}
    for row in values:
        for place, value in enumerate(row):
            if isinstance(value, float) and abs(value) >= _FIFTEEN_DIGITS:
                long.setdefault(place, []).append(_whole(value))
    return frozenset(
        place
        for place, numbers in long.items()
        if any(number >= _EXACT for number in numbers)
        or all(not str(number)[15:].strip("0") for number in numbers)
    )


def _whole(value: float) -> int:
    return abs(int(value)) if value == value and abs(value) != float("inf") else _EXACT  # noqa: PLR0124 - not a number


def cell_text(value: object) -> str:
    """Write a workbook cell as the text a CSV would hold."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return "" if value is None else str(value).strip()


def _number(value: float) -> str:
    """Write a number as it was typed: a workbook stores it as a binary float, and shows fifteen digits of it."""
    if value.is_integer():
        return str(int(value))
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text
