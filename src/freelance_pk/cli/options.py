"""Options that mean the same in every command."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli.screen import put
from freelance_pk.output.labels import Language
from freelance_pk.packaged import packaged

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILES",
        help="Exports, statements, certificates and folders of them, in any mix. None: the books.",
        show_default=False,
    ),
]
Books = Annotated[
    Path | None, typer.Option("--books", metavar="DIR", help="Folder of the books.", show_default=False)
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile", metavar="FILE", help="The taxpayer's facts (profile.toml).", show_default=False
    ),
]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="The answers to review items (review.toml); else that of the folder or the books.",
        show_default=False,
    ),
]
Layout = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="LAYOUT",
        help="Read the file as this layout; of several, those with its columns.",
        show_default=False,
    ),
]
AccountName = Annotated[
    str | None,
    typer.Option("--account", metavar="NAME", help="Name of the account in the files.", show_default=False),
]
Passwords = Annotated[
    list[str] | None,
    typer.Option(
        "--password",
        metavar="PASSWORD",
        help="Password of a protected PDF statement; repeat it for several, tried in turn.",
        show_default=False,
    ),
]
TaxYear = Annotated[
    int | None,
    typer.Option("--tax-year", metavar="N", help="Tax year N: 1 July N-1 to 30 June N.", show_default=False),
]
LawFolder = Annotated[
    Path | None,
    typer.Option(
        "--law",
        metavar="DIR",
        help="Folder of your own law files, used before the program's.",
        show_default=False,
    ),
]
Lakh = Annotated[bool, typer.Option("--lakh", help="Group digits in lakh and crore.")]
Words = Annotated[bool, typer.Option("--words", help="Also write amounts in words: 12 lakh 34 thousand.")]
LabelLanguage = Annotated[
    Language,
    typer.Option("--lang", help="Language of the labels of page and workbook, and of --words: en or ur."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the result.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite an output file that exists.")]
Online = Annotated[
    bool, typer.Option("--online", help="Fetch the rates that are missing first, and keep them.")
]
RateBasis = Annotated[
    str | None,
    typer.Option(
        "--rate-basis",
        metavar="BASIS",
        help="Convert by bfer (the default), wacr-buy or m2m; see docs/rates.md.",
        show_default=False,
    ),
]
RateMethod = Annotated[
    str | None,
    typer.Option(
        "--rate-method",
        metavar="METHOD",
        help="daily (the default) or monthly-average.",
        show_default=False,
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Use bundled and own rates only. This is the default.")
]


def print_schema(name: str) -> Callable[[bool], None]:
    """Return what an option `--schema` calls: it prints the schema of the command's JSON and ends the run."""

    def show(value: bool) -> None:
        if value:
            put((packaged("schemas") / f"{name}.json").read_text(encoding="utf-8"))
            raise typer.Exit

    return show


ReportSchema = Annotated[
    bool,
    typer.Option(
        "--schema", callback=print_schema("report"), is_eager=True, help="Print the schema of the JSON."
    ),
]
ReviewSchema = Annotated[
    bool,
    typer.Option(
        "--schema", callback=print_schema("review"), is_eager=True, help="Print the schema of the JSON."
    ),
]
StatusSchema = Annotated[
    bool,
    typer.Option(
        "--schema", callback=print_schema("status"), is_eager=True, help="Print the schema of the JSON."
    ),
]
AssessmentSchema = Annotated[
    bool,
    typer.Option(
        "--schema", callback=print_schema("assessment"), is_eager=True, help="Print the schema of the JSON."
    ),
]


class Format(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
