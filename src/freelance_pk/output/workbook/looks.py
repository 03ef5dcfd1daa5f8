"""How cells look: one font throughout, and text that keeps its distance from the figures beside it."""

from functools import cache
from typing import Any, Literal, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

HEAD = PatternFill("solid", fgColor="FF1F4E78")
INPUT = PatternFill("solid", fgColor="FFE2EFDA")
TOTAL = Border(top=Side(style="thin"), bottom=Side(style="double"))


@cache
def font(*, bold: bool = False, italic: bool = False, size: int = 11, colour: str = "FF000000") -> Font:
    """Return a font by name: without one, programs choose each their own."""
    return Font(name="Calibri", family=2, bold=bold, italic=italic, size=size, color=colour)


class Alignments(NamedTuple):
    """Where cells' contents stand. A program indents only what is set to one side by name.

    `title`: text that runs over the cells beside it. `leftward`: text whose numbers stand among Urdu words, which
    a program would else set in the order of an English line.
    """

    title: Alignment
    text: Alignment
    leftward: Alignment
    wrapped: Alignment
    figure: Alignment
    text_head: Alignment
    figure_head: Alignment


@cache
def alignments(direction: str) -> Alignments:
    """Return the alignments of a sheet whose columns run "ltr" or "rtl"."""
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    return Alignments(
        Alignment(horizontal=start),
        Alignment(horizontal=start, vertical="top", indent=1),
        Alignment(horizontal=start, vertical="top", indent=1, readingOrder=2),
        Alignment(horizontal=start, vertical="top", indent=1, wrap_text=True),
        Alignment(vertical="top"),
        Alignment(horizontal=start, vertical="center", indent=1, wrap_text=True),
        Alignment(horizontal=end, vertical="center", wrap_text=True),
    )


def is_leftward(words: object) -> bool:
    """Say whether a text has words of a script that runs from right to left."""
    return isinstance(words, str) and any("\u0590" <= letter <= "\u08ff" for letter in words)


class Look(NamedTuple):
    """How a cell looks, in words: quick to tell from others.

    Attributes:
        style: number format.
        stands: where the contents stand, a name of `Alignments`.
        letters: the font.
        fill: behind the contents.
        is_total: whether lines stand above and below.
    """

    style: str
    stands: str
    letters: Literal["", "plain", "bold", "italic", "title", "head"] = ""
    fill: Literal["", "input", "head"] = ""
    is_total: bool = False


_FONTS = {
    "plain": font(),
    "bold": font(bold=True),
    "italic": font(italic=True),
    "title": font(bold=True, size=14),
    "head": font(bold=True, colour="FFFFFFFF"),
}
_FILLS = {"input": INPUT, "head": HEAD}


def number_of(look: Look, area: Any, direction: str) -> int:
    """Return the number of a look in the workbook of a sheet, where it is put if it is not there yet."""
    cell = WriteOnlyCell(area)
    cell.number_format = look.style
    cell.alignment = getattr(alignments(direction), look.stands)
    if look.letters:
        cell.font = _FONTS[look.letters]
    if look.fill:
        cell.fill = _FILLS[look.fill]
    if look.is_total:
        cell.border = TOTAL
    return cell.style_id
