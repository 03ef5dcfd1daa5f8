"""Minimum taxes: on local services, on social-media revenue, on turnover. Never refundable."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.exports import rate_of
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.income import Income


class TopUp(NamedTuple):
    """What a minimum tax adds to the normal tax on the same income; `top_up` in whole rupees."""

    id: str
    label: str
    section: str
    minimum: Decimal
    attributable: Decimal
    top_up: Decimal


def top_ups(law: Law, facts: Facts, income: Income, normal_tax: Decimal) -> tuple[TopUp, ...]:
    """Compute the minimum-tax test of each income that has one.

    Args:
        law: of the year.
        facts: of the year.
        income: heads of income.
        normal_tax: Division I tax, unrounded; each income's part in it is pro rata to total income.
    """
    found = []
    local = income.turnover["local_it"] + income.turnover["local"]
    if facts.local_withheld and local:
        section = law.local_services.section if law.local_services is not None else "153(1)(b)"
        found.append(
            _test(
                "local_services", "local services", section, facts.local_withheld, local, income, normal_tax
            )
        )
    rule = law.export_rule("social")
    if rule is not None and income.turnover["social"]:
        minimum = income.turnover["social"] * rate_of(rule, active=facts.active)
        found.append(
            _test(
                "social",
                "social-media revenue",
                rule.section,
                minimum,
                income.turnover["social"],
                income,
                normal_tax,
            )
        )
    return tuple(found)


def _test(
    id_: str,
    words: str,
    section: str,
    minimum: Decimal,
    turnover: Decimal,
    income: Income,
    normal_tax: Decimal,
) -> TopUp:
    every = sum(income.turnover.values(), ZERO)
    net = income.business * turnover / every
    attributable = normal_tax * net / income.total if income.total else ZERO
    top_up = whole_rupees(max(minimum - attributable, ZERO))
    return TopUp(id_, f"Minimum tax on {words}", section, minimum, attributable, top_up)


def turnover_top_up(law: Law, income: Income, tax: Decimal) -> TopUp | None:
    """s.113: a share of normal-regime turnover, where it is more than the tax; None below the threshold.

    Args:
        law: of the year.
        income: heads of income.
        tax: normal tax after credits and other minimum taxes.
    """
    rule = law.turnover_tax
    turnover = sum(income.turnover.values(), ZERO)
    if turnover < rule.from_turnover:
        return None
    minimum = turnover * rule.rate
    return TopUp(
        "turnover",
        "Minimum tax on turnover",
        rule.section,
        minimum,
        tax,
        whole_rupees(max(minimum - tax, ZERO)),
    )
