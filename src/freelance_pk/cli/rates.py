"""`freelance-pk rates`: the exchange rates known."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.model.errors import UsageError

app = typer.Typer(
    no_args_is_help=True, help="The exchange rates known: the rate of a day, and how far they reach."
)


@app.command()
def show(
    currency: Annotated[str, typer.Argument(metavar="CUR", help="Currency, as in USD.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="YYYY-MM-DD.")],
    own: Annotated[
        Path | None,
        typer.Option("--rates", metavar="FILE", help="Own rates to lay over.", show_default=False),
    ] = None,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it: table or json.")
    ] = options.Format.TABLE,
) -> None:
    """Show the rate of a day: date found, basis, source."""
    from freelance_pk.rates import load_bundled, rate_on

    try:
        asked = date.fromisoformat(day)
    except ValueError as failure:
        raise UsageError(f"{day!r} is not a date", remedy="give it as in 2025-12-31") from failure
    table = load_bundled()
    if own is not None:
        from freelance_pk.intake import read_files

        table = table.with_own([rate for read in read_files([own]).files for rate in read.rates])
    rate = rate_on(table, currency.upper(), asked)
    if output_format is options.Format.JSON:
        fields = {
            "currency": rate.currency,
            "asked": rate.asked.isoformat(),
            "date": rate.found.isoformat(),
            "pkr": f"{rate.pkr:f}",
            "basis": rate.basis,
            "source": rate.source,
            "stale_days": (rate.asked - rate.found).days,
            "note": rate.note,
        }
        print(json.dumps(fields, indent=1))
        return
    late = "" if rate.found == rate.asked else f", the rate of {rate.found}"
    print(f"1 {rate.currency} = Rs {rate.pkr:f} on {rate.asked}{late}.")
    print(f"Basis {rate.basis}: {rate.source}." + (f" {rate.note}." if rate.note else ""))


@app.command()
def status() -> None:
    """Show what is known, to when, and where it is from."""
    from freelance_pk.rates import load_bundled
    from freelance_pk.rates.bundled import currencies, provenance

    about = provenance()
    table = load_bundled()
    print(f"Rates from {about.first} to {about.last}, basis {about.basis}.")
    print(f"{about.attribution}.")
    by_end: dict[str, list[str]] = {}
    for currency in currencies():
        by_end.setdefault(str(table.last_day(currency)), []).append(currency)
    for end, names in sorted(by_end.items(), reverse=True):
        print(f"to {end}: {', '.join(names)}")
    for part in about.parts:
        print(f"{part.start} to {part.end}: {part.source} ({part.confidence} confidence)")
    print("Days beyond: add lines to rates.csv (`freelance-pk platforms template rates`).")
