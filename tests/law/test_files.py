"""Every law file is whole, cited, and read by the engine."""

from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.law import known_years, load_law
from freelance_pk.law.load import law_files, read_law
from freelance_pk.model.errors import InputRefusedError, UnknownTaxYearError
from freelance_pk.packaged import packaged

TEXT_2026 = (packaged("tax_slabs") / "ty2026.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "ty2026.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_years_2019_to_2027_are_known() -> None:
    assert known_years() == tuple(range(2019, 2028))


@pytest.mark.parametrize("year", known_years())
def test_a_file_is_of_the_year_in_its_name(year: int) -> None:
    assert load_law(year).tax_year == year


def test_an_unknown_year_is_refused_naming_the_years_known() -> None:
    with pytest.raises(UnknownTaxYearError, match="2019 to 2027"):
        load_law(2028)


def test_a_gap_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="gap"):
        read_law(written(tmp_path, TEXT_2026.replace("[0, 0, 0.0],", "[1, 0, 0.0],", 1)))


def test_an_overlap_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="overlap"):
        read_law(written(tmp_path, TEXT_2026.replace("[1_200_000, 90_000", "[600_000, 90_000", 1)))


def test_a_fixed_amount_that_the_rows_below_do_not_add_up_to_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=r"says 90001, but the rows below add up to 90000"):
        read_law(written(tmp_path, TEXT_2026.replace("90_000", "90_001", 1)))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="surchrage"):
        read_law(written(tmp_path, TEXT_2026.replace("[surcharge]", "[surchrage]", 1)))


def test_only_tax_year_2019_declares_a_jump() -> None:
    jumping = {law.tax_year for law in map(read_law, law_files()) if any(t.jumps for t in law.slabs.values())}

    assert jumping == {2019}


def test_adding_a_year_is_adding_a_file(tmp_path: Path) -> None:
    text = (packaged("tax_slabs") / "ty2027.toml").read_text(encoding="utf-8")
    moved = text.replace("tax_year = 2027", "tax_year = 2028").replace("2027-06-30", "2028-06-30")
    moved = moved.replace("starts = 2026-07-01", "starts = 2027-07-01")

    assert read_law(written(tmp_path, moved)).tax_year == 2028


# Rates of s.154A and the exemption before it, by the Ordinance as amended for each year.
EXPORTS = {
    2019: ("exempt", "normal"),
    2020: ("exempt", "normal"),
    2021: ("exempt", "normal"),
    2022: ("0.01", "0.01"),
    2023: ("0.0025", "0.01"),
    2024: ("0.0025", "0.01"),
    2025: ("0.0025", "0.01"),
    2026: ("0.0025", "0.01"),
    2027: ("0.0025", "0.01"),
}


@pytest.mark.parametrize(("year", "rates"), EXPORTS.items())
def test_export_receipts_by_year(year: int, rates: tuple[str, str]) -> None:
    law = load_law(year)
    for wanted, rate in zip(("export_psb", "export_other"), rates, strict=True):
        rule = law.export_rule(wanted)
        assert rule is not None
        assert rate in (rule.regime, str(rule.rate))


# (year, surcharge for salaried, for others)
SURCHARGES = [(2024, None, None), (2025, "0.1", "0.1"), (2026, "0.09", "0.1"), (2027, "0", "0.1")]


@pytest.mark.parametrize(("year", "salaried", "others"), SURCHARGES)
def test_the_surcharge_by_year(year: int, salaried: str | None, others: str | None) -> None:
    rule = load_law(year).surcharge
    if salaried is None or others is None:
        assert rule is None
    else:
        assert rule is not None
        assert (rule.salaried, rule.non_salaried) == (Decimal(salaried), Decimal(others))
