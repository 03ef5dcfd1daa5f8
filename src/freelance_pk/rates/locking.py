"""A lock between processes that is gone when its process is, however that ended."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":  # pragma: no cover - measured on Linux
    import msvcrt

    def _lock(handle: int) -> None:
        while True:  # msvcrt gives up after ten seconds by itself; a writer may take longer
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError:
                time.sleep(0.1)
            else:
                return

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock file, waiting for whoever holds it; closing it lets go."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)
