"""ODS: cells without values, hidden rows, the count of days, and what repeats."""

from freelance_pk.intake.workbook import BookFacts, Extent, Place, SheetFacts, damaged, protected
from freelance_pk.intake.workbook_xml import Parts, walk

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_REPEATED = (
    1000  # cells without a value that are noted of one that repeats: the first is refused already
)


def ods_facts(parts: Parts) -> BookFacts:
    """Look through a workbook of one content."""
    locked = _MANIFEST in parts and b"encryption-data" in parts.read(_MANIFEST)
    if locked or "encrypted-package" in parts:
        raise protected(parts.name)
    tables = _Tables(parts.name)
    walk(parts, _CONTENT, tables)
    if not tables.sheets:
        raise damaged(parts.name, "it holds no sheets")
    return BookFacts(tables.sheets, tables.since_1904)


def _times(text: str | None) -> int:
    digits = (text or "").strip().removeprefix("+").lstrip("0")
    return int(digits[:9]) if digits.isdecimal() else 1


class _Tables:
    """The cells of all sheets, one after another. Cells and rows that repeat are counted, not unfolded."""

    def __init__(self, name: str) -> None:
        self.sheets: dict[str, SheetFacts] = {}
        self.since_1904 = False
        self._name = name
        self._sheet = ""
        self._depth = 0
        self._begin_sheet()
        self._begin_row({})
        self._begin_cell({})
        self._in_cell = False

    def _begin_sheet(self) -> None:
        self._extent = Extent()
        self._valueless: dict[Place, str] = {}
        self._row = self._hidden_rows = 0

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._column = 0
        self._rows = _times(attributes.get("number-rows-repeated"))
        self._hidden = attributes.get("visibility", "") in ("collapse", "filter")
        self._is_filled = False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._in_cell = True
        self._cells = _times(attributes.get("number-columns-repeated"))
        self._kinds = [text for name, text in attributes.items() if name.endswith("value-type")]
        self._formula = attributes.get("formula")
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = attributes.get("name", "")
                self._begin_sheet()
        elif tag == "null-date":
            self.since_1904 = attributes.get("date-value", "").startswith("1904")
        elif self._depth != 1:
            return
        elif tag == "table-row":
            self._begin_row(attributes)
        elif tag in ("table-cell", "covered-table-cell"):
            self._begin_cell(attributes)

    def text(self, text: str) -> None:
        if self._in_cell:
            self._text += text

    def end(self, tag: str) -> None:
        if tag == "table":
            if self._depth == 1:
                self._extent.check(f"{self._name}, sheet {self._sheet}")
                self.sheets[self._sheet] = SheetFacts(self._valueless, self._hidden_rows)
            self._depth -= 1
        elif self._depth != 1:
            return
        elif tag == "table-row":
            if self._is_filled and self._hidden:
                self._hidden_rows += self._rows
            self._row += self._rows
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell()

    def _end_cell(self) -> None:
        self._in_cell = False
        missing = ""
        if "error" in self._kinds:
            missing = self._text.strip() or "#N/A"
        elif self._formula is not None and not self._kinds:
            missing = f"={self._formula.partition('=')[2]}"
        if missing:
            for row in range(min(self._rows, _MOST_REPEATED)):
                for column in range(min(self._cells, _MOST_REPEATED)):
                    self._valueless[self._row + row + 1, self._column + column + 1] = missing
        self._column += self._cells
        if missing or self._kinds or self._text.strip():
            self._is_filled = True
            self._extent.take(self._row + self._rows, self._column)
