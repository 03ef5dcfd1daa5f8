"""Case P1: a designer on Fiverr and Upwork, through Payoneer, into Meezan; every number by hand."""

from pathlib import Path
from typing import Any

import pytest
from running import CASES, Ran, run
from write_cases import main as write_cases
from write_cases import write_overlap

from freelance_pk.packaged import packaged

P1 = CASES / "p1"


def report(*words: object) -> Any:
    ran = run("report", *words, "--format", "json")
    assert ran.code == 0, ran.err
    return ran.json()


@pytest.fixture(scope="module")
def year() -> Any:
    return report(P1, "--tax-year", "2026")


def steps(made: Any) -> dict[str, Any]:
    return {step["step"]: step for step in made["bridge"]}


def test_the_files_kept_are_those_the_script_writes(tmp_path: Path) -> None:
    write_cases(tmp_path)

    kept = {"p1": CASES / "p1", "p1b": CASES / "p1b", "p3": CASES / "p3", "demo": packaged("demo")}
    for name, folder in kept.items():
        for path in sorted((tmp_path / name).iterdir()):
            assert path.read_bytes() == (folder / path.name).read_bytes(), path


def test_gross_earnings_and_fees(year: Any) -> None:
    (usd,) = year["earned"]

    assert usd == {
        "currency": "USD",
        "gross": "13800.00",
        "fees": "1750.00",
        "refunds": "100.00",
        "net": "12050.00",
    }
    assert year["earned_pkr"]["gross"] == "3865505"


def test_receipts_are_the_gross_rupees_of_the_certificates(year: Any) -> None:
    assert year["received"]["pkr"] == "2278123"
    assert year["received"]["receipts"] == 8
    assert year["received"]["basis"] == {"bank": "2278123", "withdrawn": "0", "earned": "0"}
    assert [receipt["certificate"] for receipt in year["receipts"]] == [
        f"MZ-2026-100{n}" for n in range(1, 9)
    ]


def test_the_tax_is_deducted_in_full(year: Any) -> None:
    assert year["tax"] == {"expected": "22781", "deducted": "22781", "difference": "0"}


def test_the_spread_is_larger_than_the_tax(year: Any) -> None:
    assert steps(year)["withdrawn"]["pkr"] == "2324620"
    assert year["spread"] == "46497"


def test_balances_in_currency_and_rupees(year: Any) -> None:
    held = {each["account"]: (each["amount"], each["pkr"]) for each in year["balances"]}

    assert held == {"Payoneer": ("1914.05", "533063"), "Fiverr": ("240.00", "66840"), "Upwork": ("0.00", "0")}


def test_the_withdrawal_of_29_june_is_on_its_way(year: Any) -> None:
    (moving,) = year["transfers"]["in_transit"]

    assert (moving["amount"], moving["pkr"]) == ("1300.00", "362050")


def test_eight_and_fifteen_own_transfers_are_paired(year: Any) -> None:
    pairs = [(pair["from"], pair["to"]) for pair in year["transfers"]["pairs"]]

    assert year["transfers"]["paired"] == 23
    assert pairs.count(("Payoneer", "Meezan 4410")) == 8
    assert pairs.count(("Upwork", "Payoneer")) == 11
    assert pairs.count(("Fiverr", "Payoneer")) == 4


def test_the_bridge_names_every_dollar(year: Any) -> None:
    amounts = {name: step["amount"] for name, step in steps(year).items() if step["currency"] == "USD"}

    assert amounts == {
        "gross": "13800.00",
        "platform_fees": "-1750.00",
        "transfer_fees": "-26.00",
        "account_fees": "-29.95",
        "card": "-240.00",
        "in_transit": "-1300.00",
        "held_on_platforms": "-240.00",
        "held_in_wallets": "-1914.05",
        "withdrawn": "8300.00",
    }


def test_the_bridge_closes_in_rupees(year: Any) -> None:
    parts = steps(year)
    to_withdrawn = ["gross", "platform_fees", "transfer_fees", "account_fees", "card", "in_transit"]
    to_withdrawn += ["held_on_platforms", "held_in_wallets", "rate_difference"]

    # Each step is rounded to the rupee by itself.
    assert abs(sum(int(parts[name]["pkr"]) for name in to_withdrawn) - 2324620) <= 5
    assert int(parts["withdrawn"]["pkr"]) + int(parts["spread"]["pkr"]) == 2278123
    assert parts["in_bank"]["pkr"] == "2255342"


def test_december_by_itself_and_to_date() -> None:
    month = report(P1, "--month", "2025-12")

    assert month["earned"][0]["gross"] == "650.00"
    assert month["received"]["pkr"] == "329748"
    assert month["tax"]["deducted"] == "3297"
    to_date = month["year_to_date"]
    assert to_date["earned"][0]["gross"] == "5600.00"
    assert to_date["earned"][0]["fees"] == "720.00"
    assert to_date["received"]["pkr"] == "909007"
    assert to_date["tax"] == {"expected": "9090", "deducted": "9090", "difference": "0"}
    assert ("Payoneer", "1208.00") in {(each["account"], each["amount"]) for each in month["balances"]}


def test_the_assessment_has_nothing_to_pay() -> None:
    made = run("tax", P1, "--tax-year", "2026", "--format", "json").json()

    (final,) = made["final_tax"]
    assert (final["receipts"], final["charge"], final["deducted"]) == ("2278123", "22781", "22781")
    assert final["iris_code"] == "64060285"
    assert made["payable"] == "0"
    codes = {row["code"]: row for row in made["iris"]}
    assert (codes["64060285"]["amount"], codes["64060285"]["tax_deducted"]) == ("2278123", "22781")
    assert codes["3101"]["amount"] == "2278123"
    assert "64060290" not in codes


def test_two_per_cent_taken_is_an_over_deduction() -> None:
    made = report(CASES / "p1b", "--tax-year", "2026")
    (issue,) = [issue for issue in made["issues"] if issue["code"] == "tax-over-deducted"]
    assessment = run("tax", CASES / "p1b", "--tax-year", "2026", "--format", "json").json()

    assert made["tax"] == {"expected": "22781", "deducted": "45563", "difference": "-22782"}
    assert issue["pkr"] == "22782"
    assert "10(ca)" in issue["message"]
    assert assessment["payable"] == "-22782"


FIGURES = ("earned", "earned_pkr", "received", "tax", "spread", "bridge", "months", "balances", "platforms")


def test_the_same_files_twice_and_a_month_of_overlap_change_nothing(year: Any, tmp_path: Path) -> None:
    write_overlap_of = tmp_path / "p1"
    write_cases(tmp_path)
    write_overlap(write_overlap_of)
    again = report(P1, write_overlap_of, P1 / "payoneer.csv", "--tax-year", "2026")

    assert {name: again[name] for name in FIGURES} == {name: year[name] for name in FIGURES}
    assert again["transfers"]["paired"] == 23


def test_the_order_of_the_files_does_not_matter() -> None:
    names = ["upwork", "fiverr", "payoneer", "meezan", "certificates", "rates"]

    def ordered(order: list[str]) -> Ran:
        return run(
            "report", *(P1 / f"{name}.csv" for name in order), "--tax-year", "2026", "--format", "json"
        )

    assert ordered(names).out == ordered(names[::-1]).out


def test_without_the_wallets_file_nothing_is_counted_twice() -> None:
    names = ["upwork", "fiverr", "meezan", "certificates", "rates"]
    made = report(*(P1 / f"{name}.csv" for name in names), "--tax-year", "2026")

    assert made["received"]["pkr"] == "2278123"
    assert "wallet-missing" in {issue["code"] for issue in made["issues"]}


def test_without_bank_and_certificates_withdrawals_are_an_estimate() -> None:
    names = ["upwork", "fiverr", "payoneer", "rates"]
    made = report(*(P1 / f"{name}.csv" for name in names), "--tax-year", "2026")

    # The far side printed by Payoneer: rupees credited, the 29 June one included.
    assert made["received"]["basis"]["withdrawn"] == "2606603"
    assert "receipts-estimated" in {issue["code"] for issue in made["issues"]}


def test_the_default_period_is_the_latest_tax_year_the_rows_reach() -> None:
    made = report(P1)

    assert made["period"]["label"] == "tax year 2027"
    assert made["received"]["pkr"] == "354809"


def told(made: Any) -> set[tuple[str, str]]:
    return {(issue["severity"], issue["code"]) for issue in made["issues"]}


NOTED = {
    ("warning", "layout-unverified"),  # Fiverr
    ("note", "near-30-june"),
    ("note", "not-brought-in"),
    ("note", "other-credits"),
}


def test_nothing_is_told_but_what_is_to_be_known(year: Any) -> None:
    assert told(year) == NOTED
    assert told(report(CASES / "p1b", "--tax-year", "2026")) == {*NOTED, ("warning", "tax-over-deducted")}


def test_what_was_not_brought_in_is_told_by_sort(year: Any) -> None:
    assert [(each["what"], each["account"], each["amount"]) for each in year["not_brought_in"]] == [
        ("kept", "Fiverr", "240.00"),
        ("kept", "Payoneer", "1914.05"),
        ("card", "Payoneer", "240.00"),
    ]


def test_each_receipt_says_what_proves_it_and_how_its_tax_stands(year: Any) -> None:
    assert {(each["proof"], each["deduction"]) for each in year["receipts"]} == {
        ("transfer: far side", "as the law says")
    }
    double = report(CASES / "p1b", "--tax-year", "2026")["receipts"]
    assert {each["deduction"] for each in double} == {
        "2% taken instead of 1%: the doubled rate of a misprinted card, which rule 10(ca) excludes"
    }
