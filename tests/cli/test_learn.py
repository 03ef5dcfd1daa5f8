"""`freelance-pk platforms learn`: from an unknown file to one that is read."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import Ran, run

STATEMENT = """\
Transaction Date,Particulars,Debit,Credit,Balance
31/07/2025,SALARY JULY,,"100,000.00","112,500.00"
13/08/2025,POS PURCHASE,"5,000.50",,"107,499.50"
14/08/2025,INWARD REMITTANCE PAYONEER,,"145,320.50","252,820.00"
"""
KNOWN = "Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance\n01 Dec 2025,01 Dec 2025,,Gift,,10.00,10.00\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "statement.csv"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def layouts_of(file: Path) -> Path:
    return file.parent / "layouts"


def learn(file: Path, *words: str) -> Ran:
    return run("platforms", "learn", file, *words, env={"FREELANCE_PK_LAYOUTS": str(layouts_of(file))})


def test_without_a_terminal_it_says_what_to_add_and_writes_nothing(file: Path) -> None:
    ran = learn(file)

    assert ran.code == 2
    assert "comma-delimited text, UTF-8; the columns are named in row 1; 3 rows" in " ".join(ran.out.split())
    for flag in ('--institution "NAME"', "--kind bank, --kind wallet or --kind platform", "--currency PKR"):
        assert flag in ran.err
    assert not layouts_of(file).exists()


def test_with_the_answers_given_it_writes_a_layout_that_reads_the_file(file: Path) -> None:
    ran = learn(file, "--institution", "Bank Alfalah", "--currency", "pkr")
    path = layouts_of(file) / "alfalah-learned.toml"

    assert (ran.code, ran.err) == (0, "")
    assert "deposit" in ran.out
    assert "PKR 145,320.50" in ran.out
    assert "running balance: follows from row to row (3 rows)." in ran.out
    assert f"wrote {path}" in ran.out.replace("\n", "") or str(path) in ran.out
    assert max(map(len, ran.out.split("\nwrote ")[0].splitlines())) <= 80
    assert [each.name for each in layouts_of(file).iterdir()] == ["alfalah-learned.toml"]
    env = {"FREELANCE_PK_LAYOUTS": str(layouts_of(file))}
    made = run("report", file, "--tax-year", "2026", "--format", "json", env=env).json()
    assert made["files"][0]["layout"] == "alfalah-learned"
    assert made["received"]["pkr"] == "145321"


def test_a_question_left_open_leaves_no_file(file: Path) -> None:
    file.write_text("Date,Details,Amount\n05/07/2025,a,1.500\n06/08/2025,b,2.000\n", encoding="utf-8")
    ran = learn(file, "--institution", "Gilgit Bank", "--kind", "bank", "--currency", "PKR")

    assert ran.code == 2
    for flag in ("--date-order dmy", "--numbers point", '--map "credit=Amount"'):
        assert flag in ran.err
    assert not layouts_of(file).exists()


def test_a_trial_that_fails_leaves_no_file(file: Path) -> None:
    words = ("--institution", "Gilgit Bank", "--kind", "bank", "--currency", "PKR")
    ran = learn(file, *words, "--map", "credit=Debit", "--map", "debit=Credit")

    assert ran.code == 3
    assert "the running balance breaks" in ran.err
    assert not layouts_of(file).exists()


def test_a_file_that_is_read_already_is_not_learned_unless_asked(file: Path) -> None:
    file.write_text(KNOWN, encoding="utf-8")
    ran = learn(file, "--institution", "Gilgit Bank", "--kind", "bank", "--currency", "PKR")

    assert ran.code == 2
    assert "is read already, as meezan-statement" in ran.err
    forced = learn(file, "--institution", "Gilgit Bank", "--kind", "bank", "--currency", "PKR", "--force")
    assert forced.code == 0
    assert [each.name for each in layouts_of(file).iterdir()] == ["gilgit-bank-learned.toml"]


def test_a_layout_of_yours_is_overwritten_only_by_force(file: Path) -> None:
    words = ("--institution", "Gilgit Bank", "--kind", "bank", "--currency", "PKR")
    assert learn(file, *words).code == 0
    path = layouts_of(file) / "gilgit-bank-learned.toml"
    first = path.read_text(encoding="utf-8")
    assert learn(file, *words, "--map", "text=").code == 2
    assert path.read_text(encoding="utf-8") == first

    assert learn(file, *words, "--map", "text=", "--force").code == 0
    assert [each.name for each in layouts_of(file).iterdir()] == [path.name]
    assert 'text = "Particulars"' in first
    assert 'text = "Particulars"' not in path.read_text(encoding="utf-8")


def test_another_file_of_the_same_bank_gets_a_layout_beside_the_first(file: Path) -> None:
    words = ("--institution", "Gilgit Bank", "--kind", "bank", "--currency", "PKR")
    assert learn(file, *words).code == 0
    file.write_text(STATEMENT.replace("Particulars", "Narration"), encoding="utf-8")
    assert learn(file, *words).code == 0

    names = sorted(each.name for each in layouts_of(file).iterdir())
    assert names == ["gilgit-bank-learned-2.toml", "gilgit-bank-learned.toml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kind", "shop"], "--kind shop is not known"),
        (["--date-order", "ymd"], "--date-order ymd is not known"),
        (["--map", "colour=Red"], "is not FIELD=COLUMN"),
        (["--map", "amount=Sum"], "the file has no column 'Sum'"),
        (["--word", "Gig"], "is not WORD=MEANING"),
        (["--currency", "rupees"], "'RUPEES' is no currency"),
        (["--header-row", "0"], "--header-row"),
    ],
)
def test_wrong_answers_are_wrong_usage(file: Path, words: list[str], said: str) -> None:
    ran = learn(file, *words)

    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4", b"PK\x03\x04nothing", b"\x00\x01", b'a,"b\n'])
def test_a_file_that_cannot_be_learned_is_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)

    assert learn(file).code == 3


def test_cells_that_would_command_the_terminal_are_shown_without_effect(file: Path) -> None:
    file.write_text(STATEMENT.replace("SALARY", "\x1b[2JSALARY"), encoding="utf-8")

    assert "\x1b" not in learn(file).out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_a_terminal_it_asks_for_the_rest(file: Path) -> None:
    text = "Date,Details,Amount,Dr/Cr\n05/07/2025,a,1500.00,AAMAD\n06/08/2025,Tea,200.00,DR\n"
    file.write_text(text, encoding="utf-8")
    asked, code = talk(
        file,
        ["Gilgit Bank", "shop", "bank", "dmy", "in", "", "text=Nothing", "y"],
    )

    assert code == 0, asked
    for question in (
        "Whose file is it?",
        "please answer with one of: bank, wallet, platform",
        "which comes first?",
        "money in or money out?",
        "In which currency are the amounts?",
        "the file has no column 'Nothing'",
        "Keep this as",
    ):
        assert question.casefold() in " ".join(asked.casefold().split()), asked
    written = (layouts_of(file) / "gilgit-bank-learned.toml").read_text(encoding="utf-8")
    assert 'currency = "PKR"' in written
    assert 'AAMAD = "+"' in written


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_a_terminal_no_is_no(file: Path) -> None:
    asked, code = talk(file, ["Alfalah", "PKR", "n"])

    assert code == 2, asked
    assert "nothing was written" in asked
    assert not layouts_of(file).exists()


def talk(file: Path, replies: list[str]) -> tuple[str, int]:
    """Run learn at a pseudo-terminal; type a reply whenever it waits for one."""
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "freelance_pk", "platforms", "learn", str(file)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "FREELANCE_PK_LAYOUTS": str(layouts_of(file)), "TERM": "dumb", "NO_COLOR": "1"},
    )
    os.close(theirs)
    shown, end, left = b"", time.monotonic() + 60, list(replies)
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        elif left and shown.rstrip(b" ").endswith(b":") and shown.endswith(b" "):
            os.write(ours, left.pop(0).encode() + b"\n")
    code = process.wait(timeout=30)
    os.close(ours)
    return shown.decode(errors="replace"), code
