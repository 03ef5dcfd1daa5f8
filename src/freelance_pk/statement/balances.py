"""What each platform and wallet held on a day: the file's own running balance, else computed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.issue import Issue, warning
from freelance_pk.model.money import ZERO
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.figures import Balance


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


def hold(linked: Linked) -> tuple[Held, ...]:
    """Roll every platform's and wallet's balance forward, per currency, ordered by account."""
    merged = linked.merged
    sums: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    printed: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    opening: dict[tuple[str, str], Decimal] = {}
    known: dict[tuple[str, str], bool] = {}
    abroad = {name for name, account in merged.accounts.items() if account.kind is not AccountKind.BANK}
    first_rows: dict[tuple[str, str], tuple[object, int]] = {}
    for entry in merged.entries:
        if entry.account not in abroad or entry.kind is Kind.TRADE:
            continue
        key = (entry.account, entry.currency)
        days = sums[key]
        if key not in first_rows:
            first_rows[key] = (entry.source, entry.line)
            known[key] = entry.balance is not None
            opening[key] = entry.balance if entry.balance is not None else ZERO
        if known[key] and first_rows[key] == (entry.source, entry.line):
            opening[key] -= entry.amount  # one row may give an amount and its fee
        day = entry.day
        so_far = days.get(day)
        days[day] = entry.amount if so_far is None else so_far + entry.amount
        if entry.balance is not None:
            printed[key][day] = entry.balance
    for account, currency, day, amount in _implied_payouts(linked):
        key = (account, currency)
        if key in sums:
            sums[key][day] = sums[key].get(day, ZERO) - amount
    return tuple(
        _roll(key, sums[key], printed[key], opening[key], knows_opening=known[key]) for key in sorted(sums)
    )


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
    sums: dict[date, Decimal],
    printed: dict[date, Decimal],
    opening: Decimal,
    *,
    knows_opening: bool,
) -> Held:
    days = tuple(sorted(sums))
    computed = []
    running = opening
    for day in days:
        running += sums[day]
        computed.append(running)
    return Held(
        key[0], key[1], days, tuple(computed), tuple(printed.get(day) for day in days), opening, knows_opening
    )


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
