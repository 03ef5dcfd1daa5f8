"""What the files cover of each account: from when to when, months without a row, balances that do not join."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from freelance_pk.intake.result import Coverage
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.money import ZERO

_CENT = Decimal("0.01")
_DAY = timedelta(days=1)


class Joins(StrEnum):
    """Whether the running balance behind some days follows from the one before them."""

    YES = "joins"
    NO = "breaks"
    UNKNOWN = "unknown"


class Hole(NamedTuple):
    """Days without a row, a whole calendar month among them. `covered`: one file covers them all."""

    start: date
    end: date
    covered: bool
    balance: Joins


class Break(NamedTuple):
    """A balance that does not follow: between the two days, `amount` moved in rows that are in no file."""

    after: date
    day: date
    currency: str
    amount: Decimal


class Overlap(NamedTuple):
    """Two files that cover the same days of an account, by name."""

    first: str
    second: str
    start: date
    end: date


class Covered(NamedTuple):
    """One account. `rows` are entries, each once; `start` and `end` the days of the first and the last."""

    account: str
    kind: AccountKind
    owner: str
    rows: int
    files: int
    start: date
    end: date
    holes: tuple[Hole, ...]
    breaks: tuple[Break, ...]
    overlaps: tuple[Overlap, ...]


def cover(merged: Merged) -> tuple[Covered, ...]:
    """Tell of every account that has a row, by name, what the files cover."""
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in merged.entries:
        rows[entry.account].append(entry)
    spans: dict[str, list[Coverage]] = defaultdict(list)
    for span in merged.coverage:
        spans[span.account].append(span)
    return tuple(_covered(merged, name, rows[name], spans[name]) for name in sorted(rows))


def _covered(merged: Merged, name: str, rows: Sequence[Entry], spans: Sequence[Coverage]) -> Covered:
    checks = tuple(_checks(rows))
    account = merged.accounts[name]
    return Covered(
        account=name,
        kind=account.kind,
        owner=account.owner,
        rows=len(rows),
        files=len({span.source for span in spans}),
        start=rows[0].day,
        end=rows[-1].day,
        holes=tuple(_holes(rows, spans, checks)),
        breaks=tuple(each for each in checks if each.amount),
        overlaps=tuple(_overlaps(spans)),
    )


def _checks(rows: Iterable[Entry]) -> Iterator[Break]:
    """Yield every step from one day with a printed balance to the next, per currency; `amount` 0 where it joins."""
    moved: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    printed: dict[str, dict[date, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for entry in rows:
        if entry.kind is Kind.TRADE:
            continue
        moved[entry.currency][entry.day] += entry.amount
        if entry.balance is not None:
            printed[entry.currency][entry.day].append(entry.balance)
    for currency in sorted(printed):
        yield from _steps(currency, moved[currency], printed[currency])


def _steps(currency: str, moved: dict[date, Decimal], printed: dict[date, list[Decimal]]) -> Iterator[Break]:
    """Follow the balance by days.

    Which row of a day is the last is not always known: a day joins if any of its balances follows from one that
    the day before may have ended with.
    """
    ends: list[Decimal] = []
    after = date.min
    since = ZERO
    for day in sorted(moved):
        since += moved[day]
        if day not in printed:
            continue
        following = [each for each in printed[day] if any(abs(end + since - each) < _CENT for end in ends)]
        if ends:
            apart = ZERO if following else printed[day][-1] - ends[-1] - since
            yield Break(after, day, currency, apart)
        ends, after, since = following or printed[day], day, ZERO


def _holes(rows: Sequence[Entry], spans: Sequence[Coverage], checks: Sequence[Break]) -> Iterator[Hole]:
    days = sorted({entry.day for entry in rows})
    for before, after in pairwise(days):
        start, end = before + _DAY, after - _DAY
        if not _holds_a_month(start, end):
            continue
        covered = any(span.start <= start and end <= span.end for span in spans)
        across = [each for each in checks if each.after <= before and after <= each.day]
        joins = Joins.UNKNOWN
        if across:
            joins = Joins.NO if any(each.amount for each in across) else Joins.YES
        yield Hole(start, end, covered, joins)


def _holds_a_month(start: date, end: date) -> bool:
    first = start if start.day == 1 else (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) - _DAY <= end


def _overlaps(spans: Sequence[Coverage]) -> Iterator[Overlap]:
    """Yield each file with the one before it that reaches furthest, where the two overlap."""
    furthest: Coverage | None = None
    for span in sorted(spans, key=lambda each: (each.start, each.end, each.source.name)):
        if furthest is not None and span.source is not furthest.source and span.start <= furthest.end:
            yield Overlap(furthest.source.name, span.source.name, span.start, min(span.end, furthest.end))
        if furthest is None or span.end > furthest.end:
            furthest = span
