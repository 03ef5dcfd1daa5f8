"""The bridge from gross earnings to rupees in the bank, closing to zero or naming the gap."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import AccountKind, Entry
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.period import Period
from freelance_pk.statement.balances import Held
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.figures import Receipt, Step
from freelance_pk.statement.flows import Bucket, Flows

_STEPS = (
    (Bucket.GROSS, "gross"),
    (Bucket.REFUND, "gross"),
    (Bucket.FEE, "platform_fees"),
    (Bucket.SUBSCRIPTION, "subscriptions"),
    (Bucket.ADJUSTMENT, "adjustments"),
    (Bucket.TAX_ABROAD, "tax_withheld_abroad"),
    (Bucket.TRANSFER_FEE, "transfer_fees"),
    (Bucket.ACCOUNT_FEE, "account_fees"),
    (Bucket.CARD, "card"),
    (Bucket.FUNDING, "own_money_in"),
    (Bucket.HOLD, "on_hold"),
    (Bucket.OTHER_INCOME, "other_income"),
    (Bucket.CONVERSION, "conversions"),
    (Bucket.RETURNED, "returned"),
    (Bucket.OTHER, "other"),
    (Bucket.UNDECIDED, "undecided"),
)
_ALWAYS_SHOWN = frozenset({"gross", "platform_fees", "withdrawn"})


class _Sum:
    """Amount and rupees of one step; rupees unknown as soon as one part has no rate."""

    def __init__(self, amount: Decimal = ZERO, pkr: Decimal | None = ZERO) -> None:
        self.amount, self.pkr = amount, pkr

    def add(self, amount: Decimal, pkr: Decimal | None) -> None:
        self.amount += amount
        self.pkr = None if self.pkr is None or pkr is None else self.pkr + pkr


class BridgeParts(NamedTuple):
    """What the bridge is built from."""

    linked: Linked
    flows: Flows
    fates: tuple[Fate, ...]
    held: tuple[Held, ...]
    converter: Converter


def build_bridge(parts: BridgeParts, receipts: Iterable[Receipt], period: Period) -> tuple[Step, ...]:
    """Build one chain per foreign currency, then the rupee steps.

    In each currency: gross, less every fee and spending, less what is held or under way, is what was
    withdrawn to the bank. Rupees of held money are those of the period's last day, of everything else
    of its own day; `rate_difference` is what the rate moved in between.
    """
    currencies = sorted({flow.currency for flow in parts.flows.sums} | {each.currency for each in parts.held})
    steps: list[Step] = []
    withdrawn: Decimal | None = ZERO
    for currency in currencies:
        chain = _chain(parts, currency, period)
        steps += chain
        landed = next((step.pkr for step in chain if step.step == "withdrawn"), ZERO)
        withdrawn = None if withdrawn is None or landed is None else withdrawn + landed
    return (*steps, *_rupee_steps(receipts, withdrawn))


def _chain(parts: BridgeParts, currency: str, period: Period) -> list[Step]:
    sums: dict[str, _Sum] = {name: _Sum() for _, name in _STEPS}
    names = dict(_STEPS)
    for flow, amount in parts.flows.sums.items():
        if flow.currency == currency and flow.day in period and flow.bucket is not Bucket.TRANSFER:
            sums[names[flow.bucket]].add(amount, parts.converter.rupees(amount, currency, flow.day))
    moves = _Moves()
    for fate in parts.fates:
        entry = parts.linked.merged.entries[fate.out]
        if entry.currency == currency:
            _move(entry, fate, parts, period, moves)
        _convert(fate, parts, currency, period, moves)
    sums["conversions"].add(moves.converted.amount, moves.converted.pkr)
    sums["transfer_fees"].add(moves.fees.amount, moves.fees.pkr)
    sums["in_transit"] = _change_in_transit(parts, currency, period)
    sums["unmatched"] = moves.unmatched
    sums["unfollowed"] = moves.unfollowed
    sums["spent"] = moves.spent
    sums["lost"] = moves.lost
    for kind, name in ((AccountKind.PLATFORM, "held_on_platforms"), (AccountKind.WALLET, "held_in_wallets")):
        sums[name] = _change_in_holdings(parts, currency, kind, period)
    gap = sum((each.amount for each in sums.values()), ZERO) - moves.landed.amount
    sums["unexplained"] = _Sum(-gap, parts.converter.rupees(-gap, currency, period.end) if gap else ZERO)
    known = [each.pkr for each in sums.values()]
    if moves.landed.pkr is None or any(each is None for each in known):
        difference = None
    else:
        difference = moves.landed.pkr - sum((each for each in known if each is not None), ZERO)
    chain = [
        Step(name, each.pkr, currency, each.amount)
        for name, each in sums.items()
        if each.amount or name in _ALWAYS_SHOWN
    ]
    if difference:
        chain.append(Step("rate_difference", difference, PKR, difference))
    return [*chain, Step("withdrawn", moves.landed.pkr, currency, moves.landed.amount)]


class _Moves:
    """Sums over the withdrawals of one currency."""

    def __init__(self) -> None:
        self.landed, self.fees, self.unmatched = _Sum(), _Sum(), _Sum()
        self.converted, self.unfollowed = _Sum(), _Sum()
        self.spent, self.lost = _Sum(), _Sum()


def _move(entry: Entry, fate: Fate, parts: BridgeParts, period: Period, moves: _Moves) -> None:
    sent = fate.sent
    if fate.end is End.WALLET:
        arrival = parts.linked.arrivals[fate.arrival] if fate.arrival is not None else None
        same = arrival is None or arrival.currency == entry.currency
        if same and fate.arrived is not None and fate.landed is not None and fate.landed in period:
            kept = fate.arrived - sent
            if kept:
                moves.fees.add(kept, parts.converter.rupees(kept, entry.currency, fate.landed))
        return
    pkr = parts.converter.rupees
    if fate.end in (End.BANK, End.NO_FILE):
        if fate.landed is not None and fate.landed in period:
            moves.landed.add(sent, pkr(sent, entry.currency, entry.day))
        return
    where = {
        End.UNFOLLOWED: moves.unfollowed,
        End.UNMATCHED: moves.unmatched,
        End.UNDECIDED: moves.unmatched,
        End.SPENT: moves.spent,
        End.LOST: moves.lost,
    }.get(fate.end)
    if where is not None and entry.day in period:
        where.add(-sent, pkr(-sent, entry.currency, entry.day))


def _convert(fate: Fate, parts: BridgeParts, currency: str, period: Period, moves: _Moves) -> None:
    """A transfer into a wallet of another currency leaves one chain and joins the other."""
    if fate.end is not End.WALLET or fate.landed is None or fate.landed not in period:
        return
    if fate.arrival is None or fate.arrived is None:
        return
    entry, arrival = parts.linked.merged.entries[fate.out], parts.linked.arrivals[fate.arrival]
    if entry.currency == arrival.currency:
        return
    if entry.currency == currency:
        moves.converted.add(-fate.sent, parts.converter.rupees(-fate.sent, currency, entry.day))
    elif arrival.currency == currency:
        moves.converted.add(fate.arrived, parts.converter.rupees(fate.arrived, currency, arrival.day))


def in_transit_on(fates: Iterable[Fate], entries: list[Entry], day: date) -> list[Fate]:
    """List the withdrawals that had left by `day` and had neither arrived nor come back."""
    return [
        fate
        for fate in fates
        if entries[fate.out].day <= day
        and fate.end in (End.BANK, End.WALLET, End.NO_FILE, End.TRANSIT, End.RETURNED)
        and (fate.landed is None or fate.landed > day)
    ]


def _change_in_transit(parts: BridgeParts, currency: str, period: Period) -> _Sum:
    entries = parts.linked.merged.entries
    before = period.start - timedelta(days=1)
    change = _Sum()
    for day, sign in ((period.end, -1), (before, 1)):
        moving = sum(
            (
                fate.sent
                for fate in in_transit_on(parts.fates, entries, day)
                if entries[fate.out].currency == currency
            ),
            ZERO,
        )
        if moving:
            change.add(sign * moving, parts.converter.rupees(sign * moving, currency, day))
    return change


def _change_in_holdings(parts: BridgeParts, currency: str, kind: AccountKind, period: Period) -> _Sum:
    accounts = parts.linked.merged.accounts
    before = period.start - timedelta(days=1)
    change = _Sum()
    for held in parts.held:
        if held.currency != currency or accounts[held.account].kind is not kind:
            continue
        for day, sign in ((period.end, -1), (before, 1)):
            amount = sign * held.on(day)[0]
            if amount:
                change.add(amount, parts.converter.rupees(amount, currency, day))
    return change


def _rupee_steps(receipts: Iterable[Receipt], withdrawn: Decimal | None) -> list[Step]:
    received = list(receipts)
    gross = sum((receipt.gross for receipt in received), ZERO)
    tax = sum((receipt.tax for receipt in received), ZERO)
    spread = spread_of(received)
    steps = []
    if spread:
        steps.append(Step("spread", -spread, PKR, -spread))
    if withdrawn is not None:
        other = gross - (withdrawn - (spread or ZERO))
        if other:
            steps.append(Step("received_directly", other, PKR, other))
    steps.append(Step("received", gross, PKR, gross))
    if tax:
        steps.append(Step("tax_deducted", -tax, PKR, -tax))
    return [*steps, Step("in_bank", gross - tax, PKR, gross - tax)]


def spread_of(receipts: Iterable[Receipt]) -> Decimal | None:
    """Return the State Bank value of what was withdrawn, less the rupees realised; None if neither is known."""
    known = [
        receipt.state_bank_value - receipt.gross
        for receipt in receipts
        if receipt.state_bank_value is not None and not receipt.estimate
    ]
    return sum(known, ZERO) if known else None
