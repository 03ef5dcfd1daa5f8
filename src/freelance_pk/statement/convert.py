"""Foreign amounts into rupees, each at the rate of its own day (s.71); what has no rate is an issue."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from freelance_pk.model.issue import Issue, Severity
from freelance_pk.model.money import PKR
from freelance_pk.model.period import Period
from freelance_pk.model.rate import Rate

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

    def used(self) -> tuple[Rate, ...]:
        """Return every rate asked for and found, by currency and day."""
        return tuple(
            rate
            for _, rate in sorted(self._known.items(), key=lambda item: item[0])
            if isinstance(rate, Rate)
        )

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
