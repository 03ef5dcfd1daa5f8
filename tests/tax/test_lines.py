"""The computation as it is printed: every rupee with its arithmetic, its section and where it came from."""

from decimal import Decimal

import pytest

from freelance_pk.law import load_law, read_as
from freelance_pk.model.line import Line
from freelance_pk.tax.assess import assess
from freelance_pk.tax.facts import Facts

ACT = (
    "https://download1.fbr.gov.pk/Docs/2025881983148210Income-Tax-Ordinance,-2001-Amended-upto-31.07.2025.pdf"
)
OTHERS_TABLE = f"First Schedule, Part I, Division I, clause (1), Finance Act 2024, not amended since; {ACT}"


def printed(year: int, facts: Facts, **readings: str) -> dict[str, Line]:
    lines = assess(read_as(load_law(year), readings), facts).lines
    by_id = {line.id: line for line in lines}
    assert len(by_id) == len(lines)
    return by_id


def rupees(**amounts: int | str) -> Facts:
    return Facts(**{name: Decimal(amount) for name, amount in amounts.items()})  # type: ignore[arg-type]


def line(
    id_: str, label: str, amount: int | str, formula: str, law: str, inputs: tuple[str, ...] = ()
) -> Line:
    return Line(id_, label, Decimal(amount), formula, law, inputs)


def test_a_year_of_salary_and_business_is_printed_from_the_heads_to_what_is_payable() -> None:
    facts = Facts(
        salary=Decimal(3_000_000),
        salary_tax=Decimal(200_000),
        business=Decimal(2_000_000),
        expenses=Decimal(500_000),
        zakat=Decimal(12_000),
        donations=Decimal(100_000),
        pension=Decimal(50_000),
        other_tax=Decimal("300.40"),
        advance_tax=Decimal("1000.30"),
        origins={
            "salary": ("profile",),
            "business": ("invoices, row 2", "invoices, row 3"),
            "expenses": ("expenses, row 2",),
            "common_expenses": ("expenses, row 3",),
            "export_expenses": ("expenses, row 4",),
            "zakat": ("profile, zakat",),
            "advance_tax": ("challan",),
        },
    )

    # 4,488,000 on the table for others: 650,000 + 40 % of 1,288,000 = 1,165,200; of it a 4,488,000th a rupee.
    assert assess(load_law(2026), facts).lines == (
        line("salary", "Salary", 3_000_000, "", "s.12", ("profile",)),
        line(
            "receipts_business",
            "Business receipts without withholding",
            2_000_000,
            "",
            "s.11",
            ("invoices, row 2", "invoices, row 3"),
        ),
        line(
            "expenses",
            "Less expenses",
            -500_000,
            "",
            "s.20",
            ("expenses, row 2", "expenses, row 3", "expenses, row 4"),
        ),
        line("business", "Income from business", 1_500_000, "2,000,000 - 500,000, not below 0", "s.18, s.67"),
        line("total_income", "Total income", 4_500_000, "3,000,000 + 1,500,000", "s.10"),
        line("zakat", "Less Zakat", -12_000, "", "s.60", ("profile, zakat",)),
        line("taxable_income", "Taxable income", 4_488_000, "4,500,000 - 12,000", "s.9"),
        line(
            "normal_tax",
            "Normal tax, non-salaried table",
            1_165_200,
            "650,000 + 40 % x (4,488,000 - 3,200,000)",
            OTHERS_TABLE,
        ),
        line("credit_donations", "Less Donations credit", -25_963, "1,165,200 / 4,488,000 x 100,000", "s.61"),
        line("credit_pension", "Less Pension fund credit", -12_981, "1,165,200 / 4,488,000 x 50,000", "s.63"),
        line("tax_chargeable", "Tax chargeable", 1_126_256, "1,165,200 - 38,944", "s.4"),
        line("paid_salary_tax", "Less deducted from salary", -200_000, "", "s.149"),
        line("paid_other_tax", "Less other adjustable tax", "-300.40", "", "s.236, 236Y, 231AB"),
        line("paid_advance_tax", "Less advance tax", "-1000.30", "", "s.147", ("challan",)),
        line("paid_rounding", "Rounding of taxes paid", "-0.30", "to whole rupees", "s.219"),
        line("payable", "Payable with the return", 924_955, "1,126,256 - 201,301", "s.137"),
    )


def test_final_taxes_minimum_tax_and_every_deduction_are_lines_of_their_own() -> None:
    amounts = {
        "export": "1000000.55",
        "export_deducted": 10_000,
        "export_psb": 500_000,
        "export_psb_deducted": 1_250,
        "social": 600_000,
        "social_deducted": 30_000,
        "profit_on_debt": 2_000,
        "profit_deducted": 400,
        "dividends": 1_000,
        "dividend_deducted": 150,
        "local_it": 300_000,
        "local": 100_000,
        "local_withheld": 90_000,
    }
    facts = Facts(
        **{name: Decimal(amount) for name, amount in amounts.items()},  # type: ignore[arg-type]
        origins={name: (name,) for name in amounts},
    )
    lines = printed(2027, facts)

    # 1,000,000 on the slabs: 60,000, of which 36,000 is of the social-media revenue and 24,000 of the local services.
    expected = [
        line("receipts_local_it", "Local IT services", 300_000, "", "s.153(1)(b)", ("local_it",)),
        line("receipts_local", "Local services", 100_000, "", "s.153(1)(b)", ("local",)),
        line("receipts_social", "Social-media revenue", 600_000, "", "s.154B", ("social",)),
        line(
            "minimum_local_services",
            "Minimum tax on local services",
            66_000,
            "90,000 - 24,000 of normal tax on that income",
            "s.153(1)(b)",
        ),
        line(
            "final_export_psb",
            "Final tax: Export of IT and IT-enabled services, registered with and certified by PSEB",
            1_250,
            "500,000 x 0.25 %",
            "s.154A, https://download1.fbr.gov.pk/Docs/202681113864992WithholdingTaxRatesCard2027.pdf",
            ("export_psb",),
        ),
        line(
            "final_export_other",
            "Final tax: Export of other services, or without PSEB certification",
            10_000,
            "1,000,000.55 x 1 %",
            "s.154A, https://download1.fbr.gov.pk/Docs/202681113864992WithholdingTaxRatesCard2027.pdf",
            ("export", "social"),
        ),
        line(
            "final_profit_on_debt",
            "Final tax: Profit on debt",
            400,
            "2,000 x 20 %",
            "s.7B, https://download1.fbr.gov.pk/Docs/2026724177725705IncomeTaxOrdinanace2001.pdf",
            ("profit_on_debt",),
        ),
        line(
            "final_dividends",
            "Final tax: Dividends",
            150,
            "1,000 x 15 %",
            "s.5, https://download1.fbr.gov.pk/Docs/2026724177725705IncomeTaxOrdinanace2001.pdf",
            ("dividends",),
        ),
        line(
            "tax_chargeable", "Tax chargeable", 137_800, "60,000 + 66,000 + 1,250 + 10,000 + 400 + 150", "s.4"
        ),
        line(
            "paid_export_deducted",
            "Less deducted from export proceeds",
            -10_000,
            "",
            "s.154A",
            ("export_deducted",),
        ),
        line(
            "paid_export_psb_deducted",
            "Less deducted from export proceeds, PSEB",
            -1_250,
            "",
            "s.154A",
            ("export_psb_deducted",),
        ),
        line(
            "paid_social_deducted",
            "Less deducted from social-media revenue",
            -30_000,
            "",
            "s.154B",
            ("social_deducted",),
        ),
        line(
            "paid_profit_deducted",
            "Less deducted from profit on debt",
            -400,
            "",
            "s.151",
            ("profit_deducted",),
        ),
        line(
            "paid_dividend_deducted",
            "Less deducted from dividends",
            -150,
            "",
            "s.150",
            ("dividend_deducted",),
        ),
        line(
            "paid_local_withheld",
            "Less withheld by clients in Pakistan",
            -90_000,
            "",
            "s.153(1)(b)",
            ("local_withheld",),
        ),
        line("payable", "Payable with the return", 6_000, "137,800 - 131,800", "s.137"),
    ]
    assert [lines[each.id] for each in expected] == expected
    assert "minimum_social" not in lines  # 36,000 on the slabs is more than 5 %
    assert "paid_rounding" not in lines


def test_minimum_tax_on_social_media_revenue_is_a_line_where_it_is_more_than_the_slabs() -> None:
    assert printed(2027, rupees(social=600_000))["minimum_social"] == line(
        "minimum_social",
        "Minimum tax on social-media revenue",
        30_000,
        "30,000 - 0 of normal tax on that income",
        "s.154B",
    )


def test_minimum_tax_on_turnover_says_what_it_is_compared_with() -> None:
    lines = printed(2026, rupees(business=100_000_000, expenses=99_000_000))

    assert lines["minimum_turnover"] == line(
        "minimum_turnover",
        "Minimum tax on turnover",
        1_190_000,
        "1,250,000 - 60,000 of normal tax on that income",
        "s.113",
    )


def test_exports_on_the_slabs_come_from_both_sorts_of_receipts() -> None:
    facts = Facts(
        export=Decimal(600_000),
        export_psb=Decimal(500_000),
        export_expenses=Decimal(100_000),
        opt_out=True,
        origins={
            "export": ("bank, row 2",),
            "export_psb": ("bank, row 3",),
            "export_expenses": ("expenses",),
        },
    )
    lines = printed(2026, facts)

    assert lines["receipts_exports"] == line(
        "receipts_exports",
        "Export receipts on the slabs",
        1_100_000,
        "",
        "s.154A(3)",
        ("bank, row 2", "bank, row 3"),
    )
    assert lines["expenses"].inputs == ("expenses",)
    assert not any(id_.startswith("final_") for id_ in lines)


def test_the_credit_of_2022_is_a_line_against_the_final_tax() -> None:
    facts = rupees(export_psb=1_000_000, export_psb_deducted=10_000, salary=700_000)
    lines = printed(2022, facts)

    assert lines["credit_export"] == line(
        "credit_export", "Less credit on export of IT services", -10_000, "100 % of the charge", "s.65F(1)(c)"
    )
    # 5 % of 100,000 on the table for salaries.
    assert lines["tax_chargeable"].formula == "5,000 - 10,000 + 10,000"
    assert lines["payable"].label == "Refundable"
    assert lines["payable"].formula == "5,000 - 10,000"


def test_profit_on_debt_above_the_ceiling_is_a_head_of_income() -> None:
    facts = Facts(profit_on_debt=Decimal(6_000_000), origins={"profit_on_debt": ("bank, row 9",)})
    lines = printed(2026, facts)

    assert lines["profit_on_slabs"] == line(
        "profit_on_slabs",
        "Profit on debt above the ceiling of the final tax",
        6_000_000,
        "",
        "s.7B",
        ("bank, row 9",),
    )
    assert lines["total_income"].formula == "6,000,000"
    assert "business" not in lines


def test_education_is_a_line_with_its_law_and_comes_off_with_zakat() -> None:
    facts = Facts(business=Decimal(1_400_000), tuition=Decimal(900_000), children=1, zakat=Decimal(1_000))
    lines = printed(2026, facts)

    assert lines["education"] == line("education", "Less education", -45_000, "", f"s.60D, {ACT}")
    assert lines["taxable_income"].formula == "1,400,000 - 46,000"


# Salary 6,000,000 and business 6,000,000: the table for others gives 4,490,000; surcharge 10 %, or 9 % by choice.
@pytest.mark.parametrize(
    ("reading", "rate", "surcharge"), [("table", "10 %", 449_000), ("salary", "9 %", 404_100)]
)
def test_the_surcharge_prints_the_rate_that_it_is_taken_at(reading: str, rate: str, surcharge: int) -> None:
    facts = rupees(salary=6_000_000, business=6_000_000)

    assert printed(2026, facts, mixed_surcharge=reading)["surcharge"] == line(
        "surcharge",
        "Surcharge",
        surcharge,
        f"{rate} x 4,490,000, taxable income being more than 10,000,000",
        f"s.4AB, {ACT}",
    )


def test_the_surcharge_of_a_salary_is_that_of_its_table() -> None:
    lines = printed(2026, rupees(salary=10_000_001))

    assert lines["normal_tax"].label == "Normal tax, salaried table"
    assert lines["normal_tax"].formula == "616,000 + 35 % x (10,000,001 - 4,100,000)"
    assert lines["surcharge"].formula == "9 % x 2,681,000.35, taxable income being more than 10,000,000"


def test_super_tax_prints_its_rate_and_the_income_it_is_on() -> None:
    lines = printed(2026, rupees(business=200_000_001))

    assert lines["super_tax"] == line(
        "super_tax", "Super tax", 3_000_000, "1.5 % x 200,000,001", f"s.4C, {ACT}"
    )


def test_a_credit_is_called_a_credit_once_and_prints_its_arithmetic() -> None:
    # 170,000 on 1,600,000: on 320,000 of foreign income the average rate gives 34,000, more than was paid abroad.
    lines = printed(
        2026, rupees(business=1_600_000, foreign_tax=30_000, foreign_income=320_000, donations=160_000)
    )

    assert lines["credit_foreign_tax"] == line(
        "credit_foreign_tax",
        "Less Foreign tax credit",
        -30_000,
        "lesser of 30,000 and 170,000 / 1,600,000 x 320,000",
        "s.103",
    )
    assert lines["credit_donations"] == line(
        "credit_donations", "Less Donations credit", -17_000, "170,000 / 1,600,000 x 160,000", "s.61"
    )


def test_credits_come_in_the_laws_order_and_the_last_gets_what_is_left_of_the_tax() -> None:
    # Foreign income of no more than the taxable counts: 106,250 of 170,000 on 1,000,000. Donations at 30 %: 51,000.
    # Pension at 20 % would be 34,000, of which 12,750 is left; nothing is left for the housing loan.
    facts = rupees(
        business=1_600_000,
        foreign_tax=500_000,
        foreign_income=1_000_000,
        donations=2_000_000,
        pension=2_000_000,
        housing_profit=800_000,
    )
    lines = printed(2026, facts)

    assert [
        (each.id, each.amount, each.formula) for each in lines.values() if each.id.startswith("credit_")
    ] == [
        ("credit_foreign_tax", -106_250, "lesser of 500,000 and 170,000 / 1,600,000 x 1,000,000"),
        ("credit_donations", -51_000, "170,000 / 1,600,000 x 480,000"),
        ("credit_pension", -12_750, "170,000 / 1,600,000 x 320,000, no more than is left of the tax"),
    ]
    assert lines["tax_chargeable"].amount == 0
    all_abroad = rupees(business=1_600_000, foreign_tax=500_000, foreign_income=2_000_000)
    assert printed(2026, all_abroad)["credit_foreign_tax"].formula.endswith("170,000 / 1,600,000 x 1,600,000")


def test_expenses_shared_with_final_tax_receipts_are_printed_to_the_paisa() -> None:
    # 90,000 x 1,300,000 / 2,300,000 = 50,869.565...
    lines = printed(2026, rupees(business=1_300_000, export=1_000_000, common_expenses=90_000))

    assert lines["business"].formula == "1,300,000 - 50,869.57, not below 0"
    assert lines["taxable_income"].formula == "1,249,130.43 - 0"
    assert lines["normal_tax"].formula == "90,000 + 20 % x (1,249,130.43 - 1,200,000)"


def test_a_law_that_is_less_than_sure_says_so() -> None:
    lines = printed(2019, rupees(business=1_250_000))

    assert lines["normal_tax"].law == (
        "First Schedule, Part I, Division I, clause (1), Finance Supplementary (Amendment) Act 2018 "
        "(confidence: medium)"
    )


def test_a_floor_is_printed_instead_of_the_row_that_gives_less() -> None:
    assert printed(2019, rupees(business=1_220_000))["normal_tax"].formula == "at least 2,000 above 800,000"
    assert (
        printed(2019, rupees(business=1_250_000))["normal_tax"].formula == "0 + 5 % x (1,250,000 - 1,200,000)"
    )
    assert printed(2019, rupees(business=700_000))["normal_tax"].formula == "1,000"


def test_no_income_is_a_computation_of_zeros() -> None:
    lines = assess(load_law(2026), Facts()).lines

    assert [(each.id, each.amount, each.formula) for each in lines] == [
        ("total_income", 0, "0"),
        ("taxable_income", 0, "0 - 0"),
        ("normal_tax", 0, "0"),
        ("tax_chargeable", 0, "0"),
        ("payable", 0, "0 - 0"),
    ]
    assert lines[-1].label == "Payable with the return"


def test_a_credit_that_is_just_what_is_left_of_the_tax_is_not_said_to_be_cut() -> None:
    # 170,000: 85,000 paid abroad, 51,000 for donations, and 34,000 is just 20 %.
    facts = rupees(
        business=1_600_000,
        foreign_tax=85_000,
        foreign_income=1_600_000,
        donations=2_000_000,
        pension=2_000_000,
    )

    assert printed(2026, facts)["credit_pension"].formula == "170,000 / 1,600,000 x 320,000"


def test_the_profit_on_a_housing_loan_has_a_line_of_its_own() -> None:
    lines = printed(2026, rupees(business=3_200_000, housing_profit=300_000))

    assert lines["credit_housing_profit"] == line(
        "credit_housing_profit",
        "Less Housing loan profit credit",
        -60_938,
        "650,000 / 3,200,000 x 300,000",
        "s.63A",
    )


def test_rupees_that_rounding_makes_of_credits_are_taken_back() -> None:
    # 10.20 of tax: 7.50 paid abroad is 8, the donation gets the other 2.70, which is 3; and 11 is one too many.
    lines = printed(
        2026, rupees(business=600_068, foreign_tax="7.50", foreign_income=600_068, donations=200_000)
    )

    assert (lines["credit_foreign_tax"].amount, lines["credit_donations"].amount) == (-8, -3)
    assert lines["credit_limit"] == line(
        "credit_limit", "Credits beyond the tax", 1, "credits are not refundable", "s.4(3)"
    )
    assert lines["tax_chargeable"] == line("tax_chargeable", "Tax chargeable", 0, "10 - 10", "s.4")


def test_a_tax_of_less_than_a_rupee_can_be_credited() -> None:
    # 90 paisa are one rupee of tax, and one of credit.
    lines = printed(2026, rupees(business=600_006, foreign_tax=5, foreign_income=600_006))

    assert (lines["normal_tax"].amount, lines["credit_foreign_tax"].amount) == (1, -1)


@pytest.mark.parametrize(
    "amounts", [{"donations": 10_000}, {"foreign_tax": 10_000, "foreign_income": 10_000}]
)
def test_nothing_is_credited_where_there_is_no_tax(amounts: dict[str, int]) -> None:
    assert not any(id_.startswith("credit") for id_ in printed(2026, rupees(**amounts)))
    assert not any(id_.startswith("credit") for id_ in printed(2026, rupees(business=600_000, **amounts)))


@pytest.mark.parametrize("amounts", [{"foreign_tax": 10_000}, {"foreign_income": 10_000}])
def test_a_foreign_tax_needs_its_income_and_an_income_its_tax(amounts: dict[str, int]) -> None:
    assert not any(id_.startswith("credit") for id_ in printed(2026, rupees(business=1_600_000, **amounts)))


def test_less_than_a_rupee_is_added_like_any_other_amount() -> None:
    lines = printed(2026, rupees(salary=1, business="0.50"))

    assert lines["total_income"].formula == "1 + 0.50"


def test_credits_beside_the_credit_of_2022_are_not_taken_for_a_limit() -> None:
    lines = printed(2022, rupees(business=4_000_000, donations=400_000, export_psb=1_000_000))

    assert "credit_limit" not in lines
    assert {"credit_donations", "credit_export"} <= lines.keys()


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_the_exemption_is_cited_by_its_clause_which_is_no_section(year: int) -> None:
    exempt = printed(year, rupees(export_psb=1_000_000))["final_export_psb"]

    assert exempt.law.startswith("Second Schedule, Part I, clause (133), Finance ")
