"""Amounts for people and for scripts."""

from decimal import Decimal

import pytest

from freelance_pk.intake.written import guarded
from freelance_pk.output.numbers import cents, exact, money, percent, plain, rupees


@pytest.mark.parametrize(
    ("amount", "western", "lakh"),
    [
        ("0", "0", "0"),
        ("999.5", "1,000", "1,000"),
        ("1234567", "1,234,567", "12,34,567"),
        ("-1234567.49", "-1,234,567", "-12,34,567"),
        ("123456789", "123,456,789", "12,34,56,789"),
        ("-0.2", "0", "-0"),
    ],
)
def test_rupees_are_whole_and_grouped(amount: str, western: str, lakh: str) -> None:
    assert rupees(Decimal(amount)) == western
    assert rupees(Decimal(amount), lakh=True) == lakh.replace("-0", "0")


def test_foreign_money_has_two_places() -> None:
    assert money(Decimal("1914.05"), "USD") == "USD 1,914.05"
    assert money(Decimal("1234567.895"), "USD", lakh=True) == "USD 12,34,567.90"
    assert money(Decimal(500), "PKR") == "Rs 500"


def test_scripts_get_plain_decimals() -> None:
    assert plain(Decimal("2278123.00")) == "2278123"
    assert plain(Decimal("1745596.28")) == "1745596.28"
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("-0.001")) == "0"
    assert cents(Decimal(13800)) == "13800.00"
    assert exact(Decimal("1E+2")) == "100"
    assert percent(Decimal("0.12681")) == "12.7%"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_other_text_is_left_alone() -> None:
    assert guarded("Acme = best") == "Acme = best"
