"""Likely answers: which open withdrawal a credit may be, which credit a withdrawal may be.

They are shown, never applied: what is proposed is in no figure until the user says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import BAND
from freelance_pk.model.entry import Entry
from freelance_pk.model.money import PKR, RUPEE
from freelance_pk.statement.convert import Converter

# Wider than what pairs by itself: a proposal is looked at before it counts.
_LATEST = 20
_EARLIEST = -2
_FEE = Decimal("0.10")
_SHOWN = 3
_MOST_TO_COMBINE = 12


class Proposal(NamedTuple):
    """Rows that may be the other side, and what speaks for them; the smaller `cost`, the likelier.

    `outs` are positions, `arrivals` numbers; several only where their amounts add up exactly.
    """

    outs: tuple[int, ...]
    arrivals: tuple[int, ...]
    why: str
    cost: Decimal


class Proposals:
    """Proposals between withdrawals without an arrival and arrivals without a withdrawal."""

    def __init__(
        self, linked: Linked, outs: Iterable[int], arrivals: Iterable[int], converter: Converter
    ) -> None:
        self._linked = linked
        self._converter = converter
        self._by_out: dict[int, list[Proposal]] = defaultdict(list)
        self._by_arrival: dict[int, list[Proposal]] = defaultdict(list)
        by_day: dict[date, list[int]] = defaultdict(list)
        for number in arrivals:
            by_day[linked.arrivals[number].day].append(number)
        days = sorted(by_day)
        for out in outs:
            near = [
                number
                for day in days
                if _EARLIEST <= (day - linked.merged.entries[out].day).days <= _LATEST
                for number in by_day[day]
            ]
            for proposal in (*self._alone(out, near), *self._in_parts(out, near)):
                self._by_out[out].append(proposal)
                for number in proposal.arrivals:
                    self._by_arrival[number].append(proposal)

    def of_out(self, out: int) -> list[Proposal]:
        """List what a withdrawal may be, likeliest first."""
        return sorted(self._by_out.get(out, ()), key=_likelihood)[:_SHOWN]

    def of_arrival(self, number: int) -> list[Proposal]:
        """List what an arrival may be the whole of, likeliest first."""
        whole = (each for each in self._by_arrival.get(number, ()) if each.arrivals == (number,))
        return sorted(whole, key=_likelihood)[:_SHOWN]

    def _alone(self, out: int, near: list[int]) -> Iterator[Proposal]:
        entry = self._linked.merged.entries[out]
        for number in near:
            arrival = self._linked.arrivals[number]
            if arrival.account == entry.account:
                continue
            found = self._fit(entry, arrival)
            if found is not None:
                why, miss = found
                days = abs((arrival.day - entry.day).days)
                yield Proposal((out,), (number,), why, miss + Decimal(days) / 1_000)

    def _fit(self, entry: Entry, arrival: Arrival) -> tuple[str, Decimal] | None:
        """Say what speaks for a pair, and how far its amounts are apart as a share."""
        sent = -entry.amount
        if entry.far_amount is not None and entry.far_currency == arrival.currency:
            miss = abs(entry.far_amount - arrival.net) / entry.far_amount
            return (
                None
                if miss > _FEE
                else (f"the withdrawal prints {arrival.currency} {entry.far_amount:,}", miss)
            )
        if arrival.currency == entry.currency:
            miss = (sent - arrival.net) / sent
            return (f"{arrival.currency} {sent:,} left", miss) if 0 <= miss <= _FEE else None
        if arrival.currency != PKR:
            return None
        rate = self._converter.rate(entry.currency, entry.day)
        if rate is None:
            return None
        ratio = arrival.gross / (sent * rate)
        if not BAND[0] <= ratio <= BAND[1]:
            return None
        return f"it is {ratio * 100:.1f}% of the State Bank's value of that day", abs(1 - ratio)

    def _in_parts(self, out: int, near: list[int]) -> Iterator[Proposal]:
        """Find two credits of one account that add up exactly to what a withdrawal prints."""
        entry = self._linked.merged.entries[out]
        if entry.far_amount is None or len(near) > _MOST_TO_COMBINE:
            return
        arrivals = self._linked.arrivals
        for one, other in combinations(near, 2):
            first, second = arrivals[one], arrivals[other]
            if (
                first.account == second.account != entry.account
                and first.currency == second.currency == entry.far_currency
                and abs(first.net + second.net - entry.far_amount) < RUPEE
            ):
                why = f"the two add up to the {entry.far_currency} {entry.far_amount:,} that the withdrawal prints"
                yield Proposal((out,), (one, other), why, Decimal(1) / 100)


def _likelihood(proposal: Proposal) -> tuple[Decimal, tuple[int, ...], tuple[int, ...]]:
    return proposal.cost, proposal.outs, proposal.arrivals
