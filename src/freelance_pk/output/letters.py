"""Letters to a bank, ready to print: wrong rate, missing certificate, wrong purpose code."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law.purpose import PurposeClass, purpose_class
from freelance_pk.model.money import RUPEE, ZERO, whole_rupees
from freelance_pk.output.numbers import money, percent, rupees
from freelance_pk.output.visible import visible
from freelance_pk.statement.figures import Basis, Receipt, Report


class Letter(NamedTuple):
    """One letter: the bank account it is about, its subject, its lines."""

    account: str
    subject: str
    lines: tuple[str, ...]


def letters(report: Report) -> tuple[Letter, ...]:
    """Write the letters that a report gives cause for, by account and subject.

    Only receipts that a bank's own file or certificate shows are written about.
    """
    banked = [each for each in report.receipts if each.basis is Basis.BANK]
    made: list[Letter] = []
    for account in sorted({each.account for each in banked}):
        rows = [each for each in banked if each.account == account]
        for wanted, write in _SUBJECTS:
            cause = [each for each in rows if wanted(each)]
            if cause:
                made.append(write(account, cause, report.period.label))
    return tuple(made)


def as_text(report: Report) -> str:
    """Write all letters as plain text, a form feed apart, so that each prints on a page of its own."""
    written = [visible("\n".join(_frame(report, each))) for each in letters(report)]
    return (
        "\n\f\n".join(written)
        if written
        else "No letter is called for: no receipt of the period lacks anything.\n"
    )


def _frame(report: Report, letter: Letter) -> Iterator[str]:
    yield "Date: ____________________"
    yield ""
    yield f"To: The Manager, {letter.account}"
    yield ""
    yield f"Subject: {letter.subject}"
    yield ""
    yield "Dear Sir or Madam,"
    yield ""
    yield from letter.lines
    yield ""
    yield "Yours faithfully,"
    yield ""
    yield report.taxpayer or "____________________ (name)"
    yield "Account number: ____________________   CNIC: ____________________"
    yield ""


def _over_deducted(each: Receipt) -> bool:
    return each.rate > 0 and each.tax > each.expected + RUPEE


def _wrong_rate(account: str, rows: list[Receipt], _period: str) -> Letter:
    excess = sum((each.tax - each.expected for each in rows), ZERO)
    rates = sorted({each.rate for each in rows})
    lawful = " or ".join(percent(rate, 2) for rate in rates)
    return Letter(
        account,
        f"tax deducted at a wrong rate on export proceeds, Rs {rupees(excess)} in excess",
        (
            "On the proceeds below your bank deducted tax under section 154A at more than the rate of the law,",
            f"which is {lawful}. The rate of section 154A is not doubled for persons who are not on the active",
            "taxpayers' list (Tenth Schedule, rule 10(ca)), and is the lower one while a registration with and",
            "certification by PSEB runs (Division IVA of Part III of the First Schedule).",
            "",
            *_table(
                ("Date", "Certificate", "Gross Rs", "Deducted Rs", "Due Rs", "Excess Rs"),
                (
                    (
                        each.day.isoformat(),
                        each.certificate or "none",
                        rupees(each.gross),
                        rupees(each.tax),
                        rupees(each.expected),
                        rupees(each.tax - each.expected),
                    )
                    for each in rows
                ),
                ("Total", "", *(_sum(rows, take) for take in (_gross, _tax, _expected)), rupees(excess)),
            ),
            "",
            "Please correct the rate for future receipts, repay what has not yet been deposited with the",
            "Federal Board of Revenue, and confirm in writing what was deducted and deposited, with the dates",
            "and the numbers of the challans.",
        ),
    )


def _without_certificate(account: str, rows: list[Receipt], period: str) -> Letter:
    return Letter(
        account,
        f"certificates for {len(rows)} receipts of foreign exchange, Rs {_sum(rows, _gross)}",
        (
            f"In {period} your bank credited the receipts below. Please issue the electronic",
            "proceeds realisation certificate (e-PRC) of each, with the foreign amount, the rate, the tax",
            "deducted under section 154A and the purpose code of export of services, and the statement of",
            "proceeds realised (S-PRC) of the whole year.",
            "",
            *_table(
                ("Date", "From", "Foreign amount", "Rs", "Tax taken Rs"),
                (
                    (
                        each.day.isoformat(),
                        each.payer or "not named",
                        money(each.amount, each.currency) if each.amount is not None else "not stated",
                        rupees(each.gross),
                        rupees(each.tax),
                    )
                    for each in rows
                ),
                ("Total", "", "", _sum(rows, _gross), _sum(rows, _tax)),
            ),
        ),
    )


def _is_family(each: Receipt) -> bool:
    return purpose_class(each.purpose_code) is PurposeClass.FAMILY


def _wrong_code(account: str, rows: list[Receipt], _period: str) -> Letter:
    return Letter(
        account,
        f"wrong purpose code on {len(rows)} receipts, Rs {_sum(rows, _gross)}",
        (
            "The receipts below are proceeds of services that I exported as a freelancer. They are certified",
            "under the code of a family remittance. Please correct the purpose code to that of the service",
            "(9186 freelance services, or the code of the computer service), and issue the certificates anew.",
            "",
            *_table(
                ("Date", "Certificate", "Code now", "Rs"),
                (
                    (each.day.isoformat(), each.certificate or "none", each.purpose_code, rupees(each.gross))
                    for each in rows
                ),
                ("Total", "", "", _sum(rows, _gross)),
            ),
        ),
    )


_SUBJECTS: tuple[tuple[Callable[[Receipt], bool], Callable[[str, list[Receipt], str], Letter]], ...] = (
    (_over_deducted, _wrong_rate),
    (lambda each: not each.certificate, _without_certificate),
    (_is_family, _wrong_code),
)


def _gross(each: Receipt) -> Decimal:
    return each.gross


def _tax(each: Receipt) -> Decimal:
    return each.tax


def _expected(each: Receipt) -> Decimal:
    return each.expected


def _sum(rows: Iterable[Receipt], take: Callable[[Receipt], Decimal]) -> str:
    return rupees(whole_rupees(sum((take(each) for each in rows), ZERO)))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]], total: tuple[str, ...]) -> Iterator[str]:
    """Lay out columns of text: the first two to the left, the others to the right."""
    cells = [header, *rows, total]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    for row in cells:
        parts = [
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(parts).rstrip()
