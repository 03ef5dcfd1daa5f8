"""`freelance-pk report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.export import Year, write_book
from freelance_pk.cli.fetching import with_rates
from freelance_pk.cli.inputs_kept import keep_inputs
from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.cli.start import keep
from freelance_pk.model.errors import ExitStatus, UsageError
from freelance_pk.output.labels import Labels, Language

if TYPE_CHECKING:
    from freelance_pk.model.period import Period
    from freelance_pk.output.spelling import Spelled
    from freelance_pk.run.inputs import Inputs
    from freelance_pk.statement.figures import Report

Month = Annotated[
    str | None, typer.Option("--month", metavar="YYYY-MM", help="One calendar month.", show_default=False)
]
Start = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day, YYYY-MM-DD.", show_default=False)
]
End = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Last day, YYYY-MM-DD.", show_default=False)
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write FILE: .xlsx, .html, .json, .csv or .md, by its ending.",
        show_default=False,
    ),
]


def report(
    files: options.Files = None,
    tax_year: options.TaxYear = None,
    month: Month = None,
    start: Start = None,
    end: End = None,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it.")
    ] = options.Format.TABLE,
    plain: Annotated[
        bool, typer.Option("--plain", help="Sentences instead of tables, for a screen reader.")
    ] = False,
    letters: Annotated[
        bool,
        typer.Option("--letters", help="Letters to the bank: a wrong rate, a missing certificate or code."),
    ] = False,
    wealth: Annotated[
        bool,
        typer.Option("--wealth", help="Also the wealth reconciliation, from the profile's table wealth.N."),
    ] = False,
    output: Output = None,
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
    force: options.Force = False,
    quiet: options.Quiet = False,
    _schema: options.ReportSchema = False,
) -> None:
    """Show what was earned, what reached the bank in rupees, and the tax on it.

    Without a period it shows the latest tax year that the files reach.

    Examples:
    freelance-pk report upwork.csv payoneer.csv meezan.csv certificates.csv
    freelance-pk report exports/ --month 2025-12
    freelance-pk report exports/ -o year.xlsx
    """
    from freelance_pk.run.inputs import read_inputs
    from freelance_pk.run.period import choose_period
    from freelance_pk.run.reporting import ground_of, report_of

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
    if output is not None:
        keep_inputs(output, inputs)
    period = choose_period(inputs.merged, tax_year=tax_year, month=month, start=start, end=end)
    inputs = with_rates(
        inputs, lambda given: _figures(given, period), online=online, offline=offline, quiet=quiet
    )
    ground = ground_of(inputs)
    made = report_of(inputs, period, ground)
    keep(inputs, ground, made)
    locked = None
    if inputs.locks_in is not None:
        from freelance_pk.run.locking import locked_in, with_locks

        locked = locked_in(inputs, period, ground)
        made = with_locks(made, inputs, ground) if locked is None else locked.report(wealth=wealth)
    if wealth and locked is None:
        from freelance_pk.run.wealth import with_wealth

        made = with_wealth(made, inputs, ground)
    spelled = _spelled(made, language) if words else ()
    if letters:
        _put_letters(made, output, force=force)
    elif output is not None:
        year = Year(inputs, ground, locked)
        _write(made, year, output, language=language, lakh=lakh, spelled=spelled, force=force)
        if not quiet:
            say(f"wrote {output}")
    else:
        is_data = output_format in (options.Format.JSON, options.Format.CSV)
        put(_render(made, output_format, lakh=lakh, spelled=spelled, plain=plain), is_data=is_data)
    if not made.complete:
        if not quiet:
            _say_incomplete(made)
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _figures(inputs: "Inputs", period: "Period") -> None:
    from freelance_pk.run.assessing import figures

    figures(inputs, period)


def _spelled(made: "Report", language: Language) -> "Spelled":
    from freelance_pk.output.report_spelling import report_spelled

    return report_spelled(made, Labels(language))


def _put_letters(made: "Report", output: Path | None, *, force: bool) -> None:
    from freelance_pk.output.files import write_text
    from freelance_pk.output.letters import as_text

    if output is None:
        put(as_text(made))
    else:
        write_text(output, as_text(made), force=force)
        say(f"wrote {output}")


def _say_incomplete(made: "Report") -> None:
    causes = sorted({issue.code for issue in made.issues if issue.severity == "error"})
    say(f"incomplete: {', '.join(causes)}; the report says what to do about each")


def _render(
    made: "Report", output_format: options.Format, *, lakh: bool, spelled: "Spelled" = (), plain: bool = False
) -> str:
    if output_format is options.Format.JSON:
        from freelance_pk.output.report_json import as_json

        return as_json(made)
    if output_format is options.Format.CSV:
        from freelance_pk.output.report_csv import as_csv

        return as_csv(made)
    if output_format is options.Format.MARKDOWN:
        from freelance_pk.output.report_markdown import as_markdown

        return as_markdown(made, lakh=lakh, spelled=spelled)
    if plain:
        from freelance_pk.output.report_plain import as_plain

        return as_plain(made, lakh=lakh, spelled=spelled)
    from freelance_pk.output.report_table import as_table

    return as_table(made, lakh=lakh, width=width(), colour=colour(), spelled=spelled)


def _write(
    made: "Report",
    year: Year,
    path: Path,
    *,
    language: Language,
    lakh: bool,
    spelled: "Spelled",
    force: bool,
) -> None:
    endings = {
        ".json": options.Format.JSON,
        ".csv": options.Format.CSV,
        ".md": options.Format.MARKDOWN,
    }
    ending = path.suffix.lower()
    if ending == ".xlsx":
        write_book(made, year, path, language=language, spelled=spelled, force=force)
    elif ending == ".html":
        from freelance_pk.output.files import write_text
        from freelance_pk.output.page import as_page

        write_text(path, as_page(made, language=language, lakh=lakh, spelled=spelled), force=force)
    elif ending in endings:
        from freelance_pk.output.files import write_text

        write_text(path, _render(made, endings[ending], lakh=lakh, spelled=spelled), force=force)
    else:
        raise UsageError(
            f"{path} ends in nothing that can be written",
            remedy="end the name in .xlsx, .html, .json, .csv or .md",
        )
