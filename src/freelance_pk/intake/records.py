"""Lists: certificates, withholding, expenses, invoices, rates; ours and the offices'. One row, one record."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.intake.dates import AmbiguousDateError, from_serial, is_date, parse_date
from freelance_pk.intake.detect import Found
from freelance_pk.intake.endings import RECORD_AMOUNTS, cut_inside
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.intake.workbook import mending
from freelance_pk.model.entry import Certificate, Expense, Invoice, OwnRate, Skipped, Source, Withholding
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.issue import Issue, error, note, warning
from freelance_pk.model.money import PKR, RUPEE, ZERO, paisa

# A rate is printed with two to four decimals: the rupees it gives are right to so many parts of the whole.
_RATE_ROUNDED = Decimal("0.0005")
_CENT = Decimal("0.01")

Record = Certificate | Withholding | Expense | Invoice | OwnRate


class Places(dict[str, int | None]):
    """The place of the column that gives a record's field, None if the file has none: found when first asked for."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._fields, self._header = found.layout.fields, found.names

    def __missing__(self, field: str) -> int | None:
        names = self._fields.get(field, field)
        listed = map(normal, [names] if isinstance(names, str) else names)
        self[field] = next((self._header.index(name) for name in listed if name in self._header), None)
        return self[field]


class Cells:
    """The cells of one row, asked for by the record's field; the layout says which column gives it."""

    def __init__(self, found: Found, places: Places, row: list[str], line: int, source: Source) -> None:
        self._found, self._places, self._row, self.line, self.source = found, places, row, line, source

    def text(self, *names: str) -> str:
        """Return the text of the first of these fields that the file has a column of."""
        for name in names:
            place = self._places[name]
            if place is not None:
                return self._row[place].strip().lstrip("'")
        return ""

    def has(self, name: str) -> bool:
        """Say whether the file has a column of a field."""
        return self._places[name] is not None

    def is_same_column(self, one: str, other: str) -> bool:
        """Say whether two fields are given by one column."""
        return self._places[one] == self._places[other]

    @property
    def is_ours(self) -> bool:
        """Whether the list has one of our own layouts."""
        return self._found.layout.evidence == "own"

    def refuse(self, name: str, text: str, wanted: str, remedy: str) -> InputRefusedError:
        """Build the refusal of a cell."""
        return InputRefusedError(
            f"{text!r} is not {wanted}",
            origin=f"{self.source.name}, row {self.line}, column {name}",
            remedy=(mending(text) if self._found.table.is_sheet else "") or remedy,
        )

    def day(self, *names: str) -> date:
        """Return a date."""
        text = self.text(*names)
        table = self._found.table
        serial = from_serial(text, since_1904=table.since_1904) if table.is_sheet else ""
        try:
            return parse_date(serial or text, self._found.layout.date_order)[0]
        except AmbiguousDateError as failure:
            raise self.refuse(
                names[0], text, "a date that can be read one way only", "write it as 2025-12-31"
            ) from failure
        except ValueError as failure:
            raise self.refuse(names[0], text, "a date", "write it as 2025-12-31") from failure

    def money(self, *names: str) -> Decimal | None:
        """Return an amount, None for an empty cell."""
        text = self.text(*names)
        try:
            return parse_amount(text)
        except ValueError as failure:
            raise self.refuse(names[0], text, "an amount", "write it as 1234.56") from failure

    def needed(self, *names: str) -> Decimal:
        """Return an amount that must be there."""
        amount = self.money(*names)
        if amount is None:
            raise self.refuse(names[0], "", "an amount", "fill the cell, or remove the row")
        return amount

    def one_of(self, name: str, words: tuple[str, ...], empty: str) -> str:
        """Return one of a few words."""
        text = self.text(name).casefold().replace(" ", "_").replace("-", "_")
        if not text:
            return empty
        if text not in words:
            raise self.refuse(name, text, f"one of {', '.join(words)}", "write one of these words")
        return text


def _certificate(cells: Cells) -> Certificate:
    pkr, tax = _whole_rupees(cells), cells.money("tax") or ZERO
    if pkr <= 0 or tax < 0 or tax > pkr:
        raise cells.refuse(
            "pkr", f"{pkr} with tax {tax}", "a receipt", "give the gross rupees, and the tax in it"
        )
    currency = _currency(cells)
    known = cells.is_ours or bool(currency)  # an amount of no currency that the list names is no amount
    return Certificate(
        certificate_no=cells.text("certificate_no"),
        realised_on=cells.day("realised_on"),
        remitter=cells.text("remitter"),
        institution=cells.text("institution"),
        currency=currency or PKR,
        amount=_proceeds(cells) if known else None,
        retained=_retained(cells) if known else None,
        rate=cells.money("rate"),
        pkr=pkr,
        tax=tax,
        purpose_code=cells.text("purpose_code"),
        reference=cells.text("reference"),
        source=cells.source,
        line=cells.line,
    )


def _currency(cells: Cells) -> str:
    """Return the currency of a certificate's foreign amount: its column's, or what stands before the amount; "" if none."""
    text = cells.text("currency").upper()
    if not text:
        found = re.match(r"([A-Z]{3})\s?[\d,.]", cells.text("amount").upper())
        return found[1] if found else ""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise cells.refuse("currency", text, "a currency", "write three letters, as in USD")
    return text


def _retained(cells: Cells) -> Decimal | None:
    """Return what was retained abroad; where no column says it, the proceeds that were not converted."""
    if cells.has("retained") or not cells.has("converted"):
        return cells.money("retained")
    total, converted = cells.money("amount"), cells.money("converted")
    return total - converted if total is not None and converted is not None and total >= converted else None


def _proceeds(cells: Cells) -> Decimal | None:
    """Return the whole foreign amount; where a list has only what was converted of it, with what was retained."""
    amount, retained = cells.money("amount"), cells.money("retained")
    if amount is not None and retained and cells.is_same_column("amount", "converted"):
        return amount + retained
    return amount


def _whole_rupees(cells: Cells) -> Decimal:
    """Return the rupee value of the whole proceeds.

    Our own list gives it. The State Bank's forms give the rupees of the part that was converted: what was retained in a
    foreign-currency account comes on top, at the same rate. Where the sums show the rupees of the whole, they are it.

    Raises:
        InputRefusedError: foreign amount, rate and rupees fit neither way.
    """
    pkr, retained = cells.needed("pkr"), _retained(cells)
    if cells.is_ours or not retained:
        return pkr
    rate, total, converted = cells.money("rate"), _proceeds(cells), cells.money("converted")
    if converted is None and total is not None:
        converted = total - retained
    if rate and converted is not None:
        slack = max(RUPEE, pkr * _RATE_ROUNDED)
        if abs(converted * rate - pkr) <= slack:
            return paisa(pkr + retained * rate)
        if abs((converted + retained) * rate - pkr) <= slack:
            return pkr
    raise cells.refuse(
        "pkr",
        f"{pkr}, at {rate} for one unit, with {retained} retained",
        "the rupees of the whole proceeds, nor of the part converted",
        "type the certificate into a list of our own (`freelance-pk platforms template certificates`)",
    )


def _withholding(cells: Cells) -> Withholding:
    return Withholding(
        cells.day("date"),
        cells.text("section"),
        cells.text("payer"),
        cells.money("amount") or ZERO,
        cells.needed("tax"),
        cells.text("certificate_no"),
        cells.source,
        cells.line,
    )


def _expense(cells: Cells) -> Expense:
    return Expense(
        cells.day("date"),
        cells.text("description"),
        cells.text("category"),
        abs(cells.needed("amount")),
        cells.text("currency").upper() or PKR,
        cells.one_of("paid_by", ("bank", "card", "cash"), "bank"),
        cells.one_of("use", ("export", "local", "common", "private"), "common"),
        cells.source,
        cells.line,
    )


def _invoice(cells: Cells) -> Invoice:
    return Invoice(
        cells.day("date"),
        cells.text("client"),
        cells.text("description"),
        cells.needed("amount"),
        cells.text("currency").upper() or PKR,
        cells.one_of("service", ("it", "other_specified", "general"), "general"),
        cells.money("tax_withheld") or ZERO,
        cells.text("certificate_no"),
        cells.source,
        cells.line,
    )


def _rate(cells: Cells) -> OwnRate:
    currency = cells.text("currency").upper()
    if len(currency) != 3 or not currency.isalpha():
        raise cells.refuse("currency", currency, "a currency", "write three letters, as in USD")
    return OwnRate(
        cells.day("date"),
        currency,
        cells.needed("rate", "pkr"),
        cells.text("note", "source"),
        cells.source,
        cells.line,
    )


_MAKERS: dict[str, Callable[[Cells], Record]] = {
    "certificates": _certificate,
    "withholding": _withholding,
    "expenses": _expense,
    "invoices": _invoice,
    "rates": _rate,
}


def make_record(records: str, cells: Cells) -> Record:
    """Read one row as a record of the list `records`.

    Raises:
        InputRefusedError: a cell cannot be read.
    """
    return _MAKERS[records](cells)


class RecordsRead(NamedTuple):
    """The records of one file, how many rows it had, and what was noticed."""

    rows: int
    records: list[Record]
    skipped: list[Skipped]
    issues: tuple[Issue, ...]


def read_records(found: Found, source: Source) -> RecordsRead:
    """Read a list.

    Raises:
        InputRefusedError: a cell cannot be read, or a row is cut off.
    """
    make, places = _MAKERS[found.layout.records], Places(found)
    records: list[Record] = []
    skipped: list[Skipped] = []
    issues: list[Issue] = []
    rows = 0
    for line, row in found.table.rows():
        if line <= found.header_line or not any(cell.strip() for cell in row):
            continue
        rows += 1
        if normal(row[0]) == found.names[0] and tuple(map(normal, row)) == found.names:
            raise InputRefusedError(
                "the header stands here again: two lists are pasted into one file",
                origin=f"{source.name}, row {line}",
                remedy="give the two lists as two files, as they were downloaded",
            )
        reason = _why_no_record(found, places, row)
        if reason:
            skipped.append(Skipped(source, line, reason, ",".join(row)[:200]))
            issues += _other_total(places, source, line, row, records)
            continue
        _check_width(found, source, line, row)
        records.append(make(Cells(found, places, row, line, source)))
    amounts = [place for each in RECORD_AMOUNTS if (place := places[each]) is not None]
    issues += cut_inside(found, amounts)
    issues += [*_without_currency(found, places, records), *_without_tax(found, places, records)]
    return RecordsRead(rows, records, skipped, tuple(issues))


def _check_width(found: Found, source: Source, line: int, row: list[str]) -> None:
    width = len(found.names)
    if len(row) < width or any(cell.strip() for cell in row[width:]):
        raise InputRefusedError(
            f"the row has {len(row)} cells where the header has {width}",
            origin=f"{source.name}, row {line}",
            remedy="give every row the header's columns; put text that holds a comma in quotes",
        )


def _why_no_record(found: Found, places: Places, row: list[str]) -> str:
    """Return why a row without a date is no record, "" if it is one: totals and notes below a list."""
    if not found.layout.skip_undated:
        return ""
    place = places["realised_on"] if places["date"] is None else places["date"]
    if place is not None and place < len(row) and is_date(row[place]):
        return ""
    text = ",".join(row)
    reasons = (
        reason
        for pattern, reason in found.layout.skip_undated.items()
        if re.search(pattern, text, re.IGNORECASE)
    )
    return next(reasons, "")


def _other_total(
    places: Places, source: Source, line: int, row: list[str], records: Iterable[Record]
) -> Iterable[Issue]:
    """Compare a total of tax that the list prints with its rows: it is never imported."""
    place = places["tax"]
    if place is None or place >= len(row):
        return
    try:
        printed = parse_amount(row[place])
    except ValueError:
        return
    read = sum((each.tax for each in records if isinstance(each, Certificate | Withholding)), ZERO)
    if printed is not None and abs(printed - read) >= _CENT:
        yield error(
            "totals-differ",
            f"the list's own total of tax is {printed:,} and its rows add up to {read:,}. Rows are missing or doubled.",
            origin=f"{source.name}, row {line}",
            remedy="download the list again; do not repair it by hand",
        )


def _without_currency(found: Found, places: Places, records: list[Record]) -> Iterable[Issue]:
    bare = [each for each in records if isinstance(each, Certificate) and each.amount is None]
    place = places["amount"]
    if found.layout.evidence != "own" and bare and place is not None and places["currency"] is None:
        yield warning(
            "currency-missing",
            f"nothing names the currency of the column {found.names[place]!r}: its amounts are not used, the rupees are.",
            origin=f"{found.table.name}, row {found.header_line}",
            remedy="use the original list; do not rename or remove its columns",
        )


def _without_tax(found: Found, places: Places, records: list[Record]) -> Iterable[Issue]:
    if found.layout.records == "certificates" and places["tax"] is None and records:
        yield note(
            "certificate-without-tax",
            "the list of certificates has no column of tax: what the bank deducted is taken from its statement alone.",
            origin=found.table.name,
            remedy="if the statement shows the credit net of tax, type the tax into a list of our own "
            "(`freelance-pk platforms template certificates`)",
        )
