"""Bytes on disk into rows of text cells, whatever the encoding, delimiter or workbook format."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.issue import Issue, warning

DELIMITERS = (",", ";", "\t", "|")
_LARGEST = 600 * 1024 * 1024
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# A sheet may claim a million rows: after so many empty ones it has ended.
_EMPTY_ROWS = 200

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text file, decoded whole."""

    name: str
    sha256: str
    text: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that can be read again from the start; each with its physical line (or sheet row) number.

    `is_sheet`: the rows are a workbook's, whose dates came as dates.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    is_sheet: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A file on disk: digest, and either its text or its sheets."""

    name: str
    sha256: str
    text: str | None
    sheets: tuple[Table, ...]
    issues: tuple[Issue, ...]


def read_bytes(path: Path, name: str) -> bytes:
    """Read a file's bytes.

    Raises:
        InputRefusedError: it cannot be read, or is too large for an export.
    """
    try:
        size = path.stat().st_size
        if size <= _LARGEST:
            return path.read_bytes()
    except OSError as failure:
        raise InputRefusedError(
            f"the file cannot be read: {failure.strerror}",
            origin=str(path),
            remedy="check the name and the rights",
        ) from failure
    raise InputRefusedError(
        f"the file is {size // 1024 // 1024} MB, too large for an export",
        origin=name,
        remedy="export a shorter period",
    )


def content_of(data: bytes, name: str) -> Content:
    """Tell what a file's bytes are: a workbook's sheets, or a text.

    Raises:
        InputRefusedError: neither.
    """
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_WORKBOOK):
        return Content(name, digest, None, tuple(_sheets(data, name)), ())
    text, issues = decode(data, name)
    return Content(name, digest, text, (), issues)


def decode(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """Decode a text file: by its byte order mark, else as UTF-8, else as cp1252 with a warning.

    Raises:
        InputRefusedError: empty, NUL bytes, or bytes that are no text.
    """
    issues: tuple[Issue, ...] = ()
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
            raise _not_text(name) from failure
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as undefined:
            raise _not_text(name) from undefined
        issues = (
            warning(
                "encoding-guessed",
                "the file is not UTF-8; it was read as Windows text (cp1252). Names may look wrong, amounts do not.",
                origin=name,
                remedy="export it again as UTF-8 if names look wrong",
            ),
        )
    if not text.strip():
        raise InputRefusedError("the file is empty", origin=name, remedy="export it again")
    place = text.find("\0")
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        raise InputRefusedError(
            "the file holds NUL bytes: it is damaged, or no text file",
            origin=f"{name}, row {line}",
            remedy="export it again from the platform or bank",
        )
    return text, issues


def _not_text(name: str) -> InputRefusedError:
    return InputRefusedError(
        "the file is neither text nor a workbook",
        origin=name,
        remedy="export it as CSV; PDF statements cannot be read yet",
    )


def csv_table(name: str, text: str, delimiter: str) -> Table:
    """Read a delimited text. Quoted line breaks keep the physical line numbers right."""

    def rows() -> Iterator[Row]:
        reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield reader.line_num, row
        except csv.Error as failure:
            raise InputRefusedError(
                f"the row cannot be read: {failure}; the file is cut off or damaged",
                origin=f"{name}, row {reader.line_num}",
                remedy="download the file again; do not repair it by hand",
            ) from failure

    return Table(name, rows)


def _sheets(data: bytes, name: str) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            label = name if len(book.sheet_names) == 1 else f"{name}, sheet {sheet}"
            yield _sheet_table(label, cells)
    except (CalamineError, OSError, ValueError) as failure:
        raise InputRefusedError(
            f"the workbook cannot be opened: {failure}",
            origin=name,
            remedy="export it again, or save it as CSV",
        ) from failure


def _sheet_table(label: str, cells: Sequence[Sequence[object]]) -> Table:
    kept: list[Row] = []
    empty = 0
    for number, row in enumerate(cells, start=1):
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        empty = 0 if texts else empty + 1
        if empty > _EMPTY_ROWS:
            break
        kept.append((number, texts))
    width = max((len(texts) for _, texts in kept), default=0)
    padded = [(number, texts + [""] * (width - len(texts)) if texts else []) for number, texts in kept]
    return Table(label, lambda: iter(padded), is_sheet=True)


def cell_text(value: object) -> str:
    """Write a workbook cell as the text a CSV would hold."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        # A workbook stores numbers as binary floats; the shortest text that reads back is what was typed.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return "" if value is None else str(value).strip()
