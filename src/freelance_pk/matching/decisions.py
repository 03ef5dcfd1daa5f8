"""The user's answers, brought to the rows they are about by look-up."""

from collections.abc import Iterable
from typing import NamedTuple

from freelance_pk.matching.identity import Identities, id_of_account, id_of_payer
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.review import NEEDS_OTHERS, Answer, Answers, Topic


class Join(NamedTuple):
    """Rows that are one transfer by the user's word: several withdrawals, or several credits, only so.

    `outs` and `credits` are positions of entries, `certificates` numbers of certificates without a credit.
    """

    outs: tuple[int, ...]
    credits: tuple[int, ...]
    certificates: tuple[int, ...] = ()


class Lost(NamedTuple):
    """An answer that cannot be applied, and why."""

    answer: Answer
    reason: str


class Decisions:
    """What was answered, by position of the row it is about.

    Attributes:
        credits: bank credits and wallet payments that are no transfer.
        outs: withdrawals: still under way, at a bank without a file, lost, spent.
        rows: rows that said nothing of themselves.
        payers: by account and payer as printed.
        certificates: by number of the certificate.
        certified: number of the certificate, by position of the credit that it is.
        joins: transfers named by the user.
        applied: every answer that found its row.
        lost: every one that did not.
    """

    def __init__(self) -> None:
        self.credits: dict[int, Answer] = {}
        self.outs: dict[int, Answer] = {}
        self.rows: dict[int, Answer] = {}
        self.payers: dict[tuple[str, str], Answer] = {}
        self.certificates: dict[int, Answer] = {}
        self.certified: dict[int, int] = {}
        self.joins: list[Join] = []
        self.applied: dict[str, Answer] = {}
        self.lost: list[Lost] = []


def decide(answers: Answers, merged: Merged, ids: Identities, accounts: Iterable[str]) -> Decisions:
    """Bring every answer to its row; what cannot be applied is kept with the reason.

    `accounts` are the names of all accounts that were read, those of somebody else among them.
    """
    made = Decisions()
    if not answers.by_id:
        return made
    known = {id_of_account(name) for name in accounts}
    payers = _payers(answers, merged)
    joined: list[tuple[Answer, Join]] = []
    for id_ in sorted(answers.by_id):
        answer = answers.by_id[id_]
        reason = ""
        if answer.topic is Topic.ACCOUNT:
            reason = "" if id_ in known else "no file is of that account"
        elif answer.topic is Topic.PAYER:
            reason = "" if id_ in payers else "no row names that payer"
            for payer in payers.get(id_, ()):
                made.payers[payer] = answer
        elif (answer.topic, answer.answer) in NEEDS_OTHERS:
            reason = _others(answer, ids, joined, made)
        else:
            reason = _single(answer, ids, made)
        if reason:
            made.lost.append(Lost(answer, reason))
        else:
            made.applied[id_] = answer
    _settle_joins(joined, made, ids)
    return made


def _payers(answers: Answers, merged: Merged) -> dict[str, list[tuple[str, str]]]:
    """Return the payers into wallets by id; nothing where none was asked about."""
    if not any(answer.topic is Topic.PAYER for answer in answers.by_id.values()):
        return {}
    wallets = {name for name, account in merged.accounts.items() if account.kind is AccountKind.WALLET}
    named = {
        (entry.account, entry.counterparty)
        for entry in merged.entries
        if entry.account in wallets and entry.amount > 0 and entry.counterparty
    }
    found: dict[str, list[tuple[str, str]]] = {}
    for account, payer in sorted(named):
        found.setdefault(id_of_payer(account, payer), []).append((account, payer))
    return found


def _single(answer: Answer, ids: Identities, made: Decisions) -> str:
    """Apply an answer about one row; return why it cannot be, "" if it is."""
    if answer.topic is Topic.CERTIFICATE:
        number = ids.certificate(answer.id)
        if number is None:
            return "its certificate is in no file"
        made.certificates[number] = answer
        return ""
    position = ids.entry(answer.id)
    if position is None:
        return "its row is in no file"
    where = {Topic.WITHDRAWAL: made.outs, Topic.ROW: made.rows}.get(answer.topic, made.credits)
    where[position] = answer
    return ""


def _others(answer: Answer, ids: Identities, joined: list[tuple[Answer, Join]], made: Decisions) -> str:
    """Apply an answer that names the other side; return why it cannot be, "" if it is."""
    missing = [each for each in (answer.id, *answer.others) if not _known(each, ids)]
    if missing:
        return f"{missing[0]} is in no file"
    if answer.topic is Topic.CERTIFICATE:
        number, credit = ids.certificate(answer.id), ids.entry(answer.others[0])
        if number is not None and credit is not None:
            made.certified[credit] = number
        return ""
    sides = (answer.id, *answer.others)
    positions = {each: ids.entry(each) for each in sides if not each.startswith(f"{Topic.CERTIFICATE}-")}
    outs = tuple(
        position
        for each, position in positions.items()
        if position is not None and each.startswith(f"{Topic.WITHDRAWAL}-")
    )
    credits_ = tuple(
        position for position in positions.values() if position is not None and position not in outs
    )
    numbers = (ids.certificate(each) for each in sides if each not in positions)
    joined.append((answer, Join(outs, credits_, tuple(each for each in numbers if each is not None))))
    return ""


def _known(id_: str, ids: Identities) -> bool:
    if id_.startswith(f"{Topic.CERTIFICATE}-"):
        return ids.certificate(id_) is not None
    return ids.entry(id_) is not None


def _settle_joins(joined: Iterable[tuple[Answer, Join]], made: Decisions, ids: Identities) -> None:
    """Make one transfer of joins that share a row; refuse those that cannot be one."""
    groups: list[Join] = []
    for answer, join in joined:
        shared = [each for each in groups if _overlap(each, join)]
        whole = _union([*shared, join])
        taken = [each for each in (*join.credits, *join.outs) if each in made.credits or each in made.outs]
        if taken:
            reason = f"{ids.of_entry(taken[0])}, which it names, has an answer of its own"
        elif len(whole.outs) > 1 and len(whole.credits) + len(whole.certificates) > 1:
            reason = "several withdrawals and several credits cannot be one transfer"
        else:
            groups = [*(each for each in groups if each not in shared), whole]
            continue
        del made.applied[answer.id]
        made.lost.append(Lost(answer, reason))
    made.joins.extend(groups)


def _overlap(one: Join, other: Join) -> bool:
    return any(
        set(mine) & set(theirs)
        for mine, theirs in (
            (one.outs, other.outs),
            (one.credits, other.credits),
            (one.certificates, other.certificates),
        )
    )


def _union(joins: list[Join]) -> Join:
    return Join(
        tuple(sorted({out for join in joins for out in join.outs})),
        tuple(sorted({credit for join in joins for credit in join.credits})),
        tuple(sorted({number for join in joins for number in join.certificates})),
    )
