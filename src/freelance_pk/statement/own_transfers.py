"""Own transfers of a period: both sides seen, under way, or not seen arriving."""

from datetime import date

from freelance_pk.matching.linked import Linked
from freelance_pk.model.period import Period
from freelance_pk.statement.bridge import in_transit_on
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.figures import Moving, PairedTransfer, Transfers


def own_transfers(linked: Linked, fates: tuple[Fate, ...], period: Period, converter: Converter) -> Transfers:
    """State the own transfers of a period: never income."""
    entries = linked.merged.entries
    paired = [
        each for fate in fates if (each := _paired(fate, linked)) is not None and each.arrived_on in period
    ]
    transit = in_transit_on(fates, entries, period.end)
    unmatched = [
        fate
        for fate in fates
        if fate.end in (End.UNMATCHED, End.UNDECIDED) and entries[fate.out].day in period
    ]
    return Transfers(
        paired=tuple(sorted(paired, key=lambda each: (each.arrived_on, each.to_account, each.from_account))),
        in_transit=tuple(_moving(fate, linked, period.end, converter) for fate in transit),
        unmatched=tuple(_moving(fate, linked, entries[fate.out].day, converter) for fate in unmatched),
    )


def _paired(fate: Fate, linked: Linked) -> PairedTransfer | None:
    if fate.arrival is None or fate.arrived is None:
        return None
    entries = linked.merged.entries
    out, arrival = entries[fate.out], linked.arrivals[fate.arrival]
    return PairedTransfer(
        out.account,
        out.day,
        out.currency,
        fate.sent,
        arrival.account,
        arrival.day,
        arrival.currency,
        fate.arrived,
        linked.pair_of_out[fate.out].rule,
        out.origin,
        entries[arrival.entry].origin if arrival.entry is not None else "certificate",
    )


def _moving(fate: Fate, linked: Linked, day: date, converter: Converter) -> Moving:
    out = linked.merged.entries[fate.out]
    pkr = converter.rupees(fate.sent, out.currency, day)
    return Moving(out.account, out.day, out.currency, fate.sent, pkr, out.text, out.origin)
