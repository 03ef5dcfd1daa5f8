"""The command line: registers the commands and is the one place that prints what stopped a run."""

import os
import sys
from collections.abc import Iterator
from decimal import FloatOperation, getcontext
from typing import Annotated

import typer

from freelance_pk.cli import platforms, profile, rates, slabs
from freelance_pk.cli.batch import batch
from freelance_pk.cli.calc import calc
from freelance_pk.cli.demo import demo
from freelance_pk.cli.entries import entries
from freelance_pk.cli.export import export
from freelance_pk.cli.import_files import import_files
from freelance_pk.cli.init import init
from freelance_pk.cli.lock import lock
from freelance_pk.cli.redact import redact
from freelance_pk.cli.report import report
from freelance_pk.cli.review import review
from freelance_pk.cli.screen import say
from freelance_pk.cli.status import status
from freelance_pk.cli.tax import tax
from freelance_pk.model.errors import ExitStatus, FreelanceError, InputsRefusedError

app = typer.Typer(
    name="freelance-pk",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="What you earned, what reached your bank in rupees, and what tax is due, "
    "from the files you already have.",
)


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"freelance-pk {version('freelance-pk')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Register options that stand before any command."""


app.command()(init)
app.command("import")(import_files)
app.command()(status)
app.command()(report)
app.command()(tax)
app.command()(review)
app.command()(lock)
app.command()(calc)
app.command()(export)
app.command()(entries)
app.command()(batch)
app.add_typer(rates.app, name="rates")
app.add_typer(slabs.app, name="slabs")
app.add_typer(platforms.app, name="platforms")
app.add_typer(profile.app, name="profile")
app.command()(redact)
app.command()(demo)


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
        app()
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
