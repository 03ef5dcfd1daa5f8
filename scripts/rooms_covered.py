"""Reads coverage's JSON and fails where a room that decides rupees has too few of its branches covered.

coverage json -o coverage.json && python scripts/rooms_covered.py coverage.json
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOMS = ("tax", "law", "matching", "rates")
LEAST = 95
_COUNTS = ("num_branches", "covered_branches", "num_statements", "covered_lines")


def rooms_of(measured: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Add up the branches and lines of every room."""
    found = {room: dict.fromkeys(_COUNTS, 0) for room in ROOMS}
    for path, of_file in measured["files"].items():
        parts = Path(path).parts
        room = parts[parts.index("freelance_pk") + 1] if "freelance_pk" in parts else ""
        if room in found:
            for count in _COUNTS:
                found[room][count] += of_file["summary"][count]
    return found


def main() -> int:
    """Print each room's share; return 1 where one has less than it must have."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("measured", type=Path, help="what `coverage json` wrote")
    measured = json.loads(parser.parse_args().measured.read_text(encoding="utf-8"))
    poor = []
    for room, counts in rooms_of(measured).items():
        branches, covered = counts["num_branches"], counts["covered_branches"]
        lines, run = counts["num_statements"], counts["covered_lines"]
        print(
            f"{room:9} {covered:4} of {branches:4} branches, {_share(covered, branches)} %; "
            f"{run:4} of {lines:4} lines, {_share(run, lines)} %"
        )
        if not branches or covered * 100 < branches * LEAST:
            poor.append(room)
    if poor:
        print(f"less than {LEAST} % of branches: {', '.join(poor)}", file=sys.stderr)
    return 1 if poor else 0


def _share(part: int, whole: int) -> str:
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


if __name__ == "__main__":
    sys.exit(main())
