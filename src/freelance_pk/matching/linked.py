"""Everything that belongs together, found in one pass over the merged entries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from freelance_pk.matching.arrivals import Arrival, find_arrivals
from freelance_pk.matching.children import find_parents
from freelance_pk.matching.merge import Merged
from freelance_pk.matching.tiers import Mid, names
from freelance_pk.matching.transfers import Pair, pair_transfers, reversed_withdrawals
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.institution import Institution

# A platform pays out what it earned up to so many days before.
_EARNED_BEFORE = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Linked:
    """The merged entries and their links, by position.

    Attributes:
        merged: all records, each once.
        parents: child to parent.
        reversed: withdrawals that came back, with their reversals, both ways.
        arrivals: credits and lone certificates, by day.
        pair_of_out: transfer by position of the withdrawal.
        pair_of_arrival: transfer by number of the arrival.
        questions: pairs on amount and date alone, left undecided.
        own_inflows: arrivals in a wallet that a platform of the user paid, though no withdrawal row
            fits, by number; the value is the platform's account.
        contradicted: certificates that their bank's statement does not bear out.
        covers: first and last day of each file, per account.
    """

    merged: Merged
    parents: dict[int, int]
    reversed: dict[int, int]
    arrivals: tuple[Arrival, ...]
    pair_of_out: dict[int, Pair]
    pair_of_arrival: dict[int, Pair]
    questions: tuple[Pair, ...]
    own_inflows: dict[int, str]
    contradicted: tuple[int, ...]
    covers: dict[str, list[tuple[date, date]]]

    def covered(self, account: str, start: date, end: date) -> bool:
        """Say whether any file of the account has rows on both sides of, or inside, the span."""
        return any(first <= end and last >= start for first, last in self.covers.get(account, ()))


def link(
    merged: Merged,
    institutions: Mapping[str, Institution],
    mid: Mid,
    bank_rates: tuple[Decimal, ...],
) -> Linked:
    """Find every link.

    Args:
        merged: all records.
        institutions: by id; their aliases are how rows name each other.
        mid: the State Bank's rate of a day, None if there is none.
        bank_rates: rates at which banks deduct from export proceeds.
    """
    covers: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for span in merged.coverage:
        covers[span.account].append((span.start, span.end))
    entries = merged.entries
    parents = find_parents(entries, bank_rates)
    reversed_ = reversed_withdrawals(entries)
    arrivals, contradicted = find_arrivals(merged, parents, covers)
    outs = [
        position
        for position, entry in enumerate(entries)
        if entry.kind is Kind.WITHDRAWAL
        and entry.amount < 0
        and position not in reversed_
        and merged.accounts[entry.account].kind is not AccountKind.BANK
    ]
    pairing = pair_transfers(entries, outs, arrivals, merged.accounts, institutions, mid, bank_rates)
    pair_of_arrival = {pair.arrival: pair for pair in pairing.pairs}
    return Linked(
        merged=merged,
        parents=parents,
        reversed=reversed_,
        arrivals=tuple(arrivals),
        pair_of_out={pair.out: pair for pair in pairing.pairs},
        pair_of_arrival=pair_of_arrival,
        questions=pairing.questions,
        own_inflows=_own_inflows(merged, arrivals, pair_of_arrival, institutions, covers),
        contradicted=tuple(contradicted),
        covers=dict(covers),
    )


def _own_inflows(
    merged: Merged,
    arrivals: list[Arrival],
    paired: dict[int, Pair],
    institutions: Mapping[str, Institution],
    covers: dict[str, list[tuple[date, date]]],
) -> dict[int, str]:
    platforms = [
        (name, institutions[account.institution])
        for name, account in sorted(merged.accounts.items())
        if account.kind is AccountKind.PLATFORM and account.institution in institutions
    ]
    found: dict[int, str] = {}
    for number, arrival in enumerate(arrivals):
        if number in paired or arrival.kind is not AccountKind.WALLET:
            continue
        for name, institution in platforms:
            earned = any(
                start <= arrival.day and end >= arrival.day - _EARNED_BEFORE
                for start, end in covers.get(name, ())
            )
            if earned and names(arrival.text, institution):
                found[number] = name
                break
    return found
