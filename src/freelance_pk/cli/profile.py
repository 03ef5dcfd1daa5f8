"""`freelance-pk profile`: the taxpayer's facts."""

from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli.plain_values import Command, Group
from freelance_pk.cli.screen import put
from freelance_pk.model.errors import UsageError

app = typer.Typer(cls=Group, no_args_is_help=True, help="The taxpayer's facts: check or show a profile.toml.")

File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="profile.toml; none: that of the books.", show_default=False),
]


@app.command(cls=Command)
def check(file: File = None) -> None:
    """Check a profile: keys, dates, amounts.

    Example: freelance-pk profile check
    """
    from freelance_pk.books.profile import load_profile

    path = _path(file)
    load_profile(path)
    put(f"{path}: every key is known, every value can be used.\n")


@app.command(cls=Command)
def show(file: File = None) -> None:
    """Show what a profile says; CNIC and NTN are masked.

    Example: freelance-pk profile show
    """
    from freelance_pk.books.profile import load_profile
    from freelance_pk.output.profile_text import profile_text

    put(profile_text(load_profile(_path(file))))


def _path(file: Path | None) -> Path:
    from freelance_pk.books import find_books

    if file is not None:
        return file / "profile.toml" if file.is_dir() else file
    books = find_books(None)
    if books is None:
        raise UsageError(
            "no profile was found", remedy="name the file: `freelance-pk profile check profile.toml`"
        )
    return books / "profile.toml"
