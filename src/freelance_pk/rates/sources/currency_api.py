"""The currency-api of fawazahmed0: a public copy of rates of unknown source. The last resort, and marked.

One file a day and currency, of every day since March 2024 with holes; two hosts carry the same files.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from freelance_pk.rates.bundled import currencies
from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources.answers import parse_json, rate_of
from freelance_pk.rates.sources.protocol import (
    JSON,
    ContentError,
    Fetched,
    FetchError,
    Reading,
    Wanted,
    Web,
    business_days,
)

ID = "currency-api"
FIRST = date(2024, 3, 2)
HOSTS = (
    "https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@{day}/v1/currencies/{code}.min.json",
    "https://{day}.currency-api.pages.dev/v1/currencies/{code}.min.json",
)
# One request a day and currency: more are left to the next run.
MOST_FILES = 60
_BACK = 3  # days: a hole of one day is known


def unavailable() -> str:
    """Need nothing."""
    return ""


def fetch(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    """Get the file of each wanted day, or of the last day before it that has one.

    Raises:
        FetchError: neither host gave anything.
    """
    pairs = []
    for currency in wanted.currencies():
        days = business_days(day for each, day in wanted.needs if each == currency)
        pairs += [(day, currency) for day in days if FIRST <= day <= wanted.today]
    for day, currency in sorted(pairs)[-MOST_FILES:]:
        yield _near(web, day, currency)


def _near(web: Web, day: date, currency: str) -> Fetched:
    last: FetchError | None = None
    for back in range(_BACK + 1):
        of = day - timedelta(days=back)
        if of < FIRST:
            break
        for host in HOSTS:
            address = host.format(day=of, code=currency.lower())
            try:
                body = Body(web.get(address, JSON), "json")
                _check(body, of, currency)
            except FetchError as failure:
                last = failure
            except ContentError as failure:
                last = FetchError(failure.message, origin=address)
            else:
                return Fetched(body, of)
        if last is not None and last.code not in (404, 403):
            break  # the hosts do not answer: an earlier day will not come either
    raise last or FetchError(f"it begins on {FIRST}")


def _check(body: Body, day: date, currency: str) -> None:
    (quote,) = read(body, day).quotes
    if quote.currency != currency:
        raise ContentError(f"it gives {quote.currency} where {currency} was asked for")


def read(body: Body, day: date | None) -> Reading:
    """Read rupees for one unit; for a currency that the State Bank does not list, dollars.

    Raises:
        ContentError: it has another form, or is of another day.
    """
    content = parse_json(body.data)
    try:
        of = date.fromisoformat(content["date"])
        (code, rates) = next((name, value) for name, value in content.items() if isinstance(value, Mapping))
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise ContentError("it is no file of rates: the answer is cut off or has another form") from None
    if day is not None and of != day:
        raise ContentError(f"it is of {of}, not of {day}")
    currency = code.upper()
    side, other = ("mid", "pkr") if currency in currencies() else ("usd", "usd")
    rate = rate_of(rates.get(other), f"{other.upper()} for one {currency}")
    return Reading((Quote(ID, currency, of, side, rate),))
