"""Control totals that compare live and turn red, then everything that needs attention."""

from collections.abc import Iterator
from decimal import Decimal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from freelance_pk.model.money import whole_rupees
from freelance_pk.output.locked import locked_sentences, locked_title
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import PAISA, Book, Column
from freelance_pk.run.assessing import Assessed
from freelance_pk.statement.figures import EARNED, Report

_WRONG = DifferentialStyle(
    font=Font(bold=True, color="FF9C0006"), fill=PatternFill("solid", bgColor="FFF8CBAD")
)
_RIGHT = DifferentialStyle(fill=PatternFill("solid", bgColor="FFE2EFDA"))
Pair = tuple[str, str, Decimal]


def checks_sheet(book: Book, report: Report, made: Assessed | None) -> None:
    """Write each control total beside the program's own figure: after an edit, they tell what it changed."""
    columns = (
        Column("Check", 88),
        Column("Workbook", 18, PAISA),
        Column("Program", 18, PAISA),
        Column("Result", 26),
    )
    sheet = book.sheet("Checks", columns, landscape=True)
    sheet.title_rows("Control totals", "complete" if report.complete else "INCOMPLETE: see the errors below")
    sheet.note("DIFFERS, after a cell was changed, says what the change did to that figure.")
    sheet.header()
    first = sheet.row + 1
    for words, formula, figure in (*_statement(report), *(_assessment(made) if made is not None else ())):
        row = sheet.row + 1
        sheet.add(
            (
                words,
                Formula(f"={formula}"),
                figure,
                Formula(f'=IF(ABS(B{row}-C{row})<0.005,"agrees","DIFFERS")'),
            )
        )
    span = f"D{first}:D{sheet.row}"
    for words, style in (("DIFFERS", _WRONG), ("agrees", _RIGHT)):
        sheet.area.conditional_formatting.add(
            span, Rule(type="cellIs", operator="equal", formula=[f'"{words}"'], dxf=style)
        )
    if report.locked is not None:
        sheet.blank()
        sheet.title_rows(locked_title(report.locked))
        for words in locked_sentences(report.locked):
            sheet.add((words,))
    sheet.blank()
    sheet.title_rows("What needs attention")
    for issue in report.issues if made is None else made.assessment.issues:
        stake = issue.pkr or None
        sheet.add((f"{issue.severity.value}: {issue.message}", stake), bold=issue.severity.value == "error")
        for label, words in (("where", issue.origin), ("next", issue.remedy)):
            if words:
                sheet.add((f"{label}: {words}",))


def _statement(report: Report) -> Iterator[Pair]:
    yield "Receipts: gross", "received_gross", report.received.pkr
    yield "Receipts: tax taken", "received_tax", report.tax.deducted
    yield "Receipts: how many", "COUNT(receipts_gross)", Decimal(len(report.receipts))
    yield "Months: received", "months_received", whole_rupees(report.received.pkr)
    yield "Months: earned", "months_earned", whole_rupees(report.earned_pkr.gross)
    yield "Months: fees", "months_fees", whole_rupees(report.earned_pkr.fees)
    yield "Months: tax expected", "months_expected", report.tax.expected
    yield "Months: tax deducted", "months_deducted", whole_rupees(report.tax.deducted)
    if report.wealth is not None:
        yield "Wealth: increase", "wealth_increase", report.wealth.increase
        yield "Wealth: household, 7087", "wealth_household", report.wealth.outflows[-1].amount
        yield "Wealth: unreconciled", "wealth_unreconciled", report.wealth.unreconciled
    yield "Transactions: how many", "COUNT(rows_date)", Decimal(len(report.entries))
    counted = Decimal(sum(1 for each in report.counts_as if each in EARNED))
    buckets = "+".join(f'COUNTIF(rows_counts_as,"{each}")' for each in sorted(EARNED))
    yield "Transactions: earnings, refunds and fees", buckets, counted


def _assessment(made: Assessed) -> Iterator[Pair]:
    year = made.assessment
    yield "Taxable income", "ROUND(ROUND(tax_taxable_income,6),0)", year.taxable_income
    yield "Normal tax", "tax_normal_tax", year.normal_tax
    yield "Surcharge", "tax_surcharge", year.surcharge
    yield "Super tax", "tax_super_tax", year.super_tax
    yield (
        "Minimum taxes",
        "tax_minimum_local_services+tax_minimum_turnover"
        + ("+tax_minimum_social" if _has_social(made) else ""),
        year.minimum_tax_top_up,
    )
    for final in year.final_tax:
        yield f"Final tax: {final.id.replace('_', ' ')}", f"tax_final_{final.id}", final.charge
    yield "Tax chargeable", "tax_tax_chargeable", year.tax_chargeable
    yield "Tax paid", "tax_tax_paid", year.tax_paid
    yield "Payable", "tax_payable", year.payable
    for each in year.alternatives:
        yield f"If {each.id.replace('_', ' ')}: payable", f"payable_if_{each.id}", each.payable


def _has_social(made: Assessed) -> bool:
    rule = made.law.export_rule("social")
    return rule is not None and rule.regime == "minimum"
