"""The review: what is to be decided, and answers kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from freelance_pk.books.review import save_answers, with_answers, without_answers
from freelance_pk.matching.decisions import Lost
from freelance_pk.model.errors import ExitStatus, UsageError
from freelance_pk.model.period import Period
from freelance_pk.model.review import (
    CHOICES,
    NEEDS_OTHERS,
    RULED,
    Answer,
    Answers,
    CreditRule,
    Item,
    State,
    Topic,
    problem_of,
)
from freelance_pk.run.inputs import Inputs
from freelance_pk.run.reporting import ground_of, rate_lookup
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.questions import find_all_items
from freelance_pk.statement.report import Ground


class Review(NamedTuple):
    """What there is to decide.

    Attributes:
        items: by day; with everything that may be overruled if asked for.
        lost: answers that do not apply to these files.
        rules: what every credit of a payer is.
        kept_in: the file of the answers, None if it must be named.
        taxpayer: name, "" if not known.
    """

    items: tuple[Item, ...]
    lost: tuple[Lost, ...]
    rules: tuple[CreditRule, ...]
    kept_in: Path | None
    taxpayer: str

    @property
    def status(self) -> ExitStatus:
        """Incomplete while anything is open."""
        is_open = any(item.state is State.OPEN for item in self.items)
        return ExitStatus.INCOMPLETE if is_open else ExitStatus.DONE


def review_of(
    inputs: Inputs,
    *,
    everything: bool = False,
    period: Period | None = None,
    ground: Ground | None = None,
) -> Review:
    """List what is open, counted on an assumption that a warning names, or answered.

    Args:
        inputs: files, profile, rates, answers.
        everything: also what is assumed without a warning, so that it can be overruled.
        period: only what bears on these days.
        ground: of these inputs, where it is laid already.
    """
    ground = ground or ground_of(inputs)
    shown = {item.id for item in ground.items}
    items = tuple(
        item
        for item in _all(ground, inputs)
        if (everything or item.id in shown)
        and (period is None or (item.until >= period.start and item.day <= period.end))
    )
    lost = tuple(ground.linked.decisions.lost)
    return Review(items, lost, inputs.answers.rules, inputs.answers_in, inputs.profile.name)


def _all(ground: Ground, inputs: Inputs) -> tuple[Item, ...]:
    # Rates asked for while proposing are not rates of a report.
    return find_all_items(ground.linked, ground.fates, ground.realised, Converter(rate_lookup(inputs.rates)))


def parse_answer(text: str) -> Answer:
    """Read ID=ANSWER, ID=ANSWER:ID or ID=ID+ID, as given with --answer.

    Raises:
        UsageError: it is none.
    """
    id_, equals, word = text.partition("=")
    id_, word = id_.strip(), word.strip()
    if not equals or not word:
        raise UsageError(f"{text!r} is no answer", remedy="give it as --answer credit-5k2f9t3x1z=family")
    name, colon, others = word.partition(":")
    if not colon and "-" in word:
        topic = id_.partition("-")[0]
        name = next((answer for known, answer in sorted(NEEDS_OTHERS) if known == topic), word)
        others = word
    answer = Answer(id_, name.strip(), tuple(each.strip() for each in others.split("+") if each.strip()))
    problem = problem_of(answer)
    if problem:
        raise UsageError(problem, remedy="`freelance-pk review` lists the items with their answers")
    return answer


def keep(
    inputs: Inputs,
    given: Sequence[Answer],
    today: date,
    *,
    always: str = "",
    note: str = "",
    ground: Ground | None = None,
) -> tuple[Answers, Path]:
    """Keep answers, each with words for what it is about.

    Args:
        inputs: the run whose items they answer.
        given: the answers.
        today: day of answering.
        always: words of a payer; the one answer given then holds for every credit that says them.
        note: the user's own words.
        ground: of these inputs, where it is laid already.

    Raises:
        UsageError: an id is of no row, or there is no file to keep answers in.
    """
    path = _place(inputs)
    ground = ground or ground_of(inputs)
    items = {item.id: item for item in _all(ground, inputs)}
    full = tuple(
        _described(answer, items, ground)._replace(answered_on=today, note=note or answer.note)
        for answer in given
    )
    rules = (_rule(always, given, items, note),) if always else ()
    return save_answers(path, lambda answers: with_answers(answers, full, rules)), path


def withdraw(inputs: Inputs, ids: Sequence[str]) -> tuple[Answers, Path]:
    """Take answers back, by id, or rules by the words they match.

    Raises:
        UsageError: one was never given.
    """
    path = _place(inputs)
    return save_answers(path, lambda answers: without_answers(answers, tuple(ids))), path


def _place(inputs: Inputs) -> Path:
    if inputs.answers_in is None:
        raise UsageError(
            "there is no file to keep the answers in",
            remedy="name one: --answers review.toml; give it to `report` and `tax` too, or keep all files in one "
            "folder and name the folder",
        )
    return inputs.answers_in


def _described(answer: Answer, items: dict[str, Item], ground: Ground) -> Answer:
    for other in answer.others:
        if not answer.answer == "payout" and not _is_known(other, items, ground):
            raise _unknown(other)
    item = items.get(answer.id)
    if item is not None:
        text = " ".join(item.text.split())
        about = (
            f"{item.day} {item.account}: {item.fact.split(' on ')[0]}"
            if item.topic is Topic.PAYER
            else (f"{item.day} {item.account}: {item.currency} {abs(item.amount):,}")
        )
        return answer._replace(about=f"{about} {text}".strip()[:200], account=item.account, day=item.day)
    position = ground.linked.ids.entry(answer.id)
    if position is None:
        raise _unknown(answer.id)
    entry = ground.linked.merged.entries[position]
    text = " ".join(f"{entry.counterparty} {entry.text}".split())
    about = f"{entry.day} {entry.account}: {entry.currency} {abs(entry.amount):,} {text}".strip()[:200]
    return answer._replace(about=about, account=entry.account, day=entry.day)


def _is_known(id_: str, items: dict[str, Item], ground: Ground) -> bool:
    ids = ground.linked.ids
    return id_ in items or ids.entry(id_) is not None or ids.certificate(id_) is not None


def _unknown(id_: str) -> UsageError:
    return UsageError(
        f"no row of these files has the id {id_}",
        remedy="`freelance-pk review --all` lists every id; give the same files or books as there",
    )


def _rule(words: str, given: Sequence[Answer], items: dict[str, Item], note: str) -> CreditRule:
    words = " ".join(words.split())
    if len(given) != 1 or given[0].topic is not Topic.CREDIT or given[0].answer not in RULED:
        raise UsageError(
            "--always goes with one answer about a credit",
            remedy=f"the answers it can repeat are {', '.join(each for each in CHOICES[Topic.CREDIT] if each in RULED)}",
        )
    item = items.get(given[0].id)
    text = " ".join(item.text.split()).casefold() if item is not None else ""
    if len(words) < 3 or words.casefold() not in text:
        raise UsageError(
            f"{words!r} does not stand in the row of {given[0].id}",
            remedy=f"take words of its own text: {item.text if item is not None else ''}",
        )
    return CreditRule(words, given[0].answer, note)
