"""Sheets of the figures: summary, months, receipts, transfers."""

from dataclasses import dataclass

from openpyxl.workbook import Workbook

from freelance_pk.output.report_words import STEPS, sentence
from freelance_pk.output.workbook.sheet import DATE, PAISA, PERCENT, RUPEES, TEXT, Cell, Column, Sheet
from freelance_pk.statement.figures import Report


@dataclass(slots=True)
class Places:
    """Addresses of the totals that Checks compares, "" where a sheet has none."""

    monthly_received: str = ""
    monthly_deducted: str = ""
    receipts_gross: str = ""
    receipts_tax: str = ""
    tax_final_exports: str = ""
    tax_chargeable: str = ""
    tax_payable: str = ""


def summary_sheet(book: Workbook, report: Report, footer: str) -> None:
    """Write the sentence, the numbers and the bridge."""
    columns = (
        Column("Step", 46),
        Column("Currency", 10),
        Column("Amount", 18, PAISA),
        Column("Rupees", 18, RUPEES),
    )
    sheet = Sheet(book, "Summary", columns, footer=footer, landscape=False)
    name = report.taxpayer or "Freelancer"
    sheet.title_rows(f"{name}, {report.period.label}", sentence(report))
    sheet.blank()
    numbers: list[tuple[str, Cell]] = [
        ("Received, gross", report.received.pkr),
        ("Receipts", report.received.receipts),
        ("Earned, gross", report.earned_pkr.gross),
        ("Platform fees", report.earned_pkr.fees),
        ("Tax expected on receipts", report.tax.expected),
        ("Tax deducted by banks", report.tax.deducted),
        ("Short (over-deducted)", report.tax.difference),
        ("Exchange spread", report.spread),
    ]
    for label, amount in numbers:
        sheet.add((label, "", None, amount), styles=(TEXT, TEXT, PAISA, RUPEES))
    sheet.blank()
    sheet.header()
    for step in report.bridge:
        foreign = step.currency != "PKR"
        sheet.add(
            (
                STEPS.get(step.step, step.step),
                step.currency if foreign else "",
                step.amount if foreign else None,
                step.pkr,
            )
        )
    if report.balances:
        sheet.blank()
        sheet.title_rows(f"Held outside Pakistan on {report.balances[0].as_of}")
        for each in report.balances:
            sheet.add((each.account, each.currency, each.amount, each.pkr))


def monthly_sheet(book: Workbook, report: Report, footer: str, places: Places) -> None:
    """Write the months with live totals."""
    columns = (
        Column("Month", 12),
        Column("Earned", 16, RUPEES, total=True),
        Column("Fees", 14, RUPEES, total=True),
        Column("Received", 16, RUPEES, total=True),
        Column("Tax expected", 14, RUPEES, total=True),
        Column("Tax deducted", 14, RUPEES, total=True),
    )
    sheet = Sheet(book, "Monthly", columns, footer=footer, landscape=False)
    sheet.freeze(3)
    sheet.title_rows("Months, rupees")
    sheet.header()
    first = sheet.row + 1
    for each in report.months:
        sheet.add((each.month, each.earned, each.fees, each.received, each.tax_expected, each.tax_deducted))
    total = sheet.totals(first)
    places.monthly_received, places.monthly_deducted = sheet.at(4, total), sheet.at(6, total)


def receipts_sheet(book: Workbook, report: Report, footer: str, places: Places) -> None:
    """Write every receipt with its evidence; the expected tax follows gross and rate."""
    columns = (
        Column("Date", 13, DATE),
        Column("Account", 18),
        Column("From", 22),
        Column("Currency", 9),
        Column("Amount", 14, PAISA),
        Column("Gross Rs", 16, PAISA, total=True),
        Column("Tax taken Rs", 14, PAISA, total=True),
        Column("Net Rs", 16, PAISA, total=True),
        Column("Rate of tax", 10, PERCENT),
        Column("Expected tax Rs", 14, RUPEES, total=True),
        Column("Basis", 11),
        Column("Certificate", 18),
        Column("Purpose code", 10),
        Column("State Bank value Rs", 16, RUPEES, total=True),
        Column("Row in the file", 34),
    )
    sheet = Sheet(book, "Receipts", columns, footer=footer, landscape=True)
    sheet.freeze(3, filtered_to=2 + len(report.receipts))
    sheet.title_rows("Export receipts, gross rupees realised, by the bank's credit date")
    sheet.header()
    first = sheet.row + 1
    for each in report.receipts:
        sheet.add(
            (
                each.day,
                each.account,
                each.payer,
                each.currency,
                each.amount,
                each.gross,
                each.tax,
                each.net,
                each.rate,
                each.expected,
                each.basis.value,
                each.certificate,
                each.purpose_code,
                each.state_bank_value,
                each.origin,
            )
        )
    total = sheet.totals(first)
    places.receipts_gross, places.receipts_tax = sheet.at(6, total), sheet.at(7, total)


def transfers_sheet(book: Workbook, report: Report, footer: str) -> None:
    """Write own transfers: paired, on their way, unmatched."""
    columns = (
        Column("Left", 13, DATE),
        Column("From", 18),
        Column("Currency", 9),
        Column("Amount", 14, PAISA),
        Column("Arrived", 13, DATE),
        Column("To", 18),
        Column("Currency", 9),
        Column("Amount", 16, PAISA),
        Column("Paired by", 26),
        Column("Rows", 44),
    )
    sheet = Sheet(book, "Transfers", columns, footer=footer, landscape=True)
    rows = len(report.transfers.paired) + len(report.transfers.in_transit) + len(report.transfers.unmatched)
    sheet.freeze(3, filtered_to=2 + rows)
    sheet.title_rows("Own transfers: never income")
    sheet.header()
    for pair in report.transfers.paired:
        sheet.add(
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
            sheet.add(
                (each.day, each.account, each.currency, each.amount, None, "", "", None, words, each.origin)
            )
