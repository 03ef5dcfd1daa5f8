"""What changed between two tax years is listed figure by figure."""

from dataclasses import replace
from decimal import Decimal

import pytest

from freelance_pk.law import known_years, load_law
from freelance_pk.law.compare import Difference, differences


def test_a_year_differs_in_nothing_from_itself() -> None:
    for year in known_years():
        assert differences(load_law(year), load_law(year)) == ()


def test_a_rate_that_changed_is_told_at_its_place_without_sources_and_years() -> None:
    law = load_law(2026)
    dividends = replace(law.dividends, rate=Decimal("0.25"), source="Finance Act 2030")
    other = replace(law, dividends=dividends, tax_year=2030, enacted_by="Finance Act 2030")

    assert differences(law, other) == (Difference("dividends.rate", "0.15", "0.25"),)


def test_rows_of_a_table_are_known_by_their_limit_and_exports_by_their_name() -> None:
    found = {each.place: (each.first, each.second) for each in differences(load_law(2026), load_law(2027))}

    # Finance Act 2026: the salaried table got rows from 3,200,000 on; its surcharge ended.
    assert found["slabs.salaried.rows[above 3,200,000].fixed"] == ("346000", "316000")
    assert found["slabs.salaried.rows[above 3,200,000].rate"] == ("0.3", "0.25")
    assert found["slabs.salaried.rows[above 7,000,000].fixed"] == ("", "1424000")
    assert found["surcharge.salaried"] == ("0.09", "0.0")
    assert found["exports[social].rate"] == ("", "0.05")
    assert not any("slabs.non_salaried" in place for place in found)


def test_what_only_the_first_year_has_is_told_too() -> None:
    forward, backward = (
        differences(load_law(2026), load_law(2027)),
        differences(load_law(2027), load_law(2026)),
    )

    assert {(each.place, each.second, each.first) for each in backward} == {tuple(each) for each in forward}


@pytest.mark.parametrize(
    "place", ["tax_year", "starts", "ends", "source", "sha256", "confidence", "enacted_by"]
)
def test_what_always_differs_is_no_difference(place: str) -> None:
    found = differences(load_law(2019), load_law(2027))

    assert found
    assert not any(place in each.place.split(".") for each in found)
