"""The report as Markdown, for a message or a note."""

from collections.abc import Iterable, Iterator

from freelance_pk.output.markdown import (
    locked_section,
    markdown_table,
    markdown_text,
    section,
    spelled_section,
)
from freelance_pk.output.numbers import money, percent, rupees
from freelance_pk.output.report_numbers import figures
from freelance_pk.output.report_words import (
    STEPS,
    answers_words,
    dates_words,
    projection_words,
    rates_words,
    sentence,
    skipped_words,
    wealth_rows,
)
from freelance_pk.output.spelling import Spelled
from freelance_pk.statement.figures import Report, Share


def as_markdown(report: Report, *, lakh: bool = False, spelled: Spelled = ()) -> str:
    """Write the report as Markdown."""
    return markdown_text(_lines(report, spelled, lakh=lakh))


def _lines(report: Report, spelled: Spelled, *, lakh: bool) -> Iterator[str]:
    name = f": {report.taxpayer}" if report.taxpayer else ""
    yield f"# Report{name}"
    yield ""
    yield sentence(report, lakh=lakh)
    yield ""
    yield from markdown_table(("", "", ""), figures(report, lakh=lakh), numbers_from=1)
    yield from spelled_section(spelled)
    yield from locked_section(report.locked)
    yield from section("Months", _months(report, lakh=lakh))
    yield from section("From gross earnings to the bank", _bridge(report, lakh=lakh))
    if report.receipts:
        yield from section("Receipts", _receipts(report, lakh=lakh))
    for title, cut in (("Platforms", report.platforms), ("Clients", report.clients)):
        if cut:
            yield from section(title, _shares(cut, lakh=lakh))
    if report.wealth is not None:
        rows = (
            (title, each.label, each.code, rupees(each.amount, lakh=lakh))
            for title, lines in wealth_rows(report.wealth)
            for each in lines
        )
        table = markdown_table(("Part", "Line", "Code", "Rupees"), rows, numbers_from=3)
        yield from section(f"Wealth reconciliation, tax year {report.wealth.tax_year}", table)
    ahead = (*projection_words(report, lakh=lakh), *dates_words(report))
    if ahead:
        yield from section("What comes next", (f"- {words}" for words in ahead))
    if report.rates:
        yield ""
        yield f"Exchange rates: {rates_words(report)}."
    if report.skipped:
        yield from section("Rows left out", (f"- {words}" for words in skipped_words(report)))
    if report.answers:
        yield from section(
            "Your answers in these figures", (f"- {words}" for words in answers_words(report, lakh=lakh))
        )
    if report.issues:
        yield from section("What needs attention", _issues(report))


def _months(report: Report, *, lakh: bool) -> Iterator[str]:
    rows = (
        (
            each.month,
            *(
                rupees(amount, lakh=lakh)
                for amount in (each.earned, each.fees, each.received, each.tax_expected, each.tax_deducted)
            ),
        )
        for each in report.months
    )
    header = ("Month", "Earned", "Fees", "Received", "Tax expected", "Tax deducted")
    return markdown_table(header, rows, numbers_from=1)


def _bridge(report: Report, *, lakh: bool) -> Iterator[str]:
    rows = (
        (
            STEPS.get(each.step, each.step),
            "" if each.currency == "PKR" else money(each.amount, each.currency, lakh=lakh),
            "no rate" if each.pkr is None else rupees(each.pkr, lakh=lakh),
        )
        for each in report.bridge
    )
    return markdown_table(("Step", "Amount", "Rupees"), rows, numbers_from=1)


def _receipts(report: Report, *, lakh: bool) -> Iterator[str]:
    rows = (
        (
            each.day.isoformat(),
            each.account,
            each.certificate or each.evidence,
            rupees(each.gross, lakh=lakh),
            rupees(each.tax, lakh=lakh),
        )
        for each in report.receipts
    )
    return markdown_table(("Date", "Account", "Evidence", "Gross", "Tax"), rows, numbers_from=3)


def _shares(cut: Iterable[Share], *, lakh: bool) -> Iterator[str]:
    rows = (
        (
            each.name,
            *(rupees(amount, lakh=lakh) for amount in (each.gross, each.fees, each.net)),
            percent(each.share),
        )
        for each in cut
    )
    return markdown_table(("Name", "Gross", "Fees", "Net", "Share"), rows, numbers_from=1)


def _issues(report: Report) -> Iterator[str]:
    for issue in report.issues:
        remedy = f" Next: {issue.remedy}." if issue.remedy else ""
        where = f" ({issue.origin})" if issue.origin else ""
        yield f"- **{issue.severity.value}**: {issue.message}{where}{remedy}"
