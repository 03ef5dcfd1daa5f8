"""A file's running balance against its own rows: the first break tells of missing or moved rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from operator import add, attrgetter, eq, gt, lt

from freelance_pk.model.entry import Entry
from freelance_pk.model.issue import Issue, error

Break = tuple[int, Decimal, Decimal]  # line, what the balance should be, what it is
_CENT = Decimal("0.01")
_MANY = 1_000


def check_balances(name: str, entries: Sequence[Entry]) -> tuple[Issue, ...]:
    """Check balances row by row, each currency by itself, oldest first.

    Args:
        name: of the file, for messages.
        entries: everything the file's rows gave, in the file's order.
    """
    if all(entry.balance is None for entry in entries):
        return ()
    ordered = oldest_first(entries)
    if _follow(ordered):
        return ()
    found = breaks_in(ordered)
    issues: list[Issue] = []
    for currency, breaks in sorted(found.items()):
        if breaks:
            line, expected, printed = breaks[0]
            more = f" {len(breaks) - 1} more rows break likewise." if len(breaks) > 1 else ""
            issues.append(
                error(
                    "balance-break",
                    f"the running balance breaks: after this row it should be {currency} {expected} and is {printed}. "
                    f"Rows are missing, doubled or in another order.{more}",
                    origin=f"{name}, row {line}",
                    remedy="export the account again for the whole period, without filters",
                )
            )
    return tuple(issues)


def oldest_first(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries of a file in the order of time: as they stand, or from below.

    The days tell which; where they do not, the order in which fewer balances break.
    """
    day = attrgetter("day")
    rises, falls = (
        any(map(differs, map(day, entries), map(day, _but_first(entries)))) for differs in (lt, gt)
    )
    if rises != falls:
        return entries if rises else entries[::-1]
    down, up = (sum(map(len, breaks_in(each).values())) for each in (entries, reversed(entries)))
    return entries if down <= up else entries[::-1]


def _follow(entries: Sequence[Entry]) -> bool:
    """Say whether every balance is the one before with the row's amount: in one look, for rows as most files have them.

    Where a row lacks its balance, gave several entries, or is in another currency, the answer is no: that wants a
    closer look.
    """
    if len({entry.currency for entry in entries}) > 1:
        return False
    balance = attrgetter("balance")
    expected = map(add, map(balance, entries), map(attrgetter("amount"), _but_first(entries)))
    try:
        return all(map(eq, expected, map(balance, _but_first(entries))))
    except TypeError:  # a row without a balance
        return False


def _but_first(entries: Sequence[Entry]) -> Iterator[Entry]:
    return islice(entries, 1, None)


def breaks_in(entries: Iterable[Entry]) -> dict[str, list[Break]]:
    """List, by currency, the rows whose balance does not follow from the row before."""
    found: dict[str, list[Break]] = defaultdict(list)
    before: dict[str, Decimal] = {}
    for line, amount, balance, currency in _moves(entries):
        last = before.get(currency)
        if last is None:
            if balance is not None:
                before[currency] = balance
            continue
        last += amount
        if balance is not None and balance != last:
            breaks = found[currency]
            if abs(balance - last) >= _CENT:
                breaks.append((line, last, balance))
                if len(breaks) > _MANY:
                    break  # this is not the file's order, or the file is a patchwork
            last = balance
        before[currency] = last
    return found


def _moves(entries: Iterable[Entry]) -> Iterator[tuple[int, Decimal, Decimal | None, str]]:
    """Yield what each row moved: one row may have given several entries of one currency."""
    row: tuple[int, Decimal, Decimal | None, str] | None = None
    for entry in entries:
        if row is not None and row[0] == entry.line and row[3] == entry.currency:
            row = (row[0], row[1] + entry.amount, row[2], row[3])
            continue
        if row is not None:
            yield row
        row = (entry.line, entry.amount, entry.balance, entry.currency)
    if row is not None:
        yield row
