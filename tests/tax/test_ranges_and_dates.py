"""Open questions come as ranges; what is due comes with its date."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from freelance_pk.law import load_law, read_as
from freelance_pk.tax.assess import assess
from freelance_pk.tax.due import due_dates
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Assessment


def assessed(year: int, **amounts: int) -> Assessment:
    return assess(load_law(year), Facts(**{name: Decimal(value) for name, value in amounts.items()}))  # type: ignore[arg-type]


def test_social_media_or_export_is_a_range() -> None:
    # s.154B: the slabs on 3,000,000 give 590,000; s.154A: 1 % is 30,000.
    (found,) = assessed(2027, social=3_000_000).ranges

    assert (found.id, found.low, found.high) == ("social_or_export", 30_000, 590_000)


def test_the_credit_of_2022_is_a_range() -> None:
    (found,) = assessed(2022, export_psb=1_000_000, export_psb_deducted=10_000).ranges

    assert (found.id, found.low, found.high) == ("export_credit", -10_000, 0)


def test_the_exemption_before_2022_is_a_range() -> None:
    (found,) = assessed(2021, export_psb=1_200_000).ranges

    assert (found.id, found.low, found.high) == ("export_exemption", 0, 70_000)


@pytest.mark.parametrize(
    ("year", "apart"),
    [
        (2026, 44_900),  # 10 % or 9 % of 4,490,000
        (2027, 449_000),  # 10 % or nothing
    ],
)
def test_the_surcharge_on_mixed_income_is_a_range(year: int, apart: int) -> None:
    made = assessed(year, salary=6_000_000, business=6_000_000)
    (found,) = made.ranges

    assert made.surcharge == 449_000
    assert (found.id, found.high - found.low) == ("mixed_surcharge", apart)


def test_what_was_deducted_is_in_both_ends_of_a_range() -> None:
    (social,) = assessed(2027, social=3_000_000, social_deducted=150_000, export_deducted=10).ranges
    (exempt,) = assessed(2021, export_psb=1_200_000, export_psb_deducted=1_000, export_deducted=10).ranges

    assert (social.low, social.high) == (30_000 - 150_010, 590_000 - 150_010)
    assert (exempt.low, exempt.high) == (-1_010, 70_000 - 1_010)


def test_receipts_that_lose_their_exemption_are_counted_once_beside_common_expenses() -> None:
    # All of the 100,000 are of the receipts on the slabs: 1,100,000 bear 10,000 + 10 % of 500,000.
    (found,) = assessed(2021, export_psb=1_200_000, common_expenses=100_000).ranges

    assert (found.low, found.high) == (0, 60_000)


@pytest.mark.parametrize(
    ("year", "amounts"),
    [
        (2027, {"social": 3_000_000}),
        (2022, {"export_psb": 1_000_000}),
        (2021, {"export_psb": 1_200_000}),
    ],
)
def test_a_range_names_the_facts_that_decide(year: int, amounts: dict[str, int]) -> None:
    law = load_law(year)
    (found,) = assessed(year, **amounts).ranges

    assert found.words == next(rule.doubt for rule in law.exports if rule.doubt)


@pytest.mark.parametrize("reading", ["table", "salary"])
def test_a_question_that_the_profile_closed_is_no_range(reading: str) -> None:
    law = read_as(load_law(2026), {"mixed_surcharge": reading})
    facts = Facts(salary=Decimal(6_000_000), business=Decimal(6_000_000))

    assert assess(law, facts).ranges == ()
    assert assess(law, Facts(business=Decimal(12_000_000))).ranges == ()


def test_a_doubt_of_an_export_that_is_taxed_finally_has_no_other_reading() -> None:
    law = load_law(2026)
    doubted = replace(law, exports=[replace(rule, doubt="Is it at 0.25 %?") for rule in law.exports])

    assert assess(doubted, Facts(export_psb=Decimal(1_000_000))).ranges == ()


def test_opted_out_receipts_raise_no_question_of_the_credit() -> None:
    made = assess(load_law(2022), Facts(export_psb=Decimal(1_000_000), opt_out=True))

    assert made.ranges == ()


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_plain_exports_raise_no_question(year: int) -> None:
    assert assessed(year, export=1_000_000, export_psb=500_000).ranges == ()


def test_a_pure_exporter_owes_no_advance_tax() -> None:
    made = assessed(2026, export=5_000_000)

    assert [due.id for due in due_dates(load_law(2026), made, date(2026, 7, 1))] == ["return"]


def test_four_instalments_of_a_quarter_each() -> None:
    made = assessed(2026, business=1_600_000)
    due = due_dates(load_law(2026), made, date(2026, 9, 1))

    assert [(each.day, each.id, each.amount) for each in due] == [
        (date(2026, 9, 15), "instalment_1", 42_500),
        (date(2026, 10, 15), "return", 170_000),
        (date(2026, 12, 15), "instalment_2", 42_500),
        (date(2027, 3, 15), "instalment_3", 42_500),
        (date(2027, 6, 15), "instalment_4", 42_500),
    ]


def test_salary_counts_neither_for_the_threshold_nor_for_the_instalment() -> None:
    assert (
        len(due_dates(load_law(2026), assessed(2026, salary=9_000_000, business=999_999), date(2026, 9, 1)))
        == 1
    )
    # Tax on 4,000,000 is 970,000; a quarter of it belongs to the business: 242,500, and a quarter of that.
    mixed = due_dates(load_law(2026), assessed(2026, salary=3_000_000, business=1_000_000), date(2027, 6, 1))
    assert [(each.id, each.amount) for each in mixed] == [("instalment_4", Decimal(60_625))]


def test_what_was_due_before_the_day_is_left_out() -> None:
    assert due_dates(load_law(2026), assessed(2026, export=1), date(2026, 10, 16)) == ()


def test_an_extension_names_its_source_and_confidence() -> None:
    (due,) = due_dates(load_law(2026), assessed(2026, export=1), date(2026, 9, 1))

    assert "extended from 2026-09-30; one source, low confidence" in due.words


def test_codes_of_the_return_are_not_made_up() -> None:
    assert assessed(2027, export=1_000_000).iris == ()
    assert "iris-unknown" in {issue.code for issue in assessed(2027, export=1_000_000).issues}
    codes = [row.code for row in assessed(2026, export=1_000_000, export_psb=1_000_000).iris]
    assert codes == ["3101", "64060290", "64060285", "920100", "9200", "9203"]
