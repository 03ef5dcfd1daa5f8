"""The totals a statement prints of itself, against its rows: they are compared, never imported."""

import re
from collections.abc import Sequence
from decimal import Decimal

from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import Totals
from freelance_pk.model.entry import Entry
from freelance_pk.model.issue import Issue, error, warning
from freelance_pk.model.money import ZERO

_CENT = Decimal("0.01")


def check_totals(name: str, text: str, totals: Totals, entries: Sequence[Entry]) -> tuple[Issue, ...]:
    """Compare opening and closing balance, debits and credits with the sums of the entries.

    Args:
        name: of the file, for messages.
        text: the parts of the file that are no rows.
        totals: where its figures stand.
        entries: everything the file's rows gave, in one currency.
    """
    printed = _printed(text, totals)
    if not entries or len({entry.currency for entry in entries}) > 1:
        return ()
    credits_, debits = (
        sum((entry.amount for entry in entries if entry.amount > 0), ZERO),
        -sum((entry.amount for entry in entries if entry.amount < 0), ZERO),
    )
    differences = [
        f"{words} {printed[key]} are printed and {found} were read"
        for key, words, found in (("credits", "credits of", credits_), ("debits", "debits of", debits))
        if key in printed and abs(abs(printed[key]) - found) >= _CENT
    ]
    if {"opening", "closing"} <= set(printed):
        expected = printed["opening"] + credits_ - debits
        if abs(expected - printed["closing"]) >= _CENT:
            differences.append(
                f"the opening balance {printed['opening']} and the rows read lead to {expected}, "
                f"and the closing balance printed is {printed['closing']}"
            )
    if not differences:
        return ()
    make = error if totals.proven else warning
    return (
        make(
            "totals-differ",
            f"the statement's own totals differ from its rows: {'; '.join(differences)}. Rows may be missing.",
            origin=name,
            remedy="download the statement again for the whole period; if it is whole, compare its last page",
        ),
    )


def _printed(text: str, totals: Totals) -> dict[str, Decimal]:
    printed: dict[str, Decimal] = {}
    for pattern in totals.patterns:
        found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
        for key, value in (found.groupdict() if found else {}).items():
            try:
                amount = parse_amount(value or "")
            except ValueError:
                continue  # a total that cannot be read proves nothing
            if amount is not None:
                printed.setdefault(key, amount)
    return printed
