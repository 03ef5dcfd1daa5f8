"""Every command that the README and the docs show is run, on files like those they speak of."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import run

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md")) + [ROOT / "README.md"]
_BLOCK = re.compile(r"^```console\n(?P<lines>.*?)^```", re.MULTILINE | re.DOTALL)
# What the network, a key or another machine's state would have to give: their options are checked alone.
_ONLY_PARSED = re.compile(r"rates update|--online|--dask|rates import BFER")
# An answer names a row that the reader's own files hold, and the sample's do not.
_ANSWERS = re.compile(r"--answer|--withdraw")


def commands(page: Path) -> list[str]:
    lines = [
        line
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))
        for line in block["lines"].splitlines()
    ]
    return [
        line[2:].split("  #")[0].split("&&")[0].strip() for line in lines if line.startswith("$ freelance-pk")
    ]


SHOWN = [(page.name, command) for page in PAGES for command in commands(page)]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Give the folder of a reader: exports/, which is the books too, the single files, an unknown bank's table."""
    demo = ROOT / "data" / "demo"
    for folder in ("exports", "Downloads", "clients/ayesha-khan"):
        shutil.copytree(demo, tmp_path / folder)
    for file in demo.glob("*.csv"):
        shutil.copy(file, tmp_path)
    shutil.copy(ROOT / "data" / "tax_slabs" / "ty2026.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "samples" / "mcb" / "2026-live-pdf" / "MCB Live Statement.pdf", tmp_path)
    statement = (
        "Date,Particulars,Withdrawn,Deposited,Ledger\n"
        "01-09-2025,RENT,20000.00,,80000.00\n"
        "14-09-2025,CASH DEPOSIT,,5000.00,85000.00\n"
        "15-09-2025,GROCERY,1250.50,,83749.50\n"
    )
    (tmp_path / "statement.csv").write_text(statement, encoding="utf-8")
    return tmp_path


def _expanded(words: list[str], home: Path) -> Iterator[str]:
    """Expand the home folder and `*`, as a shell does."""
    for word in words:
        if word.startswith("~/"):
            yield from sorted(str(path) for path in home.glob(word[2:]))
        else:
            yield word


def test_the_pages_show_commands() -> None:
    assert len(SHOWN) > 30
    assert {name for name, _ in SHOWN} >= {"README.md", "getting-started.md", "rates.md"}


@pytest.mark.parametrize(("page", "command"), SHOWN)
def test_a_command_that_a_page_shows_runs(
    desk: Path, page: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = list(_expanded(shlex.split(command)[1:], desk))
    if _ONLY_PARSED.search(command):
        words.append("--help")
    for name in ("FREELANCE_PK_LAYOUTS", "FREELANCE_PK_RATES"):
        monkeypatch.setenv(name, str(desk / name))
    monkeypatch.chdir(desk)
    if "--books books" in command and "init" not in words:
        assert run("init", "books").code == 0
        assert run("import", "upwork.csv", "--books", "books").code == 0
    named = any((desk / word).exists() and not Path(word).is_absolute() for word in words)
    if not named and not {"init", "--books"} & set(words):
        monkeypatch.chdir(desk / "exports")  # it reads the books

    ran = run(*words)

    expected = {2} if _ANSWERS.search(command) else {0, 4}
    assert ran.code in expected, f"{page}: {command}\n{ran.out}\n{ran.err}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_s_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), target
