"""Leap days, holidays and weekends, as each provider publishes them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from far_servers import EASYDATA, FRANKFURTER, JSDELIVR, PAGES, SBP, FarServers, body
from providers import (
    ALL,
    API_FILE,
    ARCHIVE,
    CHAIN,
    EASYDATA_USD,
    INDEX,
    KEY,
    PAGES_FILE,
    RELAY,
    Updating,
    easydata,
    m2m,
    relay,
    wacr,
)
from rate_bodies import api_file, bfer_workbook, index_of

from freelance_pk.rates import rate_on
from freelance_pk.rates.sources import sbp_m2m, sbp_wacr

LEAP = date(2028, 2, 29)  # a Tuesday
WEDNESDAY = date(2026, 9, 9)
FRIDAY = date(2026, 9, 4)
SUNDAY = date(2026, 9, 6)
DOLLAR = {
    "sbp-bfer": "278.111111",
    "sbp-wacr": "278.22",
    "sbp-m2m": "278.3333",
    "sbp-easydata": "278.444444",
    "frankfurter-sbp": "278.5555",
    "frankfurter": "278.6666",
    "currency-api": "278.7777",
}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FREELANCE_PK_EASYDATA_KEY", KEY)


def publish(far: FarServers, source: str, day: date) -> None:
    """Let one provider publish a dollar of this day, and none of a later."""
    dollar = DOLLAR[source]
    file = f"/assets/document/{day:%d-%b-%y}.pdf"
    if source == "sbp-bfer":
        far.set(SBP, ARCHIVE, bfer_workbook({day.isoformat(): {**ALL, "USD": dollar}}))
    elif source in ("sbp-wacr", "sbp-m2m"):
        slug = sbp_wacr.SLUG if source == "sbp-wacr" else sbp_m2m.SLUG
        far.set_query(SBP, INDEX, {"slug": slug}, index_of(slug, {day.isoformat(): file}))
        far.set(SBP, file, wacr(day, ("278.2", "278.24")) if source == "sbp-wacr" else m2m(day, dollar))
    elif source == "sbp-easydata":
        far.set(EASYDATA, EASYDATA_USD, easydata(dollar, day.isoformat()))
    elif source == "currency-api":
        path = f"/npm/@fawazahmed0/currency-api@{day}/v1/currencies/usd.min.json"
        far.set(JSDELIVR, path, api_file(day.isoformat(), "usd", {"pkr": dollar}))
    else:
        provider = "SBP" if source == "frankfurter-sbp" else None
        far.set_query(FRANKFURTER, RELAY, {"providers": provider}, relay(dollar, day.isoformat()))


@pytest.mark.parametrize("source", CHAIN)
def test_a_leap_day_has_its_rate(far: FarServers, updating: Updating, source: str) -> None:
    publish(far, source, LEAP)
    table, _ = updating(("USD", LEAP), today=date(2028, 4, 20))
    rate = rate_on(table, "USD", LEAP)

    assert (rate.pkr, rate.found) == (Decimal(DOLLAR[source]), LEAP)


@pytest.mark.parametrize("source", CHAIN)
def test_on_a_holiday_the_day_before_serves(far: FarServers, updating: Updating, source: str) -> None:
    """The Wednesday has no rate: nobody publishes, and nobody's later day is taken for it."""
    for host in (JSDELIVR, PAGES):  # the currency-api has days without a file
        far.set(host, API_FILE if host == JSDELIVR else PAGES_FILE, body(b"", 404))
    before, after = WEDNESDAY - timedelta(days=1), WEDNESDAY + timedelta(days=1)
    publish(far, source, before)
    table, _ = updating(("USD", WEDNESDAY), today=date(2026, 10, 20))
    rate = rate_on(table, "USD", WEDNESDAY)
    assert (rate.pkr, rate.found) == (Decimal(DOLLAR[source]), before)

    publish(far, source, after)
    table, _ = updating(("USD", after), today=date(2026, 10, 20))
    assert rate_on(table, "USD", WEDNESDAY).found == before
    assert rate_on(table, "USD", after).found == after


@pytest.mark.parametrize("source", CHAIN)
def test_on_a_sunday_fridays_rate_serves(far: FarServers, updating: Updating, source: str) -> None:
    publish(far, source, FRIDAY)
    table, _ = updating(("USD", SUNDAY), today=date(2026, 10, 20))
    rate = rate_on(table, "USD", SUNDAY)

    assert (rate.pkr, rate.found) == (Decimal(DOLLAR[source]), FRIDAY)
