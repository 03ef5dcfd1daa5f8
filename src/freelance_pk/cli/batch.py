"""`freelance-pk batch`."""

import gc
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.model.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from freelance_pk.batch.executors import Workers
    from freelance_pk.batch.job import Job

_INTERRUPTED = 130

Clients = Annotated[
    Path, typer.Argument(metavar="CLIENTS", help="The folder that holds one folder for each client.")
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="OUT", help="Folder of the outputs; of its own.")
]
Month = Annotated[
    str | None,
    typer.Option(
        "--month", metavar="YYYY-MM", help="One month, instead of the whole year.", show_default=False
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="Processes; else one a core.", show_default=False),
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="Run on a Dask cluster: its scheduler's address. Both folders must be on storage that all share.",
        show_default=False,
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume/--fresh",
        help="Leave clients alone whose files, law and rates are unchanged; or do all anew.",
    ),
]
Due = Annotated[
    str | None,
    typer.Option(
        "--due",
        metavar="DATE",
        help="Show what is due next from DATE on (or today); else from the end of the period.",
        show_default=False,
    ),
]

FirmSchema = Annotated[
    bool,
    typer.Option(
        "--schema",
        callback=options.print_schema("firm"),
        is_eager=True,
        help="Print the schema of firm.json.",
    ),
]


def batch(
    clients: Clients,
    output: Output,
    tax_year: options.TaxYear = None,
    month: Month = None,
    jobs: Jobs = None,
    dask: Dask = None,
    resume: Resume = True,
    due: Due = None,
    law: options.LawFolder = None,
    password: options.Passwords = None,
    rate_basis: options.RateBasis = None,
    rate_method: options.RateMethod = None,
    quiet: options.Quiet = False,
    _schema: FirmSchema = False,
) -> None:
    """Do many clients: workbook and JSON of each, and one sheet of them all.

    Every folder in CLIENTS is one client, with files as in the books. An interrupted run goes on where it was.

    OUT gets firm.xlsx and firm.json, and in clients/ the outputs of each client and a message to send.

    Examples:
    freelance-pk batch clients/ -o out/ --tax-year 2026
    freelance-pk batch clients/ -o december/ --month 2025-12 --jobs 4
    """
    from freelance_pk.batch.firm_text import firm_text
    from freelance_pk.batch.running import run_batch
    from freelance_pk.batch.words import clients as clients_in_words
    from freelance_pk.cli.progress import progress

    gc.enable()  # a firm is many clients: what each leaves behind goes
    job = _job(
        clients, output, tax_year, month, law, tuple(password or ()), rate_basis, rate_method, resume=resume
    )
    since = _since(due, job.period.end)
    if dask is not None and jobs is not None:
        raise UsageError("give --jobs or --dask, not both", remedy="leave one of the two out")
    with progress(quiet=quiet) as shown:
        workers = _workers(job, jobs, dask, shown.stopping)
        try:
            ran = run_batch(job, workers, since, shown.step)
        except KeyboardInterrupt:
            shown.end()
            say(f"interrupted: {shown.words()}. Run the same command again: it goes on, nothing is lost.")
            raise typer.Exit(_INTERRUPTED) from None
    put(firm_text(ran.firm, width=width(), colour=colour()))
    if not quiet:
        kept = sum(ran.firm.counts.values()) - ran.anew
        unchanged = f"; {clients_in_words(kept)} unchanged" if kept else ""
        say(f"wrote {output / 'firm.xlsx'} and the outputs of {clients_in_words(ran.anew)}{unchanged}")
    if ran.firm.status is not ExitStatus.DONE:
        raise typer.Exit(ran.firm.status)


def _job(
    clients: Path,
    output: Path,
    tax_year: int | None,
    month: str | None,
    law: Path | None,
    passwords: tuple[str, ...],
    rate_basis: str | None,
    rate_method: str | None,
    *,
    resume: bool,
) -> "Job":
    from freelance_pk.batch.job import Job, rules_digest
    from freelance_pk.law import load_law
    from freelance_pk.model.period import tax_year_of
    from freelance_pk.rates.table import make_choice
    from freelance_pk.run.period import named_period

    if tax_year is None and month is None:
        raise UsageError(
            "give the period that all clients are done for", remedy="add --tax-year 2026, or --month 2025-12"
        )
    period = named_period(tax_year=None if month else tax_year, month=month)
    if tax_year is not None and tax_year_of(period.end) != tax_year:
        raise UsageError(
            f"{month} is not in tax year {tax_year}",
            remedy=f"give --tax-year {tax_year_of(period.end)}, or leave it out",
        )
    make_choice(rate_basis, rate_method)
    law = law.resolve() if law is not None else None
    load_law(tax_year_of(period.end), law)
    year = tax_year if month is None else None
    return Job(
        root=clients.resolve(),
        out=output.resolve(),
        period=period,
        tax_year=year,
        law=law,
        passwords=passwords,
        rate_basis=rate_basis,
        rate_method=rate_method,
        rules=rules_digest(law),
        resume=resume,
    )


def _since(due: str | None, end: date) -> date:
    from datetime import timedelta

    from freelance_pk.intake.dates import PAKISTAN

    if due is None:
        return end + timedelta(days=1)
    if due == "today":
        return datetime.now(PAKISTAN).date()
    try:
        return date.fromisoformat(due)
    except ValueError as failure:
        raise UsageError(f"--due {due!r} is not a date", remedy="give it as in --due 2026-09-01") from failure


def _workers(job: "Job", jobs: int | None, dask: str | None, stopping: Callable[[], None]) -> "Workers":
    from freelance_pk.batch import executors
    from freelance_pk.batch.one import problem_here

    if dask is not None:
        return partial(executors.on_cluster, dask, partial(problem_here, job))
    number = jobs or executors.cores()
    if number == 1:
        return executors.in_this_process
    return partial(executors.in_processes, number, stopping)
