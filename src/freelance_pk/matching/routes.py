"""Which accounts two rows name: money that is said to go to one account of the user does not arrive in another."""

from collections.abc import Mapping

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.tiers import names, pattern_of
from freelance_pk.model.entry import Account, AccountKind, Entry
from freelance_pk.model.institution import Institution


class Routes:
    """The accounts that rows name, of those whose files were read. What names none may come from or go anywhere."""

    def __init__(self, accounts: Mapping[str, Account], institutions: Mapping[str, Institution]) -> None:
        self._accounts = accounts
        self._institutions = [
            (
                institutions[found],
                frozenset(name for name, each in accounts.items() if each.institution == found),
            )
            for found in sorted({each.institution for each in accounts.values()} & institutions.keys())
            if institutions[found].aliases
        ]
        held = {each.institution for each in accounts.values()}
        self._other_banks = pattern_of(
            tuple(
                alias
                for each in institutions.values()
                if each.kind is AccountKind.BANK and each.id not in held
                for alias in each.aliases
            )
        )
        self._by_tail = {name[-4:]: name for name in accounts if name[-4:].isdigit()}
        self._named: dict[str, frozenset[str]] = {}

    def open(self, out: Entry, arrival: Arrival) -> bool:
        """Say whether nothing in the two rows speaks against their being one transfer."""
        return self._may_go(out, arrival) and self._may_come(out, arrival)

    def _may_go(self, out: Entry, arrival: Arrival) -> bool:
        to = self._named_in(f"{out.counterparty} {out.text}") - self._like(out.account)
        tail = self._by_tail.get(out.tail[-4:]) if len(out.tail) >= 4 else None
        if tail is not None and (not to or tail in to):
            to = frozenset({tail})
        if not to:
            return not self._goes_elsewhere(out, arrival)
        if arrival.account in self._accounts:
            return arrival.account in to
        # A certificate without a credit: of a bank, by a name of its own.
        return any(self._accounts[name].kind is AccountKind.BANK for name in to)

    def _goes_elsewhere(self, out: Entry, arrival: Arrival) -> bool:
        """Say whether a withdrawal names a bank of which no file was read, and the arrival is at another one."""
        account = self._accounts.get(arrival.account)
        if account is None or account.kind is not AccountKind.BANK or not account.institution:
            return False
        return self._other_banks.search(f"{out.counterparty} {out.text}") is not None

    def _may_come(self, out: Entry, arrival: Arrival) -> bool:
        by = self._named_in(arrival.text) - self._like(arrival.account)
        if not by or out.account in by:
            return True
        # A wallet may stand between a platform and the bank; nothing stands between a platform and its own payment.
        platforms = any(self._accounts[name].kind is AccountKind.PLATFORM for name in by)
        return not platforms and self._accounts[out.account].kind is AccountKind.PLATFORM

    def _like(self, account: str) -> frozenset[str]:
        """Return the accounts of the same institution: a row calls its own by its name, too."""
        return next((each for _, each in self._institutions if account in each), frozenset({account}))

    def _named_in(self, text: str) -> frozenset[str]:
        found = self._named.get(text)
        if found is None:
            found = frozenset(
                name for institution, each in self._institutions if names(text, institution) for name in each
            )
            self._named[text] = found
        return found
