"""What the user is asked, and what they answered: kept in review.toml by stable ids."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Topic(StrEnum):
    """What an item is about; every id begins with it."""

    CREDIT = "credit"  # money into a bank account
    PAYMENT = "payment"  # money into a wallet
    WITHDRAWAL = "withdrawal"  # money out of a platform or wallet
    ROW = "row"  # a row of a platform or wallet that says nothing of itself
    PAYER = "payer"  # everything one payer sent into a wallet
    ACCOUNT = "account"
    CERTIFICATE = "certificate"


class State(StrEnum):
    """How an item stands: `OPEN` leaves the figures incomplete; `ASSUMED` is counted as said until overruled."""

    OPEN = "open"
    ASSUMED = "assumed"
    ANSWERED = "answered"


# The answers to each topic, in the order in which they are offered. Where `NEEDS_OTHERS` lists an
# answer, it names the other side by its id.
CHOICES: Mapping[Topic, Mapping[str, str]] = {
    Topic.CREDIT: {
        "export": "an export receipt: a client abroad paid for work",
        "family": "a family remittance",
        "own": "my own money, moved from another account",
        "loan": "a loan, or a loan paid back to me",
        "gift": "a gift",
        "local": "a client in Pakistan paid for work",
        "crypto": "the price of crypto, from a private person",
        "other": "something else that is no income",
        "transfer": "it is a withdrawal of mine",
    },
    Topic.PAYMENT: {
        "client": "a client's payment, gross",
        "payout": "a platform's payout: its work is counted in the platform's export",
        "own": "my own money",
        "family": "family money",
        "loan": "a loan",
        "gift": "a gift",
        "other": "something else that is no income",
        "transfer": "it is a withdrawal of mine",
    },
    Topic.WITHDRAWAL: {
        "transit": "still on its way",
        "arrived": "it is a credit in my files",
        "elsewhere": "it reached a bank account whose statement is not here",
        "returned": "it was lost, or came back",
        "spent": "it was spent, or given away",
    },
    Topic.ROW: {
        "earning": "earned for work",
        "refund": "a refund to a client, or taken back",
        "fee": "a fee, or a fee given back",
        "own": "my own money put in or taken out",
        "spent": "spent",
        "returned": "an earlier withdrawal that came back",
    },
    Topic.PAYER: {
        "client": "a client: its payments are gross earnings",
        "payout": "a platform's payouts: the work is counted in the platform's export",
        "own": "my own money",
        "family": "family money",
        "other": "something else that is no income",
    },
    Topic.ACCOUNT: {
        "platform": "a platform that clients pay into",
        "wallet": "a wallet or an account abroad",
        "bank": "an account at a bank in Pakistan",
        "other": "somebody else's account",
    },
    Topic.CERTIFICATE: {
        "credit": "it is a credit in my files",
        "elsewhere": "the money reached an account whose statement is not here",
        "ignore": "it is not mine, or was replaced by another",
    },
}
NEEDS_OTHERS = frozenset(
    {
        (Topic.CREDIT, "transfer"),
        (Topic.PAYMENT, "transfer"),
        (Topic.WITHDRAWAL, "arrived"),
        (Topic.CERTIFICATE, "credit"),
    }
)
# What the ids given with such an answer may begin with.
OTHERS = {
    Topic.CREDIT: (Topic.WITHDRAWAL,),
    Topic.PAYMENT: (Topic.WITHDRAWAL,),
    Topic.WITHDRAWAL: (Topic.CREDIT, Topic.PAYMENT, Topic.CERTIFICATE),
    Topic.CERTIFICATE: (Topic.CREDIT,),
}
# Answers that a rule may give to every credit of one payer.
RULED = frozenset({"export", "family", "own", "loan", "gift", "local", "crypto", "other"})


class Answer(NamedTuple):
    """One answer.

    Attributes:
        id: of the item.
        answer: one of the topic's `CHOICES`.
        others: ids of the other side, for answers that name one.
        about: the item in words, so that an answer can be read, and named once its row is gone.
        account, day: of the row, to tell a missing file from a row that changed; "" and None if not known.
        note: the user's own words.
        answered_on: when; None if not kept.
    """

    id: str
    answer: str
    others: tuple[str, ...] = ()
    about: str = ""
    account: str = ""
    day: date | None = None
    note: str = ""
    answered_on: date | None = None

    @property
    def topic(self) -> Topic:
        """What it is an answer about."""
        return topic_of(self.id)


class CreditRule(NamedTuple):
    """What every credit is whose text holds `match` (upper and lower case alike), where nothing proves it."""

    match: str
    answer: str
    note: str = ""


class Answers(NamedTuple):
    """Everything answered: by id, and rules for all credits of a payer."""

    by_id: Mapping[str, Answer] = MappingProxyType({})
    rules: tuple[CreditRule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_id or self.rules)


NO_ANSWERS = Answers()


class Choice(NamedTuple):
    """An answer that fits an item: the answer, the ids it names, and words for it."""

    answer: str
    words: str
    others: tuple[str, ...] = ()


class Item(NamedTuple):
    """Something to decide.

    Attributes:
        id: stable: of the row's own identity, whatever its file is called.
        topic, state: what and how it stands.
        day: of the row, of a payer's or an account's first row.
        until: last day it bears on: of the credit that a withdrawal may be, of the last row of a payer.
        account, currency, amount: of the row.
        pkr: rupees at stake, None where no rate is known.
        fact: what the file shows, a sentence.
        ask: the question.
        origin: where the row stands.
        text: counterparty and description, which a rule may match.
        choices: the answers that fit, those naming another row first.
        proposed: the answer that looks likeliest, None where nothing speaks for any.
        why: why it is asked, or what is assumed until answered; the end of a sentence.
        code: of the issue that the report raises while it stands so, "" for none.
        remedy: what else than an answer would settle it.
        answer: what was answered, None while open or assumed.
    """

    id: str
    topic: Topic
    state: State
    day: date
    until: date
    account: str
    currency: str
    amount: Decimal
    pkr: Decimal | None
    fact: str
    ask: str
    origin: str
    text: str
    choices: tuple[Choice, ...]
    proposed: Choice | None
    why: str
    code: str
    remedy: str
    answer: Answer | None = None


def topic_of(id_: str) -> Topic:
    """Return the topic that an id begins with.

    Raises:
        ValueError: it begins with none.
    """
    return Topic(id_.partition("-")[0])


def problem_of(answer: Answer) -> str:
    """Say why an answer cannot be one, "" if it can: its id, its word, the ids it names."""
    try:
        topic = topic_of(answer.id)
    except ValueError:
        return f"{answer.id!r} is no id of a review item; ids look like credit-5k2f9t3x1z"
    words = CHOICES[topic]
    if answer.answer not in words:
        return f"{answer.answer!r} is no answer to a {topic} item; the answers are {', '.join(words)}"
    if (topic, answer.answer) in NEEDS_OTHERS:
        allowed = OTHERS[topic]
        if not answer.others:
            return f"the answer {answer.answer} needs the id of the other side, like {allowed[0]}-5k2f9t3x1z"
        wrong = [other for other in answer.others if other.partition("-")[0] not in allowed]
        if wrong:
            return f"{wrong[0]!r} cannot be the other side of a {topic}; its id begins with {' or '.join(allowed)}"
    elif answer.others and (topic, answer.answer) not in {(Topic.PAYER, "payout"), (Topic.PAYMENT, "payout")}:
        return f"the answer {answer.answer} names no other row"
    return ""
