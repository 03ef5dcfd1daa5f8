"""The report on a terminal: a sentence, few numbers, then the detail."""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from freelance_pk.model.money import ZERO
from freelance_pk.output.locked import locked_parts
from freelance_pk.output.numbers import exact, money, percent, rupees
from freelance_pk.output.report_numbers import figures
from freelance_pk.output.report_words import (
    STEPS,
    answers_words,
    dates_words,
    projection_words,
    rates_words,
    rule_words,
    sentence,
    skipped_words,
    swing_words,
    wealth_rows,
)
from freelance_pk.output.screen import attention, bar, heading, in_words, pairs, render, table
from freelance_pk.output.spelling import Spelled
from freelance_pk.statement.figures import Receipt, Report, Share, Step
from freelance_pk.statement.wealth import Wealth

_MANY_CLIENTS = 8
_MANY_RECEIPTS = 40
_RATE = Decimal("0.01")
_WHOLE = Decimal(1)


def as_table(report: Report, *, lakh: bool, width: int, colour: bool, spelled: Spelled = ()) -> str:
    """Render the report for a terminal of `width` columns; `spelled`: amounts in words."""
    return render(_parts(report, spelled, lakh=lakh), width=width, colour=colour)


def _parts(report: Report, spelled: Spelled, *, lakh: bool) -> Iterator[RenderableType]:
    yield Text(sentence(report, lakh=lakh), style="bold")
    if report.taxpayer:
        yield Text(report.taxpayer)
    yield Text()
    yield pairs(figures(report, lakh=lakh))
    yield from in_words(spelled)
    if report.locked is not None:
        yield from locked_parts(report.locked)
    yield from _months(report, lakh=lakh)
    yield heading("From gross earnings to the bank")
    yield _bridge(report, lakh=lakh)
    yield from _receipts(report, lakh=lakh)
    yield from _shares("Platforms", report.platforms, lakh=lakh)
    yield from _shares("Clients", report.clients, lakh=lakh)
    if len(report.currencies) > 1:
        yield from _shares("Currencies", report.currencies, lakh=lakh)
    if report.wealth is not None:
        yield from _wealth(report.wealth, lakh=lakh)
    if report.issues:
        yield heading("What needs attention")
        yield from attention(report.issues, lakh=lakh)
    if report.answers:
        yield heading("Your answers in these figures")
        yield from (Text(words) for words in answers_words(report, lakh=lakh))
    yield from _ahead(report, lakh=lakh)
    yield from _ground(report)


def _months(report: Report, *, lakh: bool) -> Iterator[RenderableType]:
    """The months reported on; of a single month, the months of its tax year so far."""
    if len(report.months) == 1:
        if len(report.outlook.months) > 1:
            yield heading("Tax year so far, rupees received")
            yield _year(report, lakh=lakh)
        return
    yield heading("Months, rupees")
    names = ("Month", "Earned", "Fees", "Received", "So far", "Tax due", "Tax taken")
    so_far = {each.month: each.cumulative for each in report.outlook.months}
    rows = [
        (
            each.month,
            *(
                rupees(amount, lakh=lakh) if amount else "-"
                for amount in (each.earned, each.fees, each.received)
            ),
            rupees(so_far[each.month], lakh=lakh) if so_far.get(each.month) else "-",
            *(
                rupees(amount, lakh=lakh) if amount else "-"
                for amount in (each.tax_expected, each.tax_deducted)
            ),
        )
        for each in report.months
    ]
    totals = (
        "Total",
        *(
            rupees(amount, lakh=lakh)
            for amount in (report.earned_pkr.gross, report.earned_pkr.fees, report.received.pkr)
        ),
        "",
        rupees(report.tax.expected, lakh=lakh),
        rupees(report.tax.deducted, lakh=lakh),
    )
    yield table([(name, name != "Month") for name in names], [*rows, totals])
    yield from (Text(words) for words in swing_words(report, lakh=lakh))


def _year(report: Report, *, lakh: bool) -> RenderableType:
    months = report.outlook.months
    most = max(each.received for each in months)
    knows_before = any(each.year_before is not None for each in months)
    headers = [("Month", False), ("Received", True), ("So far", True)]
    headers += [("Year before", True)] if knows_before else []
    return table(
        [*headers, ("", False)],
        (
            (
                each.month,
                rupees(each.received, lakh=lakh) if each.received else "-",
                rupees(each.cumulative, lakh=lakh) if each.cumulative else "-",
                *([rupees(each.year_before or ZERO, lakh=lakh)] if knows_before else []),
                bar(each.received, most),
            )
            for each in months
        ),
    )


def _shares(title: str, cut: tuple[Share, ...], *, lakh: bool) -> Iterator[RenderableType]:
    if not cut:
        return
    more = len(cut) - _MANY_CLIENTS
    yield heading(f"{title}, rupees" + (f" (the largest {_MANY_CLIENTS} of {len(cut)})" if more > 0 else ""))
    yield table(
        (("Name", False), ("Gross", True), ("Fees", True), ("Net", True), ("Share", True), ("", False)),
        (
            (
                each.name,
                rupees(each.gross, lakh=lakh),
                rupees(each.fees, lakh=lakh),
                rupees(each.net, lakh=lakh),
                percent(each.share),
                bar(each.share, _WHOLE),
            )
            for each in cut[:_MANY_CLIENTS]
        ),
    )


def _bridge(report: Report, *, lakh: bool) -> RenderableType:
    def cells(step: Step) -> tuple[str, str, str]:
        amount = "" if step.currency == "PKR" else money(step.amount, step.currency, lakh=lakh)
        pkr = "no rate" if step.pkr is None else rupees(step.pkr, lakh=lakh)
        return STEPS.get(step.step, step.step), amount, pkr

    return table(
        (("Step", False), ("Amount", True), ("Rupees", True)), (cells(step) for step in report.bridge)
    )


def _receipts(report: Report, *, lakh: bool) -> Iterator[RenderableType]:
    """Each receipt like a payslip: what was sent, at which rate, what it gave, what was taken, what came."""
    shown = report.receipts[-_MANY_RECEIPTS:]
    for account in sorted({each.account for each in shown}):
        rows = [each for each in shown if each.account == account]
        left_out = sum(1 for each in report.receipts if each.account == account) - len(rows)
        yield heading(f"Receipts, {account}" + (f" (the latest {len(rows)})" if left_out else ""))
        yield table(
            (
                ("Date", False),
                ("Sent", True),
                ("Rate", True),
                ("Gross Rs", True),
                ("Tax Rs", True),
                ("Credited", True),
                ("Evidence", False),
            ),
            (_payslip(each, lakh=lakh) for each in rows),
        )


def _payslip(each: Receipt, *, lakh: bool) -> tuple[str, ...]:
    rate = each.gross / each.amount if each.amount else None
    return (
        each.day.isoformat(),
        money(each.amount, each.currency, lakh=lakh) if each.amount is not None else "",
        exact(rate.quantize(_RATE)) if rate is not None else "",
        rupees(each.gross, lakh=lakh),
        rupees(each.tax, lakh=lakh),
        rupees(each.net, lakh=lakh),
        each.certificate or each.evidence,
    )


def _wealth(made: Wealth, *, lakh: bool) -> Iterator[RenderableType]:
    yield heading(f"Wealth reconciliation, tax year {made.tax_year}, rupees")
    rows = []
    for title, lines in wealth_rows(made):
        rows += [(title, "", "")] if len(lines) > 1 else []
        rows += [(f"  {each.label}", each.code, rupees(each.amount, lakh=lakh)) for each in lines]
    yield table((("", False), ("Code", False), ("Rupees", True)), rows)


def _ahead(report: Report, *, lakh: bool) -> Iterator[RenderableType]:
    words = (*projection_words(report, lakh=lakh), *dates_words(report))
    if words:
        yield heading("What comes next")
        yield from (Text(each) for each in words)


def _ground(report: Report) -> Iterator[RenderableType]:
    yield heading("What this rests on")
    for each in report.files:
        left = f", {each.skipped} skipped" if each.skipped else ""
        folded = f", {each.folded} seen elsewhere" if each.folded else ""
        yield Text(f"{each.name}: {each.layout}, {each.rows} rows{left}{folded}")
    yield from (Text(words) for words in rule_words(report))
    if report.rates:
        yield Text(f"Exchange rates: {rates_words(report)}.")
    if report.skipped:
        yield heading("Rows left out")
        for words in skipped_words(report):
            yield Text(words)
