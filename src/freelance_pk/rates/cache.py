"""The fetched rates on disk: one append-only CSV per publication, and the bodies they were read from.

    <folder>/sbp-bfer.csv          date,currency,side,value,retrieved,sha256,note
    <folder>/raw/<sha256>.xlsx     the body as it came

A later line replaces an earlier one of the same date, currency and side, and says so in its note; the
earlier stays in the file. Files are written beside and put in place in one step, under a lock that dies
with its process: whoever reads finds the old file or the new one, and two writers wait for each other.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from freelance_pk.model.errors import FreelanceError, InputRefusedError
from freelance_pk.rates.locking import hold
from freelance_pk.rates.publications import SIDES

HEADER = "date,currency,side,value,retrieved,sha256,note"
REVISES = "revises "
_LINE = r"(\d{4}-\d\d-\d\d),([A-Z]{3}),([a-z]+),(\d+(?:\.\d+)?),([0-9TZ:-]+),([0-9a-f]{64}),([^,\"]*)"
ENDINGS = ("xlsx", "pdf", "json", "csv")


class Line(NamedTuple):
    """One kept figure, as text: the date ISO, the value as published, when and from what it was read."""

    day: str
    currency: str
    side: str
    value: str
    retrieved: str
    sha256: str
    note: str = ""


class Body(NamedTuple):
    """What a source answered with, and the ending its file gets."""

    data: bytes
    ending: str

    @property
    def sha256(self) -> str:
        """Digest of the body."""
        return hashlib.sha256(self.data).hexdigest()


def cache_folder() -> Path:
    """Return where fetched rates are kept: $FREELANCE_PK_RATES, else the user's data folder."""
    named = os.environ.get("FREELANCE_PK_RATES")
    if named:
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415 - needed once a run

    return user_data_path("freelance-pk", appauthor=False) / "rates"


def read_lines(folder: Path, publication: str) -> tuple[Line, ...]:
    """Read a publication's file, every line of it; none when there is no file.

    Raises:
        InputRefusedError: the file was damaged or edited into something that cannot be read.
    """
    path = folder / f"{publication}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as failure:
        raise _damaged(path, "it cannot be read", 1) from failure
    head, *rows = text.split("\n")
    if head != HEADER or not rows or rows[-1] != "":
        number = 1 if head != HEADER else len(rows) + 1
        raise _damaged(path, "its first or last line is not whole", number)
    rows.pop()
    return tuple(_line(row, path, number) for number, row in enumerate(rows, start=2))


def _line(row: str, path: Path, number: int) -> Line:
    found = re.fullmatch(_LINE, row)
    if found is None:
        raise _damaged(path, f"the line {row[:60]!r} is not one", number)
    line = Line(*found.groups())
    try:
        date.fromisoformat(line.day)
        sound = Decimal(line.value) > 0 and line.side in SIDES
    except (ValueError, InvalidOperation):
        sound = False
    if not sound:
        raise _damaged(path, f"the line {row[:60]!r} holds no date or rate", number)
    return line


def _damaged(path: Path, why: str, number: int) -> InputRefusedError:
    return InputRefusedError(
        f"the kept rates are damaged: {why}",
        origin=f"{path}, row {number}",
        remedy="move the file away and run `freelance-pk rates update`; rates of your own belong into rates.csv",
    )


def standing(lines: Iterable[Line]) -> dict[tuple[str, str], dict[str, Line]]:
    """Return the lines that stand, by currency and side, then by day: the last of each."""
    found: dict[tuple[str, str], dict[str, Line]] = {}
    for line in lines:
        found.setdefault((line.currency, line.side), {})[line.day] = line
    return found


def append(
    folder: Path, publication: str, body: Body, decide: Callable[[tuple[Line, ...]], Sequence[Line]]
) -> None:
    """Add lines to a publication's file, and keep the body they were read from.

    Args:
        folder: of the cache, made if it is not there.
        publication: whose file.
        body: kept only when a line is added.
        decide: is given the lines already there, under the lock, and returns those to add.

    Raises:
        FreelanceError: the folder cannot be written.
        InputRefusedError: the file that is there is damaged; it is left as it is.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with hold(folder / ".lock"):
            for each in (folder, folder / "raw"):
                _sweep(each)
            there = read_lines(folder, publication)
            added = decide(there)
            if not added:
                return
            raw = folder / "raw" / f"{body.sha256}.{body.ending}"
            if not raw.exists():
                raw.parent.mkdir(exist_ok=True)
                _write(raw, body.data)
            rows = [HEADER, *(",".join(line) for line in (*there, *added)), ""]
            _write(folder / f"{publication}.csv", "\n".join(rows).encode())
    except OSError as failure:
        raise FreelanceError(
            f"the rates cannot be kept: {failure.strerror or failure}",
            origin=str(folder),
            remedy="check the folder's rights and the disk, or set FREELANCE_PK_RATES to another folder",
        ) from failure


def _write(path: Path, data: bytes) -> None:
    with _beside(path) as beside:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put(beside, path)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    from tempfile import mkstemp  # noqa: PLC0415 - it takes 1 ms to load, and few runs write

    handle, name = mkstemp(prefix=f".{path.stem[:12]}-", suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _put(beside: Path, path: Path) -> None:
    """Replace `path`; Windows refuses while somebody reads it, which takes milliseconds."""
    for _ in range(20):
        try:
            beside.replace(path)
        except PermissionError:
            time.sleep(0.05)
        else:
            return
    beside.replace(path)


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left: under the lock nobody else is writing."""
    for left in folder.glob(".*.part"):
        left.unlink(missing_ok=True)


def raw_body(folder: Path, sha256: str) -> Body | None:
    """Return a kept body, None when it is not there."""
    for ending in ENDINGS:
        path = folder / "raw" / f"{sha256}.{ending}"
        if path.is_file():
            return Body(path.read_bytes(), ending)
    return None
