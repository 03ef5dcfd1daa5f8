"""Own transfers, hop by hop: a withdrawal here is a deposit there.

Strongest evidence first: a far side printed on either row; the same currency with a known fee
between accounts that name each other; the day's rate band. Each tier is solved as one assignment.
A pair on amount and date alone, between rows that name nobody, is a question.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.assignment import Solved, assign, solve
from freelance_pk.matching.candidates import Candidates
from freelance_pk.matching.routes import Routes
from freelance_pk.matching.tiers import (
    Explained,
    Margins,
    Mid,
    Names,
    Patience,
    Tier,
    lag,
    name_each_other,
    tiers,
)
from freelance_pk.model.entry import Account, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import PKR


class Pair(NamedTuple):
    """A withdrawal (position in the entries) and its arrival (number in the arrivals), with the rule."""

    out: int
    arrival: int
    rule: str


class Pairing(NamedTuple):
    """What was found.

    Attributes:
        pairs: transfers.
        questions: pairs that only amount and date speak for.
        rivals: arrivals of equal claim to a withdrawal, by its position; the first is the one that the
            lowest numbers would give.
    """

    pairs: tuple[Pair, ...]
    questions: tuple[Pair, ...]
    rivals: dict[int, tuple[int, ...]]


def reversed_withdrawals(
    withdrawals: Iterable[int],
    entries: Sequence[Entry],
    arrived: Callable[[Entry], int],
    spoken_for: Container[int] = (),
) -> dict[int, int]:
    """Pair each withdrawal that came back with its reversal, both ways, inside one account.

    Args:
        withdrawals: their positions, those that came back among them, in order.
        entries: merged entries.
        arrived: says how weak the best evidence of a withdrawal's arrival is; of several alike, the one with the
            weakest is the one that came back, and of those the latest.
        spoken_for: positions of withdrawals that did not come back.
    """
    waiting: dict[tuple[str, str, Decimal], list[int]] = defaultdict(list)
    reversed_: dict[int, int] = {}
    for position in withdrawals:
        entry = entries[position]
        if entry.amount < 0:
            if position not in spoken_for:
                waiting[entry.account, entry.currency, -entry.amount].append(position)
            continue
        earlier = waiting.get((entry.account, entry.currency, entry.amount))
        if earlier:
            # What came back from an account had gone there, where the rows print its last digits.
            there = [each for each in earlier if entries[each].tail == entry.tail] or earlier
            gone = (
                there[0] if len(there) == 1 else max(there, key=lambda each: (arrived(entries[each]), each))
            )
            earlier.remove(gone)
            reversed_[gone], reversed_[position] = position, gone
    return reversed_


class Sides(NamedTuple):
    """Both sides of every possible transfer, and what names and rates say of them.

    Attributes:
        entries: merged entries.
        arrivals: credits and lone certificates.
        free: numbers of the arrivals that may be a transfer's.
        accounts: by name.
        institutions: by id; their aliases are how rows name each other.
        mid: the State Bank's rate of a day, None if there is none.
        bank_rates: rates at which banks deduct from export proceeds.
        answered: numbers of the arrivals that the user called an export receipt or a payout: no price of an asset.
    """

    entries: Sequence[Entry]
    arrivals: Sequence[Arrival]
    free: Sequence[int]
    accounts: Mapping[str, Account]
    institutions: Mapping[str, Institution]
    mid: Mid
    bank_rates: tuple[Decimal, ...]
    answered: frozenset[int] = frozenset()

    def routes(self) -> Routes:
        """Return what the rows' own words leave open."""
        return Routes(self.accounts, self.institutions)

    def knows(self, out: int, number: int) -> bool:
        """Say whether the rows name each other's account."""
        return name_each_other(self.entries[out], self.arrivals[number], self.accounts, self.institutions)


def pair_transfers(sides: Sides, withdrawals: Sequence[int]) -> Pairing:
    """Pair withdrawals (positions of those that were not reversed) with arrivals in other accounts, one to one."""
    entries, arrivals = sides.entries, sides.arrivals
    pairs: list[Pair] = []
    rivals: dict[int, tuple[int, ...]] = {}
    outs, free, routes = set(withdrawals), set(sides.free), sides.routes()
    margins = Margins(sides.mid, Patience(sides.accounts, sides.institutions).days)
    for tier in (
        tiers(margins, sides.bank_rates, Explained(sides.accounts, sides.institutions)) if free else ()
    ):
        edges = _edges(tier, sides, routes, outs, free)
        if tier.by_rate:
            edges = _by_learnt_rates(edges, tier, margins, sides)
        solved = solve(edges)
        undecided = _undecided(solved, sides)
        for out, number in solved.pairs.items():
            if out not in undecided:
                pairs.append(Pair(out, number, tier.rule))
                margins.learn(entries[out], arrivals[number])
            outs.discard(out)
            free.discard(number)
        for out, numbers in undecided.items():
            outs.discard(out)
            free.difference_update(numbers)
        rivals |= undecided
    alike = _alike(sides, routes, outs, free) if free else {}
    questions = [Pair(out, number, "amount and date alone") for out, number in assign(alike).items()]
    return Pairing(tuple(pairs), tuple(questions), rivals)


def arrival_seen(sides: Sides) -> Callable[[Entry], int]:
    """Return a measure of what among the free arrivals fits a withdrawal: the number of the first rule, or of none."""
    candidates, routes = Candidates(sides.arrivals, sides.free), sides.routes()
    margins = Margins(sides.mid, Patience(sides.accounts, sides.institutions).days)
    rules = tiers(margins, sides.bank_rates, Explained(sides.accounts, sides.institutions))

    def fits(rule: Tier, out: Entry) -> bool:
        return any(
            sides.arrivals[number].account != out.account
            and routes.open(out, sides.arrivals[number])
            and rule.cost(out, sides.arrivals[number]) is not None
            for number in rule.find(out, candidates)
        )

    def seen(out: Entry) -> int:
        return next((number for number, rule in enumerate(rules) if fits(rule, out)), len(rules))

    return seen


def _edges(
    tier: Tier, sides: Sides, routes: Routes, outs: set[int], free: set[int]
) -> dict[tuple[int, int], int]:
    entries, arrivals = sides.entries, sides.arrivals
    candidates = Candidates(arrivals, free)
    edges = {
        (out, number): cost
        for out in outs
        for number in tier.find(entries[out], candidates)
        if arrivals[number].account != entries[out].account
        and (entries[out].kind is not Kind.TRADE or (tier.sales and number not in sides.answered))
        and (cost := tier.cost(entries[out], arrivals[number])) is not None
        and routes.open(entries[out], arrivals[number])
        and (tier.names is not Names.NEEDED or sides.knows(out, number))
    }
    if tier.unrivalled:
        edges = _unrivalled(edges)
    return _prefer(edges, sides.knows) if tier.names is Names.PREFERRED else edges


def _by_learnt_rates(
    edges: Mapping[tuple[int, int], int], tier: Tier, margins: Margins, sides: Sides
) -> dict[tuple[int, int], int]:
    """Let the pairs that nothing contests say what each wallet pays, and weigh the contested ones by that."""
    entries, arrivals = sides.entries, sides.arrivals
    for out, number in _unrivalled(edges):
        margins.learn(entries[out], arrivals[number])
    weighed = {pair: tier.cost(entries[pair[0]], arrivals[pair[1]]) for pair in edges}
    return {pair: cost for pair, cost in weighed.items() if cost is not None}


def _undecided(solved: Solved, sides: Sides) -> dict[int, tuple[int, ...]]:
    """Find the withdrawals whose arrival is one of several with equal claim, where it matters which.

    Rows that differ in nothing that counts may be exchanged; and who stays alone is told by its rival.
    """
    undecided: dict[int, list[int]] = {}
    for out, others in sorted(solved.rivals.items()):
        mine = solved.pairs.get(out)
        for number, (loser, ring) in sorted(others.items()):
            if number < 0 or _all_one(out, loser, mine, number, sides, ring=ring):
                continue
            for each in (out, loser):
                if each is not None:
                    paired = solved.pairs.get(each)
                    undecided.setdefault(each, [] if paired is None else [paired])
            if number not in undecided[out]:
                undecided[out].append(number)
    return {out: tuple(numbers) for out, numbers in undecided.items()}


def _all_one(out: int, loser: int | None, mine: int | None, number: int, sides: Sides, *, ring: bool) -> bool:
    """Say whether no figure changes with the exchange.

    Rows that differ in nothing that counts are one as good as the other, and so are two sales: the credit is the
    price of either. Where all keep a partner, it is enough that they left one account on one day and came into
    one account on one day.
    """
    entries, arrivals = sides.entries, sides.arrivals
    if loser is not None and entries[out].kind is entries[loser].kind is Kind.TRADE:
        return True
    plain = mine is not None and not (arrivals[mine].remittance or arrivals[number].remittance)
    if loser is None and entries[out].kind is Kind.TRADE and plain:
        return True  # what no bank or list calls a receipt is none either way
    left = entries[out], None if loser is None else entries[loser]
    came = None if mine is None else arrivals[mine], arrivals[number]
    same_out = left[1] is not None and _place_of_out(left[0]) == _place_of_out(left[1])
    same_arrival = came[0] is not None and _place_of_arrival(came[0]) == _place_of_arrival(came[1])
    if ring and same_out and same_arrival:
        return True
    if left[1] is not None and same_out and _amounts_of_out(left[0]) == _amounts_of_out(left[1]):
        return True
    return (
        came[0] is not None and same_arrival and _amounts_of_arrival(came[0]) == _amounts_of_arrival(came[1])
    )


def _place_of_out(out: Entry) -> tuple[object, ...]:
    return out.account, out.day, out.currency


def _amounts_of_out(out: Entry) -> tuple[object, ...]:
    return out.amount, out.far_amount, out.far_currency


def _place_of_arrival(arrival: Arrival) -> tuple[object, ...]:
    return arrival.account, arrival.day, arrival.currency


def _amounts_of_arrival(arrival: Arrival) -> tuple[object, ...]:
    return arrival.gross, arrival.tax, arrival.net


def _alike(sides: Sides, routes: Routes, outs: set[int], free: set[int]) -> dict[tuple[int, int], int]:
    """Find foreign amounts that left one account and came into another within days."""
    candidates = Candidates(sides.arrivals, free)
    edges: dict[tuple[int, int], int] = {}
    for out in outs:
        entry = sides.entries[out]
        if entry.currency == PKR or entry.kind is Kind.TRADE:
            continue
        sent = -entry.amount
        for number in candidates.of_net_between(entry.currency, sent, sent, entry.day, 5):
            arrival = sides.arrivals[number]
            if arrival.account != entry.account and routes.open(entry, arrival):
                edges[out, number] = lag(entry, sides.arrivals[number])
    return edges


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
