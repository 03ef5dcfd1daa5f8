"""The publications that rates are kept of, and what each is."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

# What a figure is: a mid rate, a bank's buying or selling rate, a mark-to-market rate for ready
# delivery, or dollars for one unit (for a cross through the dollar).
SIDES = ("mid", "buying", "selling", "ready", "usd")


# Published figures carry six to thirteen decimals: what is nearer than this is the same figure.
SAME = Decimal("0.000001")


class Publication(NamedTuple):
    """One series of rates.

    Attributes:
        id: names its file in the cache.
        words: who publishes it, as a report prints it.
        official: the State Bank's daily averages themselves: final, never provisional.
        state_bank: published by the State Bank.
    """

    id: str
    words: str
    official: bool
    state_bank: bool


BFER = "State Bank of Pakistan, Banks' Floating Exchange Rates"
PUBLICATIONS = {
    each.id: each
    for each in (
        Publication("sbp-bfer", BFER, official=True, state_bank=True),
        Publication("sbp-easydata", BFER + " (EasyData)", official=True, state_bank=True),
        Publication(
            "sbp-wacr",
            "State Bank of Pakistan, Weighted Average Customer Exchange Rates",
            official=False,
            state_bank=True,
        ),
        Publication(
            "sbp-m2m",
            "State Bank of Pakistan, Mark-to-Market Revaluation Exchange Rates",
            official=False,
            state_bank=True,
        ),
        Publication(
            "frankfurter-sbp", BFER + ", as relayed by frankfurter.dev", official=False, state_bank=True
        ),
        Publication(
            "frankfurter", "frankfurter.dev, a blend of central banks", official=False, state_bank=False
        ),
        Publication(
            "currency-api", "fawazahmed0/currency-api, source unknown", official=False, state_bank=False
        ),
    )
}


class Quote(NamedTuple):
    """One published figure: `side` of one unit of `currency` on `day`, in rupees (dollars for the side "usd")."""

    publication: str
    currency: str
    day: date
    side: str
    value: Decimal
