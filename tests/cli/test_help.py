"""What --help shows: how a command is called, and examples that the command line takes."""

import re
import shlex
from typing import Any

import pytest
from commands import commands_of
from running import run
from typer.main import get_command

from freelance_pk.cli.main import make_app

COMMANDS: dict[str, Any] = dict(commands_of(get_command(make_app())))


def examples(name: str) -> list[str]:
    """The examples of a command; one alone stands behind its word."""
    return re.findall(r"^(?:Example: )?(freelance-pk .*)$", COMMANDS[name].help, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_it_takes_itself(name: str) -> None:
    own = [line for line in examples(name) if line.startswith(f"freelance-pk {name}")]

    assert own
    for line in examples(name):
        words = shlex.split(line)[1:]
        command = next(each for each in COMMANDS if words[: len(each.split())] == each.split())
        COMMANDS[command].make_context(command, words[len(command.split()) :])


@pytest.mark.parametrize("name", COMMANDS)
def test_the_usage_brackets_nothing_twice_and_lines_of_help_fit_80_columns(name: str) -> None:
    said = run(*name.split(), "--help", env={"COLUMNS": "80", "TERM": "dumb"}).out
    usage = next(line for line in said.splitlines() if "Usage" in line)

    assert not re.search(r"\[\[|\]\]|\.\.\..*\.\.\.", usage)
    assert max(map(len, said.splitlines())) <= 80
    for paragraph in COMMANDS[name].help.split(
        "\n\n"
    ):  # what is wrapped where it is written is not wrapped again
        lines = paragraph.splitlines()
        assert len(lines) == 1 or max(map(len, lines)) <= 78
