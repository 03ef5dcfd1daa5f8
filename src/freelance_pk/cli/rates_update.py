"""`freelance-pk rates update`."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.fetching import today
from freelance_pk.cli.rates_show import currency_of, day_of
from freelance_pk.cli.screen import put, say
from freelance_pk.model.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from freelance_pk.rates import RateTable
    from freelance_pk.rates.update import Outcome

Start = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="DATE", help="First day wanted; else the first not known.", show_default=False
    ),
]
End = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Last day wanted; else today.", show_default=False)
]
Currencies = Annotated[
    list[str] | None,
    typer.Option(
        "--currency",
        metavar="CUR",
        help="Currency wanted, may be given again; else the ten of the State Bank's customer rates.",
        show_default=False,
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="ID", help="Ask this provider only, may be given again.", show_default=False
    ),
]
Accept = Annotated[
    bool,
    typer.Option("--accept-revision", help="Take rates that differ from those known, or were refused."),
]


def update(
    start: Start = None,
    end: End = None,
    wanted: Currencies = None,
    only: Only = None,
    rate_basis: options.RateBasis = None,
    accept: Accept = False,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it: table or json.")
    ] = options.Format.TABLE,
    quiet: options.Quiet = False,
) -> None:
    """Fetch rates and keep them: the State Bank's workbooks, then its day sheets, then other providers.

    Examples:
    freelance-pk rates update
    freelance-pk rates update --from 2026-09-01 --to 2026-09-30 --currency NOK
    """
    from freelance_pk.output.rates_text import failure_lines, update_json, update_lines
    from freelance_pk.rates import load_rates
    from freelance_pk.rates.cache import cache_folder
    from freelance_pk.rates.lookup import WACR_CURRENCIES
    from freelance_pk.rates.sources.web import Https
    from freelance_pk.rates.update import Run
    from freelance_pk.rates.update import update as fetch

    table = load_rates().with_choices({}, {}, rate_basis)
    currencies = sorted({currency_of(each) for each in wanted or WACR_CURRENCIES})
    first, last = (day_of(text) if text is not None else None for text in (start, end))
    now = today()
    if last is not None and last > now:
        raise UsageError(
            f"--to {last} lies ahead: no rate of it is published", remedy="give a day up to today"
        )
    needs = [need for each in currencies for need in _days(table, each, first, last or now)]
    run = Run(
        folder=cache_folder(),
        today=now,
        web=Https,
        accept=accept,
        only=_sources(only),
        bulk=rate_basis in (None, "bfer"),
        tell=_nothing if quiet else say,
    )
    table, outcome = fetch(table, needs, run)
    if output_format is options.Format.JSON:
        put(f"{update_json(outcome, table)}\n", is_data=True)
    else:
        for line in update_lines(outcome):
            put(f"{line}\n")
    if not quiet:
        for line in (*failure_lines(outcome), *_issue_lines(outcome), *_missing(outcome)):
            say(line)
    if not _is_done(outcome):
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _days(table: "RateTable", currency: str, first: date | None, last: date) -> Iterator[tuple[str, date]]:
    """Yield the weekdays wanted: those given, else those past the end of the daily averages known."""
    series = table.series(currency)
    known = date.fromisoformat(series.days[-1]) if series else last - timedelta(days=1)
    day = first or known + timedelta(days=1)
    while day <= last:
        if day.weekday() < 5:
            yield currency, day
        day += timedelta(days=1)


def _sources(only: list[str] | None) -> tuple[str, ...]:
    from freelance_pk.rates.sources import SOURCES

    known = [source.ID for source in SOURCES]
    for each in only or []:
        if each not in known:
            raise UsageError(f"the source {each!r} is not known", remedy=f"give one of {', '.join(known)}")
    return tuple(only or ())


def _issue_lines(outcome: "Outcome") -> Iterator[str]:
    for issue in outcome.issues:
        yield f"{issue.severity.value}: {issue.message}"
        if issue.remedy:
            yield f"  next:  {issue.remedy}"


def _missing(outcome: "Outcome") -> Iterator[str]:
    if outcome.unmet:
        currencies = ", ".join(sorted({currency for currency, _ in outcome.unmet}))
        days = sorted(day for _, day in outcome.unmet)
        yield f"incomplete: no rate within ten days for {currencies} from {days[0]} to {days[-1]}; what was known before is as it was"


def _is_done(outcome: "Outcome") -> bool:
    """Say whether nothing is left: no need, no revision or refusal to decide on, and somebody answered."""
    nobody = bool(outcome.failures) and not outcome.saved
    undecided = any(not change.taken for saved in outcome.saved for change in saved.changes)
    refused = any(issue.code == "rate-refused" for issue in outcome.issues)
    return not (outcome.unmet or nobody or undecided or refused)


def _nothing(_words: str) -> None:
    pass
