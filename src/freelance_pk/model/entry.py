"""One normalised row of one account, and the records that stand beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a row did to its account.

    A hold blocks money and gives it back; a trade is the sale (negative) or purchase of an asset that is no
    currency, in units of the asset, with the money it was traded for as its far side.
    """

    EARNING = "earning"
    BONUS = "bonus"
    FEE = "fee"
    FEE_TAX = "fee_tax"
    REFUND = "refund"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_FEE = "withdrawal_fee"
    DEPOSIT = "deposit"
    TAX_WITHHELD = "tax_withheld"
    SUBSCRIPTION = "subscription"
    CONVERSION = "conversion"
    CARD = "card"
    FUNDING = "funding"
    INTEREST = "interest"
    EXPENSE = "expense"
    SALARY = "salary"
    HOLD = "hold"
    TRADE = "trade"
    ADJUSTMENT = "adjustment"
    UNKNOWN = "unknown"


class AccountKind(StrEnum):
    """Where an account stands between the client and the bank.

    An exchange deals in assets that are no currency: what it pays is the price of an asset, never export proceeds.
    """

    PLATFORM = "platform"
    WALLET = "wallet"
    BANK = "bank"
    EXCHANGE = "exchange"


class Account(NamedTuple):
    """One account the user (or somebody else) holds.

    Attributes:
        name: as shown and as written in `entries` files, e.g. "Payoneer" or "Meezan 4410".
        kind: platform, wallet or bank.
        institution: id of the institution's file in data/platforms, "" when unknown.
        owner: "self" or "other".
        certain: False where kind and owner are guessed from the rows, for want of a known institution.
    """

    name: str
    kind: AccountKind
    institution: str = ""
    owner: str = "self"
    certain: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file that was read. Compared by identity: two copies of one file are two sources.

    Attributes:
        name: file name as the user knows it (archive members as "archive.zip/member.csv").
        sha256: of the bytes on disk.
        layout: id of the layout that read it.
        institution: id of the institution's file in data/platforms, "" for our own formats.
        promises_ids: whether `Entry.ref` is the institution's own unique row id.
        verified: False when the layout was never seen on a real file.
        timed: whether its rows have a time of day, so that their dates are Pakistan's.
    """

    name: str
    sha256: str
    layout: str
    institution: str
    promises_ids: bool = False
    verified: bool = True
    timed: bool = False


class Entry(NamedTuple):
    """One normalised row of one account.

    A named tuple because a year holds 100,000 of them: as immutable as a frozen dataclass at a
    quarter of the cost. `amount` is signed, + into the account; `day` is the date in Pakistan.

    Attributes:
        account: name of the account (see `Account.name`).
        day: posting date in Pakistan.
        amount: signed, in `currency`.
        currency: ISO 4217; in a trade, the asset's own short name (USDT).
        kind: what the row did.
        ref: the row's id as the institution prints it, "" if none.
        parent: ref of the row this one belongs to, "" if none.
        counterparty: client, payer or payee as printed.
        text: description as printed.
        far_amount: unsigned amount that leaves or arrives on the other side, None if not printed.
        far_currency: its currency, "" if not printed.
        tail: last digits of the account on the other side, "" if not printed.
        purpose_code: State Bank purpose code, "" if not printed.
        certificate: number of the certificate that covers the row, "" if not printed.
        balance: running balance after the row, None if not printed.
        source: the file.
        line: physical line (CSV, text) or row number (sheet) in the file.
    """

    account: str
    day: date
    amount: Decimal
    currency: str
    kind: Kind
    ref: str
    parent: str
    counterparty: str
    text: str
    far_amount: Decimal | None
    far_currency: str
    tail: str
    purpose_code: str
    certificate: str
    balance: Decimal | None
    source: Source
    line: int

    @property
    def origin(self) -> str:
        """Where the row stands, for messages."""
        return f"{self.source.name}, row {self.line}"


class Certificate(NamedTuple):
    """A proceeds realisation certificate (e-PRC, S-PRC): outranks the statement.

    `pkr` is the rupee value of the whole `amount`, the part retained in a foreign-currency account
    included; `tax` is what the bank took. Amounts that the file leaves empty are None.
    """

    certificate_no: str
    realised_on: date
    remitter: str
    institution: str
    currency: str
    amount: Decimal | None
    retained: Decimal | None
    rate: Decimal | None
    pkr: Decimal
    tax: Decimal
    purpose_code: str
    reference: str
    source: Source
    line: int

    @property
    def origin(self) -> str:
        """Where the row stands, for messages."""
        return f"{self.source.name}, row {self.line}"


class Withholding(NamedTuple):
    """Tax that a payer withheld, from a list or certificate. PKR."""

    day: date
    section: str
    payer: str
    amount: Decimal
    tax: Decimal
    certificate_no: str
    source: Source
    line: int


class Expense(NamedTuple):
    """A business expense. `paid_by` bank|card|cash; `use` export|local|common|private."""

    day: date
    description: str
    category: str
    amount: Decimal
    currency: str
    paid_by: str
    use: str
    source: Source
    line: int


class Invoice(NamedTuple):
    """An invoice to a client in Pakistan. `service` it|other_specified|general."""

    day: date
    client: str
    description: str
    amount: Decimal
    currency: str
    service: str
    tax_withheld: Decimal
    certificate_no: str
    source: Source
    line: int


class OwnRate(NamedTuple):
    """One line of the user's own rates: rupees for one unit of `currency` on `day`."""

    day: date
    currency: str
    rate: Decimal
    note: str
    source: Source
    line: int


class Skipped(NamedTuple):
    """A row that is not an entry, with the reason: a total, a pending payment, a header repeated.

    `account` and `ref` (the row's id) are given where the row's status is the reason: another file may hold
    the same row in another state.
    """

    source: Source
    line: int
    reason: str
    text: str
    account: str = ""
    ref: str = ""

    @property
    def origin(self) -> str:
        """Where the row stands, for messages."""
        return f"{self.source.name}, row {self.line}"
