"""`freelance-pk platforms`: the layouts that are recognised."""

from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli.learn import learn
from freelance_pk.cli.screen import colour, put, width
from freelance_pk.model.errors import FreelanceError, InputsRefusedError, UsageError

app = typer.Typer(
    no_args_is_help=True, help="The files that are recognised; templates of our own input files."
)

app.command()(learn)


@app.command("list")
def list_layouts() -> None:
    """List the layouts, each with where it is known from."""
    from freelance_pk.intake.registry import layouts, platforms
    from freelance_pk.output.layout_table import layouts_table

    bare = [each.name for each in platforms() if not each.layout]
    put(layouts_table(layouts().values(), bare, width=width(), colour=colour()))


@app.command()
def show(layout: Annotated[str, typer.Argument(metavar="LAYOUT", help="Name, as in the list.")]) -> None:
    """Show a layout: its columns, what they give, where it is known from."""
    from freelance_pk.intake.registry import layouts
    from freelance_pk.output.layout_table import layout_text

    known = layouts()
    if layout not in known:
        raise UsageError(f"no layout is called {layout}", remedy="see `freelance-pk platforms list`")
    put(layout_text(*known[layout]))


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILES]...", help="Layout files; none: those of the program."),
    ] = None,
) -> None:
    """Check layout files: keys, columns, patterns."""
    from freelance_pk.intake.registry import layouts, load_platform
    from freelance_pk.packaged import packaged

    refusals: list[FreelanceError] = []
    for path in files or sorted(packaged("platforms").glob("*.toml")):
        try:
            platform = load_platform(path)
        except FreelanceError as refusal:
            refusals.append(refusal)
        else:
            print(f"{path.name}: {platform.name}, {len(platform.layout)} layouts, whole")
    if refusals:
        raise InputsRefusedError(tuple(refusals)) if len(refusals) > 1 else refusals[0]
    if not files:
        layouts()


@app.command()
def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="entries, certificates, withholding, expenses, invoices or rates."
        ),
    ],
) -> None:
    """Print the header of one of our own input files, with an example row."""
    from freelance_pk.packaged import packaged

    folder = packaged("templates")
    known = sorted(path.stem for path in folder.glob("*.csv"))
    if name not in known:
        raise UsageError(f"no template is called {name}", remedy=f"choose among {', '.join(known)}")
    put((folder / f"{name}.csv").read_text(encoding="utf-8"))
