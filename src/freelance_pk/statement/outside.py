"""Money beside the export receipts: what clients in Pakistan paid, and what was never brought in through a bank."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from freelance_pk.matching.assignment import assign
from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import Invoice
from freelance_pk.model.issue import Issue, note, warning
from freelance_pk.model.money import PKR, ZERO, paisa
from freelance_pk.model.period import Period
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.credits import CreditClass
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.figures import Balance, LocalReceipt, NotBroughtIn
from freelance_pk.statement.flows import Bucket, Flows
from freelance_pk.statement.receipts import Realised

_WORDS = {
    "kept": "held outside Pakistan",
    "card": "spent by card",
    "spent": "spent or given away, by your answers",
    "crypto": "the price of crypto, from private persons",
}
# A client in Pakistan pays an invoice so many days after its date, or a little before.
_PAID_WITHIN = (-10, 180)
_SAME = Decimal(1)


def local_receipts(
    linked: Linked, realised: Realised, converter: Converter, period: Period
) -> tuple[tuple[LocalReceipt, ...], tuple[Issue, ...]]:
    """State what clients in Pakistan paid, by the user's word; what an invoice states already counts there.

    Returns:
        The receipts of the period that no invoice states, and what is to be said of them.
    """
    numbers = [
        number
        for number, what in realised.classes.items()
        if what is CreditClass.LOCAL and linked.arrivals[number].day in period
    ]
    if not numbers:
        return (), ()
    invoiced = _invoiced(linked, numbers)
    found = []
    for number in numbers:
        arrival = linked.arrivals[number]
        pkr = converter.rupees(arrival.gross, arrival.currency, arrival.day)
        entry = linked.merged.entries[arrival.entry] if arrival.entry is not None else None
        if pkr is None or entry is None or number in invoiced:
            continue
        payer = entry.counterparty or " ".join(entry.text.split())
        found.append(LocalReceipt(arrival.day, arrival.account, pkr, payer, entry.origin))
    return tuple(found), tuple(_said_of(found, len(invoiced)))


def _said_of(found: list[LocalReceipt], invoiced: int) -> Iterator[Issue]:
    if found:
        yield warning(
            "local-income",
            f"{len(found)} credits are payments of clients in Pakistan, by your answers: business income of the normal "
            "regime, counted in the tax computation as received, with no tax withheld.",
            origin="; ".join(each.origin for each in found[:3]),
            remedy="if a client withheld tax (s.153), put the invoice with its certificate into the invoices file",
            pkr=paisa(sum((each.pkr for each in found), ZERO)),
        )
    if invoiced:
        yield note(
            "local-invoiced",
            f"{invoiced} credits of clients in Pakistan are in the invoices file, and are counted once, there.",
        )


def _invoiced(linked: Linked, numbers: list[int]) -> frozenset[int]:
    """Pair credits with invoices of their amount, whole or less the tax withheld."""
    edges: dict[tuple[int, int], int] = {}
    for number in numbers:
        arrival = linked.arrivals[number]
        for place, invoice in enumerate(linked.merged.invoices):
            days = (arrival.day - invoice.day).days
            if _PAID_WITHIN[0] <= days <= _PAID_WITHIN[1] and _pays(arrival.gross, arrival.currency, invoice):
                edges[number, place] = abs(days)
    return frozenset(assign(edges))


def _pays(amount: Decimal, currency: str, invoice: Invoice) -> bool:
    possible = (invoice.amount, invoice.amount - invoice.tax_withheld)
    return currency == invoice.currency and any(abs(amount - each) <= _SAME for each in possible)


def not_brought_in(
    balances: Iterable[Balance],
    linked: Linked,
    flows: Flows,
    fates: Iterable[Fate],
    realised: Realised,
    converter: Converter,
    period: Period,
) -> tuple[NotBroughtIn, ...]:
    """List what was earned or held abroad and not realised through a bank in Pakistan: outside s.154A's words.

    Kept on the last day; spent by card or given away, and sold as crypto, in the period.
    """
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
    worth: dict[tuple[str, str, str], Decimal | None] = defaultdict(lambda: ZERO)

    def add(key: tuple[str, str, str], amount: Decimal, pkr: Decimal | None) -> None:
        known = worth[key]
        sums[key] += amount
        worth[key] = None if known is None or pkr is None else known + pkr

    for balance in balances:
        if balance.amount > 0:
            add(("kept", balance.account, balance.currency), balance.amount, balance.pkr)
    for flow, amount in flows.sums.items():
        if flow.bucket is Bucket.CARD and flow.day in period:
            rupees = converter.rupees(-amount, flow.currency, flow.day)
            add(("card", flow.account, flow.currency), -amount, rupees)
    entries = linked.merged.entries
    for fate in fates:
        out = entries[fate.out]
        if fate.end is End.SPENT and out.day in period:
            add(
                ("spent", out.account, out.currency),
                fate.sent,
                converter.rupees(fate.sent, out.currency, out.day),
            )
    for number, what in realised.classes.items():
        arrival = linked.arrivals[number]
        if what is CreditClass.CRYPTO and arrival.day in period:
            rupees = converter.rupees(arrival.gross, arrival.currency, arrival.day)
            add(("crypto", arrival.account, arrival.currency), arrival.gross, rupees)
    return tuple(
        NotBroughtIn(what, account, currency, amount, worth[what, account, currency])
        for (what, account, currency), amount in sorted(sums.items(), key=_kept_first)
        if amount > 0
    )


def _kept_first(item: tuple[tuple[str, str, str], Decimal]) -> tuple[int, str, str]:
    what, account, currency = item[0]
    return list(_WORDS).index(what), account, currency


def not_brought_in_issue(found: Iterable[NotBroughtIn], day: str) -> Iterator[Issue]:
    """Say what was not brought in, what it is, and that no tax of s.154A is on it."""
    parts = []
    total = ZERO
    for each in found:
        amount = (
            f"{each.account} {each.currency} {each.amount:,}"
            if each.currency != PKR
            else f"Rs {each.amount:,}"
        )
        parts.append((each.what, amount))
        total += each.pkr or ZERO
    if not parts:
        return
    by_what = {what: ", ".join(amount for known, amount in parts if known == what) for what, _ in parts}
    words = "; ".join(
        f"{_WORDS[what]}{f' on {day}' if what == 'kept' else ''}: {amounts}"
        for what, amounts in by_what.items()
    )
    yield note(
        "not-brought-in",
        f"{words}. Not realised through a bank in Pakistan, so in no receipt and outside s.154A; what is held is a "
        "foreign asset of the wealth statement, what was spent or sold may be income of the normal regime.",
        pkr=paisa(total),
    )
