"""`freelance-pk platforms`: the layouts that are recognised."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli.learn import learn
from freelance_pk.cli.plain_values import Command, Group
from freelance_pk.cli.screen import colour, for_terminal, put, say, width
from freelance_pk.model.errors import InputRefusedError, InputsRefusedError, UsageError

if TYPE_CHECKING:
    from freelance_pk.intake.own_layouts import OwnLayouts
    from freelance_pk.intake.rivals import Rivals
    from freelance_pk.intake.schema import Platform

app = typer.Typer(
    cls=Group, no_args_is_help=True, help="The files that are recognised; templates of our own input files."
)

app.command(cls=Command)(learn)


class ListFormat(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


@app.command("list", cls=Command)
def list_layouts(
    output_format: Annotated[
        ListFormat, typer.Option("--format", help="How to print it.")
    ] = ListFormat.TABLE,
) -> None:
    """List the layouts, each with where it is known from.

    Example: freelance-pk platforms list
    """
    from freelance_pk.intake.registry import registry
    from freelance_pk.output.layout_table import layouts_json, layouts_table

    known = registry()
    if output_format is ListFormat.JSON:
        put(layouts_json(known), is_data=True)
    else:
        put(layouts_table(known, width=width(), colour=colour()))
    for refusal in known.refusals:
        say(f"warning: a layout file of yours is left out: {refusal.message}\n  where: {refusal.origin}")


@app.command(cls=Command)
def show(layout: Annotated[str, typer.Argument(metavar="LAYOUT", help="Name, as in the list.")]) -> None:
    """Show a layout: its columns, what they give, where it is known from.

    Example: freelance-pk platforms show meezan-statement
    """
    from freelance_pk.intake.registry import registry
    from freelance_pk.output.layout_table import layout_text

    known = registry()
    if layout not in known.layouts:
        broken = f"; {len(known.refusals)} files of yours are left out" if known.refusals else ""
        raise UsageError(f"no layout is called {layout}{broken}", remedy="see `freelance-pk platforms list`")
    put(for_terminal(layout_text(*known.layouts[layout], known.own.get(layout)), sys.stdout))


@app.command(cls=Command)
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILES", help="Layout files; none: those of the program and yours."),
    ] = None,
) -> None:
    """Check layout files: keys, columns, patterns, and that no other layout reads the same files.

    Example: freelance-pk platforms check
    """
    from freelance_pk.intake.own_layouts import join, load_all, own_folder, own_paths
    from freelance_pk.intake.registry import known_of, load_platform, program_platforms
    from freelance_pk.intake.rivals import rivals
    from freelance_pk.packaged import packaged

    folder = packaged("platforms")
    paths = files or [*sorted(folder.glob("*.toml")), *own_paths(own_folder())]
    ours = [path for path in paths if path.resolve().parent == folder.resolve()]
    for path in ours:
        _say_whole(path, load_platform(path))
    whole, broken = load_all(path for path in paths if path not in ours)
    for each in whole:
        _say_whole(each.path, each.platform)
    joined, own, clashing = join(program_platforms(vouched=False), whole)
    refusals = [*broken, *clashing]
    for pair in rivals(known_of(joined)):
        refusal = _rivalry(pair, own)
        if refusal is not None:
            refusals.append(refusal)
    if refusals:
        raise InputsRefusedError(tuple(refusals)) if len(refusals) > 1 else refusals[0]


def _say_whole(path: Path, platform: "Platform") -> None:
    number = len(platform.layout)
    layouts = f"{number} layout{'s' if number != 1 else ''}" if number else "known by name alone"
    put(f"{path.name}: {platform.name}, {layouts}, whole\n")


def _rivalry(pair: "Rivals", own: "dict[str, OwnLayouts]") -> InputRefusedError | None:
    """Refuse two layouts that cannot be told apart; where one is yours, it reads the files, and that is said."""
    yours = [name for name in (pair.layout, pair.other) if name in own]
    if len(yours) == 1:
        (other,) = {pair.layout, pair.other} - {yours[0]}
        say(f"warning: files of {other} are read by your {yours[0]}, which has the same columns")
        return None
    return InputRefusedError(
        f"a file of {pair.layout} is one of {pair.other} as well: their headers cannot be told apart",
        origin=", ".join(str(own[name].path) for name in yours),
        remedy="add a column to one of them, say `exact = true`, or `only_named = true` to read it with --as alone",
    )


@app.command(cls=Command)
def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="entries, certificates, withholding, expenses, invoices or rates."
        ),
    ],
) -> None:
    """Print the header of one of our own input files, with an example row.

    Example: freelance-pk platforms template entries
    """
    from freelance_pk.packaged import packaged

    folder = packaged("templates")
    known = sorted(path.stem for path in folder.glob("*.csv"))
    if name not in known:
        raise UsageError(f"no template is called {name}", remedy=f"choose among {', '.join(known)}")
    put((folder / f"{name}.csv").read_text(encoding="utf-8"))
