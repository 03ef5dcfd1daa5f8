"""Monthly averages: the mean of a month's daily rates, used only where a tax year's profile asks for it."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from freelance_pk.model.rate import Rate
from freelance_pk.rates.series import Mark, Series

# The State Bank's dailies carry up to 13 decimals; eight keep a rupee exact to a hundred million units.
_PLACES = Decimal("1E-8")


def average_of(series: Series | None, mark: Mark, currency: str, day: date) -> Rate | None:
    """Return the mean of all daily rates of a day's month; None unless the whole month is known.

    The rate is of the day asked: it is no day's own. The State Bank's monthly averages are the same mean.
    """
    if series is None:
        return None
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    weekday = last
    while weekday.weekday() >= 5:
        weekday -= timedelta(days=1)
    start, end = bisect_left(series.days, first.isoformat()), bisect_right(series.days, last.isoformat())
    if start == end or series.days[-1] < weekday.isoformat() or not _starts(series, start, first):
        return None
    rates = [Decimal(rate) for rate in series.rates[start:end]]
    mean = (sum(rates, Decimal(0)) / len(rates)).quantize(_PLACES, ROUND_HALF_UP).normalize()
    words = f"monthly average of {len(rates)} daily rates of {first:%Y-%m}"
    return Rate(currency, day, day, mean, f"{mark.basis}-monthly", mark.source, words)


def _starts(series: Series, place: int, first: date) -> bool:
    """Say whether the series reaches back before the month, or begins within its first week."""
    return place > 0 or date.fromisoformat(series.days[place]) - first < timedelta(days=7)
