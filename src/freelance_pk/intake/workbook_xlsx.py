"""XLSX: cells without values, hidden rows, the count of days."""

import re
from posixpath import normpath

from freelance_pk.intake.workbook import BookFacts, Extent, Place, SheetFacts, column_number, damaged
from freelance_pk.intake.workbook_xml import Parts, walk

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# A cell that holds something, as nearly all programs write it: its place comes first.
_FILLED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]*[^/]>(?!</)')
# Signs of what must be looked at piece by piece: formulas, errors, hidden rows, markup written otherwise.
_UNUSUAL: tuple[bytes, ...] = (
    b"<f>",
    b"<f ",
    b"<f/",
    b't="e"',
    b'hidden="1"',
    b'hidden="true"',
    b"='",
    b"= ",
    b" =",
)
_UNUSUAL += (b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t", b":c ", b":c>", b":c/", b"<!", b"&#")
_PLACED = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"')
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})", re.ASCII)
_ROW = re.compile(r"\d{1,7}", re.ASCII)
_TRUE = ("1", "true")


def xlsx_facts(parts: Parts) -> BookFacts:
    """Look through a workbook of parts."""
    book, links = _Book(), _Links()
    walk(parts, _BOOK, book)
    if _LINKS in parts:
        walk(parts, _LINKS, links)
    sheets = {}
    for sheet, link in book.sheets.items():
        target = links.targets.get(link, "")
        part = normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if target and part in parts:
            sheets[sheet] = _sheet(parts, part, f"{parts.name}, sheet {sheet}")
    if not sheets:
        raise damaged(parts.name, "it holds no sheets")
    return BookFacts(sheets, book.since_1904)


class _Book:
    """The list of sheets, each with the name of its link."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.since_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets[attributes.get("name", "")] = attributes.get("id", "")
        elif tag == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in _TRUE

    def end(self, tag: str) -> None:
        """Nothing ends that was begun."""

    def text(self, text: str) -> None:
        """The list holds no text."""


class _Links(_Book):
    """The parts that links point to, those of worksheets alone."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


def _sheet(parts: Parts, part: str, where: str) -> SheetFacts:
    data = parts.read(part)
    as_usual = data.count(b"<c ") == len(_PLACED.findall(data)) and b"<sheetData" in data
    if as_usual and not any(each in data for each in _UNUSUAL):
        extent = Extent()
        letters: set[bytes] = set()
        for place in _FILLED.finditer(data):
            extent.cells += 1
            letters.add(place[1])
            extent.rows = max(extent.rows, int(place[2][:8]))
        extent.columns = max((column_number(each.decode()) for each in letters), default=0)
        extent.check(where)
        return SheetFacts()
    cells = _Cells()
    walk(parts, part, cells)
    if cells.misplaced:  # the reader of values may take it for a place far out
        raise damaged(where, f"a cell or row stands at {cells.misplaced!r}, which is no place")
    cells.extent.check(where)
    return SheetFacts(cells.valueless, cells.hidden_rows)


class _Cells:
    """The cells of a sheet, one after another."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.valueless: dict[Place, str] = {}
        self.hidden_rows = 0
        self.misplaced = ""
        self._row = self._column = 0
        self._hidden = self._counted = False
        self._kind = ""
        self._formula: str | None = None
        self._value = ""
        self._into = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin(attributes)
        elif tag == "f":
            self._into, self._formula = "f", ""
        elif tag in ("v", "t"):
            self._into = "v"
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if _ROW.fullmatch(number) else self._row + 1
            if number and not _ROW.fullmatch(number):
                self.misplaced = number
            self._column = 0
            self._hidden, self._counted = attributes.get("hidden", "") in _TRUE, False

    def _begin(self, attributes: dict[str, str]) -> None:
        named = attributes.get("r", "")
        place = _PLACE.fullmatch(named)
        if named and not place:
            self.misplaced = named
        self._column = column_number(place[1]) if place else self._column + 1
        if place:
            self._row = int(place[2])
        self._kind = attributes.get("t", "n")
        self._formula, self._value = None, ""

    def text(self, text: str) -> None:
        if self._into == "v":
            self._value += text
        elif self._into == "f":
            self._formula = (self._formula or "") + text

    def end(self, tag: str) -> None:
        if tag in ("f", "v", "t"):
            self._into = ""
        elif tag == "c":
            self._done()

    def _done(self) -> None:
        missing = ""
        if self._kind == "e":
            missing = self._value.strip() or "#N/A"
        elif self._formula is not None and not self._value and self._kind != "str":
            missing = f"={self._formula.strip()}"
        if missing:
            self.valueless[self._row, self._column] = missing
        if missing or self._value:
            self.extent.take(self._row, self._column)
            if self._hidden and not self._counted:
                self.hidden_rows, self._counted = self.hidden_rows + 1, True
