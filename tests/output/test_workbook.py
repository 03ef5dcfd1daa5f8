"""The workbook holds numbers as numbers, dates as dates, and text never as a formula."""

import shutil
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from running import CASES, run

SHEETS = [
    "Summary",
    "Monthly",
    "Receipts",
    "Transfers",
    "Transactions",
    "Withholding",
    "Tax computation",
    "Rates",
    "Rules",
    "Checks",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "year.xlsx"
    assert run("export", CASES / "p1", "--tax-year", "2026", "-o", made).code == 0
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def test_the_sheets_stand_in_a_consultants_order(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_receipts_are_numbers_and_dates(book: Workbook) -> None:
    sheet = book["Receipts"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=10)]

    assert [row[5] for row in rows] == [138280, 248283, 192696, 329748, 274500, 274110, 383194, 437312]
    assert rows[0][0] == datetime(2025, 8, 12)  # noqa: DTZ001 - a workbook's dates have no zone
    assert sheet["A3"].number_format == "dd-mmm-yyyy"
    assert sheet["L3"].data_type == "s"
    assert sheet["F11"].value == "=SUM(F3:F10)"


def test_print_set_up_and_no_author(book: Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize in (9, "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]
        assert "Ayesha Khan" in str(sheet.oddFooter.left.text)  # type: ignore[union-attr]
    assert not book.properties.creator
    assert book["Transactions"].freeze_panes == "A3"
    assert book["Transactions"].auto_filter.ref.startswith("A2:")


def test_text_from_a_file_never_becomes_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.com")'
    rows = f'date,account,kind,amount,currency,description\n2026-03-03,Meezan,deposit,-5.25,PKR,"{evil.replace(chr(34), chr(34) * 2)}"\n'
    rows += "2026-03-04,Meezan,deposit,100,PKR,+cmd|x\n"
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    made = tmp_path / "book.xlsx"
    run("export", tmp_path / "rows.csv", "--tax-year", "2026", "-o", made)
    sheet = load_workbook(made)["Transactions"]

    assert (sheet["H3"].value, sheet["H3"].data_type) == (evil, "s")
    assert sheet["E3"].value == Decimal("-5.25")
    assert sheet["E3"].data_type == "n"


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: formulas are not recalculated here"
)
def test_every_formula_recalculates_and_agrees(path: Path, tmp_path: Path) -> None:
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(tmp_path / "out"), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    book = load_workbook(tmp_path / "out" / "year.xlsx", data_only=True)

    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e", f"{sheet.title}!{cell.coordinate} {cell.value}"
    results = [cell.value for cell in book["Checks"]["D"] if cell.value in ("agrees", "DIFFERS")]
    assert results == ["agrees"] * 6
    assert book["Receipts"]["F11"].value == 2278123
    totals = {row[0].value: row[3].value for row in book["Tax computation"].iter_rows()}
    assert totals["Tax chargeable"] == 22781
