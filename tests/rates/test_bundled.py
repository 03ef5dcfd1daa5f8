"""The bundled table is whole, and is what its provenance says."""

import csv
import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from freelance_pk.packaged import packaged
from freelance_pk.rates.bundled import currencies, load_bundled, provenance

PATH = packaged("rates") / "sbp_bfer.csv"


def rows() -> list[dict[str, str]]:
    with PATH.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_digest_beside_the_table_is_its_own() -> None:
    assert hashlib.sha256(PATH.read_bytes()).hexdigest() == provenance().sha256


def test_days_ascend_and_the_span_is_as_declared() -> None:
    days = [row["date"] for row in rows()]

    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (provenance().first.isoformat(), provenance().last.isoformat())


def test_twenty_three_currencies_to_june_2026_and_ten_after() -> None:
    for row in rows():
        quoted = sum(1 for name, rate in row.items() if name != "date" and rate)
        assert quoted == (23 if row["date"] <= "2026-06-30" else 10), row["date"]


def test_every_weekday_without_a_rate_is_a_known_holiday() -> None:
    with (packaged("rates") / "weekdays_without_rate.csv").open(encoding="utf-8") as file:
        holidays = {line.strip() for line in file} - {"weekday_without_sbp_rate"}
    quoted = {row["date"] for row in rows()}
    day, last = date(2018, 7, 1), provenance().last
    missing = set()
    while day <= last:
        if day.weekday() < 5 and day.isoformat() not in quoted:
            missing.add(day.isoformat())
        day += timedelta(days=1)

    assert missing == holidays


@pytest.mark.parametrize(
    ("currency", "low", "high"), [("USD", 115, 310), ("EUR", 130, 340), ("GBP", 145, 400), ("AED", 31, 85)]
)
def test_every_rate_is_rupees_for_one_unit(currency: str, low: int, high: int) -> None:
    assert all(low < Decimal(row[currency]) < high for row in rows() if row[currency])


def test_the_peg_of_the_dirham_holds_within_one_per_cent() -> None:
    for row in rows():
        ratio = Decimal(row["USD"]) / Decimal(row["AED"])
        assert abs(ratio / Decimal("3.6725") - 1) < Decimal("0.01"), row["date"]


def test_a_currency_has_the_rates_of_its_column() -> None:
    table = rows()
    assert currencies() == tuple(name for name in table[0] if name != "date")

    for currency in currencies():
        series = load_bundled().series(currency)
        assert series is not None
        assert dict(zip(series.days, series.rates, strict=True)) == {
            row["date"]: row[currency] for row in table if row[currency]
        }
