"""A freelancer's year as a short list of events, which hypothesis can draw and cut down."""

from enum import StrEnum
from typing import NamedTuple

from hypothesis import strategies as st

DAYS = 390  # from 12 June 2025 to 6 July 2026: both ends of tax year 2026 are inside


class What(StrEnum):
    """What happens. All amounts are what `cents` says, or what is there if it is less."""

    UPWORK_WORK = "work on Upwork"
    FIVERR_WORK = "work on Fiverr"
    REFUND = "Upwork gives a client money back"
    CLIENT = "a client pays into a wallet"
    WIRE = "a client wires to the bank"
    PAYOUT = "a platform pays into a wallet"
    RETURNED = "a platform's payout comes back"
    DIRECT = "Upwork pays into the bank"
    CASH = "a wallet pays into the bank"
    RETRIED = "a platform's payout comes back and is sent again"
    BROTHER = "a wallet pays into somebody else's bank"
    BOUNCED = "a wallet's payment to the bank comes back"
    MOVE = "one wallet pays into the other"
    SPLIT = "a wallet pays into the bank in two credits"
    CARD = "a card purchase from a wallet"
    FEE = "a wallet's fee"
    FAMILY = "family money through a remittance company"
    FRIEND = "a private person's transfer"
    LOCAL = "a client in Pakistan pays"
    OWN = "own money from one bank to the other"


class Event(NamedTuple):
    """One event.

    Attributes:
        what: happens.
        day: days after the first.
        cents: US cents, or rupees for what is in rupees.
        pick: chooses among the ways in which it shows.
        lag: days until the money arrives.
        twins: whether it happens twice on that day.
    """

    what: What
    day: int
    cents: int
    pick: int = 0
    lag: int = 0
    twins: bool = False


class Tax(StrEnum):
    """What a bank does about s.154A on credits that print no tax row."""

    NONE = "not deducted"
    QUARTER = "0.25 % netted"
    ONE = "1 % netted"


class Papers(StrEnum):
    """Which certificates there are."""

    NONE = "none"
    LIST = "a list with the tax"
    SPRC = "the year's S-PRC"
    SOME = "a list, every second one missing"


class Setup(NamedTuple):
    """What holds all year.

    Attributes:
        far: whether Payoneer's export prints the rupees.
        tax: of the banks.
        papers: certificates.
        margin: what Payoneer pays for 100,000 of the State Bank's rupees.
        history: whether Wise's export is its transaction history; else its statement.
    """

    far: bool
    tax: Tax
    papers: Papers
    margin: int
    history: bool


class Plan(NamedTuple):
    """A year."""

    setup: Setup
    events: tuple[Event, ...]


_MONEY_IN = (What.UPWORK_WORK, What.UPWORK_WORK, What.FIVERR_WORK, What.CLIENT)


def setups() -> st.SearchStrategy[Setup]:
    return st.builds(
        Setup,
        far=st.booleans(),
        tax=st.sampled_from(Tax),
        papers=st.sampled_from(Papers),
        margin=st.integers(92_000, 99_500),
        history=st.booleans(),
    )


def events() -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        what=st.sampled_from((*What, *_MONEY_IN, What.CASH, What.PAYOUT, What.CASH)),
        day=st.integers(0, DAYS),
        cents=st.one_of(st.integers(3_000, 400_000), st.sampled_from((50_000, 100_000))),
        pick=st.integers(0, 11),
        lag=st.integers(0, 7),
        twins=st.sampled_from((False, False, False, True)),
    )


def plans(most: int = 30) -> st.SearchStrategy[Plan]:
    return st.builds(Plan, setups(), st.lists(events(), min_size=1, max_size=most).map(tuple))
