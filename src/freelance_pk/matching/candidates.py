"""Arrivals found by amount and day: what a withdrawal could be, without looking at every credit."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from sys import maxsize

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.model.money import PKR

# Platforms date in UTC and banks in Pakistan: money may seem to arrive a day before it left.
EARLIEST = -1

Size = Callable[[Arrival], Decimal]
_Sorted = dict[tuple[str, date], list[tuple[Decimal, int]]]


class Candidates:
    """The arrivals that are still free, by exact amount and, within a day, by size."""

    def __init__(self, arrivals: Sequence[Arrival], free: Iterable[int]) -> None:
        self._arrivals = arrivals
        self._free = sorted(free)
        self._exact: _Amounts | None = None
        self._foreign: _Amounts | None = None
        self._by_net: _Sorted | None = None
        self._by_gross: _Sorted | None = None

    def of_amounts(self, currency: str, amounts: Iterable[Decimal], left: date, last_day: int) -> list[int]:
        """List arrivals whose net or gross is about one of the amounts: within a rupee, or a cent."""
        if self._exact is None:
            self._exact = _Amounts(
                (number, arrival.currency, amount)
                for number, arrival in self._every()
                for amount in {arrival.net, arrival.gross}
            )
        return self._near(self._exact.about(currency, amounts), left, last_day)

    def of_foreign_side(self, currency: str, amount: Decimal, left: date, last_day: int) -> list[int]:
        """List arrivals whose printed foreign side is about `amount`."""
        if self._foreign is None:
            self._foreign = _Amounts(
                (number, arrival.far_currency, arrival.far_amount)
                for number, arrival in self._every()
                if arrival.far_amount is not None
            )
        return self._near(self._foreign.about(currency, (amount,)), left, last_day)

    def of_net_between(
        self, currency: str, least: Decimal, most: Decimal, left: date, last_day: int
    ) -> list[int]:
        """List arrivals whose net lies in a span, both ends included."""
        if self._by_net is None:
            self._by_net = self._sorted(lambda arrival: arrival.net)
        return _between(self._by_net, currency, least, most, left, last_day)

    def of_gross_between(
        self, currency: str, least: Decimal, most: Decimal, left: date, last_day: int
    ) -> list[int]:
        """List arrivals whose gross lies in a span, both ends included."""
        if self._by_gross is None:
            self._by_gross = self._sorted(lambda arrival: arrival.gross)
        return _between(self._by_gross, currency, least, most, left, last_day)

    def _every(self) -> Iterator[tuple[int, Arrival]]:
        for number in self._free:
            yield number, self._arrivals[number]

    def _near(self, numbers: list[int], left: date, last_day: int) -> list[int]:
        return [
            number for number in numbers if EARLIEST <= (self._arrivals[number].day - left).days <= last_day
        ]

    def _sorted(self, size: Size) -> _Sorted:
        index: _Sorted = defaultdict(list)
        for number, arrival in self._every():
            index[arrival.currency, arrival.day].append((size(arrival), number))
        for each in index.values():
            each.sort()
        return index


class _Amounts:
    """Numbers by currency and amount, found within a rupee, or within a cent of anything else."""

    def __init__(self, rows: Iterable[tuple[int, str, Decimal]]) -> None:
        self._by_unit: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._in_parts: set[str] = set()  # currencies with amounts between two units
        for number, currency, amount in rows:
            scaled = amount if currency == PKR else amount * 100
            unit = int(scaled)
            self._by_unit[currency][unit].append(number)
            if unit != scaled:
                self._in_parts.add(currency)

    def about(self, currency: str, amounts: Iterable[Decimal]) -> list[int]:
        found: list[int] = []
        by_unit = self._by_unit.get(currency)
        if by_unit is None:
            return found
        in_parts = currency in self._in_parts
        for amount in amounts:
            scaled = amount if currency == PKR else amount * 100
            unit = int(scaled)
            if unit in by_unit:
                found += by_unit[unit]
            if in_parts or unit != scaled:
                found += by_unit.get(unit - 1, ())
                found += by_unit.get(unit + 1, ())
        return found


def _between(
    index: _Sorted, currency: str, least: Decimal, most: Decimal, left: date, last_day: int
) -> list[int]:
    found: list[int] = []
    for apart in range(EARLIEST, last_day + 1):
        row = index.get((currency, left + timedelta(days=apart)))
        if row is not None:
            start = bisect_left(row, (least, -1))
            found += [number for _, number in row[start : bisect_right(row, (most, maxsize), start)]]
    return found
