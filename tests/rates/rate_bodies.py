"""Bodies as the providers send them: workbooks in the State Bank's layout, day sheets in PDF, JSON."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from freelance_pk.packaged import packaged

EPOCH = date(1899, 12, 30)
# Labels of the archive, as it spells them.
LABELS = {
    "AUD": ("Australia", "Australian Dollar"),
    "BHD": ("Bahrain", "Bahraini Dinar"),
    "CAD": ("Canada", "Canadian Dollar"),
    "CNY": ("China", "Chinese Yuan"),
    "DKK": ("Denmark", "Danish Krone"),
    "HKD": ("Hong Kong", "Hongkong Dollar"),
    "JPY": ("Japan", "Japnese Yen"),
    "KWD": ("Kuwait", "Kuwaiti Dinar"),
    "MYR": ("Malaysia", "Malaysian Ringgit"),
    "NZD": ("New Zealand", "New Zealand Dollar"),
    "NOK": ("Norway", "Norwegian Krone"),
    "OMR": ("Oman", "Omani Riyal"),
    "QAR": ("Qatar", "Qatari Riyal"),
    "SGD": ("Singapore", "Singapore Dollar"),
    "SEK": ("Sweden", "Swedish Krona"),
    "CHF": ("Switzerland", "Swiss Franc"),
    "SAR": ("Saudi Arabia", "Saudi Arabian Riyal"),
    "THB": ("Thailand", "Thai Bhat"),
    "TRY": ("Turkey", "Turkish Lira"),
    "AED": ("U.A.E.", "UAE Dirham"),
    "GBP": ("U.K.", "U.K. Pound Sterling"),
    "USD": ("U.S.A.", "U.S. Dollar"),
    "EUR": ("Euro Area", "Euro"),
}
# The current file spells several of them otherwise.
OTHER_LABELS = {
    "JPY": "Japanese Yen",
    "THB": "Thai Baht",
    "HKD": "Hong Kong Dollar",
    "SGD": "Singaporian Dollar",
    "SEK": "Swedish Krone",
    "AED": "U.A.E. Dirham",
}

Rates = Mapping[str, Mapping[str, str]]  # day (ISO) -> currency -> text


def bundled_rates(first: str, last: str) -> dict[str, dict[str, str]]:
    """The bundled table's rates of a span, as texts."""
    with (packaged("rates") / "sbp_bfer.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["date"]: {name: rate for name, rate in row.items() if name != "date" and rate}
            for row in csv.DictReader(file)
            if first <= row["date"] <= last
        }


def column(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def bfer_workbook(
    rates: Rates,
    *,
    header_row: int = 7,
    labels: Mapping[str, str] | None = None,
    header: str = "Currency",
) -> bytes:
    """A workbook in the layout of BFER_Daily_Arch.xlsx, numbers as the texts given.

    Args:
        rates: by day and currency.
        header_row: 7 in the archive, 9 in the current file.
        labels: spelled otherwise than in the archive.
        header: the word in column B of the header.
    """
    named = {code: (labels or {}).get(code, label) for code, (_, label) in LABELS.items()}
    days = sorted(rates)
    texts: list[str] = []

    def shared(text: str) -> int:
        if text not in texts:
            texts.append(text)
        return texts.index(text)

    def text_cell(place: str, text: str) -> str:
        return f'<c r="{place}" t="s"><v>{shared(text)}</v></c>'

    rows = [
        (1, [text_cell("A1", "State Bank of Pakistan")]),
        (3, [text_cell("A3", "Daily Average Banks' Floating Exchange Rates")]),
        (4, [text_cell("A4", "(Pak Rupees per Currency Unit)")]),
    ]
    head = [text_cell(f"A{header_row}", "Country"), text_cell(f"B{header_row}", header)]
    for place, day in enumerate(days, start=3):
        serial = (date.fromisoformat(day) - EPOCH).days
        head.append(f'<c r="{column(place)}{header_row}" s="1"><v>{serial}</v></c>')
    rows.append((header_row, head))
    number = header_row
    for code, (country, _) in LABELS.items():
        if not any(code in rates[day] for day in days):
            continue
        number += 1
        cells = [text_cell(f"A{number}", country), text_cell(f"B{number}", named[code])]
        for place, day in enumerate(days, start=3):
            rate = rates[day].get(code)
            name = f"{column(place)}{number}"
            cells.append(
                f'<c r="{name}" s="2"/>' if rate is None else f'<c r="{name}" s="2"><v>{rate}</v></c>'
            )
        rows.append((number, cells))
    rows.append((number + 2, [text_cell(f"A{number + 2}", "Contact person:")]))
    return pack(rows, texts)


def pack(rows: Iterable[tuple[int, Sequence[str]]], texts: Sequence[str]) -> bytes:
    """Put rows of cells (XML) and shared texts into an .xlsx."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = "".join(f'<row r="{number}">{"".join(cells)}</row>' for number, cells in rows)
    sheet = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types/>')
        book.writestr("xl/workbook.xml", f'<?xml version="1.0"?><workbook xmlns="{space}"/>')
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        book.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst xmlns="{space}">{strings}</sst>')
    return out.getvalue()


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page with these lines of text."""
    shown = ["BT", "/F1 9 Tf", "40 800 Td", "11 TL"]
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"({escaped}) Tj T*")
    stream = "\n".join([*shown, "ET"]).encode("latin-1")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(out)


def retitled(sheet: bytes, old: str, new: str) -> bytes:
    """A sheet with other words, as long as the old ones so that its offsets stand."""
    assert old.encode() in sheet
    return sheet.replace(old.encode(), new.ljust(len(old)).encode())


def wacr_sheet(day: date, rates: Mapping[str, tuple[str, str]], *, date_form: str = "%d-%b-%Y") -> bytes:
    """A sheet of weighted average customer rates: buying and selling."""
    lines = ["STATE BANK OF PAKISTAN", "Weighted Average Customer Exchange Rates", f"{day:{date_form}}"]
    lines += ["CURRENCY BUYING SELLING"]
    lines += [f"{code} {buying} {selling}" for code, (buying, selling) in rates.items()]
    lines += ["Note: compiled and disseminated for information only."]
    return pdf(lines)


def m2m_sheet(day: date, rates: Mapping[str, str]) -> bytes:
    """A sheet of mark-to-market rates: ready, then forwards; 0.0000 where a tenor is not available."""
    lines = [
        f"{day:%d-%b-%y} Exchange Rates for Mark to Market Revaluation by Authorized Dealers in Foreign Exchange",
        "CURRENCY READY 1-WEEK 2-WEEK 1-MONTH",
    ]
    lines += [f"{code} {ready} {ready} {ready} 0.0000" for code, ready in rates.items()]
    lines += ["Notes: issued for Authorized Dealers to revalue their books daily."]
    return pdf(lines)


def index_of(slug: str, days: Mapping[str, str]) -> bytes:
    """The JSON list of day sheets: address by day."""
    years: dict[str, list[object]] = {}
    for day, url in days.items():
        entry = {"date": day, "attachment": {"url": url, "file_name": url.rpartition("/")[2]}}
        years.setdefault(day[:4], []).append(entry)
    return json.dumps({"exchange-rates": {slug: {"daily": years}}}).encode()


def relay_rows(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """Frankfurter's rows: date, base, quote, and the rate as the text of a JSON number."""
    return (
        "[" + ",".join(f'{{"date":"{d}","base":"{b}","quote":"{q}","rate":{r}}}' for d, b, q, r in rows) + "]"
    ).encode()


def api_file(day: str, code: str, rates: Mapping[str, str]) -> bytes:
    """A file of the currency-api: rates by lower-case code, as texts of JSON numbers."""
    inner = ",".join(f'"{name}":{rate}' for name, rate in rates.items())
    return f'{{"date":"{day}","{code}":{{{inner}}}}}'.encode()


EASYDATA_COLUMNS = (
    "Dataset Name",
    "Series Key",
    "Series Display Name",
    "Observation Date",
    "Observation Value",
    "Unit",
    "Observation Status",
    "Observation Status Comment",
)


def easydata_table(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """EasyData's JSON: series number, date, value as the text of a JSON number."""
    made = ",".join(
        '["Bank Floating Daily Average Exchange Rates","TS_GP_ES_FADERPKR_M.XRDAVG'
        f'{number}","Average rate","{day}",{value},"PKR","Normal",""]'
        for number, day, value in rows
    )
    return f'{{"columns":{json.dumps(EASYDATA_COLUMNS)},"rows":[{made}]}}'.encode()
