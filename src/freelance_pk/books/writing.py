"""Files of the books, written whole or not at all, and for their owner alone."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from freelance_pk.model.errors import FreelanceError

# Temporary files are told by their name: hidden, so that nothing reads them, and swept up by the next writer.
_PREFIX, _SUFFIX = ".freelance-pk-", ".tmp"
_FILE, _FOLDER = 0o600, 0o700

_REMEDIES = {
    errno.ENOSPC: "the disk is full: make room, then run the command again; nothing was changed",
    errno.EDQUOT: "your share of the disk is used up: make room, then run the command again; nothing was changed",
    errno.EROFS: "the disk is read-only: copy the books to one that may be written",
    errno.EACCES: "the folder or the file may not be written: check its rights, and that no other program "
    "holds the file open",
    errno.EPERM: "the folder or the file may not be written: check its rights",
    errno.ENOENT: "the folder is not there: make it first",
    errno.ENOTDIR: "a file stands where a folder should be: move it away",
    errno.ENAMETOOLONG: "the path is too long for this disk: move the books to a shorter one",
}


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn a failure of the disk into one message that names the file and what to do.

    Raises:
        FreelanceError: for any OSError inside.
    """
    try:
        yield
    except OSError as failure:
        raise FreelanceError(
            f"{path} cannot be written: {failure.strerror or failure}",
            remedy=_REMEDIES.get(
                failure.errno or 0,
                "check that the folder is there and may be written, that the disk has room, and that no "
                "other program holds the file open",
            ),
        ) from failure


def make_folder(path: Path) -> None:
    """Make a folder that its owner alone can read, and those above it.

    Raises:
        FreelanceError: it cannot be made.
    """
    with naming(path):
        for each in (*reversed(path.parents), path):
            if not each.exists():
                each.mkdir(mode=_FOLDER, exist_ok=True)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def stays_inside(folder: Path, books: Path) -> None:
    """See that a folder of the books is no link to one elsewhere.

    Raises:
        FreelanceError: it is.
    """
    if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(books)):
        raise FreelanceError(
            f"{folder} is a link that leads out of the books",
            remedy="remove the link, or make the folder itself; nothing was changed",
        )


def write_private(path: Path, content: bytes) -> None:
    """Write a file in one step, over an older one.

    Raises:
        FreelanceError: it cannot be written; an older file is as it was.
    """
    place(path, lambda file: file.write(content))


def place(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Let `fill` write a file beside `path`, bring it to the disk, then put it in place in one step.

    Raises:
        FreelanceError: it cannot be written; an older file is as it was.
    """
    from tempfile import mkstemp  # noqa: PLC0415 - it takes 1 ms to load, and few runs write

    beside: Path | None = None
    with naming(path):
        try:
            handle, name = mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
            beside = Path(name)
            with os.fdopen(handle, "wb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(_mode(path))
            beside.replace(path)
            beside = None
            settle(path.parent)
        finally:
            if beside is not None:
                beside.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Return the mode of the file that is replaced, as somebody may have shared it; a new one is its owner's alone."""
    return path.stat().st_mode & 0o777 if path.is_file() and not path.is_symlink() else _FILE


def settle(folder: Path) -> None:
    """Bring a folder's own list of names to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folder; it needs none of this
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network disks cannot, and say so
    finally:
        os.close(handle)


def sweep(folder: Path, *, below: bool = True) -> None:
    """Remove what a writer that was killed left half-written. Call it only while alone in the books."""
    for each in (folder.rglob if below else folder.glob)(f"{_PREFIX}*{_SUFFIX}"):
        if each.is_file() and not each.is_symlink():
            each.unlink(missing_ok=True)
