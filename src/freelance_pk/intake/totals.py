"""The totals a statement prints of itself, against its rows: they are compared, never imported."""

import re
from collections.abc import Sequence
from decimal import Decimal

from freelance_pk.intake.layout_parts import Totals
from freelance_pk.intake.numbers import parse_amount
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
    printed = printed_totals(text, totals)
    if not entries or len({entry.currency for entry in entries}) > 1:
        return ()
    credits_, debits = (
        sum((entry.amount for entry in entries if entry.amount > 0), ZERO),
        -sum((entry.amount for entry in entries if entry.amount < 0), ZERO),
    )
    differences = [
        f"{words} {abs(printed[key]):,} are printed and {found:,} were read"
        for key, words, found in (("credits", "credits of", credits_), ("debits", "debits of", debits))
        if key in printed and abs(abs(printed[key]) - found) >= _CENT
    ]
    differences += _ends(printed, credits_ - debits, entries)
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


def _ends(printed: dict[str, Decimal], moved: Decimal, entries: Sequence[Entry]) -> list[str]:
    """Compare the opening balance, moved by all rows, with the closing one: printed, else that of the last row."""
    balances = [each for each in (entries[0].balance, entries[-1].balance) if each is not None]
    if "opening" in printed:
        reached = printed["opening"] + moved
        closing = [printed["closing"]] if "closing" in printed else balances
        if closing and all(abs(reached - each) >= _CENT for each in closing):
            said = " or ".join(f"{each:,}" for each in dict.fromkeys(closing))
            start = f"the opening balance {printed['opening']:,} and the rows read lead to {reached:,}"
            return [f"{start}, and the closing balance is {said}"]
    elif "closing" in printed and balances and printed["closing"] not in balances:
        return [f"the closing balance is {printed['closing']:,}, and no row at either end leads to it"]
    return []


def printed_totals(text: str, totals: Totals) -> dict[str, Decimal]:
    """Return the figures that a text states: opening, closing, debits, credits, as far as it does."""
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
