"""What can only be told of a row when all rows are read: parents, currency, whether money moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from freelance_pk.intake.asides import HEADER_AGAIN
from freelance_pk.intake.balances import check_balances
from freelance_pk.intake.parts import Part
from freelance_pk.intake.pasted import SHOWN_ABOVE, shown_above
from freelance_pk.model.entry import Entry, Kind, Skipped
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import ZERO

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_EARNED = frozenset({Kind.EARNING, Kind.BONUS})
_GOING = frozenset({Kind.WITHDRAWAL, Kind.WITHDRAWAL_FEE})
_COMING = frozenset({Kind.DEPOSIT, Kind.UNKNOWN, Kind.WITHDRAWAL})
_MOVING = _GOING | _COMING


def settle(reader: "RowReader") -> None:
    """Settle what a reader left open until it had all rows.

    Raises:
        InputRefusedError: the export is of another sort of account.
    """
    _settle_pasted(reader)
    if reader.layout.promises_ids:
        reader.entries = with_returned_withdrawals(reader.entries)
    if reader.holders - {""}:
        reader.entries = with_own_money(reader.entries, frozenset(reader.holders - {""}))
    if reader.aliases:
        reader.entries = with_parents_by_alias(reader.entries, reader.aliases)
    if reader.memos:
        _settle_memos(reader)
    if reader.waiting_orders:
        cancelled = cancelled_before_earned(reader.entries, frozenset(reader.waiting_orders))
        _leave_out(reader, cancelled, "cancelled before it was earned")
    if reader.unclear_currency:
        proven = currency_proven(reader.found.table.name, reader.entries, reader.unclear_currency)
        if proven is not None:
            reader.entries, reader.unclear_currency = proven, {}
    if reader.layout.all_outgoing:
        _refuse_all_outgoing(reader)


def _refuse_all_outgoing(reader: "RowReader") -> None:
    earned = (entry for entry in reader.entries if entry.kind in _EARNED)
    first = next(earned, None)
    if first is not None and first.amount < 0 and all(entry.amount < 0 for entry in earned):
        raise InputRefusedError(
            reader.layout.all_outgoing,
            origin=first.origin,
            remedy="export the freelancer's own earnings account",
        )


def _settle_pasted(reader: "RowReader") -> None:
    headers = [row.line for row in reader.skipped if row.reason == HEADER_AGAIN]
    if headers:
        _leave_out(reader, shown_above(reader.entries, headers), SHOWN_ABOVE)


def _settle_memos(reader: "RowReader") -> None:
    """Keep rows that are said to move no money, if the running balance shows that they did."""
    entries = reader.entries
    reader.entries = []
    for row, line, _ in reader.memos:
        reader.add(row, line, (Part(reader.amount(row, "amount", line) or ZERO, "", None),))
    moved = memos_moved(entries, reader.entries)
    reader.entries = sorted(
        [*entries, *(each for each in reader.entries if each.line in moved)], key=attrgetter("line")
    )
    reader.skipped += [
        Skipped(reader.source, line, reason, ",".join(row)[:200])
        for row, line, reason in reader.memos
        if line not in moved
    ]


def _leave_out(reader: "RowReader", lines: frozenset[int], reason: str) -> None:
    left_out = {entry.line: entry for entry in reversed(reader.entries) if entry.line in lines}
    reader.skipped += [
        Skipped(reader.source, line, reason, f"{entry.day} {entry.ref} {entry.text}"[:200])
        for line, entry in reversed(left_out.items())
    ]
    reader.entries = [entry for entry in reader.entries if entry.line not in lines]


def with_returned_withdrawals(entries: list[Entry]) -> list[Entry]:
    """Read a credit under the id of a withdrawal of the same sum as that withdrawal, come back with its fee.

    Args:
        entries: of one file whose ids are promised.
    """
    gone: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    moving = [entry for entry in entries if entry.kind in _MOVING]
    for entry in moving:
        if entry.amount < 0 and entry.ref and entry.kind in _GOING:
            gone[entry.ref, entry.currency].append(entry)
    coming = (entry for entry in moving if entry.amount > 0 and entry.kind in _COMING)
    if not any((entry.ref, entry.currency) in gone for entry in coming):
        return entries
    returned: list[Entry] = []
    for entry in entries:
        parts = gone.get((entry.ref, entry.currency), ())
        if entry.kind in _COMING and parts and entry.amount == -sum((each.amount for each in parts), ZERO):
            returned += [entry._replace(amount=-each.amount, kind=each.kind) for each in parts]
        else:
            returned.append(entry)
    return returned


def with_own_money(entries: list[Entry], holders: frozenset[str]) -> list[Entry]:
    """Read payments in by the account's own holder as own money.

    Args:
        entries: of one file.
        holders: the holder's names as the file prints them, in lower case.
    """
    return [
        entry._replace(kind=Kind.FUNDING)
        if entry.kind is Kind.DEPOSIT and entry.counterparty.casefold() in holders
        else entry
        for entry in entries
    ]


def with_parents_by_alias(entries: list[Entry], aliases: Mapping[str, Sequence[str]]) -> list[Entry]:
    """Give children that call their parent by its second id the parent's first id.

    Args:
        entries: of one file.
        aliases: the first ids of the rows that bear a second id. Where several do, nothing tells which is meant.
    """
    ids = {entry.ref for entry in entries}

    def parent_of(entry: Entry) -> str:
        if not entry.parent or entry.parent in ids:
            return entry.parent
        possible = [ref for ref in aliases.get(entry.parent, ()) if ref != entry.ref]
        return possible[0] if len(possible) == 1 else entry.parent

    return [
        entry if parent_of(entry) == entry.parent else entry._replace(parent=parent_of(entry))
        for entry in entries
    ]


def cancelled_before_earned(entries: Iterable[Entry], left_out: frozenset[str]) -> frozenset[int]:
    """Return the lines of refunds of orders that were only pending: nothing was earned, nothing comes off.

    Args:
        entries: of one file.
        left_out: orders whose pending rows were left out.
    """
    earned = {entry.ref for entry in entries if entry.kind in (Kind.EARNING, Kind.BONUS)}
    return frozenset(
        entry.line
        for entry in entries
        if entry.kind is Kind.REFUND and entry.ref in left_out and entry.ref not in earned
    )


def currency_proven(name: str, entries: list[Entry], doubtful: Mapping[int, str]) -> list[Entry] | None:
    """Return the entries in the currency that the running balance proves, None if it proves none.

    Args:
        name: of the file.
        entries: read in the account's currency.
        doubtful: lines whose amount may be in the currency that they name.
    """
    if all(entry.balance is None for entry in entries):
        return None
    if not check_balances(name, entries):
        return entries
    named = [
        entry._replace(currency=doubtful[entry.line]) if entry.line in doubtful else entry
        for entry in entries
    ]
    return named if not check_balances(name, named) else None


def memos_moved(entries: Sequence[Entry], memos: Sequence[Entry]) -> frozenset[int]:
    """Return the lines of memo rows by whose amount the running balance moved since the row before in time.

    Args:
        entries: the rows of a file that moved money, in the file's order.
        memos: its memo rows, one entry each, in the file's order.
    """
    newest_first = bool(entries) and entries[0].day > entries[-1].day
    lines = {memo.line for memo in memos}
    moved: set[int] = set()
    before: Entry | None = None
    for entry in sorted([*entries, *memos], key=attrgetter("line"), reverse=newest_first):
        if entry.line not in lines:
            before = entry
        elif (
            before is not None
            and before.balance is not None
            and entry.balance is not None
            and entry.amount != ZERO
            and entry.balance - before.balance == entry.amount
        ):
            moved.add(entry.line)
            before = entry
    return frozenset(moved)
