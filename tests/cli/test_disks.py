"""What a disk or another program does to the books: one clear message, and nothing half-changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest
from running import CASES, Ran, run

if sys.platform != "win32":
    import resource

P1 = CASES / "p1"
NEW = (P1 / "payoneer.csv", P1 / "certificates.csv")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
Tree = dict[str, bytes]


def tree(books: Path) -> Tree:
    return {
        each.relative_to(books).as_posix(): each.read_bytes()
        for each in sorted(books.rglob("*"))
        if each.is_file() and each.name != ".freelance-pk.lock"
    }


def make(folder: Path) -> Path:
    assert run("init", folder).code == 0
    assert run("import", P1 / "upwork.csv", P1 / "meezan.csv", "--books", folder).code == 0
    return folder


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return make(tmp_path / "books")


def commands(books: Path) -> dict[str, list[object]]:
    """Each command that writes into the books, with words it takes; the credit is SARA KHAN's of 11 April."""
    items = run("review", "--books", books, "--list", "--all", "--format", "json").json()["items"]
    id_ = next(each["id"] for each in items if "SARA KHAN" in each["text"])
    return {
        "import": ["import", *NEW, "--books", books],
        "review": ["review", "--answer", f"{id_}=family", "--books", books],
        "lock": ["lock", "2026", "--books", books],
    }


def process(words: Sequence[object], *, largest: int | None = None, before: Sequence[str] = ()) -> Ran:
    """Run in a process of its own: with a limit on the size of a file, or by way of another program."""

    def limited() -> None:
        if largest is not None and sys.platform != "win32":
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    done = subprocess.run(
        [*before, sys.executable, "-m", "freelance_pk", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80"},
        preexec_fn=limited,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def refused_once(ran: Ran) -> None:
    """One message with what to do, and nothing that a program writes by accident."""
    assert ran.code == 3, (ran.out, ran.err)
    assert ran.err.count("error:") == 1
    assert "next:" in ran.err
    assert "Traceback" not in ran.err
    assert "ignored" not in ran.err


@pytest.mark.parametrize("command", ["import", "review", "lock"])
def test_a_file_that_cannot_be_put_in_place_is_one_message_and_nothing_changed(
    books: Path, command: str
) -> None:
    """A system that lets nobody replace a file that another program holds open answers so."""
    words, before = commands(books)[command], tree(books)
    with mock.patch.object(Path, "replace", side_effect=PermissionError(13, "Permission denied")):
        ran = run(*words)

    refused_once(ran)
    assert "holds the file open" in " ".join(ran.err.split())
    assert tree(books) == before
    assert run(*words).code in (0, 4)


@pytest.mark.skipif(os.name == "nt", reason="limits are POSIX's")
@pytest.mark.parametrize(("command", "largest"), [("import", 3000), ("lock", 3000), ("review", 100)])
def test_a_write_that_breaks_off_leaves_nothing_half_changed(books: Path, command: str, largest: int) -> None:
    words, before = commands(books)[command], tree(books)
    ran = process(words, largest=largest)

    refused_once(ran)
    assert "cannot be written" in ran.err
    assert tree(books) == before
    assert run(*words).code in (0, 4)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 240 kB, where the system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or not ROOT:
        pytest.skip("only the system's owner mounts disks")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=240k", "none", disk], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run([shutil.which("umount") or "umount", disk], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    return filler


def test_on_a_full_disk_every_command_says_so_and_nothing_is_half_changed(
    small_disk: Path, tmp_path: Path
) -> None:
    books = make(small_disk / "books")
    words = commands(books)
    words["page"] = ["report", "--books", books, "--tax-year", "2026", "-o", small_disk / "year.html"]
    words["workbook"] = ["export", "--books", books, "--tax-year", "2026", "-o", small_disk / "year.xlsx"]
    words["entries"] = ["entries", "--books", books, "-o", small_disk / "all.csv"]
    filler, before = fill(small_disk), tree(books)
    for some in words.values():
        ran = process(some)
        refused_once(ran)
        assert "No space left" in ran.err
        assert tree(books) == before
    assert sorted(each.name for each in small_disk.iterdir()) == ["books", "filler"]

    filler.unlink()
    for some in words.values():
        assert run(*some).code in (0, 4)


# The system's owner may write anywhere, unless it gives that up.
PLAIN = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)


@pytest.mark.skipif(os.name == "nt" or (ROOT and not shutil.which("setpriv")), reason="no rights to give up")
def test_in_a_folder_that_may_only_be_read_reports_are_read_and_nothing_is_written(books: Path) -> None:
    words, before = commands(books), tree(books)
    folders = [books, *(each for each in books.rglob("*") if each.is_dir())]
    said = {command: run(command, "--books", books) for command in ("report", "tax", "status")}
    for each in (*folders, *(each for each in books.rglob("*") if each.is_file())):
        each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        for some in words.values():
            ran = process(some, before=PLAIN if ROOT else ())
            refused_once(ran)
            assert "rights" in ran.err
            assert tree(books) == before
        for command, seen in said.items():
            ran = process([command, "--books", books], before=PLAIN if ROOT else ())
            assert (ran.code, ran.out) == (seen.code, seen.out)
    finally:
        for each in folders:
            each.chmod(0o755)


def test_on_a_disk_that_may_only_be_read_it_is_said(small_disk: Path) -> None:
    books = make(small_disk / "books")
    words, before = commands(books), tree(books)
    mount = shutil.which("mount") or "mount"
    subprocess.run([mount, "-o", "remount,ro", small_disk], check=True)
    for some in words.values():
        ran = process(some)
        refused_once(ran)
        assert "read-only" in ran.err
        assert tree(books) == before
    assert run("report", "--books", books).code == 0


def test_the_marks_of_a_spreadsheet_program_in_a_folder_are_passed_over(books: Path, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    shutil.copy(P1 / "payoneer.csv", folder)
    (folder / ".~lock.payoneer.csv#").write_text(
        ",ayesha,laptop,25.11.2026 10:00,file:///home;", encoding="utf-8"
    )
    (folder / "~$meezan.xlsx").write_bytes(b"\x06Ayesha")
    ran = run("import", folder, "--books", books)

    assert ran.code == 0
    assert "lock" not in ran.out
    assert [each for each in tree(books) if "~" in each] == []


@pytest.mark.parametrize("name", [".~lock.meezan.xlsx#", "~$meezan.xlsx"])
def test_such_a_mark_that_is_named_is_explained(books: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x06Ayesha")
    before = tree(books)
    ran = run("import", tmp_path / name, "--books", books)

    refused_once(ran)
    assert "spreadsheet program" in ran.err
    assert "name " + str(tmp_path / "meezan.xlsx") in " ".join(ran.err.split())
    assert tree(books) == before


def test_imports_at_once_all_end_and_the_books_hold_the_union_once_each(tmp_path: Path) -> None:
    """Three at once, of which two bring the same file."""
    books = tmp_path / "books"
    assert run("init", books).code == 0
    names = (
        ("upwork.csv", "payoneer.csv"),
        ("payoneer.csv", "meezan.csv"),
        ("certificates.csv", "fiverr.csv"),
    )
    writers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "freelance_pk",
                "import",
                *(str(P1 / each) for each in some),
                "--books",
                books,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for some in names
    ]
    said = [writer.communicate() for writer in writers]
    files = sorted({each for some in names for each in some})

    assert [writer.returncode for writer in writers] == [0, 0, 0], said
    held = {path.rpartition("/")[2]: content for path, content in tree(books / "exports").items()}
    assert sorted(held) == files
    assert all(held[name] == (P1 / name).read_bytes() for name in files)
    words = ("--tax-year", "2026", "--format", "json")
    assert (
        run("report", "--books", books, *words).out
        == run("report", *(P1 / each for each in files), *words).out
    )
