"""What is due and when: the return, and the instalments of advance tax for the year after."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.result import Assessment


class Due(NamedTuple):
    """One due date. `amount` None: depends on what the year brings. `words` says what, and how it is reckoned."""

    day: date
    id: str
    words: str
    amount: Decimal | None
    law: str


def due_dates(law: Law, made: Assessment, today: date) -> tuple[Due, ...]:
    """List what is due from `today` on, the next first.

    Args:
        law: of the assessed year: its return, and the instalments that its tax is the base of.
        made: the assessment of that year.
        today: the day to look from; what was due before is left out.
    """
    every = [*_return(law, made), *_instalments(law, made)]
    return tuple(sorted(due for due in every if due.day >= today))


def _return(law: Law, made: Assessment) -> Iterator[Due]:
    rule = law.return_
    day = rule.extended_to or rule.due
    words = f"return and wealth statement of tax year {law.tax_year}"
    if rule.extended_to is not None:
        sure = "" if rule.extension_confidence == "high" else f", {rule.extension_confidence} confidence"
        words += f" (extended from {rule.due}; {rule.extension_source}{sure})"
    yield Due(day, "return", words, max(made.payable, ZERO), f"s.{rule.section}")


def _instalments(law: Law, made: Assessment) -> Iterator[Due]:
    """s.147: a quarter of the latest year's tax, where its income beside salary reaches the threshold.

    Final-tax income and salary are left out of the income; the tax is taken in proportion.
    """
    rule = law.advance_tax
    salary = next((line.amount for line in made.lines if line.id == "salary"), ZERO)
    other = max(made.taxable_income - salary, ZERO)
    if other < rule.from_taxable:
        return
    tax = made.normal_tax + made.surcharge + made.super_tax - made.credits + made.minimum_tax_top_up
    base = max(tax, ZERO) * other / made.taxable_income
    for number, (month, day) in enumerate(rule.due, start=1):
        year = law.tax_year if month >= 7 else law.tax_year + 1
        yield Due(
            date(year, month, day),
            f"instalment_{number}",
            f"advance tax of tax year {law.tax_year + 1}, instalment {number}: a quarter of {whole_rupees(base):,}, "
            "less adjustable tax deducted in the quarter",
            whole_rupees(base / 4),
            f"s.{rule.section}",
        )
