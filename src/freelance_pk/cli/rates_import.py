"""`freelance-pk rates import`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli.fetching import today
from freelance_pk.cli.rates_show import day_of
from freelance_pk.cli.screen import put, say
from freelance_pk.model.errors import ExitStatus, InputRefusedError


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What you downloaded from the State Bank.")],
    day: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help="The day of a sheet that prints several.", show_default=False
        ),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept-revision", help="Take rates that differ from those known, or were refused."),
    ] = False,
) -> None:
    """Keep the rates of a file fetched by hand, where the program itself cannot fetch it.

    It takes the State Bank's workbook BFER_Daily_Arch.xlsx or BFER_Daily.xlsx, a
    day sheet in PDF, and a table of EasyData as JSON or CSV. They are checked
    like fetched ones. Your own rates belong into rates.csv.

    Example: freelance-pk rates import BFER_Daily.xlsx
    """
    from freelance_pk.output.rates_text import update_lines
    from freelance_pk.rates import load_rates
    from freelance_pk.rates.by_hand import take_file
    from freelance_pk.rates.cache import cache_folder
    from freelance_pk.rates.update import Run

    of: date | None = day_of(day) if day is not None else None
    try:
        data = file.read_bytes()
    except OSError as failure:
        raise InputRefusedError(
            f"the file cannot be read: {failure.strerror}", origin=str(file), remedy="check the name"
        ) from failure
    run = Run(folder=cache_folder(), today=today(), accept=accept)
    outcome = take_file(load_rates(), data, file.name, of, run)
    for line in update_lines(outcome):
        put(f"{line}\n")
    for issue in outcome.issues:
        say(f"{issue.severity.value}: {issue.message}")
        if issue.remedy:
            say(f"  next:  {issue.remedy.replace('rates update', f'rates import {file.name}')}")
    if any(not change.taken for saved in outcome.saved for change in saved.changes) or any(
        issue.code == "rate-refused" for issue in outcome.issues
    ):
        raise typer.Exit(ExitStatus.INCOMPLETE)
