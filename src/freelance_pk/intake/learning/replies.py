"""A reply typed at the terminal, into an answer."""

import re
from dataclasses import replace

from freelance_pk.intake.learning.answers import Answers, Question
from freelance_pk.intake.learning.survey import Survey

_YES, _NO = ("y", "yes"), ("n", "no")


def answered(question: Question, reply: str, answers: Answers, survey: Survey) -> Answers:
    """Add a reply to the answers.

    Args:
        question: what was asked.
        reply: as typed; empty takes the suggestion, where there is one.
        answers: so far.
        survey: the file; columns may be named or given by their number from 1.

    Raises:
        ValueError: the reply is none to this question; the message says why.
    """
    text = reply.strip() or question.suggestion
    if question.about in ("kind", "date_order", "numbers"):
        return _settled(question.about, _among(text, question.choices), answers)
    if question.about in ("institution", "currency", "zone"):
        if not text:
            raise ValueError("please answer in words")
        return _settled(question.about, text, answers)
    if question.about == "word":
        word = question.names[0].strip().casefold()
        said = (*answers.words.get(word, ()), _among(text, question.choices))
        return replace(answers, words={**answers.words, word: said})
    if question.about == "skip":
        if _among(text, (*_YES, *_NO)) in _NO:
            raise ValueError(
                "a row without a date cannot be read; stop with Ctrl-C and put the date into the file"
            )
        return replace(answers, skips=(*answers.skips, question.names[0]))
    return replace(answers, columns={**answers.columns, **_columns(question, text, survey)})


def _settled(about: str, text: str, answers: Answers) -> Answers:
    match about:
        case "kind":
            return replace(answers, kind=text)
        case "date_order":
            return replace(answers, date_order=text)
        case "numbers":
            return replace(answers, numbers=text)
        case "institution":
            return replace(answers, institution=text)
        case "currency":
            return replace(answers, currency=text)
    return replace(answers, zone=text)


def _columns(question: Question, text: str, survey: Survey) -> dict[str, tuple[str, ...]]:
    if question.about == "fee":
        amount, fee = question.names
        return {"fee": ()} if _among(text, question.choices) == "net" else {"gross": (amount,), "fee": (fee,)}
    if question.about == "side":
        if text.casefold() in _YES:
            return {"credit": question.names}
        if not text or text.casefold() in _NO:
            raise ValueError("then name the column that tells in from out")
        return {"direction": (column_of(text, survey),)}
    if question.about == "amounts":
        parts = [each for each in re.split(r"\s*[;/]\s*|(?<=\d)[\s,]+(?=\d+$)", text) if each]
        if len(parts) == 2:
            return {"credit": (column_of(parts[0], survey),), "debit": (column_of(parts[1], survey),)}
        return {"amount": (column_of(text, survey),)}
    return {question.names[0]: (column_of(text, survey),) if text and text != "-" else ()}


def column_of(text: str, survey: Survey) -> str:
    """Return the name of a column given by name, or by its number from 1.

    Raises:
        ValueError: there is none.
    """
    column = survey.column(text)
    if column is None and text.isdigit() and 0 < int(text) <= len(survey.columns):
        column = survey.columns[int(text) - 1]
    if column is None:
        raise ValueError(f"there is no column {text!r}; give a name or a number of the list above")
    return column.name


def _among(text: str, choices: tuple[str, ...]) -> str:
    bare = text.strip().casefold().replace(" ", "_")
    if bare not in choices:
        raise ValueError(f"please answer with one of: {', '.join(choices)}")
    return bare
