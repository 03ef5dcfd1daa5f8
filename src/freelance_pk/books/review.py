"""review.toml: the answers to review items. Read strictly, written in one step, the user's own words left as they are."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from freelance_pk.books.alone import alone
from freelance_pk.books.writing import write_private
from freelance_pk.model.errors import FreelanceError, InputRefusedError, UsageError
from freelance_pk.model.review import RULED, Answer, Answers, CreditRule, problem_of

NAME = "review.toml"
_HEAD = (
    "# Answers to `freelance-pk review`, kept by the ids of the rows they are about. To take one back, remove its\n"
    "# table, or run `freelance-pk review --withdraw ID`.\n"
)
_ANSWER_KEYS = ("id", "answer", "with", "about", "account", "date", "note", "answered")
_RULE_KEYS = ("match", "answer", "note")
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*(answer|rule)[ \t]*\]\][ \t]*(?:#.*)?$")


def load_answers(path: Path) -> Answers:
    """Read and check the answers.

    Raises:
        InputRefusedError: the file cannot be read, is not TOML, or holds a key, an id or an answer that is
            not known; the message names the file, the entry and the value.
    """
    return _checked(_read(path), path)


def save_answers(path: Path, change: Callable[[Answers], Answers]) -> Answers:
    """Change the answers: read afresh, changed, written in one step, while no other process writes.

    What the change leaves alone stays as it stands in the file, comments too.

    Args:
        path: of review.toml; made if it is not there.
        change: from the answers in the file to the answers wanted.

    Raises:
        InputRefusedError: the file is there and cannot be used; it is left as it is.
        FreelanceError: it cannot be written; an older file is as it was.
    """
    if not path.parent.is_dir():
        raise UsageError(
            f"{path.parent} is no folder",
            remedy="name a file in a folder that is there, or make the folder first",
        )
    with alone(path.parent, below=False):
        text = _read(path) if path.exists() else _HEAD
        before = _checked(text, path)
        wanted = change(before)
        if wanted == before:
            return before
        written = _edited(text, before, wanted)
        if not _says(written, wanted, path):
            written = _HEAD + _texts(wanted.by_id.values(), wanted.rules)
        write_private(path, written.encode())
    return wanted


def _says(text: str, wanted: Answers, path: Path) -> bool:
    """Say whether a text holds just these answers; one in a form that is not cut by tables may not, once edited."""
    try:
        return _checked(text, path) == wanted
    except InputRefusedError:
        return False


def with_answers(answers: Answers, given: tuple[Answer, ...], rules: tuple[CreditRule, ...] = ()) -> Answers:
    """Add answers and rules, each in place of an older one of its id or match."""
    matches = {rule.match.casefold() for rule in rules}
    kept = tuple(rule for rule in answers.rules if rule.match.casefold() not in matches)
    return Answers({**answers.by_id, **{each.id: each for each in given}}, (*kept, *rules))


def without_answers(answers: Answers, ids: tuple[str, ...]) -> Answers:
    """Take answers back by id, and rules by what they match.

    Raises:
        UsageError: one of them is not there.
    """
    known = {*answers.by_id, *(rule.match for rule in answers.rules)}
    missing = [each for each in ids if each not in known]
    if missing:
        raise UsageError(
            f"{missing[0]} has no answer",
            remedy="`freelance-pk review` lists what was answered" if known else "nothing was answered yet",
        )
    return Answers(
        {id_: answer for id_, answer in answers.by_id.items() if id_ not in ids},
        tuple(rule for rule in answers.rules if rule.match not in ids),
    )


def pasted(answer: Answer) -> str:
    """Write an answer as it stands in the file."""
    return _text_of(answer).lstrip("\n")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as failure:
        raise InputRefusedError(
            f"the answers cannot be read: {failure.strerror}",
            origin=str(path),
            remedy="check the name and its rights",
        ) from failure
    except UnicodeDecodeError as failure:
        raise InputRefusedError(
            "the answers are not UTF-8 text", origin=str(path), remedy="save the file as UTF-8"
        ) from failure


def _checked(text: str, path: Path) -> Answers:
    try:
        content = tomli.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as failure:  # no TOML, or a number or a nesting without end
        raise InputRefusedError(
            f"the answers are not valid TOML: {failure}",
            origin=str(path),
            remedy='an answer is a table: [[answer]], id = "...", answer = "..."',
        ) from failure
    check = _Check(path)
    check.keys("the file", content, ("answer", "rule"))
    by_id: dict[str, Answer] = {}
    for number, each in enumerate(check.tables(content, "answer"), 1):
        answer = check.answer(each, number)
        if answer.id in by_id:
            raise check.refusal(f"answer {number}", f"{answer.id} is answered twice", "keep one of the two")
        by_id[answer.id] = answer
    rules = tuple(check.rule(each, number) for number, each in enumerate(check.tables(content, "rule"), 1))
    if len({rule.match.casefold() for rule in rules}) < len(rules):
        raise check.refusal("the rules", "two rules match the same words", "keep one of the two")
    return Answers(by_id, rules)


class _Check(NamedTuple):
    """Checks what the file holds; every refusal names the file and the table."""

    path: Path

    def refusal(self, where: str, what: str, remedy: str) -> FreelanceError:
        return InputRefusedError(f"{where}: {what}", origin=str(self.path), remedy=remedy)

    def tables(self, content: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
        value = content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.refusal(key, "is no list of tables", f"write each as [[{key}]]")
        yield from value

    def keys(self, where: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self.refusal(
                    where, f"{key!r} is no key that is known", f"the keys are {', '.join(known)}"
                )

    def text(self, where: str, table: dict[str, Any], key: str, *, needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.refusal(where, f"{key} = {value!r} is no text", f'write {key} = "..."')
        return value

    def day(self, where: str, table: dict[str, Any], key: str) -> date | None:
        value = table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self.refusal(where, f"{key} = {value!r} is no date", f"write it as {key} = 2026-02-14")

    def answer(self, table: dict[str, Any], number: int) -> Answer:
        where = f"answer {number}"
        self.keys(where, table, _ANSWER_KEYS)
        others = table.get("with", [])
        others = [others] if isinstance(others, str) else others
        if not isinstance(others, list) or not all(isinstance(each, str) for each in others):
            raise self.refusal(where, f"with = {others!r} is no list of ids", 'write with = ["credit-..."]')
        answer = Answer(
            id=self.text(where, table, "id", needed=True),
            answer=self.text(where, table, "answer", needed=True),
            others=tuple(others),
            about=self.text(where, table, "about"),
            account=self.text(where, table, "account"),
            day=self.day(where, table, "date"),
            note=self.text(where, table, "note"),
            answered_on=self.day(where, table, "answered"),
        )
        problem = problem_of(answer)
        if problem:
            raise self.refusal(f"{where} ({answer.id})", problem, "correct it, or remove the table")
        return answer

    def rule(self, table: dict[str, Any], number: int) -> CreditRule:
        where = f"rule {number}"
        self.keys(where, table, _RULE_KEYS)
        rule = CreditRule(
            " ".join(self.text(where, table, "match", needed=True).split()),
            self.text(where, table, "answer", needed=True),
            self.text(where, table, "note"),
        )
        if rule.answer not in RULED:
            raise self.refusal(
                where,
                f"{rule.answer!r} is no answer for a rule",
                f"the answers are {', '.join(sorted(RULED))}",
            )
        return rule


def _edited(text: str, before: Answers, wanted: Answers) -> str:
    """Remove the tables that are gone or changed and add the new ones at the end."""
    gone = {id_ for id_, answer in before.by_id.items() if wanted.by_id.get(id_) != answer}
    gone_rules = set(before.rules) - set(wanted.rules)
    added = [answer for id_, answer in wanted.by_id.items() if before.by_id.get(id_) != answer]
    added_rules = [rule for rule in wanted.rules if rule not in before.rules]
    kept = "".join(part for part in _parts(text) if not _is_gone(part, gone, gone_rules))
    if kept and not kept.endswith("\n"):
        kept += "\n"
    return kept + _texts(added, added_rules)


def _parts(text: str) -> Iterator[str]:
    """Cut the file before the header of every table."""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if _TABLE.match(line.rstrip("\r\n")):
            yield "".join(lines)
            lines = []
        lines.append(line)
    yield "".join(lines)


def _is_gone(part: str, ids: set[str], rules: set[CreditRule]) -> bool:
    try:
        content = tomli.loads(part)
    except (ValueError, RecursionError):
        return False
    answers, ruled = content.get("answer", []), content.get("rule", [])
    if answers:
        return answers[0].get("id") in ids
    if ruled:
        return any(rule.match == " ".join(str(ruled[0].get("match", "")).split()) for rule in rules)
    return False


def _texts(answers: Iterable[Answer], rules: Iterable[CreditRule]) -> str:
    return "".join([*map(_text_of, answers), *map(_text_of, rules)])


def _text_of(each: Answer | CreditRule) -> str:
    if isinstance(each, CreditRule):
        rows = [f"match = {_quoted(each.match)}", f"answer = {_quoted(each.answer)}"]
        rows += [f"note = {_quoted(each.note)}"] if each.note else []
        return "\n[[rule]]\n" + "\n".join(rows) + "\n"
    rows = [f"id = {_quoted(each.id)}", f"answer = {_quoted(each.answer)}"]
    if each.others:
        rows.append(f"with = [{', '.join(map(_quoted, each.others))}]")
    rows += [
        f"{key} = {_quoted(value)}"
        for key, value in (("about", each.about), ("account", each.account), ("note", each.note))
        if value
    ]
    rows += [
        f"{key} = {day}"
        for key, day in (("date", each.day), ("answered", each.answered_on))
        if day is not None
    ]
    return "\n[[answer]]\n" + "\n".join(rows) + "\n"


_ESCAPED = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _quoted(text: str) -> str:
    """Write a TOML string; a control character becomes its escape."""
    return (
        '"'
        + "".join(
            _ESCAPED.get(letter)
            or (f"\\u{ord(letter):04x}" if ord(letter) < 0x20 or ord(letter) == 0x7F else letter)
            for letter in text
        )
        + '"'
    )
