"""What a report says: frozen figures that output renders and never computes."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from freelance_pk.model.entry import Entry, Skipped
from freelance_pk.model.issue import Issue
from freelance_pk.model.lock import LockedYear
from freelance_pk.model.period import Period
from freelance_pk.model.rate import Rate
from freelance_pk.statement.wealth import Wealth

# What rows that are earnings, refunds of them, or fees on them count as.
EARNED = frozenset({"gross", "refunds", "platform_fees"})


class Basis(StrEnum):
    """The rung of the ladder a receipt stands on, strongest first."""

    BANK = "bank"
    WITHDRAWN = "withdrawn"
    EARNED = "earned"


class Earned(NamedTuple):
    """Work in one currency. `gross` is after `refunds`; fees and refunds are positive; net = gross - fees."""

    currency: str
    gross: Decimal
    fees: Decimal
    refunds: Decimal
    net: Decimal


class EarnedPkr(NamedTuple):
    """The same in rupees, each row at the rate of its own day, unrounded."""

    gross: Decimal
    fees: Decimal
    net: Decimal


class Received(NamedTuple):
    """Gross rupees realised, `receipts` how many, `basis` the rupees per rung."""

    pkr: Decimal
    receipts: int
    basis: dict[Basis, Decimal]


class ReceiptTax(NamedTuple):
    """Tax on export receipts. `difference` = expected - deducted: negative when the bank took too much."""

    expected: Decimal
    deducted: Decimal
    difference: Decimal


class Step(NamedTuple):
    """One step of the bridge from gross to bank. Signed: what a step takes away is negative.

    `pkr` None where no rupee value is known; `amount` in `currency`.
    """

    step: str
    pkr: Decimal | None
    currency: str
    amount: Decimal


class Month(NamedTuple):
    """One calendar month, rupees."""

    month: str
    earned: Decimal
    fees: Decimal
    received: Decimal
    tax_expected: Decimal
    tax_deducted: Decimal


class Share(NamedTuple):
    """A platform's or a client's part of the earnings, rupees at each day's rate; `share` of gross, 0 to 1."""

    name: str
    gross: Decimal
    fees: Decimal
    net: Decimal
    share: Decimal


class Balance(NamedTuple):
    """What an account held on `as_of`; `basis` says "file" (running balance), or "computed".

    `last_moved`: day of the last row before, None if there is none.
    """

    account: str
    currency: str
    amount: Decimal
    pkr: Decimal | None
    as_of: date
    basis: str
    last_moved: date | None = None


class Moving(NamedTuple):
    """Money that left one account and is not seen arriving (or arrived after the period)."""

    account: str
    day: date
    currency: str
    amount: Decimal
    pkr: Decimal | None
    text: str
    origin: str


class PairedTransfer(NamedTuple):
    """An own transfer, both sides seen."""

    from_account: str
    left_on: date
    currency: str
    amount: Decimal
    to_account: str
    arrived_on: date
    arrived_currency: str
    arrived: Decimal
    rule: str
    from_origin: str
    to_origin: str


class Transfers(NamedTuple):
    """Own transfers of the period. `unmatched` holds outflows and inflows with no other side."""

    paired: tuple[PairedTransfer, ...]
    in_transit: tuple[Moving, ...]
    unmatched: tuple[Moving, ...]


class Receipt(NamedTuple):
    """One export receipt: rupees realised through the bank, or their estimate.

    Attributes:
        day: the bank's credit date (withdrawal or earning date on the lower rungs).
        account: the bank (or wallet, platform) account.
        gross: rupees before tax: the base of s.154A.
        tax: rupees the bank took.
        net: rupees credited.
        basis: rung of the ladder.
        regime: id of the final or minimum tax that takes it ("export_psb", "export_other", "social").
        rate: that tax's rate on the receipt date.
        expected: gross x rate, rounded.
        currency, amount: the foreign side, "" and None if not known.
        state_bank_value: the foreign side at the State Bank rate of the day it left, None if not known.
        payer: remitter, wallet or platform it came from.
        certificate: number, "" if none.
        purpose_code: "" if none.
        estimate: True when the rupees were not seen in a bank's or certificate's figures.
        evidence: short words: "certificate", "bank statement", "withdrawal", "earnings".
        origin: file and row.
        proof: what makes it a receipt: "transfer: far side", "certificate", "tax row", "your answer", ...
        deduction: what the bank took against the law, in words; "" on the lower rungs.
    """

    day: date
    account: str
    gross: Decimal
    tax: Decimal
    net: Decimal
    basis: Basis
    regime: str
    rate: Decimal
    expected: Decimal
    currency: str
    amount: Decimal | None
    state_bank_value: Decimal | None
    payer: str
    certificate: str
    purpose_code: str
    estimate: bool
    evidence: str
    origin: str
    proof: str
    deduction: str


class LocalReceipt(NamedTuple):
    """What a client in Pakistan paid into a bank account, by the user's answer; `pkr` as credited."""

    day: date
    account: str
    pkr: Decimal
    payer: str
    origin: str


class NotBroughtIn(NamedTuple):
    """Money outside s.154A, because no bank in Pakistan realised it.

    `what` is kept (on the last day), card, spent or crypto (in the period). `pkr` is None where no rate is known.
    """

    what: str
    account: str
    currency: str
    amount: Decimal
    pkr: Decimal | None


class AnswerUsed(NamedTuple):
    """An answer of the user that is in the figures: to which item, what it did, rupees it moved (None: no rate)."""

    id: str
    answer: str
    effect: str
    about: str
    day: date
    pkr: Decimal | None


class FileUsed(NamedTuple):
    """One file of the run. rows = entries + folded + skipped + other records."""

    name: str
    sha256: str
    layout: str
    rows: int
    entries: int
    folded: int
    skipped: int
    records: int


class YearToDate(NamedTuple):
    """From 1 July to the end of the period, for a month's report."""

    period: Period
    earned: tuple[Earned, ...]
    earned_pkr: EarnedPkr
    received: Received
    tax: ReceiptTax


class Comparison(NamedTuple):
    """Rupees received in an earlier period of the same length, None when the files do not reach it."""

    label: str
    received: Decimal | None


class Cost(NamedTuple):
    """Rupees, and their share (0 to 1) of what they are taken from."""

    pkr: Decimal
    share: Decimal


class PaymentCost(NamedTuple):
    """What getting paid cost: fees as shares of gross earnings, the spread of the State Bank's value."""

    platform: Cost
    transfers: Cost
    exchange: Cost

    @property
    def share(self) -> Decimal:
        """The three shares together."""
        return self.platform.share + self.transfers.share + self.exchange.share


class RealisedRate(NamedTuple):
    """Rupees for one unit, on average: as realised, and at the State Bank's rates for the same money."""

    currency: str
    amount: Decimal
    realised: Decimal
    state_bank: Decimal


class Evidence(NamedTuple):
    """Receipts in all, with a certificate, with one of an export code; gross rupees of all others."""

    receipts: int
    certified: int
    export_code: int
    without: Decimal


class YearMonth(NamedTuple):
    """A month of the tax year, rupees.

    Attributes:
        month: YYYY-MM.
        received: gross rupees realised; `cumulative` from 1 July.
        year_before: the same a year earlier, None where the files do not reach it.
        earned: gross earnings by account, each at the rate of its day, in order of the names.
        tax: expected and deducted on the month's receipts.
        rates: as realised, beside the State Bank's.
    """

    month: str
    received: Decimal
    cumulative: Decimal
    year_before: Decimal | None
    earned: tuple[tuple[str, Decimal], ...]
    tax: ReceiptTax
    rates: tuple[RealisedRate, ...]


class Projection(NamedTuple):
    """Receipts of the whole tax year as a range, with the method in words."""

    until: date
    low: Decimal
    high: Decimal
    method: str


class NextDate(NamedTuple):
    """A date that the law sets."""

    day: date
    words: str
    law: str


class Outlook(NamedTuple):
    """What the figures mean: cost, rates, evidence, the months of the tax year, what comes next.

    `put_aside`: tax of the year to date that is expected and was not deducted.
    """

    cost: PaymentCost | None
    rates: tuple[RealisedRate, ...]
    evidence: Evidence
    put_aside: Decimal
    months: tuple[YearMonth, ...]
    projection: Projection | None
    dates: tuple[NextDate, ...]


class DataUsed(NamedTuple):
    """A data file the figures rest on, with the start of its SHA-256."""

    name: str
    sha256: str


class Report(NamedTuple):
    """Everything a report prints. `complete` is False when any issue is an error.

    `wealth` is there where it was asked for. `locked` is there where the year is locked: all else is then what was filed. `counts_as` says of each of `entries` what it counts as in the bridge, None for a bank's row.
    """

    period: Period
    complete: bool
    earned: tuple[Earned, ...]
    earned_pkr: EarnedPkr
    received: Received
    tax: ReceiptTax
    spread: Decimal | None
    year_to_date: YearToDate
    comparisons: tuple[Comparison, ...]
    bridge: tuple[Step, ...]
    months: tuple[Month, ...]
    platforms: tuple[Share, ...]
    clients: tuple[Share, ...]
    currencies: tuple[Share, ...]
    outlook: Outlook
    balances: tuple[Balance, ...]
    transfers: Transfers
    receipts: tuple[Receipt, ...]
    local: tuple[LocalReceipt, ...]
    not_brought_in: tuple[NotBroughtIn, ...]
    answers: tuple[AnswerUsed, ...]
    rates: tuple[Rate, ...]
    files: tuple[FileUsed, ...]
    data: tuple[DataUsed, ...]
    skipped: tuple[Skipped, ...]
    entries: tuple[Entry, ...]
    counts_as: tuple[str | None, ...]
    issues: tuple[Issue, ...]
    taxpayer: str
    wealth: Wealth | None = None
    locked: LockedYear | None = None
