"""What the rates rest on can be checked again: table, bodies, and each line against its body."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from providers import OCTOBER
from rate_bodies import easydata_table

from freelance_pk.packaged import packaged
from freelance_pk.rates import load_bundled
from freelance_pk.rates.bundled import provenance
from freelance_pk.rates.by_hand import take_file
from freelance_pk.rates.cache import Body, Line, append
from freelance_pk.rates.update import Run
from freelance_pk.rates.verify import check_rates

BODY = easydata_table([("0220", "2026-09-07", "279.5"), ("0220", "2026-09-08", "279.6")])


@pytest.fixture
def filled(kept: Path) -> Path:
    take_file(load_bundled(), BODY, "table.json", None, Run(folder=kept, today=OCTOBER))
    return kept


def faults(folder: Path) -> dict[str, tuple[str, ...]]:
    return {checked.name: checked.faults for checked in check_rates(folder)}


def test_an_untouched_cache_is_sound(filled: Path) -> None:
    table, lines, bodies = check_rates(filled)
    about = provenance()

    assert (table.name, table.faults) == ("bundled table", ())
    assert table.found.endswith(f" rates of 23 currencies, {about.first} to {about.last}")
    assert (lines.name, lines.found, lines.faults) == (
        "sbp-easydata.csv",
        "2 rates from 1 bodies, 2026-09-07 to 2026-09-08",
        (),
    )
    assert (bodies.name, bodies.found, bodies.faults) == ("kept bodies", "1 files", ())


def test_without_a_cache_the_bundled_table_is_checked_alone(kept: Path) -> None:
    assert list(faults(kept)) == ["bundled table"]


def test_a_line_that_its_body_does_not_bear_out_is_named(filled: Path) -> None:
    path = filled / "sbp-easydata.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("279.5", "279.7").replace("2026-09-08", "2026-09-09"), encoding="utf-8")
    short = Body(BODY, "json").sha256[:12]

    assert faults(filled)["sbp-easydata.csv"] == (
        f"USD on 2026-09-07 (mid) is 279.7, and its body {short}... says 279.5",
        f"USD on 2026-09-09 (mid) is 279.6, and its body {short}... holds no such rate",
    )


def test_a_body_that_is_gone_changed_or_unreadable_is_named(filled: Path) -> None:
    (body,) = (filled / "raw").iterdir()
    short = body.stem[:12]
    body.write_bytes(BODY[:-40])
    found = faults(filled)
    assert found["kept bodies"] == (f"raw/{body.name} is not what was fetched: its SHA-256 differs",)
    (unreadable,) = found["sbp-easydata.csv"]
    assert unreadable.startswith(f"the body {short}... cannot be read again: ")

    body.unlink()
    assert faults(filled)["sbp-easydata.csv"] == (
        f"the body {short}... that 2 rates were read from is missing",
    )


def test_a_file_of_the_cache_that_is_damaged_or_empty_is_told(filled: Path) -> None:
    path = filled / "sbp-easydata.csv"
    head, _ = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(head + "\n", encoding="utf-8")
    (empty,) = [each for each in check_rates(filled) if each.name == path.name]
    assert (empty.found, empty.faults) == ("0 rates from 0 bodies", ())

    path.write_text(head, encoding="utf-8")
    (fault,) = faults(filled)[path.name]
    assert fault.startswith("the kept rates are damaged: ")
    assert fault.endswith(f"({path}, row 1)")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2026-08-31", "2026-08-30", ["its days do not ascend, or do not span what is declared"]),
        ("date,", "day,", []),
        ("\n2018-06-20,", "\n2018-06-20,x", ["'x32.974531' is no rate"]),
    ],
)
def test_a_bundled_table_that_was_touched_is_told(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: list[str]
) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(packaged("rates"), folder)
    path = folder / "sbp_bfer.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    monkeypatch.setattr("freelance_pk.rates.verify.packaged", lambda _: folder)
    first, *rest = faults(kept)["bundled table"]

    assert first == "its SHA-256 is not the one written beside it"
    assert len(rest) == len(words)
    for fault, expected in zip(rest, words, strict=True):
        assert fault.startswith(expected)


def test_a_sheet_of_one_day_is_looked_for_under_its_day(kept: Path) -> None:
    """A kept PDF that is none is named, and the check goes on."""
    body = Body(b"%PDF-1.4 cut", "pdf")
    line = Line(date(2026, 9, 7).isoformat(), "USD", "buying", "279.5", "2026-09-20T00:00:00Z", body.sha256)
    append(kept, "sbp-wacr", body, lambda _: [line])
    (fault,) = faults(kept)["sbp-wacr.csv"]

    assert fault.startswith(f"the body {body.sha256[:12]}... cannot be read again: ")
