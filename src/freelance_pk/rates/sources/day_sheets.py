"""The State Bank's day sheets in PDF: weighted average customer rates (WACR) and mark-to-market rates (M2M).

Both are listed by a JSON index and share file names, so a sheet's own title decides which it is, and its own
date decides the day. A file that is not there comes as a web page with status 200.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from typing import Any
from urllib.parse import urljoin, urlsplit

from freelance_pk.intake.pdf import pdf_text
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources.answers import parse_json
from freelance_pk.rates.sources.protocol import (
    JSON,
    PDF,
    REACH,
    ContentError,
    Fetched,
    FetchError,
    Reading,
    Wanted,
    Web,
    business_days,
)

HOST = "www.sbp.org.pk"
INDEX = f"https://{HOST}/economic-data/get-economic-data-by-cat-external"
DOCUMENTS = f"https://{HOST}/assets/document/"
# One request a sheet: more are left to the next run.
MOST_SHEETS = 60

_WACR_TITLE = "weighted average customer exchange rates"
_M2M_TITLE = "mark to market revaluation"
_RATE = re.compile(r"^([A-Z]{3})\s+(\d+\.\d+)(?:\s+(\d+\.\d+))?", re.MULTILINE)
_DATE = re.compile(r"\b(\d{1,2})[ -]{1,3}([A-Za-z]{3,9})[ ,-]{1,3}(\d{4}|\d{2})\b")
_HEADER = {
    "sbp-wacr": re.compile(r"\bCURRENCY\s+BUYING\s+SELLING\b", re.IGNORECASE),
    "sbp-m2m": re.compile(r"\bCURRENCY\s+READY\b", re.IGNORECASE),
}
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FEWEST = {"sbp-wacr": 8, "sbp-m2m": 20}


def unavailable() -> str:
    """Reading PDF is an extra."""
    if find_spec("pdfplumber") is None:
        return 'it reads PDF, which needs `pip install "freelance-pk[pdf]"`'
    return ""


def fetch_sheets(web: Web, wanted: Wanted, slug: str) -> Iterator[Fetched]:
    """Get the sheet of each wanted business day, or of the last day before it that has one.

    Raises:
        FetchError: the index or a sheet did not come.
    """
    index = read_index(web.get(INDEX, JSON, {"slug": slug}), slug)
    days = set()
    for day in business_days(day for _, day in wanted.needs):
        before = [listed for listed in index if day - REACH <= listed <= min(day, wanted.today)]
        days.update([max(before)] if before and max(before).isoformat() not in wanted.held else [])
    for day in sorted(days)[-MOST_SHEETS:]:
        yield Fetched(Body(web.get(index[day], PDF), "pdf"), day)


def read_index(body: bytes, slug: str) -> dict[date, str]:
    """Return the address of each day's sheet.

    Raises:
        FetchError: the index has another form.
    """
    try:
        years = parse_json(body)["exchange-rates"][slug]["daily"]
        entries = [entry for year in years.values() for entry in year]
    except (ContentError, KeyError, TypeError, AttributeError):
        raise FetchError("the list of day sheets has another form", origin=INDEX, code=200) from None
    found = {}
    for entry in entries:
        listed = _listed(entry)
        if listed is not None:
            found[listed[0]] = listed[1]
    if entries and not found:
        raise FetchError("the list of day sheets names no file", origin=INDEX, code=200)
    return found


def _listed(entry: Any) -> tuple[date, str] | None:
    """Return an entry's day and https address; None for one without a file, or with one on another host."""
    attachment = entry.get("attachment") if isinstance(entry, Mapping) else None
    if not isinstance(attachment, Mapping):
        return None
    url, day = attachment.get("url"), entry.get("date")
    if not isinstance(url, str) or not isinstance(day, str):
        return None
    parts = urlsplit(urljoin(DOCUMENTS, url))
    if parts.netloc != HOST or not parts.path.lower().endswith(".pdf"):
        return None
    try:
        return date.fromisoformat(day[:10]), f"https://{HOST}{parts.path}"
    except ValueError:
        return None


def read_sheet(body: Body, day: date | None) -> Reading:
    """Read a sheet: which it is by its title, its day by its date.

    Args:
        body: the PDF.
        day: the day its source gave it for; None: as printed.

    Raises:
        ContentError: it is neither sheet, is of another day, or has other columns.
    """
    try:
        laid_out = pdf_text(body.data, "the sheet")
    except InputRefusedError as failure:
        raise ContentError(failure.message, remedy=failure.remedy) from failure
    text = "\n".join(" ".join(line.split()) for line in laid_out.splitlines())
    plain = " ".join(text.replace("-", " ").split()).lower()
    kinds = [kind for kind, title in (("sbp-wacr", _WACR_TITLE), ("sbp-m2m", _M2M_TITLE)) if title in plain]
    if len(kinds) != 1:
        raise ContentError("the sheet's title is neither that of customer rates nor of mark-to-market rates")
    kind = kinds[0]
    of = _day_of(text, day)
    if not _HEADER[kind].search(text):
        raise ContentError("the sheet's columns are not those known")
    quotes = tuple(_quotes(kind, of, text))
    if len({quote.currency for quote in quotes}) < _FEWEST[kind] or all(
        quote.currency != "USD" for quote in quotes
    ):
        raise ContentError(f"the sheet holds too few currencies ({len(quotes)} rates)")
    return Reading(quotes)


def _quotes(kind: str, day: date, text: str) -> Iterator[Quote]:
    seen = set()
    for currency, first, second in _RATE.findall(text):
        if currency in seen:
            raise ContentError(f"{currency} stands in two rows of the sheet")
        seen.add(currency)
        sides = (("ready", first),) if kind == "sbp-m2m" else (("buying", first), ("selling", second))
        if kind == "sbp-wacr" and not second:
            raise ContentError(f"{currency} has one rate where buying and selling are due")
        for side, value in sides:
            if Decimal(value):  # 0.0000 is no rate
                yield Quote(kind, currency, day, side, Decimal(value))


def _day_of(text: str, day: date | None) -> date:
    printed = []
    for number, month, year in _DATE.findall(text):
        try:
            month_number = _MONTHS.index(month[:3].lower()) // 3 + 1
            printed.append(date(int(year) if len(year) == 4 else 2000 + int(year), month_number, int(number)))
        except ValueError:
            continue
    if day is not None and day in printed:
        return day
    if not printed:
        raise ContentError("the sheet prints no date")
    if day is not None:
        raise ContentError(f"the sheet is of {printed[0]}, not of {day}")
    if len(set(printed)) > 1:
        raise ContentError(f"the sheet prints several dates: {', '.join(map(str, sorted(set(printed))))}")
    return printed[0]


def guessed_addresses(day: date) -> tuple[str, ...]:
    """Return the names that sheets of a day have had, for when the index does not come."""
    name = _MONTHS[3 * day.month - 3 : 3 * day.month].title()
    short = f"{day.day:02}-{name}-{day.year % 100:02}"
    long = f"mark-to-market-revaluation-exchange-rate-{short}.pdf"
    if day < date(2026, 6, 1):
        names: tuple[str, ...] = (long,)
    elif day < date(2026, 7, 3):
        names = (f"{short}.pdf", long)
    else:
        names = (
            f"mark-to-market-revaluation-exchange-rate-{day.day}-{_FULL[day.month - 1]}-{day.year}.pdf",
            f"{short}.pdf",
        )
    return tuple(DOCUMENTS + name for name in names)
