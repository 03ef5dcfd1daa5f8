"""Checks the table of a law file that somebody may have edited: its form by pydantic, then what its figures say."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter, ValidationError

from freelance_pk.law.schema import RESPELT, ExportRule, Law, SlabRow, Slabs, SuperTax
from freelance_pk.model.form import FAULTS, array_for_table

_LAW = TypeAdapter(Law)


def checked(table: dict[str, Any]) -> Law:
    """Return the law of a table that has the fields of `Law` for keys.

    Raises:
        ValueError: the first thing in it that cannot be law, with its place.
    """
    law = _of_form(_as_written(table))
    for name, slabs in law.slabs.items():
        _refuse_holes(slabs, f"slabs.{name}")
    if law.super_tax is not None:
        _refuse_disorder(law.super_tax, "super_tax")
    _refuse_parts_missing(law, "the file")
    _refuse_untaxed_exports(law.exports, "the file")
    return law


def _of_form(table: dict[str, Any]) -> Law:
    try:
        return _LAW.validate_python(table)
    except ValidationError as failure:
        first = failure.errors()[0]
        key, *rest = first["loc"]
        place = ".".join(map(str, (RESPELT.get(str(key), key), *rest)))
        raise ValueError(f"{place}: {FAULTS.get(first['type'], first['msg'])}") from failure


def _as_written(table: dict[str, Any]) -> dict[str, Any]:
    """Refuse what pydantic would take for a form though a file does not say it so, and name the figures of slab rows."""
    _refuse_arrays(table, ("credits", "iris"))
    tables = table.get("slabs")
    if not isinstance(tables, dict):
        return table
    slabs = {name: _slabs_as_written(each, f"slabs.{name}") for name, each in tables.items()}
    return {**table, "slabs": slabs}


def _slabs_as_written(slabs: Any, place: str) -> Any:
    if not isinstance(slabs, dict):
        return slabs
    _refuse_arrays(slabs, ("floor",), f"{place}.")
    rows = slabs.get("rows")
    if not isinstance(rows, list):
        return slabs
    if any(not isinstance(row, list) or len(row) != len(SlabRow._fields) for row in rows):
        raise ValueError(f"{place}: a row is [lower limit, fixed amount, rate]")
    return {**slabs, "rows": [dict(zip(SlabRow._fields, row, strict=True)) for row in rows]}


def _refuse_arrays(table: dict[str, Any], keys: Iterable[str], place: str = "") -> None:
    fault = array_for_table(table, keys)
    if fault:
        raise ValueError(f"{place}{fault}")


def _refuse_holes(slabs: Slabs, place: str) -> None:
    """Refuse a table with a gap, an overlap, or a fixed amount that is not the tax of the rows below."""
    if not slabs.rows or slabs.rows[0].limit != 0:
        raise ValueError(f"{place}: gap: the first row must begin at 0")
    for below, row in pairwise(slabs.rows):
        if row.limit <= below.limit:
            raise ValueError(f"{place}: overlap: the row from {row.limit} does not begin above {below.limit}")
        accumulated = below.fixed + (row.limit - below.limit) * below.rate
        if row.fixed != accumulated and not slabs.jumps:
            raise ValueError(
                f"{place}: the row from {row.limit} says {row.fixed}, but the rows below add up to {accumulated}"
            )


def _refuse_disorder(super_tax: SuperTax, place: str) -> None:
    if any(below[0] >= above[0] for below, above in pairwise(super_tax.rows)):
        raise ValueError(f"{place}: the limits must ascend")


def _refuse_parts_missing(law: Law, place: str) -> None:
    year = law.tax_year
    if (f"{law.starts}", f"{law.ends}") != (f"{year - 1:04}-07-01", f"{year:04}-06-30"):
        raise ValueError(f"{place}: tax year {year} runs from 1 July {year - 1} to 30 June {year}")
    if set(law.slabs) != {"salaried", "non_salaried"}:
        raise ValueError(f"{place}: both tables, salaried and non_salaried, must be there")


def _refuse_untaxed_exports(exports: Iterable[ExportRule], place: str) -> None:
    """Refuse an export of another name, or of a regime that is not its own: it would be in no tax at all."""
    ids = [rule.id for rule in exports]
    if len(set(ids)) != len(ids) or not {"export_psb", "export_other"} <= set(ids):
        raise ValueError(f"{place}: exports must have export_psb and export_other, each id once")
    for rule in exports:
        if rule.id not in ("export_psb", "export_other", "social"):
            raise ValueError(f"{place}: exports may be export_psb, export_other and social, not {rule.id}")
        if (rule.regime == "minimum") != (rule.id == "social"):
            raise ValueError(f"{place}: the regime minimum is that of social, and of no other export")
