"""Samples damaged, re-saved and rearranged.

A sample is a table (delimited text or a sheet) or a text of lines (a branch statement, a PDF's text).
Mutations of tables work on rows of cells and are written anew with proper quoting; mutations of lines
work on the lines.
"""

import csv
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TypeVar

from sample_copies import Rows, copied, delimited

from freelance_pk.intake.files import DELIMITERS
from freelance_pk.intake.schema import normal

EVERY = os.environ.get("MUTATIONS") == "every"  # as `make mutations` sets it: minutes, not seconds
D = TypeVar("D")


def some(damages: Iterable[D], most: int) -> list[D]:
    """Return so many of the damages, evenly spread, the first and the last among them; all for `make mutations`."""
    listed = list(damages)
    if EVERY or len(listed) <= most:
        return listed
    return [listed[place * (len(listed) - 1) // (most - 1)] for place in range(most)]


# Columns

Damage = tuple[str, Rows]


def columns_dropped(header: int, rows: Rows) -> Iterator[Damage]:
    for place, name in enumerate(rows[header]):
        yield f"without {name.strip()!r}", [row[:place] + row[place + 1 :] for row in rows]


def columns_doubled(header: int, rows: Rows) -> Iterator[Damage]:
    for place, name in enumerate(rows[header]):
        yield f"{name.strip()!r} twice", [row[: place + 1] + row[place:] for row in rows]


def columns_renamed(header: int, rows: Rows) -> Iterator[Damage]:
    for place, name in enumerate(rows[header]):
        changed = copied(rows)
        changed[header][place] = f"Renamed {place}"
        yield f"{name.strip()!r} renamed", changed


def headers_swapped(header: int, rows: Rows, telling: Collection[str]) -> Iterator[Damage]:
    """Exchange two names of the header, so that each stands above the other's contents.

    Every telling column (normal names) is exchanged with every other, and with one column of each sort
    among those that tell nothing of money.
    """
    names = rows[header]
    places = [place for place, name in enumerate(names) if normal(name) in telling]
    others: dict[str, int] = {}
    for place in range(len(names)):
        if place not in places:
            others.setdefault(_sort_of(rows, header, place), place)
    for first in places:
        for second in (*(each for each in places if each > first), *others.values()):
            changed = copied(rows)
            changed[header][first], changed[header][second] = names[second], names[first]
            yield f"{names[first].strip()!r} above {names[second].strip()!r} and the reverse", changed


def _sort_of(rows: Rows, header: int, place: int) -> str:
    cells = [row[place] for row in rows[header + 1 :] if len(row) > place and row[place].strip()]
    if not cells:
        return "empty"
    if all(_cents(cell) is not None for cell in cells):
        return "amounts"
    if all(cell.isdecimal() for cell in cells):
        return "numbers"
    return "words" if any(" " in cell for cell in cells) else "codes"


def columns_moved(header: int, rows: Rows) -> Iterator[Damage]:
    """Exchange two columns with their headers, and turn the whole order round."""
    width = len(rows[header])
    for place in range(width - 1):
        order = list(range(width))
        order[place], order[place + 1] = order[place + 1], order[place]
        yield f"column {place + 1} before {place}", _reordered(header, rows, order)
    yield "columns in reverse", _reordered(header, rows, list(reversed(range(width))))
    yield "columns turned", _reordered(header, rows, [*range(width // 2, width), *range(width // 2)])


def _reordered(header: int, rows: Rows, order: list[int]) -> Rows:
    width = len(order)
    return [
        [row[place] for place in order] + row[width:] if place_of >= header and len(row) >= width else row
        for place_of, row in enumerate(rows)
    ]


def headers_dressed(header: int, rows: Rows) -> Iterator[Damage]:
    """Write the header's names in other case and with other space; the names stay the same."""
    dresses: dict[str, Callable[[str], str]] = {
        "in capitals": str.upper,
        "in small letters": str.lower,
        "with spaces around": lambda name: f"  {name} ",
        "with two spaces for one": lambda name: name.replace(" ", "  "),
        "with hard spaces": lambda name: name.replace(" ", "\u00a0"),
        "with line breaks for spaces": lambda name: name.replace(" ", "\n"),
    }
    for title, dress in dresses.items():
        changed = copied(rows)
        changed[header] = [dress(name) for name in changed[header]]
        yield title, changed


# Rows


def junk_added(header: int, rows: Rows) -> Iterator[Damage]:
    """Put in what people and programs put in: titles, notes, blank lines, totals, the header again."""
    width, middle = len(rows[header]), (header + 1 + len(rows)) // 2
    blank, note = [""] * width, ["checked with the accountant in July", *[""] * (width - 1)]
    yield "a title above", [["My export"], *rows]
    yield "a title of full width above", [["My export", *[""] * (width - 1)], *rows]
    yield "a blank line above", [[], *rows]
    yield "a separator line above", [["sep=,"], *rows]
    yield "a blank line in the middle", [*rows[:middle], [], *rows[middle:]]
    yield "a blank line below the header", [*rows[: header + 1], [], *rows[header + 1 :]]
    yield "a blank row of full width in the middle", [*rows[:middle], blank, *rows[middle:]]
    yield "blank rows at the end", [*rows, [], blank, []]
    yield "a note in the middle", [*rows[:middle], note, *rows[middle:]]
    yield "a short note in the middle", [*rows[:middle], note[:1], *rows[middle:]]
    yield "a short note at the end", [*rows, note[:1]]
    yield "a row of one cell", [*rows, ["x"]]
    yield "a row of one number", [*rows, ["12345.67"]]
    yield "the header again in the middle", [*rows[:middle], rows[header], *rows[middle:]]
    yield "the header again at the end", [*rows, rows[header]]
    yield "empty cells at every row's end", [[*row, "", ""] for row in rows]
    yield (
        "empty cells at every data row's end",
        [[*row, "", ""] if place > header else row for place, row in enumerate(rows)],
    )
    yield "a totals line at the end", [*rows, totals(header, rows, "Total")]
    yield "a wrong totals line at the end", [*rows, totals(header, rows, "Total", more=1)]
    yield "a totals line without a word", [*rows, totals(header, rows, "")]
    yield "a totals line that is short", [*rows, ["Total", "12345.67"]]


def pasted(header: int, rows: Rows) -> Iterator[Damage]:
    """Put two exports into one file: the same one, and one of later days that shows a part of the other again."""
    data, middle = rows[header + 1 :], (header + 1 + len(rows)) // 2
    yield "the export twice", [*rows, *rows]
    yield "its table twice", [*rows, rows[header], *data]
    yield "its first rows again below", [*rows, rows[header], *data[:2]]
    yield "two overlapping halves", [*rows[: middle + 1], rows[header], *rows[middle - 1 :]]
    yield "the header in another order", [*rows[:middle], rows[header][::-1], *rows[middle:]]


def totals(header: int, rows: Rows, word: str, more: int = 0) -> list[str]:
    """Write a row of sums below the columns that hold plain numbers with cents."""
    line: list[str] = []
    for place in range(len(rows[header])):
        cents = [_cents(row[place]) for row in rows[header + 1 :] if len(row) > place and row[place]]
        known = [each for each in cents if each is not None]
        if known and len(known) == len(cents):
            sum_ = sum(known) + more
            line.append(f"{'-' if sum_ < 0 else ''}{abs(sum_) // 100}.{abs(sum_) % 100:02d}")
        else:
            line.append("")
    free = next((place for place, text in enumerate(line) if not text), 0)
    line[free] = word
    return line


def _cents(text: str) -> int | None:
    whole, point, rest = text.replace(",", "").partition(".")
    digits = whole.removeprefix("-").removeprefix("+")
    if not point or len(rest) != 2 or not rest.isdecimal() or (digits and not digits.isdecimal()):
        return None
    return (-1 if text.startswith("-") else 1) * (int(digits or 0) * 100 + int(rest))


def rows_lost(rows: Rows, inner: Collection[int]) -> Iterator[Damage]:
    """Take away a row between two others of its currency."""
    for place in inner:
        yield f"without the row {place + 1}", rows[:place] + rows[place + 1 :]


def rows_doubled(rows: Rows, inner: Collection[int]) -> Iterator[Damage]:
    for place in inner:
        yield f"the row {place + 1} twice", rows[: place + 1] + rows[place:]


def rows_moved(rows: Rows, inner: Collection[int]) -> Iterator[Damage]:
    for place in inner:
        if place + 1 in inner:
            yield (
                f"the rows {place + 1} and {place + 2} exchanged",
                [*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]],
            )


def cuts(header: int, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Cut the text behind every line from the header on, and inside it; inside a few lines at every cell."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
        text = delimited(rows, quoting=quoting)
        ends = [place for place, char in enumerate(text) if char == "\n"]
        first = len(delimited(rows[: header + 1], quoting=quoting))
        spans = [(begin + 1, end) for begin, end in pairwise(ends) if begin + 1 >= first]
        thorough = {spans[0], spans[len(spans) // 2], spans[-1]}
        if quoting == csv.QUOTE_MINIMAL:
            yield from (
                (f"cut behind the line {text[begin:end]!r}", text[: end + 1].encode()) for begin, end in spans
            )
        inside: list[tuple[int, int]] = []
        for begin, end in spans:
            places = {begin + 1, (begin + end) // 2, end - 3, end - 2, end - 1, end}
            if (begin, end) in thorough:
                places |= {place for place in range(begin + 1, end) if text[place] in ',."'}
            elif quoting == csv.QUOTE_ALL:
                continue
            inside += [(begin, place) for place in sorted(places) if begin < place <= end]
        yield from (
            (f"cut behind {text[begin:place]!r}", text[:place].encode()) for begin, place in some(inside, 12)
        )


# Whole files


def encoded(text: str) -> Iterator[tuple[str, bytes]]:
    yield "UTF-8", text.encode()
    yield "UTF-8 with a byte order mark", text.encode("utf-8-sig")
    yield "UTF-16, little end first", b"\xff\xfe" + text.encode("utf-16-le")
    yield "UTF-16, big end first", b"\xfe\xff" + text.encode("utf-16-be")
    yield "UTF-16 without a mark", text.encode("utf-16-le")
    yield "UTF-16 without a mark, big end first", text.encode("utf-16-be")
    with suppress(UnicodeEncodeError):
        yield "cp1252", text.encode("cp1252")


def dressed(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Write the table with other delimiters, quotes and line ends, and in other encodings."""
    for delimiter in DELIMITERS:
        for newline in ("\n", "\r\n", "\r"):
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
                text = delimited(rows, delimiter, newline, quoting)
                yield f"{delimiter!r} {newline!r} quoting {quoting}", text.encode()
    yield from encoded(delimited(rows))
    yield from encoded(delimited(rows, "\t", "\r\n"))
    yield "no line end at the end", delimited(rows).rstrip("\n").encode()
    yield "blank lines between", delimited(rows).replace("\n", "\n\n").encode()


# Lines of a text


def lines_damaged(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lose, double and exchange lines."""
    for place, line in enumerate(lines):
        shown = f"{place + 1} ({line.strip()[:60]})"
        yield f"without the line {shown}", "\n".join([*lines[:place], *lines[place + 1 :]])
        yield f"the line {shown} twice", "\n".join([*lines[: place + 1], *lines[place:]])
        if place + 1 < len(lines):
            order = [*lines[:place], lines[place + 1], line, *lines[place + 2 :]]
            yield f"the line {shown} and the next exchanged", "\n".join(order)


def lines_cut(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, line in enumerate(lines):
        yield f"cut behind the line {place + 1}", "\n".join(lines[: place + 1])
        yield f"cut in the line {place + 1}", "\n".join([*lines[:place], line[: len(line) * 2 // 3]])
