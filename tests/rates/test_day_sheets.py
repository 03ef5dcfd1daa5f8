"""Day sheets: the sheet's own title says which it is, its own date says the day."""

from datetime import date
from decimal import Decimal

import pytest
from rate_bodies import bundled_rates, index_of, m2m_sheet, pdf, wacr_sheet

from freelance_pk.rates.cache import Body
from freelance_pk.rates.sources.day_sheets import guessed_addresses, read_index, read_sheet
from freelance_pk.rates.sources.protocol import ContentError, FetchError, Reading

DAY = date(2026, 7, 17)
LAST = bundled_rates("2026-08-31", "2026-08-31")["2026-08-31"]
SIDES = {code: (f"{Decimal(rate) - 1:.4f}", f"{Decimal(rate) + 1:.4f}") for code, rate in LAST.items()}
READY = {
    code: f"{Decimal(rate):.4f}"
    for code, rate in bundled_rates("2026-06-30", "2026-06-30")["2026-06-30"].items()
}
SLUG = "weighted-average-customer-exchange-rates"


def read(data: bytes, day: date | None = DAY) -> Reading:
    return read_sheet(Body(data, "pdf"), day)


@pytest.mark.parametrize("form", ["%d-%b-%Y", "%d-%b-%y", "As on %d %B, %Y", "%d-%B-%Y", "%d- %b - %Y"])
def test_a_sheet_of_customer_rates_has_two_sides(form: str) -> None:
    reading = read(wacr_sheet(DAY, SIDES, date_form=form))

    assert {(q.publication, q.day) for q in reading.quotes} == {("sbp-wacr", DAY)}
    dollar = {q.side: q.value for q in reading.quotes if q.currency == "USD"}
    assert dollar == {"buying": Decimal("276.7714"), "selling": Decimal("278.7714")}
    assert len(reading.quotes) == 20


def test_a_mark_to_market_sheet_has_its_ready_rate() -> None:
    reading = read(m2m_sheet(DAY, {**READY, "KZT": "0.5512", "CNH": "0.0000"}))

    assert {(q.publication, q.side) for q in reading.quotes} == {("sbp-m2m", "ready")}
    assert {q.currency for q in reading.quotes} == {*READY, "KZT"}  # 0.0000 is no rate
    assert next(q.value for q in reading.quotes if q.currency == "KZT") == Decimal("0.5512")


def test_a_sheet_of_another_day_is_refused() -> None:
    with pytest.raises(ContentError, match="of 2026-07-17, not of 2026-07-20"):
        read(wacr_sheet(DAY, SIDES), date(2026, 7, 20))


def test_a_sheet_by_hand_is_of_the_day_it_prints() -> None:
    assert read(wacr_sheet(DAY, SIDES), None).quotes[0].day == DAY
    two = pdf(
        ["Weighted Average Customer Exchange Rates", "17-Jul-26 and 16-Jul-26", "CURRENCY BUYING SELLING"]
    )
    with pytest.raises(ContentError, match="several dates: 2026-07-16, 2026-07-17"):
        read(two, None)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["Some other sheet of the bank", "17-Jul-26", "CURRENCY BUYING SELLING"], "title is neither"),
        (
            [
                "Weighted Average Customer Exchange Rates",
                "Exchange Rates for Mark-to-Market Revaluation",
                "17-Jul-26",
            ],
            "title is neither",
        ),
        (["Weighted Average Customer Exchange Rates", "CURRENCY BUYING SELLING"], "prints no date"),
        (["Weighted Average Customer Exchange Rates", "31-Feb-26", "CURRENCY BUYING SELLING"], "no date"),
        (["Weighted Average Customer Exchange Rates", "17-Jul-26", "CURRENCY SELLING BUYING"], "columns"),
        (["Weighted Average Customer Exchange Rates", "17-Jul-26", "CURRENCY BUYING SELLING"], "too few"),
        (["Exchange Rates for Mark to Market Revaluation", "17-Jul-26", "CURRENCY 1-WEEK READY"], "columns"),
    ],
)
def test_a_sheet_with_another_title_date_or_head_is_refused(lines: list[str], words: str) -> None:
    padding = ["Note: compiled and disseminated for information only, an estimate of the rates quoted."]
    with pytest.raises(ContentError, match=words):
        read(pdf([*lines, *padding]))


def test_one_rate_where_two_are_due_is_refused() -> None:
    lines = ["Weighted Average Customer Exchange Rates", "17-Jul-26", "CURRENCY BUYING SELLING"]
    with pytest.raises(ContentError, match="USD has one rate"):
        read(pdf([*lines, "USD 278.1963", "EUR 326.1 327.2"]))


def test_a_currency_twice_is_refused() -> None:
    lines = ["Weighted Average Customer Exchange Rates", "17-Jul-26", "CURRENCY BUYING SELLING"]
    with pytest.raises(ContentError, match="USD stands in two rows"):
        read(pdf([*lines, "USD 278.1 278.6", "USD 278.2 278.7"]))


def test_every_cut_of_a_sheet_is_refused_or_whole() -> None:
    data = wacr_sheet(DAY, SIDES)
    whole = read(data)
    for end in range(5, len(data), 61):
        try:
            assert read(data[:end]) == whole  # cut behind the last page, a reader mends it
        except ContentError:
            continue


def test_the_index_names_each_days_sheet() -> None:
    body = index_of(
        SLUG,
        {
            "2026-07-17": "https://www.sbp.org.pk/assets/document/17-Jul-26.pdf",
            "2026-07-16": "http://www.sbp.org.pk/assets/document/a.pdf",  # asked by https all the same
            "2026-07-15": "/assets/document/b.pdf",
            "2026-07-14": "https://elsewhere.example/c.pdf",
            "2026-07-13": "https://www.sbp.org.pk/assets/document/page.html",
            "2025-07-14": "https://www.sbp.org.pk/assets/document/old.pdf",
            "someday": "https://www.sbp.org.pk/assets/document/d.pdf",
        },
    )
    documents = "https://www.sbp.org.pk/assets/document/"

    assert read_index(body, SLUG) == {
        date(2026, 7, 17): documents + "17-Jul-26.pdf",
        date(2026, 7, 16): documents + "a.pdf",
        date(2026, 7, 15): documents + "b.pdf",
        date(2025, 7, 14): documents + "old.pdf",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[1]",
        b"{",
        b'{"exchange-rates": {"other": {}}}',
        b'{"exchange-rates": {"%s": {"daily": []}}}' % SLUG.encode(),
        b'{"exchange-rates": {"%s": {"daily": {"2026": [{"day": 1}]}}}}' % SLUG.encode(),
        b"[" * 100_000,
    ],
)
def test_an_index_of_another_form_is_said_to_be_one(body: bytes) -> None:
    with pytest.raises(FetchError):
        read_index(body, SLUG)


def test_an_empty_year_of_the_index_is_no_fault() -> None:
    assert read_index(b'{"exchange-rates": {"%s": {"daily": {}}}}' % SLUG.encode(), SLUG) == {}


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2025, 8, 27), ["mark-to-market-revaluation-exchange-rate-27-Aug-25.pdf"]),
        (date(2026, 6, 23), ["23-Jun-26.pdf", "mark-to-market-revaluation-exchange-rate-23-Jun-26.pdf"]),
        (
            date(2026, 7, 4),
            ["mark-to-market-revaluation-exchange-rate-4-july-2026.pdf", "04-Jul-26.pdf"],
        ),
    ],
)
def test_names_that_sheets_have_had(day: date, names: list[str]) -> None:
    assert [address.rpartition("/")[2] for address in guessed_addresses(day)] == names
