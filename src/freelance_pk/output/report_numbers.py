"""The ten numbers that a report begins with, the same on every output."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.output.numbers import exact, money, percent, rupees
from freelance_pk.statement.away import rupees_away
from freelance_pk.statement.figures import Comparison, Report

_MUCH = Decimal("0.4")  # a client with more than this share of the earnings is a risk
_RATE_PLACES = Decimal("0.01")


class Figure(NamedTuple):
    """One number: what it is, its value as text, and a remark that explains it ("" if none)."""

    label: str
    value: str
    remark: str = ""


def figures(report: Report, *, lakh: bool = False) -> tuple[Figure, ...]:
    """Return the numbers above the fold, ten at most; those that say nothing are left out."""
    return (
        *_received(report, lakh=lakh),
        *_earned(report, lakh=lakh),
        *_cost(report),
        *_tax(report, lakh=lakh),
        *_realised(report),
        *_largest_client(report),
        *_not_brought_in(report, lakh=lakh),
        *_evidence(report, lakh=lakh),
    )


def _rs(amount: Decimal, *, lakh: bool) -> str:
    return f"Rs {rupees(amount, lakh=lakh)}"


def _received(report: Report, *, lakh: bool) -> Iterator[Figure]:
    foreign: dict[str, Decimal] = {}
    for each in report.receipts:
        if each.amount is not None:
            foreign[each.currency] = foreign.get(each.currency, Decimal(0)) + each.amount
    sent = [money(amount, currency, lakh=lakh) for currency, amount in sorted(foreign.items())]
    changes = [_change(each, report.received.pkr, lakh=lakh) for each in report.comparisons]
    yield Figure(
        "Received, gross",
        _rs(report.received.pkr, lakh=lakh),
        "; ".join((*sent, *(each for each in changes if each))),
    )
    to_date = report.year_to_date
    if (to_date.period.start, to_date.period.end) != (report.period.start, report.period.end):
        yield Figure(
            "Tax year to date",
            _rs(to_date.received.pkr, lakh=lakh),
            f"{to_date.received.receipts} receipts from {to_date.period.start}",
        )


def _change(each: Comparison, received: Decimal, *, lakh: bool) -> str:
    if each.received is None:
        return ""
    words = f"{each.label}: {_rs(each.received, lakh=lakh)}"
    if not each.received:
        return words
    share = (received - each.received) / each.received
    return f"{words} ({'+' if share >= 0 else ''}{percent(share, 0)})"


def _earned(report: Report, *, lakh: bool) -> Iterator[Figure]:
    foreign = ", ".join(money(each.gross, each.currency, lakh=lakh) for each in report.earned)
    net = f"{_rs(report.earned_pkr.net, lakh=lakh)} after platform fees"
    yield Figure(
        "Earned, gross",
        _rs(report.earned_pkr.gross, lakh=lakh),
        f"{foreign}; {net}" if foreign else "",
    )


def _cost(report: Report) -> Iterator[Figure]:
    cost = report.outlook.cost
    if cost is None:
        return
    parts = (("platforms", cost.platform), ("transfers", cost.transfers), ("exchange", cost.exchange))
    yield Figure(
        "Cost of getting paid",
        percent(cost.share),
        ", ".join(f"{name} {percent(part.share)}" for name, part in parts),
    )


def _tax(report: Report, *, lakh: bool) -> Iterator[Figure]:
    tax = report.tax
    if tax.difference > 0:
        words = f"{_rs(tax.difference, lakh=lakh)} short"
    elif tax.difference < 0:
        words = f"{_rs(-tax.difference, lakh=lakh)} over-deducted"
    else:
        words = "nothing short"
    yield Figure(
        "Tax expected",
        _rs(tax.expected, lakh=lakh),
        f"{_rs(tax.deducted, lakh=lakh)} deducted; {words}",
    )
    if report.outlook.put_aside:
        yield Figure(
            "Put aside now",
            _rs(report.outlook.put_aside, lakh=lakh),
            "tax of the year to date that no bank deducted",
        )


def _realised(report: Report) -> Iterator[Figure]:
    rates = report.outlook.rates
    if not rates:
        return
    largest = max(rates, key=lambda each: each.realised * each.amount)
    realised, official = (each.quantize(_RATE_PLACES) for each in (largest.realised, largest.state_bank))
    apart = (largest.state_bank - largest.realised) / largest.state_bank
    side = "below" if apart >= 0 else "above"
    yield Figure(
        "Rate realised",
        f"Rs {exact(realised)}",
        f"for {largest.currency} 1; State Bank {exact(official)}: {percent(abs(apart), 2)} {side} it",
    )


def _largest_client(report: Report) -> Iterator[Figure]:
    if report.clients and report.clients[0].gross > 0:
        first = report.clients[0]
        risk = f"; more than {percent(_MUCH, 0)} is a risk" if first.share > _MUCH else ""
        yield Figure("Largest client", percent(first.share), f"{first.name}{risk}")


def _not_brought_in(report: Report, *, lakh: bool) -> Iterator[Figure]:
    held = [each for each in report.balances if each.amount > 0]
    moving = report.transfers.in_transit
    words = [
        f"{each.account} {money(each.amount, each.currency, lakh=lakh)}"
        + (
            f", {days} days idle"
            if each.last_moved and (days := (each.as_of - each.last_moved).days) > 30
            else ""
        )
        for each in held
    ]
    if moving:
        sent = ", ".join(money(each.amount, each.currency, lakh=lakh) for each in moving)
        words.append(f"on its way {sent}")
    away = rupees_away(report)
    if away is not None:
        yield Figure("Not brought in yet", _rs(away, lakh=lakh), "; ".join(words))


def _evidence(report: Report, *, lakh: bool) -> Iterator[Figure]:
    evidence = report.outlook.evidence
    if evidence.receipts:
        yield Figure(
            "Evidence",
            f"{evidence.export_code} of {evidence.receipts}",
            "receipts certified under an export code"
            + (f"; {_rs(evidence.without, lakh=lakh)} without" if evidence.without else ""),
        )
