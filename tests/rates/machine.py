"""A user's machine: exports, a cache of its own, the providers behind a proxy, and the day it is."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

from running import Ran, run, run_process

IN_CHILD = Path(__file__).parent / "in_child"
EARNED = "date,account,kind,amount,currency\n2026-09-09,Upwork,earning,100,USD\n"


class Clock(datetime):
    """The day it is, fixed."""

    is_on = "2026-09-20"

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(datetime.fromisoformat(f"{cls.is_on}T12:00:00+05:00").timestamp(), tz)


@dataclass(frozen=True, slots=True)
class User:
    """Whoever sits there; its folder is the working folder."""

    folder: Path
    kept: Path
    env: dict[str, str]

    def types(self, *words: object) -> Ran:
        return run(*words)

    def alone(self, *words: object, **env: str) -> Ran:
        """In a process of its own."""
        return run_process(*words, cwd=self.folder, env={**self.env, **env})
