"""The parts of a layout, each a table of its file: columns, rules, extracts, lines, cells, totals, statuses."""

import re
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from freelance_pk.intake.patterns import check, compiled, is_vouched
from freelance_pk.model.entry import Kind

Names = str | list[str]
_GROUPS = re.compile(r"\(\?P<(\w+)>")  # found without compiling a pattern that may never be used
STRICT = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _Strict(BaseModel):
    model_config = STRICT


class Columns(_Strict):
    """Which column gives which field; of several names, the first that the file has; of none, no column.

    `alias` is a second id by which other rows of the file may call a row their parent, and other versions of the
    file may call the row; where it is the column of
    `parent` as well, it is a fee's parent and every other row's alias. `same_as` are ids by which other
    exports show the same money. Several columns of `fee` are one fee under several names; those of `fee_more` and
    `tax` are added.
    `payee` is the counterparty of rows that go out, `holder` the account's owner, whose own payments in are no
    income; `local_amount` the amount once more, in the row's own
    currency. What a layout says of a field replaces what the defaults say of it.
    """

    date: Names | None = None
    time: Names | None = None
    zone: Names | None = None
    amount: Names | None = None
    credit: Names | None = None
    debit: Names | None = None
    gross: Names | None = None
    net: Names | None = None
    fee: Names | None = None
    fee_currency: Names | None = None
    fee_more: Names | None = None
    tax: Names | None = None
    refunded: Names | None = None
    direction: Names | None = None
    source_amount: Names | None = None
    source_currency: Names | None = None
    target_amount: Names | None = None
    target_currency: Names | None = None
    currency: Names | None = None
    local_amount: Names | None = None
    kind: Names | None = None
    status: Names | None = None
    ref: Names | None = None
    parent: Names | None = None
    alias: Names | None = None
    same_as: Names | None = None
    counterparty: Names | None = None
    payee: Names | None = None
    holder: Names | None = None
    text: Names | None = None
    far_amount: Names | None = None
    far_currency: Names | None = None
    tail: Names | None = None
    purpose_code: Names | None = None
    certificate: Names | None = None
    balance: Names | None = None
    account: Names | None = None


class Rule(_Strict):
    """Gives a kind to rows whose fields match; every condition must hold, case ignored."""

    kind: str = ""
    text: str = ""
    counterparty: str = ""
    ref: str = ""
    sign: Literal["+", "-", ""] = ""
    gives: Kind

    @field_validator("kind", "text", "counterparty", "ref")
    @classmethod
    def _compiles(cls, pattern: str, info: ValidationInfo) -> str:
        check(pattern, info)
        return pattern

    @model_validator(mode="after")
    def _conditions(self) -> Self:
        if not (self.kind or self.text or self.counterparty or self.ref or self.sign):
            raise ValueError("a rule needs a condition")
        return self


class Extract(_Strict):
    """Takes fields out of a text by named groups, for rows of some kinds (all, if none is named)."""

    pattern: str
    kinds: list[Kind] = []

    @field_validator("pattern")
    @classmethod
    def _names_fields(cls, pattern: str, info: ValidationInfo) -> str:
        if is_vouched(info):
            return pattern
        groups = set(compiled(pattern).groupindex)
        known = {"parent", "ref", "far_amount", "far_currency", "tail", "counterparty", "certificate"}
        if not groups or groups - known:
            raise ValueError(f"groups must be among {sorted(known)}")
        return pattern


class Lines(_Strict):
    """How rows stand in a text of lines, as a PDF statement prints them.

    A row is the lines from one that `start` matches to the next such line. The patterns of `fields` are
    searched in those lines; their named groups are the row's fields, and what no group took is its text. What a group
    called `unused` takes (a value date) is neither.

    Attributes:
        signature: patterns that must all stand above the first row.
        ignore: lines of pages (heads, feet), wherever they come.
        stop: lines that close a row, of totals above all.
        end: the last line of a row, where its date stands in the middle of its lines; what follows
            belongs to the next row.
        headings: words above columns of amounts, and the sign that an amount under them has, "" for the
            balance. Where the file prints no sign, they tell it beside the balance.
    """

    signature: list[str]
    start: str
    fields: list[str]
    ignore: list[str] = []
    stop: str = ""
    end: str = ""
    headings: dict[str, Literal["+", "-", ""]] = {}

    @model_validator(mode="after")
    def _compiles(self, info: ValidationInfo) -> Self:
        if is_vouched(info):
            return self
        for pattern in (*self.signature, self.start, *self.fields, *self.ignore, self.stop, self.end):
            compiled(pattern)
        unknown = set(self.names()) - set(Columns.model_fields)
        if unknown or "date" not in self.names():
            raise ValueError(f"groups must be fields, the date among them: {sorted(self.names())}")
        return self

    def names(self) -> tuple[str, ...]:
        """Return the fields that the patterns give, the text last."""
        groups = [name for pattern in self.fields for name in _GROUPS.findall(pattern) if name != "unused"]
        signs = ["direction"] if self.headings else []
        return (*dict.fromkeys((*groups, *signs)), "text")


class Cells(_Strict):
    """Where fields stand in a sheet without a header: `at` gives the column's letter of each field."""

    signature: list[str]
    at: dict[str, str]
    stop: str = ""

    @field_validator("signature", "stop")
    @classmethod
    def _compiles(cls, patterns: str | list[str], info: ValidationInfo) -> str | list[str]:
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            check(pattern, info)
        return patterns

    @field_validator("at")
    @classmethod
    def _places(cls, at: dict[str, str]) -> dict[str, str]:
        if set(at) - set(Columns.model_fields) or "date" not in at:
            raise ValueError("the keys are fields, the date among them")
        if any(not re.fullmatch(r"[A-Z]", letter) for letter in at.values()):
            raise ValueError("a column is one letter, A to Z")
        return at


class Totals(_Strict):
    """Figures of the statement itself, compared with its rows and never imported.

    Named groups: opening, closing, debits, credits. `proven`: what they mean is sure, or nothing else
    shows that a row is missing, so a difference is an error; else it is a warning.
    """

    patterns: list[str]
    proven: bool = False

    @field_validator("patterns")
    @classmethod
    def _groups(cls, patterns: list[str], info: ValidationInfo) -> list[str]:
        if is_vouched(info):
            return patterns
        for pattern in patterns:
            groups = set(compiled(pattern).groupindex)
            if not groups or groups - {"opening", "closing", "debits", "credits"}:
                raise ValueError("groups must be among opening, closing, debits, credits")
        return patterns


class Status(_Strict):
    """Words of the status column: rows to keep, and rows to list as skipped with a reason.

    `always` is a pattern of kind words whose rows moved money whatever their status says.
    """

    keep: list[str]
    skip: dict[str, str] = {}
    always: str = ""

    @field_validator("always")
    @classmethod
    def _compiles(cls, pattern: str, info: ValidationInfo) -> str:
        check(pattern, info)
        return pattern
