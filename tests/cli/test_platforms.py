"""`freelance-pk platforms list|show|check`, the user's own layouts among those of the program."""

from pathlib import Path

import pytest
from running import run

LAYOUT = """
id = "{institution}"
name = "{name}"
kind = "bank"

[[layout]]
id = "{layout}"
title = "Statement"
evidence = "learned"
shape = "two-columns"
currency = "PKR"
header = {header}
columns = {{ date = "Posted", text = "Words", debit = "Out", credit = "In" }}
"""
HEADER = '["Posted", "Words", "Out", "In"]'


def put(
    folder: Path,
    layout: str = "gilgit-learned",
    *,
    institution: str = "gilgit",
    name: str = "Gilgit",
    header: str = HEADER,
) -> Path:
    path = folder / f"{layout}.toml"
    text = LAYOUT.format(institution=institution, name=name, layout=layout, header=header)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"FREELANCE_PK_LAYOUTS": str(tmp_path)}


def test_the_list_says_which_are_yours(tmp_path: Path, env: dict[str, str]) -> None:
    put(tmp_path)
    ran = run("platforms", "list", env=env)

    (line,) = [line for line in ran.out.splitlines() if line.startswith("gilgit-learned")]
    assert line.split() == ["gilgit-learned", "Gilgit", "yours:", "learned", "-"]  # "from a file" is below
    assert ran.out.count("yours:") == 1
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_list_for_scripts(tmp_path: Path, env: dict[str, str]) -> None:
    put(tmp_path)
    made = run("platforms", "list", "--format", "json", env=env).json()
    by_id = {each["id"]: each for each in made["layouts"]}

    assert made["schema"] == "freelance-pk/platforms/1"
    assert by_id["gilgit-learned"]["yours"] is True
    assert by_id["gilgit-learned"]["columns"] == ["Posted", "Words", "Out", "In"]
    assert (by_id["meezan-statement"]["yours"], by_id["meezan-statement"]["evidence"]) == (False, "sample")


def test_a_layout_of_yours_is_shown_with_its_file_and_digest(tmp_path: Path, env: dict[str, str]) -> None:
    path = put(tmp_path)
    ran = run("platforms", "show", "gilgit-learned", env=env)

    assert ran.code == 0
    assert f"file: {path} (SHA-256 " in ran.out
    assert "  debit: Out" in ran.out


def test_a_broken_file_of_yours_hides_no_other_layout(tmp_path: Path, env: dict[str, str]) -> None:
    path = put(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("two-columns", "three"), encoding="utf-8")
    ran = run("platforms", "list", env=env)

    assert ran.code == 0
    assert "meezan-statement" in ran.out
    assert "left out: layout.0.shape" in ran.err
    assert run("platforms", "show", "meezan-statement", env=env).code == 0
    checked = run("platforms", "check", env=env)
    assert checked.code == 3
    assert "layout.0.shape" in checked.err
    assert str(path) in checked.err


def test_the_programs_layouts_can_be_told_apart() -> None:
    ran = run("platforms", "check")

    assert (ran.code, ran.err) == (0, "")


def test_two_of_yours_that_fit_one_file_fail_the_check(tmp_path: Path, env: dict[str, str]) -> None:
    put(tmp_path)
    put(
        tmp_path,
        "hunza-learned",
        institution="hunza",
        name="Hunza",
        header='["In", "Out", "Posted", "Words"]',
    )
    ran = run("platforms", "check", env=env)

    assert ran.code == 3
    assert "gilgit-learned" in ran.err
    assert "hunza-learned" in ran.err
    assert "cannot be told apart" in ran.err


def test_one_of_yours_with_more_columns_is_another_version(tmp_path: Path, env: dict[str, str]) -> None:
    put(tmp_path)
    put(
        tmp_path,
        "hunza-learned",
        institution="hunza",
        name="Hunza",
        header='["Posted", "Words", "Out", "In", "Left"]',
    )

    assert run("platforms", "check", env=env).code == 0


def test_one_of_yours_that_reads_files_of_the_program_is_pointed_at(
    tmp_path: Path, env: dict[str, str]
) -> None:
    path = put(
        tmp_path,
        header='["Booking Date", "Value Date", "Doc No", "Description", "Debit", "Credit", "Available Balance"]',
    )
    text = path.read_text(encoding="utf-8").replace(
        '{ date = "Posted", text = "Words", debit = "Out", credit = "In" }',
        '{ date = "Value Date", text = "Description", debit = "Debit", credit = "Credit" }',
    )
    path.write_text(text, encoding="utf-8")
    ran = run("platforms", "check", path, env=env)

    assert ran.code == 0
    assert "files of meezan-statement are read by your gilgit-learned" in " ".join(ran.err.split())


def test_a_file_anywhere_can_be_checked(tmp_path: Path) -> None:
    path = put(tmp_path)

    assert run("platforms", "check", path).code == 0
    assert run("platforms", "check", tmp_path / "none.toml").code == 3
    path.write_text("id = 1", encoding="utf-8")
    assert run("platforms", "check", path).code == 3
