"""Cells of an .xlsx workbook as the text that stands in the file, so that no number passes through a float.

Spreadsheet libraries hand numbers out as floats. A rate is read here from the XML itself. What a workbook
holds is a binary fraction printed with up to 17 digits: 280.3325 may stand there as 280.33249999999998.
`number` gives back the shortest decimal that names the same fraction, which is what was typed or computed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, TYPE_CHECKING, NamedTuple

from freelance_pk.rates.sources.protocol import ContentError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# The State Bank's archive holds 80,000 cells in some eight megabytes of XML.
_LARGEST_PART = 80 * 1024 * 1024
_MOST_ELEMENTS = 2_000_000
_MOST_PARTS = 500
_MOST_PLACES = 25
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Cell(NamedTuple):
    """A cell: its text, and whether the workbook holds it as a number."""

    text: str
    is_number: bool


Row = tuple[int, dict[int, Cell]]


def sheets(data: bytes) -> Iterator[Iterator[Row]]:
    """Yield the worksheets in order, each as its rows: number, and cells by column (A is 1).

    Raises:
        ContentError: no workbook, damaged, or built to exhaust memory.
    """
    with _opened(data) as book:
        names = sorted((int(found[1]), name) for name in book.namelist() if (found := _SHEET.fullmatch(name)))
        if not names:
            raise ContentError("the workbook has no sheet")
        shared = _shared(book)
        for _, name in names:
            yield _rows(book, name, shared)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        book = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as failure:
        raise ContentError(f"the workbook cannot be opened: {failure}") from failure
    parts = book.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_PART:
        raise ContentError("the workbook unpacks to far more than rates need")
    return book


class _Limited(io.RawIOBase):
    """Reads a packed part, and stops where it turns out larger than it says."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._left = _LARGEST_PART

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(64 * 1024 if size < 0 else min(size, 64 * 1024))
        self._left -= len(data)
        if self._left < 0:
            raise ContentError("the workbook unpacks to far more than rates need")
        return data


def _elements(book: zipfile.ZipFile, name: str, tag: str) -> "Iterator[Element]":
    """Yield the elements of a tag as they close; entities and document types are refused."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - only the error's class

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only workbooks need it
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    try:
        with book.open(name) as part:
            for count, (_, element) in enumerate(iterparse(_Limited(part), events=("end",), forbid_dtd=True)):
                if count > _MOST_ELEMENTS:
                    raise ContentError("the workbook holds far more cells than rates need", origin=name)
                if element.tag == _SPACE + tag:
                    yield element
                    element.clear()
    except DefusedXmlException as failure:
        raise ContentError("the workbook holds XML that no spreadsheet writes", origin=name) from failure
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, RuntimeError) as failure:
        raise ContentError(
            f"the workbook is damaged: {failure or type(failure).__name__}", origin=name
        ) from failure
    except KeyError as failure:
        raise ContentError(f"the workbook lacks its part {name}") from failure


def _shared(book: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells refer to by number; a workbook may write its texts into the cells instead."""
    name = "xl/sharedStrings.xml"
    if name not in book.namelist():
        return []
    return [
        "".join(part.text or "" for part in item.iter(_SPACE + "t")) for item in _elements(book, name, "si")
    ]


def _rows(book: zipfile.ZipFile, name: str, shared: list[str]) -> Iterator[Row]:
    number = 0
    for row in _elements(book, name, "row"):
        number = _number(row.get("r"), number + 1)
        cells: dict[int, Cell] = {}
        column = 0
        for cell in row.iter(_SPACE + "c"):
            column = _column(cell.get("r"), column + 1)
            content = _content(cell, shared)
            if content.text:
                cells[column] = content
        yield number, cells


def _content(cell: "Element", shared: list[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return Cell("".join(part.text or "" for part in cell.iter(_SPACE + "t")).strip(), is_number=False)
    value = cell.find(_SPACE + "v")
    text = ((value.text or "") if value is not None else "").strip()
    if kind == "s":
        if not text.isdecimal() or int(text) >= len(shared):
            raise ContentError(
                "the workbook refers to a text that it does not hold", origin=cell.get("r", "")
            )
        return Cell(shared[int(text)].strip(), is_number=False)
    return Cell(text, is_number=kind == "n")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise


def _column(place: str | None, otherwise: int) -> int:
    """Return a column's number; a cell without a place follows the one before."""
    found = _PLACE.fullmatch(place or "")
    if found is None:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(column: int, row: int) -> str:
    """Return a cell's name, as in C7."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def number(text: str) -> Decimal:
    """Return the shortest decimal that names the binary fraction a cell holds.

    Fifteen digits or fewer stand as they are. Longer texts are a fraction's print: the shortest rounding
    that is nearest to the same fraction of 53 bits is what was meant.

    Raises:
        ContentError: the text is no number.
    """
    try:
        value = Decimal(text)
    except InvalidOperation as failure:
        raise ContentError(f"{text!r} is no number") from failure
    if not value.is_finite() or abs(value.adjusted()) > _MOST_PLACES:
        raise ContentError(f"{text!r} is no number")
    digits = len(value.as_tuple().digits)
    if digits <= 15 or value == 0:
        return value
    step = _step(abs(value))
    for kept in range(15, digits):
        exponent = value.adjusted() - kept + 1
        shorter = value.quantize(Decimal(1).scaleb(exponent))
        if (shorter / step).to_integral_value() == (value / step).to_integral_value():
            return shorter.normalize()
    return value


def _step(value: Decimal) -> Decimal:
    """Return the distance between neighbouring binary fractions (64 bits) around a positive value."""
    power = 0
    while Decimal(2) ** (power + 1) <= value:
        power += 1
    while Decimal(2) ** power > value:
        power -= 1
    return Decimal(2) ** (power - 52)
