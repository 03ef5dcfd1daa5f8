"""The assessment by example, worked by hand from the Ordinance, and by law."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.law import known_years, load_law, read_as
from freelance_pk.law.schema import Slabs
from freelance_pk.tax.assess import assess
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Assessment
from freelance_pk.tax.slabs import slab_tax


def assessed(year: int, **amounts: str | int | bool) -> Assessment:
    given_ = {
        name: value if isinstance(value, bool) else Decimal(str(value).replace(",", ""))
        for name, value in amounts.items()
    }
    return assess(load_law(year), Facts(**given_))  # type: ignore[arg-type]


# Unit anchors of tax year 2026: (kind of income, amount, normal tax, surcharge)
ANCHORS = [
    ("business", "600,000", 0, 0),
    ("business", "600,001", 0, 0),  # 0.15 before rounding
    ("business", "1,200,000", 90_000, 0),
    ("business", "1,600,000", 170_000, 0),
    ("business", "3,200,000", 650_000, 0),
    ("business", "5,600,000", 1_610_000, 0),
    ("business", "10,000,000", 3_590_000, 0),
    ("business", "10,000,001", 3_590_000, 359_000),
    ("salary", "600,000", 0, 0),
    ("salary", "1,200,000", 6_000, 0),
    ("salary", "2,200,000", 116_000, 0),
    ("salary", "3,200,000", 346_000, 0),
    ("salary", "4,100,000", 616_000, 0),
    ("salary", "10,000,000", 2_681_000, 0),
    ("salary", "10,000,001", 2_681_000, 241_290),
]


@pytest.mark.parametrize(("head", "amount", "tax", "surcharge"), ANCHORS)
def test_the_unit_anchors(head: str, amount: str, tax: int, surcharge: int) -> None:
    made = assessed(2026, **{head: amount})

    assert (made.normal_tax, made.surcharge) == (tax, surcharge)


def test_one_rupee_over_the_75_per_cent_cliff_costs_384_000() -> None:
    below = assessed(2026, salary=3_000_000, business=999_999)
    above = assessed(2026, salary=3_000_000, business=1_000_000)

    assert (below.table, below.tax_chargeable) == ("salaried", 586_000)
    assert (above.table, above.tax_chargeable) == ("non_salaried", 970_000)
    for made in (below, above):
        (issue,) = [issue for issue in made.issues if issue.code == "salary-cliff"]
        assert issue.pkr == 384_000


def test_in_2019_the_salaried_table_needs_half() -> None:
    assert assessed(2019, salary=1_000_001, business=1_000_000).table == "salaried"
    assert assessed(2019, salary=1_000_000, business=1_000_000).table == "non_salaried"
    assert assessed(2020, salary=1_000_001, business=1_000_000).table == "non_salaried"


# (taxable income, tax): flat 1,000, flat 2,000, then the formula with its floor of 2,000.
JUMPS_2019 = [
    (400_000, 0),
    (400_001, 1_000),
    (800_000, 1_000),
    (800_001, 2_000),
    (1_200_001, 2_000),
    (1_240_000, 2_000),
    (1_260_000, 3_000),
    (2_400_000, 60_000),
]


@pytest.mark.parametrize(("income", "tax"), JUMPS_2019)
def test_the_jumps_of_2019(income: int, tax: int) -> None:
    assert assessed(2019, business=income).normal_tax == tax


# (year, table, income, tax), from the printed tables of each Finance Act.
PRINTED = [
    (2020, "salary", 2_500_000, 195_000),
    (2021, "salary", 8_000_000, 1_345_000),
    (2022, "business", 4_000_000, 620_000),
    (2022, "business", 500_000, 5_000),
    (2023, "salary", 6_000_000, 1_005_000),
    (2023, "business", 6_000_000, 1_330_000),
    (2024, "salary", 3_600_000, 435_000),
    (2024, "business", 4_000_000, 765_000),
    (2025, "salary", 4_100_000, 700_000),
    (2025, "business", 3_200_000, 650_000),
    (2027, "salary", 7_000_000, 1_424_000),
    (2027, "salary", 5_600_000, 976_000),
    (2027, "business", 5_600_000, 1_610_000),
]


@pytest.mark.parametrize(("year", "head", "income", "tax"), PRINTED)
def test_the_printed_tables(year: int, head: str, income: int, tax: int) -> None:
    assert assessed(year, **{head: income}).normal_tax == tax


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_final_tax_on_exports(year: int) -> None:
    made = assessed(year, export=1_000_000, export_psb=1_000_000, active=False)

    # Not doubled off the active list: Tenth Schedule rule 10(ca).
    assert {tax.id: tax.charge for tax in made.final_tax} == {"export_psb": 2_500, "export_other": 10_000}
    assert made.taxable_income == 0


def test_in_2022_the_credit_takes_the_tax_on_it_exports_away() -> None:
    made = assessed(2022, export_psb=1_000_000, export_psb_deducted=10_000)

    assert (made.credits, made.tax_chargeable, made.payable) == (10_000, 0, -10_000)
    assert any("65F" in words for words in made.assumptions)


def test_in_2022_the_rate_doubles_off_the_active_list() -> None:
    assert assessed(2022, export=1_000_000, active=False).tax_chargeable == 20_000


def test_before_2022_it_exports_are_exempt_and_others_on_the_slabs() -> None:
    assert assessed(2021, export_psb=5_000_000).tax_chargeable == 0
    other = assessed(2021, export=1_000_000, export_expenses=200_000)
    assert (other.taxable_income, other.normal_tax) == (800_000, 30_000)
    assert "no-final-tax" in {issue.code for issue in other.issues}


def test_opting_out_puts_exports_on_the_slabs_net_of_expenses() -> None:
    made = assessed(2026, export=2_000_000, export_deducted=20_000, export_expenses=400_000, opt_out=True)

    assert (made.taxable_income, made.normal_tax, made.payable) == (1_600_000, 170_000, 150_000)
    assert made.final_tax == ()


def test_expenses_of_exports_do_not_count_under_the_final_tax() -> None:
    made = assessed(2026, export=2_000_000, export_expenses=400_000)

    assert made.tax_chargeable == 20_000
    assert "expenses-inadmissible" in {issue.code for issue in made.issues}


def test_social_media_revenue_is_minimum_tax_from_2027() -> None:
    # The slabs give 60,000 on 1,000,000, more than the minimum of 5 %.
    assert assessed(2027, social=1_000_000).tax_chargeable == 60_000
    # On 600,000 the slabs give nothing, the minimum is 30,000; off the active list it doubles.
    assert assessed(2027, social=600_000).minimum_tax_top_up == 30_000
    assert assessed(2027, social=600_000, active=False).minimum_tax_top_up == 60_000
    assert assessed(2026, social=1_000_000).tax_chargeable == 10_000


def test_what_local_clients_withheld_is_the_minimum_tax_on_that_income() -> None:
    made = assessed(2026, local=600_000, local_withheld=90_000)

    assert (made.normal_tax, made.minimum_tax_top_up, made.payable) == (0, 90_000, 0)


def test_the_minimum_tax_test_is_pro_rata() -> None:
    # Taxable 2,000,000: tax 290,000. Half of it belongs to the local income: 145,000 against 150,000.
    made = assessed(2026, business=1_000_000, local=1_000_000, local_withheld=150_000)

    assert (made.normal_tax, made.minimum_tax_top_up, made.payable) == (290_000, 5_000, 145_000)


def test_profit_on_debt_is_final_up_to_five_million_and_on_the_slabs_above() -> None:
    assert assessed(2026, profit_on_debt=5_000_000).tax_chargeable == 1_000_000
    above = assessed(2026, profit_on_debt=5_000_001)
    assert (above.final_tax, above.taxable_income) == ((), 5_000_001)
    assert assessed(2025, profit_on_debt=1_000_000).tax_chargeable == 150_000
    assert assessed(2021, profit_on_debt=6_000_000).tax_chargeable == 1_050_000


def test_profit_on_debt_of_2019_is_not_guessed() -> None:
    made = assessed(2019, profit_on_debt=100_000)

    assert made.status == "incomplete"
    assert "profit-undecided" in {issue.code for issue in made.issues}


def test_zakat_comes_off_income_not_off_tax() -> None:
    made = assessed(2026, salary=3_000_000, zakat=12_000)

    assert (made.taxable_income, made.normal_tax) == (2_988_000, 297_240)


def test_credits_at_the_average_rate_are_limited_and_not_refundable() -> None:
    # A 650,000, B 3,200,000; 30 % of taxable is 960,000: 650,000 / 3,200,000 x 960,000 = 195,000.
    assert assessed(2026, business=3_200_000, donations=2_000_000).credits == 195_000
    # 20 % is 640,000: 130,000.
    assert assessed(2026, business=3_200_000, pension=900_000).credits == 130_000
    assert assessed(2026, export=1_000_000, donations=500_000).credits == 0


# (income, rate of s.4C in tax year 2026)
SUPER = [(150_000_000, "0"), (150_000_001, "0.01"), (200_000_001, "0.015"), (500_000_001, "0.10")]


@pytest.mark.parametrize(("income", "rate"), SUPER)
def test_super_tax_is_a_cliff_on_the_whole_income(income: int, rate: str) -> None:
    assert assessed(2026, business=income).super_tax == (income * Decimal(rate)).quantize(
        Decimal(1), "ROUND_HALF_UP"
    )


def test_super_tax_of_2027_begins_at_500_million() -> None:
    assert assessed(2027, business=500_000_000).super_tax == 0
    assert assessed(2027, business=600_000_000).super_tax == 48_000_000


def test_a_hundred_million_of_turnover_pays_at_least_a_share_of_it() -> None:
    made = assessed(2026, business=100_000_000, expenses=99_000_000)

    assert (made.normal_tax, made.minimum_tax_top_up, made.tax_chargeable) == (60_000, 1_190_000, 1_250_000)


def test_an_over_deduction_names_the_rule_and_is_refundable() -> None:
    made = assessed(2026, export=2_278_123, export_deducted=45_563)

    assert made.payable == -22_782
    (issue,) = [issue for issue in made.issues if issue.code == "export-over-deducted"]
    assert "10(ca)" in issue.message


def test_alternatives_carry_chargeable_and_payable() -> None:
    made = assessed(2026, export=1_000_000, export_deducted=10_000)
    by_id = {each.id: (each.tax_chargeable, each.payable) for each in made.alternatives}

    assert by_id["opt_out"] == (60_000, 50_000)
    assert by_id["psb_all_year"] == (2_500, -7_500)
    assert by_id["salary_view"] == (4_000, -6_000)


amount = st.integers(0, 60_000_000)
years = st.sampled_from(known_years())
AMOUNTS = sorted(name for name, type_ in Facts.__annotations__.items() if type_ is Decimal)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    names = draw(st.lists(st.sampled_from(AMOUNTS), max_size=8, unique=True))
    given_ = {name: Decimal(draw(st.integers(0, 9_000_000_000))) / 100 for name in names}
    return Facts(**given_, opt_out=draw(st.booleans()), active=draw(st.booleans()))  # type: ignore[arg-type]


def total(lines: Iterable[Decimal]) -> Decimal:
    return sum(lines, Decimal(0))


@given(years, facts())
def test_the_printed_lines_add_up_to_the_totals(year: int, given_: Facts) -> None:
    made = assess(load_law(year), given_)
    charged = ("normal_tax", "surcharge", "super_tax", "credit_", "minimum_", "final_")

    assert total(line.amount for line in made.lines if line.id.startswith(charged)) == made.tax_chargeable
    assert -total(line.amount for line in made.lines if line.id.startswith("paid_")) == made.tax_paid
    assert made.payable == made.tax_chargeable - made.tax_paid
    assert made.tax_chargeable >= 0
    for name in ("normal_tax", "surcharge", "super_tax", "credits", "tax_chargeable", "tax_paid", "payable"):
        value = getattr(made, name)
        assert value == value.to_integral_value(), name


@given(years, facts(), st.integers(1, 50_000_000))
def test_final_tax_receipts_never_change_the_normal_tax(year: int, given_: Facts, more: int) -> None:
    law = load_law(year)
    rule = law.export_rule("export_psb")
    assert rule is not None
    base = given_._replace(opt_out=False, common_expenses=Decimal(0))
    added = base._replace(export_psb=base.export_psb + more)

    assert assess(law, base).normal_tax == assess(law, added).normal_tax


@given(years, st.sampled_from(["salaried", "non_salaried"]), amount, st.integers(0, 100_000))
def test_tax_never_falls_as_income_rises(year: int, name: str, income: int, more: int) -> None:
    table = load_law(year).slabs["salaried" if name == "salaried" else "non_salaried"]

    assert slab_tax(table, Decimal(income)) <= slab_tax(table, Decimal(income + more))


def naive(table: Slabs, income: Decimal) -> Decimal:
    """Tax by integrating the marginal rate over the bands, without the fixed amounts."""
    tax = Decimal(0)
    limits = [row.limit for row in table.rows[1:]]
    for row, upper in zip(table.rows, [*limits, None], strict=True):
        if income > row.limit:
            tax += ((income if upper is None else min(income, upper)) - row.limit) * row.rate
    return tax


@given(st.sampled_from([year for year in known_years() if year != 2019]), st.booleans(), amount)
def test_the_slabs_agree_with_the_marginal_rates(year: int, salaried: bool, income: int) -> None:
    table = load_law(year).slabs["salaried" if salaried else "non_salaried"]

    assert slab_tax(table, Decimal(income)) == naive(table, Decimal(income))


def test_tax_on_an_income_that_was_not_given_is_no_refund_to_rely_on() -> None:
    made = assessed(2026, salary_tax=300_000)

    assert made.status == "incomplete"
    assert "income-missing" in {issue.code for issue in made.issues}


# (year, IT, other services): a rupee less than the least of s.153(1)(b) is pointed at.
LOCAL = [
    (2021, 30_000, 30_000),
    (2022, 30_000, 30_000),
    (2023, 30_000, 30_000),
    (2024, 40_000, 40_000),
    (2025, 40_000, 40_000),
    (2026, 40_000, 60_000),
    (2027, 40_000, 70_000),
]


@pytest.mark.parametrize(("year", "it", "other"), LOCAL)
def test_clients_that_withheld_less_than_the_law_are_pointed_at(year: int, it: int, other: int) -> None:
    for amounts, least in (({"local_it": 1_000_000}, it), ({"local": 1_000_000}, other)):
        enough = assessed(year, **amounts, local_withheld=least)
        short = assessed(year, **amounts, local_withheld=least - 2)
        assert "local-short-withheld" not in {issue.code for issue in enough.issues}
        assert "local-short-withheld" in {issue.code for issue in short.issues}


def test_housing_loan_profit_counts_from_2026() -> None:
    # A 650,000, B 3,200,000, C 300,000: 60,937.50.
    assert assessed(2026, business=3_200_000, housing_profit=300_000).credits == 60_938
    assert assessed(2025, business=3_200_000, housing_profit=300_000).credits == 0


def test_education_is_the_least_of_three_below_the_limit() -> None:
    # 5 % of 900,000 is 45,000; 25 % of 1,400,000 is 350,000; 60,000 a child.
    made = assess(load_law(2026), Facts(business=Decimal(1_400_000), tuition=Decimal(900_000), children=1))
    assert made.taxable_income == 1_355_000
    over = assess(load_law(2026), Facts(business=Decimal(1_500_000), tuition=Decimal(900_000), children=1))
    assert over.taxable_income == 1_500_000


def test_foreign_tax_is_credited_at_the_average_rate_before_the_others() -> None:
    # 650,000 / 3,200,000 x 800,000 = 162,500, less than the 200,000 paid abroad.
    assert assessed(2026, business=3_200_000, foreign_tax=200_000, foreign_income=800_000).credits == 162_500


def test_exporters_are_spared_the_super_tax_of_2027() -> None:
    mixed = assessed(2027, business=600_000_000, export=2_500_000_000)
    assert mixed.super_tax == 0
    assert assessed(2027, business=600_000_000, export=2_300_000_000).super_tax > 0


def test_social_media_revenue_that_is_read_as_an_export_counts_among_the_proceeds_that_spare_the_super_tax() -> (
    None
):
    law = load_law(2027)
    facts = Facts(business=Decimal(600_000_000), social=Decimal(2_500_000_000))

    assert assess(law, facts).super_tax > 0
    assert assess(read_as(law, {"social_or_export": "export"}), facts).super_tax == 0
    on_slabs = facts._replace(opt_out=True)
    assert assess(read_as(law, {"social_or_export": "export"}), on_slabs).super_tax == 0


@pytest.mark.parametrize(
    ("year", "rate"), [(2020, "0.15"), (2022, "0.15"), (2024, "0.15"), (2026, "0.20"), (2027, "0.20")]
)
def test_profit_on_debt_by_year(year: int, rate: str) -> None:
    (tax,) = assessed(year, profit_on_debt=1_000_000).final_tax

    assert tax.rate == Decimal(rate)


@pytest.mark.parametrize("year", known_years())
def test_dividends_are_final(year: int) -> None:
    assert assessed(year, dividends=100_000).tax_chargeable == 15_000


def test_a_misprinted_rate_is_named() -> None:
    made = assessed(2026, export=1_000_000, export_deducted=20_000)
    (issue,) = [issue for issue in made.issues if issue.code == "export-over-deducted"]

    assert "0.5 % and 2 %" in issue.message
