"""The files of layouts that travel with the program: their patterns are vouched for at a start, and checked here."""

import re

import pytest

from freelance_pk.intake.layout_file import parse_platform
from freelance_pk.intake.registry import program_platforms
from freelance_pk.model.errors import InputRefusedError

BROKEN = b"""
id = "gilgit"
name = "Gilgit Bank"
kind = "bank"

[[layout]]
id = "gilgit-1"
title = "Gilgit"
evidence = "unverified"
header = ["Date", "Amount"]
columns = { date = "Date", amount = "Amount" }
rules = [{ text = '(unclosed', gives = "deposit" }]
"""


def test_every_pattern_of_the_program_is_one() -> None:
    assert program_platforms(vouched=False) == program_platforms()


def test_a_pattern_is_only_passed_over_where_it_is_vouched_for() -> None:
    with pytest.raises(InputRefusedError, match=re.escape("'(unclosed' is no regular expression")):
        parse_platform(BROKEN, "gilgit.toml")

    assert parse_platform(BROKEN, "gilgit.toml", vouched=True).layout[0].rules[0].text == "(unclosed"
