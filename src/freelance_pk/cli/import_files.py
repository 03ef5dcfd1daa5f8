"""`freelance-pk import`."""

from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.model.errors import ExitStatus


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="What you downloaded: files and folders, in any mix."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen, and write nothing.")
    ] = False,
    books: options.Books = None,
    layout: options.Layout = None,
    account: options.AccountName = None,
    password: options.Passwords = None,
    quiet: options.Quiet = False,
) -> None:
    """Check files and copy them into the books, each below exports/ in its account's folder.

    A file that is there already is not copied again; rows that are known already
    are counted, not added. If one file is refused, none is copied. Your own files
    are not touched.

    Examples:
    freelance-pk import ~/Downloads/payoneer.csv
    freelance-pk import Downloads/ --dry-run
    """
    from freelance_pk.output.import_text import import_text
    from freelance_pk.run.importing import import_files as carry_out
    from freelance_pk.run.inputs import books_at

    plan = carry_out(
        books_at(books),
        files,
        layout=layout,
        account=account,
        passwords=tuple(password or ()),
        dry_run=dry_run,
    )
    if plan.interrupted and not quiet:
        say(f"an import had been cut short; {len(plan.interrupted)} files of it were taken out first")
    if not quiet:
        put(import_text(plan, dry_run=dry_run, width=width(), colour=colour()))
    if not plan.complete:
        raise typer.Exit(ExitStatus.INCOMPLETE)
