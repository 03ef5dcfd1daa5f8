"""The State Bank's daily averages (BFER): two workbooks, a bulk source of every day and currency.

One sheet. The header row has `Country` in column A and `Currency` in column B, then one column per business
day as an Excel serial; it is row 7 in the archive, row 9 in the current file. One row per currency, in
rupees for one unit. The archive is authoritative where the two overlap.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources.protocol import XLSX, ContentError, Fetched, FetchError, Reading, Wanted, Web
from freelance_pk.rates.sources.workbook import Cell, Row, cell_name, number, sheets

ID = "sbp-bfer"
ARCHIVE = "https://www.sbp.org.pk/assets/document/BFER_Daily_Arch.xlsx"
CURRENT = "https://www.sbp.org.pk/assets/document/BFER_Daily.xlsx"

_EPOCH = date(1899, 12, 30)
_SERIALS = range(36_000, 73_051)  # 1998 to 2099
_HEADER_WITHIN = 60  # rows
_FEWEST = 20
# A dollar has cost 100 to 300 rupees since 2013: a sheet of dollars for one rupee is far below.
_DOLLAR = (Decimal(50), Decimal(2000))
_NO_RATE = frozenset({"-", "--", "n/a", "na", "n.a.", "nil", "*"})

# Labels vary from file to file; they are compared in lower case, letters only.
_LABELS = {
    "AED": ("UAE Dirham", "Emirati Dirham"),
    "AUD": ("Australian Dollar",),
    "BHD": ("Bahraini Dinar", "Bahrain Dinar"),
    "CAD": ("Canadian Dollar",),
    "CHF": ("Swiss Franc",),
    "CNY": ("Chinese Yuan", "Chinese Renminbi"),
    "DKK": ("Danish Krone", "Danish Krona"),
    "EUR": ("Euro",),
    "GBP": ("UK Pound Sterling", "Pound Sterling", "British Pound"),
    "HKD": ("Hong Kong Dollar", "Hongkong Dollar"),
    "JPY": ("Japanese Yen", "Japnese Yen"),
    "KWD": ("Kuwaiti Dinar", "Kuwait Dinar"),
    "MYR": ("Malaysian Ringgit",),
    "NOK": ("Norwegian Krone", "Norwegian Krona"),
    "NZD": ("New Zealand Dollar", "NewZealand Dollar"),
    "OMR": ("Omani Riyal", "Omani Rial", "Oman Riyal"),
    "QAR": ("Qatari Riyal", "Qatari Rial", "Qatar Riyal"),
    "SAR": ("Saudi Arabian Riyal", "Saudi Riyal", "Saudi Arabian Rial"),
    "SEK": ("Swedish Krona", "Swedish Krone"),
    "SGD": ("Singapore Dollar", "Singaporian Dollar", "Singaporean Dollar"),
    "THB": ("Thai Baht", "Thai Bhat"),
    "TRY": ("Turkish Lira",),
    "USD": ("US Dollar", "United States Dollar"),
}
_NOT_LETTERS = re.compile(r"[^a-z]")


def _key(label: str) -> str:
    return _NOT_LETTERS.sub("", label.lower())


_CODES = {_key(label): code for code, labels in _LABELS.items() for label in labels}


def unavailable() -> str:
    """Need nothing."""
    return ""


def fetch(web: Web, _wanted: Wanted) -> Iterator[Fetched]:
    """Get both workbooks, the archive first: what it says stands where the two overlap.

    The current file may lag months behind the archive, so nothing is lost where it alone does not come.

    Raises:
        FetchError: the archive did not come.
    """
    failed: FetchError | None = None
    try:
        yield Fetched(Body(web.get(ARCHIVE, XLSX), "xlsx"))
    except FetchError as failure:
        failed = failure
    with suppress(FetchError):
        yield Fetched(Body(web.get(CURRENT, XLSX), "xlsx"))
    if failed is not None:
        raise failed


def read(body: Body, _day: date | None = None) -> Reading:
    """Read a workbook of this layout, whichever row it begins on.

    Raises:
        ContentError: no sheet has the layout, or a cell in it holds what no rate can be; it names the cell.
    """
    for rows in sheets(body.data):
        header = _header(rows)
        if header is not None:
            return _sheet(*header, rows)
    raise ContentError("no sheet has a row with `Currency` in column B: the layout has changed")


def _header(rows: Iterator[Row]) -> tuple[int, dict[int, Cell]] | None:
    for row, cells in rows:
        if row > _HEADER_WITHIN:
            return None
        if 2 in cells and cells[2].text.casefold() == "currency":
            return row, cells
    return None


def _sheet(header_row: int, header: dict[int, Cell], rows: Iterator[Row]) -> Reading:
    days = _days(header_row, header)
    quotes: list[Quote] = []
    remarks: list[str] = []
    seen: dict[str, int] = {}
    for row, cells in rows:
        if 2 not in cells or not any(cells[column].is_number for column in days if column in cells):
            continue
        label = cells[2].text
        currency = _CODES.get(_key(label))
        if currency is None:
            remarks.append(f"row {row}, {label!r}: the currency is not known, its rates were left out")
        elif currency in seen:
            raise ContentError(f"{currency} stands in two rows, {seen[currency]} and {row}")
        else:
            seen[currency] = row
            quotes.extend(_rates(currency, row, cells, days))
    if len(seen) < _FEWEST or "USD" not in seen:
        unknown = f"; {'; '.join(remarks)}" if remarks else ""
        raise ContentError(
            f"only {len(seen)} of {len(_LABELS)} currencies are found: labels have changed{unknown}"
        )
    for quote in quotes:
        if quote.currency == "USD" and not _DOLLAR[0] < quote.value < _DOLLAR[1]:
            raise ContentError(f"a dollar of {quote.day} costs {quote.value:f}: not rupees for one dollar")
    return Reading(tuple(quotes), tuple(remarks))


def _days(row: int, header: dict[int, Cell]) -> dict[int, date]:
    found: dict[int, date] = {}
    before: date | None = None
    for column in sorted(column for column in header if column > 2):
        cell, place = header[column], cell_name(column, row)
        serial = number(cell.text) if cell.is_number else None
        if serial is None or serial != int(serial) or int(serial) not in _SERIALS:
            raise ContentError(f"{cell.text!r} is no day: the header has changed", origin=place)
        day = _EPOCH + timedelta(days=int(serial))
        if before is not None and day <= before:
            raise ContentError(f"the day {day} does not follow {before}", origin=place)
        found[column] = before = day
    if not found:
        raise ContentError("the header holds no days", origin=cell_name(3, row))
    return found


def _rates(currency: str, row: int, cells: dict[int, Cell], days: dict[int, date]) -> Iterator[Quote]:
    for column, cell in cells.items():
        if column <= 2:
            continue
        place = cell_name(column, row)
        if not cell.is_number:
            if cell.text.casefold() in _NO_RATE:
                continue
            raise ContentError(f"{cell.text!r} is no rate of {currency}", origin=place)
        if column not in days:
            raise ContentError(f"a rate of {currency} stands under no day", origin=place)
        value = number(cell.text)
        if value <= 0:
            raise ContentError(f"the rate {cell.text} of {currency} is not above zero", origin=place)
        yield Quote(ID, currency, days[column], "mid", value)
