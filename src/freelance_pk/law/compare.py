"""What changed between two tax years."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from freelance_pk.law.schema import Law

_ALWAYS_DIFFERENT = frozenset({"tax_year", "starts", "ends", "sha256", "source", "enacted_by", "confidence"})


class Difference(NamedTuple):
    """One figure in two years; "" where a year has none."""

    place: str
    first: str
    second: str


def differences(first: Law, second: Law) -> tuple[Difference, ...]:
    """List every figure that differs, in the order of the law file; sources and dates of course left out."""
    left = dict(_figures(first.model_dump(by_alias=True)))
    right = dict(_figures(second.model_dump(by_alias=True)))
    places = [*left, *(place for place in right if place not in left)]
    return tuple(
        Difference(place, left.get(place, ""), right.get(place, ""))
        for place in places
        if left.get(place) != right.get(place)
    )


def _figures(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        name = content.get("id") or content.get("limit")
        for key, value in content.items():
            if key not in _ALWAYS_DIFFERENT and not (key in ("id", "limit") and name is not None):
                yield from _figures(value, f"{place}.{key}" if place else key)
    elif isinstance(content, list | tuple):
        for number, value in enumerate(content):
            label: Any = number
            if isinstance(value, dict):
                label = value.get("id") or (f"above {value['limit']:,}" if "limit" in value else number)
            yield from _figures(value, f"{place}[{label}]")
    elif content is not None and content != "":
        yield place, f"{content:f}" if hasattr(content, "quantize") else str(content)
