"""`init` and `import`: what they make, what they refuse, and that nothing of the user's is lost."""

import os
import re
import stat
from pathlib import Path
from unittest import mock

import pytest
from running import CASES, Ran, run, run_process

P1 = CASES / "p1"
PAYONEER = P1 / "payoneer.csv"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not each.name.startswith(".freelance-pk")
    }


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    assert run("init", folder).code == 0
    return folder


def flat(ran: Ran) -> str:
    """Return what was printed, its lines joined."""
    return " ".join(ran.out.split())


def imported(books: Path, *words: object) -> Ran:
    return run("import", *words, "--books", books)


def test_init_makes_a_profile_that_can_be_used_and_a_place_for_exports(books: Path) -> None:
    assert sorted(each.name for each in books.iterdir()) == [".freelance-pk.lock", "exports", "profile.toml"]
    assert run("profile", "check", books / "profile.toml").code == 0
    for path, mode in ((books, 0o700), (books / "exports", 0o700), (books / "profile.toml", 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_init_without_a_terminal_asks_nothing_and_takes_its_flags(tmp_path: Path) -> None:
    words = ("--name", 'Ayesha "AK" Khan', "--psb-from", "2025-10-01", "--not-active")
    ran = run_process("init", tmp_path / "books", *words)
    profile = (tmp_path / "books" / "profile.toml").read_text(encoding="utf-8")
    shown = run("profile", "show", tmp_path / "books" / "profile.toml").out

    assert (ran.code, ran.out) == (0, f"The books are in {tmp_path / 'books'}\n")
    assert 'name = "Ayesha \\"AK\\" Khan"' in profile
    assert "active_taxpayer = false" in profile
    assert "2025-10-01" in shown


def test_init_at_a_terminal_asks_again_what_is_neither_yes_nor_no(tmp_path: Path) -> None:
    """A name typed at the second question is no "yes" to being a filer."""
    asks = mock.patch("freelance_pk.cli.init._asks", return_value=True)
    with asks, mock.patch("builtins.input", side_effect=["Ayesha", "Khan", "n", ""]):
        ran = run("init", tmp_path / "books")
    profile = (tmp_path / "books" / "profile.toml").read_text(encoding="utf-8")

    assert ran.code == 0
    assert "'khan' is neither yes nor no" in ran.err
    assert 'name = "Ayesha"' in profile
    assert "active_taxpayer = false" in profile


def test_init_in_an_empty_folder_makes_the_books_there(tmp_path: Path) -> None:
    ran = run_process("init", cwd=tmp_path)

    assert ran.code == 0
    assert (tmp_path / "profile.toml").is_file()
    assert "freelance-pk import FILES" in ran.err


def test_init_in_the_home_folder_goes_to_the_documents(tmp_path: Path) -> None:
    """The home folder as books would mean that every file of the user is read."""
    documents = tmp_path / "Documents"
    env = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "XDG_DOCUMENTS_DIR": str(documents)}
    ran = run_process("init", cwd=tmp_path, env=env)

    assert ran.code == 0
    assert not (tmp_path / "profile.toml").exists()
    assert (documents / "freelance-pk" / "profile.toml").is_file()
    assert "hold no exports yet" in run_process("report", cwd=tmp_path, env=env).err


def test_init_never_touches_a_profile_that_is_there(books: Path) -> None:
    (books / "profile.toml").write_text('name = "mine"\n', encoding="utf-8")
    ran = run("init", books, "--name", "other")

    assert ran.code == 2
    assert "holds books already" in ran.err
    assert (books / "profile.toml").read_text(encoding="utf-8") == 'name = "mine"\n'


def test_init_with_a_date_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert run("init", tmp_path / "books", "--psb-from", "soon").code == 2
    assert not (tmp_path / "books").exists()


@pytest.mark.parametrize("words", [["report"], ["tax", "--tax-year", "2026"], ["import", PAYONEER]])
def test_without_files_and_books_the_way_out_is_said(tmp_path: Path, words: list[object]) -> None:
    nowhere = {"HOME": str(tmp_path), "XDG_DOCUMENTS_DIR": str(tmp_path), "FREELANCE_PK_BOOKS": ""}
    ran = run_process(*words, cwd=tmp_path, env=nowhere)

    assert ran.code == 2
    assert "freelance-pk init" in ran.err


def test_books_without_exports_say_how_to_bring_them_in(books: Path) -> None:
    ran = run("report", "--books", books)

    assert ran.code == 2
    assert "freelance-pk import FILES" in ran.err


def test_import_copies_each_file_into_its_accounts_folder(books: Path) -> None:
    before = tree(P1)
    ran = imported(books, P1)

    assert ran.code == 0
    assert sorted(set(tree(books)) - {"profile.toml"}) == [
        "exports/Fiverr/fiverr.csv",
        "exports/Meezan 4410/meezan.csv",
        "exports/Payoneer/payoneer.csv",
        "exports/Upwork/upwork.csv",
        "exports/certificates/certificates.csv",
        "exports/rates/rates.csv",
    ]
    assert tree(books)["exports/Payoneer/payoneer.csv"] == PAYONEER.read_bytes()
    assert stat.S_IMODE((books / "exports/Payoneer/payoneer.csv").stat().st_mode) == 0o600
    assert tree(P1) == before
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_dry_run_says_the_same_and_writes_nothing(books: Path) -> None:
    before = sorted(books.rglob("*")), tree(books)
    dry = imported(books, P1, "--dry-run")
    assert (sorted(books.rglob("*")), tree(books)) == before
    wet = imported(books, P1)

    assert dry.code == wet.code == 0
    assert dry.out.startswith("Dry run, nothing was written. Would import 6 files")
    assert dry.out.partition("\n\n")[2] == wet.out.partition("\n\n")[2]


def test_a_file_of_one_name_with_other_bytes_gets_another_name(books: Path, tmp_path: Path) -> None:
    lines = PAYONEER.read_text(encoding="utf-8").splitlines(keepends=True)
    newer = tmp_path / "payoneer.csv"
    newer.write_text("".join(lines[:10]), encoding="utf-8")
    imported(books, PAYONEER)
    ran = imported(books, newer)

    assert "into exports/Payoneer/payoneer-2.csv" in ran.out
    assert "0 entries new, 9 known already" in ran.out
    assert tree(books)["exports/Payoneer/payoneer.csv"] == PAYONEER.read_bytes()
    assert tree(books)["exports/Payoneer/payoneer-2.csv"] == newer.read_bytes()


def test_two_new_files_of_one_name_get_two_names(books: Path, tmp_path: Path) -> None:
    lines = PAYONEER.read_text(encoding="utf-8").splitlines(keepends=True)
    for folder, part in (("a", lines[1:10]), ("b", lines[10:])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Export.csv").write_text(lines[0] + "".join(part), encoding="utf-8")
    ran = imported(books, tmp_path / "a", tmp_path / "b" / "Export.csv")

    assert ran.code == 0
    assert {"exports/Payoneer/Export.csv", "exports/Payoneer/Export-2.csv"} <= set(tree(books))
    assert "26 entries new" in " ".join(ran.out.split())  # wrapped where the path ends


def test_one_refused_file_keeps_all_out_and_each_is_named(books: Path, tmp_path: Path) -> None:
    before = tree(books)
    (tmp_path / "cut.csv").write_text(PAYONEER.read_text(encoding="utf-8")[:600], encoding="utf-8")
    (tmp_path / "strange.csv").write_text("Foo,Bar\n1,2\n", encoding="utf-8")
    ran = imported(books, PAYONEER, tmp_path / "cut.csv", tmp_path / "strange.csv", P1 / "upwork.csv")

    assert ran.code == 3
    assert "cut.csv, row" in ran.err
    assert "strange.csv, row 1" in ran.err
    assert tree(books) == before


def test_rows_in_another_state_are_said(books: Path, tmp_path: Path) -> None:
    text = PAYONEER.read_text(encoding="utf-8")
    pending = tmp_path / "june.csv"
    first = text.splitlines(keepends=True)[1]
    pending.write_text(text.replace(first, first.replace("Completed", "Pending")), encoding="utf-8")
    imported(books, pending)
    ran = imported(books, PAYONEER)

    assert "1 entry new, 25 known already; 1 row in another state than before" in flat(ran)
    assert "PAY-IN-2026-06 (pending, USD 943.00)" in flat(ran)


def test_files_that_contradict_each_other_are_imported_and_leave_the_answer_incomplete(
    books: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    text = PAYONEER.read_text(encoding="utf-8").replace(",943.00,,USD", ",934.00,,USD", 1)
    other.write_text(text, encoding="utf-8")
    imported(books, PAYONEER)
    ran = imported(books, other)

    assert ran.code == 4
    assert "1 row in another state than before" in flat(ran)
    assert {"USD 943.00", "USD 934.00"} <= set(re.findall(r"USD 9[34]+\.00", flat(ran)))
    assert "exports/Payoneer/other.csv" in tree(books)


def test_an_account_named_at_the_import_keeps_its_name(books: Path) -> None:
    imported(books, PAYONEER, "--account", "../Payoneer of Sana")
    made = run("report", "--books", books, "--tax-year", "2026", "--format", "json").json()

    assert "exports/-Payoneer of Sana/payoneer.csv" in tree(books)
    assert [each["account"] for each in made["balances"]] == ["../Payoneer of Sana"]
    assert "Payoneer of Sana" in tree(books)["imports.toml"].decode()


def test_a_file_that_is_there_can_be_given_another_account(books: Path) -> None:
    imported(books, PAYONEER)
    ran = imported(books, PAYONEER, "--account", "Payoneer 2")
    made = run("report", "--books", books, "--tax-year", "2026", "--format", "json").json()

    assert "read from now on" in ran.out
    assert [each["account"] for each in made["balances"]] == ["Payoneer 2"]


@pytest.mark.parametrize("name", ["CON", "نام حساب", "x" * 400, "..", "a/b\\c:d"])
def test_an_accounts_name_never_leads_out_of_the_books(books: Path, name: str) -> None:
    assert imported(books, PAYONEER, "--account", name).code == 0

    (copy,) = [path for path in tree(books) if path.endswith("payoneer.csv")]
    assert copy.startswith("exports/")
    assert len(Path(copy).parts) == 3


def test_a_folder_that_leads_out_of_the_books_takes_nothing_in(books: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (books / "exports" / "Payoneer").symlink_to(tmp_path / "elsewhere")
    ran = imported(books, PAYONEER)

    assert ran.code == 3
    assert "leads out of the books" in ran.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_profile_among_the_files_is_left_and_said(books: Path) -> None:
    mine = (books / "profile.toml").read_bytes()
    ran = imported(books, P1)

    assert "a profile stands among the files" in ran.out
    assert (books / "profile.toml").read_bytes() == mine


def test_a_workbook_s_lock_file_is_explained(books: Path, tmp_path: Path) -> None:
    (tmp_path / "~$meezan.xlsx").write_bytes(b"\x05Ayesha")
    ran = imported(books, tmp_path / "~$meezan.xlsx")

    assert ran.code == 3
    assert "spreadsheet program" in ran.err
    assert "meezan.xlsx" in ran.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the system's owner may write anywhere")
def test_read_only_books_get_one_message(books: Path) -> None:
    books.chmod(0o500)
    try:
        ran = imported(books, PAYONEER)
    finally:
        books.chmod(0o700)

    assert ran.code == 3
    assert ran.err.count("error:") == 1
    assert "cannot be written" in ran.err


def test_an_archive_is_copied_whole(books: Path, tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415 - only here

    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("payoneer.csv", "upwork.csv"):
            file.write(P1 / name, name)
    ran = imported(books, archive, PAYONEER)

    assert ran.code == 0
    assert tree(books)["exports/several accounts/all.zip"] == archive.read_bytes()
    assert "70 entries new" in flat(ran)
    assert "payoneer.csv: the same bytes as all.zip/payoneer.csv" in flat(ran)
    assert "the same bytes as all.zip/payoneer.csv" in flat(imported(books, PAYONEER))
