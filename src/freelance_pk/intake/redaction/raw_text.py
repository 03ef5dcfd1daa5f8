"""A delimited text whose cells are exchanged one by one: quotes, spaces, line ends and all else stay as they are."""

import csv
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

Exchange = Callable[[int, list[str]], list[str]]  # record number from 0, its cells -> other cells


@lru_cache(maxsize=8)
def _cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'"(?:[^"]|"")*"(?=[{mark}\r\n]|\Z)|[^{mark}\r\n]*')


def records(text: str, delimiter: str) -> Iterator[list[tuple[int, int]]]:
    """Yield each record's cells as places in the text, quotes included; an empty line has none."""
    at, spans, length = 0, [], len(text)
    cell = _cell(delimiter)
    while at < length:
        found = cell.match(text, at)
        assert found is not None
        spans.append(found.span())
        at = found.end()
        if at < length and text[at] == delimiter:
            at += 1
            if at < length and text[at] not in "\r\n":
                continue
            spans.append((at, at))
        yield [] if len(spans) == 1 and spans[0][0] == spans[0][1] else spans
        spans = []
        at += 2 if text.startswith("\r\n", at) else 1


def unquoted(raw: str) -> str:
    """Return what a cell says."""
    return raw[1:-1].replace('""', '"') if len(raw) > 1 and raw[0] == raw[-1] == '"' else raw


def exchanged(text: str, delimiter: str, exchange: Exchange) -> str:
    """Return the text with its cells exchanged.

    Raises:
        ValueError: the text is quoted in a way that the rows read differ from the records seen here.
    """
    made: list[str] = []
    at = 0
    rows = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    for number, (spans, row) in enumerate(zip(records(text, delimiter), rows, strict=True)):
        cells = [unquoted(text[start:end]) for start, end in spans]
        if [_ends(cell) for cell in cells] != [_ends(cell) for cell in row]:
            raise ValueError(f"record {number + 1} is quoted in an unusual way")
        for (start, end), old, new in zip(spans, cells, exchange(number, cells), strict=True):
            made += [
                text[at:start],
                text[start:end] if new == old else _like(text[start:end], new, delimiter),
            ]
            at = end
    return "".join([*made, text[at:]])


def _lines(text: str) -> Iterator[str]:
    at = 0
    for found in re.finditer(r"\r\n|\r|\n", text):
        yield text[at : found.start()] + "\n"
        at = found.end()
    if at < len(text):
        yield text[at:]


def _ends(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _like(raw: str, new: str, delimiter: str) -> str:
    """Quote a cell if it was, or if it must be."""
    if raw[:1] == '"' or any(char in new for char in (delimiter, '"', "\r", "\n")):
        return '"' + new.replace('"', '""') + '"'
    return new
