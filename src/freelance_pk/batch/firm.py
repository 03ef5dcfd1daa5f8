"""The firm's figures: every client's row in order, counts and totals, read from disk as often as they are asked for."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from freelance_pk.batch.row import FINAL, Ahead, Row, Status
from freelance_pk.model.errors import ExitStatus
from freelance_pk.model.issue import Issue
from freelance_pk.model.money import ZERO
from freelance_pk.model.period import Period


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over clients. PKR; `at_rates` by rate."""

    clients: int
    at_rates: Mapping[Decimal, Decimal]
    received: Decimal
    charge: Decimal
    deducted: Decimal
    payable: Decimal


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm's clients.

    Attributes:
        period: of the figures.
        is_year: whether they are of a whole tax year, with the tax on all income.
        rows: gives every client's row, in order of the names, as often as it is called.
        counts: clients by status.
        rates: that receipts of any client are charged at, the lowest first.
        final: totals of clients whose figures are final (ready, review).
        not_final: of those whose figures are incomplete.
        since: day from which next dates count.
        notes: what was passed over beside the clients.
    """

    period: Period
    is_year: bool
    rows: Callable[[], Iterator[Row]]
    counts: Mapping[Status, int]
    rates: tuple[Decimal, ...]
    final: Totals
    not_final: Totals
    since: date
    notes: tuple[Issue, ...]

    @property
    def status(self) -> ExitStatus:
        """Some failed if any client has no figures; incomplete if any client's are not final."""
        if self.counts[Status.FAILED] or self.counts[Status.BLOCKED]:
            return ExitStatus.SOME_FAILED
        return ExitStatus.INCOMPLETE if self.counts[Status.INCOMPLETE] else ExitStatus.DONE

    def next_date(self, row: Row) -> Ahead | None:
        """Return the first date of a client from `since` on."""
        return next((each for each in row.dates if each.day >= self.since), None)


def make_firm(
    period: Period,
    rows: Callable[[], Iterator[Row]],
    *,
    is_year: bool,
    since: date,
    notes: tuple[Issue, ...],
) -> Firm:
    """Count and add up every client's row, one at a time."""
    counts: Counter[Status] = Counter(dict.fromkeys(Status, 0))
    sums = {True: _Sum(), False: _Sum()}
    for row in rows():
        counts[row.status] += 1
        if row.figures is not None:
            sums[row.status in FINAL].add(row)
    rates = sorted({rate for each in sums.values() for rate in each.at_rates})
    return Firm(
        period, is_year, rows, counts, tuple(rates), sums[True].totals(), sums[False].totals(), since, notes
    )


class _Sum:
    def __init__(self) -> None:
        self.clients = 0
        self.at_rates: dict[Decimal, Decimal] = {}
        self.figures = [ZERO] * 4

    def add(self, row: Row) -> None:
        made = row.figures
        if made is None:
            return
        self.clients += 1
        for each in made.at_rates:
            self.at_rates[each.rate] = self.at_rates.get(each.rate, ZERO) + each.pkr
        amounts = (made.received, made.charge, made.deducted, made.payable)
        self.figures = [total + amount for total, amount in zip(self.figures, amounts, strict=True)]

    def totals(self) -> Totals:
        return Totals(self.clients, dict(sorted(self.at_rates.items())), *self.figures)
