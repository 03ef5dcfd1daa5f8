"""Which files are meant, under which names, whatever else stands or happens in the folder."""

import json
import os
import threading
from pathlib import Path

import pytest

from freelance_pk.intake.listing import UNFINISHED, list_files
from freelance_pk.model.errors import InputRefusedError


def put(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(*paths: Path) -> list[str]:
    return [each.name for each in list_files(paths).files]


def test_a_file_has_one_name_wherever_it_stands(tmp_path: Path) -> None:
    path = put(tmp_path / "exports" / "Payoneer" / "payoneer.csv")

    assert names(path) == names(tmp_path) == names(tmp_path / "exports") == ["payoneer.csv"]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    put(tmp_path / "payoneer" / "2026" / "july.csv")
    put(tmp_path / "wise" / "2026" / "july.csv")
    put(tmp_path / "august.csv")

    assert names(tmp_path) == ["august.csv", "payoneer/2026/july.csv", "wise/2026/july.csv"]


def test_a_file_named_twice_is_one_file(tmp_path: Path) -> None:
    path = put(tmp_path / "july.csv")

    assert names(path, tmp_path, path, tmp_path / "." / "july.csv") == ["july.csv"]


def test_hidden_files_locks_and_spreadsheet_marks_are_left_out(tmp_path: Path) -> None:
    put(tmp_path / "july.csv")
    put(tmp_path / ".hidden.csv")
    put(tmp_path / ".git" / "config.csv")
    put(tmp_path / "~$july.xlsx")
    put(tmp_path / ".~lock.july.csv#")
    put(tmp_path / "locks" / "2026.json")

    assert names(tmp_path) == ["july.csv"]


@pytest.mark.parametrize("name", ["~$july.xlsx", ".~lock.july.xlsx#"])
def test_a_spreadsheet_programs_mark_that_is_named_is_explained(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefusedError, match="spreadsheet program") as refusal:
        list_files([put(tmp_path / name)])

    assert str(tmp_path / "july.xlsx") in refusal.value.remedy


def test_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="no such file"):
        list_files([tmp_path / "july.csv"])


def test_links_are_followed_inside_the_folder_and_not_out_of_it(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "secret.csv")
    books = tmp_path / "books"
    inside = put(books / "july.csv")
    (books / "out.csv").symlink_to(outside)
    (books / "folder").symlink_to(outside.parent)
    (books / "again.csv").symlink_to(inside)
    listing = list_files([books])

    assert [each.path.resolve() for each in listing.files] == [inside]
    assert sorted(issue.origin for issue in listing.issues) == ["folder", "out.csv"]
    assert {issue.code for issue in listing.issues} == {"link-passed-over"}


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(put(tmp_path / "outside" / "july.csv"))

    assert names(link) == ["link.csv"]


def journal(exports: Path, *paths: str) -> Path:
    return put(exports / UNFINISHED, json.dumps({"files": [{"path": path} for path in paths]}))


def test_files_of_an_import_that_is_not_done_do_not_count(tmp_path: Path) -> None:
    exports = tmp_path / "ayesha" / "exports"
    put(exports / "Wise" / "july.csv")
    put(exports / "Wise" / "august.csv")
    written = journal(exports, "Wise/august.csv", "Wise/september.csv")

    assert names(exports) == names(exports.parent) == names(tmp_path) == ["july.csv"]
    written.unlink()
    assert names(tmp_path) == ["august.csv", "july.csv"]


def test_a_damaged_list_of_an_import_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "exports" / UNFINISHED, '{"files": [')

    with pytest.raises(InputRefusedError, match="damaged") as refusal:
        list_files([tmp_path])
    assert str(tmp_path / "exports" / UNFINISHED) in refusal.value.origin


def test_imports_that_come_and_go_are_seen_whole_or_not_at_all(tmp_path: Path) -> None:
    """An importer puts two files in place under its list; a reader never sees one without the other."""
    exports = tmp_path / "exports"
    for account in ("A", "Z"):
        put(exports / account / "first.csv")
    done = threading.Event()

    def importer() -> None:
        for number in range(150):
            pair = [f"A/{number}.csv", f"Z/{number}.csv"]
            content = json.dumps({"files": [{"path": path} for path in pair]})
            put(exports / ".beside", content).replace(exports / UNFINISHED)
            for path in pair:
                put(exports / path)
            (exports / UNFINISHED).unlink()
        done.set()

    thread = threading.Thread(target=importer)
    thread.start()
    looks = 0
    while not done.is_set():
        seen = [each.path for each in list_files([tmp_path]).files]
        assert {path.name for path in seen if path.parent.name == "A"} == {
            path.name for path in seen if path.parent.name == "Z"
        }
        looks += 1
    thread.join()
    assert looks


def test_a_name_that_is_no_text_is_shown_by_its_bytes(tmp_path: Path) -> None:
    """An old disk's name in Windows letters, which no JSON and no workbook can hold as it is."""
    try:
        put(tmp_path / os.fsdecode(b"caf\xe9.csv"))
    except OSError:
        pytest.skip("this disk takes no such name")

    assert names(tmp_path) == ["caf\\xe9.csv"]
