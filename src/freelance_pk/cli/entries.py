"""`freelance-pk entries`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.inputs_kept import keep_inputs
from freelance_pk.cli.screen import put, say
from freelance_pk.model.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from freelance_pk.run.inputs import Inputs

Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE.csv", help="Write this file.", show_default=False),
]


def entries(
    files: options.Files = None,
    output: Output = None,
    books: options.Books = None,
    layout: options.Layout = None,
    account: options.AccountName = None,
    password: options.Passwords = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write every row once, normalised, as one CSV that alone gives the same report.

    Below the entries stand the accounts, the days that files cover, certificates,
    lists, own rates, and what reading the files raised. The profile, the answers
    to the review and locked years are not in it.

    Examples:
    freelance-pk entries exports/ -o all.csv
    freelance-pk report all.csv
    """
    from freelance_pk.model.issue import Severity
    from freelance_pk.output.entries_csv import entries_csv
    from freelance_pk.output.files import write_text
    from freelance_pk.run.inputs import read_inputs

    if output is not None and output.suffix.lower() != ".csv":
        raise UsageError(f"{output} is not the name of a CSV file", remedy="end it in .csv")
    inputs = read_inputs(
        files or [], books=books, layout=layout, account=account, passwords=tuple(password or ())
    )
    if output is not None:
        keep_inputs(output, inputs)
    text = entries_csv(
        inputs.merged, (each for each in inputs.issues if each not in set(inputs.rates.issues))
    )
    if output is None:
        put(text, is_data=True)
    else:
        write_text(output, text, force=force)
        if not quiet:
            say(f"wrote {output}")
    if not quiet:
        for words in _left_out(inputs):
            say(words)
    if any(each.severity is Severity.ERROR for each in (*inputs.issues, *inputs.merged.issues)):
        if not quiet:
            say("incomplete: a report of these files names the causes, and one of this list does so, too")
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _left_out(inputs: "Inputs") -> "Iterator[str]":
    """Say what else a report of the files themselves rests on."""
    from freelance_pk.books.locks import locked_years
    from freelance_pk.model.profile import Profile

    if inputs.profile != Profile():
        yield "the profile is not in it: where it matters, give it with --profile"
    if inputs.answers:
        yield (
            f"your answers to the review are not in it; they hold for its rows, too: give them with --answers "
            f"{inputs.answers_in}"
        )
    years = locked_years(inputs.locks_in) if inputs.locks_in is not None else ()
    if years:
        named = ", ".join(map(str, years))
        yield f"what was locked is not in it: of {named}, a report of it gives today's figures, not those filed"
