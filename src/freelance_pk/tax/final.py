"""Final taxes: exports, profit on debt, dividends. Each charge is rounded once."""

from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.exports import rate_of
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.income import Income
from freelance_pk.tax.result import FinalTax


def final_taxes(law: Law, facts: Facts, income: Income) -> tuple[FinalTax, ...]:
    """Compute every final tax the facts give rise to, in the order of the law file."""
    taxes = list(_exports(law, facts))
    if income.final_profit and law.profit_on_debt is not None:
        taxes.append(
            _tax(
                "profit_on_debt",
                law.profit_on_debt.section,
                income.profit_rate,
                income.final_profit,
                facts.profit_deducted,
                law.profit_on_debt.iris_code,
            )
        )
    if facts.dividends:
        taxes.append(
            _tax(
                "dividends",
                law.dividends.section,
                law.dividends.rate,
                facts.dividends,
                facts.dividend_deducted,
                law.dividends.iris_code,
            )
        )
    return tuple(taxes)


def _exports(law: Law, facts: Facts) -> list[FinalTax]:
    taxes = []
    amounts = {
        "export_psb": (facts.export_psb, facts.export_psb_deducted),
        "export_other": (facts.export, facts.export_deducted),
    }
    if law.export_rule("social") is None and facts.social:
        # Before s.154B these receipts were exports of services like any other.
        receipts, deducted = amounts["export_other"]
        amounts["export_other"] = (receipts + facts.social, deducted + facts.social_deducted)
    for rule in law.exports:
        receipts, deducted = amounts.get(rule.id, (ZERO, ZERO))
        if rule.regime == "normal" or (facts.opt_out and rule.regime in ("final", "credit")):
            continue
        if receipts or deducted:
            rate = ZERO if rule.regime == "exempt" else rate_of(rule, active=facts.active)
            taxes.append(_tax(rule.id, rule.section, rate, receipts, deducted, rule.iris_code))
    return taxes


def _tax(
    id_: str, section: str, rate: Decimal, receipts: Decimal, deducted: Decimal, iris_code: str
) -> FinalTax:
    return FinalTax(id_, section, rate, receipts, deducted, whole_rupees(receipts * rate), iris_code)
