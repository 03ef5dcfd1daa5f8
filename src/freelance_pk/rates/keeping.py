"""Fetched figures into the cache: what is new, the same, or a revision that nobody asked for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from freelance_pk.model.issue import Issue, warning
from freelance_pk.rates.bundled import load_bundled, provenance, sure_until
from freelance_pk.rates.cache import REVISES, Body, Line, append, standing
from freelance_pk.rates.guard import WARN
from freelance_pk.rates.publications import PUBLICATIONS, SAME, Quote
from freelance_pk.rates.sources.protocol import ContentError

# More revisions than these in one workbook are no revisions: its rows or columns have moved.
_FEW = 20
_MOST_REVISIONS = Decimal("0.01")


class Change(NamedTuple):
    """A figure that a source now gives otherwise: revised, or a typed-in one of the bundled table."""

    publication: str
    currency: str
    day: date
    side: str
    old: str
    new: str
    taken: bool


class Saved(NamedTuple):
    """What became of one body's figures of one publication."""

    publication: str
    new: int
    same: int
    first: date | None
    last: date | None
    changes: tuple[Change, ...]


def keep(
    folder: Path, publication: str, quotes: Sequence[Quote], body: Body, retrieved: str, *, accept: bool
) -> Saved:
    """Add the new figures of one body to the cache.

    An existing figure is never changed silently: one that differs is left as it is and reported, or with `accept`
    replaced and reported.

    Raises:
        ContentError: so many official figures differ that the body is not what it should be.
        FreelanceError: the folder cannot be written, or its file is damaged.
    """
    sorted_out: list[_Sorted] = []

    def decide(there: tuple[Line, ...]) -> list[Line]:
        found = _sort_out(publication, quotes, there, accept=accept)
        sorted_out.append(found)
        sha256 = body.sha256
        return [
            Line(
                quote.day.isoformat(), quote.currency, quote.side, _text(quote.value), retrieved, sha256, note
            )
            for quote, note in found.add
        ]

    append(folder, publication, body, decide)
    done = sorted_out[0]
    days = sorted(quote.day for quote, _ in done.add)
    return Saved(
        publication,
        len(done.add),
        done.same,
        days[0] if days else None,
        days[-1] if days else None,
        tuple(done.changes),
    )


class _Sorted(NamedTuple):
    add: list[tuple[Quote, str]]
    changes: list[Change]
    same: int


def _sort_out(publication: str, quotes: Sequence[Quote], there: tuple[Line, ...], *, accept: bool) -> _Sorted:
    stand = standing(there)
    official = PUBLICATIONS[publication].official
    bundled = _Bundled()
    add: list[tuple[Quote, str]] = []
    changes: list[Change] = []
    same = revised = 0
    for quote in quotes:
        day = quote.day.isoformat()
        line = stand.get((quote.currency, quote.side), {}).get(day)
        old = line.value if line is not None else bundled.rate(quote.currency, day) if official else None
        typed = line is None and day > sure_until() and _is_near(quote.value, old)
        if official and day < provenance().first.isoformat():
            continue
        if old is None and not (official and day <= sure_until()):
            add.append((quote, ""))
        elif old is not None and abs(quote.value - Decimal(old)) <= SAME:
            if typed:
                add.append((quote, ""))
            same += not typed
        elif typed:
            add.append((quote, ""))
            changes.append(_change(quote, old or "", taken=True))
        else:
            revised += 1
            changes.append(_change(quote, old or "none", taken=accept))
            if accept:
                add.append((quote, f"{REVISES}{old or 'none'}"))
    if official and not accept and revised > _FEW and revised > len(quotes) * _MOST_REVISIONS:
        raise ContentError(
            f"{revised} of {len(quotes)} rates differ from those known: its rows or columns have moved, or another "
            "series is in it",
            remedy="look at the file; `--accept-revision` takes it if it is right",
        )
    return _Sorted(add, changes, same)


def _is_near(value: Decimal, old: str | None) -> bool:
    """Say whether a figure may be what was mistyped: nobody mistypes by more than what others are warned of for."""
    return old is not None and abs(value / Decimal(old) - 1) <= WARN


class _Bundled:
    """The bundled table's figure of a currency and day; a dictionary a currency, made when first asked."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, str]] = {}
        self._table = load_bundled()

    def rate(self, currency: str, day: str) -> str | None:
        if currency not in self._of:
            series = self._table.series(currency)
            self._of[currency] = dict(zip(series.days, series.rates, strict=True)) if series else {}
        return self._of[currency].get(day)


def _change(quote: Quote, old: str, *, taken: bool) -> Change:
    return Change(quote.publication, quote.currency, quote.day, quote.side, old, _text(quote.value), taken)


def _text(value: Decimal) -> str:
    return f"{value:f}"


def change_issues(changes: Sequence[Change]) -> tuple[Issue, ...]:
    """Report changes: those not taken ask for a decision."""
    issues = []
    for taken in (False, True):
        some = [change for change in changes if change.taken is taken]
        if not some:
            continue
        shown = "; ".join(
            f"{each.currency} on {each.day} {each.old} -> {each.new}" for each in sorted(some)[:5]
        )
        more = f"; and {len(some) - 5} more" if len(some) > 5 else ""
        what = "replaced" if taken else "revised by their source and kept as they were"
        issues.append(
            warning(
                "rate-revision",
                f"{len(some)} known {'rate' if len(some) == 1 else 'rates'} {what}: {shown}{more}.",
                origin=", ".join(sorted({each.publication for each in some})),
                remedy=""
                if taken
                else "`freelance-pk rates update --accept-revision` takes the new ones; locked years keep theirs",
            )
        )
    return tuple(issues)
