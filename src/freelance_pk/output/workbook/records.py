"""Sheets of the records beneath the figures: transactions, withholding, rates, rules, checks."""

from openpyxl.workbook import Workbook

from freelance_pk.output.workbook.figures import Places
from freelance_pk.output.workbook.sheet import (
    DATE,
    PAISA,
    PERCENT,
    RATE,
    RUPEES,
    TEXT,
    Column,
    Formula,
    Sheet,
)
from freelance_pk.statement.figures import Report
from freelance_pk.tax import Assessment


def transactions_sheet(book: Workbook, report: Report, footer: str) -> None:
    """Write every row of the period, each once."""
    columns = (
        Column("Date", 13, DATE),
        Column("Account", 18),
        Column("Kind", 14),
        Column("Currency", 9),
        Column("Amount", 16, PAISA),
        Column("Reference", 20),
        Column("Counterparty", 24),
        Column("Description", 50),
        Column("Row in the file", 34),
    )
    sheet = Sheet(book, "Transactions", columns, footer=footer, landscape=True)
    sheet.freeze(3, filtered_to=2 + len(report.entries))
    sheet.title_rows("Every row of the files, each once")
    sheet.header()
    for each in report.entries:
        sheet.add(
            (
                each.day,
                each.account,
                each.kind.value,
                each.currency,
                each.amount,
                each.ref,
                each.counterparty,
                each.text,
                each.origin,
            )
        )


def withholding_sheet(book: Workbook, report: Report, assessment: Assessment | None, footer: str) -> None:
    """Write the tax already paid: final, adjustable, and what the banks took from each receipt."""
    columns = (Column("What", 46), Column("Section", 24), Column("Rupees", 16, RUPEES), Column("From", 46))
    sheet = Sheet(book, "Withholding", columns, footer=footer, landscape=False)
    sheet.freeze(3)
    sheet.title_rows("Tax deducted")
    sheet.header()
    if assessment is None:
        for each in report.receipts:
            sheet.add((f"{each.day} {each.account}", each.regime, each.tax, each.origin))
        return
    for line in assessment.lines:
        if line.id.startswith("paid_"):
            sheet.add((line.label.removeprefix("Less "), line.law, -line.amount, "; ".join(line.inputs[:4])))
    sheet.add(("Tax paid", "", assessment.tax_paid, ""), bold=True)


def rates_sheet(book: Workbook, report: Report, footer: str) -> None:
    """Write every exchange rate used, with the date it is of."""
    columns = (
        Column("Currency", 9),
        Column("For", 13, DATE),
        Column("Rate of", 13, DATE),
        Column("Rupees for one", 14, RATE),
        Column("Basis", 12),
        Column("Source", 60),
        Column("Note", 40),
    )
    sheet = Sheet(book, "Rates", columns, footer=footer, landscape=True)
    sheet.freeze(3, filtered_to=2 + len(report.rates))
    sheet.title_rows("Exchange rates used")
    sheet.header()
    for each in report.rates:
        sheet.add((each.currency, each.asked, each.found, each.pkr, each.basis, each.source, each.note))


def rules_sheet(book: Workbook, report: Report, assessment: Assessment | None, footer: str) -> None:
    """Write what the figures rest on: data files, files read, assumptions."""
    columns = (Column("What", 60), Column("Detail", 50), Column("Digest", 20))
    sheet = Sheet(book, "Rules", columns, footer=footer, landscape=True)
    sheet.freeze(3)
    sheet.title_rows("What the figures rest on")
    sheet.header()
    for data in report.data:
        whose = "your own file" if data.name.startswith("own ") else "data file of the program"
        sheet.add((data.name, whose, data.sha256[:16]))
    for file in report.files:
        detail = f"{file.layout}: {file.rows} rows, {file.skipped} skipped, {file.folded} seen elsewhere"
        sheet.add((file.name, detail, file.sha256[:16]))
    if assessment is not None:
        for tax in assessment.final_tax:
            sheet.add((f"Final tax {tax.id}", f"s.{tax.section}", tax.rate), styles=(TEXT, TEXT, PERCENT))
        for words in assessment.assumptions:
            sheet.add(("Assumed", words, ""))


def checks_sheet(
    book: Workbook, report: Report, assessment: Assessment | None, footer: str, places: Places
) -> None:
    """Write control totals that compare live, then everything that needs attention."""
    columns = (
        Column("Check", 88),
        Column("Here", 18, PAISA),
        Column("There", 18, PAISA),
        Column("Result", 26),
    )
    sheet = Sheet(book, "Checks", columns, footer=footer, landscape=True)
    sheet.title_rows("Control totals", "complete" if report.complete else "INCOMPLETE: see the errors below")
    sheet.header()
    pairs = [
        ("Receipts sheet and report: gross", places.receipts_gross, report.received.pkr),
        ("Receipts sheet and report: tax taken", places.receipts_tax, report.tax.deducted),
        ("Months and report: received", places.monthly_received, report.received.pkr),
        ("Months and report: tax taken", places.monthly_deducted, report.tax.deducted),
    ]
    if assessment is not None:
        pairs += [
            ("Tax computation and program: chargeable", places.tax_chargeable, assessment.tax_chargeable),
            ("Tax computation and program: payable", places.tax_payable, assessment.payable),
        ]
    for words, address, amount in pairs:
        row = sheet.row + 1
        result = Formula(f'=IF(ABS(B{row}-C{row})<0.5,"agrees","DIFFERS")')
        sheet.add((words, Formula(f"={address}"), amount, result))
    sheet.blank()
    sheet.title_rows("What needs attention")
    seen = set()
    for issue in (*report.issues, *(assessment.issues if assessment is not None else ())):
        if issue not in seen:
            seen.add(issue)
            sheet.add((f"{issue.severity.value}: {issue.message}", issue.pkr, None, issue.code))
            for label, words in (("where", issue.origin), ("next", issue.remedy)):
                if words:
                    sheet.add((f"{label}: {words}",))
