"""Measures every case beside its reference, and writes the table of benchmarks/README.md.

    python -m benchmarks.run [CASE ...] [--small] [--json]

`--small` runs every case on a few rows, to see that it works and that the totals agree: its ratios mean nothing, no bar
is asked, nothing is written.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from benchmarks.cases import CASES, FULL, SMALL, Measured
from benchmarks.measuring import FailedError

README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- measured -->", "<!-- end -->"
_HEAD = (
    "| case | beside | bar | measured | holds | on |",
    "|---|---|---|---|---|---|",
)


def main() -> None:
    """Measure the cases named, or all."""
    asked = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    asked.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}; none: all")
    asked.add_argument("--small", action="store_true", help="a few rows of each, to see that it works")
    asked.add_argument("--json", action="store_true", help="print what was measured as JSON")
    given = asked.parse_args()
    unknown = [name for name in given.cases if name not in CASES]
    if unknown:
        asked.error(f"no case {unknown[0]!r}: they are {', '.join(CASES)}")
    made: list[Measured] = []
    failed = False
    # Each case in a process of its own: what one has read would stand in the memory that the next measures.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as alone:
        for name in given.cases or CASES:
            found, failure = alone.submit(_measure, name, small=given.small).result()
            made += found
            if failure:
                failed = True
                print(f"{name}: FAILED: {failure}", file=sys.stderr, flush=True)
    if given.json:
        print(json.dumps([each._asdict() for each in made], indent=1))
    if not given.small:
        README.write_text(_written(README.read_text(encoding="utf-8"), made), encoding="utf-8")
        failed = failed or not all(each.holds for each in made)
    sys.exit(failed)


def _measure(name: str, *, small: bool) -> tuple[list[Measured], str]:
    """Measure one case; return what was measured, and why it ended before its end, "" if it did not."""
    made: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for each in CASES[name](Path(folder), SMALL if small else FULL):
                made.append(each)
                _say(each, small=small)
        except FailedError as failure:
            return made, str(failure)
    return made, ""


def _say(each: Measured, *, small: bool) -> None:
    mark = "small" if small and each.value is not None else _mark(each).upper()
    print(
        f"{mark}: {each.case} | beside {each.beside} | {each.bar} | {each.words}", file=sys.stderr, flush=True
    )


def _mark(each: Measured) -> str:
    if each.value is None:
        return "not measured"
    return "yes" if each.holds else "no"


def _written(text: str, made: Iterable[Measured]) -> str:
    """Put what was measured into the table; lines of cases that were not run stay, with their day."""
    before, _, rest = text.partition(_BEGIN)
    table, _, after = rest.partition(_END)
    known = {tuple(line.split(" | ")[:2]): line for line in table.splitlines() if line.startswith("| ")}
    known = {key: line for key, line in known.items() if line != _HEAD[0]}
    on = f"{datetime.now(tz=UTC):%Y-%m-%d}, Python {platform.python_version()}, {_machine()}"
    for each in made:
        cells = (each.case, each.beside, each.bar, each.words, _mark(each), on)
        line = f"| {' | '.join(cells)} |"
        known[tuple(line.split(" | ")[:2])] = line
    return f"{before}{_BEGIN}\n\n" + "\n".join((*_HEAD, *known.values())) + f"\n\n{_END}{after}"


def _machine() -> str:
    """Name the machine: processors and system."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    return f"{os.cpu_count()} x {name}, {platform.system()}"


if __name__ == "__main__":
    main()
