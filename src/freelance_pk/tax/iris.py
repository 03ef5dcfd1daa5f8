"""The return's page: which code gets which amount, in the order of the form."""

from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.charge import Charge
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import IrisRow


def iris_rows(law: Law, facts: Facts, charge: Charge) -> tuple[IrisRow, ...]:
    """Fill the return's codes; none for a year whose form is not known.

    Receipts under final tax carry the tax deducted as their second amount.
    """
    if law.iris is None:
        return ()
    amounts = _amounts(facts, charge)
    final = {tax.id: tax for tax in charge.final_tax}
    rows = []
    for code, label, fact in law.iris.rows:
        if fact in final:
            tax = final[fact]
            rows.append(IrisRow(code, label, whole_rupees(tax.receipts), whole_rupees(tax.deducted)))
        elif fact == "profit_final" and "profit_on_debt" in final:
            tax = final["profit_on_debt"]
            rows.append(IrisRow(code, label, whole_rupees(tax.receipts), whole_rupees(tax.deducted)))
        elif amounts.get(fact):
            rows.append(IrisRow(code, label, whole_rupees(amounts[fact])))
    return tuple(rows)


def _amounts(facts: Facts, charge: Charge) -> dict[str, Decimal]:
    income = charge.income
    exports = sum((tax.receipts for tax in charge.final_tax if tax.id.startswith("export")), ZERO)
    return {
        "salary": facts.salary,
        "salary_tax": facts.salary_tax,
        "exports": exports,
        "business_receipts": sum(income.turnover.values(), ZERO),
        "business": income.business,
        "total_income": income.total,
        "zakat": income.zakat,
        "education": income.education,
        "taxable_income": income.taxable,
        "normal_tax": charge.normal_tax + charge.surcharge + charge.super_tax,
        "final_tax": sum((tax.charge for tax in charge.final_tax), ZERO),
        "tax_chargeable": charge.chargeable,
        "withheld": charge.paid - whole_rupees(facts.advance_tax),  # the form adds the two up
        "advance_tax": facts.advance_tax,
        "admitted": max(charge.payable, ZERO),
        "refundable": max(-charge.payable, ZERO),
    }
