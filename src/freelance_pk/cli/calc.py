"""`freelance-pk calc`."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import colour, put, width
from freelance_pk.model.errors import ExitStatus, FreelanceError, InputRefusedError, UsageError

if TYPE_CHECKING:
    from freelance_pk.tax.result import Assessment

AMOUNTS = (
    "salary",
    "salary_tax",
    "business",
    "expenses",
    "export",
    "export_psb",
    "export_deducted",
    "export_psb_deducted",
    "social",
    "social_deducted",
    "local_it",
    "local",
    "local_withheld",
    "profit_on_debt",
    "profit_deducted",
    "zakat",
    "donations",
    "pension",
    "advance_tax",
    "other_tax",
    "export_expenses",
)
SWITCHES = ("opt_out", "not_active")


def _option(words: str) -> Any:
    return typer.Option(metavar="RS", help=words, show_default=False)


Salary = Annotated[str, _option("Gross salary.")]
SalaryTax = Annotated[str, _option("Tax deducted from salary, s.149.")]
Business = Annotated[str, _option("Normal-regime receipts without withholding.")]
Expenses = Annotated[str, _option("Expenses of normal-regime business.")]
Export = Annotated[str, _option("Export receipts realised, not PSEB.")]
ExportPsb = Annotated[str, _option("Export receipts realised while PSEB-registered.")]
ExportDeducted = Annotated[str, _option("Tax the bank took from --export.")]
ExportPsbDeducted = Annotated[str, _option("Tax the bank took from --export-psb.")]
Social = Annotated[str, _option("Revenue from social-media platforms, s.154B.")]
SocialDeducted = Annotated[str, _option("Tax the bank took from --social.")]
LocalIt = Annotated[str, _option("Local IT services, s.153.")]
Local = Annotated[str, _option("Other local services, s.153.")]
LocalWithheld = Annotated[str, _option("Tax withheld by local clients.")]
Profit = Annotated[str, _option("Bank profit, gross.")]
ProfitDeducted = Annotated[str, _option("Tax deducted from profit, s.151.")]
Zakat = Annotated[str, _option("Zakat paid, s.60.")]
Donations = Annotated[str, _option("Approved donations, s.61.")]
Pension = Annotated[str, _option("Pension fund contributions, s.63.")]
Advance = Annotated[str, _option("Advance tax paid, s.147.")]
OtherTax = Annotated[str, _option("Other adjustable tax (s.236, 236Y and the like).")]
ExportExpenses = Annotated[str, _option("Expenses of exports; count only on the slabs.")]


def calc(
    tax_year: options.TaxYear = None,
    salary: Salary = "0",
    salary_tax: SalaryTax = "0",
    business: Business = "0",
    expenses: Expenses = "0",
    export: Export = "0",
    export_psb: ExportPsb = "0",
    export_deducted: ExportDeducted = "0",
    export_psb_deducted: ExportPsbDeducted = "0",
    social: Social = "0",
    social_deducted: SocialDeducted = "0",
    local_it: LocalIt = "0",
    local: Local = "0",
    local_withheld: LocalWithheld = "0",
    profit_on_debt: Profit = "0",
    profit_deducted: ProfitDeducted = "0",
    zakat: Zakat = "0",
    donations: Donations = "0",
    pension: Pension = "0",
    advance_tax: Advance = "0",
    other_tax: OtherTax = "0",
    export_expenses: ExportExpenses = "0",
    opt_out: Annotated[bool, typer.Option("--opt-out", help="Exports on the slabs, s.154A(3).")] = False,
    not_active: Annotated[
        bool, typer.Option("--not-active", help="Not on the active taxpayers' list.")
    ] = False,
    compare: Annotated[bool, typer.Option("--compare", help="Show the lawful alternatives.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how every rupee came about.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE.csv", help="One assessment per row.", show_default=False),
    ] = None,
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it: table, json or markdown.")
    ] = options.Format.TABLE,
    law: options.LawFolder = None,
    lakh: options.Lakh = False,
    _schema: options.AssessmentSchema = False,
) -> None:
    """Compute tax on figures typed in, in rupees, without files.

    Examples:
    freelance-pk calc --tax-year 2026 --salary 3,000,000 --export 1,745,596
    freelance-pk calc --batch clients.csv --format json
    """
    given = locals()
    if output_format is options.Format.CSV:
        raise UsageError("an assessment prints as table, json or markdown", remedy="choose one of these")
    if batch is not None:
        _batch(batch, output_format, law=law, lakh=lakh)
        return
    if tax_year is None:
        raise UsageError("which tax year?", remedy="give --tax-year, as in --tax-year 2026")
    amounts = {name: _typed(given[name], f"--{name.replace('_', '-')}") for name in AMOUNTS}
    made = _assess(tax_year, amounts, law=law, opt_out=opt_out, not_active=not_active)
    from freelance_pk.output import assessment as rendering

    if output_format is options.Format.JSON:
        put(rendering.as_json(made), is_data=True)
    elif output_format is options.Format.MARKDOWN:
        put(rendering.as_markdown(made, lakh=lakh))
    else:
        shown = rendering.as_table(
            made, explain=explain, compare=compare, lakh=lakh, width=width(), colour=colour()
        )
        put(shown)
    if made.status != "complete":
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _assess(
    year: int, amounts: dict[str, Decimal], *, law: Path | None, opt_out: bool, not_active: bool
) -> "Assessment":
    from freelance_pk.law import load_law
    from freelance_pk.tax.assess import assess
    from freelance_pk.tax.facts import facts_of

    return assess(load_law(year, law), facts_of(amounts, opt_out=opt_out, active=not not_active))


def _amount(text: str) -> Decimal:
    """Read an amount of rupees: 1,200,000 or 1200000.50.

    Raises:
        ValueError: no amount, or a negative one.
    """
    from freelance_pk.intake.numbers import parse_amount

    amount = parse_amount(text)
    if amount is None:
        return Decimal(0)
    if amount < 0:
        raise ValueError("negative")
    return amount


def _typed(text: str, flag: str) -> Decimal:
    try:
        return _amount(text)
    except ValueError as failure:
        raise UsageError(
            f"{flag} {text!r} is not an amount of rupees",
            remedy="write it as 1,200,000 or 1200000.50, not negative",
        ) from failure


def _batch(path: Path, output_format: options.Format, *, law: Path | None, lakh: bool) -> None:
    from freelance_pk.intake.detect import tables_of
    from freelance_pk.intake.files import contents_of, opener
    from freelance_pk.output import assessment as rendering

    content = next(contents_of(opener(path, path.name), path.name))
    table = next(tables_of(content), None)
    if table is None:
        raise InputRefusedError(
            "the file is no table", origin=path.name, remedy="write it as CSV or Excel, one assessment a row"
        )
    rows = [(line, row) for line, row in table.rows() if any(cell.strip() for cell in row)]
    made = (
        [_row(path.name, rows[0][1], line, row, law) for line, row in rows[1:]]
        if _header(path.name, rows)
        else []
    )
    if output_format is options.Format.JSON:
        for each in made:
            put(rendering.as_json(each, indent=None), is_data=True)
    else:
        from freelance_pk.output.assessment_list import as_list

        put(
            as_list(
                made,
                lakh=lakh,
                width=width(),
                colour=colour(),
                markdown=output_format is options.Format.MARKDOWN,
            ),
        )
    if any(each.status != "complete" for each in made):
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _header(name: str, rows: list[tuple[int, list[str]]]) -> bool:
    header = [cell.strip().casefold() for cell in rows[0][1]]
    known = ("tax_year", *AMOUNTS, *SWITCHES)
    for column in header:
        if column not in known:
            raise InputRefusedError(
                f"the column {column!r} is not known",
                origin=f"{name}, row {rows[0][0]}",
                remedy=f"use these columns: {', '.join(known)}",
            )
    if "tax_year" not in header or len(set(header)) != len(header):
        raise InputRefusedError(
            "the header needs tax_year, and every column once",
            origin=f"{name}, row {rows[0][0]}",
            remedy="correct it",
        )
    if len(rows) == 1:
        raise InputRefusedError("the file has no rows", origin=name, remedy="add one row per assessment")
    return True


def _row(name: str, header: list[str], line: int, row: list[str], law: Path | None) -> "Assessment":
    if len(row) != len(header):
        raise InputRefusedError(
            f"the row has {len(row)} cells where the header has {len(header)}",
            origin=f"{name}, row {line}",
            remedy="give every row the header's columns; write amounts without commas, or in quotes",
        )
    cells = {column.strip().casefold(): cell.strip() for column, cell in zip(header, row, strict=True)}

    def refuse(column: str, wanted: str, failure: Exception) -> FreelanceError:
        refusal = InputRefusedError(
            f"{cells[column]!r} is not {wanted}",
            origin=f"{name}, row {line}, column {column}",
            remedy="correct the cell; empty counts as 0",
        )
        refusal.__cause__ = failure
        return refusal

    amounts: dict[str, Decimal] = {}
    for column in AMOUNTS:
        try:
            amounts[column] = _amount(cells.get(column, ""))
        except ValueError as failure:
            raise refuse(column, "an amount of rupees", failure) from failure
    try:
        year = int(cells["tax_year"])
    except ValueError as failure:
        raise refuse("tax_year", "a tax year", failure) from failure
    switches = {switch: _switch(cells.get(switch, "")) for switch in SWITCHES}
    for switch, value in switches.items():
        if value is None:
            raise refuse(switch, "yes or no", ValueError(switch))
    try:
        return _assess(
            year,
            amounts,
            law=law,
            opt_out=bool(switches["opt_out"]),
            not_active=bool(switches["not_active"]),
        )
    except FreelanceError as failure:
        failure.origin = failure.origin or f"{name}, row {line}, column tax_year"
        raise


def _switch(text: str) -> bool | None:
    word = text.casefold()
    if word in ("", "0", "no", "false", "n"):
        return False
    return True if word in ("1", "yes", "true", "y") else None
