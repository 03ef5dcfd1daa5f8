"""What a table of unknown layout holds: its header, and what the cells of each column can be."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from freelance_pk.intake.dates import is_date, parse_date
from freelance_pk.intake.detect import tables_of
from freelance_pk.intake.files import Content, Row, Table
from freelance_pk.intake.numbers import COMMA, POINT, parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.model.errors import InputRefusedError, UnknownFileError

DEEPEST = 60  # a header stands within so many rows
_WORDS = 40  # a column of more distinct texts is no column of types
_LOOK = 8  # rows between a header and the first row of data
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class Column(NamedTuple):
    """One column, judged by every dated row.

    Attributes:
        name: as printed, without space around it.
        place: from 0.
        filled: rows in which it is not empty.
        samples: its first distinct texts.
        words: all its distinct texts if they are few, else ().
        orders: orders in which every cell is a date: "dmy", "mdy"; ("",) where the order does not matter;
            () where the cells are no dates.
        timed: a date has a time beside it.
        styles: decimal styles in which every cell is an amount; () where the cells are no amounts.
        one_value: the styles give the same amounts.
        negative: an amount has a minus.
    """

    name: str
    place: int
    filled: int
    samples: tuple[str, ...]
    words: tuple[str, ...]
    orders: tuple[str, ...]
    timed: bool
    styles: tuple[str, ...]
    one_value: bool
    negative: bool


class Survey(NamedTuple):
    """What was recognised in a file.

    Attributes:
        table: the rows; its name is the file's (and sheet's).
        delimiter: in words, "" for a sheet.
        encoding: of a text, "" for a sheet.
        header_line: number of the header's row.
        header: its cells.
        preamble: the rows above, as text.
        columns: those that have a name of their own.
        rows: rows below the header that hold a date.
        undated: rows below the header that are not empty and hold none.
    """

    table: Table
    delimiter: str
    encoding: str
    header_line: int
    header: tuple[str, ...]
    preamble: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    undated: tuple[Row, ...]

    def column(self, name: str) -> Column | None:
        """Return the column of a name, case and space aside."""
        return next((each for each in self.columns if normal(each.name) == normal(name)), None)


def survey(contents: Iterable[Content], name: str, header_row: int | None = None) -> Survey:
    """Recognise the table of a file: of several sheets or delimiters, the one that gives most cells.

    Args:
        contents: the file, or its sheets.
        name: of the file, for messages.
        header_row: the header's row as the user gives it, None to find it.

    Raises:
        UnknownFileError: no row of it can be a header above rows with dates.
    """
    best: Survey | None = None
    most = -1
    for content in contents:
        if content.is_pdf:
            raise UnknownFileError(
                "a PDF statement has no columns that could be learned",
                origin=name,
                remedy="download it as CSV or Excel; else type its rows into an entries file "
                "(`freelance-pk platforms template entries`)",
            )
        for table, delimiter in zip(
            tables_of(content), ("",) if content.sheet else _DELIMITERS, strict=False
        ):
            found = _survey_table(table, content, _DELIMITERS.get(delimiter, ""), header_row)
            cells = sum(column.filled for column in found.columns) if found is not None else -1
            if found is not None and cells > most:
                best, most = found, cells
    if best is None:
        raise UnknownFileError(
            "no row was found that names columns above rows with dates"
            if header_row is None
            else f"row {header_row} does not name columns above rows with dates",
            origin=name,
            remedy="give the row that names the columns with --header-row N; a file without such a row cannot be "
            "learned: add one in the first row",
        )
    return best


def _survey_table(table: Table, content: Content, delimiter: str, header_row: int | None) -> Survey | None:
    try:
        head = [(line, [cell.strip() for cell in row]) for line, row in islice(table.rows(), DEEPEST + _LOOK)]
        header_line = find_header(head) if header_row is None else header_row
        if not header_line:
            return None
        rows = [(line, [cell.strip() for cell in row]) for line, row in table.rows()]
    except InputRefusedError:
        return None  # damaged, or not under this delimiter
    header = next((row for line, row in rows if line == header_line), None)
    if header is None or sum(1 for cell in header if cell) < 2:
        return None
    width = len(header)
    below = [(line, row) for line, row in rows if line > header_line and any(row)]
    names = [normal(cell) for cell in header]
    below = [(line, row) for line, row in below if [normal(cell) for cell in row] != names]
    date_at = _date_columns(below, width)
    if not date_at:
        return None
    dated: list[Row] = []
    undated: list[Row] = []
    for line, row in below:
        is_row = any(place < len(row) and is_date(row[place]) for place in date_at)
        (dated if is_row else undated).append((line, row))
    columns = tuple(
        _column(header[place], place, [row[place] for _, row in dated if place < len(row)])
        for place in range(width)
        if header[place] and names.count(names[place]) == 1
    )
    above = "\n".join(",".join(row) for line, row in rows if line < header_line)
    return Survey(
        table,
        delimiter,
        content.encoding,
        header_line,
        tuple(header),
        above,
        columns,
        tuple(dated),
        tuple(undated),
    )


def find_header(rows: list[Row]) -> int:
    """Return the number of the row that names the columns: the nearest such row above the first row of data.

    A row of data holds a date and an amount; a row of names holds neither. 0 if there is none.
    """
    for place, (_, row) in enumerate(rows):
        if sum(1 for cell in row if cell) < 2 or not any(map(is_date, row)) or not any(map(is_amount, row)):
            continue
        for line, above in reversed(rows[max(0, place - _LOOK) : place]):
            filled = [cell for cell in above if cell]
            if len(filled) >= 2 and not any(is_date(cell) or is_amount(cell) for cell in filled):
                return line
    return 0


def is_amount(text: str) -> bool:
    """Say whether a cell holds an amount in one style or the other."""
    return bool(_amounts([text], POINT)) or bool(_amounts([text], COMMA))


def _date_columns(rows: list[Row], width: int) -> list[int]:
    """Return the places whose cells are dates in a good part of the rows: the others are heads and feet."""
    found: list[tuple[int, int]] = []
    for place in range(width):
        cells = [row[place] for _, row in rows if place < len(row) and row[place]]
        dates = sum(1 for cell in cells if is_date(cell))
        if dates * 10 >= len(cells) * 3 and dates:
            found.append((dates, place))
    most = max((count for count, _ in found), default=0)
    return [place for count, place in found if count * 2 >= most]


def _column(name: str, place: int, cells: list[str]) -> Column:
    filled = [cell for cell in cells if cell]
    distinct = list(dict.fromkeys(filled))
    orders, timed = _orders(distinct)
    by_style = {style: values for style in (POINT, COMMA) if (values := _amounts(distinct, style))}
    amounts = next(iter(by_style.values()), [])
    return Column(
        name=name,
        place=place,
        filled=len(filled),
        samples=tuple(distinct[:3]),
        words=tuple(distinct) if len(distinct) <= _WORDS else (),
        orders=orders,
        timed=timed,
        styles=tuple(by_style),
        one_value=len({tuple(values) for values in by_style.values()}) <= 1,
        negative=any(amount.startswith("-") for amount in amounts),
    )


def _amounts(texts: list[str], style: str) -> list[str]:
    """Return the texts as plain amounts, [] if one is none of this style or all are empty."""
    values: list[str] = []
    for text in texts:
        try:
            amount = parse_amount(text, style)
        except ValueError:
            return []
        if amount is not None:
            values.append(f"{amount:f}")
    return values


def _orders(texts: list[str]) -> tuple[tuple[str, ...], bool]:
    fits: dict[str, list[object]] = {}
    timed = numeric = False
    for order in ("dmy", "mdy"):
        try:
            read = [parse_date(text, order) for text in texts]
        except ValueError:
            continue
        fits[order] = [day for day, _, _ in read]
        timed = timed or any(time for _, time, _ in read)
        numeric = numeric or any(form == "all numbers" for _, _, form in read)
    if not texts or not fits:
        return (), False
    if not numeric or (len(fits) == 2 and fits["dmy"] == fits["mdy"]):
        return ("",), timed
    return tuple(fits), timed
