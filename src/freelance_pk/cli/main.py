"""The command line: registers the commands and is the one place that prints what stopped a run."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import FloatOperation, getcontext
from importlib import import_module
from typing import Annotated

import typer

from freelance_pk.cli.plain_values import Command, Group
from freelance_pk.cli.screen import say
from freelance_pk.model.errors import ExitStatus, FreelanceError, InputsRefusedError

# Each command, and the module of this package that holds it; of a group, the module that holds its commands.
_COMMANDS = {
    "init": "init",
    "import": "import_files",
    "status": "status",
    "report": "report",
    "tax": "tax",
    "review": "review",
    "lock": "lock",
    "calc": "calc",
    "export": "export",
    "entries": "entries",
    "batch": "batch",
    "rates": "rates",
    "slabs": "slabs",
    "platforms": "platforms",
    "profile": "profile",
    "redact": "redact",
    "demo": "demo",
}
_GROUPS = frozenset({"rates", "slabs", "platforms", "profile"})
_COMPLETING = "_FREELANCE_PK_COMPLETE"  # the shell asks for what may follow


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"freelance-pk {version('freelance-pk')}")
        raise typer.Exit


def main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Register options that stand before any command."""


def _asked(first: str) -> Iterable[str]:
    if _COMPLETING in os.environ:
        return _COMMANDS
    if first == "--version":
        return ()
    return (first,) if first in _COMMANDS else _COMMANDS


def make_app(words: Sequence[str] = ()) -> typer.Typer:
    """Build the command line: of the one command that the words begin with, else of all.

    Args:
        words: as typed, without the program's name.
    """
    first = words[0] if words else ""
    app = typer.Typer(
        name="freelance-pk",
        cls=Group,
        # Its options stand before any command, and are looked at for every one of them.
        add_completion=first not in _COMMANDS or _COMPLETING in os.environ,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="What you earned, what reached your bank in rupees, and what tax is due, "
        "from the files you already have.",
    )
    app.callback()(main)
    for name in _asked(first):
        module = import_module(f"freelance_pk.cli.{_COMMANDS[name]}")
        if name in _GROUPS:
            app.add_typer(module.app, name=name)
        else:
            app.command(name, cls=Command)(getattr(module, _COMMANDS[name]))
    return app


def _refusals(failure: FreelanceError) -> Iterator[FreelanceError]:
    if isinstance(failure, InputsRefusedError):
        for each in failure.refusals:
            yield from _refusals(each)
    else:
        yield failure


def _explain(failure: FreelanceError) -> str:
    lines = []
    for each in _refusals(failure):
        lines.append(f"error: {each.message}")
        if each.origin:
            lines.append(f"  where: {each.origin}")
        if each.remedy:
            lines.append(f"  next:  {each.remedy}")
    return "\n".join(lines)


def run() -> None:
    """Run the command line; exit with a status of `ExitStatus`."""
    getcontext().traps[FloatOperation] = True  # an accidental float is a crash, never a wrong rupee
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        make_app(sys.argv[1:])()
    except FreelanceError as failure:
        say(_explain(failure))
        sys.exit(failure.status)
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitStatus.DONE)
    except Exception as bug:
        if os.environ.get("FREELANCE_PK_TRACEBACK"):
            raise
        say(
            f"internal error: {type(bug).__name__}: {bug}\n"
            "  next:  this is a bug in freelance-pk, and no figure was given; run the command again with "
            "FREELANCE_PK_TRACEBACK=1 set and report what it prints"
        )
        sys.exit(ExitStatus.BUG)
