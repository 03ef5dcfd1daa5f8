"""The clients of a firm: one folder each, found below one folder, with a safe name for what is written of each."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from freelance_pk.batch.masking import mask, shown
from freelance_pk.books.naming import folder_name
from freelance_pk.books.start import PROFILE
from freelance_pk.intake.listing import is_hidden
from freelance_pk.model.errors import UsageError
from freelance_pk.model.issue import Issue, note, warning

# What marks a folder as the output of a batch.
KEPT = ".batch"
_OF_DISKS = frozenset({"__MACOSX", "lost+found", "$RECYCLE.BIN", "System Volume Information"})
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".pdf", ".zip"})
_DEEPEST = 8


class Client(NamedTuple):
    """One client.

    Attributes:
        place: path of the folder below the folder of all clients, with slashes.
        name: the same as shown: one line, identity numbers masked.
        slug: name of the outputs; no two of a run are the same, also where disks ignore capitals.
    """

    place: str
    name: str
    slug: str


class Found(NamedTuple):
    """The clients in order of their names, and what was passed over."""

    clients: tuple[Client, ...]
    issues: tuple[Issue, ...]


def find_clients(root: Path, out: Path) -> Found:
    """Find every client's folder below one folder.

    A folder below `root` is a client with all that is in it, unless it holds no file itself and a profile.toml
    stands somewhere below it: then it only groups clients, and each folder in it is looked at likewise.

    Args:
        root: folder of all clients.
        out: where outputs go; never a client.

    Raises:
        UsageError: it is no folder, or one client's; outputs and clients would mix; or there is no client.
    """
    if not root.is_dir():
        raise UsageError(
            f"{root} is no folder", remedy="name the folder that holds one folder for each client"
        )
    if (root / PROFILE).is_file():
        raise UsageError(
            f"{root} holds a profile: it is one client's folder",
            remedy="name the folder above it; one client alone is done by `freelance-pk export` and `report`",
        )
    issues: list[Issue] = []
    try:
        places = list(_clients_in(root, root, out.resolve(), issues, 1))
    except OSError as failure:
        raise UsageError(
            f"{root} cannot be read: {failure.strerror}", remedy="check the rights of the folder"
        ) from failure
    if not places:
        raise UsageError(
            f"{root} holds no client's folder",
            remedy="put each client's files in a folder of their own below it",
        )
    _keep_apart(root, out, places)
    named = sorted(zip(places, _slugs(places), strict=True))
    clients = [Client(place, shown(place), slug) for place, slug in named]
    return Found(
        tuple(sorted(clients, key=_order)), tuple(sorted(issues, key=lambda each: (each.code, each.origin)))
    )


def _order(client: Client) -> tuple[str, str]:
    return client.name.casefold(), client.place


def _clients_in(folder: Path, root: Path, out: Path, issues: list[Issue], depth: int) -> Iterator[str]:
    for each in sorted(folder.iterdir()):
        place = each.relative_to(root).as_posix()
        if is_hidden(each.name) or each.name in _OF_DISKS:
            continue
        if each.is_symlink() and (each.is_dir() or not each.exists()):
            issues.append(
                note(
                    "link-passed-over",
                    "a link to another folder is no client's folder and was not followed.",
                    origin=shown(place),
                    remedy="move or copy the folder itself here",
                )
            )
        elif not each.is_dir():
            if each.suffix.lower() in _TABLES:
                issues.append(_stray(place))
        elif each.resolve() == out:
            continue
        elif (each / KEPT).is_dir():
            issues.append(
                note("outputs-passed-over", "the outputs of another batch; no client.", origin=shown(place))
            )
        elif depth < _DEEPEST and _only_groups(each):
            yield from _clients_in(each, root, out, issues, depth + 1)
        else:
            yield place


def _stray(place: str) -> Issue:
    return warning(
        "file-of-no-client",
        "the file stands in no client's folder and was not read.",
        origin=shown(place),
        remedy="move it to the folder of the client it belongs to",
    )


def _only_groups(folder: Path) -> bool:
    try:
        if any(not is_hidden(each.name) and not each.is_dir() for each in folder.iterdir()):
            return False
    except OSError:
        return False  # a client whose folder cannot be read; its run says so
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_hidden(name) and name != KEPT]
        if PROFILE in names:
            return True
    return False


def _keep_apart(root: Path, out: Path, places: Iterable[str]) -> None:
    """Refuse outputs that would be read as a client's files, or stand among them.

    Raises:
        UsageError: so it is.
    """
    target, whole = out.resolve(), root.resolve()
    if whole.is_relative_to(target):
        raise UsageError(
            f"the outputs would stand among the clients' folders in {out}",
            remedy="give a folder of its own: -o out",
        )
    if target.is_relative_to(whole):
        inside = target.relative_to(whole).as_posix() + "/"
        for place in places:
            if inside.startswith(f"{place}/"):
                raise UsageError(
                    f"the outputs would stand in the client's folder {shown(place)} and be read as its files",
                    remedy="give a folder of its own: -o out",
                )


def _slugs(places: list[str]) -> Iterator[str]:
    plain = [_plain(place) for place in places]
    taken = Counter(_folded(each) for each in plain)
    for place, each in zip(places, plain, strict=True):
        unchanged = each == place and taken[_folded(each)] == 1
        digest = sha256(os.fsencode(place)).hexdigest()[:8]
        yield each if unchanged else f"{each[:60]}-{digest}"


def _plain(place: str) -> str:
    """Make a file's name of a place: it leads nowhere, is no option or formula, and tells no identity number."""
    masked = mask(place).replace("*", "x").replace("/", "-")
    return folder_name(folder_name(masked, "").lstrip("-=+@ "), "client")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
