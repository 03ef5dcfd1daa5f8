"""`freelance-pk redact`: a copy fit for a bug report, and nothing else touched."""

from pathlib import Path

import pytest
from running import CASES, run

from freelance_pk.packaged import packaged

UPWORK = CASES / "p1" / "upwork.csv"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "upwork.csv"
    path.write_bytes(UPWORK.read_bytes())
    return path


def test_a_copy_stands_beside_the_file_and_says_what_it_keeps(file: Path) -> None:
    ran = run("redact", file)

    assert (ran.code, ran.err) == (0, "")
    assert sorted(each.name for each in file.parent.iterdir()) == ["upwork-redacted.csv", "upwork.csv"]
    assert file.read_bytes() == UPWORK.read_bytes()
    for words in (
        "Kept: names of columns, dates",
        "Changed: letters",
        "ids (to counters;",
        "Look through the copy",
    ):
        assert words in ran.out
    assert max(map(len, ran.out.splitlines()[1:])) <= 80


def test_the_copy_reports_as_many_entries_of_the_same_months(file: Path) -> None:
    copy = file.with_name("copy.csv")
    assert run("redact", file, "-o", copy).code == 0
    original, redacted = (
        run("report", path, "--tax-year", "2026", "--format", "json").json() for path in (file, copy)
    )

    for key in ("layout", "rows", "entries", "skipped"):
        assert redacted["files"][0][key] == original["files"][0][key]
    assert [month["month"] for month in redacted["months"]] == [
        month["month"] for month in original["months"]
    ]
    assert redacted["earned"][0]["gross"] != original["earned"][0]["gross"]


def test_the_same_file_gives_the_same_copy(file: Path) -> None:
    for name in ("one.csv", "two.csv"):
        assert run("redact", file, "-o", file.with_name(name)).code == 0

    assert file.with_name("one.csv").read_bytes() == file.with_name("two.csv").read_bytes()


def test_nothing_is_overwritten_without_force(file: Path) -> None:
    assert run("redact", file).code == 0
    file.with_name("upwork-redacted.csv").write_text("mine", encoding="utf-8")
    ran = run("redact", file)

    assert ran.code == 2
    assert "--force" in ran.err
    assert file.with_name("upwork-redacted.csv").read_text(encoding="utf-8") == "mine"
    assert run("redact", file, "--force").code == 0


@pytest.mark.parametrize("words", [["--force"], []])
def test_the_original_is_never_written(file: Path, words: list[str]) -> None:
    assert run("redact", file, "-o", file, *words).code == 2
    assert file.read_bytes() == UPWORK.read_bytes()


def test_a_folder_with_a_copy_in_it_is_read_without_the_copy(file: Path) -> None:
    alone = run("report", file.parent, "--tax-year", "2026", "--format", "json").json()
    assert run("redact", file).code == 0
    beside = run("report", file.parent, "--tax-year", "2026", "--format", "json").json()

    assert beside["earned"] == alone["earned"]
    assert "a redacted copy, whose amounts are invented, was not read." in [
        issue["message"] for issue in beside["issues"]
    ]
    named = run("report", file.with_name("upwork-redacted.csv"), "--tax-year", "2026", "--format", "json")
    assert named.json()["files"][0]["name"] == "upwork-redacted.csv"


def test_a_file_of_every_demo_layout_can_be_redacted(tmp_path: Path) -> None:
    for path in sorted(packaged("demo").glob("*.csv")):
        ran = run("redact", path, "-o", tmp_path / path.name)
        assert ran.code == 0, ran.err
        assert "entries of the same kinds and days" in ran.out


def test_a_name_that_does_not_say_what_the_copy_is_is_wrong_usage(file: Path) -> None:
    ran = run("redact", file, "-o", file.with_name("copy.xlsx"))

    assert ran.code == 2
    assert not file.with_name("copy.xlsx").exists()


def test_a_name_with_digits_is_pointed_at(file: Path) -> None:
    path = file.rename(file.with_name("statement_0012345.csv"))

    assert "rename the copy" in run("redact", path).out


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"%PDF-1.4 broken"])
def test_what_cannot_be_opened_is_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    ran = run("redact", file)

    assert ran.code == 3
    assert [each.name for each in file.parent.iterdir()] == ["upwork.csv"]


def test_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    assert run("redact", tmp_path).code == 2


def test_a_damaged_text_is_refused_or_copied_without_a_word_of_it(file: Path) -> None:
    file.write_text('Day,Words\n"2025-07-01,Ahmed Khan\n', encoding="utf-8")
    ran = run("redact", file)

    assert ran.code in (0, 3)
    assert not file.with_name("upwork-redacted.csv").exists() or "Ahmed" not in file.with_name(
        "upwork-redacted.csv"
    ).read_text(encoding="utf-8")
