"""The assessment as live formulas: the same steps as the program's, each a row that refers to others by name.

A formula is written with `{id}` for the cell of another row in the same column, so that one list of rows
serves the year as it is and each of its alternatives. Limits and rates are named cells of the Rules sheet.
"""

from collections.abc import Iterator

from freelance_pk.law import Law
from freelance_pk.output.workbook.steps import (
    CREDITS,
    PAID,
    Row,
    amount_row,
    credit_ids,
    final_rules,
    receipts_of,
    regime_of,
    rounded,
)
from freelance_pk.output.workbook.workings import workings
from freelance_pk.tax.facts import Facts


def rows_of(law: Law, facts: Facts) -> tuple[Row, ...]:
    """Write every row, inputs and sums, in a consultant's order; workings last."""
    return (
        *_heads(law, facts),
        *_normal(law),
        *_minimum(law),
        *_final(law),
        *_payment(law),
        *workings(law, facts),
    )


def _heads(law: Law, facts: Facts) -> Iterator[Row]:
    yield amount_row("salary", "Salary", facts.salary, "s.12")
    yield amount_row("business", "Business receipts without withholding", facts.business, "s.18")
    yield amount_row("local_it", "Local IT services", facts.local_it, "s.153(1)(b)")
    yield amount_row("local", "Local services", facts.local, "s.153(1)(b)")
    if regime_of(law, "social") == "minimum":
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


def _on_slabs(law: Law) -> str:
    parts = []
    for rule_id in ("export_psb", "export_other"):
        regime = regime_of(law, rule_id)
        receipts = receipts_of(law, rule_id)
        if regime == "normal":
            parts.append(receipts)
        elif regime in ("final", "credit"):
            parts.append(f"IF({{opt_out}}=1,{receipts},0)")
    return "+".join(parts) or "0"


def _normal(law: Law) -> Iterator[Row]:
    yield Row("normal_tax", "Normal tax", rounded("{exact_tax}"), law="First Schedule, Part I, Division I")
    surcharge = "0"
    if law.surcharge is not None:
        with_salary = (
            "{on_salaried_table}=1"
            if law.surcharge.follows == "table"
            else "OR({on_salaried_table}=1,{salary}>0)"
        )
        rate = f"IF({with_salary},surcharge_salaried,surcharge_non_salaried)"
        surcharge = f"IF({{taxable_income}}>surcharge_above,{rounded(f'{{exact_tax}}*{rate}')},0)"
    yield Row("surcharge", "Surcharge", surcharge, law="s.4AB")
    yield Row(
        "super_tax",
        "Super tax",
        rounded("{super_tax_income}*{super_tax_rate}") if law.super_tax is not None else "0",
        law="s.4C",
    )
    for id_, label, section in CREDITS:
        if id_ in credit_ids(law):
            yield Row(
                f"credit_{id_}", f"Less {label} credit", f"-{rounded(f'{{exact_{id_}}}')}", law=f"s.{section}"
            )
    credits_ = "+".join(f"{{credit_{id_}}}" for id_ in credit_ids(law))
    yield Row(
        "credit_limit",
        "Credits beyond the tax",
        f"MAX(0,-({credits_})-{{normal_tax}})",
        law="s.4(3)",
    )


def _minimum(law: Law) -> Iterator[Row]:
    yield Row(
        "minimum_local_services",
        "Minimum tax on local services",
        "IF(AND({local_withheld}>0,{local_it}+{local}>0),"
        + rounded("MAX(0,{local_withheld}-{tax_on_local})")
        + ",0)",
        law="s.153(1)(b)",
    )
    if regime_of(law, "social") == "minimum":
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
    for rule in final_rules(law):
        receipts = f"{{final_receipts_{rule.id}}}"
        yield Row(
            f"final_{rule.id}",
            f"Final tax: {rule.words}",
            rounded(f"{receipts}*rate_{rule.id}") if rule.regime != "exempt" else "0",
            law=rule.cited,
        )
    yield Row(
        "final_profit_on_debt",
        "Final tax: Profit on debt",
        rounded("({profit_on_debt}-{profit_on_slabs})*{profit_rate}"),
        law="s.7B",
    )
    yield Row("final_dividends", "Final tax: Dividends", rounded("{dividends}*rate_dividends"), law="s.5")
    set_off = [f"{{final_{rule.id}}}" for rule in final_rules(law) if rule.regime == "credit"]
    if set_off:
        yield Row("credit_export", "Less credit on export of IT services", f"-({'+'.join(set_off)})")


def _payment(law: Law) -> Iterator[Row]:
    charged = ["normal_tax", "surcharge", "super_tax", *(f"credit_{id_}" for id_ in credit_ids(law))]
    charged += ["credit_limit", "minimum_local_services", "minimum_social", "minimum_turnover"]
    charged += [f"final_{rule.id}" for rule in final_rules(law)] + [
        "final_profit_on_debt",
        "final_dividends",
    ]
    if any(rule.regime == "credit" for rule in final_rules(law)):
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
