"""The review on a terminal, as JSON, and as text to paste into review.toml."""

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from freelance_pk.model.review import Answer, Choice, Item, State
from freelance_pk.output.numbers import plain, rupees
from freelance_pk.output.screen import heading, render
from freelance_pk.run.reviewing import Review

SCHEMA = "freelance-pk/review/1"


def as_table(review: Review, *, lakh: bool, width: int, colour: bool) -> str:
    """Render the list: open items with their answers, what is assumed, what was answered."""
    return render(_parts(review, lakh=lakh), width=width, colour=colour)


def _parts(review: Review, *, lakh: bool) -> Iterator[RenderableType]:
    by_state = {state: [item for item in review.items if item.state is state] for state in State}
    yield Text(_sentence(by_state[State.OPEN], review, lakh=lakh), style="bold")
    for item in by_state[State.OPEN]:
        yield from item_parts(item, lakh=lakh)
    yield from _assumed(by_state[State.ASSUMED], lakh=lakh)
    yield from _answered(by_state[State.ANSWERED], review)
    if review.lost:
        yield heading("Answers that do not apply")
        for lost in review.lost:
            about = f" ({lost.answer.about})" if lost.answer.about else ""
            yield Text(f"{lost.answer.id} = {_word(lost.answer)}{about}: {lost.reason}")
    if by_state[State.OPEN]:
        yield heading(f"To paste into {review.kept_in or 'review.toml'}, with the answers you want")
        yield Text(paste_text(by_state[State.OPEN]))


def _assumed(items: Sequence[Item], *, lakh: bool) -> Iterator[RenderableType]:
    if items:
        yield heading("Counted as said until you overrule it")
    for item in items:
        yield Text()
        yield Text(f"{item.id}{_stake(item, lakh=lakh)}")
        yield _indented(f"{item.fact} {_text_words(item)}")
        yield _indented(f"now: {item.why}")
        yield _indented(f"answers: {' | '.join(answer_word(choice) for choice in item.choices)}")


def _answered(items: Sequence[Item], review: Review) -> Iterator[RenderableType]:
    if items or review.rules:
        yield heading("Answered")
    for item in items:
        if item.answer is not None:
            yield Text(f"{item.id} = {_word(item.answer)}: {item.fact} {_text_words(item)}".strip())
    for rule in review.rules:
        yield Text(f"every credit that says {rule.match!r} = {rule.answer}")


def item_parts(item: Item, *, lakh: bool, numbered: bool = False) -> Iterator[RenderableType]:
    """Write one open item with its answers; numbered, to be chosen by number."""
    yield Text()
    yield Text.assemble((item.id, "bold"), _stake(item, lakh=lakh))
    yield _indented(f"{item.fact} {item.ask}")
    if item.text:
        yield _indented(f"text: {_text_words(item)}")
    yield _indented(f"where: {item.origin}")
    yield _indented(f"why: {item.why}")
    for number, choice in enumerate(item.choices, 1):
        mark = " (proposed)" if choice == item.proposed else ""
        lead = f"{number:>2}  " if numbered else ""
        yield _indented(f"{lead}{answer_word(choice)}: {choice.words}{mark}", 4)


def _sentence(open_items: Sequence[Item], review: Review, *, lakh: bool) -> str:
    name = f"{review.taxpayer}: " if review.taxpayer else ""
    if not open_items:
        return f"{name}nothing is undecided."
    known = [item.pkr for item in open_items if item.pkr is not None]
    stake = f", Rs {rupees(sum(known, start=known[0] * 0), lakh=lakh)} at stake" if known else ""
    count = len(open_items)
    return f"{name}{count} {'item is' if count == 1 else 'items are'} undecided{stake}."


def _stake(item: Item, *, lakh: bool) -> str:
    if item.pkr is None:
        return "" if not item.amount else "  (no rate)"
    return f"  Rs {rupees(abs(item.pkr), lakh=lakh)}"


def _text_words(item: Item) -> str:
    return " ".join(item.text.split())[:120]


def _indented(words: str, columns: int = 2) -> RenderableType:
    return Padding(Text(words), (0, 0, 0, columns))


def answer_word(choice: Choice) -> str:
    """Write a choice as it is given with --answer: family, or arrived:credit-5k2f9t3x1z."""
    return f"{choice.answer}:{'+'.join(choice.others)}" if choice.others else choice.answer


def _word(answer: Answer) -> str:
    return f"{answer.answer}:{'+'.join(answer.others)}" if answer.others else answer.answer


def paste_text(items: Sequence[Item]) -> str:
    """Write open items as tables of review.toml, each with the proposed answer or a place for one."""
    return "\n".join(line for item in items for line in _paste(item))


def _paste(item: Item) -> Iterator[str]:
    chosen = item.proposed
    answers = " | ".join(dict.fromkeys(choice.answer for choice in item.choices))
    about = f"{item.day} {item.account} {item.currency} {abs(item.amount):,} {_text_words(item)}".strip()
    yield "[[answer]]"
    yield from _comment(about)
    yield from _comment(answers)
    yield f'id = "{item.id}"'
    yield f'answer = "{chosen.answer if chosen is not None else ""}"'
    if chosen is not None and chosen.others:
        yield "with = ["
        yield from (f'  "{each}",' for each in chosen.others)
        yield "]"
    yield ""


def _comment(words: str) -> Iterator[str]:
    """Wrap a comment so that no terminal breaks its lines: what is pasted must stay a comment."""
    yield from wrap(words, 78, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def as_json(review: Review) -> str:
    """Write the review for scripts."""
    open_count = sum(1 for item in review.items if item.state is State.OPEN)
    content = {
        "schema": SCHEMA,
        "status": "incomplete" if open_count else "complete",
        "open": open_count,
        "kept_in": None if review.kept_in is None else str(review.kept_in),
        "items": [_item(item) for item in review.items],
        "rules": [{"match": rule.match, "answer": rule.answer, "note": rule.note} for rule in review.rules],
        "not_applied": [
            {"id": lost.answer.id, **_said(lost.answer), "about": lost.answer.about, "reason": lost.reason}
            for lost in review.lost
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "topic": item.topic.value,
        "state": item.state.value,
        "date": item.day.isoformat(),
        "account": item.account,
        "currency": item.currency,
        "amount": plain(item.amount),
        "pkr": None if item.pkr is None else plain(item.pkr),
        "question": f"{item.fact} {item.ask}",
        "why": item.why,
        "text": _text_words(item),
        "origin": item.origin,
        "choices": [
            {"answer": each.answer, "with": list(each.others), "words": each.words} for each in item.choices
        ],
        "proposed": None
        if item.proposed is None
        else {"answer": item.proposed.answer, "with": list(item.proposed.others)},
        "answer": None if item.answer is None else _said(item.answer),
    }


def _said(answer: Answer) -> dict[str, Any]:
    return {"answer": answer.answer, "with": list(answer.others), "note": answer.note}
