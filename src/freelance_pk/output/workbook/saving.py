"""A workbook into its file, with fixed times: the same cells give the same bytes."""

import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from freelance_pk.output.workbook.streaming import Rows

_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl cannot write an aware time
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_IN_MEMORY = 8 << 20


class Frames(Workbook):
    """A workbook of sheets without their rows.

    openpyxl makes every sheet in a file of its own on the disk and removes it again, which takes longer than
    the sheet; these are made in memory.
    """

    _add_sheet: Callable[..., None]  # openpyxl's, which its types leave out

    def __init__(self) -> None:
        """Begin with no sheet."""
        super().__init__(write_only=True)

    def create_sheet(self, title: Any = None, index: int | None = None) -> Any:
        """Add a sheet."""
        sheet = _Frame(self, title)
        self._add_sheet(sheet, index)
        return sheet


class _Frame(WriteOnlyWorksheet):
    _writer: "_FrameWriter | None" = None

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _FrameWriter(self, BytesIO())
            self._writer.write_top()


class _FrameWriter(WorksheetWriter):
    def cleanup(self) -> None:
        """Remove nothing: what was made stands in memory."""


def save(workbook: Workbook, path: Path, rows: Mapping[int, Rows] | None = None) -> None:
    """Write a workbook without author or time.

    Args:
        workbook: as openpyxl holds it.
        path: to write.
        rows: that are not in it, by the number of their sheet.
    """
    workbook.properties.creator = ""
    workbook.properties.created = workbook.properties.modified = _FIXED
    parts = {f"xl/worksheets/sheet{number}.xml": each for number, each in (rows or {}).items()}
    # In memory or beside the system's other passing files first: an archive whose own disk fills up complains past
    # any message of ours.
    with SpooledTemporaryFile(_IN_MEMORY) as made:
        with _Archive(cast("IO[bytes]", made), parts) as archive:
            ExcelWriter(workbook, archive).write_data()
        made.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(made, file, 1 << 20)


class _Archive(zipfile.ZipFile):
    """A ZIP whose members have one time, and whose sheets get their rows."""

    def __init__(self, file: IO[bytes], rows: Mapping[str, Rows]) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self._rows = rows

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(_member(name), data)

    def write(self, filename: str | PathLike[str] | BytesIO, arcname: Any = None, *_: Any, **__: Any) -> None:
        name = str(arcname)
        with self.open(_member(name), "w", force_zip64=True) as copy:
            if isinstance(filename, BytesIO):
                for piece in self._rows[name].within(filename.getvalue()):
                    copy.write(piece)
                return
            with Path(filename).open("rb") as part:
                shutil.copyfileobj(part, copy, 1 << 20)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
