"""Sales of assets that are no currency: rupees that no bank brought in from abroad, in no total of exports."""

from collections.abc import Iterator

from freelance_pk.matching.linked import Linked
from freelance_pk.model.issue import Issue, warning
from freelance_pk.model.money import PKR, ZERO, paisa
from freelance_pk.model.period import Period

_SHOWN = 3


def disposals(linked: Linked, period: Period) -> Iterator[Issue]:
    """Yield what is to be said of a period's sales."""
    entries = linked.merged.entries
    credit_of = {position: number for number, position in linked.sold.items()}
    sold = [position for position in linked.sales if entries[position].day in period]
    if sold:
        rupees = sum(
            (entries[each].far_amount or ZERO for each in sold if entries[each].far_currency == PKR), ZERO
        )
        words = "; ".join(_words(position, credit_of, linked) for position in sold[:_SHOWN])
        more = f"; and {len(sold) - _SHOWN} more" if len(sold) > _SHOWN else ""
        seen = sum(1 for position in sold if position in credit_of)
        credits_ = (
            f" Credits in bank statements that are these sales, and no export receipts: {seen}."
            if seen
            else ""
        )
        yield warning(
            "asset-sold",
            f"not brought in through a bank as export proceeds: {words}{more}. The rupees came from private persons: there "
            f"is no certificate (PRC) for them, s.154A does not reach them, and they are in no total.{credits_}",
            origin="; ".join(entries[position].origin for position in sold[:_SHOWN]),
            remedy="if a client paid you in the asset, its rupee value is income of the normal regime: ask your consultant, "
            "and keep the orders with the buyers' names",
            pkr=paisa(rupees),
        )


def _words(position: int, credit_of: dict[int, int], linked: Linked) -> str:
    sale = linked.merged.entries[position]
    buyer = f" to {sale.counterparty}" if sale.counterparty else ""
    price = (
        f"{sale.far_currency} {sale.far_amount:,}"
        if sale.far_amount is not None
        else "a price that no row prints"
    )
    told = f"{sale.currency} {-sale.amount:,} sold for {price} on {sale.day} in {sale.account}{buyer}"
    if position not in credit_of:
        return f"{told} (no bank credit is found for it)"
    arrival = linked.arrivals[credit_of[position]]
    return f"{told} (credited in {arrival.account} on {arrival.day})"
