#!/usr/bin/env python3
"""Damaged files into every reader: each is read, or refused with a reason; nothing else may happen.

tests/fuzz/fuzz.py --inputs 200000 --seed 1          try so many
tests/fuzz/fuzz.py --replay tests/fuzz/found/…       read one again, as it failed

An input is made from its number and the seed alone. Anything raised but the program's own refusals is a finding, and so
is a refusal without a place or a remedy, an input that takes longer than the limit, and one that takes the memory. A
finding's file is kept under tests/fuzz/found/.
"""

import argparse
import contextlib
import faulthandler
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

HERE = Path(__file__).parent
for _folder in (HERE, HERE.parent / "samples"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from damaging import damage  # noqa: E402 - beside this file
from every_reader import READERS, SHARES, Seed, seeds  # noqa: E402

from freelance_pk.model.errors import FreelanceError, InputsRefusedError  # noqa: E402

FOUND = HERE / "found"
SECONDS = 10  # of the processor, for one input
MEMORY = 1536 * 1024 * 1024
CHUNK = 10_000  # inputs for one process: what it may keep in memory is given back


class Finding(NamedTuple):
    """What must not happen, and with which input."""

    reader: str
    words: str
    path: Path


class TooSlowError(BaseException):
    """An input took longer than the limit; no `except Exception` hides it."""


def input_of(number: int, seed: int, only: str = "") -> Seed:
    """Return one damaged file; the same number and seed give the same."""
    random = Random(f"{seed}:{number}")
    reader = only or random.choices(list(SHARES), weights=list(SHARES.values()))[0]
    good = random.choice(seeds()[reader])
    data = damage(random, good.data, good.kind, random.choice(seeds()[reader]).data)
    layout = good.layout if random.random() < 0.6 else ""
    return good._replace(data=data, layout=layout)


def outcome(seed: Seed, path: Path) -> str:
    """Read a damaged file, under the name `path`, in whose folder it may be put; return "read" or "refused", or what must not happen."""
    try:
        with _in_time():
            READERS[seed.reader](seed.data, path, seed.layout)
    except InputsRefusedError as refusals:
        return (
            "refused"
            if all(map(_is_whole, refusals.refusals))
            else f"a refusal without place or remedy: {refusals}"
        )
    except FreelanceError as refusal:
        return "refused" if _is_whole(refusal) else f"a refusal without place or remedy: {refusal}"
    except (KeyboardInterrupt, SystemExit):
        raise
    except TooSlowError:
        return f"it takes more than {SECONDS} seconds\n{traceback.format_exc(limit=-8)}"
    except BaseException:  # noqa: BLE001 - the finding
        return traceback.format_exc(limit=-12)
    return "read"


def _is_whole(refusal: FreelanceError) -> bool:
    return bool(refusal.message and refusal.origin and refusal.remedy)


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    """Stop what takes too long of the processor, however busy the machine is."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run(numbers: range, seed: int, folder: Path, only: str = "") -> tuple[Counter[str], list[Finding]]:
    """Try inputs in this process.

    Args:
        numbers: of the inputs.
        seed: of all of them.
        folder: empty, for the file that is being read.
        only: one reader, "" for all.
    """
    counts: Counter[str] = Counter()
    findings: list[Finding] = []
    with (folder / "which").open("wb", buffering=0) as which:
        for number in numbers:
            os.pwrite(which.fileno(), b"%20d" % number, 0)  # read where the process dies of it
            made = input_of(number, seed, only)
            told = outcome(made, folder / made.name)
            if told in ("read", "refused"):
                counts[f"{made.reader} {told}"] += 1
            else:
                counts[f"{made.reader} FOUND"] += 1
                findings.append(Finding(made.reader, told, _kept(made, number, seed)))
    return counts, findings


def _kept(made: Seed, number: int, seed: int) -> Path:
    folder = FOUND / f"{made.reader}~{made.layout or 'any'}~{seed}-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / made.name).write_bytes(made.data)
    return folder / made.name


def replay(path: Path) -> str:
    """Read a kept file again; its folder's name tells the reader and the layout."""
    reader, layout, _ = path.parent.name.split("~")
    made = Seed(reader, path.name, path.read_bytes(), "", "" if layout == "any" else layout)
    with tempfile.TemporaryDirectory() as folder:
        return outcome(made, Path(folder) / path.name)


def _limited() -> None:
    """Bound the memory of this process, where the system can; have a hang below Python end it."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(arguments: argparse.Namespace) -> int:
    _limited()
    faulthandler.enable()
    first, last = map(int, arguments.child.split("-"))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        counts, findings = run(range(first, last), arguments.seed, Path(folder), arguments.only)
    for each in findings:
        print(
            f"{each.reader}: {each.words}\n  again: {sys.executable} {__file__} --replay {each.path}\n",
            file=sys.stderr,
        )
    print("\n".join(f"{name}\t{count}" for name, count in sorted(counts.items())))
    return 0


def _chunk(arguments: argparse.Namespace, first: int, last: int) -> Counter[str]:
    """Try inputs in a process of its own; if it dies, keep the input and go on behind it."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a disk would only be slower
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        command = [sys.executable, __file__, "--seed", str(arguments.seed), "--only", arguments.only]
        command += ["--child", f"{first}-{last}", "--folder", folder]
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        counts = Counter(
            {
                name: int(count)
                for name, _, count in (line.partition("\t") for line in ended.stdout.splitlines())
            }
        )
        if ended.returncode == 0:
            return counts
        (which,) = Path(folder).rglob("which")
        number = int(which.read_text(encoding="ascii"))
    made = input_of(number, arguments.seed, arguments.only)
    print(
        f"{made.reader}: the process died ({ended.returncode}) of {_kept(made, number, arguments.seed)}",
        file=sys.stderr,
    )
    counts[f"{made.reader} FOUND"] += 1
    counts["other inputs lost with it"] += number - first
    return counts + (_chunk(arguments, number + 1, last) if number + 1 < last else Counter())


def main() -> int:
    """Run from the command line; 1 where something was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", choices=("", *READERS))
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    os.environ["FREELANCE_PK_LAYOUTS"] = str(HERE / "no-layouts")
    if arguments.child:
        return _child(arguments)
    if arguments.replay:
        told = replay(arguments.replay)
        print(told)
        return int(told not in ("read", "refused"))
    began, counts = time.monotonic(), Counter[str]()
    for first in range(arguments.first, arguments.first + arguments.inputs, CHUNK):
        last = min(first + CHUNK, arguments.first + arguments.inputs)
        counts += _chunk(arguments, first, last)
        print(
            f"{last - arguments.first} inputs, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True
        )
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    found = sum(count for name, count in counts.items() if name.endswith("FOUND"))
    print(f"{counts.total()} inputs with seed {arguments.seed}: {found} findings")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
