"""What is asked, what is assumed until overruled, and what was answered: one item each, with a stable id."""

from collections.abc import Iterator

from freelance_pk.matching.linked import Linked
from freelance_pk.model.review import Item
from freelance_pk.statement.asked_credits import credits_asked, payments_asked
from freelance_pk.statement.asked_rows import (
    accounts_asked,
    certificates_asked,
    rows_asked,
    withdrawals_asked,
)
from freelance_pk.statement.asking import Asking
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.proposals import Proposals
from freelance_pk.statement.receipts import Realised


def find_items(
    linked: Linked, fates: tuple[Fate, ...], realised: Realised, converter: Converter
) -> tuple[Item, ...]:
    """Find every item that is open, assumed with a warning, or answered; nothing is proposed."""
    return _sorted(_items(Asking(linked, fates, realised, converter), wide=False))


def find_all_items(
    linked: Linked, fates: tuple[Fate, ...], realised: Realised, converter: Converter
) -> tuple[Item, ...]:
    """Find the same with likely answers, and everything else that may be overruled."""
    outs = {
        fate.out for fate in fates if fate.end in (End.UNMATCHED, End.UNDECIDED, End.TRANSIT, End.UNFOLLOWED)
    }
    free = [
        number
        for number, arrival in enumerate(linked.arrivals)
        if number not in linked.pair_of_arrival
        and number not in linked.own_inflows
        and (arrival.entry is None or arrival.entry not in linked.decisions.credits)
    ]
    likely = Proposals(linked, sorted(outs), free, converter)
    return _sorted(_items(Asking(linked, fates, realised, converter, likely), wide=True))


def _sorted(items: Iterator[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.day, item.account, item.id)))


def _items(asking: Asking, *, wide: bool) -> Iterator[Item]:
    yield from credits_asked(asking, wide=wide)
    yield from payments_asked(asking)
    yield from withdrawals_asked(asking, wide=wide)
    yield from rows_asked(asking)
    yield from accounts_asked(asking, wide=wide)
    yield from certificates_asked(asking)
