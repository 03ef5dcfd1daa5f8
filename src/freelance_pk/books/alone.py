"""One writer at a time in the books, among all processes; the system frees the lock of one that is killed."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from freelance_pk.books.writing import naming, sweep
from freelance_pk.model.errors import FreelanceError

LOCK = ".freelance-pk.lock"
_PATIENCE = 60  # seconds: an import of a year's files takes two
_PAUSE = 0.05

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(books: Path, *, patience: int = _PATIENCE, below: bool = True) -> Iterator[None]:
    """Wait until no other process writes in the books, and keep others out.

    The lock is on an empty hidden file, which stays: removing it would let two in.

    Args:
        books: the folder of the books.
        patience: seconds to wait.
        below: whether to sweep the folders below too; not in a folder that only holds a file of answers.

    Raises:
        FreelanceError: the folder cannot be written, or another process is at work too long.
    """
    path = books / LOCK
    how = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    with naming(path):
        handle = os.open(path, how, 0o600)
    try:
        _wait(handle, books, patience)
        sweep(books, below=below)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, books: Path, patience: int) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            _take(handle)
        except OSError as failure:
            if failure.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                return  # this disk knows no locks: a second writer cannot be told
            if time.monotonic() >= until:
                raise FreelanceError(
                    f"another freelance-pk is writing in the books {books}",
                    remedy="wait until it has finished, then run the command again; nothing was changed",
                ) from failure
            time.sleep(_PAUSE)
        else:
            return
