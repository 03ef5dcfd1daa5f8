"""A dated, sourced exchange rate. One direction in the whole program: rupees for one unit."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

# Rates of these are not the State Bank's, which s.71 asks for: used only when asked for, and marked.
NOT_STATE_BANK = frozenset({"frankfurter", "currency-api", "cross"})


class Rate(NamedTuple):
    """Rupees for one unit of `currency`.

    Attributes:
        currency: ISO 4217.
        asked: the date the amount is taken into account (s.71).
        found: the date the rate was published for, on or before `asked`.
        pkr: rupees for one unit, at full source precision.
        basis: publication, e.g. "sbp-bfer", or "own" for the user's own rates.
        source: who published it, in words that a report can print.
        note: "" or why `found` differs from `asked`, or the user's own note.
        provisional: a later publication of the State Bank will replace it.
        retrieved: when it was fetched (ISO, UTC), "" for rates that travel with the program and own rates.
        sha256: of the body it was read from, "" likewise.
    """

    currency: str
    asked: date
    found: date
    pkr: Decimal
    basis: str
    source: str
    note: str = ""
    provisional: bool = False
    retrieved: str = ""
    sha256: str = ""
