"""A locked tax year: what was filed, and what differs today."""

from datetime import date
from typing import NamedTuple

FIGURE = "figure"


class Difference(NamedTuple):
    """One thing that is not as it was when the year was locked.

    Attributes:
        what: figure, file, rate, law, profile, answer, data or program.
        name: which of them.
        filed, today: as text; "" where it was not, or is no more.
    """

    what: str
    name: str
    filed: str
    today: str


class LockedYear(NamedTuple):
    """A locked year beside today's.

    Attributes:
        tax_year: the year.
        locked_on: day on which it was locked.
        path: of the lock, below the books.
        digest: SHA-256 of what was locked.
        differences: figures first, then what else differs.
    """

    tax_year: int
    locked_on: date
    path: str
    digest: str
    differences: tuple[Difference, ...]

    @property
    def figures(self) -> tuple[Difference, ...]:
        """Figures that differ today."""
        return tuple(each for each in self.differences if each.what == FIGURE)

    @property
    def causes(self) -> tuple[Difference, ...]:
        """Inputs that differ today."""
        return tuple(each for each in self.differences if each.what != FIGURE)
