"""Very many rows of a sheet, as the text that stands in its part of the file.

openpyxl builds an object for every cell, which takes five times as long as writing the cell. It writes the sheet
around these rows: the head, the formats, the rows above and below, and in their place one empty row.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter

from freelance_pk.output.workbook.cells import Formula, clean

__all__ = ["Stream", "Value"]

Value = Decimal | str | date | Formula | None

_EPOCH = date(1899, 12, 30).toordinal()
_PIECE = 1 << 16
_PLACE = re.compile(rb'(<(?:row|c) r="[A-Z]*)(\d+)')


class Stream:
    """Rows from `first` on; `count` of them so far. The text waits in a file that is gone when it is closed."""

    def __init__(self, first: int, styles: Sequence[int]) -> None:
        """Begin.

        Args:
            first: number of the first row.
            styles: the number of each column's format in the workbook.
        """
        self.first = first
        self.count = 0
        self._heads = [
            (f'<c r="{get_column_letter(place)}', f'" s="{style}"')
            for place, style in enumerate(styles, start=1)
        ]
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed by whoever saves the workbook

    def add(self, values: Sequence[Value]) -> None:
        """Write a row: one value a column."""
        row = self.first + self.count
        self.count += 1
        parts = [f'<row r="{row}">']
        for value, (place, style) in zip(values, self._heads, strict=True):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text = clean(value)
                space = ' xml:space="preserve"' if text != text.strip() else ""
                parts.append(f'{place}{row}{style} t="inlineStr"><is><t{space}>{_escaped(text)}</t></is></c>')
            elif isinstance(value, Decimal):
                parts.append(f'{place}{row}{style} t="n"><v>{value:f}</v></c>')
            elif isinstance(value, Formula):
                parts.append(f"{place}{row}{style}><f>{_escaped(value.text[1:])}</f><v/></c>")
            else:
                parts.append(f'{place}{row}{style} t="n"><v>{value.toordinal() - _EPOCH}</v></c>')
        parts.append("</row>")
        self._file.write("".join(parts))

    def close(self) -> None:
        """Let the rows go."""
        self._file.close()

    def within(self, around: bytes) -> Iterator[bytes]:
        """Yield a sheet's part with these rows in place of the empty one, and the rows below numbered anew.

        Args:
            around: the part as openpyxl wrote it.
        """
        before, after = re.split(rb'<row r="%d"\s*(?:/>|></row>)' % self.first, around, maxsplit=1)
        yield before
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece.encode()
        rows, end, tail = after.partition(b"</sheetData>")
        yield _PLACE.sub(lambda found: b"%s%d" % (found[1], int(found[2]) + self.count - 1), rows)
        yield end + tail


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
