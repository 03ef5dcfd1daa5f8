"""Words of the firm's sheet that its renderings share."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from freelance_pk.batch.row import Finding, Row, Status
from freelance_pk.output.numbers import percent, rupees

MEANINGS = {
    Status.READY: "complete; nothing to look at",
    Status.REVIEW: "complete; something to look at or to ask for",
    Status.INCOMPLETE: "not final: something is missing or undecided",
    Status.BLOCKED: "no figures: nothing was received, or the same money stands in two clients' folders",
    Status.FAILED: "no figures: a file was refused, or the outputs could not be written",
}
# Codes read well as words, but for these.
_TITLES = {
    "nothing-to-read": "no files yet",
    "shared-evidence": "shared with another client",
    "shared-export": "export of another client too",
    "file-refused": "file cannot be read",
    "own-file-refused": "file of the office cannot be read",
    "client-refused": "not done",
    "internal-error": "not done",
}


def title(finding: Finding) -> str:
    """Return a finding in two or three words."""
    return _TITLES.get(finding.code, finding.code.replace("-", " "))


def missing(row: Row) -> str:
    """Say in a line what a client lacks; where there are no figures, with the place."""
    if row.figures is None and row.findings:
        first = row.findings[0]
        more = len(row.findings) + row.more - 1
        line = ": ".join(each for each in (first.origin, first.message) if each)
        return f"{line} (and {more} more)" if more else line
    return "; ".join(_counted(row.findings)) + (f"; and {row.more} more" if row.more else "")


def _counted(findings: Iterable[Finding]) -> Iterator[str]:
    counts: dict[str, int] = {}
    stakes: dict[str, Decimal] = {}
    for each in findings:
        words = title(each)
        counts[words] = counts.get(words, 0) + 1
        if each.pkr is not None:
            stakes[words] = stakes.get(words, Decimal(0)) + each.pkr
    for words, count in counts.items():
        times = f" ({count})" if count > 1 else ""
        stake = f", Rs {rupees(stakes[words])}" if stakes.get(words) else ""
        yield f"{words}{times}{stake}"


def clients(number: int) -> str:
    """Write how many clients: "1 client", "1,204 clients"."""
    return f"{number:,} client" if number == 1 else f"{number:,} clients"


def rate_words(rate: Decimal) -> str:
    """Write a rate as in "0.25%" or "1%"."""
    text = percent(rate, 2)
    return f"{text.rstrip('%').rstrip('0').rstrip('.')}%"
