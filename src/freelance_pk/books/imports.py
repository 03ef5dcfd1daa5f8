"""imports.toml: how single files of the books are to be read, where the user said so at the import.

A file is known by its SHA-256, so that it may be moved and renamed inside the books.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import tomli

from freelance_pk.books.writing import write_private
from freelance_pk.intake.listing import refuse_unusual
from freelance_pk.intake.result import ReadAs
from freelance_pk.model.errors import InputRefusedError

IMPORTS = "imports.toml"
_HEAD = """\
# How files of these books are to be read, as said with --as and --account at the import.
# Written by `freelance-pk import`; may be edited.
"""


class Said(NamedTuple):
    """One line of the list. `name` is for people; the file is known by its digest."""

    name: str
    as_: ReadAs


def load_said(books: Path) -> dict[str, Said]:
    """Read the list; empty when there is none.

    Raises:
        InputRefusedError: the list is damaged.
    """
    path = books / IMPORTS
    refuse_unusual(path, books)
    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as failure:
        raise _refused(path, f"cannot be read: {failure.strerror}") from failure
    except (ValueError, RecursionError) as failure:  # no TOML, no UTF-8, a number or a nesting without end
        raise _refused(path, f"is not valid TOML: {failure}") from failure
    files = content.get("file", [])
    if set(content) - {"file"} or not isinstance(files, list):
        raise _refused(path, "has keys that are not known; it holds [[file]] blocks alone")
    return dict(_line(path, each) for each in files)


def _line(path: Path, block: object) -> tuple[str, Said]:
    known = {"sha256", "name", "layout", "account"}
    if (
        not isinstance(block, dict)
        or set(block) - known
        or not all(isinstance(each, str) for each in block.values())
    ):
        raise _refused(
            path, f"has a block with other keys than {', '.join(sorted(known))}, or values that are no text"
        )
    if not block.get("sha256"):
        raise _refused(path, "has a block without sha256")
    as_ = ReadAs(block.get("layout") or None, block.get("account") or None)
    return block["sha256"], Said(block.get("name", ""), as_)


def write_said(books: Path, said: Mapping[str, Said]) -> None:
    """Write the list; the caller is alone in the books.

    Raises:
        FreelanceError: it cannot be written.
    """
    blocks = [_HEAD]
    for digest, each in sorted(said.items(), key=lambda item: (item[1].name, item[0])):
        lines = {"sha256": digest, "name": each.name, "layout": each.as_.layout, "account": each.as_.account}
        blocks.append(
            "\n[[file]]\n"
            + "".join(
                f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items() if value
            )
        )
    write_private(books / IMPORTS, "".join(blocks).encode())


def _refused(path: Path, words: str) -> InputRefusedError:
    return InputRefusedError(
        f"the list of how files are to be read {words}",
        origin=str(path),
        remedy="correct it, or take it from a backup; without it, import the files again with --as and --account",
    )
