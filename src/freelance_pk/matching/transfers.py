"""Own transfers, hop by hop: a withdrawal here is a deposit there.

Strongest evidence first: a far side printed on either row; the same currency with a known fee
between accounts that name each other; the day's rate band. Each tier is solved as one assignment.
A pair on amount and date alone, between rows that name nobody, is a question.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.assignment import assign
from freelance_pk.model.entry import Account, AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import PKR, RUPEE

Mid = Callable[[str, date], Decimal | None]

# Fees seen between a platform and a wallet, in the currency of the transfer: Upwork to a local bank
# 0.99, to a wallet 1 to 3; or one per cent for receiving.
_FLAT_FEES = (Decimal(0), Decimal("0.99"), Decimal(1), Decimal(2), Decimal(3))
_RECEIVING_FEE = Decimal("0.01")
_CENT = Decimal("0.01")
# Rupees received against the State Bank's mid: wallets take up to a tenth, and none gives more than 1 % above.
_BAND = (Decimal("0.90"), Decimal("1.01"))
_USUAL = Decimal("0.985")
_PER_DAY = 2_000  # a day apart costs as much as 0.45 % of rate deviation, squared
# What a wire may cost: named accounts pair with any fee up to here.
_WIRE_FEE = Decimal(50)
_NAMED_FEE = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Pair:
    """A withdrawal (position in the entries) and its arrival (number in the arrivals), with the rule."""

    out: int
    arrival: int
    rule: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs found, and pairs that only amount and date speak for."""

    pairs: tuple[Pair, ...]
    questions: tuple[Pair, ...]


def reversed_withdrawals(entries: Sequence[Entry]) -> dict[int, int]:
    """Pair each withdrawal that came back with its reversal, both ways, inside one account."""
    waiting: dict[tuple[str, str, Decimal], list[int]] = defaultdict(list)
    reversed_: dict[int, int] = {}
    for position, entry in enumerate(entries):
        if entry.kind is not Kind.WITHDRAWAL:
            continue
        if entry.amount < 0:
            waiting[entry.account, entry.currency, -entry.amount].append(position)
            continue
        earlier = waiting.get((entry.account, entry.currency, entry.amount))
        if earlier:
            gone = earlier.pop()
            reversed_[gone], reversed_[position] = position, gone
    return reversed_


def pair_transfers(
    entries: Sequence[Entry],
    outs: Sequence[int],
    arrivals: Sequence[Arrival],
    accounts: Mapping[str, Account],
    institutions: Mapping[str, Institution],
    mid: Mid,
    bank_rates: tuple[Decimal, ...],
) -> Pairing:
    """Pair withdrawals with arrivals in other accounts, one to one.

    Args:
        entries: merged entries.
        outs: positions of withdrawals that were not reversed.
        arrivals: credits and lone certificates.
        accounts: by name.
        institutions: by id; their aliases are how rows name each other.
        mid: the State Bank's rate of a day, None if there is none.
        bank_rates: rates at which banks deduct from export proceeds.
    """
    pairs: list[Pair] = []
    free_outs, free_arrivals = set(outs), set(range(len(arrivals)))
    by_day: dict[date, list[int]] = defaultdict(list)
    for number, arrival in enumerate(arrivals):
        by_day[arrival.day].append(number)

    def knows(out: Entry, arrival: Arrival) -> bool:
        return _name_each_other(out, arrival, accounts, institutions)

    margins = _Margins(mid)
    for tier in _tiers(knows, margins, bank_rates) if arrivals else ():
        edges = {
            (out, number): cost
            for out in free_outs
            for number in _window(by_day, entries[out].day, tier.last_day)
            if number in free_arrivals
            and arrivals[number].account != entries[out].account
            and (cost := tier.cost(entries[out], arrivals[number])) is not None
        }
        for out, number in assign(_unrivalled(edges) if tier.unrivalled else edges).items():
            pairs.append(Pair(out, number, tier.rule))
            margins.learn(entries[out], arrivals[number])
            free_outs.discard(out)
            free_arrivals.discard(number)
    alike = {
        (out, number): abs((arrivals[number].day - entries[out].day).days)
        for out in free_outs
        for number in _window(by_day, entries[out].day, 5)
        if number in free_arrivals
        and arrivals[number].account != entries[out].account
        and arrivals[number].currency == entries[out].currency != PKR
        and arrivals[number].net == -entries[out].amount
    }
    questions = [Pair(out, number, "amount and date alone") for out, number in assign(alike).items()]
    return Pairing(tuple(sorted(pairs, key=lambda pair: pair.out)), tuple(questions))


class _Tier(NamedTuple):
    """One rule: what a pair costs under it, how many days it looks ahead, whether a rival forbids it."""

    rule: str
    cost: Callable[[Entry, Arrival], int | None]
    last_day: int
    unrivalled: bool = False


def _tiers(
    knows: Callable[[Entry, Arrival], bool], margins: "_Margins", bank_rates: tuple[Decimal, ...]
) -> tuple[_Tier, ...]:
    """Return the rules, strongest evidence first."""
    return (
        _Tier("far side", lambda out, arrival: _far_side_cost(out, arrival, bank_rates), 10),
        _Tier(
            "same currency, known fee",
            lambda out, arrival: _same_currency_cost(out, arrival) if knows(out, arrival) else None,
            5,
        ),
        _Tier(
            "same currency, named payer",
            lambda out, arrival: _named_cost(out, arrival) if knows(out, arrival) else None,
            5,
        ),
        _Tier(
            "rate of the day",
            lambda out, arrival: _band_cost(out, arrival, margins) if arrival.remittance else None,
            5,
        ),
        # A credit that does not look foreign: only after every credit that does has found its place.
        _Tier(
            "rate of the day, named account",
            lambda out, arrival: _band_cost(out, arrival, margins) if knows(out, arrival) else None,
            5,
            unrivalled=True,
        ),
    )


def _unrivalled(edges: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Keep the pairs whose two sides have no other candidate: nothing else explains them."""
    outs, numbers = Counter(out for out, _ in edges), Counter(number for _, number in edges)
    return {(out, number): cost for (out, number), cost in edges.items() if outs[out] == numbers[number] == 1}


def _window(by_day: Mapping[date, list[int]], left: date, last_day: int) -> Iterator[int]:
    # Platforms date in UTC and banks in Pakistan: money may seem to arrive a day before it left.
    for apart in range(-1, last_day + 1):
        yield from by_day.get(left + timedelta(days=apart), ())


def _far_side_cost(out: Entry, arrival: Arrival, bank_rates: tuple[Decimal, ...]) -> int | None:
    """Exact far side, printed on the withdrawal (what arrives) or on the credit (what left)."""
    days = abs((arrival.day - out.day).days)
    if out.far_amount is not None and out.far_currency == arrival.currency:
        slack = RUPEE if arrival.currency == PKR else _CENT
        if abs(out.far_amount - arrival.net) < slack or abs(out.far_amount - arrival.gross) < slack:
            return days
        if arrival.currency == PKR and not arrival.gross_by and arrival.remittance:
            # The wallet prints the gross and the bank credits it less the tax it took.
            for rate in bank_rates:
                if abs(out.far_amount - out.far_amount * rate - arrival.net) < slack:
                    return 100 + days
        return None
    if arrival.far_amount is not None and arrival.far_currency == out.currency:
        miss = -out.amount - arrival.far_amount
        if abs(miss) < _CENT:
            return days
    return None


def _same_currency_cost(out: Entry, arrival: Arrival) -> int | None:
    if arrival.currency != out.currency:
        return None
    sent = -out.amount
    miss = sent - arrival.net
    fees = (*_FLAT_FEES, sent * _RECEIVING_FEE)
    if not any(abs(miss - fee) < _CENT for fee in fees):
        return None
    return abs((arrival.day - out.day).days) * _PER_DAY + int(abs(miss) * 100)


def _named_cost(out: Entry, arrival: Arrival) -> int | None:
    if arrival.currency != out.currency:
        return None
    miss = -out.amount - arrival.net
    if not 0 <= miss <= max(_WIRE_FEE, -out.amount * _NAMED_FEE):
        return None
    return abs((arrival.day - out.day).days) * _PER_DAY + int(miss * 100)


class _Margins:
    """What a wallet pays against the State Bank's rate: learnt from the pairs that are certain."""

    def __init__(self, mid: Mid) -> None:
        self._mid = mid
        self._seen: dict[tuple[str, str], list[Decimal]] = defaultdict(list)

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
            self._seen[out.account, arrival.account].append(ratio)

    def usual(self, out: Entry, arrival: Arrival) -> Decimal:
        """Return the middle of the ratios seen between two accounts, or what is usual anywhere."""
        seen = sorted(self._seen.get((out.account, arrival.account), ()))
        return seen[len(seen) // 2] if seen else _USUAL


def _band_cost(out: Entry, arrival: Arrival, margins: _Margins) -> int | None:
    ratio = margins.ratio(out, arrival)
    if ratio is None or not _BAND[0] <= ratio <= _BAND[1]:
        return None
    # Squared, so that two pairs at one rate beat two pairs at rates apart with the same sum.
    apart = int(abs(ratio - margins.usual(out, arrival)) * 10_000)
    return apart**2 + abs((arrival.day - out.day).days) * _PER_DAY


def _name_each_other(
    out: Entry, arrival: Arrival, accounts: Mapping[str, Account], institutions: Mapping[str, Institution]
) -> bool:
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
    return _pattern(institution.aliases).search(text) is not None


@lru_cache(maxsize=512)
def _pattern(aliases: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(alias) for alias in sorted(aliases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)", re.IGNORECASE)
