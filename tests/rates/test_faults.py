"""Each fault of a provider ends in the next one, or in one clear error; the cache stays whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from far_servers import FRANKFURTER, PAGES, SBP, Answer, FarServers, body, cut_short, reset, slow
from providers import (
    ALL,
    ARCHIVE,
    CHAIN,
    DAY,
    INDEX,
    KEY,
    M2M_FILE,
    NEED,
    OCTOBER,
    PAGES_FILE,
    WACR_FILE,
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
from rate_bodies import api_file, bfer_workbook, bundled_rates, index_of, relay_rows, retitled

from freelance_pk.model.errors import RateMissingError
from freelance_pk.rates import load_rates, rate_on
from freelance_pk.rates.cache import read_lines
from freelance_pk.rates.publications import PUBLICATIONS
from freelance_pk.rates.sources import sbp_m2m, sbp_wacr
from freelance_pk.rates.sources.web import LARGEST
from freelance_pk.rates.verify import check_rates


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


UPSIDE_DOWN = {code: f"{1 / Decimal(rate):.9f}" for code, rate in ALL.items()}
AHEAD = "2026-10-21"
# Not wrong, but no answer to what was asked: the next one is asked without a word.
QUIET = {"nothing yet", "stale"}


def relayed(source: str) -> dict[str, bytes]:
    """What Frankfurter can get wrong, whichever of its series."""
    good = GOOD[source]
    return {
        "the other way": relay("0.003591", base="PKR", quote="USD"),
        "upside down": relay("0.003591"),
        "far off": relay("178.55"),
        "8.1 % off": relay("300.3"),
        "another currency": relay("278.5", base="EUR"),
        "renamed fields": good.replace(b'"rate"', b'"value"'),
        "another form": b'{"rates": {"PKR": 278.55}}',
        "a day ahead": relay("278.55", day=AHEAD),
        "two rates of a day": relay_rows([("2026-09-09", "USD", "PKR", r) for r in ("278.5", "278.9")]),
        "nothing yet": b"[]",
        "stale": relay("278.55", day="2026-08-20"),
    }


# What only one provider can get wrong: labels, header rows, columns, title, direction, day.
WRONG: dict[str, dict[str, bytes]] = {
    "sbp-bfer": {
        "renamed header": bfer_workbook({"2026-09-09": ALL}, header="Ccy"),
        "header far down": bfer_workbook({"2026-09-09": ALL}, header_row=70),
        "renamed labels": bfer_workbook(
            {"2026-09-09": ALL}, labels={c: c for c in ("AED", "AUD", "BHD", "CAD")}
        ),
        "upside down": bfer_workbook({"2026-09-09": UPSIDE_DOWN}),
        "rows changed places": archive(USD=ALL["KWD"], KWD=ALL["USD"]),
        "a day ahead": bfer_workbook({"2026-09-09": ALL, AHEAD: ALL}),
        "stale": bfer_workbook(bundled_rates("2026-06-22", "2026-06-30")),
    },
    "sbp-wacr": {
        "another day": wacr(date(2026, 9, 1)),
        "far off": wacr(dollar=("178.2", "178.4")),
        "upside down": wacr(dollar=("0.003594", "0.003589")),
        "another title": retitled(wacr(), "Weighted Average Customer Exchange", "Open Market"),
        "renamed columns": retitled(wacr(), "BUYING SELLING", "BID OFFER"),
    },
    "sbp-m2m": {
        "another day": m2m(date(2026, 9, 1)),
        "far off": m2m(dollar="178.2"),
        "upside down": m2m(dollar="0.0036"),
        "another title": retitled(m2m(), "Mark to Market Revaluation", "Booking of Contracts"),
        "renamed columns": retitled(m2m(), "READY", "SPOT"),
    },
    "sbp-easydata": {
        "upside down": easydata("0.0035957"),
        "another series": easydata().replace(b"XRDAVG0220", b"XRDAVG0230"),
        "renamed columns": easydata().replace(b"Observation Value", b"Value"),
        "a day ahead": easydata(day=AHEAD),
        "stale": easydata(day="2026-08-28"),
    },
    "frankfurter-sbp": relayed("frankfurter-sbp"),
    "frankfurter": relayed("frankfurter"),
    "currency-api": {
        "another day": api_file("2026-09-01", "usd", {"pkr": "278.77"}),
        "a day ahead": api_file(AHEAD, "usd", {"pkr": "278.77"}),
        "upside down": api_file("2026-09-09", "usd", {"pkr": "0.003587"}),
        "far off": api_file("2026-09-09", "usd", {"pkr": "178.77"}),
        "another currency": api_file("2026-09-09", "eur", {"pkr": "320.5"}),
        "no rupees": api_file("2026-09-09", "usd", {"inr": "88.1"}),
    },
}


def of(source: str) -> dict[str, Answer]:
    """Every fault of a provider."""
    return faults(source) | {name: body(data) for name, data in WRONG[source].items()}


CASES = [
    pytest.param(source, fault, answer, id=f"{source}: {fault}")
    for source in list(CHAIN)[:-1]
    for fault, answer in of(source).items()
]


@pytest.mark.parametrize(("source", "fault", "answer"), CASES)
def test_a_fault_of_one_provider_ends_in_the_next(
    far: FarServers, kept: Path, updating: Updating, source: str, fault: str, answer: Answer
) -> None:
    names = list(CHAIN)
    CHAIN[source][0](far, answer)
    before = _seeded(kept)
    _assert_answered_by(far, updating, names[names.index(source) + 1], source, quiet=fault in QUIET)
    _assert_intact(kept, before)


def _assert_answered_by(
    far: FarServers, updating: Updating, following: str, source: str, *, quiet: bool = False
) -> None:
    set_good, dollar, basis = CHAIN[following]
    set_good(far)
    table, outcome = updating(NEED, today=OCTOBER)
    rate = rate_on(table, *NEED)

    assert (rate.pkr, rate.basis) == (Decimal(dollar), basis), outcome.failures
    assert quiet is not (source in failed(outcome) or "rate-refused" in codes(outcome))
    assert KEY not in repr(outcome)


def _assert_intact(kept: Path, before: bytes) -> None:
    """What was known before is as it was, and nothing half-written is left."""
    assert (kept / "sbp-wacr.csv").read_bytes().startswith(before)
    assert not list(kept.rglob("*.part"))
    assert {checked.name: checked.faults for checked in check_rates(kept)}.keys() >= {"bundled table"}
    for publication in PUBLICATIONS:
        read_lines(kept, publication)  # whole, or this raises


# The day sheets are found through an index; m2m's file names are guessed where it does not come.
INDEXES: dict[str, Callable[[str, str], Answer]] = {
    "reset in mid-body": lambda slug, _: reset(index_of(slug, {"2026-09-09": WACR_FILE})),
    "500 again and again": lambda *_: body(b"", 500),
    "HTML with 200": lambda *_: body(b"<!DOCTYPE html><html></html>"),
    "truncated body": lambda slug, path: body(index_of(slug, {"2026-09-09": path})[:-20]),
    "renamed fields": lambda slug, path: body(
        index_of(slug, {"2026-09-09": path}).replace(b"attachment", b"file")
    ),
    "another host": lambda slug, _: body(index_of(slug, {"2026-09-09": "https://elsewhere.example/a.pdf"})),
    "stale": lambda slug, path: body(index_of(slug, {"2026-08-20": path})),
}


@pytest.mark.parametrize("source", ["sbp-wacr", "sbp-m2m"])
@pytest.mark.parametrize("fault", INDEXES)
def test_an_index_at_fault_ends_in_the_next(
    far: FarServers, kept: Path, updating: Updating, source: str, fault: str
) -> None:
    slug, path = {"sbp-wacr": (sbp_wacr.SLUG, WACR_FILE), "sbp-m2m": (sbp_m2m.SLUG, M2M_FILE)}[source]
    far.set_query(SBP, INDEX, {"slug": slug}, INDEXES[fault](slug, path))
    before = _seeded(kept)
    names = list(CHAIN)
    _assert_answered_by(far, updating, names[names.index(source) + 1], source, quiet=fault in QUIET)
    _assert_intact(kept, before)


# Who is asked next on another host, when one is silent.
ELSEWHERE = {
    "sbp-bfer": "sbp-easydata",
    "sbp-wacr": "sbp-easydata",
    "sbp-m2m": "sbp-easydata",
    "sbp-easydata": "frankfurter-sbp",
    "frankfurter-sbp": "currency-api",
    "frankfurter": "currency-api",
}


@pytest.mark.parametrize("source", ELSEWHERE)
def test_a_time_out_ends_in_the_next_host(
    far: FarServers, kept: Path, updating: Updating, source: str
) -> None:
    CHAIN[source][0](far, slow(0.8, body(GOOD[source])))
    before = _seeded(kept)
    _assert_answered_by(far, updating, ELSEWHERE[source], source)
    _assert_intact(kept, before)


@pytest.mark.parametrize("source", CHAIN)
@pytest.mark.parametrize(
    "passing",
    [
        ["500", "429"],
        ["reset in mid-body", "connection closed in mid-body"],
        ["time-out"],
    ],
    ids=", then ".join,
)
def test_a_fault_that_passes_is_got_over_by_each(
    far: FarServers, updating: Updating, source: str, passing: list[str]
) -> None:
    set_good, dollar, basis = CHAIN[source]
    answers = {
        **faults(source),
        "500": body(b"", 500),
        "429": body(b"", 429, Retry_After="1"),
        "time-out": slow(0.8, body(b"late")),
    }
    set_good(far, *(answers[each] for each in passing), body(GOOD[source]))
    table, outcome = updating(NEED, today=OCTOBER)

    assert source not in failed(outcome)
    assert (rate_on(table, *NEED).pkr, rate_on(table, *NEED).basis) == (Decimal(dollar), basis)


def _seeded(kept: Path) -> bytes:
    """A cache that holds one day already."""
    kept.mkdir()
    line = f"2026-09-01,EUR,buying,321.5,2026-09-01T12:00:00Z,{'0' * 64},\n"
    content = f"date,currency,side,value,retrieved,sha256,note\n{line}".encode()
    (kept / "sbp-wacr.csv").write_bytes(content)
    return content


@pytest.mark.parametrize("fault", [*of("currency-api"), "time-out"])
def test_when_the_last_one_fails_too_what_was_known_serves_marked(
    far: FarServers, kept: Path, updating: Updating, fault: str
) -> None:
    answer = slow(0.8, body(b"late")) if fault == "time-out" else of("currency-api")[fault]
    set_api(far, answer)
    far.set(PAGES, PAGES_FILE, answer)
    before = _seeded(kept)
    table, outcome = updating(NEED, today=OCTOBER)
    rate = rate_on(table, *NEED)

    assert "currency-api" in failed(outcome) or "rate-refused" in codes(outcome)
    assert (rate.found, rate.provisional) == (date(2026, 8, 31), True)
    assert "no rate for 9 days" in rate.note
    assert bool(far.asked_paths(PAGES)) is (fault not in {"upside down", "far off"})  # copies of one file
    _assert_intact(kept, before)


def test_when_all_fail_there_is_one_clear_error(far: FarServers, updating: Updating) -> None:
    need = ("USD", date(2026, 9, 16))  # more than ten days past the bundled end
    table, outcome = updating(need, today=OCTOBER)

    assert outcome.unmet == (need,)
    assert set(failed(outcome)) == set(CHAIN)
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
