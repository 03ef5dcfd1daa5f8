"""Whose each account is and where it stands: by the profile, by the user's answer, else as it was read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from freelance_pk.matching.identity import id_of_account
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import Account, AccountKind
from freelance_pk.model.profile import AccountRule
from freelance_pk.model.review import Answers

OTHER = "other"


class SetAside(NamedTuple):
    """An account of somebody else: how many of its rows were read and are in no figure."""

    account: str
    rows: int


def settle_accounts(
    merged: Merged, rules: Sequence[AccountRule], answers: Answers
) -> tuple[Merged, tuple[SetAside, ...]]:
    """Tell each account's kind and owner, and leave out the rows of accounts that are somebody else's.

    A rule of the profile speaks of an account whose name holds its `match`; an answer outranks it.
    """
    accounts = {name: _settled(account, rules, answers) for name, account in merged.accounts.items()}
    if accounts == merged.accounts:
        return merged, ()
    others = {name for name, account in accounts.items() if account.owner == OTHER}
    if not others:
        return merged._replace(accounts=accounts), ()
    rows = Counter(entry.account for entry in merged.entries if entry.account in others)
    kept = merged._replace(
        accounts={name: account for name, account in accounts.items() if name not in others},
        entries=[entry for entry in merged.entries if entry.account not in others],
        coverage=tuple(span for span in merged.coverage if span.account not in others),
    )
    return kept, tuple(SetAside(name, rows[name]) for name in sorted(others))


def _settled(account: Account, rules: Sequence[AccountRule], answers: Answers) -> Account:
    answer = answers.by_id.get(id_of_account(account.name))
    if answer is not None:
        if answer.answer == OTHER:
            return account._replace(owner=OTHER, certain=True)
        return account._replace(owner="self", kind=AccountKind(answer.answer), certain=True)
    for rule in rules:
        if rule.match.casefold() in account.name.casefold():
            certain = account.certain or rule.kind is not None or rule.owner == OTHER
            return account._replace(owner=rule.owner, kind=rule.kind or account.kind, certain=certain)
    return account


class NamedAccounts:
    """The accounts of the profile, found by their `match` in the text of a row that came from one.

    Bank accounts, and those of no kind: what comes from the user's own platform or wallet may be income yet.
    """

    def __init__(self, rules: Sequence[AccountRule]) -> None:
        self._owners = {
            rule.match.casefold(): rule.owner for rule in rules if rule.kind in (None, AccountKind.BANK)
        }
        self._pattern = any_of(self._owners)

    def owner(self, text: str) -> str:
        """Return whose account a text names: "self", "other", or "" for none."""
        found = self._pattern.search(text.casefold()) if self._owners else None
        return "" if found is None else self._owners[found[0]]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds the longest of some words."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) if longest_first else r"(?!)")
