"""Small workbooks of entries, written part by part: ODS as XML, XLS as records ([MS-XLS]) in a compound file."""

import io
import struct
import zipfile

HEADER = ["date", "account", "kind", "amount", "currency", "reference"]


def ods(rows: str, *, settings: str = "") -> bytes:
    """Return an ODS whose rows are given as XML."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{short}="{long}"' for short, long in names.items())
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{settings}"
        f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def ods_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def ods_text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


ODS_HEADER = ods_row(*map(ods_text, HEADER))
ODS_DAY = '<table:table-cell office:value-type="date" office:date-value="2026-03-03"/>'
ODS_AMOUNT = '<table:table-cell office:value-type="currency" office:currency="PKR" office:value="5000.25"/>'


def ods_paid(amount: str = ODS_AMOUNT, day: str = ODS_DAY) -> str:
    return ods_row(day, ods_text("SadaPay"), ods_text("deposit"), amount, ods_text("PKR"), ods_text("TX1"))


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def number(row: int, column: int, value: int) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file ([MS-CFB]) of streams, each long enough for sectors of its own."""
    size, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    names = list(streams)
    table = [0xFFFFFFFD, end]  # the table itself, then the directory
    directory = entry("Root Entry", 5, end, 0, child=1)
    body = b""
    for place, name in enumerate(names, start=1):
        data = streams[name].ljust(4096, b"\0")
        count = -(-len(data) // size)
        first = len(table)
        table += [*range(first + 1, first + count), end]
        body += data.ljust(count * size, b"\0")
        directory += entry(name, 2, first, len(data), right=place + 1 if place < len(names) else -1)
    assert len(table) <= size // 4
    assert len(directory) <= size
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    head += struct.pack("<108I", *[free] * 108)
    packed = struct.pack(f"<{size // 4}I", *(table + [free] * (size // 4 - len(table))))
    return head + packed + directory.ljust(size, b"\0") + body


def entry(name: str, kind: int, start: int, size: int, *, child: int = -1, right: int = -1) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(text), kind, 1, -1, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xls(*cells: bytes, extra: bytes = b"", since_1904: bool = False) -> bytes:
    """Return an XLS of one sheet with the header, and the cells as records."""
    opening = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    mode = record(0x0022, struct.pack("<H", int(since_1904)))
    name = b"Sheet1"
    before = opening + extra + mode
    listed = 4 + 8 + len(name)
    sheet_at = len(before) + listed + 4
    bound = record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name)
    head = b"".join(label(0, place, text) for place, text in enumerate(HEADER))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return compound(
        {
            "Workbook": before
            + bound
            + record(0x000A, b"")
            + sheet
            + head
            + b"".join(cells)
            + record(0x000A, b"")
        }
    )


def xls_paid(amount: bytes = number(1, 3, 5000), day: bytes = label(1, 0, "2026-03-03")) -> list[bytes]:
    words = ((1, "SadaPay"), (2, "deposit"), (4, "PKR"), (5, "TX1"))
    return [day, amount, *(label(1, place, text) for place, text in words)]
