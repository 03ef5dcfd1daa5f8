"""Talk at a terminal: lines folded between words; in a pipe as they are."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.cli.screen import folded, for_terminal


def test_a_long_line_is_folded_between_words_under_its_beginning() -> None:
    text = "  next:  choose among certificates, entries, expenses\nshort\n"

    assert folded(text, 30) == "  next:  choose among\n    certificates, entries,\n    expenses\nshort\n"


def test_a_command_to_copy_is_not_parted() -> None:
    text = "answer it: `freelance-pk review --answer credit-1=family`; or add the export"

    assert folded(text, 40).splitlines() == [
        "answer it:",
        "  `freelance-pk review --answer credit-1=family`;",
        "  or add the export",
    ]


def test_a_pipe_gets_whole_lines() -> None:
    assert for_terminal("word " * 50, io.StringIO()) == "word " * 50


@given(st.text(alphabet="ab `-\n", max_size=200), st.integers(min_value=10, max_value=40))
def test_folding_loses_no_word(text: str, columns: int) -> None:
    assert folded(text, columns).split() == text.split()


def test_an_error_at_a_terminal_breaks_no_word(tmp_path: Path) -> None:
    """The words of the remedy are whole on the lines of a terminal of eighty columns."""
    pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")
    main, other = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "freelance_pk", "platforms", "template", "bad"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=other,
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "80"},
        check=False,
    )
    told = os.read(main, 4096).decode()
    os.close(other)
    os.close(main)

    assert [line.strip() for line in told.splitlines()] == [
        "error: no template is called bad",
        "next:  choose among certificates, entries, expenses, invoices, rates,",
        "withholding",
    ]
