"""Sales that another account of the user was paid directly: a platform lists them, and takes them out again.

Gumroad's payout file lists sales that PayPal or Stripe settled, and one line that removes their net. The
same money stands in the PayPal or Stripe export as payments, refunds and fees. A line is settled when the
sales it removes are found there one by one, by amount and day, and their net is the line's amount to the cent.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.tiers import names
from freelance_pk.model.entry import Account, AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import ZERO

_ROWS = frozenset({Kind.EARNING, Kind.BONUS, Kind.REFUND, Kind.DEPOSIT})
_FEES = frozenset({Kind.FEE, Kind.FEE_TAX})
_DAY = timedelta(days=1)


class Settled(NamedTuple):
    """A line that removes sales, and the rows of the other account that show them.

    Attributes:
        out: position of the line.
        account: the other account.
        rows: positions of its payments and refunds.
        paid: their sum, before that account's own fees.
        cut: positions of the platform's own fees on these sales. The other account kept them back for the platform:
            they are part of the fees that its file shows.
    """

    out: int
    account: str
    rows: tuple[int, ...]
    paid: Decimal
    cut: tuple[int, ...]


class _Row(NamedTuple):
    """One row of a file: where it stands, what it is, and what all its entries make together."""

    position: int
    entry: Entry
    net: Decimal
    fees: tuple[int, ...]


def find_settled(
    entries: Sequence[Entry],
    outs: Iterable[int],
    parents: Mapping[int, int],
    accounts: Mapping[str, Account],
    institutions: Mapping[str, Institution],
) -> tuple[Settled, ...]:
    """Find the lines whose sales another account shows.

    Args:
        entries: merged entries, by day.
        outs: positions of withdrawals. What arrived in one sum, or prints what arrives, is a payout.
        parents: child to parent, by position: the fees of a sale, of a file that gives them rows of their own.
        accounts: by name.
        institutions: by id.
    """
    found: list[Settled] = []
    taken: set[int] = set()
    since: dict[tuple[str, str], date] = {}
    books: dict[tuple[str, str], list[_Row]] = {}
    met = _Met(entries)
    listing = {name for name, each in accounts.items() if _lists_sales_of_others(each, institutions)}
    for out in sorted(outs):
        line = entries[out]
        if line.account not in listing or line.far_amount is not None:
            continue
        for name in _named(line, accounts, institutions):
            after = since.get((line.account, name), date.min)
            since[line.account, name] = line.day
            if not met.between(line.account, name, line.currency, after + _DAY, line.day):
                continue
            for account in (line.account, name):
                if (account, line.currency) not in books:
                    books[account, line.currency] = _rows(entries, parents, account, line.currency)
            sales = _between(books[line.account, line.currency], after + _DAY, line.day)
            others = _between(books[name, line.currency], after, line.day + _DAY)
            given = _given(sales, institutions[accounts[name].institution])
            wanted = -line.amount - sum((row.net for row in given), ZERO)
            pairs = _settle(wanted, sales, [row for row in others if row.position not in taken])
            if len(pairs) == 1 and pairs[0][1].entry.amount == -line.amount:
                break
            if pairs:
                rows = tuple(sorted(other.position for _, other in pairs))
                cut = [fee for sale, _ in pairs for fee in sale.fees]
                cut += [fee for row in given for fee in (row.position, *row.fees)]
                paid = sum((entries[row].amount for row in rows), ZERO)
                found.append(Settled(out, name, rows, paid, tuple(sorted(cut))))
                taken.update(rows)
                break
    return tuple(found)


def _lists_sales_of_others(account: Account, institutions: Mapping[str, Institution]) -> bool:
    """Elsewhere an equal payment on one day, and a withdrawal of its net, are a client and a payout."""
    institution = institutions.get(account.institution)
    return institution is not None and institution.lists_sales_of_others


class _Met:
    """The days of sales that have a payment of their amount in another account: without one, nothing is settled."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._rows: dict[tuple[str, str], list[Entry]] | None = None
        self._days: dict[tuple[str, str, str], list[date]] = {}

    def between(self, account: str, other: str, currency: str, first: date, last: date) -> bool:
        """Say whether any sale of an account, in a span of days, has such a payment in another account."""
        key = (account, other, currency)
        days = self._days.get(key)
        if days is None:
            days = self._days[key] = list(self._meet(account, other, currency))
        place = bisect_left(days, first)
        return place < len(days) and days[place] <= last

    def _meet(self, account: str, other: str, currency: str) -> Iterator[date]:
        payments: dict[Decimal, set[date]] = defaultdict(set)
        for entry in self._of(other, currency):
            payments[entry.amount].update((entry.day - _DAY, entry.day, entry.day + _DAY))
        for entry in self._of(account, currency):
            days = payments.get(entry.amount)
            if days is not None and entry.day in days:
                yield entry.day

    def _of(self, account: str, currency: str) -> list[Entry]:
        if self._rows is None:
            self._rows = defaultdict(list)
            for entry in self._entries:
                if entry.kind in _ROWS:
                    self._rows[entry.account, entry.currency].append(entry)
        return self._rows.get((account, currency), [])


def _named(
    line: Entry, accounts: Mapping[str, Account], institutions: Mapping[str, Institution]
) -> Iterator[str]:
    """Yield the accounts of the user that a line's text names."""
    for name, account in accounts.items():
        institution = institutions.get(account.institution)
        if account.kind is AccountKind.BANK or institution is None or name == line.account:
            continue
        if names(line.text, institution):
            yield name


def _rows(entries: Sequence[Entry], parents: Mapping[int, int], account: str, currency: str) -> list[_Row]:
    """Return the rows of an account, by day, each with the net of all its entries."""
    nets: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    firsts: dict[tuple[int, int], int] = {}
    fees: dict[tuple[int, int], list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        if entry.account == account and entry.currency == currency:
            root = entries[parents.get(position, position)]
            key = (id(root.source), root.line)
            nets[key] += entry.amount
            first = firsts.setdefault(key, position) if root is entry else None
            if first != position and entry.kind in _FEES:
                fees[key].append(position)
    return [
        _Row(position, entries[position], nets[key], tuple(fees[key])) for key, position in firsts.items()
    ]


def _between(rows: list[_Row], first: date, last: date) -> list[_Row]:
    start = bisect_left(rows, first, key=_day)
    return rows[start : bisect_right(rows, last, key=_day)]


def _day(row: _Row) -> date:
    return row.entry.day


def _given(rows: Iterable[_Row], institution: Institution) -> list[_Row]:
    """Return the lines of their own for affiliates, who were paid out of the sales that an institution settled."""
    return [
        row
        for row in rows
        if row.entry.kind is Kind.FEE and not row.entry.ref and names(row.entry.text, institution)
    ]


def _settle(wanted: Decimal, sales: list[_Row], others: list[_Row]) -> list[tuple[_Row, _Row]]:
    """Pair sales with payments, by the buyer's name and then without; return none unless their net is `wanted`."""
    pairs: list[tuple[_Row, _Row]] = []
    for same in (_buyer, _anybody):
        left = {sale.position for sale, _ in pairs}
        right = {other.position for _, other in pairs}
        pairs += _pair(
            [row for row in sales if row.position not in left and row.entry.kind in _ROWS],
            [row for row in others if row.position not in right and row.entry.kind in _ROWS],
            same,
        )
        if pairs and sum((sale.net for sale, _ in pairs), ZERO) == wanted:
            return pairs
    return []


def _buyer(entry: Entry) -> str | None:
    return entry.counterparty.casefold() or None


def _anybody(_entry: Entry) -> str | None:
    return ""


def _pair(
    sales: list[_Row], others: list[_Row], same: Callable[[Entry], str | None]
) -> list[tuple[_Row, _Row]]:
    """Pair rows of one amount (and name) whose days are at most one apart, the earliest first."""
    waiting: dict[tuple[Decimal, str], list[_Row]] = defaultdict(list)
    for other in others:
        word = same(other.entry)
        if word is not None:
            waiting[other.entry.amount, word].append(other)
    pairs = []
    for sale in sales:
        word = same(sale.entry)
        rows = waiting.get((sale.entry.amount, word), []) if word is not None else []
        place = bisect_left(rows, sale.entry.day - _DAY, key=_day)
        if place < len(rows) and rows[place].entry.day <= sale.entry.day + _DAY:
            pairs.append((sale, rows.pop(place)))
    return pairs
