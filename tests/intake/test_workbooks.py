"""Workbooks as spreadsheet programs, banks and attackers write them."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from made_workbooks import HEADER, ODS_HEADER, compound, number, ods, ods_paid, record, xls, xls_paid
from openpyxl import Workbook
from openpyxl.styles import Alignment

from freelance_pk.intake import read_files
from freelance_pk.intake.result import ReadFile
from freelance_pk.model.errors import InputRefusedError, UnknownFileError

PAID = [date(2026, 3, 3), "SadaPay", "deposit", 5000, "PKR", "TX1"]


def workbook(*rows: Sequence[Any], change: Callable[[Workbook, Any], None] | None = None) -> bytes:
    """Return an XLSX with a header, the rows, and whatever `change` does to it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *rows):
        sheet.append(list(row))
    if change is not None:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(folder: Path, data: bytes, name: str = "rows.xlsx") -> ReadFile:
    (folder / name).write_bytes(data)
    (one,) = read_files([folder / name]).files
    return one


def refusal(folder: Path, data: bytes, name: str = "rows.xlsx") -> InputRefusedError:
    (folder / name).write_bytes(data)
    with pytest.raises(InputRefusedError) as caught:
        read_files([folder / name])
    assert name in caught.value.origin
    assert caught.value.remedy
    return caught.value


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with one of its parts rewritten."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            body = old.read(item)
            new.writestr(item.filename, change(body) if item.filename == part else body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


# Rows far down and far out


def test_rows_below_a_long_gap_are_read(tmp_path: Path) -> None:
    """They were dropped without a word behind 200 empty rows."""

    def far_below(_: Workbook, sheet: Any) -> None:
        for column, value in enumerate([date(2026, 3, 9), "SadaPay", "deposit", 700, "PKR", "TX2"], start=1):
            sheet.cell(row=5000, column=column, value=value)

    one = read(tmp_path, workbook(PAID, change=far_below))

    assert [(entry.line, entry.amount) for entry in one.entries] == [(2, 5000), (5000, 700)]


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD20000"])
def test_a_cell_in_the_last_corner_is_refused_and_not_unfolded(tmp_path: Path, place: str) -> None:
    """Unfolded, the first takes hundreds of gigabytes: the process was killed."""

    def far_out(_: Workbook, sheet: Any) -> None:
        sheet[place] = "x"

    refused = refusal(tmp_path, workbook(PAID, change=far_out))

    assert "far from all others" in refused.message
    assert re.search(r"reaches to row \d+, column (?:XFD|F):", refused.message)


def test_cells_that_are_only_formatted_reach_nowhere(tmp_path: Path) -> None:
    def formatted(_: Workbook, sheet: Any) -> None:
        sheet["XFD1048576"].alignment = Alignment(horizontal="right")

    assert len(read(tmp_path, workbook(PAID, change=formatted)).entries) == 1


def test_a_far_cell_whose_place_only_its_row_tells_is_refused(tmp_path: Path) -> None:
    data = with_part(
        workbook(PAID),
        SHEET,
        lambda body: body.replace(
            b"</sheetData>",
            b'<row r="1048576"><c/><c t="str"><v>x</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
    )

    assert "far from all others" in refusal(tmp_path, data).message


@pytest.mark.parametrize("place", ["OTotal2", "oooooo2", "D2D2", "2D", "D-2", "D\u0662", "AAAA2"])
def test_a_cell_at_a_place_that_is_none_is_refused(tmp_path: Path, place: str) -> None:
    """The reader of values took the first for a column beyond 300 million, and the process was killed."""
    data = with_part(
        workbook(PAID), SHEET, lambda body: body.replace(b'<c r="D2"', f'<c r="{place}"'.encode())
    )

    assert "which is no place" in refusal(tmp_path, data).message


# Cells that lost their value


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        ("D2", "#N/A", "amount"),
        ("D2", "#DIV/0!", "amount"),
        ("D2", "=B1*2", "amount"),
        ("A2", "#REF!", "date"),
        ("A2", "=TODAY()", "date"),
        ("E2", "#NAME?", "currency"),
        ("B2", "#N/A", "account"),
        ("F2", "#VALUE!", "reference"),
        ("F2", "=A1", "reference"),
    ],
)
def test_an_error_or_a_formula_without_its_result_is_no_empty_cell(
    tmp_path: Path, cell: str, value: str, column: str
) -> None:
    def break_cell(_: Workbook, sheet: Any) -> None:
        sheet[cell] = value

    refused = refusal(tmp_path, workbook(PAID, change=break_cell))

    assert repr(value) in refused.message
    assert refused.origin == f"rows.xlsx, row 2, column {column}"
    assert "formula" in refused.remedy


def test_a_tax_that_is_an_error_is_not_no_tax(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["certificate_no", "realised_on", "remitter", "institution", "currency", "amount", "retained", "rate"]
        + ["pkr", "tax", "purpose_code", "reference"]
    )
    sheet.append(
        ["PRC1", date(2026, 3, 3), "Upwork", "HBL", "USD", 100, None, 280, 28000, "#N/A", "9111", "R1"]
    )
    out = io.BytesIO()
    book.save(out)

    assert refusal(tmp_path, out.getvalue()).origin == "rows.xlsx, row 2, column tax"


def test_a_formula_with_its_result_is_its_result(tmp_path: Path) -> None:
    def formula(_: Workbook, sheet: Any) -> None:
        sheet["D2"] = "=2500*2"

    data = with_part(
        workbook(PAID, change=formula), SHEET, lambda body: re.sub(rb"<v ?/>|<v></v>", b"<v>5000</v>", body)
    )

    assert [entry.amount for entry in read(tmp_path, data).entries] == [5000]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    def formula(_: Workbook, sheet: Any) -> None:
        sheet["F2"] = '=IF(1=1,"","x")'

    data = with_part(
        workbook(PAID, change=formula),
        SHEET,
        lambda body: body.replace(b'<c r="F2">', b'<c r="F2" t="str">'),
    )

    assert [entry.ref for entry in read(tmp_path, data).entries] == [""]


# Numbers


def test_sums_of_binary_fractions_are_the_amounts_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    """0.1 + 0.2 stands in the file as 0.30000000000000004."""
    noisy = with_part(
        workbook(PAID), SHEET, lambda body: body.replace(b"<v>5000</v>", b"<v>1234.3000000000002</v>")
    )

    assert [entry.amount for entry in read(tmp_path, noisy).entries] == [Decimal("1234.3")]


def test_a_small_number_is_written_without_an_exponent(tmp_path: Path) -> None:
    tiny = with_part(workbook(PAID), SHEET, lambda body: body.replace(b"<v>5000</v>", b"<v>1.5E-5</v>"))

    assert [entry.amount for entry in read(tmp_path, tiny).entries] == [Decimal("0.000015")]


def test_ids_of_sixteen_digits_that_a_program_wrote_whole_are_kept(tmp_path: Path) -> None:
    """They came out as 1234567890123456.0."""
    rows: list[list[Any]] = [[*PAID[:5], number] for number in (1234567890123456, 1234567890123450)]

    assert [entry.ref for entry in read(tmp_path, workbook(*rows)).entries] == [
        "1234567890123456",
        "1234567890123450",
    ]


@pytest.mark.parametrize(
    "number", [1234567890123460, 9007199254740993, 12345678901234567, 12345678901234567890]
)
def test_an_id_that_a_workbook_rounded_is_refused(tmp_path: Path, number: int) -> None:
    refused = refusal(tmp_path, workbook([*PAID[:5], number]))

    assert "its digits are lost" in refused.message
    assert refused.origin == "rows.xlsx, row 2, column reference"


def test_an_id_that_is_a_text_keeps_all_its_digits(tmp_path: Path) -> None:
    one = read(tmp_path, workbook([*PAID[:5], "12345678901234567890"]))

    assert [entry.ref for entry in one.entries] == ["12345678901234567890"]


def test_formats_of_cells_change_no_number(tmp_path: Path) -> None:
    def formats(_: Workbook, sheet: Any) -> None:
        for row, form in ((2, '"Rs" #,##0.00'), (3, "0.00%"), (4, "[Red]-[$USD] #,##0"), (5, "@")):
            sheet.cell(row=row, column=4).number_format = form

    one = read(
        tmp_path,
        workbook(*([*PAID[:3], Decimal("1234.5"), "PKR", f"T{n}"] for n in range(4)), change=formats),
    )

    assert [entry.amount for entry in one.entries] == [Decimal("1234.5")] * 4


# Dates


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "m/d/yy", "[$-409]d-mmm-yy;@", "yyyy-mm-dd"])
def test_a_date_is_its_day_however_it_is_shown(tmp_path: Path, form: str) -> None:
    def shown(_: Workbook, sheet: Any) -> None:
        sheet["A2"].number_format = form

    assert [entry.day for entry in read(tmp_path, workbook(PAID, change=shown)).entries] == [date(2026, 3, 3)]


def test_days_counted_from_1904_are_read_right_as_dates_and_as_numbers(tmp_path: Path) -> None:
    """2026-03-03 is day 46084 from the end of 1899, and day 44622 from 1904."""

    def since_1904(book: Workbook, sheet: Any) -> None:
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a day of the calendar
        sheet.append([44622, *PAID[1:5], "TX2"])

    one = read(tmp_path, workbook(PAID, change=since_1904))

    assert [entry.day for entry in one.entries] == [date(2026, 3, 3)] * 2


def test_dates_beside_texts_of_dates_are_read_where_no_text_can_be_misread(tmp_path: Path) -> None:
    one = read(tmp_path, workbook(PAID, ["2026-03-04", *PAID[1:5], "TX2"], [46086, *PAID[1:5], "TX3"]))

    assert [entry.day.day for entry in one.entries] == [3, 4, 5]


def test_dates_beside_texts_that_can_be_misread_are_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path, workbook(PAID, ["04/03/2026", *PAID[1:5], "TX2"]))

    assert "04/03/2026" in refused.message


# Sheets, rows, merged cells


def test_the_sheet_with_the_rows_need_not_be_the_first(tmp_path: Path) -> None:
    def cover(book: Workbook, _: Any) -> None:
        front = book.create_sheet("Cover", 0)
        front["B3"] = "Statement of account"
        book.create_chartsheet("Chart", 1)

    (tmp_path / "rows.xlsx").write_bytes(workbook(PAID, change=cover))
    intake = read_files([tmp_path / "rows.xlsx"])

    assert [one.source.name for one in intake.files] == ["rows.xlsx, sheet Sheet"]
    assert [issue.code for issue in intake.issues] == ["sheet-passed-over"]


def test_an_error_is_seen_in_a_sheet_of_any_name_and_place(tmp_path: Path) -> None:
    def others(book: Workbook, sheet: Any) -> None:
        sheet.title = 'Ayesha & "\u0639\u0627\u0626\u0634\u06c1" <1>'
        sheet["D2"] = "#N/A"
        book.create_chartsheet("Chart", 0)
        book.create_sheet("Cover", 1)["A1"] = "Statement"

    refused = refusal(tmp_path, workbook(PAID, change=others))

    assert "'#N/A' is not an amount" in refused.message
    assert refused.origin.endswith("<1>, row 2, column amount")


def test_hidden_rows_columns_and_sheets_are_read_and_named(tmp_path: Path) -> None:
    def hide(book: Workbook, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        other = book.create_sheet("Old")
        other.append(HEADER)
        other.append([date(2026, 2, 2), *PAID[1:5], "TX0"])
        other.sheet_state = "hidden"

    (tmp_path / "rows.xlsx").write_bytes(workbook(PAID, [*PAID[:5], "TX2"], change=hide))
    shown, hidden = read_files([tmp_path / "rows.xlsx"]).files

    assert [entry.ref for entry in shown.entries] == ["TX1", "TX2"]
    assert "rows-hidden" in [issue.code for issue in shown.issues]
    assert [entry.ref for entry in hidden.entries] == ["TX0"]
    assert "sheet-hidden" in [issue.code for issue in hidden.issues]


def test_a_row_that_reaches_beyond_the_header_is_named(tmp_path: Path) -> None:
    """A cell too many moves all others, and a sheet, other than a CSV, has no width of its own."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Type", "Date", "Purchase ID", "Item Name", "Buyer Name", "Buyer Email", "Taxes ($)"])
    for column, name in enumerate(["Shipping ($)", "Sale Price ($)", "Gumroad Fees ($)", "Net Total ($)"], 8):
        sheet.cell(row=1, column=column, value=name)
    sheet.append(["Sale", date(2025, 7, 13), "p1", "Icons", "Bob", "bob@example.com", 0, 0, 10, 1.3, 8.7])
    sheet.append(
        ["Sale", date(2025, 7, 13), "p2", "Icons", "Bob", "bob@example.com", 0, 0, 10, 1.3, 8.7, "mine"]
    )
    out = io.BytesIO()
    book.save(out)
    issues = read(tmp_path, out.getvalue()).issues

    assert [(each.code, each.origin) for each in issues] == [("cells-beside", "rows.xlsx, row 3")]


def test_a_date_merged_over_two_rows_stops_the_file_at_the_second(tmp_path: Path) -> None:
    """A merged cell holds its value once; which rows it is meant for is for a person to say."""
    rows: list[list[Any]] = [PAID, [None, "SadaPay", "deposit", 700, "PKR", "TX2"]]
    refused = refusal(tmp_path, workbook(*rows, change=lambda _, sheet: sheet.merge_cells("A2:A3")))

    assert refused.origin == "rows.xlsx, row 3, column date"


def test_an_amount_merged_over_two_rows_counts_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [PAID, [date(2026, 3, 4), "SadaPay", "deposit", None, "PKR", "TX2"]]
    (tmp_path / "rows.xlsx").write_bytes(workbook(*rows, change=lambda _, sheet: sheet.merge_cells("D2:D3")))
    try:
        (one,) = read_files([tmp_path / "rows.xlsx"]).files
    except InputRefusedError as refused:
        assert "row 3" in refused.origin  # noqa: PT017 - either is loud
    else:
        assert [entry.amount for entry in one.entries] == [5000]
        assert [row.line for row in one.skipped] == [3]


# Files that are not what their name says


def test_a_workbook_under_the_name_of_a_csv_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, workbook(PAID), "rows.csv").entries) == 1


def test_a_csv_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    text = "date,account,kind,amount,currency\n2026-03-03,SadaPay,deposit,5,PKR\n"

    assert len(read(tmp_path, text.encode(), "rows.xls").entries) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><table><tr><td>Date</td><td>Amount</td></tr></table>",
        "\ufeff\n<TABLE border=1><tr><td>Date</td></tr></TABLE>",
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
        "MIME-Version: 1.0\nContent-Type: multipart/related\n",
    ],
)
def test_a_web_page_under_the_name_of_a_workbook_is_named_as_such(tmp_path: Path, text: str) -> None:
    refused = refusal(tmp_path, text.encode(), "statement.xls")

    assert "a web page or XML" in refused.message
    assert "save it as XLSX" in refused.remedy


def test_a_workbook_with_macros_is_read_in_a_folder_too(tmp_path: Path) -> None:
    (tmp_path / "rows.xlsm").write_bytes(workbook(PAID))

    assert len(read_files([tmp_path]).files[0].entries) == 1


def test_a_binary_workbook_is_refused_with_the_way_out(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.bin", b"\x83\x01\x00")

    assert "XLSB" in refusal(tmp_path, out.getvalue(), "rows.xlsb").message


# Damaged and hostile ones


@pytest.mark.parametrize("kept", [5, 400, 3000, -1, -30])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    assert "cut off or damaged" in refusal(tmp_path, workbook(PAID)[:kept]).message


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for part in (SHEET, "xl/workbook.xml"):
        data = with_part(workbook(PAID), part, lambda body: bomb + body)

        assert "no spreadsheet writes" in refusal(tmp_path, data).message


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(PAID))
    zeros = b"\0" * (1024 * 1024)
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("xl/media/image1.bin", "w") as part,
    ):
        for _ in range(401):
            part.write(zeros)

    assert "more than any export" in refusal(tmp_path, out.getvalue()).message


def test_a_part_that_is_larger_than_the_archive_says_is_refused(tmp_path: Path) -> None:
    data = bytearray(workbook(PAID))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo(SHEET)
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", info.file_size // 2)

    assert "damaged" in refusal(tmp_path, bytes(data)).message


def test_a_workbook_with_two_parts_of_one_name_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(PAID))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(SHEET.upper(), "<worksheet/>")

    assert "one name" in refusal(tmp_path, out.getvalue()).message


def test_a_reader_that_breaks_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of values raises what is no Exception where a file breaks it."""
    from freelance_pk.intake import sheets  # noqa: PLC0415 - to stand in for its reader

    class PanicException(BaseException):
        """As the reader's own is called."""

    def panic(_: object) -> None:
        raise PanicException("index out of bounds")

    broken = type("Broken", (), {"from_filelike": staticmethod(panic)})
    monkeypatch.setattr(sheets, "CalamineWorkbook", broken)

    assert "damaged" in refusal(tmp_path, workbook(PAID)).message


# ODS


def test_an_ods_with_amounts_as_currency_is_read(tmp_path: Path) -> None:
    one = read(tmp_path, ods(ODS_HEADER + ods_paid()), "rows.ods")

    assert [(entry.day, entry.amount) for entry in one.entries] == [(date(2026, 3, 3), Decimal("5000.25"))]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (
            (
                '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
                'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
            ),
            "#DIV/0!",
        ),
        ('<table:table-cell table:formula="of:=[.A1]*2"/>', "=[.A1]*2"),
    ],
)
def test_errors_and_formulas_without_results_are_refused_in_an_ods_too(
    tmp_path: Path, cell: str, value: str
) -> None:
    refused = refusal(tmp_path, ods(ODS_HEADER + ods_paid(cell)), "rows.ods")

    assert repr(value) in refused.message
    assert refused.origin == "rows.ods, row 2, column amount"


@pytest.mark.parametrize(
    "bomb",
    [
        (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
            'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        ),
        (
            '<table:table-row table:number-rows-repeated="99999999"><table:table-cell office:value-type="float" '
            'office:value="1"/></table:table-row>'
        ),
        (
            '<table:table-row table:number-rows-repeated="1048500"/><table:table-row>'
            '<table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="float" '
            'office:value="1"/></table:table-row>'
        ),
    ],
)
def test_an_ods_that_repeats_cells_without_end_is_refused(tmp_path: Path, bomb: str) -> None:
    assert "far from all others" in refusal(tmp_path, ods(ODS_HEADER + ods_paid() + bomb), "rows.ods").message


@pytest.mark.parametrize("times", ["+16000", "000000000016000", " 16000 "])
def test_a_number_of_times_written_otherwise_counts_as_well(tmp_path: Path, times: str) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{times}"/>'
    rows = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'

    assert "far from all others" in refusal(tmp_path, ods(ODS_HEADER + rows), "rows.ods").message


def test_an_ods_that_ends_in_a_million_empty_rows_is_read(tmp_path: Path) -> None:
    end = (
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )

    assert len(read(tmp_path, ods(ODS_HEADER + ods_paid() + end), "rows.ods").entries) == 1


def test_days_counted_from_1904_are_read_right_in_an_ods(tmp_path: Path) -> None:
    since = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    number = '<table:table-cell office:value-type="float" office:value="44622"/>'
    one = read(tmp_path, ods(ODS_HEADER + ods_paid(day=number), settings=since), "rows.ods")

    assert [entry.day for entry in one.entries] == [date(2026, 3, 3)]


def test_an_ods_that_is_protected_is_refused_with_the_reason(tmp_path: Path) -> None:
    out = io.BytesIO(ods(ODS_HEADER + ods_paid()))
    data = with_part(
        out.getvalue(), "META-INF/manifest.xml", lambda _: b"<manifest><encryption-data/></manifest>"
    )

    assert "protected by a password" in refusal(tmp_path, data, "rows.ods").message


# XLS


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    assert [entry.amount for entry in read(tmp_path, xls(*xls_paid()), "rows.xls").entries] == [5000]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (record(0x0205, struct.pack("<HHHBB", 1, 3, 0, 0x2A, 1)), "#N/A"),
        (
            record(
                0x0006,
                struct.pack("<HHH", 1, 3, 0) + b"\x02\0\x07\0\0\0\xff\xff" + struct.pack("<HIH", 0, 0, 0),
            ),
            "#DIV/0!",
        ),
        (record(0x0006, struct.pack("<HHHdHIH", 1, 3, 0, 0, 3, 0, 0)), "="),
    ],
)
def test_errors_and_formulas_without_results_are_refused_in_an_old_workbook_too(
    tmp_path: Path, cell: bytes, value: str
) -> None:
    refused = refusal(tmp_path, xls(*xls_paid(cell)), "rows.xls")

    assert repr(value) in refused.message
    assert refused.origin == "rows.xls, row 2, column amount"


def test_days_counted_from_1904_are_read_right_in_an_old_workbook(tmp_path: Path) -> None:
    data = xls(*xls_paid(day=number(1, 0, 44622)), since_1904=True)

    assert [entry.day for entry in read(tmp_path, data, "rows.xls").entries] == [date(2026, 3, 3)]


def test_an_old_workbook_with_a_far_cell_is_refused(tmp_path: Path) -> None:
    assert (
        "far from all others"
        in refusal(tmp_path, xls(*xls_paid(), number(65535, 255, 1)), "rows.xls").message
    )


@pytest.mark.parametrize(
    "extent",
    [
        struct.pack("<IIHHH", 0, 0xFFFFFFF0, 0, 9, 0),  # more rows than a sheet has
        struct.pack("<IIHHH", 0, 2, 0, 300, 0),  # more columns
        struct.pack("<IIHHH", 9, 2, 0, 9, 0),  # it ends above its beginning
        struct.pack("<HHHHH", 0, 2, 9, 2, 0),
    ],
)
def test_an_extent_that_no_sheet_has_is_refused_before_room_is_made_for_it(
    tmp_path: Path, extent: bytes
) -> None:
    refused = refusal(tmp_path, xls(record(0x0200, extent), *xls_paid()), "rows.xls")

    assert "damaged (a sheet's extent is none)" in refused.message


def test_an_extent_that_fits_is_no_reason_to_refuse(tmp_path: Path) -> None:
    for extent in (struct.pack("<IIHHH", 0, 2, 0, 5, 0), bytes(14), struct.pack("<HHHHH", 0, 2, 0, 5, 0)):
        data = xls(record(0x0200, extent), *xls_paid())
        assert len(read(tmp_path, data, "rows.xls").entries) == 1


@pytest.mark.parametrize(
    "data",
    [
        xls(*xls_paid(), extra=record(0x002F, bytes(54))),
        compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}),
    ],
    ids=["xls", "xlsx"],
)
@pytest.mark.parametrize("name", ["rows.xls", "rows.xlsx"])
def test_a_workbook_that_a_password_locks_is_refused_with_the_reason(
    tmp_path: Path, data: bytes, name: str
) -> None:
    refused = refusal(tmp_path, data, name)

    assert refused.message == "the workbook is protected by a password"
    assert "take the password off" in refused.remedy


def test_another_program_s_document_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "letter.doc").write_bytes(compound({"WordDocument": b"x"}))
    with pytest.raises(UnknownFileError, match="another program's document"):
        read_files([tmp_path / "letter.doc"])


@pytest.mark.parametrize("kept", [9, 600, 2000, 4000])
def test_an_old_workbook_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    assert "damaged" in refusal(tmp_path, xls(*xls_paid())[:kept], "rows.xls").message


def test_sectors_that_run_in_a_circle_are_refused(tmp_path: Path) -> None:
    data = bytearray(xls(*xls_paid()))
    data[512 + 4 * 5 : 512 + 4 * 6] = struct.pack("<I", 3)

    assert "damaged" in refusal(tmp_path, bytes(data), "rows.xls").message
