"""The State Bank's workbooks, read as the text that stands in them."""

import io
import zipfile
from decimal import Decimal

import pytest
from rate_bodies import LABELS, OTHER_LABELS, bfer_workbook, bundled_rates

from freelance_pk.rates.cache import Body
from freelance_pk.rates.sources import sbp_bfer
from freelance_pk.rates.sources.protocol import ContentError, Reading
from freelance_pk.rates.sources.workbook import number

WEEK = bundled_rates("2026-06-22", "2026-06-30")
FEBRUARY = bundled_rates("2024-02-26", "2024-03-04")  # over a leap day


def read(data: bytes) -> Reading:
    return sbp_bfer.read(Body(data, "xlsx"))


def as_table(reading: Reading) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for quote in reading.quotes:
        table.setdefault(quote.day.isoformat(), {})[quote.currency] = f"{quote.value:f}"
    return table


@pytest.mark.parametrize(("header_row", "labels"), [(7, {}), (9, OTHER_LABELS), (1, {}), (40, OTHER_LABELS)])
def test_both_files_are_read_wherever_their_header_stands(header_row: int, labels: dict[str, str]) -> None:
    data = bfer_workbook(WEEK, header_row=header_row if header_row != 1 else 5, labels=labels)

    assert as_table(read(data)) == WEEK
    assert read(data).remarks == ()


def test_a_leap_day_has_its_rates() -> None:
    assert "2024-02-29" in FEBRUARY
    assert as_table(read(bfer_workbook(FEBRUARY))) == FEBRUARY


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("280.3325", "280.3325"),
        ("168", "168"),
        ("280.33249999999998", "280.3325"),  # the print of the fraction nearest to 280.3325
        ("0.10000000000000001", "0.1"),
        ("1.8049999999999999", "1.805"),
        ("912.33249999999998", "912.3325"),
        ("2.8033249999999998E2", "280.3325"),
        ("278.19634567891234", "278.19634567891234"),  # 14 decimals, each of them meant
        ("278.1963456789123", "278.1963456789123"),  # 13 decimals
        ("1.0043210000000001", "1.004321"),
    ],
)
def test_a_number_is_the_shortest_decimal_of_its_fraction(written: str, meant: str) -> None:
    assert number(written) == Decimal(meant)


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1E400", "1e-300", "280,33"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ContentError):
        number(text)


def test_full_precision_is_kept() -> None:
    rates = {"2026-09-01": {**WEEK["2026-06-30"], "USD": "278.1963456789123"}}

    assert as_table(read(bfer_workbook(rates)))["2026-09-01"]["USD"] == "278.1963456789123"


def test_texts_may_stand_in_the_cells_themselves() -> None:
    data = bfer_workbook(WEEK)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    texts = [part.split("</t>")[0] for part in strings.split("<t>")[1:]]
    for place, text in enumerate(texts):
        sheet = sheet.replace(f't="s"><v>{place}</v>', f't="inlineStr"><is><t>{text}</t></is>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", sheet)

    assert as_table(read(out.getvalue())) == WEEK


def test_a_renamed_currency_is_left_out_and_named() -> None:
    reading = read(bfer_workbook(WEEK, labels={"NOK": "Kroner of Norway"}))

    assert len(reading.remarks) == 1
    assert "row 18, 'Kroner of Norway'" in reading.remarks[0]
    assert {quote.currency for quote in reading.quotes} == set(LABELS) - {"NOK"}


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({code: f"{code} money" for code in ("AUD", "BHD", "CAD", "CNY")}, "only 19 of 23"),
        ({"USD": "Greenback"}, "'Greenback'"),
        ({"CAD": "Australian Dollar"}, "AUD stands in two rows, 8 and 10"),
    ],
)
def test_labels_that_have_changed_are_refused(labels: dict[str, str], words: str) -> None:
    with pytest.raises(ContentError, match=words):
        read(bfer_workbook(WEEK, labels=labels))


def test_a_header_that_is_not_there_is_refused() -> None:
    with pytest.raises(ContentError, match="no sheet has a row with `Currency` in column B"):
        read(bfer_workbook(WEEK, header="Ccy"))


def test_a_workbook_of_units_for_one_rupee_is_refused() -> None:
    inverted = {
        day: {code: f"{1 / Decimal(rate):.10f}" for code, rate in rates.items()}
        for day, rates in WEEK.items()
    }

    with pytest.raises(ContentError, match="not rupees for one dollar"):
        read(bfer_workbook(inverted))


@pytest.mark.parametrize(
    ("cell", "words", "place"),
    [
        ('<c r="D8" t="inlineStr"><is><t>see note</t></is></c>', "'see note' is no rate of AUD", "D8"),
        ('<c r="D8"><v>-1</v></c>', "not above zero", "D8"),
        ('<c r="D8"><v>0</v></c>', "not above zero", "D8"),
        ('<c r="ZZ8"><v>12</v></c>', "under no day", "ZZ8"),
        ('<c r="ZZ7"><v>12</v></c>', "is no day", "ZZ7"),
        ('<c r="ZZ7" t="inlineStr"><is><t>Average</t></is></c>', "'Average' is no day", "ZZ7"),
        ('<c r="ZZ7"><v>46000</v></c>', "does not follow", "ZZ7"),
    ],
)
def test_a_cell_that_cannot_be_is_named(cell: str, words: str, place: str) -> None:
    data = bfer_workbook(WEEK)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    row = place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    sheet = parts["xl/worksheets/sheet1.xml"]
    before, _, after = sheet.partition(f'<row r="{row}">')
    cells, _, rest = after.partition("</row>")
    kept = "".join(f"{part}</c>" for part in cells.split("</c>") if part and f'r="{place}"' not in part)
    parts["xl/worksheets/sheet1.xml"] = f'{before}<row r="{row}">{kept}{cell}</row>{rest}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)

    with pytest.raises(ContentError, match=words) as caught:
        read(out.getvalue())
    assert caught.value.origin == place


def test_a_dash_and_a_blank_are_days_without_a_rate() -> None:
    rates = {day: dict(of) for day, of in WEEK.items()}
    del rates["2026-06-30"]["NOK"]
    data = bfer_workbook(rates)

    assert as_table(read(data)) == rates


def test_every_cut_of_a_workbook_is_refused_in_words() -> None:
    data = bfer_workbook(WEEK)
    for end in range(4, len(data), 97):
        with pytest.raises(ContentError):
            read(data[:end])


def bomb(sheet: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(ContentError, match="far more than rates need"):
        read(bomb(b"<worksheet>" + b" " * (90 * 1024 * 1024)))


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(bomb(b"<worksheet>" + b" " * (90 * 1024 * 1024)))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")

    with pytest.raises(ContentError):
        read(bytes(data))


@pytest.mark.parametrize(
    "sheet",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
        b"<worksheet><unclosed></worksheet>",
        b"\xff\xfe\x00",
    ],
)
def test_xml_that_no_spreadsheet_writes_is_refused(sheet: bytes) -> None:
    with pytest.raises(ContentError):
        read(bomb(sheet))
