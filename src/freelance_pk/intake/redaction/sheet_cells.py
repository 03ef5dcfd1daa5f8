"""A sheet without a header, whose fields stand in known columns, without what it says."""

from decimal import Decimal

from freelance_pk.intake.balances import oldest_first
from freelance_pk.intake.detect import Found
from freelance_pk.intake.files import Row, Table
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.redaction.masks import kept_words
from freelance_pk.intake.redaction.surroundings import other_totals, placed
from freelance_pk.intake.redaction.table import Redacted, redact_table
from freelance_pk.intake.redaction.vocabulary import known_of


def redact_cells(
    sheet: Table, found: Found, names: frozenset[str], *, amounts_stay: bool = False
) -> tuple[tuple[Row, ...], Redacted]:
    """Return all rows of the sheet redacted, and those that the layout reads."""
    layout = found.layout
    assert layout.cells is not None
    redacted = redact_table(found, names, amounts_stay=amounts_stay)
    new = dict(redacted.rows)
    places = [ord(letter) - ord("A") for letter in layout.cells.at.values()]
    patterns = known_of(found).head_patterns
    kept = kept_words(patterns, found.preamble)
    head = "\n".join("\n".join(row) for _, row in sheet.rows())
    kept |= kept_words(patterns, head)
    totals: dict[str, str] = {}
    if layout.totals is not None:
        totals = other_totals(
            found.preamble,
            layout.totals,
            redacted.entries,
            redacted.moves,
            _last(redacted, [*layout.cells.at]),
        )
    made: list[Row] = []
    for number, row in sheet.rows():
        cells = [_head(cell, totals, redacted, kept) for cell in row]
        for place, value in zip(places, new.get(number, []), strict=False):
            if place < len(cells):
                cells[place] = value
        made.append((number, cells))
    return tuple(made), redacted


def _last(redacted: Redacted, names: list[str]) -> Decimal | None:
    """Return the balance that the rows end with, None if they print none."""
    printed = [entry for entry in oldest_first(redacted.entries) if entry.balance is not None]
    if not printed or "balance" not in names:
        return None
    try:
        return parse_amount(dict(redacted.rows)[printed[-1].line][names.index("balance")])
    except (ValueError, KeyError):
        return None


def _head(cell: str, totals: dict[str, str], redacted: Redacted, kept: frozenset[str]) -> str:
    return placed(cell, redacted.ids.masked(cell, kept), totals)
