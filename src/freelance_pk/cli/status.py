"""`freelance-pk status`."""

from datetime import datetime
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import colour, put, say, width


def status(
    files: options.Files = None,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it: table or json.")
    ] = options.Format.TABLE,
    profile: options.ProfileFile = None,
    answers: options.AnswersFile = None,
    books: options.Books = None,
    law: options.LawFolder = None,
    layout: options.Layout = None,
    account: options.AccountName = None,
    password: options.Passwords = None,
    lakh: options.Lakh = False,
    quiet: options.Quiet = False,
    _schema: options.StatusSchema = False,
) -> None:
    """Show how the books stand: accounts, what their files cover and lack, rates, open questions, locked years.

    Example: freelance-pk status
    """
    from freelance_pk.intake.dates import PAKISTAN
    from freelance_pk.output.status_text import as_json, as_table
    from freelance_pk.run.inputs import read_inputs
    from freelance_pk.run.status import status_of

    if output_format not in (options.Format.TABLE, options.Format.JSON):
        raise typer.BadParameter("a status prints as table or json", param_hint="--format")
    inputs = read_inputs(
        files or [],
        books=books,
        profile=profile,
        answers=answers,
        law=law,
        layout=layout,
        account=account,
        passwords=tuple(password or ()),
    )
    made = status_of(inputs, datetime.now(PAKISTAN).date())
    if output_format is options.Format.JSON:
        put(as_json(made), is_data=True)
    else:
        put(as_table(made, lakh=lakh, width=width(), colour=colour()))
    if made.interrupted and not quiet:
        say(
            f"an import is under way or was cut short: {made.interrupted} files of it do not count; the next import "
            "takes them out"
        )
    if made.status:
        raise typer.Exit(made.status)
