"""From inputs to the wealth reconciliation of a tax year."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from freelance_pk.model.errors import UsageError
from freelance_pk.model.issue import Severity
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.period import Period, tax_year_period
from freelance_pk.run.assessing import assess_on
from freelance_pk.run.inputs import Inputs
from freelance_pk.statement.bridge import in_transit_on
from freelance_pk.statement.credits import CreditClass
from freelance_pk.statement.figures import Report
from freelance_pk.statement.report import Ground
from freelance_pk.statement.wealth import Wealth, YearFlows, reconcile


def wealth_of(inputs: Inputs, year: int, ground: Ground) -> Wealth:
    """Reconcile the wealth of one tax year, on a ground that was laid before.

    Raises:
        UsageError: the profile has no assets of the year.
        UnknownTaxYearError: no law file covers the year.
    """
    given = inputs.profile.wealth.get(year)
    if given is None:
        raise UsageError(
            f"the profile says nothing of the wealth of tax year {year}",
            remedy=f'write into profile.toml: [wealth.{year}] and below it opening = {{ "bank" = 650_000 }} and '
            'closing = { "bank" = 900_000 }',
        )
    assessed = assess_on(ground, inputs, year)
    facts = assessed.facts
    period = tax_year_period(year)
    income = {line.id: line.amount for line in assessed.assessment.lines}
    before, after = (_abroad(ground, day) for day in (period.start - timedelta(days=1), period.end))
    # Exports that the taxpayer put on the slabs are in the business income already.
    on_slabs = income.get("receipts_exports", ZERO)
    return reconcile(
        year,
        given,
        YearFlows(
            salary=facts.salary,
            exports=facts.export
            + facts.export_psb
            + facts.social
            - on_slabs
            - income.get("receipts_social", ZERO),
            business=income.get("business", ZERO),
            profit=facts.profit_on_debt,
            dividends=facts.dividends,
            family=_credited(ground, CreditClass.FAMILY, period),
            gifts=_credited(ground, CreditClass.GIFT, period),
            taxes=assessed.assessment.tax_paid,
            zakat=facts.zakat,
            held_before=before,
            held_after=after,
        ),
    )


def _credited(ground: Ground, what: CreditClass, period: Period) -> Decimal:
    """Add up the rupee credits of a year that are of one sort."""
    arrivals = (
        ground.linked.arrivals[number] for number, known in ground.realised.classes.items() if known is what
    )
    return sum((each.gross for each in arrivals if each.day in period and each.currency == PKR), ZERO)


def _abroad(ground: Ground, day: date) -> dict[str, Decimal]:
    """Return what was held on platforms and in wallets, or under way, in rupees of that day."""
    # A converter of that day alone: the ground's own remembers only what its reports asked for.
    rupees = ground.converter.of(Period(day, day, "")).rupees
    held: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in ground.held:
        amount = each.on(day)[0]
        if amount:
            held[each.account] += rupees(amount, each.currency, day) or ZERO
    entries = ground.linked.merged.entries
    for fate in in_transit_on(ground.fates, entries, day):
        out = entries[fate.out]
        held[f"{out.account}, on its way"] += rupees(fate.sent, out.currency, day) or ZERO
    return dict(held)


def with_wealth(report: Report, inputs: Inputs, ground: Ground) -> Report:
    """Return a report of a whole tax year with its wealth reconciliation, whose issues are the report's too.

    Raises:
        UsageError: the period is no tax year, or the profile has no assets of the year.
    """
    year = report.period.end.year
    if report.period != tax_year_period(year):
        raise UsageError(
            "wealth is reconciled for a whole tax year", remedy=f"give --tax-year {year} with --wealth"
        )
    return joined(report, wealth_of(inputs, year, ground))


def joined(report: Report, made: Wealth) -> Report:
    """Join a report and the wealth reconciliation of its year."""
    complete = report.complete and all(issue.severity is not Severity.ERROR for issue in made.issues)
    return report._replace(wealth=made, issues=(*made.issues, *report.issues), complete=complete)
