"""Where the rows of each kind stand: most of what is looked for is of few kinds, and most rows are of others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from freelance_pk.model.entry import Entry, Kind


class ByKind(NamedTuple):
    """Positions of the rows of each kind, in order."""

    positions: Mapping[Kind, Sequence[int]]

    def of(self, *kinds: Kind) -> Sequence[int]:
        """Return the positions of the rows of some kinds, in order."""
        found = [self.positions[kind] for kind in kinds if kind in self.positions]
        if len(found) <= 1:
            return found[0] if found else ()
        return sorted(position for each in found for position in each)


def by_kind(entries: Iterable[Entry]) -> ByKind:
    """Sort rows by their kinds."""
    positions: defaultdict[Kind, list[int]] = defaultdict(list)
    for position, kind in enumerate([entry.kind for entry in entries]):
        positions[kind].append(position)
    return ByKind(positions)
