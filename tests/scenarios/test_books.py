"""The worked cases through the books: the same bytes as from the files themselves."""

import shutil
from pathlib import Path

import pytest
from running import CASES, run
from write_cases import main as write_cases
from write_cases import write_overlap

COMMANDS = ("report", "tax")


def exports(case: str) -> list[Path]:
    return sorted((CASES / case).glob("*.csv"))


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    assert run("init", folder).code == 0
    return folder


def said(command: str, *words: object) -> str:
    ran = run(command, *words, "--tax-year", "2026", "--format", "json")
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.parametrize("case", ["p1", "p1b", "p3"])
def test_a_case_through_the_books_is_the_case_from_its_files(books: Path, case: str) -> None:
    profile = CASES / case / "profile.toml"
    shutil.copy(profile, books)
    assert run("import", *exports(case), "--books", books).code == 0

    for command in COMMANDS:
        through_books = said(command, "--books", books)
        assert through_books == said(command, *exports(case), "--profile", profile)
        assert through_books == said(command, CASES / case)


def test_importing_again_in_any_order_and_one_by_one_changes_nothing(books: Path) -> None:
    shutil.copy(CASES / "p1" / "profile.toml", books)
    for path in exports("p1")[::-1]:
        assert run("import", path, "--books", books).code == 0
    once = [said(command, "--books", books) for command in COMMANDS]
    files = sorted(each for each in books.rglob("*") if each.is_file())
    again = run("import", *exports("p1"), CASES / "p1", "--books", books)

    assert again.out.startswith("Nothing to import")
    assert sorted(each for each in books.rglob("*") if each.is_file()) == files
    assert [said(command, "--books", books) for command in COMMANDS] == once
    assert once == [said(command, CASES / "p1") for command in COMMANDS]


def test_a_month_of_overlap_is_known_and_changes_no_figure(books: Path, tmp_path: Path) -> None:
    write_cases(tmp_path)
    write_overlap(tmp_path / "p1")
    overlap = tmp_path / "p1" / "overlap" / "payoneer-december.csv"
    shutil.copy(CASES / "p1" / "profile.toml", books)
    run("import", *exports("p1"), "--books", books)
    ran = run("import", overlap, *exports("p1"), "--books", books)

    assert ran.code == 0
    assert "0 entries new, 4 known already" in ran.out
    for command in COMMANDS:
        from_files = said(command, CASES / "p1", overlap, *exports("p1"), overlap)
        assert said(command, "--books", books) == from_files


def test_the_books_are_found_from_any_folder_inside_them(books: Path) -> None:
    run("import", *exports("p1"), "--books", books)
    inside = books / "exports" / "Payoneer"
    words = ("report", "--tax-year", "2026", "--format", "json")

    assert run(*words, cwd=inside).out == said("report", "--books", books)
    elsewhere = run(*words, cwd=CASES, env={"FREELANCE_PK_BOOKS": str(books)})
    assert elsewhere.out == said("report", "--books", books)
