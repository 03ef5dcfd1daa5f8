"""A workbook into its file, with fixed times: the same cells give the same bytes."""

import shutil
import zipfile
from collections.abc import Mapping
from datetime import datetime
from os import PathLike
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl.workbook import Workbook
from openpyxl.writer.excel import ExcelWriter

from freelance_pk.output.workbook.streaming import Stream

_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl cannot write an aware time
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def save(workbook: Workbook, path: Path, streams: Mapping[int, Stream] | None = None) -> None:
    """Write a workbook without author or time.

    Args:
        workbook: as openpyxl holds it.
        path: to write.
        streams: rows that are not in it, by the number of their sheet.
    """
    workbook.properties.creator = ""
    workbook.properties.created = workbook.properties.modified = _FIXED
    parts = {f"xl/worksheets/sheet{number}.xml": stream for number, stream in (streams or {}).items()}
    # Beside the system's other passing files first: an archive whose own disk fills up complains past any message of ours.
    with TemporaryFile() as made:
        with _Archive(made, parts) as archive:
            ExcelWriter(workbook, archive).write_data()
        made.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(made, file, 1 << 20)


class _Archive(zipfile.ZipFile):
    """A ZIP whose members have one time, and whose sheets get their streamed rows."""

    def __init__(self, file: IO[bytes], streams: Mapping[str, Stream]) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self._streams = streams

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(_member(name), data)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *_: Any, **__: Any) -> None:
        name = str(arcname)
        stream = self._streams.get(name)
        with Path(filename).open("rb") as part, self.open(_member(name), "w", force_zip64=True) as copy:
            if stream is None:
                shutil.copyfileobj(part, copy, 1 << 20)
                return
            for piece in stream.within(part.read()):
                copy.write(piece)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
