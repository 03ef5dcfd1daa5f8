"""What became of each withdrawal: in the bank, in a wallet, under way, or nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import names
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.period import tax_year_of, tax_year_period

# A transfer is looked for in the other account's file up to so many days after it left.
_ARRIVES_WITHIN = timedelta(days=5)
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


@dataclass(frozen=True, slots=True)
class Fate:
    """`landed` is the day the money arrived, None while it has not; `arrival` its number, if seen."""

    out: int
    end: End
    landed: date | None
    arrival: int | None


def find_fates(linked: Linked, institutions: Mapping[str, Institution]) -> dict[int, Fate]:
    """Decide the fate of every withdrawal that was not reversed, by position."""
    asked = {pair.out: pair.arrival for pair in linked.questions}
    wallets = {
        each.id: each for each in institutions.values() if each.kind is AccountKind.WALLET and each.aliases
    }
    fates: dict[int, Fate] = {}
    for position, entry in enumerate(linked.merged.entries):
        if entry.kind is not Kind.WITHDRAWAL or entry.amount >= 0 or position in linked.reversed:
            continue
        if linked.merged.accounts[entry.account].kind is AccountKind.BANK:
            continue
        pair = linked.pair_of_out.get(position)
        if pair is not None:
            arrival = linked.arrivals[pair.arrival]
            end = End.BANK if arrival.kind is AccountKind.BANK else End.WALLET
            fates[position] = Fate(position, end, arrival.day, pair.arrival)
        elif position in asked:
            fates[position] = Fate(position, End.UNDECIDED, None, asked[position])
        else:
            end = _unpaired(entry, linked, wallets)
            fates[position] = Fate(position, end, entry.day if end is End.NO_FILE else None, None)
    return fates


def _banks_show(linked: Linked) -> bool:
    """Say whether any bank statement or certificate was read."""
    accounts = linked.merged.accounts.values()
    return bool(linked.merged.certificates) or any(each.kind is AccountKind.BANK for each in accounts)


def _unpaired(entry: Entry, linked: Linked, wallets: Mapping[str, Institution]) -> End:
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
        return End.UNFOLLOWED if wallet is not None and _banks_show(linked) else End.NO_FILE
    latest = entry.day + _ARRIVES_WITHIN
    if any(start <= latest and end >= latest for start, end in spans):
        return End.UNMATCHED
    if any(start <= latest and end >= entry.day - _ENDS_SHORTLY_BEFORE for start, end in spans):
        return End.TRANSIT
    if latest > tax_year_period(tax_year_of(entry.day)).end:
        # The credit may fall into the next tax year, and the bank's file does not say.
        return End.TRANSIT
    return End.NO_FILE
