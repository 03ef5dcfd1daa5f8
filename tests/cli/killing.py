"""Kills `import`, `review` and `lock` at random moments, and checks the books after each kill.

    python tests/cli/killing.py --kills 1000 [--seed N]

After every kill the books say what they said before or what they say when the command is done, never anything
between; the next run succeeds, and leaves the same bytes as a run that nobody disturbed: no file lost, none left over.

A third of the kills come after a random time; the others at a random step of the work on files (an open, a rename, a
removal) or a moment after it, since those take little of the time. The commands run in processes forked from one that
has the program loaded.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import localcontext
from pathlib import Path
from typing import Any

from freelance_pk.cli.main import run as program

CASES = Path(__file__).parents[1] / "scenarios"
LOCK_FILE = ".freelance-pk.lock"
_IN_A_ROW = 3
_SHORTLY = 1500  # microseconds
_WRITING = 40  # the last steps of a run: it reads first, then writes
_STEPS = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir", "tempfile.mkstemp"}
)
Tree = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Work:
    """A command to kill: what it runs, and the command that shows what the books say of it."""

    name: str
    words: tuple[str, ...]
    says: tuple[str, ...]
    before: Path


@dataclass(slots=True)
class Tally:
    """What was seen."""

    kills: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    trials: int = 0


def tree(books: Path) -> Tree:
    """Read every file, hidden ones too; of folders, those that are there."""
    return {
        each.relative_to(books).as_posix() + ("/" if each.is_dir() else ""): b""
        if each.is_dir()
        else each.read_bytes()
        for each in sorted(books.rglob("*"))
        if each.name != LOCK_FILE
    }


def forked(words: Sequence[object], out: Path, *, step: int | None = None, tells: int | None = None) -> int:
    """Start the program in a forked process.

    At that `step` of its work on files it kills itself, or writes a byte into the pipe that it `tells`; without a step
    it writes how many there were.
    """
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        streams = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(streams, 1)
        os.dup2(os.open(f"{out}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["freelance-pk", *map(str, words)]
        steps = Steps(step, tells)
        if step is not None or tells is not None:
            sys.addaudithook(steps)
        with localcontext():
            try:
                program()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
        if step is None and tells is not None:
            os.write(tells, str(steps.count).encode())
    finally:
        os._exit(code)


class Steps:
    """Counts the steps of the work on files, and at one of them kills this process or tells of it."""

    def __init__(self, at: int | None, tells: int | None) -> None:
        self.count, self.at, self.tells = 0, at, tells

    def __call__(self, event: str, _: tuple[Any, ...]) -> None:
        """Be called by Python at every event."""
        if event not in _STEPS:
            return
        if self.count == self.at and self.tells is not None:
            os.write(self.tells, b"x")
        elif self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1


def done(words: Sequence[object], out: Path) -> int:
    """Run to the end; return the exit code, negative where it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(forked(words, out), 0)[1])


def said(work: Work, books: Path, out: Path) -> bytes:
    """Return what the books say now."""
    code = done((*work.says, "--books", books), out)
    assert code in (0, 4), (work.name, code, Path(f"{out}.err").read_text("utf-8"))
    return out.read_bytes()


def killed(work: Work, books: Path, out: Path, moment: "Moments", choice: random.Random) -> str:
    """Run the command and kill it; return how, "" if it was done before."""
    words = (*work.words, "--books", books)
    how = choice.choice(("at a step", "after a step", "after a time"))
    if how == "at a step":
        child = forked(words, out, step=moment.step(choice))
    elif how == "after a step":
        reads, tells = os.pipe()
        child = forked(words, out, step=moment.step(choice), tells=tells)
        os.close(tells)
        os.read(reads, 1)  # empty where the child is done
        os.close(reads)
        time.sleep(choice.randrange(_SHORTLY) / 1_000_000)
        os.kill(child, signal.SIGKILL)
    else:
        child = forked(words, out)
        time.sleep(moment.seconds(choice))
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (-signal.SIGKILL, 0, 2), (work.name, code, Path(f"{out}.err").read_text("utf-8"))
    return how if code == -signal.SIGKILL else ""


@dataclass(slots=True)
class Moments:
    """How long an undisturbed run takes, in microseconds, and how many steps it has; the later ones write."""

    micros: int
    steps: int

    def seconds(self, choice: random.Random) -> Any:
        return choice.randrange(self.micros + self.micros // 10) / 1_000_000

    def step(self, choice: random.Random) -> int:
        first = 0 if choice.random() < 0.125 else max(0, self.steps - _WRITING)
        return choice.randrange(first, self.steps)


def moments_of(work: Work, scratch: Path) -> Moments:
    """Measure an undisturbed run."""
    books = scratch / "measured"
    shutil.copytree(work.before, books)
    reads, tells = os.pipe()
    start = time.monotonic_ns()
    child = forked((*work.words, "--books", books), scratch / "out", tells=tells)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) in (0, 4)
    micros = (time.monotonic_ns() - start) // 1000
    steps = int(os.read(reads, 20))
    os.close(reads)
    os.close(tells)
    shutil.rmtree(books)
    return Moments(micros, steps)


def works(scratch: Path) -> tuple[Work, ...]:
    """Make books for each command, as they are before it."""
    p1 = CASES / "p1"
    start, full = scratch / "start", scratch / "full"
    out = scratch / "out"
    assert done(("init", start), out) == 0
    assert done(("import", p1 / "upwork.csv", "--books", start), out) == 0
    shutil.copytree(start, full)
    rest = [str(p1 / name) for name in ("payoneer.csv", "meezan.csv", "certificates.csv")]
    assert done(("import", *rest, "--books", full), out) == 0
    (id_,) = _ids(full, out)
    answered = scratch / "answered"
    shutil.copytree(full, answered)
    assert done(("lock", "2026", "--books", answered), out) in (0, 4)
    assert done(("review", "--answer", f"{id_}=export", "--books", answered), out) == 0
    report = ("report", "--tax-year", "2026", "--format", "json")
    return (
        Work("import", ("import", *rest), ("entries",), start),
        Work("import --account", ("import", *rest[:1], "--account", "My wallet"), ("entries",), full),
        Work("review", ("review", "--answer", f"{id_}=local"), report, full),
        Work("lock", ("lock", "2026", "--force"), report, full),
        Work("lock --force", ("lock", "2026", "--force"), report, answered),
    )


def _ids(books: Path, out: Path) -> list[str]:
    """Return the id of the credit of Rs 40,000 of 11 April 2026."""
    import json  # noqa: PLC0415 - only here

    done(("review", "--list", "--all", "--format", "json", "--books", books), out)
    items = json.loads(out.read_text("utf-8"))["items"]
    return [each["id"] for each in items if "SARA KHAN" in each["text"]]


def trial(
    work: Work,
    moment: Moments,
    new: tuple[Tree, bytes],
    old: bytes,
    scratch: Path,
    choice: random.Random,
    tally: Tally,
) -> None:
    """Kill a command a few times in a row, look at the books after each, then let it run."""
    books, out = scratch / "books", scratch / "out"
    shutil.copytree(work.before, books)
    for _ in range(choice.randint(1, _IN_A_ROW)):
        how = killed(work, books, out, moment, choice)
        if not how:
            break
        tally.kills[f"{work.name}, {how}"] += 1
        now = said(work, books, out)
        assert now in (old, new[1]), (work.name, how, "the books say something between")
        tally.found["old state" if now == old else "new state"] += 1
        if any(name.rpartition("/")[2].startswith(".") for name in tree(books)):
            tally.found["something half-written to clean up"] += 1
    code = done((*work.words, "--books", books), out)
    assert code in (0, 4), (work.name, code, Path(f"{out}.err").read_text("utf-8"))
    assert tree(books) == new[0], (work.name, sorted(tree(books).keys() ^ new[0].keys()))
    tally.trials += 1
    shutil.rmtree(books)


def run(kills: int, seed: int, scratch: Path) -> Tally:
    """Kill so many times, the commands in turn."""
    choice, tally = random.Random(seed), Tally()
    _load(scratch)
    prepared = []
    for work in works(scratch):
        books = scratch / "whole"
        shutil.copytree(work.before, books)
        old = said(work, books, scratch / "out")
        assert done((*work.words, "--books", books), scratch / "out") in (0, 4)
        new = (tree(books), said(work, books, scratch / "out"))
        shutil.rmtree(books)
        assert old != new[1]
        prepared.append((work, moments_of(work, scratch), new, old))
    number = 0
    while tally.kills.total() < kills:
        work, moment, new, old = prepared[number % len(prepared)]
        trial(work, moment, new, old, scratch, choice, tally)
        number += 1
    return tally


def _load(scratch: Path) -> None:
    """Load the program into this process, so that a fork has it."""
    out, sys.stdout = sys.stdout, (scratch / "loaded").open("w", encoding="utf-8")
    argv, sys.argv = sys.argv, ["freelance-pk", "report", str(CASES / "p1"), "--tax-year", "2026"]
    try:
        with localcontext(), suppress(SystemExit):
            program()
    finally:
        sys.stdout.close()
        sys.stdout, sys.argv = out, argv


def main() -> None:
    """Run, and print what was seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.monotonic_ns()
    with tempfile.TemporaryDirectory() as scratch:
        tally = run(given.kills, given.seed, Path(scratch))
    print(
        f"{tally.kills.total()} kills in {tally.trials} trials, {(time.monotonic_ns() - start) // 10**9} s, seed {given.seed}"
    )
    for words, count in (*sorted(tally.kills.items()), *sorted(tally.found.items())):
        print(f"  {words}: {count}")
    print(
        "after each the books held the old state or the new one; every next run succeeded with the same bytes"
    )


if __name__ == "__main__":
    main()
