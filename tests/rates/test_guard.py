"""Which fetched figures may be kept: against what the State Bank said last, and never of a day that lies ahead."""

from datetime import date
from decimal import Decimal

import pytest

from freelance_pk.model.issue import Issue, Severity
from freelance_pk.rates import RateTable
from freelance_pk.rates.guard import judge
from freelance_pk.rates.publications import Quote
from freelance_pk.rates.series import Series
from freelance_pk.rates.sources.protocol import ContentError

MONDAY, TUESDAY, TODAY = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 20)
KNOWN = RateTable(
    lambda currency: Series(["2026-09-04"], ["280"]) if currency == "USD" else None, "sbp-bfer", "a test"
)


def quote(
    value: str,
    *,
    of: str = "frankfurter",
    currency: str = "USD",
    day: date = MONDAY,
    side: str = "mid",
) -> Quote:
    return Quote(of, currency, day, side, Decimal(value))


def kept(*quotes: Quote, accept: bool = False) -> tuple[Quote, ...]:
    return judge(KNOWN, quotes, TODAY, accept=accept).quotes


# Others are warned of from 2 % and refused from 8 %: 280 +- 5.60 and +- 22.40.
@pytest.mark.parametrize(
    ("value", "code", "is_kept"),
    [
        ("285.60", None, True),
        ("285.61", "rate-alarm", True),
        ("274.40", None, True),
        ("274.39", "rate-alarm", True),
        ("302.40", "rate-alarm", True),
        ("302.41", "rate-refused", False),
        ("257.59", "rate-refused", False),
    ],
)
def test_a_strangers_rate_is_held_against_the_state_banks_last(
    value: str, code: str | None, is_kept: bool
) -> None:
    judged = judge(KNOWN, [quote(value)], TODAY, accept=False)

    assert [issue.code for issue in judged.issues] == ([code] if code else [])
    assert bool(judged.quotes) == is_kept


def test_an_alarm_and_a_refusal_say_the_figure_its_publication_and_how_far_off_it_is() -> None:
    assert judge(KNOWN, [quote("299.6")], TODAY, accept=False).issues == (
        Issue(
            Severity.WARNING,
            "rate-alarm",
            "the rate 299.6 of frankfurter for USD on 2026-09-07 (mid) is 7.0 % from the State Bank's last, 280; it is kept.",
            "frankfurter",
            "compare it with the State Bank's page of that day",
        ),
    )
    assert judge(KNOWN, [quote("310")], TODAY, accept=False).issues == (
        Issue(
            Severity.WARNING,
            "rate-refused",
            "the rate 310 of frankfurter for USD on 2026-09-07 (mid) is 10.7 % from the State Bank's last, 280: it is "
            "not kept. No rate of this answer is kept.",
            "frankfurter",
            "if it is right, `freelance-pk rates update --accept-revision` takes it",
        ),
    )


def test_accepted_revisions_are_kept_with_the_alarm() -> None:
    judged = judge(KNOWN, [quote("310")], TODAY, accept=True)

    assert judged.quotes == (quote("310"),)
    assert [issue.code for issue in judged.issues] == ["rate-alarm"]


def test_a_refused_dollar_takes_the_whole_answer_with_it_and_a_refused_euro_itself_alone() -> None:
    both = RateTable(lambda _: Series(["2026-09-04"], ["280"]), "sbp-bfer", "a test")
    dollar = judge(both, [quote("310"), quote("281", currency="EUR")], TODAY, accept=False)
    euro = judge(both, [quote("281"), quote("310", currency="EUR")], TODAY, accept=False)
    last = judge(both, [quote("310"), quote("310", currency="ZAR")], TODAY, accept=False)

    assert dollar.quotes == last.quotes == ()
    assert euro.quotes == (quote("281"),)
    assert euro.issues[0].message.endswith("it is not kept.")


def test_a_currency_of_which_nothing_is_known_is_kept() -> None:
    assert kept(quote("8.5", currency="THB")) == (quote("8.5", currency="THB"),)


def test_the_state_banks_own_answers_are_held_against_each_other_day_by_day() -> None:
    # 280 to 300 is 7.1 %, 300 to 320 is 6.7 %: a stranger's second would be 14 % from the known 280.
    steps = [quote("300", of="sbp-wacr"), quote("320", of="sbp-wacr", day=TUESDAY)]
    strange = [quote("300"), quote("320", day=TUESDAY)]

    assert kept(*steps) == tuple(steps)
    assert kept(*strange) == ()


@pytest.mark.parametrize(
    ("value", "is_kept"),
    [("1E-7", False), ("0.00000011", True), ("99.99", True), ("100", False), ("0.05", True)],
)
def test_dollars_for_one_unit_lie_between_the_least_and_the_dearest_currency(
    value: str, is_kept: bool
) -> None:
    assert bool(kept(quote(value, currency="ZAR", side="usd"))) == is_kept


def test_dollars_beside_a_rate_are_judged_apart() -> None:
    quotes = [quote("0.05", currency="ZAR", side="usd"), quote("310", currency="EUR")]

    assert kept(*quotes) == tuple(sorted(quotes))
    later = [quote("1000", currency="ZAR", side="usd"), quote("281", day=TUESDAY)]
    assert kept(*later) == (later[1],)


def test_a_day_that_lies_ahead_is_refused() -> None:
    today = quote("280", day=TODAY)
    assert kept(today) == (today,)
    with pytest.raises(ContentError) as caught:
        kept(quote("280", day=date(2026, 9, 21)))

    with pytest.raises(ContentError, match="which lies ahead"):
        kept(quote("310", currency="EUR", day=date(2026, 9, 21)), quote("280"))
    assert caught.value.message == (
        "it holds a rate of 2026-09-21, which lies ahead of 2026-09-20: its dates are wrong, or this machine's clock is"
    )


def test_a_figure_said_twice_is_one_and_two_figures_of_one_day_are_refused() -> None:
    assert kept(quote("281"), quote("281")) == (quote("281"),)
    assert (
        len(kept(quote("281", side="buying", of="sbp-wacr"), quote("282", side="selling", of="sbp-wacr")))
        == 2
    )
    with pytest.raises(ContentError) as caught:
        kept(quote("283"), quote("281"))

    assert caught.value.message == "USD of 2026-09-07 stands in it twice, as 281 and 283"


def test_nothing_is_nothing_to_judge() -> None:
    assert judge(KNOWN, [], TODAY, accept=False) == ((), ())


# The daily averages have real jumps: only what cannot be rupees for one unit is refused.
@pytest.mark.parametrize(
    ("value", "is_kept"), [("420", True), ("140", True), ("420.01", False), ("139.99", False)]
)
def test_an_official_rate_more_than_half_away_is_no_rupees_for_one_unit(value: str, is_kept: bool) -> None:
    official = quote(value, of="sbp-bfer")
    assert kept(official, accept=True) == (official,)
    if is_kept:
        assert judge(KNOWN, [official], TODAY, accept=False) == ((official,), ())
        return
    with pytest.raises(ContentError) as caught:
        kept(official)
    assert caught.value.message == (
        f"USD of 2026-09-07 is {value}, and the rate before was 280: it is not rupees for one USD, or stands in the "
        "wrong row"
    )
    assert caught.value.remedy == "look at the file; `--accept-revision` takes it if it is right"


def test_official_rates_are_held_against_the_one_before_in_the_same_file() -> None:
    steps = [quote("400", of="sbp-bfer"), quote("590", of="sbp-bfer", day=TUESDAY)]
    first = [
        quote("1", of="sbp-bfer", currency="THB"),
        quote("1.6", of="sbp-bfer", currency="THB", day=TUESDAY),
    ]

    assert kept(*steps) == tuple(steps)
    with pytest.raises(ContentError, match=r"THB of 2026-09-08 is 1\.6, and the rate before was 1:"):
        kept(*first)
