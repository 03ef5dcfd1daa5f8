"""A noun built from a table is the one that pydantic makes of the same table, wherever the table is right."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from freelance_pk.model import form as form_
from freelance_pk.model.form import Form, built


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Let each test find out anew how values become those of a form, as the first use in a process does."""
    form_._ways.cache_clear()


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Row(NamedTuple):
    limit: Decimal
    rate: Decimal
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Cited:
    section: str
    sure: Literal["high", "low"] = "high"


@dataclass(frozen=True, kw_only=True)
class Table(Cited):
    rows: list[Row]
    bands: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    due: date | None = None


class Whole(NamedTuple):
    year: int
    colour: Colour
    tables: dict[Literal["one", "two"], Table]
    by_colour: dict[Colour, list[str]] | None = None
    names: str | list[str] | None = None
    kind: Colour | Literal["own"] = "own"
    only: Table | None = None
    said: tuple[str, ...] = ()
    several: tuple[Row, ...] = ()
    off: bool = False


CHECK = TypeAdapter(Whole)
FEW = """
year = 2026
colour = "red"
names = ["a", "b"]
kind = "blue"
said = ["x"]
several = [{ limit = 1, rate = 0.5 }, [2, 0.25, "w"]]

[by_colour]
red = ["rose"]

[tables.one]
section = "4AB"
due = 2026-09-30
rows = [[0, 0.0], [600_000, 0.05]]
bands = [[1, 0.15]]

[only]
section = "7B"
sure = "low"
rows = []
"""


def test_a_noun_has_the_types_of_its_form() -> None:
    table = tomli.loads(FEW, parse_float=Decimal)

    noun = built(Whole, table)

    assert repr(noun) == repr(CHECK.validate_python(table))
    assert noun.tables["one"].rows[1] == Row(Decimal(600000), Decimal("0.05"))
    assert [type(each) for each in noun.tables["one"].rows[1][:2]] == [Decimal, Decimal]
    assert noun.colour is Colour.RED
    assert noun.kind is Colour.BLUE
    assert noun.by_colour == {Colour.RED: ["rose"]}
    assert noun.several[1].words == "w"
    assert noun.only is not None
    assert noun.only.due is None


numbers = st.one_of(st.integers(0, 10**12), st.decimals(0, 1, places=4))
rows = st.one_of(
    st.fixed_dictionaries({"limit": numbers, "rate": numbers}, optional={"words": st.text()}),
    st.tuples(numbers, numbers).map(list),
)
tables = st.fixed_dictionaries(
    {"section": st.text(), "rows": st.lists(rows, max_size=3)},
    optional={
        "sure": st.sampled_from(["high", "low"]),
        "bands": st.lists(st.tuples(numbers, numbers).map(list), max_size=2),
        "due": st.dates(),
    },
)
colours = st.sampled_from(["red", "blue"])
wholes = st.fixed_dictionaries(
    {
        "year": st.integers(),
        "colour": colours,
        "tables": st.dictionaries(st.sampled_from(["one", "two"]), tables),
    },
    optional={
        "by_colour": st.dictionaries(colours, st.lists(st.text(), max_size=2)),
        "names": st.one_of(st.text(), st.lists(st.text(), max_size=2)),
        "kind": st.one_of(colours, st.just("own")),
        "only": tables,
        "said": st.lists(st.text(), max_size=2),
        "several": st.lists(rows, max_size=2),
        "off": st.booleans(),
    },
)


@given(wholes)
def test_any_right_table_gives_what_pydantic_gives(table: dict[str, object]) -> None:
    made, right = built(Whole, table), CHECK.validate_python(table)

    assert made == right
    assert repr(made) == repr(right)


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": 2026, "colour": "red"},
        {"year": 2026, "colour": "green", "tables": {}},
        {"year": 2026, "colour": "red", "tables": {}, "colur": "red"},
        {"year": 2026, "colour": "red", "tables": {"one": {"section": "4C"}}},
        {
            "year": 2026,
            "colour": "red",
            "tables": {"one": {"section": "4C", "rows": [], "bands": [[1, 2, 3]]}},
        },
    ],
)
def test_a_table_that_nobody_checked_gives_no_noun(wrong: dict[str, object]) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        built(Whole, wrong)


def test_a_value_that_none_of_several_types_knows_is_named() -> None:
    class Size(StrEnum):
        SMALL = "small"

    class Thing(NamedTuple):
        is_: Colour | Size

    assert built(Thing, {"is_": "small"}).is_ is Size.SMALL
    with pytest.raises(ValueError, match="no type knows 'green'"):
        built(Thing, {"is_": "green"})


def test_what_may_be_left_out_is_not_for_that_of_any_type() -> None:
    class Thing(NamedTuple):
        is_: Colour | None = None

    assert built(Thing, {}).is_ is None
    assert built(Thing, {"is_": "red"}).is_ is Colour.RED
    with pytest.raises(ValueError, match="'green' is not a valid Colour"):
        built(Thing, {"is_": "green"})


class Ruled(Form):
    section: str
    sure: Literal["high", "low"] = "high"


class Rule(Ruled):
    """The dataclass `Plain`, as a `Form`."""

    rate: Decimal
    words: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Plain(Cited):
    rate: Decimal
    words: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


ruled = st.fixed_dictionaries(
    {"section": st.text(), "rate": numbers},
    optional={
        "sure": st.sampled_from(["high", "low"]),
        "words": st.lists(st.text(), max_size=2),
        "rows": st.lists(rows),
    },
)


@given(ruled, ruled)
def test_a_form_is_what_a_dataclass_of_the_same_fields_is(
    one: dict[str, object], other: dict[str, object]
) -> None:
    form, plain = built(Rule, one), built(Plain, one)

    assert form == TypeAdapter(Rule).validate_python(one) == pickle.loads(pickle.dumps(form))
    assert repr(form) == repr(plain).replace("Plain", "Rule", 1)
    assert (form == built(Rule, other)) == (plain == built(Plain, other))
    changed = replace(form, rate=Decimal(7))
    assert repr(changed) == repr(replace(plain, rate=Decimal(7))).replace("Plain", "Rule", 1)
    assert changed.rows == form.rows


def test_a_form_has_its_own_lists_and_equals_no_other_form() -> None:
    one, other = Rule(section="4C", rate=Decimal(1)), Rule(section="4C", rate=Decimal(1))

    assert one == other
    assert one.rows is not other.rows
    assert Ruled(section="4C") != Plain(section="4C", rate=Decimal(1))
    assert {Ruled(section="4C"), Ruled(section="4C", sure="high")} == {Ruled(section="4C")}
    assert hash(Ruled(section="4C")) != hash(Ruled(section="4B"))


def test_a_field_that_is_not_given_has_the_value_of_its_form() -> None:
    class Late(Form):
        section: str
        surcharge: Decimal = Decimal("0.5")
        rows: list[Row] = field(default_factory=list)

    late = Late(section="182A")

    assert (late.section, late.surcharge, late.rows) == ("182A", Decimal("0.5"), [])


def test_a_form_cannot_be_changed() -> None:
    rule = Ruled(section="4C")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'section'"):
        rule.section = "4B"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'section'"):
        del rule.section

    assert rule == Ruled(section="4C")


@pytest.mark.parametrize(
    ("table", "said", "checked"),
    [
        ({"sure": "low"}, "section is missing", "Field required"),
        ({"section": "4C", "sur": "low"}, "Ruled has no sur", "Unexpected keyword argument"),
    ],
)
def test_a_form_has_all_of_its_keys_and_no_other(table: dict[str, str], said: str, checked: str) -> None:
    with pytest.raises(TypeError, match=said):
        Ruled(**table)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match=checked):
        TypeAdapter(Ruled).validate_python(table)
