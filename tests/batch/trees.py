"""Compares what batches wrote."""

import os
from collections.abc import Mapping
from pathlib import Path


def tree(out: Path) -> Mapping[str, bytes]:
    """Return every file of a batch's outputs by its place, but for the marks of where and by whom it was run."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in ("run.json", ".freelance-pk.lock")
    }


def done(out: Path) -> dict[str, int]:
    """Return the clients that are done, each with the moment it was."""
    return {
        path.stem: path.stat().st_mtime_ns
        for path in (out / ".batch").glob("*.json")
        if path.name != "run.json"
    }


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
