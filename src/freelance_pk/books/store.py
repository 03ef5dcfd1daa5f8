"""Takes files into the books: all of one import or none, whenever it is cut short.

The list of what is being put in place is written first; while it is there, none of its files counts.
Removing it is the one step that makes the import done.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from freelance_pk.books.imports import Said, load_said, write_said
from freelance_pk.books.naming import numbered
from freelance_pk.books.start import EXPORTS
from freelance_pk.books.writing import make_folder, naming, place, settle, stays_inside, write_private
from freelance_pk.intake.listing import UNFINISHED, list_files, refuse_unusual, unfinished
from freelance_pk.model.errors import FreelanceError, InputRefusedError

_CHUNK = 1 << 20


class Copy(NamedTuple):
    """One file to take in. `target` is its place below exports, as "Payoneer/payoneer.csv"."""

    source: Path
    sha256: str
    target: str


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        InputRefusedError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as failure:
        raise InputRefusedError(
            f"the file cannot be read: {failure.strerror}",
            origin=str(path),
            remedy="check its rights, and that no other program holds it open",
        ) from failure


def present(books: Path) -> dict[str, Path]:
    """Return the files of the books by SHA-256."""
    return {digest_of(each.path): each.path for each in list_files([books]).files}


def free_target(books: Path, folder: str, name: str, taken: Iterable[str]) -> str:
    """Return a place below exports where no file stands, also where disks ignore capitals.

    Args:
        books: the folder of the books.
        folder: of the account.
        name: the file's name.
        taken: places that other files of the same import have.
    """
    inside = books / EXPORTS / folder
    standing = set(inside.iterdir()) if inside.is_dir() else set()
    names = {each.name.casefold() for each in standing - unfinished(books / EXPORTS)}
    names |= {each.rpartition("/")[2].casefold() for each in taken if each.rpartition("/")[0] == folder}
    free, number = name, 1
    while free.casefold() in names:
        number += 1
        free = numbered(name, number)
    return f"{folder}/{free}"


def take_in(books: Path, copies: Sequence[Copy], said: Mapping[str, Said]) -> None:
    """Copy files into the books, and keep what was said of them. The caller is alone in the books.

    Raises:
        FreelanceError: a file changed meanwhile, a folder leads out of the books, or the disk failed; nothing
            was taken in.
    """
    exports = books / EXPORTS
    stays_inside(exports, books)
    make_folder(exports)
    listed = [{"path": each.target, "sha256": each.sha256} for each in copies]
    id_ = hashlib.sha256(os.urandom(16)).hexdigest()[:16]
    if copies:
        write_private(exports / UNFINISHED, json.dumps({"id": id_, "files": listed}, indent=1).encode())
    try:
        for each in copies:
            target = exports / each.target
            stays_inside(target.parent, books)
            make_folder(target.parent)
            place(target, partial(_copy, each))
        if said:
            write_said(books, {**load_said(books), **said})
        _done(exports)
    except BaseException:
        undo(books)
        raise


def _copy(each: Copy, target: BinaryIO) -> None:
    digest = hashlib.sha256()
    with each.source.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != each.sha256:
        raise FreelanceError(
            f"{each.source} changed while it was imported", remedy="run the import again; nothing was changed"
        )


def _done(exports: Path) -> None:
    journal = exports / UNFINISHED
    with naming(journal):
        journal.unlink(missing_ok=True)
        settle(exports)


def undo(books: Path) -> tuple[str, ...]:
    """Take out what an interrupted import put in place; return its files' places below exports.

    The caller is alone in the books. A file that somebody has put there since is left.
    """
    exports = books / EXPORTS
    refuse_unusual(exports / UNFINISHED, exports)
    try:
        content = json.loads((exports / UNFINISHED).read_bytes())
        files = [(str(each["path"]), str(each["sha256"])) for each in content["files"]]
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as failure:
        raise InputRefusedError(
            "the list of an interrupted import is damaged",
            origin=str(exports / UNFINISHED),
            remedy="remove it, look through the folder, and run the import again",
        ) from failure
    for target, digest in files:
        path = exports / target
        inside = path.resolve().is_relative_to(exports.resolve())
        if inside and path.is_file() and digest_of(path) == digest:
            with naming(path):
                path.unlink()
        with suppress(OSError):  # other files may be in it
            path.parent.rmdir()
    _done(exports)
    return tuple(target for target, _ in files)
