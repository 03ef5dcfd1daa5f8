"""From inputs to the assessment of a tax year."""

from contextlib import suppress
from datetime import date
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.errors import UnknownTaxYearError
from freelance_pk.model.issue import Severity
from freelance_pk.model.period import Period, tax_year_period
from freelance_pk.run.inputs import Inputs
from freelance_pk.run.reporting import ground_of, law_in, rate_lookup, report_of
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.figures import Report
from freelance_pk.statement.report import Ground
from freelance_pk.statement.tax_facts import collect_facts
from freelance_pk.tax.assess import assess
from freelance_pk.tax.due import Due, due_dates
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Assessment


def due_from(inputs: Inputs, made: Assessment, today: date) -> tuple[Due, ...]:
    """List what is due from a day on, by the law of the assessed year."""
    return due_dates(law_in(inputs, made.tax_year), made, today)


def figures(inputs: Inputs, period: Period) -> None:
    """State all figures of a period, for the rates they ask for: the report, and the assessment of a whole year."""
    if period == tax_year_period(period.end.year):
        with suppress(UnknownTaxYearError):
            assessment_of(inputs, period.end.year)
            return
    report_of(inputs, period)


class Assessed(NamedTuple):
    """An assessed year: the assessment, the report whose receipts it rests on, the facts and the law."""

    assessment: Assessment
    report: Report
    facts: Facts
    law: Law


def assessment_of(inputs: Inputs, year: int) -> Assessed:
    """Assess one tax year; the report's issues are the assessment's too.

    Raises:
        UnknownTaxYearError: no law file covers the year.
    """
    return assess_on(ground_of(inputs), inputs, year)


def assess_on(ground: Ground, inputs: Inputs, year: int) -> Assessed:
    """Assess one tax year on a ground that was laid before."""
    law = law_in(inputs, year)
    report = report_of(inputs, tax_year_period(year), ground)
    converter = Converter(rate_lookup(inputs.rates))
    facts, found = collect_facts(report.receipts, ground.linked, inputs.profile, law, converter, report.local)
    made = assess(law, facts)
    issues = (*report.issues, *found, *made.issues)
    complete = all(issue.severity is not Severity.ERROR for issue in issues)
    status = "complete" if complete else "incomplete"
    return Assessed(made._replace(issues=issues, status=status), report, facts, law)
