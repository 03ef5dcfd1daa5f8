"""Exports pasted below each other in one file: what both show is one row, as in two files."""

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from freelance_pk.model.entry import Entry

SHOWN_ABOVE = "shown by the export above as well"


def shown_above(entries: Sequence[Entry], headers: Sequence[int]) -> frozenset[int]:
    """Return the lines of rows that an export pasted above shows as well.

    Equal rows of one export are as many payments; of equal rows of two exports the larger number counts.

    Args:
        entries: of one file, in its order.
        headers: lines at which its header stands again, in order.
    """
    most: Counter[tuple[object, ...]] = Counter()
    here: Counter[tuple[object, ...]] = Counter()
    part, again = 0, set[int]()
    for line, parts in groupby(entries, key=attrgetter("line")):
        if bisect(headers, line) != part:
            part = bisect(headers, line)
            most |= here
            here = Counter()
        row = tuple(entry[:-1] for entry in parts)
        here[row] += 1
        if here[row] <= most[row]:
            again.add(line)
    return frozenset(again)
