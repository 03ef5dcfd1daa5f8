"""What became of each withdrawal: in the bank, in a wallet, under way, spent, or nobody knows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import Patience, names
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import ZERO, paisa
from freelance_pk.model.period import tax_year_of, tax_year_period

# A statement that ends shortly before a withdrawal is one that ends, not one that lacks it.
_ENDS_SHORTLY_BEFORE = timedelta(days=10)


class End(StrEnum):
    """How a withdrawal ended."""

    BANK = "bank"
    WALLET = "wallet"
    NO_FILE = "no file"  # nothing was read of any account it could reach
    UNFOLLOWED = "unfollowed"  # its wallet's file is missing, but banks or certificates show what came in
    TRANSIT = "in transit"
    UNMATCHED = "unmatched"
    UNDECIDED = "undecided"
    RETURNED = "returned"  # by its file: under way until it came back
    LOST = "lost"  # lost, or came back, by the user's word
    SPENT = "spent"  # by the user's word


_SAID = {"transit": End.TRANSIT, "elsewhere": End.NO_FILE, "returned": End.LOST, "spent": End.SPENT}


class Fate(NamedTuple):
    """What became of a withdrawal, or of the part of it that one arrival took.

    Attributes:
        out: position of the withdrawal.
        end: how it ended.
        landed: the day the money arrived or was back, None while it has not.
        arrival: number of the arrival, None if not seen.
        sent: the amount that left, in the withdrawal's currency.
        arrived: the amount that came, in the arrival's currency, None if not seen.
        expected: the last day on which it could still arrive, where no arrival is seen.
    """

    out: int
    end: End
    landed: date | None
    arrival: int | None
    sent: Decimal
    arrived: Decimal | None
    expected: date | None = None


def find_fates(linked: Linked, institutions: Mapping[str, Institution]) -> tuple[Fate, ...]:
    """Decide the fate of every withdrawal."""
    asked: dict[int, int | None] = {pair.out: pair.arrival for pair in linked.questions}
    asked |= dict.fromkeys(linked.rivals)
    wallets = {
        each.id: each for each in institutions.values() if each.kind is AccountKind.WALLET and each.aliases
    }
    settled = {each.out: each for each in linked.settled}
    patience = Patience(linked.merged.accounts, institutions)
    said = {position: _SAID[answer.answer] for position, answer in linked.decisions.outs.items()}
    fates: list[Fate] = []
    for position in linked.columns.of(Kind.WITHDRAWAL):
        entry = linked.merged.entries[position]
        if entry.amount >= 0 or linked.merged.accounts[entry.account].kind is AccountKind.BANK:
            continue
        if position in linked.reversed:
            back = linked.merged.entries[linked.reversed[position]]
            fates.append(Fate(position, End.RETURNED, back.day, None, -entry.amount, None))
        elif position in linked.pair_of_out:
            fates += _arrivals_of(position, linked)
        elif position in settled and position not in said:
            one = settled[position]
            arrived = sum((linked.merged.entries[fee].amount for fee in one.cut), one.paid)
            fates.append(Fate(position, End.WALLET, entry.day, None, -entry.amount, arrived))
        elif position in asked and position not in said:
            fates.append(Fate(position, End.UNDECIDED, None, asked[position], -entry.amount, None))
        else:
            end = said.get(position) or _unpaired(entry, linked, wallets, patience)
            landed = entry.day if end is End.NO_FILE else None
            expected = entry.day + timedelta(days=patience.days(entry))
            fates.append(Fate(position, end, landed, None, -entry.amount, None, expected))
    return tuple(fates)


def _arrivals_of(position: int, linked: Linked) -> Iterator[Fate]:
    """Yield one fate for each arrival of a withdrawal; several only by the user's word."""
    sent = -linked.merged.entries[position].amount
    numbers = linked.arrivals_of(position)
    parts = _divided(sent, [linked.arrivals[number].net for number in numbers])
    for number, part in zip(numbers, parts, strict=True):
        arrival = linked.arrivals[number]
        end = End.BANK if arrival.kind is AccountKind.BANK else End.WALLET
        yield Fate(position, end, arrival.day, number, part, _own_part(position, number, linked))


def _own_part(position: int, number: int, linked: Linked) -> Decimal:
    """Return the part of an arrival that is a withdrawal's: by amount, or in equal parts across currencies."""
    outs, entries = linked.outs_of(number), linked.merged.entries
    same = len({entries[out].currency for out in outs}) == 1
    weights = [-entries[out].amount if same else Decimal(1) for out in outs]
    return _divided(linked.arrivals[number].net, weights)[outs.index(position)]


def _divided(whole: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Divide an amount by weight, to the cent; the last part takes what rounding leaves."""
    of = sum(weights, ZERO)
    parts = [paisa(whole * weight / of) for weight in weights[:-1]]
    return [*parts, whole - sum(parts, ZERO)]


def banks_show(linked: Linked) -> bool:
    """Say whether any bank statement or certificate was read."""
    accounts = linked.merged.accounts.values()
    return bool(linked.merged.certificates) or any(each.kind is AccountKind.BANK for each in accounts)


def _unpaired(entry: Entry, linked: Linked, wallets: Mapping[str, Institution], patience: Patience) -> End:
    accounts = linked.merged.accounts
    own = accounts[entry.account].institution
    text = f"{entry.counterparty} {entry.text}"
    wallet = next((each for each in wallets.values() if each.id != own and names(text, each)), None)
    if wallet is not None:
        targets = [name for name, account in accounts.items() if account.institution == wallet.id]
    else:
        targets = [name for name, account in accounts.items() if account.kind is AccountKind.BANK]
    spans = [span for name in targets for span in linked.covers.get(name, ())]
    if not spans:
        # What a wallet without a file passes on is counted where the bank receives it: never twice.
        return End.UNFOLLOWED if wallet is not None and banks_show(linked) else End.NO_FILE
    latest = entry.day + timedelta(days=patience.days(entry))
    if any(start <= latest and end >= latest for start, end in spans):
        return End.UNMATCHED
    if any(start <= latest and end >= entry.day - _ENDS_SHORTLY_BEFORE for start, end in spans):
        return End.TRANSIT
    if latest > tax_year_period(tax_year_of(entry.day)).end:
        # The credit may fall into the next tax year, and the bank's file does not say.
        return End.TRANSIT
    return End.NO_FILE
