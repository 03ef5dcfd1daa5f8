"""One writer at a time, among processes; a killed one holds nobody up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from freelance_pk.books.alone import LOCK, alone
from freelance_pk.model.errors import FreelanceError

HOLD = """
import sys, time
from pathlib import Path
from freelance_pk.books.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
ADD = """
import sys
from pathlib import Path
from freelance_pk.books.alone import alone
books = Path(sys.argv[1])
for _ in range(20):
    with alone(books):
        path = books / "count"
        path.write_text(str(int(path.read_text()) + 1))
"""


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(FreelanceError, match="another freelance-pk"), alone(tmp_path, patience=0):
            pass
        # The system frees the lock of a process that dies without a word.
        os.kill(holder.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        holder.wait()
        with alone(tmp_path, patience=5):
            pass
    finally:
        holder.kill()
        holder.communicate()


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0", encoding="utf-8")
    writers = [subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path)]) for _ in range(3)]

    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert (tmp_path / "count").read_text(encoding="utf-8") == "60"


def test_the_lock_is_the_owners_alone_and_hidden(tmp_path: Path) -> None:
    with alone(tmp_path):
        pass

    assert LOCK.startswith(".")
    assert (tmp_path / LOCK).stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_gets_one_message(tmp_path: Path) -> None:
    with pytest.raises(FreelanceError, match="cannot be written") as failure, alone(tmp_path / "none"):
        pass
    assert "make it first" in failure.value.remedy
