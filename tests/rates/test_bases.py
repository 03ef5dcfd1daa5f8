"""A tax year is converted by the publication chosen for it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from far_servers import FRANKFURTER, SBP, FarServers
from providers import (
    DAY,
    INDEX,
    M2M_FILE,
    NEED,
    OCTOBER,
    Updating,
    set_bfer,
    set_m2m,
    set_relay,
    set_wacr,
)
from rate_bodies import bundled_rates

from freelance_pk.model.errors import RateMissingError
from freelance_pk.rates import RateTable, load_rates, rate_on


def with_basis(table: RateTable, basis: str) -> RateTable:
    return table.with_choices({}, {}, basis)


def test_the_banks_buying_rate_as_basis(far: FarServers, kept: Path, updating: Updating) -> None:
    set_bfer(far)
    set_wacr(far)
    table, outcome = updating(
        NEED, ("NOK", DAY), today=OCTOBER, table=with_basis(load_rates(kept), "wacr-buy")
    )
    rate = rate_on(table, *NEED)

    assert (rate.pkr, rate.basis, rate.provisional) == (Decimal("278.2"), "sbp-wacr-buy", False)
    norway = rate_on(table, "NOK", DAY)
    assert norway.basis == "sbp-bfer"
    assert "wacr-buy does not list NOK" in norway.note
    with pytest.raises(
        RateMissingError, match="no rate for USD on 2026-06-30 of the basis wacr-buy"
    ) as caught:
        rate_on(table, "USD", date(2026, 6, 30))
    assert "rates update --rate-basis wacr-buy --from 2026-06-30 --to 2026-06-30" in caught.value.remedy
    assert outcome.unmet == ()


def test_the_mark_to_market_rate_as_basis(far: FarServers, kept: Path, updating: Updating) -> None:
    set_m2m(far)
    table, _ = updating(NEED, today=OCTOBER, table=with_basis(load_rates(kept), "m2m"))

    assert rate_on(table, *NEED).pkr == Decimal("278.3333")
    assert far.asked_paths(SBP) == [INDEX, M2M_FILE]
    later = rate_on(table, "USD", date(2026, 9, 10))  # a weekday whose sheet is not kept
    assert (later.found, later.provisional) == (DAY, True)


def test_a_monthly_average_needs_the_whole_month(far: FarServers, kept: Path, updating: Updating) -> None:
    table = load_rates(kept).with_choices({}, {2026: "monthly-average"})
    june = bundled_rates("2026-06-01", "2026-06-30")
    mean = sum((Decimal(rates["USD"]) for rates in june.values()), Decimal(0)) / len(june)
    rate = rate_on(table, "USD", date(2026, 6, 15))

    assert abs(rate.pkr - mean) < Decimal("0.00000001")
    assert rate.basis == "sbp-bfer-monthly"
    assert rate_on(table, "USD", date(2026, 7, 15)).basis == "sbp-bfer"  # tax year 2027 is not changed
    averages = load_rates(kept).with_choices({}, {}, None, "monthly-average")
    with pytest.raises(RateMissingError, match="do not hold the whole month"):
        rate_on(averages, "USD", DAY)


def test_a_whole_month_is_asked_for_where_its_average_is_needed(
    far: FarServers, kept: Path, updating: Updating
) -> None:
    """The State Bank's workbook does not answer, and a copy is asked for days, not for what it has."""
    set_relay(far)
    averages = load_rates(kept).with_choices({}, {}, None, "monthly-average")
    need = ("USD", date(2026, 9, 21))
    _, outcome = updating(need, today=OCTOBER, table=averages)

    (asked,) = [each for each in far.asked if each.host == FRANKFURTER]
    first, last = date.fromisoformat(asked.query["from"]), date.fromisoformat(asked.query["to"])
    assert date(2026, 8, 1) < first <= date(2026, 9, 1)
    assert last == date(2026, 9, 30)
    assert outcome.unmet == (need,)  # one day is not its month
