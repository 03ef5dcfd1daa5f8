"""`freelance-pk tax`."""

from datetime import date, datetime
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.fetching import with_rates
from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.model.errors import ExitStatus, UsageError
from freelance_pk.output.labels import Labels, Language


def tax(
    files: options.Files = None,
    tax_year: options.TaxYear = None,
    compare: Annotated[bool, typer.Option("--compare", help="Show the lawful alternatives.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how every rupee came about.")] = False,
    due: Annotated[
        str | None,
        typer.Option(
            "--due", metavar="DATE", help="Also what is due from DATE on (or today).", show_default=False
        ),
    ] = None,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it: table, json or markdown.")
    ] = options.Format.TABLE,
    profile: options.ProfileFile = None,
    answers: options.AnswersFile = None,
    books: options.Books = None,
    law: options.LawFolder = None,
    layout: options.Layout = None,
    account: options.AccountName = None,
    password: options.Passwords = None,
    lakh: options.Lakh = False,
    words: options.Words = False,
    language: options.LabelLanguage = Language.ENGLISH,
    online: options.Online = False,
    offline: options.Offline = False,
    rate_basis: options.RateBasis = None,
    rate_method: options.RateMethod = None,
    quiet: options.Quiet = False,
    _schema: options.AssessmentSchema = False,
) -> None:
    """Compute the tax of a year from the files and the profile.

    Examples:
    freelance-pk tax exports/ --tax-year 2026
    freelance-pk tax exports/ --tax-year 2026 --explain
    """
    from freelance_pk.model.period import tax_year_period
    from freelance_pk.output import assessment as rendering
    from freelance_pk.output.spelling import assessment_spelled
    from freelance_pk.run.assessing import assess_on, assessment_of, due_from
    from freelance_pk.run.inputs import read_inputs
    from freelance_pk.run.locking import locked_in
    from freelance_pk.run.period import choose_period
    from freelance_pk.run.reporting import ground_of

    inputs = read_inputs(
        files or [],
        books=books,
        profile=profile,
        answers=answers,
        law=law,
        layout=layout,
        account=account,
        passwords=tuple(password or ()),
        rate_basis=rate_basis,
        rate_method=rate_method,
    )
    year = tax_year or choose_period(inputs.merged).end.year
    inputs = with_rates(
        inputs, lambda given: assessment_of(given, year), online=online, offline=offline, quiet=quiet
    )
    ground = ground_of(inputs)
    locked = locked_in(inputs, tax_year_period(year), ground)
    made = assess_on(ground, inputs, year).assessment if locked is None else locked.assessment
    spelled = assessment_spelled(made, Labels(language)) if words else ()
    today = _day(due)
    listed = due_from(inputs, made, today) if today is not None else None
    if output_format is options.Format.JSON:
        put(rendering.as_json(made, due=listed), is_data=True)
    elif output_format is options.Format.MARKDOWN:
        put(rendering.as_markdown(made, spelled=spelled))
    elif output_format is options.Format.CSV:
        raise typer.BadParameter("an assessment prints as table, json or markdown", param_hint="--format")
    else:
        shown = rendering.as_table(
            made,
            explain=explain,
            compare=compare,
            lakh=lakh,
            width=width(),
            colour=colour(),
            spelled=spelled,
        )
        put(shown)
        if listed is not None and today is not None:
            put(rendering.due_table(listed, today, lakh=lakh, width=width(), colour=colour()))
    if made.status != "complete":
        if not quiet:
            say("incomplete: see what is marked as an error above")
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    if text == "today":
        from freelance_pk.intake.dates import PAKISTAN

        return datetime.now(PAKISTAN).date()
    try:
        return date.fromisoformat(text)
    except ValueError as failure:
        raise UsageError(
            f"--due {text!r} is not a date", remedy="give it as in --due 2026-11-24"
        ) from failure
