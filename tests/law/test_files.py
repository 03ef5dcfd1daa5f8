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


@pytest.mark.parametrize("path", law_files(), ids=lambda path: path.stem)
def test_a_file_of_the_programs_own_is_built_as_the_check_would_build_it(path: Path) -> None:
    """To the digits and types of every figure: 0.0 is not 0."""
    assert repr(load_law(int(path.stem[2:]))) == repr(read_law(path))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[surcharge]", "[surchrage]", "surchrage: there is no such key"),
        ("[return]", "[return_]", "return: it is missing"),
        ("[slabs.salaried]", "[slabs.salaried]\nfloor = 3", "slabs.salaried.floor: Input should be a table"),
        ("rate = 0.0025", 'rate = "low"', "exports.0.rate: Input should be a valid decimal"),
        ("[0, 0, 0.0],", "0,", "slabs.non_salaried: a row is"),
        ('doubt = "', 'daubt = "', "surcharge.daubt: there is no such key"),
    ],
)
def test_a_broken_file_among_the_programs_own_is_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    """As while somebody adds a year to the program."""
    path = written(tmp_path, TEXT_2026.replace(old, new, 1))
    monkeypatch.setattr("freelance_pk.law.load.packaged", lambda _: path.parent)
    with pytest.raises(InputRefusedError, match=message):
        load_law.__wrapped__(2026)


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


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'id = "export_psb"',
            'id = "export_game"',
            "exports must have export_psb and export_other, each id once",
        ),
        (
            'id = "export_psb"',
            'id = "export_other"',
            "exports must have export_psb and export_other, each id once",
        ),
        ('id = "social"', 'id = "games"', "exports may be export_psb, export_other and social, not games"),
        (
            'id = "export_psb"\nsection = "154A"\nregime = "final"',
            'id = "export_psb"\nsection = "154A"\nregime = "minimum"',
            "the regime minimum is that of social, and of no other export",
        ),
        (
            'regime = "minimum"',
            'regime = "final"',
            "the regime minimum is that of social, and of no other export",
        ),
    ],
)
def test_an_export_that_the_assessment_would_not_tax_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (packaged("tax_slabs") / "ty2027.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(InputRefusedError, match=message):
        read_law(written(tmp_path, text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[0, 0, 0.0],", "[0, 0],", r"a row is \[lower limit, fixed amount, rate\]"),
        ("[0, 0, 0.0],", "0,", r"a row is \[lower limit, fixed amount, rate\]"),
        ("starts = 2025-07-01", "starts = 2025-07-02", "tax year 2026 runs from 1 July 2025 to 30 June 2026"),
        ("ends = 2026-06-30", "ends = 2026-06-29", "tax year 2026 runs from 1 July 2025 to 30 June 2026"),
        ("[200_000_000, 0.015]", "[150_000_000, 0.015]", "super_tax: the limits must ascend"),
        ("rate = 0.0025", "rate = 1.0025", "less than or equal to 1"),
        ("rate = 0.0025", "rate = -0.0025", "greater than or equal to 0"),
        ("above = 10_000_000", "above = -1", "greater than or equal to 0"),
        ('status = "enacted"', 'status = "rumoured"', "status"),
        ("tax_year = 2026", "tax_year = 2026 2027", "is not valid TOML"),
        (
            "tax_year = 2026",
            "tax_year = 99999999999999999999",
            "tax year 99999999999999999999 runs from 1 July",
        ),
        (
            "[600_000, 0, 0.15]",
            "[600_000, 0, 1.15]",
            "slabs.non_salaried.rows.1.rate: .* less than or equal to 1",
        ),
        ("[return]", "[returns]", "^return: it is missing"),
        (
            "[slabs.salaried]",
            "[slabs.salaried]\nfloor = [1, 2]",
            "^slabs.salaried.floor: it is a table, not an array",
        ),
        ("[iris]", "[[iris]]", "^iris: it is a table, not an array"),
        ("[return]", "[return_]\nrate = 1\n\n[return]", "^return_: there is no such key"),
        ("[return]", "[return]\ndew = 1", "^return.dew: there is no such key"),
        ("[surcharge]", "[surcharge]\nabov = 1", "^surcharge.abov: there is no such key"),
        ("[[exports]]", "[[exports]]\nidd = 1", "^exports.0.idd: there is no such key"),
        ("rate = 0.0025", "rate = nan", "exports.0.rate: Input should be a finite number"),
    ],
)
def test_a_figure_that_cannot_be_law_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in TEXT_2026
    path = written(tmp_path, TEXT_2026.replace(old, new, 1))
    with pytest.raises(InputRefusedError, match=message) as refused:
        read_law(path)

    assert refused.value.origin == str(path)
    assert refused.value.remedy.startswith("correct the ")


def test_both_tables_must_be_there(tmp_path: Path) -> None:
    table = TEXT_2026[TEXT_2026.index("[slabs.salaried]") : TEXT_2026.index("[surcharge]")]
    with pytest.raises(InputRefusedError, match="both tables, salaried and non_salaried, must be there"):
        read_law(written(tmp_path, TEXT_2026.replace(table, "")))


def test_a_table_without_a_row_is_refused(tmp_path: Path) -> None:
    start = TEXT_2026.index("rows = [", TEXT_2026.index("[slabs.salaried]"))
    end = TEXT_2026.index("\n]\n", start) + 3
    with pytest.raises(InputRefusedError, match="gap: the first row must begin at 0"):
        read_law(written(tmp_path, TEXT_2026.replace(TEXT_2026[start:end], "rows = []\n")))


def test_a_law_file_that_is_not_there_or_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="the law file cannot be read: No such file or directory"):
        read_law(tmp_path / "ty2026.toml")
    path = tmp_path / "ty2027.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputRefusedError, match="the law file is not valid TOML"):
        read_law(path)


def test_a_law_of_ones_own_is_read_before_the_programs_and_named(tmp_path: Path) -> None:
    written(tmp_path, TEXT_2026.replace("surcharge = 25_000", "surcharge = 30_000"))
    own, others = load_law(2026, tmp_path), load_law(2025, tmp_path)

    assert own.late_filing is not None
    assert (own.overridden, own.late_filing.surcharge) == ("ty2026.toml", 30_000)
    assert others == load_law(2025)


def test_a_folder_of_ones_own_without_a_law_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("", encoding="utf-8")
    with pytest.raises(InputRefusedError, match="the folder holds no law file") as refused:
        load_law(2026, tmp_path)

    assert "ty2026.toml" in refused.value.remedy


def test_a_law_of_ones_own_under_another_years_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ty2025.toml").write_text(TEXT_2026, encoding="utf-8")
    with pytest.raises(InputRefusedError, match="the file is of tax year 2026") as refused:
        load_law(2025, tmp_path)

    assert refused.value.remedy == "name it after its year"


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
