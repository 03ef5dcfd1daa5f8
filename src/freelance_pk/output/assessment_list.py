"""Many assessments, one line each."""

from collections.abc import Sequence

from freelance_pk.model.money import ZERO
from freelance_pk.output.markdown import markdown_table
from freelance_pk.output.numbers import rupees
from freelance_pk.tax.result import Assessment

_HEADER = ("Row", "Year", "Taxable", "Normal", "Final", "Chargeable", "Paid", "Payable")


def as_list(made: Sequence[Assessment], *, lakh: bool, width: int, colour: bool, markdown: bool) -> str:
    """Render one row per assessment."""
    rows = [
        (
            str(number),
            str(each.tax_year),
            *(
                rupees(amount, lakh=lakh)
                for amount in (
                    each.taxable_income,
                    each.normal_tax,
                    sum((tax.charge for tax in each.final_tax), ZERO),
                    each.tax_chargeable,
                    each.tax_paid,
                    each.payable,
                )
            ),
        )
        for number, each in enumerate(made, start=1)
    ]
    if markdown:
        return "\n".join(markdown_table(_HEADER, rows, numbers_from=0)) + "\n"
    from freelance_pk.output.screen import render, table  # noqa: PLC0415 - rich is imported only to draw

    return render([table([(name, True) for name in _HEADER], rows)], width=width, colour=colour)
