"""How far a long run is: one line that renews itself on a terminal, plain lines elsewhere, all on stderr."""

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from freelance_pk.cli.screen import say

if TYPE_CHECKING:
    from freelance_pk.batch.running import Step

_LINES = 10  # of a log: one for each tenth of the clients
_EVERY = 0.1  # seconds between two drawings
_BAD = ("blocked", "failed")


class Progress:
    """Counts what is done and says so."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._counts: Counter[str] = Counter()
        self._number = self._of = self._anew = 0
        self._start = time.monotonic()
        self._drawn = 0.0
        self._line = ""

    def step(self, step: "Step") -> None:
        """Take note of a client done."""
        self._number, self._of = step.number, step.of
        if step.done is not None:
            self._counts[step.done.status.value] += 1
            self._anew += step.done.is_new
            if step.client is not None and step.done.status.value in _BAD and step.done.is_new:
                self._put(f"{step.done.status.value}: {step.client.name}: {step.done.brief}")
            for name in step.done.spared:
                self._put(f"kept: {name}, which somebody has changed since it was written")
        if self._quiet:
            return
        if self._live:
            now = time.monotonic()
            if now - self._drawn >= _EVERY or self._number == self._of:
                self._drawn = now
                self._draw(self.words() + self._left())
        elif self._number and self._number * _LINES // self._of != (self._number - 1) * _LINES // self._of:
            say(self.words() + self._left())

    def words(self) -> str:
        """Say how many clients are done, and how they stand."""
        counts = ", ".join(f"{count:,} {status}" for status, count in sorted(self._counts.items()))
        return f"{self._number:,} of {self._of:,} clients done" + (f": {counts}" if counts else "")

    def stopping(self) -> None:
        """Say that Ctrl-C was heard."""
        self.end()
        say("stopping: the clients under way are finished first; press Ctrl-C again to break them off")

    def end(self) -> None:
        """Clear the line."""
        if self._line:
            self._draw("")

    def _left(self) -> str:
        rest = self._of - self._number
        if not rest or self._anew < 2:
            return ""
        seconds = round((time.monotonic() - self._start) * rest / self._number)
        return f"; about {seconds // 60} min left" if seconds >= 90 else f"; about {seconds} s left"

    def _put(self, text: str) -> None:
        """Say something above the line that renews itself."""
        if self._quiet:
            return
        line = self._line
        self.end()
        say(text)
        if line:
            self._draw(line)

    def _draw(self, text: str) -> None:
        columns = shutil.get_terminal_size((80, 24)).columns - 1
        text = text if len(text) <= columns else f"{text[: columns - 3]}..."
        sys.stderr.write("\r" + text.ljust(len(self._line)) + ("\r" if not text else ""))
        sys.stderr.flush()
        self._line = text


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Show progress until the run is over, whatever ends it."""
    shown = Progress(quiet=quiet)
    try:
        yield shown
    finally:
        shown.end()
