"""`status`: how the books stand, for people and for scripts."""

import csv
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator
from running import CASES, run

P1 = CASES / "p1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "books"
    assert run("init", folder).code == 0
    shutil.copy(P1 / "profile.toml", folder)
    assert run("import", *sorted(P1.glob("*.csv")), "--books", folder).code == 0
    return folder


@pytest.fixture
def books(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "books"))


def part(path: Path, target: Path, first: str, last: str) -> list[dict[str, str]]:
    """Write the rows of a Payoneer file from one month to another; return those left out."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    kept = [row for row in rows if first <= _month(row) <= last]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(kept)
    return [row for row in rows if row not in kept]


def _month(row: dict[str, str]) -> str:
    month, _, year = row["Transaction Date"].split("/")
    return f"{year}-{month}"


def test_status_names_accounts_rates_review_and_years_in_eighty_columns(books: Path) -> None:
    ran = run("status", "--books", books)

    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "nothing is open" in ran.out
    for words in ("Meezan 4410", "Payoneer", "USD: known to", "Nothing is open.", "2026: not locked"):
        assert words in ran.out


def test_status_as_json_is_as_its_schema_says(books: Path) -> None:
    assert run("lock", "2026", "--books", books).code == 0
    made = run("status", "--books", books, "--format", "json").json()
    schema = run("status", "--schema").json()
    accounts = {each["account"]: each for each in made["accounts"]}
    today = datetime.now(ZoneInfo("Asia/Karachi")).date()

    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(made)) == []
    assert accounts["Meezan 4410"]["from"] == "2025-07-05"
    assert accounts["Meezan 4410"]["to"] == "2026-07-01"
    assert accounts["Meezan 4410"]["rows"] == 13
    assert accounts["Meezan 4410"]["days_since"] == (today - date(2026, 7, 1)).days
    years = {each["tax_year"]: each["locked_on"] for each in made["tax_years"]}
    assert years == {2026: today.isoformat(), 2027: None}


def test_months_that_no_file_holds_are_found_with_what_moved_in_them(tmp_path: Path) -> None:
    """The Payoneer statement without January and February: its running balance tells what is missing."""
    folder = tmp_path / "exports"
    folder.mkdir()
    later = part(P1 / "payoneer.csv", folder / "july-december.csv", "2025-07", "2025-12")
    earlier = part(P1 / "payoneer.csv", folder / "march-june.csv", "2026-03", "2026-06")
    gone = [row for row in later if row in earlier]
    moved = sum(
        (
            Decimal(row["Credit Amount"].replace(",", "") or 0)
            - Decimal(row["Debit Amount"].replace(",", "") or 0)
        )
        for row in gone
    )
    made = run("status", folder, "--format", "json").json()
    (account,) = made["accounts"]

    assert gone
    assert [(hole["covered"], hole["balance"]) for hole in account["holes"]] == [(False, "breaks")]
    assert [Decimal(gap["amount"]) for gap in account["breaks"]] == [moved]
    assert account["holes"][0]["from"].startswith("2026-01")
    assert "in rows that are in no file" in " ".join(run("status", folder).out.split())


def test_two_files_that_overlap_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    part(P1 / "payoneer.csv", folder / "first.csv", "2025-07", "2026-01")
    part(P1 / "payoneer.csv", folder / "second.csv", "2025-12", "2026-06")
    (account,) = run("status", folder, "--format", "json").json()["accounts"]

    assert [each["files"] for each in account["overlaps"]] == [["first.csv", "second.csv"]]
    assert (account["rows"], account["breaks"]) == (26, [])


def test_open_questions_and_missing_rates_are_said_and_the_exit_code_is_incomplete(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "date,account,kind,amount,currency,reference,parent,counterparty,description\n"
        "2025-08-01,Shop,earning,100.00,XAF,1,,Acme,\n"
        "2025-08-02,Upwork,earning,100.00,USD,2,,Acme,\n"
        "2025-08-03,Upwork,adjustment,-1.00,USD,3,,,\n",
        encoding="utf-8",
    )
    ran = run("status", rows)
    made = run("status", rows, "--format", "json").json()

    assert ran.code == 4
    assert "XAF: no rate is known" in ran.out
    assert "1 open question, no rate for XAF." in " ".join(ran.out.split())
    assert "1 item open, Rs" in ran.out
    assert (made["status"], made["review"]["open"], made["books"]) == ("incomplete", 1, None)


def test_a_lock_that_cannot_be_used_is_said_and_the_rest_is_shown(books: Path) -> None:
    assert run("lock", "2026", "--books", books).code == 0
    path = books / "locks" / "2026.json"
    path.write_text(path.read_text(encoding="utf-8").replace("2278123", "1"), encoding="utf-8")
    ran = run("status", "--books", books)

    assert ran.code == 4
    assert "not what was locked" in " ".join(ran.out.split())
    assert "Meezan 4410" in ran.out


def test_a_locked_year_whose_figures_would_differ_is_said(books: Path, tmp_path: Path) -> None:
    assert run("lock", "2026", "--books", books).code == 0
    late = tmp_path / "late.csv"
    late.write_text(
        "date,account,kind,amount,currency,reference,parent,counterparty,description\n"
        "2026-03-03,Alfalah 77,deposit,100000.00,PKR,A-1,,NORTHWIND LTD,home remittance from abroad\n"
        "2026-03-03,Alfalah 77,tax_withheld,-1000.00,PKR,A-2,A-1,,tax on remittance u/s 154A\n",
        encoding="utf-8",
    )
    assert run("import", late, "--books", books).code in (0, 4)

    assert "figures would differ today" in " ".join(run("status", "--books", books).out.split())


def test_books_without_exports_say_how_to_bring_them_in(tmp_path: Path) -> None:
    assert run("init", tmp_path / "books").code == 0
    ran = run("status", "--books", tmp_path / "books")

    assert ran.code == 2
    assert "freelance-pk import FILES" in ran.err
