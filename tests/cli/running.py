"""Runs the program as a user does: as a process, with files."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[1] / "scenarios"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run(*words: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run `freelance-pk` with these words."""
    done = subprocess.run(
        [sys.executable, "-m", "freelance_pk", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)
