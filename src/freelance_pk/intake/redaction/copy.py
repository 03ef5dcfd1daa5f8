"""The redacted copy of a file, whatever the file is, read back and compared before anybody keeps it."""

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from freelance_pk.intake.branch_text import is_branch_text
from freelance_pk.intake.detect import Found, detect
from freelance_pk.intake.files import Content, Opener, Row, Table, contents_of, opener
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.redaction.branch import redact_branch
from freelance_pk.intake.redaction.raw_text import exchanged
from freelance_pk.intake.redaction.records import redact_records
from freelance_pk.intake.redaction.sheet_cells import redact_cells
from freelance_pk.intake.redaction.table import redact_table, redact_unread
from freelance_pk.intake.redaction.text_lines import redact_lines, redact_unknown_lines
from freelance_pk.intake.redaction.unknown import redact_unknown, table_of
from freelance_pk.intake.registry import layouts, platforms
from freelance_pk.intake.result import ReadFile
from freelance_pk.model.errors import FreelanceError, InputRefusedError, UnknownFileError

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF8_MARK = b"\xef\xbb\xbf"


class Copy(NamedTuple):
    """A file without what it says.

    Attributes:
        data: a text's bytes, None for a workbook.
        sheets: a workbook's sheets, each with its rows as texts.
        is_pdf: the text was a PDF's.
        layout: what reads it, "" where nothing does.
        entries: how many entries or records the copy reads to, as the original does.
        amounts_kept: rows whose amounts are the original's.
        refusal: why the original is refused, "" if it is read.
    """

    data: bytes | None
    sheets: tuple[tuple[Row, ...], ...]
    is_pdf: bool
    layout: str
    entries: int
    amounts_kept: int
    refusal: str


class _Part(NamedTuple):
    """One table or text of the file, redacted."""

    rows: tuple[Row, ...]
    text: str | None
    layout: str
    amounts_kept: int = 0
    refusal: str = ""
    entries: int = 0


def redacted_copy(path: Path, layout: str | None = None, passwords: tuple[str, ...] = ()) -> Copy:
    """Redact a file.

    Args:
        path: the file; it is only read.
        layout: forced, None to recognise it.
        passwords: of a protected PDF.

    Raises:
        InputRefusedError: the file cannot be opened, or its copy would not be read as it is.
    """
    opened = opener(path, path.name)
    contents = list(contents_of(opened, path.name, passwords))
    names = frozenset(
        word.casefold()
        for platform in platforms()
        for name in (platform.name, *platform.aliases)
        for word in name.split()
    )
    raw = _raw_text(contents[0], opened)
    parts = [_part(path, content, layout, names, raw) for content in contents]
    known = next((part for part in parts if part.layout), parts[0])
    text = parts[0].text
    data = None if text is None else _encoded(text, contents[0], opened)
    return Copy(
        data=data,
        sheets=tuple(part.rows for part in parts) if text is None else (),
        is_pdf=contents[0].is_pdf,
        layout=known.layout,
        entries=sum(part.entries for part in parts),
        amounts_kept=sum(part.amounts_kept for part in parts),
        refusal=known.refusal,
    )


def _part(path: Path, content: Content, layout: str | None, names: frozenset[str], raw: str) -> _Part:
    if is_branch_text(content, layout):
        platform, known = layouts()["hbl-branch-text"]
        part = _Part((), redact_branch(content, platform, known), known.id)
        return part._replace(entries=_compared(path, content, part, layout))
    try:
        found = detect(content, layout)
    except UnknownFileError:
        return _unknown(content, raw)
    except InputRefusedError as refusal:
        if layout is not None:
            raise
        return _unknown(content, raw)._replace(refusal=refusal.message)
    try:
        original = read_file(path, content, layout=layout, account=None)
    except FreelanceError as refusal:
        return _unread(content, found, names, raw)._replace(layout=found.layout.id, refusal=refusal.message)
    for amounts_stay in (False, True):
        part = _known(content, found, names, raw, amounts_stay=amounts_stay)
        try:
            return part._replace(entries=_compared(path, content, part, layout))
        except InputRefusedError:
            # Amounts hang together in a way that is not seen here: the original's do.
            if amounts_stay or not original.rows:
                raise
    raise AssertionError("unreachable")


def _unread(content: Content, found: Found, names: frozenset[str], raw: str) -> _Part:
    if found.layout.reader != "table":
        return _unknown(content, raw)
    rows = redact_unread(found, names)
    return _Part(rows, _text(content, found.table, rows, raw), "")


def _known(content: Content, found: Found, names: frozenset[str], raw: str, *, amounts_stay: bool) -> _Part:
    name = found.layout.id
    if found.layout.records != "entries":
        rows, kept = redact_records(found, names, amounts_stay=amounts_stay)
        return _Part(rows, _text(content, found.table, rows, raw), name, len(kept))
    if found.layout.reader == "lines":
        text, redacted = redact_lines(content, found, names, amounts_stay=amounts_stay)
        return _Part((), text, name, len(redacted.amounts_kept))
    if found.layout.reader == "cells":
        assert content.sheet is not None
        rows, redacted = redact_cells(content.sheet, found, names, amounts_stay=amounts_stay)
    else:
        redacted = redact_table(found, names, amounts_stay=amounts_stay)
        rows = redacted.rows
    return _Part(rows, _text(content, found.table, rows, raw), name, len(redacted.amounts_kept))


def _unknown(content: Content, raw: str) -> _Part:
    if content.is_pdf and content.text is not None:
        with content.text() as text:
            return _Part((), redact_unknown_lines(text.read()), "")
    whole = table_of(content)
    rows = redact_unknown(whole)
    return _Part(rows, _text(content, whole, rows, raw), "")


def _text(content: Content, table: Table, rows: Sequence[Row], raw: str) -> str | None:
    """Return the text with its cells exchanged, None for a sheet."""
    if content.text is None:
        return None
    cells = [row for _, row in rows]
    try:
        return exchanged(raw, table.delimiter, lambda number, row: _ending_like(cells[number], row))
    except (ValueError, AssertionError, IndexError) as failure:
        raise InputRefusedError(
            f"the text cannot be rewritten cell by cell: {failure}",
            origin=content.name,
            remedy="save it as a workbook (XLSX) and redact that",
        ) from failure


def _ending_like(new: list[str], old: list[str]) -> list[str]:
    return [*new, *old[len(new) :]][: len(old)]


def _raw_text(content: Content, opened: Opener) -> str:
    """Return a text with its line ends as they are on disk, "" for what is no text on disk."""
    if not content.encoding:
        return ""
    with opened() as file:
        return file.read().decode(content.encoding)


def _encoded(text: str, content: Content, opened: Opener) -> bytes:
    """Write a text as the original is written: encoding, byte order mark, line ends."""
    if not content.encoding:
        return text.encode()
    with opened() as file:
        data = file.read()
    if "\r\n" in data.decode(content.encoding) and "\r\n" not in text:
        text = text.replace("\n", "\r\n")
    if content.encoding == "utf-16":
        return data[:2] + text.encode(_UTF16[data[:2]])
    mark = _UTF8_MARK if data.startswith(_UTF8_MARK) else b""
    return mark + text.encode("utf-8" if content.encoding == "utf-8-sig" else content.encoding)


def _compared(path: Path, content: Content, part: _Part, layout: str | None) -> int:
    """Read the copy and the original; return the number of entries.

    Raises:
        InputRefusedError: the copy is read otherwise.
    """
    original = read_file(path, content, layout=layout, account=None)
    try:
        copy = read_file(path, _content_of(content, part), layout=layout, account=None)
    except FreelanceError as refusal:
        raise _otherwise(content, refusal.message) from refusal
    if _facts(original) != _facts(copy):
        raise _otherwise(content, "its entries would be others")
    return sum(_counts(original))


def _counts(read: ReadFile) -> tuple[int, ...]:
    others = (read.certificates, read.withholdings, read.expenses, read.invoices, read.rates)
    return (len(read.entries), *(len(each) for each in others))


def _otherwise(content: Content, reason: str) -> InputRefusedError:
    return InputRefusedError(
        f"the copy would not be read as the original is ({reason}); nothing was written",
        origin=content.name,
        remedy="describe the file in the report instead: the names of its columns, and one row made up by hand",
    )


def _content_of(content: Content, part: _Part) -> Content:
    if part.text is not None:
        text = part.text
        return content._replace(text=partial(io.StringIO, text), head=text[: 64 * 1024], is_pdf=False)
    assert content.sheet is not None
    rows = part.rows
    return content._replace(sheet=content.sheet.with_rows(rows))


def _facts(read: ReadFile) -> tuple[object, ...]:
    entries = [
        (entry.kind, entry.day, entry.amount > 0, entry.currency, entry.line) for entry in read.entries
    ]
    return (
        read.source.layout,
        read.rows,
        entries,
        _counts(read),
        [(row.line, row.reason) for row in read.skipped],
    )
