"""`freelance-pk rates show`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.fetching import today
from freelance_pk.cli.screen import put, say
from freelance_pk.model.errors import UsageError

if TYPE_CHECKING:
    from freelance_pk.rates import RateTable


def show(
    currency: Annotated[str, typer.Argument(metavar="CUR", help="Currency, as in USD.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="YYYY-MM-DD.")],
    own: Annotated[
        Path | None,
        typer.Option("--rates", metavar="FILE", help="Own rates to lay over.", show_default=False),
    ] = None,
    rate_basis: options.RateBasis = None,
    rate_method: options.RateMethod = None,
    online: options.Online = False,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it: table or json.")
    ] = options.Format.TABLE,
) -> None:
    """Show the rate of a day: date found, basis, source, age.

    Example: freelance-pk rates show USD 2026-06-30
    """
    from freelance_pk.output.rates_text import rate_json, rate_lines
    from freelance_pk.rates import load_rates, rate_on

    code, asked = currency_of(currency), day_of(day)
    table = load_rates()
    if own is not None:
        from freelance_pk.intake import read_files

        table = table.with_own([rate for read in read_files([own]).files for rate in read.rates])
    table = table.with_choices({}, {}, rate_basis, rate_method)
    if online:
        table = _fetched(table, code, asked)
    rate = rate_on(table, code, asked)
    if output_format is options.Format.JSON:
        put(f"{rate_json(rate)}\n", is_data=True)
        return
    for line in rate_lines(rate):
        put(f"{line}\n")


def _fetched(table: "RateTable", currency: str, day: date) -> "RateTable":

    from freelance_pk.output.rates_text import failure_lines
    from freelance_pk.rates.cache import cache_folder
    from freelance_pk.rates.sources.web import Https
    from freelance_pk.rates.update import Run, update

    if day > today():
        raise UsageError(f"{day} lies ahead: no rate of it is published", remedy="give a day up to today")
    run = Run(folder=cache_folder(), today=today(), web=Https, tell=say)
    table, outcome = update(table._replace(online=True), [(currency, day)], run)
    for line in failure_lines(outcome):
        say(line)
    return table


def currency_of(text: str) -> str:
    """Check a currency's code.

    Raises:
        UsageError: it is none.
    """
    code = text.upper()
    if len(code) == 3 and code.isascii() and code.isalpha():
        return code
    raise UsageError(f"{text!r} is not a currency", remedy="give its three letters, as in USD")


def day_of(text: str) -> date:
    """Check a day.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as failure:
        raise UsageError(f"{text!r} is not a date", remedy="give it as in 2025-12-31") from failure
