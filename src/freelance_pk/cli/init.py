"""`freelance-pk init`."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli.screen import put, say
from freelance_pk.model.errors import UsageError

_TRIES = 3


def init(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="Folder of the books; made if it is not there. None: this folder (in the home folder: "
            "freelance-pk among the documents).",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The taxpayer's name.", show_default=False)
    ] = None,
    psb_from: Annotated[
        str | None,
        typer.Option(
            "--psb-from",
            metavar="DATE",
            help="First day of the registration with PSEB, YYYY-MM-DD.",
            show_default=False,
        ),
    ] = None,
    not_active: Annotated[
        bool, typer.Option("--not-active", help="Not on the active taxpayers list.")
    ] = False,
) -> None:
    """Make the books: a folder with a profile to fill in and a place for exports.

    On a terminal it asks three questions; in a script it asks nothing.

    Examples:
    freelance-pk init
    freelance-pk init ayesha-khan --name "Ayesha Khan" --psb-from 2025-10-01
    """
    from freelance_pk.books import start_books
    from freelance_pk.books.place import place_for_books

    place = place_for_books(folder)
    began = _day(psb_from) if psb_from is not None else None
    active = not not_active
    if _asks() and not (place / "profile.toml").exists():
        say(f"New books in {place}. Enter passes over a question; profile.toml can be edited later.")
        name = _answer("Your name: ") if name is None else name
        active = active and _asked_yes("On the active taxpayers list (a filer)? [Y/n] ")
        began = _asked_day() if psb_from is None else began
    profile = start_books(place, name=name or "", active=active, psb_from=began)
    put(f"The books are in {place}\n")
    say(
        f"next: look into {profile}; then bring in what you downloaded: "
        + (
            "`freelance-pk import FILES`"
            if place == Path.cwd()
            else f"`freelance-pk import FILES --books {place}`"
        )
    )


def _asks() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _answer(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return input().strip()
    except (EOFError, KeyboardInterrupt) as stopped:
        say("")
        raise UsageError(
            "stopped; no books were made", remedy="run `freelance-pk init` again when you are ready"
        ) from stopped


def _asked_yes(question: str) -> bool:
    for _ in range(_TRIES):
        word = _answer(question).lower()
        if word in ("", "y", "yes"):
            return True
        if word in ("n", "no"):
            return False
        say(f"{word!r} is neither yes nor no.")
    raise UsageError("no answer was given; no books were made", remedy="run it again, or give --not-active")


def _asked_day() -> date | None:
    for _ in range(_TRIES):
        text = _answer("Registered with PSEB? The first day, as 2025-10-01 (Enter: not registered): ")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            say(f"{text!r} is not a date.")
    raise UsageError("no date was given; no books were made", remedy="run it again, or give --psb-from DATE")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as failure:
        raise UsageError(
            f"--psb-from {text!r} is not a date", remedy="give it as in --psb-from 2025-10-01"
        ) from failure
