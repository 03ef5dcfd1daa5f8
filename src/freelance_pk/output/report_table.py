"""The report on a terminal: a sentence, few numbers, then the detail."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from freelance_pk.output.numbers import money, percent, rupees
from freelance_pk.output.report_words import STEPS, rates_words, sentence, skipped_words
from freelance_pk.output.screen import attention, heading, pairs, render, table
from freelance_pk.statement.figures import Report, Step

_MANY_CLIENTS = 8


def as_table(report: Report, *, lakh: bool, width: int, colour: bool) -> str:
    """Render the report for a terminal of `width` columns."""
    return render(_parts(report, lakh=lakh), width=width, colour=colour)


def _parts(report: Report, *, lakh: bool) -> Iterator[RenderableType]:
    yield Text(sentence(report, lakh=lakh), style="bold")
    if report.taxpayer:
        yield Text(report.taxpayer)
    yield Text()
    yield pairs(_numbers(report, lakh=lakh))
    if len(report.months) > 1:
        yield heading("Months, rupees")
        yield _months(report, lakh=lakh)
    yield heading("From gross earnings to the bank")
    yield _bridge(report, lakh=lakh)
    if report.receipts:
        yield heading("Receipts")
        yield _receipts(report, lakh=lakh)
    for title, cut in (("Platforms", report.platforms), ("Clients", report.clients[:_MANY_CLIENTS])):
        if cut:
            more = len(report.clients) - _MANY_CLIENTS if title == "Clients" else 0
            yield heading(f"{title}, rupees" + (f" (the largest {_MANY_CLIENTS})" if more > 0 else ""))
            yield table(
                (("Name", False), ("Gross", True), ("Fees", True), ("Net", True), ("Share", True)),
                (
                    (
                        each.name,
                        rupees(each.gross, lakh=lakh),
                        rupees(each.fees, lakh=lakh),
                        rupees(each.net, lakh=lakh),
                        percent(each.share),
                    )
                    for each in cut
                ),
            )
    if report.issues:
        yield heading("What needs attention")
        yield from attention(report.issues, lakh=lakh)
    yield from _ground(report)


def _numbers(report: Report, *, lakh: bool) -> Iterator[tuple[str, str, str]]:
    """The ten numbers above the fold; those that are nothing are left out."""

    def rs(amount: Decimal) -> str:
        return f"Rs {rupees(amount, lakh=lakh)}"

    changes = [
        f"{each.label}: {rs(each.received)}" for each in report.comparisons if each.received is not None
    ]
    yield "Received, gross", rs(report.received.pkr), "; ".join(changes)
    if (
        report.year_to_date.period.end != report.period.end
        or report.year_to_date.period.start != report.period.start
    ):
        yield (
            "Tax year to date",
            rs(report.year_to_date.received.pkr),
            f"from {report.year_to_date.period.start}",
        )
    foreign = ", ".join(f"{money(each.gross, each.currency, lakh=lakh)}" for each in report.earned)
    yield "Earned, gross", rs(report.earned_pkr.gross), foreign
    if report.earned_pkr.gross:
        fees = ", ".join(money(each.fees, each.currency, lakh=lakh) for each in report.earned)
        share = percent(report.earned_pkr.fees / report.earned_pkr.gross)
        yield "Platform fees", rs(report.earned_pkr.fees), f"{fees}; {share} of gross"
    if report.spread:
        base = report.received.pkr + report.spread
        yield (
            "Exchange spread",
            rs(report.spread),
            f"{percent(report.spread / base, 2)} below the State Bank's rate",
        )
    yield from _tax_numbers(report, rs)
    yield from _elsewhere(report, rs, lakh=lakh)


def _tax_numbers(report: Report, rs: Callable[[Decimal], str]) -> Iterator[tuple[str, str, str]]:
    short = report.tax.difference
    words = "short" if short > 0 else "over-deducted" if short < 0 else "nothing short"
    yield "Tax expected", rs(report.tax.expected), ""
    yield "Tax deducted", rs(report.tax.deducted), f"{rs(abs(short))} {words}" if short else words
    if report.receipts:
        proven = sum(1 for each in report.receipts if each.certificate)
        yield "Certificates", f"{proven} of {len(report.receipts)}", "receipts with a certificate"


def _elsewhere(report: Report, rs: Callable[[Decimal], str], *, lakh: bool) -> Iterator[tuple[str, str, str]]:
    held = sum((each.pkr for each in report.balances if each.pkr is not None), Decimal(0))
    if held:
        yield (
            "Not brought in",
            rs(held),
            ", ".join(
                f"{each.account} {money(each.amount, each.currency, lakh=lakh)}"
                for each in report.balances
                if each.amount
            ),
        )
    moving = sum((each.pkr for each in report.transfers.in_transit if each.pkr is not None), Decimal(0))
    if moving:
        yield (
            "On its way",
            rs(moving),
            ", ".join(money(each.amount, each.currency, lakh=lakh) for each in report.transfers.in_transit),
        )


def _months(report: Report, *, lakh: bool) -> RenderableType:
    names = ("Month", "Earned", "Fees", "Received", "Tax due", "Tax taken")
    rows = [
        (
            each.month,
            *(
                rupees(amount, lakh=lakh) if amount else "-"
                for amount in (each.earned, each.fees, each.received, each.tax_expected, each.tax_deducted)
            ),
        )
        for each in report.months
    ]
    totals = (
        "Total",
        rupees(report.earned_pkr.gross, lakh=lakh),
        rupees(report.earned_pkr.fees, lakh=lakh),
        rupees(report.received.pkr, lakh=lakh),
        rupees(report.tax.expected, lakh=lakh),
        rupees(report.tax.deducted, lakh=lakh),
    )
    return table([(name, name != "Month") for name in names], [*rows, totals])


def _bridge(report: Report, *, lakh: bool) -> RenderableType:
    def cells(step: Step) -> tuple[str, str, str]:
        amount = "" if step.currency == "PKR" else money(step.amount, step.currency, lakh=lakh)
        pkr = "no rate" if step.pkr is None else rupees(step.pkr, lakh=lakh)
        return STEPS.get(step.step, step.step), amount, pkr

    return table(
        (("Step", False), ("Amount", True), ("Rupees", True)), (cells(step) for step in report.bridge)
    )


def _receipts(report: Report, *, lakh: bool) -> RenderableType:
    shown = report.receipts if len(report.receipts) <= 40 else report.receipts[-40:]
    return table(
        (
            ("Date", False),
            ("Account", False),
            ("From", True),
            ("Gross Rs", True),
            ("Tax Rs", True),
            ("Evidence", False),
        ),
        (
            (
                each.day.isoformat(),
                each.account,
                money(each.amount, each.currency, lakh=lakh) if each.amount is not None else "",
                rupees(each.gross, lakh=lakh),
                rupees(each.tax, lakh=lakh),
                each.certificate or each.evidence,
            )
            for each in shown
        ),
    )


def _ground(report: Report) -> Iterator[RenderableType]:
    yield heading("What this rests on")
    for each in report.files:
        left = f", {each.skipped} skipped" if each.skipped else ""
        folded = f", {each.folded} seen elsewhere" if each.folded else ""
        yield Text(f"{each.name}: {each.layout}, {each.rows} rows{left}{folded}")
    yield Text(", ".join(f"{each.name} {each.sha256[:8]}" for each in report.data))
    yield Text("Receipts count on the bank's credit date, gross of the tax the bank took.")
    if report.rates:
        yield Text(f"Exchange rates: {rates_words(report)}.")
    if report.skipped:
        yield heading("Rows left out")
        for words in skipped_words(report):
            yield Text(words)
