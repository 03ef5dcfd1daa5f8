"""Sheets of the records beneath the figures: transactions, taxes withheld, exchange rates."""

from collections.abc import Iterable
from datetime import date

from freelance_pk.law import Law
from freelance_pk.model.entry import Withholding
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import DATE, PAISA, RATE, Book, Cell, Column, Input, Sheet
from freelance_pk.output.workbook.steps import PAID
from freelance_pk.run.assessing import Assessed
from freelance_pk.statement.figures import EARNED, Report

_FIRST = 3
_EPOCH = date(1899, 12, 30)
TRANSACTIONS = (
    Column("Date", 13, DATE),
    Column("Account", 18),
    Column("Kind", 18),
    Column("Currency", 11),
    Column("Amount", 16, PAISA, is_input=True),
    Column("Reference", 20),
    Column("Counterparty", 24),
    Column("Description", 50),
    Column("Counts as", 16),
    Column("Rate", 12, RATE),
    Column("Rupees", 16, PAISA),
    Column("Row in the file", 34),
)
RATES = (
    Column("Key", 12),
    Column("Currency", 11),
    Column("For", 13, DATE),
    Column("Rate of", 13, DATE),
    Column("Rupees for one", 14, RATE, is_input=True),
    Column("Basis", 12),
    Column("Source", 60),
    Column("Note", 40),
)


def transactions_sheet(book: Book, report: Report) -> None:
    """Write every row of the period, each once; earnings and fees follow the rate of their day.

    Names the columns `rows_date`, `rows_account`, `rows_counts_as`, `rows_rupees`.
    """
    sheet = book.sheet("Transactions", TRANSACTIONS, landscape=True)
    sheet.freeze(_FIRST, filtered_to=_FIRST - 1 + len(report.entries))
    sheet.title_rows("Every row of the files, each once")
    sheet.header()
    known = {(rate.currency, rate.asked) for rate in report.rates}
    row = sheet.row
    for each, bucket in zip(report.entries, report.counts_as, strict=True):
        row += 1
        rate = rupees = None
        if bucket in EARNED:
            if each.currency == "PKR":
                rupees = Formula(f"=E{row}")
            elif (each.currency, each.day) in known:
                rate = Formula(f"=VLOOKUP(D{row}&A{row},rates_table,5,FALSE)")
                rupees = Formula(f"=E{row}*J{row}")
        sheet.stream(
            (
                each.day,
                each.account,
                each.kind.value,
                each.currency,
                each.amount,
                each.ref,
                each.counterparty,
                each.text,
                bucket or "",
                rate,
                rupees,
                each.origin,
            )
        )
    if not report.entries:
        sheet.add(("no rows",))
    for name, place in (("date", 1), ("account", 2), ("counts_as", 9), ("rupees", 11)):
        sheet.name(f"rows_{name}", place, _FIRST, to=sheet.row)


def withholding_sheet(
    book: Book, report: Report, made: Assessed | None, withheld: Iterable[Withholding]
) -> None:
    """Write the taxes already paid in their groups, then the certificates and list rows behind them.

    Names each sum `paid_...` for the computation.
    """
    columns = (
        Column("What", 50),
        Column("Section", 22),
        Column("Rupees", 18, PAISA),
        Column("From", 60),
    )
    sheet = book.sheet("Withholding", columns, landscape=False)
    sheet.freeze(_FIRST)
    sheet.title_rows("Tax deducted")
    sheet.header()
    if made is None:
        for each in report.receipts:
            sheet.add((f"{each.day} {each.account}", each.regime, each.tax, each.origin))
        return
    for title, ids in _GROUPS:
        _group(sheet, title, ids, made)
    _certificates(sheet, withheld, made.law)


_GROUPS = (
    (
        "On income under final or minimum tax",
        ("export_deducted", "export_psb_deducted", "social_deducted", "profit_deducted", "dividend_deducted"),
    ),
    ("Adjustable", ("salary_tax", "local_withheld", "other_tax", "advance_tax")),
)
_FROM_RECEIPTS = {
    "export_deducted": "receipts_export_tax",
    "export_psb_deducted": "receipts_export_psb_tax",
    "social_deducted": "receipts_social_tax",
}


def _group(sheet: Sheet, title: str, ids: tuple[str, ...], made: Assessed) -> None:
    sheet.add((title,), bold=True)
    first = sheet.row + 1
    for id_, label, section in PAID:
        if id_ not in ids:
            continue
        value: Cell = Input(getattr(made.facts, id_))
        if id_ in _FROM_RECEIPTS:
            value = Formula(f"={_FROM_RECEIPTS[id_]}")
        places = made.facts.origins.get(id_, ())
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        sheet.add((label[0].upper() + label[1:], f"s.{section}", value, "; ".join(places[:3]) + more))
        sheet.name(f"paid_{id_}", 3)
    sheet.add(("Together", "", Formula(f"=SUM(C{first}:C{sheet.row})"), ""), total=True)


def _certificates(sheet: Sheet, withheld: Iterable[Withholding], law: Law) -> None:
    rows = sorted(withheld, key=lambda each: (each.day, each.section, each.certificate_no))
    if not rows:
        return
    sheet.blank()
    sheet.add(
        ("Certificates and rows of official lists", "Section", None, "Payer, certificate, file"), bold=True
    )
    for each in rows:
        group = (
            "not income tax: not counted"
            if each.section in law.tax_paid.not_income_tax
            else "adjustable"
            if each.section in law.tax_paid.adjustable
            else "on final-tax income"
        )
        origin = f"{each.payer}; {each.certificate_no}; {each.source.name}, row {each.line}"
        sheet.add((f"{each.day:%d-%b-%Y}, {group}", each.section, each.tax, origin))


def rates_sheet(book: Book, report: Report) -> None:
    """Write every exchange rate used, with the date it is of. Names the whole `rates_table`."""
    sheet = book.sheet("Rates", RATES, landscape=True)
    sheet.freeze(_FIRST, filtered_to=_FIRST - 1 + len(report.rates))
    sheet.title_rows("Exchange rates used")
    sheet.header()
    for each in report.rates:
        key = f"{each.currency}{(each.asked - _EPOCH).days}"  # as a formula joins a currency and a date
        sheet.stream(
            (key, each.currency, each.asked, each.found, each.pkr, each.basis, each.source, each.note)
        )
    if not report.rates:
        sheet.add(("none",))
    book.name("rates_table", f"'Rates'!$A${_FIRST}:$H${sheet.row}")
