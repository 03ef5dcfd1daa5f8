"""Ways to damage a file: blind ones on bytes, and such as know rows, cells, XML, TOML and archives."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable
from random import Random

DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32")
LINE_ENDS = ("\n", "\r\n", "\r", "\x85", "\u2028", "\x0b", "\n\n", "\0")
_WORDS = """
0|-0|1|-1|+5|0.00|12.50|-12.50|(12.50)|12,50|1.234,56|1,234.56|12,34,567.00|1e5|1E+19|1e999|-1e-999|NaN|inf|-Infinity|0x10|1_000
999999999999999|1000000000000000|99999999999999999999999999|1234567890123456|0.000000000000001|.5|5.|--5|+-5|5-|5 Cr|5 Dr|$5|$|Rs. 5
PKR 5|5 PKR|5%|\u0661\u0662\u0663|\u00b2|\u2212 5|\u00bd|\u20a81,000|2025-07-01|2025-02-30|0000-00-00|9999-12-31|0001-01-01
1/2/2025|13/13/2025|31/12/99|30/06/2025 23:59|2025-06-30T23:59:59Z|2025-06-30 19:00:00 UTC|2025-07-01 24:00|2025-07-01 00:00:60
2025-07-01T00:00:00+26:00|2025-07-01T00:00:00-99:99|Jul 1, 2025|1-Jul-25|Feb 30, 2025|Mon Jul 1, 2025|Monday|45839|45839.99999999|99999
0.5|1.0|2958465|-45839|1904-01-01|10:11|25:61|10:11:12 PM|#N/A|#REF!|=1+1|=cmd|PKR|USD|usd|EUR|XXX|USDT|\u20ac|\u00a3|Total|Subtotal
Opening Balance|Closing Balance|Withdrawal|Fee|Completed|Pending|null|None|N/A|-|--|\u2014| |\t|"|""|'|,|;|\\|\\n|%s|{0}|{cur}|<b>
../../etc/passwd|C:\\x|\ufeff|\u200b|\u202e|\u00a0|\U0001f600|\ud7ff|\x1b[31m|\x00|\x7f|\x1f|true|false|1.2.3|1,2,3|01234567890123456789
""".replace("\n", "|")
WORDS = tuple(word for word in _WORDS.strip("|").split("|") if word) + (
    "",
    "a" * 300,
    "9" * 60,
    "x " * 5000,
    "[" * 3000,
    "(" * 200,
)

Mutation = Callable[[Random, bytes], bytes]


def damage(random: Random, data: bytes, kind: str, other: bytes) -> bytes:
    """Return the data changed once to four times.

    Args:
        random: decides everything.
        data: a good file.
        kind: "text", "toml", "archive" or "binary".
        other: another good file, to cross with.
    """
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        pick = random.random()
        if pick < 0.02:
            data = _crossed(random, data, other)
        elif kind == "archive" and pick < 0.8:
            data = _in_archive(random, data)
        elif kind in ("text", "toml") and pick < 0.75:
            data = _in_text(random, data, kind)
        else:
            data = random.choice(_BLIND)(random, data)
    return data


def _crossed(random: Random, data: bytes, other: bytes) -> bytes:
    return data[: _place(random, data)] + other[_place(random, other) :]


def _place(random: Random, data: "bytes | str") -> int:
    return random.randrange(len(data) + 1)


def _span(random: Random, data: bytes) -> tuple[int, int]:
    start = _place(random, data)
    return start, min(len(data), start + int(2 ** random.uniform(0, 10)))


def _flip(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8)) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _overwrite(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    if data:
        changed[random.randrange(len(changed))] = random.choice(
            (0, 0xFF, 0x0A, 0x22, 0x2C, 0x80, random.randrange(256))
        )
    return bytes(changed)


def _number(random: Random, data: bytes) -> bytes:
    """Overwrite a number of two, four or eight bytes, as binary formats count with."""
    size = random.choice((2, 4, 8))
    start = _place(random, data)
    value = random.choice(
        (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, random.getrandbits(8 * size))
    )
    return data[:start] + (value & ((1 << 8 * size) - 1)).to_bytes(size, "little") + data[start + size :]


def _cut(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[end:]


def _repeat(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 20)) + data[end:]


def _move(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    rest = data[:start] + data[end:]
    at = _place(random, rest)
    return rest[:at] + data[start:end] + rest[at:]


def _insert(random: Random, data: bytes) -> bytes:
    at = _place(random, data)
    return data[:at] + random.choice(WORDS)[:400].encode("utf-8", "replace") + data[at:]


def _truncate(random: Random, data: bytes) -> bytes:
    return data[: _place(random, data)]


_BLIND: tuple[Mutation, ...] = (_flip, _overwrite, _number, _cut, _repeat, _move, _insert, _truncate)


def _in_text(random: Random, data: bytes, kind: str) -> bytes:
    text = (
        data.decode("utf-8-sig", "replace")
        if not data.startswith((b"\xff\xfe", b"\xfe\xff"))
        else data.decode("utf-16", "replace")
    )
    pick = random.random()
    if pick < 0.06:
        return text.encode(random.choice(ENCODINGS), "replace")
    if kind == "toml":
        text = random.choice((_lines, _lines, _toml_value, _toml_value, _toml_key, _tokens))(random, text)
    else:
        text = random.choice((_lines, _cells, _cells, _cells, _columns, _tokens, _line_ends))(random, text)
    return text.encode("utf-8", "replace")


def _lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    what = random.randrange(7)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, lines[random.randrange(len(lines))])
    elif what == 2:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif what == 3:
        lines.insert(at, random.choice(WORDS))
    elif what == 4:
        lines[at] = lines[at][: _place(random, lines[at])]
    elif what == 5:
        lines[at:at] = [""] * random.choice((1, 3, 70, 300))
    else:
        lines += lines[1:] * random.choice((1, 2, 5))
    return "\n".join(lines)


def _delimiter(text: str) -> str:
    return max(DELIMITERS, key=text.count)


def _table(text: str) -> tuple[str, list[list[str]]]:
    delimiter = _delimiter(text)
    try:
        return delimiter, list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return delimiter, [line.split(delimiter) for line in text.split("\n")]


def _written(random: Random, delimiter: str, rows: list[list[str]]) -> str:
    out = io.StringIO()
    if random.random() < 0.75:
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    else:
        csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _cells(random: Random, text: str) -> str:
    delimiter, rows = _table(text)
    filled = [row for row in rows if row]
    if not filled:
        return text
    for _ in range(random.choice((1, 1, 2, 5))):
        row = random.choice(filled)
        if not row:
            continue
        at = random.randrange(len(row))
        what = random.randrange(8)
        if what < 4:
            row[at] = random.choice(WORDS)
        elif what == 4:
            row[at] = random.choice(random.choice(filled) or [""])
        elif what == 5:
            del row[at]
        elif what == 6:
            row.insert(at, random.choice(WORDS))
        else:
            cell = row[at]
            row[at] = cell[: _place(random, cell)] + random.choice(WORDS)[:20] + cell[_place(random, cell) :]
    return _written(random, delimiter, rows)


def _columns(random: Random, text: str) -> str:
    delimiter, rows = _table(text)
    width = max((len(row) for row in rows), default=0)
    if not width:
        return text
    at, other, what = random.randrange(width), random.randrange(width), random.randrange(5)
    word = random.choice(WORDS)
    for row in rows:
        if len(row) <= max(at, other):
            continue
        if what == 0:
            row[at], row[other] = row[other], row[at]
        elif what == 1:
            del row[at]
        elif what == 2:
            row.insert(at, row[other])
        elif what == 3 and row is not rows[0]:
            row[at] = word
    return _written(random, random.choice(DELIMITERS) if what == 4 else delimiter, rows)


def _tokens(random: Random, text: str) -> str:
    found = list(re.finditer(r"\w+", text))
    if not found:
        return text
    token = random.choice(found)
    return text[: token.start()] + random.choice((*WORDS, random.choice(found)[0])) + text[token.end() :]


def _line_ends(random: Random, text: str) -> str:
    return text.replace("\n", random.choice(LINE_ENDS))


TOML_VALUES = (
    "0",
    "-1",
    "1e400",
    "nan",
    "-inf",
    "1_000.50",
    "9999999999999999999999",
    '""',
    '"x"',
    "'''x'''",
    "true",
    "[]",
    "[1, 2]",
    "{}",
    "{ a = 1 }",
    '["a"]',
    "2025-07-01",
    "2025-07-01T10:00:00Z",
    "10:00:00",
    "0001-01-01",
    "9999-12-31",
    '"2025-02-30"',
    '"1,200"',
    '"-5"',
    "[[1], [2]]",
    "[" * 2000 + "]" * 2000,
    '"(a+)+$"',
    '"("',
    '"[[:x:]]"',
    '"\\\\"',
    '"bank"',
    '"USD"',
)


def _toml_value(random: Random, text: str) -> str:
    found = list(re.finditer(r"(?<==)[^\n]*", text))
    if not found:
        return text
    place = random.choice(found)
    return text[: place.start()] + " " + random.choice(TOML_VALUES) + text[place.end() :]


def _toml_key(random: Random, text: str) -> str:
    found = list(re.finditer(r"(?m)^(\[*)[\w.\"]+", text))
    if not found:
        return text
    place, other = random.choice(found), random.choice(found)
    return (
        text[: place.start()] + random.choice((other[0], "x", "[x]", "[[x]]", "a.b.c")) + text[place.end() :]
    )


def _in_archive(random: Random, data: bytes) -> bytes:
    """Change one part of an archive, and pack it anew: the change reaches what unpacks it."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = [(item.filename, old.read(item)) for item in old.infolist()]
    except Exception:  # noqa: BLE001 - an archive that an earlier change broke stays as it is
        return data
    if not parts:
        return data
    heavy = [
        place
        for place, (name, _) in enumerate(parts)
        if re.search(r"sheet\d|content\.xml|sharedStr|workbook|styles|csv", name)
    ]
    at = random.choice(heavy) if heavy and random.random() < 0.85 else random.randrange(len(parts))
    name, body = parts[at]
    what = random.random()
    if what < 0.04:
        del parts[at]
    elif what < 0.06:
        parts[at] = (random.choice(("../x", name.upper(), "x" * 300, "content.xml", "")), body)
    elif name.lower().endswith((".xml", ".rels")) and what < 0.85:
        parts[at] = (name, _in_xml(random, body))
    elif name.lower().endswith(".csv") and what < 0.85:
        parts[at] = (name, _in_text(random, body, "text"))
    else:
        parts[at] = (name, random.choice(_BLIND)(random, body))
    packing = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", packing) as new:
        warnings.simplefilter("ignore")  # two parts of one name are meant
        for each, content in parts:
            new.writestr(zipfile.ZipInfo(each), content)
    return out.getvalue()


XML_VALUES = (
    *WORDS,
    "s",
    "e",
    "str",
    "b",
    "d",
    "inlineStr",
    "XFD1048576",
    "A0",
    "ZZZZ9",
    "A99999999999",
    "1048577",
    "16385",
    "4294967296",
    "R1C1",
)
_XML_PLACES = re.compile(r"(?<==\")[^\"<>]*(?=\")|(?<=>)[^<>]*(?=<)")
_XML_ELEMENT = re.compile(r"<(\w[\w:]*)[^<>]*>(?:[^<>]*)</\1>|<\w[\w:]*[^<>]*/>")


def _in_xml(random: Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    if random.random() < 0.65:
        found = list(_XML_PLACES.finditer(text))
        for _ in range(random.choice((1, 1, 3)) if found else 0):
            place = random.choice(found)
            word = random.choice(XML_VALUES)
            if random.random() < 0.9:
                word = word.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
            text = text[: place.start()] + word + text[place.end() :]
            found = list(_XML_PLACES.finditer(text))
    else:
        found = list(_XML_ELEMENT.finditer(text))
        if found:
            element = random.choice(found)
            what = random.randrange(3)
            middle = "" if what == 0 else element[0] * 2 if what == 1 else random.choice(found)[0]
            text = text[: element.start()] + middle + text[element.end() :]
    return text.encode("utf-8", "replace")
