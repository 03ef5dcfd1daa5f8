"""A file of layouts that cannot be right is refused with the place of what is wrong in it."""

from typing import Any

import pytest

from freelance_pk.intake.layout_check import LayoutError, checked
from freelance_pk.intake.layout_file import filled
from freelance_pk.intake.registry import load_platform
from freelance_pk.model.entry import Kind
from freelance_pk.packaged import packaged

LAYOUT: dict[str, Any] = {
    "id": "hunza-1",
    "title": "Hunza",
    "evidence": "learned",
    "header": ["Day", "Sum", "What"],
    "columns": {"date": "Day", "amount": "Sum", "text": "What"},
}
LINES: dict[str, Any] = {
    "id": "hunza-1",
    "title": "Hunza",
    "evidence": "learned",
    "reader": "lines",
    "lines": {"signature": ["Hunza"], "start": r"\d", "fields": [r"(?P<date>\d+) (?P<amount>\d+)"]},
}
CELLS: dict[str, Any] = {
    "id": "hunza-1",
    "title": "Hunza",
    "evidence": "learned",
    "reader": "cells",
    "cells": {"signature": ["Hunza"], "at": {"date": "A", "amount": "C"}},
}


def file(*layouts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "hunza", "name": "Hunza Bank", "kind": "bank", "layout": list(layouts), **more}


def with_(layout: dict[str, Any], **changes: Any) -> dict[str, Any]:
    whole = {**layout, **changes}
    return {key: value for key, value in whole.items() if value is not None}


def inside(layout: dict[str, Any], section: str, **changes: Any) -> dict[str, Any]:
    return {**layout, section: with_(layout[section], **changes)}


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (with_(LAYOUT, id="Hunza 1"), "layout.0.id: an id is of small letters, digits and hyphens (it says"),
        (with_(LAYOUT, title=None), "layout.0.title: it is missing"),
        (with_(LAYOUT, colour="red"), "layout.0.colour: there is no such key (it says 'red')"),
        (with_(LAYOUT, shape="round"), "layout.0.shape: Input should be 'signed', 'two-columns'"),
        (with_(LAYOUT, utc_days="perhaps"), "layout.0.utc_days: Input should be a valid boolean"),
        (with_(LAYOUT, kinds={"Fee": "charge"}), "layout.0.kinds.Fee: Input should be 'earning'"),
        (with_(LAYOUT, columns=["Day"]), "layout.0.columns: it is a table, not an array"),
        (
            with_(CELLS, cells=[["Hunza"], {"date": "A", "amount": "C"}]),
            "layout.0.cells: it is a table, not an array",
        ),
        (
            with_(LAYOUT, totals=[["(?P<closing>x)"], True]),
            "layout.0.totals: it is a table, not an array",
        ),
        (with_(LAYOUT, columns={"dtae": "Day"}), "layout.0.columns.dtae: there is no such key"),
        (with_(LAYOUT, columns={"date": 5}), "layout.0.columns.date: Input should be a valid string"),
        (with_(LAYOUT, rules=[{"gives": "fee"}]), "layout.0.rules.0: a rule needs a condition"),
        (with_(LAYOUT, rules=[{"text": "x"}]), "layout.0.rules.0.gives: it is missing"),
        (
            with_(LAYOUT, rules=[{"gives": "fee", "text": "a"}, {"gives": "fee", "ref": "("}]),
            "layout.0.rules.1.ref: '(' is no regular expression",
        ),
        (with_(LAYOUT, extracts=[{"pattern": "x"}]), "layout.0.extracts.0.pattern: groups must be among"),
        (
            with_(LAYOUT, extracts=[{"pattern": "(?P<price>x)"}]),
            "layout.0.extracts.0.pattern: groups must be among",
        ),
        (
            with_(LAYOUT, totals={"patterns": ["(?P<sum>x)"]}),
            "layout.0.totals.patterns.0: groups must be among closing, credits, debits, opening",
        ),
        (with_(LAYOUT, preamble_account="Account"), "layout.0.preamble_account: the pattern needs a group"),
        (with_(LAYOUT, fee_rows="["), "layout.0.fee_rows: '[' is no regular expression"),
        (with_(LAYOUT, skip_rows={"*": "why"}), "layout.0.skip_rows: '*' is no regular expression"),
        (
            with_(LAYOUT, status={"keep": ["ok"], "always": "("}),
            "layout.0.status.always: '(' is no regular expression",
        ),
        (with_(LAYOUT, header=None), "hunza-1: a table needs a header"),
        (with_(LAYOUT, columns={"amount": "Sum"}), "hunza-1: no column of the header gives the date"),
        (
            inside(LAYOUT, "columns", balance="Balance"),
            "hunza-1: column 'Balance' of field balance is not in its header",
        ),
        (with_(LAYOUT, reader="lines"), "hunza-1: the reader 'lines' and its section go together"),
        (
            with_(LINES, columns={"date": "Day"}),
            "hunza-1: its fields stand in the section lines, not in columns",
        ),
        (with_(LINES, reader=None), "hunza-1: the reader 'table' and its section go together"),
        (
            inside(LINES, "lines", fields=[r"(?P<amount>\d)"]),
            "layout.0.lines: groups must be fields, the date among them",
        ),
        (inside(LINES, "lines", end="("), "layout.0.lines: '(' is no regular expression"),
        (inside(CELLS, "cells", at={"amount": "C"}), "layout.0.cells: the keys of `at` are fields, the date"),
        (inside(CELLS, "cells", at={"date": "AA"}), "layout.0.cells: a column is one letter, A to Z"),
        (inside(CELLS, "cells", stop="("), "layout.0.cells: '(' is no regular expression"),
    ],
)
def test_a_layout_that_cannot_be_right_is_refused(layout: dict[str, Any], said: str) -> None:
    with pytest.raises(LayoutError) as refused:
        checked(file(layout))
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"id": "Hunza"}, "id: an id is of small letters, digits and hyphens (it says 'Hunza')"),
        (
            {"kind": "shop"},
            "kind: Input should be 'platform', 'wallet', 'bank' or 'exchange' (it says 'shop')",
        ),
        ({"layout": {"id": "x"}}, "layout: "),
        ({"layout": ["x"]}, "layout.0: "),
        ({"vocabulary": "shops"}, "vocabulary: 'shops' is none of those known (banks)"),
        ({"vocabulary": ["banks"]}, "vocabulary: Input should be a valid string"),
        ({"common": {"rules": []}}, "common: there is no such key"),
        ({"defaults": ["x"]}, "defaults: it is a table, of what layouts can share"),
        ({"defaults": {"header": ["Day"]}}, "defaults.header: layouts cannot share it; each says its own"),
        ({"defaults": {"shpe": "round"}}, "defaults.shpe: there is no such key (it says 'round')"),
        (
            {"layout": [{**LAYOUT, "header": "Day"}]},
            "layout.0.header: Input should be an array (it says 'Day')",
        ),
        ({"layout": [{**LAYOUT, "status": 5}]}, "layout.0.status: Input should be a table (it says 5)"),
        ({"defaults": {"shape": "round"}}, "defaults.shape: Input should be"),
        ({"defaults": {"columns": ["Day"]}}, "defaults.columns: it is a table, not an array"),
        (
            {"defaults": {"rules": [{"gives": "fee", "text": "("}]}},
            "defaults.rules.0.text: '(' is no regular",
        ),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(LayoutError) as refused:
        checked({**file(LAYOUT), **more})
    assert str(refused.value).startswith(said)


def test_what_stands_where_a_key_is_missing_is_not_repeated() -> None:
    with pytest.raises(LayoutError) as refused:
        checked(file(with_(LAYOUT, title=None)))
    assert str(refused.value) == "layout.0.title: it is missing"


def test_a_layout_of_each_reader_is_right() -> None:
    platform = checked(file(LAYOUT, with_(LINES, id="hunza-2"), with_(CELLS, id="hunza-3")))

    assert [layout.reader for layout in platform.layout] == ["table", "lines", "cells"]


def test_a_layout_may_have_its_columns_of_the_defaults_alone() -> None:
    (layout,) = checked(
        file(with_(LAYOUT, columns=None), defaults={"columns": {"date": "Day", "amount": "Sum"}})
    ).layout

    assert layout.columns.given() == {"date": "Day", "amount": "Sum"}


def test_a_layout_that_is_never_read_needs_no_columns() -> None:
    never = with_(LAYOUT, header=None, columns=None, refuse="it has no dates", refuse_remedy="take the CSV")

    assert checked(file(never)).layout[0].refuse == "it has no dates"


def test_defaults_fill_what_a_layout_leaves_out_and_columns_field_by_field() -> None:
    defaults = {
        "currency": "PKR",
        "columns": {"amount": "Value", "text": "What"},
        "rules": [{"gives": "fee", "text": "charge"}],
    }
    own = {"gives": "card", "text": "pos"}
    one = with_(LAYOUT, columns={"date": "Day", "amount": "Sum"}, rules=[own])
    two = with_(LAYOUT, id="hunza-2", columns={"date": "Day", "amount": "Sum"}, currency="USD")

    first, second = checked(file(one, two, defaults=defaults)).layout

    assert (first.currency, second.currency) == ("PKR", "USD")
    assert first.columns.given() == {"date": "Day", "amount": "Sum", "text": "What"}
    assert [rule.gives for rule in first.rules] == [Kind.CARD]
    assert [rule.gives for rule in second.rules] == [Kind.FEE]


def test_the_rules_of_a_vocabulary_come_after_the_layouts_own() -> None:
    own = {"gives": "fee", "text": "charge"}
    (layout,) = checked(file(with_(LAYOUT, rules=[own]), vocabulary="banks")).layout

    assert layout.rules[0].text == "charge"
    assert len(layout.rules) > 5
    assert filled(file(LAYOUT))["layout"][0]["rules"] == []


def test_rows_told_by_their_form_have_their_fields_for_a_header() -> None:
    meezan = load_platform(packaged("platforms") / "meezan.toml")
    by_lines = [layout for layout in meezan.layout if layout.lines is not None]

    assert by_lines
    for layout in by_lines:
        assert layout.lines is not None
        assert layout.header == layout.lines.names()
        assert layout.columns.given() == {name: name for name in layout.header}
