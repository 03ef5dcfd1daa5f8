"""One tax year's assessment, from facts and law to lines that add up."""

from freelance_pk.law import Law
from freelance_pk.model.issue import Severity
from freelance_pk.model.money import ZERO
from freelance_pk.tax.alternatives import alternatives
from freelance_pk.tax.charge import compute_charge
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.iris import iris_rows
from freelance_pk.tax.lines import lines_of
from freelance_pk.tax.ranges import ranges
from freelance_pk.tax.remarks import assumptions_of, issues_of
from freelance_pk.tax.result import Assessment


def assess(law: Law, facts: Facts) -> Assessment:
    """Assess one tax year.

    Totals are whole rupees; every charge is rounded once, on its own line (s.219), so that the lines
    add up to the totals.
    """
    charge = compute_charge(law, facts)
    issues = issues_of(law, facts, charge)
    return Assessment(
        tax_year=law.tax_year,
        status="incomplete" if any(issue.severity is Severity.ERROR for issue in issues) else "complete",
        table=charge.table,
        taxable_income=charge.taxable_income,
        normal_tax=charge.normal_tax,
        surcharge=charge.surcharge,
        super_tax=charge.super_tax,
        credits=charge.credits,
        minimum_tax_top_up=sum((top_up.top_up for top_up in charge.top_ups), ZERO),
        final_tax=charge.final_tax,
        tax_chargeable=charge.chargeable,
        tax_paid=charge.paid,
        payable=charge.payable,
        alternatives=alternatives(law, facts),
        lines=lines_of(law, facts, charge),
        assumptions=assumptions_of(law, facts, charge),
        issues=issues,
        iris=iris_rows(law, facts, charge),
        law_sha256=law.sha256,
        ranges=ranges(law, facts, charge),
    )
