"""A row that one file shows in one state and another file in another: its latest state counts, and is said.

A pending row that was completed is money; a completed one that was cancelled since is none. Where an
amount, a date or a kind differs, the file that reaches further is the later one. What cannot be told so
is a contradiction, and names both rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from freelance_pk.matching.folding import Folded, Rows
from freelance_pk.model.entry import Entry, Skipped, Source
from freelance_pk.model.issue import Issue, error, note, warning

_NOT_YET = r"pending|not yet|not finished|clearing|processing|in progress|held|unclaimed"
_SHOWN = 3
Ages = Mapping[Source, tuple[date, int]]  # how far each file reaches
_NEVER = (date.min, 0)
_EXPORT_AGAIN = "export the account again for the whole period and leave the older file out"


class Change(NamedTuple):
    """One row in two states. `words` says what differs, `older` and `newer` where they stand."""

    code: str
    account: str
    ref: str
    words: str
    older: str
    newer: str


def settle(lists: Sequence[Rows], skipped: Iterable[Skipped], folded: Folded) -> tuple[Change, ...]:
    """Let the latest state of every row with an id stand, and say what changed.

    Args:
        lists: the account's files.
        skipped: rows of the account that a file leaves out for their status.
        folded: the account's rows; those that are no longer true are let go.
    """
    waiting = [row for row in skipped if row.ref]
    if len(lists) < 2 and not waiting:
        return ()
    if folded.ids_once and not waiting:
        return ()
    ages = {rows.source: rows.age for rows in lists}
    by_ref: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(folded.kept):
        if entry.ref:
            by_ref[entry.ref].append(position)
    changes = [
        change for places in by_ref.values() if len(places) > 1 for change in _differing(places, ages, folded)
    ]
    for row in waiting:
        changes += _other_status(row, by_ref.get(row.ref, ()), ages, folded)
    return tuple(changes)


def _later(one: Iterable[Source], two: Iterable[Source], ages: Ages) -> int:
    """Tell which rows are of the later export: 1 the first, -1 the second, 0 not known."""
    first = max((ages[each] for each in one if each in ages), default=_NEVER)
    second = max((ages[each] for each in two if each in ages), default=_NEVER)
    return (first > second) - (first < second)


def _differing(places: list[int], ages: Ages, folded: Folded) -> Iterator[Change]:
    for one, two in combinations(places, 2):
        if folded.gone & {one, two} or folded.files[one] & folded.files[two]:
            continue
        first, second = folded.kept[one], folded.kept[two]
        if not _are_one_row(first, second):
            continue
        order = _later(folded.files[one], folded.files[two], ages)
        newer, older = (one, two) if order >= 0 else (two, one)
        if order:
            folded.let_go(older)
            folded.files[newer] |= folded.files[older]
        yield _change(folded.kept[older], folded.kept[newer], decided=bool(order))


def _are_one_row(first: Entry, second: Entry) -> bool:
    """Say whether two rows with one promised id are the same row in two states."""
    if not (first.source.promises_ids and second.source.promises_ids):
        return False
    if first.currency != second.currency or (first.amount > 0) != (second.amount > 0):
        return False
    if first.kind is second.kind:
        return True
    return first.amount == second.amount and first.source.layout == second.source.layout


def _change(older: Entry, newer: Entry, *, decided: bool) -> Change:
    words = [
        f"{name} {before} became {after}" if decided else f"{name} {before} or {after}"
        for name, before, after in (
            ("amount", f"{older.currency} {older.amount}", f"{newer.currency} {newer.amount}"),
            ("date", older.day, newer.day),
            ("kind", older.kind.value, newer.kind.value),
        )
        if before != after
    ]
    code = "row-changed" if decided else "files-contradict"
    return Change(code, newer.account, newer.ref, ", ".join(words), older.origin, newer.origin)


def _other_status(row: Skipped, places: Iterable[int], ages: Ages, folded: Folded) -> Iterator[Change]:
    for place in places:
        entry = folded.kept[place]
        if place in folded.gone or row.source in folded.files[place]:
            continue
        words = f"{row.reason.split(':')[0]}, {entry.currency} {entry.amount}"
        holders = folded.files[place]
        folded.files[place] = holders | {row.source}  # that file knows of the row, too
        if re.search(_NOT_YET, row.reason, re.IGNORECASE):
            yield Change("row-completed", entry.account, entry.ref, words, row.origin, entry.origin)
        elif entry.source.promises_ids:
            order = _later((row.source,), holders, ages)
            if order > 0:
                folded.let_go(place)
                yield Change("row-cancelled", entry.account, entry.ref, words, entry.origin, row.origin)
            elif order < 0:
                yield Change("row-completed", entry.account, entry.ref, words, row.origin, entry.origin)
            else:
                yield Change("files-contradict", entry.account, entry.ref, words, row.origin, entry.origin)


def issues_of(changes: Iterable[Change]) -> tuple[Issue, ...]:
    """Say what changed, once for each pair of files."""
    groups: dict[tuple[str, str, str, str], list[Change]] = defaultdict(list)
    for change in changes:
        files = change.older.rpartition(", row ")[0], change.newer.rpartition(", row ")[0]
        groups[(change.code, change.account, *files)].append(change)
    return tuple(_issue(key[0], group) for key, group in sorted(groups.items()))


def _issue(code: str, group: list[Change]) -> Issue:
    one = group[0]
    count = "one row is" if len(group) == 1 else f"{len(group)} rows are"
    rows = "; ".join(f"{each.ref} ({each.words})" for each in group[:_SHOWN])
    more = f" and {len(group) - _SHOWN} more" if len(group) > _SHOWN else ""
    origin = "; ".join(f"{each.older}; {each.newer}" for each in group[:_SHOWN]) + more
    if code == "row-completed":
        return note(
            code,
            f"{one.account}: {count} left out in one file and completed in another, and counted: {rows}{more}.",
            origin=origin,
        )
    if code == "row-changed":
        return warning(
            code,
            f"{one.account}: {count} different in two exports; the export that reaches further is believed: "
            f"{rows}{more}.",
            origin=origin,
            remedy="if the other file is the later one, leave this one out",
        )
    if code == "row-cancelled":
        return warning(
            code,
            f"{one.account}: {count} money in one export and no longer in the later one, and not counted: "
            f"{rows}{more}.",
            origin=origin,
            remedy="if the money did move, leave the later file out or add a newer export",
        )
    return error(
        code,
        f"{one.account}: {count} different in two files, and nothing tells which is the later: {rows}{more}. What "
        "both files say is in the figures.",
        origin=origin,
        remedy=_EXPORT_AGAIN,
    )
