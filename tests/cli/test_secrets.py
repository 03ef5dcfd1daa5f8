"""Passwords are in no output, no message and no file; identity numbers in none that is not the user's own row."""

import json
import os
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from running import CASES, Ran, run, run_process

from freelance_pk.batch.job import Job
from freelance_pk.model.period import Period

MCB = next((CASES.parent / "samples/mcb/2026-live-pdf").glob("*.pdf"))
P1 = CASES / "p1"
# The first opens nothing; it goes the way of the second, and no number is like it.
PASSWORDS = ("--password", "Geheim-77-Passwort", "--password", "2345")
CNIC, NTN, IBAN = "35202-1234567-1", "7654321-8", "PK36SCBL0000001123456702"
YEAR = ("--tax-year", "2026")


def told_in(folder: Path) -> str:
    """Return every name and text below a folder, workbooks unpacked."""
    parts = []
    for path in sorted(folder.rglob("*")):
        parts.append(path.relative_to(folder).as_posix())
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                parts += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        elif path.is_file() and path.suffix != ".pdf":
            parts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(parts)


def bare(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


def told_by(ran: Ran) -> str:
    return ran.out + ran.err


@pytest.fixture
def books(tmp_path: Path) -> Path:
    pytest.importorskip("pdfplumber")
    folder = tmp_path / "books"
    assert run("init", folder).code == 0
    (folder / "profile.toml").write_text(
        f'name = "Ayesha Khan"\ncnic = "{CNIC}"\nntn = "{NTN}"\n', encoding="utf-8"
    )
    assert run("import", MCB, P1 / "upwork.csv", P1 / "meezan.csv", *PASSWORDS, "--books", folder).code in (
        0,
        4,
    )
    return folder


def everything(books: Path, out: Path) -> list[Ran]:
    """Run every command that says something of the books, and write every output."""
    out.mkdir()
    here = ("--books", books, *PASSWORDS)
    said = [run(command, *here) for command in ("status", "entries")]
    said += [run("report", *here, *YEAR, "--format", form) for form in ("table", "json", "csv", "markdown")]
    said += [run("report", *here, *YEAR, way) for way in ("--plain", "--letters", "--words")]
    said += [run("tax", *here, *YEAR, "--format", form) for form in ("table", "json", "markdown")]
    said += [
        run("report", *here, *YEAR, "-o", out / f"year.{ending}")
        for ending in ("html", "json", "csv", "md", "xlsx")
    ]
    said.append(run("export", *here, *YEAR, "-o", out / "book.xlsx"))
    said.append(run("entries", *here, "-o", out / "all.csv"))
    said.append(run("review", *here, "--list", "--all"))
    said.append(run("lock", "2026", *here))
    said.append(run("profile", "show", books / "profile.toml"))
    assert all(ran.code in (0, 4) for ran in said), [ran.err for ran in said if ran.code not in (0, 4)]
    return said


def test_a_password_is_said_and_kept_nowhere(books: Path, tmp_path: Path) -> None:
    said = everything(books, tmp_path / "out")
    every = "\n".join(map(told_by, said)) + told_in(books) + told_in(tmp_path / "out")

    assert "Geheim" not in every
    assert MCB.name in every


def test_the_taxpayers_numbers_are_in_no_output_and_in_no_lock(books: Path, tmp_path: Path) -> None:
    said = everything(books, tmp_path / "out")
    (books / "profile.toml").unlink()
    every = "\n".join(map(told_by, said)) + told_in(books) + told_in(tmp_path / "out")

    assert "Ayesha Khan" in every
    for number in (CNIC, NTN):
        assert number not in every
        assert bare(number) not in bare(every)
    assert "***********67-1" in every  # the profile, shown masked


def test_a_wrong_password_is_not_repeated(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    ran = run("report", MCB, "--password", "Geheim-77-Passwort")

    assert ran.code == 3
    assert "none of the passwords given opens it" in ran.err
    assert "Geheim" not in told_by(ran)


@pytest.mark.parametrize(
    "words", [("report", "{}", "--password"), ("batch", "{}", "-o", "{}/out", "--jobs", "x", "--password")]
)
def test_wrong_usage_does_not_repeat_it_either(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = run(*(word.format(tmp_path / "none") for word in words), "Geheim-77-Passwort")

    assert ran.code in (2, 3)
    assert "Geheim" not in told_by(ran)


def test_a_bug_shows_no_password(tmp_path: Path) -> None:
    """A traceback, which is asked for, has lines of the program and no values of its variables."""
    pytest.importorskip("pdfplumber")
    (tmp_path / "sitecustomize.py").write_text(
        "import freelance_pk.run.inputs as inputs\n"
        "def broken(*_, **__):\n    raise ZeroDivisionError('broken for a test')\n"
        "inputs.merge = broken\n",
        encoding="utf-8",
    )
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    ran = run_process("report", MCB, *PASSWORDS, env=env)

    assert ran.code == 1
    assert "broken for a test" in ran.err
    assert "Geheim" not in told_by(ran)


def test_what_a_batch_hands_to_a_worker_shows_no_password() -> None:
    """A cluster writes the arguments of what fails into its log."""
    period = Period(date(2025, 7, 1), date(2026, 6, 30), "tax year 2026")
    job = Job(Path("in"), Path("out"), period, 2026, None, ("Geheim-77",), None, None, "rules", resume=True)

    assert "Geheim" not in repr(job) + repr(replace(job, tax_year=None)) + str(job)


@pytest.mark.parametrize(
    "text",
    [
        f'cnic = ["{CNIC}"]',
        f"cnic = {CNIC.replace('-', '')}.5",
        f'ntn = ["{NTN}"]',
        f'cnic = "{CNIC}\nntn = 1',
        f'cnic = {{ number = "{CNIC}" }}',
        f'cnic = "{CNIC}"\ncnic = "{CNIC}"',
        f"cnic = {CNIC}",
    ],
)
def test_a_wrong_number_in_the_profile_is_not_repeated(tmp_path: Path, text: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(text + "\n", encoding="utf-8")
    ran = run("profile", "check", path)

    assert ran.code == 3
    assert "next:" in ran.err
    assert bare(CNIC)[:9] not in bare(ran.err)
    assert bare(NTN)[:6] not in bare(ran.err)


ROWS = f"""\
date,account,kind,amount,currency,reference,parent,counterparty,description
2025-08-01,Meezan,deposit,250000,PKR,R1,,ALI,FROM {IBAN} CNIC {CNIC}
2025-08-02,Meezan,deposit,90000,PKR,R2,,SANA,IBFT {IBAN}
"""


def test_a_firms_sheet_and_its_log_show_no_identity_number(tmp_path: Path) -> None:
    """In a client's own workbook the client's rows stand as the bank wrote them; in what is said of all, masked."""
    clients, out = tmp_path / "clients", tmp_path / "out"
    for number, name in enumerate((f"{CNIC} Ali", "sana", "broken", IBAN)):
        folder = clients / name
        folder.mkdir(parents=True)
        rows = ROWS.replace("R1", f"{number}-1").replace("R2", f"{number}-2")
        rows = rows.replace(",90000,", f",{CNIC} {IBAN}," if name == "broken" else f",{number}0000,")
        (folder / f"{IBAN}-{CNIC}.csv").write_text(rows, encoding="utf-8")
        (folder / "profile.toml").write_text(
            f'name = "X {CNIC}"\ncnic = "{CNIC}"\nntn = "{NTN}"\n', encoding="utf-8"
        )
    ran = run("batch", clients, *YEAR, "-o", out, "--jobs", "1", *PASSWORDS)
    assert ran.code == 5, ran.err

    (tmp_path / "seen").mkdir()
    for path in (out / "firm.json", out / "firm.xlsx", *(out / "clients").glob("*.txt")):
        shutil.copy(path, tmp_path / "seen")
    shutil.copytree(out / ".batch", tmp_path / "seen" / "batch")
    # Where the folder of clients is stands in run.json; places of shared money stand there, to be told if it is shared.
    said = told_by(ran) + told_in(tmp_path / "seen")
    names = "\n".join(path.name for path in out.rglob("*"))
    assert [each for each in (CNIC, NTN, IBAN) if each in said + names] == []
    assert "Geheim" not in said
    assert len(json.loads((out / "firm.json").read_text(encoding="utf-8"))["clients"]) == 4
