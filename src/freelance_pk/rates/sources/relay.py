"""What Frankfurter (frankfurter.dev, v2) answers: rows of date, base, quote and rate."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from freelance_pk.rates.sources.answers import parse_json, rate_of
from freelance_pk.rates.sources.protocol import JSON, ContentError, FetchError, Web

API = "https://api.frankfurter.dev/v2/rates"


def get(
    web: Web, currency: str, span: tuple[date, date], quotes: Sequence[str], provider: str = ""
) -> bytes | None:
    """Ask for a currency's rates of a span of days; None where there are none.

    Raises:
        FetchError: nothing usable came.
    """
    query = {
        "base": currency,
        "quotes": ",".join(quotes),
        "from": span[0].isoformat(),
        "to": span[1].isoformat(),
    }
    if provider:
        query["providers"] = provider
    try:
        body = web.get(API, JSON, query)
    except FetchError as failure:
        if failure.code == 404:  # nothing of that provider in that span
            return None
        raise
    try:
        other = next((row for row in rows(body) if row[1] != currency or row[2] not in quotes), None)
    except ContentError as failure:
        raise FetchError(failure.message, origin=API, code=200) from None
    if other is not None:
        raise FetchError(
            f"it gives {other[2]} for one {other[1]}, which was not asked for", origin=API, code=200
        )
    return body


def rows(body: bytes) -> list[tuple[date, str, str, Decimal]]:
    """Read an answer: date, base, quote, and the rate as units of `quote` for one `base`.

    Raises:
        ContentError: it has another form.
    """
    content = parse_json(body)
    if not isinstance(content, list):
        raise ContentError("it is no list of rates")
    return [_row(each) for each in content]


def _row(each: object) -> tuple[date, str, str, Decimal]:
    if not isinstance(each, Mapping):
        raise ContentError("it is no list of rates")
    day, base, quote, rate = (each.get(name) for name in ("date", "base", "quote", "rate"))
    if not (isinstance(day, str) and isinstance(base, str) and isinstance(quote, str)):
        raise ContentError("a rate of it lacks date, base or quote")
    try:
        return date.fromisoformat(day), base.upper(), quote.upper(), rate_of(rate, f"{base} on {day}")
    except ValueError:
        raise ContentError(f"{day!r} is no day") from None


def wrong_way(base: str, quote: str) -> ContentError:
    """Say that a rate is of another pair or direction than asked for."""
    return ContentError(f"it gives {quote} for one {base}, which was not asked for")
