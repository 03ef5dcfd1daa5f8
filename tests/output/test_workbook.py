"""The workbook holds numbers as numbers, dates as dates, text never as a formula, and lives when edited."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

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
    "Alternatives",
    "IRIS",
    "Rates",
    "Rules",
    "Checks",
]
LAW = Path(__file__).parents[2] / "data" / "tax_slabs"
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: formulas are not recalculated here"
)


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
    assert sheet["P3"].data_type == "s"  # the certificate
    assert sheet["F11"].value == "=SUM(F3:F10)"


def test_what_may_be_changed_is_coloured_and_what_follows_is_a_formula(book: Workbook) -> None:
    receipts, rules = book["Receipts"], book["Rules"]
    green = "FFE2EFDA"

    assert {receipts[f"{letter}3"].fill.fgColor.rgb for letter in "EFGJ"} == {green}
    assert all(receipts[f"{letter}3"].data_type == "f" for letter in "HIKLM")
    assert rules["D5"].fill.fgColor.rgb == green
    computed = [row[1] for row in book["Tax computation"].iter_rows(min_row=4) if row[1].value is not None]
    assert all(cell.data_type == "f" or cell.fill.fgColor.rgb == green for cell in computed)


def test_print_set_up_and_no_author(book: Workbook, path: Path) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize in (9, "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]
        assert "Ayesha Khan" in str(sheet.oddFooter.left.text)  # type: ignore[union-attr]
        assert "ty2026.toml" in str(sheet.oddHeader.right.text)  # type: ignore[union-attr]
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert book["Transactions"].freeze_panes == "A3"
    assert book["Transactions"].auto_filter.ref.startswith("A2:")
    with ZipFile(path) as parts:
        assert b"openpyxl" not in parts.read("docProps/core.xml")


def test_the_same_figures_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    run("export", CASES / "p1", "--tax-year", "2026", "-o", again)

    assert again.read_bytes() == path.read_bytes()


def test_charts_are_native(path: Path) -> None:
    with ZipFile(path) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]

    assert len(charts) == 5


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
    assert (sheet["H4"].value, sheet["H4"].data_type) == ("+cmd|x", "s")


def test_an_urdu_workbook_runs_from_right_to_left_with_the_same_cells(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "urdu.xlsx"
    run("export", CASES / "p1", "--tax-year", "2026", "--lang", "ur", "-o", made)
    urdu, english = load_workbook(made), load_workbook(path)

    assert all(sheet.sheet_view.rightToLeft for sheet in urdu)
    assert urdu["Monthly"]["B2"].value == "کمائی"
    for name in ("Receipts", "Tax computation", "Rules"):
        numbers = [
            [cell.value for row in each[name].iter_rows() for cell in row if cell.data_type in "nf"]
            for each in (urdu, english)
        ]
        assert numbers[0] == numbers[1]


def test_text_keeps_its_distance_and_every_cell_has_the_same_font(book: Workbook) -> None:
    """Without a side by name a program indents nothing, and without a name each program has a font of its own."""
    reference, amount = book["Transactions"]["F4"], book["Transactions"]["E4"]

    assert (reference.alignment.horizontal, reference.alignment.indent) == ("left", 1)
    assert amount.alignment.horizontal is None
    for sheet in book:
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {
            "Calibri"
        }


def test_urdu_words_with_numbers_are_read_from_the_right(tmp_path: Path) -> None:
    """Set in the order of an English line, 22 lakh 78 thousand would be read as 78 thousand, and 22 last."""
    made = tmp_path / "urdu.xlsx"
    run("export", CASES / "p1", "--tax-year", "2026", "--lang", "ur", "--words", "-o", made)
    sheet = load_workbook(made)["Summary"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "لاکھ" in str(cell.value)]

    assert len(cells) >= 3
    assert {cell.alignment.readingOrder for cell in cells} == {2}
    assert sheet["A1"].alignment.horizontal == "right"  # an English line too runs over the cells to its left


def test_a_month_has_a_workbook_without_a_tax_computation(tmp_path: Path) -> None:
    made = tmp_path / "month.xlsx"
    assert run("report", CASES / "p1", "--month", "2025-12", "-o", made).code == 0

    assert "Tax computation" not in load_workbook(made).sheetnames


# Recalculated by another program


def recalculated(books: list[Path], folder: Path) -> dict[str, Workbook]:
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/lo", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(folder / "out"), *map(str, books)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {each.stem: load_workbook(folder / "out" / each.name, data_only=True) for each in books}


def errors(book: Workbook) -> list[str]:
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]


def checks(book: Workbook) -> dict[str, tuple[Any, Any, str]]:
    return {
        str(row[0].value): (row[1].value, row[2].value, str(row[3].value))
        for row in book["Checks"].iter_rows()
        if row[3].value in ("agrees", "DIFFERS")
    }


def computed(book: Workbook) -> dict[str, Any]:
    return {str(row[0].value): row[1].value for row in book["Tax computation"].iter_rows() if row[0].value}


PLAIN = """\
date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency,tail,purpose_code,certificate
"""


def case(folder: Path, year: int, receipts: list[tuple[str, int, int]], profile: str, **files: str) -> Path:
    """Write a folder of typed receipts (date, rupees, tax taken), a profile and other lists."""
    folder.mkdir(parents=True)
    rows = []
    for number, (day, gross, tax) in enumerate(receipts):
        rows.append(f"{day},Meezan,deposit,{gross},PKR,R{number},,,SWIFT from Acme,,,,9186,C{number}")
        if tax:
            rows.append(f"{day},Meezan,tax_withheld,-{tax},PKR,T{number},R{number},,tax,,,,,")
    (folder / "rows.csv").write_text(PLAIN + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "profile.toml").write_text(profile, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


SALARIED = "[salary.{year}]\nincome = 3_000_000\ntax = 250_000\n"
INVOICES = "date,client,description,amount,currency,service,tax_withheld,certificate_no\n"


def written_cases(folder: Path) -> dict[str, tuple[Path, int]]:
    """Cases that go down every branch of the computation: years, tables, cliffs, minimum taxes, credits."""
    two = [("{0}-09-01", 900_000, 9_000), ("{1}-03-01", 1_100_000, 11_000)]

    def rows(year: int, times: int = 1) -> list[tuple[str, int, int]]:
        return [(day.format(year - 1, year), gross * times, tax * times) for day, gross, tax in two]

    local = (
        INVOICES
        + "2026-01-10,Shop,site,2000000,PKR,it,80000,W1\n2026-02-10,Mill,work,700000,PKR,general,0,\n"
    )
    spent = "date,description,category,amount,currency,paid_by,use\n2026-01-05,laptop,tools,300000,PKR,bank,common\n"
    return {
        "mixed": (
            case(
                folder / "mixed", 2026, rows(2026), SALARIED.format(year=2026), invoices=local, expenses=spent
            ),
            2026,
        ),
        "psb": (
            case(
                folder / "psb",
                2026,
                rows(2026),
                "donations = { 2026 = 90_000 }\npension = { 2026 = 700_000 }\nzakat = { 2026 = 25_000 }\n"
                "[[psb]]\nfrom = 2026-01-01\n" + SALARIED.format(year=2026),
            ),
            2026,
        ),
        "rich": (
            case(
                folder / "rich",
                2026,
                rows(2026, 40),
                "[salary.2026]\nincome = 160_000_000\ntax = 60_000_000\n",
            ),
            2026,
        ),
        "first": (
            case(folder / "first", 2019, rows(2019), "[salary.2019]\nincome = 1_100_000\ntax = 1_500\n"),
            2019,
        ),
        "credit": (case(folder / "credit", 2022, rows(2022), "[[psb]]\nfrom = 2021-07-01\n"), 2022),
        "next": (case(folder / "next", 2027, rows(2027, 3), SALARIED.format(year=2027)), 2027),
        "turnover": (
            case(
                folder / "turnover",
                2026,
                rows(2026),
                "",
                invoices=INVOICES + "2026-01-10,Mill,work,120000000,PKR,general,0,\n",
                expenses="date,description,category,amount,currency,paid_by,use\n"
                "2026-01-05,staff,wages,118000000,PKR,bank,local\n",
            ),
            2026,
        ),
        "p1": (CASES / "p1", 2026),
        "p1b": (CASES / "p1b", 2026),
        "p3": (CASES / "p3", 2026),
    }


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Workbook], dict[str, tuple[Path, int]]]:
    folder = tmp_path_factory.mktemp("live")
    cases = written_cases(folder)
    books = []
    for name, (files, year) in cases.items():
        books.append(folder / f"{name}.xlsx")
        assert run("export", files, "--tax-year", year, "-o", books[-1]).code in (0, 4)
    return recalculated(books, folder), cases


@needs_office
def test_every_workbook_recalculates_without_an_error_and_agrees_with_the_program(
    live: tuple[dict[str, Workbook], dict[str, tuple[Path, int]]],
) -> None:
    books, _ = live

    for name, book in books.items():
        assert errors(book) == [], name
        found = checks(book)
        assert len(found) >= 19, name
        assert {words: values for words, values in found.items() if values[2] != "agrees"} == {}, name


@needs_office
def test_totals_equal_those_of_the_json(
    live: tuple[dict[str, Workbook], dict[str, tuple[Path, int]]],
) -> None:
    books, cases = live

    for name, (files, year) in cases.items():
        json = run("tax", files, "--tax-year", year, "--format", "json").json()
        report = run("report", files, "--tax-year", year, "--format", "json").json()
        found = checks(books[name])
        for words, field in (
            ("Tax chargeable", "tax_chargeable"),
            ("Tax paid", "tax_paid"),
            ("Payable", "payable"),
        ):
            assert Decimal(found[words][0]) == Decimal(json[field]), (name, words)
        assert Decimal(found["Months: received"][0]) == Decimal(report["received"]["pkr"])
        assert Decimal(found["Months: earned"][0]) == Decimal(report["earned_pkr"]["gross"])
        codes = {row[0].value: str(row[2].value) for row in books[name]["IRIS"].iter_rows(min_row=3)}
        for code in json["iris"]:
            assert Decimal(codes[code["code"]]).quantize(Decimal("0.01")) == Decimal(code["amount"]), (
                name,
                code,
            )


def cell_named(book: Workbook, name: str) -> Any:
    sheet, address = book.defined_names[name].attr_text.split("!")
    return book[sheet.strip("'")][address.replace("$", "")]


def edited(source: Path, target: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(source)
    change(book)
    book.save(target)
    return target


@needs_office
def test_an_edited_receipt_and_an_edited_slab_give_the_program_s_own_answer_for_that_edit(
    tmp_path: Path,
) -> None:
    year = "2026"
    files = case(
        tmp_path / "client",
        2026,
        [("2025-09-01", 900_000, 9_000), ("2026-03-01", 1_100_000, 11_000)],
        SALARIED.format(year=2026),
    )
    original = tmp_path / "original.xlsx"
    run("export", files, "--tax-year", year, "-o", original)

    def change(book: Workbook) -> None:
        assert book["Receipts"]["F4"].value == 1_100_000
        book["Receipts"]["F4"] = 2_345_678
        row = next(row for row in book["Rules"].iter_rows() if row[0].value == "Salaried row 4")
        assert str(row[3].value) == "0.23"
        row[3].value = Decimal("0.25")

    (book,) = recalculated([edited(original, tmp_path / "edited.xlsx", change)], tmp_path).values()

    # The program's answer: the same receipt in the file, the same rate in a law file of one's own.
    rows = files / "rows.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace("1100000", "2345678"), encoding="utf-8")
    law = tmp_path / "law"
    law.mkdir()
    text = (LAW / "ty2026.toml").read_text(encoding="utf-8")
    for before, after in (
        ("[2_200_000, 116_000, 0.23]", "[2_200_000, 116_000, 0.25]"),
        ("[3_200_000, 346_000, 0.3]", "[3_200_000, 366_000, 0.3]"),
        ("[4_100_000, 616_000, 0.35]", "[4_100_000, 636_000, 0.35]"),
    ):
        assert before in text
        text = text.replace(before, after)
    (law / "ty2026.toml").write_text(text, encoding="utf-8")
    answer = run("tax", files, "--tax-year", year, "--law", law, "--format", "json").json()

    found = computed(book)
    assert errors(book) == []
    assert Decimal(found["Normal tax"]) == Decimal(answer["normal_tax"]) == 316_000
    assert Decimal(found["Tax chargeable"]) == Decimal(answer["tax_chargeable"])
    assert Decimal(found["Payable (refundable)"]) == Decimal(answer["payable"])
    differing = {words for words, values in checks(book).items() if values[2] == "DIFFERS"}
    assert {"Receipts: gross", "Normal tax", "Payable"} <= differing
    assert "Receipts: tax taken" not in differing


@needs_office
def test_an_edited_exchange_rate_moves_the_earnings_of_its_day(tmp_path: Path) -> None:
    original = tmp_path / "original.xlsx"
    run("export", CASES / "p1", "--tax-year", "2026", "-o", original)
    before = run("report", CASES / "p1", "--tax-year", "2026", "--format", "json").json()

    def change(book: Workbook) -> None:
        row = next(
            row for row in book["Rates"].iter_rows(min_row=3) if str(row[2].value)[:10] == "2025-07-25"
        )
        assert (row[1].value, str(row[4].value)) == ("USD", "283.5")
        row[4].value = Decimal("293.5")

    (book,) = recalculated([edited(original, tmp_path / "edited.xlsx", change)], tmp_path).values()

    # 600 dollars were earned that day, with 60 of fee: ten rupees more for each.
    found = checks(book)
    assert Decimal(found["Months: earned"][0]) == Decimal(before["earned_pkr"]["gross"]) + 6_000
    assert Decimal(found["Months: fees"][0]) == Decimal(before["earned_pkr"]["fees"]) + 600
    assert cell_named(book, "months_received").value == 2_278_123
