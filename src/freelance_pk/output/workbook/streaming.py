"""A sheet's rows, as the text that stands in its part of the file.

openpyxl builds an object for every cell and looks its format up again, which takes five times as long as writing the
cell. It writes the sheet around the rows: columns, views, print setup, charts.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from openpyxl.utils import get_column_letter

from freelance_pk.output.workbook.cells import Formula, clean

__all__ = ["Rows", "Value"]

Value = Decimal | int | str | date | Formula | None

_EPOCH = date(1899, 12, 30).toordinal()
_PIECE = 1 << 18
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")


class Rows:
    """Rows, one below the other; `count` of them so far.

    The text of many waits in a file that is gone when it is closed.
    """

    def __init__(self, columns: int) -> None:
        """Begin with none; they have at most so many columns."""
        self.count = 0
        self._heads = [f'<c r="{get_column_letter(place)}' for place in range(1, columns + 1)]
        self._waiting: list[str] = []
        self._letters = 0
        self._file: IO[bytes] | None = None

    def add(self, cells: Sequence[tuple[Value, int]], *, height: int = 0) -> None:
        """Write a row.

        Args:
            cells: from the first column on, each a value and the number of its format in the workbook.
            height: in points; 0: as the program that shows it finds right.
        """
        tall = f' ht="{height}" customHeight="1"' if height else ""
        row = self.count + 1
        parts = [
            _cell(f'{head}{row}" s="{style}"', value)
            for (value, style), head in zip(cells, self._heads, strict=False)
        ]
        self._put(f'<row r="{row}"{tall}>{"".join(parts)}</row>')

    def add_filled(self, values: Sequence[Value], styles: Sequence[int]) -> None:
        """Write a row, and of its cells those that hold something."""
        row = self.count + 1
        parts = [
            _cell(f'{head}{row}" s="{style}"', value)
            for value, head, style in zip(values, self._heads, styles, strict=True)
            if value is not None and value != ""
        ]
        self._put(f'<row r="{row}">{"".join(parts)}</row>')

    def _put(self, text: str) -> None:
        self.count += 1
        self._waiting.append(text)
        self._letters += len(text)
        if self._letters > _PIECE:
            if self._file is None:
                self._file = TemporaryFile()  # noqa: SIM115 - closed by whoever saves the workbook
            self._file.write("".join(self._waiting).encode())
            self._waiting, self._letters = [], 0

    def close(self) -> None:
        """Let the rows go."""
        if self._file is not None:
            self._file.close()

    def within(self, around: bytes) -> Iterator[bytes]:
        """Yield a sheet's part with these rows in it.

        Args:
            around: the part without rows, as openpyxl wrote it.
        """
        before, after = _NO_ROWS.split(around)
        yield before + b"<sheetData>"
        if self._file is not None:
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                yield piece
        yield "".join(self._waiting).encode()
        yield b"</sheetData>" + after


def _cell(head: str, value: Value) -> str:
    if isinstance(value, str):
        if not value:
            return f"{head}/>"
        text = clean(value)
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f'{head} t="inlineStr"><is><t{space}>{_escaped(text)}</t></is></c>'
    if value is None:
        return f"{head}/>"
    if isinstance(value, Decimal):
        return f'{head} t="n"><v>{value:f}</v></c>'
    if isinstance(value, Formula):
        return f"{head}><f>{_escaped(value.text[1:])}</f><v/></c>"
    number = value if isinstance(value, int) else value.toordinal() - _EPOCH
    return f'{head} t="n"><v>{number}</v></c>'


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
