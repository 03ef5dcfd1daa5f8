"""What a bank's own words say of a credit that is not known to come from abroad."""

import re
from functools import cache
from typing import Any

import tomli

from freelance_pk.packaged import packaged


def explanation(text: str) -> str:
    """Return what the words of a credit say it is ("a private person", "a loan"), "" if they say nothing."""
    for means, pattern in _words():
        if pattern.search(text):
            return means
    return ""


def is_company(text: str) -> bool:
    """Say whether a payer's name looks like a company's: reason to propose a client, never to count one."""
    return _company().search(text) is not None


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((group["means"], _any(group["patterns"])) for group in _content()["words"])


@cache
def _company() -> re.Pattern[str]:
    return _any(_content()["company"]["patterns"])


@cache
def _content() -> dict[str, Any]:
    with packaged("credit_words.toml").open("rb") as file:
        return tomli.load(file)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)
