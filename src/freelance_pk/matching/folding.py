"""The same row in several files of one account is one row; equal rows of one file are as many as they are.

A row's identity is the institution's own id where one is promised, else its fields plus its occurrence
number inside its file. Over several files the largest count found in any one file is kept.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from freelance_pk.model.entry import Entry, Source

_ONE_DAY = 1  # exports date a row in UTC or at home


class Rows(NamedTuple):
    """One file's rows of one account, oldest first. `source` is the file read."""

    source: Source
    entries: list[Entry]

    @property
    def age(self) -> tuple[date, int]:
        """Tell how far the file reaches: its last day, and how many rows that day has in it."""
        last = self.entries[-1].day
        return last, sum(1 for entry in self.entries if entry.day == last)


@dataclass(slots=True)
class Folded:
    """One account's rows, each once.

    Attributes:
        kept: entries, in the order in which they were found.
        holders: the file each of them is taken from, by position.
        files: the files that hold each of them, by position.
        counts: by file, rows that another row already stood for.
        gone: positions of rows that another row has come to stand for since.
    """

    kept: list[Entry] = field(default_factory=list)
    holders: list[Source] = field(default_factory=list)
    files: list[set[Source]] = field(default_factory=list)
    counts: dict[Source, int] = field(default_factory=lambda: defaultdict(int))
    gone: set[int] = field(default_factory=set)

    def left(self) -> list[Entry]:
        """Return the rows that remain."""
        if not self.gone:
            return self.kept
        return [entry for position, entry in enumerate(self.kept) if position not in self.gone]

    def let_go(self, position: int) -> None:
        """Take a row out: another row stands for it."""
        self.gone.add(position)
        self.counts[self.holders[position]] += 1


def fold(lists: Sequence[Rows]) -> Folded:
    """Fold the rows of an account's files; rows of earlier lists stand for those of later ones."""
    made = Folded()
    kept, holders, files = made.kept, made.holders, made.files
    if len(lists) == 1 and _all_distinct(lists[0]):
        source, entries = lists[0]
        made.kept, made.holders = entries, [source] * len(entries)
        made.files = [{source}] * len(entries)  # one set for all: of one file there is nothing to add
        return made
    mixed = len({rows.source.layout for rows in lists}) > 1 or any(
        not rows.source.institution for rows in lists
    )
    by_key: dict[Hashable, list[int]] = {}
    for source, entries in lists:
        folded = 0
        for entry in entries:
            promised = entry.ref and entry.source.promises_ids
            key: Hashable = entry.ref if promised else (entry.day, entry.ref or entry.text)
            places = by_key.get(key)
            known = None if places is None else _known(entry, source, places, made)
            if known is None and mixed and entry.ref:
                other: Hashable = (entry.day, entry.ref) if promised else entry.ref
                known = _known(entry, source, by_key.get(other, ()), made)
            if known is not None:
                files[known].add(source)
                if mixed:
                    kept[known] = completed(kept[known], entry)
                folded += 1
                continue
            if places is None:
                by_key[key] = [len(kept)]
            else:
                places.append(len(kept))
            kept.append(entry)
            holders.append(source)
            files.append({source})
        made.counts[source] += folded
    return made


def completed(known: Entry, entry: Entry) -> Entry:
    """Take from another layout's row what the row that stands for it does not print."""
    if known.source.layout == entry.source.layout:
        return known
    if known.far_amount is None and entry.far_amount is not None:
        known = known._replace(far_amount=entry.far_amount, far_currency=entry.far_currency)
    return known._replace(
        ref=known.ref or entry.ref,
        parent=known.parent or entry.parent,
        counterparty=known.counterparty or entry.counterparty,
        text=known.text or entry.text,
        tail=known.tail or entry.tail,
        purpose_code=known.purpose_code or entry.purpose_code,
        certificate=known.certificate or entry.certificate,
    )


def _all_distinct(rows: Rows) -> bool:
    if not rows.source.promises_ids:
        return True  # one file: its equal rows are honest twins
    refs = {entry.ref for entry in rows.entries}
    return len(refs) == len(rows.entries)


def _known(entry: Entry, source: Source, places: Sequence[int], made: Folded) -> int | None:
    """Find the row that a row of `source` is, among those of its id or of its day and text."""
    for place in places:
        known = made.kept[place]
        if known.amount != entry.amount or known.currency != entry.currency:
            continue
        promised = bool(entry.ref) and (entry.source.promises_ids or known.source.promises_ids)
        if known.kind is not entry.kind and not (promised and known.source.layout != entry.source.layout):
            continue
        if source in made.files[place]:
            if entry.ref and source.promises_ids:
                return place
        elif abs((known.day - entry.day).days) <= (_ONE_DAY if promised else 0):
            return place
    return None
