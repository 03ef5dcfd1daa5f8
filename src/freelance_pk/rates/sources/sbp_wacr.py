"""The State Bank's weighted average customer rates (WACR): ten currencies, the same day, a PDF a day."""

from collections.abc import Iterator

from freelance_pk.rates.sources.day_sheets import fetch_sheets, unavailable
from freelance_pk.rates.sources.day_sheets import read_sheet as read
from freelance_pk.rates.sources.protocol import Fetched, Wanted, Web

__all__ = ["ID", "fetch", "read", "unavailable"]

ID = "sbp-wacr"
SLUG = "weighted-average-customer-exchange-rates"


def fetch(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    """Get the sheets of the wanted days.

    Raises:
        FetchError: the index or a sheet did not come.
    """
    return fetch_sheets(web, wanted, SLUG)
