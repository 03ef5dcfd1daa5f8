"""What was fetched is laid over the bundled table: who wins on a day, and what is made of two figures."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from freelance_pk.rates import load_bundled, load_rates
from freelance_pk.rates.bundled import currencies, provenance, sure_until
from freelance_pk.rates.cache import Body, Line, append
from freelance_pk.rates.known import reloaded
from freelance_pk.rates.series import Mark, Series

BODY = Body(b"a body", "json")
RETRIEVED = "2026-09-20T07:15:00Z"


def keep(folder: Path, publication: str, *quotes: str) -> None:
    """Keep figures: each is `day currency side value`, and after them what the line notes."""
    lines = []
    for quote in quotes:
        day, currency, side, value, *note = quote.split(maxsplit=4)
        lines.append(Line(day, currency, side, value, RETRIEVED, BODY.sha256, *note))
    append(folder, publication, BODY, lambda _: lines)


def on(series: Series | None, day: str) -> tuple[str, Mark]:
    assert series is not None
    assert series.marks is not None
    place = series.days.index(day)
    return series.rates[place], series.marks[place]


def values(series: Series | None) -> Mapping[str, str]:
    assert series is not None
    assert series.days == sorted(series.days)
    return dict(zip(series.days, series.rates, strict=True))


def test_without_a_folder_the_bundled_table_is_all_there_is(kept: Path) -> None:
    assert load_rates(kept) == load_bundled()
    kept.mkdir()
    assert load_rates(kept).series("USD") == load_bundled().series("USD")
    assert load_rates(kept).kept("sbp-wacr", "USD") is None


def test_the_folder_of_the_user_is_read_unless_one_is_named(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(kept, "sbp-bfer", "2026-09-07 USD mid 279.5")
    monkeypatch.setenv("FREELANCE_PK_RATES", str(kept))

    assert values(load_rates().series("USD"))["2026-09-07"] == "279.5"


# The part that was typed in ends later than the State Bank's own: what it is sure of stands, the rest gives way.
def test_where_the_bundled_table_is_sure_it_wins_and_elsewhere_the_state_banks_answers_do(kept: Path) -> None:
    sure, typed = sure_until(), provenance().last.isoformat()
    assert sure < typed
    before = values(load_bundled().series("USD"))
    keep(kept, "sbp-easydata", f"{sure} USD mid 1.5", f"{typed} USD mid 2.5", "2026-09-07 USD mid 3.5")
    after = load_rates(kept).series("USD")

    assert on(after, sure) == (before[sure], load_bundled().mark)
    words = "State Bank of Pakistan, Banks' Floating Exchange Rates (EasyData)"
    assert on(after, typed) == ("2.5", Mark("sbp-bfer", words, RETRIEVED, BODY.sha256))
    assert on(after, "2026-09-07") == ("3.5", Mark("sbp-bfer", words, RETRIEVED, BODY.sha256))


def test_a_revision_that_was_accepted_replaces_even_what_was_sure(kept: Path) -> None:
    sure = sure_until()
    keep(kept, "sbp-bfer", f"{sure} USD mid 1.5 revises 278.1")

    assert on(load_rates(kept).series("USD"), sure)[0] == "1.5"


def test_the_workbooks_answer_stands_over_easydatas(kept: Path) -> None:
    keep(kept, "sbp-bfer", "2026-09-07 USD mid 279.5")
    keep(kept, "sbp-easydata", "2026-09-07 USD mid 279.6", "2026-09-08 USD mid 280.6")
    both = load_rates(kept).series("USD")

    assert on(both, "2026-09-07")[0] == "279.5"
    assert on(both, "2026-09-08")[0] == "280.6"


def test_a_currency_that_is_not_bundled_has_its_kept_days_alone(kept: Path) -> None:
    assert (len(currencies()), currencies()[0], currencies()[-1]) == (23, "AED", "USD")
    assert "XAU" not in currencies()
    keep(kept, "sbp-bfer", "2026-09-08 XAU mid 2", "2026-09-07 XAU mid 1")
    table = load_rates(kept)

    assert values(table.series("XAU")) == {"2026-09-07": "1", "2026-09-08": "2"}
    assert table.series("THB") == load_bundled().series("THB")
    assert table.series("XAG") is None


def test_of_customer_rates_the_middle_of_buying_and_selling_serves_where_both_are_there(kept: Path) -> None:
    keep(
        kept,
        "sbp-wacr",
        "2026-09-07 USD buying 279.1",
        "2026-09-07 USD selling 279.4",
        "2026-09-08 USD buying 280.0",
        "2026-09-09 USD selling 281.0",
    )
    table = load_rates(kept)
    words = "State Bank of Pakistan, Weighted Average Customer Exchange Rates"

    middle = table.kept("sbp-wacr", "USD")
    assert values(middle) == {"2026-09-07": "279.25"}
    assert on(middle, "2026-09-07")[1] == Mark(
        "sbp-wacr", f"{words}, mid of buying and selling", RETRIEVED, BODY.sha256
    )
    buying = table.kept("wacr-buy", "USD")
    assert values(buying) == {"2026-09-07": "279.1", "2026-09-08": "280.0"}
    assert on(buying, "2026-09-08")[1] == Mark("sbp-wacr-buy", f"{words}, buying", RETRIEVED, BODY.sha256)


def test_of_the_revaluation_sheet_the_rate_for_ready_delivery_serves(kept: Path) -> None:
    keep(kept, "sbp-m2m", "2026-09-07 USD ready 279.3", "2026-09-07 USD mid 1")
    series = load_rates(kept).kept("sbp-m2m", "USD")

    assert on(series, "2026-09-07") == (
        "279.3",
        Mark(
            "sbp-m2m",
            "State Bank of Pakistan, Mark-to-Market Revaluation Exchange Rates",
            RETRIEVED,
            BODY.sha256,
        ),
    )


# 5 September 2026 is a Saturday: what others publish for it is Friday's market; the State Bank's own relay may be right.
@pytest.mark.parametrize(
    ("publication", "days"),
    [
        ("frankfurter", {"2026-09-04": "1", "2026-09-07": "4"}),
        ("currency-api", {"2026-09-04": "1", "2026-09-07": "4"}),
        ("frankfurter-sbp", {"2026-09-04": "1", "2026-09-05": "2", "2026-09-06": "3", "2026-09-07": "4"}),
    ],
)
def test_weekends_of_others_are_left_out(kept: Path, publication: str, days: dict[str, str]) -> None:
    keep(
        kept,
        publication,
        "2026-09-04 USD mid 1",
        "2026-09-05 USD mid 2",
        "2026-09-06 USD mid 3",
        "2026-09-07 USD mid 4",
    )
    series = load_rates(kept).kept(publication, "USD")

    assert values(series) == days
    assert on(series, "2026-09-04")[1].basis == publication


def test_dollars_for_one_unit_are_the_blends_before_the_other_ones(kept: Path) -> None:
    keep(kept, "currency-api", "2026-09-04 ZAR usd 0.055", "2026-09-07 ZAR usd 0.056", "2026-09-05 ZAR usd 9")
    keep(kept, "frankfurter", "2026-09-07 ZAR usd 0.057", "2026-09-07 ZAR mid 15")
    series = load_rates(kept).kept("usd", "ZAR")

    assert values(series) == {"2026-09-04": "0.055", "2026-09-07": "0.057"}
    assert on(series, "2026-09-04")[1].basis == "currency-api"
    assert on(series, "2026-09-07")[1].basis == "frankfurter"


def test_what_is_fetched_later_is_seen_when_the_table_is_read_again_with_its_policy(kept: Path) -> None:
    keep(kept, "sbp-bfer", "2026-09-07 USD mid 279.5")
    table = load_rates(kept).with_choices({}, {}, "m2m")
    assert values(table.series("USD"))["2026-09-07"] == "279.5"
    assert table.kept("sbp-m2m", "USD") is None
    keep(kept, "sbp-bfer", "2026-09-08 USD mid 280.5")
    keep(kept, "sbp-m2m", "2026-09-08 USD ready 281")

    again = reloaded(table, kept)
    assert values(again.series("USD"))["2026-09-08"] == "280.5"
    assert values(again.kept("sbp-m2m", "USD")) == {"2026-09-08": "281"}
    assert again.default == table.default
