"""The assessment as live formulas: the same steps as the program's, each a row that refers to others by name.

A formula is written with `{id}` for the cell of another row in the same column, so that one list of rows
serves the year as it is and each of its alternatives. Limits and rates are named cells of the Rules sheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.law.schema import ExportRule
from freelance_pk.tax import Facts

_FINAL = ("final", "credit", "exempt")
_EXPORT_FACTS = {"export_psb": "export_psb", "export_other": "export", "social": "social"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the computation.

    Attributes:
        id: other rows' formulas call it `{id}`.
        label: as a consultant would write it.
        formula: without the equals sign; "" for an input.
        amount: of an input.
        part: head, working, or one of the parts of the sheet.
        law: section.
        bold: a sum that is looked for.
        style: "rupees", "paisa", "percent" or "number".
    """

    id: str
    label: str
    formula: str = ""
    amount: Decimal | int | None = None
    part: str = "main"
    law: str = ""
    bold: bool = False
    style: str = "rupees"


def rounded(formula: str) -> str:
    """Round to whole rupees, fifty paisa up (s.219); the inner rounding takes off binary dust."""
    return f"ROUND(ROUND({formula},6),0)"


def rows_of(law: Law, facts: Facts) -> tuple[Row, ...]:
    """Write every row, inputs and sums, in a consultant's order; workings last."""
    return (
        *_heads(law, facts),
        *_normal(law),
        *_minimum(law),
        *_final(law),
        *_payment(law),
        *_workings(law, facts),
    )


def _amount(id_: str, label: str, amount: Decimal | int, section: str = "", *, part: str = "main") -> Row:
    return Row(id_, label, amount=amount, law=section, part=part, style="paisa")


def _heads(law: Law, facts: Facts) -> Iterator[Row]:
    yield _amount("salary", "Salary", facts.salary, "s.12")
    yield _amount("business", "Business receipts without withholding", facts.business, "s.18")
    yield _amount("local_it", "Local IT services", facts.local_it, "s.153(1)(b)")
    yield _amount("local", "Local services", facts.local, "s.153(1)(b)")
    if _regime(law, "social") == "minimum":
        yield Row("turnover_social", "Social-media revenue", "{social}", law="s.154B", style="paisa")
    else:
        yield Row("turnover_social", "Social-media revenue on the slabs", "0", law="s.154B", part="working")
    yield Row(
        "turnover_exports", "Export receipts on the slabs", _on_slabs(law), law="s.154A(3)", style="paisa"
    )
    yield Row("less_expenses", "Less expenses", "-{expenses_allowed}", law="s.20, s.67", style="paisa")
    yield Row(
        "income_business",
        "Income from business",
        "MAX(0,{turnover}-{expenses_allowed})",
        law="s.18",
        style="paisa",
    )
    limit = "profit_last_limit" if law.profit_on_debt is not None and law.profit_on_debt.bands else ""
    yield Row(
        "profit_on_slabs",
        "Profit on debt above the ceiling of the final tax",
        f"IF({{profit_on_debt}}>{limit},{{profit_on_debt}},0)" if limit else "0",
        law="s.7B",
        style="paisa",
    )
    yield Row(
        "total_income",
        "Total income",
        "{salary}+{income_business}+{profit_on_slabs}",
        law="s.10",
        bold=True,
        style="paisa",
    )
    yield Row("less_zakat", "Less Zakat", "-MIN({zakat},{total_income})", law="s.60", style="paisa")
    yield Row("less_education", "Less education", "-{education_allowed}", law="s.60D", style="paisa")
    yield Row(
        "taxable_income",
        "Taxable income",
        "{total_income}+{less_zakat}+{less_education}",
        law="s.9",
        bold=True,
        style="paisa",
    )


def _regime(law: Law, wanted: str) -> str:
    rule = law.export_rule(wanted)
    return rule.regime if rule is not None else ""


def _receipts_of(law: Law, rule_id: str) -> str:
    """Return the row that holds a rule's receipts; before s.154B social revenue was an export like any other."""
    if rule_id == "export_other" and law.export_rule("social") is None:
        return "({export}+{social})"
    return "{" + _EXPORT_FACTS[rule_id] + "}"


def _on_slabs(law: Law) -> str:
    parts = []
    for rule_id in ("export_psb", "export_other"):
        regime = _regime(law, rule_id)
        receipts = _receipts_of(law, rule_id)
        if regime == "normal":
            parts.append(receipts)
        elif regime in ("final", "credit"):
            parts.append(f"IF({{opt_out}}=1,{receipts},0)")
    return "+".join(parts) or "0"


def _normal(law: Law) -> Iterator[Row]:
    yield Row("normal_tax", "Normal tax", rounded("{exact_tax}"), law="First Schedule, Part I, Division I")
    surcharge = "0"
    if law.surcharge is not None:
        rate = "IF({on_salaried_table}=1,surcharge_salaried,surcharge_non_salaried)"
        surcharge = f"IF({{taxable_income}}>surcharge_above,{rounded(f'{{exact_tax}}*{rate}')},0)"
    yield Row("surcharge", "Surcharge", surcharge, law="s.4AB")
    yield Row(
        "super_tax",
        "Super tax",
        rounded("{super_tax_income}*{super_tax_rate}") if law.super_tax is not None else "0",
        law="s.4C",
    )
    for id_, label, section in _CREDITS:
        if id_ in _credit_ids(law):
            yield Row(
                f"credit_{id_}", f"Less {label} credit", f"-{rounded(f'{{exact_{id_}}}')}", law=f"s.{section}"
            )
    credits_ = "+".join(f"{{credit_{id_}}}" for id_ in _credit_ids(law))
    yield Row(
        "credit_limit",
        "Credits beyond the tax",
        f"MAX(0,-({credits_})-{{normal_tax}})",
        law="s.4(3)",
    )


_CREDITS = (
    ("foreign_tax", "foreign tax", "103"),
    ("donations", "donations", "61"),
    ("pension", "pension fund", "63"),
    ("housing_profit", "housing loan profit", "63A"),
)


def _credit_ids(law: Law) -> list[str]:
    return [id_ for id_, _, _ in _CREDITS if id_ == "foreign_tax" or getattr(law.credits, id_) is not None]


def _minimum(law: Law) -> Iterator[Row]:
    yield Row(
        "minimum_local_services",
        "Minimum tax on local services",
        "IF(AND({local_withheld}>0,{local_it}+{local}>0),"
        + rounded("MAX(0,{local_withheld}-{tax_on_local})")
        + ",0)",
        law="s.153(1)(b)",
    )
    if _regime(law, "social") == "minimum":
        yield Row(
            "minimum_social",
            "Minimum tax on social-media revenue",
            "IF({social}>0," + rounded("MAX(0,{social}*rate_social-{tax_on_social})") + ",0)",
            law="s.154B",
        )
    else:
        yield Row("minimum_social", "Minimum tax on social-media revenue", "0", part="working")
    yield Row(
        "minimum_turnover",
        "Minimum tax on turnover",
        "IF({turnover}<turnover_from,0,"
        + rounded(
            "MAX(0,{turnover}*turnover_rate-({after_credits}+{minimum_local_services}+{minimum_social}))"
        )
        + ")",
        law="s.113",
    )


def _final(law: Law) -> Iterator[Row]:
    for rule in _final_rules(law):
        receipts = f"{{final_receipts_{rule.id}}}"
        yield Row(
            f"final_{rule.id}",
            f"Final tax: {rule.words}",
            rounded(f"{receipts}*rate_{rule.id}") if rule.regime != "exempt" else "0",
            law=f"s.{rule.section}",
        )
    yield Row(
        "final_profit_on_debt",
        "Final tax: Profit on debt",
        rounded("({profit_on_debt}-{profit_on_slabs})*{profit_rate}"),
        law="s.7B",
    )
    yield Row("final_dividends", "Final tax: Dividends", rounded("{dividends}*rate_dividends"), law="s.5")
    set_off = [f"{{final_{rule.id}}}" for rule in _final_rules(law) if rule.regime == "credit"]
    if set_off:
        yield Row("credit_export", "Less credit on export of IT services", f"-({'+'.join(set_off)})")


def _final_rules(law: Law) -> list[ExportRule]:
    return [rule for rule in law.exports if rule.regime in _FINAL]


PAID = (
    ("export_deducted", "deducted from export proceeds", "154A"),
    ("export_psb_deducted", "deducted from export proceeds, PSEB", "154A"),
    ("social_deducted", "deducted from social-media revenue", "154B"),
    ("profit_deducted", "deducted from profit on debt", "151"),
    ("dividend_deducted", "deducted from dividends", "150"),
    ("salary_tax", "deducted from salary", "149"),
    ("local_withheld", "withheld by clients in Pakistan", "153(1)(b)"),
    ("other_tax", "other adjustable tax", "236, 236Y, 231AB"),
    ("advance_tax", "advance tax", "147"),
)


def _payment(law: Law) -> Iterator[Row]:
    charged = ["normal_tax", "surcharge", "super_tax", *(f"credit_{id_}" for id_ in _credit_ids(law))]
    charged += ["credit_limit", "minimum_local_services", "minimum_social", "minimum_turnover"]
    charged += [f"final_{rule.id}" for rule in _final_rules(law)] + [
        "final_profit_on_debt",
        "final_dividends",
    ]
    if any(rule.regime == "credit" for rule in _final_rules(law)):
        charged.append("credit_export")
    yield Row(
        "tax_chargeable",
        "Tax chargeable",
        "+".join(f"{{{each}}}" for each in charged),
        law="s.4",
        bold=True,
    )
    for id_, label, section in PAID:
        yield Row(f"less_{id_}", f"Less {label}", f"-{{{id_}}}", law=f"s.{section}", style="paisa")
    yield Row(
        "tax_paid",
        "Tax paid, to whole rupees",
        rounded("+".join(f"{{{id_}}}" for id_, _, _ in PAID)),
        law="s.219",
    )
    yield Row("payable", "Payable (refundable)", "{tax_chargeable}-{tax_paid}", law="s.137", bold=True)


def _workings(law: Law, facts: Facts) -> Iterator[Row]:
    yield from _given(facts)
    turnover = "{business}+{local_it}+{local}+{turnover_social}+{turnover_exports}"
    yield _work("turnover", "Turnover of the normal regime", turnover, "s.67")
    yield _work(
        "final_turnover",
        "Receipts under final tax",
        "{export}+{export_psb}+{social}-{turnover_exports}-{turnover_social}",
        "s.67",
    )
    shared = "IF({turnover}+{final_turnover}=0,0,{common_expenses}*{turnover}/({turnover}+{final_turnover}))"
    yield _work(
        "expenses_allowed",
        "Expenses allowed: own, of exports on the slabs, and the share of common ones",
        f"{{expenses}}+IF({{turnover_exports}}>0,{{export_expenses}},0)+{shared}",
        "s.67",
    )
    yield _work("education_allowed", "Education allowed", _education(), "s.60D")
    yield Row(
        "on_salaried_table",
        "Salary is more than the law's share of taxable income: 1 yes, 0 no",
        "IF(AND({taxable_income}>0,{salary}>{taxable_income}*salaried_more_than),1,0)",
        part="working",
        law="Division I",
        style="number",
    )
    yield _work(
        "exact_tax",
        "Tax on the slabs, unrounded",
        f"IF({{on_salaried_table}}=1,{_slab('salaried', law)},{_slab('non_salaried', law)})",
        "Division I",
    )
    yield from _super(law)
    yield from _credits(law)
    yield _work("after_credits", "Normal tax less credits", _after_credits(law), "s.4(3)")
    for id_, receipts in (("local", "({local_it}+{local})"), ("social", "{turnover_social}")):
        share = f"IF(OR({{turnover}}=0,{{total_income}}=0),0,{{exact_tax}}*{{income_business}}*{receipts}/{{turnover}}/{{total_income}})"
        yield _work(f"tax_on_{id_}", f"Normal tax attributable to {_WORDS[id_]}", share)
    for rule in _final_rules(law):
        receipts = _receipts_of(law, rule.id)
        kept = f"IF({{opt_out}}=1,0,{receipts})" if rule.regime in ("final", "credit") else receipts
        yield _work(
            f"final_receipts_{rule.id}", f"Receipts under final tax: {rule.words}", kept, f"s.{rule.section}"
        )
    yield Row(
        "profit_rate",
        "Rate on profit on debt",
        _profit_rate(law),
        part="working",
        law="s.7B",
        style="percent",
    )


_WORDS = {"local": "local services", "social": "social-media revenue"}


def _work(id_: str, label: str, formula: str, section: str = "") -> Row:
    return Row(id_, label, formula, part="working", law=section, style="paisa")


def _given(facts: Facts) -> Iterator[Row]:
    """Figures given: what the receipts and the withholding add up to, and what the profile says."""
    yield Row("export", "Export receipts without PSEB", "receipts_export", part="given", style="paisa")
    yield Row("export_psb", "Export receipts with PSEB", "receipts_export_psb", part="given", style="paisa")
    yield Row(
        "social", "Receipts from social-media platforms", "receipts_social", part="given", style="paisa"
    )
    for id_, label, _ in PAID:
        yield Row(id_, f"Tax {label}", f"paid_{id_}", part="given", style="paisa")
    for id_, label in (
        ("expenses", "Expenses of normal-regime business"),
        ("export_expenses", "Expenses of exports"),
        ("common_expenses", "Common expenses"),
        ("profit_on_debt", "Profit on debt"),
        ("dividends", "Dividends"),
        ("zakat", "Zakat"),
        ("tuition", "Tuition"),
        ("children", "Children in education"),
        ("foreign_tax", "Tax paid abroad"),
        ("foreign_income", "Income it was paid on"),
        ("donations", "Donations"),
        ("pension", "Pension contributions"),
        ("housing_profit", "Housing loan profit"),
    ):
        amount: Decimal | int = getattr(facts, id_)
        yield _amount(id_, label, amount, part="given")
    yield Row(
        "opt_out",
        "Opted out of the final tax on exports: 1 yes, 0 no",
        amount=int(facts.opt_out),
        part="given",
        law="s.154A(3)",
        style="number",
    )


def _education() -> str:
    income = "({total_income}+{less_zakat})"
    return (
        f"IF(OR({{tuition}}=0,{income}>=education_below),0,"
        f"MIN({{tuition}}*education_of_tuition,{income}*education_of_income,education_per_child*{{children}}))"
    )


def _slab(table: str, law: Law) -> str:
    """Tax on a table: an income equal to a limit belongs to the row below it."""
    count = f"SUMPRODUCT(--({table}_limits<{{taxable_income}}))"
    tax = (
        f"IF({{taxable_income}}<=0,0,INDEX({table}_fixed,{count})+({{taxable_income}}-INDEX({table}_limits,{count}))"
        f"*INDEX({table}_rates,{count}))"
    )
    floor = law.slabs["salaried" if table == "salaried" else "non_salaried"].floor
    if floor is None:
        return tax
    return f"IF({{taxable_income}}>{table}_floor_above,MAX({tax},{table}_floor_tax),{tax})"


def _super(law: Law) -> Iterator[Row]:
    if law.super_tax is None:
        return
    charges = (
        "+".join(f"{{final_{rule.id}}}" for rule in _final_rules(law) if rule.id.startswith("export")) or "0"
    )
    yield _work("final_on_exports", "Final tax on exports", charges, "s.2(28A)")
    place = (
        "SUMPRODUCT(MAX((non_salaried_fixed<{final_on_exports})*(non_salaried_rates>0)*non_salaried_numbers))"
    )
    imputable = (
        f"IF(OR({{final_on_exports}}<=0,{place}=0),0,INDEX(non_salaried_limits,{place})"
        f"+({{final_on_exports}}-INDEX(non_salaried_fixed,{place}))/INDEX(non_salaried_rates,{place}))"
    )
    yield _work("imputable_income", "Imputable income of final-tax exports", imputable, "s.2(28A)")
    yield _work(
        "super_tax_income",
        "Income for super tax",
        "{taxable_income}+{profit_on_debt}-{profit_on_slabs}+{dividends}+{imputable_income}",
        "s.4C",
    )
    number = "SUMPRODUCT(MAX((super_limits<{super_tax_income})*super_numbers))"
    rate = f"IF({number}=0,0,INDEX(super_rates,{number}))"
    if law.super_tax.exempt_above_export_share is not None:
        proceeds = "({export}+{export_psb})"
        whole = f"({proceeds}+{{turnover}}-{{turnover_exports}})"
        rate = f"IF(AND({whole}>0,{proceeds}>{whole}*super_exempt_share),0,{rate})"
    yield Row("super_tax_rate", "Rate of super tax", rate, part="working", law="s.4C", style="percent")


def _credits(law: Law) -> Iterator[Row]:
    """Credits in the law's order, each at the average rate, none beyond what is left of the tax."""
    tax, taxable = "{exact_tax}", "{taxable_income}"
    none = f"OR({tax}<=0,{taxable}<=0)"
    before: list[str] = []
    for id_ in _credit_ids(law):
        if id_ == "foreign_tax":
            amount = f"MIN({{foreign_tax}},{tax}*MIN({{foreign_income}},{taxable})/{taxable})"
        else:
            left = tax + "".join(f"-{{exact_{each}}}" for each in before)
            amount = f"MIN({tax}*MIN({{{id_}}},{taxable}*{id_}_share)/{taxable},{left})"
        yield _work(
            f"exact_{id_}", f"Credit for {id_.replace('_', ' ')}, unrounded", f"IF({none},0,{amount})"
        )
        before.append(id_)


def _after_credits(law: Law) -> str:
    return "{normal_tax}+{credit_limit}" + "".join(f"+{{credit_{id_}}}" for id_ in _credit_ids(law))


def _profit_rate(law: Law) -> str:
    rule = law.profit_on_debt
    formula = "0"
    if rule is not None:
        for number in range(len(rule.bands), 0, -1):
            formula = f"IF({{profit_on_debt}}<=profit_limit_{number},profit_rate_{number},{formula})"
    return formula
