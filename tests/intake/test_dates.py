"""Dates in every form seen; what may be read two ways is refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake.dates import (
    AmbiguousDateError,
    column_order,
    from_fraction,
    from_serial,
    in_exchanged_order,
    in_pakistan,
    may_be_exchanged,
    parse_date,
)

FORMS = [
    ("Oct 2, 2026", date(2026, 10, 2)),
    ("Jan 01, 2023", date(2023, 1, 1)),
    ("2026-10-01 09:12:00", date(2026, 10, 1)),
    ("2026-10-01T09:12:00Z", date(2026, 10, 1)),
    ("2026/10/01", date(2026, 10, 1)),
    ("15 Jan, 2025", date(2025, 1, 15)),
    ("15 Jan 2026", date(2026, 1, 15)),
    ("15-Jan-2026", date(2026, 1, 15)),
    ("30-Apr-25", date(2025, 4, 30)),
    ("20JUN19", date(2019, 6, 20)),
    ("25 May 17 09:23", date(2017, 5, 25)),
    ("31 July, 2026", date(2026, 7, 31)),
    ("September 3, 2026", date(2026, 9, 3)),
    ("13.04.2026", date(2026, 4, 13)),
    ("05.04.2026", date(2026, 4, 5)),
    ("Sat, 5 Jul 2025", date(2025, 7, 5)),
    ("Saturday, July 5, 2025 10:15 PM", date(2025, 7, 5)),
    ("5th July 2025", date(2025, 7, 5)),
    ("July 5th, 2025", date(2025, 7, 5)),
    ("05/Jul/2025", date(2025, 7, 5)),
    ("05.Jul.2025", date(2025, 7, 5)),
    ("Jul-05-2025", date(2025, 7, 5)),
    ("2025-07-05T10:15:00+05:00", date(2025, 7, 5)),
    ("2025-07-05 10:15:00 UTC", date(2025, 7, 5)),
]


@pytest.mark.parametrize(("text", "day"), FORMS)
def test_the_forms_seen(text: str, day: date) -> None:
    assert parse_date(text)[0] == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-01",
        "31 Feb 2026",
        "Foo 3, 2026",
        "20260101",
        "12",
        "45863",
        "0001-01-01",
        "9999-12-31",
        "1989-12-31",
        "2100-01-01",
        "2026-07-01 25:61",
        "2026-07-01 24:00",
        "2026-07-01 13:00 AM",
        "2026-07-01 10:00 XYZ",
        "Sun, 5 Jul 2025",  # it was a Saturday
        "2026-07/01",
        "01/07-2026",
        "\u0662\u0660\u0662\u0665-\u0660\u0667-\u0660\u0661",  # digits that int() would take
        "July 5, 2025 " + " " * 100_000 + "x",
        "1" * 100_000,
        "5 " * 100_000,
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the datetime module's own
        parse_date(text)


def test_numbers_need_an_order() -> None:
    with pytest.raises(AmbiguousDateError):
        parse_date("05/03/2021")
    assert parse_date("05/03/2021", "mdy")[0] == date(2021, 5, 3)
    assert parse_date("05/03/2021", "dmy")[0] == date(2021, 3, 5)


def test_a_day_above_twelve_decides_the_column() -> None:
    assert column_order(["05/03/2021", "13/03/2021"], "") == "dmy"
    assert column_order(["05/03/2021", "03/13/2021"], "dmy") == "mdy"


def test_a_column_that_fits_both_orders_needs_a_declared_one() -> None:
    assert column_order(["05/03/2021", "06/03/2021"], "mdy") == "mdy"
    with pytest.raises(AmbiguousDateError):
        column_order(["05/03/2021", "06/03/2021"], "")


def test_rows_in_order_of_time_only_under_the_other_order_are_refused() -> None:
    # Month first, as declared, the rows jump about; day first they ascend: somebody re-saved the file.
    with pytest.raises(AmbiguousDateError):
        column_order(["11/01/2026", "01/02/2026", "05/02/2026", "02/03/2026"], "mdy")


def test_the_last_five_hours_of_june_in_utc_belong_to_the_next_tax_year() -> None:
    assert in_pakistan(date(2026, 6, 30), "18:59:59", "UTC") == date(2026, 6, 30)
    assert in_pakistan(date(2026, 6, 30), "19:00:00", "UTC") == date(2026, 7, 1)


def test_a_date_without_a_time_is_never_shifted() -> None:
    assert in_pakistan(date(2026, 6, 30), "", "UTC") == date(2026, 6, 30)


def test_summer_time_of_other_zones() -> None:
    assert in_pakistan(date(2026, 6, 30), "20:59", "CET") == date(2026, 6, 30)
    assert in_pakistan(date(2026, 6, 30), "21:00", "CET") == date(2026, 7, 1)
    assert in_pakistan(date(2026, 12, 31), "19:59", "CET") == date(2026, 12, 31)


@pytest.mark.parametrize(
    "zone",
    [
        "Mars/Olympus",
        "/1/2" * 5000,
        "a/" * 500,
        "../../etc/passwd",
        "/etc/passwd",
        "localtime",
        "posixrules",
        "Europe",
        "Z\0",
    ],
)
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """A name of very many parts once ended the program; that of the machine's own zone is no statement's."""
    with pytest.raises(ValueError, match="unknown time zone"):
        in_pakistan(date(2026, 6, 30), "20:59", zone)


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("20:00:00", date(2026, 6, 30)),  # the column's own zone is Pakistan's
        ("20:00:00 Z", date(2026, 7, 1)),
        ("20:00:00 UTC", date(2026, 7, 1)),
        ("20:00:00 +0500", date(2026, 6, 30)),
        ("23:59:59+05:00", date(2026, 6, 30)),
        ("09:00:00 +1000", date(2026, 6, 30)),
        ("02:00:00 +1000", date(2026, 6, 29)),
        ("11:59 AM PDT", date(2026, 6, 30)),
        ("12:00 PM PDT", date(2026, 7, 1)),
    ],
)
def test_a_zone_beside_the_time_outranks_the_column_s(time: str, day: date) -> None:
    assert in_pakistan(date(2026, 6, 30), time, "PKT") == day


@pytest.mark.parametrize("zone", ["GMT+5", "UTC+05:00", "+0500", "PKT", "Asia/Karachi"])
def test_the_spellings_of_pakistan_s_zone(zone: str) -> None:
    assert in_pakistan(date(2026, 6, 30), "23:59:59", zone) == date(2026, 6, 30)


@pytest.mark.parametrize(
    "time", ["25:00", "10:60", "10:00:61", "10", "noon", "10:00 +99:99", "10:00:00 Mars"]
)
def test_what_is_no_time(time: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the datetime module's own
        in_pakistan(date(2026, 6, 30), time, "UTC")


# Spreadsheets' numbers for days and times


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("45863", "2025-07-25"),  # as every spreadsheet shows it
        ("45863.75", "2025-07-25 18:00:00"),
        ("45863.999999999", "2025-07-26"),
        ("45863.52", "2025-07-25 12:28:48"),
        (" 36526 ", "2000-01-01"),
        ("32873", ""),  # a day of 1989
        ("73051", ""),  # a day of 2100
        ("4586", ""),
        ("45863.", ""),
        ("-45863", ""),
        ("4.59E+04", ""),
    ],
)
def test_numbers_of_days(text: str, written: str) -> None:
    assert from_serial(text) == written


def test_numbers_of_days_counted_from_1904() -> None:
    assert from_serial("44401", since_1904=True) == "2025-07-25"


@pytest.mark.parametrize(
    ("text", "written"),
    [("0.75", "18:00:00"), ("0", "00:00:00"), ("0.5220601851851852", "12:31:46"), ("1.5", ""), ("12:31", "")],
)
def test_fractions_of_a_day(text: str, written: str) -> None:
    assert from_fraction(text) == written


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_a_serial_reads_as_the_moment_it_was(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    past = moment - datetime(1899, 12, 30)  # noqa: DTZ001
    serial = Decimal(past.days) + Decimal(past.seconds) / 86400
    day, time, _ = parse_date(from_serial(f"{serial:.11f}"))

    assert (day, time or "00:00:00") == (moment.date(), f"{moment:%H:%M:%S}")


def test_days_in_order_only_when_exchanged() -> None:
    exchanged = [date(2025, 5, 7), date(2025, 9, 7), date(2025, 3, 8), date(2025, 11, 8), date(2025, 2, 9)]

    assert in_exchanged_order(exchanged)
    assert in_exchanged_order(exchanged[::-1])
    assert not in_exchanged_order(sorted(exchanged))
    assert not in_exchanged_order([*exchanged, date(2025, 9, 30)])
    assert not in_exchanged_order(exchanged[:3])


@given(st.datetimes(datetime(2018, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
def test_utc_is_five_hours_behind(moment: datetime) -> None:
    assert in_pakistan(moment.date(), f"{moment:%H:%M:%S}", "UTC") == (moment + timedelta(hours=5)).date()


@given(
    st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%b %d, %Y", "%d-%b-%y", "%d%b%y", "%a, %d %B %Y", "%d.%m.%Y"]
    ),
)
def test_reading_undoes_writing(day: date, form: str) -> None:
    assert parse_date(day.strftime(form))[0] == day


@given(
    st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from(["/", "-"]), st.sampled_from(["%Y", "%y"])
)
def test_reading_undoes_writing_in_numbers(day: date, gap: str, year: str) -> None:
    assert parse_date(day.strftime(f"%d{gap}%m{gap}{year}"), "dmy")[0] == day
    assert parse_date(day.strftime(f"%m{gap}%d{gap}{year}"), "mdy")[0] == day


@given(
    st.text(max_size=40) | st.text("0123456789/-. :,JulMayAPMZ+", max_size=24),
    st.sampled_from(["", "dmy", "mdy"]),
)
def test_any_text_is_a_date_or_refused(text: str, order: str) -> None:
    try:
        day, time, _ = parse_date(text, order)
    except ValueError:
        return
    assert 1990 <= day.year <= 2099
    assert abs(in_pakistan(day, time, "UTC") - day) <= timedelta(days=1)


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2027, 12, 31)), min_size=1, max_size=8),
    st.sampled_from(["dmy", "mdy"]),
)
def test_a_column_is_read_in_the_order_it_was_written_or_refused(days: list[date], order: str) -> None:
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    texts = [day.strftime(form) for day in days]
    try:
        decided = column_order(texts, "")
    except AmbiguousDateError:
        return
    assert [parse_date(text, decided)[0] for text in texts] == days


def test_dates_that_a_spreadsheet_may_have_exchanged() -> None:
    early = [date(2025, month, day) for month, day in ((7, 2), (7, 9), (8, 1), (9, 3), (9, 4))]

    assert may_be_exchanged(early[:2])  # two days may run in any order
    assert not may_be_exchanged(early)  # exchanged, they would run in none
    assert not may_be_exchanged([*early[:2], date(2025, 7, 13)])  # the 13th can be no month
    assert not may_be_exchanged([date(2025, 7, 7)])  # the same either way
