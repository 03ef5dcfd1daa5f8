"""One sheet, written row by row: columns with formats, live formulas, coloured inputs, set up for printing."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from freelance_pk.output.labels import Labels
from freelance_pk.output.workbook.cells import Formula, clean
from freelance_pk.output.workbook.looks import Look, is_leftward, number_of
from freelance_pk.output.workbook.saving import Frames, save
from freelance_pk.output.workbook.streaming import Rows, Value

RUPEES = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'
PAISA = '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'
DATE = "dd-mmm-yyyy"
PERCENT = "0.00%"
RATE = "#,##0.0000##"
TEXT = "@"
NUMBER = "0"
GENERAL = "General"

_TALLEST = 405  # a row is no taller than 409 points
_CENTS, _MICRO = Decimal("0.01"), Decimal("0.000001")


class Column(NamedTuple):
    """A column: name, width in characters, number format; `total`: a live sum stands below it.

    `is_input`: cells that a consultant may change, and everything follows.
    """

    name: str
    width: int
    style: str = TEXT
    total: bool = False
    is_input: bool = False


class Input(NamedTuple):
    """A figure that may be changed in the workbook."""

    value: "Decimal | int | str | date"


Cell = Decimal | int | str | date | Formula | Input | None


class Book:
    """A workbook being written: its sheets' language and footer, and its named cells."""

    def __init__(self, label: Labels, footer: str) -> None:
        self.workbook = Frames()
        self.label = label
        self.footer = footer
        self._sheets: list[Sheet] = []
        self._looks: dict[Look, int] = {}

    def sheet(self, title: str, columns: Sequence[Column], *, landscape: bool) -> "Sheet":
        """Begin a sheet; its title stays English, so that formulas of any language's workbook read alike."""
        self._sheets.append(Sheet(self, title, columns, landscape=landscape))
        return self._sheets[-1]

    def look(self, look: Look, area: Any) -> int:
        """Return the number of a look in this workbook; `area` is any sheet of it."""
        number = self._looks.get(look)
        if number is None:
            number = self._looks[look] = number_of(look, area, self.label.direction)
        return number

    def save(self, path: Path) -> None:
        """Write the file, with bytes that depend on the cells alone."""
        try:
            save(self.workbook, path, {number: each.rows for number, each in enumerate(self._sheets, 1)})
        finally:
            for each in self._sheets:
                each.rows.close()

    def name(self, name: str, address: str) -> None:
        """Give a cell or range a name for formulas."""
        self.workbook.defined_names[name] = DefinedName(name, attr_text=address)


class Sheet:
    """A sheet being written: its rows, and around them `area`, the sheet of openpyxl."""

    def __init__(self, book: Book, title: str, columns: Sequence[Column], *, landscape: bool) -> None:
        self.book = book
        self.title = title
        self.columns = columns
        self.area: Any = book.workbook.create_sheet(title)
        self.rows = Rows(len(columns))
        self._streamed: list[int] | None = None
        if book.label.direction == "rtl":
            self.area.sheet_view.rightToLeft = True
        for place, column in enumerate(columns, start=1):
            self.area.column_dimensions[get_column_letter(place)].width = column.width
        setup = self.area.page_setup
        setup.paperSize = 9  # A4
        setup.orientation = "landscape" if landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.area.sheet_properties.pageSetUpPr.fitToPage = True
        name, _, rules = clean(book.footer).rpartition("|")
        self.area.oddFooter.left.text = name
        self.area.oddHeader.right.text = rules
        self.area.oddFooter.center.text = "&A, &D"
        self.area.oddFooter.right.text = "Page &P of &N"

    @property
    def row(self) -> int:
        """The number of the last row written."""
        return self.rows.count

    def one_page(self) -> None:
        """Print the whole sheet on one page: its table and the charts below."""
        self.area.page_setup.fitToHeight = 1

    def freeze(self, row: int, *, filtered_to: int = 0) -> None:
        """Freeze and repeat the rows above `row`; put a filter on the header, over rows to `filtered_to`."""
        self.area.freeze_panes = f"A{row}"
        self.area.print_title_rows = f"{row - 1}:{row - 1}"
        if filtered_to >= row:
            last = get_column_letter(len(self.columns))
            self.area.auto_filter.ref = f"A{row - 1}:{last}{filtered_to}"

    def title_rows(self, *lines: str) -> None:
        """Write lines above the table, the first one bold."""
        for place, line in enumerate(lines):
            self._line(self.book.label(line), Look(GENERAL, "title", "plain" if place else "title"))

    def note(self, words: str) -> None:
        """Write a line that runs over the columns beside it."""
        self._line(words, Look(GENERAL, "title", "italic"))

    def _line(self, words: str, look: Look) -> None:
        self.rows.add([(words, self._number(look))])

    def blank(self) -> None:
        """Leave a row free."""
        self.rows.add([])

    def header(self) -> None:
        """Write the column names."""
        self.rows.add([self._head(column) for column in self.columns], height=30)

    def _head(self, column: Column) -> tuple[str, int]:
        stands = "text_head" if column.style in (TEXT, DATE) else "figure_head"
        return self.book.label(column.name), self._number(Look(GENERAL, stands, "head", "head"))

    def add(
        self,
        values: Iterable[Cell],
        *,
        bold: bool = False,
        styles: Sequence[str] | None = None,
        total: bool = False,
    ) -> int:
        """Write a row; return its number. `styles` replaces the columns' formats."""
        formats = styles or [column.style for column in self.columns]
        cells = []
        lines = 1
        for value, style, column in zip(values, formats, self.columns, strict=False):
            bare = value.value if isinstance(value, Input) else value
            stands, fit = self._stands(bare, column), max(column.width - 4, 1)
            if stands == "wrapped" and isinstance(bare, str):
                lines = max(lines, sum(max(-(-len(line) // fit), 1) for line in bare.split("\n")))
            is_text = isinstance(bare, str)
            look = Look(
                TEXT if is_text else style,
                stands,
                "bold" if bold or total else "plain" if is_text else "",
                "input" if isinstance(value, Input) else "",
                is_total=total,
            )
            cells.append((_rounded(bare, style), self._number(look)))
        self.rows.add(cells, height=min(15 * lines, _TALLEST) if lines > 1 else 0)
        return self.row

    def _stands(self, words: object, column: Column) -> str:
        if isinstance(words, str) and (len(words) > column.width - 2 or "\n" in words):
            return "wrapped"
        if is_leftward(words):
            return "leftward"
        return "text" if isinstance(words, str | date) else "figure"

    def _number(self, look: Look) -> int:
        return self.book.look(look, self.area)

    def stream(self, values: Sequence[Value]) -> int:
        """Write one of very many rows; their columns' cells look alike."""
        if self._streamed is None:
            self._streamed = [self._number(_look(column)) for column in self.columns]
        self.rows.add_filled(values, self._streamed)
        return self.row

    def totals(self, first: int, words: str = "Total") -> int:
        """Write live sums of the columns that have a total, over the rows from `first` on."""
        values: list[Cell] = [self.book.label(words)]
        for place, column in enumerate(self.columns[1:], start=2):
            letter = get_column_letter(place)
            rows = f"{letter}{first}:{letter}{self.row}"
            values.append((Formula(f"=SUM({rows})") if self.row >= first else 0) if column.total else None)
        return self.add(values, total=True)

    def at(self, place: int, row: int) -> str:
        """Return the address of a cell for other sheets' formulas; `place` counts from 1."""
        return f"'{self.title}'!${get_column_letter(place)}${row}"

    def span(self, place: int, first: int, last: int) -> str:
        """Return the address of a column's cells from one row to another."""
        letter = get_column_letter(place)
        return f"'{self.title}'!${letter}${first}:${letter}${last}"

    def name(self, name: str, place: int, row: int | None = None, *, to: int | None = None) -> None:
        """Name a cell of the last row written, of `row`, or the cells from `row` down to `to`."""
        first = row or self.row
        self.book.name(name, self.at(place, first) if to is None else self.span(place, first, to))


def _look(column: Column) -> Look:
    stands = "text" if column.style in (TEXT, DATE) else "figure"
    return Look(column.style, stands, fill="input" if column.is_input else "")


def _rounded(value: Decimal | int | str | date | Formula | None, style: str) -> Value:
    """Round a figure to what a cell of its format is to hold; the file's own figures have two places."""
    if isinstance(value, Decimal):
        return value.quantize(_CENTS if style in (RUPEES, PAISA) else _MICRO)
    return value
