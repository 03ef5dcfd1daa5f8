"""The heads of income of the normal regime, and what is left outside as final tax."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.issue import Issue, error, note, warning
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.facts import Facts


class Income(NamedTuple):
    """Income by head, PKR, unrounded.

    Attributes:
        salary: as given.
        turnover: normal-regime receipts by sort: business, local_it, local, social, exports.
        expenses: allowed against them.
        inadmissible: share of common expenses that falls on final-tax receipts.
        business: turnover less expenses, not below zero.
        profit: profit on debt that joins the slabs.
        final_profit: profit on debt under the final tax, with its rate.
        total: of all heads. allowances: Zakat and education. taxable: what is left.
    """

    salary: Decimal
    turnover: dict[str, Decimal]
    expenses: Decimal
    inadmissible: Decimal
    business: Decimal
    profit: Decimal
    final_profit: Decimal
    profit_rate: Decimal
    total: Decimal
    zakat: Decimal
    education: Decimal
    taxable: Decimal
    issues: tuple[Issue, ...]


def compute_income(law: Law, facts: Facts) -> Income:
    """Compute the heads, allowances and taxable income."""
    issues: list[Issue] = []
    turnover = {
        "business": facts.business,
        "local_it": facts.local_it,
        "local": facts.local,
        "social": facts.social if law.export_rule("social") else ZERO,
        "exports": _exports_on_the_slabs(law, facts, issues),
    }
    normal = sum(turnover.values(), ZERO)
    final = facts.export + facts.export_psb + facts.social - turnover["exports"] - turnover["social"]
    common, inadmissible = _apportion(facts.common_expenses, normal, final)
    own = facts.expenses + (facts.export_expenses if turnover["exports"] else ZERO)
    if facts.export_expenses and not turnover["exports"]:
        inadmissible += facts.export_expenses
    expenses = own + common
    business = normal - expenses
    if business < 0:
        issues.append(
            note(
                "business-loss",
                f"expenses are Rs {whole_rupees(-business):,} more than the normal-regime receipts: the loss is not set off "
                "against salary (s.56), and is carried forward.",
            )
        )
    business = max(business, ZERO)
    profit, final_profit, rate = _profit(law, facts, issues)
    total = facts.salary + business + profit
    zakat = min(facts.zakat, total)
    education = _education(law, facts, total - zakat)
    return Income(
        facts.salary,
        turnover,
        expenses,
        inadmissible,
        business,
        profit,
        final_profit,
        rate,
        total,
        zakat,
        education,
        total - zakat - education,
        tuple(issues),
    )


def _exports_on_the_slabs(law: Law, facts: Facts, issues: list[Issue]) -> Decimal:
    """Add up the export receipts that the year, or the taxpayer's choice, puts on the slabs."""
    on_slabs = ZERO
    for wanted, receipts in (
        ("export_psb", facts.export_psb),
        ("export_other", exports_without_psb(law, facts)),
    ):
        rule = law.export_rule(wanted)
        if rule is None or not receipts:
            continue
        if rule.regime == "normal" or (facts.opt_out and rule.regime in ("final", "credit")):
            on_slabs += receipts
            if rule.warning:
                issues.append(warning("no-final-tax", rule.warning))
    return on_slabs


def exports_without_psb(law: Law, facts: Facts) -> Decimal:
    """Receipts without PSEB; those of social-media platforms too, where the year has no rule for them."""
    return facts.export + (ZERO if law.export_rule("social") else facts.social)


def _apportion(common: Decimal, normal: Decimal, final: Decimal) -> tuple[Decimal, Decimal]:
    """Split common expenses by turnover (s.67): the share of final-tax receipts is inadmissible."""
    if not common:
        return ZERO, ZERO
    allowed = common * normal / (normal + final) if normal + final else ZERO
    return allowed, common - allowed


def _profit(law: Law, facts: Facts, issues: list[Issue]) -> tuple[Decimal, Decimal, Decimal]:
    """Split profit on debt: on the slabs, under the final tax, and the final rate (s.7B)."""
    profit = facts.profit_on_debt
    if not profit:
        return ZERO, ZERO, ZERO
    rule = law.profit_on_debt
    if rule is None:
        issues.append(
            error(
                "profit-undecided",
                f"the law file of tax year {law.tax_year} does not say how profit on debt is taxed: it is in no tax.",
                remedy="compute its tax by hand, or add the figures to the law file",
                pkr=profit,
            )
        )
        return ZERO, ZERO, ZERO
    for limit, rate in rule.bands:
        if profit <= limit:
            return ZERO, profit, rate
    return profit, ZERO, ZERO


def _education(law: Law, facts: Facts, income: Decimal) -> Decimal:
    """s.60D: the least of a share of tuition, a share of taxable income, and so much a child."""
    rule = law.education
    if not facts.tuition or income >= rule.taxable_below:
        return ZERO
    return min(
        facts.tuition * rule.share_of_tuition,
        income * rule.share_of_taxable,
        rule.per_child * facts.children,
    )
