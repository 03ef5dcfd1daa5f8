"""What the figures mean: the cost of getting paid, rates realised, evidence, and the year ahead."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.law import load_law
from freelance_pk.run.inputs import read_inputs
from freelance_pk.run.period import choose_period
from freelance_pk.run.reporting import report_of
from freelance_pk.statement.figures import ReceiptTax, Report, YearMonth
from freelance_pk.statement.outlook import month_end, next_dates, projection_of

CASE = Path(__file__).parents[1] / "scenarios" / "p1"
CENT = Decimal("0.01")
NO_TAX = ReceiptTax(Decimal(0), Decimal(0), Decimal(0))


@pytest.fixture(scope="module")
def year() -> Report:
    inputs = read_inputs([CASE])
    return report_of(inputs, choose_period(inputs.merged, tax_year=2026))


@pytest.fixture(scope="module")
def december() -> Report:
    inputs = read_inputs([CASE])
    return report_of(inputs, choose_period(inputs.merged, month="2025-12"))


def test_the_cost_of_getting_paid_is_fees_transfers_and_spread(year: Report) -> None:
    """Spread 46,497 of 2,324,620 is 2.00 %; fees 1,750 and 26 + 29.95 of 13,800 dollars gross."""
    cost = year.outlook.cost

    assert cost is not None
    assert abs(cost.exchange.pkr - 46_497) < 1
    assert cost.exchange.share.quantize(Decimal("0.0001")) == Decimal("0.0200")
    assert abs(cost.platform.share - Decimal(1_750) / 13_800) < Decimal("0.001")
    assert abs(cost.transfers.share - Decimal("55.95") / 13_800) < Decimal("0.001")
    assert cost.share == cost.platform.share + cost.transfers.share + cost.exchange.share


def test_the_rate_realised_stands_beside_the_state_banks(year: Report) -> None:
    (dollars,) = year.outlook.rates

    assert (dollars.currency, dollars.amount) == ("USD", Decimal(8_300))
    assert dollars.realised.quantize(CENT) == Decimal("274.47")  # 2,278,123 / 8,300
    assert dollars.state_bank.quantize(CENT) == Decimal("280.07")  # 2,324,620 / 8,300


def test_evidence_counts_certificates_with_an_export_code(year: Report) -> None:
    evidence = year.outlook.evidence

    assert (evidence.receipts, evidence.certified, evidence.export_code) == (8, 8, 8)
    assert evidence.without == 0


def test_a_certificate_under_the_family_code_is_no_evidence_of_export() -> None:
    inputs = read_inputs([CASE.parent / "p3"])
    made = report_of(inputs, choose_period(inputs.merged, tax_year=2026))

    evidence = made.outlook.evidence
    assert (evidence.receipts, evidence.export_code) == (5, 2)
    assert evidence.without == Decimal("1049973.36")
    assert made.outlook.put_aside == 17_456  # nothing was deducted


def test_the_months_of_the_tax_year_add_up_to_the_year_to_date(december: Report) -> None:
    months = december.outlook.months

    assert [each.month for each in months] == [f"2025-{month:02}" for month in range(7, 13)]
    assert months[-1].cumulative == december.year_to_date.received.pkr == 909_007
    assert {each.year_before for each in months} == {None}  # no file reaches the year before
    assert [name for name, _ in months[-1].earned] == ["Fiverr", "Upwork"]
    assert sum(gross for _, gross in months[-1].earned) == december.earned_pkr.gross
    assert months[-1].tax == december.tax


def test_the_projection_is_a_range_between_the_weaker_and_the_stronger_half(december: Report) -> None:
    """July to December: 0, 138,280, 248,283, 0, 192,696, 329,748. Halves: 138,280 and 770,727."""
    projected = december.outlook.projection

    assert projected is not None
    assert projected.until == date(2026, 6, 30)
    assert projected.low == 909_007 + 138_280 * 2
    assert projected.high == 909_007 + 770_727 * 2
    assert "6 whole months" in projected.method


def test_a_whole_year_has_no_projection(year: Report) -> None:
    assert year.outlook.projection is None


def months_from(amounts: list[int]) -> list[YearMonth]:
    names = [f"2025-{month:02}" for month in range(7, 13)] + [f"2026-{month:02}" for month in range(1, 7)]
    running, made = Decimal(0), []
    for name, amount in zip(names, amounts, strict=False):
        running += amount
        made.append(YearMonth(name, Decimal(amount), running, None, (), NO_TAX, ()))
    return made


@given(st.lists(st.integers(0, 10_000_000), min_size=3, max_size=11))
def test_a_projection_is_never_below_what_was_received_and_never_upside_down(amounts: list[int]) -> None:
    months = months_from(amounts)
    projected = projection_of(months, month_end(months[-1].month))

    assert projected is not None
    assert months[-1].cumulative <= projected.low <= projected.high


@given(st.integers(0, 5_000_000))
def test_equal_months_project_to_twelve_of_them(amount: int) -> None:
    projected = projection_of(months_from([amount] * 6), date(2025, 12, 31))

    assert projected is not None
    assert projected.low == projected.high == 12 * amount


def test_next_dates_are_those_of_the_law_with_extensions() -> None:
    dates = next_dates(load_law, date(2025, 12, 31))

    assert [(each.day, each.law) for each in dates] == [
        (date(2026, 3, 15), "s.147"),
        (date(2026, 6, 15), "s.147"),
        (date(2026, 10, 15), "s.118"),
    ]
    assert "extended from 2026-09-30" in dates[-1].words


def test_the_last_year_s_return_is_next_while_it_is_not_due_yet() -> None:
    dates = next_dates(load_law, date(2025, 8, 10))

    assert dates[0].day == date(2025, 9, 15)
    assert "tax year 2025" in next(each.words for each in dates if each.law == "s.118")
