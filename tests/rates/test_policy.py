"""Laws of looking a rate up, over invented series: never a later day, never an old one, never upside down."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from freelance_pk.model.entry import OwnRate, Source
from freelance_pk.model.errors import RateMissingError
from freelance_pk.model.rate import NOT_STATE_BANK, Rate
from freelance_pk.rates import RateTable, load_bundled, rate_on
from freelance_pk.rates.frozen import differences
from freelance_pk.rates.series import Mark, Series

START = date(2026, 9, 1)
SOURCE = Source("rates.csv", "", "own-rates", "")
Days = Mapping[date, Decimal]

days = st.dates(START, START + timedelta(days=60))
# Near enough to each other that no own rate is refused as upside down.
values = st.decimals(250, 300, places=4)
series_of = st.dictionaries(days, values, max_size=12)


def series(rates: Days, basis: str) -> Series | None:
    if not rates:
        return None
    ordered = sorted(rates)
    return Series(
        [day.isoformat() for day in ordered],
        [str(rates[day]) for day in ordered],
        [Mark(basis, basis, "2026-11-01T00:00:00Z", "a" * 64)] * len(ordered),
    )


@st.composite
def tables(draw: st.DrawFn) -> RateTable:
    """A table with official days, stand-ins, strangers' days, own rates and any basis."""
    official = series(draw(series_of), "sbp-bfer")
    kept = {
        key: series(draw(series_of), key)
        for key in (
            "frankfurter-sbp",
            "sbp-wacr",
            "sbp-m2m",
            "wacr-buy",
            "frankfurter",
            "currency-api",
            "usd",
        )
    }
    table = RateTable(
        lambda currency: official if currency == "USD" else None,
        "sbp-bfer",
        "a test",
        kept=lambda key, currency: kept[key] if currency == "USD" else None,
        online=draw(st.booleans()),
    ).with_choices({}, {}, draw(st.sampled_from(["bfer", "wacr-buy", "m2m"])))
    own = draw(series_of)
    return table.with_own(OwnRate(day, "USD", rate, "bank", SOURCE, 2) for day, rate in own.items())


def looked_up(table: RateTable, day: date, currency: str = "USD") -> Rate | None:
    try:
        return rate_on(table, currency, day)
    except RateMissingError:
        return None


@given(tables(), days)
def test_a_rate_is_never_later_and_at_most_ten_days_older_than_its_day(table: RateTable, day: date) -> None:
    rate = looked_up(table, day)
    if rate is not None:
        assert rate.asked == day
        assert timedelta(0) <= day - rate.found <= timedelta(days=10)


@given(tables(), days)
def test_more_than_four_days_are_always_noted(table: RateTable, day: date) -> None:
    rate = looked_up(table, day)
    if rate is not None:
        back = (day - rate.found).days
        assert (f"no rate for {back} days" in rate.note) is (back > 4)


@given(tables(), days)
def test_an_own_rate_of_the_day_wins_and_a_nearer_one_of_any_source_wins(table: RateTable, day: date) -> None:
    own = table.own.get("USD")
    earlier = [date.fromisoformat(each) for each in own.days if each <= day.isoformat()] if own else []
    rate, without = looked_up(table, day), looked_up(table._replace(own={}), day)
    if earlier and earlier[-1] == day:
        assert rate is not None
        assert (rate.basis, rate.found) == ("own", day)
    elif rate is not None and rate.basis == "own":
        assert without is None or without.found <= rate.found
    else:
        assert rate == without


@given(tables(), days)
def test_offline_every_rate_is_the_state_banks_or_ones_own(table: RateTable, day: date) -> None:
    rate = looked_up(table._replace(online=False), day)
    assert rate is None or rate.basis not in NOT_STATE_BANK


@given(tables(), days)
def test_where_the_daily_averages_reach_they_decide(table: RateTable, day: date) -> None:
    plain = table.with_choices({}, {})._replace(own={})
    official = plain.series("USD")
    if official and day.isoformat() <= official.days[-1]:
        rate = looked_up(plain, day)
        assert rate is None or (rate.basis, rate.provisional) == ("sbp-bfer", False)


@given(tables(), days)
def test_a_stand_in_is_always_marked(table: RateTable, day: date) -> None:
    plain = table.with_choices({}, {})._replace(own={})
    rate = looked_up(plain, day)
    if rate is not None and plain.series("USD") is not None and rate.basis != "sbp-bfer":
        assert rate.provisional
        assert "provisional" in rate.note


@given(tables(), days)
def test_a_value_is_one_that_was_published(table: RateTable, day: date) -> None:
    """Nothing is inverted, averaged or interpolated."""
    plain = table._replace(own={})
    rate = looked_up(plain, day)
    if rate is not None:
        parts = [
            plain.series("USD"),
            *(plain.kept(key, "USD") for key in ("sbp-wacr", "wacr-buy", "sbp-m2m")),
        ]
        parts += [plain.kept(key, "USD") for key in ("frankfurter-sbp", "frankfurter", "currency-api")]
        published = {
            (Decimal(value), day_)
            for part in parts
            if part is not None
            for day_, value in zip(part.days, part.rates, strict=True)
        }
        assert (rate.pkr, rate.found.isoformat()) in published or rate.basis == "cross"


def refusal(table: RateTable, day: date) -> RateMissingError | None:
    try:
        rate_on(table, "USD", day)
    except RateMissingError as missing:
        return missing
    return None


@given(tables(), days)
def test_every_missing_rate_says_currency_day_and_a_line_to_add(table: RateTable, day: date) -> None:
    missing = refusal(table, day)
    if missing is not None:
        assert "USD" in missing.message
        assert f"{day},USD,<rupees for one unit>" in missing.remedy


@given(st.dates(date(2018, 7, 1), date(2026, 8, 31)), st.sampled_from(["USD", "EUR", "GBP", "AED"]))
@example(date(2024, 2, 29), "USD")  # a leap day
@example(date(2021, 5, 16), "USD")  # nine days after the last rate before Eid
@example(date(2019, 8, 17), "USD")  # a Saturday with a rate
@example(date(2020, 2, 29), "EUR")  # a leap day that was a Saturday
def test_every_day_of_eight_years_has_a_final_rate(day: date, currency: str) -> None:
    rate = rate_on(load_bundled(), currency, day)

    assert rate.pkr > 30
    assert not rate.provisional


def test_the_longest_holiday_is_noted_and_a_saturday_may_have_its_own_rate() -> None:
    eid = rate_on(load_bundled(), "USD", date(2021, 5, 16))

    assert eid.found == date(2021, 5, 7)
    assert "no rate for 9 days" in eid.note
    assert rate_on(load_bundled(), "USD", date(2019, 8, 17)).found == date(2019, 8, 17)
    assert rate_on(load_bundled(), "USD", date(2024, 2, 29)).found == date(2024, 2, 29)


def test_past_the_data_end_a_weekend_is_final_and_a_weekday_provisional() -> None:
    friday = RateTable(lambda _: Series(["2026-08-28"], ["278"]), "sbp-bfer", "a test")

    assert not rate_on(friday, "USD", date(2026, 8, 30)).provisional
    monday = rate_on(friday, "USD", date(2026, 8, 31))
    assert monday.provisional
    assert "known end on 2026-08-28" in monday.note


# --- a locked year ---------------------------------------------------------------------------------


def frozen(day: str, rupees: str, currency: str = "USD") -> Rate:
    return Rate(
        currency, date.fromisoformat(day), date.fromisoformat(day), Decimal(rupees), "sbp-wacr", "a test"
    )


def test_a_locked_year_keeps_the_rates_it_was_filed_with() -> None:
    filed = frozen("2026-06-30", "277.5")
    table = load_bundled().with_frozen([filed])

    assert rate_on(table, "USD", date(2026, 6, 30)) == filed
    assert rate_on(table, "USD", date(2026, 6, 29)) == rate_on(load_bundled(), "USD", date(2026, 6, 29))
    assert rate_on(table, "EUR", date(2026, 6, 30)) == rate_on(load_bundled(), "EUR", date(2026, 6, 30))


def test_a_locked_rate_stands_over_a_later_own_rate() -> None:
    filed = frozen("2026-06-30", "277.5")
    table = load_bundled().with_own([OwnRate(filed.asked, "USD", Decimal(281), "", SOURCE, 2)])

    assert rate_on(table.with_frozen([filed]), "USD", filed.asked) == filed


def test_a_revision_is_shown_as_a_difference() -> None:
    now = rate_on(load_bundled(), "USD", date(2026, 6, 30))
    unchanged = rate_on(load_bundled(), "EUR", date(2026, 6, 30))
    unknown = frozen("2026-06-30", "0.55", "KZT")
    (revised, gone) = differences(load_bundled(), [frozen("2026-06-30", "277.5"), unchanged, unknown])

    assert (revised.filed.pkr, revised.now) == (Decimal("277.5"), now)
    assert (gone.filed, gone.now) == (unknown, None)


def test_rupees_are_no_difference() -> None:
    rupees = rate_on(load_bundled(), "PKR", date(2026, 6, 30))

    assert differences(load_bundled(), [rupees]) == ()


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_has_one_basis(year: int) -> None:
    table = load_bundled().with_choices({2026: "m2m"}, {})

    for day in (date(year - 1, 7, 1), date(year, 6, 30)):
        assert table.choice(day).basis == ("m2m" if year == 2026 else "bfer")
