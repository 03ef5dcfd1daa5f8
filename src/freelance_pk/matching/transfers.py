"""Own transfers, hop by hop: a withdrawal here is a deposit there.

Strongest evidence first: a far side printed on either row; the same currency with a known fee
between accounts that name each other; the day's rate band. Each tier is solved as one assignment.
A pair on amount and date alone, between rows that name nobody, is a question.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.assignment import assign
from freelance_pk.matching.candidates import Candidates
from freelance_pk.matching.tiers import Margins, Mid, Names, Tier, lag, name_each_other, tiers
from freelance_pk.model.entry import Account, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import PKR


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

    def knows(out: int, number: int) -> bool:
        return name_each_other(entries[out], arrivals[number], accounts, institutions)

    def edges_of(tier: Tier) -> dict[tuple[int, int], int]:
        free = Candidates(arrivals, free_arrivals)
        return {
            (out, number): cost
            for out in free_outs
            for number in tier.find(entries[out], free)
            if arrivals[number].account != entries[out].account
            and (cost := tier.cost(entries[out], arrivals[number])) is not None
            and (tier.names is not Names.NEEDED or knows(out, number))
        }

    margins = Margins(mid)
    for tier in tiers(margins, bank_rates) if arrivals else ():
        edges = edges_of(tier)
        if tier.unrivalled:
            edges = _unrivalled(edges)
        if tier.names is Names.PREFERRED:
            edges = _prefer(edges, knows)
        for out, number in assign(edges).items():
            pairs.append(Pair(out, number, tier.rule))
            margins.learn(entries[out], arrivals[number])
            free_outs.discard(out)
            free_arrivals.discard(number)
    free = Candidates(arrivals, free_arrivals)
    alike = {
        (out, number): lag(entries[out], arrivals[number])
        for out in free_outs
        if entries[out].currency != PKR
        for number in free.of_net_between(
            entries[out].currency, -entries[out].amount, -entries[out].amount, entries[out].day, 5
        )
        if arrivals[number].account != entries[out].account
    }
    questions = [Pair(out, number, "amount and date alone") for out, number in assign(alike).items()]
    return Pairing(tuple(sorted(pairs, key=lambda pair: pair.out)), tuple(questions))


def _rivals(edges: Mapping[tuple[int, int], int]) -> tuple[Counter[int], Counter[int]]:
    """Count the candidates of every withdrawal and of every arrival."""
    return Counter(out for out, _ in edges), Counter(number for _, number in edges)


def _unrivalled(edges: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Keep the pairs whose two sides have no other candidate: nothing else explains them."""
    outs, numbers = _rivals(edges)
    return {(out, number): cost for (out, number), cost in edges.items() if outs[out] == numbers[number] == 1}


def _prefer(
    edges: Mapping[tuple[int, int], int], knows: Callable[[int, int], bool]
) -> dict[tuple[int, int], int]:
    """Make a pair a little dearer that has rivals and does not name each other's account."""
    outs, numbers = _rivals(edges)
    return {
        (out, number): cost + (1 if (outs[out] > 1 or numbers[number] > 1) and not knows(out, number) else 0)
        for (out, number), cost in edges.items()
    }
