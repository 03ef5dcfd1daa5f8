"""The published schemas say what the JSON holds, field by field: nothing is left out of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from running import run

CASES = Path(__file__).parents[1] / "scenarios"


def schema(command: str) -> Any:
    return run(command, "--schema").json()


def closed(part: Any) -> Any:
    """Forbid fields that the schema does not name, everywhere: the test wants them all described."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: closed(each) for name, each in part.items()}
    return {**made, "additionalProperties": False} if part.get("type") == "object" else made


def faults(command: str, content: Any) -> list[str]:
    checker = Draft202012Validator(closed(schema(command)))
    return [f"{fault.json_path}: {fault.message}" for fault in checker.iter_errors(content)]


@pytest.mark.parametrize("command", ["report", "tax", "calc", "status", "batch"])
def test_a_schema_is_itself_valid(command: str) -> None:
    Draft202012Validator.check_schema(schema(command))


@pytest.mark.parametrize("case", ["p1", "p1b", "p3"])
@pytest.mark.parametrize("period", [("--tax-year", "2026"), ("--month", "2025-12"), ("--tax-year", "2030")])
def test_reports_are_as_their_schema_says(case: str, period: tuple[str, str]) -> None:
    assert faults("report", run("report", CASES / case, *period, "--format", "json").json()) == []


def test_a_report_with_every_sort_of_trouble_is_as_its_schema_says(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(
        "date,account,kind,amount,currency,reference,parent,counterparty,description\n"
        "2025-08-01,Upwork,earning,100.00,USD,1,,Acme,\n"
        "2025-08-02,Upwork,withdrawal,-90.00,USD,2,,,to Payoneer\n"
        "2025-08-03,Upwork,adjustment,-1.00,USD,3,,,\n"
        "2025-08-04,Upwork,earning,5.00,XAF,4,,Acme,\n"
        "2025-08-05,Meezan,deposit,100000.00,PKR,5,,,SWIFT from somebody\n",
        encoding="utf-8",
    )
    ran = run("report", tmp_path, "--format", "json")

    assert ran.code == 4
    assert faults("report", ran.json()) == []


@pytest.mark.parametrize("case", ["p1", "p3"])
def test_assessments_are_as_their_schema_says(case: str) -> None:
    ran = run("tax", CASES / case, "--tax-year", "2026", "--format", "json", "--due", "2026-08-01")

    assert faults("tax", ran.json()) == []


def test_calculations_are_as_their_schema_says() -> None:
    words = ("--salary", "3,000,000", "--export", "1745596.28", "--local", "900,000", "--social", "100,000")
    for year in ("2019", "2022", "2026", "2027"):
        ran = run("calc", "--tax-year", year, *words, "--format", "json")
        assert faults("calc", ran.json()) == []


def test_a_wrong_field_is_found() -> None:
    content = run("calc", "--tax-year", "2026", "--salary", "3,000,000", "--format", "json").json()
    content["payable"] = 12
    content["surprise"] = "?"

    assert len(faults("calc", content)) == 2
    assert json.dumps(content)
