"""Surcharge, super tax, minimum taxes and the return's page, worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from freelance_pk.law import Law, load_law, read_as
from freelance_pk.tax.assess import assess
from freelance_pk.tax.due import Due, due_dates
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Assessment, IrisRow
from freelance_pk.tax.slabs import income_with_tax, per_cent, slab_formula


def assessed(law: int | Law, **amounts: str | int | bool) -> Assessment:
    given = {name: value if isinstance(value, bool) else Decimal(value) for name, value in amounts.items()}
    return assess(load_law(law) if isinstance(law, int) else law, Facts(**given))  # type: ignore[arg-type]


OTHERS_2026 = load_law(2026).slabs["non_salaried"]


@pytest.mark.parametrize(
    ("rate", "words"),
    [("0.0025", "0.25 %"), ("0.10", "10 %"), ("1", "100 %"), ("0", "0 %"), ("0.175", "17.5 %")],
)
def test_rates_are_written_without_surplus_zeros(rate: str, words: str) -> None:
    assert per_cent(Decimal(rate)) == words


def test_an_income_at_a_limit_is_computed_on_the_row_below() -> None:
    assert slab_formula(OTHERS_2026, Decimal(1_200_000)) == "0 + 15 % x (1,200,000 - 600,000)"
    assert slab_formula(OTHERS_2026, Decimal(1_200_001)) == "90,000 + 20 % x (1,200,001 - 1,200,000)"
    assert slab_formula(OTHERS_2026, Decimal(600_000)) == "0"


@pytest.mark.parametrize(
    ("tax", "income"),
    [
        (0, 0),
        (15, 600_100),
        (90_000, 1_200_000),
        (100_000, 1_250_000),
        (1_610_000, 5_600_000),
        (1_610_045, 5_600_100),
    ],
)
def test_the_income_that_a_tax_is_imputed_to(tax: int, income: int) -> None:
    assert income_with_tax(OTHERS_2026, Decimal(tax)) == income


def test_one_rupee_of_tax_is_imputed_to_an_income_above_the_first_limit() -> None:
    assert income_with_tax(OTHERS_2026, Decimal("0.6")) == 600_004


@pytest.mark.parametrize(
    ("salary", "zakat", "table"), [(1, 0, "salaried"), (100, 100, "non_salaried"), (0, 0, "non_salaried")]
)
def test_a_salary_is_on_its_table_from_the_first_taxable_rupee(salary: int, zakat: int, table: str) -> None:
    assert assessed(2026, salary=salary, zakat=zakat).table == table


# By the reading "salary" whoever has a salary is surcharged at its rate: 9 % of 4,490,000, and 10 % without one.
@pytest.mark.parametrize(("salary", "surcharge"), [(0, 449_000), (1, 404_100), (6_000_000, 404_100)])
def test_the_surcharge_of_mixed_income_by_choice_needs_a_salary(salary: int, surcharge: int) -> None:
    law = read_as(load_law(2026), {"mixed_surcharge": "salary"})

    assert assessed(law, salary=salary, business=12_000_000 - salary).surcharge == surcharge


# 150,000,000 bear no super tax; a rupee more bears 1 % of all of it: 1,500,000.
@pytest.mark.parametrize(
    ("amounts", "super_tax"),
    [
        ({"business": 150_000_000}, 0),
        ({"business": 149_000_000, "dividends": 1_000_000}, 0),
        ({"business": 149_000_000, "dividends": 1_000_001}, 1_500_000),
        ({"business": 149_000_000, "profit_on_debt": 1_000_000}, 0),
        ({"business": 149_000_000, "profit_on_debt": 1_000_001}, 1_500_000),
        # 1 % of 10,000,000 is the tax of 1,250,000 on the slabs: the imputable income (s.2(28A)).
        ({"business": 148_750_000, "export": 10_000_000}, 0),
        ({"business": 148_750_001, "export": 10_000_000}, 1_500_000),
        # With PSEB 10,000,000 bear 25,000, the tax of 766,666.67: all but 149,233,334 of the limit.
        ({"business": 149_233_333, "export_psb": 10_000_000}, 0),
        ({"business": 149_233_334, "export_psb": 10_000_000}, 1_500_000),
    ],
)
def test_the_income_that_super_tax_is_on(amounts: dict[str, int], super_tax: int) -> None:
    assert assessed(2026, **amounts).super_tax == super_tax


# Exempt is who exports more than 80 % of the turnover; 2,400 of 3,000 million are not more.
@pytest.mark.parametrize(
    ("export", "psb", "opt_out", "exempt"),
    [
        (2_400_000_000, 0, False, False),
        (2_400_000_001, 0, False, True),
        (1_000_000_000, 1_400_000_000, False, False),
        (1_000_000_000, 1_400_000_001, False, True),
        (2_400_000_000, 0, True, False),
        (2_400_000_001, 0, True, True),
    ],
)
def test_super_tax_of_2027_spares_exporters(export: int, psb: int, opt_out: bool, exempt: bool) -> None:
    made = assessed(2027, business=600_000_000, export=export, export_psb=psb, opt_out=opt_out)

    assert (made.super_tax == 0) == exempt


def test_super_tax_is_part_of_what_is_charged() -> None:
    made = assessed(2026, business=150_000_001)

    assert made.tax_chargeable == made.normal_tax + made.surcharge + made.super_tax
    assert made.super_tax == 1_500_000


def test_local_services_without_withholding_have_no_minimum_tax() -> None:
    made = assessed(2026, local=600_000)

    assert made.tax_chargeable == 0
    assert not any(line.id.startswith("minimum_") for line in made.lines)
    assert "pro rata" not in " ".join(made.assumptions)
    assert made.assumptions == ("resident individual, not in a special sector",)


def test_withholding_without_local_services_is_no_minimum_tax() -> None:
    assert assessed(2026, business=600_000, local_withheld=10_000).tax_chargeable == 0


def test_before_the_law_file_knows_local_services_their_tax_is_the_minimum_all_the_same() -> None:
    made = assessed(2020, local=400_000, local_withheld=40_000)
    (line,) = [line for line in made.lines if line.id == "minimum_local_services"]

    assert (line.amount, line.law) == (40_000, "s.153(1)(b)")


def test_the_section_of_local_services_is_that_of_the_law_file() -> None:
    law = load_law(2026)
    rule = law.local_services
    assert rule is not None
    renamed = replace(law, local_services=replace(rule, section="153(1)(z)"))
    made = assessed(renamed, local=600_000, local_withheld=40_000)

    assert [line.law for line in made.lines if line.id == "minimum_local_services"] == ["s.153(1)(z)"]


def test_the_part_of_normal_tax_on_local_services_is_net_of_expenses_by_turnover() -> None:
    # Salary 1,000,000; 1,000,000 of turnover, half of it local, with 200,000 of expenses: business 800,000.
    # Tax on 1,800,000: 170,000 + 30 % of 200,000 = 230,000; of it 400,000 / 1,800,000 is 51,111.11.
    made = assessed(
        2026, salary=1_000_000, business=500_000, local=500_000, expenses=200_000, local_withheld=60_000
    )

    assert (made.normal_tax, made.minimum_tax_top_up) == (230_000, 8_889)


def test_a_loss_leaves_all_of_the_withholding_as_minimum_tax() -> None:
    made = assessed(2026, local=500_000, expenses=600_000, local_withheld=30_000)

    assert (made.normal_tax, made.minimum_tax_top_up) == (0, 30_000)


def test_minimum_tax_on_turnover_is_held_against_the_tax_after_credits_and_other_minimum_taxes() -> None:
    # 1.25 % of 100,000,000 is 1,250,000. On 3,200,000 the slabs give 650,000; the donation of 320,000 takes 65,000
    # off; the local services (half of the turnover) bear 325,000 of it, 75,000 less than was withheld.
    made = assessed(
        2026,
        business=50_000_000,
        local=50_000_000,
        expenses=96_800_000,
        donations=320_000,
        local_withheld=400_000,
    )
    tops = {line.id: line.amount for line in made.lines if line.id.startswith("minimum_")}

    assert made.credits == 65_000
    assert tops == {"minimum_local_services": 75_000, "minimum_turnover": 590_000}
    assert made.tax_chargeable == 1_250_000


@pytest.mark.parametrize(("turnover", "tax"), [(99_999_999, 0), (100_000_000, 1_250_000)])
def test_minimum_tax_on_turnover_begins_at_its_size(turnover: int, tax: int) -> None:
    assert assessed(2026, business=turnover, expenses=turnover).tax_chargeable == tax


def test_a_tax_that_is_more_than_the_share_of_turnover_has_nothing_on_top() -> None:
    assert assessed(2026, business=100_000_000).minimum_tax_top_up == 0


def test_paid_taxes_are_rounded_together() -> None:
    made = assessed(2026, business=600_000, other_tax="0.40", advance_tax="0.40")

    assert (made.tax_paid, made.payable) == (1, -1)


def test_the_page_of_the_return_has_its_codes_in_the_order_of_the_form() -> None:
    made = assessed(
        2026,
        salary=1_000_000,
        salary_tax=10_000,
        business=800_000,
        local=200_000,
        local_withheld=12_000,
        expenses=100_000,
        export=1_000_000,
        export_deducted=10_000,
        export_psb="500000.50",
        export_psb_deducted="1250.40",
        profit_on_debt=50_000,
        profit_deducted=10_000,
        dividends=20_000,
        dividend_deducted=3_000,
        zakat=50_000,
        advance_tax=5_000,
    )

    # Taxable 1,850,000: 245,000; final taxes 10,000 + 1,250 + 10,000 + 3,000.
    assert [(row.code, row.label, row.amount, row.second) for row in made.iris] == [
        ("1009", "Pay, wages and other remuneration", 1_000_000, None),
        ("1049", "Income from salary", 1_000_000, None),
        ("64020004", "Salary of employees u/s 149", 10_000, None),
        ("3101", "Fee for technical and professional services (final-tax column)", 1_500_001, None),
        ("3029", "Net revenue of business", 1_000_000, None),
        ("3000", "Income from business", 900_000, None),
        ("500312", "Profit on debt", 50_000, 10_000),
        ("64060290", "Export of IT and IT-enabled services u/s 154A @ 0.25%", 500_001, 1_250),
        ("64060285", "Export of services u/s 154A @ 1%", 1_000_000, 10_000),
        ("64040052", "Profit on debt, final", 50_000, 10_000),
        ("64030055", "Dividends", 20_000, 3_000),
        ("9000", "Total income", 1_900_000, None),
        ("9001", "Zakat", 50_000, None),
        ("9100", "Taxable income", 1_850_000, None),
        ("920000", "Normal income tax", 245_000, None),
        ("920100", "Final tax", 24_250, None),
        ("9200", "Tax chargeable", 269_250, None),
        ("9201", "Withholding income tax", 46_250, None),
        ("9202", "Advance income tax", 5_000, None),
        ("9203", "Admitted income tax", 218_000, None),
    ]


def test_normal_tax_of_the_return_is_with_surcharge_and_super_tax() -> None:
    made = assessed(2026, business=150_000_001, tuition=0)
    (normal,) = [row.amount for row in made.iris if row.code == "920000"]

    assert normal == made.normal_tax + made.surcharge + made.super_tax


def test_education_and_a_refund_have_codes_of_their_own() -> None:
    made = assessed(2026, business=1_400_000, tuition=900_000, children=1, other_tax=200_000)
    rows = {row.code: row for row in made.iris}

    # 1,355,000 bear 90,000 + 20 % of 155,000 = 121,000.
    assert rows["9008"] == IrisRow("9008", "Education", Decimal(45_000))
    assert rows["9210"] == IrisRow("9210", "Refundable income tax", Decimal(79_000))
    assert "9203" not in rows


def test_withheld_and_advance_tax_of_the_return_add_up_to_what_was_paid() -> None:
    made = assessed(2026, business=2_000_000, other_tax="100.50", advance_tax="200.50")
    rows = {row.code: row.amount for row in made.iris}

    assert made.tax_paid == 301
    assert rows["9201"] + rows["9202"] == made.tax_paid


def test_what_was_not_earned_or_paid_has_no_code() -> None:
    assert assessed(2026).iris == ()


def test_the_return_is_due_on_its_day_with_what_is_payable() -> None:
    made = assessed(2027, business=700_000)
    (due,) = due_dates(load_law(2027), made, date(2027, 9, 30))

    assert due == Due(
        date(2027, 9, 30), "return", "return and wealth statement of tax year 2027", Decimal(15_000), "s.118"
    )
    assert due_dates(load_law(2027), made, date(2027, 10, 1)) == ()


def test_a_refund_is_nothing_to_pay() -> None:
    (due,) = due_dates(load_law(2027), assessed(2027, export=1, export_deducted=1_000), date(2027, 7, 1))

    assert due.amount == 0


def test_a_sure_extension_is_told_without_a_doubt() -> None:
    law = load_law(2027)
    rule = replace(
        law.return_,
        extended_to=date(2027, 10, 31),
        extension_source="Circular 9",
        extension_confidence="high",
    )
    (due,) = due_dates(replace(law, return_=rule), assessed(2027, export=1), date(2027, 7, 1))

    assert (due.day, due.words) == (
        date(2027, 10, 31),
        "return and wealth statement of tax year 2027 (extended from 2027-09-30; Circular 9)",
    )


def test_an_instalment_is_a_quarter_of_all_the_tax_of_the_slabs() -> None:
    # Surcharge and super tax are in it, the credits are not.
    made = assessed(2026, business=200_000_001, donations=1_000_000)
    first = next(due for due in due_dates(load_law(2026), made, date(2026, 7, 1)) if due.id == "instalment_1")

    # 89,090,000 + 8,909,000 + 3,000,000 less 445,450, the average rate on the donation; a quarter of it.
    assert (made.normal_tax, made.surcharge, made.super_tax, made.credits) == (
        89_090_000,
        8_909_000,
        3_000_000,
        445_450,
    )
    assert first == Due(
        date(2026, 9, 15),
        "instalment_1",
        "advance tax of tax year 2027, instalment 1: a quarter of 100,553,550, less adjustable tax deducted in the "
        "quarter",
        Decimal(25_138_388),
        "s.147",
    )


def test_a_minimum_tax_is_in_the_instalments() -> None:
    # 1,000,000 of local services: 60,000 on the slabs, 100,000 withheld as the minimum.
    made = assessed(2026, local=1_000_000, local_withheld=100_000)
    amounts = [due.amount for due in due_dates(load_law(2026), made, date(2026, 7, 1)) if due.id != "return"]

    assert amounts == [25_000] * 4


def test_instalments_from_july_on_are_of_the_first_half_of_the_year() -> None:
    law = load_law(2026)
    rule = replace(law.advance_tax, due=[(7, 31), (8, 31), (6, 30)])
    moved = replace(law, advance_tax=rule)
    due = due_dates(moved, assessed(2026, business=1_600_000), date(2026, 7, 1))

    assert [each.day for each in due if each.id != "return"] == [
        date(2026, 7, 31),
        date(2026, 8, 31),
        date(2027, 6, 30),
    ]
