"""The user's answers that are in a period's figures, each with what it did."""

from collections.abc import Iterable, Iterator

from freelance_pk.matching.linked import YOUR_ANSWER, Linked
from freelance_pk.model.period import Period
from freelance_pk.model.review import Item, State, Topic
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.credits import RULE
from freelance_pk.statement.figures import AnswerUsed
from freelance_pk.statement.receipts import Realised

_LEFT_OUT = {
    "family": "left out of income: family money",
    "own": "left out of income: own money",
    "loan": "left out of income: a loan",
    "gift": "left out of income: a gift",
    "other": "left out of income",
}
EFFECTS: dict[Topic, dict[str, str]] = {
    Topic.CREDIT: {
        **_LEFT_OUT,
        "export": "counted as an export receipt",
        "local": "counted as business income in Pakistan",
        "crypto": "left out of receipts: the price of crypto",
        "transfer": "counted as the arrival of a withdrawal",
    },
    Topic.PAYMENT: {
        **_LEFT_OUT,
        "client": "counted as earned, gross",
        "payout": "left out of earnings: the platform's export has it",
        "transfer": "counted as the arrival of a withdrawal",
    },
    Topic.PAYER: {
        **_LEFT_OUT,
        "client": "counted as earned, gross",
        "payout": "left out of earnings: the platform's export has it",
    },
    Topic.WITHDRAWAL: {
        "transit": "counted as on its way",
        "arrived": "counted as arrived",
        "elsewhere": "counted at its rupees, as an estimate",
        "returned": "left out: lost, or came back",
        "spent": "left out: spent, not brought in",
    },
    Topic.ROW: {
        "earning": "counted as earned",
        "refund": "counted as a refund",
        "fee": "counted as a fee",
        "own": "left out of earnings: own money",
        "spent": "left out of earnings: spent",
        "returned": "left out of earnings: an earlier withdrawal",
    },
    Topic.ACCOUNT: {
        "platform": "treated as a platform",
        "wallet": "treated as a wallet",
        "bank": "treated as a bank account in Pakistan",
        "other": "left out: somebody else's account",
    },
    Topic.CERTIFICATE: {
        "credit": "tied to the credit named",
        "elsewhere": "counted as a receipt of an account without a file",
        "ignore": "left out",
    },
}
_OVERTAKEN = "not used: the files show what became of it"


def answers_used(
    items: Iterable[Item], linked: Linked, realised: Realised, converter: Converter, period: Period
) -> tuple[AnswerUsed, ...]:
    """List the answers and rules that bear on the period, by day."""
    used = [
        AnswerUsed(
            item.id,
            item.answer.answer,
            _effect(item, linked),
            _about(item),
            item.day,
            abs(item.pkr) if item.pkr else item.pkr,
        )
        for item in items
        if item.state is State.ANSWERED
        and item.answer is not None
        and item.until >= period.start
        and item.day <= period.end
    ]
    return (*sorted(used, key=lambda each: (each.day, each.id)), *_rules(linked, realised, converter, period))


def _about(item: Item) -> str:
    return f"{item.fact} {' '.join(item.text.split())}".strip()


def _effect(item: Item, linked: Linked) -> str:
    assert item.answer is not None
    effect = EFFECTS[item.topic][item.answer.answer]
    if item.topic is Topic.WITHDRAWAL:
        position = linked.ids.entry(item.id)
        pair = linked.pair_of_out.get(position) if position is not None else None
        if (pair is not None and pair.rule != YOUR_ANSWER) or position in linked.reversed:
            return _OVERTAKEN
    return effect


def _rules(linked: Linked, realised: Realised, converter: Converter, period: Period) -> Iterator[AnswerUsed]:
    for number, by in sorted(realised.by.items()):
        arrival = linked.arrivals[number]
        if not by.startswith(RULE) or arrival.day not in period or arrival.entry is None:
            continue
        answer = _answer_of_class(realised.classes[number].value)
        entry = linked.merged.entries[arrival.entry]
        yield AnswerUsed(
            by,
            answer,
            EFFECTS[Topic.CREDIT][answer],
            f"{arrival.currency} {arrival.gross:,} came into {arrival.account} on {arrival.day}. "
            f"{' '.join(f'{entry.counterparty} {entry.text}'.split())}",
            arrival.day,
            converter.rupees(arrival.gross, arrival.currency, arrival.day),
        )


def _answer_of_class(what: str) -> str:
    return {"receipt": "export", "not income": "other"}.get(what, what)
