"""Freezing and thawing: whatever a report holds comes back equal, and nothing is guessed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.books.frozen import freeze, thaw
from freelance_pk.model.entry import Entry, Kind, Source
from freelance_pk.model.issue import Issue, Severity

NOWHERE = Source("", "", "", "")
SOURCES = st.builds(Source, st.text(), st.text(), st.text(), st.text(), st.booleans())
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False)
ENTRIES = st.builds(
    Entry,
    *(st.text(), st.dates(), AMOUNTS, st.text(), st.sampled_from(Kind), *[st.text()] * 4),
    *(st.none() | AMOUNTS, *[st.text()] * 4, st.none() | AMOUNTS, SOURCES, st.integers()),
)
ISSUES = st.builds(
    Issue, st.sampled_from(Severity), st.text(), st.text(), st.text(), st.text(), st.none() | AMOUNTS
)


class Month(NamedTuple):
    """A row that holds rows, and a row."""

    name: str
    issues: tuple[Issue, ...]
    first: Issue | None


MONTHS = st.builds(Month, st.text(), st.lists(ISSUES, max_size=2).map(tuple), st.none() | ISSUES)


@dataclass(frozen=True, slots=True)
class Held:
    """Every shape that figures have."""

    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    by_kind: dict[Kind, Decimal]
    by_year: Mapping[int, tuple[str, ...]]
    pair: tuple[str, Decimal] | None
    last: Entry | None
    months: tuple[Month, ...] = ()
    active: bool = True
    notes: dict[str, str] = field(default_factory=dict)


HELD = st.builds(
    Held,
    st.lists(ENTRIES, max_size=4).map(tuple),
    st.lists(ISSUES, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(Kind), AMOUNTS, max_size=3),
    st.dictionaries(st.integers(2019, 2030), st.lists(st.text(), max_size=2).map(tuple), max_size=2),
    st.none() | st.tuples(st.text(), AMOUNTS),
    st.none() | ENTRIES,
    st.lists(MONTHS, max_size=3).map(tuple),
    st.booleans(),
)


def plain(held: Held) -> Held:
    """Put aside the sources, which are compared by identity."""
    entries = tuple(each._replace(source=NOWHERE) for each in held.entries)
    return replace(held, entries=entries, last=held.last and held.last._replace(source=NOWHERE))


@given(HELD)
def test_what_was_frozen_comes_back_equal_through_the_text_of_a_file(held: Held) -> None:
    text = json.dumps(freeze(held))
    back = thaw(Held, json.loads(text))

    assert plain(back) == plain(held)
    assert json.dumps(freeze(back)) == text
    assert [str(each.amount) for each in back.entries] == [str(each.amount) for each in held.entries]


class Old(NamedTuple):
    day: date
    gone: str


class New(NamedTuple):
    day: date
    note: str
    amount: Decimal | None


class Unknowable(NamedTuple):
    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Old, ...]


@dataclass(frozen=True, slots=True)
class RowsNow:
    rows: tuple[New, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsWithAmount:
    rows: tuple[Unknowable, ...]


def test_a_field_that_came_since_is_empty_and_one_that_went_is_passed_over() -> None:
    frozen = freeze(Rows((Old(date(2026, 3, 1), "x"), Old(date(2026, 3, 2), "y"))))

    assert thaw(RowsNow, frozen) == RowsNow(
        (New(date(2026, 3, 1), "", None), New(date(2026, 3, 2), "", None)), ()
    )


def test_an_amount_that_was_not_frozen_is_an_error_and_not_nought() -> None:
    with pytest.raises(ValueError, match="amount"):
        thaw(RowsWithAmount, freeze(Rows((Old(date(2026, 3, 1), "x"),))))


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"sources": [], "value": {"rows": {"fields": ["day"], "rows": [["soon"]]}}},
        {"sources": [], "value": {"rows": {"fields": ["day", "gone"], "rows": [["2026-03-01"]]}}},
        {"sources": [], "value": {"rows": {"fields": ["day", "gone"], "rows": [["2026-03-01", 3]]}}},
        {"sources": [], "value": {"rows": 7}},
        [],
    ],
)
def test_what_cannot_be_read_is_an_error(broken: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        thaw(Rows, broken)
