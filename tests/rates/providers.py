"""The providers with good answers for the first days of September 2026, past the end of the bundled table."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from far_servers import EASYDATA, FRANKFURTER, JSDELIVR, SBP, Answer, FarServers
from rate_bodies import (
    api_file,
    bfer_workbook,
    bundled_rates,
    easydata_table,
    index_of,
    m2m_sheet,
    relay_rows,
    wacr_sheet,
)

from freelance_pk.rates import RateTable
from freelance_pk.rates.sources import sbp_m2m, sbp_wacr
from freelance_pk.rates.update import Outcome

DAY = date(2026, 9, 9)  # a Wednesday
NEED = ("USD", DAY)
OCTOBER = date(2026, 10, 20)
KEY = "0123456789012345678901234567890123456789"  # of EasyData
Updating = Callable[..., tuple[RateTable, Outcome]]
JUNE = bundled_rates("2026-06-30", "2026-06-30")["2026-06-30"]
AUGUST = bundled_rates("2026-08-31", "2026-08-31")["2026-08-31"]
ALL = {**JUNE, **AUGUST}
TEN = {code: ALL[code] for code in ("AED", "AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "JPY", "SAR", "USD")}
ARCHIVE = "/assets/document/BFER_Daily_Arch.xlsx"
CURRENT = "/assets/document/BFER_Daily.xlsx"
INDEX = "/economic-data/get-economic-data-by-cat-external"
WACR_FILE = "/assets/document/09-Sep-26.pdf"
M2M_FILE = "/assets/document/mark-to-market-revaluation-exchange-rate-09-sep-26.pdf"
EASYDATA_USD = "/api/v1/series/TS_GP_ES_FADERPKR_M.XRDAVG0220/data"
RELAY = "/v2/rates"
API_FILE = "/npm/@fawazahmed0/currency-api@2026-09-09/v1/currencies/usd.min.json"
PAGES_FILE = "/v1/currencies/usd.min.json"

# Dollars of 9 September, told apart by their paisas.
BFER_USD, EASYDATA_RATE, RELAYED_USD = "278.111111", "278.444444", "278.5555"
BUYING, SELLING, MID = "278.2", "278.24", "278.22"
READY_USD, BLEND_USD, API_USD = "278.3333", "278.6666", "278.7777"


def archive(**changes: str) -> bytes:
    """An archive with June, and the first two days of September."""
    days = bundled_rates("2026-06-22", "2026-06-30")
    days |= {"2026-09-01": ALL, "2026-09-09": {**ALL, "USD": BFER_USD, **changes}}
    return bfer_workbook(days)


def wacr(day: date = DAY, dollar: tuple[str, str] = (BUYING, SELLING)) -> bytes:
    sides = {
        code: (f"{Decimal(rate):.4f}", f"{Decimal(rate) * Decimal('1.002'):.4f}")
        for code, rate in TEN.items()
    }
    return wacr_sheet(day, {**sides, "USD": dollar})


def m2m(day: date = DAY, dollar: str = READY_USD) -> bytes:
    ready = {code: f"{Decimal(rate):.4f}" for code, rate in ALL.items()}
    return m2m_sheet(day, {**ready, "USD": dollar, "KZT": "0.5512"})


def easydata(dollar: str = EASYDATA_RATE, day: str = "2026-09-09") -> bytes:
    return easydata_table([("0220", "2026-08-31", AUGUST["USD"]), ("0220", day, dollar)])


def relay(dollar: str, day: str = "2026-09-09", base: str = "USD", quote: str = "PKR") -> bytes:
    return relay_rows([(day, base, quote, dollar)])


def set_bfer(far: FarServers, *answers: Answer | bytes) -> None:
    far.set(SBP, ARCHIVE, *(answers or (archive(),)))


def set_wacr(far: FarServers, *answers: Answer | bytes) -> None:
    _index(far, sbp_wacr.SLUG, WACR_FILE)
    far.set(SBP, WACR_FILE, *(answers or (wacr(),)))


def set_m2m(far: FarServers, *answers: Answer | bytes) -> None:
    _index(far, sbp_m2m.SLUG, M2M_FILE)
    far.set(SBP, M2M_FILE, *(answers or (m2m(),)))


def _index(far: FarServers, slug: str, path: str, day: str = "2026-09-09") -> None:
    far.set_query(SBP, INDEX, {"slug": slug}, index_of(slug, {day: f"https://{SBP}{path}"}))


def set_easydata(far: FarServers, *answers: Answer | bytes) -> None:
    far.set(EASYDATA, EASYDATA_USD, *(answers or (easydata(),)))


def set_relay(far: FarServers, *answers: Answer | bytes) -> None:
    far.set_query(FRANKFURTER, RELAY, {"providers": "SBP"}, *(answers or (relay(RELAYED_USD),)))


def set_blend(far: FarServers, *answers: Answer | bytes) -> None:
    far.set_query(FRANKFURTER, RELAY, {"providers": None}, *(answers or (relay(BLEND_USD),)))


def set_api(far: FarServers, *answers: Answer | bytes) -> None:
    far.set(JSDELIVR, API_FILE, *(answers or (api_file("2026-09-09", "usd", {"pkr": API_USD}),)))


# In the order they are asked: how to set each, and the dollar and basis it answers with.
CHAIN = {
    "sbp-bfer": (set_bfer, BFER_USD, "sbp-bfer"),
    "sbp-wacr": (set_wacr, MID, "sbp-wacr"),
    "sbp-m2m": (set_m2m, READY_USD, "sbp-m2m"),
    "sbp-easydata": (set_easydata, EASYDATA_RATE, "sbp-bfer"),
    "frankfurter-sbp": (set_relay, RELAYED_USD, "frankfurter-sbp"),
    "frankfurter": (set_blend, BLEND_USD, "frankfurter"),
    "currency-api": (set_api, API_USD, "currency-api"),
}


def codes(outcome: Outcome) -> list[str]:
    """The codes of the issues."""
    return [issue.code for issue in outcome.issues]


def failed(outcome: Outcome) -> dict[str, str]:
    """The providers that gave nothing, and why."""
    return {failure.source: failure.message for failure in outcome.failures}
