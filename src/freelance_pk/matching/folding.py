"""The same row in several files of one account is one row; equal rows of one file are as many as they are.

A row's identity is the institution's own id where one is promised, else its fields plus its occurrence
number inside its file. Over several files the largest count found in any one file is kept.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from itertools import count, islice, repeat
from operator import eq, is_, itemgetter, lt
from types import MappingProxyType
from typing import NamedTuple

from freelance_pk.matching.columns import column
from freelance_pk.model.entry import Entry, Kind, Source

_PLAIN = itemgetter(slice(Entry._fields.index("day"), Entry._fields.index("kind") + 1))
_ONE_DAY = 1  # exports date a row in UTC or at home


_NONE: Mapping[str, str] = MappingProxyType({})


class Rows(NamedTuple):
    """One file's rows of one account, oldest first.

    `source` is the file read; `second_ids` gives, by a row's id, the one by which another version of the
    file may call it; `printed_days`, by its line, the date it prints, where that is another in Pakistan.
    """

    source: Source
    entries: list[Entry]
    second_ids: Mapping[str, str] = _NONE
    printed_days: Mapping[int, date] = MappingProxyType({})

    @property
    def age(self) -> tuple[date, int]:
        """Tell how far the file reaches: its last day, and how many rows that day has in it."""
        last = self.entries[-1].day
        return last, sum(1 for entry in self.entries if entry.day == last)


class Folded:
    """One account's rows, each once.

    Attributes:
        kept: entries, in the order in which they were found.
        holders: the file each of them is taken from, by position.
        files: the files that hold each of them, by position.
        counts: by file, rows that another row already stood for.
        gone: positions of rows that another row has come to stand for since.
        renamed: ids of rows that another row stands for, with that row's id.
        ids_once: whether it is known that no two of the rows kept have one id.
    """

    def __init__(self) -> None:
        self.kept: list[Entry] = []
        self.holders: list[Source] = []
        self.files: list[frozenset[Source]] = []
        self.counts: dict[Source, int] = defaultdict(int)
        self.gone: set[int] = set()
        self.renamed: dict[str, str] = {}
        self.ids_once = False

    def left(self) -> list[Entry]:
        """Return the rows that remain."""
        if not self.gone:
            return self.kept
        return [entry for position, entry in enumerate(self.kept) if position not in self.gone]

    def let_go(self, position: int) -> None:
        """Take a row out: another row stands for it."""
        self.gone.add(position)
        self.counts[self.holders[position]] += 1

    def rename(self, ref: str, stays: int) -> None:
        """Remember that the row of an id is now the row at a position."""
        if ref and ref != self.kept[stays].ref:
            self.renamed[ref] = self.kept[stays].ref

    def rename_parents(self) -> None:
        """Let children call their parent by the id of the row that stands for it."""
        if not self.renamed:
            return
        refs = {entry.ref for entry in self.left()}
        for position, entry in enumerate(self.kept):
            if entry.parent and entry.parent not in refs and entry.parent in self.renamed:
                self.kept[position] = entry._replace(parent=self.renamed[entry.parent])


def fold(lists: Sequence[Rows]) -> Folded:
    """Fold the rows of an account's files; rows of earlier lists stand for those of later ones."""
    made = Folded()
    if len(lists) == 1 and _all_distinct(lists[0]):
        source, entries, *_ = lists[0]
        made.kept = entries
        _held_by(source, len(entries), made)
        return made
    mixed = len({rows.source.layout for rows in lists}) > 1 or any(
        not rows.source.institution for rows in lists
    )
    index = _Index({rows.source: rows for rows in lists})
    made.ids_once = True
    for rows in lists:
        refs = () if mixed else _own_ids(rows)
        if refs:
            _fold_by_id(rows, refs, index, made)
        else:
            made.ids_once = False
            _fold_row_by_row(rows, index, made, mixed=mixed)
    return made


def _own_ids(rows: Rows) -> Sequence[str]:
    """Return the rows' ids where each has one of its own that is promised, so that no two can be the same row."""
    source, entries, *_ = rows
    if not source.promises_ids or not all(map(is_, column(entries, "source"), repeat(source))):
        return ()
    refs: list[str] = column(entries, "ref")
    return refs if all(refs) and _are_distinct(refs) else ()


def _fold_by_id(rows: Rows, refs: Sequence[str], index: "_Index", made: Folded) -> None:
    """Fold a file whose rows cannot be each other's: those whose id was not met go in together."""
    source, entries, *_ = rows
    met = index.first.keys() & refs
    known = _stand_already(rows, met, index, made) if met else {}
    index.stand_for(known.values(), source, made)
    new = [entry for entry in entries if entry.ref not in known] if known else entries
    places = zip(column(new, "ref"), count(len(made.kept)), strict=False)
    if len(met) == len(known):
        index.first.update(places)
    else:
        made.ids_once = False
        for ref, place in places:
            index.add(ref, place)
    made.kept += new
    _held_by(source, len(new), made)
    made.counts[source] += len(known)


def _stand_already(
    rows: Rows, met: AbstractSet[Hashable], index: "_Index", made: Folded
) -> Mapping[str, int]:
    """Return where the rows of ids that were met stand already, by id."""
    again = [entry for entry in rows.entries if entry.ref in met]
    places = list(map(index.first.__getitem__, column(again, "ref")))
    # Most are plainly the same: day, amount, currency and kind are.
    plainly = map(eq, map(_PLAIN, again), map(_PLAIN, map(made.kept.__getitem__, places)))
    found: dict[str, int] = {}
    for entry, place, is_plainly in zip(again, places, plainly, strict=True):
        known = place if is_plainly else _known(entry, rows.source, index.places(entry.ref), made)
        if known is None:
            known = _of_one_sum(entry, rows.source, index.places(entry.ref), index, made)
        if known is not None:
            found[entry.ref] = known
    return found


def _held_by(source: Source, count: int, made: Folded) -> None:
    """Note of the last rows kept that this file alone holds them."""
    made.holders += [source] * count
    made.files += [frozenset((source,))] * count


def _fold_row_by_row(rows: Rows, index: "_Index", made: Folded, *, mixed: bool) -> None:
    source, entries, second_ids, _ = rows
    kept = made.kept
    alone = frozenset((source,))
    folded = 0
    for entry in entries:
        promised = entry.ref and entry.source.promises_ids
        key: Hashable = entry.ref if promised else (entry.day, entry.ref or entry.text)
        places = index.places(key)
        known = _known(entry, source, places, made)
        if known is None and mixed and entry.ref:
            known = _of_other_layout(entry, source, second_ids.get(entry.ref, ""), index, made)
        if known is None and promised and places:
            known = _of_one_sum(entry, source, places, index, made)
        if known is not None:
            index.stand_for((known,), source, made)
            if mixed:
                kept[known] = completed(kept[known], entry)
                made.rename(entry.ref, known)
            folded += 1
            continue
        if promised and mixed:
            index.remember_second(second_ids.get(entry.ref, ""), entry.ref, made)
        index.add(key, len(kept))
        kept.append(entry)
        made.holders.append(source)
        made.files.append(alone)
    made.counts[source] += folded


class _Index:
    """Where rows stand, by their id or fields and by their second id; what each file's ids move; sets of files.

    `first` is where the first row of an id or of the same fields stands; `more`: all of them, where there are more.
    """

    def __init__(self, rows: dict[Source, Rows]) -> None:
        self.rows = rows
        self.sums: dict[Source, dict[tuple[str, str], Decimal]] = {}
        self.first: dict[Hashable, int] = {}
        self.more: dict[Hashable, list[int]] = {}
        self.by_second: dict[str, list[int]] = defaultdict(list)
        self.unions: dict[tuple[frozenset[Source], Source], frozenset[Source]] = {}

    def places(self, key: Hashable) -> Sequence[int]:
        """Return where rows of an id, or of the same fields, stand."""
        if key in self.more:
            return self.more[key]
        return (self.first[key],) if key in self.first else ()

    def add(self, key: Hashable, place: int) -> None:
        """Remember where a row stands."""
        if key not in self.first:
            self.first[key] = place
        else:
            self.more.setdefault(key, [self.first[key]]).append(place)

    def stand_for(self, places: Iterable[int], source: Source, made: Folded) -> None:
        """Remember that rows kept stand for some of this file: many have the same files, and share the set."""
        for place in places:
            key = made.files[place], source
            both = self.unions.get(key)
            if both is None:
                both = self.unions[key] = made.files[place] | {source}
            made.files[place] = both

    def sum_of(self, source: Source, entry: Entry) -> Decimal | None:
        """Return what the rows of an entry's id and currency move together in a file."""
        if source not in self.sums:
            self.sums[source] = _sums(self.rows[source])
        return self.sums[source].get((entry.ref, entry.currency))

    def remember_second(self, second: str, ref: str, made: Folded) -> None:
        """Remember the second id of the row that is kept next."""
        if second:
            self.by_second[second].append(len(made.kept))
            made.renamed.setdefault(second, ref)


def _of_other_layout(entry: Entry, source: Source, second: str, index: _Index, made: Folded) -> int | None:
    """Find the row of another layout that is this one, by either id of either row."""
    by_second = index.by_second
    if not entry.source.promises_ids:
        return _known(entry, source, index.places(entry.ref), made)
    possible = [*index.places((entry.day, entry.ref)), *by_second.get(entry.ref, ())]
    if second:
        possible += [*index.places(second), *by_second.get(second, ())]
    return _known(entry, source, possible, made)


def completed(known: Entry, entry: Entry) -> Entry:
    """Take from another layout's row what the row that stands for it does not print."""
    if known.source.layout == entry.source.layout or known.amount != entry.amount:
        return known
    if known.far_amount is None and entry.far_amount is not None:
        known = known._replace(far_amount=entry.far_amount, far_currency=entry.far_currency)
    if entry.source.timed and not known.source.timed:
        known = known._replace(day=entry.day)  # the other export dates in UTC, or wherever it was made
    return known._replace(
        kind=entry.kind if known.kind is Kind.UNKNOWN else known.kind,
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
    return _are_distinct(column(rows.entries, "ref"))


def _are_distinct(refs: Sequence[str]) -> bool:
    rising = all(map(lt, refs, islice(refs, 1, None)))  # as most ids do with time: none need be remembered
    return rising or len(set(refs)) == len(refs)


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


def _sums(rows: Rows) -> dict[tuple[str, str], Decimal]:
    """Return what the rows of each promised id move together, per currency."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in rows.entries:
        if entry.ref and entry.source.promises_ids:
            sums[entry.ref, entry.currency] += entry.amount
    return sums


def _of_one_sum(
    entry: Entry, source: Source, places: Sequence[int], index: _Index, made: Folded
) -> int | None:
    """Find a row of the same id in another file that divides the same sum otherwise.

    One export prints an amount with its fee inside, another both by themselves.
    """
    alike = [
        place
        for place in places
        if made.kept[place].currency == entry.currency
        and source is not made.holders[place]
        and index.sum_of(made.holders[place], entry) == index.sum_of(source, entry)
    ]
    if any(made.kept[place].amount == entry.amount for place in alike):
        return None  # divided alike: something else differs
    return min(alike, key=lambda place: made.kept[place].kind is not entry.kind, default=None)
