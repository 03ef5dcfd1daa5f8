"""Foreign amounts into rupees, each at the rate of its own day (s.71); what has no rate is an issue."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from freelance_pk.model.issue import Issue, Severity, warning
from freelance_pk.model.money import PKR
from freelance_pk.model.period import Period
from freelance_pk.model.rate import NOT_STATE_BANK, Rate

RateLookup = Callable[[str, date], "Rate | Issue"]


class Converter:
    """Looks a rate up once per currency and day, and remembers every rate used and every one missing.

    The only object here that changes while a statement is made: it is the record of what was asked.
    """

    def __init__(
        self, lookup: RateLookup, known: "dict[tuple[str, date], Rate | Issue] | None" = None
    ) -> None:
        self._lookup = lookup
        self._known = known or {}

    def of(self, period: Period) -> "Converter":
        """Return a converter for one period that remembers what was asked for that period's days."""
        return Converter(self._lookup, {key: found for key, found in self._known.items() if key[1] in period})

    def rate(self, currency: str, day: date) -> Decimal | None:
        """Return rupees for one unit, None when no rate is known."""
        if currency == PKR:
            return Decimal(1)
        found = self._known.get((currency, day))
        if found is None:
            found = self._known[currency, day] = self._lookup(currency, day)
        return found.pkr if isinstance(found, Rate) else None

    def rupees(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """Convert, unrounded; None when no rate is known."""
        rate = self.rate(currency, day)
        return None if rate is None else amount * rate

    def reason(self, currency: str, day: date) -> Issue | None:
        """Return why no rate is known, None when one is."""
        found = self._known.get((currency, day))
        return found if isinstance(found, Issue) else None

    def used(self) -> tuple[Rate, ...]:
        """Return every rate asked for and found, by currency and day."""
        return tuple(
            rate
            for _, rate in sorted(self._known.items(), key=lambda item: item[0])
            if isinstance(rate, Rate)
        )

    def not_final(self) -> tuple[Issue, ...]:
        """Return an issue for the provisional rates found, and one for those that are not the State Bank's."""
        found = self.used()
        provisional = [rate for rate in found if rate.provisional and rate.basis not in NOT_STATE_BANK]
        others = [rate for rate in found if rate.basis in NOT_STATE_BANK]
        issues = []
        if provisional:
            issues.append(
                warning(
                    "rate-provisional",
                    f"{_days(provisional)}: the State Bank's daily averages of these days are not known yet, and "
                    "the figures will change a little when they are.",
                    remedy="run `freelance-pk rates update` some weeks after the month's end",
                )
            )
        if others:
            issues.append(
                warning(
                    "rate-not-state-bank",
                    f"{_days(others)}: converted by rates that are not the State Bank's, which s.71 asks for.",
                    remedy="run `freelance-pk rates update` later, or add the State Bank's or the bank's rates to "
                    "rates.csv",
                )
            )
        return tuple(issues)

    def missing(self) -> tuple[Issue, ...]:
        """Return one issue per currency and cause, saying for how many days the rate is missing."""
        causes: dict[tuple[str, str], list[tuple[date, Issue]]] = {}
        for (currency, day), found in sorted(self._known.items(), key=lambda item: item[0]):
            if isinstance(found, Issue):
                causes.setdefault((currency, found.code), []).append((day, found))
        merged = []
        for (currency, code), cases in causes.items():
            first_day, first = cases[0]
            more = (
                f" The same holds for {len(cases) - 1} more days to {cases[-1][0]}." if len(cases) > 1 else ""
            )
            merged.append(
                Issue(
                    Severity.ERROR,
                    code,
                    f"{first.message}{more} Amounts in {currency} of those days are not in the rupee totals.",
                    first.origin or f"{currency} on {first_day}",
                    first.remedy,
                )
            )
        return tuple(merged)


def _days(rates: Sequence[Rate]) -> str:
    """Say which rates: how many, of which currencies, from which sources, of which days."""
    currencies = ", ".join(sorted({rate.currency for rate in rates}))
    sources = ", ".join(sorted({rate.basis for rate in rates}))
    days = sorted(rate.asked for rate in rates)
    span = str(days[0]) if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"{len(rates)} {'rate' if len(rates) == 1 else 'rates'} for {currencies} on {span} ({sources})"
