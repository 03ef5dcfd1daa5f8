"""What each platform and wallet held on a day: the file's own running balance, else computed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, takewhile
from operator import attrgetter
from typing import NamedTuple

from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import Entry, Kind
from freelance_pk.model.issue import Issue, warning
from freelance_pk.model.money import ZERO
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.figures import Balance
from freelance_pk.statement.flows import Flows

_BALANCE = attrgetter("balance")


class Held(NamedTuple):
    """One account and currency, day by day.

    Attributes:
        days: days with rows, ascending.
        computed: balance after each of those days: opening plus every row.
        printed: the file's running balance after each of those days, None where it prints none.
        knows_opening: whether the first row printed a balance, so that the opening is known.
    """

    account: str
    currency: str
    days: tuple[date, ...]
    computed: tuple[Decimal, ...]
    printed: tuple[Decimal | None, ...]
    opening: Decimal
    knows_opening: bool

    def on(self, day: date) -> tuple[Decimal, str]:
        """Return the balance at the end of `day`, and "file" or "computed"."""
        place = bisect_right(self.days, day) - 1
        if place < 0:
            return self.opening, "computed"
        printed = self.printed[place]
        return (self.computed[place], "computed") if printed is None else (printed, "file")

    def still_there(self) -> bool:
        """Say whether the file itself prints, after its last row, the balance that all its rows make."""
        return self.knows_opening and self.printed[-1] == self.computed[-1]

    def last_moved(self, day: date) -> date | None:
        """Return the day of the last row up to `day`, None if there is none."""
        place = bisect_right(self.days, day) - 1
        return self.days[place] if place >= 0 else None

    def drift(self, day: date) -> Decimal:
        """Return printed less computed at the end of `day`: rows that the files lack."""
        place = bisect_right(self.days, day) - 1
        if place < 0:
            return ZERO
        printed = self.printed[place]
        return ZERO if printed is None else printed - self.computed[place]


def hold(linked: Linked, flows: Flows) -> tuple[Held, ...]:
    """Roll every platform's and wallet's balance forward, per currency, ordered by account."""
    paid_out: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for account, currency, day, amount in _implied_payouts(linked):
        paid_out[account, currency].append((day, amount))
    rows = _rows_by_account(linked)
    return tuple(
        _roll(key, rows[key], linked, flows.moved[key], paid_out[key]) for key in sorted(flows.moved)
    )


def _rows_by_account(linked: Linked) -> Mapping[tuple[str, str], Sequence[int]]:
    """Return the positions of every account's rows, per currency; sales of assets are in units of their own."""
    columns, trades = linked.columns, frozenset(linked.columns.of(Kind.TRADE))
    accounts, currencies = set(columns.account), set(columns.currency)
    if len(accounts) == len(currencies) == 1 and not trades:
        return {(accounts.pop(), currencies.pop()): range(len(columns.account))}
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, key in enumerate(zip(columns.account, columns.currency, strict=True)):
        if position not in trades:
            rows[key].append(position)
    return rows


def _implied_payouts(linked: Linked) -> Iterable[tuple[str, str, date, Decimal]]:
    """What a platform paid out although its own file shows no withdrawals."""
    shown = {row for each in linked.settled for row in each.rows}  # by a line of the platform's own
    for number, account in linked.own_inflows.items():
        arrival = linked.arrivals[number]
        if arrival.entry in shown:
            continue
        yield account, arrival.currency, arrival.day, arrival.net


def _roll(
    key: tuple[str, str],
    rows: Sequence[int],
    linked: Linked,
    moved: Mapping[date, Decimal],
    paid_out: Iterable[tuple[date, Decimal]],
) -> Held:
    entries, first = linked.merged.entries, linked.merged.entries[rows[0]]
    opening, knows_opening = ZERO, first.balance is not None
    if first.balance is not None:
        opening = first.balance - _of_one_row(first, rows, linked)
    sums = dict(moved)
    for day, amount in paid_out:
        sums[day] = sums.get(day, ZERO) - amount
    balances = map(_BALANCE, map(entries.__getitem__, rows))
    last = zip(map(linked.columns.day.__getitem__, rows), balances, strict=True)
    printed = {day: balance for day, balance in last if balance is not None}
    days = tuple(sorted(sums))
    computed = tuple(accumulate((sums[day] for day in days), initial=opening))[1:]
    return Held(key[0], key[1], days, computed, tuple(map(printed.get, days)), opening, knows_opening)


def _of_one_row(first: Entry, rows: Iterable[int], linked: Linked) -> Decimal:
    """Sum what the first row of a file gave: an amount, and perhaps its fee, which stand beside it."""
    entries = linked.merged.entries
    same = takewhile(
        lambda entry: (entry.source, entry.line) == (first.source, first.line),
        (entries[row] for row in rows),
    )
    return sum((entry.amount for entry in same), ZERO)


def balances_on(held: Iterable[Held], day: date, converter: Converter) -> tuple[Balance, ...]:
    """State every account's balance on a day, in its currency and in rupees of that day."""
    stated = []
    for each in held:
        amount, basis = each.on(day)
        pkr = converter.rupees(amount, each.currency, day) if amount else ZERO
        stated.append(Balance(each.account, each.currency, amount, pkr, day, basis, each.last_moved(day)))
    return tuple(stated)


def drift_issues(held: Iterable[Held], day: date) -> tuple[Issue, ...]:
    """Warn where a file's running balance and its rows tell different sums."""
    issues = []
    for each in held:
        apart = each.drift(day)
        if apart:
            issues.append(
                warning(
                    "balance-gap",
                    f"{each.account}: the {each.currency} rows read do not add up to the balance that the "
                    f"file prints on {day}: {abs(apart)} {each.currency} "
                    f"{'came in' if apart > 0 else 'went out'} in rows that are in no file.",
                    remedy=f"export {each.account} again for the whole period, without filters",
                )
            )
    return tuple(issues)
