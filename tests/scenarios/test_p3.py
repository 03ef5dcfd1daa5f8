"""Case P3: an employee who freelances at night through Wise; family codes, no tax deducted."""

from typing import Any

import pytest
from running import CASES, run

P3 = CASES / "p3"


@pytest.fixture(scope="module")
def assessment() -> Any:
    ran = run("tax", P3, "--tax-year", "2026", "--format", "json")
    assert ran.code == 0, ran.err
    return ran.json()


@pytest.fixture(scope="module")
def year() -> Any:
    return run("report", P3, "--tax-year", "2026", "--format", "json").json()


def test_the_computation_comes_out_to_the_rupee(assessment: Any) -> None:
    names = ("table", "taxable_income", "normal_tax", "tax_chargeable", "tax_paid", "payable")

    assert [assessment[name] for name in names] == [
        "salaried",
        "2988000",
        "297240",
        "333896",
        "325800",
        "8096",
    ]
    charges = {tax["id"]: tax["charge"] for tax in assessment["final_tax"]}
    assert charges == {"export_other": "17456", "profit_on_debt": "19200"}


def test_the_receipts_are_realised_rupees_with_paisa(assessment: Any, year: Any) -> None:
    assert assessment["final_tax"][0]["receipts"] == "1745596.28"
    assert year["received"]["receipts"] == 5


def test_the_brothers_money_is_no_income(year: Any) -> None:
    (issue,) = [issue for issue in year["issues"] if issue["code"] == "family-remittance"]

    assert issue["pkr"] == "150000"
    assert all(receipt["gross"] != "150000" for receipt in year["receipts"])


def test_receipts_under_the_family_code_are_counted_and_pointed_at(year: Any) -> None:
    (issue,) = [issue for issue in year["issues"] if issue["code"] == "purpose-code-family"]

    assert issue["pkr"] == "1049973.36"
    assert "S-PRC" in issue["remedy"]


def test_the_short_deduction_is_the_whole_tax(year: Any) -> None:
    assert year["tax"] == {"expected": "17456", "deducted": "0", "difference": "17456"}


def test_the_wise_balance_is_a_foreign_asset(year: Any) -> None:
    assert {(each["account"], each["amount"], each["pkr"]) for each in year["balances"]} == {
        ("Wise", "1258.02", "350359"),
        ("Upwork", "0.00", "0"),
    }


def test_the_sales_tax_condition_is_said(assessment: Any) -> None:
    assert "sales-tax-condition" in {issue["code"] for issue in assessment["issues"]}


def test_nothing_is_told_but_what_is_to_be_known(year: Any) -> None:
    assert {(issue["severity"], issue["code"]) for issue in year["issues"]} == {
        ("warning", "certificate-missing"),
        ("warning", "family-remittance"),
        ("warning", "purpose-code-family"),
        ("warning", "tax-not-deducted"),
        ("note", "near-30-june"),
        ("note", "not-brought-in"),
    }


def test_what_decides_is_the_transfer_not_the_code(year: Any) -> None:
    assert {each["purpose_code"] for each in year["receipts"]} == {"9471", "9186"}
    assert {each["proof"] for each in year["receipts"]} == {"transfer: far side"}
