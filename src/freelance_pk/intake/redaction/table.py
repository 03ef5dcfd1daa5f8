"""A recognised table without what it says: it reads to as many entries, of the same kinds, on the same days."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.intake.detect import Found
from freelance_pk.intake.files import Row
from freelance_pk.intake.numbers import COMMA, POINT
from freelance_pk.intake.redaction.amounts import Amounts
from freelance_pk.intake.redaction.balances import Moves, other_balances
from freelance_pk.intake.redaction.cells import CellMasker
from freelance_pk.intake.redaction.figures import Digits, grouping_of, other_digits
from freelance_pk.intake.redaction.masks import Ids, kept_words, tokens
from freelance_pk.intake.redaction.sums import other_sums
from freelance_pk.intake.redaction.surroundings import other_surroundings
from freelance_pk.intake.redaction.vocabulary import Known, is_money, known_of
from freelance_pk.intake.rows import RowReader
from freelance_pk.model.entry import Entry, Source
from freelance_pk.model.errors import FreelanceError
from freelance_pk.model.money import ZERO

_TRIES = 40
_FACTORS = (7, 3, 6, 2, 9)

Outcome = tuple[tuple[object, ...], ...] | None
_SURE = 4  # facts of an entry that may never change: kind, day, sign, currency


class Redacted(NamedTuple):
    """The rows of a table without what they say.

    Attributes:
        rows: all rows of the table, in order, with their numbers.
        amounts_kept: rows whose amounts stay, because no others would be read alike.
        entries: of the original.
        moves: what each row moves now, by currency.
        kept: words that stay in a row, by its number.
        ids: the other ids of the file.
    """

    rows: tuple[Row, ...]
    amounts_kept: tuple[int, ...]
    entries: list[Entry]
    moves: Moves
    kept: dict[int, frozenset[str]]
    ids: Ids


class _RowByRow(RowReader):
    """Reads single rows of a table, where the whole table has told which way unsigned amounts go."""

    told: dict[int, int] | None = None

    def _reset(self) -> None:
        super()._reset()
        self.directions = self.told


class _Oracle:
    """Reads single rows as the whole table is read: what a column needed deciding was decided on the original."""

    def __init__(self, reader: _RowByRow) -> None:
        reader.told = reader.directions
        self._reader, self._found = reader, reader.found

    def entries(self, line: int, row: list[str]) -> list[Entry] | None:
        """Return a row's entries, None if it is refused."""
        one = self._found.table.with_rows([(line, row)])
        self._reader.found = self._found._replace(table=one)
        try:
            self._reader.read()
        except FreelanceError:
            return None
        return self._reader.entries

    def outcome(self, line: int, row: list[str]) -> Outcome:
        """Return what matters of how a row is read."""
        entries = self.entries(line, row)
        if entries is None:
            return None
        skipped = tuple(("skipped", each.reason) for each in self._reader.skipped)
        return (*skipped, *(_facts(entry) for entry in entries))


def _sure(outcome: Outcome) -> Outcome:
    return None if outcome is None else tuple(facts[:_SURE] for facts in outcome)


def _facts(entry: Entry) -> tuple[object, ...]:
    return (
        entry.kind,
        entry.day,
        entry.amount > 0,
        entry.currency,
        entry.far_currency,
        entry.far_amount is None,
        bool(entry.ref),
        bool(entry.parent),
        entry.balance is None,
    )


def redact_table(found: Found, names: frozenset[str], *, amounts_stay: bool = False) -> Redacted:
    """Redact a recognised table of entries.

    Args:
        found: the table.
        names: words of institutions.
        amounts_stay: leave the amounts, balances and totals of the original.

    Raises:
        FreelanceError: the table itself cannot be read.
    """
    source = Source(found.table.name, "", found.layout.id, found.platform.id)
    reader = _RowByRow(found, source, found.platform.name)
    reader.read()
    entries = list(reader.entries)
    totals = {line for line, _ in reader.totals}
    rows = [(line, list(row)) for line, row in found.table.rows()]
    known = known_of(found)
    ids = Ids(tokens(cell for _, row in rows for cell in row))
    masker = CellMasker(known, ids, names, Digits())
    data = [(line, row) for line, row in rows if line > found.header_line and not _is_header(row, found)]
    masker.learn_ids([row for _, row in data])
    oracle = _Oracle(reader)
    amounts = amounts_of(known, data, reader)
    made: dict[int, list[str]] = {}
    unchanged: list[int] = []
    kept: dict[int, frozenset[str]] = {}
    with_kin = reader.at.get("ref") if reader.fees else None
    for line, row in data:
        made[line], kept[line] = _other_text(line, row, masker, amounts, oracle)
        if not amounts_stay:
            kin = row[with_kin].strip() if with_kin is not None and with_kin < len(row) else ""
            kin = kin.removeprefix(found.layout.fee_prefix)
            made[line] = _other_amounts(line, made[line], kin, masker, amounts, oracle, unchanged)
    moves = {line: _move(oracle.entries(line, row) or []) for line, row in made.items()}
    reader.found = found
    unsigned = found.layout.shape == "balance-signed"
    if amounts_stay:
        unchanged = [line for line, row in made.items() if amounts.values(row)]
    else:
        other_balances(made, known, entries, moves, amounts, unsigned=unsigned)
        other_sums(data, made, totals, {entry.line for entry in entries}, amounts)
    other_surroundings(rows, made, found, known, ids, entries, moves)
    all_rows = tuple((line, made.get(line, row)) for line, row in rows)
    return Redacted(all_rows, tuple(unchanged), entries, moves, kept, ids)


def redact_unread(found: Found, names: frozenset[str]) -> tuple[Row, ...]:
    """Redact a table that its layout recognises and refuses: words of the layout stay, amounts need not fit."""
    known = known_of(found)
    rows = [(line, list(row)) for line, row in found.table.rows()]
    data = [(line, row) for line, row in rows if line > found.header_line and not _is_header(row, found)]
    masker = CellMasker(known, Ids(tokens(cell for _, row in rows for cell in row)), names, Digits())
    amounts = amounts_of(known, data, None)
    masker.learn_ids([row for _, row in data])
    made: dict[int, list[str]] = {}
    for line, row in data:
        made[line] = amounts.other(masker.masked(row, masker.kept(row)))
        for place, role in known.roles.items():
            if role == "balance" and place < len(row):
                made[line][place] = other_digits(row[place], amounts.digits, POINT)
    for line, row in rows:
        if line < found.header_line:
            made[line] = [
                masker.ids.masked(cell, kept_words(known.head_patterns, ",".join(row))) for cell in row
            ]
    return tuple((line, made.get(line, row)) for line, row in rows)


def _is_header(row: list[str], found: Found) -> bool:
    return [cell.strip().casefold() for cell in row] == [name.casefold() for name in found.names]


def amounts_of(known: Known, data: Iterable[Row], reader: RowReader | None) -> Amounts:
    """Prepare the money columns: how each writes its amounts."""
    rows = [row for _, row in data]
    styles: dict[int, str] = {}
    groupings: dict[int, tuple[str, bool]] = {}
    by_name = {place: name for name, place in reader.at.items()} if reader is not None else {}
    for place, role in known.roles.items():
        if role in ("money", "balance"):
            decided = reader.columns.styles.get(by_name.get(place, ""), "") if reader is not None else ""
            styles[place] = decided or _style([row[place] for row in rows if place < len(row)])
            groupings[place] = grouping_of((row[place] for row in rows if place < len(row)), styles[place])
    balances = {place for place, role in known.roles.items() if role == "balance"}
    nets = (
        tuple(reader.at[name] for name in ("net", "amount") if name in reader.at)
        if reader is not None
        else ()
    )
    money = {place: style for place, style in styles.items() if place not in balances}
    return Amounts(money, groupings, nets, Digits())


def _style(cells: list[str]) -> str:
    filled = [cell for cell in cells if cell.strip()]
    return (
        COMMA
        if filled and all(is_money(cell) for cell in filled) and any(_is_comma(cell) for cell in filled)
        else POINT
    )


def _is_comma(cell: str) -> bool:
    bare = cell.strip()
    return len(bare) > 3 and bare[-3] == "," and bare[-2:].isdigit()


def _other_text(
    line: int, row: list[str], masker: CellMasker, amounts: Amounts, oracle: _Oracle
) -> tuple[list[str], frozenset[str]]:
    """Mask a row's texts; what is read of it must stay what it is.

    Returns:
        The row, and the words that stay in it.
    """
    wanted = oracle.outcome(line, row)
    kept = masker.kept(row)
    plain = _in_text(row, masker.masked(row, kept), masker, amounts)
    if oracle.outcome(line, plain) != wanted:
        more = masker.kept(row, whole=True)
        with_more = _in_text(row, masker.masked(row, more), masker, amounts)
        if _sure(oracle.outcome(line, plain)) != _sure(wanted) or oracle.outcome(line, with_more) == wanted:
            return with_more, more
    return plain, kept


def _other_amounts(
    line: int,
    plain: list[str],
    kin: str,
    masker: CellMasker,
    amounts: Amounts,
    oracle: _Oracle,
    unchanged: list[int],
) -> list[str]:
    """Give a masked row other amounts; if no others are read alike, add its number to `unchanged`."""
    wanted = oracle.outcome(line, plain)
    for _ in range(_TRIES):
        made = amounts.other(plain, kin)
        shown = (made[place] for place in amounts.styles if place < len(made))
        if oracle.outcome(line, made) == wanted and not masker.ids.shows(shown):
            amounts.accept(kin, plain, made)
            return made
    others = (
        *(amounts.other(plain, kin) for _ in range(_TRIES)),
        *(amounts.times(plain, each) for each in _FACTORS),
    )
    for made in others:
        if oracle.outcome(line, made) == wanted:
            amounts.accept(kin, plain, made)
            return made
    if amounts.values(plain):
        unchanged.append(line)
    return plain


def _in_text(row: list[str], masked: list[str], masker: CellMasker, amounts: Amounts) -> list[str]:
    """Give amounts that stand in a text other digits; masking leaves every letter in its place."""
    made = list(masked)
    for pattern in masker.known.text_patterns:
        groups = {"amount", "far_amount"} & set(pattern.groupindex)
        for place, cell in enumerate(row) if groups else ():
            for found in pattern.finditer(cell):
                for group in groups:
                    start, end = found.span(group)
                    if 0 <= start < end and len(made[place]) == len(cell):
                        other = other_digits(found[group], amounts.digits, POINT)
                        made[place] = made[place][:start] + other + made[place][end:]
    return made


def _move(entries: list[Entry]) -> dict[str, Decimal]:
    """Return what a row moves in each currency."""
    moved: dict[str, Decimal] = {}
    for entry in entries:
        moved[entry.currency] = moved.get(entry.currency, ZERO) + entry.amount
    return moved
