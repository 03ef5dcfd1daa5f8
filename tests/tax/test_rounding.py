"""Rupees are rounded once, fifty paisa up (s.219)."""

from decimal import Decimal

import pytest

from freelance_pk.model.money import paisa, whole_rupees


@pytest.mark.parametrize(
    ("amount", "rupees"),
    [
        ("0.49", "0"),
        ("0.50", "1"),
        ("1.50", "2"),
        ("2.50", "3"),
        ("-0.50", "-1"),
        ("-0.49", "-0"),
        ("7", "7"),
    ],
)
def test_fifty_paisa_are_a_rupee(amount: str, rupees: str) -> None:
    assert str(whole_rupees(Decimal(amount))) == rupees


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0.004", "0.00"), ("0.005", "0.01"), ("0.015", "0.02"), ("0.025", "0.03"), ("7", "7.00")],
)
def test_an_amount_is_shown_to_the_nearest_paisa(amount: str, shown: str) -> None:
    assert str(paisa(Decimal(amount))) == shown
