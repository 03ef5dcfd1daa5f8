"""A currency's published days, and finding the latest on or before one."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.rate import Rate

SILENT_DAYS = 4
MOST_DAYS = 10


class Mark(NamedTuple):
    """Where one rate of a series is from: publication, its words, when fetched, digest of the body."""

    basis: str
    source: str
    retrieved: str = ""
    sha256: str = ""


class Series(NamedTuple):
    """A currency's days as ISO texts, ascending, and its rates as published.

    `marks` says for each rate where it is from; None: all are the table's own.
    """

    days: list[str]
    rates: list[str]
    marks: list[Mark] | None = None


# A currency's series of one kept publication (and side of it), None where nothing is kept.
KeptSeries = Callable[[str, str], Series | None]


def nothing_kept(_key: str, _currency: str) -> Series | None:
    """Answer for a table without a cache."""
    return None


def latest(series: Series | None, mark: Mark, currency: str, day: date) -> Rate | None:
    """Return the latest rate on or before a day, however old.

    Args:
        series: the published days.
        mark: where a rate without a mark of its own is from.
        currency: of the series.
        day: asked for.
    """
    if series is None:
        return None
    place = bisect_right(series.days, day.isoformat()) - 1
    if place < 0:
        return None
    found = date.fromisoformat(series.days[place])
    of = series.marks[place] if series.marks else mark
    return Rate(
        currency,
        day,
        found,
        Decimal(series.rates[place]),
        of.basis,
        of.source,
        age_note(day, found),
        retrieved=of.retrieved,
        sha256=of.sha256,
    )


def rupees_on(series: Series | None, day: str) -> Decimal | None:
    """Return the latest rate on or before a day (an ISO text), however old, None before the first."""
    if series is None:
        return None
    place = bisect_right(series.days, day) - 1
    return Decimal(series.rates[place]) if place >= 0 else None


def age_note(asked: date, found: date) -> str:
    """Say that a rate is old: silent to four days, a weekend with a holiday; noted beyond."""
    back = (asked - found).days
    return "" if back <= SILENT_DAYS else f"no rate for {back} days: the last before {asked} is used"


def misses_business_day(closed_by: Series | None, found: date, asked: date) -> bool:
    """Say whether a weekday after `found`, to `asked`, may have a rate that is not known yet.

    A weekday that `closed_by` (the State Bank's own series) covers and passes over was a holiday.
    """
    day = found + timedelta(days=1)
    while day <= asked:
        if day.weekday() < 5 and not _was_closed(closed_by, day.isoformat()):
            return True
        day += timedelta(days=1)
    return False


def _was_closed(series: Series | None, day: str) -> bool:
    if series is None or day > series.days[-1]:
        return False
    place = bisect_right(series.days, day) - 1
    return place >= 0 and series.days[place] != day
