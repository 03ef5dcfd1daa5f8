"""What the user says of a file, and what is still to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from freelance_pk.intake.layout_parts import Columns
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import UsageError

SIDES = {"in": "+", "out": "-"}
STATUSES = ("keep", "skip")
MEANINGS = (*(kind.value for kind in Kind), *SIDES, *STATUSES)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user has said so far; "" and None where nothing was said.

    Attributes:
        institution: name or id.
        kind: "bank", "wallet" or "platform".
        currency: of rows that do not print theirs.
        date_order: "dmy" or "mdy".
        numbers: "point" or "comma".
        zone: time zone of the times.
        columns: field -> names of columns; () says that no column gives it.
        words: word, case folded -> what it means, of MEANINGS; "+" and "-" stand for all other rows in and out.
        skips: words of rows without a date that are no transactions.
    """

    institution: str = ""
    kind: str = ""
    currency: str = ""
    date_order: str = ""
    numbers: str = ""
    zone: str = ""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    skips: tuple[str, ...] = ()

    def meaning(self, word: str, among: Iterable[str]) -> str:
        """Return the first of some meanings that the user gave a word, "" if none."""
        said = self.words.get(word.strip().casefold(), ())
        return next((each for each in among if each in said), "")


class Question(NamedTuple):
    """One thing that the file does not tell.

    Attributes:
        about: what it decides: "institution", "kind", "currency", "date_order", "numbers", "zone", "amounts",
            "fee", "side", "column", "word" (its kind, side or status) or "skip".
        names: the field, word or columns that it is about.
        text: the question.
        flag: what to add to the command to answer it.
        choices: answers that can be given; () for any text.
        suggestion: the likeliest, "" if none.
    """

    about: str
    text: str
    flag: str
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    suggestion: str = ""


def column_answers(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read `field=Column`, given once or more for a field; `field=` says that no column gives it.

    Raises:
        UsageError: no equals sign, or no such field.
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, column = text.partition("=")
        key = name.strip().casefold().replace("-", "_").replace(" ", "_")
        if not equals or key not in Columns._fields:
            raise UsageError(
                f"--map {text!r} is not FIELD=COLUMN with a field that is known",
                remedy=f"the fields are {', '.join(Columns._fields)}",
            )
        found[key] = (*found.get(key, ()), column.strip()) if column.strip() else ()
    return found


def word_answers(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read `WORD=MEANING`.

    Raises:
        UsageError: no equals sign, or no such meaning.
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        word, equals, meaning = text.rpartition("=")
        key = meaning.strip().casefold().replace(" ", "_").replace("-", "_")
        if not equals or not word.strip() or key not in MEANINGS:
            raise UsageError(
                f"--word {text!r} is not WORD=MEANING with a meaning that is known",
                remedy=f"the meanings are {', '.join(MEANINGS)}",
            )
        bare = word.strip().casefold()
        found[bare] = (*found.get(bare, ()), key)
    return found
