"""What the items of a review are made from, and the words that they share."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.model.review import CHOICES, NEEDS_OTHERS, Choice, Topic
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.fates import Fate
from freelance_pk.statement.proposals import Proposals
from freelance_pk.statement.receipts import Realised


class Asking(NamedTuple):
    """What items are found in. `likely` is None where nothing need be proposed."""

    linked: Linked
    fates: tuple[Fate, ...]
    realised: Realised
    converter: Converter
    likely: Proposals | None = None


def amount_words(amount: Decimal, currency: str) -> str:
    """Write an amount for a question."""
    return f"{currency} {amount:,}"


def origin_of(arrival: Arrival, linked: Linked) -> str:
    """Return the file and row of a credit, or of a certificate whose credit is in no file."""
    if arrival.entry is not None:
        return linked.merged.entries[arrival.entry].origin
    return linked.merged.certificates[arrival.certificate].origin if arrival.certificate is not None else ""


def id_of_arrival(arrival: Arrival, linked: Linked) -> str:
    """Return the id of a credit, or of a certificate whose credit is in no file."""
    if arrival.entry is not None:
        return linked.ids.of_entry(arrival.entry)
    return linked.ids.of_certificate(arrival.certificate) if arrival.certificate is not None else ""


def choices_of(topic: Topic, named: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
    """Offer the rows that may be the other side, then every answer that needs none."""
    plain = (
        Choice(answer, words)
        for answer, words in CHOICES[topic].items()
        if (topic, answer) not in NEEDS_OTHERS
    )
    return (*named, *plain)


def choice_of(choices: tuple[Choice, ...], answer: str) -> Choice | None:
    return next((each for each in choices if each.answer == answer and not each.others), None)
