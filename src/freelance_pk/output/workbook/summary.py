"""The summary: a sentence, live numbers, and the bridge from gross to bank with its picture."""

from freelance_pk.model.money import ZERO
from freelance_pk.output.report_numbers import figures
from freelance_pk.output.report_words import STEPS, sentence
from freelance_pk.output.spelling import Spelled
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.charts import Span, waterfall
from freelance_pk.output.workbook.sheet import PAISA, RUPEES, TEXT, Book, Column, Sheet
from freelance_pk.statement.figures import Report

_STANDS = frozenset({"gross", "withdrawn", "received", "in_bank"})
_CHART_ROWS = 26


def summary_sheet(book: Book, report: Report, spelled: Spelled = ()) -> None:
    """Write the sentence, the numbers and the bridge; what only the picture needs stands beside the print area."""
    columns = (
        Column("Step", 42),
        Column("Currency", 10),
        Column("Amount", 18, PAISA),
        Column("Rupees", 18, RUPEES),
        Column("", 56),
        Column("", 4),
        Column("below", 14, RUPEES),
        Column("stands", 14, RUPEES),
        Column("adds", 14, RUPEES),
        Column("takes away", 14, RUPEES),
    )
    sheet = book.sheet("Summary", columns, landscape=False)
    sheet.one_page()
    name = report.taxpayer or "Freelancer"
    sheet.title_rows(f"{name}, {report.period.label}")
    sheet.note(sentence(report))
    sheet.blank()
    _live_numbers(sheet)
    sheet.blank()
    sheet.add((book.label("Numbers"),), bold=True)
    for each in figures(report):
        sheet.add((book.label(each.label), "", "", each.value, each.remark), styles=(TEXT,) * 5)
    sheet.blank()
    if spelled:
        sheet.add((book.label("In words"),), bold=True)
        for name, words in spelled:
            sheet.add((name, "", "", "", words), styles=(TEXT,) * 5)
        sheet.blank()
    _bridge(sheet, report)
    if report.balances:
        sheet.blank()
        sheet.add((f"{book.label('Held outside Pakistan')}, {report.balances[0].as_of}",), bold=True)
        for held in report.balances:
            sheet.add((held.account, held.currency, held.amount, held.pkr))
    sheet.area.print_area = f"A1:E{sheet.row + _CHART_ROWS}"


def _live_numbers(sheet: Sheet) -> None:
    for label, formula in (
        ("Received, gross", "=months_received"),
        ("Earned, gross", "=months_earned"),
        ("Platform fees", "=months_fees"),
        ("Tax expected", "=months_expected"),
        ("Tax deducted", "=months_deducted"),
        ("Short (over-deducted)", "=months_expected-months_deducted"),
    ):
        sheet.add((sheet.book.label(label), "", None, Formula(formula)), bold=True)


def _bridge(sheet: Sheet, report: Report) -> None:
    sheet.header()
    first = sheet.row + 1
    running = ZERO
    for step in report.bridge:
        foreign = step.currency != "PKR"
        amount = step.pkr if step.pkr is not None else ZERO
        stands = step.step in _STANDS
        start = ZERO if stands else running
        running = amount if stands else running + amount
        sheet.add(
            (
                sheet.book.label(STEPS.get(step.step, step.step)),
                step.currency if foreign else "",
                step.amount if foreign else None,
                step.pkr,
                "",
                None,
                None if stands else min(start, running),
                amount if stands else None,
                amount if not stands and amount > 0 else None,
                -amount if not stands and amount < 0 else None,
            )
        )
    if len({step.currency for step in report.bridge} - {"PKR"}) == 1:
        names = Span(sheet, 1, first, sheet.row)
        parts = [Span(sheet, place, first - 1, sheet.row) for place in (7, 8, 9, 10)]
        below = sheet.row + len(report.balances) + 4
        title = sheet.book.label("From gross earnings to the bank")
        sheet.area.add_chart(waterfall(title, names, parts), f"A{below}")
