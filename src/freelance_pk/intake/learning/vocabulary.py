"""What is known of unknown files: usual names of columns, usual words, usual rules (data/learning.toml)."""

import re
from functools import cache
from typing import Literal

import tomli
from pydantic import BaseModel, ConfigDict, field_validator

from freelance_pk.intake.layout_parts import Columns, Rule
from freelance_pk.intake.patterns import compiled
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import Kind
from freelance_pk.packaged import packaged

_UNIT = re.compile(
    r"[\s_]*(?:[(\[][^)\]]{0,12}[)\]]|\b(?:pkr|usd|eur|gbp|cad|aud|aed|sar|rs)\b\.?|[$£€₨])\s*$",
    re.IGNORECASE,
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatusWords(_Strict):
    """Words of a status column: `keep` is money, `skip` is not, with the reason."""

    keep: list[str]
    skip: dict[str, str]


class Vocabulary(_Strict):
    """The form of data/learning.toml."""

    names: dict[str, list[str]]
    directions: dict[Literal["in", "out"], list[str]]
    status: StatusWords
    kinds: dict[Kind, list[str]]
    undated: dict[str, str]
    preamble: dict[Literal["account", "currency"], str]
    bank: list[Rule]
    wallet: list[Rule]
    platform: list[Rule]

    @field_validator("names")
    @classmethod
    def _fields(cls, names: dict[str, list[str]]) -> dict[str, list[str]]:
        unknown = set(names) - set(Columns._fields)
        if unknown:
            raise ValueError(f"no such fields: {sorted(unknown)}")
        for patterns in names.values():
            for pattern in patterns:
                compiled(pattern)
        return names

    def fields_of(self, column: str) -> tuple[str, ...]:
        """Return the fields that a column of this name usually gives, units in or behind the name aside."""
        bare = normal(column)
        shorter = _UNIT.sub("", bare).strip()
        return tuple(
            field
            for field, patterns in self.names.items()
            if any(re.fullmatch(each, name, re.IGNORECASE) for each in patterns for name in (bare, shorter))
        )

    def kind_of(self, word: str) -> Kind | None:
        """Return the kind that a word of the type column has everywhere, None if it is not known."""
        bare = word.strip().casefold()
        return next((kind for kind, words in self.kinds.items() if bare in words), None)

    def sign_of(self, word: str) -> str:
        """Return "+" or "-" for a word that tells in from out, "" if it is not known."""
        bare = word.strip().casefold()
        if bare in self.directions["in"]:
            return "+"
        return "-" if bare in self.directions["out"] else ""


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that travels with the program."""
    text = packaged("learning.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomli.loads(text))
