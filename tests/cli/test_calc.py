"""`calc` on the command line: flags, formats, batches, refusals."""

import json
from pathlib import Path

import pytest
from running import run

P3 = "--salary 3,000,000 --salary-tax 300000 --export 1,745,596.28 --profit-on-debt 96000 --profit-deducted 19200"
P3 += " --zakat 12000 --other-tax 6600"


def test_the_json_has_the_fields_of_the_contract() -> None:
    made = run("calc", "--tax-year", "2026", *P3.split(), "--format", "json").json()

    assert made["schema"] == "freelance-pk/assessment/1"
    expected = {
        "tax_year": 2026,
        "status": "complete",
        "table": "salaried",
        "taxable_income": "2988000",
        "normal_tax": "297240",
        "surcharge": "0",
        "super_tax": "0",
        "credits": "0",
        "minimum_tax_top_up": "0",
        "tax_chargeable": "333896",
        "tax_paid": "325800",
        "payable": "8096",
    }
    assert {name: made[name] for name in expected} == expected
    assert made["final_tax"][0] == {
        "id": "export_other",
        "section": "154A",
        "rate": "0.01",
        "receipts": "1745596.28",
        "deducted": "0",
        "charge": "17456",
        "iris_code": "64060285",
    }
    assert {"id", "label", "amount", "formula", "law"} <= set(made["lines"][0])
    assert {"id", "tax_chargeable", "payable"} <= set(made["alternatives"][0])
    assert {"severity", "code", "message", "origin", "remedy"} <= set(made["issues"][0])
    assert made["assumptions"]


def test_the_table_begins_with_a_sentence_and_fits_80_columns() -> None:
    ran = run("calc", "--tax-year", "2026", *P3.split(), "--explain", "--compare")

    assert ran.out.startswith("Tax year 2026: Rs 8,096 to pay with the return")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out
    assert "23 % x (2,988,000 - 2,200,000)" in " ".join(ran.out.split())


def test_lakh_groups_digits_in_lakh_and_crore() -> None:
    assert "30,00,000" in run("calc", "--tax-year", "2026", "--salary", "3000000", "--lakh").out


def test_a_refund_is_said_and_negative_in_json() -> None:
    ran = run("calc", "--tax-year", "2026", "--export", "2278123", "--export-deducted", "45563")

    assert ran.out.startswith("Tax year 2026: Rs 22,782 refundable")


@pytest.mark.parametrize("year", ["2018", "2028", "1900"])
def test_an_unknown_year_is_refused_naming_the_years_known(year: str) -> None:
    ran = run("calc", "--tax-year", year, "--salary", "1")

    assert (ran.code, ran.out) == (3, "")
    assert "2019 to 2027" in ran.err


@pytest.mark.parametrize("value", ["abc", "-5", "1,23", "1e6", "NaN"])
def test_a_flag_that_is_no_amount_is_wrong_usage(value: str) -> None:
    ran = run("calc", "--tax-year", "2026", f"--salary={value}")

    assert (ran.code, ran.out) == (2, "")
    assert value in ran.err


def test_the_year_must_be_given() -> None:
    assert run("calc", "--salary", "1").code == 2


def batch(folder: Path, text: str) -> Path:
    path = folder / "batch.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_batch_prints_one_assessment_per_row(tmp_path: Path) -> None:
    path = batch(tmp_path, 'tax_year,salary,export,opt_out\n2026,3000000,,\n2025,"1,200,000",500000,yes\n')
    lines = run("calc", "--batch", path, "--format", "json").out.splitlines()

    first, second = map(json.loads, lines)
    assert (first["tax_year"], first["normal_tax"]) == (2026, "300000")
    assert (second["tax_year"], second["taxable_income"]) == (2025, "1700000")
    assert run("calc", "--batch", path).out.count("\n") == 4


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("tax_year,salary\n2026,lots\n", "row 2, column salary", "lots"),
        ("tax_year,salary\n2026,1\n2031,5\n", "row 3, column tax_year", "2031"),
        ("tax_year,salary\nnext,5\n", "row 2, column tax_year", "next"),
        ("tax_year,sallary\n2026,5\n", "row 1", "sallary"),
        ("salary\n5\n", "row 1", "tax_year"),
        ("tax_year,salary\n2026,1,2\n", "row 2", "cells"),
        ("tax_year,opt_out\n2026,maybe\n", "row 2, column opt_out", "maybe"),
        ("tax_year\n", "batch.csv", "no rows"),
    ],
)
def test_a_bad_batch_cell_is_refused_by_place(tmp_path: Path, text: str, place: str, value: str) -> None:
    ran = run("calc", "--batch", batch(tmp_path, text), "--format", "json")

    assert (ran.code, ran.out) == (3, "")
    assert place in ran.err
    assert value in ran.err


def test_markdown() -> None:
    out = run("calc", "--tax-year", "2026", *P3.split(), "--format", "markdown").out

    assert out.startswith("# Tax year 2026\n")
    assert "| Payable with the return | 8,096 |" in out
