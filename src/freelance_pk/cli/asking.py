"""Asking on a terminal: one item after the other, each answer kept as soon as it is given."""

from datetime import datetime
from typing import TYPE_CHECKING

from freelance_pk.cli.screen import colour, put, say, width
from freelance_pk.model.errors import ExitStatus
from freelance_pk.model.review import RULED, Answer, Choice, Item, State, Topic

if TYPE_CHECKING:
    from freelance_pk.run.inputs import Inputs
    from freelance_pk.statement.report import Ground

_HELP = "a number to answer, Enter to leave it open, q to stop: what you answered is kept"


class _StopError(Exception):
    """The user wants to stop."""


def ask_all(inputs: "Inputs", tax_year: int | None, *, lakh: bool) -> ExitStatus:
    """Ask every open item; what an answer decides or opens is looked at again before the end."""
    from freelance_pk.model.period import tax_year_period
    from freelance_pk.output.review_text import as_table
    from freelance_pk.run.reporting import ground_of
    from freelance_pk.run.reviewing import review_of

    period = tax_year_period(tax_year) if tax_year is not None else None
    passed: set[str] = set()
    count = 0
    say(_HELP)
    try:
        while True:
            ground = ground_of(inputs)
            waiting = [
                item
                for item in review_of(inputs, period=period, ground=ground).items
                if item.state is State.OPEN and item.id not in passed
            ]
            if not waiting:
                break
            item = waiting[0]
            passed.add(item.id)
            answered = _ask(item, len(waiting), inputs, ground, lakh=lakh)
            if answered is not None:
                inputs = answered
                count += 1
    except (_StopError, EOFError, KeyboardInterrupt):
        say("")
    made = review_of(inputs, period=period)
    left = sum(1 for item in made.items if item.state is State.OPEN)
    if not count and not passed:
        put(as_table(made, lakh=lakh, width=width(), colour=colour()))
    else:
        say(f"{count} answered, {left} left open" + (f"; kept in {made.kept_in}" if count else ""))
    return made.status


def _ask(item: Item, left: int, inputs: "Inputs", ground: "Ground", *, lakh: bool) -> "Inputs | None":
    """Ask one item; return the inputs with its answer, None if it stays open."""
    from freelance_pk.intake.dates import PAKISTAN
    from freelance_pk.output.review_text import item_parts
    from freelance_pk.output.screen import render
    from freelance_pk.run.reviewing import keep

    put(render(item_parts(item, lakh=lakh, numbered=True), width=width(), colour=colour()))
    choice = _choose(item, left)
    if choice is None:
        return None
    words = _payers_words(item, choice)
    answer = Answer(item.id, choice.answer, choice.others)
    answers, path = keep(inputs, [answer], datetime.now(PAKISTAN).date(), always=words, ground=ground)
    return inputs._replace(answers=answers, answers_in=path)


def _choose(item: Item, left: int) -> Choice | None:
    while True:
        typed = input(f"  answer ({left} open; {_HELP.split(':', maxsplit=1)[0]}) > ").strip().lower()
        if not typed:
            return None
        if typed in ("q", "quit"):
            raise _StopError
        if typed.isdecimal() and 1 <= int(typed) <= len(item.choices):
            return item.choices[int(typed) - 1]
        named = [choice for choice in item.choices if choice.answer == typed and not choice.others]
        if named:
            return named[0]
        say(f"  {typed!r} is none of 1 to {len(item.choices)}")


def _payers_words(item: Item, choice: Choice) -> str:
    """Ask for the words by which the same payer's other credits are known, "" for none."""
    if item.topic is not Topic.CREDIT or choice.answer not in RULED:
        return ""
    text = " ".join(item.text.split())
    say(
        "  the same for every credit of this payer? type the words its rows share, or Enter for this one alone"
    )
    while True:
        typed = " ".join(input("  words > ").split())
        if not typed or (len(typed) >= 3 and typed.casefold() in text.casefold()):
            return typed
        say(f"  these words do not stand in: {text}")
