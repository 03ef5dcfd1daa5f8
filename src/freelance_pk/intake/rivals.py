"""Layouts that would read each other's files: headers that cannot be told apart."""

from collections.abc import Iterator
from typing import NamedTuple

from freelance_pk.intake.detect import fits
from freelance_pk.intake.registry import Known
from freelance_pk.intake.schema import Layout, normal


class Rivals(NamedTuple):
    """A file of `layout` is read by `other` as well, with as many columns."""

    layout: str
    other: str


def rivals(known: Known) -> tuple[Rivals, ...]:
    """Return the pairs of layouts of which a file of one fits the other just as well; each pair once."""
    tables = [layout for _, layout in known.values() if layout.reader == "table" and not layout.only_named]
    found: dict[frozenset[str], Rivals] = {}
    for layout in tables:
        for names in _headers(layout):
            fitting = [other for other in tables if fits(other, names)]
            most = max((len(other.header) for other in fitting), default=0)
            if len(layout.header) < most:
                continue  # the fuller layout reads such a file: it is a later version
            for other in fitting:
                if other.id != layout.id and len(other.header) == most:
                    found.setdefault(frozenset({layout.id, other.id}), Rivals(layout.id, other.id))
    return tuple(found.values())


def _headers(layout: Layout) -> Iterator[set[str]]:
    """Yield headers that files of a layout have: each choice of names, with and without optional columns."""
    for place in (0, -1):
        names = {normal(each.split("|")[place]).replace("{cur}", "usd") for each in layout.header}
        yield names
        if not layout.exact:
            yield names | {normal(each.split("|")[place]) for each in layout.optional}
