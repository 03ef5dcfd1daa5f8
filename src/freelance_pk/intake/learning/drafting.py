"""The layout file that a proposal makes."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from freelance_pk.intake.layout_parts import Rule
from freelance_pk.intake.learning.answers import Answers, Question
from freelance_pk.intake.learning.survey import Survey
from freelance_pk.intake.learning.toml_text import toml_text
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.intake.learning.work import Work
from freelance_pk.intake.own_layouts import names_of
from freelance_pk.intake.schema import Platform, normal
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import UsageError

_HEAD = """\
# Written by `freelance-pk platforms learn` from one file. It is yours: correct it where it is wrong, and check it
# with `freelance-pk platforms check`. Rules are tried in order; the first that fits a row gives its kind.

"""


class Owner(NamedTuple):
    """The institution of a layout: known already, or new."""

    id: str
    name: str
    kind: str


def owner_of(answers: Answers, platforms: Iterable[Platform]) -> Owner | Question:
    """Return the institution that the user names, or the question for it.

    Raises:
        UsageError: it holds no account, or is known as something else.
    """
    name = " ".join(answers.institution.split())
    if not name:
        return Question(
            "institution",
            "Whose file is it? The name of the bank, wallet or platform",
            '--institution "NAME" (for example "Bank Alfalah")',
        )
    for platform in platforms:
        if name.casefold() in {platform.id, *names_of(platform)}:
            return _known(platform, answers)
    return Owner(_slug(name) or f"my-{answers.kind or 'bank'}", name, answers.kind)


def _known(platform: Platform, answers: Answers) -> Owner:
    if not isinstance(platform.kind, AccountKind):
        raise UsageError(
            f"{platform.name} holds no account of yours: its payments are rows of your bank's statement",
            remedy="name the bank, wallet or platform whose file it is",
        )
    if answers.kind and answers.kind != platform.kind.value:
        raise UsageError(
            f"{platform.name} is known as a {platform.kind.value}, not a {answers.kind}",
            remedy="leave --kind out, or give the institution another name",
        )
    return Owner(platform.id, platform.name, platform.kind.value)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def layout_id(owner: Owner, taken: Collection[str]) -> str:
    """Return a name for the layout that no other has."""
    first = f"{owner.id}-learned"
    return next(
        name for name in (first, *(f"{first}-{number}" for number in range(2, 1000))) if name not in taken
    )


def draft_text(work: Work, owner: Owner, layout: str) -> str:
    """Write the layout file.

    Args:
        work: a proposal without open questions.
        owner: the institution.
        layout: id of the layout.
    """
    return _HEAD + toml_text(
        {
            "id": owner.id,
            "name": owner.name,
            "kind": owner.kind,
            "layout": [_layout(work, owner, layout)],
        }
    )


def _layout(work: Work, owner: Owner, layout: str) -> dict[str, Any]:
    header, exact = _header(work.survey)
    above = vocabulary().preamble["account"]
    return {
        "id": layout,
        "title": f"{owner.name} export, learned",
        "evidence": "learned",
        "source": "learned from a file of your own",
        "shape": work.shape,
        "fee_sign": work.fee_sign if work.shape == "gross-and-fee" else "",
        "currency": work.currency,
        "date_order": work.date_order,
        "numbers": work.numbers,
        "zone": work.zone,
        "preamble_account": above if re.search(above, work.survey.preamble) else "",
        "header": header,
        "exact": exact,
        "columns": {
            name: columns[0].name if len(columns) == 1 else [column.name for column in columns]
            for name, columns in work.fields.items()
        },
        "signs": work.signs,
        "kinds": {word: kind.value for word, kind in work.kinds.items()},
        "status": {"keep": [*dict.fromkeys([*work.keep, ""])], "skip": work.skip}
        if work.one("status")
        else {},
        "skip_undated": {**vocabulary().undated, **work.undated},
        "rules": [_rule(rule) for rule in _rules(work, owner.kind)],
    }


def _header(survey: Survey) -> tuple[list[str], bool]:
    """Return the names that tell the file, and whether they are all of its names.

    A name that the header has twice, or that holds what the schema gives a meaning, cannot tell it.
    """
    names = [
        each.name for each in survey.columns if "|" not in each.name and "{cur}" not in normal(each.name)
    ]
    return names, len(names) == sum(1 for cell in survey.header if cell)


def _rules(work: Work, kind: str) -> list[Rule]:
    known = {"bank": vocabulary().bank, "wallet": vocabulary().wallet, "platform": vocabulary().platform}[
        kind
    ]
    last = [Rule(sign="+" if sign == "+" else "-", gives=gives) for sign, gives in work.others.items()]
    kept = [rule for rule in known if rule.text or rule.sign not in work.others]
    return [*kept, *last]


def _rule(rule: Rule) -> dict[str, str]:
    return {key: str(value) for key, value in rule._asdict().items() if value}
