"""The parts of a report's JSON: amounts as decimal texts, dates as ISO writes them."""

from decimal import Decimal
from typing import Any

from freelance_pk.model.money import whole_rupees
from freelance_pk.model.period import Period
from freelance_pk.output.numbers import cents, exact, plain
from freelance_pk.statement.figures import (
    Earned,
    EarnedPkr,
    Moving,
    PairedTransfer,
    Receipt,
    ReceiptTax,
    Received,
    Share,
)


def fraction(share: Decimal) -> str:
    """Write a share of 0 to 1."""
    return f"{share:.4f}"


def per_unit(rate: Decimal) -> str:
    """Write rupees for one unit."""
    return f"{rate:.4f}"


def whole(amount: Decimal) -> str:
    """Write rupees, rounded."""
    text = f"{whole_rupees(amount):f}"
    return "0" if text == "-0" else text


def maybe(amount: Decimal | None) -> str | None:
    """Write rupees, rounded, or that they are not known."""
    return None if amount is None else whole(amount)


def period_json(period: Period) -> dict[str, str]:
    """Write a period."""
    return {"from": period.start.isoformat(), "to": period.end.isoformat(), "label": period.label}


def earned_json(each: Earned) -> dict[str, str]:
    """Write what was earned in one currency."""
    return {
        "currency": each.currency,
        "gross": cents(each.gross),
        "fees": cents(each.fees),
        "refunds": cents(each.refunds),
        "net": cents(each.net),
    }


def earned_pkr_json(each: EarnedPkr) -> dict[str, str]:
    """Write what was earned in rupees."""
    return {"gross": whole(each.gross), "fees": whole(each.fees), "net": whole(each.net)}


def received_json(each: Received) -> dict[str, Any]:
    """Write what was received."""
    return {
        "pkr": whole(each.pkr),
        "receipts": each.receipts,
        "basis": {basis.value: whole(amount) for basis, amount in each.basis.items()},
    }


def tax_json(each: ReceiptTax) -> dict[str, str]:
    """Write the tax on receipts."""
    return {
        "expected": whole(each.expected),
        "deducted": whole(each.deducted),
        "difference": whole(each.difference),
    }


def share_json(each: Share) -> dict[str, str]:
    """Write a platform's, client's or currency's part."""
    return {
        "name": each.name,
        "gross": whole(each.gross),
        "fees": whole(each.fees),
        "net": whole(each.net),
        "share": fraction(each.share),
    }


def moving_json(each: Moving) -> dict[str, str | None]:
    """Write money under way."""
    return {
        "account": each.account,
        "date": each.day.isoformat(),
        "currency": each.currency,
        "amount": cents(each.amount),
        "pkr": maybe(each.pkr),
        "text": each.text,
        "origin": each.origin,
    }


def pair_json(each: PairedTransfer) -> dict[str, str]:
    """Write a transfer with both sides."""
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


def receipt_json(each: Receipt) -> dict[str, Any]:
    """Write a receipt."""
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
        "expected_tax": whole(each.expected),
        "currency": each.currency,
        "amount": None if each.amount is None else cents(each.amount),
        "state_bank_value": maybe(each.state_bank_value),
        "certificate": each.certificate,
        "purpose_code": each.purpose_code,
        "estimate": each.estimate,
        "evidence": each.evidence,
        "origin": each.origin,
        "proof": each.proof,
        "deduction": each.deduction,
    }
