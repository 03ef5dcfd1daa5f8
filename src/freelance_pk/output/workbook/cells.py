"""What stands in a cell: a formula of ours, or text with what no workbook may hold left out."""

import re
from typing import NamedTuple

# XML knows no control characters, no halves of surrogate pairs and not these two; a cell holds 32,767 letters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767


class Formula(NamedTuple):
    """A live formula, written by us alone: text from files never becomes one."""

    text: str


def clean(text: str) -> str:
    """Return a text as a cell may hold it."""
    if text.isprintable() and len(text) <= _LONGEST:
        return text
    return _ILLEGAL.sub("", text)[:_LONGEST]
