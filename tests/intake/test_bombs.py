"""Workbooks and PDFs of a few kilobytes that would fill the memory or read another file: refused, or read as without it."""

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_workbooks import HEADER, ODS_HEADER, ods, ods_paid
from openpyxl import Workbook

from freelance_pk.intake import read_files

if sys.platform != "win32":
    import resource

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GIGABYTE = 1 << 30
# Reads every file that is named, and says what became of each: entries, or the refusal.
READ = """
import json, sys
from pathlib import Path
from freelance_pk.intake import read_files
from freelance_pk.model.errors import InputRefusedError
for name in sys.argv[1:]:
    try:
        said = [[entry.account, str(entry.amount)] for one in read_files([Path(name)]).files for entry in one.entries]
    except InputRefusedError as refused:
        said = f"refused: {refused.message}"
    print(json.dumps([Path(name).name, said]), flush=True)
"""


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def xlsx() -> dict[str, bytes]:
    """Return the parts of a workbook with one entry, its texts in a table of their own as Excel writes them."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, [date(2026, 3, 3), "SadaPay", "deposit", 5000, "PKR", "TX1"]):
        sheet.append(row)
    book.save(out)
    parts = parts_of(out.getvalue())
    if TEXTS in parts:
        return parts
    texts: list[bytes] = []

    def number(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    inline = rb'<c([^>]*) t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>'
    parts[SHEET] = re.sub(inline, number, parts[SHEET])
    items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
    parts[TEXTS] = b'<sst xmlns="%s" count="9" uniqueCount="9">%s</sst>' % (SPACE, items)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    link = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    for part, end, more in (
        (
            "[Content_Types].xml",
            b"</Types>",
            b'<Override PartName="/%s" ContentType="%s"/>' % (TEXTS.encode(), kind),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/>' % link,
        ),
    ):
        parts[part] = parts[part].replace(end, more + end)
    return parts


LAUGHTER = b'<!DOCTYPE l [<!ENTITY a0 "ha">%s]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
)


def with_entity(body: bytes, declared: bytes, entity: bytes) -> bytes:
    """Declare entities above the first element, and write one where words stand."""
    start = body.index(b"?>") + 2 if body.startswith(b"<?xml") else 0
    return body[:start] + declared + body[start:].replace(b"SadaPay", entity).replace(b"reference", entity)


def bombs(secret: Path) -> dict[str, bytes]:
    """Return every bomb by the name of its file."""
    books = {"xlsx": xlsx(), "ods": parts_of(ods(ODS_HEADER + ods_paid()))}
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % secret.as_uri().encode()
    made = {"plain.xlsx": packed(books["xlsx"]), "plain.ods": packed(books["ods"])}
    for kind, parts in books.items():
        for number, part in enumerate(name for name, body in parts.items() if b"<" in body):
            for bomb, declared, entity in (("laughs", LAUGHTER, b"&a9;"), ("outside", outside, b"&e;")):
                changed = {**parts, part: with_entity(parts[part], declared, entity)}
                made[f"{bomb}-{number}.{kind}"] = packed(changed)
    for number, (part, change) in enumerate(LIES):
        made[f"lie-{number}.xlsx"] = packed({**books["xlsx"], part: change(books["xlsx"][part])})
    return made


def said_of_texts(tag: bytes) -> Callable[[bytes], bytes]:
    return lambda body: re.sub(rb"<sst[^>]*>", tag, body, count=1)


# Parts that say they hold more than they do; whoever makes room for it is gone. The first of them once were the end of
# the process, without a word.
LIES: list[tuple[str, Callable[[bytes], bytes]]] = [
    (TEXTS, said_of_texts(b'<sst xmlns="%s" count="9" uniqueCount="4294967295">' % SPACE)),
    (TEXTS, said_of_texts(b'<sst xmlns="%s" count="4294967295" uniqueCount="9">' % SPACE)),
    (
        TEXTS,
        said_of_texts(b'<sst xmlns="%s" x=">" uniqueCount = \'0000000000000000000004294967295\'>' % SPACE),
    ),
    (TEXTS, said_of_texts(b'<sst xmlns="%s" uniqueCount="&#52;294967295">' % SPACE)),
    (TEXTS, said_of_texts(b'<sst xmlns="%s" uniqueCount="18446744073709551615">' % SPACE)),
    ("xl/styles.xml", lambda body: re.sub(rb'count="\d+"', b'count="4294967295"', body)),
    (SHEET, lambda body: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', body)),
    (SHEET, lambda body: body.replace(b"<row ", b'<row spans="1:4294967295" ')),
    (
        SHEET,
        lambda body: body.replace(
            b"</sheetData>",
            b'</sheetData><mergeCells count="4294967295"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
    ),
    (
        SHEET,
        lambda body: body.replace(b"</sheetData>", b"<a>" * 500_000 + b"</a>" * 500_000 + b"</sheetData>"),
    ),
]


def pdf(*contents: bytes) -> bytes:
    """Return a PDF whose page draws the first content; the others are drawings that it may name F6, F7 and on."""
    font = b"/Font<</F 5 0 R>>"
    forms = b"".join(b"/F%d %d 0 R" % (number, number) for number in range(6, 5 + len(contents)))
    inside = b"/Resources<<%s/XObject<<%s>>>>" % (font, forms)
    drawing = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + inside
    squeezed = [zlib.compress(each, 6) for each in contents]
    streams = [
        b"<<%s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (drawing, len(each), each)
        for each in squeezed
    ]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s>>" % inside,
        streams[0],
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *streams[1:],
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


TEXT = b"BT /F 9 Tf 10 10 Td (statement of account) Tj ET\n"
PDFS: dict[str, Callable[[], bytes]] = {
    "letters.pdf": lambda: pdf(TEXT * 200_000),
    "lines.pdf": lambda: pdf(b"0 0 m 9 9 l S\n" * 200_000),
    "commands.pdf": lambda: pdf(b"q Q " * 20_000_000),
    "blanks.pdf": lambda: pdf(b" " * (401 * 1024 * 1024)),
    "drawings.pdf": lambda: pdf(
        b"/F6 Do " * 10, *(b"/F%d Do " % (number + 1) * 10 for number in range(6, 12)), TEXT
    ),
}


def read_bounded(folder: Path, made: Mapping[str, bytes]) -> tuple[dict[str, Any], str]:
    """Read files in one process that may take a gigabyte and a minute; return what became of each, and all it said."""
    for name, data in made.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READ, *(folder / name for name in made)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
        check=False,
    )
    said = dict(json.loads(line) for line in done.stdout.splitlines())
    assert said.keys() == made.keys(), (len(said), done.returncode, done.stderr)
    return said, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
def test_no_pdf_goes_off(tmp_path: Path) -> None:
    """Twenty-eight kilobytes once took half a minute and three gigabytes."""
    pytest.importorskip("pdfminer")
    made = {name: make() for name, make in PDFS.items()}
    said, _ = read_bounded(tmp_path, made)

    assert max(map(len, made.values())) < 1_000_000
    assert said == dict.fromkeys(PDFS, "refused: the PDF holds more than any statement")


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
def test_no_bomb_goes_off(tmp_path: Path) -> None:
    """Nor is another file read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET", encoding="utf-8")
    made = bombs(secret)
    (tmp_path / "in").mkdir()
    said, every = read_bounded(tmp_path / "in", made)

    assert "TOPSECRET" not in every
    assert max(map(len, made.values())) < 20_000
    right = {"xlsx": [["SadaPay", "5000"]], "ods": [["SadaPay", "5000.25"]]}
    for name, told in said.items():
        assert told == right[name.rpartition(".")[2]] or (
            str(told).startswith("refused:") and not name.startswith("plain")
        ), (name, told)
    for number in range(5):
        assert said[f"lie-{number}.xlsx"] != right["xlsx"]
    assert "shorter than it says" in said["lie-0.xlsx"]


def test_a_text_that_names_an_account_with_its_number_is_no_bomb(tmp_path: Path) -> None:
    parts = xlsx()
    words = b"SadaPay account='03001234567'"
    path = tmp_path / "plain.xlsx"
    path.write_bytes(packed({**parts, TEXTS: parts[TEXTS].replace(b"SadaPay", words)}))

    (read,) = read_files([path]).files
    assert [entry.account for entry in read.entries] == [words.decode()]
