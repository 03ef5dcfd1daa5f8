"""Receipts that a bank statement or a certificate shows: the strongest rung of the ladder."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import Entry
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import PKR, RUPEE, ZERO, whole_rupees
from freelance_pk.model.period import tax_year_of
from freelance_pk.model.profile import Profile
from freelance_pk.model.review import CreditRule
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.credits import purpose_code_of
from freelance_pk.statement.deduction import deduction_words, rate_taken
from freelance_pk.statement.fates import Fate
from freelance_pk.statement.figures import Basis, Receipt
from freelance_pk.statement.treatment import Regime

RegimeOf = Callable[[date, str], Regime]


class World(NamedTuple):
    """What the receipts are made from, beside the links. `rules` are the user's, for credits of a payer."""

    institutions: Mapping[str, Institution]
    profile: Profile
    converter: Converter
    laws: Callable[[int], Law | None]
    rules: tuple[CreditRule, ...] = ()


class Parts(NamedTuple):
    """What came into one bank account at once: each withdrawal behind it, with the amount that is its."""

    outs: tuple[Entry, ...]
    sent: tuple[Decimal, ...]

    @property
    def whole(self) -> Entry | None:
        """The one withdrawal that is behind the credit and behind no other, None if there is no such one."""
        return self.outs[0] if len(self.outs) == 1 and self.sent[0] == -self.outs[0].amount else None


def parts_of_arrivals(fates: Iterable[Fate], linked: Linked) -> dict[int, Parts]:
    """Return the withdrawals behind every arrival, by its number."""
    found: dict[int, list[Fate]] = defaultdict(list)
    for fate in fates:
        if fate.arrival is not None and fate.arrived is not None:
            found[fate.arrival].append(fate)
    entries = linked.merged.entries
    return {
        number: Parts(tuple(entries[fate.out] for fate in each), tuple(fate.sent for fate in each))
        for number, each in found.items()
    }


def receipt_from_bank(
    number: int, by: str, parts: Parts | None, linked: Linked, world: World, regime: RegimeOf
) -> Receipt | None:
    """Make the receipt of a credit or a lone certificate; None where its currency has no rate.

    Args:
        number: of the arrival.
        by: what makes it a receipt.
        parts: withdrawals behind it, None if none is known.
        linked: all records and links.
        world: rates, law, profile.
        regime: the tax on a receipt of a day, by the words that name its payer.
    """
    arrival = linked.arrivals[number]
    entry = linked.merged.entries[arrival.entry] if arrival.entry is not None else None
    certificate = linked.merged.certificates[arrival.certificate] if arrival.certificate is not None else None
    law = world.laws(tax_year_of(arrival.day))
    gross, tax, net = _gross_tax_net(arrival, parts, law)
    if arrival.currency != PKR:
        # A foreign-currency account at the bank: realised there, at the State Bank's rate of the day.
        rate = world.converter.rate(arrival.currency, arrival.day)
        if rate is None:
            return None
        gross, tax, net = gross * rate, tax * rate, net * rate
    currency, amount = _foreign_side(arrival, parts)
    accounts = list(dict.fromkeys(out.account for out in parts.outs)) if parts else []
    treated = regime(arrival.day, " ".join([arrival.text, *accounts]))
    origin = entry.origin if entry is not None else certificate.origin if certificate is not None else ""
    number_printed = entry.certificate if entry is not None else ""
    return Receipt(
        day=arrival.day,
        account=arrival.account,
        gross=gross,
        tax=tax,
        net=net,
        basis=Basis.BANK,
        regime=treated.id,
        rate=treated.rate,
        expected=whole_rupees(gross * treated.rate),
        currency=currency,
        amount=amount,
        state_bank_value=_state_bank_value(arrival, parts, currency, amount, world.converter),
        payer=" and ".join(accounts) if accounts else _payer(arrival, linked),
        certificate=certificate.certificate_no if certificate is not None else number_printed,
        purpose_code=purpose_code_of(arrival, linked),
        estimate=False,
        evidence="certificate" if certificate is not None else "bank statement",
        origin=origin,
        proof=by,
        deduction=deduction_words(tax, gross, treated, law),
    )


def _gross_tax_net(
    arrival: Arrival, parts: Parts | None, law: Law | None
) -> tuple[Decimal, Decimal, Decimal]:
    """Gross, tax and net of a credit; a wallet that prints the gross rupees shows what the bank netted."""
    out = parts.whole if parts is not None else None
    if out is None or arrival.gross_by or out.far_amount is None or out.far_currency != arrival.currency:
        return arrival.gross, arrival.tax, arrival.net
    netted = out.far_amount - arrival.net
    rates = law.bank_deduction_rates() if law is not None else ()
    if netted < RUPEE or rate_taken(netted, out.far_amount, rates) is None:
        return arrival.gross, arrival.tax, arrival.net
    return out.far_amount, netted, arrival.net


def _foreign_side(arrival: Arrival, parts: Parts | None) -> tuple[str, Decimal | None]:
    if parts is not None:
        currencies = {out.currency for out in parts.outs}
        return (currencies.pop(), sum(parts.sent, ZERO)) if len(currencies) == 1 else ("", None)
    if arrival.currency != PKR:
        return arrival.currency, arrival.gross
    return arrival.far_currency, arrival.far_amount


def _state_bank_value(
    arrival: Arrival, parts: Parts | None, currency: str, amount: Decimal | None, converter: Converter
) -> Decimal | None:
    """Value the foreign side, each part on the day it left."""
    if parts is None:
        return converter.rupees(amount, currency, arrival.day) if amount is not None else None
    value = ZERO
    for out, sent in zip(parts.outs, parts.sent, strict=True):
        rupees = converter.rupees(sent, out.currency, out.day)
        if rupees is None:
            return None
        value += rupees
    return value


def _payer(arrival: Arrival, linked: Linked) -> str:
    if arrival.certificate is not None:
        remitter = linked.merged.certificates[arrival.certificate].remitter
        if remitter:
            return remitter
    if arrival.entry is not None:
        entry = linked.merged.entries[arrival.entry]
        return entry.counterparty or entry.text
    return ""
