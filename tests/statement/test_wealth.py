"""The wealth reconciliation: the worked case to the rupee, and what does not close is said."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from running import CASES, run

from freelance_pk.model.profile import WealthFacts
from freelance_pk.statement.wealth import Wealth, YearFlows, reconcile, total

ASSETS = """
[wealth.2026]
opening = { bank = 650_000, SadaPay = 50_000, gold = 1_500_000, car = 2_000_000 }
closing = { bank = 900_000, SadaPay = 120_000, gold = 1_500_000, car = 2_000_000, laptop = 280_000 }
outflows = { utilities = 216_000, medical = 90_000, education = 240_000, vehicle = 300_000, parents = 600_000 }
"""


@pytest.fixture
def sana(tmp_path: Path) -> Path:
    folder = tmp_path / "sana"
    shutil.copytree(CASES / "p3", folder)
    profile = folder / "profile.toml"
    profile.write_text(profile.read_text(encoding="utf-8") + ASSETS, encoding="utf-8")
    return folder


def test_the_worked_case_closes_to_the_rupee(sana: Path) -> None:
    json = run("report", sana, "--tax-year", "2026", "--wealth", "--format", "json").json()
    wealth = json["wealth"]

    assert sum(int(each["amount"]) for each in wealth["opening"]) == 4_200_000
    assert sum(int(each["amount"]) for each in wealth["closing"]) == 5_150_359
    assert wealth["increase"] == "950359"
    assert {each["label"]: each["amount"] for each in wealth["inflows"]} == {
        "Salary": "3000000",
        "Export receipts realised": "1745596",
        "Profit on debt": "96000",
        "Family remittances": "150000",
        "Earned abroad and not yet realised": "350359",
    }
    outflows = {each["label"]: each["amount"] for each in wealth["outflows"]}
    assert (outflows["Taxes paid and deducted"], outflows["Zakat"]) == ("325800", "12000")
    assert outflows["Other household expenses"] == "2607796"
    assert wealth["unreconciled"] == "0"
    assert wealth["unsupported"] == "0.5938"
    warned = next(each for each in json["issues"] if each["code"] == "household-unsupported")
    assert "59 %" in warned["message"]


def test_every_output_has_the_reconciliation(sana: Path, tmp_path: Path) -> None:
    table = run("report", sana, "--tax-year", "2026", "--wealth").out
    plain = run("report", sana, "--tax-year", "2026", "--wealth", "--plain").out
    markdown = run("report", sana, "--tax-year", "2026", "--wealth", "--format", "markdown").out
    book = tmp_path / "year.xlsx"
    run("export", sana, "--tax-year", "2026", "-o", book)

    assert "Other household expenses (balancing)   7087     2,607,796" in table
    assert "Other household expenses (balancing): Rs 2,607,796." in plain
    assert "| 7087 | 2,607,796 |" in markdown
    assert load_workbook(book).sheetnames[8] == "Wealth"


def test_wealth_needs_its_assets_and_a_whole_tax_year(sana: Path) -> None:
    missing = run("report", CASES / "p3", "--tax-year", "2026", "--wealth")
    month = run("report", sana, "--month", "2025-12", "--wealth")

    assert (missing.code, month.code) == (2, 2)
    assert "[wealth.2026]" in missing.err
    assert "--tax-year 2025" in month.err


def flows(**amounts: int) -> YearFlows:
    def amount(name: str) -> Decimal:
        return Decimal(amounts.get(name, 0))

    return YearFlows(
        salary=amount("salary"),
        exports=amount("exports"),
        business=amount("business"),
        profit=amount("profit"),
        dividends=amount("dividends"),
        family=amount("family"),
        taxes=amount("taxes"),
        zakat=amount("zakat"),
        held_before={"Wise": amount("held_before")},
        held_after={"Wise": amount("held")},
    )


def facts(opening: int, closing: int, **outflows: int) -> WealthFacts:
    return WealthFacts(
        {"bank": Decimal(opening)},
        {"bank": Decimal(closing)},
        outflows={name: Decimal(amount) for name, amount in outflows.items()},
    )


def codes(made: Wealth) -> list[str]:
    return [issue.code for issue in made.issues]


def test_more_wealth_than_income_explains_is_an_error() -> None:
    made = reconcile(2026, facts(100, 900), flows(salary=500))

    assert made.unreconciled == 300
    assert codes(made) == ["wealth-unreconciled"]


def test_household_spending_that_was_given_is_not_balanced_away() -> None:
    made = reconcile(2026, facts(100, 300, household=250), flows(salary=500))

    assert not made.balancing
    assert made.unreconciled == 200 - 500 + 250
    assert "went nowhere" in made.issues[0].message


def test_a_balance_abroad_that_the_profile_lists_is_not_counted_twice() -> None:
    given_facts = WealthFacts({"bank": Decimal(0)}, {"bank": Decimal(0), "wise": Decimal(70)})
    made = reconcile(2026, given_facts, flows(held=70))

    assert total(made.closing) == 70
    assert made.unreconciled == 0


@given(
    *(st.integers(0, 10**9) for _ in range(5)),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**9), 10**9),
)
def test_it_closes_wherever_income_covers_what_was_spent_and_saved(
    salary: int, exports: int, taxes: int, held_before: int, held: int, opening: int, closing: int
) -> None:
    made = reconcile(
        2026,
        facts(opening, closing),
        flows(salary=salary, exports=exports, taxes=taxes, held=held, held_before=held_before),
    )
    # What is abroad moves assets and inflows alike: it never opens a gap.
    free = salary + exports - taxes - (closing - opening)

    assert made.unreconciled == max(0, -free)
    assert made.outflows[-1].amount == max(0, free)
