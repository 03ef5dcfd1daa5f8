"""A file of the books is the old one or the new one, whatever fails, and its owner's alone."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from freelance_pk.books.writing import make_folder, sweep, write_private
from freelance_pk.model.errors import FreelanceError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    write_private(tmp_path / "review.toml", b"new")

    assert (tmp_path / "review.toml").read_bytes() == b"new"
    assert mode(tmp_path / "review.toml") == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["review.toml"]


def test_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "books" / "exports")

    assert mode(tmp_path / "books") == mode(tmp_path / "books" / "exports") == 0o700
    make_folder(tmp_path / "books" / "exports")


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "books").write_text("mine", encoding="utf-8")

    with pytest.raises(FreelanceError, match="books cannot be written"):
        make_folder(tmp_path / "books")
    with pytest.raises(FreelanceError, match="exports cannot be written"):
        make_folder(tmp_path / "books" / "exports")


@pytest.mark.parametrize("step", ["fsync", "replace", "fdopen"])
@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EIO, "check")]
)
def test_whatever_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, words: str
) -> None:
    path = tmp_path / "review.toml"
    write_private(path, b"old")

    def fail(*args: Any, **_: Any) -> Any:
        if step == "fdopen":
            os.close(args[0])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path if step == "replace" else os, step, fail)
    with pytest.raises(FreelanceError) as failure:
        write_private(path, b"new")

    assert str(path) in failure.value.message
    assert words in failure.value.remedy
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["review.toml"]


def test_what_a_killed_writer_left_is_swept_up_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    left = [tmp_path / ".freelance-pk-a1.tmp", tmp_path / "exports" / ".freelance-pk-b2.tmp"]
    kept = [tmp_path / ".freelance-pk.lock", tmp_path / "freelance-pk-a.tmp", tmp_path / ".other.tmp"]
    for path in (*left, *kept):
        path.write_bytes(b"")
    sweep(tmp_path)

    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in kept)
