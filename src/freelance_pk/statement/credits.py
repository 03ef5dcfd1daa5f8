"""What each bank credit is: an export receipt, family money, own money, or a question."""

from collections.abc import Mapping
from enum import StrEnum

from freelance_pk.law.purpose import PurposeClass, purpose_class
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.matching.tiers import names
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.institution import Institution
from freelance_pk.model.profile import Profile


class CreditClass(StrEnum):
    """What a bank credit is."""

    RECEIPT = "receipt"
    FAMILY = "family"
    OWN = "own"
    QUESTION = "question"
    OTHER = "other"


def purpose_code_of(arrival: Arrival, linked: Linked) -> str:
    """Return the State Bank purpose code of a credit: the certificate's first, then the row's own."""
    if arrival.certificate is not None:
        code = linked.merged.certificates[arrival.certificate].purpose_code
        if code:
            return code
    if arrival.entry is not None:
        return linked.merged.entries[arrival.entry].purpose_code
    return ""


def classify(
    number: int, linked: Linked, institutions: Mapping[str, Institution], profile: Profile
) -> CreditClass:
    """Decide what a bank credit is, strongest evidence first.

    Own withdrawals that landed here, certificates and the bank's own tax row prove a receipt; the
    purpose code of a family remittance, a remittance company, or an own account's name tell the
    opposite; money from abroad that nothing explains is a question.
    """
    arrival = linked.arrivals[number]
    purpose = purpose_class(purpose_code_of(arrival, linked))
    if number in linked.pair_of_arrival:
        return CreditClass.RECEIPT  # even under a family code: the wallet's row outranks the bank's label
    if purpose is PurposeClass.FAMILY:
        return CreditClass.FAMILY
    if arrival.certificate is not None or arrival.taxes or purpose is PurposeClass.EXPORT:
        return CreditClass.RECEIPT
    if any(rule.owner == "self" and _matches(rule.match, arrival) for rule in profile.accounts):
        return CreditClass.OWN
    if not arrival.remittance:
        return CreditClass.OTHER
    return _by_payer(arrival, linked, institutions)


def _matches(text: str, arrival: Arrival) -> bool:
    return bool(text) and text.casefold() in arrival.text.casefold()


def _by_payer(arrival: Arrival, linked: Linked, institutions: Mapping[str, Institution]) -> CreditClass:
    held = {account.institution for account in linked.merged.accounts.values()}
    named = [each for each in institutions.values() if each.aliases and names(arrival.text, each)]
    if any(each.kind is AccountKind.PLATFORM for each in named):
        return CreditClass.RECEIPT
    if any(each.kind is AccountKind.WALLET and each.id not in held for each in named):
        return CreditClass.RECEIPT
    if any(each.kind is None for each in named):
        return CreditClass.FAMILY
    if arrival.gross_by == "typed" and not any(each.kind is AccountKind.WALLET for each in named):
        return CreditClass.RECEIPT  # the user typed it as a receipt
    return CreditClass.QUESTION
