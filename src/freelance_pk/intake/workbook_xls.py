"""XLS (Excel 97 to 2003): a file of records inside a compound file. Cells without values, and how far they reach.

Layout of both: Microsoft's [MS-CFB] and [MS-XLS]. Only what tells whether the workbook can be read rightly is looked at.
"""

import struct
from collections.abc import Iterator

from freelance_pk.intake.workbook import BookFacts, Extent, Place, SheetFacts, damaged, protected
from freelance_pk.model.errors import UnknownFileError

_FREE = 0xFFFFFFFA  # from here on sector numbers have other meanings
_ENTRY = 128
_CUTOFF = 4096  # shorter streams lie in the small sectors
_SMALL = 64
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BOF, _EOF, _LOCKED, _DATE_MODE, _SHEET, _TEXTS = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085, 0x00FC
_DIMENSIONS, _ROWS, _COLUMNS = 0x0200, 65_536, 256
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS, _ROW = (0x0006, 0x0406), 0x0205, 0x00BD, 0x0208
_ONE_CELL = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _BOOL_OR_ERROR, *_FORMULA})
_NOT_CALCULATED = b"\0" * 8
_CALCULATE_ON_LOAD = 0x03

Record = tuple[int, bytes]


def xls_facts(data: bytes, name: str) -> BookFacts:
    """Look through an old workbook.

    Raises:
        InputRefusedError: damaged, protected, or a cell stands far from all others.
        UnknownFileError: another program's file of the same container.
    """
    try:
        streams = _streams(data)
        stream = streams.get("workbook", streams.get("book"))
        if "encryptedpackage" in streams or "encryptioninfo" in streams:
            raise protected(name)
        if stream is None:
            raise UnknownFileError(
                "the file is no workbook, but another program's document",
                origin=name,
                remedy="export the statement as CSV, Excel or PDF",
            )
        return _book(stream, name)
    except (struct.error, IndexError, UnicodeDecodeError) as failure:
        raise damaged(name, f"it is cut off or damaged ({failure})") from failure


def _streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by name in small letters."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    sectors = _sectors_of_table(data, size)
    table = [
        number
        for sector in sectors
        for number in struct.unpack(f"<{size // 4}I", _sector(data, sector, size))
    ]
    directory = _chain(data, struct.unpack_from("<I", data, 48)[0], table, size)
    small_table_bytes = _chain(data, struct.unpack_from("<I", data, 60)[0], table, size)
    small_table = list(struct.unpack(f"<{len(small_table_bytes) // 4}I", small_table_bytes))
    found: dict[str, bytes] = {}
    small = b""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, large = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le").casefold()
        if kind == 5:
            small = _chain(data, start, table, size)
        elif kind == 2 and large < _CUTOFF:
            found.setdefault(name, _chain(small, start, small_table, _SMALL, first=0)[:large])
        elif kind == 2:
            found.setdefault(name, _chain(data, start, table, size)[:large])
    return found


def _sectors_of_table(data: bytes, size: int) -> list[int]:
    """Return the sectors that hold the table of sectors: 109 stand in the head, the others in a chain."""
    listed = list(struct.unpack_from("<109I", data, 76))
    more = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size + 1):
        if more >= _FREE:
            break
        *numbers, more = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        listed += numbers
    return [number for number in listed if number < _FREE]


def _sector(data: bytes, number: int, size: int, first: int = 1) -> bytes:
    at = (number + first) * size
    if at >= len(data):
        raise IndexError(f"sector {number} is missing")
    return data[at : at + size].ljust(size, b"\0")


def _chain(data: bytes, start: int, table: list[int], size: int, first: int = 1) -> bytes:
    kept: list[bytes] = []
    number = start
    while number < _FREE:
        if len(kept) > len(table):
            raise IndexError("its sectors run in a circle")
        kept.append(_sector(data, number, size, first))
        number = table[number]
    return b"".join(kept)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield the records of one part of the stream, up to its end; parts within it are left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise IndexError("a record is cut off")
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if kind == _DIMENSIONS:
            _check_dimensions(stream[at + 4 : at + 4 + length])
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
    raise IndexError("its end is missing")


def _check_dimensions(body: bytes) -> None:
    """Refuse a sheet that says it reaches further than sheets do: a reader makes room for what it says.

    Raises:
        IndexError: so it is.
    """
    first_row, end_row, first_column, end_column = struct.unpack_from(
        "<IIHH" if len(body) >= 14 else "<HHHH", body
    )
    if end_row == 0 or end_column == 0:
        return  # an empty sheet
    if not (first_row < end_row <= _ROWS and first_column < end_column <= _COLUMNS):
        raise IndexError("a sheet's extent is none")


def _book(stream: bytes, name: str) -> BookFacts:
    sheets: list[tuple[str, int]] = []
    since_1904 = False
    for kind, body in _records(stream, 0):
        if kind == _LOCKED:
            raise protected(name)
        if kind == _DATE_MODE:
            since_1904 = body[0] == 1
        elif kind == _SHEET and body[5] == 0:  # charts and macros have other numbers
            sheets.append((_sheet_name(body), struct.unpack_from("<I", body)[0]))
        elif kind == _TEXTS and struct.unpack_from("<II", body)[1] > len(stream):
            raise IndexError("its table of texts is longer than the file")
    return BookFacts(
        {sheet: _sheet(stream, at, f"{name}, sheet {sheet}") for sheet, at in sheets}, since_1904
    )


def _sheet_name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + 2 * length].decode("utf-16-le") if wide else body[8 : 8 + length].decode("latin-1")


def _sheet(stream: bytes, at: int, where: str) -> SheetFacts:
    extent = Extent()
    valueless: dict[Place, str] = {}
    hidden: set[int] = set()
    filled: set[int] = set()
    for kind, body in _records(stream, at):
        if kind in _ONE_CELL:
            row, column = struct.unpack_from("<HH", body)
            missing = _missing(kind, body)
            if missing:
                valueless[row + 1, column + 1] = missing
        elif kind == _MANY_NUMBERS:
            row = struct.unpack_from("<H", body)[0]
            column = struct.unpack_from("<H", body, len(body) - 2)[0]
        else:
            if kind == _ROW and body[12] & 0x20:
                hidden.add(struct.unpack_from("<H", body)[0])
            continue
        extent.take(row + 1, column + 1)
        filled.add(row)
    extent.check(where)
    return SheetFacts(valueless, len(hidden & filled))


def _missing(kind: int, body: bytes) -> str:
    """Return the error that a cell holds, or = for a formula that was never worked out; "" for a value."""
    if kind == _BOOL_OR_ERROR:
        return _ERRORS.get(body[6], "#N/A") if body[7] else ""
    if kind not in _FORMULA:
        return ""
    result = body[6:14]
    if result[6:8] == b"\xff\xff":
        return _ERRORS.get(result[2], "#N/A") if result[0] == 2 else ""
    # Libraries that cannot calculate write 0 and ask for it to be done.
    return "=" if result == _NOT_CALCULATED and body[14] & _CALCULATE_ON_LOAD else ""
