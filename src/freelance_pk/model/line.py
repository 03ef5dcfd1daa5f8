"""Every printed rupee of an assessment is a line."""

from decimal import Decimal
from typing import NamedTuple


class Line(NamedTuple):
    """One rupee figure and how it came about.

    Attributes:
        id: stable, lower-case with underscores.
        label: as a consultant would write it.
        amount: rupees.
        formula: the arithmetic with its numbers, fit to be recomputed with a pencil.
        law: section, and document where it matters.
        inputs: ids of the lines, or origins of the records, it was computed from.
    """

    id: str
    label: str
    amount: Decimal
    formula: str = ""
    law: str = ""
    inputs: tuple[str, ...] = ()
