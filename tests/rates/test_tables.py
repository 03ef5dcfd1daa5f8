"""EasyData's tables and the relays' JSON: columns by name, numbers as decimals, one direction."""

from datetime import date
from decimal import Decimal

import pytest
from rate_bodies import EASYDATA_COLUMNS, api_file, easydata_table, relay_rows

from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.sources import currency_api, frankfurter, frankfurter_sbp, sbp_easydata
from freelance_pk.rates.sources.protocol import ContentError

DAY = date(2026, 7, 31)


def easydata(data: bytes, ending: str = "json") -> tuple[Quote, ...]:
    return sbp_easydata.read(Body(data, ending)).quotes


def test_easydata_is_read_by_the_names_of_its_columns() -> None:
    shuffled = easydata_table([("0220", "2026-07-31", "277.9012345678901")])
    turned = shuffled.replace(b'"Series Key", "Series Display Name"', b'"Series Display Name", "Series Key"')
    turned = turned.replace(
        b'"TS_GP_ES_FADERPKR_M.XRDAVG0220","Average rate"', b'"Average rate","TS_GP_ES_FADERPKR_M.XRDAVG0220"'
    )
    expected = (Quote("sbp-easydata", "USD", DAY, "mid", Decimal("277.9012345678901")),)

    assert turned != shuffled
    assert easydata(shuffled) == expected
    assert easydata(turned) == expected


def test_the_portals_csv_reads_the_same() -> None:
    text = (
        '"Dataset Name","Observation Date","Series Key","Series Display Name","Observation Value","Unit"\r\n'
        '"Bank Floating","31-Jul-2026","TS_GP_ES_FADERPKR_M.XRDAVG0010","Australian Dollar","181.25","PKR"\r\n'
        '"Bank Floating","30-Jul-2026","TS_GP_ES_FADERPKR_M.XRDAVG0220","US Dollar","","PKR"\r\n'
    )

    assert easydata(text.encode("utf-8-sig"), "csv") == (
        Quote("sbp-easydata", "AUD", DAY, "mid", Decimal("181.25")),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (easydata_table([("0220", "2026-07-31", "277.9")])[:-30], "cut off"),
        (easydata_table([("0220", "2026-02-30", "277.9")]), "'2026-02-30' is no day"),
        (easydata_table([("0220", "2026-07-31", "-1")]), "is no rate"),
        (easydata_table([("0220", "2026-07-31", "NaN")]), "cut off or damaged"),
        (easydata_table([("0220", "2026-07-31", '"lots"')]), "is no rate"),
        (easydata_table([("9999", "2026-07-31", "277.9")]), "not of the daily averages"),
        (easydata_table([]).replace(b"Observation Value", b"Value"), "no column 'observation value'"),
        (
            b'{"columns": ["Series Key", "Observation Date", "Observation Value"], "rows": [["x"]]}',
            "row 1 is cut off",
        ),
        (b'{"error": "bad key"}', "no table of EasyData"),
        (b'{"columns": 1, "rows": 2}', "no table of EasyData"),
        (b"{" * 100_000, "cut off"),
    ],
)
def test_an_easydata_table_that_cannot_be_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        easydata(data)


def test_the_columns_played_are_those_seen() -> None:
    assert EASYDATA_COLUMNS[1:5:2] == ("Series Key", "Observation Date")


def test_relays_give_rupees_for_one_unit() -> None:
    body = Body(
        relay_rows([("2026-07-31", "USD", "PKR", "277.9012"), ("2026-07-31", "EUR", "PKR", "319")]), "json"
    )

    assert frankfurter_sbp.read(body).quotes == (
        Quote("frankfurter-sbp", "USD", DAY, "mid", Decimal("277.9012")),
        Quote("frankfurter-sbp", "EUR", DAY, "mid", Decimal(319)),
    )
    assert [quote.publication for quote in frankfurter.read(body).quotes] == ["frankfurter"] * 2


def test_dollars_for_one_unit_are_told_from_rupees() -> None:
    body = Body(relay_rows([("2026-07-31", "ZAR", "USD", "0.0561")]), "json")

    assert frankfurter.read(body).quotes == (Quote("frankfurter", "ZAR", DAY, "usd", Decimal("0.0561")),)
    with pytest.raises(ContentError, match="USD for one ZAR"):
        frankfurter_sbp.read(body)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (relay_rows([("2026-07-31", "PKR", "USD", "0.0036")]), "gives USD for one PKR"),
        (relay_rows([("2026-07-31", "USD", "EUR", "0.85")]), "gives EUR for one USD"),
        (relay_rows([("2026-13-01", "USD", "PKR", "277")]), "no day"),
        (relay_rows([("2026-07-31", "USD", "PKR", "0")]), "no rate"),
        (relay_rows([("2026-07-31", "USD", "PKR", "1e999")]), "no rate"),
        (relay_rows([("2026-07-31", "USD", "PKR", "1e99999999999999999999")]), "cut off or damaged"),
        (relay_rows([("2026-07-31", "USD", "PKR", '"277"')]), "no rate"),
        (relay_rows([("2026-07-31", "USD", "PKR", "277.9")])[:-9], "cut off"),
        (b'{"status": 422}', "no list of rates"),
        (b"[1, 2]", "no list of rates"),
        (b'[{"date": "2026-07-31"}]', "lacks date, base or quote"),
    ],
)
def test_an_answer_of_another_form_or_direction_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        frankfurter.read(Body(data, "json"))


def test_the_currency_api_gives_rupees_and_for_others_dollars() -> None:
    dollar = Body(api_file("2026-07-31", "usd", {"pkr": "277.51", "zar": "17.8"}), "json")
    rand = Body(api_file("2026-07-31", "zar", {"pkr": "15.6", "usd": "0.0561"}), "json")

    assert currency_api.read(dollar, DAY).quotes == (
        Quote("currency-api", "USD", DAY, "mid", Decimal("277.51")),
    )
    assert currency_api.read(rand, DAY).quotes == (
        Quote("currency-api", "ZAR", DAY, "usd", Decimal("0.0561")),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (api_file("2026-07-30", "usd", {"pkr": "277.51"}), "of 2026-07-30, not of 2026-07-31"),
        (api_file("2026-07-31", "usd", {"eur": "0.85"}), "no rate"),
        (api_file("2026-07-31", "usd", {"pkr": "277.51"})[:-5], "cut off"),
        (b'{"date": "2026-07-31"}', "another form"),
        (b"[]", "another form"),
    ],
)
def test_a_file_of_another_day_or_form_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        currency_api.read(Body(data, "json"), DAY)
