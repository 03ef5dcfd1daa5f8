"""What a start imports, and nothing beside: each library that is not needed is a wait before every figure."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from freelance_pk import intake

HELLO = Path(__file__).parents[2] / "benchmarks" / "references" / "hello.py"
HEAVY = frozenset(
    {
        "dateutil",
        "defusedxml",
        "distributed",
        "jinja2",
        "openpyxl",
        "pdfplumber",
        "pydantic",
        "python_calamine",
        "requests",
        "rich",
        "urllib3",
    }
)
UPWORK = Path(__file__).parents[1] / "samples" / "upwork" / "2026"
CALC = ("calc", "--tax-year", "2026", "--salary", "1000000")
# Runs a program to its end and says which modules it brought in.
LOOK = """
import json, runpy, sys
file, sys.argv = sys.argv[1], ["program", *sys.argv[2:]]
try:
    if file:
        runpy.run_path(file, run_name="__main__")
    else:
        from freelance_pk.cli.start import start
        start()
except SystemExit as end:
    assert end.code in (None, 0, 4), end.code  # 4: figures were given, and something is missing
print("\\n" + json.dumps(sorted(sys.modules)))
"""


def imported(*words: str, file: Path | None = None, folder: Path | None = None) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, "" if file is None else str(file), *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **({} if folder is None else {"PYTHONPATH": str(folder)})},
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def rooms(modules: set[str]) -> set[str]:
    return {name.split(".")[1] for name in modules if name.startswith("freelance_pk.")}


@pytest.mark.parametrize(
    ("words", "typers", "expected"),
    [
        (("--version",), ("hello", "you"), set()),
        (("--help",), ("--help",), {"rich"}),
        (CALC, ("hello", "you"), {"rich"}),  # the table is drawn
    ],
    ids=["version", "help", "calc"],
)
def test_a_start_imports_these_heavy_libraries_beside_what_typer_itself_does(
    words: tuple[str, ...], typers: tuple[str, ...], expected: set[str]
) -> None:
    typer = imported(*typers, file=HELLO) & HEAVY

    assert (imported(*words) & HEAVY) - typer == expected - typer


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--version",), {"cli", "model", "output"}),  # of output what keeps words from commanding a terminal
        (("--help",), {"cli", "model", "output", "packaged"}),
        (CALC, {"cli", "intake", "law", "model", "output", "packaged", "tax"}),
    ],
    ids=["version", "help", "calc"],
)
def test_a_start_imports_these_rooms(words: tuple[str, ...], expected: set[str]) -> None:
    assert rooms(imported(*words)) == expected


def test_version_imports_no_command() -> None:
    assert {name for name in imported("--version") if name.startswith("freelance_pk.cli.")} == {
        f"freelance_pk.cli.{each}" for each in ("main", "plain_values", "screen", "start")
    }


def test_calc_imports_no_other_command_and_of_intake_the_amounts_alone() -> None:
    modules = imported(*CALC)

    assert {name for name in modules if name.startswith("freelance_pk.cli.")} == {
        f"freelance_pk.cli.{each}" for each in ("calc", "main", "options", "plain_values", "screen", "start")
    }
    assert {name for name in modules if name.startswith("freelance_pk.intake.")} == {
        "freelance_pk.intake.numbers"
    }


@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        ("--help",),
        ("rates", "status"),
        ("platforms", "template", "entries"),
        CALC,
        ("report", str(UPWORK), "--tax-year", "2026", "--format", "json"),
        ("entries", str(UPWORK)),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_reads_no_settings_of_the_user_starts_without_pydantic(words: tuple[str, ...]) -> None:
    assert "pydantic" not in imported(*words)


def test_a_law_file_is_checked_with_pydantic() -> None:
    assert "pydantic" in imported("slabs", "check")


def test_json_is_written_without_what_draws() -> None:
    assert "rich" not in imported(*CALC, "--format", "json")


def test_no_plugin_of_another_package_is_let_into_the_models(tmp_path: Path) -> None:
    (tmp_path / "spying.py").write_text("plugin = None\n", encoding="utf-8")
    told = tmp_path / "spying-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: spying\nVersion: 1\n", encoding="utf-8")
    (told / "entry_points.txt").write_text("[pydantic]\nspying = spying:plugin\n", encoding="utf-8")

    assert "spying" not in imported("slabs", "check", folder=tmp_path)


def test_no_name_that_intake_brings_in_when_asked_is_that_of_a_module() -> None:
    """A module of that name would stand in its place as soon as anything imported it."""
    folder = Path(intake.__file__).parent

    assert [name for name in intake.__all__ if (folder / f"{name}.py").exists()] == []
    assert all(callable(getattr(intake, name)) for name in intake.__all__)
