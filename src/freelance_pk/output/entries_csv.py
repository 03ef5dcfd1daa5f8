"""The normalised entries as CSV: with what a report needs beside them, so that the list alone gives the same report."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from freelance_pk.intake.written import guarded
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import (
    Certificate,
    Entry,
    Expense,
    Invoice,
    OwnRate,
    Skipped,
    Source,
    Withholding,
)
from freelance_pk.model.issue import Issue

CONTRACT = (
    "date", "account", "kind", "amount", "currency", "reference", "parent", "counterparty", "description",
    "far_amount", "far_currency", "tail", "purpose_code", "certificate",
)  # fmt: skip
# Where a row is from, and what only some records have; columns that stay empty are left out.
BESIDE = (
    "balance", "file", "row", "layout", "account_kind", "institution", "owner", "certain", "until", "retained", "rate",
    "pkr", "tax", "section", "head", "paid_by", "use", "service", "severity", "code", "origin", "remedy",
)  # fmt: skip
Row = dict[str, str]


def entries_csv(merged: Merged, issues: Iterable[Issue]) -> str:
    """Write every entry once, oldest first, and below them the other records.

    Args:
        merged: everything read.
        issues: what reading the files raised: the list says it again when it is read.
    """
    others = [*_others(merged), *map(_issue, (*dict.fromkeys((*issues, *merged.issues)),))]
    used = {name for row in others for name in row} | {"file", "row", "layout"}
    if any(entry.balance is not None for entry in merged.entries):
        used.add("balance")
    beside = [name for name in BESIDE if name in used]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*CONTRACT, *beside])
    blank = [""] * (len(beside) - beside.index("file") - 3)
    with_balance = "balance" in used
    for entry in merged.entries:
        writer.writerow([*_entry(entry, with_balance=with_balance), *blank])
    names = (*CONTRACT, *beside)
    for row in others:
        writer.writerow([row.get(name, "") for name in names])
    return out.getvalue()


def _entry(entry: Entry, *, with_balance: bool) -> list[str]:
    row = [
        entry.day.isoformat(),
        guarded(entry.account),
        entry.kind.value,
        f"{entry.amount:f}",
        entry.currency,
        guarded(entry.ref),
        guarded(entry.parent),
        guarded(entry.counterparty),
        guarded(entry.text),
        _exact(entry.far_amount),
        entry.far_currency,
        guarded(entry.tail),
        guarded(entry.purpose_code),
        guarded(entry.certificate),
    ]
    if with_balance:
        row.append(_exact(entry.balance))
    return [*row, guarded(entry.source.name), str(entry.line), entry.source.layout]


def _exact(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def _others(merged: Merged) -> Iterator[Row]:
    for name, account in sorted(merged.accounts.items()):
        yield {
            "kind": "account",
            "account": guarded(name),
            "account_kind": account.kind.value,
            "institution": account.institution,
            "owner": account.owner,
            "certain": "yes" if account.certain else "no",
        }
    for span in merged.coverage:
        yield {
            "kind": "coverage",
            "date": span.start.isoformat(),
            "account": guarded(span.account),
            "until": span.end.isoformat(),
            **_from(span.source, 0),
        }
    yield from map(_certificate, merged.certificates)
    yield from map(_withholding, merged.withholdings)
    yield from map(_expense, merged.expenses)
    yield from map(_invoice, merged.invoices)
    yield from map(_rate, merged.rates)
    yield from map(_skipped, merged.skipped)


def _from(source: Source, line: int) -> Row:
    return {"file": guarded(source.name), "row": str(line) if line else "", "layout": source.layout}


def _certificate(each: Certificate) -> Row:
    return {
        "kind": "certificate",
        "date": each.realised_on.isoformat(),
        "account": guarded(each.institution),
        "amount": _exact(each.amount),
        "currency": each.currency,
        "reference": guarded(each.reference),
        "counterparty": guarded(each.remitter),
        "purpose_code": guarded(each.purpose_code),
        "certificate": guarded(each.certificate_no),
        "retained": _exact(each.retained),
        "rate": _exact(each.rate),
        "pkr": _exact(each.pkr),
        "tax": _exact(each.tax),
        **_from(each.source, each.line),
    }


def _withholding(each: Withholding) -> Row:
    return {
        "kind": "withholding",
        "date": each.day.isoformat(),
        "amount": _exact(each.amount),
        "currency": "PKR",
        "counterparty": guarded(each.payer),
        "certificate": guarded(each.certificate_no),
        "section": guarded(each.section),
        "tax": _exact(each.tax),
        **_from(each.source, each.line),
    }


def _expense(each: Expense) -> Row:
    return {
        "kind": "business_expense",
        "date": each.day.isoformat(),
        "amount": _exact(each.amount),
        "currency": each.currency,
        "description": guarded(each.description),
        "head": guarded(each.category),
        "paid_by": each.paid_by,
        "use": each.use,
        **_from(each.source, each.line),
    }


def _invoice(each: Invoice) -> Row:
    return {
        "kind": "invoice",
        "date": each.day.isoformat(),
        "amount": _exact(each.amount),
        "currency": each.currency,
        "counterparty": guarded(each.client),
        "description": guarded(each.description),
        "certificate": guarded(each.certificate_no),
        "service": each.service,
        "tax": _exact(each.tax_withheld),
        **_from(each.source, each.line),
    }


def _rate(each: OwnRate) -> Row:
    return {
        "kind": "rate",
        "date": each.day.isoformat(),
        "currency": each.currency,
        "description": guarded(each.note),
        "rate": _exact(each.rate),
        **_from(each.source, each.line),
    }


def _skipped(each: Skipped) -> Row:
    return {
        "kind": "skipped",
        "account": guarded(each.account),
        "reference": guarded(each.ref),
        "description": guarded(each.text),
        "code": guarded(each.reason),
        **_from(each.source, each.line),
    }


def _issue(each: Issue) -> Row:
    return {
        "kind": "issue",
        "amount": _exact(each.pkr),
        "currency": "PKR" if each.pkr is not None else "",
        "description": guarded(each.message),
        "severity": each.severity.value,
        "code": each.code,
        "origin": guarded(each.origin),
        "remedy": guarded(each.remedy),
    }
