"""Every benchmark runs, on few rows; its reference finds the same months, and what is not installed is no pass."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CASES = ("calc", "report-1k", "report-100k", "report-1m", "overlaps", "batch", "workbook", "growth")


def bench(*words: str, path: str | None = None) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *words, "--small", "--json"],
        cwd=ROOT,
        env={**os.environ, **({} if path is None else {"PATH": path, "BEAN_QUERY": ""})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("case", CASES)
def test_every_case_runs_and_agrees_with_its_reference(case: str) -> None:
    before = (ROOT / "benchmarks" / "README.md").read_bytes()

    measured, _ = bench(case)

    assert measured
    for each in measured:
        assert each["value"] is not None or each["words"].endswith(" is not installed")
    assert (ROOT / "benchmarks" / "README.md").read_bytes() == before


def test_a_program_that_is_not_installed_is_said_and_is_no_pass(tmp_path: Path) -> None:
    measured, said = bench("report-1k", path=str(tmp_path))

    assert [(each["value"], each["holds"]) for each in measured] == [(None, False)]
    assert "NOT MEASURED: report of 120 rows, JSON | beside beancount" in said
    assert "not measured: bean-query is not installed" in said


def test_the_rows_are_as_many_as_asked_and_their_balances_go_on(tmp_path: Path) -> None:
    code = "import sys; from benchmarks.data import export; sys.stdout.writelines(export(100))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    rows = list(csv.DictReader(said.splitlines()))[::-1]

    def cents(text: str) -> int:
        return int(text.replace(".", ""))

    assert len(rows) == 100
    assert len(rows[0]) == 13
    balance = 0
    for row in rows:
        balance += cents(row["Amount"])
        assert cents(row["Balance"]) == balance
    assert [row["Type"] for row in rows[24:26]] == ["Withdrawal", "Withdrawal Fee"]
    assert rows[25]["Balance"] == "0.00"


def test_a_reference_that_finds_another_month_fails_the_case(tmp_path: Path) -> None:
    code = """
import sys
from benchmarks import cases
from benchmarks.measuring import FailedError
report = '{"months": [{"month": "2025-07", "earned": "100", "fees": "10"}]}'
cases._compare("month,gross,platform_fees\\n2025-07,100.49,-10.00\\n", report, "gross", "platform_fees")
try:
    cases._compare("month,gross\\n2025-07,100.51\\n", report, "gross")
except FailedError as failure:
    print(failure)
"""
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout

    assert said.startswith("2025-07: gross 100.51, but the report says")
