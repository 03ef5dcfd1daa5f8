"""The parts of a layout, each a table of its file: columns, rules, extracts, lines, cells, totals, statuses."""

import re
from dataclasses import field
from typing import Literal, NamedTuple

from freelance_pk.model.entry import Kind
from freelance_pk.model.form import Form

Names = str | list[str]
_GROUPS = re.compile(r"\(\?P<(\w+)>")  # found without compiling a pattern that may never be used


class Columns(NamedTuple):
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

    def given(self) -> dict[str, Names]:
        """Return the fields that a column gives, each with the column's name or names."""
        return {name: names for name, names in self._asdict().items() if names is not None}


class Rule(NamedTuple):
    """Gives a kind to rows whose fields match; every condition (one or more) must hold, case ignored.

    `kind`, `text`, `counterparty` and `ref` are patterns.
    """

    gives: Kind
    kind: str = ""
    text: str = ""
    counterparty: str = ""
    ref: str = ""
    sign: Literal["+", "-", ""] = ""


class Extract(NamedTuple):
    """Takes fields out of a text by named groups, for rows of some kinds (all, if none is named)."""

    pattern: str
    kinds: tuple[Kind, ...] = ()


class Lines(Form):
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
    ignore: tuple[str, ...] = ()
    stop: str = ""
    end: str = ""
    headings: dict[str, Literal["+", "-", ""]] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """Return the fields that the patterns give, the text last."""
        groups = [name for pattern in self.fields for name in _GROUPS.findall(pattern) if name != "unused"]
        signs = ["direction"] if self.headings else []
        return (*dict.fromkeys((*groups, *signs)), "text")


class Cells(NamedTuple):
    """Where fields stand in a sheet without a header: `at` gives the column's letter of each field."""

    signature: list[str]
    at: dict[str, str]
    stop: str = ""


class Totals(NamedTuple):
    """Figures of the statement itself, compared with its rows and never imported.

    Named groups: opening, closing, debits, credits. `proven`: what they mean is sure, or nothing else
    shows that a row is missing, so a difference is an error; else it is a warning.
    """

    patterns: list[str]
    proven: bool = False


class Status(Form):
    """Words of the status column: rows to keep, and rows to list as skipped with a reason.

    `always` is a pattern of kind words whose rows moved money whatever their status says.
    """

    keep: list[str]
    skip: dict[str, str] = field(default_factory=dict)
    always: str = ""
