"""How a file is to be read, as far as the file and the user tell; and what is still to be asked."""

import re
from typing import Literal, get_args

from freelance_pk.intake.dates import is_time_zone, parse_date
from freelance_pk.intake.learning.answers import Answers
from freelance_pk.intake.learning.money_columns import choose_money
from freelance_pk.intake.learning.survey import Column, Survey
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.intake.learning.word_columns import choose_words
from freelance_pk.intake.learning.work import NAMED, PROVEN, Work
from freelance_pk.intake.numbers import COMMA
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import UsageError
from freelance_pk.model.money import PKR

AccountWord = Literal["bank", "wallet", "platform"]
ACCOUNT_WORDS: tuple[str, ...] = get_args(AccountWord)
_CODE = re.compile(r"[A-Za-z]{3}").fullmatch
_SIGNS = {"€": "EUR", "£": "GBP", "₨": "PKR"}
_CODES = re.compile(
    r"(?<![A-Za-z])(?:(PKR|USD|EUR|GBP|CAD|AUD|AED|SAR)|(Rs)\.?|(US\$)|([€£₨]))(?![A-Za-z])", re.IGNORECASE
)
_MONEY = ("amount", "credit", "debit", "gross", "fee", "net", "balance")
_MOST_SKIPS = 3


def propose(survey: Survey, answers: Answers, kind: str) -> Work:
    """Work out how to read a file.

    Args:
        survey: the file.
        answers: what the user said.
        kind: of the account, "" while it is not known.

    Raises:
        UsageError: an answer names a column that is not there, or cannot be.
    """
    work = Work(survey, answers, kind)
    if not kind:
        work.ask(
            "kind",
            "What is it: a bank, a wallet (it holds money on the way), or a platform (it pays for work)?",
            "--kind bank, --kind wallet or --kind platform (not needed for an institution that is known)",
            choices=ACCOUNT_WORDS,
        )
    _date(work)
    choose_money(work)
    choose_words(work)
    _numbers(work)
    _currency(work)
    _others(work)
    _undated(work)
    return work


def _date(work: Work) -> None:
    if not work.said("date"):
        found = [column for column in work.survey.columns if column.orders]
        named = [column for column in found if "date" in vocabulary().fields_of(column.name)] or found
        if not _one_day(work.survey, named):
            work.ask_column("date", "Which column is the day on which the money moved?", named, named[0].name)
        elif named:
            work.give("date", (named[0],), NAMED)
    for name in ("time", "zone"):
        if not work.said(name) and len(work.named(name)) == 1:
            work.give(name, (work.named(name)[0],), NAMED)
    column = work.one("date")
    if column is None:
        return
    if not column.orders:
        raise UsageError(
            f"the cells of {column.name!r} are no dates", remedy="map date to another column with --map"
        )
    _order(work, column)
    _zone(work, column)


def _one_day(survey: Survey, columns: list[Column]) -> bool:
    """Say whether several columns of dates give the same day in every row."""
    first = columns[0].place
    return all(
        column.orders == columns[0].orders
        and (not row[column.place] or _day(row[first]) == _day(row[column.place]))
        for column in columns[1:]
        for _, row in survey.rows
        if max(first, column.place) < len(row)
    )


def _day(text: str) -> object:
    try:
        return parse_date(text, "dmy")[0]
    except ValueError:
        return text


def _order(work: Work, column: Column) -> None:
    said = work.answers.date_order
    if said and said not in column.orders and column.orders != ("",):
        other = {"dmy": "day first", "mdy": "month first"}[said]
        raise UsageError(
            f"the dates of {column.name!r} cannot be written {other}: {column.samples[0]!r}",
            remedy="leave --date-order out",
        )
    if said or len(column.orders) == 1:
        work.date_order = said or column.orders[0]
        return
    work.ask(
        "date_order",
        f"{column.samples[0]!r} may be day/month or month/day, and no row of {column.name} tells. Which comes first?",
        "--date-order dmy (day first) or --date-order mdy (month first)",
        choices=("dmy", "mdy"),
        suggestion=_likely_order(work.survey, column),
    )


def _likely_order(survey: Survey, column: Column) -> str:
    """Return the one order under which the rows stand in order of time, "" if both or neither."""
    likely = []
    for order in ("dmy", "mdy"):
        days = [
            parse_date(row[column.place], order)[0]
            for _, row in survey.rows
            if row[column.place : column.place + 1] != [""]
        ]
        if days in (sorted(days), sorted(days, reverse=True)):
            likely.append(order)
    return likely[0] if len(likely) == 1 else ""


def _zone(work: Work, column: Column) -> None:
    timed = column.timed or work.one("time") is not None
    said = work.answers.zone
    if said and not is_time_zone(said):
        raise UsageError(f"no time zone is called {said!r}", remedy="for example UTC, PKT, America/New_York")
    work.zone = said
    if timed and not said and not work.one("zone") and work.kind in ("wallet", "platform"):
        work.ask(
            "zone",
            "The dates have times. In which time zone? (PKT for Pakistan; UTC; or a name like America/New_York)",
            "--zone PKT, --zone UTC or another time zone",
        )


def _numbers(work: Work) -> None:
    """Decide between decimal point and comma: a column that fits one alone decides for the file."""
    columns = [column for name in _MONEY for column in work.fields.get(name, ()) if column.styles]
    bad = next((c for name in _MONEY for c in work.fields.get(name, ()) if c.filled and not c.styles), None)
    if bad is not None:
        raise UsageError(
            f"the cells of {bad.name!r} are no amounts: {bad.samples[0]!r}",
            remedy="map the field to another column",
        )
    said = work.answers.numbers
    sure = {column.styles[0] for column in columns if len(column.styles) == 1}
    open_ = [column for column in columns if len(column.styles) > 1 and not column.one_value]
    if said:
        work.numbers = said
    elif len(sure) == 1:
        work.numbers = "comma" if COMMA in sure else "point"
    elif open_:
        sample = next(text for text in open_[0].samples if any(mark in text for mark in ".,"))
        work.ask(
            "numbers",
            f"Is {sample!r} in {open_[0].name} written with a decimal point or a decimal comma?",
            "--numbers point (1,234.56) or --numbers comma (1.234,56)",
            choices=("point", "comma"),
        )


def _currency(work: Work) -> None:
    said = work.answers.currency.upper()
    if said and not _CODE(said):
        raise UsageError(f"{said!r} is no currency", remedy="give three letters, as in --currency PKR")
    if not work.said("currency"):
        found = [
            column
            for column in work.named("currency")
            if column.words and all(_CODE(word) for word in column.words)
        ]
        if len(found) == 1:
            work.give("currency", (found[0],), NAMED)
    column = work.one("currency")
    hints = _hinted(work)
    if said:
        work.currency = said
    elif column is not None and column.filled == len(work.survey.rows):
        return
    elif len(hints) == 1:
        work.currency = hints.pop()
    else:
        work.ask(
            "currency",
            "In which currency are the amounts?",
            "--currency PKR (or USD, EUR, ...)",
            suggestion=PKR if work.kind == "bank" else "",
        )


def _hinted(work: Work) -> set[str]:
    """Return the currencies that the names and cells of the amount columns name; else the one above the header."""
    columns = [column for name in _MONEY for column in work.fields.get(name, ())]
    texts = [text for column in columns for text in (column.name, *column.samples)]
    found = {
        (code or ("PKR" if rupees else "USD" if dollars else _SIGNS[sign])).upper()
        for text in texts
        for code, rupees, dollars, sign in _CODES.findall(text)
    }
    if found:
        return found
    above = re.search(vocabulary().preamble["currency"], work.survey.preamble)
    return {above[1].upper()} if above else set()


def _others(work: Work) -> None:
    """Choose the columns that hold no money."""
    if not work.said("ref"):
        found = [column for column in work.named("ref") if column.filled]
        whole = [column for column in found if column.filled == len(work.survey.rows)]
        work.give("ref", tuple((whole or found)[:1]), NAMED)
    if not work.said("counterparty"):
        found = [column for column in work.named("counterparty") if column.filled and not column.styles]
        work.give("counterparty", tuple(found[:3]), NAMED)
    if not work.said("text"):
        # A bank's words for the sort of row are part of its text: its rules read them there.
        kinds = work.named("kind") if not work.one("kind") else []
        found = [column for column in [*kinds, *work.named("text")] if column.filled and not column.styles]
        if any(column not in kinds for column in found):
            work.give("text", tuple(found[:4]), NAMED)
        else:
            _ask_of_text(work)
    for name in set(work.answers.columns) - set(work.fields):
        work.said(name)


def _ask_of_text(work: Work) -> None:
    taken = {column.place for columns in work.fields.values() for column in columns}
    free = [
        column
        for column in work.survey.columns
        if column.filled and column.place not in taken and not column.styles and not column.orders
    ]
    if free and not (work.kinds and work.one("counterparty")):
        free.sort(key=lambda column: -sum(map(len, column.samples)))
        work.ask_column("text", "Which column describes the row? (empty: none)", free, free[0].name)


def _undated(work: Work) -> None:
    """Tell rows without a date that are known to be no transactions; ask about the others."""
    patterns = {
        **vocabulary().undated,
        **{re.escape(words): "left out as you said" for words in work.answers.skips},
    }
    asked = 0
    for line, row in work.survey.undated:
        text = ",".join(row)
        fitting = next((each for each in patterns if re.search(each, text, re.IGNORECASE)), None)
        if fitting is not None:
            work.undated[fitting] = patterns[fitting]
        elif asked < _MOST_SKIPS:
            asked += 1
            words = _leading_words(row)
            work.ask(
                "skip",
                f"Row {line} has no date: {text[:70]!r}. Is it no transaction, to be left out?",
                f'--skip "{words}" if row {line} is no transaction; otherwise the file needs a date there',
                (words,),
                ("yes", "no"),
            )


def _leading_words(row: list[str]) -> str:
    """Return what a row begins with: the words that its like will have, too."""
    first = next(cell for cell in row if cell)
    words = re.match(r"\D{3,40}", first)
    return (words[0] if words else first[:40]).strip()


__all__ = ["ACCOUNT_WORDS", "PROVEN", "Kind", "propose"]
