"""Every row of platforms and wallets in one of a few economic buckets, summed by day.

A year may hold 100,000 rows but only some thousand different (bucket, account, client, currency,
day): all figures are made from these sums.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from freelance_pk.matching.columns import column
from freelance_pk.matching.linked import Linked, payment_answer
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.money import ZERO


class Bucket(StrEnum):
    """What a flow is in the bridge from gross earnings to the bank."""

    GROSS = "gross"
    REFUND = "refunds"
    FEE = "platform_fees"
    SUBSCRIPTION = "subscriptions"
    ADJUSTMENT = "adjustments"
    TAX_ABROAD = "tax_withheld_abroad"
    TRANSFER_FEE = "transfer_fees"
    ACCOUNT_FEE = "account_fees"
    CARD = "card"
    CONVERSION = "conversions"
    FUNDING = "own_money_in"
    HOLD = "on_hold"
    OTHER_INCOME = "other_income"
    RETURNED = "returned"
    OTHER = "other"
    UNDECIDED = "undecided"
    TRANSFER = "transfers"


class Flow(NamedTuple):
    """What a sum is of."""

    bucket: Bucket
    account: str
    client: str
    currency: str
    day: date


_ON_PLATFORM: Mapping[Kind, Bucket] = {
    Kind.EARNING: Bucket.GROSS,
    Kind.BONUS: Bucket.GROSS,
    Kind.REFUND: Bucket.REFUND,
    Kind.FEE: Bucket.FEE,
    Kind.FEE_TAX: Bucket.FEE,
    Kind.SUBSCRIPTION: Bucket.SUBSCRIPTION,
    Kind.ADJUSTMENT: Bucket.ADJUSTMENT,
    Kind.TAX_WITHHELD: Bucket.TAX_ABROAD,
    Kind.WITHDRAWAL_FEE: Bucket.TRANSFER_FEE,
    Kind.WITHDRAWAL: Bucket.TRANSFER,
    Kind.DEPOSIT: Bucket.FUNDING,
    Kind.FUNDING: Bucket.FUNDING,
    Kind.CARD: Bucket.CARD,
    Kind.EXPENSE: Bucket.CARD,
    Kind.CONVERSION: Bucket.CONVERSION,
    Kind.HOLD: Bucket.HOLD,
    Kind.INTEREST: Bucket.OTHER_INCOME,
    Kind.SALARY: Bucket.OTHER_INCOME,
    Kind.UNKNOWN: Bucket.OTHER,
}  # a trade is in units of an asset that no rate converts
# A wallet's own fees are the price of the account, not of the work.
_IN_WALLET: Mapping[Kind, Bucket] = {
    **_ON_PLATFORM,
    Kind.FEE: Bucket.ACCOUNT_FEE,
    Kind.FEE_TAX: Bucket.ACCOUNT_FEE,
    Kind.DEPOSIT: Bucket.GROSS,
}
_NOWHERE: Mapping[Kind, Bucket] = {}
_DEEPEST = 2  # a tax on a fee on an earning


class Flows(NamedTuple):
    """Sums by flow; by account and currency what each day moved; what each entry counts as, None for a bank's."""

    sums: dict[Flow, Decimal]
    moved: dict[tuple[str, str], dict[date, Decimal]]
    buckets: list[Bucket | None]


def sum_flows(linked: Linked) -> Flows:
    """Put every row of every platform and wallet into a bucket and sum by client, currency and day."""
    columns, parents = linked.columns, linked.parents
    buckets = {
        name: _IN_WALLET if account.kind is AccountKind.WALLET else _ON_PLATFORM
        for name, account in linked.merged.accounts.items()
        if account.kind is not AccountKind.BANK
    }
    taken = [
        buckets.get(account, _NOWHERE).get(kind)
        for account, kind in zip(columns.account, columns.kind, strict=True)
    ]
    for position in linked.columns.of(Kind.FEE_TAX):
        if position in parents and columns.kind[parents[position]] is Kind.SUBSCRIPTION and taken[position]:
            taken[position] = Bucket.SUBSCRIPTION  # the tax is part of the membership's price
    for position, bucket in _transfer_rows(linked).items():
        if taken[position]:
            taken[position] = bucket
    sums: dict[tuple[Bucket | None, str, str, str, date], Decimal] = {}
    keys = zip(taken, columns.account, _clients(linked), columns.currency, columns.day, strict=True)
    for key, amount in zip(keys, columns.amount, strict=True):
        known = sums.get(key)
        sums[key] = amount if known is None else known + amount
    found: dict[Flow, Decimal] = {}
    moved: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (counts_as, account, client, currency, day), amount in sums.items():
        if counts_as is not None:
            moved[account, currency][day] += amount
            if amount != ZERO:
                found[Flow(counts_as, account, client, currency, day)] = amount
    return Flows(found, moved, taken)


def _clients(linked: Linked) -> list[str]:
    """Return whose money each row is: a fee, or the tax on a fee, is of the client of the earning it hangs on."""
    entries, parents = linked.merged.entries, linked.parents
    clients: list[str] = column(entries, "counterparty")
    for child, parent in parents.items():
        above = parent
        for _ in range(_DEEPEST):
            if above not in parents:
                break
            above = parents[above]
        clients[child] = entries[above].counterparty
    return clients


_BY_ANSWER = {
    "client": Bucket.GROSS,
    "earning": Bucket.GROSS,
    "refund": Bucket.REFUND,
    "spent": Bucket.CARD,
    "returned": Bucket.RETURNED,
    "payout": Bucket.UNDECIDED,  # a payout of a platform without a file: it is counted nowhere
    "own": Bucket.FUNDING,
    "family": Bucket.FUNDING,
    "loan": Bucket.FUNDING,
    "gift": Bucket.FUNDING,
    "other": Bucket.FUNDING,
}


def _transfer_rows(linked: Linked) -> dict[int, Bucket]:
    """Rows that are not what their kind says: own transfers, what was answered, what is undecided."""
    special = {row: Bucket.TRANSFER for each in linked.settled for row in (*each.rows, *each.cut)}
    asked = {pair.arrival for pair in linked.questions}
    asked |= {number for numbers in linked.rivals.values() for number in numbers}
    for number, arrival in enumerate(linked.arrivals):
        if arrival.kind is not AccountKind.WALLET or arrival.entry is None:
            continue
        answer = payment_answer(arrival, linked.merged, linked.decisions)
        if number in linked.pair_of_arrival or number in linked.own_inflows:
            special[arrival.entry] = Bucket.TRANSFER
        elif number in asked:
            special[arrival.entry] = Bucket.UNDECIDED
        elif answer is not None:
            special[arrival.entry] = _BY_ANSWER[answer.answer]
        elif number in linked.named:
            special[arrival.entry] = Bucket.FUNDING
        elif not arrival.remittance:
            special[arrival.entry] = Bucket.OTHER
    for position in returned_alone(linked):
        special[position] = Bucket.OTHER
    for position, answer in linked.decisions.rows.items():
        special[position] = _of_row(position, answer.answer, linked)
    return special


def returned_alone(linked: Linked) -> Iterator[int]:
    """Yield the withdrawals that came back although none of that amount had left."""
    for position in linked.columns.of(Kind.WITHDRAWAL):
        entry = linked.merged.entries[position]
        if (
            entry.amount > 0
            and position not in linked.reversed
            and linked.merged.accounts[entry.account].kind is not AccountKind.BANK
        ):
            yield position


def _of_row(position: int, answer: str, linked: Linked) -> Bucket:
    account = linked.merged.accounts[linked.merged.entries[position].account]
    if answer == "fee":
        return Bucket.ACCOUNT_FEE if account.kind is AccountKind.WALLET else Bucket.FEE
    return _BY_ANSWER[answer]
