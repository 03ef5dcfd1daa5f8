"""A name out of a file leads nowhere but into its own folder, on every system's disks."""

from pathlib import Path, PurePath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.books.naming import file_name, folder_name, numbered


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Meezan 4410", "Meezan 4410"),
        ("../../x", "-..-x"),
        ("/etc/passwd", "-etc-passwd"),
        ("C:\\Windows", "C--Windows"),
        ("CON", "CON-"),
        ("con.backup", "con.backup-"),
        ("lpt1", "lpt1-"),
        ("Console", "Console"),
        (".hidden", "hidden"),
        ("~$open", "open"),
        ("Payoneer. ", "Payoneer"),
        ("  two\n lines\t", "two lines"),
        ("a\u202ecsv.exe", "acsv.exe"),
        ("a\0b", "ab"),
        ("میزان بینک", "میزان بینک"),
        ("", "account"),
        ("...", "account"),
    ],
)
def test_an_account_names_its_folder(text: str, name: str) -> None:
    assert folder_name(text, "account") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("statement.csv", "statement.csv"),
        ("..csv", "csv"),
        ("con.csv", "con-.csv"),
        ("~$book.xlsx", "book.xlsx"),
        ("a:b?.csv", "a-b-.csv"),
        ("no ending", "no ending"),
    ],
)
def test_a_file_keeps_its_ending(text: str, name: str) -> None:
    assert file_name(text, "export") == name


def test_a_number_goes_before_the_ending() -> None:
    assert numbered("statement.csv", 2) == "statement-2.csv"


def test_a_very_long_name_is_cut_between_letters() -> None:
    assert folder_name("x" * 300, "account") == "x" * 120
    assert folder_name("ب" * 300, "account") == "ب" * 60
    assert file_name("ب" * 300 + ".csv", "export") == "ب" * 60 + ".csv"


@given(st.text())
def test_no_name_leads_out_or_hides(text: str) -> None:
    for name in (folder_name(text, "account"), file_name(text, "export")):
        assert (Path("/books") / name).resolve().parent == Path("/books")
        assert PurePath(name).name == PureWindowsPath(name).name == name
        assert not name.startswith((".", "~$"))
        assert not name.endswith((".", " "))
        assert len(name.encode()) <= 140
