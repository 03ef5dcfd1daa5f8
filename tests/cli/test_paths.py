"""Names that lead elsewhere: outputs over inputs, links, pipes and devices, among files and in the books."""

import os
import shutil
import signal
import stat
from pathlib import Path

import pytest
from running import CASES, Ran, run

P1 = CASES / "p1"
YEAR = ("--tax-year", "2026")
links = pytest.mark.skipif(os.name == "nt", reason="links and modes are POSIX's")


def within(seconds: int, *words: object, umask: int = 0o022) -> Ran:
    """Run with an umask; a run that waits for a pipe is a failure."""

    def end(*_: object) -> None:
        raise TimeoutError("the run waits for something that does not come")

    before, other = signal.signal(signal.SIGALRM, end), os.umask(umask)
    signal.alarm(seconds)
    try:
        return run(*words)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        os.umask(other)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    assert run("init", folder, "--name", "Ayesha Khan").code == 0
    files = [P1 / f"{name}.csv" for name in ("upwork", "payoneer", "meezan", "certificates")]
    assert run("import", *files, "--books", folder).code == 0
    return folder


# Outputs over inputs


@pytest.mark.parametrize("command", ["report", "entries"])
def test_no_output_takes_the_place_of_a_file_that_was_read(tmp_path: Path, command: str) -> None:
    own = tmp_path / "payoneer.csv"
    shutil.copy(P1 / "payoneer.csv", own)
    ran = run(command, own, "-o", own, "--force")

    assert ran.code == 2
    assert "is not overwritten" in ran.err
    assert "next:" in ran.err
    assert own.read_bytes() == (P1 / "payoneer.csv").read_bytes()


def test_no_workbook_takes_the_place_of_a_workbook_that_was_read(tmp_path: Path) -> None:
    own = tmp_path / "iris.xlsx"
    shutil.copy(next((CASES.parent / "samples/iris/2025-xlsx").glob("*.xlsx")), own)
    before = own.read_bytes()

    assert run("export", own, P1, *YEAR, "-o", own, "--force").code == 2
    assert own.read_bytes() == before


@links
def test_neither_under_another_name_nor_in_the_books(books: Path, tmp_path: Path) -> None:
    kept = next((books / "exports").rglob("payoneer.csv"))
    (tmp_path / "link.csv").symlink_to(kept)
    for output in (kept, tmp_path / "link.csv"):
        assert run("report", "--books", books, "-o", output, "--force").code == 2
    assert kept.read_bytes() == (P1 / "payoneer.csv").read_bytes()


def test_no_output_stands_among_the_locks(books: Path) -> None:
    assert run("lock", "2026", "--books", books).code == 0
    lock = books / "locks" / "2026.json"
    before = lock.read_bytes()

    assert run("report", "--books", books, *YEAR, "-o", lock, "--force").code == 2
    assert lock.read_bytes() == before


OUTPUTS: dict[str, tuple[str, ...]] = {
    "year.xlsx": ("export", *YEAR),
    "jahr.xlsx": ("export", *YEAR, "--lang", "ur"),
    "month.xlsx": ("report", "--month", "2025-12"),
    "year.csv": ("report", *YEAR),
    "year.html": ("report", *YEAR),
    "year.json": ("report", *YEAR),
    "year.md": ("report", *YEAR),
    "all.csv": ("entries",),
}
FIGURES = ("status", "earned", "received", "tax", "bridge", "months", "balances", "receipts")


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_kept_in_the_books_changes_no_figure(books: Path, name: str) -> None:
    report = ("report", "--books", books, *YEAR, "--format", "json")
    before = run(*report).json()
    command, *words = OUTPUTS[name]
    assert run(command, "--books", books, *words, "-o", books / name).code == 0
    # Made of files that were mended since: what it says is no longer what they say.
    upwork = next((books / "exports").rglob("upwork.csv"))
    if name != "all.csv":
        upwork.write_text(
            upwork.read_text(encoding="utf-8").replace("Northwind", "Northwest"), encoding="utf-8"
        )
    after = run(*report).json()

    assert {key: after[key] for key in FIGURES} == {key: before[key] for key in FIGURES}
    assert name == "all.csv" or name in str([(each["origin"], each["message"]) for each in after["issues"]])


@pytest.mark.parametrize("name", ["year.xlsx", "jahr.xlsx", "month.xlsx", "year.csv"])
def test_an_output_that_is_named_is_refused_and_says_what_it_is(tmp_path: Path, name: str) -> None:
    """The workbook's rows were once read as entries without the links between them: a tax deducted was none."""
    command, *words = OUTPUTS[name]
    assert run(command, P1, *words, "-o", tmp_path / name).code == 0
    ran = run("report", tmp_path / name, *YEAR)

    assert ran.code == 3
    assert "that freelance-pk wrote" in ran.err
    assert "freelance-pk entries" in ran.err


# Links, pipes and devices as outputs


@links
def test_a_link_is_no_free_name_and_what_it_leads_to_is_left(tmp_path: Path) -> None:
    target, link, dangling = tmp_path / "mine.html", tmp_path / "link.html", tmp_path / "dangling.html"
    target.write_text("mine", encoding="utf-8")
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "nowhere.html")

    for output in (link, dangling):
        assert "is there already" in run("report", P1, "-o", output).err
        assert run("report", P1, "-o", output, "--force").code == 0
        assert not output.is_symlink()
    assert target.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "nowhere.html").exists()


@links
def test_a_pipe_a_device_or_a_folder_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "null.csv").symlink_to("/dev/null")
    for name in ("pipe.csv", "folder.csv", "null.csv"):
        ran = within(60, "report", P1, "-o", tmp_path / name, "--force")
        assert ran.code == 2
        assert "no file" in ran.err
    assert stat.S_ISFIFO((tmp_path / "pipe.csv").lstat().st_mode)
    assert (tmp_path / "null.csv").is_symlink()


# Modes


@links
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_outputs_are_their_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    made = {
        "year.html": ("report", P1),
        "year.csv": ("report", P1),
        "year.xlsx": ("export", P1, *YEAR),
        "all.csv": ("entries", P1),
        "copy.csv": ("redact", P1 / "upwork.csv"),
    }
    for name, words in made.items():
        assert within(60, *words, "-o", tmp_path / name, umask=umask).code == 0
    assert {path.name: mode(path) for path in tmp_path.iterdir()} == dict.fromkeys(made, 0o600)


@links
@pytest.mark.parametrize("shared", [0o640, 0o644, 0o600, 0o444])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, shared: int) -> None:
    path = tmp_path / "year.html"
    path.write_text("older", encoding="utf-8")
    path.chmod(shared)
    assert run("report", P1, "-o", path, "--force").code == 0

    assert mode(path) == shared
    assert path.read_text(encoding="utf-8") != "older"


@links
def test_everything_in_the_books_is_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "books"
    for words in (
        ("init", folder),
        ("import", P1 / "upwork.csv", P1 / "meezan.csv", "--account", "Mine", "--books", folder),
        ("lock", "2026", "--books", folder),
    ):
        assert within(60, *words, umask=0).code in (0, 4)
    items = run("review", "--books", folder, "--list", "--all", "--format", "json").json()["items"]
    assert within(60, "review", "--answer", f"{items[0]['id']}=family", "--books", folder, umask=0).code in (
        0,
        4,
    )

    modes = {path.relative_to(folder).as_posix(): (mode(path), path.is_dir()) for path in folder.rglob("*")}
    assert {
        "profile.toml",
        "review.toml",
        "imports.toml",
        "locks/2026.json",
        ".freelance-pk.lock",
    } <= modes.keys()
    assert all(found == (0o700 if is_folder else 0o600) for found, is_folder in modes.values()), modes
    assert mode(folder) == 0o700


@links
def test_everything_that_a_batch_writes_is_the_owners_alone(tmp_path: Path) -> None:
    shutil.copytree(P1, tmp_path / "clients" / "ayesha")
    out = tmp_path / "out"
    assert within(120, "batch", tmp_path / "clients", *YEAR, "-o", out, "--jobs", "2", umask=0).code in (0, 4)

    modes = {path.relative_to(out).as_posix(): (mode(path), path.is_dir()) for path in out.rglob("*")}
    assert {"firm.xlsx", "firm.json", ".batch/ayesha.json", "clients/ayesha.xlsx"} <= modes.keys()
    assert all(found == (0o700 if is_folder else 0o600) for found, is_folder in modes.values()), modes


@links
def test_a_review_that_was_shared_stays_shared(books: Path) -> None:
    items = run("review", "--books", books, "--list", "--all", "--format", "json").json()["items"]
    answers = [f"{each['id']}=family" for each in items if "SARA KHAN" in each["text"]]
    assert run("review", "--answer", answers[0], "--books", books).code in (0, 4)
    (books / "review.toml").chmod(0o640)
    assert run("review", "--withdraw", answers[0].partition("=")[0], "--books", books).code in (0, 4)

    assert mode(books / "review.toml") == 0o640


# Links, pipes and devices as inputs


@links
@pytest.mark.parametrize("command", ["report", "import", "redact", "learn", "calc"])
def test_a_pipe_that_is_named_is_refused_and_not_waited_for(tmp_path: Path, command: str) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    (tmp_path / "books").mkdir()
    words = {
        "report": ("report", pipe),
        "import": ("import", pipe, "--books", tmp_path / "books"),
        "redact": ("redact", pipe),
        "learn": ("platforms", "learn", pipe),
        "calc": ("calc", "--batch", pipe),
    }[command]
    ran = within(60, *words)

    assert ran.code == 3, ran
    assert "pipe or a device" in ran.err


@links
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/tty"])
def test_a_device_is_refused_unread(device: str) -> None:
    assert within(60, "report", device).code == 3


@links
def test_what_is_no_file_of_the_folder_is_not_read_by_any_name(tmp_path: Path) -> None:
    other, mine = tmp_path / "other", tmp_path / "mine"
    shutil.copytree(P1, other)
    mine.mkdir()
    shutil.copy(P1 / "payoneer.csv", mine)
    said = run("report", mine, *YEAR, "--format", "json").json()
    os.mkfifo(mine / "pipe.csv")
    for name, target in {
        "upwork.csv": other / "upwork.csv",
        "passwd.csv": Path("/etc/passwd"),
        "zero.csv": Path("/dev/zero"),
        "loop.csv": Path("loop.csv"),
        "gone.csv": Path("gone"),
        "others": other,
        "up": Path(".."),
        "here": Path(),
    }.items():
        (mine / name).symlink_to(target)
    ran = within(60, "report", mine, *YEAR, "--format", "json")

    assert {key: ran.json()[key] for key in FIGURES} == {key: said[key] for key in FIGURES}
    passed = {each["origin"] for each in ran.json()["issues"] if each["code"] == "link-passed-over"}
    assert {"upwork.csv", "passwd.csv", "others", "up"} <= passed


OWN = ["profile.toml", "review.toml", "imports.toml", "locks/2026.json", "exports/.importing.json"]


@links
@pytest.mark.parametrize("kind", ["link", "pipe", "loop"])
@pytest.mark.parametrize("name", OWN)
def test_our_own_files_in_the_books_are_neither_links_out_nor_pipes(
    books: Path, tmp_path: Path, name: str, kind: str
) -> None:
    """A folder that somebody sent could show another client's answers so, or stop a whole batch."""
    path = books / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        (tmp_path / "another's").write_text('name = "SECRET"\n', encoding="utf-8")
        path.symlink_to(tmp_path / "another's")
    else:
        path.symlink_to(path.name)
    ran = within(60, "report", "--books", books, *YEAR)

    assert ran.code == 3, ran
    assert path.name in ran.err
    assert "next:" in ran.err
    assert "SECRET" not in ran.out + ran.err


@links
def test_clients_with_such_files_fail_alone(tmp_path: Path) -> None:
    clients = tmp_path / "clients"
    shutil.copytree(P1, clients / "ayesha")
    for number, name in enumerate(OWN):
        path = clients / f"client-{number}" / name
        path.parent.mkdir(parents=True)
        shutil.copy(CASES / "p3" / "upwork.csv", clients / f"client-{number}")
        os.mkfifo(path)
    ran = within(120, "batch", clients, *YEAR, "-o", tmp_path / "out", "--jobs", "1")

    assert ran.code == 5, ran
    assert [path.stem for path in (tmp_path / "out" / "clients").glob("*.xlsx")] == ["ayesha"]


@links
@pytest.mark.parametrize("name", ["exports", "locks"])
def test_nothing_is_written_through_a_folder_that_leads_out_of_the_books(
    books: Path, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if (books / name).exists():
        shutil.move(books / name, tmp_path / "kept")
    (books / name).symlink_to(outside)
    for words in (
        ("import", P1 / "fiverr.csv", "--books", books),
        ("lock", "2026", "--books", books, "--force"),
    ):
        within(60, *words)

    assert list(outside.iterdir()) == []


@links
def test_the_lock_between_writers_is_no_link(books: Path, tmp_path: Path) -> None:
    (books / ".freelance-pk.lock").unlink()
    (books / ".freelance-pk.lock").symlink_to(tmp_path / "made")
    ran = within(60, "import", P1 / "fiverr.csv", "--books", books)

    assert ran.code == 3
    assert not (tmp_path / "made").exists()


# Names of accounts that an import makes folders of

HOSTILE = {
    "../x": "-x",
    "/etc/passwd": "-etc-passwd",
    "..": "account",
    "CON": "CON-",
    "nul.txt": "nul.txt-",
    "a\nb": "ab",
    "a\x1b[2Jb": "a[2Jb",
    "C:\\Windows\\x": "C--Windows-x",
    "x. .": "x",
    "\u202eexe": "exe",
    "~/x": "-x",
    " ": "account",
    "\u0627\u0633\u062f": "\u0627\u0633\u062f",
    "x" * 255: "x" * 120,
}


@pytest.mark.parametrize("account", HOSTILE)
def test_an_account_s_name_leads_nowhere_out_of_the_exports(tmp_path: Path, account: str) -> None:
    folder = tmp_path / "in" / "books"
    assert run("init", folder).code == 0
    rows = tmp_path / "rows.csv"
    quoted = account.replace('"', '""')
    rows.write_text(
        f'date,account,kind,amount,currency\n2026-03-03,"{quoted}",deposit,5,PKR\n2026-03-04,"{quoted}",deposit,6,PKR\n',
        encoding="utf-8",
    )
    ran = run("import", rows, "--books", folder)
    assert ran.code in (0, 4), ran.err
    made = [path.relative_to(folder / "exports") for path in (folder / "exports").rglob("rows.csv")]
    assert len(made) == 1
    assert len(made[0].parts) == 2
    assert made[0].parts[0] == HOSTILE[account]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "rows.csv"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["books"]


@pytest.mark.parametrize("account", ["../x", "a/../../b", "CON", "x" * 255])
def test_a_name_given_with_account_leads_nowhere_either(tmp_path: Path, account: str) -> None:
    folder = tmp_path / "in" / "books"
    assert run("init", folder).code == 0
    assert run("import", P1 / "payoneer.csv", "--account", account, "--books", folder).code in (0, 4)

    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["books"]
    assert len(list((folder / "exports").rglob("payoneer.csv"))) == 1


@links
@pytest.mark.parametrize(
    "name", [b"caf\xe9.csv", b"a\nb.csv", b"-rf.csv", b"x" * 251 + b".csv", b"...csv", b"con.csv", b" .csv"]
)
def test_a_file_of_any_name_is_imported_under_a_safe_one(tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "books"
    assert run("init", folder).code == 0
    source = tmp_path / "downloads"
    source.mkdir()
    try:
        shutil.copy(P1 / "payoneer.csv", source / os.fsdecode(name))
    except OSError:
        pytest.skip("this disk takes no such name")
    given = source / os.fsdecode(name) if not name.startswith((b".", b"-")) else source
    ran = within(60, "import", given, "--books", folder)

    if name.startswith(b"."):
        assert ran.code == 3  # hidden
        return
    assert ran.code in (0, 4), ran.err
    (made,) = [path for path in (folder / "exports").rglob("*") if path.is_file()]
    made.name.encode("utf-8")
    assert made.name.isprintable()
    assert made.name[0] not in ".~ "
    assert len(made.name.encode()) <= 140
    assert run("report", "--books", folder, *YEAR).code == run("report", P1 / "payoneer.csv", *YEAR).code
