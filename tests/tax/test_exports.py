"""How export receipts are taxed, year by year, and what a taxpayer could have chosen instead."""

from dataclasses import replace
from decimal import Decimal

import pytest

from freelance_pk.law import Law, load_law
from freelance_pk.tax.assess import assess
from freelance_pk.tax.exports import export_treatment
from freelance_pk.tax.facts import Facts, facts_of
from freelance_pk.tax.result import Alternative, Assessment, FinalTax

PSB_2026 = "Export of IT and IT-enabled services, registered with and certified by PSEB"
OTHER_2026 = "Export of other services, or without PSEB certification"


def assessed(law: int | Law, **amounts: str | int | bool) -> Assessment:
    given = {name: value if isinstance(value, bool) else Decimal(value) for name, value in amounts.items()}
    return assess(load_law(law) if isinstance(law, int) else law, Facts(**given))  # type: ignore[arg-type]


def test_a_receipt_carries_the_rule_it_is_taxed_by() -> None:
    assert export_treatment(load_law(2026), psb=True) == (
        "export_psb",
        "154A",
        Decimal("0.0025"),
        "final",
        "64060290",
        PSB_2026,
    )
    assert export_treatment(load_law(2026), psb=False) == (
        "export_other",
        "154A",
        Decimal("0.01"),
        "final",
        "64060285",
        OTHER_2026,
    )


# (year, PSEB, social media, on the active list): rule and rate; None: on the slabs.
TREATMENTS = [
    (2021, True, False, True, "export_psb", "0.0"),
    (2021, False, False, True, "export_other", None),
    (2022, True, False, True, "export_psb", "0.01"),
    (2022, True, False, False, "export_psb", "0.02"),
    (2026, False, False, False, "export_other", "0.01"),
    (2026, True, True, True, "export_psb", "0.0025"),  # before s.154B an export like any other
    (2027, False, False, True, "export_other", "0.01"),
    (2027, True, True, True, "social", "0.05"),
    (2027, True, True, False, "social", "0.10"),
]


@pytest.mark.parametrize(("year", "psb", "social", "active", "rule", "rate"), TREATMENTS)
def test_the_rule_of_a_receipt_by_year(
    year: int, psb: bool, social: bool, active: bool, rule: str, rate: str | None
) -> None:
    made = export_treatment(load_law(year), psb=psb, social=social, active=active)

    assert (made.id, made.rate) == (rule, None if rate is None else Decimal(rate))


def test_a_receipt_is_of_an_active_taxpayer_and_no_social_media_unless_said() -> None:
    assert export_treatment(load_law(2022), psb=False).rate == Decimal("0.01")
    assert export_treatment(load_law(2027), psb=False).id == "export_other"


def test_facts_are_those_of_an_active_taxpayer_under_the_final_tax_unless_said() -> None:
    amounts = {"export": Decimal(1), "salary": Decimal(2)}

    assert facts_of(amounts) == Facts(export=Decimal(1), salary=Decimal(2), opt_out=False, active=True)
    assert facts_of(amounts).opt_out is False
    assert facts_of({}, opt_out=True, active=False, origins={"export": ("bank, row 2",)}) == Facts(
        opt_out=True, active=False, origins={"export": ("bank, row 2",)}
    )


def test_every_final_tax_says_its_section_rate_receipts_deductions_and_code() -> None:
    made = assessed(
        2026,
        export=1_000_000,
        export_deducted=10_000,
        export_psb=400_000,
        export_psb_deducted=1_000,
        social=200_000,
        social_deducted=1_500,
        profit_on_debt=50_000,
        profit_deducted=10_001,
        dividends=20_000,
        dividend_deducted=3_001,
    )

    assert made.final_tax == (
        FinalTax(
            "export_psb",
            "154A",
            Decimal("0.0025"),
            Decimal(400_000),
            Decimal(1_000),
            Decimal(1_000),
            "64060290",
        ),
        FinalTax(
            "export_other",
            "154A",
            Decimal("0.01"),
            Decimal(1_200_000),
            Decimal(11_500),
            Decimal(12_000),
            "64060285",
        ),
        FinalTax(
            "profit_on_debt",
            "7B",
            Decimal("0.2"),
            Decimal(50_000),
            Decimal(10_001),
            Decimal(10_000),
            "64040052",
        ),
        FinalTax(
            "dividends", "5", Decimal("0.15"), Decimal(20_000), Decimal(3_001), Decimal(3_000), "64030055"
        ),
    )


@pytest.mark.parametrize(
    ("year", "ids"),
    [
        (2021, ["export_psb"]),
        (2022, ["export_psb", "export_other"]),
        (2026, ["export_psb", "export_other"]),
        (2027, ["export_psb", "export_other"]),
    ],
)
def test_which_receipts_are_under_a_final_tax_by_year(year: int, ids: list[str]) -> None:
    made = assessed(year, export=1_000_000, export_psb=1_000_000)
    law = load_law(year)
    turned = replace(law, exports=list(reversed(law.exports)))

    assert [tax.id for tax in made.final_tax] == ids
    again = assessed(turned, export=1_000_000, export_psb=1_000_000)
    assert [tax.id for tax in again.final_tax] == ids[::-1]
    assert again.tax_chargeable == made.tax_chargeable


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026, 2027])
def test_opting_out_leaves_no_final_tax_on_exports(year: int) -> None:
    made = assessed(year, export=1_000_000, export_psb=1_000_000, opt_out=True)

    assert (made.final_tax, made.taxable_income) == ((), 2_000_000)


def test_there_is_nothing_to_opt_out_of_before_2022() -> None:
    assert assessed(2021, export_psb=1_000_000, opt_out=True).taxable_income == 0
    assert assessed(2021, export=1_000_000, opt_out=True).lines == assessed(2021, export=1_000_000).lines


def test_exempt_receipts_bear_no_tax_whatever_rate_stands_beside_them() -> None:
    law = load_law(2021)
    psb, other = law.exports
    odd = replace(law, exports=[replace(psb, rate=Decimal("0.5")), other])
    (tax,) = assessed(odd, export_psb=1_000_000).final_tax

    assert (tax.rate, tax.charge) == (0, 0)


def test_deductions_alone_are_a_final_tax_of_nothing() -> None:
    (tax,) = assessed(2026, export_psb_deducted=500).final_tax

    assert (tax.id, tax.receipts, tax.deducted, tax.charge) == ("export_psb", 0, 500, 0)


def test_both_sorts_of_receipts_that_a_year_puts_on_the_slabs_join_there() -> None:
    made = assessed(2026, export=1_000_000, export_psb=600_000, social=400_000, opt_out=True)
    before = assessed(2021, export=1_000_000, social=400_000)

    assert made.taxable_income == 2_000_000
    assert before.taxable_income == 1_400_000


def test_social_media_revenue_that_has_a_rule_of_its_own_is_no_export_on_the_slabs() -> None:
    made = assessed(2027, export=1_000_000, social=400_000, opt_out=True)

    assert made.taxable_income == 1_400_000
    assert [line.amount for line in made.lines if line.id == "receipts_exports"] == [1_000_000]


def test_common_expenses_are_shared_by_turnover() -> None:
    # 400,000 of 1,000,000 is on the slabs: 40,000 of the 100,000.
    made = assessed(
        2027, business=300_000, social=100_000, export=500_000, export_psb=100_000, common_expenses=100_000
    )

    assert made.taxable_income == 360_000
    # Before s.154B social-media revenue was under the final tax too.
    assert assessed(2026, business=400_000, social=600_000, common_expenses=100_000).taxable_income == 360_000
    # Opted out, all of it is on the slabs.
    assert (
        assessed(2026, business=400_000, export=600_000, common_expenses=100_000, opt_out=True).taxable_income
        == 900_000
    )


def test_common_expenses_without_any_receipt_are_deducted_from_nothing() -> None:
    made = assessed(2026, salary=1_000_000, common_expenses=100_000)

    assert made.taxable_income == 1_000_000
    assert "expenses-inadmissible" in {issue.code for issue in made.issues}


# Profit on debt is under the final tax at the rate of its whole band, and above the last band on the slabs.
@pytest.mark.parametrize(
    ("year", "profit", "rate"),
    [
        (2021, 5_000_000, "0.15"),
        (2021, 5_000_001, "0.175"),
        (2021, 25_000_000, "0.175"),
        (2021, 25_000_001, "0.2"),
        (2021, 36_000_000, "0.2"),
        (2021, 36_000_001, None),
        (2026, 5_000_000, "0.2"),
        (2026, 5_000_001, None),
    ],
)
def test_profit_on_debt_is_taxed_by_the_band_it_falls_in(year: int, profit: int, rate: str | None) -> None:
    made = assessed(year, profit_on_debt=profit)

    if rate is None:
        assert (made.final_tax, made.taxable_income) == ((), profit)
    else:
        (tax,) = made.final_tax
        assert (tax.rate, tax.receipts, made.taxable_income) == (Decimal(rate), profit, 0)


def test_zakat_is_no_more_than_the_income_it_comes_off() -> None:
    assert assessed(2026, salary=500_000, zakat=600_000).taxable_income == 0
    assert assessed(2026, salary=500_000, business=200_000, zakat=600_000).taxable_income == 100_000


@pytest.mark.parametrize(
    ("amounts", "taxable"),
    [
        # 5 % of the tuition; a quarter of the income; 60,000 a child. Incomes of 1,500,000 and more get none.
        ({"business": 1_499_999, "tuition": 900_000, "children": 1}, 1_454_999),
        ({"business": 1_500_000, "tuition": 900_000, "children": 1}, 1_500_000),
        ({"business": 100_000, "tuition": 900_000, "children": 1}, 75_000),
        ({"business": 1_400_000, "tuition": 3_000_000, "children": 2}, 1_280_000),
        ({"business": 1_600_000, "tuition": 900_000, "children": 1, "zakat": 100_001}, 1_454_999),
        ({"business": 1_400_000, "children": 1}, 1_400_000),
    ],
)
def test_the_allowance_for_education_is_the_least_of_three(amounts: dict[str, int], taxable: int) -> None:
    assert assessed(2026, **amounts).taxable_income == taxable


def test_the_alternatives_of_a_plain_exporter() -> None:
    made = assessed(
        2026, export=1_000_000, export_deducted=10_000, export_psb=500_000, export_psb_deducted=1_250
    )

    # On the slabs 1,500,000 bear 150,000, as a salary 39,000; 0.25 % of it is 3,750 and 1 % is 15,000.
    assert made.alternatives == (
        Alternative(
            "opt_out",
            "opt out of the final tax for the year (s.154A(3)): the slabs, with expenses",
            Decimal(150_000),
            Decimal(138_750),
        ),
        Alternative(
            "psb_all_year",
            "PSEB registration on every receipt's date; worth it below a yearly cost of Rs 7,500",
            Decimal(3_750),
            Decimal(-7_500),
        ),
        Alternative("no_psb", "no PSEB registration at all", Decimal(15_000), Decimal(3_750)),
        Alternative(
            "salary_view",
            "if all of it came from one foreign employer as pay: taxed as salary (a question of fact)",
            Decimal(39_000),
            Decimal(27_750),
        ),
    )


def test_who_opted_out_is_shown_the_final_tax_alone() -> None:
    made = assessed(2026, export=1_000_000, export_psb=1_000_000, opt_out=True)

    assert [(each.id, each.words, each.tax_chargeable) for each in made.alternatives] == [
        ("final_tax", "stay in the final tax of s.154A", 12_500)
    ]


@pytest.mark.parametrize(
    ("year", "amounts", "ids"),
    [
        (2026, {"salary": 1_000_000}, []),
        (2026, {"social": 1_000_000}, []),
        (2026, {"export": 1_000_000}, ["opt_out", "psb_all_year", "salary_view"]),
        (2026, {"export_psb": 1_000_000}, ["opt_out", "no_psb", "salary_view"]),
        (2026, {"export": 1_000_000, "business": 1}, ["opt_out", "psb_all_year"]),
        (2026, {"export": 1_000_000, "local": 1}, ["opt_out", "psb_all_year"]),
        (2026, {"export": 1_000_000, "local_it": 1}, ["opt_out", "psb_all_year"]),
        (2026, {"export": 1_000_000, "salary": 1}, ["opt_out", "psb_all_year", "salary_view"]),
        (2021, {"export": 1_000_000}, ["psb_all_year", "salary_view"]),
        (2022, {"export": 1_000_000}, ["opt_out", "psb_all_year", "salary_view"]),
    ],
)
def test_which_alternatives_a_year_and_its_facts_allow(
    year: int, amounts: dict[str, int], ids: list[str]
) -> None:
    assert [each.id for each in assessed(year, **amounts).alternatives] == ids


def test_the_worth_of_a_registration_is_told_where_both_rates_are_final() -> None:
    def words(year: int) -> str:
        made = assessed(year, export=1_000_000)
        return next(each.words for each in made.alternatives if each.id == "psb_all_year")

    assert words(2026).endswith("; worth it below a yearly cost of Rs 7,500")
    assert words(2022) == words(2021) == "PSEB registration on every receipt's date"


def test_exports_seen_as_a_salary_join_the_salary_and_its_tax() -> None:
    # 2,200,000 as a salary bear 116,000; 10,000 and 20,000 were deducted.
    made = assessed(
        2026, salary=1_000_000, salary_tax=20_000, export=700_000, export_psb=500_000, export_deducted=10_000
    )
    (view,) = [each for each in made.alternatives if each.id == "salary_view"]

    assert (view.tax_chargeable, view.payable) == (116_000, 86_000)
