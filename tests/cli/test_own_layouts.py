"""Layout files of the user's own, from the command line."""

from pathlib import Path

from running import CASES, run

P1 = CASES / "p1"
LAYOUT = """
id = "gilgit-bank"
name = "Gilgit Bank"
kind = "bank"

[[layout]]
id = "gilgit-learned"
title = "Statement"
evidence = "learned"
shape = "two-columns"
currency = "PKR"
header = ["Posted", "Words", "Out", "In", "Left"]
columns = { date = "Posted", text = "Words", debit = "Out", credit = "In", balance = "Left" }
rules = [{ text = "remittance", sign = "+", gives = "deposit" }]
"""
STATEMENT = "Posted,Words,Out,In,Left\n2025-07-01,Inward remittance,,500.00,500.00\n"


def test_the_report_says_that_a_layout_of_the_users_was_used(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "gilgit.toml").write_text(LAYOUT, encoding="utf-8")
    statement = tmp_path / "statement.csv"
    statement.write_text(STATEMENT, encoding="utf-8")
    ran = run(
        "report",
        statement,
        "--format",
        "json",
        cwd=tmp_path,
        env={"FREELANCE_PK_LAYOUTS": str(tmp_path / "layouts")},
    )

    made = ran.json()
    assert made["files"][0]["layout"] == "gilgit-learned"
    assert [each["name"] for each in made["data"]][2] == "own layout gilgit.toml"
    assert len(made["data"][2]["sha256"]) == 64
    assert "layout-own" in [issue["code"] for issue in made["issues"]]


def test_a_broken_file_refuses_what_reads_files_and_lets_the_rest_run(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(LAYOUT.replace('kind = "bank"', 'kind = "shop"'), encoding="utf-8")
    env = {"FREELANCE_PK_LAYOUTS": str(tmp_path)}
    ran = run("report", P1, "--tax-year", "2026", env=env)

    assert ran.code == 3
    assert ran.out == ""
    assert "error: kind: Input should be" in ran.err
    assert "bad.toml" in ran.err
    assert run("calc", "--tax-year", "2026", "--salary", "1000000", env=env).code == 0
    assert run("slabs", "list", env=env).code == 0


def test_a_folder_of_layouts_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    ran = run("platforms", "list", env={"FREELANCE_PK_LAYOUTS": str(tmp_path / "none")})

    assert ran.code == 0
