"""The report for scripts: freelance-pk/report/1."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from freelance_pk.model.rate import Rate
from freelance_pk.output.issues import issue_json
from freelance_pk.output.json_parts import (
    earned_json,
    earned_pkr_json,
    fraction,
    maybe,
    moving_json,
    pair_json,
    per_unit,
    period_json,
    receipt_json,
    received_json,
    share_json,
    tax_json,
    whole,
)
from freelance_pk.output.locked import locked_json
from freelance_pk.output.numbers import cents, exact, plain
from freelance_pk.statement.away import rupees_away
from freelance_pk.statement.figures import (
    Outlook,
    Report,
)
from freelance_pk.statement.wealth import Wealth, WealthLine

SCHEMA = "freelance-pk/report/1"


def as_json(report: Report) -> str:
    """Write a report as JSON. Rupee totals are whole; receipts and foreign amounts carry two places."""
    return "".join(_pieces(_content(report)))


def _pieces(content: Mapping[str, Any]) -> Iterator[str]:
    """Write each field on a line of its own; of a list, each part."""
    before = "{\n "
    for key, value in content.items():
        yield f"{before}{_compact(key)}: "
        if isinstance(value, list | Iterator):
            yield from _parts(value)
        else:
            yield _compact(value)
        before = ",\n "
    yield "\n}\n"


def _parts(values: Iterable[Any]) -> Iterator[str]:
    before = "[\n  "
    for value in values:
        yield before
        yield _compact(value)
        before = ",\n  "
    yield "[]" if before.startswith("[") else "\n ]"


_compact = json.JSONEncoder(ensure_ascii=False).encode


def _content(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "period": period_json(report.period),
        "status": "complete" if report.complete else "incomplete",
        "taxpayer": report.taxpayer,
        "earned": [earned_json(each) for each in report.earned],
        "earned_pkr": earned_pkr_json(report.earned_pkr),
        "received": received_json(report.received),
        "tax": tax_json(report.tax),
        "spread": maybe(report.spread),
        "year_to_date": {
            "period": period_json(report.year_to_date.period),
            "earned": [earned_json(each) for each in report.year_to_date.earned],
            "earned_pkr": earned_pkr_json(report.year_to_date.earned_pkr),
            "received": received_json(report.year_to_date.received),
            "tax": tax_json(report.year_to_date.tax),
        },
        "comparisons": [
            {"label": each.label, "received": maybe(each.received)} for each in report.comparisons
        ],
        **_cuts(report),
        "outlook": _outlook(report.outlook, rupees_away(report)),
        "balances": _balances(report),
        "transfers": {
            "paired": len(report.transfers.paired),
            "in_transit": [moving_json(each) for each in report.transfers.in_transit],
            "unmatched": [moving_json(each) for each in report.transfers.unmatched],
            "pairs": [pair_json(each) for each in report.transfers.paired],
        },
        "receipts": map(receipt_json, report.receipts),
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
                "pkr": maybe(each.pkr),
                "currency": each.currency,
                "amount": whole(each.amount) if each.currency == "PKR" else cents(each.amount),
            }
            for each in report.bridge
        ],
        "months": [
            {
                "month": each.month,
                "earned": whole(each.earned),
                "fees": whole(each.fees),
                "received": whole(each.received),
                "tax_expected": whole(each.tax_expected),
                "tax_deducted": whole(each.tax_deducted),
            }
            for each in report.months
        ],
        "platforms": [share_json(each) for each in report.platforms],
        "clients": [share_json(each) for each in report.clients],
        "currencies": [share_json(each) for each in report.currencies],
    }


def _outlook(outlook: Outlook, away: Decimal | None) -> dict[str, Any]:
    cost, projection, evidence = outlook.cost, outlook.projection, outlook.evidence
    return {
        "cost": None
        if cost is None
        else {
            "share": fraction(cost.share),
            **{
                name: {"pkr": whole(part.pkr), "share": fraction(part.share)}
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
                "realised": per_unit(each.realised),
                "state_bank": per_unit(each.state_bank),
            }
            for each in outlook.rates
        ],
        "evidence": {
            "receipts": evidence.receipts,
            "certified": evidence.certified,
            "export_code": evidence.export_code,
            "without": plain(evidence.without),
        },
        "put_aside": whole(outlook.put_aside),
        "not_brought_in_yet": maybe(away),
        "months": [
            {
                "month": each.month,
                "received": whole(each.received),
                "cumulative": whole(each.cumulative),
                "year_before": maybe(each.year_before),
            }
            for each in outlook.months
        ],
        "projection": None
        if projection is None
        else {
            "until": projection.until.isoformat(),
            "low": whole(projection.low),
            "high": whole(projection.high),
            "method": projection.method,
        },
        "dates": [
            {"date": each.day.isoformat(), "what": each.words, "law": each.law} for each in outlook.dates
        ],
    }


def _wealth(made: Wealth) -> dict[str, Any]:
    def lines(rows: tuple[WealthLine, ...]) -> list[dict[str, str]]:
        return [
            {"label": each.label, "amount": whole(each.amount), "code": each.code, "source": each.source}
            for each in rows
        ]

    return {
        "tax_year": made.tax_year,
        "opening": lines(made.opening),
        "closing": lines(made.closing),
        "increase": whole(made.increase),
        "inflows": lines(made.inflows),
        "outflows": lines(made.outflows),
        "balancing": made.balancing,
        "unsupported": fraction(made.unsupported),
        "unreconciled": whole(made.unreconciled),
    }


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
                "pkr": maybe(each.pkr),
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
                "pkr": maybe(each.pkr),
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
            "pkr": maybe(each.pkr),
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
