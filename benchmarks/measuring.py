"""Runs programs in turn, several rounds, and keeps the least of each: what else the machine does only adds."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

Words = Sequence[str]
_ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


class Taken(NamedTuple):
    """Seconds of the processors and on the clock, and the largest memory of one process in MiB."""

    processor: float
    clock: float
    memory: float


class FailedError(Exception):
    """A program that is measured failed, or said something else than its reference."""


def run(words: Words, output: IO[bytes] | int = subprocess.DEVNULL) -> Taken:
    """Run a program to its end and measure it, with whatever it started itself."""
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        process = subprocess.Popen(words, stdout=output, stderr=said, env=_ENVIRONMENT)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 4):  # 4: a report that is not final
            said.seek(0)
            raise FailedError(
                f"{' '.join(map(str, words))} ended with {process.returncode}: {said.read()[-500:].decode()}"
            )
    return Taken(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def text_of(words: Words) -> str:
    """Run a program and return what it printed."""
    with tempfile.TemporaryFile() as output:
        run(words, output)
        output.seek(0)
        return output.read().decode()


def rates_beside(folder: Path) -> Path:
    """Return where the rates stand that the references convert a folder's export by."""
    return folder.with_name(f"{folder.name}-rates.csv")


def make(what: str, folder: Path, rows: int) -> None:
    """Write what is read, in a process of its own: a process begins with the memory mark of the one that starts it."""
    run((sys.executable, "-m", "benchmarks.data", what, str(folder), str(rows)))


def in_turn(programs: Mapping[str, Words], rounds: int) -> dict[str, Taken]:
    """Run each program in turn, so many rounds, and return the least of each."""
    least: dict[str, Taken] = {}
    for _ in range(rounds):
        for name, words in programs.items():
            taken = run(words)
            before = least.get(name, taken)
            least[name] = Taken(*map(min, before, taken))
    return least


def program(name: str, variable: str = "") -> str | None:
    """Find a program by an environment variable, else on the path."""
    named = os.environ.get(variable, "") if variable else ""
    for folder in (Path(named).parent,) if named else map(Path, os.get_exec_path()):
        path = folder / (Path(named).name if named else name)
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
    return None
