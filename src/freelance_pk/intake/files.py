"""Files on disk into rows of text cells, whatever the encoding, delimiter or workbook format.

A text file is read twice and never held whole: once for its digest and encoding, once for its rows.
"""

import codecs
import csv
import hashlib
import io
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from freelance_pk.model.errors import InputRefusedError, UnknownFileError
from freelance_pk.model.issue import Issue, warning

DELIMITERS = (",", ";", "\t", "|")
_LARGEST = 600 * 1024 * 1024
_CHUNK = 64 * 1024  # a larger one would be taken from the system, and given back, each time
_HEAD = 64 * 1024
_AT_ONCE = 400  # rows: of more at once, the cells would leave the processor's cache before they are read
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PDF = b"%PDF-"
# Banks call web pages .xls; Excel opens them all the same.
_MARKUP = re.compile(
    r"\s*(?:<(?:!doctype\b|!--|\?xml\b|html\b|head\b|body\b|meta\b|style\b|table\b|div\b|workbook\b)|MIME-Version:)",
    re.IGNORECASE,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[int, list[str]]
Opener = Callable[[], BinaryIO]


class Portion(NamedTuple):
    """Some rows that follow each other: their line numbers, and their cells."""

    lines: Sequence[int]
    rows: Sequence[list[str]]


class Table(NamedTuple):
    """Rows that can be read again from the start; each with its physical line (or sheet row) number.

    `portions`: the same rows, many at a time. `is_sheet`: the rows are a workbook's, whose dates came as dates, or as numbers of days, counted
    from 1904 if `since_1904`. `delimiter`: of a text, "" of others. `ends_open`: no line end stands at
    the text's end: it may have been cut.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    portions: Callable[[], Iterator[Portion]] | None = None
    is_sheet: bool = False
    since_1904: bool = False
    delimiter: str = ""
    ends_open: bool = False

    def with_rows(self, rows: Sequence[Row]) -> "Table":
        """Return a table like this one, of other rows."""
        return self._replace(rows=lambda: iter([(line, list(row)) for line, row in rows]), portions=None)


class Content(NamedTuple):
    """A file, or one sheet of a workbook: its digest, and either its text or its table.

    Attributes:
        name: as shown to the user; a sheet of several has the sheet's name behind.
        sha256: of the file's bytes.
        text: opens the text from its start, None for a sheet.
        head: the beginning of the text, "" for a sheet.
        sheet: the table of a workbook's sheet, None for a text.
        is_pdf: the text was taken from a PDF.
        encoding: of a text on disk, as Python names it; "" for others.
        ends_open: the last character is no line end.
        issues: what reading noticed.
    """

    name: str
    sha256: str
    text: Callable[[], TextIO] | None
    head: str
    sheet: Table | None
    is_pdf: bool = False
    encoding: str = ""
    ends_open: bool = False
    issues: tuple[Issue, ...] = ()


def opener(path: Path, name: str) -> Opener:
    """Return what opens a file on disk.

    Raises:
        InputRefusedError: it cannot be read, or is too large for an export.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _no_file(path)
        path.open("rb").close()
    except OSError as failure:
        raise InputRefusedError(
            f"the file cannot be read: {failure.strerror}",
            origin=str(path),
            remedy="check the name and the rights",
        ) from failure
    if status.st_size <= _LARGEST:
        return lambda: path.open("rb")
    raise InputRefusedError(
        f"the file is {status.st_size // 1024 // 1024} MB, too large for an export",
        origin=name,
        remedy="export a shorter period",
    )


def _no_file(path: Path) -> InputRefusedError:
    return InputRefusedError(
        "this is a pipe or a device, no file: an export is read more than once",
        origin=str(path),
        remedy="save what it gives as a file, and name that",
    )


def contents_of(opened: Opener, name: str, passwords: tuple[str, ...] = ()) -> Iterator[Content]:
    """Tell what a file holds: a text, a PDF's text, or a workbook's sheets, those without a cell left out.

    Args:
        opened: opens the file's bytes from their start.
        name: as shown to the user.
        passwords: tried on a protected PDF.

    Raises:
        InputRefusedError: neither text nor PDF nor workbook, or damaged.
    """
    with opened() as file:
        first = file.read(8)
    if first.startswith((*_WORKBOOK, _PDF)):
        with opened() as file:
            data = file.read()
        digest = hashlib.sha256(data).hexdigest()
        if first.startswith(_PDF):
            from freelance_pk.intake.pdf import pdf_text  # noqa: PLC0415 - an extra, and slow to load

            text = pdf_text(data, name, passwords)
            yield Content(name, digest, lambda: io.StringIO(text), text[:_HEAD], None, is_pdf=True)
            return
        from freelance_pk.intake.sheets import sheets  # noqa: PLC0415 - only workbooks need it

        for table, issues in sheets(data, name):
            yield Content(table.name, digest, None, "", table, issues=issues)
        return
    yield _text_content(opened, name)


def _text_content(opened: Opener, name: str) -> Content:
    digest, encoding, ends_open = _scan(opened, name)
    issues: tuple[Issue, ...] = ()
    if encoding == "cp1252":
        issues = (
            warning(
                "encoding-guessed",
                "the file is not UTF-8; it was read as Windows text (cp1252). Names may look wrong, amounts do not.",
                origin=name,
                remedy="export it again as UTF-8 if names look wrong",
            ),
        )

    def text() -> TextIO:
        return io.TextIOWrapper(opened(), encoding=encoding, newline=None)

    with text() as file:
        head = file.read(_HEAD)
    if _MARKUP.match(head):
        raise UnknownFileError(
            "the file is a web page or XML, whatever its name says",
            origin=name,
            remedy="open it in a spreadsheet program and save it as XLSX, or export it as CSV",
        )
    return Content(name, digest, text, head, None, encoding=encoding, ends_open=ends_open, issues=issues)


class _Scanned(NamedTuple):
    """What reading a text once tells: digest, encoding as Python names it, whether no line end ends it."""

    digest: str
    encoding: str
    ends_open: bool


def _scan(opened: Opener, name: str) -> _Scanned:
    """Read a text once: its encoding is told by its byte order mark or zero bytes, else UTF-8, else cp1252.

    Raises:
        InputRefusedError: empty, NUL bytes, or bytes that are no text.
    """
    digest = hashlib.sha256()
    seen = _Seen(name)
    decodes = True
    with opened() as file:
        chunk = file.read(_CHUNK)
        encoding = _encoding(chunk)
        decoder = codecs.getincrementaldecoder(encoding)()
        while True:
            digest.update(chunk)
            if decodes:
                try:
                    seen.take(decoder.decode(chunk, final=not chunk))
                except UnicodeDecodeError:
                    decodes = False
            if not chunk:
                break
            if not decodes:
                seen.last = chr(chunk[-1])
            chunk = file.read(_CHUNK)
    if not decodes:
        if encoding != "utf-8-sig" or not _decodes(opened, "cp1252"):
            raise _not_text(name)
        encoding = "cp1252"
    elif seen.blank:
        raise UnknownFileError("the file is empty", origin=name, remedy="export it again")
    return _Scanned(digest.hexdigest(), encoding, seen.last not in "\r\n")


class _Seen:
    """What is kept of a text that passes by: whether it is blank, how many lines, the last character."""

    def __init__(self, name: str) -> None:
        self.name, self.blank, self.lines, self.last = name, True, 0, ""

    def take(self, text: str) -> None:
        """Look at the next piece of the text.

        Raises:
            InputRefusedError: NUL bytes.
        """
        self.blank = self.blank and not text.strip("\ufeff \t\r\n\f\v")
        if "\0" in text:
            raise _nul(self.name, self.lines + text.count("\n", 0, text.find("\0")) + 1)
        self.lines += text.count("\n")
        self.last = text[-1:] or self.last


def _encoding(first: bytes) -> str:
    """Tell UTF-16 by its mark, or by the zeros beside its first two letters; else it may be UTF-8."""
    if first.startswith(_UTF16):
        return "utf-16"
    zeros = tuple(byte == 0 for byte in first[:4])
    if zeros == (False, True, False, True):
        return "utf-16-le"
    return "utf-16-be" if zeros == (True, False, True, False) else "utf-8-sig"


def _decodes(opened: Opener, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened() as file:
        try:
            while chunk := file.read(_CHUNK):
                if b"\0" in chunk:
                    return False
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _nul(name: str, line: int) -> InputRefusedError:
    return InputRefusedError(
        "the file holds NUL bytes: it is damaged, or no text file",
        origin=f"{name}, row {line}",
        remedy="export it again from the platform or bank",
    )


def _not_text(name: str) -> UnknownFileError:
    return UnknownFileError(
        "the file is neither text nor a workbook nor a PDF",
        origin=name,
        remedy="export it as CSV, Excel or PDF",
    )


def csv_table(name: str, text: Callable[[], TextIO], delimiter: str, *, ends_open: bool = False) -> Table:
    """Read a delimited text. Quoted line breaks keep the physical line numbers right."""

    def portions() -> Iterator[Portion]:
        with text() as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            while True:
                before = reader.line_num
                rows: list[list[str]] = []
                try:
                    rows.extend(islice(reader, _AT_ONCE))
                except (csv.Error, UnicodeDecodeError) as failure:
                    # The rows before it are read all the same, and what is wrong with them is told first.
                    if rows:
                        yield Portion(_lines(rows, before), rows)
                    raise InputRefusedError(
                        f"the row cannot be read: {failure}; the file is cut off or damaged",
                        origin=f"{name}, row {reader.line_num}",
                        remedy="download the file again; do not repair it by hand",
                    ) from failure
                if not rows:
                    return
                yield Portion(_lines(rows, before, reader.line_num), rows)

    def rows() -> Iterator[Row]:
        for portion in portions():
            yield from zip(portion.lines, portion.rows, strict=True)

    return Table(name, rows, portions, delimiter=delimiter, ends_open=ends_open)


def _lines(rows: Sequence[list[str]], before: int, last: int | None = None) -> Sequence[int]:
    """Number the physical lines on which rows end: a row has one more than there are line breaks in its cells.

    Args:
        rows: as read.
        before: line on which the row before them ends.
        last: line on which the last of them ends, where it is known.
    """
    if last == before + len(rows):
        return range(before + 1, last + 1)
    return list(accumulate((1 + sum(cell.count("\n") for cell in row) for row in rows), initial=before))[1:]
