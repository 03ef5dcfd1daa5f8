"""One client of a batch: the same reading, figures and outputs as for one person alone, and a row for the firm."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Context, Decimal, FloatOperation, localcontext
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path
from typing import NamedTuple

from freelance_pk.batch.asking import message, status_of
from freelance_pk.batch.clients import KEPT, Client
from freelance_pk.batch.job import Job, digest_of_client, rules_digest
from freelance_pk.batch.keeping import (
    CLIENTS,
    RUN,
    Kept,
    digests,
    keep,
    keep_keys,
    load,
    open_elsewhere,
    outputs_stand,
    remove,
)
from freelance_pk.batch.masking import mask
from freelance_pk.batch.row import Ahead, AtRate, Figures, Finding, Lacking, Row, Status
from freelance_pk.batch.shared import keys_of
from freelance_pk.batch.stated import stated
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import (
    FreelanceError,
    InputRefusedError,
    InputsRefusedError,
    NothingToReadError,
)
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.output.assessment import as_json as assessment_json
from freelance_pk.output.files import write_text
from freelance_pk.output.report_json import as_json as report_json
from freelance_pk.run.assessing import Assessed
from freelance_pk.run.inputs import Inputs, read_inputs
from freelance_pk.run.reporting import ground_of
from freelance_pk.statement.figures import Basis, Receipt, Report
from freelance_pk.statement.report import Ground
from freelance_pk.tax import due_dates

_MOST_FINDINGS = 30
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
# Files that the office writes itself: a client cannot send them anew.
_OURS = ("profile.toml", "review.toml", "imports.toml", "rates.csv", "locks/")


class Done(NamedTuple):
    """What a worker answers with: small, whatever the client's size.

    `is_new`: done now; else as it was. `withheld`: its outputs were taken away in an earlier run.
    """

    slug: str
    status: Status
    is_new: bool
    withheld: bool
    brief: str


class RunStoppedError(FreelanceError):
    """What no other client would fare better with: the disk is full, or the worker is another program."""


def failed(job: Job, client: Client, failure: Exception) -> Done:
    """Keep that a client's run broke off outside its own control: its worker died.

    Raises:
        FreelanceError: that cannot be written.
    """
    said = failure if isinstance(failure, FreelanceError) else _bug(failure)
    return _keep(job, "", _stopped(client, job, said, Status.FAILED))


def begin() -> None:
    """Load what every client needs, once in a process: law, layouts, rates, the writer of workbooks."""
    import freelance_pk.output.workbook  # noqa: F401, PLC0415 - loaded before the first client is timed
    from freelance_pk.intake import institutions  # noqa: PLC0415
    from freelance_pk.rates import load_rates  # noqa: PLC0415

    institutions()
    load_rates()


def problem_here(job: Job) -> str:
    """Say why this process cannot run clients of a job, "" if it can: asked of every worker of a cluster."""
    if not (job.out / KEPT / RUN).is_file() or not job.root.is_dir():
        return f"it does not see {job.root} and {job.out}"
    if rules_digest(job.law) != job.rules:
        return "it has another freelance-pk, other layouts or other rates"
    return ""


def run_client(job: Job, client: Client, *, anew: bool = False) -> Done:
    """Do one client, or leave it as it is where nothing changed.

    Args:
        job: what is asked.
        client: whose folder.
        anew: do it even if nothing changed.

    Raises:
        RunStoppedError: nothing more can be written; or this worker's program, law, layouts or rates are not those
            of the run.
    """
    # Decimal's rules belong to a thread, and a cluster's worker runs clients in threads of its own.
    with localcontext(Context(prec=28)) as context:
        context.traps[FloatOperation] = True
        if rules_digest(job.law) != job.rules:
            raise RunStoppedError(
                "a worker has another freelance-pk, other layouts or other rates than this machine",
                remedy="install the same version on every machine, and give each the same $FREELANCE_PK_RATES and "
                "$FREELANCE_PK_LAYOUTS",
            )
        try:
            digest = digest_of_client(job, client)
        except FreelanceError as failure:
            return _keep(job, "", _stopped(client, job, failure, Status.FAILED))
        kept = load(job.out, client.slug) if job.resume and not anew else None
        if kept is not None and kept.digest == digest and (kept.withheld or outputs_stand(job.out, kept.row)):
            return Done(client.slug, kept.row.status, is_new=False, withheld=kept.withheld, brief="")
        return _run(job, client, digest)


def _run(job: Job, client: Client, digest: str) -> Done:
    try:
        inputs, ground = _read(job, client)
        row = _with_outputs(job, client, inputs, ground)
        keep_keys(job.out, client.slug, keys_of(ground.linked.merged, job.period))
    except FreelanceError as failure:
        _refuse_if_full(failure)
        status = Status.BLOCKED if _is_nothing(failure) else Status.FAILED
        row = _stopped(client, job, failure, status)
        keep_keys(job.out, client.slug, ())
    except Exception as bug:  # noqa: BLE001 - one client's failure stops no other, whatever it is
        row = _stopped(client, job, _bug(bug), Status.FAILED)
        keep_keys(job.out, client.slug, ())
    return _keep(job, digest, row)


def _read(job: Job, client: Client) -> tuple[Inputs, Ground]:
    inputs = read_inputs(
        (),
        books=job.root / client.place,
        law=job.law,
        passwords=job.passwords,
        rate_basis=job.rate_basis,
        rate_method=job.rate_method,
    )
    return inputs, ground_of(inputs)


def _with_outputs(job: Job, client: Client, inputs: Inputs, ground: Ground) -> Row:
    """Make the figures, write workbook and JSON, and return the row."""
    from freelance_pk.output.workbook import write_workbook  # noqa: PLC0415 - openpyxl is slow to load

    report, assessed, law, withheld = stated(job, inputs, ground)
    names = [f"{client.slug}.xlsx", f"{client.slug}.json"]
    for name in names:
        _refuse_open(job.out / CLIENTS / name)
    folder = job.out / CLIENTS
    write_workbook(report, folder / names[0], assessed=assessed, law=law, withheld=withheld, force=True)
    write_text(folder / names[1], report_json(report), force=True)
    if assessed is not None:
        names.append(f"{client.slug}.tax.json")
        write_text(folder / names[2], assessment_json(assessed.assessment), force=True)
    return replace(_row(job, client, inputs, report, assessed), outputs=digests(job.out, names))


def _row(job: Job, client: Client, inputs: Inputs, report: Report, assessed: Assessed | None) -> Row:
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
        taxpayer=mask(" ".join(report.taxpayer.split()), known=known),
        figures=_figures(report, assessed),
        findings=findings[:_MOST_FINDINGS],
        more=max(len(findings) - _MOST_FINDINGS, 0),
        remarks=remarks,
        lacking=tuple(
            Lacking(each.day, whole_rupees(each.gross), each.account, mask(each.payer, known=known))
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
    def plain(text: str) -> str:
        return _plain(text, known, folder)

    return Finding(
        issue.severity, issue.code, plain(issue.message), plain(issue.origin), plain(issue.remedy), issue.pkr
    )


def _plain(text: str, known: tuple[str, ...], folder: Path) -> str:
    """Name places as seen from the client's folder, hide identity numbers, and keep it short."""
    text = text.replace(f"{folder}{os.sep}", "").replace(f"{folder}", "the client's folder")
    text = mask(" ".join(text.split()), known=known)
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


def _refuse_open(path: Path) -> None:
    mark = open_elsewhere(path)
    if mark is not None:
        raise FreelanceError(
            f"{path.name} is open in a spreadsheet program",
            origin=path.name,
            remedy=f"close it (or remove {mark.name}, if no program has it open), then run the batch again",
        )


def _refuse_if_full(failure: FreelanceError) -> None:
    cause = failure.__cause__
    if isinstance(cause, OSError) and cause.errno in (ENOSPC, EDQUOT, EROFS):
        raise RunStoppedError(
            failure.message,
            origin=failure.origin,
            remedy="make room, then run the same command again: it goes on; what is done is kept",
        ) from failure


def _is_nothing(failure: FreelanceError) -> bool:
    return isinstance(failure.__cause__, NothingToReadError)


class _BugError(FreelanceError):
    """A bug that one client brought to light."""


def _bug(bug: Exception) -> FreelanceError:
    return _BugError(
        f"internal error: {type(bug).__name__}: {bug}",
        remedy="this is a bug in freelance-pk, and no figure was given; run `freelance-pk report` on this folder with "
        "FREELANCE_PK_TRACEBACK=1 set and report what it prints",
    )


def _stopped(client: Client, job: Job, failure: FreelanceError, status: Status) -> Row:
    folder = job.root / client.place
    findings = tuple(
        Finding(
            Severity.ERROR,
            _code(each),
            _plain(each.message, (), folder),
            _plain(each.origin, (), folder),
            _plain(each.remedy, (), folder),
        )
        for each in _each_refusal(failure)
    )
    if _is_nothing(failure):
        findings = (
            Finding(
                Severity.ERROR,
                "nothing-to-read",
                "no export, statement or certificate that can be read is in the folder.",
                "",
                "ask the client for them, and put them in the folder",
            ),
        )
    return Row(
        client.name,
        client.slug,
        status,
        findings=findings[:_MOST_FINDINGS],
        more=max(len(findings) - _MOST_FINDINGS, 0),
    )


def _each_refusal(failure: FreelanceError) -> Iterable[FreelanceError]:
    if isinstance(failure, InputsRefusedError):
        for each in failure.refusals:
            yield from _each_refusal(each)
    else:
        yield failure


def _code(failure: FreelanceError) -> str:
    if isinstance(failure, _BugError):
        return "internal-error"
    if not isinstance(failure, InputRefusedError):
        return "client-refused"
    return "own-file-refused" if any(name in failure.origin for name in _OURS) else "file-refused"


def _keep(job: Job, digest: str, row: Row) -> Done:
    """Write the message, take away outputs of an earlier state, and keep the row: the client is done."""
    before = load(job.out, row.slug)
    name = f"{row.slug}.txt"
    text = message(row, job.period.label)
    outputs = dict(row.outputs or {})
    try:
        if text:
            write_text(job.out / CLIENTS / name, text, force=True)
            outputs |= digests(job.out, [name])
        if before is not None:
            remove(job.out, set(before.row.outputs or ()) - set(outputs))
        row = replace(row, outputs=outputs)
        keep(job.out, Kept(digest, row, withheld=False))
    except FreelanceError as failure:
        _refuse_if_full(failure)
        raise
    first = row.findings[0] if row.status in (Status.BLOCKED, Status.FAILED) else None
    brief = "" if first is None else ": ".join(each for each in (first.origin, first.message) if each)
    return Done(row.slug, row.status, is_new=True, withheld=False, brief=brief)
