"""Tax on the slabs of Division I."""

from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.law.schema import Slabs
from freelance_pk.model.money import ZERO, paisa


def slab_tax(table: Slabs, income: Decimal) -> Decimal:
    """Return the tax on an income, unrounded. An income equal to a limit belongs to the row below it."""
    tax = ZERO
    for row in table.rows:
        if income <= row.limit:
            break
        tax = row.fixed + (income - row.limit) * row.rate
    if table.floor is not None and income > table.floor.above:
        tax = max(tax, table.floor.tax)
    return tax


def per_cent(rate: Decimal) -> str:
    """Write a rate as a percentage without surplus zeros: "0.25 %", "10 %"."""
    text = f"{rate * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def figure(amount: Decimal) -> str:
    """Write an amount inside a formula: grouped, to the paisa where it is not whole."""
    rounded = paisa(amount)
    whole = rounded.to_integral_value()
    return f"{whole if rounded == whole else rounded:,}"


def slab_formula(table: Slabs, income: Decimal) -> str:
    """Write the arithmetic of `slab_tax` with its numbers."""
    row = next((row for row in reversed(table.rows) if income > row.limit), table.rows[0])
    words = (
        f"{row.fixed:,} + {per_cent(row.rate)} x ({figure(income)} - {row.limit:,})"
        if row.rate
        else f"{row.fixed:,}"
    )
    if table.floor is not None and income > table.floor.above and slab_tax(table, income) == table.floor.tax:
        return f"at least {table.floor.tax:,} above {table.floor.above:,}"
    return words


def table_for(law: Law, salary: Decimal, taxable: Decimal) -> str:
    """Return "salaried" where salary is more than the law's share of taxable income, else "non_salaried"."""
    return "salaried" if taxable > 0 and salary > taxable * law.salaried_test.more_than else "non_salaried"


def income_with_tax(table: Slabs, tax: Decimal) -> Decimal:
    """Return the income on which a table's tax is `tax`: imputable income of a final tax (s.2(28A))."""
    for row in reversed(table.rows):
        if tax > row.fixed and row.rate:
            return row.limit + (tax - row.fixed) / row.rate
    return ZERO
