"""Export receipts on the ladder of evidence: bank, withdrawn, earned."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import names
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.money import PKR, ZERO, whole_rupees
from freelance_pk.statement.balances import Held
from freelance_pk.statement.banked import RegimeOf, World, parts_of_arrivals, receipt_from_bank
from freelance_pk.statement.credits import Class, Classifier, CreditClass
from freelance_pk.statement.fates import End, Fate, banks_show
from freelance_pk.statement.figures import Basis, Receipt
from freelance_pk.statement.flows import Bucket, Flows
from freelance_pk.statement.treatment import LawOf, Regime, regime_of


class Realised(NamedTuple):
    """Every receipt the files show, of all periods.

    Attributes:
        receipts: by day.
        classes: what each bank credit is, by number of the arrival.
        by: what says so, "" where nothing does.
    """

    receipts: tuple[Receipt, ...]
    classes: dict[int, CreditClass]
    by: dict[int, str]


def find_receipts(
    linked: Linked, flows: Flows, fates: tuple[Fate, ...], held: tuple[Held, ...], world: World
) -> Realised:
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

    known_by = _classes(linked, fates, world)
    classes = {number: each.what for number, each in known_by.items()}
    found: list[Receipt] = []
    if basis in ("auto", "bank"):
        found += _bank_receipts(known_by, linked, fates, world, regime)
    if basis in ("auto", "withdrawn"):
        found += _withdrawn_receipts(linked, fates, world, regime)
    if basis in ("auto", "earned"):
        for account in (
            _never_paid_out(linked, classes, held, world) if basis == "auto" else _all_earning(linked)
        ):
            found += _from_earnings(account, flows, world, regime)
    found.sort(key=lambda receipt: (receipt.day, receipt.account, receipt.origin))
    return Realised(
        receipts=tuple(found),
        classes=classes,
        by={number: each.by for number, each in known_by.items()},
    )


def _classes(linked: Linked, fates: tuple[Fate, ...], world: World) -> dict[int, Class]:
    entries = linked.merged.entries
    unfollowed = (entries[fate.out].day for fate in fates if fate.end is End.UNFOLLOWED)
    classifier = Classifier(linked, world.institutions, world.profile, world.rules, unfollowed)
    return {
        number: classifier.classify(number)
        for number, arrival in enumerate(linked.arrivals)
        if arrival.kind is AccountKind.BANK
    }


def _bank_receipts(
    known: Mapping[int, Class], linked: Linked, fates: tuple[Fate, ...], world: World, regime: RegimeOf
) -> Iterator[Receipt]:
    parts = parts_of_arrivals(fates, linked)
    for number, each in known.items():
        if each.what is CreditClass.RECEIPT:
            made = receipt_from_bank(number, each.by, parts.get(number), linked, world, regime)
            if made is not None:
                yield made


def _withdrawn_receipts(
    linked: Linked, fates: tuple[Fate, ...], world: World, regime: RegimeOf
) -> Iterator[Receipt]:
    forced = world.profile.basis == "withdrawn"
    ends = {End.NO_FILE, End.BANK, End.TRANSIT} if forced else {End.NO_FILE}
    for out in dict.fromkeys(fate.out for fate in fates if fate.end in ends):
        made = _from_withdrawal(linked.merged.entries[out], world, regime)
        if made is not None:
            yield made


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
        proof="withdrawal to Pakistan",
        deduction="",
    )


def _all_earning(linked: Linked) -> list[str]:
    return sorted(
        name for name, account in linked.merged.accounts.items() if account.kind is not AccountKind.BANK
    )


def _never_paid_out(
    linked: Linked, classes: Mapping[int, CreditClass], held: tuple[Held, ...], world: World
) -> list[str]:
    """List the platforms of which no file shows any payment: neither a withdrawal nor an arrival.

    Where a bank's file or a certificate tells what came in, a platform that prints what it still holds has paid nothing.
    """
    accounts = linked.merged.accounts
    paid_out = {linked.merged.entries[position].account for position in linked.columns.of(Kind.WITHDRAWAL)}
    if banks_show(linked):
        paid_out |= {each.account for each in held if each.still_there()}
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
                proof="net earnings",
                deduction="",
                origin=f"{account}, net earnings of {year}-{month:02d}",
            )
        )
    return receipts
