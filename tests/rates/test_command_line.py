"""The commands as a user types them, against providers reached through a proxy."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from far_servers import EASYDATA, SBP, FarServers, body
from machine import EARNED, Clock, User
from providers import (
    ALL,
    EASYDATA_USD,
    KEY,
    WACR_FILE,
    archive,
    set_bfer,
    set_blend,
    set_easydata,
    set_wacr,
    wacr,
)
from rate_bodies import bfer_workbook, bundled_rates


def test_an_update_says_what_it_kept_and_the_figures_use_it(far: FarServers, user: User) -> None:
    set_wacr(far)
    updated = user.types("rates", "update", "--from", "2026-09-09", "--to", "2026-09-09")

    assert updated.code == 0, updated.err
    assert "sbp-wacr: 20 new rates, 2026-09-09 to 2026-09-09; 0 known already" in updated.out
    assert "asking sbp-bfer" in updated.err
    assert "sbp-bfer: it answers with a web page: the file is not there" in updated.err
    shown = user.types("rates", "show", "USD", "2026-09-09")
    assert shown.out.splitlines()[0] == "1 USD = Rs 278.22 on 2026-09-09."
    assert "Provisional: until the State Bank's daily average is published." in shown.out
    assert "sbp-wacr to 2026-09-09: " in user.types("rates", "status").out
    made = user.types("report", "earned.csv", "--format", "json")
    assert made.code == 0, made.err
    assert made.json()["earned_pkr"]["gross"] == "27822"
    (rate,) = made.json()["rates"]
    assert (rate["basis"], rate["provisional"]) == ("sbp-wacr", True)
    assert len(rate["sha256"]) == 64
    assert "rate-provisional" in {issue["code"] for issue in made.json()["issues"]}
    assert "fetched rates, sbp-wacr" in {data["name"] for data in made.json()["data"]}
    assert user.types("rates", "check").code == 0


def test_a_report_fetches_what_it_lacks_and_keeps_it(far: FarServers, user: User) -> None:
    set_wacr(far)
    far.set(SBP, WACR_FILE, wacr())
    online = user.types("report", "earned.csv", "--online", "--format", "json")
    assert online.code == 0, online.err
    assert online.err.splitlines() == ["asking sbp-wacr"]
    far.asked.clear()

    offline = user.types("report", "earned.csv", "--format", "json")
    again = user.types("report", "earned.csv", "--online", "--quiet", "--format", "json")
    assert offline.out == online.out == again.out
    assert far.asked == []


@pytest.mark.parametrize(
    "words", [["tax", "--tax-year", "2027"], ["export", "--tax-year", "2027", "-o", "b.xlsx"]]
)
def test_tax_and_export_fetch_likewise(far: FarServers, user: User, words: list[str]) -> None:
    set_wacr(far)
    ran = user.types(words[0], "earned.csv", *words[1:], "--online")

    assert "rate-missing" not in ran.out + ran.err
    assert WACR_FILE in far.asked_paths(SBP)


def test_rates_of_others_are_used_online_alone_and_said(far: FarServers, user: User) -> None:
    set_blend(far)
    (user.folder / "late.csv").write_text(EARNED.replace("09-09", "09-18"), encoding="utf-8")
    set_blend(far, body(b'[{"date":"2026-09-18","base":"USD","quote":"PKR","rate":279.1}]'))
    online = user.types("report", "late.csv", "--online", "--format", "json")

    codes = {issue["code"]: issue["message"] for issue in online.json()["issues"]}
    assert online.code == 0, online.err
    assert online.json()["earned_pkr"]["gross"] == "27910"
    assert "not the State Bank's, which s.71 asks for" in codes["rate-not-state-bank"]
    assert "sbp-wacr: it answers with a web page" in codes["rates-not-fetched"]
    offline = user.types("report", "late.csv", "--format", "json")
    assert offline.code == 4
    assert "is kept; --online uses it" in offline.out


def test_without_a_network_it_says_so_and_changes_nothing(user: User) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = {"HTTPS_PROXY": f"http://127.0.0.1:{nobody.getsockname()[1]}"}
        updated = user.alone("rates", "update", **closed)
        made = user.alone("report", "earned.csv", "--online", **closed)

    assert updated.code == 4
    assert updated.out == "No new rates.\n"
    assert "sbp-bfer: it cannot be reached, 3 times over (https://www.sbp.org.pk/" in updated.err
    assert "incomplete: no rate within ten days" in updated.err
    assert not user.kept.exists()
    # The rate of 31 August serves, marked, and the report says who did not answer.
    assert made.code == 0
    assert "provisional" in made.out
    assert "cannot be reached" in made.out


def test_a_missing_rate_names_currency_day_data_end_and_the_command(user: User) -> None:
    (user.folder / "late.csv").write_text(EARNED.replace("09-09", "09-18"), encoding="utf-8")
    made = user.types("report", "late.csv", "--format", "json")
    (issue,) = [each for each in made.json()["issues"] if each["code"] == "rate-missing"]

    assert made.code == 4
    assert "no rate for USD on 2026-09-18: the rates known end on 2026-08-31" in issue["message"]
    assert "`freelance-pk rates update`" in issue["remedy"]
    assert "2026-09-18,USD," in issue["remedy"]


def test_a_key_is_sent_and_never_shown(far: FarServers, user: User) -> None:
    set_easydata(far)
    words = ("rates", "update", "--from", "2026-09-09", "--to", "2026-09-09", "--currency", "USD")
    with_key = {"FREELANCE_PK_EASYDATA_KEY": KEY, "FREELANCE_PK_TRACEBACK": "1"}
    good = user.alone(*words, **with_key)
    far.set(EASYDATA, EASYDATA_USD, body(b"expired", 401))
    bad = user.alone(*words, "--to", "2026-09-10", "--from", "2026-09-10", **with_key)
    status = user.alone("rates", "status", **with_key)

    assert "sbp-easydata: 2 new rates" in good.out
    assert "the key is wrong or has expired" in bad.err
    assert "(FREELANCE_PK_EASYDATA_KEY) is set" in status.out
    assert any(asked.query.get("api_key") == KEY for asked in far.asked)
    texts = [part for ran in (good, bad, status) for part in (ran.out, ran.err)]
    texts += [
        path.read_text(encoding="utf-8", errors="replace") for path in user.kept.rglob("*") if path.is_file()
    ]
    assert not any(KEY in text for text in texts)


def test_provisional_rates_are_replaced_and_the_update_reports_it(
    far: FarServers, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_wacr(far)
    assert user.types("rates", "update", "--from", "2026-09-09", "--to", "2026-09-09").code == 0
    set_bfer(far)
    monkeypatch.setattr(Clock, "is_on", "2026-10-20")
    updated = user.types("rates", "update", "--from", "2026-09-09", "--to", "2026-09-09")

    assert "USD on 2026-09-09: 278.22 (sbp-wacr, provisional) is now 278.111111 (sbp-bfer)" in updated.out
    assert user.types("report", "earned.csv", "--format", "json").json()["earned_pkr"]["gross"] == "27811"


def test_a_revision_waits_for_leave(far: FarServers, user: User) -> None:
    days = bundled_rates("2026-06-22", "2026-06-30")
    days["2026-06-30"] = {**days["2026-06-30"], "EUR": "320"}
    set_bfer(far, bfer_workbook(days))
    words = ("rates", "update", "--source", "sbp-bfer", "--format", "json")
    waits = user.types(*words)
    assert waits.code == 4
    assert waits.json()["revisions"][0]["taken"] is False
    assert "--accept-revision` takes the new ones" in waits.err
    assert user.types("rates", "show", "EUR", "2026-06-30", "--format", "json").json()["pkr"] != "320"

    taken = user.types(*words, "--accept-revision")
    assert taken.json()["revisions"][0]["taken"] is True
    assert user.types("rates", "show", "EUR", "2026-06-30", "--format", "json").json()["pkr"] == "320"
    assert user.types("rates", "check").code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["report", "earned.csv", "--online", "--offline"], "not both"),
        (["rates", "update", "--to", "2026-09-21"], "lies ahead"),
        (["rates", "show", "USD", "2026-09-21", "--online"], "lies ahead"),
        (["rates", "update", "--source", "oracle"], "sbp-bfer, sbp-wacr"),
        (["rates", "update", "--currency", "dollars"], "is not a currency"),
        (["rates", "update", "--from", "soon"], "is not a date"),
        (["rates", "show", "dollars", "2026-01-01"], "is not a currency"),
        (["report", "earned.csv", "--rate-basis", "kerb"], "bfer, wacr-buy, m2m"),
        (["report", "earned.csv", "--rate-method", "yearly"], "daily, monthly-average"),
        (["report", "earned.csv", "--rate-basis", "m2m", "--rate-method", "monthly-average"], "bfer alone"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(
    far: FarServers, user: User, words: list[str], message: str
) -> None:
    ran = user.types(*words)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert far.asked == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("BFER_Daily_Arch.xlsx", archive(), "sbp-bfer: 46 new rates, 2026-09-01 to 2026-09-09"),
        ("09-Sep-26.pdf", wacr(), "sbp-wacr: 20 new rates"),
    ],
)
def test_a_file_fetched_by_hand_is_kept_alike(user: User, name: str, data: bytes, words: str) -> None:
    (user.folder / name).write_bytes(data)
    ran = user.types("rates", "import", name)

    assert ran.code == 0, ran.err
    assert words in ran.out
    assert user.types("rates", "check").code == 0
    assert "known already" in user.types("rates", "import", name).out


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("rates.csv", b"date,currency,rate,note\n2026-09-09,USD,279,bank\n", "rates of your own"),
        ("photo.jpg", b"\xff\xd8\xff", "none that rates are read from"),
        ("book.xlsx", bfer_workbook({"2026-09-09": ALL}, header="Ccy"), "the layout has changed"),
        ("cut.pdf", wacr()[:200], "PDF"),
        ("empty.csv", b"", "none that rates are read from"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(user: User, name: str, data: bytes, words: str) -> None:
    (user.folder / name).write_bytes(data)
    ran = user.types("rates", "import", name)

    assert (ran.code, ran.out) == (3, "")
    assert words in ran.err
    assert name in ran.err
    assert not (user.kept / "raw").exists()


def test_a_file_that_is_not_there_is_refused(user: User) -> None:
    assert user.types("rates", "import", "gone.xlsx").code == 3


Tamper = Callable[[Path], None]


def edit_rate(kept: Path) -> None:
    path = kept / "sbp-wacr.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("278.2,", "287.2,"), encoding="utf-8")


def edit_body(kept: Path) -> None:
    (path,) = (kept / "raw").iterdir()
    path.write_bytes(path.read_bytes().replace(b"278.2 ", b"287.2 "))


def lose_body(kept: Path) -> None:
    (path,) = (kept / "raw").iterdir()
    path.unlink()


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (edit_rate, "USD on 2026-09-09 (buying) is 287.2, and its body"),
        (edit_body, "its SHA-256 differs"),
        (lose_body, "is missing"),
    ],
)
def test_a_check_finds_what_was_changed(far: FarServers, user: User, tamper: Tamper, words: str) -> None:
    set_wacr(far)
    user.types("rates", "update", "--from", "2026-09-09", "--to", "2026-09-09")
    tamper(user.kept)
    ran = user.types("rates", "check")

    assert ran.code == 3
    assert words in ran.out
    assert "bundled table" in ran.out


def test_the_profile_chooses_the_basis_of_a_year(far: FarServers, user: User) -> None:
    set_wacr(far)
    user.types("rates", "update", "--from", "2026-09-09", "--to", "2026-09-09")
    (user.folder / "profile.toml").write_text('rate_basis = { 2027 = "wacr-buy" }\n', encoding="utf-8")
    made = user.types("report", ".", "--format", "json").json()
    flag = user.types("report", ".", "--rate-basis", "bfer", "--format", "json").json()

    assert (made["earned_pkr"]["gross"], made["rates"][0]["basis"]) == ("27820", "sbp-wacr-buy")
    assert flag["rates"][0]["basis"] == "sbp-wacr"
    (user.folder / "profile.toml").write_text('rate_basis = { 2027 = "kerb" }\n', encoding="utf-8")
    refused = user.types("report", ".")
    assert refused.code == 3
    assert "rate_basis.2027" in refused.err
