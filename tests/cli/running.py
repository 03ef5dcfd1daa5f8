"""Runs the program as a user does: with words on a command line, files, two streams and an exit code."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import localcontext
from pathlib import Path
from typing import Any
from unittest import mock

from freelance_pk.cli.main import run as program

CASES = Path(__file__).parents[1] / "scenarios"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run(*words: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run `freelance-pk` with these words.

    In a process of its own where a test sets the folder or the environment; else in this one, by the same
    entry and with the same streams, which spares starting Python some hundred times.
    """
    if cwd is not None or env is not None:
        return run_process(*words, cwd=cwd, env=env)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        mock.patch.object(sys, "argv", ["freelance-pk", *map(str, words)]),
        mock.patch.dict(os.environ, {"COLUMNS": "80"}),
        redirect_stdout(out),
        redirect_stderr(err),
        localcontext(),  # the program sets traps
    ):
        try:
            program()
            code: int | str | None = 0
        except SystemExit as end:
            code = end.code
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    assert "Traceback" not in texts[1], texts[1]
    return Ran(code if isinstance(code, int) else 0, *texts)


def run_process(*words: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run `freelance-pk` in a process of its own."""
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
