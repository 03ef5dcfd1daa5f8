"""`freelance-pk review`."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.model.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from freelance_pk.run.inputs import Inputs

Given = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        metavar="ID=ANSWER",
        help="Answer an item, e.g. credit-5k2f9t3x1z=family; may be repeated.",
        show_default=False,
    ),
]
Taken = Annotated[
    list[str] | None,
    typer.Option(
        "--withdraw", metavar="ID", help="Take an answer back; may be repeated.", show_default=False
    ),
]
Always = Annotated[
    str,
    typer.Option(
        "--always",
        metavar="WORDS",
        help="With one --answer about a credit: the same for every credit that says these words.",
        show_default=False,
    ),
]
Note = Annotated[
    str,
    typer.Option("--note", metavar="WORDS", help="Your own words, kept with the answer.", show_default=False),
]
Everything = Annotated[
    bool,
    typer.Option("--all", help="Also everything that is counted without a question, so as to overrule it."),
]
ListOnly = Annotated[bool, typer.Option("--list", help="List the items; ask nothing.")]


def review(
    files: options.Files = None,
    answer: Given = None,
    withdraw: Taken = None,
    always: Always = "",
    note: Note = "",
    everything: Everything = False,
    list_only: ListOnly = False,
    tax_year: options.TaxYear = None,
    output_format: Annotated[
        options.Format | None,
        typer.Option("--format", help="List the items as table or json.", show_default=False),
    ] = None,
    answers: options.AnswersFile = None,
    profile: options.ProfileFile = None,
    books: options.Books = None,
    law: options.LawFolder = None,
    layout: options.Layout = None,
    account: options.AccountName = None,
    password: options.Passwords = None,
    lakh: options.Lakh = False,
    quiet: options.Quiet = False,
    schema: options.ReviewSchema = False,
) -> None:
    """Decide what the files cannot: what a credit is, where a withdrawal went.

    On a terminal it asks, one item after the other, and keeps each answer at once
    in review.toml. Elsewhere, or with --list, it lists the items.

    Examples:
    freelance-pk review
    freelance-pk review exports/ --list
    freelance-pk review --answer credit-5k2f9t3x1z=family --always "BILAL KHAN"
    """
    from freelance_pk.run.inputs import read_inputs

    changing = bool(answer or withdraw)
    asking = not changing and output_format is None and not list_only and not everything and _on_a_terminal()
    inputs = read_inputs(
        files or [],
        books=books,
        profile=profile,
        answers=answers,
        new_answers=changing or asking,
        law=law,
        layout=layout,
        account=account,
        passwords=tuple(password or ()),
    )
    if always and not answer:
        raise UsageError(
            "--always goes with --answer", remedy="give the answer to one of the payer's credits"
        )
    if changing:
        _change(inputs, answer or [], withdraw or [], always, note, quiet=quiet)
        return
    if asking:
        from freelance_pk.cli.asking import ask_all

        status = ask_all(inputs, tax_year, lakh=lakh)
    else:
        status = _list(inputs, tax_year, output_format, everything=everything, lakh=lakh)
    if status:
        raise typer.Exit(status)


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _list(
    inputs: "Inputs",
    tax_year: int | None,
    output_format: options.Format | None,
    *,
    everything: bool,
    lakh: bool,
) -> ExitStatus:
    from freelance_pk.model.period import tax_year_period
    from freelance_pk.output.review_text import as_json, as_table
    from freelance_pk.run.reviewing import review_of

    if output_format not in (None, options.Format.TABLE, options.Format.JSON):
        raise typer.BadParameter("a review prints as table or json", param_hint="--format")
    period = tax_year_period(tax_year) if tax_year is not None else None
    made = review_of(inputs, everything=everything, period=period)
    if output_format is options.Format.JSON:
        put(as_json(made), is_data=True)
    else:
        put(as_table(made, lakh=lakh, width=width(), colour=colour()))
    return made.status


def _change(
    inputs: "Inputs", given: list[str], taken: list[str], always: str, note: str, *, quiet: bool
) -> None:
    from freelance_pk.intake.dates import PAKISTAN
    from freelance_pk.run.reviewing import keep, parse_answer, withdraw

    path: Path | None = None
    answers = [parse_answer(each) for each in given]
    if taken:
        _, path = withdraw(inputs, taken)
    if answers:
        _, path = keep(inputs, answers, datetime.now(PAKISTAN).date(), always=always, note=note)
    if not quiet:
        words = [f"{len(answers)} kept"] if answers else []
        words += [f"{len(taken)} taken back"] if taken else []
        say(f"{', '.join(words)} in {path}")
