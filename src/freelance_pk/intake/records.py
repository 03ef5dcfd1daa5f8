"""Our own lists: certificates, withholding, expenses, invoices, rates. One row, one record."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.intake.dates import AmbiguousDateError, from_serial, parse_date
from freelance_pk.intake.detect import Found
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import Certificate, Expense, Invoice, OwnRate, Skipped, Source, Withholding
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import PKR, ZERO

Record = Certificate | Withholding | Expense | Invoice | OwnRate


class Cells:
    """The cells of one row, asked for by column name."""

    def __init__(self, found: Found, row: list[str], line: int, source: Source) -> None:
        self._found, self._row, self.line, self.source = found, row, line, source

    def text(self, *names: str) -> str:
        """Return the text of the first of these columns that the file has."""
        for name in names:
            if normal(name) in self._found.names:
                return self._row[self._found.names.index(normal(name))].strip().lstrip("'")
        return ""

    def refuse(self, name: str, text: str, wanted: str, remedy: str) -> InputRefusedError:
        """Build the refusal of a cell."""
        return InputRefusedError(
            f"{text!r} is not {wanted}",
            origin=f"{self.source.name}, row {self.line}, column {name}",
            remedy=remedy,
        )

    def day(self, *names: str) -> date:
        """Return a date."""
        text = self.text(*names)
        table = self._found.table
        serial = from_serial(text, since_1904=table.since_1904) if table.is_sheet else ""
        try:
            return parse_date(serial or text)[0]
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
    pkr, tax = cells.needed("pkr"), cells.money("tax") or ZERO
    if pkr <= 0 or tax < 0 or tax > pkr:
        raise cells.refuse(
            "pkr", f"{pkr} with tax {tax}", "a receipt", "give the gross rupees, and the tax in it"
        )
    return Certificate(
        certificate_no=cells.text("certificate_no"),
        realised_on=cells.day("realised_on"),
        remitter=cells.text("remitter"),
        institution=cells.text("institution"),
        currency=cells.text("currency").upper() or PKR,
        amount=cells.money("amount"),
        retained=cells.money("retained"),
        rate=cells.money("rate"),
        pkr=pkr,
        tax=tax,
        purpose_code=cells.text("purpose_code"),
        reference=cells.text("reference"),
        source=cells.source,
        line=cells.line,
    )


def _withholding(cells: Cells) -> Withholding:
    return Withholding(
        cells.day("date", "Transaction Date"),
        cells.text("section"),
        cells.text("payer", "Payment Type"),
        cells.money("amount", "Value / Taxable Amount") or ZERO,
        cells.needed("tax", "Tax Amount"),
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


class RecordsRead(NamedTuple):
    """The records of one file, and how many rows it had."""

    rows: int
    records: list[Record]
    skipped: list[Skipped]


def read_records(found: Found, source: Source) -> RecordsRead:
    """Read one of our own lists.

    Raises:
        InputRefusedError: a cell cannot be read, or a row is cut off.
    """
    make = _MAKERS[found.layout.records]
    width = len(found.names)
    records: list[Record] = []
    rows = 0
    for line, row in found.table.rows():
        if line <= found.header_line or not any(cell.strip() for cell in row):
            continue
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            raise InputRefusedError(
                f"the row has {len(row)} cells where the header has {width}",
                origin=f"{source.name}, row {line}",
                remedy="give every row the header's columns; put text that holds a comma in quotes",
            )
        rows += 1
        records.append(make(Cells(found, row, line, source)))
    return RecordsRead(rows, records, [])
