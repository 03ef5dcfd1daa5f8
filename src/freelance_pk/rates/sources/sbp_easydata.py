"""The State Bank's EasyData API: the same daily averages, with the user's own key.

The key is the user's (free, 40 characters, valid for 90 days), read from the environment, sent to one host,
and never printed, logged or kept.
"""

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources.answers import parse_json, rate_of
from freelance_pk.rates.sources.protocol import JSON, ContentError, Fetched, FetchError, Reading, Wanted, Web

ID = "sbp-easydata"
KEY = "FREELANCE_PK_EASYDATA_KEY"
API = "https://easydata.sbp.org.pk/api/v1/series/"
DATASET = "TS_GP_ES_FADERPKR_M"  # the dailies, whatever its last letter says
_SERIES = {
    "AUD": "0010",
    "BHD": "0020",
    "CAD": "0030",
    "CNY": "0040",
    "DKK": "0050",
    "HKD": "0060",
    "JPY": "0070",
    "KWD": "0080",
    "MYR": "0090",
    "NZD": "0100",
    "NOK": "0110",
    "OMR": "0120",
    "QAR": "0130",
    "SGD": "0140",
    "SEK": "0150",
    "CHF": "0160",
    "SAR": "0170",
    "THB": "0180",
    "TRY": "0190",
    "AED": "0200",
    "GBP": "0210",
    "USD": "0220",
    "EUR": "0230",
}
_CODES = {f"{DATASET}.XRDAVG{number}": currency for currency, number in _SERIES.items()}
_COLUMNS = ("series key", "observation date", "observation value")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{1,2})-([A-Za-z]{3})[a-z]*-(\d{4})")


def unavailable() -> str:
    """Say that a key is missing."""
    return "" if os.environ.get(KEY, "").strip() else f"it needs your own key in {KEY}"


def fetch(web: Web, wanted: Wanted) -> Iterator[Fetched]:
    """Get one series a currency.

    Raises:
        FetchError: the key is refused, or nothing came.
    """
    key = os.environ[KEY].strip()
    for currency in wanted.currencies():
        if currency not in _SERIES:
            continue
        first, last = wanted.span(currency)
        query = {
            "api_key": key,
            "start_date": first.isoformat(),
            "end_date": last.isoformat(),
            "format": "json",
        }
        try:
            body = web.get(f"{API}{DATASET}.XRDAVG{_SERIES[currency]}/data", JSON, query)
        except FetchError as failure:
            if failure.code in (400, 401, 403):
                raise FetchError(
                    f"it refuses the request ({failure.code}): the key is wrong or has expired, or this network is "
                    "barred",
                    origin=failure.origin,
                    remedy=f"make a new key (My Account, Generate API Key; each lasts 90 days) and set {KEY}",
                    code=failure.code,
                ) from None
            raise
        yield Fetched(_of(currency, Body(body, "json")))


def _of(currency: str, body: Body) -> Body:
    """Return a body that is of the series asked for.

    Raises:
        FetchError: it is of another, or no table.
    """
    try:
        others = {quote.currency for quote in read(body).quotes} - {currency}
    except ContentError as failure:
        raise FetchError(failure.message, origin=API, code=200) from None
    if others:
        raise FetchError(f"it gives {min(others)} where {currency} was asked for", origin=API, code=200)
    return body


def read(body: Body, _day: date | None = None) -> Reading:
    """Read an answer of the API, or the portal's export of the same table as CSV.

    Raises:
        ContentError: it has other columns, another series, or a value that no rate can be.
    """
    head, rows = _table(body)
    names = [str(name).strip().lower() for name in head]
    missing = [name for name in _COLUMNS if name not in names]
    if missing:
        raise ContentError(f"it has no column {missing[0]!r}: the layout has changed")
    key, day, value = (names.index(name) for name in _COLUMNS)
    quotes = []
    for number, row in enumerate(rows, start=1):
        if len(row) <= max(key, day, value):
            raise ContentError(f"row {number} is cut off")
        if row[value] in (None, ""):
            continue
        currency = _CODES.get(str(row[key]).strip())
        if currency is None:
            raise ContentError(f"row {number} is of the series {row[key]!r}, not of the daily averages")
        quotes.append(Quote(ID, currency, _day_of(row[day], number), "mid", _rate(row[value], number)))
    return Reading(tuple(quotes))


def _table(body: Body) -> tuple[Sequence[object], Sequence[Sequence[object]]]:
    try:
        text = body.data.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            content = parse_json(text.encode())
            head, rows = content["columns"], content["rows"]
        else:
            head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (ValueError, KeyError, TypeError, csv.Error):
        raise ContentError("it is no table of EasyData") from None
    if (
        not isinstance(head, list)
        or not isinstance(rows, list)
        or not all(isinstance(row, list) for row in rows)
    ):
        raise ContentError("it is no table of EasyData")
    return head, rows


def _day_of(value: object, number: int) -> date:
    text = str(value).strip()
    try:
        found = _DATE.fullmatch(text)
        if found is not None:
            return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ContentError(f"row {number}: {text!r} is no day") from None


def _rate(value: object, number: int) -> Decimal:
    try:
        return rate_of(Decimal(str(value).replace(",", "")), f"row {number}")
    except InvalidOperation:
        raise ContentError(f"row {number}: {value!r} is no rate") from None
