"""Which rate an amount gets, example by example: basis, age, stand-ins, strangers, averages, and what is said without one."""

from datetime import date
from decimal import Decimal

import pytest

from freelance_pk.model.entry import OwnRate, Source
from freelance_pk.model.errors import InputRefusedError, RateMissingError, UsageError
from freelance_pk.model.rate import Rate
from freelance_pk.rates import RateTable, load_bundled, rate_on
from freelance_pk.rates.frozen import differences
from freelance_pk.rates.lookup import last_state_bank
from freelance_pk.rates.series import Mark, Series, age_note, latest, misses_business_day
from freelance_pk.rates.table import Choice, make_choice

SOURCE = Source("rates.csv", "", "own-rates", "")
MARK = Mark("sbp-bfer", "a test")
# 7 September 2026 is a Monday.
MONDAY, TUESDAY, FRIDAY = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 11)


def series(quotes: dict[str, str], basis: str = "", provisional: str = "2026-09-20T00:00:00Z") -> Series:
    marks = [Mark(basis, f"words of {basis}", provisional, "a" * 64)] * len(quotes) if basis else None
    return Series(list(quotes), list(quotes.values()), marks)


def table(
    official: dict[str, dict[str, str]],
    kept: dict[tuple[str, str], dict[str, str]] | None = None,
    *,
    online: bool = False,
) -> RateTable:
    """Make a table of official days by currency, and of kept days by key and currency."""

    def of(key: str, currency: str) -> Series | None:
        quotes = (kept or {}).get((key, currency))
        return series(quotes, key) if quotes else None

    return RateTable(
        lambda currency: series(official[currency]) if currency in official else None,
        "sbp-bfer",
        "a test",
        kept=of,
        online=online,
    )


def own(day: str, rate: str, currency: str = "USD", note: str = "bank", line: int = 2) -> OwnRate:
    return OwnRate(date.fromisoformat(day), currency, Decimal(rate), note, SOURCE, line)


def missing(of: RateTable, currency: str, day: date) -> RateMissingError:
    with pytest.raises(RateMissingError) as caught:
        rate_on(of, currency, day)
    return caught.value


def test_a_rate_says_all_that_is_known_of_it() -> None:
    assert rate_on(table({"USD": {"2026-09-07": "280.5"}}), "USD", MONDAY) == Rate(
        "USD", MONDAY, MONDAY, Decimal("280.5"), "sbp-bfer", "a test"
    )
    kept = {("sbp-wacr", "USD"): {"2026-09-08": "281"}}
    assert rate_on(table({"USD": {"2026-09-07": "280.5"}}, kept), "USD", TUESDAY) == Rate(
        "USD",
        TUESDAY,
        TUESDAY,
        Decimal(281),
        "sbp-wacr",
        "words of sbp-wacr",
        "provisional: until the State Bank's daily average is published",
        provisional=True,
        retrieved="2026-09-20T00:00:00Z",
        sha256="a" * 64,
    )
    assert rate_on(table({}), "PKR", MONDAY) == Rate("PKR", MONDAY, MONDAY, Decimal(1), "pkr", "rupees")


@pytest.mark.parametrize(
    ("back", "note"),
    [
        (0, ""),
        (4, ""),
        (5, "no rate for 5 days: the last before 2026-09-12 is used"),
        (10, "no rate for 10 days: the last before 2026-09-17 is used"),
    ],
)
def test_an_age_of_more_than_four_days_is_told(back: int, note: str) -> None:
    assert age_note(date(2026, 9, 7 + back), MONDAY) == note


def test_the_latest_is_the_one_on_or_before_the_day() -> None:
    days = series({"2026-09-07": "280", "2026-09-09": "282"})

    assert latest(None, MARK, "USD", MONDAY) is None
    assert latest(days, MARK, "USD", date(2026, 9, 6)) is None
    found = [latest(days, MARK, "USD", date(2026, 9, day)) for day in (7, 8, 9, 30)]
    assert [each and str(each.pkr) for each in found] == ["280", "280", "282", "282"]


@pytest.mark.parametrize(
    ("closed_by", "found", "asked", "misses"),
    [
        (None, "2026-09-07", "2026-09-07", False),
        (None, "2026-09-07", "2026-09-08", True),
        (None, "2026-09-11", "2026-09-13", False),  # a weekend
        (None, "2026-09-11", "2026-09-14", True),
        ({"2026-09-07": "1", "2026-09-09": "1"}, "2026-09-07", "2026-09-08", False),  # passed over: a holiday
        ({"2026-09-07": "1", "2026-09-09": "1"}, "2026-09-07", "2026-09-09", True),
        ({"2026-09-07": "1", "2026-09-09": "1"}, "2026-09-09", "2026-09-10", True),  # not reached yet
        ({"2026-09-09": "1"}, "2026-09-07", "2026-09-08", True),  # before the series begins
    ],
)
def test_a_weekday_is_missed_unless_it_was_a_holiday(
    closed_by: dict[str, str] | None, found: str, asked: str, misses: bool
) -> None:
    known = series(closed_by) if closed_by else None

    assert misses_business_day(known, date.fromisoformat(found), date.fromisoformat(asked)) == misses


@pytest.mark.parametrize(
    ("kept", "basis", "note"),
    [
        (
            "frankfurter-sbp",
            "frankfurter-sbp",
            "provisional: until the State Bank's daily average is published",
        ),
        ("sbp-wacr", "sbp-wacr", "provisional: until the State Bank's daily average is published"),
        ("sbp-m2m", "sbp-m2m", "provisional: until the State Bank's daily average is published"),
        ("frankfurter", "sbp-bfer", "provisional: the State Bank's daily averages known end on 2026-09-07"),
        ("wacr-buy", "sbp-bfer", "provisional: the State Bank's daily averages known end on 2026-09-07"),
    ],
)
def test_what_stands_in_past_the_end_of_the_daily_averages(kept: str, basis: str, note: str) -> None:
    of = table({"USD": {"2026-09-07": "280"}}, {(kept, "USD"): {"2026-09-08": "281"}})
    rate = rate_on(of, "USD", TUESDAY)

    assert (rate.basis, rate.note, rate.provisional) == (basis, note, True)


def test_of_stand_ins_the_nearer_serves_and_of_one_day_the_relay_of_the_averages() -> None:
    official = {"USD": {"2026-09-07": "280"}}
    one_day = {(key, "USD"): {"2026-09-08": "281"} for key in ("sbp-m2m", "sbp-wacr", "frankfurter-sbp")}
    nearer = one_day | {("sbp-m2m", "USD"): {"2026-09-09": "283"}}

    assert rate_on(table(official, one_day), "USD", TUESDAY).basis == "frankfurter-sbp"
    assert rate_on(table(official, nearer), "USD", date(2026, 9, 9)).basis == "sbp-m2m"
    # One no nearer than the daily average itself is not used.
    same = {("sbp-wacr", "USD"): {"2026-09-07": "281"}}
    assert rate_on(table(official, same), "USD", TUESDAY).basis == "sbp-bfer"


def test_inside_the_daily_averages_nothing_stands_in() -> None:
    official = {"USD": {"2026-09-07": "280", "2026-09-10": "284"}}
    of = table(official, {("sbp-wacr", "USD"): {"2026-09-08": "281"}})
    rate = rate_on(of, "USD", date(2026, 9, 9))

    assert (rate.found, rate.basis, rate.provisional) == (MONDAY, "sbp-bfer", False)


def test_a_day_that_the_dollar_passes_over_was_a_holiday_for_every_currency() -> None:
    of = table({"EUR": {"2026-09-07": "310"}, "USD": {"2026-09-07": "280", "2026-09-09": "281"}})

    assert not rate_on(of, "EUR", TUESDAY).provisional
    assert rate_on(of, "EUR", date(2026, 9, 9)).provisional


def test_a_currency_that_the_daily_averages_do_not_list_is_served_by_another_of_the_state_bank() -> None:
    of = table({"USD": {"2026-09-07": "280"}}, {("sbp-m2m", "THB"): {"2026-09-07": "8.6"}})
    rate = rate_on(of, "THB", MONDAY)

    assert (rate.pkr, rate.provisional) == (Decimal("8.6"), False)
    assert rate.note == "the daily averages do not list THB"


def test_what_the_state_bank_said_last_is_found_however_old() -> None:
    of = table({"USD": {"2026-01-02": "280"}})
    found = last_state_bank(of, "USD", FRIDAY)

    assert found is not None
    assert (found.found, found.pkr) == (date(2026, 1, 2), Decimal(280))
    assert last_state_bank(of, "EUR", FRIDAY) is None


# Strangers' rates are used online alone, and only where the State Bank's would be older than four days.
@pytest.mark.parametrize(
    ("online", "day", "basis"),
    [
        (False, 11, "sbp-bfer"),
        (False, 12, "sbp-bfer"),
        (True, 11, "sbp-bfer"),
        (True, 12, "frankfurter"),
    ],
)
def test_a_strangers_rate_needs_leave_and_need(online: bool, day: int, basis: str) -> None:
    of = table({"USD": {"2026-09-07": "280"}}, {("frankfurter", "USD"): {"2026-09-11": "285"}}, online=online)
    rate = rate_on(of, "USD", date(2026, 9, day))

    assert rate.basis == basis
    if basis == "frankfurter":
        assert rate.note == "provisional: not a State Bank rate"
        assert rate.provisional


def test_of_strangers_the_nearer_serves_and_none_older_than_the_state_banks() -> None:
    official = {"USD": {"2026-09-01": "280"}}
    both = {
        ("frankfurter", "USD"): {"2026-09-08": "285"},
        ("currency-api", "USD"): {"2026-09-09": "286"},
    }
    of = table(official, both, online=True)
    assert rate_on(of, "USD", date(2026, 9, 9)).basis == "currency-api"
    assert rate_on(of, "USD", TUESDAY).basis == "frankfurter"
    one_day = {("frankfurter", "USD"): {"2026-09-08": "285"}, ("currency-api", "USD"): {"2026-09-08": "286"}}
    assert rate_on(table(official, one_day, online=True), "USD", TUESDAY).basis == "frankfurter"
    older = table(official, {("frankfurter", "USD"): {"2026-09-01": "285"}}, online=True)
    assert rate_on(older, "USD", TUESDAY).basis == "sbp-bfer"


def test_inside_the_daily_averages_no_stranger_is_heard() -> None:
    official = {"USD": {"2026-09-01": "280", "2026-09-20": "284"}}
    of = table(official, {("frankfurter", "USD"): {"2026-09-08": "285"}}, online=True)

    assert rate_on(of, "USD", TUESDAY).basis == "sbp-bfer"
    assert rate_on(of, "USD", date(2026, 9, 11)).found == date(2026, 9, 1)


# 0.05 dollars for one rand, and 280 rupees for one dollar of the same day: 14 rupees.
@pytest.mark.parametrize(
    ("dollar_of", "crossed"), [("2026-09-07", True), ("2026-09-03", True), ("2026-09-02", False)]
)
def test_a_currency_nobody_quotes_in_rupees_is_crossed_through_the_dollar(
    dollar_of: str, crossed: bool
) -> None:
    of = table({"USD": {dollar_of: "280"}}, {("usd", "ZAR"): {"2026-09-07": "0.05"}}, online=True)
    if not crossed:
        missing(of, "ZAR", MONDAY)
        return
    rate = rate_on(of, "ZAR", MONDAY)

    assert (rate.pkr, rate.basis, rate.asked) == (Decimal(14), "cross", MONDAY)
    assert rate.found == date.fromisoformat(dollar_of)
    assert rate.source == "words of usd, crossed with the State Bank's dollar"
    assert rate.note.startswith("0.05 dollars at 280 rupees")


def test_a_cross_is_made_online_alone_and_only_where_a_rate_is_older_than_ten_days() -> None:
    kept = {("usd", "ZAR"): {"2026-09-11": "0.05"}}
    official = {"USD": {"2026-09-11": "280"}, "ZAR": {"2026-09-01": "15"}}

    missing(table({"USD": official["USD"]}, kept), "ZAR", FRIDAY)
    assert rate_on(table(official, kept, online=True), "ZAR", FRIDAY).basis == "sbp-bfer"  # ten days
    official["ZAR"] = {"2026-08-31": "15"}
    assert rate_on(table(official, kept, online=True), "ZAR", FRIDAY).basis == "cross"
    official["USD"] = {}
    without_dollar = table({"ZAR": official["ZAR"]}, kept, online=True)
    assert "the rates known end on 2026-08-31" in missing(without_dollar, "ZAR", FRIDAY).message


def test_an_own_rate_wins_a_tie_and_the_nearer_day_wins() -> None:
    of = table({"USD": {"2026-09-07": "280", "2026-09-08": "281"}})

    def basis(day: str) -> str:
        return rate_on(of.with_own([own(day, "283")]), "USD", TUESDAY).basis

    dearer = of.with_own([own("2026-09-08", "279")])
    assert rate_on(dearer, "USD", TUESDAY).basis == "own"  # whichever is more
    assert [basis(day) for day in ("2026-09-07", "2026-09-08", "2026-09-09")] == [
        "sbp-bfer",
        "own",
        "sbp-bfer",
    ]
    rate = rate_on(of.with_own([own("2026-09-08", "283", note="Meezan counter")]), "USD", TUESDAY)
    assert rate == Rate(
        "USD", TUESDAY, TUESDAY, Decimal(283), "own", "own rates, rates.csv, row 2", "Meezan counter"
    )


def test_an_old_own_rate_says_its_note_and_its_age() -> None:
    of = table({}).with_own([own("2026-09-01", "283")])

    assert rate_on(of, "USD", MONDAY).note == "bank; no rate for 6 days: the last before 2026-09-07 is used"
    assert rate_on(of, "USD", FRIDAY).found == date(2026, 9, 1)
    missing(of, "USD", date(2026, 9, 12))


def test_what_was_asked_is_noted_and_rupees_are_not() -> None:
    asked: set[tuple[str, date]] = set()
    of = table({"USD": {"2026-09-07": "280"}})._replace(asked=asked)
    rate_on(of, "USD", MONDAY)
    rate_on(of, "PKR", MONDAY)

    assert asked == {("USD", MONDAY)}


def test_a_frozen_rate_is_found_again_for_its_currency_and_day() -> None:
    filed = Rate("USD", MONDAY, MONDAY, Decimal(277), "sbp-wacr", "as filed")
    other = Rate("EUR", MONDAY, MONDAY, Decimal(310), "sbp-wacr", "as filed")
    of = table({"USD": {"2026-09-07": "280"}}).with_frozen([filed]).with_frozen([other])

    assert rate_on(of, "USD", MONDAY) == filed
    assert rate_on(of, "EUR", MONDAY) == other
    assert rate_on(of, "USD", TUESDAY).pkr == 280


# --- bases and methods -----------------------------------------------------------------------------


def test_a_choice_is_checked_word_by_word() -> None:
    assert make_choice(None, None) == Choice("bfer", "daily")
    assert make_choice("m2m", None) == Choice("m2m", "daily")
    assert make_choice("bfer", "monthly-average") == Choice("bfer", "monthly-average")
    for basis, method, message, remedy in (
        ("kibor", None, "the rate basis 'kibor' is not known", "give one of bfer, wacr-buy, m2m"),
        (None, "weekly", "the rate method 'weekly' is not known", "give one of daily, monthly-average"),
        (
            "m2m",
            "monthly-average",
            "monthly averages are made of the basis bfer alone, not of m2m",
            "leave the rate basis or the rate method out",
        ),
    ):
        with pytest.raises(UsageError) as caught:
            make_choice(basis, method)
        assert (caught.value.message, caught.value.remedy) == (message, remedy)


def test_a_choice_is_of_a_tax_year_and_the_command_lines_outranks_the_profiles() -> None:
    of = table({"USD": {"2026-09-07": "280"}})
    by_profile = of.with_choices({2027: "m2m"}, {2026: "monthly-average"})
    by_command = of.with_choices({2027: "m2m"}, {2026: "monthly-average"}, "wacr-buy", "daily")

    assert by_profile.choice(MONDAY) == Choice("m2m", "daily")
    assert by_profile.choice(date(2026, 6, 30)) == Choice("bfer", "monthly-average")
    assert by_profile.choice(date(2025, 6, 30)) == Choice()
    for day in (MONDAY, date(2026, 6, 30), date(2025, 6, 30)):
        assert by_command.choice(day) == Choice("wacr-buy", "daily")


@pytest.mark.parametrize(("basis", "key"), [("m2m", "sbp-m2m"), ("wacr-buy", "wacr-buy")])
def test_another_basis_is_of_its_own_sheets_alone(basis: str, key: str) -> None:
    official = {"USD": {"2026-09-04": "279", "2026-09-07": "280", "2026-09-09": "281"}}
    of = table(official, {(key, "USD"): {"2026-09-07": "277"}}).with_choices({}, {}, basis)

    assert (rate_on(of, "USD", MONDAY).pkr, rate_on(of, "USD", MONDAY).provisional) == (Decimal(277), False)
    holiday = rate_on(of, "USD", TUESDAY)  # the daily averages pass Tuesday over
    assert (holiday.pkr, holiday.provisional) == (Decimal(277), False)
    unread = rate_on(of, "USD", date(2026, 9, 9))
    assert unread.provisional
    assert unread.note == "provisional: no sheet of 2026-09-09 is kept"
    refused = missing(of, "USD", date(2026, 9, 4))
    assert refused.message == f"no rate for USD on 2026-09-04 of the basis {basis}: none is kept for that day"
    assert refused.remedy == (
        f"run `freelance-pk rates update --rate-basis {basis} --from 2026-09-04 --to 2026-09-04`; or add this line to "
        "rates.csv: 2026-09-04,USD,<rupees for one unit>,<where from>"
    )


def test_a_currency_that_banks_rates_do_not_list_is_of_the_daily_averages() -> None:
    of = table({"NOK": {"2026-09-07": "28"}}, {("wacr-buy", "NOK"): {"2026-09-07": "1"}})
    rate = rate_on(of.with_choices({}, {}, "wacr-buy"), "NOK", MONDAY)

    assert (rate.pkr, rate.note) == (Decimal(28), "the basis wacr-buy does not list NOK")
    missing(of.with_choices({}, {}, "wacr-buy"), "THB", MONDAY)


AUGUST = {f"2026-08-{day:02d}": str(280 + day) for day in range(3, 32) if date(2026, 8, day).weekday() < 5}


def averaged(quotes: dict[str, str]) -> RateTable:
    return table({"USD": quotes}).with_choices({}, {}, None, "monthly-average")


def test_a_monthly_average_is_the_mean_of_the_months_days() -> None:
    # 21 weekdays from the 3rd to the 31st, whose days add up to 341: 280 + 341 / 21.
    rate = rate_on(averaged({"2026-07-31": "1", **AUGUST, "2026-09-01": "1000"}), "USD", date(2026, 8, 16))

    assert rate == Rate(
        "USD",
        date(2026, 8, 16),
        date(2026, 8, 16),
        Decimal("296.23809524"),
        "sbp-bfer-monthly",
        "a test",
        "monthly average of 21 daily rates of 2026-08",
    )


def test_the_first_of_a_month_is_in_its_average() -> None:
    of = averaged({"2026-06-30": "9", "2026-07-01": "1", "2026-07-31": "3"})

    assert rate_on(of, "USD", date(2026, 7, 15)).pkr == 2


@pytest.mark.parametrize(("first", "known"), [("2026-09-07", True), ("2026-09-08", False)])
def test_a_series_that_begins_in_a_months_first_week_knows_the_month(first: str, known: bool) -> None:
    of = averaged({first: "280", "2026-09-30": "282"})
    if known:
        assert rate_on(of, "USD", date(2026, 9, 15)).pkr == 281
    else:
        missing(of, "USD", date(2026, 9, 15))


@pytest.mark.parametrize(("last", "known"), [("2026-10-30", True), ("2026-10-29", False)])
def test_a_month_that_ends_on_a_saturday_is_known_with_its_friday(last: str, known: bool) -> None:
    of = averaged({"2026-09-30": "9", "2026-10-01": "280", last: "282"})
    if known:
        assert rate_on(of, "USD", date(2026, 10, 15)).pkr == 281
    else:
        missing(of, "USD", date(2026, 10, 15))


def test_a_mean_is_written_with_eight_decimals_half_up() -> None:
    # A month of three days: 1, 1 and 2 are 4 / 3.
    three = {"2026-07-31": "9", "2026-08-03": "1", "2026-08-04": "1", "2026-08-31": "2"}
    half = {"2026-07-31": "9", "2026-08-03": "1", "2026-08-31": "1.00000001"}

    assert rate_on(averaged(three), "USD", date(2026, 8, 31)).pkr == Decimal("1.33333333")
    assert rate_on(averaged(half), "USD", date(2026, 8, 1)).pkr == Decimal("1.00000001")


@pytest.mark.parametrize(
    ("quotes", "known"),
    [
        (AUGUST, True),  # begins within the month's first week
        ({day: rate for day, rate in AUGUST.items() if day >= "2026-08-07"}, True),
        ({day: rate for day, rate in AUGUST.items() if day >= "2026-08-10"}, False),
        ({"2026-07-31": "1"} | {day: rate for day, rate in AUGUST.items() if day >= "2026-08-10"}, True),
        (
            {day: rate for day, rate in AUGUST.items() if day < "2026-08-31"},
            False,
        ),  # Monday the 31st is missing
        ({"2026-07-31": "1", "2026-09-01": "1"}, False),  # no day of the month
        ({"2026-09-01": "1"}, False),
    ],
)
def test_a_month_is_averaged_only_where_all_of_it_is_known(quotes: dict[str, str], known: bool) -> None:
    of = averaged(quotes)
    if known:
        assert rate_on(of, "USD", date(2026, 8, 20)).basis == "sbp-bfer-monthly"
    else:
        missing(of, "USD", date(2026, 8, 20))


@pytest.mark.parametrize(("last", "known"), [("2026-05-29", True), ("2026-05-28", False)])
def test_a_month_that_ends_on_a_weekend_is_known_with_its_last_weekday(last: str, known: bool) -> None:
    """31 May 2026 is a Sunday."""
    of = averaged({"2026-04-30": "280", "2026-05-04": "281", last: "283"})
    if known:
        assert rate_on(of, "USD", date(2026, 5, 10)).pkr == 282
    else:
        refused = missing(of, "USD", date(2026, 5, 10))
        assert refused.message == (
            "no monthly average for USD on 2026-05-10: the rates known do not hold the whole month"
        )
        assert refused.remedy.startswith(
            "run `freelance-pk rates update`, or this command with --online; or add "
        )


def test_a_currency_that_is_not_published_has_no_average() -> None:
    assert "no rate is known for THB" in missing(averaged(AUGUST), "THB", date(2026, 8, 20)).message


# --- what is said where there is none --------------------------------------------------------------

LINE = "add this line to rates.csv: {day},USD,<rupees for one unit>,<where from>"
UPDATE = "run `freelance-pk rates update`, or this command with --online; or "


@pytest.mark.parametrize(
    ("day", "message", "remedy"),
    [
        (date(2026, 9, 6), "no rate for USD on 2026-09-06: the rates known begin later", LINE),
        (
            date(2026, 9, 18),
            "no rate for USD within 10 days before 2026-09-18: the last is of 2026-09-07",
            LINE,
        ),
        (
            date(2026, 10, 20),
            "no rate for USD on 2026-10-20: the rates known end on 2026-09-30",
            UPDATE + LINE,
        ),
    ],
)
def test_what_is_missing_says_how_far_the_data_reaches_and_what_to_do(
    day: date, message: str, remedy: str
) -> None:
    refused = missing(table({"USD": {"2026-09-07": "280", "2026-09-30": "281"}}), "USD", day)

    assert (refused.message, refused.remedy) == (message, remedy.format(day=day))
    assert refused.origin == f"USD on {day}"
    online = table({"USD": {"2026-09-07": "280", "2026-09-30": "281"}}, online=True)
    assert missing(online, "USD", day).message == message


def test_the_last_day_is_that_of_ones_own_rates_too() -> None:
    of = table({"USD": {"2026-09-07": "280"}}).with_own([own("2026-09-20", "281")])

    assert of.last_day("USD") == date(2026, 9, 20)
    assert of.last_day("EUR") is None
    assert table({}).with_own([own("2026-09-20", "281")]).last_day("USD") == date(2026, 9, 20)
    assert "end on 2026-09-20" in missing(of, "USD", date(2026, 12, 1)).message


def test_a_kept_stand_in_counts_for_how_far_the_data_reaches() -> None:
    of = table({"USD": {"2026-09-07": "280"}}, {("sbp-wacr", "USD"): {"2026-09-09": "281"}})

    assert missing(of, "USD", date(2026, 9, 21)).message == (
        "no rate for USD on 2026-09-21: the rates known end on 2026-09-09"
    )


@pytest.mark.parametrize(("day", "told"), [("2026-10-05", True), ("2026-10-06", False)])
def test_a_strangers_rate_that_is_set_aside_is_told_of(day: str, told: bool) -> None:
    kept = {("currency-api", "USD"): {"2026-10-01": "285"}}
    words = " (a rate of 2026-10-01 that is not the State Bank's is kept; --online uses it)"
    asked = date.fromisoformat(day)

    assert missing(table({"USD": {"2026-09-07": "280"}}, kept), "USD", asked).message.endswith(words) == told
    assert (
        rate_on(table({"USD": {"2026-09-07": "280"}}, kept, online=True), "USD", asked).basis
        == "currency-api"
    )


# --- one's own rates -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "odd"),
    [("302.4", False), ("302.41", True), ("257.6", False), ("257.59", True), ("420", True), ("140", True)],
)
def test_an_own_rate_more_than_eight_per_cent_away_is_pointed_at(rate: str, odd: bool) -> None:
    laid = table({"USD": {"2026-09-07": "280"}}).with_own([own("2026-09-07", rate)])

    assert bool(laid.issues) == odd


@pytest.mark.parametrize("rate", ["420.01", "139.99"])
def test_an_own_rate_more_than_half_away_cannot_be_meant(rate: str) -> None:
    with pytest.raises(InputRefusedError) as caught:
        table({"USD": {"2026-09-07": "280"}}).with_own([own("2026-09-07", rate, line=7)])

    assert caught.value.message == (
        f"the rate {rate} for USD on 2026-09-07 cannot be meant: the State Bank's is 280 rupees for one USD"
    )
    assert (caught.value.origin, caught.value.remedy) == (
        "rates.csv, row 7",
        "give rupees for one USD, not USD for one rupee",
    )


@pytest.mark.parametrize("rate", ["0", "-1"])
def test_an_own_rate_must_be_above_zero_even_where_nothing_is_published(rate: str) -> None:
    with pytest.raises(InputRefusedError) as caught:
        table({}).with_own([own("2026-09-07", rate)])

    assert caught.value.message == f"the rate {rate} for USD on 2026-09-07 is not above zero"
    assert caught.value.origin == "rates.csv, row 2"
    assert caught.value.remedy == (
        "give rupees for one unit of the currency, as in 2025-12-10,USD,280.40,bank"
    )


def test_an_own_rate_of_a_day_before_the_first_published_is_compared_with_none() -> None:
    of = table({"USD": {"2026-09-07": "280", "2026-09-08": "281"}})

    laid = of.with_own([own("2026-09-06", "60")])

    assert laid.issues == ()
    assert rate_on(laid, "USD", date(2026, 9, 6)).pkr == 60
    with pytest.raises(InputRefusedError, match="the State Bank's is 280 rupees"):
        of.with_own([own("2026-09-07", "60")])


def test_an_odd_rate_is_told_with_how_far_off_it_is() -> None:
    (issue,) = table({"USD": {"2026-09-07": "280"}}).with_own([own("2026-09-07", "310", line=4)]).issues

    assert issue.message == (
        "your rate 310 for USD on 2026-09-07 is 10.7 % away from the State Bank's 280; it is used."
    )


def test_a_currency_of_less_than_a_rupee_may_have_an_own_rate() -> None:
    laid = table({}).with_own([own("2026-09-07", "0.0067", "IRR")])

    assert laid.issues == ()
    assert rate_on(laid, "IRR", MONDAY).pkr == Decimal("0.0067")


def test_several_odd_rates_are_one_issue_and_a_line_said_twice_is_one_rate() -> None:
    lines = [
        own("2026-09-08", "310", line=4),
        own("2026-09-07", "310", line=2),
        own("2026-09-07", "310", line=3),
        own("2026-09-09", "280", line=5),
    ]
    laid = table({"USD": {"2026-09-07": "280"}}).with_own(lines)

    (issue,) = laid.issues
    assert issue.message == (
        "your rate 310 for USD on 2026-09-08 is 10.7 % away from the State Bank's 280; it is used. So are 1 more of "
        "your rates."
    )
    assert (issue.origin, issue.remedy) == ("rates.csv, row 4", "check the lines")
    assert laid.own["USD"].days == ["2026-09-07", "2026-09-08", "2026-09-09"]
    assert [each.line for each in laid.own["USD"].lines] == [2, 4, 5]


def test_two_own_rates_of_one_day_are_told_with_both_and_another_currency_is_none_of_them() -> None:
    with pytest.raises(InputRefusedError) as caught:
        table({}).with_own([own("2026-09-07", "280", line=2), own("2026-09-07", "281", line=9)])

    assert caught.value.message == "two own rates for USD on 2026-09-07: 280 and 281"
    assert caught.value.remedy == "leave one of the two lines"
    two = table({}).with_own([own("2026-09-07", "280"), own("2026-09-07", "310", "EUR")])
    assert sorted(two.own) == ["EUR", "USD"]


def test_the_bundled_table_knows_no_currency_that_is_not_in_it() -> None:
    assert load_bundled().series("XXX") is None
    assert load_bundled().series("date") is None


def test_what_a_locked_year_was_filed_with_is_held_against_what_is_known_now() -> None:
    def filed(day: str, rupees: str, currency: str = "USD") -> Rate:
        asked = date.fromisoformat(day)
        return Rate(currency, asked, asked, Decimal(rupees), "sbp-wacr", "as filed")

    rates = [
        filed("2026-09-07", "280"),
        filed("2026-09-07", "8", "THB"),  # of which nothing is known any more
        filed("2026-09-08", "280.000999"),  # the same figure with other decimals
        filed("2026-09-09", "282.000002"),
        filed("2026-09-10", "284"),
    ]
    of = table(
        {"USD": {"2026-09-07": "280", "2026-09-08": "280.001", "2026-09-09": "282", "2026-09-10": "283"}}
    ).with_frozen(rates)
    found = differences(of, rates)

    assert [each.filed for each in found] == [rates[1], rates[3], rates[4]]
    assert [each.now and str(each.now.pkr) for each in found] == [None, "282", "283"]
