"""Rows that print the sums of the rows above them, written anew for the other amounts."""

from collections.abc import Set as AbstractSet
from decimal import Decimal

from freelance_pk.intake.files import Row
from freelance_pk.intake.redaction.amounts import Amounts
from freelance_pk.intake.redaction.figures import written_like
from freelance_pk.model.money import ZERO

_CENT = Decimal("0.01")
Sums = dict[int, Decimal]


def other_sums(
    data: list[Row],
    made: dict[int, list[str]],
    total_lines: AbstractSet[int],
    counted: AbstractSet[int],
    amounts: Amounts,
) -> None:
    """Write the totals of money columns: of all rows above, or of those since the last total; others stay as they are.

    Args:
        data: rows of the original below the header.
        made: the masked rows by number.
        total_lines: rows that are totals.
        counted: rows that are money.
        amounts: how the columns write amounts.
    """
    old_all, new_all, old_part, new_part = Sums(), Sums(), Sums(), Sums()
    for line, row in data:
        old, new = amounts.values(row), amounts.values(made[line])
        if line in counted:
            for sums, values in ((old_all, old), (old_part, old), (new_all, new), (new_part, new)):
                for place, value in values.items():
                    sums[place] = sums.get(place, ZERO) + value
        elif line in total_lines:
            for place, printed in old.items():
                for before, after in ((old_all, new_all), (old_part, new_part)):
                    if place in before and abs(abs(before[place]) - abs(printed)) < _CENT:
                        value = (
                            abs(after[place]).copy_sign(printed)
                            if printed * before[place] > 0
                            else -after[place]
                        )
                        grouping = amounts.groupings.get(place, ("", False))
                        made[line][place] = written_like(row[place], value, amounts.styles[place], grouping)
                        break
            old_part, new_part = Sums(), Sums()
