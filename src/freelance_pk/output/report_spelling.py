"""The rupees of a report in words."""

from collections.abc import Iterator
from decimal import Decimal

from freelance_pk.output.labels import Labels
from freelance_pk.output.spelling import Spelled, spelled
from freelance_pk.statement.away import rupees_away
from freelance_pk.statement.figures import Report


def report_spelled(report: Report, label: Labels) -> Spelled:
    """Spell the rupees that a report begins with."""
    return spelled(_report_rows(report), label)


def _report_rows(report: Report) -> Iterator[tuple[str, Decimal]]:
    yield "Received, gross", report.received.pkr
    to_date = report.year_to_date
    if (to_date.period.start, to_date.period.end) != (report.period.start, report.period.end):
        yield "Tax year to date", to_date.received.pkr
    yield "Earned, gross", report.earned_pkr.gross
    yield "Tax expected", report.tax.expected
    yield "Tax deducted", report.tax.deducted
    if report.outlook.put_aside:
        yield "Put aside now", report.outlook.put_aside
    away = rupees_away(report)
    if away is not None:
        yield "Not brought in yet", away
