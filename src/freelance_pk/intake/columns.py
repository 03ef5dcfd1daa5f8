"""Columns of one table, resolved once: where each field stands, and how its cells are written."""

import re
from collections.abc import Iterable
from itertools import islice

from freelance_pk.intake.asides import aside
from freelance_pk.intake.dates import AmbiguousDateError, column_order, is_date, parse_date
from freelance_pk.intake.detect import Found
from freelance_pk.intake.layout_parts import Names
from freelance_pk.intake.numbers import COMMA, POINT, column_style, parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.intake.workbook import mending
from freelance_pk.model.errors import InputRefusedError

_DATE_ALONE = re.compile(r"[ T,]")
_MOST_DAYS = 10_000
_TRIED = 50  # rows in which a date column must hold a date
_DAMAGED_ID = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


class Columns:
    """Where the fields stand.

    Attributes:
        at: place of a field's first column that the table has; of its further columns, under `name#2` and so on.
        places: all places of fields that may join or fall back ("text", "counterparty").
        styles: decimal style of amount fields that needed deciding.
        order: order of all-number dates.
    """

    def __init__(self, at: dict[str, int], places: dict[str, tuple[int, ...]], order: str) -> None:
        self.at, self.places, self.order = at, places, order
        self.styles: dict[str, str] = {}
        self.order_decided = False


def resolve(found: Found) -> Columns:
    """Find every field's column by name."""
    at: dict[str, int] = {}
    places: dict[str, tuple[int, ...]] = {}
    for name in found.layout.columns._fields:
        wanted: Names | None = getattr(found.layout.columns, name)
        if wanted is None:
            continue
        listed = [wanted] if isinstance(wanted, str) else wanted
        here = tuple(found.names.index(normal(each)) for each in listed if normal(each) in found.names)
        if here:
            at |= {name if number == 1 else f"{name}#{number}": place for number, place in enumerate(here, 1)}
            places[name] = here
    if at.get("alias") == at.get("ref") != at.get("parent"):
        at.pop("alias", None)
    dates = places.get("date", ())
    if len(dates) > 1:
        at["date"] = next((place for place in dates if _holds_dates(found, place)), dates[0])
    return Columns(at, places, found.layout.date_order)


def _holds_dates(found: Found, place: int) -> bool:
    """Say whether any of a column's first cells is a date: a spreadsheet may have left the time alone."""
    rows = (row for line, row in found.table.rows() if line > found.header_line and len(row) > place)
    return any(is_date(row[place]) for row in islice(rows, _TRIED))


def has_times(found: Found) -> bool:
    """Say whether the rows have a time of day, in a column of its own or beside the date."""
    at = resolve(found).at
    if "time" in at or "date" not in at:
        return "time" in at
    rows = (row for line, row in found.table.rows() if line > found.header_line and len(row) > at["date"])
    return any(":" in row[at["date"]] for row in islice(rows, _TRIED))


def cells(found: Found, place: int) -> Iterable[tuple[int, str]]:
    """Yield the non-empty cells of one column, with their rows; rows that are no data are left out."""
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in found.layout.skip_rows]
    undated = [re.compile(pattern, re.IGNORECASE) for pattern in found.layout.skip_undated]
    width, length = len(found.names), 0
    date_at = resolve(found).at["date"]
    seen: set[str] = set()
    for line, row in found.table.rows():
        if line <= found.header_line or not any(row):
            continue
        length = length or max(len(row), width)  # every row may end in empty cells that the header lacks
        if len(row) not in (width, length) or not row[place].strip():
            continue
        if normal(row[place]) == found.names[place] or any(each.search(",".join(row)) for each in patterns):
            continue
        if undated and not is_date(row[date_at]) and any(each.search(",".join(row)) for each in undated):
            continue
        date = row[date_at]
        if date not in seen and not is_date(date) and aside(row):
            continue
        if len(seen) < _MOST_DAYS:
            seen.add(date)
        yield line, row[place].strip()


def decide_style(found: Found, columns: Columns, name: str) -> None:
    """Decide the decimal style of an amount column over the whole file.

    Raises:
        InputRefusedError: a cell is no amount, or the column fits two styles.
    """
    place = columns.at[name]
    if found.layout.evidence == "own":
        columns.styles[name] = POINT  # our own templates say how to write amounts
        return
    if found.layout.numbers:
        columns.styles[name] = _declared_style(found, place)
        return
    try:
        columns.styles[name] = column_style(text for _, text in cells(found, place))
    except ValueError as failure:
        bad = str(failure)
        line = next((line for line, text in cells(found, place) if text == bad), None)
        if line is None:
            raise InputRefusedError(
                f"the amounts of column {found.names[place]!r} cannot be told apart: {bad}",
                origin=f"{found.table.name}, column {found.names[place]}",
                remedy="export the file again with a decimal point and two decimals",
            ) from failure
        raise InputRefusedError(
            f"{bad!r} is not an amount",
            origin=f"{found.table.name}, row {line}, column {found.names[place]}",
            remedy=mending(bad)
            or "use the original download; if the row is not a transaction, report the file's layout",
        ) from failure


def _declared_style(found: Found, place: int) -> str:
    style = {"point": POINT, "comma": COMMA}[found.layout.numbers]
    for line, text in cells(found, place):
        try:
            parse_amount(text, style)
        except ValueError as failure:
            raise InputRefusedError(
                f"{text!r} is not an amount with a decimal {found.layout.numbers}, as the layout "
                f"{found.layout.id} says they are",
                origin=f"{found.table.name}, row {line}, column {found.names[place]}",
                remedy=mending(text)
                or "use the original download; if the bank writes amounts otherwise now, learn the file anew",
            ) from failure
    return style


def decide_order(found: Found, columns: Columns) -> None:
    """Decide day-first or month-first over the whole date column.

    Raises:
        InputRefusedError: nothing tells day from month, or a cell is no date.
    """
    place = columns.at["date"]
    first: dict[str, int] = {}  # each date once, without its time, with its first row
    for line, text in cells(found, place):
        if _is_numeric(text):
            first.setdefault(_DATE_ALONE.split(text, maxsplit=1)[0], line)
    where = f"{found.table.name}, column {found.names[place]}"
    try:
        columns.order = column_order(list(first), found.layout.date_order)
        columns.order_decided = True
    except AmbiguousDateError as failure:
        raise InputRefusedError(
            f"the dates cannot be told apart: {str(failure)!r} may be day/month or month/day, in every row",
            origin=where,
            remedy="download the file again instead of re-saving it, or write the dates as 2025-12-31",
        ) from failure
    except ValueError as failure:
        line = first.get(str(failure), found.header_line)
        raise InputRefusedError(
            f"{failure} is not a date",
            origin=f"{found.table.name}, row {line}, column {found.names[place]}",
            remedy="use the original download",
        ) from failure


def _is_numeric(text: str) -> bool:
    try:
        return parse_date(text, "dmy")[2] == "all numbers"
    except ValueError:
        try:
            return parse_date(text, "mdy")[2] == "all numbers"
        except ValueError:
            return False


def check_ids(found: Found, place: int, text: str, line: int) -> None:
    """Refuse an id that a spreadsheet has turned into a number, or into an error.

    Raises:
        InputRefusedError: scientific notation, an error, a formula without its result.
    """
    if found.table.is_sheet and mending(text):
        raise InputRefusedError(
            f"{text!r} is not an id",
            origin=f"{found.table.name}, row {line}, column {found.names[place]}",
            remedy=mending(text),
        )
    if _DAMAGED_ID.fullmatch(text):
        raise InputRefusedError(
            f"{text!r} is an id that a spreadsheet damaged: its digits are lost",
            origin=f"{found.table.name}, row {line}, column {found.names[place]}",
            remedy="use the original download; do not open and save it in a spreadsheet",
        )
