"""What reading files gives: entries and other records, and an account of every row."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from freelance_pk.model.entry import (
    Account,
    Certificate,
    Entry,
    Expense,
    Invoice,
    OwnRate,
    Skipped,
    Source,
    Withholding,
)
from freelance_pk.model.issue import Issue


class Coverage(NamedTuple):
    """The days one file covers of one account: first to last row."""

    account: str
    start: date
    end: date
    source: Source


class ReadAs(NamedTuple):
    """How the user said a file is to be read: layout and account's name, None where nothing was said."""

    layout: str | None = None
    account: str | None = None


class ReadFile(NamedTuple):
    """One file, read whole. `rows` counts the data rows; every one is in a list here or in `skipped`.

    One row may give several entries (an amount and its fee); such a row counts once.

    Attributes:
        accounts: the accounts the rows belong to, by name.
        ordinary_rows: rows that gave at least one entry or other record.
        other_ids: ids under which other exports of the account show the same money.
        second_ids: by the id of a row, its second one, by which another version of the file may call it.
        printed_days: by the line of a row, the date it prints, where its time makes that another in Pakistan.
        covers: the days that a list of entries says its files covered, beside those of its own rows.
    """

    source: Source
    path: Path
    rows: int
    ordinary_rows: int
    accounts: dict[str, Account]
    entries: list[Entry]
    certificates: list[Certificate]
    withholdings: list[Withholding]
    expenses: list[Expense]
    invoices: list[Invoice]
    rates: list[OwnRate]
    skipped: list[Skipped]
    issues: list[Issue]
    other_ids: frozenset[str] = frozenset()
    second_ids: Mapping[str, str] = MappingProxyType({})
    printed_days: Mapping[int, date] = MappingProxyType({})
    covers: tuple[Coverage, ...] = ()


class Intake(NamedTuple):
    """All files of a run, in a stable order, and what was passed over in folders.

    `profile` and `review` are the profile.toml and review.toml among the files or in a named folder, None if none.
    """

    files: tuple[ReadFile, ...]
    issues: tuple[Issue, ...]
    profile: Path | None
    review: Path | None = None
