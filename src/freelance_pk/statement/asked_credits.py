"""Items about money that came: credits of bank accounts, payments into wallets and their payers."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from freelance_pk.law.credit_words import is_company
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.identity import id_of_payer
from freelance_pk.matching.linked import YOUR_ANSWER, Linked
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.money import ZERO
from freelance_pk.model.review import Answer, Choice, Item, State, Topic
from freelance_pk.statement.asking import Asking, amount_words, choice_of, choices_of, origin_of
from freelance_pk.statement.credits import ONE_IS_SOLD, RULE, CreditClass
from freelance_pk.statement.proposals import Proposal

_PROVEN = ("transfer: ", "certificate", "tax row")
_NONE = "it looks like money from abroad, but no withdrawal and no certificate explains it; it is in no total"
_EARNED = "it was typed as earned, and from abroad or from Pakistan decides the tax; it is in no total"
_SOLD = "it, or another credit of these rupees, is the price of an asset sold on an exchange; neither is in any total"
_IF_A_CLIENT = "if a client sent it, ask the bank to correct the purpose code and add the certificate"
_ADD = "add the export of the platform or wallet it came from, or its certificate"


def credits_asked(asking: Asking, *, wide: bool) -> Iterator[Item]:
    """Yield the credits of bank accounts that are asked about, that count as family money, or were answered.

    With `wide`, every other that no withdrawal, certificate or tax row proves.
    """
    linked = asking.linked
    for number, what in asking.realised.classes.items():
        arrival, by = linked.arrivals[number], asking.realised.by[number]
        if arrival.entry is None or what is CreditClass.UNDECIDED:
            continue
        answer = _answer_of(number, arrival.entry, linked)
        if what is CreditClass.QUESTION:
            yield _credit(number, asking, State.OPEN, _why_asked(arrival, by, linked))
        elif answer is not None:
            yield _credit(number, asking, State.ANSWERED, by)._replace(answer=answer)
        elif what is CreditClass.FAMILY and not by.startswith(RULE):
            yield _credit(
                number, asking, State.ASSUMED, f"treated as a family remittance, by its {by}: not income"
            )
        elif wide and not by.startswith(_PROVEN):
            words = (
                "treated as no income: nothing says that it comes from abroad"
                if not by
                else f"{what}, by: {by}"
            )
            yield _credit(number, asking, State.ASSUMED, words)


def _why_asked(arrival: Arrival, by: str, linked: Linked) -> str:
    if by == ONE_IS_SOLD:
        return _SOLD
    return _EARNED if _typed_as_earned(arrival, linked) else _NONE


def _answer_of(number: int, position: int, linked: Linked) -> Answer | None:
    """Return the answer about a credit, also one that named the withdrawal it is."""
    pair = linked.pair_of_arrival.get(number)
    if pair is not None and pair.rule == YOUR_ANSWER:
        return linked.decisions.applied.get(linked.ids.of_entry(position))
    return linked.decisions.credits.get(position)


def _typed_as_earned(arrival: Arrival, linked: Linked) -> bool:
    return arrival.entry is not None and linked.merged.entries[arrival.entry].kind in (
        Kind.EARNING,
        Kind.BONUS,
    )


def _credit(number: int, asking: Asking, state: State, why: str) -> Item:
    arrival = asking.linked.arrivals[number]
    what = asking.realised.classes[number]
    named = _outs_that_fit(number, asking)
    choices = choices_of(Topic.CREDIT, named)
    proposed = named[0] if named else None
    if (
        proposed is None
        and state is State.OPEN
        and (arrival.far_amount is not None or is_company(arrival.text))
    ):
        proposed = choice_of(choices, "export")
        why = f"{why}. The payer looks like a company abroad"
    is_family = state is State.ASSUMED and what is CreditClass.FAMILY
    return _item_of(
        number,
        asking,
        topic=Topic.CREDIT,
        state=state,
        amount=arrival.gross,
        choices=choices,
        proposed=proposed,
        why=why,
        code="credit-undecided" if state is State.OPEN else "family-remittance" if is_family else "",
        remedy=_ADD if state is State.OPEN else _IF_A_CLIENT if is_family else "",
    )


def _item_of(
    number: int,
    asking: Asking,
    *,
    topic: Topic,
    state: State,
    amount: Decimal,
    choices: tuple[Choice, ...],
    proposed: Choice | None,
    why: str,
    code: str,
    remedy: str = "",
) -> Item:
    """Make the item of one arrival; `amount` is what is at stake of it."""
    linked, arrival = asking.linked, asking.linked.arrivals[number]
    assert arrival.entry is not None
    return Item(
        id=linked.ids.of_entry(arrival.entry),
        topic=topic,
        state=state,
        day=arrival.day,
        until=arrival.day,
        account=arrival.account,
        currency=arrival.currency,
        amount=amount,
        pkr=asking.converter.rupees(amount, arrival.currency, arrival.day),
        fact=f"{amount_words(amount, arrival.currency)} came into {arrival.account} on {arrival.day}.",
        ask="What is it?",
        origin=origin_of(arrival, linked),
        text=arrival.text.strip(),
        choices=choices,
        proposed=proposed,
        why=why,
        code=code,
        remedy=remedy,
    )


def _outs_that_fit(number: int, asking: Asking) -> tuple[Choice, ...]:
    if asking.likely is None:
        return ()
    return tuple(_transfer_choice(each, asking.linked) for each in asking.likely.of_arrival(number))


def _transfer_choice(proposal: Proposal, linked: Linked) -> Choice:
    entries = linked.merged.entries
    words = " and ".join(
        f"the {amount_words(-entries[out].amount, entries[out].currency)} that left {entries[out].account} on "
        f"{entries[out].day}"
        for out in proposal.outs
    )
    return Choice(
        "transfer", f"it is {words}: {proposal.why}", tuple(linked.ids.of_entry(out) for out in proposal.outs)
    )


def payments_asked(asking: Asking) -> Iterator[Item]:
    """Yield one item for each payer, and one for each payment that names none."""
    linked = asking.linked
    asked = {pair.arrival for pair in linked.questions}
    asked |= {number for numbers in linked.rivals.values() for number in numbers}
    payers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, arrival in enumerate(linked.arrivals):
        if arrival.kind is not AccountKind.WALLET or arrival.entry is None:
            continue
        entry = linked.merged.entries[arrival.entry]
        answer = _answer_of(number, arrival.entry, linked)
        if answer is not None:
            yield _payment(number, asking, State.ANSWERED, "")._replace(answer=answer)
        elif number in linked.pair_of_arrival or number in asked:
            continue
        elif (entry.account, entry.counterparty) in linked.decisions.payers:
            payers[entry.account, entry.counterparty].append(number)
        elif number in linked.own_inflows or number in linked.named:
            continue
        elif not arrival.remittance:
            yield _payment(number, asking, State.OPEN, "its kind is not known; it is in no total of earnings")
        elif entry.counterparty:
            payers[entry.account, entry.counterparty].append(number)
        else:
            yield _payment(number, asking, State.ASSUMED, "counted as a client's payment, gross")
    for (account, payer), numbers in payers.items():
        yield _payer(account, payer, numbers, asking)


def _payment(number: int, asking: Asking, state: State, why: str) -> Item:
    named = _outs_that_fit(number, asking)
    choices = choices_of(Topic.PAYMENT, named)
    return _item_of(
        number,
        asking,
        topic=Topic.PAYMENT,
        state=state,
        amount=asking.linked.arrivals[number].net,
        choices=choices,
        proposed=named[0] if named else choice_of(choices, "client"),
        why=why,
        code="row-unclear" if state is State.OPEN else "",
    )


def _payer(account: str, payer: str, numbers: list[int], asking: Asking) -> Item:
    """Make one item of a payer, whatever currencies it pays in."""
    linked = asking.linked
    arrivals = [linked.arrivals[number] for number in numbers]
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for arrival in arrivals:
        sums[arrival.currency] += arrival.net
    rupees = [asking.converter.rupees(each.net, each.currency, each.day) for each in arrivals]
    answer = linked.decisions.payers.get((account, payer))
    choices = choices_of(Topic.PAYER)
    words = " and ".join(amount_words(amount, currency) for currency, amount in sorted(sums.items()))
    first = arrivals[0]
    return Item(
        id=id_of_payer(account, payer),
        topic=Topic.PAYER,
        state=State.ASSUMED if answer is None else State.ANSWERED,
        day=first.day,
        until=max(each.day for each in arrivals),
        account=account,
        currency=first.currency,
        amount=sums[first.currency],
        pkr=None if any(each is None for each in rupees) else sum((each or ZERO for each in rupees), ZERO),
        fact=f"{payer} paid {words} into {account}, in {len(numbers)} payments.",
        ask="Who is it?",
        origin=origin_of(first, linked),
        text=payer,
        choices=choices,
        proposed=choice_of(choices, "client"),
        why="counted as a client's payments, gross, because no platform export explains them",
        code="",  # the report names all payers in one issue
        remedy="",
        answer=answer,
    )
