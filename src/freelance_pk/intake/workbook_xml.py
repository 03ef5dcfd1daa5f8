"""Archives of XML parts, which XLSX and ODS workbooks are, read within bounds."""

import io
import re
import zipfile
from typing import Any
from xml.parsers import expat

from freelance_pk.intake.workbook import BookFacts, damaged, protected, too_large
from freelance_pk.model.errors import InputRefusedError

_LARGEST = 400 * 1024 * 1024
_MOST_PARTS = 2000
_TEXTS = "sharedstrings.xml"
# A number of seven digits or more, or one that is written as entities. A text may well say account="12345678".
_STATED = re.compile(rb"\b(?:uniqueC|c)ount\s*=\s*[\"'](?:[\s+\d]*&|\s*\+?0*([1-9]\d{6,}))")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NO_SPREADSHEET = "it holds XML that no spreadsheet writes"


class Parts:
    """The parts of an archive, by name without regard to case."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except Exception as failure:  # a damaged archive makes its reader raise nearly anything
            raise damaged(name, f"{failure}; it is cut off or damaged") from failure
        listed = self._archive.infolist()
        if len(listed) > _MOST_PARTS or sum(each.file_size for each in listed) > _LARGEST:
            raise too_large(name)
        self._parts = {each.filename.replace("\\", "/").lstrip("/").casefold(): each for each in listed}
        if len(self._parts) != len(listed):
            raise damaged(name, "two of its parts have one name")

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._parts

    def read(self, part: str) -> bytes:
        """Return a part's bytes; never more than the archive's list says.

        Raises:
            InputRefusedError: there is none, it is damaged or encrypted.
        """
        found = self._parts.get(part.casefold())
        if found is None:
            raise damaged(self.name, f"it lacks its part {part}")
        if found.flag_bits & 1:
            raise protected(self.name)
        try:
            return self._archive.read(found)
        except Exception as failure:
            raise damaged(self.name, f"its part {part} is damaged ({failure})") from failure

    def check(self) -> None:
        """Read every part once: none is damaged, unpacks to more than the archive's list says, or says it holds more."""
        for part in self._parts:
            data = self.read(part)
            if part.endswith(_TEXTS) and not _holds_what_it_says(data):
                raise damaged(self.name, "its table of texts is shorter than it says")


def _holds_what_it_says(texts: bytes) -> bool:
    """Say whether a table of texts may hold as many as it says: the reader of values makes room for so many.

    The whole table is looked at, as a tag may be written in more ways than its readers agree on.
    """
    if texts.startswith(_UTF16):
        return False
    return all(found[1] and int(found[1][:20]) <= len(texts) for found in _STATED.finditer(texts))


def walk(parts: Parts, part: str, handlers: Any) -> None:
    """Read a part's XML with the methods `start`, `end` and `text` of `handlers`.

    Names come without their namespace; an attribute whose name another one has keeps it.

    Raises:
        InputRefusedError: no XML, or such as declares entities.
    """
    data = parts.read(part)
    if data.startswith(_UTF16):
        raise damaged(parts.name, _NO_SPREADSHEET)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise damaged(parts.name, _NO_SPREADSHEET)

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain: dict[str, str] = {}
        for name, text in attributes.items():
            short = name.rpartition(" ")[2]
            plain[name if short in plain else short] = text
        handlers.start(tag.rpartition(" ")[2], plain)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: handlers.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = handlers.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as failure:
        raise damaged(parts.name, f"its part {part} is cut off or damaged ({failure})") from failure


def archive_facts(data: bytes, name: str) -> BookFacts:
    """Look through an XLSX or ODS workbook.

    Raises:
        InputRefusedError: damaged, protected, of another kind, or built to exhaust memory.
    """
    parts = Parts(data, name)
    parts.check()
    if "xl/workbook.xml" in parts:
        from freelance_pk.intake.workbook_xlsx import xlsx_facts  # noqa: PLC0415 - one of two is needed

        return xlsx_facts(parts)
    if "content.xml" in parts or "encrypted-package" in parts:
        from freelance_pk.intake.workbook_ods import ods_facts  # noqa: PLC0415

        return ods_facts(parts)
    if "xl/workbook.bin" in parts:
        raise InputRefusedError(
            "the workbook is of the binary kind (XLSB), which is not read",
            origin=name,
            remedy="open it and save it as XLSX or CSV",
        )
    raise damaged(name, "it holds no sheets")
