"""Files written whole or not at all, never over another without leave, and for their owner alone."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from freelance_pk.model.errors import FreelanceError, UsageError


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a UTF-8 text file.

    Raises:
        UsageError: the file is there and `force` is not given.
        FreelanceError: the folder cannot be written.
    """

    def fill(beside: Path) -> None:
        beside.write_text(text, encoding="utf-8", newline="")

    write_beside(path, fill, force=force)


def write_beside(path: Path, fill: Callable[[Path], None], *, force: bool) -> None:
    """Let `fill` write a temporary file beside `path`, flush it, then put it in place in one step.

    A new file is its owner's alone; one that replaces another has that one's mode. A link is replaced, not what it leads to.

    Raises:
        UsageError: the file is there and `force` is not given; or it is no file.
        FreelanceError: the folder cannot be written, or the disk is full.
    """
    if os.path.lexists(path):
        _may_replace(path, force=force)
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        beside = Path(name)
        fill(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        if path.is_file() and not path.is_symlink():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
        beside = None
    except OSError as failure:
        raise FreelanceError(
            f"{path} cannot be written: {failure.strerror}",
            remedy="check that the folder is there and may be written, that the disk has room, and that no "
            "spreadsheet program holds the file open",
        ) from failure
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _may_replace(path: Path, *, force: bool) -> None:
    if not force:
        raise UsageError(
            f"{path} is there already", remedy="choose another name, or give --force to overwrite it"
        )
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is a folder, a pipe or a device, no file", remedy="choose another name")
