"""Credits at the average rate, in the law's order, never more than the tax."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.slabs import figure


class Relief(NamedTuple):
    """One credit, whole rupees, with its arithmetic."""

    id: str
    label: str
    section: str
    amount: Decimal
    formula: str


def credits_on(law: Law, facts: Facts, tax: Decimal, taxable: Decimal) -> tuple[Relief, ...]:
    """Compute ss.103, 61, 63 and 63A on the normal tax, without surcharge.

    Args:
        law: of the year.
        facts: of the year.
        tax: Division I tax before credits, unrounded (A).
        taxable: taxable income (B).
    """
    if tax <= 0:
        return ()
    income = min(facts.foreign_income, taxable)
    amount = min(facts.foreign_tax, tax * income / taxable)
    words = f"lesser of {figure(facts.foreign_tax)} and {_average(tax, taxable, income)}"
    found = [Relief("foreign_tax", "Foreign tax", "103", whole_rupees(amount), words)]
    left = tax - amount
    rules = (
        ("donations", "Donations", facts.donations, law.credits.donations),
        ("pension", "Pension fund", facts.pension, law.credits.pension),
        ("housing_profit", "Housing loan profit", facts.housing_profit, law.credits.housing_profit),
    )
    for id_, label, given, rule in rules:
        if not given or rule is None:
            continue
        base = min(given, taxable * rule.share_of_taxable)
        average = tax * base / taxable
        amount = min(average, left)
        words = _average(tax, taxable, base) + (", no more than is left of the tax" if left < average else "")
        found.append(Relief(id_, label, rule.section, whole_rupees(amount), words))
        left -= amount
    return tuple(relief for relief in found if relief.amount)


def _average(tax: Decimal, taxable: Decimal, base: Decimal) -> str:
    return f"{figure(tax)} / {figure(taxable)} x {figure(base)}"


def total_of(reliefs: tuple[Relief, ...], tax: Decimal) -> Decimal:
    """Return the credits together, never more than the tax."""
    return min(sum((relief.amount for relief in reliefs), ZERO), whole_rupees(tax))
