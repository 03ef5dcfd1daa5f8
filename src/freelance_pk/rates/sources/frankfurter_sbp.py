"""Frankfurter's copy of the State Bank's daily averages, for where sbp.org.pk itself does not answer."""

from collections.abc import Iterator
from datetime import date

from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources import relay
from freelance_pk.rates.sources.protocol import Fetched, Reading, Wanted, Web

ID = "frankfurter-sbp"


def unavailable() -> str:
    """Need nothing."""
    return ""


def fetch(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    """Get each currency's span; the newest weeks are not there yet.

    Raises:
        FetchError: nothing usable came.
    """
    for currency in wanted.currencies():
        body = relay.get(web, currency, wanted.span(currency), ("PKR",), provider="SBP")
        if body is not None:
            yield Fetched(Body(body, "json"))


def read(body: Body, _day: date | None = None) -> Reading:
    """Read rupees for one unit.

    Raises:
        ContentError: it has another form, or another direction.
    """
    quotes = []
    for day, base, quote, rate in relay.rows(body.data):
        if quote != "PKR" or base == "PKR":
            raise relay.wrong_way(base, quote)
        quotes.append(Quote(ID, base, day, "mid", rate))
    return Reading(tuple(quotes))
