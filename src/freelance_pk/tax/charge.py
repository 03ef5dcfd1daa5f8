"""The figures of an assessment, without words."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.law.schema import Slabs
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.final import final_taxes
from freelance_pk.tax.income import Income, compute_income, exports_without_psb
from freelance_pk.tax.minimum import TopUp, top_ups, turnover_top_up
from freelance_pk.tax.reliefs import Relief, credits_on, total_of
from freelance_pk.tax.result import FinalTax
from freelance_pk.tax.slabs import income_with_tax, slab_tax, table_for


class Charge(NamedTuple):
    """Whole rupees, but for `income` and `exact_tax`, which are unrounded.

    `paid_by` lists the taxes paid in their groups: (id, label, section, amount).
    """

    income: Income
    table: str
    exact_tax: Decimal
    taxable_income: Decimal
    normal_tax: Decimal
    surcharge: Decimal
    surcharge_rate: Decimal
    super_tax: Decimal
    super_tax_income: Decimal
    super_tax_rate: Decimal
    reliefs: tuple[Relief, ...]
    set_off: Decimal
    credits: Decimal
    top_ups: tuple[TopUp, ...]
    final_tax: tuple[FinalTax, ...]
    chargeable: Decimal
    paid_by: tuple[tuple[str, str, str, Decimal], ...]
    paid: Decimal
    payable: Decimal


def compute_charge(law: Law, facts: Facts) -> Charge:
    """Compute every figure of the year."""
    income = compute_income(law, facts)
    table = table_for(law, facts.salary, income.taxable)
    tax = slab_tax(_slabs(law, table), income.taxable)
    normal_tax = whole_rupees(tax)
    final_tax = final_taxes(law, facts, income)
    surcharge_rate = _surcharge_rate(law, facts, table, income.taxable)
    surcharge = whole_rupees(tax * surcharge_rate)
    base, rate = _super_tax(law, facts, income, final_tax)
    super_tax = whole_rupees(base * rate)
    reliefs = credits_on(law, facts, tax, income.taxable)
    set_off = _set_off(law, final_tax)
    relief = total_of(reliefs, tax)
    tests = top_ups(law, facts, income, tax)
    after = normal_tax - relief + sum((test.top_up for test in tests), ZERO)
    on_turnover = turnover_top_up(law, income, after)
    every_test = tests if on_turnover is None else (*tests, on_turnover)
    final_charge = sum((each.charge for each in final_tax), ZERO)
    top_up = sum((test.top_up for test in every_test), ZERO)
    chargeable = normal_tax + surcharge + super_tax - relief - set_off + top_up + final_charge
    paid_by = _paid(facts)
    paid = whole_rupees(sum((amount for *_, amount in paid_by), ZERO))
    return Charge(
        income=income,
        table=table,
        exact_tax=tax,
        taxable_income=whole_rupees(income.taxable),
        normal_tax=normal_tax,
        surcharge=surcharge,
        surcharge_rate=surcharge_rate,
        super_tax=super_tax,
        super_tax_income=base,
        super_tax_rate=rate,
        reliefs=reliefs,
        set_off=set_off,
        credits=relief + set_off,
        top_ups=every_test,
        final_tax=final_tax,
        chargeable=chargeable,
        paid_by=paid_by,
        paid=paid,
        payable=chargeable - paid,
    )


def _slabs(law: Law, table: str) -> Slabs:
    return law.slabs["salaried" if table == "salaried" else "non_salaried"]


def _surcharge_rate(law: Law, facts: Facts, table: str, taxable: Decimal) -> Decimal:
    """s.4AB: the rate on all of the tax once taxable income is more than the limit, a cliff."""
    rule = law.surcharge
    if rule is None or taxable <= rule.above:
        return ZERO
    with_salary = table == "salaried" or (rule.follows == "salary" and facts.salary > 0)
    return rule.salaried if with_salary else rule.non_salaried


def _super_tax(
    law: Law, facts: Facts, income: Income, final_tax: tuple[FinalTax, ...]
) -> tuple[Decimal, Decimal]:
    """s.4C: the income it is on (with imputable income of final-tax receipts), and its rate."""
    rule = law.super_tax
    if rule is None:
        return ZERO, ZERO
    exports = sum((each.charge for each in final_tax if each.id.startswith("export")), ZERO)
    imputable = income_with_tax(law.slabs["non_salaried"], exports)
    base = income.taxable + income.final_profit + facts.dividends + imputable
    share = rule.exempt_above_export_share
    if share is not None:
        proceeds = exports_without_psb(law, facts) + facts.export_psb
        turnover = proceeds + sum(income.turnover.values(), ZERO) - income.turnover["exports"]
        if proceeds > turnover * share:
            return base, ZERO
    rate = next((rate for limit, rate in reversed(rule.rows) if base > limit), ZERO)
    return base, rate


def _set_off(law: Law, final_tax: tuple[FinalTax, ...]) -> Decimal:
    """A credit that takes the whole of a final charge away (s.65F(1)(c))."""
    return sum(
        (
            each.charge
            for each in final_tax
            if (rule := law.export_rule(each.id)) is not None and rule.regime == "credit"
        ),
        ZERO,
    )


def _paid(facts: Facts) -> tuple[tuple[str, str, str, Decimal], ...]:
    """Taxes already paid: on final-tax income, adjustable, in advance. Receipts may carry paisa."""
    every = (
        ("export_deducted", "Deducted from export proceeds", "154A", facts.export_deducted),
        ("export_psb_deducted", "Deducted from export proceeds, PSEB", "154A", facts.export_psb_deducted),
        ("social_deducted", "Deducted from social-media revenue", "154B", facts.social_deducted),
        ("profit_deducted", "Deducted from profit on debt", "151", facts.profit_deducted),
        ("dividend_deducted", "Deducted from dividends", "150", facts.dividend_deducted),
        ("salary_tax", "Deducted from salary", "149", facts.salary_tax),
        ("local_withheld", "Withheld by clients in Pakistan", "153(1)(b)", facts.local_withheld),
        ("other_tax", "Other adjustable tax", "236, 236Y, 231AB", facts.other_tax),
        ("advance_tax", "Advance tax", "147", facts.advance_tax),
    )
    return tuple((id_, label, section, amount) for id_, label, section, amount in every if amount)
