"""A table that no layout reads, without what it says: the names of its columns, its dates and its form stay."""

from itertools import islice

from freelance_pk.intake.dates import is_date
from freelance_pk.intake.detect import tables_of
from freelance_pk.intake.files import Content, Row, Table
from freelance_pk.intake.learning.survey import find_header
from freelance_pk.intake.numbers import COMMA, POINT
from freelance_pk.intake.redaction.figures import Digits, other_digits
from freelance_pk.intake.redaction.masks import Ids, tokens
from freelance_pk.intake.redaction.vocabulary import is_money
from freelance_pk.intake.schema import normal
from freelance_pk.model.errors import InputRefusedError

_LONGEST_CODE = 3


def redact_unknown(table: Table) -> tuple[Row, ...]:
    """Redact a table of unknown layout; where no row names columns, nothing but dates and form stays."""
    rows = [(line, list(row)) for line, row in table.rows()]
    stripped = [(line, [cell.strip() for cell in row]) for line, row in rows]
    header = find_header(stripped[:100])
    names = next(([normal(cell) for cell in row] for line, row in stripped if line == header), [])
    codes = _code_columns([row for line, row in stripped if line > header], len(names)) if header else set()
    ids, digits = Ids(tokens(cell for _, row in rows for cell in row)), Digits()
    return tuple(
        (
            line,
            row
            if line == header or (names and [normal(cell) for cell in row] == names)
            else [
                cell if place in codes and line > header else _cell(cell, ids, digits)
                for place, cell in enumerate(row)
            ],
        )
        for line, row in rows
    )


def _code_columns(rows: list[list[str]], width: int) -> set[int]:
    """Return the places whose cells are all currency codes."""
    found = set()
    for place in range(width):
        cells = {row[place] for row in rows if place < len(row) and row[place]}
        if cells and all(len(cell) == _LONGEST_CODE and cell.isalpha() and cell.isupper() for cell in cells):
            found.add(place)
    return found


def _cell(cell: str, ids: Ids, digits: Digits) -> str:
    if is_date(cell.strip()):
        return cell
    if is_money(cell) and any(char in cell for char in ".,"):
        for _ in range(40):
            made = other_digits(cell, digits, COMMA if cell.strip()[-3:-2] == "," else POINT)
            if not ids.shows([made]):
                break
        return made
    if cell.strip().isdigit():
        return ids.masked_id(cell)
    return ids.masked(cell)


def table_of(content: Content) -> Table:
    """Return the table that a file most likely holds: a sheet, or the text under the delimiter that gives a header."""
    tables = list(tables_of(content))
    for table in tables:
        try:
            rows = [(line, [cell.strip() for cell in row]) for line, row in islice(table.rows(), 100)]
        except InputRefusedError:
            continue
        if find_header(rows):
            return table
    return max(tables, key=_columns)


def _columns(table: Table) -> int:
    try:
        return max((len(row) for _, row in islice(table.rows(), 100)), default=0)
    except InputRefusedError:
        return -1
