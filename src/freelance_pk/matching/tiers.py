"""The evidence that makes a withdrawal and a credit one transfer, strongest first, and what a pair costs under it."""

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from freelance_pk.law.credit_words import explanation
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.candidates import Candidates
from freelance_pk.model.entry import Account, AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import PKR, RUPEE

Mid = Callable[[str, date], Decimal | None]
_Cost = Callable[[Entry, Arrival], int | None]

# Fees seen between a platform and a wallet, in the currency of the transfer: Upwork to a local bank
# 0.99, to a wallet 1 to 3; or one per cent for receiving.
_FLAT_FEES = (Decimal(0), Decimal("0.99"), Decimal(1), Decimal(2), Decimal(3))
_RECEIVING_FEE = Decimal("0.01")
_CENT = Decimal("0.01")
# Rupees received against the State Bank's mid: wallets take up to a tenth, and none gives more than 1 % above.
BAND = (Decimal("0.90"), Decimal("1.01"))
_USUAL = Decimal("0.985")
# Of rupees that a wallet prints, a bank may take its charges and the tax first.
_LEAST_OF_FAR = Decimal("0.97")
# What a wire may cost: named accounts pair with any fee up to here.
_WIRE_FEE = Decimal(50)
_NAMED_FEE = Decimal("0.05")
# Days under way: wallets take some business days; a platform that pays a bank itself up to seven, with two weekends.
_WITHIN, _DIRECTLY_WITHIN = 5, 12
# Days in which the buyer's rupees show on the statement.
_BUYER_PAYS = 3
# A day apart costs as much as a fee of USD 20, or as 0.3 % of rate deviation, squared.
_FEE_PER_LAG = 500
_RATE_PER_LAG = 2_500_000


class Names(Enum):
    """What it means under a rule that two rows name each other's account."""

    NOTHING = 0
    PREFERRED = 1  # of two candidates alike, the one that is named
    NEEDED = 2


class Tier(NamedTuple):
    """One rule.

    Attributes:
        rule: its name, as reports print it.
        find: numbers of the arrivals that could be a withdrawal's under it.
        cost: what a pair costs, None where the evidence does not hold.
        names: whether the rows must name each other.
        unrivalled: whether a second candidate on either side forbids the pair.
        by_rate: whether what a pair costs rests on what its wallet usually pays.
        sales: whether it also tells the price of an asset that was sold.
    """

    rule: str
    find: Callable[[Entry, Candidates], list[int]]
    cost: Callable[[Entry, Arrival], int | None]
    names: Names
    unrivalled: bool = False
    by_rate: bool = False
    sales: bool = False


def tiers(margins: "Margins", bank_rates: tuple[Decimal, ...], explained: "Explained") -> tuple[Tier, ...]:
    """Return the rules, strongest evidence first."""

    def far_side(out: Entry, arrival: Arrival) -> int | None:
        if out.kind is Kind.TRADE:
            return None if explained.by_sender(arrival) else _price_cost(out, arrival)
        if _is_printed_by_credit(out, arrival) and explained.by_its_payer(out, arrival):
            return None
        return _far_side_cost(out, arrival, bank_rates)

    def of_another(out: Entry, arrival: Arrival) -> int | None:
        return None if out.kind is Kind.TRADE else _far_side_cost(out, arrival, bank_rates)

    def within(out: Entry, free: Candidates) -> list[int]:
        return _far_sides(out, free, bank_rates, max(10, margins.within(out)))

    def paid_by(cost: _Cost) -> _Cost:
        """What a wallet says that a client paid is not what another account sent, though it was told to go there."""
        return lambda out, arrival: (
            None
            if arrival.kind is AccountKind.WALLET and explained.by_its_payer(out, arrival)
            else cost(out, arrival)
        )

    def foreign(out: Entry, arrival: Arrival) -> int | None:
        cost = margins.cost(out, arrival) if arrival.remittance else None
        if cost is None or explained.by_another(out, arrival):
            return None
        return None if arrival.far_amount is not None and explained.by_its_payer(out, arrival) else cost

    def plain(out: Entry, arrival: Arrival) -> int | None:
        cost = margins.cost(out, arrival)
        return None if cost is None or explained.at_all(out, arrival) else cost

    return (
        # Two accounts may receive the same amount on one day: the one that the row names is the one.
        Tier("far side", within, far_side, Names.PREFERRED, sales=True),
        Tier("same currency, known fee", _with_known_fee, paid_by(_same_currency_cost), Names.NEEDED),
        Tier("same currency, named payer", _with_any_fee, paid_by(_named_cost), Names.NEEDED),
        Tier("rate of the day", margins.candidates, foreign, Names.NOTHING, by_rate=True),
        # A credit that does not look foreign: only after every credit that does has found its place.
        Tier("rate of the day, named account", margins.candidates, plain, Names.NEEDED, unrivalled=True),
        # Clients wire round sums, too: a credit that prints the amount and a payer of its own comes last.
        Tier("far side, another payer", within, of_another, Names.NOTHING, unrivalled=True),
    )


def lag(out: Entry, arrival: Arrival) -> int:
    """Weigh the days between: growing faster than they do, so that who left first arrives first."""
    days = (arrival.day - out.day).days
    return 4 * days * days if days >= 0 else 6


def _far_sides(out: Entry, free: Candidates, bank_rates: tuple[Decimal, ...], within: int) -> list[int]:
    found = free.of_foreign_side(out.currency, -out.amount, out.day, within)
    if out.far_amount is not None:
        amounts = [out.far_amount]
        if out.far_currency == PKR:
            amounts += [out.far_amount - out.far_amount * rate for rate in bank_rates]
        found += free.of_amounts(out.far_currency, amounts, out.day, within)
    return found


def _is_printed_by_credit(out: Entry, arrival: Arrival) -> bool:
    return arrival.far_amount is not None and not (
        out.far_amount is not None and out.far_currency == arrival.currency
    )


def _far_side_cost(out: Entry, arrival: Arrival, bank_rates: tuple[Decimal, ...]) -> int | None:
    """Exact far side, printed on the withdrawal (what arrives) or on the credit (what left)."""
    weight = 10 * lag(out, arrival)
    if out.far_amount is not None and out.far_currency == arrival.currency:
        slack = RUPEE if arrival.currency == PKR else _CENT
        if abs(out.far_amount - arrival.net) < slack or abs(out.far_amount - arrival.gross) < slack:
            return weight
        if arrival.currency == PKR and not arrival.gross_by and arrival.kind is AccountKind.BANK:
            # The wallet prints the gross and the bank credits it less the tax it took, to the rupee, under any name.
            for rate in bank_rates:
                if abs(out.far_amount - out.far_amount * rate - arrival.net) < slack:
                    return 10_000 + weight
        return None
    if arrival.far_amount is not None and arrival.far_currency == out.currency:
        miss = -out.amount - arrival.far_amount
        if abs(miss) < _CENT:
            return weight
    return None


def _price_cost(sale: Entry, arrival: Arrival) -> int | None:
    """Rupees of an asset sold, to the paisa: the buyer pays from a bank in Pakistan, within the hour or the weekend."""
    if arrival.kind is not AccountKind.BANK or arrival.far_amount is not None:
        return None
    if arrival.currency != sale.far_currency or arrival.net != sale.far_amount:
        return None
    if arrival.remittance and arrival.gross_by != "typed":
        return None  # by the bank's word or paper from abroad; who types a list has one word for all that arrived
    return 10 * lag(sale, arrival) if (arrival.day - sale.day).days <= _BUYER_PAYS else None


def _with_known_fee(out: Entry, free: Candidates) -> list[int]:
    sent = -out.amount
    return free.of_amounts(
        out.currency, [sent - fee for fee in (*_FLAT_FEES, sent * _RECEIVING_FEE)], out.day, 5
    )


def _same_currency_cost(out: Entry, arrival: Arrival) -> int | None:
    if arrival.currency != out.currency:
        return None
    sent = -out.amount
    miss = sent - arrival.net
    fees = (*_FLAT_FEES, sent * _RECEIVING_FEE)
    if not any(abs(miss - fee) < _CENT for fee in fees):
        return None
    return lag(out, arrival) * _FEE_PER_LAG + int(abs(miss) * 100)


def _with_any_fee(out: Entry, free: Candidates) -> list[int]:
    sent = -out.amount
    return free.of_net_between(out.currency, sent - most_fee(sent), sent, out.day, 5)


def most_fee(sent: Decimal) -> Decimal:
    """Return the most that can have been taken on the way between accounts that name each other."""
    return max(_WIRE_FEE, sent * _NAMED_FEE)


def _named_cost(out: Entry, arrival: Arrival) -> int | None:
    if arrival.currency != out.currency:
        return None
    miss = -out.amount - arrival.net
    if not 0 <= miss <= most_fee(-out.amount):
        return None
    return lag(out, arrival) * _FEE_PER_LAG + int(miss * 100)


def _printed_otherwise(out: Entry, arrival: Arrival) -> bool:
    """Say whether a row prints another far side than this: other rupees, less what a bank may take; other dollars."""
    if out.far_amount is not None and out.far_currency == arrival.currency:
        return not out.far_amount * _LEAST_OF_FAR <= arrival.gross <= out.far_amount + RUPEE
    if arrival.far_amount is not None:
        sent = -out.amount
        return arrival.far_currency != out.currency or not 0 <= sent - arrival.far_amount <= most_fee(sent)
    return False


class Patience:
    """How many days the money of a withdrawal may be under way."""

    def __init__(self, accounts: Mapping[str, Account], institutions: Mapping[str, Institution]) -> None:
        self._platforms = {name for name, account in accounts.items() if account.kind is AccountKind.PLATFORM}
        wallets = (each for each in institutions.values() if each.kind is AccountKind.WALLET)
        self._wallets = tuple(alias for each in wallets for alias in each.aliases)

    def days(self, out: Entry) -> int:
        """Return them: more where a platform pays a bank itself, and no wallet is named."""
        if out.account not in self._platforms:
            return _WITHIN
        return _WITHIN if calls(f"{out.counterparty} {out.text}", self._wallets) else _DIRECTLY_WITHIN


class Margins:
    """What a wallet pays against the State Bank's rate: learnt from the pairs that are certain."""

    def __init__(self, mid: Mid, within: Callable[[Entry], int]) -> None:
        self._mid = mid
        self.within = within
        self._seen: dict[tuple[str, str], list[Decimal]] = defaultdict(list)

    def candidates(self, out: Entry, free: Candidates) -> list[int]:
        """List the rupee credits inside the band around a foreign withdrawal's value."""
        rate = self._mid(out.currency, out.day) if out.currency != PKR else None
        if rate is None:
            return []
        value = -out.amount * rate
        return free.of_gross_between(PKR, value * BAND[0], value * BAND[1], out.day, self.within(out))

    def cost(self, out: Entry, arrival: Arrival) -> int | None:
        """Return what a pair costs by its rate and days, None outside the band."""
        ratio = self.ratio(out, arrival)
        if ratio is None or not BAND[0] <= ratio <= BAND[1] or _printed_otherwise(out, arrival):
            return None
        # Squared, so that two pairs at one rate beat two pairs at rates apart with the same sum; in millionths,
        # so that two pairs cost the same only where nothing tells them apart.
        apart = int(abs(ratio - self._usual(out, arrival)) * 1_000_000)
        return apart**2 + lag(out, arrival) * _RATE_PER_LAG

    def ratio(self, out: Entry, arrival: Arrival) -> Decimal | None:
        """Return rupees received for each rupee of the State Bank's value; None where that is not known."""
        if arrival.currency != PKR or out.currency == PKR or arrival.kind is not AccountKind.BANK:
            return None
        rate = self._mid(out.currency, out.day)
        return None if rate is None else arrival.gross / (-out.amount * rate)

    def learn(self, out: Entry, arrival: Arrival) -> None:
        """Remember a pair's ratio."""
        ratio = self.ratio(out, arrival)
        if ratio is not None:
            insort(self._seen[out.account, arrival.account], ratio)

    def _usual(self, out: Entry, arrival: Arrival) -> Decimal:
        """Return the middle of the ratios seen between two accounts, or what is usual anywhere."""
        seen = self._seen.get((out.account, arrival.account))
        return seen[len(seen) // 2] if seen else _USUAL


class Explained:
    """What a credit's own words say that it is: then its rupees and its day alone make it no transfer."""

    def __init__(self, accounts: Mapping[str, Account], institutions: Mapping[str, Institution]) -> None:
        self._accounts = accounts
        self._institutions = institutions
        self._senders = [
            each for each in institutions.values() if each.aliases and each.kind in (None, AccountKind.WALLET)
        ]
        self._platforms = [
            each for each in institutions.values() if each.aliases and each.kind is AccountKind.PLATFORM
        ]
        self._named: dict[str, tuple[Institution, ...]] = {}

    def by_another(self, out: Entry, arrival: Arrival) -> bool:
        """Say whether a remittance company sent it, or a wallet other than the one the money left."""
        account = self._accounts[out.account]
        return any(
            each.kind is None or (account.kind is AccountKind.WALLET and each.id != account.institution)
            for each in self._named_by(arrival)
        )

    def by_sender(self, arrival: Arrival) -> bool:
        """Say whether a remittance company, a wallet or a platform is named at all."""
        return bool(self._named_by(arrival)) or any(names(arrival.text, each) for each in self._platforms)

    def by_its_payer(self, out: Entry, arrival: Arrival) -> bool:
        """Say whether the credit prints a payer, and it is not the account that the money left."""
        sender = self._institutions.get(self._accounts[out.account].institution)
        if sender is None or not sender.aliases or not arrival.payer:
            return False
        return not names(arrival.text, sender)

    def at_all(self, out: Entry, arrival: Arrival) -> bool:
        """Say the same, or that it is from a private person, cash, a loan: unless it names the sender."""
        sender = self._institutions.get(self._accounts[out.account].institution)
        if sender is not None and names(arrival.text, sender):
            return False
        return bool(explanation(arrival.text)) or self.by_another(out, arrival)

    def _named_by(self, arrival: Arrival) -> tuple[Institution, ...]:
        named = self._named.get(arrival.text)
        if named is None:
            named = tuple(each for each in self._senders if names(arrival.text, each))
            self._named[arrival.text] = named
        return named


def name_each_other(
    out: Entry, arrival: Arrival, accounts: Mapping[str, Account], institutions: Mapping[str, Institution]
) -> bool:
    """Say whether the credit names the account it left, or the withdrawal the account it goes to."""
    sender = institutions.get(accounts[out.account].institution)
    if sender is not None and names(arrival.text, sender):
        return True
    account = accounts.get(arrival.account)
    if account is None:
        return False
    receiver = institutions.get(account.institution)
    text = f"{out.counterparty} {out.text}"
    if receiver is not None and names(text, receiver):
        return True
    tail = out.tail[-4:]
    return len(tail) == 4 and account.name.endswith(tail)


def names(text: str, institution: Institution) -> bool:
    """Say whether a row's text calls an institution by one of its names."""
    return calls(text, institution.aliases)


@lru_cache(maxsize=4096)
def calls(text: str, aliases: tuple[str, ...]) -> bool:
    """Say whether a text has any of some names; the texts of many rows are the same."""
    return pattern_of(aliases).search(text) is not None


@lru_cache(maxsize=512)
def pattern_of(aliases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of some names as words of their own."""
    words = "|".join(re.escape(alias) for alias in sorted(aliases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)", re.IGNORECASE)
