"""Items about money that went, rows that say nothing of themselves, accounts, and certificates."""

from collections.abc import Iterator

from freelance_pk.matching.identity import id_of_account, topic_of_row
from freelance_pk.matching.linked import YOUR_ANSWER, Linked
from freelance_pk.model.entry import Account, AccountKind, Certificate, Entry, Kind
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.review import Answer, Choice, Item, State, Topic
from freelance_pk.statement.asking import Asking, amount_words, choice_of, choices_of, id_of_arrival
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.flows import returned_alone
from freelance_pk.statement.proposals import Proposal

_NOWHERE = "it is seen arriving nowhere, though the files of the other account cover the days after; it is in no rupee total"
_RIVALS = "several credits have the same claim to it; none of them is counted"
_ALIKE = (
    "a credit has its amount and about its day, but neither row names the other account: own transfer, or a "
    "client's payment? It is counted as neither"
)
_CERTIFIED_WITHIN = 10  # days between a credit and the certificate that may be its
_ASSUMED = {
    End.TRANSIT: "still on its way: the statement of the other account ends before it could arrive",
    End.NO_FILE: "it reached a bank account whose statement is not here; counted at its rupees, as an estimate",
    End.UNFOLLOWED: "it reached a wallet whose export is not here; counted where the bank received it",
}


def withdrawals_asked(asking: Asking, *, wide: bool) -> Iterator[Item]:
    """Yield the withdrawals that are seen arriving nowhere or in several places, under way, or answered.

    With `wide`, every other whose arrival is in no file.
    """
    linked = asking.linked
    seen: set[int] = set()
    for fate in asking.fates:
        if fate.out in seen:
            continue
        seen.add(fate.out)
        answer = linked.decisions.outs.get(fate.out)
        if answer is None and fate.out in linked.pair_of_out:
            answer = _joining(fate.out, linked)
        if answer is not None:
            yield _withdrawal(fate, asking, State.ANSWERED, "")._replace(answer=answer)
        elif fate.end is End.UNDECIDED:
            yield _rival(fate, asking)
        elif fate.end is End.UNMATCHED:
            yield _withdrawal(fate, asking, State.OPEN, _NOWHERE)
        elif fate.end is End.TRANSIT or (wide and fate.end in _ASSUMED):
            yield _withdrawal(fate, asking, State.ASSUMED, _ASSUMED[fate.end])


def _joining(out: int, linked: Linked) -> Answer | None:
    """Find the answer that named a withdrawal's arrival, given from the withdrawal's side."""
    if linked.pair_of_out[out].rule != YOUR_ANSWER:
        return None
    return linked.decisions.applied.get(linked.ids.of_entry(out))


def _withdrawal(fate: Fate, asking: Asking, state: State, why: str) -> Item:
    linked = asking.linked
    entry = linked.merged.entries[fate.out]
    named: tuple[Choice, ...] = ()
    if asking.likely is not None:
        named = tuple(_arrived_choice(each, linked) for each in asking.likely.of_out(fate.out))
    made = _of_withdrawal(entry, fate.out, asking, state, why, named)
    # It may have arrived, and be missing, in the next period.
    return made._replace(until=max(made.day, fate.expected or made.day))


def _rival(fate: Fate, asking: Asking) -> Item:
    """Ask which of several arrivals a withdrawal is, or whether the only one is."""
    linked = asking.linked
    numbers = linked.rivals.get(fate.out) or (() if fate.arrival is None else (fate.arrival,))
    is_rival = fate.out in linked.rivals
    named = tuple(
        _arrived_choice(Proposal((fate.out,), (number,), "the same amount within days", ZERO), linked)
        for number in numbers
    )
    made = _of_withdrawal(
        linked.merged.entries[fate.out],
        fate.out,
        asking,
        State.OPEN,
        _RIVALS if is_rival else _ALIKE,
        named,
        code="transfer-ambiguous" if is_rival else "transfer-undecided",
    )
    return made._replace(until=max((linked.arrivals[number].day for number in numbers), default=made.day))


def _arrived_choice(proposal: Proposal, linked: Linked) -> Choice:
    arrivals = [linked.arrivals[number] for number in proposal.arrivals]
    words = " and ".join(
        f"the {amount_words(each.net, each.currency)} that came into {each.account} on {each.day}"
        for each in arrivals
    )
    ids = tuple(id_of_arrival(each, linked) for each in arrivals)
    return Choice("arrived", f"it is {words}: {proposal.why}", ids)


def _of_withdrawal(
    entry: Entry,
    position: int,
    asking: Asking,
    state: State,
    why: str,
    named: tuple[Choice, ...],
    code: str = "withdrawal-unmatched",
) -> Item:
    return Item(
        id=asking.linked.ids.of_entry(position),
        topic=Topic.WITHDRAWAL,
        state=state,
        day=entry.day,
        until=entry.day,
        account=entry.account,
        currency=entry.currency,
        amount=-entry.amount,
        pkr=asking.converter.rupees(-entry.amount, entry.currency, entry.day),
        fact=f"{amount_words(-entry.amount, entry.currency)} left {entry.account} on {entry.day}.",
        ask="Where is it?",
        origin=entry.origin,
        text=f"{entry.counterparty} {entry.text}".strip(),
        choices=choices_of(Topic.WITHDRAWAL, named),
        proposed=named[0] if named else None,
        why=why,
        code=code if state is State.OPEN else "",
        remedy="add the statement of the account it went to, or the certificate of its receipt",
    )


# -- rows that say nothing of themselves --------------------------------------------------------------------


def rows_asked(asking: Asking) -> Iterator[Item]:
    """Yield one item for each adjustment, row of unknown kind, and withdrawal that came back alone."""
    linked = asking.linked
    alone = set(returned_alone(linked))
    for position in sorted({*alone, *linked.columns.of(Kind.ADJUSTMENT, Kind.UNKNOWN)}):
        entry = linked.merged.entries[position]
        account = linked.merged.accounts[entry.account]
        if topic_of_row(entry, account) is Topic.ROW and (
            entry.kind is not Kind.WITHDRAWAL or position in alone
        ):
            yield _row(entry, position, asking, alone=position in alone)


def _row(entry: Entry, position: int, asking: Asking, *, alone: bool) -> Item:
    answer = asking.linked.decisions.rows.get(position)
    choices = choices_of(Topic.ROW)
    way = "came into" if entry.amount > 0 else "left"
    likely = "returned" if alone else "earning" if entry.amount > 0 else "refund"
    what = (
        "a withdrawal of that amount came back, and none is seen leaving"
        if alone
        else "an adjustment: neither income nor fee is known of it"
        if entry.kind is Kind.ADJUSTMENT
        else "its kind is not known"
    )
    return Item(
        id=asking.linked.ids.of_entry(position),
        topic=Topic.ROW,
        state=State.OPEN if answer is None else State.ANSWERED,
        day=entry.day,
        until=entry.day,
        account=entry.account,
        currency=entry.currency,
        amount=entry.amount,
        pkr=asking.converter.rupees(abs(entry.amount), entry.currency, entry.day),
        fact=f"{amount_words(abs(entry.amount), entry.currency)} {way} {entry.account} on {entry.day}.",
        ask="What is it?",
        origin=entry.origin,
        text=f"{entry.counterparty} {entry.text}".strip(),
        choices=choices,
        proposed=choice_of(choices, likely),
        why=f"{what}; it is in no total of earnings",
        code="adjustment-unclear" if entry.kind is Kind.ADJUSTMENT else "row-unclear",
        remedy="",
        answer=answer,
    )


# -- accounts -----------------------------------------------------------------------------------------------

_KIND_WORDS = {
    AccountKind.WALLET: "a wallet, because its rows are in foreign currency",
    AccountKind.BANK: "an account at a bank in Pakistan, because its rows are in rupees",
    AccountKind.PLATFORM: "a platform, because work is earned on it",
    AccountKind.EXCHANGE: "an exchange, because assets are traded on it",
}


def accounts_asked(asking: Asking, *, wide: bool) -> Iterator[Item]:
    """Yield the accounts whose kind is guessed from their rows, and those that were answered."""
    linked = asking.linked
    answered = {
        answer.id: answer for answer in linked.decisions.applied.values() if answer.topic is Topic.ACCOUNT
    }
    first: dict[str, Entry] = {}
    last: dict[str, Entry] = {}
    wanted = {
        name: account
        for name, account in linked.merged.accounts.items()
        if id_of_account(name) in answered
        or (not account.certain and (wide or account.kind is AccountKind.WALLET))
    }
    if wanted:
        for entry in linked.merged.entries:
            if entry.account in wanted:
                first.setdefault(entry.account, entry)
                last[entry.account] = entry
    for name, row in first.items():
        yield _account(wanted[name], row, last[name], answered.get(id_of_account(name)))


def _account(account: Account, first: Entry, last: Entry, answer: Answer | None) -> Item:
    choices = choices_of(Topic.ACCOUNT)
    is_open = answer is None and account.kind is AccountKind.WALLET
    return Item(
        id=id_of_account(account.name),
        topic=Topic.ACCOUNT,
        state=State.ANSWERED if answer is not None else State.OPEN if is_open else State.ASSUMED,
        day=first.day,
        until=last.day,
        account=account.name,
        currency=first.currency,
        amount=ZERO,
        pkr=None,
        fact=f"The files have an account {account.name}, of no institution that is known.",
        ask="What is it, and is it yours?",
        origin=first.origin,
        text=account.name,
        choices=choices,
        proposed=choice_of(choices, account.kind.value),
        why=f"it is taken for {_KIND_WORDS[account.kind]}",
        code="account-unknown" if is_open else "",
        remedy="name it in profile.toml: [[account]] with match, kind and owner",
        answer=answer,
    )


# -- certificates -------------------------------------------------------------------------------------------


def certificates_asked(asking: Asking) -> Iterator[Item]:
    """Yield the certificates that their bank's statement does not bear out, and those that were answered."""
    linked = asking.linked
    said = linked.decisions.certificates
    named = {number: credit for credit, number in linked.decisions.certified.items()}
    for number in sorted({*linked.contradicted, *said, *named}):
        certificate = linked.merged.certificates[number]
        id_ = linked.ids.of_certificate(number)
        answer = linked.decisions.applied.get(id_)
        choices = choices_of(Topic.CERTIFICATE, _credits_like(certificate, asking))
        yield Item(
            id=id_,
            topic=Topic.CERTIFICATE,
            state=State.OPEN if answer is None else State.ANSWERED,
            day=certificate.realised_on,
            until=certificate.realised_on,
            account=certificate.institution,
            currency=PKR,
            amount=certificate.pkr,
            pkr=certificate.pkr,
            fact=f"Certificate {certificate.certificate_no or '(no number)'} certifies "
            f"{amount_words(certificate.pkr, PKR)} on {certificate.realised_on}.",
            ask="Which credit is it?",
            origin=certificate.origin,
            text=f"{certificate.remitter} {certificate.reference}".strip(),
            choices=choices,
            proposed=choices[0] if choices[0].others else None,
            why="the bank statement of that day shows no such credit; it is in no total",
            code="certificate-unmatched" if answer is None else "",
            remedy="check the certificate's date and rupees; if another account received it, add that account's "
            "statement or give the certificate's institution",
            answer=answer,
        )


def _credits_like(certificate: Certificate, asking: Asking) -> tuple[Choice, ...]:
    """Offer rupee credits without a certificate that are within a tenth and ten days of it."""
    if asking.likely is None:
        return ()
    linked = asking.linked
    near = [
        (abs((arrival.day - certificate.realised_on).days), number)
        for number, arrival in enumerate(linked.arrivals)
        if arrival.kind is AccountKind.BANK
        and arrival.currency == PKR
        and arrival.entry is not None
        and arrival.certificate is None
        and abs((arrival.day - certificate.realised_on).days) <= _CERTIFIED_WITHIN
        and abs(arrival.gross - certificate.pkr) <= certificate.pkr / 10
    ]
    return tuple(
        Choice(
            "credit",
            f"it is the {amount_words(linked.arrivals[number].gross, PKR)} that came into "
            f"{linked.arrivals[number].account} on {linked.arrivals[number].day}",
            (id_of_arrival(linked.arrivals[number], linked),),
        )
        for _, number in sorted(near)[:3]
    )
