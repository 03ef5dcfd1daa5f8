"""The other commands, and what holds for all of them."""

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import CASES, run

from freelance_pk.packaged import packaged

P1 = CASES / "p1"


def test_every_command_has_help_in_plain_ascii() -> None:
    names = [
        [],
        ["init"],
        ["import"],
        ["report"],
        ["tax"],
        ["export"],
        ["entries"],
        ["calc"],
        ["demo"],
        ["slabs"],
        ["platforms"],
        ["rates"],
        ["profile"],
    ]
    for name in names:
        ran = run(*name, "--help", env={"PYTHONIOENCODING": "cp1252", "TERM": "dumb"})
        assert ran.code == 0, name
        assert "Usage" in ran.out


def test_the_version() -> None:
    assert run("--version").out.startswith("freelance-pk ")


def test_the_demo_runs_on_the_bundled_rates() -> None:
    ran = run("demo")

    assert ran.code == 0
    assert ran.out.startswith("Tax year 2026: Rs 2,278,123 received in 8 payments;")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_report_fits_80_columns_without_colour() -> None:
    ran = run("report", P1, "--tax-year", "2026")

    assert ran.out.startswith("Tax year 2026: Rs 2,278,123 received in 8 payments; the tax of Rs 22,781 is")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out
    assert ran.err == ""


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        for ending in ("json", "csv", "md", "xlsx"):
            ran = run("report", P1, "--tax-year", "2026", "-o", tmp_path / f"{name}.{ending}")
            assert (ran.code, ran.out) == (0, "")
    for ending in ("json", "csv", "md", "xlsx"):
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "year.xlsx"
    path.write_text("mine", encoding="utf-8")
    ran = run("export", P1, "--tax-year", "2026", "-o", path)

    assert ran.code == 2
    assert "--force" in ran.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("export", P1, "--tax-year", "2026", "-o", path, "--force").code == 0
    assert path.read_bytes()[:2] == b"PK"
    assert [each.name for each in tmp_path.iterdir()] == ["year.xlsx"]


def test_a_folder_that_is_not_there_gets_one_message(tmp_path: Path) -> None:
    ran = run("report", P1, "--tax-year", "2026", "-o", tmp_path / "none" / "year.json")

    assert ran.code == 3
    assert "cannot be written" in ran.err


def test_an_ending_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    assert run("report", P1, "--tax-year", "2026", "-o", tmp_path / "year.doc").code == 2


def test_csv_holds_months_and_receipts() -> None:
    rows = list(csv.DictReader(io.StringIO(run("report", P1, "--tax-year", "2026", "--format", "csv").out)))

    assert [row["section"] for row in rows].count("month") == 12
    assert sum(int(row["received"]) for row in rows if row["section"] == "receipt") == 2278123


def test_the_json_has_the_fields_of_the_contract() -> None:
    made = run("report", P1, "--tax-year", "2026", "--format", "json").json()
    fields = [
        "schema",
        "period",
        "status",
        "earned",
        "earned_pkr",
        "received",
        "tax",
        "bridge",
        "months",
        "platforms",
        "clients",
        "balances",
        "transfers",
        "receipts",
        "rates",
        "files",
        "issues",
    ]

    assert made["schema"] == "freelance-pk/report/1"
    assert set(fields) <= set(made)
    assert set(made["files"][0]) >= {"name", "sha256", "layout", "rows", "entries", "skipped"}
    assert set(made["months"][0]) == {"month", "earned", "fees", "received", "tax_expected", "tax_deducted"}
    assert all({"currency", "date", "asked", "pkr", "basis", "source"} <= set(rate) for rate in made["rates"])


def test_a_span_of_days() -> None:
    made = run("report", P1, "--from", "2025-12-01", "--to", "2025-12-31", "--format", "json").json()

    assert made["received"]["pkr"] == "329748"


@pytest.mark.parametrize(
    "words",
    [
        ["--month", "2025-13"],
        ["--month", "December"],
        ["--from", "2025-12-01"],
        ["--from", "2025-12-31", "--to", "2025-12-01"],
        ["--from", "yesterday", "--to", "2025-12-01"],
        ["--tax-year", "2026", "--month", "2025-12"],
        ["--tax-year", "20260"],
    ],
)
def test_a_period_that_is_none_is_wrong_usage(words: list[str]) -> None:
    ran = run("report", P1, *words)

    assert (ran.code, ran.out) == (2, "")


def test_the_books_are_found_from_a_folder_inside_them(tmp_path: Path) -> None:
    shutil.copytree(P1, tmp_path / "ayesha")
    (tmp_path / "ayesha" / "notes").mkdir()
    here = run("report", "--tax-year", "2026", "--format", "json", cwd=tmp_path / "ayesha" / "notes")
    named = run("report", "--books", tmp_path / "ayesha", "--tax-year", "2026", "--format", "json")

    assert here.code == 0, here.err
    assert here.out == named.out == run("report", P1, "--tax-year", "2026", "--format", "json").out


def test_a_tax_year_without_law_is_incomplete_in_a_report_and_refused_for_tax(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "date,account,kind,amount,currency\n2028-03-03,SadaPay,deposit,1000,PKR\n", encoding="utf-8"
    )
    ran = run("report", path, "--format", "json")

    assert ran.code == 4
    assert ran.json()["received"]["pkr"] == "1000"
    assert "tax-year-unknown" in {issue["code"] for issue in ran.json()["issues"]}
    assert run("tax", path, "--tax-year", "2029").code == 3


def test_a_missing_rate_leaves_the_answer_incomplete_and_says_the_line_to_add(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("date,account,kind,amount,currency\n2026-11-03,Upwork,earning,10,USD\n", encoding="utf-8")
    ran = run("report", path, "--format", "json")

    assert ran.code == 4
    (issue,) = [issue for issue in ran.json()["issues"] if issue["code"] == "rate-missing"]
    assert "2026-08-31" in issue["message"]
    assert "2026-11-03,USD," in issue["remedy"]
    assert ran.json()["earned_pkr"]["gross"] == "0"
    rates = tmp_path / "rates.csv"
    rates.write_text("date,currency,rate,note\n2026-11-03,USD,284,bank\n", encoding="utf-8")
    assert run("report", path, rates, "--format", "json").json()["earned_pkr"]["gross"] == "2840"


def test_slabs_commands(tmp_path: Path) -> None:
    assert "ty2027.toml: tax year 2027" in run("slabs", "check").out
    assert "0.25 %" in run("slabs", "list").out
    assert "| 600,000 | 1,200,000 | 0 | 1 % |" in run("slabs", "show", "2026", "--markdown").out
    assert "1,610,000" in run("slabs", "show", "2026").out
    assert "surcharge.salaried" in run("slabs", "diff", "2025", "2026").out
    bad = tmp_path / "ty2026.toml"
    bad.write_text("tax_year = 2026\n", encoding="utf-8")
    assert run("slabs", "check", bad).code == 3
    assert run("slabs", "show", "2031").code == 3


def test_platforms_commands() -> None:
    listed = run("platforms", "list").out

    assert "payoneer-17" in listed
    assert "unverified" in listed
    assert "Transfer Amount" in run("platforms", "show", "payoneer-17").out
    assert run("platforms", "show", "nobank").code == 2
    assert run("platforms", "template", "certificates").out.startswith("certificate_no,realised_on,")
    assert run("platforms", "template", "nothing").code == 2
    assert run("platforms", "check").code == 0


def test_rates_commands() -> None:
    shown = run("rates", "show", "usd", "2026-01-04", "--format", "json").json()

    assert (shown["date"], shown["pkr"], shown["basis"]) == ("2026-01-02", "280.3325", "sbp-bfer")
    assert "2026-08-31" in run("rates", "status").out
    assert run("rates", "show", "USD", "2026-11-20").code == 3
    assert run("rates", "show", "USD", "soon").code == 2


def test_a_profile_is_shown_with_its_numbers_masked(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text('name = "Sana"\ncnic = "61101-1234567-8"\n', encoding="utf-8")

    assert run("profile", "check", path).code == 0
    shown = run("profile", "show", path).out
    assert "61101" not in shown
    assert "***67-8" in shown


def test_own_law_files_are_used_and_marked_in_every_output(tmp_path: Path) -> None:
    text = (packaged("tax_slabs") / "ty2026.toml").read_text(encoding="utf-8")
    (tmp_path / "ty2026.toml").write_text(text.replace("rate = 0.01\n", "rate = 0.02\n", 1), encoding="utf-8")
    made = run("tax", P1, "--tax-year", "2026", "--law", tmp_path, "--format", "json").json()
    shown = run("report", P1, "--tax-year", "2026", "--law", tmp_path)
    typed = run("calc", "--tax-year", "2026", "--export", "1000000", "--law", tmp_path)

    assert made["final_tax"][0]["charge"] == "45562"
    assert "law-overridden" in {issue["code"] for issue in made["issues"]}
    assert "own law file ty2026.toml" in shown.out
    assert "your own file ty2026.toml" in typed.out
    assert "20,000" in typed.out


def test_a_broken_law_file_of_ones_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ty2026.toml").write_text("tax_year = 2026\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()

    assert run("calc", "--tax-year", "2026", "--law", tmp_path).code == 3
    assert run("calc", "--tax-year", "2026", "--law", empty).code == 3


def test_what_is_due_from_a_day() -> None:
    made = run("tax", P1, "--tax-year", "2026", "--due", "2026-09-01", "--format", "json").json()

    assert made["due"][0]["date"] == "2026-10-15"
    assert "2026-10-15" in run("tax", P1, "--tax-year", "2026", "--due", "2026-09-01").out
    assert "Nothing is due" in run("tax", P1, "--tax-year", "2026", "--due", "2026-11-01").out
    assert run("tax", P1, "--tax-year", "2026", "--due", "soon").code == 2


def test_a_console_without_line_drawing_gets_dashes() -> None:
    ran = run("report", P1, "--tax-year", "2026", env={"PYTHONIOENCODING": "cp1252"})

    assert ran.code == 0
    assert "------" in ran.out
    assert "?" not in ran.out.splitlines()[16]


def test_a_profile_named_among_the_files_is_the_profile(tmp_path: Path) -> None:
    whole = run("tax", CASES / "p3", "--tax-year", "2026", "--format", "json").json()
    named = run("tax", *sorted((CASES / "p3").iterdir()), "--tax-year", "2026", "--format", "json").json()
    files = [path for path in sorted((CASES / "p3").iterdir()) if path.suffix == ".csv"]
    given = run(
        "tax", *files, "--profile", CASES / "p3" / "profile.toml", "--tax-year", "2026", "--format", "json"
    ).json()

    assert whole["payable"] == named["payable"] == given["payable"] == "8096"


def test_an_unbalanced_statement_leaves_the_answer_incomplete(tmp_path: Path) -> None:
    lines = (P1 / "payoneer.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "payoneer.csv").write_text("".join(lines[:5] + lines[6:]), encoding="utf-8")
    ran = run("report", tmp_path / "payoneer.csv", "--tax-year", "2026")

    assert ran.code == 4
    assert ran.out.startswith("Incomplete (1 cause, below).")
    assert "balance-break" in ran.err


@pytest.mark.parametrize("words", [["demo"], ["report", str(P1), "--format", "json"], ["slabs", "list"]])
def test_a_reader_that_goes_away_is_no_failure(words: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "freelance_pk", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (0, b"")
