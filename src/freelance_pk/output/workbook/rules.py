"""The law as cells: slabs, limits and rates, each with its section and source, each named for formulas."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.law.schema import Cited, Slabs
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import NUMBER, PERCENT, RUPEES, TEXT, Book, Cell, Column, Input, Sheet
from freelance_pk.statement.figures import Report
from freelance_pk.tax.exports import rate_of
from freelance_pk.tax.result import Assessment

_SHEET = "Rules"


class Figure(NamedTuple):
    """One limit or rate of the law."""

    name: str
    words: str
    value: Decimal
    style: str
    rule: Cited | None


def rules_sheet(
    book: Book, report: Report, assessment: Assessment | None, law: Law | None, *, active: bool
) -> None:
    """Write the law of the year, then the files that the figures rest on."""
    columns = (
        Column("What", 58),
        Column("Limit or amount", 18, RUPEES),
        Column("Fixed amount", 18, RUPEES),
        Column("Rate", 12, PERCENT),
        Column("Row", 8, NUMBER),
        Column("Law and source", 90),
    )
    sheet = book.sheet(_SHEET, columns, landscape=True)
    sheet.freeze(3)
    sheet.title_rows("What the figures rest on")
    sheet.header()
    if law is not None:
        for table in ("salaried", "non_salaried"):
            _slabs(sheet, table, law.slabs["salaried" if table == "salaried" else "non_salaried"])
        _super_tax(sheet, law)
        sheet.blank()
        sheet.add(("Limits and rates",), bold=True)
        for each in _figures(law, active=active):
            _scalar(sheet, each)
    sheet.blank()
    _ground(sheet, report, assessment)


def _slabs(sheet: Sheet, table: str, slabs: Slabs) -> None:
    """Write a table. A fixed amount is what the rows below add up to, where the law's table is continuous."""
    words = "Salaried" if table == "salaried" else "Non-salaried"
    sheet.blank()
    sheet.add((f"{words} table: tax on income over a limit", None, None, None, None, _cite(slabs)), bold=True)
    first = sheet.row + 1
    for number, row in enumerate(slabs.rows, start=1):
        above = sheet.row
        fixed: Cell = Input(row.fixed)
        if number > 1 and not slabs.jumps:
            fixed = Formula(f"=C{above}+(B{above + 1}-B{above})*D{above}")
        sheet.add((f"{words} row {number}", Input(row.limit), fixed, Input(row.rate), number))
    last = sheet.row
    for place, what in ((2, "limits"), (3, "fixed"), (4, "rates"), (5, "numbers")):
        sheet.name(f"{table}_{what}", place, first, to=last)
    if slabs.floor is not None:
        sheet.add(
            (f"{words} table: least tax above a limit", Input(slabs.floor.above), Input(slabs.floor.tax))
        )
        sheet.name(f"{table}_floor_above", 2)
        sheet.name(f"{table}_floor_tax", 3)


def _super_tax(sheet: Sheet, law: Law) -> None:
    rule = law.super_tax
    if rule is None:
        return
    sheet.blank()
    sheet.add(
        ("Super tax: rate on the whole income over a limit", None, None, None, None, _cite(rule)), bold=True
    )
    first = sheet.row + 1
    for number, (limit, rate) in enumerate(rule.rows, start=1):
        sheet.add((f"Super tax row {number}", Input(limit), None, Input(rate), number))
    for place, what in ((2, "limits"), (4, "rates"), (5, "numbers")):
        sheet.name(f"super_{what}", place, first, to=sheet.row)


def _figures(law: Law, *, active: bool) -> Iterator[Figure]:
    test = law.salaried_test
    yield Figure("salaried_more_than", "Salaried table: salary more than", test.more_than, PERCENT, test)
    if law.surcharge is not None:
        rule = law.surcharge
        yield Figure("surcharge_above", "Surcharge: taxable income more than", rule.above, RUPEES, rule)
        yield Figure("surcharge_salaried", "Surcharge, salaried table", rule.salaried, PERCENT, rule)
        yield Figure(
            "surcharge_non_salaried", "Surcharge, non-salaried table", rule.non_salaried, PERCENT, rule
        )
    if law.super_tax is not None and law.super_tax.exempt_above_export_share is not None:
        share = law.super_tax.exempt_above_export_share
        yield Figure(
            "super_exempt_share", "Super tax: exempt above a share of exports", share, PERCENT, law.super_tax
        )
    for export in law.exports:
        yield Figure(f"rate_{export.id}", export.words, rate_of(export, active=active), PERCENT, export)
    if law.profit_on_debt is not None:
        for number, (limit, rate) in enumerate(law.profit_on_debt.bands, start=1):
            yield Figure(
                f"profit_limit_{number}", f"Profit on debt up to, {number}", limit, RUPEES, law.profit_on_debt
            )
            yield Figure(
                f"profit_rate_{number}", f"Profit on debt, rate {number}", rate, PERCENT, law.profit_on_debt
            )
        if law.profit_on_debt.bands:
            limit = law.profit_on_debt.bands[-1][0]
            words = "Profit on debt: above this on the slabs"
            yield Figure("profit_last_limit", words, limit, RUPEES, law.profit_on_debt)
    yield Figure("rate_dividends", "Dividends", law.dividends.rate, PERCENT, law.dividends)
    turnover = law.turnover_tax
    yield Figure("turnover_from", "Minimum tax on turnover, from", turnover.from_turnover, RUPEES, turnover)
    yield Figure("turnover_rate", "Minimum tax on turnover", turnover.rate, PERCENT, turnover)
    for name, credit in (
        ("donations", law.credits.donations),
        ("pension", law.credits.pension),
        ("housing_profit", law.credits.housing_profit),
    ):
        if credit is not None:
            words = f"Credit for {name.replace('_', ' ')}: share of taxable income"
            yield Figure(f"{name}_share", words, credit.share_of_taxable, PERCENT, credit)
    education = law.education
    yield Figure(
        "education_below", "Education: taxable income below", education.taxable_below, RUPEES, education
    )
    yield Figure(
        "education_of_tuition", "Education: of tuition", education.share_of_tuition, PERCENT, education
    )
    yield Figure(
        "education_of_income", "Education: of income", education.share_of_taxable, PERCENT, education
    )
    yield Figure("education_per_child", "Education: for each child", education.per_child, RUPEES, education)


def _scalar(sheet: Sheet, each: Figure) -> None:
    cited = _cite(each.rule) if each.rule is not None else ""
    if each.style == PERCENT:
        sheet.add((each.words, None, None, Input(each.value), None, cited))
    else:
        sheet.add((each.words, Input(each.value), None, None, None, cited))
    sheet.name(each.name, 4 if each.style == PERCENT else 2)


def _cite(rule: Cited) -> str:
    sure = "" if rule.confidence == "high" else f" (confidence: {rule.confidence})"
    return f"{rule.cited}; {rule.source}{sure}"


def _ground(sheet: Sheet, report: Report, assessment: Assessment | None) -> None:
    sheet.add(("Files and data", None, None, None, None, "rows; SHA-256"), bold=True)
    styles = (TEXT,) * 6
    for data in report.data:
        sheet.add((data.name, "", "", "", "", f"data file of the program; {data.sha256}"), styles=styles)
    for file in report.files:
        detail = f"{file.layout}: {file.rows} rows, {file.skipped} skipped, {file.folded} seen elsewhere; {file.sha256}"
        sheet.add((file.name, "", "", "", "", detail), styles=styles)
    for answer in report.answers:
        words = f"your answer {answer.id}: {answer.effect}"
        sheet.add((answer.about, "", "", "", "", words), styles=styles)
    for words in assessment.assumptions if assessment is not None else ():
        sheet.add(("Assumed", "", "", "", "", words), styles=styles)
