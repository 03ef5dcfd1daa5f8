"""The sheet on which a proposal is worked out, step by step."""

from dataclasses import dataclass, field

from freelance_pk.intake.learning.answers import Answers, Question
from freelance_pk.intake.learning.survey import Column, Survey
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import UsageError

SAID, NAMED, PROVEN = "as you said", "by its name", "the sums prove it"


@dataclass(slots=True)
class Work:
    """What is decided so far.

    Attributes:
        kind: of the account, "" while it is not known.
        fields: field -> columns that give it.
        why: field -> the ground of the choice.
        questions: what is open, in the order to ask.
        shape: how a row tells its amounts, as in a layout.
        fee_sign: "charged" or "signed", as in a layout.
        kinds, signs, keep, skip: words of the type, direction and status columns.
        others: kind of all other rows in ("+") and out ("-").
        undated: patterns of rows without a date, with the reason.
    """

    survey: Survey
    answers: Answers
    kind: str
    fields: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    shape: str = ""
    fee_sign: str = "charged"
    currency: str = ""
    date_order: str = ""
    numbers: str = ""
    zone: str = ""
    kinds: dict[str, Kind] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    keep: list[str] = field(default_factory=list)
    skip: dict[str, str] = field(default_factory=dict)
    others: dict[str, Kind] = field(default_factory=dict)
    undated: dict[str, str] = field(default_factory=dict)

    def give(self, name: str, columns: tuple[Column, ...], why: str) -> None:
        """Let columns give a field."""
        if columns:
            self.fields[name] = columns
            self.why[name] = why

    def said(self, name: str) -> bool:
        """Say whether the user has decided a field; if so, it is given what they said.

        Raises:
            UsageError: the file has no such column, or two of that name.
        """
        if name not in self.answers.columns:
            return False
        self.give(name, tuple(self.find(each) for each in self.answers.columns[name]), SAID)
        return True

    def find(self, name: str) -> Column:
        """Return the column of a name.

        Raises:
            UsageError: the file has no such column, or two of that name.
        """
        column = self.survey.column(name)
        if column is not None:
            return column
        twice = sum(1 for each in self.survey.header if each.casefold() == name.strip().casefold()) > 1
        raise UsageError(
            f"the header names the column {name!r} twice" if twice else f"the file has no column {name!r}",
            remedy=f"its columns are {', '.join(each.name for each in self.survey.columns)}",
        )

    def named(self, name: str) -> list[Column]:
        """Return the columns whose name usually means a field, and that no other field has."""
        taken = {column.place for columns in self.fields.values() for column in columns}
        return [
            column
            for column in self.survey.columns
            if name in vocabulary().fields_of(column.name) and column.place not in taken
        ]

    def one(self, name: str) -> Column | None:
        """Return the column that gives a field."""
        return self.fields.get(name, (None,))[0]

    def ask(
        self,
        about: str,
        text: str,
        flag: str,
        names: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
        suggestion: str = "",
    ) -> None:
        """Put a question on the list."""
        self.questions.append(Question(about, text, flag, names, choices, suggestion))

    def ask_column(self, name: str, text: str, among: list[Column], suggestion: str = "") -> None:
        """Ask which column gives a field."""
        columns = [column.name for column in among] or ["COLUMN"]
        flag = " or ".join(f'--map "{name}={column}"' for column in columns[:4])
        self.ask("column", text, flag, (name,), (), suggestion)
