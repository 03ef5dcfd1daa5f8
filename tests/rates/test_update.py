"""Providers are asked in order, each for what is open, and no more than needed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from far_servers import EASYDATA, JSDELIVR, SBP, FarServers, body
from providers import (
    ALL,
    API_FILE,
    DAY,
    EASYDATA_USD,
    INDEX,
    KEY,
    NEED,
    OCTOBER,
    PAGES_FILE,
    WACR_FILE,
    Updating,
    easydata,
    failed,
    m2m,
    relay,
    set_bfer,
    set_blend,
    set_easydata,
    set_m2m,
    set_relay,
    set_wacr,
    wacr,
)
from rate_bodies import api_file, bfer_workbook, index_of, relay_rows

from freelance_pk.rates import rate_on
from freelance_pk.rates.cache import read_lines
from freelance_pk.rates.sources import sbp_wacr


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FREELANCE_PK_EASYDATA_KEY", KEY)


def test_a_day_of_the_running_month_is_not_looked_for_in_the_workbooks(
    far: FarServers, updating: Updating
) -> None:
    set_wacr(far)
    table, outcome = updating(NEED, today=date(2026, 9, 20))

    assert far.asked_paths(SBP) == [INDEX, WACR_FILE]
    assert rate_on(table, *NEED).basis == "sbp-wacr"
    assert outcome.failures == []


def test_what_is_known_is_not_asked_for_again(far: FarServers, updating: Updating) -> None:
    set_wacr(far)
    updating(NEED)
    far.asked.clear()
    updating(NEED)

    assert far.asked == []


def test_nothing_is_asked_for_days_that_the_bundled_table_has(far: FarServers, updating: Updating) -> None:
    updating(("USD", date(2026, 6, 30)), ("EUR", date(2020, 5, 24)), ("PKR", DAY), ("USD", date(2027, 1, 1)))

    assert far.asked == []
    assert far.proxy.hosts == []


def test_a_weekend_is_answered_by_its_friday(far: FarServers, updating: Updating) -> None:
    set_wacr(far)
    far.set(SBP, WACR_FILE, wacr(date(2026, 9, 4)))
    far.set_query(SBP, INDEX, {"slug": sbp_wacr.SLUG}, index_of(sbp_wacr.SLUG, {"2026-09-04": WACR_FILE}))
    table, _ = updating(("USD", date(2026, 9, 6)))

    assert rate_on(table, "USD", date(2026, 9, 6)).found == date(2026, 9, 4)


def test_other_currencies_come_from_the_mark_to_market_sheet(far: FarServers, updating: Updating) -> None:
    set_wacr(far)
    set_m2m(far)
    table, _ = updating(("NOK", DAY), ("KZT", DAY))

    norway, kazakhstan = rate_on(table, "NOK", DAY), rate_on(table, "KZT", DAY)
    assert (norway.basis, norway.provisional) == ("sbp-m2m", True)
    assert (kazakhstan.basis, kazakhstan.provisional) == ("sbp-m2m", False)
    assert "do not list KZT" in kazakhstan.note
    assert WACR_FILE not in far.asked_paths(SBP)


def test_a_sheet_is_what_its_title_says_wherever_it_was_listed(
    far: FarServers, kept: Path, updating: Updating
) -> None:
    """A bare name, 09-Sep-26.pdf, has been a sheet of either kind."""
    set_wacr(far, m2m())
    table, _ = updating(NEED)

    assert rate_on(table, *NEED).basis == "sbp-m2m"
    assert not (kept / "sbp-wacr.csv").exists()
    assert read_lines(kept, "sbp-m2m")


def test_sheets_are_guessed_by_name_when_the_index_does_not_come(far: FarServers, updating: Updating) -> None:
    far.set(SBP, "/assets/document/09-Sep-26.pdf", m2m())
    table, outcome = updating(NEED)

    assert rate_on(table, *NEED).basis == "sbp-m2m"
    assert "sbp-wacr" in failed(outcome)


def test_easydata_is_asked_only_with_a_key(
    far: FarServers, updating: Updating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FREELANCE_PK_EASYDATA_KEY")
    set_easydata(far)
    _, outcome = updating(NEED, today=OCTOBER)

    assert far.asked_paths(EASYDATA) == []
    assert outcome.skipped == [("sbp-easydata", "it needs your own key in FREELANCE_PK_EASYDATA_KEY")]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refused_key_says_what_to_do(far: FarServers, updating: Updating, status: int) -> None:
    set_easydata(far, body(b"no", status))
    _, outcome = updating(NEED, today=OCTOBER)
    failure = next(each for each in outcome.failures if each.source == "sbp-easydata")

    assert f"refuses the request ({status})" in failure.message
    assert "90 days" in failure.remedy
    assert KEY not in repr(outcome)
    asked = next(each for each in far.asked if each.path == EASYDATA_USD)
    assert asked.query["api_key"] == KEY  # it was sent, to this host alone
    assert all("api_key" not in each.query for each in far.asked if each.host != EASYDATA)


def test_the_second_host_of_the_currency_api_serves(far: FarServers, updating: Updating) -> None:
    far.set(JSDELIVR, API_FILE, api_file("2026-09-09", "usd", {"pkr": "278.7"})[:-4])
    far.set("2026-09-09.currency-api.pages.dev", PAGES_FILE, api_file("2026-09-09", "usd", {"pkr": "278.7"}))
    table, _ = updating(NEED)

    assert rate_on(table, *NEED).basis == "currency-api"


def test_a_hole_of_the_currency_api_is_filled_by_the_day_before(far: FarServers, updating: Updating) -> None:
    far.set(JSDELIVR, API_FILE, body(b"", 404))
    far.set("2026-09-09.currency-api.pages.dev", PAGES_FILE, body(b"", 404))
    far.set(
        JSDELIVR,
        API_FILE.replace("2026-09-09", "2026-09-08"),
        api_file("2026-09-08", "usd", {"pkr": "278.7"}),
    )
    table, _ = updating(("USD", DAY), only=("currency-api",))

    assert rate_on(table, "USD", DAY).found == date(2026, 9, 8)


def test_a_cross_goes_through_the_state_banks_dollar(far: FarServers, updating: Updating) -> None:
    set_blend(far, relay_rows([("2026-08-31", "ZAR", "USD", "0.05")]))
    table, _ = updating(("ZAR", date(2026, 8, 31)))
    rate = rate_on(table, "ZAR", date(2026, 8, 31))

    # 0.05 dollars at the bundled 277.771429 rupees
    assert (rate.basis, rate.pkr) == ("cross", Decimal("13.88857145"))
    assert far.asked[-1].query["quotes"] == "USD"


# --- bodies that contradict themselves or the calendar ---------------------------------------------------


@pytest.mark.parametrize(
    ("source", "set_body"),
    [
        ("sbp-bfer", lambda far: set_bfer(far, bfer_workbook({"2026-09-09": ALL, "2026-10-21": ALL}))),
        ("sbp-easydata", lambda far: set_easydata(far, easydata(day="2026-10-21"))),
        ("frankfurter-sbp", lambda far: set_relay(far, relay("278.5", day="2026-10-21"))),
        ("frankfurter", lambda far: set_blend(far, relay("278.5", day="2026-10-21"))),
    ],
)
def test_a_body_with_a_day_that_lies_ahead_is_not_used(
    far: FarServers, kept: Path, updating: Updating, source: str, set_body: Callable[[FarServers], None]
) -> None:
    """Its dates are wrong, or this machine's clock is: kept, it would be found when the day comes."""
    set_body(far)
    _, outcome = updating(NEED, today=OCTOBER, only=(source,))

    assert "2026-10-21, which lies ahead of 2026-10-20" in failed(outcome)[source]
    assert not list(kept.rglob("*.csv"))


@pytest.mark.parametrize("second", ["278.5", "278.9"])
def test_a_day_given_twice_is_one_rate_or_none(
    far: FarServers, kept: Path, updating: Updating, second: str
) -> None:
    rows = [("2026-09-09", "USD", "PKR", "278.5"), ("2026-09-09", "USD", "PKR", second)]
    set_blend(far, relay_rows(rows))
    _, outcome = updating(NEED, only=("frankfurter",))

    if second == "278.5":
        assert [line.value for line in read_lines(kept, "frankfurter")] == ["278.5"]
    else:
        assert "USD of 2026-09-09 stands in it twice, as 278.5 and 278.9" in failed(outcome)["frankfurter"]
        assert not list(kept.rglob("*.csv"))
