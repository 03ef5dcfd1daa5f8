"""`freelance-pk slabs`: the law files."""

from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.plain_values import Command, Group
from freelance_pk.cli.screen import colour, put, width
from freelance_pk.model.errors import ExitStatus, FreelanceError, InputsRefusedError

app = typer.Typer(cls=Group, no_args_is_help=True, help="The law files: list, show, compare and check them.")


@app.command("list", cls=Command)
def list_years() -> None:
    """List the tax years there is a law file for.

    Example: freelance-pk slabs list
    """
    from freelance_pk.law import known_years, load_law
    from freelance_pk.output.law_table import years_table

    put(years_table([load_law(year) for year in known_years()], width=width(), colour=colour()))


@app.command(cls=Command)
def show(
    tax_year: Annotated[int, typer.Argument(metavar="N", help="Tax year.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Print as Markdown.")] = False,
    lakh: options.Lakh = False,
) -> None:
    """Show a tax year's slabs and rates with their sources.

    Example: freelance-pk slabs show 2026
    """
    from freelance_pk.law import load_law
    from freelance_pk.output.law_table import law_markdown, law_table

    law = load_law(tax_year)
    if markdown:
        put(law_markdown(law, lakh=lakh))
    else:
        put(law_table(law, lakh=lakh, width=width(), colour=colour()))


@app.command(cls=Command)
def diff(
    first: Annotated[int, typer.Argument(metavar="A", help="Tax year.")],
    second: Annotated[int, typer.Argument(metavar="B", help="Tax year.")],
) -> None:
    """Show what changed between two tax years, figure by figure.

    Example: freelance-pk slabs diff 2025 2026
    """
    from freelance_pk.law import load_law
    from freelance_pk.law.compare import differences
    from freelance_pk.output.law_table import differences_table

    found = differences(load_law(first), load_law(second))
    put(differences_table(found, first, second, width=width(), colour=colour()))


@app.command(cls=Command)
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILES", help="Law files; none: those of the program.")
    ] = None,
) -> None:
    """Refuse law files with gaps, overlaps, or fixed amounts that the rows below do not add up to.

    Examples:
    freelance-pk slabs check
    freelance-pk slabs check law/ty2026.toml
    """
    from freelance_pk.law.load import law_files, read_law

    refusals: list[FreelanceError] = []
    checked = 0
    for path in files or law_files():
        try:
            law = read_law(path)
        except FreelanceError as refusal:
            refusals.append(refusal)
        else:
            checked += 1
            rows = sum(len(table.rows) for table in law.slabs.values())
            put(f"{path.name}: tax year {law.tax_year}, {rows} slab rows, whole\n")
    if refusals:
        raise InputsRefusedError(tuple(refusals)) if len(refusals) > 1 else refusals[0]
    if not checked:
        raise typer.Exit(ExitStatus.USAGE)
