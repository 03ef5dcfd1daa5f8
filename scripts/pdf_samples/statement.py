"""The statements that the PDF samples print: their pages' lay-out and their rows, oldest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plain_pdf import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One transaction. `lines` is its description as wrapped; `fields` what else it says."""

    day: date
    amount: Decimal
    kind: str
    lines: tuple[str, ...]
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row and the balance after it."""

    row: Row
    balance: Decimal


def _no_foot(_page: int) -> list[Line]:
    return []


@dataclass(frozen=True, slots=True)
class Statement:
    """One PDF: where its lines stand, and its rows.

    Attributes:
        folder, name: of the sample.
        account: the account's name in the entries.
        head, later_head: lines above the table, on the first page and on the others.
        header: the table's header, on every page; `first` stands below it on the first.
        foot: the lines at the foot of a page.
        last: lines after the last row.
        lines_of: a row's lines; `date_at` says which of them holds the date.
    """

    folder: str
    name: str
    account: str
    opening: Decimal
    rows: Sequence[Row]
    head: list[Line]
    header: list[Line]
    lines_of: Callable[[Drawn], list[Line]]
    first: list[Line] = field(default_factory=list)
    later_head: list[Line] = field(default_factory=list)
    foot: Callable[[int], list[Line]] = _no_foot
    last: list[Line] = field(default_factory=list)
    lines_a_page: int = 22
    newest_first: bool = False
    prints_balance: bool = True
    password: str = ""
    date_at: Callable[[Drawn], int] = lambda _: 0
    text_of: Callable[[Row], str] = lambda row: " ".join(row.lines)


def row(day: str, amount: str, kind: str, text: str, **fields: str) -> Row:
    """Write a row: the lines of its text are parted by bars."""
    return Row(date.fromisoformat(day), Decimal(amount), kind, tuple(text.split("|")), fields)


def left(*lines: str) -> list[Line]:
    """Lines at the left margin."""
    return [[(40, "l", line)] for line in lines]


def money(amount: Decimal) -> str:
    """Write an amount without its sign."""
    return f"{abs(amount):,.2f}"
