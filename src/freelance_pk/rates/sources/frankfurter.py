"""Frankfurter's blend of central banks: not the State Bank's rate, for recent days only, and marked.

For a currency that the State Bank does not list, its dollars are asked for too: a cross through the State
Bank's own dollar is nearer to the law than a blend.
"""

from collections.abc import Iterator
from datetime import date

from freelance_pk.rates.bundled import currencies
from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources import relay
from freelance_pk.rates.sources.protocol import Fetched, Reading, Wanted, Web

ID = "frankfurter"
_SIDES = {"PKR": "mid", "USD": "usd"}


def unavailable() -> str:
    """Need nothing."""
    return ""


def fetch(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    """Get each currency's span.

    Raises:
        FetchError: nothing usable came.
    """
    listed = currencies()
    for currency in wanted.currencies():
        quotes = ("PKR",) if currency in listed else ("USD",)
        body = relay.get(web, currency, wanted.span(currency), quotes)
        if body is not None:
            yield Fetched(Body(body, "json"))


def read(body: Body, _day: date | None = None) -> Reading:
    """Read rupees, or dollars, for one unit.

    Raises:
        ContentError: it has another form, or another direction.
    """
    quotes = []
    for day, base, quote, rate in relay.rows(body.data):
        if quote not in _SIDES or base == "PKR":
            raise relay.wrong_way(base, quote)
        quotes.append(Quote(ID, base, day, _SIDES[quote], rate))
    return Reading(tuple(quotes))
