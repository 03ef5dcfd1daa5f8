"""Comes first in every Python process of a test: notes sockets in a file, or sets the day it is."""

import datetime as dt
import os
import sys
import time
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
    _moment = dt.datetime.fromisoformat(f"{_TODAY}T12:00:00+05:00").timestamp()
    _real, _localtime, _gmtime = dt.datetime, time.localtime, time.gmtime

    class _Kind(type):
        """Every date with a time is one of ours, also those that libraries in C make."""

        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, _real)

    class _Clock(dt.datetime, metaclass=_Kind):
        @classmethod
        def now(cls, tz: "dt.tzinfo | None" = None) -> Self:
            return cls.fromtimestamp(_moment, tz)

        @classmethod
        def today(cls) -> Self:
            return cls.fromtimestamp(_moment)

    dt.datetime = _Clock  # type: ignore[misc]
    time.time = lambda: _moment
    time.localtime = lambda seconds=None: _localtime(_moment if seconds is None else seconds)
    time.gmtime = lambda seconds=None: _gmtime(_moment if seconds is None else seconds)
