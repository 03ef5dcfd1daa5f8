"""Dates in every form seen; what may be read two ways is refused."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake.dates import AmbiguousDateError, column_order, in_pakistan, parse_date

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
]


@pytest.mark.parametrize(("text", "day"), FORMS)
def test_the_forms_seen(text: str, day: date) -> None:
    assert parse_date(text)[0] == day


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "31 Feb 2026", "Foo 3, 2026", "20260101", "12"]
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


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        in_pakistan(date(2026, 6, 30), "20:59", "Mars/Olympus")


@given(st.datetimes(datetime(2018, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
def test_utc_is_five_hours_behind(moment: datetime) -> None:
    assert in_pakistan(moment.date(), f"{moment:%H:%M:%S}", "UTC") == (moment + timedelta(hours=5)).date()


@given(
    st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %b %Y", "%b %d, %Y", "%d-%b-%y"]),
)
def test_reading_undoes_writing(day: date, form: str) -> None:
    assert parse_date(day.strftime(form))[0] == day
