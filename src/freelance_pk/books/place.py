"""Where the books are."""

import os
from pathlib import Path

from freelance_pk.model.errors import UsageError


def find_books(explicit: Path | None) -> Path | None:
    """Find the folder of the books.

    `explicit` (--books), else the nearest folder upward that holds profile.toml, else
    $FREELANCE_PK_BOOKS, else the default in the user's documents; None if none of these is there.
    """
    if explicit is not None:
        if not explicit.is_dir():
            raise UsageError(f"{explicit} is no folder", remedy="give the folder that holds the files")
        return explicit
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "profile.toml").is_file():
            return folder
    named = os.environ.get("FREELANCE_PK_BOOKS")
    if named:
        if not Path(named).is_dir():
            raise UsageError(
                f"FREELANCE_PK_BOOKS names {named}, which is no folder", remedy="correct or unset it"
            )
        return Path(named)
    default = _default()
    return default if (default / "profile.toml").is_file() else None


def place_for_books(explicit: Path | None) -> Path:
    """Return where new books go: `explicit`, else this folder.

    A home folder or a whole disk is no place for books: all its files would be read. There, the default in
    the user's documents.
    """
    if explicit is not None:
        return explicit
    here = Path.cwd()
    return _default() if here in (Path.home(), Path(here.anchor)) else here


def _default() -> Path:
    from platformdirs import user_documents_path  # noqa: PLC0415 - only the last resort needs it

    return user_documents_path() / "freelance-pk"
