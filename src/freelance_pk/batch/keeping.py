"""What a batch keeps beside its outputs, so that an interrupted run goes on and an unchanged client is left alone.

<out>/.batch/run.json        what the outputs are of
<out>/.batch/<slug>.json     a client's digest, row and keys, a line each: written last, it says that the client is done
<out>/clients/<slug>.*       the client's outputs

Keys tell a certificate, a bank receipt or an export without its contents: a line of the digests of each sort, sorted,
then a line for where each of them stands.
"""

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from freelance_pk.batch.clients import KEPT
from freelance_pk.batch.row import Row, from_text, to_text
from freelance_pk.books.writing import naming, write_private

CLIENTS = "clients"
RUN = "run.json"
# Bumped when what is kept changes its form: what an older program kept is then done anew.
_FORM = 3
_LOCKS = (".~lock.", "~$")


class Of(IntEnum):
    """What keys are of: the line of their digests among those that are kept of a client."""

    MONEY = 2  # certificates and bank receipts
    EXPORTS = 3  # files of platforms and wallets, and some of their rows


class Key(NamedTuple):
    """A certificate, receipt or export, told without its contents; `place` is file and row, with what it is."""

    digest: int
    place: str


class Kept(NamedTuple):
    """A client's row as it was kept, with the digest of what it was made from.

    `withheld`: the outputs were taken away, because another client's files show the same money.
    """

    digest: str
    row: Row
    withheld: bool


def folders(out: Path) -> tuple[Path, Path]:
    """Return the folder of what is kept and that of the clients' outputs."""
    return out / KEPT, out / CLIENTS


def keep(out: Path, kept: Kept, keys: Mapping[Of, Iterable[Key]] | None = None) -> None:
    """Keep a client's row: from now on the client is done.

    Args:
        out: folder of the outputs.
        kept: the row.
        keys: of what the client's folder holds; None: those that were kept.

    Raises:
        FreelanceError: it cannot be written.
    """
    head = json.dumps({"form": _FORM, "digest": kept.digest, "withheld": kept.withheld})
    tail = _lines(out, kept.row.slug)[min(Of) :] if keys is None else _tail(keys)
    text = "\n".join([head, to_text(kept.row), *tail])
    write_private(out / KEPT / f"{kept.row.slug}.json", text.encode())


def _tail(keys: Mapping[Of, Iterable[Key]]) -> list[str]:
    digests, places = [], []
    for of in Of:
        of_each: dict[int, str] = {}
        for key in keys.get(of, ()):
            of_each.setdefault(key.digest, key.place)
        listed = sorted(of_each)
        digests.append("".join(f"{each:016x}" for each in listed))
        places += [of_each[each] for each in listed]
    return [*digests, *places]


def _lines(out: Path, slug: str) -> list[str]:
    return (out / KEPT / f"{slug}.json").read_text(encoding="utf-8").split("\n")


def load(out: Path, slug: str) -> Kept | None:
    """Return what was kept of a client; None if nothing, or it is damaged: the client is then done anew."""
    try:
        head, row, _of_money, _of_exports, *_places = _lines(out, slug)
        said = json.loads(head)
        if said["form"] != _FORM:
            return None
        return Kept(said["digest"], from_text(row), said["withheld"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return None


def load_keys(out: Path, slug: str, of: Of) -> "array[int]":
    """Return the digests of one sort of a client's keys; none where none were kept."""
    try:
        return _keys_in(_lines(out, slug)[of])
    except (OSError, ValueError, IndexError):
        return array("Q")


def _keys_in(text: str) -> "array[int]":
    return array("Q", (int(text[at : at + 16], 16) for at in range(0, len(text), 16)))


def places_of(out: Path, slug: str, digests: Iterable[int], of: Of) -> list[str]:
    """Return where what keys are of stands in a client's files, by their digests, in the order of these."""
    wanted = set(digests)
    lines = _lines(out, slug)
    before = sum(len(lines[each]) // 16 for each in Of if each < of)
    places = lines[max(Of) + 1 + before :]
    return [place for digest, place in zip(_keys_in(lines[of]), places, strict=False) if digest in wanted]


def outputs_stand(out: Path, row: Row) -> bool:
    """Say whether every output of a client is there."""
    return all((out / CLIENTS / name).is_file() for name in row.outputs or {})


def forget(out: Path, slug: str) -> None:
    """Remove a client's outputs and what was kept of it.

    Raises:
        FreelanceError: a file cannot be removed.
    """
    kept = load(out, slug)
    if kept is not None:
        clear(out, kept.row.outputs or {})
    path = out / KEPT / f"{slug}.json"
    with naming(path):
        path.unlink(missing_ok=True)


def clear(out: Path, outputs: Mapping[str, str]) -> None:
    """Remove outputs, but for those that are open in a spreadsheet program, or that somebody has changed.

    Args:
        out: folder of the outputs.
        outputs: SHA-256 as written, by file name; "" where none is known.
    """
    spare(out, outputs)
    for name in outputs:
        path = out / CLIENTS / name
        if path.is_file() and open_elsewhere(path) is None:
            with suppress(PermissionError):
                path.unlink(missing_ok=True)


def spare(out: Path, outputs: Mapping[str, str]) -> tuple[str, ...]:
    """Give outputs that somebody has changed a name of their own; return these names."""
    spared = []
    for name, written in outputs.items():
        path = out / CLIENTS / name
        if (
            written
            and path.is_file()
            and digests(out, [name])[name] != written
            and open_elsewhere(path) is None
        ):
            number = 1
            while (kept := path.with_name(f"{path.stem}-edited-{number}{path.suffix}")).exists():
                number += 1
            with suppress(PermissionError):
                path.rename(kept)
                spared.append(kept.name)
    return tuple(spared)


def known(out: Path) -> Iterator[str]:
    """Yield the slug of every client that something was kept of."""
    for path in sorted((out / KEPT).glob("*.json")):
        if path.name != RUN:
            yield path.stem


def sweep(out: Path) -> None:
    """Remove what writers that were killed left half-written."""
    for folder in folders(out):
        for path in folder.glob(".*"):
            if path.is_file() and not path.name.startswith(_LOCKS):
                path.unlink(missing_ok=True)


def open_elsewhere(path: Path) -> Path | None:
    """Return the mark that a spreadsheet program leaves beside a file it has open, None if there is none."""
    for mark in (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}")):
        if mark.exists():
            return mark
    return None


def digests(out: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of outputs by name."""
    return {name: hashlib.sha256((out / CLIENTS / name).read_bytes()).hexdigest() for name in names}
