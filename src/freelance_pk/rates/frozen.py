"""What a locked year was filed with, beside what would be looked up today: shown, never applied."""

from collections.abc import Iterable
from typing import NamedTuple

from freelance_pk.model.errors import RateMissingError
from freelance_pk.model.rate import Rate
from freelance_pk.rates.lookup import rate_on
from freelance_pk.rates.publications import SAME
from freelance_pk.rates.table import RateTable


class RateDifference(NamedTuple):
    """A rate as filed, and what is known now; None when nothing is known any more."""

    filed: Rate
    now: Rate | None


def differences(table: RateTable, filed: Iterable[Rate]) -> tuple[RateDifference, ...]:
    """Return the rates that would be another figure today, in the order given.

    Args:
        table: what is known now; frozen rates in it are not looked at.
        filed: the rates of a locked year's report.
    """
    live = table._replace(frozen={})
    found = []
    for rate in filed:
        try:
            now = rate_on(live, rate.currency, rate.asked)
        except RateMissingError:
            found.append(RateDifference(rate, None))
            continue
        if abs(now.pkr - rate.pkr) > SAME:
            found.append(RateDifference(rate, now))
    return tuple(found)
