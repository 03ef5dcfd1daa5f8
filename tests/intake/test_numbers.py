"""Amounts in every dress seen in exports; one style per column."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake.numbers import COMMA, POINT, column_style, parse_amount

READ = [
    ("1,234.56", "1234.56"),
    ("12,34,567", "1234567"),
    (".39", "0.39"),
    (".327149", "0.327149"),
    ("1.23-", "-1.23"),
    ("111.42-", "-111.42"),
    ("(17.50)", "-17.50"),
    ("($17.50)", "-17.50"),
    ("-$25.80", "-25.80"),
    ("$-25.80", "-25.80"),
    ("-CA$4.42", "-4.42"),
    ("\u22124.42", "-4.42"),
    ("+ PKR1,234.56", "1234.56"),
    ("- PKR1,234.56", "-1234.56"),
    ("1,234.00Dr", "-1234.00"),
    ("1,234.00 Cr", "1234.00"),
    ("+992,862.60", "992862.60"),
    ("Rs. 5,000", "5000"),
    ("1234 USD", "1234"),
]


@pytest.mark.parametrize(("text", "amount"), READ)
def test_what_is_read(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "  ", "--", "-"])
def test_an_empty_cell_or_a_dash_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


REFUSED = [
    "abc",
    "1,23.45",
    "1,2345",
    "12.34.56",
    "1e5",
    "4.00E+15",
    "NaN",
    "Infinity",
    "1_000",
    "--5",
    "-(5)",
    "$",
    "1 2",
    "5%",
    "9" * 16,
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an amount|more than one minus"):
        parse_amount(text)


def test_a_decimal_comma() -> None:
    assert parse_amount("1.355,90", COMMA) == Decimal("1355.90")
    assert parse_amount("-1.080", COMMA) == Decimal(-1080)


def test_one_cell_decides_the_column() -> None:
    assert column_style(["1.080", "3,50"]) == COMMA
    assert column_style(["1,080", "3.50"]) == POINT


@pytest.mark.parametrize("texts", [["1.080"], ["1,080", "2,500"]])
def test_a_column_that_fits_both_styles_and_proves_neither_is_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError, match="decimal point and with a decimal comma"):
        column_style(texts)


def test_a_column_that_mixes_styles_is_refused() -> None:
    with pytest.raises(ValueError, match="mixes"):
        column_style(["1,080.50", "1.080,50"])


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["{:,}", "{}", "$ {}", "{} PKR"]))
def test_reading_undoes_writing(amount: Decimal, form: str) -> None:
    assert parse_amount(form.format(amount)) == amount


@given(st.decimals(0, 10**9, places=2))
def test_five_spellings_of_minus_agree(amount: Decimal) -> None:
    spelled = [f"-{amount}", f"{amount}-", f"({amount})", f"\u2212{amount}", f"$({amount})"]

    assert {parse_amount(text) for text in spelled} == {-amount}
