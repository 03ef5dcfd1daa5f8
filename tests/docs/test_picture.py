"""The picture in the README is of the program: its words are those that the demo prints today."""

import html
import re
from pathlib import Path

from running import run

PICTURE = Path(__file__).parents[2] / "docs" / "terminal.svg"
LINES = 34


def test_the_picture_shows_what_the_demo_prints() -> None:
    drawn = re.findall(r"<text[^>]*>(.*?)</text>", PICTURE.read_text(encoding="utf-8"))
    words = html.unescape(" ".join(drawn)).replace("\xa0", " ").split()
    shown = run("demo").out.splitlines()[:LINES]

    assert words == ["freelance-pk", "$", "freelance-pk", "demo", *" ".join(shown).split()]


def test_the_picture_asks_for_nothing_from_elsewhere() -> None:
    addresses = re.findall(r"https?://[^\s\"')]+", PICTURE.read_text(encoding="utf-8"))

    assert set(addresses) == {"http://www.w3.org/2000/svg"}
