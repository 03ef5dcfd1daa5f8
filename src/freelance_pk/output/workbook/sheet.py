"""One sheet, written row by row: columns with formats, live formulas, coloured inputs, set up for printing."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from freelance_pk.output.labels import Labels
from freelance_pk.output.workbook.cells import Formula, clean
from freelance_pk.output.workbook.looks import HEAD, INPUT, TOTAL, alignments, font, is_leftward
from freelance_pk.output.workbook.saving import save
from freelance_pk.output.workbook.streaming import Stream, Value

RUPEES = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'
PAISA = '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'
DATE = "dd-mmm-yyyy"
PERCENT = "0.00%"
RATE = "#,##0.0000##"
TEXT = "@"
NUMBER = "0"

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

    def __init__(self, workbook: Workbook, label: Labels, footer: str) -> None:
        self.workbook = workbook
        self.label = label
        self.footer = footer
        self._sheets: list[Sheet] = []

    def sheet(self, title: str, columns: Sequence[Column], *, landscape: bool) -> "Sheet":
        """Begin a sheet; its title stays English, so that formulas of any language's workbook read alike."""
        self._sheets.append(Sheet(self, title, columns, landscape=landscape))
        return self._sheets[-1]

    def save(self, path: Path) -> None:
        """Write the file, with bytes that depend on the cells alone."""
        streams = {number: each.streamed for number, each in enumerate(self._sheets, 1) if each.streamed}
        try:
            save(self.workbook, path, streams)
        finally:
            for stream in streams.values():
                stream.close()

    def name(self, name: str, address: str) -> None:
        """Give a cell or range a name for formulas."""
        self.workbook.defined_names[name] = DefinedName(name, attr_text=address)


class Sheet:
    """A sheet being written. `row` is the number of the last row written; `area` the sheet of openpyxl."""

    def __init__(self, book: Book, title: str, columns: Sequence[Column], *, landscape: bool) -> None:
        self.book = book
        self.title = title
        self.columns = columns
        self.area: Any = book.workbook.create_sheet(title)
        self.row = 0
        self.streamed: Stream | None = None
        self._align = alignments(book.label.direction)
        if book.label.direction == "rtl":
            self.area.sheet_view.rightToLeft = True
        for place, column in enumerate(columns, start=1):
            self.area.column_dimensions[get_column_letter(place)].width = column.width
        setup = self.area.page_setup
        setup.paperSize = 9  # A4
        setup.orientation = "landscape" if landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.area.sheet_properties.pageSetUpPr.fitToPage = True
        name, _, rules = book.footer.partition("|")
        self.area.oddFooter.left.text = name
        self.area.oddHeader.right.text = rules
        self.area.oddFooter.center.text = "&A, &D"
        self.area.oddFooter.right.text = "Page &P of &N"

    def one_page(self) -> None:
        """Print the whole sheet on one page: its table and the charts below."""
        self.area.page_setup.fitToHeight = 1

    def freeze(self, row: int, *, filtered_to: int = 0) -> None:
        """Freeze and repeat the rows above `row`; put a filter on the header, over rows to `filtered_to`.

        Before the first row is written: a sheet that is streamed has its head before its rows.
        """
        self.area.freeze_panes = f"A{row}"
        self.area.print_title_rows = f"{row - 1}:{row - 1}"
        if filtered_to >= row:
            last = get_column_letter(len(self.columns))
            self.area.auto_filter.ref = f"A{row - 1}:{last}{filtered_to}"

    def title_rows(self, *lines: str) -> None:
        """Write lines above the table, the first one bold."""
        for place, line in enumerate(lines):
            looks = font(bold=place == 0, size=14 if place == 0 else 11)
            self._line(self.book.label(line), looks)

    def note(self, words: str) -> None:
        """Write a line that runs over the columns beside it."""
        self._line(words, font(italic=True))

    def _line(self, words: str, looks: Font) -> None:
        cell = _text(self.area, words, looks)
        cell.alignment = self._align.title
        self._append([cell])

    def blank(self) -> None:
        """Leave a row free."""
        self._append([])

    def header(self) -> None:
        """Write the column names."""
        cells = []
        for column in self.columns:
            cell = _text(self.area, self.book.label(column.name), font(bold=True, colour="FFFFFFFF"))
            cell.fill = HEAD
            is_text = column.style in (TEXT, DATE)
            cell.alignment = self._align.text_head if is_text else self._align.figure_head
            cells.append(cell)
        self._height(30)
        self._append(cells)

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
            cell = _cell(self.area, value, style, bold=bold or total)
            words = value.value if isinstance(value, Input) else value
            wraps = isinstance(words, str) and (len(words) > column.width - 2 or "\n" in words)
            if wraps and isinstance(words, str):
                fit = max(column.width - 4, 1)
                lines = max(lines, sum(max(-(-len(line) // fit), 1) for line in words.split("\n")))
            cell.alignment = self._align.wrapped if wraps else self._stands(words)
            if total:
                cell.border = TOTAL
            cells.append(cell)
        if lines > 1:
            self._height(min(15 * lines, _TALLEST))
        self._append(cells)
        return self.row

    def _stands(self, words: object) -> Alignment:
        if is_leftward(words):
            return self._align.leftward
        return self._align.text if isinstance(words, str | date) else self._align.figure

    def stream(self, values: Sequence[Value]) -> int:
        """Write one of very many rows, below one another; their columns' cells are styled alike."""
        if self.streamed is None:
            self.streamed = Stream(self.row + 1, [self._styled(column).style_id for column in self.columns])
            self.area.append([])  # the rows' place
        assert self.row + 1 == self.streamed.first + self.streamed.count, "streamed rows stand together"
        self.streamed.add(values)
        self.row += 1
        return self.row

    def _styled(self, column: Column) -> Any:
        cell = WriteOnlyCell(self.area)
        cell.number_format = column.style
        cell.alignment = self._align.text if column.style in (TEXT, DATE) else self._align.figure
        if column.is_input:
            cell.fill = INPUT
        return cell

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

    def _height(self, points: int) -> None:
        """Set the next row's height, under the number that openpyxl has for it: streamed rows are one to it."""
        unseen = self.streamed.count - 1 if self.streamed is not None else 0
        self.area.row_dimensions[self.row + 1 - unseen].height = points

    def _append(self, cells: list[Any]) -> None:
        self.area.append(cells)
        self.row += 1


def _text(sheet: Any, words: str, looks: Font) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell.value = clean(words)
    cell.data_type = "s"  # never a formula, whatever the text begins with
    cell.font = looks
    return cell


def _cell(sheet: Any, value: Cell, style: str, *, bold: bool) -> Any:
    filled = isinstance(value, Input)
    bare = value.value if isinstance(value, Input) else value
    if isinstance(bare, str):
        cell = _text(sheet, bare, font(bold=bold))
        cell.number_format = TEXT
    else:
        cell = WriteOnlyCell(sheet)
        if isinstance(bare, Formula):
            cell.value = bare.text
        elif isinstance(bare, Decimal):
            # Longer decimals would be written in scientific notation; the file's own figures have two places.
            cell.value = bare.quantize(_CENTS if style in (RUPEES, PAISA) else _MICRO)
        else:
            cell.value = bare
        cell.number_format = style
        if bold:
            cell.font = font(bold=True)
    if filled:
        cell.fill = INPUT
    return cell
