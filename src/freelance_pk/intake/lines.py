"""Statements printed as lines of text (PDF statements above all) into a table of fields."""

import re
from collections.abc import Mapping
from functools import lru_cache

from freelance_pk.intake.files import Content, Row, Table
from freelance_pk.intake.layout_parts import Lines

_LONGEST_ROW = 25  # lines; more belong to a page's foot or to another statement
_UNUSED = "unused"
_MONEY = ("amount", "credit", "debit")

Edges = dict[str, int]  # where the headings of money columns end, by the sign that the column gives


class Block:
    """The lines of one row, as printed and without surplus space, their numbers, and the money columns above it."""

    def __init__(self, number: int, edges: Edges) -> None:
        self.number, self.edges = number, edges
        self.raw: list[str] = []
        self.bare: list[str] = []
        self.numbers: list[int] = []

    def add(self, number: int, raw: str, bare: str) -> None:
        self.numbers.append(number)
        self.raw.append(raw)
        self.bare.append(bare)


def has_signature(content: Content, lines: Lines) -> bool:
    """Say whether a text begins like such a statement: what stands above its first row is looked at."""
    bare = _bare_lines(content.head)
    first = next(filter(None, map(re.compile(lines.start).search, bare)), None)
    if first is None:
        return False
    above = "\n".join(bare[: bare.index(first.string)])
    return all(re.search(each, above, re.IGNORECASE | re.MULTILINE) for each in lines.signature)


@lru_cache(maxsize=1)
def _bare_lines(head: str) -> tuple[str, ...]:
    """Return lines without surplus space; every layout looks at those of the same file."""
    return tuple(" ".join(raw.split()) for raw in head.splitlines())


def lines_table(content: Content, lines: Lines) -> tuple[Table, str]:
    """Return the rows as a table whose columns are `lines.names()`, and the text of all lines that are no row."""
    names = lines.names()
    patterns = [re.compile(each, re.IGNORECASE | re.MULTILINE) for each in lines.fields]
    blocks, others = blocks_of(content, lines, patterns)
    rows: list[Row] = []
    for block in blocks:
        fields = _fields(block, patterns)
        if "date" in fields and _has_money(fields):
            rows.append((block.number, [fields.get(each, "") for each in names]))
        elif rows:
            # A line of the row above that begins with a date. Were it a row whose amounts cannot be read,
            # the running balance or the totals would not fit.
            rows[-1][1][-1] = f"{rows[-1][1][-1]} {' '.join(block.bare)}"
        else:
            others.append("\n".join(block.bare))
    return Table(content.name, lambda: ((number, list(row)) for number, row in rows)), "\n".join(others)


def blocks_of(
    content: Content, lines: Lines, patterns: list[re.Pattern[str]]
) -> tuple[list[Block], list[str]]:
    """Gather the lines of each row, whatever page it goes on to; return the other lines too."""
    reader = _Gatherer(lines, patterns)
    assert content.text is not None
    with content.text() as text:
        for number, raw in enumerate(text, start=1):
            line = " ".join(raw.split())
            if line:
                reader.take(number, raw.rstrip("\n"), line)
    reader.give_up_waiting()
    return reader.blocks, reader.others


class _Gatherer:
    """Takes a statement's lines one after the other."""

    def __init__(self, lines: Lines, patterns: list[re.Pattern[str]]) -> None:
        self._patterns = patterns
        self._start, self._headings = re.compile(lines.start), lines.headings
        self._stop, self._end = _maybe(lines.stop), _maybe(lines.end)
        self._ignore = [re.compile(each, re.IGNORECASE) for each in lines.ignore]
        self._edges: Edges = {}
        self._waiting: list[tuple[int, str, str]] = []
        self._open, self._ended = False, self._end is not None
        self.blocks: list[Block] = []
        self.others: list[str] = []

    def take(self, number: int, raw: str, line: str) -> None:
        """Put a line where it belongs: the row above, the row that is to come, or none."""
        self._edges = _edges(raw, self._headings) or self._edges
        if any(each.search(line) for each in self._ignore):
            if not self.blocks:
                self.give_up_waiting()  # lines above the table
            self.others.append(line)
            return
        if self._start.search(line):
            self.blocks.append(Block(number, self._edges))
            for above in self._waiting:
                self.blocks[-1].add(*above)
            self.blocks[-1].add(number, raw, line)
            self._waiting, self._open, self._ended = [], True, False
        elif self._stop is not None and self._stop.search(line):
            self._open = False
            self.others.append(line)
        elif self._ended:
            # The row above is complete: the next one begins above the line that holds its date.
            self._waiting.append((number, raw, line))
        elif self._open and len(self.blocks[-1].raw) < _LONGEST_ROW:
            self.blocks[-1].add(number, raw, line)
        else:
            self.others.append(line)
        self._ended = self._ended or self._is_complete()

    def _is_complete(self) -> bool:
        """Say whether the open row has its last line and its amount."""
        if (
            self._end is None
            or not self._open
            or not any(self._end.search(each) for each in self.blocks[-1].bare)
        ):
            return False
        return _has_money(_fields(self.blocks[-1], self._patterns))

    def give_up_waiting(self) -> None:
        """Let lines that wait for a row be the page's own."""
        self.others += [bare for _, _, bare in self._waiting]
        self._waiting = []


def _has_money(fields: dict[str, str]) -> bool:
    return any(each in fields for each in _MONEY)


def _maybe(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _edges(raw: str, headings: Mapping[str, str]) -> Edges:
    """Find where the headings of money columns end in a line that holds them all."""
    ends = {found[0].casefold(): found.end() for found in re.finditer(r"\S+", raw)} if headings else {}
    if not headings or not all(word.casefold() in ends for word in headings):
        return {}
    return {sign: ends[word.casefold()] for word, sign in headings.items()}


def _fields(block: Block, patterns: list[re.Pattern[str]]) -> dict[str, str]:
    text = "\n".join(block.bare)
    fields: dict[str, str] = {}
    taken: list[tuple[int, int]] = []
    for pattern in patterns:
        found = pattern.search(text)
        if found is None:
            continue
        for group, value in found.groupdict().items():
            if value is not None and group not in fields:
                taken.append(found.span(group))
                if group == _UNUSED:
                    continue
                fields[group] = value.strip()
                if group == "amount" and block.edges:
                    fields["direction"] = _sign_at(block, found.end(group))
    fields["text"] = _rest(text, taken)
    return fields


def _sign_at(block: Block, end: int) -> str:
    """Tell the sign of an amount by the money column whose heading ends nearest to it."""
    for raw, bare in zip(block.raw, block.bare, strict=True):
        if end > len(bare):
            end -= len(bare) + 1
            continue
        word_ends = re.finditer(r"\S+", bare)
        for on_page, word in zip(re.finditer(r"\S+", raw), word_ends, strict=True):
            if word.end() >= end:
                return min(block.edges, key=lambda sign: abs(block.edges[sign] - on_page.end()))
    return ""


def _rest(block: str, taken: list[tuple[int, int]]) -> str:
    """Return what no field took."""
    left: list[str] = []
    at = 0
    for begin, end in sorted(taken):
        left.append(block[at:begin])
        at = max(at, end)
    left.append(block[at:])
    return " ".join(" ".join(left).split())
