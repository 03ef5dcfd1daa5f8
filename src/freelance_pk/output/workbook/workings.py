"""The rows beneath the computation: figures given, and sums that only other rows need."""

from collections.abc import Iterator
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.output.workbook.steps import (
    PAID,
    Row,
    amount_row,
    credit_ids,
    final_rules,
    receipts_of,
)
from freelance_pk.tax.facts import Facts


def workings(law: Law, facts: Facts) -> Iterator[Row]:
    """Write the figures given, then the workings."""
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
    for rule in final_rules(law):
        receipts = receipts_of(law, rule.id)
        kept = f"IF({{opt_out}}=1,0,{receipts})" if rule.regime in ("final", "credit") else receipts
        yield _work(f"final_receipts_{rule.id}", f"Receipts under final tax: {rule.words}", kept, rule.cited)
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
        yield amount_row(id_, label, amount, part="given")
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
        "+".join(f"{{final_{rule.id}}}" for rule in final_rules(law) if rule.id.startswith("export")) or "0"
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
        proceeds = f"({receipts_of(law, 'export_other')}+{receipts_of(law, 'export_psb')})"
        whole = f"({proceeds}+{{turnover}}-{{turnover_exports}})"
        rate = f"IF(AND({whole}>0,{proceeds}>{whole}*super_exempt_share),0,{rate})"
    yield Row("super_tax_rate", "Rate of super tax", rate, part="working", law="s.4C", style="percent")


def _credits(law: Law) -> Iterator[Row]:
    """Credits in the law's order, each at the average rate, none beyond what is left of the tax."""
    tax, taxable = "{exact_tax}", "{taxable_income}"
    none = f"OR({tax}<=0,{taxable}<=0)"
    before: list[str] = []
    for id_ in credit_ids(law):
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
    return "{normal_tax}+{credit_limit}" + "".join(f"+{{credit_{id_}}}" for id_ in credit_ids(law))


def _profit_rate(law: Law) -> str:
    rule = law.profit_on_debt
    formula = "0"
    if rule is not None:
        for number in range(len(rule.bands), 0, -1):
            formula = f"IF({{profit_on_debt}}<=profit_limit_{number},profit_rate_{number},{formula})"
    return formula
