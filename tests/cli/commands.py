"""The commands of the program, as its command line knows them."""

from collections.abc import Iterator
from typing import Any


def commands_of(group: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Give every command below a group with the words that call it."""
    for name, each in group.commands.items():
        if hasattr(each, "commands"):
            yield from commands_of(each, (*before, name))
        else:
            yield " ".join((*before, name)), each
