"""The policy of looking a rate up: the latest on or before a day, never later, never a guess.

The State Bank publishes on business days. Up to four days back is a weekend with a holiday and passes
silently; five to ten is a long holiday and is noted; more is no rate. The user's own rates are a
series like the State Bank's: the nearer date wins, and the user's wins a tie.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.entry import OwnRate
from freelance_pk.model.errors import InputRefusedError, RateMissingError
from freelance_pk.model.issue import Issue, warning
from freelance_pk.model.money import PKR
from freelance_pk.model.rate import Rate

SILENT_DAYS = 4
MOST_DAYS = 10
# An own rate further than this from the State Bank's of the day is refused as mistyped or upside down;
# the State Bank's own largest move in a day was 6.4 %.
_REFUSE_BEYOND = Decimal("0.5")
_WARN_BEYOND = Decimal("0.08")


class Series(NamedTuple):
    """A currency's days as ISO texts, ascending, and its rates as published."""

    days: list[str]
    rates: list[str]


class _Own(NamedTuple):
    days: list[str]
    lines: list[OwnRate]


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates of one publication, with the user's own laid over.

    Attributes:
        series: one currency's published rates, None for a currency not published.
        basis: id of the publication.
        source: the publication in words.
        own: the user's rates by currency.
        issues: what is odd about the user's rates.
    """

    series: Callable[[str], Series | None]
    basis: str
    source: str
    own: dict[str, _Own] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    def with_own(self, rates: Iterable[OwnRate]) -> "RateTable":
        """Lay the user's own rates over the table.

        Raises:
            InputRefusedError: one day and currency with two rates, or a rate that cannot be meant.
        """
        by_day: dict[tuple[str, str], OwnRate] = {}
        unusual: list[tuple[OwnRate, Decimal]] = []
        for own in rates:
            key = (own.currency, own.day.isoformat())
            before = by_day.setdefault(key, own)
            if before.rate != own.rate:
                raise InputRefusedError(
                    f"two own rates for {own.currency} on {own.day}: {before.rate} and {own.rate}",
                    origin=f"{_place(before)}; {_place(own)}",
                    remedy="leave one of the two lines",
                )
            if own is before and (published := self._beside(own)) is not None:
                unusual.append((own, published))
        tables: dict[str, _Own] = {}
        for (currency, day), own in sorted(by_day.items()):
            table = tables.setdefault(currency, _Own([], []))
            table.days.append(day)
            table.lines.append(own)
        return RateTable(self.series, self.basis, self.source, tables, _unusual(unusual))

    def _beside(self, own: OwnRate) -> Decimal | None:
        """Check an own rate; return the State Bank's rate where the two are far apart."""
        if own.rate <= 0:
            raise InputRefusedError(
                f"the rate {own.rate} for {own.currency} on {own.day} is not above zero",
                origin=_place(own),
                remedy="give rupees for one unit of the currency, as in 2025-12-10,USD,280.40,bank",
            )
        published = _published(self, own.currency, own.day)
        if published is None:
            return None
        apart = abs(own.rate / published.pkr - 1)
        if apart > _REFUSE_BEYOND:
            raise InputRefusedError(
                f"the rate {own.rate} for {own.currency} on {own.day} cannot be meant: the State Bank's is "
                f"{published.pkr} rupees for one {own.currency}",
                origin=_place(own),
                remedy=f"give rupees for one {own.currency}, not {own.currency} for one rupee",
            )
        return published.pkr if apart > _WARN_BEYOND else None

    def last_day(self, currency: str) -> date | None:
        """Return the last day the table reaches for a currency, the user's own rates included."""
        days = []
        series = self.series(currency)
        if series:
            days.append(series.days[-1])
        if currency in self.own:
            days.append(self.own[currency].days[-1])
        return date.fromisoformat(max(days)) if days else None


def _unusual(found: list[tuple[OwnRate, Decimal]]) -> tuple[Issue, ...]:
    if not found:
        return ()
    own, published = found[0]
    more = f" So are {len(found) - 1} more of your rates." if len(found) > 1 else ""
    return (
        warning(
            "own-rate-unusual",
            f"your rate {own.rate} for {own.currency} on {own.day} is {abs(own.rate / published - 1) * 100:.1f} % away "
            f"from the State Bank's {published}; it is used.{more}",
            origin=_place(own),
            remedy="check the lines",
        ),
    )


def _place(own: OwnRate) -> str:
    return f"{own.source.name}, row {own.line}"


def _note(asked: date, found: date) -> str:
    back = (asked - found).days
    return "" if back <= SILENT_DAYS else f"no rate for {back} days: the last before {asked} is used"


def _published(table: RateTable, currency: str, day: date) -> Rate | None:
    """Return the publication's latest rate on or before a day, however old."""
    series = table.series(currency)
    place = bisect_right(series.days, day.isoformat()) - 1 if series else -1
    if series is None or place < 0:
        return None
    found = date.fromisoformat(series.days[place])
    return Rate(
        currency, day, found, Decimal(series.rates[place]), table.basis, table.source, _note(day, found)
    )


def _own(table: RateTable, currency: str, day: date) -> Rate | None:
    own = table.own.get(currency)
    place = bisect_right(own.days, day.isoformat()) - 1 if own else -1
    if own is None or place < 0:
        return None
    line = own.lines[place]
    words = "; ".join(part for part in (line.note, _note(day, line.day)) if part)
    return Rate(currency, day, line.day, line.rate, "own", f"own rates, {_place(line)}", words)


def rate_on(table: RateTable, currency: str, day: date) -> Rate:
    """Return rupees for one unit of `currency` taken into account on `day` (s.71).

    Raises:
        RateMissingError: the currency or the day is not covered; the message says which, and how far
            the data reaches.
    """
    if currency == PKR:
        return Rate(PKR, day, day, Decimal(1), "pkr", "rupees")
    published, own = _published(table, currency, day), _own(table, currency, day)
    found = max(
        (rate for rate in (published, own) if rate is not None),
        key=lambda rate: (rate.found, rate.basis == "own"),
        default=None,
    )
    if found is not None and (day - found.found).days <= MOST_DAYS:
        return found
    raise _missing(table, currency, day, found)


def _missing(table: RateTable, currency: str, day: date, found: Rate | None) -> RateMissingError:
    last = table.last_day(currency)
    line = f"add this line to rates.csv: {day},{currency},<rupees for one unit>,<where from>"
    if last is None:
        message = f"no rate is known for {currency}: the State Bank publishes none in this table"
        remedy = line
    elif day > last:
        message = f"no rate for {currency} on {day}: the rates known end on {last}"
        remedy = f"update freelance-pk for newer rates, or {line}"
    elif found is None:
        message = f"no rate for {currency} on {day}: the rates known begin later"
        remedy = line
    else:
        message = f"no rate for {currency} within {MOST_DAYS} days before {day}: the last is of {found.found}"
        remedy = line
    return RateMissingError(message, origin=f"{currency} on {day}", remedy=remedy)
