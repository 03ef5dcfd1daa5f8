"""The files that a user means by the files and folders they name, each once, under the shortest name that tells it."""

import json
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from freelance_pk.model.errors import FreelanceError, InputRefusedError
from freelance_pk.model.issue import Issue, note

# While an import puts its files in place it lists them in this file, in the folder that takes them; as long as
# the list is there, none of them counts: the books are as they were before.
UNFINISHED = ".importing.json"
_LOCKS = "locks"
_MOST_LOOKS = 200


class Listed(NamedTuple):
    """One file. `name` is as shown; `in_folder`: found in a folder that was named, not named itself."""

    path: Path
    name: str
    in_folder: bool


class Listing(NamedTuple):
    """The files, ordered by name, and what was passed over."""

    files: tuple[Listed, ...]
    issues: tuple[Issue, ...]


def list_files(paths: Sequence[Path]) -> Listing:
    """List the named files, and every file below the named folders.

    Hidden files, locked years and links that lead out of a named folder are left out.

    Raises:
        InputRefusedError: nothing is there under a name, or it is a spreadsheet program's lock file.
    """
    found: dict[Path, tuple[Path, bool]] = {}
    issues: list[Issue] = []
    for path in paths:
        if path.is_dir():
            look = _settled(path)
            issues += [_link(each, path) for each in (*look.files, *look.links) if _leads_out(each, path)]
            for each in look.files:
                if each not in look.pending and not _leads_out(each, path):
                    found.setdefault(each.resolve(), (each, True))
        elif path.exists():
            if path.name.startswith(("~$", ".~lock.")):
                raise _spreadsheet_lock(path)
            found[path.resolve()] = (path, False)
        else:
            raise InputRefusedError(
                "there is no such file or folder", origin=str(path), remedy="check the name"
            )
    names = _shortest([path.absolute() for path, _ in found.values()])
    files = [Listed(path, _readable(names[path.absolute()]), inside) for path, inside in found.values()]
    return Listing(tuple(sorted(files, key=lambda each: (each.name, str(each.path)))), tuple(issues))


def _readable(name: str) -> str:
    """Write the bytes of a name that are no text by their numbers: as they are they could be written nowhere."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def is_hidden(name: str) -> bool:
    """Hidden files, and the lock files that spreadsheet programs leave beside an open file."""
    return name.startswith((".", "~$"))


def unfinished(folder: Path) -> frozenset[Path]:
    """List the files that an import into `folder`, still running or interrupted, has not yet taken in.

    Raises:
        FreelanceError: the import's list is there and cannot be read.
    """
    journal = folder / UNFINISHED
    refuse_unusual(journal, folder)
    try:
        content = json.loads(journal.read_bytes())
        return frozenset(folder / each["path"] for each in content["files"])
    except FileNotFoundError:
        return frozenset()
    except OSError as failure:
        raise FreelanceError(
            f"{journal} cannot be read: {failure.strerror}", remedy="check the rights of the folder"
        ) from failure
    except (ValueError, KeyError, TypeError) as failure:
        raise InputRefusedError(
            "the list of an import that is under way is damaged",
            origin=str(journal),
            remedy="remove it, look through the folder, and run the import again",
        ) from failure


def refuse_unusual(path: Path, folder: Path) -> None:
    """Refuse a link out of a folder, and what is no file, where one of our own files is looked for.

    Whoever sends a folder could show another's file so, or a pipe that is waited for without end.

    Raises:
        InputRefusedError: it is such a thing; what is not there is none.
    """
    remedy = "remove it, and put the file itself there"
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return
    except OSError as failure:
        raise InputRefusedError(
            f"it cannot be read: {failure.strerror}", origin=str(path), remedy=remedy
        ) from failure
    if not is_file:
        raise InputRefusedError(
            "this is a folder, a pipe or a device, no file", origin=str(path), remedy=remedy
        )
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputRefusedError(
            "this is a link that leads out of the folder, and was not followed",
            origin=str(path),
            remedy=remedy,
        )


class _Look(NamedTuple):
    """What one look through a folder saw. `links` are links to other folders."""

    files: list[Path]
    links: list[Path]
    pending: frozenset[Path]


def _settled(folder: Path) -> _Look:
    """Look through a folder until two looks see the same: no import came or went in between."""
    before: _Look | None = None
    for _ in range(_MOST_LOOKS):
        now = _look(folder)
        if now == before:
            return now
        before = now
    raise FreelanceError(
        f"the files of {folder} change all the time",
        remedy="wait until the programs that write there have finished",
    )


def _look(folder: Path) -> _Look:
    files: list[Path] = []
    links: list[Path] = []
    journals: list[Path] = []
    for text, folders, names in os.walk(folder):
        place = Path(text)
        folders[:] = sorted(name for name in folders if not is_hidden(name) and name != _LOCKS)
        links += [place / name for name in folders if (place / name).is_symlink()]
        files += [place / name for name in names if not is_hidden(name)]
        journals += [place] if UNFINISHED in names else []
    # The lists of imports are read last: one that began meanwhile is in the next look, and then the two differ.
    pending = frozenset[Path]().union(*map(unfinished, journals))
    return _Look(sorted(each for each in files if each.is_file()), links, pending)


def _leads_out(path: Path, folder: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _link(path: Path, folder: Path) -> Issue:
    return note(
        "link-passed-over",
        "a link that leads out of the folder; what it leads to was not read.",
        origin=path.relative_to(folder).as_posix(),
        remedy="copy what it leads to, or `freelance-pk import` it",
    )


def _spreadsheet_lock(path: Path) -> InputRefusedError:
    name = path.name.removeprefix("~$").removeprefix(".~lock.").removesuffix("#")
    return InputRefusedError(
        f"this is the mark that a spreadsheet program leaves beside a file it has open; the file itself is {name}",
        origin=str(path),
        remedy=f"close the spreadsheet program, then name {path.with_name(name)}",
    )


def _shortest(wholes: Iterable[Path]) -> dict[Path, str]:
    """Name every file by the fewest last parts of its path that tell it from the others."""
    names: dict[Path, str] = {}
    waiting, parts = list(wholes), 1
    while waiting:
        groups: dict[str, list[Path]] = defaultdict(list)
        for whole in waiting:
            groups["/".join(whole.parts[-parts:])].append(whole)
        waiting = []
        for name, group in groups.items():
            if len(group) == 1 or all(len(whole.parts) <= parts for whole in group):
                names.update(dict.fromkeys(group, name))
            else:
                waiting += group
        parts += 1
    return names
