"""Each fault of a provider ends in the next one, or in one clear error; the cache stays whole."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from far_servers import FRANKFURTER, SBP, Answer, FarServers, body, cut_short, reset, slow
from providers import (
    ALL,
    ARCHIVE,
    CHAIN,
    DAY,
    KEY,
    NEED,
    OCTOBER,
    Updating,
    archive,
    codes,
    easydata,
    failed,
    m2m,
    relay,
    set_api,
    set_bfer,
    set_blend,
    wacr,
)
from rate_bodies import api_file, bfer_workbook

from freelance_pk.model.errors import RateMissingError
from freelance_pk.rates import load_rates, rate_on
from freelance_pk.rates.sources.web import LARGEST


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FREELANCE_PK_EASYDATA_KEY", KEY)


@pytest.mark.parametrize("source", CHAIN)
def test_each_provider_answers_alone(far: FarServers, kept: Path, updating: Updating, source: str) -> None:
    set_good, dollar, basis = CHAIN[source]
    set_good(far)
    table, outcome = updating(NEED, today=OCTOBER)
    rate = rate_on(table, *NEED)

    assert (rate.pkr, rate.found, rate.basis) == (Decimal(dollar), DAY, basis)
    assert rate.provisional is (basis != "sbp-bfer")
    assert outcome.unmet == ()
    again = rate_on(load_rates(kept).with_choices({}, {}), "USD", date(2026, 8, 31))
    assert again.found == date(2026, 8, 31)
    # The body it was read from is kept under its digest.
    assert [path.stem for path in (kept / "raw").iterdir()] == [rate.sha256]


# --- every fault of every provider ends in the next one --------------------------------------------

GOOD: dict[str, bytes] = {
    "sbp-bfer": archive(),
    "sbp-wacr": wacr(),
    "sbp-m2m": m2m(),
    "sbp-easydata": easydata(),
    "frankfurter-sbp": relay("278.5555"),
    "frankfurter": relay("278.6666"),
    "currency-api": api_file("2026-09-09", "usd", {"pkr": "278.7777"}),
}


def faults(source: str) -> dict[str, Answer]:
    good = GOOD[source]
    return {
        "reset in mid-body": reset(good),
        "connection closed in mid-body": cut_short(good),
        "429 for an hour": body(b"", 429, Retry_After="3600"),
        "500 again and again": body(b"", 500),
        "403": body(b"no", 403),
        "HTML with 200": body(b"<!DOCTYPE html><html></html>"),
        "truncated body": body(good[: len(good) // 2]),
        "oversized body": body(good[:4] + b" " * LARGEST),
        "empty body": body(b""),
    }


# What only one provider can get wrong: renamed labels, shifted columns, wrong title, wrong way, another day.
WRONG: dict[str, dict[str, bytes]] = {
    "sbp-bfer": {
        "renamed header": archive().replace(b"x", b"x") and bfer_workbook({"2026-09-09": ALL}, header="Ccy"),
        "renamed labels": bfer_workbook(
            {"2026-09-09": ALL}, labels={c: c for c in ("AED", "AUD", "BHD", "CAD")}
        ),
        "upside down": bfer_workbook(
            {"2026-09-09": {code: f"{1 / Decimal(rate):.9f}" for code, rate in ALL.items()}}
        ),
        "rows changed places": archive(USD=ALL["KWD"], KWD=ALL["USD"]),
    },
    "sbp-wacr": {"another day": wacr(date(2026, 9, 1)), "far off": wacr(dollar=("178.2", "178.4"))},
    "sbp-m2m": {"another day": m2m(date(2026, 9, 1)), "upside down": m2m(dollar="0.0036")},
    "sbp-easydata": {
        "upside down": easydata("0.0035957"),
        "another series": easydata().replace(b"XRDAVG0220", b"XRDAVG0230"),
    },
    "frankfurter-sbp": {
        "the other way": relay("0.003591", base="PKR", quote="USD"),
        "upside down": relay("0.003591"),
        "far off": relay("178.55"),
        "nothing yet": b"[]",
    },
    "frankfurter": {"the other way": relay("0.003591", base="PKR", quote="USD"), "8.1 % off": relay("300.3")},
    "currency-api": {},
}
CASES = [
    pytest.param(source, fault, answer, id=f"{source}: {fault}")
    for source in list(CHAIN)[:-1]
    for fault, answer in [*faults(source).items(), *((k, body(v)) for k, v in WRONG[source].items())]
]


@pytest.mark.parametrize(("source", "fault", "answer"), CASES)
def test_a_fault_of_one_provider_ends_in_the_next(
    far: FarServers, kept: Path, updating: Updating, source: str, fault: str, answer: Answer
) -> None:
    names = list(CHAIN)
    following = names[names.index(source) + 1]
    set_good, dollar, basis = CHAIN[following]
    CHAIN[source][0](far, answer)
    set_good(far)
    before = _seeded(kept)
    table, outcome = updating(NEED, today=OCTOBER)
    rate = rate_on(table, *NEED)

    assert (rate.pkr, rate.basis) == (Decimal(dollar), basis), outcome.failures
    if fault != "nothing yet":
        assert source in failed(outcome) or "rate-refused" in codes(outcome)
    assert KEY not in repr(outcome)
    # What was known before is as it was, and nothing half-written is left.
    assert (kept / "sbp-wacr.csv").read_bytes().startswith(before)
    assert not list(kept.rglob("*.part"))


def _seeded(kept: Path) -> bytes:
    """A cache that holds one day already."""
    kept.mkdir()
    line = f"2026-09-01,EUR,buying,321.5,2026-09-01T12:00:00Z,{'0' * 64},\n"
    content = f"date,currency,side,value,retrieved,sha256,note\n{line}".encode()
    (kept / "sbp-wacr.csv").write_bytes(content)
    return content


@pytest.mark.parametrize("fault", faults("currency-api"))
def test_when_the_last_one_fails_too_there_is_one_clear_error(
    far: FarServers, updating: Updating, fault: str
) -> None:
    set_api(far, faults("currency-api")[fault])
    need = ("USD", date(2026, 9, 16))  # more than ten days past the bundled end
    table, outcome = updating(need, today=OCTOBER)

    assert outcome.unmet == (need,)
    assert set(failed(outcome)) >= {"sbp-bfer", "sbp-wacr", "sbp-m2m", "currency-api"}
    with pytest.raises(
        RateMissingError, match="no rate for USD on 2026-09-16: the rates known end on 2026-08-31"
    ):
        rate_on(table, *need)


def test_a_silent_provider_is_waited_for_three_times_and_its_host_left_alone(
    far: FarServers, updating: Updating
) -> None:
    set_bfer(far, slow(1.2, body(archive())))
    set_blend(far)
    _, outcome = updating(NEED, today=OCTOBER)

    assert "no answer within 0.5 seconds" in failed(outcome)["sbp-bfer"]
    assert "did not answer before" in failed(outcome)["sbp-wacr"]
    assert far.asked_paths(SBP) == [ARCHIVE] * 3
    assert far.asked_paths(FRANKFURTER)
