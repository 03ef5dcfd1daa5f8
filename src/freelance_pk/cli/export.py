"""`freelance-pk export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from freelance_pk.cli import options
from freelance_pk.cli.fetching import with_rates
from freelance_pk.cli.inputs_kept import keep_inputs
from freelance_pk.cli.screen import say
from freelance_pk.model.errors import ExitStatus, UsageError
from freelance_pk.output.labels import Labels, Language

if TYPE_CHECKING:
    from freelance_pk.output.spelling import Spelled
    from freelance_pk.run.inputs import Inputs
    from freelance_pk.run.locked import Locked
    from freelance_pk.statement.figures import Report
    from freelance_pk.statement.report import Ground

Output = Annotated[Path, typer.Option("-o", "--output", metavar="BOOK.xlsx", help="The workbook to write.")]


def export(
    output: Output,
    files: options.Files = None,
    tax_year: options.TaxYear = None,
    profile: options.ProfileFile = None,
    answers: options.AnswersFile = None,
    books: options.Books = None,
    law: options.LawFolder = None,
    layout: options.Layout = None,
    account: options.AccountName = None,
    password: options.Passwords = None,
    online: options.Online = False,
    offline: options.Offline = False,
    rate_basis: options.RateBasis = None,
    rate_method: options.RateMethod = None,
    force: options.Force = False,
    language: options.LabelLanguage = Language.ENGLISH,
    words: options.Words = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the year's workbook for a consultant.

    Example: freelance-pk export exports/ --tax-year 2026 -o ayesha-2026.xlsx
    """
    from freelance_pk.model.period import tax_year_period
    from freelance_pk.output.report_spelling import report_spelled
    from freelance_pk.run.assessing import figures
    from freelance_pk.run.inputs import read_inputs
    from freelance_pk.run.locking import locked_in
    from freelance_pk.run.period import choose_period
    from freelance_pk.run.reporting import ground_of, report_of
    from freelance_pk.run.wealth import with_wealth

    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"{output} is not the name of a workbook", remedy="end it in .xlsx")
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
    keep_inputs(output, inputs)
    period = choose_period(inputs.merged, tax_year=tax_year)
    inputs = with_rates(
        inputs, lambda given: figures(given, period), online=online, offline=offline, quiet=quiet
    )
    ground = ground_of(inputs)
    made = report_of(inputs, period, ground)
    locked = locked_in(inputs, period, ground)
    if locked is not None:
        made = locked.report(wealth=locked.filed.wealth is not None)
    elif period.end.year in inputs.profile.wealth and period == tax_year_period(period.end.year):
        made = with_wealth(made, inputs, ground)
    spelled = report_spelled(made, Labels(language)) if words else ()
    year = Year(inputs, ground, locked)
    write_book(made, year, output, language=language, spelled=spelled, force=force)
    if not quiet:
        say(f"wrote {output}")
    if not made.complete:
        if not quiet:
            say("incomplete: the Checks sheet says what to do about each cause")
        raise typer.Exit(ExitStatus.INCOMPLETE)


class Year(NamedTuple):
    """What a workbook is drawn from: the inputs and their ground, or what was filed of a locked year."""

    inputs: "Inputs"
    ground: "Ground"
    locked: "Locked | None"


def write_book(
    made: "Report",
    source: Year,
    path: Path,
    *,
    language: Language = Language.ENGLISH,
    spelled: "Spelled" = (),
    force: bool,
) -> None:
    """Write the workbook; with the tax computation when the period is a whole tax year."""
    from freelance_pk.model.period import tax_year_of, tax_year_period
    from freelance_pk.output.workbook import write_workbook
    from freelance_pk.run.assessing import assess_on
    from freelance_pk.run.reporting import law_of

    if source.locked is not None:
        assessed = source.locked.assessed
        write_workbook(
            made,
            path,
            assessed=assessed,
            law=assessed.law,
            withheld=source.locked.filed.withheld,
            language=language,
            spelled=spelled,
            force=force,
        )
        return
    inputs = source.inputs
    year = tax_year_of(made.period.end)
    in_one_year = tax_year_of(made.period.start) == year
    law = law_of(inputs)(year) if in_one_year else None
    whole_year = made.period == tax_year_period(year) and law is not None
    write_workbook(
        made,
        path,
        assessed=assess_on(source.ground, inputs, year) if whole_year else None,
        law=law,
        withheld=[each for each in inputs.merged.withholdings if each.day in made.period],
        language=language,
        spelled=spelled,
        force=force,
    )
