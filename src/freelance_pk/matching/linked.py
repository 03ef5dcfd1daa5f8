"""Everything that belongs together, found in one pass over the merged entries."""

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.accounts import NamedAccounts, SetAside, settle_accounts
from freelance_pk.matching.arrivals import Arrival, find_arrivals
from freelance_pk.matching.children import find_parents
from freelance_pk.matching.columns import Columns, columns_of
from freelance_pk.matching.decisions import Decisions, Lost, decide
from freelance_pk.matching.identity import Identities
from freelance_pk.matching.merge import Merged
from freelance_pk.matching.settled import Settled, find_settled
from freelance_pk.matching.tiers import Mid, names
from freelance_pk.matching.transfers import Pair, Sides, arrival_seen, pair_transfers, reversed_withdrawals
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.profile import AccountRule
from freelance_pk.model.review import Answer, Answers

# A platform pays out what it earned up to so many days before.
_EARNED_BEFORE = timedelta(days=20)
YOUR_ANSWER = "your answer"


class Linked(NamedTuple):
    """The merged entries and their links, by position.

    Attributes:
        merged: all records, each once, but for accounts that are somebody else's.
        columns: of the entries.
        sales: of assets for money, by position: what the buyer paid is no export receipt, and nobody's withdrawal.
        parents: child to parent.
        reversed: withdrawals that came back, with their reversals, both ways.
        arrivals: credits and lone certificates, by day.
        pairs: transfers. One to one, unless the user named several rows of one.
        joined: those of them that the user named.
        pair_of_out: transfer by position of the withdrawal (its first arrival).
        pair_of_arrival: transfer by number of the arrival (its first withdrawal).
        questions: pairs on amount and date alone, left undecided.
        rivals: the arrivals of equal claim to a withdrawal, left undecided, by position.
        own_inflows: arrivals in a wallet that a platform of the user paid, though no withdrawal row
            fits, by number; the value is the platform's account.
        named: payments into a wallet from an account that the profile names, by number: whose it is, "self" or
            "other"; never income.
        sold: credits that are the price of an asset sold, by number; the value is the position of the sale.
        settled: lines of a platform that only take out sales which another account shows.
        contradicted: certificates that their bank's statement does not bear out.
        covers: first and last day of each file, per account.
        decisions: the user's answers, by position.
        set_aside: accounts of somebody else.
        ids: ids of the rows that can be asked about.
    """

    merged: Merged
    columns: Columns
    sales: tuple[int, ...]
    parents: dict[int, int]
    reversed: dict[int, int]
    arrivals: tuple[Arrival, ...]
    pairs: tuple[Pair, ...]
    joined: tuple[Pair, ...]
    pair_of_out: dict[int, Pair]
    pair_of_arrival: dict[int, Pair]
    questions: tuple[Pair, ...]
    rivals: dict[int, tuple[int, ...]]
    own_inflows: dict[int, str]
    named: dict[int, str]
    sold: dict[int, int]
    settled: tuple[Settled, ...]
    contradicted: tuple[int, ...]
    covers: dict[str, list[tuple[date, date]]]
    decisions: Decisions
    set_aside: tuple[SetAside, ...]
    ids: Identities

    def arrivals_of(self, out: int) -> tuple[int, ...]:
        """Return the numbers of the arrivals of a withdrawal: one, or as many as the user named."""
        pair = self.pair_of_out.get(out)
        if pair is None or pair.rule != YOUR_ANSWER:
            return () if pair is None else (pair.arrival,)
        return tuple(each.arrival for each in self.joined if each.out == out)

    def outs_of(self, number: int) -> tuple[int, ...]:
        """Return the positions of the withdrawals behind an arrival: one, or as many as the user named."""
        pair = self.pair_of_arrival.get(number)
        if pair is None or pair.rule != YOUR_ANSWER:
            return () if pair is None else (pair.out,)
        return tuple(each.out for each in self.joined if each.arrival == number)

    def covered(self, account: str, start: date, end: date) -> bool:
        """Say whether any file of the account has rows on both sides of, or inside, the span."""
        return any(first <= end and last >= start for first, last in self.covers.get(account, ()))


def link(
    read: Merged,
    institutions: Mapping[str, Institution],
    mid: Mid,
    bank_rates: tuple[Decimal, ...],
    answers: Answers | None = None,
    rules: Sequence[AccountRule] = (),
) -> Linked:
    """Find every link.

    Args:
        read: all records.
        institutions: by id; their aliases are how rows name each other.
        mid: the State Bank's rate of a day, None if there is none.
        bank_rates: rates at which banks deduct from export proceeds.
        answers: of the user.
        rules: the profile's accounts.
    """
    answers = answers or Answers()
    merged, set_aside = settle_accounts(read, rules, answers)
    ids = Identities(merged, institutions)
    decisions = decide(answers, merged, ids, read.accounts)
    covers: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for span in merged.coverage:
        covers[span.account].append((span.start, span.end))
    entries = merged.entries
    columns = columns_of(entries)
    parents = find_parents(entries, bank_rates, columns)
    arrivals, contradicted = find_arrivals(merged, columns, parents, covers, decisions)
    joined = _joined(decisions, arrivals)
    taken = {pair.arrival for pair in joined}
    free = [
        number
        for number, arrival in enumerate(arrivals)
        if number not in taken and _may_be_a_transfer(arrival, decisions)
    ]
    answered = frozenset(number for number in free if arrivals[number].entry in decisions.credits)
    sides = Sides(entries, arrivals, free, merged.accounts, institutions, mid, bank_rates, answered)
    withdrawals = columns.of(Kind.WITHDRAWAL)
    reversed_ = reversed_withdrawals(withdrawals, entries, arrival_seen(sides), {pair.out for pair in joined})
    lost = {position for position, answer in decisions.outs.items() if answer.answer != "transit"}
    spoken_for = lost | {pair.out for pair in joined} | reversed_.keys()
    outs = [
        position
        for position in withdrawals
        if entries[position].amount < 0
        and position not in spoken_for
        and merged.accounts[entries[position].account].kind is not AccountKind.BANK
    ]
    by_answer = {arrivals[pair.arrival].entry for pair in joined}
    settled = tuple(
        each
        for each in find_settled(entries, outs, parents, merged.accounts, institutions)
        if by_answer.isdisjoint(each.rows)
    )
    elsewhere = _settled_arrivals(settled, entries, arrivals)
    if settled:
        sides = sides._replace(free=[number for number in free if number not in elsewhere])
        outs = sorted({*outs} - {each.out for each in settled})
    sales = [position for position in columns.of(Kind.TRADE) if entries[position].amount < 0]
    found = pair_transfers(sides, [*outs, *sales])
    every = sorted((*found.pairs, *joined), key=lambda pair: (pair.out, pair.arrival))
    pairs = tuple(pair for pair in every if entries[pair.out].kind is not Kind.TRADE)
    pair_of_arrival = _first(pairs, lambda pair: pair.arrival)
    asked = {pair.arrival for pair in found.questions}
    asked |= {number for numbers in found.rivals.values() for number in numbers}
    own_inflows = _own_inflows(
        merged, arrivals, pair_of_arrival.keys() | asked, decisions, institutions, covers
    )
    own_inflows |= elsewhere
    explained = {*pair_of_arrival, *own_inflows, *asked}
    return Linked(
        merged=merged,
        columns=columns,
        sales=tuple(sales),
        parents=parents,
        reversed=reversed_,
        arrivals=tuple(arrivals),
        pairs=pairs,
        joined=tuple(joined),
        pair_of_out=_first(pairs, lambda pair: pair.out),
        pair_of_arrival=pair_of_arrival,
        questions=found.questions,
        rivals=found.rivals,
        own_inflows=own_inflows,
        named=_named(arrivals, explained, rules, institutions),
        sold={pair.arrival: pair.out for pair in every if entries[pair.out].kind is Kind.TRADE},
        settled=settled,
        contradicted=tuple(contradicted),
        covers=dict(covers),
        decisions=decisions,
        set_aside=set_aside,
        ids=ids,
    )


def _settled_arrivals(
    settled: Sequence[Settled], entries: Sequence[Entry], arrivals: Sequence[Arrival]
) -> dict[int, str]:
    """Return the payments into a wallet that are sales of a platform, by number; the value is the platform's account."""
    if not settled:
        return {}
    platform = {row: entries[each.out].account for each in settled for row in each.rows}
    return {
        number: platform[arrival.entry]
        for number, arrival in enumerate(arrivals)
        if arrival.entry is not None and arrival.entry in platform
    }


def payment_answer(arrival: Arrival, merged: Merged, decisions: Decisions) -> Answer | None:
    """Return what the user said of a payment into a wallet, by itself or with its payer."""
    if arrival.entry is None:
        return None
    answer = decisions.credits.get(arrival.entry)
    if answer is None and decisions.payers:
        entry = merged.entries[arrival.entry]
        answer = decisions.payers.get((entry.account, entry.counterparty))
    return answer


def _first(pairs: Sequence[Pair], side: Callable[[Pair], int]) -> dict[int, Pair]:
    found: dict[int, Pair] = {}
    for pair in pairs:
        found.setdefault(side(pair), pair)
    return found


def _may_be_a_transfer(arrival: Arrival, decisions: Decisions) -> bool:
    """An export receipt, and a platform's payout, may be the arrival of a withdrawal; what was answered otherwise not."""
    answer = decisions.credits.get(arrival.entry) if arrival.entry is not None else None
    return answer is None or answer.answer in ("export", "payout")


def _joined(decisions: Decisions, arrivals: Sequence[Arrival]) -> list[Pair]:
    """Return the transfers that the user named."""
    if not decisions.joins:
        return []
    by_entry = {arrival.entry: number for number, arrival in enumerate(arrivals)}
    by_certificate = {arrival.certificate: number for number, arrival in enumerate(arrivals)}
    pairs = []
    for join in decisions.joins:
        numbers = {by_entry[position] for position in join.credits}
        numbers |= {by_certificate[number] for number in join.certificates if number in by_certificate}
        pairs += [Pair(out, number, YOUR_ANSWER) for out in join.outs for number in sorted(numbers)]
    return pairs


def _named(
    arrivals: Sequence[Arrival],
    explained: Container[int],
    rules: Sequence[AccountRule],
    institutions: Mapping[str, Institution],
) -> dict[int, str]:
    """Find the payments into a wallet that come from a bank account of the profile."""
    if not rules:
        return {}
    accounts = NamedAccounts(rules)
    platforms = [each for each in institutions.values() if each.kind is AccountKind.PLATFORM and each.aliases]
    found: dict[int, str] = {}
    for number, arrival in enumerate(arrivals):
        if arrival.kind is not AccountKind.WALLET or number in explained:
            continue
        owner = accounts.owner(arrival.text)
        if owner and not any(names(arrival.text, each) for each in platforms):
            found[number] = owner
    return found


def _own_inflows(
    merged: Merged,
    arrivals: Sequence[Arrival],
    taken: Container[int],
    decisions: Decisions,
    institutions: Mapping[str, Institution],
    covers: Mapping[str, list[tuple[date, date]]],
) -> dict[int, str]:
    platforms = {
        name: institutions.get(account.institution)
        for name, account in sorted(merged.accounts.items())
        if account.kind is AccountKind.PLATFORM
    }
    found: dict[int, str] = {}
    for number, arrival in enumerate(arrivals):
        if number in taken or arrival.kind is not AccountKind.WALLET:
            continue
        named = [name for name, each in platforms.items() if each is not None and names(arrival.text, each)]
        answer = payment_answer(arrival, merged, decisions)
        if answer is None:
            named = [name for name in named if _earned_before(arrival.day, covers.get(name, ()))]
        elif answer.answer != "payout":
            continue
        else:
            named = [*answer.others, *named, *platforms] if answer.others or len(platforms) == 1 else named
        if named and named[0] in platforms:
            found[number] = named[0]
        elif answer is not None and answer.id in decisions.applied:
            del decisions.applied[answer.id]
            decisions.lost.append(Lost(answer, _PAYOUT_OF_NONE.format(id=answer.id)))
    return found


_PAYOUT_OF_NONE = (
    "say the payout of which platform it is, one whose export is among the files: {id}=payout:Upwork"
)


def _earned_before(day: date, spans: Sequence[tuple[date, date]]) -> bool:
    """Say whether a platform's file shows the time in which it earned what it paid on a day."""
    return any(start <= day and end >= day - _EARNED_BEFORE for start, end in spans)
