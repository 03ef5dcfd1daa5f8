"""locks/N.json: a filed year, frozen. Checked against its own digest before anything of it is used.

Removing the file unlocks the year.
"""

import hashlib
import json
import os
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from freelance_pk.books.alone import alone
from freelance_pk.books.writing import make_folder, stays_inside, write_private
from freelance_pk.intake.listing import refuse_unusual
from freelance_pk.model.errors import InputRefusedError, UsageError

LOCKS = "locks"
SCHEMA = "freelance-pk/lock/1"
_FAMILY = SCHEMA.rpartition("/")[0]
# Written on lines of their own, for people; the rest is long and on one line.
_READABLE = ("schema", "tax_year", "locked_on", "program", "status", "figures", "inputs")


class LockFile(NamedTuple):
    """One lock.

    Attributes:
        path: on disk.
        locked_on: the day.
        digest: SHA-256 of everything else in the file.
        content: the file without its digest.
    """

    path: Path
    tax_year: int
    locked_on: date
    digest: str
    content: dict[str, Any]

    @property
    def program(self) -> str:
        """The version that wrote it."""
        return str(self.content["program"])


def lock_path(books: Path, year: int) -> Path:
    """Return where the lock of a year stands."""
    return books / LOCKS / f"{year}.json"


def has_locks(books: Path) -> bool:
    """Say whether years may be locked: whatever it is, something stands where the locks do."""
    return os.path.lexists(books / LOCKS)


def locked_years(books: Path) -> tuple[int, ...]:
    """Return the years that are locked."""
    stems = (path.stem for path in (books / LOCKS).glob("*.json"))
    return tuple(sorted(int(stem) for stem in stems if stem.isascii() and stem.isdigit()))


def read_lock(books: Path, year: int) -> LockFile | None:
    """Read and check a lock, None if the year is not locked.

    Raises:
        InputRefusedError: the lock is damaged, was changed, or is of a later version; none of it is used.
    """
    path = lock_path(books, year)
    refuse_unusual(path, books)
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as failure:
        raise _unusable(path, f"it cannot be read: {failure.strerror}") from failure
    except ValueError as failure:
        raise _unusable(path, "it is no JSON, or was cut short") from failure
    if not isinstance(content, dict) or not str(content.get("schema", "")).startswith(f"{_FAMILY}/"):
        raise _unusable(path, f"it is no {SCHEMA}")
    _not_later(path, content)
    digest = str(content.pop("digest", ""))
    if digest != digest_of(content):
        raise _unusable(path, "its content is not what was locked: somebody or something changed the file")
    if content.get("tax_year") != year:
        raise _unusable(path, "it is of another year than its name says")
    try:
        locked_on = date.fromisoformat(content["locked_on"])
    except (KeyError, TypeError, ValueError) as failure:
        raise _unusable(path, "it does not say when the year was locked") from failure
    return LockFile(path, year, locked_on, digest, content)


def _not_later(path: Path, content: dict[str, Any]) -> None:
    ours, theirs = _program(), str(content.get("program", ""))
    if content["schema"] != SCHEMA or _ordered(theirs) > _ordered(ours):
        raise InputRefusedError(
            f"the lock was written by a later freelance-pk, {theirs} ({content['schema']}); this is {ours} ({SCHEMA})",
            origin=str(path),
            remedy="update freelance-pk; the lock is as it was",
        )


def _program() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - it takes 10 ms to load, and few books hold locks

    return version("freelance-pk")


def _ordered(text: str) -> tuple[int, ...]:
    """Return the numbers of a version, what is not a number left out."""
    return tuple(int(part) for part in text.split(".") if part.isascii() and part.isdigit())


def write_lock(books: Path, year: int, locked_on: date, content: dict[str, Any], *, force: bool) -> LockFile:
    """Write a lock in one step.

    Args:
        books: the folder of the books.
        year: tax year.
        locked_on: the day.
        content: what is frozen; "figures" and "inputs" are read by people, too.
        force: over a lock that is there.

    Raises:
        UsageError: the year is locked, and `force` is not given.
        InputRefusedError: it is locked, and that lock cannot be used.
        FreelanceError: it cannot be written; an older lock is as it was.
    """
    path = lock_path(books, year)
    whole = {
        "schema": SCHEMA,
        "tax_year": year,
        "locked_on": locked_on.isoformat(),
        "program": _program(),
        **content,
    }
    digest = digest_of(whole)
    with alone(books):
        before = None if force else read_lock(books, year)
        if before is not None:
            raise _locked_already(before, whole)
        stays_inside(path.parent, books)
        make_folder(path.parent)
        write_private(path, _text({**whole, "digest": digest}).encode("utf-8", "surrogatepass"))
    return LockFile(path, year, locked_on, digest, whole)


def _locked_already(before: LockFile, now: dict[str, Any]) -> UsageError:
    apart = {"locked_on", "program"}
    same = all(before.content.get(key) == value for key, value in now.items() if key not in apart)
    if same:
        return UsageError(
            f"tax year {before.tax_year} was locked on {before.locked_on} with the same figures and inputs; nothing was "
            "changed",
            remedy=f"nothing is to be done; to unlock the year, remove {before.path}",
        )
    return UsageError(
        f"tax year {before.tax_year} was locked on {before.locked_on}, with other figures or inputs; nothing was changed",
        remedy=f"see what differs: `freelance-pk report --tax-year {before.tax_year}`; to lock it again as it is today, "
        f"give --force; to unlock it, remove {before.path}",
    )


def _text(content: dict[str, Any]) -> str:
    lines = []
    for key, value in content.items():
        indent = 1 if key in _READABLE else None
        text = json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
        lines.append(f"{json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def digest_of(content: dict[str, Any]) -> str:
    """Digest a content whatever the order and spacing of its JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _unusable(path: Path, words: str) -> InputRefusedError:
    return InputRefusedError(
        f"the lock of a filed year cannot be used: {words}",
        origin=str(path),
        remedy="take it from a backup; or, if the year need not stay locked, remove the file and lock it again",
    )
