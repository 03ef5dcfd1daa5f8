"""The words of a report: the sentence it begins with, the names of its steps."""

from decimal import Decimal

from freelance_pk.model.issue import Severity
from freelance_pk.model.rate import Rate
from freelance_pk.output.numbers import rupees
from freelance_pk.rates import SILENT_DAYS
from freelance_pk.statement.figures import AnswerUsed, Basis, Report
from freelance_pk.statement.wealth import Wealth, WealthLine, total

STEPS = {
    "gross": "gross earnings, after refunds",
    "platform_fees": "platform fees",
    "subscriptions": "memberships and connects",
    "adjustments": "adjustments not explained",
    "tax_withheld_abroad": "tax withheld by the platform",
    "transfer_fees": "transfer fees",
    "account_fees": "wallet account fees",
    "card": "spent by card",
    "own_money_in": "own money put in",
    "on_hold": "blocked and released by a hold",
    "other_income": "cashback and interest",
    "returned": "came back from an earlier withdrawal",
    "conversions": "converted to another currency",
    "other": "rows of unknown kind",
    "undecided": "undecided transfers",
    "in_transit": "on its way at the end",
    "unmatched": "left, not seen arriving",
    "unfollowed": "sent to a wallet without its file",
    "spent": "spent or given away, by your answer",
    "lost": "lost or came back, by your answer",
    "held_on_platforms": "held on platforms",
    "held_in_wallets": "held in wallets",
    "unexplained": "unexplained gap",
    "rate_difference": "rate moved while held",
    "withdrawn": "withdrawn, at the State Bank's rate",
    "spread": "exchange spread of wallet and bank",
    "received_directly": "received without a withdrawal here",
    "received": "received, gross rupees",
    "tax_deducted": "tax taken by the bank",
    "in_bank": "credited in the bank",
}


def sentence(report: Report, *, lakh: bool = False) -> str:
    """Say the report in a sentence or two, beginning with what is missing."""
    errors = sum(1 for issue in report.issues if issue.severity is Severity.ERROR)
    start = f"Incomplete ({errors} {_plural(errors, 'cause')}, below). " if not report.complete else ""
    label = report.period.label[0].upper() + report.period.label[1:]
    if not report.received.receipts:
        return f"{start}{label}: no rupees received. {_earned_words(report, lakh=lakh)}"
    count = report.received.receipts
    words = f"{label}: Rs {rupees(report.received.pkr, lakh=lakh)} received in {count} {_plural(count, 'payment')}; "
    return start + words + _tax_words(report, lakh=lakh) + _estimate_words(report)


def _earned_words(report: Report, *, lakh: bool) -> str:
    if not report.earned:
        return "Nothing was earned."
    return f"Earned: Rs {rupees(report.earned_pkr.gross, lakh=lakh)} gross."


def _tax_words(report: Report, *, lakh: bool) -> str:
    tax = report.tax
    unknown = any(receipt.regime == "unknown" for receipt in report.receipts)
    if unknown:
        return "the tax on them is not known."
    if not tax.expected and not tax.deducted:
        return "no final tax is due on them."
    if abs(tax.difference) <= _rounding(report):
        return f"the tax of Rs {rupees(tax.expected, lakh=lakh)} is already deducted in full."
    if tax.difference > 0:
        return (
            f"tax of Rs {rupees(tax.expected, lakh=lakh)} is due and Rs {rupees(tax.deducted, lakh=lakh)} was "
            f"deducted: Rs {rupees(tax.difference, lakh=lakh)} is short."
        )
    return (
        f"tax of Rs {rupees(tax.expected, lakh=lakh)} is due and Rs {rupees(tax.deducted, lakh=lakh)} was "
        f"deducted: Rs {rupees(-tax.difference, lakh=lakh)} is refundable."
    )


def _rounding(report: Report) -> Decimal:
    """The bank rounds each deduction to the rupee: so much apart is rounding."""
    return Decimal(report.received.receipts) / 2 + 1


def _estimate_words(report: Report) -> str:
    estimated = report.received.basis[Basis.WITHDRAWN] + report.received.basis[Basis.EARNED]
    if not estimated:
        return ""
    return (
        " Without a bank file this is an estimate."
        if estimated == report.received.pkr
        else " Part is estimated."
    )


def wealth_rows(made: Wealth) -> tuple[tuple[str, tuple[WealthLine, ...]], ...]:
    """Return the parts of a wealth reconciliation in their order, each with its lines and its sum."""
    increase = WealthLine("Increase", made.increase)
    unreconciled = WealthLine("Unreconciled (must be 0)", made.unreconciled, "703000")
    balance = " (balancing)" if made.balancing else ""
    outflows = (
        *made.outflows[:-1],
        made.outflows[-1]._replace(label=made.outflows[-1].label + balance),
    )
    return (
        ("Net assets before", (*made.opening, WealthLine("Together", total(made.opening), "703002"))),
        ("Net assets now", (*made.closing, WealthLine("Together", total(made.closing), "703001"))),
        ("Increase", (increase._replace(code="703003"),)),
        ("Inflows", (*made.inflows, WealthLine("Together", total(made.inflows)))),
        ("Outflows", (*outflows, WealthLine("Together", total(outflows)))),
        ("Difference", (unreconciled,)),
    )


def rates_words(report: Report) -> str:
    """Say which rates were used: how many, of which days, from where."""
    by_source: dict[tuple[str, str], list[Rate]] = {}
    for rate in report.rates:
        by_source.setdefault((rate.basis, rate.source.split(", ")[0]), []).append(rate)
    parts = []
    for (basis, source), rates in sorted(by_source.items()):
        days = sorted(rate.found for rate in rates)
        late = sum(1 for rate in rates if (rate.asked - rate.found).days > SILENT_DAYS)
        more = f", {late} of them older than four days" if late else ""
        waiting = sum(1 for rate in rates if rate.provisional)
        more += f", {waiting} of them provisional" if waiting else ""
        parts.append(f"{len(rates)} of {days[0]} to {days[-1]}, basis {basis}, {source}{more}")
    return "; ".join(parts)


def rule_words(report: Report) -> tuple[str, ...]:
    """Say which data files the figures rest on, and by which day receipts count."""
    return (
        ", ".join(f"{each.name} {each.sha256[:8]}" for each in report.data),
        "Receipts count on the bank's credit date, gross of the tax the bank took.",
    )


def swing_words(report: Report, *, lakh: bool) -> tuple[str, ...]:
    """Say how far the months lie apart: best, worst and median month of what was received."""
    months = sorted(report.months, key=lambda each: (each.received, each.month))
    if len(months) < 3 or not months[-1].received:
        return ()
    middle = len(months) // 2
    median = (
        months[middle].received
        if len(months) % 2
        else (months[middle - 1].received + months[middle].received) / 2
    )
    best, worst = months[-1], months[0]
    words = (
        f"Best month {best.month} (Rs {rupees(best.received, lakh=lakh)}), worst {worst.month} "
        f"(Rs {rupees(worst.received, lakh=lakh)}), median Rs {rupees(median, lakh=lakh)}."
    )
    return (words,)


def projection_words(report: Report, *, lakh: bool) -> tuple[str, ...]:
    """Say what the tax year may bring, as a range, and how it is reckoned."""
    projected = report.outlook.projection
    if projected is None:
        return ()
    span = f"Rs {rupees(projected.low, lakh=lakh)} to {rupees(projected.high, lakh=lakh)}"
    return (f"By {projected.until}: {span} received (estimate: {projected.method}).",)


def dates_words(report: Report) -> tuple[str, ...]:
    """List the dates that the law sets next."""
    return tuple(f"{each.day}: {each.words} ({each.law})" for each in report.outlook.dates)


def skipped_words(report: Report) -> tuple[str, ...]:
    """Say which rows were left out, by file and reason, with their numbers."""
    groups: dict[tuple[str, str], list[int]] = {}
    for row in report.skipped:
        groups.setdefault((row.source.name, row.reason), []).append(row.line)
    words = []
    for (name, reason), lines in groups.items():
        shown = ", ".join(map(str, lines[:8])) + (f" and {len(lines) - 8} more" if len(lines) > 8 else "")
        words.append(f"{name}, row {shown}: {reason}")
    return tuple(words)


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def answers_words(report: Report, *, lakh: bool = False) -> tuple[str, ...]:
    """Say what the user's answers did, and to how many rows and rupees."""
    groups: dict[str, list[AnswerUsed]] = {}
    for each in report.answers:
        groups.setdefault(each.effect, []).append(each)
    words = []
    for effect, used in groups.items():
        known = [each.pkr for each in used if each.pkr is not None]
        stake = f", Rs {rupees(sum(known, Decimal(0)), lakh=lakh)}" if known else ""
        names = list(dict.fromkeys(each.id for each in used))
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        words.append(f"{len(used)} {effect}{stake} ({shown})")
    return tuple(words)
