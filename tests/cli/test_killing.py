"""A short slice of `make kill`, which kills a thousand times."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it forks the loaded program")
def test_a_killed_import_review_or_lock_leaves_the_old_books_or_the_new_ones() -> None:
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killing.py")), "--kills", "25", "--seed", "7"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout.split()[0]) >= 25
