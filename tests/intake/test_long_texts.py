"""A cell may hold a hundred thousand letters: no pattern of a layout takes longer over it than over so many short ones."""

import re
import time
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

PLATFORMS = Path(__file__).parents[2] / "data" / "platforms"
LONG = [
    part * (20_000 // len(part))
    for part in (
        "1",
        "A ",
        "-",
        "a,",
        "0 ",
        "/1/2",
        "*",
        "(",
        "USD ",
        "IBFT ",
        "Transfer to ",
        "ref: ",
        "\u0627 ",
        "x@y.",
        "\t",
        "1,1.",
    )
]
FILES = sorted(path.relative_to(PLATFORMS).as_posix() for path in PLATFORMS.rglob("*.toml"))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def patterns(name: str) -> list[re.Pattern[str]]:
    """Return every text of a layout file that is a pattern, and those that only may be one."""
    found = []
    for text in sorted(set(texts(tomllib.loads((PLATFORMS / name).read_text(encoding="utf-8"))))):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found.append(re.compile(text, re.IGNORECASE))
            except re.error:
                continue
    return [each for each in found if set(each.pattern) & set("*+{?")]


@pytest.mark.parametrize("name", FILES)
def test_no_pattern_takes_the_square_of_a_text_s_length(name: str) -> None:
    """Etsy's amount in a text once did: one long description was minutes."""
    slow = []
    for pattern in patterns(name):
        for text in LONG:
            start = time.process_time()
            pattern.search(text)
            if time.process_time() - start > 0.5:
                slow.append((pattern.pattern, text[:8]))
    assert slow == []
