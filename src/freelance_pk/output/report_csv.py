"""The report as CSV: months and their total, receipts, the rates used and how a locked year differs, told apart by the first column."""

import csv
from collections.abc import Iterator
from io import StringIO

from freelance_pk.intake.written import guarded
from freelance_pk.model.lock import FIGURE
from freelance_pk.output.locked import cause_words, figure_name
from freelance_pk.output.numbers import cents, exact, plain
from freelance_pk.output.visible import visible
from freelance_pk.statement.figures import Report

_HEADER = (
    "section,date,account,payer,currency,amount,earned,fees,received,tax_expected,tax_deducted,basis,rate,"
    "certificate,purpose_code,origin"
)


def as_csv(report: Report) -> str:
    """Write months, receipts and rates. Text that a spreadsheet would take for a formula is guarded; numbers are not."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER.split(","))
    for month in report.months:
        amounts = (month.earned, month.fees, month.received, month.tax_expected, month.tax_deducted)
        writer.writerow(["month", month.month, "", "", "PKR", "", *map(plain, amounts), "", "", "", "", ""])
    # A total is rounded by itself: the months may add up to some rupees more or less.
    earned, tax = report.earned_pkr, report.tax
    total = (earned.gross, earned.fees, report.received.pkr, tax.expected, tax.deducted)
    span = f"{report.period.start}/{report.period.end}"
    writer.writerow(["total", span, "", "", "PKR", "", *map(plain, total), "", "", "", "", ""])
    for each in report.receipts:
        foreign = "" if each.amount is None else cents(each.amount)
        writer.writerow(
            [
                "receipt",
                each.day.isoformat(),
                _cell(each.account),
                _cell(each.payer),
                each.currency,
                foreign,
                "",
                "",
                plain(each.gross),
                plain(each.expected),
                plain(each.tax),
                each.basis.value,
                exact(each.rate),
                _cell(each.certificate),
                _cell(each.purpose_code),
                _cell(each.origin),
            ]
        )
    for rate in report.rates:
        origin = _cell(f"{rate.source}, of {rate.found}")
        row = ["rate", rate.asked.isoformat(), "", "", rate.currency, exact(rate.pkr), *[""] * 5, rate.basis]
        writer.writerow([*row, "", "", "", origin])
    for words in _locked(report):
        writer.writerow(["locked", *[""] * 14, _cell(words)])
    return out.getvalue()


def _locked(report: Report) -> Iterator[str]:
    if report.locked is None:
        return
    yield f"figures as filed, locked on {report.locked.locked_on}"
    for each in report.locked.differences:
        if each.what == FIGURE:
            yield f"{figure_name(each.name)}: {each.filed or '0'} filed, {each.today or '0'} today"
        else:
            yield cause_words(each)


def _cell(text: str) -> str:
    return guarded(visible(text))
