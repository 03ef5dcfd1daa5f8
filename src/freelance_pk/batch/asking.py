"""What is missing of a client, who can supply it, and a message to the client that asks for it in plain words."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from freelance_pk.batch.row import Finding, Row, Status
from freelance_pk.model.issue import Severity
from freelance_pk.output.numbers import rupees


class Who(StrEnum):
    """Who can settle a finding."""

    CLIENT = "client"
    BANK = "bank, by the client"
    OFFICE = "office"


class Ask(NamedTuple):
    """How the client is asked; `words` "": the finding's own sentence."""

    who: Who
    words: str


# What to ask the client for, by the code of the finding. What is in no line here the office settles itself.
_ASKS = {
    "nothing-to-read": Ask(
        Who.CLIENT,
        "your files: the transaction history of each platform and wallet (Upwork, Fiverr, Payoneer, Wise ...), the "
        "statement of each bank account for the whole period, and the bank's certificates (e-PRC)",
    ),
    "file-refused": Ask(Who.CLIENT, "a fresh download of this file; the one we have cannot be read"),
    "file-not-recognised": Ask(
        Who.CLIENT, "a fresh download of this file; the one we have is not as it was downloaded"
    ),
    "file-not-opened": Ask(Who.CLIENT, "the password of this file, or the statement as CSV or Excel"),
    "files-differ": Ask(Who.CLIENT, "a fresh download of these files; they do not agree"),
    "files-contradict": Ask(Who.CLIENT, "a fresh download of these files; they do not agree"),
    "files-apart": Ask(Who.CLIENT, "the statement of the days between these files"),
    "balance-break": Ask(Who.CLIENT, "a fresh download of this statement; its balances do not add up"),
    "balance-gap": Ask(Who.CLIENT, "the statement of the days that are missing here"),
    "totals-differ": Ask(Who.CLIENT, "a fresh download of this file; its rows do not add up to its totals"),
    "arrival-not-seen": Ask(Who.CLIENT, "the next statement of the account that this money went to"),
    "withdrawal-unmatched": Ask(Who.CLIENT, "the statement of the account that this money went to"),
    "wallet-missing": Ask(
        Who.CLIENT, "the transaction history of the wallet (Payoneer, Wise ...) that this money went to"
    ),
    "wallet-income": Ask(Who.CLIENT, "the export of the platform that paid this, or word who the payer is"),
    "receipts-estimated": Ask(
        Who.CLIENT, "the bank's statement and certificates (e-PRC) that show these receipts in rupees"
    ),
    "certificate-missing": Ask(
        Who.BANK,
        "the bank's certificate (e-PRC) of each of these receipts, or its statement of the whole year (S-PRC)",
    ),
    "certificate-without-tax": Ask(Who.BANK, "the certificate with the tax that the bank took"),
    "certificate-unmatched": Ask(Who.CLIENT, "the bank statement that shows the receipt of this certificate"),
    "tax-not-deducted": Ask(
        Who.BANK,
        "the bank's certificate of the tax deducted on these receipts (section 154A), or its word that none was",
    ),
    "tax-short-deducted": Ask(
        Who.BANK, "the bank's certificate of the tax deducted on these receipts (section 154A)"
    ),
    "purpose-code-family": Ask(
        Who.BANK,
        "corrected certificates: these receipts are certified as family remittances, not as export of services",
    ),
    "credit-undecided": Ask(Who.CLIENT, ""),
    "transfer-undecided": Ask(Who.CLIENT, ""),
    "transfer-ambiguous": Ask(Who.CLIENT, ""),
    "account-unknown": Ask(Who.CLIENT, ""),
    "adjustment-unclear": Ask(Who.CLIENT, ""),
    "row-unclear": Ask(Who.CLIENT, ""),
    "family-remittance": Ask(Who.CLIENT, ""),
    "income-missing": Ask(Who.CLIENT, ""),
    "salary-unknown": Ask(Who.CLIENT, "the salary certificate of the year, with the tax deducted"),
    "local-short-withheld": Ask(Who.CLIENT, "the certificates of the tax that clients in Pakistan withheld"),
    "shared-evidence": Ask(
        Who.CLIENT,
        "your word whether this money is yours, with the statement or certificate that shows your name",
    ),
}
_LISTED = 40


def asks(finding: Finding) -> Ask:
    """Return who settles a finding, and how the client is asked."""
    return _ASKS.get(finding.code, Ask(Who.OFFICE, ""))


def message(row: Row, period: str) -> str:
    """Write a message to a client that asks for what is missing; "" where nothing is asked of the client.

    It is about this client alone, and says nothing of commands.
    """
    wanted = [(finding, asks(finding)) for finding in row.findings]
    wanted = [(finding, ask) for finding, ask in wanted if ask.who is not Who.OFFICE]
    if not wanted:
        return ""
    lines = [
        f"Dear {row.taxpayer or 'client'},",
        "",
        f"to finish your papers for {period} we still need:",
        "",
    ]
    for number, (finding, ask) in enumerate(wanted, start=1):
        lines += _item(number, finding, ask, row)
    if row.more:
        lines += ["More may be needed when these are here.", ""]
    lines += [
        "Please send files as they were downloaded (CSV, Excel or PDF), not as photographs, and do not change them.",
        "",
        "Thank you",
    ]
    return "\n".join(lines) + "\n"


def _item(number: int, finding: Finding, ask: Ask, row: Row) -> Iterator[str]:
    stake = f" (Rs {rupees(finding.pkr)})" if finding.pkr else ""
    if ask.words:
        yield f"{number}. {ask.words[0].upper()}{ask.words[1:]}{stake}."
    else:
        yield f"{number}. Please tell us about this: {_fact(finding.message)}"
    if finding.code == "certificate-missing":
        yield from _receipts(row)
    elif finding.code == "shared-evidence":
        yield from (f"   - {each}" for each in finding.origin.split("; "))
    elif finding.origin:
        yield f"   {finding.origin}"
    if finding.code == "file-refused":
        yield f"   ({finding.message})"
    yield ""


def _fact(sentence: str) -> str:
    """Return the first sentence, which says what is so; what follows says how it is taken, and is the office's."""
    first, stop, _ = sentence.partition(". ")
    return first + stop.strip()


def _receipts(row: Row) -> Iterator[str]:
    for each in row.lacking[:_LISTED]:
        payer = f" from {each.payer}" if each.payer else ""
        yield f"   - {each.day}: Rs {rupees(each.pkr)}{payer}, {each.account}"
    if row.lacking_more:
        yield f"   - and {row.lacking_more} more"


def status_of(findings: Iterable[Finding]) -> Status:
    """Return the status of a client whose figures were made."""
    grave = {finding.severity for finding in findings}
    if Severity.ERROR in grave:
        return Status.INCOMPLETE
    return Status.REVIEW if Severity.WARNING in grave else Status.READY
