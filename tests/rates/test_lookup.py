"""The latest rate on or before the day, silent to four days, noted to ten, refused beyond."""

from datetime import date
from decimal import Decimal

import pytest

from freelance_pk.model.entry import OwnRate, Source
from freelance_pk.model.errors import InputRefusedError, RateMissingError
from freelance_pk.rates import RateTable, load_bundled, rate_on
from freelance_pk.rates.lookup import Series

SOURCE = Source("rates.csv", "", "own-rates", "")


def own(day: str, rate: str, currency: str = "USD", line: int = 2) -> OwnRate:
    return OwnRate(date.fromisoformat(day), currency, Decimal(rate), "bank", SOURCE, line)


def table(*quotes: tuple[str, str]) -> RateTable:
    series = Series([day for day, _ in quotes], [rate for _, rate in quotes])
    return RateTable(lambda currency: series if currency == "USD" else None, "test", "a test")


def test_the_rate_of_the_day_itself() -> None:
    rate = rate_on(load_bundled(), "USD", date(2026, 6, 30))

    assert rate.found == date(2026, 6, 30)
    assert rate.basis == "sbp-bfer"


@pytest.mark.parametrize(
    ("day", "noted"), [("2026-01-05", False), ("2026-01-06", True), ("2026-01-11", True)]
)
def test_an_older_rate_carries_its_own_date(day: str, noted: bool) -> None:
    rate = rate_on(table(("2026-01-01", "280.5"), ("2026-02-20", "281")), "USD", date.fromisoformat(day))

    assert (rate.found, rate.pkr) == (date(2026, 1, 1), Decimal("280.5"))
    assert bool(rate.note) is noted


def test_a_rate_eleven_days_old_is_no_rate() -> None:
    with pytest.raises(RateMissingError, match="within 10 days before 2026-01-12"):
        rate_on(table(("2026-01-01", "280.5"), ("2026-02-20", "281")), "USD", date(2026, 1, 12))


def test_a_later_rate_is_never_used() -> None:
    with pytest.raises(RateMissingError, match="begin later"):
        rate_on(table(("2026-01-02", "280.5")), "USD", date(2026, 1, 1))


def test_past_the_end_names_the_day_the_data_ends_and_the_line_to_add() -> None:
    with pytest.raises(RateMissingError, match="end on 2026-08-31") as caught:
        rate_on(load_bundled(), "USD", date(2026, 11, 20))

    assert "2026-11-20,USD," in caught.value.remedy


def test_the_last_days_of_the_data_serve_a_weekend_after_it() -> None:
    assert rate_on(load_bundled(), "USD", date(2026, 9, 2)).found == date(2026, 8, 31)


def test_an_unknown_currency_is_not_one_rupee() -> None:
    with pytest.raises(RateMissingError, match="no rate is known for XXX"):
        rate_on(load_bundled(), "XXX", date(2026, 1, 5))


def test_rupees_are_rupees() -> None:
    assert rate_on(load_bundled(), "PKR", date(1999, 1, 1)).pkr == 1


def test_an_own_rate_of_the_day_wins_over_the_state_banks() -> None:
    rate = rate_on(load_bundled().with_own([own("2026-06-30", "280")]), "USD", date(2026, 6, 30))

    assert (rate.pkr, rate.basis) == (Decimal(280), "own")


def test_a_nearer_state_bank_rate_wins_over_an_older_own_rate() -> None:
    rate = rate_on(load_bundled().with_own([own("2026-06-29", "280")]), "USD", date(2026, 6, 30))

    assert rate.basis == "sbp-bfer"


def test_own_rates_reach_past_the_end_of_the_bundled_table() -> None:
    assert rate_on(load_bundled().with_own([own("2026-11-20", "284")]), "USD", date(2026, 11, 21)).pkr == 284


def test_two_own_rates_for_one_day_are_refused_naming_both_lines() -> None:
    with pytest.raises(InputRefusedError) as caught:
        load_bundled().with_own([own("2026-06-30", "280", line=2), own("2026-06-30", "281", line=9)])

    assert caught.value.origin == "rates.csv, row 2; rates.csv, row 9"


@pytest.mark.parametrize("rate", ["0.00358", "0", "-280"])
def test_a_rate_upside_down_or_below_zero_is_refused(rate: str) -> None:
    with pytest.raises(InputRefusedError):
        load_bundled().with_own([own("2026-06-30", rate)])


def test_an_unusual_own_rate_is_used_and_pointed_at() -> None:
    laid = load_bundled().with_own([own("2026-06-30", "310")])

    assert [issue.code for issue in laid.issues] == ["own-rate-unusual"]
    assert rate_on(laid, "USD", date(2026, 6, 30)).pkr == 310
