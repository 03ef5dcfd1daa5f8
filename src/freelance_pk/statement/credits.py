"""What each bank credit is: an export receipt, family money, own money, or a question."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from freelance_pk.law.credit_words import explanation
from freelance_pk.law.purpose import PurposeClass, purpose_class
from freelance_pk.matching.accounts import NamedAccounts, any_of
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import names
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.institution import Institution
from freelance_pk.model.profile import Profile
from freelance_pk.model.review import CreditRule


class CreditClass(StrEnum):
    """What a bank credit is. `QUESTION` is in no total until it is answered."""

    RECEIPT = "receipt"
    FAMILY = "family"
    OWN = "own"
    LOAN = "loan"
    GIFT = "gift"
    LOCAL = "local"  # paid by a client in Pakistan
    CRYPTO = "crypto"
    NOT_INCOME = "not income"
    QUESTION = "question"
    UNDECIDED = "undecided"  # may be the arrival of a withdrawal that is asked about
    OTHER = "other"


_ANSWERED = {
    "export": CreditClass.RECEIPT,
    "family": CreditClass.FAMILY,
    "own": CreditClass.OWN,
    "loan": CreditClass.LOAN,
    "gift": CreditClass.GIFT,
    "local": CreditClass.LOCAL,
    "crypto": CreditClass.CRYPTO,
    "other": CreditClass.NOT_INCOME,
}
ANSWER = "your answer"
RULE = "your rule"
PROFILE = "account of the profile"
ONE_IS_SOLD = "one of several is the price of an asset"
# What a platform paid into a wallet may lie there so long before it is brought in.
_WALLET_KEEPS = timedelta(days=60)


class Class(NamedTuple):
    """What a credit is, and by what: shown beside every figure it is in."""

    what: CreditClass
    by: str


def purpose_code_of(arrival: Arrival, linked: Linked) -> str:
    """Return the State Bank purpose code of a credit: the certificate's first, then the row's own."""
    if arrival.certificate is not None:
        code = linked.merged.certificates[arrival.certificate].purpose_code
        if code:
            return code
    if arrival.entry is not None:
        return linked.merged.entries[arrival.entry].purpose_code
    return ""


class Classifier:
    """Decides what each bank credit is, strongest evidence first.

    The user's answer; own withdrawals that landed here; certificates and the bank's own tax row prove a
    receipt; the purpose code of a family remittance, a remittance company, or an own account's name
    tell the opposite; money from abroad that nothing explains is a question.
    """

    def __init__(
        self,
        linked: Linked,
        institutions: Mapping[str, Institution],
        profile: Profile,
        rules: tuple[CreditRule, ...],
        unfollowed: Iterable[date],
    ) -> None:
        """Prepare to classify; `unfollowed` are the days on which money left for a wallet without a file."""
        self._linked = linked
        self._unfollowed = sorted(unfollowed)
        self._rules = {rule.match.casefold(): rule for rule in rules}
        self._named = NamedAccounts(profile.accounts)
        self._senders = [each for each in institutions.values() if each.aliases]
        self._paying = [each for each in self._senders if each.kind is not AccountKind.BANK]
        self._held = {account.institution for account in linked.merged.accounts.values()}
        self._asked = {pair.arrival for pair in linked.questions}
        self._one_is_sold: set[int] = set()
        for out, numbers in linked.rivals.items():
            sale = linked.merged.entries[out].kind is Kind.TRADE
            (self._one_is_sold if sale else self._asked).update(numbers)

    def classify(self, number: int) -> Class:
        """Say what the bank credit with a number is."""
        arrival = self._linked.arrivals[number]
        decisions = self._linked.decisions
        answer = decisions.credits.get(arrival.entry) if arrival.entry is not None else None
        pair = self._linked.pair_of_arrival.get(number)
        if pair is not None:
            # Even under a family code: the wallet's row outranks the bank's label.
            return Class(CreditClass.RECEIPT, f"transfer: {pair.rule}")
        if answer is not None:
            return Class(_ANSWERED[answer.answer], ANSWER)
        if number in self._linked.sold:
            return Class(CreditClass.CRYPTO, "sale of crypto")
        if number in self._asked:
            return Class(CreditClass.UNDECIDED, "")
        if number in self._one_is_sold:
            return Class(CreditClass.QUESTION, ONE_IS_SOLD)
        return self._by_evidence(arrival)

    def _by_evidence(self, arrival: Arrival) -> Class:
        purpose = purpose_class(purpose_code_of(arrival, self._linked))
        ruled = self._ruled(arrival)
        if purpose is PurposeClass.FAMILY:
            return ruled or self._by_family_code(arrival)
        for proven, by in (
            (arrival.certificate is not None, "certificate"),
            (bool(arrival.taxes), "tax row"),
            (purpose is PurposeClass.EXPORT, "purpose code"),
        ):
            if proven:
                return Class(CreditClass.RECEIPT, by)
        return ruled or self._by_account(arrival) or self._by_payer(arrival)

    def _by_family_code(self, arrival: Arrival) -> Class:
        """Believe the code, unless the bank took the exporter's tax, or money went to a wallet without a file.

        Remittance partners of wallets are often booked as family money: what Payoneer or Wise passed on
        cannot be told from a brother's money by the code alone.
        """
        remitter = any(each.kind is None and names(arrival.text, each) for each in self._senders)
        if arrival.tax or (not remitter and self._unfollowed_before(arrival.day)):
            return Class(CreditClass.QUESTION, "")
        return Class(CreditClass.FAMILY, "remittance company" if remitter else "purpose code")

    def _unfollowed_before(self, day: date) -> bool:
        place = bisect_right(self._unfollowed, day)
        return place > 0 and day - self._unfollowed[place - 1] <= _WALLET_KEEPS

    def _ruled(self, arrival: Arrival) -> Class | None:
        """Return what the user said of every credit whose text holds certain words."""
        found = self._rule_pattern.search(arrival.text.casefold())
        if found is None:
            return None
        rule = self._rules[found[0]]
        return Class(_ANSWERED[rule.answer], f"{RULE}: {rule.match}")

    @cached_property
    def _rule_pattern(self) -> re.Pattern[str]:
        return any_of(self._rules)

    def _by_account(self, arrival: Arrival) -> Class | None:
        """Recognise an account that the profile names."""
        owner = self._named.owner(arrival.text)
        if not owner or any(each.kind is not None and names(arrival.text, each) for each in self._paying):
            return None
        return Class(CreditClass.OWN if owner == "self" else CreditClass.NOT_INCOME, PROFILE)

    def _by_payer(self, arrival: Arrival) -> Class:
        if not arrival.remittance:
            return Class(CreditClass.OTHER, "")
        named = [each for each in self._senders if names(arrival.text, each)]
        wallets = {each.id for each in named if each.kind is AccountKind.WALLET}
        if named and explanation(arrival.text):
            return Class(CreditClass.QUESTION, "")  # a voucher, a reversal: what is given back is no income
        for known, what, by in (
            (any(each.kind is AccountKind.PLATFORM for each in named), CreditClass.RECEIPT, "platform named"),
            (bool(wallets - self._held), CreditClass.RECEIPT, "wallet named"),
            (any(each.kind is None for each in named), CreditClass.FAMILY, "remittance company"),
            (arrival.gross_by == "typed" and not wallets, CreditClass.RECEIPT, "typed as a receipt"),
        ):
            if known:
                return Class(what, by)
        return Class(CreditClass.QUESTION, "")
