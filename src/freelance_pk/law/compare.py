"""What changed between two tax years."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from freelance_pk.law.schema import RESPELT, ExportRule, Law, SlabRow

_ALWAYS_DIFFERENT = frozenset({"tax_year", "starts", "ends", "sha256", "source", "enacted_by", "confidence"})
_NAMING = frozenset({"id", "limit"})  # they tell one of several apart


class Difference(NamedTuple):
    """One figure in two years; "" where a year has none."""

    place: str
    first: str
    second: str


def differences(first: Law, second: Law) -> tuple[Difference, ...]:
    """List every figure that differs, in the order of the law file; sources and dates of course left out."""
    left = dict(_figures(first))
    right = dict(_figures(second))
    places = [*left, *(place for place in right if place not in left)]
    return tuple(
        Difference(place, left.get(place, ""), right.get(place, ""))
        for place in places
        if left.get(place) != right.get(place)
    )


def _figures(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    named = _by_name(content)
    if named is not None:
        for key, value in named.items():
            if key not in _ALWAYS_DIFFERENT and key not in _NAMING:
                yield from _figures(value, f"{place}.{key}" if place else key)
    elif isinstance(content, list | tuple):
        for number, value in enumerate(content):
            yield from _figures(value, f"{place}[{_label(value) or number}]")
    elif content is not None and content != "":
        yield place, f"{content:f}" if hasattr(content, "quantize") else str(content)


def _by_name(content: Any) -> dict[str, Any] | None:
    if is_dataclass(content):
        return {RESPELT.get(each.name, each.name): getattr(content, each.name) for each in fields(content)}
    if isinstance(content, dict):
        return content
    named: dict[str, Any] | None = content._asdict() if hasattr(content, "_asdict") else None
    return named


def _label(content: Any) -> str:
    if isinstance(content, ExportRule):
        return content.id
    return f"above {content.limit:,}" if isinstance(content, SlabRow) else ""
