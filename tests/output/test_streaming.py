"""Very many rows are written as text: what a spreadsheet reads is what was given, and memory does not grow."""

import tempfile
import tracemalloc
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.workbook.cells import Formula, clean
from freelance_pk.output.workbook.sheet import DATE, PAISA, Book, Column, Input, Sheet
from freelance_pk.output.workbook.streaming import Value

COLUMNS = (
    Column("Date", 13, DATE),
    Column("What", 20),
    Column("Amount", 16, PAISA, total=True, is_input=True),
    Column("Twice", 16, PAISA, total=True),
)
DAY = date(2025, 12, 31)


def begun() -> tuple[Book, Sheet]:
    book = Book(Labels(Language.ENGLISH), "Ayesha|ty2026.toml")
    sheet = book.sheet("Rows", COLUMNS, landscape=True)
    sheet.freeze(3)
    sheet.title_rows("Rows")
    sheet.header()
    return book, sheet


def written(path: Path, rows: Sequence[Sequence[Value]]) -> Any:
    book, sheet = begun()
    for row in rows:
        sheet.stream(row)
    sheet.totals(3)
    sheet.add((None, "a long remark below the rows that needs several lines of its cell", None, None))
    sheet.name("last", 2)
    book.save(path)
    return load_workbook(path)


def row(text: str, amount: str, number: int) -> tuple[Value, ...]:
    return (DAY, text, Decimal(amount), Formula(f"=C{number}*2"))


def test_dates_numbers_texts_and_formulas_are_what_they_are(tmp_path: Path) -> None:
    sheet = written(
        tmp_path / "a.xlsx", [row("Acme", "12.50", 3), (None, "", None, None), row("B", "-3", 5)]
    )["Rows"]

    assert [cell.value for cell in sheet[3]] == [datetime(2025, 12, 31), "Acme", 12.5, "=C3*2"]  # noqa: DTZ001
    assert [cell.data_type for cell in sheet[3]] == ["d", "s", "n", "f"]
    assert [cell.number_format for cell in sheet[3]] == [DATE, "@", PAISA, PAISA]
    assert sheet["C3"].fill.fgColor.rgb == "FFE2EFDA"
    assert [cell.value for cell in sheet[4]] == [None] * 4
    assert sheet["C5"].value == -3


def test_rows_below_stand_below_with_their_heights_and_names(tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", [row("x", "1", number) for number in range(3, 1003)])
    sheet = book["Rows"]

    assert sheet.max_row == 1004
    assert [sheet["A1003"].value, sheet["C1003"].value] == ["Total", "=SUM(C3:C1002)"]
    assert sheet["B1004"].value.startswith("a long remark")
    assert sheet.row_dimensions[1004].height == 75  # 63 letters on lines of 16
    assert sheet.row_dimensions[2].height == 30
    assert book.defined_names["last"].attr_text == "'Rows'!$B$1004"


def test_streamed_rows_stand_among_others(tmp_path: Path) -> None:
    book, sheet = begun()
    sheet.add((DAY, "one", Decimal(1), None))
    sheet.stream(row("two", "2", 4))
    sheet.blank()
    sheet.add((DAY, "four", Decimal(4), None), bold=True)
    sheet.stream(row("five", "5", 7))
    book.save(tmp_path / "a.xlsx")

    found = load_workbook(tmp_path / "a.xlsx")["Rows"]
    assert [found.cell(number, 2).value for number in range(3, 8)] == ["one", "two", None, "four", "five"]
    assert [found.cell(number, 2).font.b for number in range(3, 8)] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("0.126"), 0.13),
        (Decimal("98765432109876.54"), 98765432109876.54),
        (Decimal("-0.005"), 0),
        (7, 7),
        ("", None),
        (None, None),
        (Input(Decimal("1.50")), 1.5),
        (Input("0123"), "0123"),
        (Formula('=IF(A1<2,"a & b","")'), '=IF(A1<2,"a & b","")'),
    ],
)
def test_a_formatted_cell_holds_what_it_was_given(tmp_path: Path, value: Any, expected: object) -> None:
    book, sheet = begun()
    sheet.add((None, None, value))
    book.save(tmp_path / "a.xlsx")

    cell = load_workbook(tmp_path / "a.xlsx")["Rows"]["C3"]
    assert cell.value == expected
    assert (cell.fill.fgColor.rgb == "FFE2EFDA") == isinstance(value, Input)


def test_no_part_of_a_workbook_waits_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of workbooks would make and remove a dozen files each."""
    passing = tmp_path / "none"
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    book, sheet = begun()
    sheet.stream(row("x", "1", 3))
    book.save(tmp_path / "a.xlsx")

    assert load_workbook(tmp_path / "a.xlsx")["Rows"]["B3"].value == "x"


HOSTILE = [
    '=HYPERLINK("http://example.com")',
    "+cmd|x",
    "<b>&amp;</b> ]]> \"quoted\" 'so'",
    "  led and trailed  ",
    "two\nlines\tand a tab",
    "کمائی ₨ 😀",
    "\x00\x07bell\x1f",
    "half \ud800 a pair",
    "\uffff\ufffe",
    "x" * 40_000,
    '<row r="3"/></sheetData>',
    "#N/A",
    "TRUE",
    "00123",
    "1e5",
]


def test_hostile_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = written(path, [row(text, "1", number) for number, text in enumerate(HOSTILE, 3)])["Rows"]
    cells = [sheet.cell(number, 2) for number in range(3, 3 + len(HOSTILE))]

    expected = [clean(text) for text in HOSTILE]
    expected[HOSTILE.index("\uffff\ufffe")] = ""
    assert [cell.value or "" for cell in cells] == expected
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert max(map(len, expected)) == 32_767
    others = CalamineWorkbook.from_path(path).get_sheet_by_name("Rows").to_python()
    assert [each[1] for each in others[2 : 2 + len(HOSTILE)]] == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1990, 1, 1), date(2100, 1, 1)) | st.none(),
            st.text(max_size=30).filter(lambda text: "\r" not in text),
            st.decimals(-(10**9), 10**9, places=2) | st.none(),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_written_is_read_back(
    tmp_path: Path, given_rows: list[tuple[date | None, str, Decimal | None]]
) -> None:
    sheet = written(tmp_path / "a.xlsx", [(*each, None) for each in given_rows])["Rows"]

    for number, (day, text, amount) in enumerate(given_rows, 3):
        found = sheet.cell(number, 1).value
        assert (found.date() if found else None) == day
        assert (sheet.cell(number, 2).value or "") == clean(text)
        figure = sheet.cell(number, 3).value
        assert (None if figure is None else Decimal(str(figure))) == amount


def test_the_same_rows_give_the_same_bytes_without_a_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path / f"{name}.xlsx", [row("x", "1", 3)])

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with ZipFile(tmp_path / "a.xlsx") as parts:
        assert {item.date_time for item in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = parts.read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2


def peak(path: Path, rows: int) -> int:
    """Bytes of Python's memory at most, while rows are written that come one by one."""
    tracemalloc.start()
    book, sheet = begun()
    for number in range(rows):
        sheet.stream((DAY + timedelta(days=number % 300), f"row {number}", Decimal(number) / 100, None))
    book.save(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peak(tmp_path / "a.xlsx", 10)  # what is loaded once
    few, many = peak(tmp_path / "a.xlsx", 2_000), peak(tmp_path / "a.xlsx", 40_000)

    # 38,000 rows are some five megabytes of text
    assert many - few < 3_000_000
