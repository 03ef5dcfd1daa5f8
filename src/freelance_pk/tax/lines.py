"""The computation in words and numbers: every rupee with its formula, section and source."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.law.schema import Cited
from freelance_pk.model.line import Line
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.charge import Charge
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.slabs import figure, per_cent, slab_formula

_TURNOVER_WORDS = {
    "business": ("Business receipts without withholding", "11", "business"),
    "local_it": ("Local IT services", "153(1)(b)", "local_it"),
    "local": ("Local services", "153(1)(b)", "local"),
    "social": ("Social-media revenue", "154B", "social"),
    "exports": ("Export receipts on the slabs", "154A(3)", "export"),
}


def cite(rule: Cited) -> str:
    """Write a rule's section and source."""
    sure = "" if rule.confidence == "high" else f" (confidence: {rule.confidence})"
    return f"{rule.cited}, {rule.source}{sure}"


def _sum_words(amounts: Iterable[Decimal]) -> str:
    """Write a sum with its numbers: "297,240 + 17,456 - 5,000"."""
    words = "".join(f" {'-' if amount < 0 else '+'} {figure(abs(amount))}" for amount in amounts if amount)
    return words.removeprefix(" + ").strip() or "0"


def lines_of(law: Law, facts: Facts, charge: Charge) -> tuple[Line, ...]:
    """Write every line of the computation, in a consultant's order."""
    return tuple(
        line
        for part in (_heads, _allowances, _normal, _minimum, _final, _payment)
        for line in part(law, facts, charge)
    )


def _from(facts: Facts, *names: str) -> tuple[str, ...]:
    return tuple(place for name in names for place in facts.origins.get(name, ()))


def _heads(_law: Law, facts: Facts, charge: Charge) -> Iterator[Line]:
    income = charge.income
    if income.salary:
        yield Line("salary", "Salary", income.salary, law="s.12", inputs=_from(facts, "salary"))
    for sort, amount in income.turnover.items():
        if amount:
            label, section, fact = _TURNOVER_WORDS[sort]
            inputs = _from(facts, fact, "export_psb") if sort == "exports" else _from(facts, fact)
            yield Line(f"receipts_{sort}", label, amount, law=f"s.{section}", inputs=inputs)
    if income.expenses:
        inputs = _from(facts, "expenses", "common_expenses", "export_expenses")
        yield Line("expenses", "Less expenses", -income.expenses, law="s.20", inputs=inputs)
    if any(income.turnover.values()):
        turnover = sum(income.turnover.values(), ZERO)
        yield Line(
            "business",
            "Income from business",
            income.business,
            f"{figure(turnover)} - {figure(income.expenses)}, not below 0",
            "s.18, s.67",
        )
    if income.profit:
        yield Line(
            "profit_on_slabs",
            "Profit on debt above the ceiling of the final tax",
            income.profit,
            law="s.7B",
            inputs=_from(facts, "profit_on_debt"),
        )
    heads = [amount for amount in (income.salary, income.business, income.profit) if amount]
    yield Line("total_income", "Total income", income.total, _sum_words(heads), "s.10")


def _allowances(law: Law, facts: Facts, charge: Charge) -> Iterator[Line]:
    income = charge.income
    if income.zakat:
        yield Line("zakat", "Less Zakat", -income.zakat, law="s.60", inputs=_from(facts, "zakat"))
    if income.education:
        yield Line("education", "Less education", -income.education, law=cite(law.education))
    yield Line(
        "taxable_income",
        "Taxable income",
        charge.taxable_income,
        f"{figure(income.total)} - {figure(income.zakat + income.education)}",
        "s.9",
    )


def _normal(law: Law, _facts: Facts, charge: Charge) -> Iterator[Line]:
    table = law.slabs["salaried" if charge.table == "salaried" else "non_salaried"]
    words = "salaried" if charge.table == "salaried" else "non-salaried"
    yield Line(
        "normal_tax",
        f"Normal tax, {words} table",
        charge.normal_tax,
        slab_formula(table, charge.income.taxable),
        cite(table),
    )
    if charge.surcharge and law.surcharge is not None:
        yield Line(
            "surcharge",
            "Surcharge",
            charge.surcharge,
            f"{per_cent(charge.surcharge_rate)} x {figure(charge.exact_tax)}, taxable income being more than {law.surcharge.above:,}",
            cite(law.surcharge),
        )
    if charge.super_tax and law.super_tax is not None:
        yield Line(
            "super_tax",
            "Super tax",
            charge.super_tax,
            f"{per_cent(charge.super_tax_rate)} x {whole_rupees(charge.super_tax_income):,}",
            cite(law.super_tax),
        )
    for relief in charge.reliefs:
        yield Line(
            f"credit_{relief.id}",
            f"Less {relief.label} credit",
            -relief.amount,
            relief.formula,
            f"s.{relief.section}",
        )
    over = sum((relief.amount for relief in charge.reliefs), ZERO) - (charge.credits - charge.set_off)
    if over:
        yield Line("credit_limit", "Credits beyond the tax", over, "credits are not refundable", "s.4(3)")


def _minimum(_law: Law, _facts: Facts, charge: Charge) -> Iterator[Line]:
    for test in charge.top_ups:
        if test.top_up:
            yield Line(
                f"minimum_{test.id}",
                test.label,
                test.top_up,
                f"{whole_rupees(test.minimum):,} - {whole_rupees(test.attributable):,} of normal tax on that income",
                f"s.{test.section}",
            )


def _final(law: Law, facts: Facts, charge: Charge) -> Iterator[Line]:
    labels = {rule.id: rule.words for rule in law.exports}
    labels |= {"profit_on_debt": "Profit on debt", "dividends": "Dividends"}
    rules: dict[str, Cited | None] = {rule.id: rule for rule in law.exports}
    rules |= {"profit_on_debt": law.profit_on_debt, "dividends": law.dividends}
    facts_of = {"export_other": ("export", "social")}
    for tax in charge.final_tax:
        rule = rules[tax.id]
        assert rule is not None, "what the law does not know is not charged"
        yield Line(
            f"final_{tax.id}",
            f"Final tax: {labels[tax.id]}",
            tax.charge,
            f"{figure(tax.receipts)} x {per_cent(tax.rate)}",
            cite(rule),
            _from(facts, *facts_of.get(tax.id, (tax.id,))),
        )
    if charge.set_off:
        section = next(rule.credit_section for rule in law.exports if rule.regime == "credit")
        yield Line(
            "credit_export",
            "Less credit on export of IT services",
            -charge.set_off,
            "100 % of the charge",
            f"s.{section}",
        )


def _payment(_law: Law, facts: Facts, charge: Charge) -> Iterator[Line]:
    charged = [charge.normal_tax, charge.surcharge, charge.super_tax, -charge.credits]
    charged += [test.top_up for test in charge.top_ups] + [tax.charge for tax in charge.final_tax]
    yield Line("tax_chargeable", "Tax chargeable", charge.chargeable, _sum_words(charged), "s.4")
    exact: Decimal = ZERO
    for id_, label, section, amount in charge.paid_by:
        exact += amount
        yield Line(
            f"paid_{id_}",
            f"Less {label[0].lower()}{label[1:]}",
            -amount,
            law=f"s.{section}",
            inputs=_from(facts, id_),
        )
    if exact != charge.paid:
        yield Line("paid_rounding", "Rounding of taxes paid", exact - charge.paid, "to whole rupees", "s.219")
    words = "Payable with the return" if charge.payable >= 0 else "Refundable"
    yield Line("payable", words, charge.payable, f"{charge.chargeable:,} - {charge.paid:,}", "s.137")
