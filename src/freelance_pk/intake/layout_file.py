"""One file of layouts, from its bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import tomli

from freelance_pk.intake.layout_parts import Columns
from freelance_pk.intake.schema import Layout, Platform
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.form import built
from freelance_pk.packaged import packaged


def parse_platform(
    data: bytes, origin: str, remedy: str = "correct the file", *, vouched: bool = False
) -> Platform:
    """Read the bytes of a file of layouts, and check them.

    Args:
        data: TOML in UTF-8, with or without a byte order mark.
        origin: the file, for messages.
        remedy: what to do about a broken file.
        vouched: the file travels with the program and was checked (`platforms check`): it is not checked again.

    Raises:
        InputRefusedError: the bytes are not TOML or break the schema; the message names the key.
    """
    try:
        written = tomli.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as failure:
        raise InputRefusedError(f"not valid TOML: {failure}", origin=origin, remedy=remedy) from failure
    if vouched:
        platform = built(Platform, filled(written))
    else:
        from freelance_pk.intake.layout_check import LayoutError, checked  # noqa: PLC0415 - pydantic takes long to load

        try:
            platform = checked(written)
        except LayoutError as failure:
            raise InputRefusedError(str(failure), origin=origin, remedy=remedy) from failure
    return platform._replace(layout=tuple(map(_with_header, platform.layout)))


def filled(written: Mapping[str, Any]) -> dict[str, Any]:
    """Write into each layout of a file what the file's defaults and its vocabulary say of all.

    Raises:
        ValueError: there is no such vocabulary.
    """
    defaults, common = written.get("defaults", {}), vocabulary_rules(written.get("vocabulary", ""))
    table = {name: value for name, value in written.items() if name != "defaults"}
    return {
        **table,
        "layout": [_filled(layout, defaults, common) for layout in written.get("layout", [])],
    }


def _filled(
    layout: Mapping[str, Any], defaults: Mapping[str, Any], common: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    whole = {**defaults, **layout}
    return {
        **whole,
        "columns": {**defaults.get("columns", {}), **layout.get("columns", {})},
        "rules": [*whole.get("rules", []), *common],
    }


@cache
def vocabulary_rules(name: str) -> Sequence[Mapping[str, Any]]:
    """Return the rules of a file of data/platforms/vocabulary: what institutions of one sort say, whichever they are.

    Args:
        name: of the file, without its ending; "" for none.

    Raises:
        ValueError: there is no such file.
    """
    if not name:
        return ()
    files = {path.stem: path for path in (packaged("platforms") / "vocabulary").glob("*.toml")}
    if name not in files:
        raise ValueError(f"vocabulary: {name!r} is none of those known ({', '.join(sorted(files))})")
    rules: Sequence[Mapping[str, Any]] = tomli.loads(files[name].read_text(encoding="utf-8"))["rules"]
    return rules


def _with_header(layout: Layout) -> Layout:
    """Give a layout without a header the names of its fields for one: its rows are told by their form."""
    if layout.lines is not None:
        names = layout.lines.names()
    elif layout.cells is not None:
        names = tuple(layout.cells.at)
    else:
        return layout
    return replace(layout, header=names, columns=Columns(**{name: name for name in names}))
