"""Files of one account that cover the same days: one row in two layouts, and rows that only one file has."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from freelance_pk.matching.columns import column
from freelance_pk.matching.folding import Folded, Rows, completed
from freelance_pk.model.entry import Entry, Source
from freelance_pk.model.issue import Issue, error, warning

Place = tuple[str, Decimal, date]
_SHOWN = 3


def fold_layouts(lists: Sequence[Rows], folded: Folded) -> None:
    """Let a row stand once where two layouts of one account show it without an id that both print.

    It is the same row where day, amount and running balance agree, or amount and text on one day, or
    on two days beside each other (one export dates in UTC) that both files cover, or that are one in UTC.
    """
    layouts = sorted({rows.source.layout for rows in lists})
    if len(layouts) < 2:
        return
    alike: dict[Place, list[int]] = defaultdict(list)
    for position, entry in enumerate(folded.kept):
        if position not in folded.gone:
            alike[entry.currency, entry.amount, entry.day].append(position)
    facts = _Facts(_spans(lists), _related(lists), {rows.source: rows.printed_days for rows in lists})
    for apart in (0, 1, -1):
        for (currency, amount, day), places in alike.items():
            others = alike.get((currency, amount, day + timedelta(days=apart)), ())
            if len(places) > 1 or (apart and others):
                _fold_alike(places, others, apart, facts, folded)


def _fold_alike(
    places: Sequence[int], others: Sequence[int], apart: int, facts: "_Facts", folded: Folded
) -> None:
    """Fold rows of one amount, each with the first row of another layout that is the same."""
    open_ones = [place for place in others if place not in folded.gone]
    waiting = [place for place in places if place not in folded.gone]
    if len({folded.kept[place].source.layout for place in (*waiting, *open_ones)}) < 2:
        return
    for place in waiting:
        if place in folded.gone:
            continue
        for other in open_ones:
            if other != place and _is_same(place, other, apart, facts, folded):
                stays, goes = sorted(
                    (place, other), key=lambda each: (not folded.kept[each].source.promises_ids, each)
                )
                folded.let_go(goes)
                folded.files[stays] |= folded.files[goes]
                folded.rename(folded.kept[goes].ref, stays)
                folded.kept[stays] = completed(folded.kept[stays], folded.kept[goes])
                open_ones = [each for each in open_ones if each not in (place, other)]
                break


def _is_same(one: int, two: int, apart: int, facts: "_Facts", folded: Folded) -> bool:
    row, other = folded.kept[one], folded.kept[two]
    if row.source.layout == other.source.layout or folded.files[one] & folded.files[two]:
        return False
    both_promise = row.source.promises_ids and other.source.promises_ids
    if both_promise and frozenset((row.source.layout, other.source.layout)) in facts.related:
        return False  # their ids can be compared, and differ
    same_balance = row.balance is not None and row.balance == other.balance
    if not same_balance and (both_promise or not _same_text(row.text, other.text)):
        return False
    return not apart or _covered(other, folded.files[one], facts.spans) or facts.printed(row) == other.day


_Pairs = frozenset[frozenset[str]]


def _related(lists: Sequence[Rows]) -> _Pairs:
    """Return the layouts whose ids are of one kind: some id stands in files of both."""
    ids: dict[str, set[str]] = defaultdict(set)
    for source, entries, second_ids, _ in lists:
        if source.promises_ids:
            ids[source.layout] |= {entry.ref for entry in entries if entry.ref} | set(second_ids.values())
    return frozenset(
        frozenset((one, two)) for one, two in combinations(ids, 2) if not ids[one].isdisjoint(ids[two])
    )


def _same_text(one: str, two: str) -> bool:
    first, second = " ".join(one.casefold().split()), " ".join(two.casefold().split())
    return bool(first and second) and (first.startswith(second) or second.startswith(first))


_Spans = dict[tuple[Source, str], tuple[date, date]]


def _spans(lists: Sequence[Rows]) -> _Spans:
    """First and last day of each file, per currency: some exports hold one currency of an account."""
    spans: _Spans = {}
    for source, entries, *_ in lists:
        currencies, days = column(entries, "currency"), column(entries, "day")
        last = dict(zip(currencies, days, strict=True))
        first = dict(zip(reversed(currencies), reversed(days), strict=True))
        spans |= {(source, currency): (day, last[currency]) for currency, day in first.items()}
    return spans


class _Facts(NamedTuple):
    """What is known of the files: the days of each, layouts with ids of one kind, dates as printed."""

    spans: _Spans
    related: _Pairs
    printed_days: Mapping[Source, Mapping[int, date]]

    def printed(self, entry: Entry) -> date | None:
        """Return the date that a row prints, where its time makes it another in Pakistan."""
        return self.printed_days.get(entry.source, {}).get(entry.line)


def _covered(entry: Entry, files: Iterable[Source], spans: _Spans) -> bool:
    found = [spans[source, entry.currency] for source in files if (source, entry.currency) in spans]
    return any(start <= entry.day <= end for start, end in found)


class _Two:
    """Two files: rows that both have, and those that only one has, on days inside both."""

    def __init__(self) -> None:
        self.both = 0
        self.first_alone: list[Entry] = []
        self.second_alone: list[Entry] = []


def compare(account: str, lists: Sequence[Rows], folded: Folded) -> Iterator[Issue]:
    """Compare what two files say of the days that lie inside both.

    First and last days are left out: an export may begin or end within a day. Typed lists claim no days.
    Two layouts may show different rows: of them it is said when they share none at all, and when rows that
    only one has are like rows that only the other has.
    """
    sources = [rows.source for rows in lists if rows.source.institution]
    spans = _spans(lists) if len(sources) > 1 else {}
    days = _Days(folded)
    for first, second in combinations(sources, 2):
        two = _two(first, second, spans, days)
        if first.layout == second.layout or (two.first_alone and two.second_alone and not two.both):
            yield from _issues(account, first, second, two)
        else:
            yield from _alike(account, first, second, spans, folded)


class _Days:
    """An account's rows by their day: two files are compared on the days of both alone."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._days: list[date] = []
        self._positions: list[int] = []

    def between(self, start: date, end: date) -> Iterator[tuple[Entry, frozenset[Source]]]:
        """Give the rows after a day and before another, as they stand, each with the files that hold it."""
        kept, gone = self._folded.kept, self._folded.gone
        for position in sorted(self._inside(start, end)):
            if position not in gone:
                yield kept[position], self._folded.files[position]

    def holders(self, start: date, end: date) -> set[frozenset[Source]]:
        """Return the sets of files that hold rows after a day and before another, rows gone since among them."""
        return set(map(self._folded.files.__getitem__, self._inside(start, end)))

    def _inside(self, start: date, end: date) -> Sequence[int]:
        if not self._positions:
            days = column(self._folded.kept, "day")
            self._positions = sorted(range(len(days)), key=days.__getitem__)
            self._days = [days[position] for position in self._positions]
        return self._positions[bisect_right(self._days, start) : bisect_left(self._days, end)]


def _two(first: Source, second: Source, spans: _Spans, days: _Days) -> _Two:
    two = _Two()
    inside: dict[str, tuple[date, date]] = {}
    for source, currency in spans:
        if source is first and (second, currency) in spans:
            one, other = spans[first, currency], spans[second, currency]
            inside[currency] = max(one[0], other[0]), min(one[1], other[1])
    inside = {
        currency: (start, end) for currency, (start, end) in inside.items() if end - start > timedelta(days=1)
    }
    if not inside:
        return two
    begin, end = min(start for start, _ in inside.values()), max(end for _, end in inside.values())
    if all((first in files) == (second in files) for files in days.holders(begin, end)):
        return two  # neither has a row alone: how many both have, nobody asks
    for entry, files in days.between(begin, end):
        span = inside.get(entry.currency)
        if span is None or not span[0] < entry.day < span[1]:
            continue
        here, there = first in files, second in files
        if here and there:
            two.both += 1
        elif here:
            two.first_alone.append(entry)
        elif there:
            two.second_alone.append(entry)
    return two


def _issues(account: str, first: Source, second: Source, two: _Two) -> Iterator[Issue]:
    if not two.first_alone and not two.second_alone:
        return
    if not two.both and two.first_alone and two.second_alone:
        yield warning(
            "files-apart",
            f"{account}: two files cover the same days and share no row of them. Both are in the figures.",
            origin=f"{first.name}; {second.name}",
            remedy="if they are of two accounts, name one of them with --account; if one was exported with a "
            "filter, export it again without",
        )
        return
    pairs = [] if first.promises_ids else list(_contradictions(two))
    if pairs:
        more = f" and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
        shown = pairs[:_SHOWN]
        yield error(
            "files-contradict",
            f"{account}: two files say different things of one row: "
            + "; ".join(f"{_words(one)} or {_words(other)}" for one, other in shown)
            + f"{more}. Both rows are in the figures.",
            origin="; ".join(f"{one.origin}; {other.origin}" for one, other in shown),
            remedy="export the account again for the whole period and leave both files out",
        )
    told = {id(entry) for pair in pairs for entry in pair}
    for here, there, alone in ((first, second, two.first_alone), (second, first, two.second_alone)):
        rows = [entry for entry in alone if id(entry) not in told]
        if rows:
            more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
            yield warning(
                "files-differ",
                f"{account}: {len(rows)} rows of {here.name} are not in {there.name}, which covers their days. "
                "They are counted.",
                origin="; ".join(entry.origin for entry in rows[:_SHOWN]) + more,
                remedy=f"if {there.name} was exported with a filter, export it again without; if it is of "
                "another account, name that with --account",
            )


def _alike(account: str, first: Source, second: Source, spans: _Spans, folded: Folded) -> Iterator[Issue]:
    """Name rows of two layouts that may be the same: neither id nor text says so, amount and day do."""
    pairs = list(_alike_pairs(first, second, spans, folded))
    if pairs:
        more = f" and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
        yield warning(
            "rows-alike",
            f"{account}: {len(pairs)} rows of {first.name} have the amount and the day of a row of {second.name}, "
            f"under another id or text: {'; '.join(_words(one) for one, _ in pairs[:_SHOWN])}{more}. All are counted.",
            origin="; ".join(f"{one.origin}; {other.origin}" for one, other in pairs[:_SHOWN]) + more,
            remedy="if they are the same rows, leave one of the two files out",
        )


def _alike_pairs(
    first: Source, second: Source, spans: _Spans, folded: Folded
) -> Iterator[tuple[Entry, Entry]]:
    """Pair rows that only one file has with rows that only the other has: one amount, one day.

    Days beside each other do where both files cover both.
    """
    waiting: dict[Place, list[Entry]] = defaultdict(list)
    here: list[Entry] = []
    for position, entry in enumerate(folded.kept):
        files = folded.files[position]
        if position in folded.gone or (first in files) == (second in files):
            continue
        if first in files:
            here.append(entry)
        else:
            waiting[entry.currency, entry.amount, entry.day].append(entry)
    for entry in here if waiting else ():
        for apart in (0, 1, -1):
            others = waiting.get((entry.currency, entry.amount, entry.day + timedelta(days=apart)))
            if others and (
                not apart or (_covered(others[0], (first,), spans) and _covered(entry, (second,), spans))
            ):
                yield entry, others.pop()
                break


def _words(entry: Entry) -> str:
    return f"{entry.day} {entry.currency} {entry.amount} {entry.text[:40]}".rstrip()


def _contradictions(two: _Two) -> Iterator[tuple[Entry, Entry]]:
    """Pair rows without ids that stand for one event: same day and text, or same day and amount."""
    waiting = list(two.second_alone)
    for one in two.first_alone:
        for other in waiting:
            if one.day == other.day and (
                one.amount == other.amount
                or (one.text == other.text and (one.amount > 0) == (other.amount > 0))
            ):
                yield one, other
                waiting.remove(other)
                break
