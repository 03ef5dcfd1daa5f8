"""What must hold of the report of any year, whatever its files show."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from exports import File
from year import HBL, MEEZAN, Row, Year

from freelance_pk.model.entry import Entry
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.model.review import State
from freelance_pk.run.inputs import Inputs, read_inputs
from freelance_pk.run.period import choose_period
from freelance_pk.run.reporting import ground_of, report_of
from freelance_pk.statement.figures import Basis, Report
from freelance_pk.statement.report import Ground

BANKS = (MEEZAN, HBL)
Seen = tuple[str, str, Decimal]  # account, day, amount


@dataclass(frozen=True, slots=True)
class Told:
    """What the program makes of some files."""

    inputs: Inputs
    ground: Ground
    report: Report


def tell(folder: Path, files: Iterable[File]) -> Told:
    """Put files into a folder and report on tax year 2026."""
    folder.mkdir(parents=True)
    for name, content in files:
        (folder / name).write_bytes(content)
    inputs = read_inputs([folder])
    ground = ground_of(inputs)
    return Told(inputs, ground, report_of(inputs, choose_period(inputs.merged, tax_year=2026), ground))


def every_row_once(year: Year, told: Told) -> Iterator[str]:
    """Each row of each export is an entry once, or is listed as skipped."""
    planted = Counter(each for rows in year.rows.values() for row in rows for each in _parts(row))
    found = Counter(_seen(entry) for entry in told.inputs.merged.entries)
    if planted != found:
        yield f"rows lost {dict(planted - found)}, rows made {dict(found - planted)}"
    failed = sum(row.status != "Completed" for rows in year.rows.values() for row in rows)
    for read in told.inputs.merged.files:
        lines = Counter({entry.line for entry in read.entries})
        lines.update(row.line for row in read.skipped)
        if any(count > 1 for count in lines.values()):
            yield f"{read.source.name}: a row both counted and skipped"
    skipped = {(row.source.institution, row.ref) for row in told.inputs.merged.skipped if row.ref}
    if len(skipped) != failed:
        yield f"{failed} rows had failed, {len(skipped)} are listed"
    for used in told.report.files:
        fees = used.rows != used.entries + used.skipped + used.records
        if fees and used.layout not in ("fiverr-earnings", "wise-statement-22", "wise-history-18"):
            yield f"{used.name}: {used}"


def _parts(row: Row) -> Iterator[Seen]:
    if row.status == "Completed":
        yield row.account, f"{row.day}", row.amount
        if row.fee:
            yield row.account, f"{row.day}", row.fee


def _seen(entry: Entry) -> Seen:
    return entry.account, f"{entry.day}", entry.amount


def no_pair_is_wrong(year: Year, told: Told) -> Iterator[str]:
    """Each pair is a planted one; a planted one that was not found is asked about or said to be on its way."""
    planted = Counter((_row(out), _row(came)) for out, came in year.pairs)
    linked = told.ground.linked
    entries, arrivals = linked.merged.entries, linked.arrivals
    found: Counter[tuple[Seen, Seen]] = Counter()
    for pair in linked.pairs:
        credit = arrivals[pair.arrival].entry
        if credit is not None:
            found[_seen(entries[pair.out]), _seen(entries[credit])] += 1
    for wrong in found - planted:
        yield f"wrong pair {wrong}"
    asked = Counter(
        (item.account, f"{item.day}", -item.amount) for item in told.ground.items if item.state is State.OPEN
    )
    for out, came in planted - found:
        if not asked[out] and came[0] in told.inputs.merged.accounts:
            yield f"pair not found and not asked about: {out} -> {came}"


def _row(row: Row) -> Seen:
    return row.account, f"{row.day}", row.amount


def received_is_exact_or_flagged(year: Year, told: Told) -> Iterator[str]:
    """The receipts are the planted ones, gross where anything proves the gross; what lacks is an error, in rupees."""
    report = told.report
    came = [each for each in year.came if each.row.day in report.period]
    known = [each for each in came if not each.asked]
    shown = sum((each.shown for each in known), Decimal(0))
    truth = sum((each.gross for each in came), Decimal(0))
    banked = report.received.basis[Basis.BANK]
    if banked > truth:
        yield f"received {banked}, more than the {truth} that came"
    errors = rupees(report.issues, Severity.ERROR)
    tax = sum(
        (each.tax for each in came), Decimal(0)
    )  # a credit that is asked about names what came, after tax
    lacking = shown - banked
    if lacking and (report.complete or lacking > errors + tax):
        yield f"received {banked} of {shown} provable, and {errors} rupees are asked about"
    if truth - banked > tax + errors + rupees(report.issues, Severity.WARNING, "certificate-missing"):
        yield f"received {banked} of {truth} true; flagged {errors}"
    estimated = report.received.pkr - banked
    flagged = rupees(report.issues, Severity.WARNING, "receipts-estimated")
    if abs(estimated - flagged) > 1:
        yield f"estimated {estimated}, said of {flagged}"


def rupees(issues: Iterable[Issue], severity: Severity, code: str = "") -> Decimal:
    """Sum the rupees that issues name."""
    return sum(
        (each.pkr for each in issues if each.severity is severity and each.pkr and code in ("", each.code)),
        Decimal(0),
    )


def work_is_exact(year: Year, told: Told) -> Iterator[str]:
    """Gross earnings and platform fees, to the cent; but for payments of which it is asked whose they are."""
    period = told.report.period
    gross = sum((amount for day, amount in year.work if day in period), Decimal(0))
    fees = -sum((amount for day, amount in year.fees if day in period), Decimal(0))
    made = told.report.earned
    found = (made[0].gross, made[0].fees) if made else (Decimal(0), Decimal(0))
    asked = {
        item.id for item in told.ground.items if item.code in ("transfer-undecided", "transfer-ambiguous")
    }
    if found != (gross, fees) and not (asked and found[1] == fees and found[0] < gross):
        yield f"earned {found}, truly {gross, fees}"


def bridge_closes(year: Year, told: Told) -> Iterator[str]:
    """Every step of a currency's chain sums to what was withdrawn; what is not explained is named."""
    steps = [step for step in told.report.bridge if step.currency == "USD"]
    if not steps:
        return
    *parts, withdrawn = steps
    if sum((step.amount for step in parts), Decimal(0)) != withdrawn.amount:
        yield f"the bridge does not close: {steps}"
    open_ = [step for step in parts if step.step == "unexplained"]
    if open_:
        yield f"unexplained: {open_}"


def balances_agree(year: Year, told: Told) -> Iterator[str]:
    """What each account holds on the last day is what its rows make."""
    for balance in told.report.balances:
        if balance.account in BANKS or balance.account not in year.rows:
            continue
        rows = [
            row
            for row in year.rows[balance.account]
            if row.day <= balance.as_of and row.status == "Completed"
        ]
        held = sum((row.amount + row.fee for row in rows), Decimal(0))
        if held != balance.amount:
            yield f"{balance.account} holds {held} on {balance.as_of}, reported {balance.amount} ({balance.basis})"
    if any(issue.code.startswith("balance") for issue in told.report.issues):
        yield f"balance issues: {[issue for issue in told.report.issues if issue.code.startswith('balance')]}"


LAWS = (
    every_row_once,
    no_pair_is_wrong,
    received_is_exact_or_flagged,
    work_is_exact,
    bridge_closes,
    balances_agree,
)


def faults(year: Year, told: Told) -> list[str]:
    """Return every law that the report of a whole year breaks."""
    return [f"{law.__name__}: {words}" for law in LAWS for words in law(year, told)]
