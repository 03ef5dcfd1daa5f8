"""Comes first in every Python process of a test: notes sockets in a file, or sets the day it is."""

import datetime as dt
import os
import sys
from typing import Any, Self

_LOG = os.environ.get("TEST_SOCKETS")
_TODAY = os.environ.get("TEST_TODAY")

if _LOG:

    def _note(event: str, arguments: "tuple[Any, ...]", log: str = _LOG) -> None:
        if event.startswith("socket."):
            with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 - before anything is imported
                file.write(f"{event} {arguments}\n")

    sys.addaudithook(_note)

if _TODAY:
    _fixed = dt.datetime.fromisoformat(f"{_TODAY}T12:00:00+05:00")

    class _Clock(dt.datetime):
        @classmethod
        def now(cls, tz: "dt.tzinfo | None" = None) -> Self:
            return cls.fromtimestamp(_fixed.timestamp(), tz)

    dt.datetime = _Clock  # type: ignore[misc]
