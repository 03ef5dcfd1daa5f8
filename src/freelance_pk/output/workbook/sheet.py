"""One sheet, written row by row: columns with formats, totals that add up live, set up for printing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

RUPEES = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'
PAISA = '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'
DATE = "dd-mmm-yyyy"
PERCENT = "0.00%"
RATE = "#,##0.0000##"
TEXT = "@"

_HEAD = PatternFill("solid", fgColor="FF1F4E78")
_TOTAL = Border(top=Side(style="thin"), bottom=Side(style="double"))
_CENTS = Decimal("0.01")
_WRAPPED = Alignment(wrap_text=True, vertical="top", indent=1)
_INDENTED = Alignment(vertical="top", indent=1)
_TOP = Alignment(vertical="top")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, width in characters, number format; `total`: a live sum stands below it."""

    name: str
    width: int
    style: str = TEXT
    total: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, written by us alone: text from files never becomes one."""

    text: str


Cell = Decimal | int | str | date | Formula | None


class Sheet:
    """A sheet being written. `row` is the number of the last row written."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[Column], *, footer: str, landscape: bool
    ) -> None:
        self.title = title
        self.columns = columns
        self._sheet: Any = book.create_sheet(title)
        self.row = 0
        for place, column in enumerate(columns, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = column.width
        setup = self._sheet.page_setup
        setup.paperSize = 9  # A4
        setup.orientation = "landscape" if landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        name, _, rules = footer.partition("|")
        self._sheet.oddFooter.left.text = name
        self._sheet.oddHeader.right.text = rules
        self._sheet.oddFooter.center.text = "&A"
        self._sheet.oddFooter.right.text = "Page &P of &N"

    def freeze(self, row: int, *, filtered_to: int = 0) -> None:
        """Freeze and repeat the rows above `row`; put a filter on the header, over rows to `filtered_to`.

        Before the first row is written: a sheet that is streamed has its head before its rows.
        """
        self._sheet.freeze_panes = f"A{row}"
        self._sheet.print_title_rows = f"{row - 1}:{row - 1}"
        if filtered_to >= row:
            last = get_column_letter(len(self.columns))
            self._sheet.auto_filter.ref = f"A{row - 1}:{last}{filtered_to}"

    def title_rows(self, *lines: str) -> None:
        """Write lines above the table, the first one bold."""
        for place, line in enumerate(lines):
            self._append([_text(self._sheet, line, Font(bold=place == 0, size=14 if place == 0 else 11))])

    def blank(self) -> None:
        """Leave a row free."""
        self._append([])

    def header(self) -> None:
        """Write the column names."""
        cells = []
        for column in self.columns:
            cell = _text(self._sheet, column.name, Font(bold=True, color="FFFFFFFF"))
            cell.fill = _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cells.append(cell)
        self._sheet.row_dimensions[self.row + 1].height = 30
        self._append(cells)

    def add(self, values: Iterable[Cell], *, bold: bool = False, styles: Sequence[str] | None = None) -> int:
        """Write a row; return its number. `styles` replaces the columns' formats."""
        formats = styles or [column.style for column in self.columns]
        cells = []
        lines = 1
        for value, style, column in zip(values, formats, self.columns, strict=False):
            cell = _cell(self._sheet, value, style, bold=bold)
            wraps = isinstance(value, str) and len(value) > column.width - 2
            if wraps and isinstance(value, str):
                lines = max(lines, -(-len(value) // max(column.width - 4, 1)))
            cell.alignment = _WRAPPED if wraps else _INDENTED if isinstance(value, str) else _TOP
            cells.append(cell)
        if lines > 1:
            self._sheet.row_dimensions[self.row + 1].height = 15 * lines
        self._append(cells)
        return self.row

    def totals(self, first: int, words: str = "Total") -> int:
        """Write live sums of the columns that have a total, over the rows from `first` on."""
        cells = []
        for place, column in enumerate(self.columns, start=1):
            letter = get_column_letter(place)
            value: Cell = words if place == 1 else None
            if column.total:
                value = Formula(f"=SUM({letter}{first}:{letter}{self.row})") if self.row >= first else 0
            cell = _cell(self._sheet, value, column.style if column.total else TEXT, bold=True)
            cell.border = _TOTAL
            cells.append(cell)
        self._append(cells)
        return self.row

    def at(self, place: int, row: int) -> str:
        """Return the address of a cell for other sheets' formulas; `place` counts from 1."""
        return f"'{self.title}'!${get_column_letter(place)}${row}"

    def _append(self, cells: list[Any]) -> None:
        self._sheet.append(cells)
        self.row += 1


def _text(sheet: Any, words: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
    cell.data_type = "s"  # never a formula, whatever the text begins with
    cell.font = font
    return cell


def _cell(sheet: Any, value: Cell, style: str, *, bold: bool) -> Any:
    if isinstance(value, str):
        cell = _text(sheet, value, Font(bold=bold))
        cell.number_format = TEXT
        return cell
    if isinstance(value, Formula):
        cell = WriteOnlyCell(sheet, value=value.text)
    elif isinstance(value, Decimal):
        # Longer decimals would be written in scientific notation; the file's own figures have two places.
        exact = value.quantize(_CENTS) if style in (RUPEES, PAISA) else value.quantize(Decimal("0.000001"))
        cell = WriteOnlyCell(sheet)
        cell.value = exact
    else:
        cell = WriteOnlyCell(sheet)
        cell.value = value
    cell.number_format = style
    if bold:
        cell.font = Font(bold=True)
    return cell
