"""Parts of what is written as Markdown."""

from collections.abc import Iterable, Iterator

from freelance_pk.model.lock import LockedYear
from freelance_pk.output.locked import HEADER, figure_row, locked_title, locked_words
from freelance_pk.output.spelling import Spelled
from freelance_pk.output.visible import visible


def markdown_text(lines: Iterable[str]) -> str:
    """Write lines of Markdown. Words of files in them are no markup of a page, no link and no line of their own."""
    inert = (visible(line).replace("<", "&lt;").replace("](", "]\\(").split("\n") for line in lines)
    return "\n".join(" ".join(parts) for parts in inert) + "\n"


def markdown_table(
    header: Iterable[str], rows: Iterable[Iterable[str]], *, numbers_from: int
) -> Iterator[str]:
    """Write a table; columns from `numbers_from` on are set right."""
    names = list(header)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "|".join("---" if place < numbers_from else "---:" for place in range(len(names))) + "|"
    for row in rows:
        yield "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |"


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Write lines under a title."""
    yield from ("", f"## {title}", "")
    yield from lines


def spelled_section(spelled: Spelled) -> Iterator[str]:
    """Write amounts in words, if there are any."""
    if spelled:
        yield from section("In words", (f"- {label}: {words}" for label, words in spelled))


def locked_section(year: LockedYear | None) -> Iterator[str]:
    """Write what a locked year was filed with, beside today; nothing of a year that is not locked."""
    if year is None:
        return
    yield from ("", f"## {locked_title(year)}", "")
    if year.figures:
        yield from markdown_table(HEADER, map(figure_row, year.figures), numbers_from=1)
        yield ""
    first, *causes, last = locked_words(year)
    yield from (first, "", *causes, *([""] if causes else []), last)
