"""Puts the sheets together, with bytes that depend on the figures alone."""

from collections.abc import Iterable
from pathlib import Path

from freelance_pk.law import Law
from freelance_pk.model.entry import Withholding
from freelance_pk.output.files import write_beside
from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.spelling import Spelled
from freelance_pk.output.workbook.checks import checks_sheet
from freelance_pk.output.workbook.months import monthly_sheet
from freelance_pk.output.workbook.receipts import receipts_sheet, transfers_sheet
from freelance_pk.output.workbook.records import rates_sheet, transactions_sheet, withholding_sheet
from freelance_pk.output.workbook.rules import rules_sheet
from freelance_pk.output.workbook.sheet import Book
from freelance_pk.output.workbook.summary import summary_sheet
from freelance_pk.output.workbook.tax_sheet import alternatives_sheet, iris_sheet, tax_sheet
from freelance_pk.output.workbook.wealth_sheet import wealth_sheet
from freelance_pk.run.assessing import Assessed
from freelance_pk.statement.figures import Report


def write_workbook(
    report: Report,
    path: Path,
    *,
    assessed: Assessed | None = None,
    law: Law | None = None,
    withheld: Iterable[Withholding] = (),
    language: Language = Language.ENGLISH,
    spelled: Spelled = (),
    force: bool = False,
) -> None:
    """Write the workbook.

    Args:
        report: the figures.
        path: to write; a file that is there is kept unless `force`.
        assessed: the tax computation, None for a period that is no tax year.
        law: of the tax year that the whole period lies in, None where it lies in several or in one unknown.
        withheld: certificates and list rows of taxes withheld in the period.
        language: of the labels.
        spelled: amounts in words, in that language.
        force: overwrite.
    """

    def fill(beside: Path) -> None:
        _book(report, assessed, law, withheld, language, spelled).save(beside)

    write_beside(path, fill, force=force)


def _book(
    report: Report,
    assessed: Assessed | None,
    law: Law | None,
    withheld: Iterable[Withholding],
    language: Language,
    spelled: Spelled,
) -> Book:
    rules = ", ".join(f"{each.name} {each.sha256[:8]}" for each in report.data if "tax_slabs" in each.name)
    footer = f"{report.taxpayer} {report.period.label}".strip().replace("&", "&&") + f"|{rules}"
    book = Book(Labels(language), footer)
    summary_sheet(book, report, spelled)
    monthly_sheet(book, report, law)
    receipts_sheet(book, report, law)
    transfers_sheet(book, report)
    transactions_sheet(book, report)
    withholding_sheet(book, report, assessed, withheld)
    if assessed is not None:
        tax_sheet(book, assessed)
        alternatives_sheet(book, assessed)
    if report.wealth is not None:
        wealth_sheet(book, report.wealth)
    if assessed is not None:
        iris_sheet(book, assessed)
    rates_sheet(book, report)
    active = assessed is None or assessed.facts.active
    rules_sheet(book, report, assessed.assessment if assessed is not None else None, law, active=active)
    checks_sheet(book, report, assessed)
    return book
