"""The report for a screen reader: whole sentences, one fact a line, no columns and no drawing."""

from collections.abc import Iterator

from freelance_pk.output.locked import locked_sentences, locked_title
from freelance_pk.output.numbers import money, percent, rupees
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
from freelance_pk.output.spelling import Spelled
from freelance_pk.output.visible import visible
from freelance_pk.statement.figures import Receipt, Report, Share


def as_plain(report: Report, *, lakh: bool = False, spelled: Spelled = ()) -> str:
    """Write the report as lines of plain text; each part begins with its name and how many lines follow."""
    return visible("\n".join(_lines(report, spelled, lakh=lakh)) + "\n")


def _lines(report: Report, spelled: Spelled, *, lakh: bool) -> Iterator[str]:
    yield sentence(report, lakh=lakh)
    if report.taxpayer:
        yield f"Taxpayer: {report.taxpayer}."
    for figure in figures(report, lakh=lakh):
        yield f"{figure.label}: {figure.value}." + (f" {figure.remark}." if figure.remark else "")
    yield from _part("In words", tuple(f"{label}: {words}." for label, words in spelled))
    if report.locked is not None:
        yield from _part(locked_title(report.locked), locked_sentences(report.locked))
    yield from _part("Months", (*_months(report, lakh=lakh), *swing_words(report, lakh=lakh)))
    yield from _part("From gross earnings to the bank", tuple(_bridge(report, lakh=lakh)))
    yield from _part("Receipts", tuple(_receipt(each, lakh=lakh) for each in report.receipts))
    for title, cut in (
        ("Platforms", report.platforms),
        ("Clients", report.clients),
        ("Currencies", report.currencies if len(report.currencies) > 1 else ()),
    ):
        yield from _part(title, tuple(_share(each, lakh=lakh) for each in cut))
    if report.wealth is not None:
        lines = (
            f"{title}, {each.label}: Rs {rupees(each.amount, lakh=lakh)}."
            for title, rows in wealth_rows(report.wealth)
            for each in rows
        )
        yield from _part(f"Wealth reconciliation, tax year {report.wealth.tax_year}", tuple(lines))
    yield from _part("What needs attention", tuple(_issues(report, lakh=lakh)))
    yield from _part("Your answers in these figures", answers_words(report, lakh=lakh))
    yield from _part("What comes next", (*projection_words(report, lakh=lakh), *dates_words(report)))
    yield from _part("Rows left out", skipped_words(report))
    yield from _part("What this rests on", tuple(_ground(report)))


def _part(title: str, lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title}, {len(lines)} {'line' if len(lines) == 1 else 'lines'}."
        yield from lines


def _months(report: Report, *, lakh: bool) -> Iterator[str]:
    for each in report.months:
        yield (
            f"{each.month}: earned Rs {rupees(each.earned, lakh=lakh)}, fees Rs {rupees(each.fees, lakh=lakh)}, "
            f"received Rs {rupees(each.received, lakh=lakh)}, tax due Rs {rupees(each.tax_expected, lakh=lakh)}, "
            f"tax taken Rs {rupees(each.tax_deducted, lakh=lakh)}."
        )


def _bridge(report: Report, *, lakh: bool) -> Iterator[str]:
    for each in report.bridge:
        foreign = "" if each.currency == "PKR" else f"{money(each.amount, each.currency, lakh=lakh)}, "
        pkr = "no rate known" if each.pkr is None else f"Rs {rupees(each.pkr, lakh=lakh)}"
        yield f"{STEPS.get(each.step, each.step)}: {foreign}{pkr}."


def _receipt(each: Receipt, *, lakh: bool) -> str:
    sent = f" for {money(each.amount, each.currency, lakh=lakh)}" if each.amount is not None else ""
    return (
        f"{each.day}, {each.account}: gross Rs {rupees(each.gross, lakh=lakh)}{sent}, tax Rs "
        f"{rupees(each.tax, lakh=lakh)}, credited Rs {rupees(each.net, lakh=lakh)}, evidence "
        f"{each.certificate or each.evidence}."
    )


def _share(each: Share, *, lakh: bool) -> str:
    return (
        f"{each.name}: gross Rs {rupees(each.gross, lakh=lakh)}, fees Rs {rupees(each.fees, lakh=lakh)}, net Rs "
        f"{rupees(each.net, lakh=lakh)}, {percent(each.share)} of all."
    )


def _issues(report: Report, *, lakh: bool) -> Iterator[str]:
    for issue in report.issues:
        stake = f" Rs {rupees(issue.pkr, lakh=lakh)} at stake." if issue.pkr else ""
        where = f" Where: {issue.origin}." if issue.origin else ""
        remedy = f" Next: {issue.remedy}." if issue.remedy else ""
        yield f"{issue.severity.value.capitalize()}: {issue.message}{stake}{where}{remedy}"


def _ground(report: Report) -> Iterator[str]:
    for each in report.files:
        yield f"{each.name}: {each.layout}, {each.rows} rows, {each.skipped} skipped, {each.folded} seen elsewhere."
    yield from rule_words(report)
    if report.rates:
        yield f"Exchange rates: {rates_words(report)}."
