"""Words out of files are words in every output: no formula, no markup, no command to a terminal."""

import csv
import io
import os
import re
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hostile_words import WORDS, write
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from running import run

from freelance_pk.output.markdown import markdown_table, markdown_text
from freelance_pk.output.screen import heading, render, table
from freelance_pk.output.visible import visible, visible_but_colours

YEAR = ("--tax-year", "2026")
# What is written for people: each must be safe in a pipe, too, for `| less -R` and `| tee` obey as a terminal does.
FOR_PEOPLE: dict[str, tuple[str, ...]] = {
    "report": ("report", *YEAR),
    "report in sentences": ("report", *YEAR, "--plain"),
    "report as Markdown": ("report", *YEAR, "--format", "markdown"),
    "letters": ("report", *YEAR, "--letters"),
    "tax": ("tax", *YEAR, "--explain"),
    "tax as Markdown": ("tax", *YEAR, "--format", "markdown"),
    "review": ("review", "--list", "--all"),
}
FOR_SCRIPTS: dict[str, tuple[str, ...]] = {
    "entries": ("entries",),
    "report as CSV": ("report", *YEAR, "--format", "csv"),
    "report as JSON": ("report", *YEAR, "--format", "json"),
    "review as JSON": ("review", "--list", "--all", "--format", "json"),
}
OBEYED = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("evil") / "books", hostile=True)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("good") / "books", hostile=False)


def obeyed(text: str) -> list[str]:
    return OBEYED.findall(text)


# Terminal


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_nothing_for_people_commands_a_terminal(evil: Path, name: str) -> None:
    ran = run(FOR_PEOPLE[name][0], evil, *FOR_PEOPLE[name][1:])

    assert ran.code in (0, 4), ran.err
    assert "1+1" in ran.out or name.startswith("tax")  # the words are there, their commands are not
    assert obeyed(ran.out + ran.err) == []


def at_a_terminal(*words: object, colours: bool) -> str:
    """Run the program with both streams on a terminal; return what the terminal got."""
    pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")
    main, other = pty.openpty()
    env = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color" if colours else "dumb"}
    env.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "freelance_pk", *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=other,
        env=env,
    ) as child:
        os.close(other)
        told = bytearray()
        try:
            while piece := os.read(main, 65536):
                told += piece
        except OSError:
            pass  # Linux ends a terminal so
        child.wait()
    os.close(main)
    return told.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("name", ["report", "entries", "report as JSON", "review"])
def test_a_terminal_gets_our_own_colours_and_no_other_command(evil: Path, name: str, colours: bool) -> None:
    words = {**FOR_PEOPLE, **FOR_SCRIPTS}[name]
    told = at_a_terminal(words[0], evil, *words[1:], colours=colours)
    ours = re.findall(r"\x1b\[(?:0|1|2|1;31|33|36)m", told)

    assert "1+1" in told
    assert bool(ours) == (colours and name in FOR_PEOPLE)
    assert obeyed(re.sub(r"\x1b\[(?:0|1|2|1;31|33|36)m", "", told)) == []
    assert "\x1b[31m" not in told


def test_an_error_names_a_file_without_obeying_its_name(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\u202e.csv"
    path.write_text("a,b\n\x1b[2Jx,2\n", encoding="utf-8")
    ran = run("report", path)

    assert ran.code == 3
    assert "?[31mred?.csv" in ran.err
    assert obeyed(ran.err) == []


@given(st.text())
def test_what_is_visible_is_obeyed_by_nothing_and_as_long(text: str) -> None:
    assert obeyed(visible(text)) == []
    assert len(visible(text)) == len(text)
    assert visible(visible(text)) == visible(text)


@given(st.text(alphabet="ab \x1b[0123;mJH\u202e\n", max_size=40))
def test_a_coloured_screen_has_the_colours_of_its_styles_alone(text: str) -> None:
    shown = render([heading(text), table([("Name", False)], [[text]])], width=60, colour=True)

    assert set(re.findall(r"\x1b\[[^m]*m", shown)) <= {"\x1b[1m", "\x1b[0m"}
    assert obeyed(re.sub(r"\x1b\[[01]m", "", visible_but_colours(shown))) == []


# Spreadsheets


def formulas(path: Path) -> set[tuple[str, str, str]]:
    book = load_workbook(path)
    return {
        (sheet.title, cell.coordinate, str(cell.value))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def texts(path: Path) -> set[str]:
    book = load_workbook(path)
    return {
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in ("s", "inlineStr")
    }


@pytest.mark.parametrize("command", ["report", "export"])
def test_a_workbook_has_no_formula_more_than_that_of_plain_words(
    evil: Path, good: Path, tmp_path: Path, command: str
) -> None:
    for folder, name in ((evil, "evil"), (good, "good")):
        assert run(command, folder, *YEAR, "-o", tmp_path / f"{name}.xlsx").code in (0, 4)
    kinds = [
        {(sheet, re.sub(r"\d+", "0", text)) for sheet, _, text in formulas(tmp_path / f"{name}.xlsx")}
        for name in ("evil", "good")
    ]

    assert kinds[0] == kinds[1]
    assert {'=HYPERLINK("http://example.com")', "+cmd|' /C calc'!A0", "@SUM(1)"} <= texts(
        tmp_path / "evil.xlsx"
    )


def test_the_footer_of_a_workbook_prints_a_name_and_obeys_none(evil: Path, tmp_path: Path) -> None:
    run("export", evil, *YEAR, "-o", tmp_path / "evil.xlsx")
    first: Any = load_workbook(tmp_path / "evil.xlsx").worksheets[0]
    footer = first.oddFooter.left.text

    assert "&& &&A | `x`" in footer
    assert "\x1b" not in footer


def is_number(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


def like_formulas(text: str) -> list[str]:
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    return [
        cell
        for cell in cells
        if cell.strip().startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20")) and not is_number(cell)
    ]


@pytest.mark.parametrize("name", ["entries", "report as CSV"])
def test_no_cell_of_a_csv_is_taken_for_a_formula(evil: Path, tmp_path: Path, name: str) -> None:
    words = FOR_SCRIPTS[name]
    ran = run(words[0], evil, *words[1:])
    assert ran.code in (0, 4)
    assert "'=HYPERLINK" in ran.out
    assert like_formulas(ran.out) == []

    path = tmp_path / "made.csv"
    run(*(word for word in (words[0], evil, *words[1:]) if word not in ("--format", "csv")), "-o", path)
    assert path.read_text(encoding="utf-8") == ran.out


def test_a_list_of_hostile_words_reads_back_to_the_same_list(evil: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    run("entries", evil, "-o", first)
    run("entries", first, "-o", second)

    assert second.read_bytes() == first.read_bytes()


# Page


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[tuple[str, tuple[str, ...]]] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


def test_a_page_has_no_element_and_no_link_more_than_that_of_plain_words(
    evil: Path, good: Path, tmp_path: Path
) -> None:
    pages = []
    for folder, name in ((evil, "evil"), (good, "good")):
        run("report", folder, *YEAR, "-o", tmp_path / f"{name}.html")
        pages.append((tmp_path / f"{name}.html").read_text(encoding="utf-8"))
    hostile, plain = (Page(text) for text in pages)

    assert hostile.tags == plain.tags
    assert hostile.links == plain.links == {"#figures", "data:,"}
    assert "alert(1)" in pages[0]
    assert "{{ 7*7 }}" in pages[0]
    assert obeyed(pages[0]) == []


# Markdown

# A link needs one of these outside of code; raw markup needs "<".
LINK = re.compile(r"\]\(|\]\[|^\s*\[[^\]]*\]:", re.MULTILINE)


@pytest.mark.parametrize("words", [FOR_PEOPLE["report as Markdown"], FOR_PEOPLE["tax as Markdown"]])
def test_markdown_has_no_markup_no_link_and_no_line_of_a_file(
    evil: Path, good: Path, words: tuple[str, ...]
) -> None:
    hostile, plain = (run(words[0], folder, *words[1:]).out for folder in (evil, good))

    assert "<" not in hostile
    assert LINK.findall(hostile) == []
    assert [line for line in hostile.splitlines() if line.startswith("# ")][1:] == []
    assert len(hostile.splitlines()) == len(plain.splitlines())


def cells(line: str) -> int:
    """Count the cells of a row as GitHub's Markdown does: a bar behind a backslash that is no backslash's own ends none."""
    return len(re.sub(r"\\.", "", line).split("|"))


@given(st.lists(st.text(alphabet="a|\\`<]([\n\u202e"), min_size=3, max_size=3))
def test_a_row_of_markdown_keeps_its_cells(row: list[str]) -> None:
    head, rule, made = markdown_text(markdown_table(("a", "b", "c"), [row], numbers_from=9)).splitlines()

    assert cells(made) == cells(head) == cells(rule)
    assert "<" not in made
    assert "](" not in made


# A firm


def test_a_firm_of_hostile_clients_is_told_in_plain_words(tmp_path: Path) -> None:
    out = tmp_path / "out"
    names = [
        "=1+1",
        "+cmd",
        "@SUM(1)",
        "\x1b[31mred",
        "\u202egnp",
        "<script>x<",
        "[x](y) | `x`",
        " =1+1",
        "\uff1d1",
        "two\nlines\r",
        "con",
        "dot.",
        "ayesha",
        "\u0430yesha",  # a Cyrillic letter
        "AYESHA",
        "x" * 255,
        os.fsdecode(b"caf\xe9"),
    ]
    for number, name in enumerate(names):
        with suppress(OSError):  # not every disk takes every name
            write(tmp_path / "clients" / name.replace("/", "-"), hostile=True, whose=number)
    ran = run("batch", tmp_path / "clients", *YEAR, "-o", out, "--jobs", "1")
    assert ran.code in (0, 4, 5), ran.err

    assert obeyed(ran.out + ran.err) == []
    for path in (out / "clients").iterdir():
        assert obeyed(path.name) == []
        assert path.name[0] not in "=+-@ .~"
        if path.suffix == ".txt":
            assert obeyed(path.read_text(encoding="utf-8")) == []
    books = sorted((out / "clients").glob("*.xlsx"))
    assert len({path.name.casefold() for path in books}) == len(list((tmp_path / "clients").iterdir())) >= 9
    for path in (out / "firm.xlsx", *books[:2]):
        ours = [text for _, _, text in formulas(path)]
        assert [text for text in ours if any(word in text for word in ("cmd", "HYPERLINK", "1+1"))] == []
    assert any(text.startswith("=1+1") for text in texts(out / "firm.xlsx"))


def test_every_attack_is_in_the_files() -> None:
    assert len(set(WORDS)) == len(WORDS) == 29
