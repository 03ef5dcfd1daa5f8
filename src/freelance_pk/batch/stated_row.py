"""A client's row of the firm's sheet, from its report and assessment."""

import os
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from freelance_pk.batch.asking import status_of
from freelance_pk.batch.clients import Client
from freelance_pk.batch.job import Job
from freelance_pk.batch.masking import one_line
from freelance_pk.batch.row import Ahead, AtRate, Figures, Finding, Lacking, Row
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.run.assessing import Assessed
from freelance_pk.run.inputs import Inputs
from freelance_pk.statement.figures import Basis, Receipt, Report
from freelance_pk.tax.due import due_dates

MOST_FINDINGS = 30
_MOST_RECEIPTS = 40
_LONGEST = 600  # letters of a finding's sentence or place
# The assessment's words for the year, by those of the report for its receipts.
_SAID_OF_RECEIPTS = {
    "export-over-deducted": frozenset({"tax-over-deducted"}),
    "export-short-deducted": frozenset({"tax-short-deducted", "tax-not-deducted"}),
}
# What is noticed of a file, and leaves every figure as it is.
_REMARKS = frozenset({"encoding-guessed", "layout-own"})
_UNVERIFIED = "layout-unverified"
# A batch fetches no rates while it runs: what it finds is the same whenever and wherever it is found.
_OF_OTHER_COMMANDS = ", or this command with --online"


def row_of(job: Job, client: Client, inputs: Inputs, report: Report, assessed: Assessed | None) -> Row:
    """Return a client's row: its figures, what is missing or to be looked at, the dates ahead."""
    issues = report.issues if assessed is None else (*report.issues, *_further(assessed, report))
    known = tuple(each for each in (inputs.profile.cnic, inputs.profile.ntn) if each)
    held, remarks = _told_apart(issues, report, inputs)
    findings = tuple(_finding(each, known, job.root / client.place) for each in held)
    lacking = [
        each for each in report.receipts if each.basis is Basis.BANK and each.evidence != "certificate"
    ]
    return Row(
        client=client.name,
        slug=client.slug,
        status=status_of(findings),
        taxpayer=one_line(report.taxpayer, known=known),
        figures=_figures(report, assessed),
        findings=findings[:MOST_FINDINGS],
        more=max(len(findings) - MOST_FINDINGS, 0),
        remarks=remarks,
        lacking=tuple(
            Lacking(
                each.day, whole_rupees(each.gross), one_line(each.account), one_line(each.payer, known=known)
            )
            for each in lacking[:_MOST_RECEIPTS]
        ),
        lacking_more=max(len(lacking) - _MOST_RECEIPTS, 0),
        dates=_ahead(job, report, assessed),
    )


def _further(assessed: Assessed, report: Report) -> Iterable[Issue]:
    """Return what assessing raised beside the report, but for what the report says of single receipts already."""
    said = set(report.issues)
    codes = {each.code for each in report.issues}
    return (
        each
        for each in assessed.assessment.issues
        if each not in said and not codes & _SAID_OF_RECEIPTS.get(each.code, frozenset())
    )


def _told_apart(
    issues: Iterable[Issue], report: Report, inputs: Inputs
) -> tuple[list[Issue], tuple[str, ...]]:
    """Tell what is to be done or looked at from what was only noticed.

    A platform's layout that nobody has seen on a real file changes no receipt that a bank or certificate shows; a
    bank's does.
    """
    banks = {name for name, each in inputs.merged.accounts.items() if each.kind is AccountKind.BANK}
    trusts_bank = all(entry.source.verified for entry in report.entries if entry.account in banks) and all(
        each.basis is Basis.BANK for each in report.receipts
    )
    remarks = _REMARKS | ({_UNVERIFIED} if trusts_bank else frozenset())
    held, noticed = [], set()
    for issue in issues:
        if issue.severity is Severity.NOTE or (issue.severity is Severity.WARNING and issue.code in remarks):
            noticed.add(issue.code)
        else:
            held.append(issue)
    held.sort(key=lambda each: (each.severity is not Severity.ERROR, each.code, each.origin, each.message))
    return held, tuple(sorted(noticed))


def _finding(issue: Issue, known: tuple[str, ...], folder: Path) -> Finding:
    def said(text: str) -> str:
        return plain(text, known, folder)

    return Finding(
        issue.severity, issue.code, said(issue.message), said(issue.origin), said(issue.remedy), issue.pkr
    )


def plain(text: str, known: tuple[str, ...], folder: Path) -> str:
    """Name places as seen from the client's folder, hide identity numbers, and keep it short."""
    text = (
        text.replace(_OF_OTHER_COMMANDS, "")
        .replace(f"{folder}{os.sep}", "")
        .replace(f"{folder}", "the client's folder")
    )
    text = one_line(text, known=known)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _figures(report: Report, assessed: Assessed | None) -> Figures:
    by_rate: dict[Decimal, list[Receipt]] = {}
    for each in report.receipts:
        by_rate.setdefault(each.rate, []).append(each)
    at_rates = tuple(
        AtRate(rate, whole_rupees(sum((each.gross for each in rows), ZERO)), len(rows))
        for rate, rows in sorted(by_rate.items())
    )
    received = whole_rupees(report.received.pkr)
    if assessed is not None:
        made = assessed.assessment
        return Figures(at_rates, received, made.tax_chargeable, made.tax_paid, made.payable)
    charge, deducted = whole_rupees(report.tax.expected), whole_rupees(report.tax.deducted)
    return Figures(at_rates, received, charge, deducted, charge - deducted)


def _ahead(job: Job, report: Report, assessed: Assessed | None) -> tuple[Ahead, ...]:
    if assessed is None:
        return tuple(Ahead(each.day, each.words, None, each.law) for each in report.outlook.dates)
    after = job.period.end + timedelta(days=1)
    return tuple(
        Ahead(each.day, each.words, each.amount, each.law)
        for each in due_dates(assessed.law, assessed.assessment, after)
    )
