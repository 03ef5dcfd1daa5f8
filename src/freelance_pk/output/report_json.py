"""The report for scripts: freelance-pk/report/1."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from freelance_pk.model.issue import Issue
from freelance_pk.model.money import whole_rupees
from freelance_pk.model.period import Period
from freelance_pk.model.rate import Rate
from freelance_pk.output.locked import locked_json
from freelance_pk.output.numbers import cents, exact, plain
from freelance_pk.statement.away import rupees_away
from freelance_pk.statement.figures import (
    Earned,
    EarnedPkr,
    Moving,
    Outlook,
    PairedTransfer,
    Receipt,
    ReceiptTax,
    Received,
    Report,
    Share,
)
from freelance_pk.statement.wealth import Wealth, WealthLine

SCHEMA = "freelance-pk/report/1"


def as_json(report: Report) -> str:
    """Write a report as JSON. Rupee totals are whole; receipts and foreign amounts carry two places."""
    fields = ",\n".join(f" {_compact(key)}: {_lines(value)}" for key, value in _content(report).items())
    return f"{{\n{fields}\n}}\n"


def _lines(value: Any) -> str:
    """Write a value on a line of its own; of a list, each part."""
    if not isinstance(value, list | Iterator):
        return _compact(value)
    parts = ",\n  ".join(map(_compact, value))
    return f"[\n  {parts}\n ]" if parts else "[]"


_compact = json.JSONEncoder(ensure_ascii=False).encode


def _content(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "period": _period(report.period),
        "status": "complete" if report.complete else "incomplete",
        "taxpayer": report.taxpayer,
        "earned": [_earned(each) for each in report.earned],
        "earned_pkr": _earned_pkr(report.earned_pkr),
        "received": _received(report.received),
        "tax": _tax(report.tax),
        "spread": _maybe(report.spread),
        "year_to_date": {
            "period": _period(report.year_to_date.period),
            "earned": [_earned(each) for each in report.year_to_date.earned],
            "earned_pkr": _earned_pkr(report.year_to_date.earned_pkr),
            "received": _received(report.year_to_date.received),
            "tax": _tax(report.year_to_date.tax),
        },
        "comparisons": [
            {"label": each.label, "received": _maybe(each.received)} for each in report.comparisons
        ],
        **_cuts(report),
        "outlook": _outlook(report.outlook, rupees_away(report)),
        "balances": _balances(report),
        "transfers": {
            "paired": len(report.transfers.paired),
            "in_transit": [_moving(each) for each in report.transfers.in_transit],
            "unmatched": [_moving(each) for each in report.transfers.unmatched],
            "pairs": [_pair(each) for each in report.transfers.paired],
        },
        "receipts": map(_receipt, report.receipts),
        **_beside(report),
        **_sources(report),
        **({} if report.wealth is None else {"wealth": _wealth(report.wealth)}),
        **({} if report.locked is None else {"locked": locked_json(report.locked)}),
        "issues": [issue_json(each) for each in report.issues],
    }


def _cuts(report: Report) -> dict[str, Any]:
    return {
        "bridge": [
            {
                "step": each.step,
                "pkr": _maybe(each.pkr),
                "currency": each.currency,
                "amount": _whole(each.amount) if each.currency == "PKR" else cents(each.amount),
            }
            for each in report.bridge
        ],
        "months": [
            {
                "month": each.month,
                "earned": _whole(each.earned),
                "fees": _whole(each.fees),
                "received": _whole(each.received),
                "tax_expected": _whole(each.tax_expected),
                "tax_deducted": _whole(each.tax_deducted),
            }
            for each in report.months
        ],
        "platforms": [_share(each) for each in report.platforms],
        "clients": [_share(each) for each in report.clients],
        "currencies": [_share(each) for each in report.currencies],
    }


def _outlook(outlook: Outlook, away: Decimal | None) -> dict[str, Any]:
    cost, projection, evidence = outlook.cost, outlook.projection, outlook.evidence
    return {
        "cost": None
        if cost is None
        else {
            "share": _fraction(cost.share),
            **{
                name: {"pkr": _whole(part.pkr), "share": _fraction(part.share)}
                for name, part in (
                    ("platform", cost.platform),
                    ("transfers", cost.transfers),
                    ("exchange", cost.exchange),
                )
            },
        },
        "rates": [
            {
                "currency": each.currency,
                "amount": cents(each.amount),
                "realised": _rate(each.realised),
                "state_bank": _rate(each.state_bank),
            }
            for each in outlook.rates
        ],
        "evidence": {
            "receipts": evidence.receipts,
            "certified": evidence.certified,
            "export_code": evidence.export_code,
            "without": plain(evidence.without),
        },
        "put_aside": _whole(outlook.put_aside),
        "not_brought_in_yet": _maybe(away),
        "months": [
            {
                "month": each.month,
                "received": _whole(each.received),
                "cumulative": _whole(each.cumulative),
                "year_before": _maybe(each.year_before),
            }
            for each in outlook.months
        ],
        "projection": None
        if projection is None
        else {
            "until": projection.until.isoformat(),
            "low": _whole(projection.low),
            "high": _whole(projection.high),
            "method": projection.method,
        },
        "dates": [
            {"date": each.day.isoformat(), "what": each.words, "law": each.law} for each in outlook.dates
        ],
    }


def _wealth(made: Wealth) -> dict[str, Any]:
    def lines(rows: tuple[WealthLine, ...]) -> list[dict[str, str]]:
        return [
            {"label": each.label, "amount": _whole(each.amount), "code": each.code, "source": each.source}
            for each in rows
        ]

    return {
        "tax_year": made.tax_year,
        "opening": lines(made.opening),
        "closing": lines(made.closing),
        "increase": _whole(made.increase),
        "inflows": lines(made.inflows),
        "outflows": lines(made.outflows),
        "balancing": made.balancing,
        "unsupported": _fraction(made.unsupported),
        "unreconciled": _whole(made.unreconciled),
    }


def _fraction(share: Decimal) -> str:
    return f"{share:.4f}"


def _rate(rate: Decimal) -> str:
    return f"{rate:.4f}"


def _beside(report: Report) -> dict[str, Any]:
    return {
        "local": [
            {
                "date": each.day.isoformat(),
                "account": each.account,
                "pkr": plain(each.pkr),
                "payer": each.payer,
                "origin": each.origin,
            }
            for each in report.local
        ],
        "not_brought_in": [
            {
                "what": each.what,
                "account": each.account,
                "currency": each.currency,
                "amount": cents(each.amount),
                "pkr": _maybe(each.pkr),
            }
            for each in report.not_brought_in
        ],
        "answers": [
            {
                "id": each.id,
                "answer": each.answer,
                "effect": each.effect,
                "about": each.about,
                "date": each.day.isoformat(),
                "pkr": _maybe(each.pkr),
            }
            for each in report.answers
        ],
    }


def _balances(report: Report) -> list[dict[str, str | None]]:
    return [
        {
            "account": each.account,
            "currency": each.currency,
            "amount": cents(each.amount),
            "pkr": _maybe(each.pkr),
            "as_of": each.as_of.isoformat(),
            "basis": each.basis,
            "last_moved": None if each.last_moved is None else each.last_moved.isoformat(),
        }
        for each in report.balances
    ]


def _fetched(rate: Rate) -> dict[str, Any]:
    """Tell of a fetched rate when and from what body; of a provisional one that it is."""
    fetched = {"retrieved": rate.retrieved, "sha256": rate.sha256} if rate.sha256 else {}
    return fetched | ({"provisional": True} if rate.provisional else {})


def _sources(report: Report) -> dict[str, Any]:
    return {
        "rates": [
            {
                "currency": each.currency,
                "asked": each.asked.isoformat(),
                "date": each.found.isoformat(),
                "pkr": exact(each.pkr),
                "basis": each.basis,
                "source": each.source,
                "note": each.note,
                **_fetched(each),
            }
            for each in report.rates
        ],
        "files": [
            {
                "name": each.name,
                "sha256": each.sha256,
                "layout": each.layout,
                "rows": each.rows,
                "entries": each.entries,
                "folded": each.folded,
                "skipped": each.skipped,
                "records": each.records,
            }
            for each in report.files
        ],
        "skipped": [
            {"origin": f"{each.source.name}, row {each.line}", "reason": each.reason}
            for each in report.skipped
        ],
        "data": [{"name": each.name, "sha256": each.sha256} for each in report.data],
    }


def _whole(amount: Decimal) -> str:
    text = f"{whole_rupees(amount):f}"
    return "0" if text == "-0" else text


def _maybe(amount: Decimal | None) -> str | None:
    return None if amount is None else _whole(amount)


def _period(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat(), "label": period.label}


def _earned(each: Earned) -> dict[str, str]:
    return {
        "currency": each.currency,
        "gross": cents(each.gross),
        "fees": cents(each.fees),
        "refunds": cents(each.refunds),
        "net": cents(each.net),
    }


def _earned_pkr(each: EarnedPkr) -> dict[str, str]:
    return {"gross": _whole(each.gross), "fees": _whole(each.fees), "net": _whole(each.net)}


def _received(each: Received) -> dict[str, Any]:
    return {
        "pkr": _whole(each.pkr),
        "receipts": each.receipts,
        "basis": {basis.value: _whole(amount) for basis, amount in each.basis.items()},
    }


def _tax(each: ReceiptTax) -> dict[str, str]:
    return {
        "expected": _whole(each.expected),
        "deducted": _whole(each.deducted),
        "difference": _whole(each.difference),
    }


def _share(each: Share) -> dict[str, str]:
    return {
        "name": each.name,
        "gross": _whole(each.gross),
        "fees": _whole(each.fees),
        "net": _whole(each.net),
        "share": _fraction(each.share),
    }


def _moving(each: Moving) -> dict[str, str | None]:
    return {
        "account": each.account,
        "date": each.day.isoformat(),
        "currency": each.currency,
        "amount": cents(each.amount),
        "pkr": _maybe(each.pkr),
        "text": each.text,
        "origin": each.origin,
    }


def _pair(each: PairedTransfer) -> dict[str, str]:
    return {
        "from": each.from_account,
        "left": each.left_on.isoformat(),
        "currency": each.currency,
        "amount": cents(each.amount),
        "to": each.to_account,
        "arrived": each.arrived_on.isoformat(),
        "arrived_currency": each.arrived_currency,
        "arrived_amount": cents(each.arrived),
        "rule": each.rule,
        "from_origin": each.from_origin,
        "to_origin": each.to_origin,
    }


def _receipt(each: Receipt) -> dict[str, Any]:
    return {
        "date": each.day.isoformat(),
        "account": each.account,
        "payer": each.payer,
        "gross": plain(each.gross),
        "tax": plain(each.tax),
        "net": plain(each.net),
        "basis": each.basis.value,
        "regime": each.regime,
        "rate": exact(each.rate),
        "expected_tax": _whole(each.expected),
        "currency": each.currency,
        "amount": None if each.amount is None else cents(each.amount),
        "state_bank_value": _maybe(each.state_bank_value),
        "certificate": each.certificate,
        "purpose_code": each.purpose_code,
        "estimate": each.estimate,
        "evidence": each.evidence,
        "origin": each.origin,
        "proof": each.proof,
        "deduction": each.deduction,
    }


def issue_json(each: Issue) -> dict[str, str | None]:
    """Write one issue."""
    return {
        "severity": each.severity.value,
        "code": each.code,
        "message": each.message,
        "origin": each.origin,
        "remedy": each.remedy,
        "pkr": None if each.pkr is None else plain(each.pkr),
    }
