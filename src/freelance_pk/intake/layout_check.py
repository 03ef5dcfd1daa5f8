"""Checks a file of layouts: its keys and types by pydantic, then what it says."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache, partial
from typing import Any

from pydantic import TypeAdapter, ValidationError

from freelance_pk.intake.layout_file import filled
from freelance_pk.intake.layout_parts import Cells, Columns, Lines, Rule
from freelance_pk.intake.patterns import compiled
from freelance_pk.intake.schema import Layout, Platform, layout_date, normal
from freelance_pk.model.form import FAULTS, array_for_table

_ID = re.compile(r"[a-z0-9-]+")
_NAMES = [each.name for each in fields(Layout)]
_SHARED = frozenset(_NAMES[_NAMES.index("shape") :])  # what `defaults` may say
_EXTRACTED = {"parent", "ref", "far_amount", "far_currency", "tail", "counterparty", "certificate"}
_TOTALS = {"opening", "closing", "debits", "credits"}


class LayoutError(Exception):
    """A file of layouts is not right; it says the place and what is wrong there."""


def checked(written: Mapping[str, Any]) -> Platform:
    """Return the institution that a file describes, its layouts filled from its defaults and its vocabulary.

    Args:
        written: the file's table.

    Raises:
        LayoutError: a key or a type is wrong, a pattern is none, a column is not in its header; the message begins
            with the place, as in layout.0.rules.1.text.
    """
    said = {name: value for name, value in written.items() if name != "defaults"}
    for number, layout in enumerate(_of_form(Platform, said).layout):
        _check_layout(layout, said["layout"][number], f"layout.{number}")
    _check_defaults(written.get("defaults", {}))
    try:
        whole = filled(written)
    except ValueError as failure:
        raise LayoutError(str(failure)) from failure
    platform: Platform = _of_form(Platform, whole)
    _check("id", partial(_check_id, platform.id))
    for layout, alone in zip(platform.layout, said.get("layout", ()), strict=True):
        _check_whole(layout, alone)
    return platform


def _check_defaults(defaults: object) -> None:
    if not isinstance(defaults, dict):
        raise LayoutError("defaults: it is a table, of what layouts can share")
    alone = defaults.keys() & (set(_NAMES) - _SHARED)
    if alone:
        raise LayoutError(f"defaults.{min(alone)}: layouts cannot share it; each says its own")
    layout = {"id": "defaults", "title": "", "evidence": "own", **defaults}
    _check_layout(_of_form(Layout, layout, "defaults"), layout, "defaults")


def _check_layout(layout: Layout, said: Mapping[str, Any], place: str) -> None:
    """Check the patterns of one layout as it stands in the file."""
    fault = array_for_table(said, ("columns", "cells", "totals"))
    if fault:
        raise LayoutError(f"{place}.{fault}")
    for key, check in _checks(layout):
        _check(f"{place}.{key}", check)


def _check(place: str, check: Callable[[], object]) -> None:
    try:
        check()
    except ValueError as failure:
        raise LayoutError(f"{place}: {failure}") from failure


@cache  # to make one takes longer than to check a file
def _adapter(form: type) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _of_form(form: type, value: object, place: str = "") -> Any:
    try:
        return _adapter(form).validate_python(value)
    except ValidationError as failure:
        first = failure.errors()[0]
        # Of a key that may hold several types, the type tried stands behind its name.
        keys = [str(part) for part in first["loc"] if "[" not in str(part) and part != "str"]
        given = first["input"]
        found = f" (it says {given!r})" if isinstance(given, str | int) else ""
        where = ".".join([place, *keys] if place else keys)
        said = FAULTS.get(first["type"], first["msg"])
        raise LayoutError(f"{where or 'the file'}: {said}{found}") from failure


def _checks(layout: Layout) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what to check of a layout beyond its types, each with its key."""
    yield "id", partial(_check_id, layout.id)
    yield from _checks_of_rules(layout)
    for key in ("preamble_account", "preamble_currency", "amount_in_text"):
        yield key, partial(_check_takes, getattr(layout, key))
    for key in ("fee_rows", "total_rows"):
        yield key, partial(compiled, getattr(layout, key))
    for key in ("skip_rows", "skip_undated", "memo_rows"):
        for pattern in getattr(layout, key):
            yield key, partial(compiled, pattern)
    if layout.status is not None:
        yield "status.always", partial(compiled, layout.status.always)
    if layout.lines is not None:
        yield "lines", partial(_check_lines, layout.lines)
    if layout.cells is not None:
        yield "cells", partial(_check_cells, layout.cells)


def _checks_of_rules(layout: Layout) -> Iterator[tuple[str, Callable[[], object]]]:
    for number, rule in enumerate(layout.rules):
        yield f"rules.{number}", partial(_check_condition, rule)
        for key in ("kind", "text", "counterparty", "ref"):
            yield f"rules.{number}.{key}", partial(compiled, getattr(rule, key))
    for number, extract in enumerate(layout.extracts):
        yield f"extracts.{number}.pattern", partial(_check_groups, extract.pattern, _EXTRACTED)
    for number, pattern in enumerate(layout.totals.patterns if layout.totals is not None else ()):
        yield f"totals.patterns.{number}", partial(_check_groups, pattern, _TOTALS)


def _check_id(name: str) -> None:
    if not _ID.fullmatch(name):
        raise ValueError(f"an id is of small letters, digits and hyphens (it says {name!r})")


def _check_condition(rule: Rule) -> None:
    if not (rule.kind or rule.text or rule.counterparty or rule.ref or rule.sign):
        raise ValueError("a rule needs a condition")


def _check_groups(pattern: str, known: set[str]) -> None:
    groups = set(compiled(pattern).groupindex)
    if not groups or groups - known:
        raise ValueError(f"groups must be among {', '.join(sorted(known))}")


def _check_takes(pattern: str) -> None:
    if pattern and not compiled(pattern).groups:
        raise ValueError("the pattern needs a group: what it takes")


def _check_lines(lines: Lines) -> None:
    for pattern in (*lines.signature, lines.start, *lines.fields, *lines.ignore, lines.stop, lines.end):
        compiled(pattern)
    names = lines.names()
    if set(names) - set(Columns._fields) or "date" not in names:
        raise ValueError(f"groups must be fields, the date among them: {sorted(names)}")


def _check_cells(cells: Cells) -> None:
    for pattern in (*cells.signature, cells.stop):
        compiled(pattern)
    if set(cells.at) - set(Columns._fields) or "date" not in cells.at:
        raise ValueError("the keys of `at` are fields, the date among them")
    if any(not re.fullmatch(r"[A-Z]", letter) for letter in cells.at.values()):
        raise ValueError("a column is one letter, A to Z")


def _check_whole(layout: Layout, said: Mapping[str, Any]) -> None:
    """Check that the parts of a layout fit together.

    Args:
        layout: filled from the file's defaults.
        said: as it stands in the file.
    """
    if layout.refuse:
        return
    if (layout.reader == "lines") != (layout.lines is not None) or (layout.reader == "cells") != (
        layout.cells is not None
    ):
        raise LayoutError(f"{layout.id}: the reader {layout.reader!r} and its section go together")
    if layout.lines is not None or layout.cells is not None:
        if said.get("columns"):
            raise LayoutError(f"{layout.id}: its fields stand in the section {layout.reader}, not in columns")
        return
    known = {normal(name) for header in (*layout.header, *layout.optional) for name in header.split("|")}
    if layout.reader == "table" and not layout.header:
        raise LayoutError(f"{layout.id}: a table needs a header")
    if layout.records == "entries" and layout.reader == "table" and not layout_date(layout) & known:
        raise LayoutError(f"{layout.id}: no column of the header gives the date")
    for field, names in {**said.get("columns", {}), **layout.fields}.items():
        listed = [names] if isinstance(names, str) else names
        missing = [name for name in listed if normal(name) not in known]
        if missing:
            raise LayoutError(f"{layout.id}: column {missing[0]!r} of field {field} is not in its header")
