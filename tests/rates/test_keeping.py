"""What is new is kept, what is known stays, and what differs is decided by the user."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from far_servers import SBP, FarServers
from hypothesis import given
from hypothesis import strategies as st
from providers import (
    ALL,
    ARCHIVE,
    AUGUST,
    BFER_USD,
    CURRENT,
    NEED,
    OCTOBER,
    WACR_FILE,
    Updating,
    codes,
    failed,
    relay,
    set_bfer,
    set_blend,
    set_wacr,
    wacr,
)
from rate_bodies import bfer_workbook, bundled_rates

from freelance_pk.model.errors import RateMissingError
from freelance_pk.rates import load_rates, rate_on
from freelance_pk.rates.cache import Body, read_lines, standing
from freelance_pk.rates.keeping import keep
from freelance_pk.rates.publications import Quote


def test_the_workbooks_give_what_is_new_and_leave_what_is_known(
    far: FarServers, kept: Path, updating: Updating
) -> None:
    set_bfer(far)
    table, outcome = updating(today=OCTOBER, bulk=True)
    (saved,) = [each for each in outcome.saved if each.publication == "sbp-bfer"]

    assert (saved.new, saved.same) == (46, 5 * 23)  # two days of September; five of June are bundled
    assert rate_on(table, "NOK", date(2026, 9, 1)).pkr == Decimal(ALL["NOK"])
    assert far.asked_paths(SBP) == [ARCHIVE, CURRENT]
    assert outcome.failures == []  # the current file is not there, and nothing is lost by it


def test_the_archive_stands_over_the_current_file(far: FarServers, updating: Updating) -> None:
    set_bfer(far)
    far.set(
        SBP, CURRENT, bfer_workbook({"2026-09-09": {**ALL, "USD": "279"}, "2026-09-03": ALL}, header_row=9)
    )
    table, outcome = updating(today=OCTOBER, bulk=True)

    assert rate_on(table, *NEED).pkr == Decimal(BFER_USD)
    assert rate_on(table, "USD", date(2026, 9, 3)).found == date(2026, 9, 3)
    assert codes(outcome) == []


def test_what_was_typed_in_is_replaced_and_reported(far: FarServers, updating: Updating) -> None:
    july = bundled_rates("2026-07-02", "2026-07-03")
    days = {day: {**ALL, **rates} for day, rates in july.items()}
    days["2026-07-02"]["USD"] = "278.000001"
    set_bfer(far, bfer_workbook(bundled_rates("2026-06-22", "2026-06-30") | days))
    table, outcome = updating(today=OCTOBER, bulk=True)

    assert rate_on(table, "USD", date(2026, 7, 2)).pkr == Decimal("278.000001")
    (change,) = [change for saved in outcome.saved for change in saved.changes]
    assert (change.currency, change.old, change.taken) == ("USD", july["2026-07-02"]["USD"], True)


def test_a_provisional_rate_is_replaced_by_the_daily_average_and_reported(
    far: FarServers, updating: Updating
) -> None:
    set_wacr(far)
    table, _ = updating(NEED)
    assert rate_on(table, *NEED).provisional

    set_bfer(far)
    table, outcome = updating(NEED, today=OCTOBER)
    rate = rate_on(table, *NEED)
    assert (rate.pkr, rate.provisional) == (Decimal(BFER_USD), False)
    (replaced,) = outcome.replaced
    assert (replaced.before.pkr, replaced.after.pkr) == (Decimal("278.22"), Decimal(BFER_USD))


@pytest.mark.parametrize("accept", [False, True])
def test_a_revision_is_reported_and_taken_only_when_asked(
    far: FarServers, kept: Path, updating: Updating, accept: bool
) -> None:
    days = bundled_rates("2026-06-22", "2026-06-30")
    old = days["2026-06-30"]["USD"]
    days["2026-06-30"] = {**days["2026-06-30"], "USD": "279.5"}
    set_bfer(far, bfer_workbook(days))
    table, outcome = updating(today=OCTOBER, bulk=True, accept=accept)

    assert rate_on(table, "USD", date(2026, 6, 30)).pkr == Decimal("279.5" if accept else old)
    (change,) = [change for saved in outcome.saved for change in saved.changes]
    assert (change.old, change.new, change.taken) == (old, "279.5", accept)
    assert codes(outcome) == ["rate-revision"]
    if accept:
        assert read_lines(kept, "sbp-bfer")[-1].note == f"revises {old}"


def test_a_revised_sheet_is_not_taken_silently(far: FarServers, kept: Path, updating: Updating) -> None:
    set_wacr(far)
    updating(NEED)
    set_wacr(far, wacr(dollar=("278.3", "278.4")))
    before = (kept / "sbp-wacr.csv").read_bytes()
    table, outcome = updating(NEED, only=("sbp-wacr",), table=load_rates(kept))

    assert far.asked_paths(SBP).count(WACR_FILE) == 1  # held already, so not even asked for
    table, outcome = updating(NEED, accept=True)
    assert codes(outcome) == ["rate-revision"]
    assert (kept / "sbp-wacr.csv").read_bytes().startswith(before)
    assert rate_on(table, *NEED).pkr == Decimal("278.35")


def test_a_workbook_that_disagrees_as_a_whole_is_not_taken(
    far: FarServers, kept: Path, updating: Updating
) -> None:
    days = bundled_rates("2026-06-22", "2026-06-30")
    shifted = {
        day: {code: f"{Decimal(rate) * Decimal('1.01'):.6f}" for code, rate in rates.items()}
        for day, rates in days.items()
    }
    set_bfer(far, bfer_workbook({**shifted, "2026-09-01": ALL}))
    _, outcome = updating(today=OCTOBER, bulk=True)

    assert "115 of 138 rates differ" in failed(outcome)["sbp-bfer"]
    assert not (kept / "sbp-bfer.csv").exists()


@pytest.mark.parametrize(
    ("dollar", "kept_", "code"),
    [
        ("278", True, None),
        ("282", True, None),  # 1.5 % from 277.771429
        ("284", True, "rate-alarm"),  # 2.2 %
        ("299.9", True, "rate-alarm"),  # 7.97 %
        ("300", False, "rate-refused"),  # 8.003 %
        ("0.0036", False, "rate-refused"),
    ],
)
def test_alarms_at_two_and_eight_per_cent(
    far: FarServers, updating: Updating, dollar: str, kept_: bool, code: str | None
) -> None:
    set_blend(far, relay(dollar))
    table, outcome = updating(NEED, only=("frankfurter",))
    need_table = rate_on(table, *NEED)

    assert (need_table.basis == "frankfurter") is False or kept_
    lines = [saved.new for saved in outcome.saved]
    assert sum(lines) == (1 if kept_ else 0)
    assert codes(outcome) == ([code] if code else [])


def test_a_real_jump_of_the_official_series_raises_no_alarm(far: FarServers, updating: Updating) -> None:
    """The dollar moved 6.4 % on 27 January 2023, the lira 28 % on 21 December 2021."""
    jumped = {
        **ALL,
        "USD": f"{Decimal(AUGUST['USD']) * Decimal('1.12'):.6f}",
        "TRY": f"{Decimal(ALL['TRY']) * Decimal('1.28'):.6f}",
    }
    set_bfer(far, bfer_workbook(bundled_rates("2026-06-22", "2026-06-30") | {"2026-09-01": jumped}))
    table, outcome = updating(today=OCTOBER, bulk=True)

    assert rate_on(table, "USD", date(2026, 9, 1)).pkr == Decimal(jumped["USD"])
    assert codes(outcome) == []


def test_the_state_bank_beats_all(far: FarServers, updating: Updating) -> None:
    set_blend(far, relay("279", day="2026-09-04"))
    table, _ = updating(("USD", date(2026, 9, 4)), only=("frankfurter",))
    # Its rate of 31 August is four days old: nearer to the law than a stranger's of the day.
    assert rate_on(table, "USD", date(2026, 9, 4)).basis == "sbp-bfer"
    set_blend(far)
    updating(NEED, only=("frankfurter",))
    set_wacr(far)
    table, _ = updating(NEED)
    assert rate_on(table, *NEED).basis == "sbp-wacr"


def test_others_are_used_only_online_and_said_to_be_kept(
    far: FarServers, kept: Path, updating: Updating
) -> None:
    need = ("USD", date(2026, 9, 14))
    set_blend(far, relay("279", day="2026-09-14"))
    table, _ = updating(need)
    assert rate_on(table, *need).basis == "frankfurter"
    assert "not a State Bank rate" in rate_on(table, *need).note

    with pytest.raises(RateMissingError, match="a rate of 2026-09-14 that is not the State Bank's is kept"):
        rate_on(load_rates(kept), *need)


# --- laws of keeping, whatever comes ----------------------------------------------------------------

SEPTEMBER = [date(2026, 9, day) for day in range(1, 6)]
bodies = st.lists(
    st.dictionaries(st.sampled_from(SEPTEMBER), st.decimals(270, 285, places=6), max_size=5),
    min_size=1,
    max_size=5,
)
publications = st.sampled_from(["sbp-bfer", "sbp-easydata", "frankfurter-sbp", "frankfurter", "currency-api"])


@given(bodies, publications, st.lists(st.booleans(), min_size=5, max_size=5))
def test_a_kept_rate_changes_only_when_accepted_and_every_line_ever_written_stays(
    given_bodies: list[dict[date, Decimal]], publication: str, accepts: list[bool]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stands: dict[str, Decimal] = {}
        written = b""
        for number, (rates, accept) in enumerate(zip(given_bodies, accepts, strict=False)):
            quotes = [Quote(publication, "USD", day, "mid", rate) for day, rate in rates.items()]
            body = Body(f"[{number}]".encode(), "json")
            saved = keep(folder, publication, quotes, body, "2026-10-20T07:00:00Z", accept=accept)

            new = {day.isoformat(): rate for day, rate in rates.items()}
            differs = {
                day for day in stands.keys() & new.keys() if abs(stands[day] - new[day]) > Decimal("0.000001")
            }
            assert {change.day.isoformat() for change in saved.changes} == differs
            assert all(change.taken is accept for change in saved.changes)
            stands = {**new, **stands} | ({day: new[day] for day in differs} if accept else {})
            lines = standing(read_lines(folder, publication)).get(("USD", "mid"), {})
            assert {day: Decimal(each.value) for day, each in lines.items()} == stands
            path = folder / f"{publication}.csv"
            now = path.read_bytes() if path.exists() else b""
            assert now.startswith(written)
            written = now
