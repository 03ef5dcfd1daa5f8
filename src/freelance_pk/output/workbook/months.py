"""Months: each a sum over the rows and receipts of its days, and the charts made of them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from openpyxl.utils import get_column_letter

from freelance_pk.law import Law
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.charts import Span, lines, paired, stacked
from freelance_pk.output.workbook.sheet import RATE, RUPEES, Book, Cell, Column, Sheet
from freelance_pk.output.workbook.steps import rounded
from freelance_pk.statement.figures import Report

_MONTH = "mmm yyyy"
_MOST_PLATFORMS = 6
_FIRST = 3
_FIXED = 10  # columns before the platforms


def monthly_sheet(book: Book, report: Report, law: Law | None) -> None:
    """Write the months and their live totals, named `months_received` and so on; charts stand below."""
    platforms = [each.name for each in report.platforms[:_MOST_PLATFORMS]]
    currency = _main_currency(report)
    columns = (
        Column("Month", 12, _MONTH),
        *(
            Column(name, 15, RUPEES)
            for name in ("Earned", "Fees", "Received", "Tax expected", "Tax deducted")
        ),
        Column("Received so far", 16, RUPEES),
        Column("The year before", 16, RUPEES),
        Column("Rate realised", 12, RATE),
        Column("State Bank", 12, RATE),
        *(Column(name, 16, RUPEES) for name in platforms),
    )
    sheet = book.sheet("Monthly", columns, landscape=True)
    sheet.freeze(_FIRST)
    sheet.one_page()
    sheet.title_rows("Months, rupees")
    sheet.header()
    before = {each.month: each.year_before for each in report.outlook.months}
    rated = {each.month for each in report.outlook.months if each.rates}
    for month in report.months:
        row = sheet.row + 1
        sheet.add(
            (
                date(int(month.month[:4]), int(month.month[5:]), 1),
                *_sums(law, partial(_in_month, row)),
                Formula(f"=SUM(D${_FIRST}:D{row})"),
                before.get(month.month),
                *(_rates(row, currency) if month.month in rated and currency else (None, None)),
                *(_platform(row, place) for place in range(_FIXED + 1, len(columns) + 1)),
            )
        )
    last = sheet.row
    sheet.add((book.label("Total"), *_sums(law, _in_all)), total=True)
    for place, name in enumerate(("earned", "fees", "received", "expected", "deducted"), start=2):
        sheet.name(f"months_{name}", place)
    sheet.note(
        "Each month and each total is rounded to the rupee by itself: sums of months may differ by rupees."
    )
    if len(report.months) > 1:
        _charts(sheet, last, len(platforms), has_year_before=any(before.values()), has_rates=bool(rated))


def _main_currency(report: Report) -> str:
    rates = report.outlook.rates
    return max(rates, key=lambda each: each.realised * each.amount).currency if rates else ""


def _in_month(row: int, column: str, of: str, more: str = "") -> str:
    return f'SUMIFS({column},{of}_date,">="&$A{row},{of}_date,"<="&EOMONTH($A{row},0){more})'


def _in_all(column: str, _of: str, more: str = "") -> str:
    return f"SUMIFS({column}{more})" if more else f"SUM({column})"


def _sums(law: Law | None, sum_of: Callable[..., str]) -> tuple[Cell, ...]:
    """Return earned, fees, received, tax expected and deducted, each a formula that `sum_of` cuts to its days."""

    def earned(bucket: str) -> str:
        return sum_of("rows_rupees", "rows", f',rows_counts_as,"{bucket}"')

    def expected() -> str:
        if law is None:
            return sum_of("receipts_expected", "receipts")
        rules = [rule for rule in law.exports if rule.regime != "normal"]
        parts = (
            rounded(
                f"{sum_of('receipts_gross', 'receipts', f',receipts_counts_as,{_quoted(rule.id)}')}*rate_{rule.id}"
            )
            for rule in rules
        )
        return "+".join(parts) or "0"

    return (
        Formula("=" + rounded(f"{earned('gross')}+{earned('refunds')}")),
        Formula(f"={rounded('-' + earned('platform_fees'))}"),
        Formula(f"={rounded(sum_of('receipts_gross', 'receipts'))}"),
        Formula(f"={expected()}"),
        Formula(f"={rounded(sum_of('receipts_tax', 'receipts'))}"),
    )


def _quoted(words: str) -> str:
    return f'"{words}"'


def _rates(row: int, currency: str) -> tuple[Cell, Cell]:
    more = (
        f',receipts_currency,"{currency}",receipts_basis,"bank",receipts_state_bank,">0",receipts_amount,">0"'
    )
    amount = _in_month(row, "receipts_amount", "receipts", more)
    realised, official = (
        Formula(f'=IF({amount}=0,"",{_in_month(row, column, "receipts", more)}/{amount})')
        for column in ("receipts_gross", "receipts_state_bank")
    )
    return realised, official


def _platform(row: int, place: int) -> Formula:
    account = f"{get_column_letter(place)}$2"
    parts = (
        _in_month(row, "rows_rupees", "rows", f',rows_counts_as,"{bucket}",rows_account,{account}')
        for bucket in ("gross", "refunds")
    )
    return Formula(f"={rounded('+'.join(parts))}")


def _charts(sheet: Sheet, last: int, platforms: int, *, has_year_before: bool, has_rates: bool) -> None:
    names = Span(sheet, 1, _FIRST, last)
    label = sheet.book.label

    def columns(*places: int) -> list[Span]:
        return [Span(sheet, place, _FIRST - 1, last) for place in places]

    below = last + 5
    drawn = [
        stacked(
            label("Earned by platform, and received"),
            names,
            columns(*range(_FIXED + 1, _FIXED + 1 + platforms)),
            columns(4)[0],
        ),
        lines(
            label("Received so far in the tax year"),
            names,
            columns(7, 8) if has_year_before else columns(7),
        ),
        paired(label("Tax expected and deducted"), names, columns(5, 6)),
    ]
    if has_rates:
        drawn.append(
            lines(label("Rate realised, and the State Bank's"), names, columns(9, 10), from_zero=False)
        )
    for place, chart in enumerate(drawn):
        sheet.area.add_chart(chart, f"{'A' if place % 2 == 0 else 'H'}{below + place // 2 * 19}")
