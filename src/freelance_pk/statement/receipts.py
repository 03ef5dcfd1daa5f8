"""Export receipts on the ladder of evidence: bank, withdrawn, earned."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import names
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import PKR, RUPEE, ZERO, whole_rupees
from freelance_pk.model.profile import Profile
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.credits import CreditClass, classify, purpose_code_of
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.figures import Basis, Receipt
from freelance_pk.statement.flows import Bucket, Flows
from freelance_pk.statement.treatment import LawOf, Regime, regime_of

RegimeOf = Callable[[date, str], Regime]


@dataclass(frozen=True, slots=True)
class Realised:
    """Every receipt the files show, of all periods.

    Attributes:
        receipts: by day.
        out_of: position of the withdrawal behind a receipt, by the receipt's place in `receipts`.
        classes: what each bank credit is, by number of the arrival.
    """

    receipts: tuple[Receipt, ...]
    out_of: dict[int, int]
    classes: dict[int, CreditClass]


@dataclass(frozen=True, slots=True)
class World:
    """What the receipts are made from, beside the links."""

    institutions: Mapping[str, Institution]
    profile: Profile
    converter: Converter
    laws: Callable[[int], Law | None]


def find_receipts(linked: Linked, flows: Flows, fates: Mapping[int, Fate], world: World) -> Realised:
    """Find every receipt, each on the strongest rung that the files allow.

    `profile.basis` other than "auto" forces one rung for all.
    """
    basis = world.profile.basis
    social = {each.id: each for each in world.institutions.values() if each.social}
    laws: LawOf = world.laws

    known: dict[tuple[date, str], Regime] = {}

    def regime(day: date, text: str) -> Regime:
        if (day, text) not in known:
            known[day, text] = regime_of(day, text, laws, world.profile, social)
        return known[day, text]

    classes = {
        number: classify(number, linked, world.institutions, world.profile)
        for number, arrival in enumerate(linked.arrivals)
        if arrival.kind is AccountKind.BANK
    }
    found: list[tuple[Receipt, int | None]] = []
    if basis in ("auto", "bank"):
        found += _bank_receipts(classes, linked, world, regime)
    if basis in ("auto", "withdrawn"):
        found += _withdrawn_receipts(linked, fates, world, regime)
    if basis in ("auto", "earned"):
        for account in _never_paid_out(linked, classes, world) if basis == "auto" else _all_earning(linked):
            found += [(receipt, None) for receipt in _from_earnings(account, flows, world, regime)]
    found.sort(key=lambda item: (item[0].day, item[0].account, item[0].origin))
    return Realised(
        receipts=tuple(receipt for receipt, _ in found),
        out_of={place: out for place, (_, out) in enumerate(found) if out is not None},
        classes=classes,
    )


def _bank_receipts(
    classes: Mapping[int, CreditClass], linked: Linked, world: World, regime: RegimeOf
) -> list[tuple[Receipt, int | None]]:
    made = (
        _from_bank(number, linked, world, regime)
        for number, what in classes.items()
        if what is CreditClass.RECEIPT
    )
    return [each for each in made if each is not None]


def _withdrawn_receipts(
    linked: Linked, fates: Mapping[int, Fate], world: World, regime: RegimeOf
) -> list[tuple[Receipt, int | None]]:
    forced = world.profile.basis == "withdrawn"
    found: list[tuple[Receipt, int | None]] = []
    for fate in fates.values():
        if fate.end is End.NO_FILE or (forced and fate.end in (End.BANK, End.TRANSIT)):
            receipt = _from_withdrawal(linked.merged.entries[fate.out], world, regime)
            if receipt is not None:
                found.append((receipt, fate.out))
    return found


def _from_bank(
    number: int, linked: Linked, world: World, regime: RegimeOf
) -> tuple[Receipt, int | None] | None:
    arrival = linked.arrivals[number]
    pair = linked.pair_of_arrival.get(number)
    entry = linked.merged.entries[arrival.entry] if arrival.entry is not None else None
    out = linked.merged.entries[pair.out] if pair is not None else None
    gross, tax, net = _gross_tax_net(arrival, out)
    if arrival.currency != PKR:
        # A foreign-currency account at the bank: realised there, at the State Bank's rate of the day.
        rate = world.converter.rate(arrival.currency, arrival.day)
        if rate is None:
            return None
        gross, tax, net = gross * rate, tax * rate, net * rate
    currency, amount = _foreign_side(arrival, out)
    left_on = out.day if out is not None else arrival.day
    certificate = linked.merged.certificates[arrival.certificate] if arrival.certificate is not None else None
    treated = regime(arrival.day, f"{arrival.text} {out.account if out else ''}")
    origin = entry.origin if entry is not None else certificate.origin if certificate is not None else ""
    receipt = Receipt(
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
        state_bank_value=world.converter.rupees(amount, currency, left_on) if amount is not None else None,
        payer=out.account if out is not None else _payer(arrival, linked),
        certificate=certificate.certificate_no
        if certificate is not None
        else entry.certificate
        if entry
        else "",
        purpose_code=purpose_code_of(arrival, linked),
        estimate=False,
        evidence="certificate" if certificate is not None else "bank statement",
        origin=origin,
    )
    return receipt, pair.out if pair is not None else None


def _gross_tax_net(arrival: Arrival, out: Entry | None) -> tuple[Decimal, Decimal, Decimal]:
    """Gross, tax and net of a credit; a wallet that prints the gross rupees shows what the bank netted."""
    if (
        out is not None
        and not arrival.gross_by
        and out.far_amount is not None
        and out.far_currency == arrival.currency
        and out.far_amount - arrival.net >= RUPEE
    ):
        return out.far_amount, out.far_amount - arrival.net, arrival.net
    return arrival.gross, arrival.tax, arrival.net


def _foreign_side(arrival: Arrival, out: Entry | None) -> tuple[str, Decimal | None]:
    if out is not None:
        return out.currency, -out.amount
    if arrival.currency != PKR:
        return arrival.currency, arrival.gross
    return arrival.far_currency, arrival.far_amount


def _payer(arrival: Arrival, linked: Linked) -> str:
    if arrival.certificate is not None:
        remitter = linked.merged.certificates[arrival.certificate].remitter
        if remitter:
            return remitter
    if arrival.entry is not None:
        entry = linked.merged.entries[arrival.entry]
        return entry.counterparty or entry.text
    return ""


def _from_withdrawal(entry: Entry, world: World, regime: RegimeOf) -> Receipt | None:
    """Value a withdrawal whose bank file was not given: its far-side rupees, else the State Bank's rate."""
    value = world.converter.rupees(-entry.amount, entry.currency, entry.day)
    printed = entry.far_amount if entry.far_currency == PKR else None
    gross = printed if printed is not None else value
    if gross is None:
        return None
    treated = regime(entry.day, f"{entry.account} {entry.counterparty} {entry.text}")
    return Receipt(
        day=entry.day,
        account=entry.account,
        gross=gross,
        tax=ZERO,
        net=gross,
        basis=Basis.WITHDRAWN,
        regime=treated.id,
        rate=treated.rate,
        expected=whole_rupees(gross * treated.rate),
        currency=entry.currency,
        amount=-entry.amount,
        state_bank_value=value,
        payer=entry.account,
        certificate=entry.certificate,
        purpose_code=entry.purpose_code,
        estimate=True,
        evidence="withdrawal",
        origin=entry.origin,
    )


def _all_earning(linked: Linked) -> list[str]:
    return sorted(
        name for name, account in linked.merged.accounts.items() if account.kind is not AccountKind.BANK
    )


def _never_paid_out(linked: Linked, classes: Mapping[int, CreditClass], world: World) -> list[str]:
    """List the platforms of which no file shows any payment: neither a withdrawal nor an arrival."""
    accounts = linked.merged.accounts
    paid_out = {entry.account for entry in linked.merged.entries if entry.kind is Kind.WITHDRAWAL}
    paid_out |= set(linked.own_inflows.values())
    silent = []
    for name, account in sorted(accounts.items()):
        if account.kind is not AccountKind.PLATFORM or name in paid_out:
            continue
        institution = world.institutions.get(account.institution)
        named = institution is not None and any(
            names(arrival.text, institution)
            for number, arrival in enumerate(linked.arrivals)
            if classes.get(number) is not CreditClass.OTHER
        )
        if not named:
            silent.append(name)
    return silent


def _from_earnings(account: str, flows: Flows, world: World, regime: RegimeOf) -> list[Receipt]:
    """Estimate from net earnings, each day at its own rate, one receipt per month and regime."""
    sums: dict[tuple[int, int, Regime, str], list[tuple[date, Decimal, Decimal]]] = defaultdict(list)
    for flow, amount in flows.sums.items():
        if flow.account != account or flow.bucket not in (Bucket.GROSS, Bucket.REFUND, Bucket.FEE):
            continue
        rupees = world.converter.rupees(amount, flow.currency, flow.day)
        if rupees is None:
            continue
        key = (flow.day.year, flow.day.month, regime(flow.day, account), flow.currency)
        sums[key].append((flow.day, rupees, amount))
    receipts = []
    for (year, month, treated, currency), parts in sums.items():
        gross = sum((rupees for _, rupees, _ in parts), ZERO)
        if not gross:
            continue
        receipts.append(
            Receipt(
                day=max(day for day, _, _ in parts),
                account=account,
                gross=gross,
                tax=ZERO,
                net=gross,
                basis=Basis.EARNED,
                regime=treated.id,
                rate=treated.rate,
                expected=whole_rupees(gross * treated.rate),
                currency=currency,
                amount=sum((amount for _, _, amount in parts), ZERO),
                state_bank_value=gross,
                payer=account,
                certificate="",
                purpose_code="",
                estimate=True,
                evidence="earnings",
                origin=f"{account}, net earnings of {year}-{month:02d}",
            )
        )
    return receipts
