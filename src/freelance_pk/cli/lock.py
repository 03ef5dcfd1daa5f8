"""`freelance-pk lock`."""

from datetime import datetime
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.model.errors import ExitStatus


def lock(
    year: Annotated[int, typer.Argument(metavar="N", help="Tax year N, once its return is filed.")],
    books: options.Books = None,
    law: options.LawFolder = None,
    password: options.Passwords = None,
    rate_basis: options.RateBasis = None,
    rate_method: options.RateMethod = None,
    force: Annotated[
        bool, typer.Option("--force", help="Lock a locked year again, with today's figures.")
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Freeze a filed year: its figures, rates, law and the digests of its files, in locks/N.json.

    From then on report, tax and export say of this year what was filed. What your
    files, rates, profile or the law would say today is shown beside it, not
    applied. A year with open errors is locked as incomplete, and stays so. To
    unlock a year, remove its file.

    Example: freelance-pk lock 2026
    """
    from freelance_pk.intake.dates import PAKISTAN
    from freelance_pk.model.period import tax_year_period
    from freelance_pk.output.locked import lock_text
    from freelance_pk.run.inputs import read_inputs
    from freelance_pk.run.locked import lock_year
    from freelance_pk.run.period import choose_period

    inputs = read_inputs(
        [],
        books=books,
        law=law,
        passwords=tuple(password or ()),
        rate_basis=rate_basis,
        rate_method=rate_method,
    )
    choose_period(inputs.merged, tax_year=year)
    today = datetime.now(PAKISTAN).date()
    made, filed = lock_year(inputs, year, today, force=force)
    if not quiet:
        put(lock_text(made, filed.assessment, width=width(), colour=colour()))
        if today <= tax_year_period(year).end:
            say(
                f"tax year {year} is not over: what comes until {tax_year_period(year).end} will only be shown beside"
            )
    if filed.assessment.status != "complete":
        if not quiet:
            say("incomplete: what was locked has open errors; `freelance-pk tax` says what to do about each")
        raise typer.Exit(ExitStatus.INCOMPLETE)
