"""Statements printed as lines of text (PDF statements above all) into a table of fields."""

import io
import re
from collections.abc import Iterator

from freelance_pk.intake.files import Content, Row, Table
from freelance_pk.intake.schema import Lines
from freelance_pk.model.errors import InputRefusedError

_LONGEST_ROW = 25  # lines; more belong to a page's foot or to another statement


def has_signature(head: str, lines: Lines) -> bool:
    """Say whether a text begins like such a statement."""
    return all(re.search(each, head, re.IGNORECASE | re.MULTILINE) for each in lines.signature)


def lines_table(content: Content, lines: Lines) -> tuple[Table, str]:
    """Return the rows as a table whose columns are `lines.names()`, and the text above the first row."""
    blocks, above = _blocks(content, lines)
    names = lines.names()
    patterns = [re.compile(each, re.IGNORECASE | re.MULTILINE) for each in lines.fields]

    def rows() -> Iterator[Row]:
        for number, block in blocks:
            yield number, _row(content.name, number, block, patterns, names)

    return Table(content.name, rows), above


def _blocks(content: Content, lines: Lines) -> tuple[list[tuple[int, str]], str]:
    start, stop = re.compile(lines.start), re.compile(lines.stop, re.IGNORECASE) if lines.stop else None
    ignore = [re.compile(each, re.IGNORECASE) for each in lines.ignore]
    blocks: list[tuple[int, list[str]]] = []
    above: list[str] = []
    open_block = False
    assert content.text is not None
    with content.text() as text:
        for number, raw in enumerate(text, start=1):
            line = " ".join(raw.split())
            if not line or any(each.search(line) for each in ignore):
                continue
            if start.search(line):
                blocks.append((number, [line]))
                open_block = True
            elif stop is not None and stop.search(line):
                open_block = False
            elif open_block and len(blocks[-1][1]) < _LONGEST_ROW:
                blocks[-1][1].append(line)
            elif not blocks:
                above.append(line)
    return [(number, "\n".join(block)) for number, block in blocks], "\n".join(above)


def _row(
    name: str, number: int, block: str, patterns: list[re.Pattern[str]], names: tuple[str, ...]
) -> list[str]:
    fields: dict[str, str] = {}
    taken: list[tuple[int, int]] = []
    for pattern in patterns:
        found = pattern.search(block)
        if found is None:
            continue
        for group, value in found.groupdict().items():
            if value is not None and group not in fields:
                fields[group] = value.strip()
                taken.append(found.span(group))
    if "date" not in fields or not any(each in fields for each in ("amount", "credit", "debit")):
        raise InputRefusedError(
            f"the row cannot be read: {block.splitlines()[0]}",
            origin=f"{name}, row {number}",
            remedy="download the statement again, as CSV or Excel if the bank offers it; else report its layout",
        )
    fields["text"] = _rest(block, taken)
    return [fields.get(each, "") for each in names]


def _rest(block: str, taken: list[tuple[int, int]]) -> str:
    left = io.StringIO()
    at = 0
    for begin, end in sorted(taken):
        left.write(block[at:begin] if begin > at else "")
        at = max(at, end)
    left.write(block[at:])
    return " ".join(left.getvalue().split())
