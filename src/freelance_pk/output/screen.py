"""A rich console that writes into a text: of a given width, with or without colour, the same everywhere."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from freelance_pk.model.issue import Issue, Severity
from freelance_pk.output.numbers import rupees
from freelance_pk.output.visible import visible

_BAR = 10  # letters
_SHORT = 12  # a column of short words is never folded
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class _Seen(Console):
    """A console that writes no character of a text that a terminal would obey."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Yield what is written, our own styles beside the words."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def render(parts: Iterable[RenderableType], *, width: int, colour: bool) -> str:
    """Render parts one below the other; no line is wider than `width`, none ends in spaces."""
    out = StringIO()
    console = _Seen(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def heading(words: str) -> RenderableType:
    """Return a heading with a line of air above."""
    return Padding(Text(words, style="bold"), (1, 0, 0, 0))


def table(headers: Iterable[tuple[str, bool]], rows: Iterable[Iterable[str]]) -> Table:
    """Build a table.

    Args:
        headers: name, and whether the column holds numbers (set right, never folded).
        rows: cells.
    """
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    cells = [list(row) for row in rows]
    for place, (name, is_number) in enumerate(headers):
        if is_number:
            made.add_column(name, justify="right", no_wrap=True)
        else:
            short = max((len(row[place]) for row in cells), default=0) <= _SHORT
            made.add_column(name, overflow="fold", no_wrap=short)
    for row in cells:
        made.add_row(*(Text(cell) for cell in row))
    return made


def bar(amount: Decimal, most: Decimal) -> str:
    """Draw an amount beside the largest one, in plain letters that every terminal and printer has."""
    return "#" * int(amount * _BAR / most) if most > 0 and amount > 0 else ""


def pairs(rows: Iterable[tuple[str, str, str]]) -> Table:
    """Build the figures above the fold: label, number, remark."""
    made = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(overflow="fold")
    made.add_column(justify="right", no_wrap=True)
    made.add_column(overflow="fold", style="dim")
    for label, number, remark in rows:
        made.add_row(Text(label), Text(number, style="bold"), Text(remark))
    return made


def in_words(spelled: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    """Write amounts in words, if there are any."""
    rows = [(label, words, "") for label, words in spelled]
    if rows:
        yield heading("In words")
        yield pairs(rows)


def attention(issues: Iterable[Issue], *, lakh: bool) -> Iterable[RenderableType]:
    """Write each issue: what, rupees at stake, where, what to do."""
    for issue in issues:
        style = _STYLES[issue.severity]
        stake = f" (Rs {rupees(issue.pkr, lakh=lakh)})" if issue.pkr else ""
        yield Text.assemble((f"{issue.severity.value}: ", style), issue.message, stake)
        if issue.origin:
            yield Padding(Text(f"where: {issue.origin}"), (0, 0, 0, 2))
        if issue.remedy:
            yield Padding(Text(f"next: {issue.remedy}"), (0, 0, 0, 2))
