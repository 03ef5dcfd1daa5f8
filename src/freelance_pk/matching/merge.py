"""Overlapping and repeated files become one list of entries.

A row's identity is the institution's own id where one is promised, else its fields plus its
occurrence number inside its file. Over several files the merge keeps, per identity, the largest
count found in any one file: two equal payments on one day survive, the same payment in two exports
is folded.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeVar

from freelance_pk.intake.result import ReadFile
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
from freelance_pk.model.issue import Issue, error

Record = TypeVar("Record", Certificate, Withholding, Expense, Invoice, OwnRate)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days one file covers of one account: first to last row."""

    account: str
    start: date
    end: date
    source: Source


@dataclass(frozen=True, slots=True)
class Merged:
    """Every row once. `entries` are ordered by day, then account, then their order in the file.

    `folded` counts, per source, the rows that another row already stood for.
    """

    files: tuple[ReadFile, ...]
    accounts: dict[str, Account]
    entries: list[Entry]
    certificates: list[Certificate]
    withholdings: list[Withholding]
    expenses: list[Expense]
    invoices: list[Invoice]
    rates: list[OwnRate]
    coverage: tuple[Coverage, ...]
    folded: dict[Source, int]
    skipped: tuple[Skipped, ...]
    issues: tuple[Issue, ...]


def merge(files: Sequence[ReadFile]) -> Merged:
    """Merge what was read, whatever the order of the files.

    Conservation: the entries read are the entries kept plus the entries folded.
    """
    ordered = sorted(files, key=lambda read: (read.source.layout, read.source.sha256, read.source.name))
    folded: dict[Source, int] = {read.source: 0 for read in ordered}
    issues: list[Issue] = []
    by_account: dict[str, list[list[Entry]]] = defaultdict(list)
    for read in ordered:
        for account, rows in _split_by_account(read).items():
            by_account[account].append(_oldest_first(rows))
    entries: list[Entry] = []
    coverage: list[Coverage] = []
    for account in sorted(by_account):
        lists = by_account[account]
        coverage += [Coverage(account, rows[0].day, rows[-1].day, rows[0].source) for rows in lists]
        entries += _merge_account(lists, folded, issues)
    read_in = sum(len(read.entries) for read in ordered)
    assert read_in == len(entries) + sum(folded.values()), "merging lost or made a row"
    entries.sort(key=attrgetter("day"))

    def merged_records(take: Callable[[ReadFile], list[Record]]) -> list[Record]:
        return _merge_records([(read.source, take(read)) for read in ordered], folded)

    accounts: dict[str, Account] = {}
    for read in ordered:
        for name, found in read.accounts.items():
            known = accounts.get(name)
            if known is None or (not known.institution and found.institution):
                accounts[name] = found
    return Merged(
        files=tuple(sorted(files, key=lambda read: (read.source.name, read.source.sha256))),
        accounts=accounts,
        entries=entries,
        certificates=merged_records(lambda read: read.certificates),
        withholdings=merged_records(lambda read: read.withholdings),
        expenses=merged_records(lambda read: read.expenses),
        invoices=merged_records(lambda read: read.invoices),
        rates=[rate for read in ordered for rate in read.rates],
        coverage=tuple(coverage),
        folded=folded,
        skipped=tuple(row for read in ordered for row in read.skipped),
        issues=tuple(issues),
    )


def _split_by_account(read: ReadFile) -> dict[str, list[Entry]]:
    if len(read.accounts) == 1:
        (name,) = read.accounts
        return {name: read.entries} if read.entries else {}
    split: dict[str, list[Entry]] = defaultdict(list)
    for entry in read.entries:
        split[entry.account].append(entry)
    return split


def _oldest_first(rows: list[Entry]) -> list[Entry]:
    """Sort by day, keeping the order inside a day; newest-first files are turned round."""
    turned = rows[::-1] if rows[0].day > rows[-1].day else list(rows)
    turned.sort(key=attrgetter("day"))
    return turned


def _merge_account(lists: list[list[Entry]], folded: dict[Source, int], issues: list[Issue]) -> list[Entry]:
    if len(lists) == 1 and _all_distinct(lists[0]):
        return lists[0]
    # The longest list first: it becomes the trunk, and most rows of the others are folded into it.
    kept: list[Entry] = []
    seen: dict[Hashable, list[tuple[Entry, set[Source]]]] = {}
    for rows in sorted(lists, key=len, reverse=True):
        for entry in rows:
            key: Hashable = entry.ref or (entry.day, entry.text)
            bucket = seen.get(key)
            if bucket is None:
                seen[key] = [(entry, {entry.source})]
                kept.append(entry)
            elif _already_known(entry, bucket):
                folded[entry.source] += 1
            else:
                if entry.ref and entry.source.promises_ids:
                    _report_contradiction(entry, bucket, issues)
                bucket.append((entry, {entry.source}))
                kept.append(entry)
    return kept


def _all_distinct(rows: list[Entry]) -> bool:
    if not rows[0].source.promises_ids:
        return True  # one file: its equal rows are honest twins
    refs = {entry.ref for entry in rows}
    return len(refs) == len(rows)


def _already_known(entry: Entry, bucket: list[tuple[Entry, set[Source]]]) -> bool:
    promised = bool(entry.ref) and entry.source.promises_ids
    for known, sources in bucket:
        if (
            known.amount == entry.amount
            and known.currency == entry.currency
            and (known.kind == entry.kind or (promised and known.source.layout != entry.source.layout))
            and (promised or entry.source not in sources)
        ):
            sources.add(entry.source)
            return True
    return False


def _report_contradiction(entry: Entry, bucket: list[tuple[Entry, set[Source]]], issues: list[Issue]) -> None:
    for known, sources in bucket:
        if (
            entry.source not in sources
            and known.currency == entry.currency
            and known.kind == entry.kind
            and known.source.promises_ids
        ):
            issues.append(
                error(
                    "files-contradict",
                    f"{entry.account} row {entry.ref} is {known.currency} {known.amount} in one file and "
                    f"{entry.currency} {entry.amount} in another; both are in the figures.",
                    origin=f"{known.origin}; {entry.origin}",
                    remedy="export the account again for the whole period and leave the older file out",
                )
            )
            return


def _merge_records(lists: Iterable[tuple[Source, list[Record]]], folded: dict[Source, int]) -> list[Record]:
    """Keep each record as often as the file that holds it most often; order by day, then number."""
    kept: list[Record] = []
    most: dict[Hashable, int] = {}
    for source, records in lists:
        here: dict[Hashable, int] = defaultdict(int)
        for record in records:
            key = record[:-2]  # every field but source and line
            here[key] += 1
            if here[key] > most.get(key, 0):
                most[key] = here[key]
                kept.append(record)
            else:
                folded[source] += 1
    kept.sort(key=lambda record: tuple(map(str, record[:-2])))
    return kept
