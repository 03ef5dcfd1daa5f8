"""Without --online no socket is opened: by no command, and by no process that one starts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from far_servers import FarServers
from machine import EARNED, User
from providers import archive, set_wacr

from freelance_pk.cli.main import make_app

# The words that make each command do its work; a command that is not named here is given a file.
WORDS: dict[str, list[str]] = {
    "init": ["books"],
    "import": ["earned.csv", "--books", "made"],
    "report": ["earned.csv"],
    "tax": ["earned.csv", "--tax-year", "2027"],
    "review": ["earned.csv", "--list"],
    "calc": ["--tax-year", "2026", "--export", "1000"],
    "export": ["earned.csv", "-o", "book.xlsx"],
    "entries": ["earned.csv"],
    "status": ["--books", "made"],
    "lock": ["2027", "--books", "made"],
    "batch": ["clients", "-o", "out", "--tax-year", "2027", "--jobs", "2"],
    "redact": ["earned.csv"],
    "demo": [],
    "rates show": ["USD", "2026-01-04"],
    "rates status": [],
    "rates import": ["BFER_Daily.xlsx"],
    "rates check": [],
    "slabs list": [],
    "slabs show": ["2026"],
    "slabs diff": ["2025", "2026"],
    "slabs check": [],
    "platforms list": [],
    "platforms show": ["upwork-1"],
    "platforms check": [],
    "platforms template": ["entries"],
    "profile check": ["made/profile.toml"],
    "profile show": ["made/profile.toml"],
}
MORE = [
    ["report", "earned.csv", "--offline", "--format", "json"],
    ["report", "earned.csv", "-o", "page.html"],
    ["report", "late.csv"],  # no rate is known: it says so, and asks nobody
    ["export", "late.csv", "-o", "late.xlsx"],
]


def commands(group: Any, before: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command there is, as typed."""
    for name, each in group.commands.items():
        if hasattr(each, "commands"):
            yield from commands(each, (*before, name))
        else:
            yield " ".join((*before, name))


# The one that is asked to fetch.
ALL = sorted(set(commands(typer.main.get_command(make_app()))) - {"rates update"})
RUNS = [[*name.split(), *WORDS.get(name, ["earned.csv"])] for name in ALL] + MORE


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_a_run_without_online_opens_no_socket(user: User, tmp_path: Path, words: list[str]) -> None:
    (user.folder / "BFER_Daily.xlsx").write_bytes(archive())
    (user.folder / "late.csv").write_text(EARNED.replace("09-09", "09-18"), encoding="utf-8")
    for folder in ("clients/ayesha", "clients/bilal", "made/exports"):
        (user.folder / folder).mkdir(parents=True)
        (user.folder / folder / "earned.csv").write_text(EARNED, encoding="utf-8")
    (user.folder / "made" / "profile.toml").write_text("active_taxpayer = true\n", encoding="utf-8")
    log = tmp_path / "sockets"
    ran = user.alone(*words, TEST_SOCKETS=str(log))

    if any(words[: len(name.split())] == name.split() for name in WORDS):
        assert ran.code in (0, 4), ran.err  # it did its work
    assert not log.exists(), log.read_text(encoding="utf-8")


def test_the_watch_sees_a_run_with_online(far: FarServers, user: User, tmp_path: Path) -> None:
    """Or else the test above would prove nothing."""
    set_wacr(far)
    log = tmp_path / "sockets"
    user.alone("report", "earned.csv", "--online", TEST_SOCKETS=str(log))

    assert "socket.connect" in log.read_text(encoding="utf-8")


def test_the_watch_sees_what_a_child_process_does(user: User, tmp_path: Path) -> None:
    log = tmp_path / "sockets"
    inner = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    environment = {**os.environ, **user.env, "TEST_SOCKETS": str(log)}
    subprocess.run([sys.executable, "-c", outer], env=environment, check=True)

    assert "socket.connect" in log.read_text(encoding="utf-8")
