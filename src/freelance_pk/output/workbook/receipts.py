"""Receipts and transfers: what came in, by the bank's credit date, and own money that moved."""

from datetime import date
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import DATE, PAISA, PERCENT, RATE, RUPEES, Book, Column, Sheet
from freelance_pk.statement.figures import Receipt, Report

_FIRST = 3
_COLUMNS = (
    Column("Date", 13, DATE),
    Column("Account", 18),
    Column("From", 22),
    Column("Currency", 11),
    Column("Amount", 14, PAISA, is_input=True),
    Column("Gross Rs", 16, PAISA, total=True, is_input=True),
    Column("Tax taken Rs", 14, PAISA, total=True, is_input=True),
    Column("Credited Rs", 16, PAISA, total=True),
    Column("Rate realised", 12, RATE),
    Column("Counts as", 14, is_input=True),
    Column("Rate of tax", 10, PERCENT),
    Column("Expected tax Rs", 14, RUPEES, total=True),
    Column("Short (over) Rs", 14, PAISA, total=True),
    Column("State Bank value Rs", 16, PAISA, total=True),
    Column("Basis", 11),
    Column("Certificate", 18),
    Column("Purpose code", 10),
    Column("Row in the file", 34),
    Column("Proven by", 22),
    Column("Deduction against the law", 34),
)
_NAMES = {
    "date": 1,
    "account": 2,
    "currency": 4,
    "amount": 5,
    "gross": 6,
    "tax": 7,
    "counts_as": 10,
    "expected": 12,
    "state_bank": 14,
    "basis": 15,
}


def receipts_sheet(book: Book, report: Report, law: Law | None) -> None:
    """Write every receipt with its evidence; net, rates and expected tax follow from gross, tax and rule.

    Names the columns `receipts_gross` and so on, and the sums by rule that the computation starts from.
    """
    sheet = book.sheet("Receipts", _COLUMNS, landscape=True)
    sheet.freeze(_FIRST, filtered_to=_FIRST - 1 + len(report.receipts))
    sheet.title_rows("Export receipts, gross rupees realised, by the bank's credit date")
    sheet.header()
    for each in report.receipts:
        sheet.stream(_receipt(each, sheet.row + 1, law))
    last = max(sheet.row, _FIRST)
    if not report.receipts:
        sheet.add(("no receipts",))
    for name, place in _NAMES.items():
        sheet.name(f"receipts_{name}", place, _FIRST, to=last)
    total = sheet.totals(_FIRST)
    sheet.name("received_gross", 6, total)
    sheet.name("received_tax", 7, total)
    _by_rule(sheet)


def _receipt(each: Receipt, row: int, law: Law | None) -> tuple[Decimal | str | date | Formula | None, ...]:
    return (
        each.day,
        each.account,
        each.payer,
        each.currency,
        each.amount,
        each.gross,
        each.tax,
        Formula(f"=F{row}-G{row}"),
        Formula(f'=IF(N(E{row})=0,"",F{row}/E{row})'),
        each.regime,
        Formula(f"={_rate(row, law)}") if law is not None else each.rate,
        Formula(f"=ROUND(ROUND(F{row}*K{row},6),0)"),
        Formula(f"=L{row}-G{row}"),
        each.state_bank_value,
        each.basis.value,
        each.certificate,
        each.purpose_code,
        each.origin,
        each.proof,
        each.deduction,
    )


def _rate(row: int, law: Law) -> str:
    """Return the rate of the rule that a receipt's "Counts as" names; a rule on the slabs has none of its own."""
    formula = "0"
    for rule in law.exports:
        if rule.regime != "normal":
            formula = f'IF(J{row}="{rule.id}",rate_{rule.id},{formula})'
    return formula


def _by_rule(sheet: Sheet) -> None:
    """Sum the receipts as the law tells them apart; whatever is neither PSEB's nor social counts with the others."""
    sheet.blank()
    for name, words, rule in (
        ("receipts_export_psb", "With PSEB", "export_psb"),
        ("receipts_social", "From social-media platforms", "social"),
    ):
        _sum_by_rule(sheet, name, words, rule)
    gross, taken = (
        Formula(f"={sums}-receipts_export_psb{suffix}-receipts_social{suffix}")
        for sums, suffix in (("SUM(receipts_gross)", ""), ("SUM(receipts_tax)", "_tax"))
    )
    sheet.add(("Without PSEB", None, None, None, None, gross, taken))
    sheet.name("receipts_export", 6)
    sheet.name("receipts_export_tax", 7)


def _sum_by_rule(sheet: Sheet, name: str, words: str, rule: str) -> None:
    gross, taken = (
        Formula(f'=SUMIFS({column},receipts_counts_as,"{rule}")')
        for column in ("receipts_gross", "receipts_tax")
    )
    sheet.add((words, None, None, None, None, gross, taken))
    sheet.name(name, 6)
    sheet.name(f"{name}_tax", 7)


def transfers_sheet(book: Book, report: Report) -> None:
    """Write own transfers: paired, on their way, unmatched."""
    columns = (
        Column("Left", 13, DATE),
        Column("From", 18),
        Column("Currency", 11),
        Column("Amount", 14, PAISA),
        Column("Arrived", 13, DATE),
        Column("To", 18),
        Column("Currency", 11),
        Column("Amount", 16, PAISA),
        Column("Paired by", 26),
        Column("Rows", 60),
    )
    sheet = book.sheet("Transfers", columns, landscape=True)
    rows = len(report.transfers.paired) + len(report.transfers.in_transit) + len(report.transfers.unmatched)
    sheet.freeze(3, filtered_to=2 + rows)
    sheet.title_rows("Own transfers: never income")
    sheet.header()
    for pair in report.transfers.paired:
        sheet.stream(
            (
                pair.left_on,
                pair.from_account,
                pair.currency,
                pair.amount,
                pair.arrived_on,
                pair.to_account,
                pair.arrived_currency,
                pair.arrived,
                pair.rule,
                f"{pair.from_origin}; {pair.to_origin}",
            )
        )
    for words, moving in (
        ("on its way", report.transfers.in_transit),
        ("not seen arriving", report.transfers.unmatched),
    ):
        for each in moving:
            sheet.stream(
                (each.day, each.account, each.currency, each.amount, None, "", "", None, words, each.origin)
            )
