"""The direction of amounts printed without a sign: from the running balance, and from the column they stand in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

Sign = int  # +1 into the account, -1 out of it, 0 the balance did not move: a memo


class Unsigned(NamedTuple):
    """One row: its amount without a sign, and the balance after it.

    `hint` is the sign that the column or the words of the row give, 0 if none do.
    """

    line: int
    day: date
    amount: Decimal
    balance: Decimal
    hint: Sign = 0


class _Walk(NamedTuple):
    """The signs that one order of the rows leads to, and how often its balances do not follow."""

    signs: dict[int, Sign]
    breaks: int


def directions(rows: Sequence[Unsigned], opening: Decimal | None) -> dict[int, Sign] | None:
    """Find each row's sign: the one that leads from the older balance to its own, else the hint.

    Args:
        rows: in the order of the file.
        opening: balance before the oldest row, None if the file does not print it.

    Returns:
        Sign by line, without the rows that nothing tells the sign of; None when the rows' order is not
        known and two orders fit with different signs.
    """
    if not rows:
        return {}
    first, last = rows[0].day, rows[-1].day
    oldest_first, newest_first = list(rows), list(reversed(rows))
    if first != last:
        return _walk(oldest_first if first < last else newest_first, opening).signs
    walks = sorted(
        (_walk(newest_first, opening), _walk(oldest_first, opening)),
        key=lambda walk: (walk.breaks, -len(walk.signs)),
    )
    best, other = walks
    if best.breaks == other.breaks and best.signs != other.signs and len(rows) > 1:
        return None
    return best.signs


def _walk(oldest_first: Sequence[Unsigned], opening: Decimal | None) -> _Walk:
    signs: dict[int, Sign] = {}
    breaks = 0
    before = opening
    for row in oldest_first:
        sign = None if before is None else _sign(row, before)
        if sign is None:
            breaks += before is not None
            sign = row.hint or None
        if sign is not None:
            signs[row.line] = sign
        before = row.balance
    return _Walk(signs, breaks)


def _sign(row: Unsigned, before: Decimal) -> Sign | None:
    moved = row.balance - before
    if moved == row.amount:
        return 1
    if moved == -row.amount:
        return -1
    return 0 if not moved else None
