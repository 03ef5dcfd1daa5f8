"""Months, platforms and clients: the same flows and receipts, cut three ways."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.model.period import Period, month_of
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.figures import (
    Basis,
    Earned,
    EarnedPkr,
    Month,
    Receipt,
    ReceiptTax,
    Received,
    Share,
)
from freelance_pk.statement.flows import Bucket, Flows

_EARNED = frozenset({Bucket.GROSS, Bucket.REFUND, Bucket.FEE})


class Worth(NamedTuple):
    """What was earned (less what was refunded), or taken as fees, in a month: rupees, each row at its day's rate."""

    is_fee: bool
    month: str
    account: str
    client: str
    currency: str
    pkr: Decimal


def earned_in(flows: Flows, period: Period) -> tuple[Earned, ...]:
    """State gross (after refunds), fees, refunds and net of a period, per currency."""
    sums: dict[str, dict[Bucket, Decimal]] = defaultdict(lambda: dict.fromkeys(_EARNED, ZERO))
    for flow, amount in flows.sums.items():
        if flow.bucket in _EARNED and flow.day in period:
            sums[flow.currency][flow.bucket] += amount
    stated = []
    for currency, parts in sorted(sums.items()):
        gross = parts[Bucket.GROSS] + parts[Bucket.REFUND]
        fees = -parts[Bucket.FEE]
        stated.append(Earned(currency, gross, fees, -parts[Bucket.REFUND], gross - fees))
    return tuple(stated)


def worth_of(flows: Flows, period: Period, converter: Converter) -> tuple[Worth, ...]:
    """Convert the earnings of a period, each at the rate of its own day; those without a rate are left out."""
    sums: dict[tuple[bool, str, str, str, str], Decimal] = defaultdict(Decimal)
    for (bucket, account, client, currency, day), amount in flows.sums.items():
        if bucket in _EARNED and day in period:
            rate = converter.rate(currency, day)
            if rate is not None:
                sums[bucket is Bucket.FEE, month_of(day), account, client, currency] += amount * rate
    return tuple(Worth(*key, pkr) for key, pkr in sums.items())


def earned_pkr_of(earned: Iterable[Worth]) -> EarnedPkr:
    """State gross, fees and net in rupees."""
    gross, fees = _sums_by(earned, lambda _: "").get("", (ZERO, ZERO))
    return EarnedPkr(gross, fees, gross - fees)


def _sums_by(earned: Iterable[Worth], key_of: Callable[[Worth], str]) -> dict[str, tuple[Decimal, Decimal]]:
    """Sum gross and fees by key."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for each in earned:
        key = key_of(each)
        gross, fees = sums.get(key, (ZERO, ZERO))
        sums[key] = (gross, fees - each.pkr) if each.is_fee else (gross + each.pkr, fees)
    return sums


def received_in(receipts: Iterable[Receipt]) -> Received:
    """Sum receipts, and the rupees on each rung of the ladder."""
    basis = dict.fromkeys(Basis, ZERO)
    count = 0
    for receipt in receipts:
        basis[receipt.basis] += receipt.gross
        count += 1
    return Received(sum(basis.values(), ZERO), count, basis)


def receipt_tax(receipts: Iterable[Receipt]) -> ReceiptTax:
    """Compute the tax expected on receipts, once per regime and rate, against what was deducted."""
    base: dict[tuple[str, Decimal], Decimal] = defaultdict(lambda: ZERO)
    deducted = ZERO
    for receipt in receipts:
        base[receipt.regime, receipt.rate] += receipt.gross
        deducted += receipt.tax
    expected = sum((whole_rupees(gross * rate) for (_, rate), gross in base.items()), ZERO)
    return ReceiptTax(expected, deducted, expected - deducted)


def months_of(earned: Iterable[Worth], receipts: Iterable[Receipt], period: Period) -> tuple[Month, ...]:
    """Cut a period into calendar months; every month is there, quiet ones too."""
    sums = _sums_by(earned, lambda each: each.month)
    by_month: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        by_month[month_of(receipt.day)].append(receipt)
    months = []
    for month in period.months():
        gross, fees = sums.get(month, (ZERO, ZERO))
        tax = receipt_tax(by_month[month])
        received = sum((receipt.gross for receipt in by_month[month]), ZERO)
        months.append(Month(month, gross, fees, received, tax.expected, tax.deducted))
    return tuple(months)


def earned_by_month(earned: Iterable[Worth]) -> dict[str, tuple[tuple[str, Decimal], ...]]:
    """Cut gross earnings by month, and each month by account, in order of the names."""
    parts = _sums_by(earned, lambda each: each.month + each.account)
    months: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for key, (gross, _) in sorted(parts.items()):
        months[key[:7]].append((key[7:], gross))
    return {month: tuple(cut) for month, cut in months.items()}


def shares(earned: Iterable[Worth], key_of: Callable[[Worth], str]) -> tuple[Share, ...]:
    """Cut the earnings by platform or client, largest first."""
    parts = _sums_by(earned, key_of)
    total = sum((gross for gross, _ in parts.values()), ZERO)
    return tuple(
        Share(name, gross, fees, gross - fees, gross / total if total else ZERO)
        for name, (gross, fees) in sorted(parts.items(), key=lambda item: (-item[1][0], item[0]))
    )
