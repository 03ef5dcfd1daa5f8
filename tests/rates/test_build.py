"""The bundled table is what the maintainer's script makes of workbooks in the State Bank's layout."""

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from rate_bodies import OTHER_LABELS, bfer_workbook, bundled_rates

from freelance_pk.packaged import packaged

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_rates.py"
BUNDLED = packaged("rates")
NAMES = ("sbp_bfer.csv", "sbp_bfer.toml", "weekdays_without_rate.csv")

pytestmark = pytest.mark.skipif(
    not SCRIPT.exists(), reason="the script is not part of the source distribution"
)


def build(folder: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, words), "--into", folder, "--retrieved", "2026-07-06"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_whole_archive_gives_the_bundled_bytes(tmp_path: Path) -> None:
    archive = tmp_path / "BFER_Daily_Arch.xlsx"
    archive.write_bytes(bfer_workbook(bundled_rates("2018-06-19", "2026-06-30")))
    made = tmp_path / "made"
    made.mkdir()
    done = build(made, archive)

    assert done.returncode == 0, done.stderr
    built = (made / "sbp_bfer.csv").read_bytes()
    bundled = (BUNDLED / "sbp_bfer.csv").read_bytes()
    assert bundled.startswith(built)
    assert built.splitlines()[-1].startswith(b"2026-06-30,")

    for name in NAMES:  # and over the bundled files, with what was typed in after the archive
        shutil.copy(BUNDLED / name, made / name)
    assert build(made, archive).returncode == 0
    for name in NAMES:
        assert (made / name).read_bytes() == (BUNDLED / name).read_bytes(), name


def test_numbers_as_a_spreadsheet_prints_them_give_the_same_bytes(tmp_path: Path) -> None:
    """A spreadsheet writes 280.3325 as 280.33249999999998; a computed mean has 13 decimals."""
    rates = bundled_rates("2026-01-02", "2026-01-30")
    noisy = {
        day: {code: f"{Decimal(rate) + Decimal('0.0000000000000002')}" for code, rate in of.items()}
        for day, of in rates.items()
    }
    book = tmp_path / "BFER_Daily.xlsx"
    book.write_bytes(bfer_workbook(noisy, header_row=9, labels=OTHER_LABELS))
    for name in NAMES:
        shutil.copy(BUNDLED / name, tmp_path / name)

    done = build(tmp_path, book)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sbp_bfer.csv").read_bytes() == (BUNDLED / "sbp_bfer.csv").read_bytes()


def test_a_workbook_replaces_what_was_typed_in(tmp_path: Path) -> None:
    july = {
        day: {**bundled_rates("2026-06-30", "2026-06-30")["2026-06-30"], **of}
        for day, of in bundled_rates("2026-07-02", "2026-07-31").items()
    }
    july["2026-07-02"]["USD"] = "278.5"
    book = tmp_path / "BFER_Daily_Arch.xlsx"
    book.write_bytes(bfer_workbook(bundled_rates("2018-06-19", "2026-06-30") | july))
    for name in NAMES:
        shutil.copy(BUNDLED / name, tmp_path / name)

    done = build(tmp_path, book, "--accept-revision")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "sbp_bfer.csv").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("2026-07-02"))
    assert row.endswith(",278.5")
    assert ",," not in row
    provenance = (tmp_path / "sbp_bfer.toml").read_text(encoding="utf-8")
    assert "to = 2026-07-31\ncurrencies = 23" in provenance
    assert "from = 2026-08-01\nto = 2026-08-31\ncurrencies = 10" in provenance


def test_a_revision_is_listed_and_nothing_is_written(tmp_path: Path) -> None:
    rates = bundled_rates("2026-06-29", "2026-06-30")
    rates["2026-06-29"]["EUR"] = "300"
    book = tmp_path / "BFER_Daily_Arch.xlsx"
    book.write_bytes(bfer_workbook(rates))
    for name in NAMES:
        shutil.copy(BUNDLED / name, tmp_path / name)

    done = build(tmp_path, book)
    assert done.returncode == 1
    assert "2026-06-29 EUR: " in done.stderr
    assert "becomes 300" in done.stderr
    assert (tmp_path / "sbp_bfer.csv").read_bytes() == (BUNDLED / "sbp_bfer.csv").read_bytes()


def test_a_workbook_of_another_layout_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "BFER_Daily_Arch.xlsx"
    book.write_bytes(bfer_workbook(bundled_rates("2026-06-29", "2026-06-30"), header="Ccy"))

    done = build(tmp_path, book)
    assert done.returncode == 1
    assert "Currency" in done.stderr
    assert not (tmp_path / "sbp_bfer.csv").exists()
