"""Whose folders are clients, and what their outputs are called."""

import os
import re
from pathlib import Path

import pytest

from freelance_pk.batch.clients import find_clients
from freelance_pk.batch.masking import mask, shown
from freelance_pk.model.errors import UsageError


def folder(root: Path, *names: str, file: str = "bank.csv") -> None:
    for name in names:
        (root / name).mkdir(parents=True)
        (root / name / file).write_text("a,b\n", encoding="utf-8")


def slugs(root: Path, out: Path | None = None) -> dict[str, str]:
    return {each.place: each.slug for each in find_clients(root, out or root.parent / "out").clients}


def codes(root: Path, out: Path | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.origin) for each in find_clients(root, out or root.parent / "out").issues]


def test_every_folder_is_a_client_with_all_that_is_below_it(tmp_path: Path) -> None:
    folder(tmp_path, "ayesha/exports/Payoneer", "bilal")
    (tmp_path / "empty").mkdir()
    assert slugs(tmp_path) == {"ayesha": "ayesha", "bilal": "bilal", "empty": "empty"}


def test_a_folder_that_only_groups_clients_is_none(tmp_path: Path) -> None:
    folder(tmp_path, "a-to-k/ayesha", "a-to-k/bilal", "sana")
    (tmp_path / "a-to-k/bilal/profile.toml").write_text("", encoding="utf-8")
    assert slugs(tmp_path).keys() == {"a-to-k/ayesha", "a-to-k/bilal", "sana"}
    assert slugs(tmp_path)["sana"] == "sana"
    assert re.fullmatch("a-to-k-ayesha-[0-9a-f]{8}", slugs(tmp_path)["a-to-k/ayesha"])


def test_hidden_folders_those_of_disks_and_files_beside_the_clients_are_none(tmp_path: Path) -> None:
    folder(tmp_path, "ayesha", ".git", "~$tmp", "__MACOSX")
    (tmp_path / "meezan.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("a\n", encoding="utf-8")
    assert slugs(tmp_path).keys() == {"ayesha"}
    assert codes(tmp_path) == [("file-of-no-client", "meezan.csv")]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder(tmp_path, "clients/ayesha", "elsewhere")
    (tmp_path / "clients/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "clients/twice").symlink_to(tmp_path / "clients/ayesha")
    (tmp_path / "clients/gone").symlink_to(tmp_path / "nowhere")
    assert slugs(tmp_path / "clients").keys() == {"ayesha"}
    assert codes(tmp_path / "clients") == [
        ("link-passed-over", "gone"),
        ("link-passed-over", "other"),
        ("link-passed-over", "twice"),
    ]


def test_outputs_among_the_clients_are_none_whether_of_this_run_or_an_earlier_one(tmp_path: Path) -> None:
    folder(tmp_path, "ayesha", "out", "out-2025")
    (tmp_path / "out-2025/.batch").mkdir()
    assert slugs(tmp_path, tmp_path / "out").keys() == {"ayesha"}
    assert codes(tmp_path, tmp_path / "out") == [("outputs-passed-over", "out-2025")]


@pytest.mark.parametrize("out", ["ayesha/out", "ayesha/new/out", ".", ".."])
def test_outputs_never_stand_among_a_clients_files(tmp_path: Path, out: str) -> None:
    root = tmp_path / "work/clients"
    folder(root, "ayesha", "bilal")
    with pytest.raises(UsageError):
        find_clients(root, root / out)


def test_one_clients_folder_is_no_firm(tmp_path: Path) -> None:
    folder(tmp_path, "exports", file="profile.toml")
    (tmp_path / "profile.toml").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="one client's folder"):
        find_clients(tmp_path, tmp_path.parent / "out")


HOSTILE = [
    "new\nline",
    "=HYPERLINK(1)",
    "-rf",
    "..hidden-not",
    "a" * 200,
    "\u0639\u0627\u0626\u0634\u06c1 \u062e\u0627\u0646",
    "right\u202eto-left",
    "con",
    "tab\there",
    "dot.",
    "35202-1234567-1 Ayesha",
    "PK36SCBL0000001123456702",
    "quo\"te'",
    "a:b*c?",
    " lead",
]


def test_hostile_names_give_safe_and_different_names_of_outputs(tmp_path: Path) -> None:
    names = [name for name in HOSTILE if not name.startswith(".")]
    folder(tmp_path / "clients", *names)
    made = slugs(tmp_path / "clients")
    assert made.keys() == set(names)
    assert len({each.casefold() for each in made.values()}) == len(names)
    for slug in made.values():
        assert not set(slug) & set('\n\t/\\:*?"<>|\u202e')
        assert slug[0] not in "-=.~@+ "
        assert len(slug.encode()) < 200
        assert slug.casefold() != "con"
        assert "1234567" not in slug
        assert "0000001123456702" not in slug


def test_names_that_differ_in_capitals_alone_do_not_meet_in_the_outputs(tmp_path: Path) -> None:
    folder(tmp_path / "clients", "Ayesha", "AYESHA", "bilal")
    if len(list((tmp_path / "clients").iterdir())) < 3:
        pytest.skip("this disk takes the two names for one")
    made = slugs(tmp_path / "clients")
    assert len({each.casefold() for each in made.values()}) == 3
    assert made["bilal"] == "bilal"


def test_a_name_that_is_no_text_is_shown_and_written_safely(tmp_path: Path) -> None:
    try:
        (tmp_path / "clients" / os.fsdecode(b"caf\xe9")).mkdir(parents=True)
    except (OSError, UnicodeDecodeError):
        pytest.skip("this disk takes no such name")
    [client] = find_clients(tmp_path / "clients", tmp_path / "out").clients
    assert client.name == "caf?"
    client.slug.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("CNIC 35202-1234567-1 of", "CNIC ***********67-1 of"),
        ("3520212345671", "*********5671"),
        ("NTN 1234567-8.", "NTN *****67-8."),
        ("PK36SCBL0000001123456702", "********************6702"),
        ("pk36 scbl 0000 0011 2345 6702,", "*************************6702,"),
        ("GB82WEST12345698765432", "******************5432"),
    ],
)
def test_identity_numbers_are_masked_wherever_they_stand(text: str, hidden: str) -> None:
    assert mask(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "Rs 1,234,567 of 2025-08-12",
        "receipt 702450007",
        "account 02150104114410, row 7",
        "FT25DEPOSITREFERENCE12",
        "MZ-2026-1001",
        "meezan.csv, row 1234567",
        "1234567-89",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert mask(text) == text


def test_a_number_of_the_profile_is_masked_in_any_form() -> None:
    assert mask("of 1234567", known=("1234567",)) == "of ***4567"


def test_a_name_shows_in_one_line() -> None:
    assert shown("two\nlines \u202e35202-1234567-1") == "two?lines ?***********67-1"
