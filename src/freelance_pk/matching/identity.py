"""Ids of rows: made from the row itself, so that they survive other names, orders and overlaps of files.

A row is known by its institution's own id where that is promised, else by its fields, and always by its
amount and its occurrence: of two equal rows of one day the second is another row. Never by file or line.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from hashlib import blake2b

from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import Account, AccountKind, Certificate, Entry, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.review import Topic

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # none that is easily taken for another
_LENGTH = 10
_INCOMING = frozenset({Kind.DEPOSIT, Kind.UNKNOWN})
# Money typed as earned on a bank account is a credit like any other: what it is must be said.
_INTO_A_BANK = _INCOMING | {Kind.EARNING, Kind.BONUS, Kind.ADJUSTMENT}
_UNCLEAR = frozenset({Kind.ADJUSTMENT, Kind.UNKNOWN})


def kinds_that_come(account: Account) -> frozenset[Kind]:
    """Return the kinds of which a positive row of an account is a credit or a payment that can be asked about."""
    if account.kind is AccountKind.BANK:
        return _INTO_A_BANK
    return _INCOMING if account.kind is AccountKind.WALLET else frozenset()


def topic_of_row(entry: Entry, account: Account) -> Topic | None:
    """Say what a row can be asked about; None for rows that speak for themselves."""
    kind = entry.kind
    if account.kind is AccountKind.BANK:
        return Topic.CREDIT if entry.amount > 0 and kind in _INTO_A_BANK else None
    if kind is Kind.WITHDRAWAL:
        return Topic.WITHDRAWAL if entry.amount < 0 else Topic.ROW
    if account.kind is AccountKind.WALLET and entry.amount > 0 and kind in _INCOMING:
        return Topic.PAYMENT
    return Topic.ROW if kind in _UNCLEAR else None


class Identities:
    """The ids of rows and certificates, both ways. Made only when something is asked or was answered."""

    def __init__(self, merged: Merged, institutions: Mapping[str, Institution]) -> None:
        self._merged = merged
        self._promising = {
            name
            for name, account in merged.accounts.items()
            if (institution := institutions.get(account.institution)) is not None and institution.promises_ids
        }
        self._ids: dict[int, str] | None = None
        self._positions: dict[str, int] = {}
        self._certificates: dict[str, int] | None = None

    def of_entry(self, position: int) -> str:
        """Return the id of a row that can be asked about."""
        return self._entries()[position]

    def entry(self, id_: str) -> int | None:
        """Return the position of the row with an id."""
        self._entries()
        return self._positions.get(id_)

    def of_certificate(self, number: int) -> str:
        """Return the id of a certificate."""
        return next(id_ for id_, known in self._by_certificate().items() if known == number)

    def certificate(self, id_: str) -> int | None:
        """Return the number of the certificate with an id."""
        return self._by_certificate().get(id_)

    def _entries(self) -> dict[int, str]:
        if self._ids is None:
            self._ids = {}
            seen: dict[str, int] = defaultdict(int)
            accounts = self._merged.accounts
            for position, entry in enumerate(self._merged.entries):
                topic = topic_of_row(entry, accounts[entry.account])
                if topic is None:
                    continue
                key = _key(entry, promised=entry.account in self._promising)
                seen[key] += 1
                id_ = f"{topic}-{_code(key, str(seen[key]))}"
                self._ids[position] = id_
                self._positions[id_] = position
        return self._ids

    def _by_certificate(self) -> dict[str, int]:
        if self._certificates is None:
            self._certificates = {}
            seen: dict[str, int] = defaultdict(int)
            for number, certificate in enumerate(self._merged.certificates):
                key = _certificate_key(certificate)
                seen[key] += 1
                self._certificates[f"{Topic.CERTIFICATE}-{_code(key, str(seen[key]))}"] = number
        return self._certificates


def id_of_payer(account: str, payer: str) -> str:
    """Return the id of everything a payer sent into an account."""
    return f"{Topic.PAYER}-{_code(account, _plain(payer))}"


def id_of_account(name: str) -> str:
    """Return the id of an account."""
    return f"{Topic.ACCOUNT}-{_code(name)}"


def _key(entry: Entry, *, promised: bool) -> str:
    amount = _number(entry.amount)
    if entry.ref and promised:
        # Two exports of one account may date a row a day apart: the id alone tells which it is.
        return f"{entry.account}\x1f{entry.ref}\x1f{entry.currency}\x1f{amount}"
    text = "" if entry.ref else _plain(entry.text or entry.counterparty)
    return "\x1f".join((entry.account, str(entry.day), entry.ref, text, entry.currency, amount))


def _certificate_key(certificate: Certificate) -> str:
    if certificate.certificate_no:
        return certificate.certificate_no
    parts = (str(certificate.realised_on), certificate.institution, certificate.reference)
    return "\x1f".join((*parts, _number(certificate.pkr)))


def _number(amount: Decimal) -> str:
    """Write 1000, 1000.00 and 1E+3 alike."""
    return f"{amount.normalize():f}"


def _plain(text: str) -> str:
    """Write a text without the differences in blanks and case that a second export may bring."""
    return " ".join(text.casefold().split())


def _code(*parts: str) -> str:
    digest = int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big")
    letters = []
    for _ in range(_LENGTH):
        digest, place = divmod(digest, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)
