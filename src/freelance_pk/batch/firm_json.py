"""The firm's sheet for scripts: freelance-pk/firm/1."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from freelance_pk.batch.asking import asks, message
from freelance_pk.batch.firm import Firm, Totals
from freelance_pk.batch.row import AtRate, Finding, Row, Status
from freelance_pk.batch.words import missing
from freelance_pk.model.errors import ExitStatus
from freelance_pk.output.numbers import exact, plain

SCHEMA = "freelance-pk/firm/1"
_STATUS = {
    ExitStatus.DONE: "complete",
    ExitStatus.INCOMPLETE: "incomplete",
    ExitStatus.SOME_FAILED: "some failed",
}


def firm_json(firm: Firm) -> str:
    """Write the firm's sheet as JSON, a client on each line."""
    head = {
        "schema": SCHEMA,
        "period": {
            "from": firm.period.start.isoformat(),
            "to": firm.period.end.isoformat(),
            "label": firm.period.label,
        },
        "status": _STATUS[firm.status],
        "counts": {status.value: firm.counts[status] for status in Status},
        "totals": {"final": _totals(firm.final), "not_final": _totals(firm.not_final)},
        "notes": [
            {"code": each.code, "message": each.message, "origin": each.origin, "remedy": each.remedy}
            for each in firm.notes
        ],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return text.removesuffix("\n}") + ',\n "clients": [' + ",".join(_lines(firm)) + "\n ]\n}\n"


def _lines(firm: Firm) -> Iterator[str]:
    for row in firm.rows():
        yield f"\n  {json.dumps(_client(row, firm), ensure_ascii=False)}"


def _client(row: Row, firm: Firm) -> dict[str, Any]:
    ahead = firm.next_date(row)
    made = row.figures
    return {
        "client": row.client,
        "taxpayer": row.taxpayer,
        "status": row.status.value,
        "receipts": [] if made is None else [_at_rate(each) for each in made.at_rates],
        "received": None if made is None else plain(made.received),
        "charge": None if made is None else plain(made.charge),
        "deducted": None if made is None else plain(made.deducted),
        "payable": None if made is None else plain(made.payable),
        "missing": missing(row),
        "next": None
        if ahead is None
        else {
            "date": ahead.day.isoformat(),
            "words": ahead.words,
            "amount": None if ahead.pkr is None else plain(ahead.pkr),
            "law": ahead.law,
        },
        "findings": [_finding(each) for each in row.findings],
        "findings_more": row.more,
        "remarks": list(row.remarks),
        "message": message(row, firm.period.label),
        "outputs": sorted(row.outputs or ()),
    }


def _at_rate(each: AtRate) -> dict[str, Any]:
    return {"rate": exact(each.rate), "pkr": plain(each.pkr), "receipts": each.receipts}


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "severity": each.severity.value,
        "code": each.code,
        "message": each.message,
        "origin": each.origin,
        "remedy": each.remedy,
        "pkr": None if each.pkr is None else plain(each.pkr),
        "who": asks(each).who.value,
    }


def _totals(each: Totals) -> dict[str, Any]:
    def amount(value: Decimal) -> str:
        return plain(value)

    return {
        "clients": each.clients,
        "receipts": [{"rate": exact(rate), "pkr": amount(pkr)} for rate, pkr in each.at_rates.items()],
        "received": amount(each.received),
        "charge": amount(each.charge),
        "deducted": amount(each.deducted),
        "payable": amount(each.payable),
    }
