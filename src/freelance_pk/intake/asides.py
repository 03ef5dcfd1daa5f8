"""Rows that people and programs put among the transactions: notes, and totals."""

import re
from collections.abc import Sequence

# Three words of letters and more: no date, id or amount that was cut off looks like that.
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW_WORDS = 3
_TOTAL = re.compile(r"(?:(?:grand|net)[ -])?totals?\b.{0,30}", re.IGNORECASE)
_PART = re.compile(r"(?:sub|page)[ -]?totals?\b.{0,30}", re.IGNORECASE)
HEADER_AGAIN = "the header again"
NOTE, TOTAL, PART = "a note, not a row", "total, not a row", "subtotal, not a row"


def aside(row: Sequence[str]) -> str:
    """Say what a row without a date is: NOTE, TOTAL, PART (of a total), or "" where it may be a transaction that was damaged."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) == 1:
        return NOTE if len(_WORD.findall(filled[0][:200])) >= _FEW_WORDS else ""
    for shape, reason in ((_TOTAL, TOTAL), (_PART, PART)):
        if any(shape.fullmatch(cell) for cell in filled):
            return reason
    return ""
