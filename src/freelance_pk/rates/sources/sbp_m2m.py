"""The State Bank's mark-to-market rates (M2M): some 35 currencies, the same day, a PDF a day."""

from collections.abc import Iterator

from freelance_pk.rates.cache import Body
from freelance_pk.rates.sources.day_sheets import fetch_sheets, guessed_addresses, unavailable
from freelance_pk.rates.sources.day_sheets import read_sheet as read
from freelance_pk.rates.sources.protocol import PDF, Fetched, FetchError, Wanted, Web, business_days

__all__ = ["ID", "fetch", "read", "unavailable"]

ID = "sbp-m2m"
SLUG = "mark-to-market-revaluation-exchange-rate"
_MOST_GUESSES = 10  # days


def fetch(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    """Get the sheets of the wanted days; by the names that sheets have had when the index does not come.

    Raises:
        FetchError: neither the index nor a guessed name gave a sheet.
    """
    got = False
    try:
        for fetched in fetch_sheets(web, wanted, SLUG):
            got = True
            yield fetched
    except FetchError as failure:
        if got or failure.code is None:  # the host itself does not answer: guessing its names will not help
            raise
        guessed = list(_guess(web, wanted))
        if not guessed:
            raise
        yield from guessed


def _guess(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    for day in business_days(day for _, day in wanted.needs if day <= wanted.today)[-_MOST_GUESSES:]:
        for address in guessed_addresses(day):
            try:
                yield Fetched(Body(web.get(address, PDF), "pdf"), day)
            except FetchError:
                continue
            break
