"""Rupees in crore, lakh and thousand: 12 lakh 34 thousand, as they are said."""

from collections.abc import Iterable
from decimal import Decimal

from freelance_pk.model.money import whole_rupees
from freelance_pk.output.labels import Labels
from freelance_pk.tax.result import Assessment

Spelled = tuple[tuple[str, str], ...]  # a label and its amount in words, both in the language asked for

_UNITS = ((10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand"))


def in_words(amount: Decimal, label: Labels) -> str:
    """Write whole rupees with the names of their groups."""
    rest = abs(int(whole_rupees(amount)))
    parts = [label("minus")] if whole_rupees(amount) < 0 else []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts += [str(count), label(unit)]
    if rest or not parts:
        parts.append(str(rest))
    return label("Rs {amount}", amount=" ".join(parts))


def assessment_spelled(made: Assessment, label: Labels) -> Spelled:
    """Spell what an assessment comes to."""
    rows = (
        ("Taxable income", made.taxable_income),
        ("Tax chargeable", made.tax_chargeable),
        ("Tax paid", made.tax_paid),
        ("Refundable" if made.payable < 0 else "Payable", abs(made.payable)),
    )
    return spelled(rows, label)


def spelled(rows: Iterable[tuple[str, Decimal]], label: Labels) -> Spelled:
    """Spell amounts and translate their names."""
    return tuple((label(name), in_words(amount, label)) for name, amount in rows)
