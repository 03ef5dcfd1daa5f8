"""One row's fields: date, amounts, currency, ids and texts, read by the columns resolved once."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from freelance_pk.intake.columns import Columns, cells, check_ids, decide_order, decide_style, resolve
from freelance_pk.intake.dates import (
    AmbiguousDateError,
    from_fraction,
    from_serial,
    in_exchanged_order,
    in_pakistan,
    is_date,
    is_time_zone,
    may_be_exchanged,
    parse_date,
)
from freelance_pk.intake.detect import Found
from freelance_pk.intake.numbers import POINT, currencies_meant, parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.intake.workbook import mending
from freelance_pk.model.currency import CURRENCIES
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import InputRefusedError

PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?", re.ASCII).fullmatch
EDGE = frozenset({(6, 30), (7, 1)})
_DAYTIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?", re.ASCII).fullmatch
# Fields that tell by how much the account moved.
MOVED = ("amount", "credit", "debit", "gross", "net", "fee", "source_amount", "target_amount")
PRECISE = 15  # digits of a number that a spreadsheet keeps
_BEYOND_CHANCE = 4  # that so many digits are all zeros is one chance in ten thousand
_MANY = 10**9
_ONE_DAY = timedelta(days=1)
_MOST_DAYS = 10_000  # texts of dates remembered: those of many years, but not every moment of a long file
_VALUELESS = ("#", "=")  # an error or a formula in a workbook's cell begins so
_ASSET = re.compile(r"[A-Z0-9]{2,10}").fullmatch  # what is traded, as USDT, is no currency


class NoDateError(InputRefusedError):
    """A row's date cell holds no date: the row may be none."""


class ReadAgainError(Exception):
    """A column's writing had to be decided over the whole file: start over with it decided."""


class Fields:
    """Reads the fields of one table's rows, remembering each text's meaning."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.layout = found.layout
        self.columns: Columns = resolve(found)
        self.at = self.columns.at
        self.width = len(found.names)
        self.order = _order(found)
        self.currency = _from_preamble(found, found.layout.preamble_currency) or found.layout.currency
        layout = found.layout
        self.in_utc = layout.utc_days or layout.zone_unknown or layout.zone not in ("", "PKT", "Asia/Karachi")
        self.forget()

    def forget(self) -> None:
        """Forget what the texts meant: the columns' writing was decided anew."""
        self.days: dict[str, date] = {}
        self.forms: dict[str, str] = {}
        self.currencies: dict[str, str] = {}
        self.near_june = 0
        self.doubtful_dates = False
        self.edges: set[str] = set()  # texts of days at 30 June that may be others in Pakistan
        self.moved_texts: dict[str, date] = {}
        self.printed: dict[int, date] = {}
        self.symbol: tuple[int, str, str, frozenset[str]] | None = None
        self.zeros, self.zeros_line = 0, 0
        self.zones_unknown: Counter[str] = Counter()

    def day(self, row: list[str], line: int) -> date:
        text = row[self.at["date"]]
        if not text and len(self.columns.places["date"]) > 1:
            text = next((row[place] for place in self.columns.places["date"] if row[place]), "")
        day = self.days.get(text)
        if day is None:
            day = self.new_day(text, line)
        timed = "time" in self.at and bool(row[self.at["time"]])
        if timed:
            written, day = day, self._moved(day, row, line)
            if written != day:
                self.printed[line] = written
        elif text in self.moved_texts:
            self.printed[line] = self.moved_texts[text]
        if text in self.edges and (self.layout.utc_days or self.layout.zone_unknown or not timed):
            self.near_june += 1
        return day

    def joined(self, row: list[str]) -> str:
        """Return a row as one text, its cells in the order of the layout's header, whatever the file's."""
        return ",".join(row if self.order is None else [row[place] for place in self.order])

    def is_dated(self, row: list[str]) -> bool:
        """Say whether the row's date cell holds a date, in whatever order."""
        text = row[self.at["date"]] if len(row) > self.at["date"] else ""
        return text in self.days or is_date(text) or (self.found.table.is_sheet and bool(from_serial(text)))

    def _moved(self, day: date, row: list[str], line: int) -> date:
        """Return the day in Pakistan by the row's own time and zone; as printed where the zone is not known."""
        zone = row[self.at["zone"]] if "zone" in self.at and row[self.at["zone"]] else self.layout.zone
        if zone and not is_time_zone(zone):
            self.zones_unknown[zone.strip()] += 1
            return day
        return self._shifted(day, row[self.at["time"]], zone, line, "time")

    def make_room(self, count: int) -> None:
        """Forget the texts of dates when so many more would be too many to remember."""
        if len(self.days) + count > _MOST_DAYS:
            self.days.clear()
            self.moved_texts.clear()
            self.edges.clear()

    def new_day(self, text: str, line: int) -> date:
        """Read the text of a date, and remember its day.

        Raises:
            NoDateError: it holds none.
            ReadAgainError: the order of day and month had to be decided.
            InputRefusedError: another date of the file is written otherwise, or its time is none.
        """
        layout = self.layout
        sheet = self.found.table.is_sheet
        plain = (from_serial(text, since_1904=self.found.table.since_1904) if sheet else "") or text
        try:
            written, time, form = parse_date(plain, self.columns.order)
        except AmbiguousDateError:
            decide_order(self.found, self.columns)
            raise ReadAgainError from None
        except ValueError as failure:
            if not self.columns.order_decided and re.fullmatch(r"[\d/.:\- ]+", text.strip()):
                decide_order(self.found, self.columns)
                raise ReadAgainError from None
            raise self.no_date(text, line) from failure
        if form == "all numbers" and not self.columns.order_decided:
            decide_order(self.found, self.columns)
            raise ReadAgainError
        self.forms.setdefault(form, text)
        if len(self.forms) > 1 and (not sheet or "all numbers" in self.forms):
            # A sheet may hold dates as dates beside texts, but where it took some for dates and left others
            # as numbers with strokes, it read day and month in its own order.
            other = next(each for each in self.forms if each != form)
            raise InputRefusedError(
                f"the dates are written in two ways: {self.forms[other]!r} and {text!r}",
                origin=f"{self.found.table.name}, row {line}, column {self.found.names[self.at['date']]}",
                remedy="a spreadsheet has rewritten some of them: use the original download",
            )
        day = self._shifted(written, time, self.layout.zone, line, "date") if time else written
        self.make_room(1)
        if day != written:
            self.moved_texts[text] = written
        doubtful = layout.utc_days or layout.zone_unknown or (self.in_utc and not time)
        if doubtful and (day.month, day.day) in EDGE:
            self.edges.add(text)
        self.days[text] = day
        return day

    def check_order(self) -> None:
        """Check that a sheet's dates were not exchanged when a text was turned into a sheet.

        Raises:
            InputRefusedError: the rows run in order of time only with day and month exchanged.
        """
        if (
            not self.found.table.is_sheet
            or set(self.forms) != {"year first"}
            or self.layout.evidence == "own"
        ):
            return
        days = list(self.days.values())
        # A layout that declares an order prints its dates in numbers: here a spreadsheet took them for dates.
        self.doubtful_dates = bool(self.layout.date_order) and may_be_exchanged(days)
        if in_exchanged_order(days):
            raise InputRefusedError(
                "the dates run in order only with day and month exchanged: a spreadsheet has exchanged them",
                origin=f"{self.found.table.name}, column {self.found.names[self.at['date']]}",
                remedy="use the original download; do not open and save it in a spreadsheet",
            )

    def no_date(self, text: str, line: int) -> NoDateError:
        """Build the refusal of a date cell."""
        meant = from_serial(text)
        if not meant:
            refusal = self.bad_cell("date", text, line, "a date")
            return NoDateError(refusal.message, origin=refusal.origin, remedy=refusal.remedy)
        return NoDateError(
            f"{text.strip()!r} is not a date: a spreadsheet has turned dates into numbers (this one may be {meant})",
            origin=f"{self.found.table.name}, row {line}, column {self.found.names[self.at['date']]}",
            remedy="use the original download, or the spreadsheet's own file (XLSX) instead of its CSV",
        )

    def _shifted(self, day: date, time: str, zone: str, line: int, field: str) -> date:
        if zone == "UTC" and _DAYTIME(time):
            return day + _ONE_DAY if time >= "19" else day  # 19:00 UTC is midnight in Pakistan
        if self.found.table.is_sheet:
            time = from_fraction(time) or time
        try:
            return in_pakistan(day, time, zone)
        except ValueError as failure:
            raise self.bad_cell(field, time, line, f"a time ({failure})") from failure

    def amount(self, row: list[str], name: str, line: int) -> Decimal | None:
        """Return the amount in a field's cell, None if the table has no such column or it is empty."""
        place = self.at.get(name)
        if place is None:
            return None
        text = row[place]
        if PLAIN(text):
            return Decimal(text)
        style = self.columns.styles.get(name)
        if style is None:
            if not text.strip():
                return None
            decide_style(self.found, self.columns, name)
            style = self.columns.styles[name]
        if name in MOVED:
            meant = currencies_meant(text)
            if meant:
                self.symbol = (line, name, text, meant)
        return self.amount_of(text, name, line, style)

    def amount_of(self, text: str, name: str, line: int, style: str = POINT) -> Decimal | None:
        """Return the amount that a text of the field `name` holds, None if it holds none."""
        try:
            return parse_amount(text, style)
        except ValueError as failure:
            raise self.bad_cell(name, text, line, "an amount") from failure

    def check_symbol(self, currency: str, line: int) -> None:
        """Check a currency against the symbol that stands in the row's amount.

        Raises:
            InputRefusedError: the amount is in another currency.
        """
        if self.symbol is not None and self.symbol[0] == line and currency not in self.symbol[3]:
            _, name, text, _ = self.symbol
            raise self.bad_cell(name, text, line, f"an amount in {currency}")

    def amounts(self, row: list[str], name: str, line: int) -> list[Decimal | None]:
        """Return the amounts in all columns of a field that the table has."""
        places = len(self.columns.places.get(name, ()))
        return [
            self.amount(row, name if number == 1 else f"{name}#{number}", line)
            for number in range(1, places + 1)
        ]

    def money_currency(self, row: list[str], line: int, name: str = "currency") -> str:
        """Return the row's currency."""
        place = self.at.get(name)
        text = row[place] if place is not None else ""
        known = self.currencies.get(text)
        if known is not None:
            return known
        currency = text.strip().upper() or self.currency
        if _ASSET(currency) and not currency.isdecimal() and self.cell(row, "kind").casefold() == Kind.TRADE:
            return currency
        if currency not in CURRENCIES:
            raise self.bad_cell(name, text, line, "a currency (three letters of ISO 4217, as in USD)")
        self.currencies[text] = currency
        return currency

    def bad_cell(self, name: str, text: str, line: int, wanted: str) -> InputRefusedError:
        place = self.at.get(name)
        column = f", column {self.found.names[place]}" if place is not None else ""
        return InputRefusedError(
            f"{text.strip()!r} is not {wanted}",
            origin=f"{self.found.table.name}, row {line}{column}",
            remedy=(mending(text) if self.found.table.is_sheet else "")
            or "use the original download; if you typed the file, correct the cell",
        )

    def cell(self, row: list[str], name: str) -> str:
        """Return a field's text, "" if the table has no such column."""
        place = self.at.get(name)
        return row[place].strip() if place is not None else ""

    def ref(self, row: list[str], line: int) -> str:
        """Return the row's id, its prefix brought to the institution's usual one."""
        place = self.at.get("ref")
        if place is None:
            return ""
        text = row[place].strip().lstrip("'")
        if "E+" in text or "e+" in text or text.startswith(_VALUELESS):
            check_ids(self.found, place, text, line)
        elif len(text) > PRECISE and text.isdecimal():
            self._weigh_id(text, line)
        for prefix, replacement in self.layout.ref_prefixes.items():
            if text.startswith(prefix):
                return replacement + text[len(prefix) :]
        return text

    def _weigh_id(self, text: str, line: int) -> None:
        lost = len(text) - PRECISE
        if not text[PRECISE:].strip("0"):
            self.zeros += lost
            self.zeros_line = self.zeros_line or line
        else:
            self.zeros = -_MANY

    def check_ids(self) -> None:
        """Check that no spreadsheet rounded the ids: it keeps fifteen digits and writes zeros for the rest.

        Raises:
            InputRefusedError: every long id ends in zeros behind the fifteenth digit, or a sheet's account or parent
                is an error or lost its digits.
        """
        if self.found.table.is_sheet:
            for place in (self.at[name] for name in ("account", "parent") if name in self.at):
                for line, text in cells(self.found, place):
                    check_ids(self.found, place, text, line)
        if self.zeros >= _BEYOND_CHANCE:
            raise InputRefusedError(
                "every long id has zeros behind its fifteenth digit, as this one that a spreadsheet damaged: its digits are lost",
                origin=f"{self.found.table.name}, row {self.zeros_line}, column {self.found.names[self.at['ref']]}",
                remedy="use the original download; do not open and save it in a spreadsheet",
            )

    def party(self, row: list[str], *, outgoing: bool = False) -> str:
        """Return the first counterparty that the row names, who is paid if it goes out."""
        places = self.columns.places
        for place in (*(places.get("payee", ()) if outgoing else ()), *places.get("counterparty", ())):
            if row[place]:
                return row[place].strip()
        return ""

    def text(self, row: list[str]) -> str:
        """Return the row's description, its parts joined."""
        places = self.columns.places.get("text", ())
        if len(places) == 1:
            text = row[places[0]].strip()
        else:
            parts: list[str] = []
            for place in places:
                part = row[place].strip()
                if part and part not in parts:
                    parts.append(part)
            text = " ".join(parts)
        return re.sub(r"\s*\n\s*", " | ", text) if "\n" in text else text


def _order(found: Found) -> tuple[int, ...] | None:
    """Return the places of the columns in the order of the layout's header, None if that is the file's."""
    wanted = [
        normal(each) for one in (*found.layout.header, *found.layout.optional) for each in one.split("|")
    ]
    known = {name: place for place, name in enumerate(wanted)}
    order = sorted(range(len(found.names)), key=lambda place: known.get(found.names[place], len(known)))
    return None if order == list(range(len(found.names))) else tuple(order)


def _from_preamble(found: Found, pattern: str) -> str:
    match = re.search(pattern, found.preamble, re.IGNORECASE) if pattern else None
    return match[1].upper() if match else ""
