"""The same files give the same bytes whatever the clock, the zone, the locale and the encoding of the machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from every_output import FILES, RUNS
from machine import IN_CHILD
from running import CASES, run, run_process

HERE = Path(__file__).parent
URDU = "\u0627\u0633\u062f \u0628\u06cc\u0646\u06a9"  # Asad Bank
# Every surrounding differs from every other in all of its parts.
SURROUNDINGS: dict[str, dict[str, str]] = {
    "before the files, west": {
        "TEST_TODAY": "1970-01-02", "TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "1", "NO_COLOR": "1",
    },
    "after 2038, east, Turkish": {
        "TEST_TODAY": "2038-01-20", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "1", "PYTHONHASHSEED": "22",
    },
    "29 February, no zone, ASCII": {
        "TEST_TODAY": "2024-02-29", "TZ": "Nowhere/None", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "333",
    },
}  # fmt: skip


def files(folder: Path) -> Path:
    """Write a year in several currencies, names in Urdu and Turkish, and a firm of two clients."""
    everything = folder / "all"
    shutil.copytree(CASES / "p1", everything)
    (everything / f"{URDU}.csv").write_text(
        "date,account,kind,amount,currency,counterparty,description,purpose_code\n"
        f"2025-08-11,{URDU},deposit,412000.50,PKR,\u0130I\u0131i Ltd,\u0627\u0633\u062f,9186\n"
        f"2025-10-11,{URDU},deposit,52000,PKR,Stra\xdfe & Co,,\n"
        "2025-12-31,Studio,earning,990.10,EUR,\xc7elik,,\n",
        encoding="utf-8",
    )
    for client in ("p1", "p3"):
        shutil.copytree(CASES / client, folder / "clients" / client)
    (folder / "calc.csv").write_text(
        "tax_year,salary,export\n2026,1200000,500000\n2025,0,900000\n", encoding="utf-8"
    )
    return folder


def given(inputs: Path, out: Path, **surroundings: str) -> dict[str, bytes]:
    """Run every command in a process of its own."""
    apart = ("LC_ALL", "LANG", "LC_CTYPE", "TZ", "PYTHONUTF8", "PYTHONHASHSEED", "PYTHONIOENCODING")
    env = {name: value for name, value in os.environ.items() if name not in apart}
    paths = os.pathsep.join((str(IN_CHILD), str(HERE), os.environ.get("PYTHONPATH", "")))
    subprocess.run(
        [sys.executable, HERE / "every_output.py", inputs, out],
        env={**env, "PYTHONPATH": paths, "COLUMNS": "80", **surroundings},
        check=True,
    )
    return {
        os.fsencode(path.relative_to(out)).decode(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return files(tmp_path_factory.mktemp("inputs"))


@pytest.fixture(scope="module")
def usual(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = given(inputs, tmp_path_factory.mktemp("usual") / "out", LANG="C.UTF-8")
    assert {f"{name}.txt" for name in RUNS} | set(FILES) <= made.keys()
    codes = {name: made[f"{name}.txt"].split(b"\n", 1)[0] for name in RUNS}
    assert set(codes.values()) <= {b"0", b"4"}, codes
    assert sum(name.startswith("firm/clients/") for name in made) >= 6
    return made


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_same_files_give_the_same_bytes(
    inputs: Path, usual: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    made = given(inputs, tmp_path / "out", **SURROUNDINGS[name])

    assert made.keys() == usual.keys()
    assert [
        each for each in usual if made[each] != usual[each] and not each.startswith("firm/.batch/run")
    ] == []


def bytes_of(*words: object, **env: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "freelance_pk", *map(str, words)],
        capture_output=True,
        env={**os.environ, "COLUMNS": "80", **env},
        check=True,
    )
    return done.stdout


DATA: dict[str, tuple[str, ...]] = {
    "entries": ("entries",),
    "report as JSON": ("report", "--tax-year", "2026", "--format", "json"),
    "report as CSV": ("report", "--tax-year", "2026", "--format", "csv"),
}


@pytest.mark.parametrize("name", DATA)
def test_csv_and_json_are_utf_8_in_every_pipe(inputs: Path, name: str) -> None:
    """A pipe of Windows once got question marks for names, without a word."""
    command, *words = DATA[name]
    told = [
        bytes_of(command, inputs / "all", *words, PYTHONIOENCODING=encoding)
        for encoding in ("utf-8", "ascii", "cp1252")
    ]

    assert told[0] == told[1] == told[2]
    assert URDU in told[0].decode("utf-8")


def test_a_screen_that_knows_no_urdu_shows_question_marks(inputs: Path) -> None:
    told = bytes_of("report", inputs / "all", PYTHONIOENCODING="ascii").decode("ascii")

    assert "??? ????" in told


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_today_is_the_day_in_pakistan(tmp_path: Path, zone: str) -> None:
    """At noon in Pakistan it is the day before in Los Angeles."""
    assert run("init", tmp_path / "books").code == 0
    assert run("import", CASES / "p1" / "payoneer.csv", "--books", tmp_path / "books").code == 0
    env = {"TEST_TODAY": "2028-03-01", "TZ": zone, "PYTHONPATH": str(IN_CHILD)}
    told = run_process("status", "--books", tmp_path / "books", "--format", "json", env=env).json()

    assert told["today"] == "2028-03-01"
