"""What a bank's withholding row is a tax on, as far as its text says."""

import re
from functools import cache
from typing import NamedTuple

import tomli

from freelance_pk.packaged import packaged

# Sections under which a bank deducts from export proceeds.
ON_RECEIPTS = frozenset({"154A", "154B"})


class Withheld(NamedTuple):
    """A section ("236Y"), "" where the text names none, and what it is a tax on."""

    section: str
    meaning: str


_UNKNOWN = Withheld("", "")


def withheld_by(text: str) -> Withheld:
    """Return the section that a withholding row's text speaks of."""
    for pattern, section, meaning in _patterns():
        found = pattern.search(text)
        if found is not None:
            printed = section or found["section"].upper().replace(" ", "")
            return Withheld(printed, _meanings().get(printed, meaning))
    return _UNKNOWN


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    with packaged("withholding_texts.toml").open("rb") as file:
        content = tomli.load(file)
    return tuple(
        (re.compile(each["pattern"], re.IGNORECASE), each.get("section", ""), each["meaning"])
        for each in content["text"]
    )


@cache
def _meanings() -> dict[str, str]:
    return {section: meaning for _, section, meaning in _patterns() if section}
