"""The computation as it is printed: every rupee with its arithmetic, its section and where it came from."""

from decimal import Decimal

import pytest

from freelance_pk.law import load_law, read_as
from freelance_pk.model.line import Line
from freelance_pk.tax import Facts, assess

LAW = load_law(2026)


def printed(year: int, facts: Facts, **readings: str) -> dict[str, Line]:
    lines = assess(read_as(load_law(year), readings), facts).lines
    by_id = {line.id: line for line in lines}
    assert len(by_id) == len(lines)
    return by_id


def rupees(**amounts: int | str) -> Facts:
    return Facts(**{name: Decimal(amount) for name, amount in amounts.items()})  # type: ignore[arg-type]


# Salary 6,000,000 and business 6,000,000: the table for others gives 4,490,000; surcharge 10 %, or 9 % by choice.
@pytest.mark.parametrize(
    ("reading", "rate", "surcharge"), [("table", "10 %", 449_000), ("salary", "9 %", 404_100)]
)
def test_the_surcharge_prints_the_rate_that_it_is_taken_at(reading: str, rate: str, surcharge: int) -> None:
    line = printed(2026, rupees(salary=6_000_000, business=6_000_000), mixed_surcharge=reading)["surcharge"]

    assert line.amount == surcharge
    assert line.formula == f"{rate} x 4,490,000.00, taxable income being more than 10,000,000"
    assert line.law.startswith("s.4AB, ")


def test_a_credit_is_called_a_credit_once() -> None:
    # 170,000 on 1,600,000: on 320,000 of foreign income the average rate gives 34,000, more than was paid abroad.
    lines = printed(
        2026, rupees(business=1_600_000, foreign_tax=30_000, foreign_income=320_000, donations=160_000)
    )

    assert lines["credit_foreign_tax"] == Line(
        "credit_foreign_tax",
        "Less Foreign tax credit",
        Decimal(-30_000),
        "lesser of 30,000 and 170,000.0 x 320,000 / 1,600,000",
        "s.103",
    )
    assert lines["credit_donations"] == Line(
        "credit_donations",
        "Less Donations credit",
        Decimal(-17_000),
        "170,000.0 / 1,600,000 x 160,000",
        "s.61",
    )
