"""What was noticed while a file's rows were read."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from freelance_pk.intake.endings import AMOUNTS, cut_inside
from freelance_pk.intake.header_doubts import header_doubts
from freelance_pk.intake.parts import CENT
from freelance_pk.intake.plausible import implausible, missing_telling
from freelance_pk.model.issue import Issue, error, note, warning
from freelance_pk.model.money import ZERO

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_SHOWN = 3
_FEW_ROWS = 3  # fewer may be right by chance


def noticed(reader: "RowReader", *, broken: bool) -> tuple[Issue, ...]:
    """Tell of days that may be another, of words and columns not known, and of totals that differ.

    Args:
        reader: has read its table.
        broken: a running balance does not follow from the rows.
    """
    proved = not broken and _has_balances(reader)
    return (
        *_days(reader),
        *_words(reader),
        *_undirected(reader),
        *implausible(reader),
        *header_doubts(reader.found, proved=proved),
        *cut_inside(reader.found, {reader.at[each] for each in AMOUNTS if each in reader.at}, proved=proved),
        *_texts(reader),
        *_currency(reader),
        *_remarks(reader),
        *_totals(reader),
        *_strangers(reader),
        *_beside(reader),
    )


def _has_balances(reader: "RowReader") -> bool:
    """Say whether so many rows have a balance that amounts are shown to be right by them."""
    balances = (entry for entry in reader.entries if entry.balance is not None)
    return len(list(islice(balances, _FEW_ROWS))) == _FEW_ROWS


def _days(reader: "RowReader") -> Iterator[Issue]:
    name = reader.found.table.name
    if reader.doubtful_dates:
        yield error(
            "dates-exchanged",
            "the dates were numbers, and a spreadsheet made dates of them: day and month may be exchanged in all of "
            "them, since no day is later than the 12th.",
            origin=f"{name}, column {reader.found.names[reader.at['date']]}",
            remedy="use the original download; do not open and save it in a spreadsheet",
        )
    if reader.near_june and reader.layout.zone_unknown:
        yield note(
            "near-30-june",
            f"{reader.near_june} rows are dated within a day of 30 June in a time zone that the file does not name; in "
            "Pakistan the day may be the one before or after. The receipt's date is the bank's.",
            origin=name,
            remedy="export the report with its times in UTC, if the platform offers it",
        )
    elif reader.near_june:
        yield note(
            "near-30-june",
            f"{reader.near_june} rows are dated within a day of 30 June by a platform that works in UTC; in "
            "Pakistan the day may be the next one. The receipt's date is the bank's.",
            origin=name,
        )
    for zone, count in sorted(reader.zones_unknown.items()):
        yield warning(
            "zone-unknown",
            f"{count} rows have times in the zone {zone!r}, which is not known or is several; their dates are taken as "
            "they are printed, and the day in Pakistan may be the one before or after.",
            origin=name,
            remedy="set the account to UTC and export again, if rows near 30 June matter",
        )


def _words(reader: "RowReader") -> Iterator[Issue]:
    name = reader.found.table.name
    for word, count in sorted(reader.strange_status.items()):
        yield error(
            "status-unknown",
            f"{count} rows have the status {word!r}, which is not known; they are left out.",
            origin=name,
            remedy="if the money moved, type the rows into an entries file, and report the status",
        )
    for word, (count, line) in sorted(reader.kinds.unknown.items()):
        yield warning(
            "kind-unknown",
            f"{count} rows have the type {word!r}, which is not known.",
            origin=f"{name}, row {line}",
            remedy="type the rows into an entries file with their kind, and report the type",
        )


def _undirected(reader: "RowReader") -> Iterator[Issue]:
    for line, amount in reader.undirected:
        yield error(
            "direction-unknown",
            f"nothing tells whether {amount:,} came in or went out: the row prints no sign, and no balance leads to it. "
            "It is left out.",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="download the statement again, from a day before; or type the row into an entries file",
        )


def _texts(reader: "RowReader") -> Iterator[Issue]:
    texts = sorted(reader.kinds.unknown_texts.items(), key=lambda item: item[1][1])
    if texts:
        shown = ", ".join(repr(text) for text, _ in texts[:_SHOWN])
        more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
        yield warning(
            "kind-unknown",
            f"{sum(count for _, (count, _) in texts)} rows have a description that no rule of "
            f"{reader.layout.id} knows: {shown}{more}.",
            origin=f"{reader.found.table.name}, row {texts[0][1][1]}",
            remedy="say what they are: `freelance-pk review`, and report the description",
        )


def _currency(reader: "RowReader") -> Iterator[Issue]:
    for line, currency in list(reader.unclear_currency.items())[:1]:
        yield error(
            "currency-unclear",
            f"{len(reader.unclear_currency)} rows name {currency} beside an amount that may be {currency} or "
            f"{reader.layout.currency}; it is taken as {reader.layout.currency}, and nothing in the file proves it.",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="export the report again with the running balance, or type the rows into an entries file",
        )
    if reader.layout.currency_assumed:
        yield error(
            "currency-assumed",
            f"the file names no currency; its amounts are read as {reader.layout.currency}.",
            origin=reader.found.table.name,
            remedy="export the period again with the column Currency, or type its rows into an entries file",
        )


def _remarks(reader: "RowReader") -> Iterator[Issue]:
    for column, count in sorted(reader.filled.items()):
        yield warning(
            "column-filled",
            f"{count} rows fill the column {column!r}: {reader.layout.remarks[column]}",
            origin=reader.found.table.name,
        )


def _totals(reader: "RowReader") -> Iterator[Issue]:
    """Compare the file's own totals with the sums of its entries: of all above, or of those since the last total."""
    rows = iter(reader.entries)
    entry = next(rows, None)
    whole, part = _Sums(), _Sums()
    for line, row in reader.totals:
        while entry is not None and entry.line < line:
            whole.add(entry.amount)
            part.add(entry.amount)
            entry = next(rows, None)
        for name in ("net" if "net" in reader.at else "amount", "credit", "debit"):
            printed = reader.amount(row, name, line)
            read = whole.of(name)
            if printed is None or any(abs(printed - each) < CENT for each in (read, part.of(name))):
                continue
            yield error(
                "totals-differ",
                f"the file's own total is {printed} and its rows add up to {read}. Rows are missing or doubled.",
                origin=f"{reader.found.table.name}, row {line}, column {reader.found.names[reader.at[name]]}",
                remedy="download the file again; do not repair it by hand",
            )
        part = _Sums()


class _Sums:
    """What came in and what went out."""

    def __init__(self) -> None:
        self.credit = self.debit = ZERO

    def add(self, amount: Decimal) -> None:
        if amount > 0:
            self.credit += amount
        else:
            self.debit -= amount

    def of(self, name: str) -> Decimal:
        """Return the sum that a column of this field shows."""
        return {"credit": self.credit, "debit": self.debit}.get(name, self.credit - self.debit)


def _strangers(reader: "RowReader") -> Iterator[Issue]:
    if not reader.found.strangers:
        return
    names = ", ".join(reader.found.strangers)
    lacking = missing_telling(reader)
    origin = f"{reader.found.table.name}, row {reader.found.header_line}"
    if lacking:
        yield warning(
            "columns-unknown",
            f"the layout {reader.layout.id} does not know the columns {names}, and misses {', '.join(lacking)}. If one "
            "is the other under a new name, figures differ.",
            origin=origin,
            remedy="use the original download; if the platform renamed a column, report its header",
        )
    else:
        yield note(
            "columns-unknown",
            f"columns that the layout {reader.layout.id} does not know, not used: {names}",
            origin=origin,
        )


def _beside(reader: "RowReader") -> Iterator[Issue]:
    """Tell of rows that reach beyond the columns that have a name: a cell too many may have moved the others."""
    names = reader.found.names
    width = max((place for place, name in enumerate(names, start=1) if name), default=0)
    if width == len(names):
        return
    rows = [
        line
        for line, row in reader.found.table.rows()
        if line > reader.found.header_line and any(cell.strip() for cell in row[width:])
    ]
    if rows:
        yield warning(
            "cells-beside",
            f"{len(rows)} rows hold something to the right of the last column with a name: if it is no note of your "
            "own, their cells have moved, and amounts stand in the wrong column.",
            origin=f"{reader.found.table.name}, row {rows[0]}",
            remedy="compare these rows with the platform's own page, or use the original download",
        )
