"""Overlapping and repeated files become one list of entries, whatever the order in which they are given."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple, TypeVar

from freelance_pk.intake.result import Coverage, ReadFile
from freelance_pk.matching.changes import Change, issues_of, settle
from freelance_pk.matching.folding import Rows, fold
from freelance_pk.matching.overlaps import compare, fold_layouts
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

Record = TypeVar("Record", Certificate, Withholding, Expense, Invoice, OwnRate)


class Merged(NamedTuple):
    """Every row once. `entries` are ordered by day, then account, then their order in the file.

    `folded` counts, per source, the rows that another row already stood for; `changes` are rows that two files
    show in different states.
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
    changes: tuple[Change, ...]
    issues: tuple[Issue, ...]


def merge(files: Sequence[ReadFile], *, in_order: bool = False) -> Merged:
    """Merge what was read, whatever the order of the files.

    Conservation: the entries read are the entries kept plus the entries folded.

    Args:
        files: read whole.
        in_order: let rows of earlier files stand for those of later ones, so that `folded` tells what a later
            file adds; the figures are the same.
    """
    ordered = sorted(files, key=lambda read: (read.source.layout, read.source.sha256, read.source.name))
    folded: dict[Source, int] = {read.source: 0 for read in ordered}
    by_account = _by_account(files if in_order else ordered, in_order=in_order)
    skipped: dict[str, list[Skipped]] = defaultdict(list)
    for read in ordered:
        for row in read.skipped:
            skipped[row.account].append(row)
    entries: list[Entry] = []
    changes: list[Change] = []
    issues: list[Issue] = []
    for account, lists in sorted(by_account.items()):
        made = fold(lists)
        changes += settle(lists, skipped.get(account, ()), made)
        fold_layouts(lists, made)
        made.rename_parents()
        issues += compare(account, lists, made)
        entries += made.left()
        for source, count in made.counts.items():
            folded[source] += count
    read_in = sum(len(read.entries) for read in ordered)
    assert read_in == len(entries) + sum(folded.values()), "merging lost or made a row"
    if not _in_order(by_account):
        entries.sort(key=attrgetter("day"))

    def merged_records(take: Callable[[ReadFile], list[Record]]) -> list[Record]:
        return _merge_records([(read.source, take(read)) for read in ordered], folded)

    return Merged(
        files=tuple(sorted(files, key=lambda read: (read.source.name, read.source.sha256))),
        accounts=_accounts(ordered),
        entries=entries,
        certificates=merged_records(lambda read: read.certificates),
        withholdings=merged_records(lambda read: read.withholdings),
        expenses=merged_records(lambda read: read.expenses),
        invoices=merged_records(lambda read: read.invoices),
        rates=[rate for read in ordered for rate in read.rates],
        coverage=tuple(_coverage(ordered, by_account)),
        folded=folded,
        skipped=tuple(row for read in ordered for row in read.skipped),
        changes=tuple(changes),
        issues=(*issues_of(changes), *issues),
    )


def _in_order(by_account: dict[str, list[Rows]]) -> bool:
    """Say whether rows need no sorting by day: those of one file of one account stand so."""
    return len(by_account) == 1 and all(len(lists) == 1 for lists in by_account.values())


def _accounts(files: Iterable[ReadFile]) -> dict[str, Account]:
    accounts: dict[str, Account] = {}
    for read in files:
        for name, found in read.accounts.items():
            known = accounts.get(name)
            if known is None or (not known.institution and found.institution):
                accounts[name] = found
    return accounts


def _by_account(files: Iterable[ReadFile], *, in_order: bool) -> dict[str, list[Rows]]:
    by_account: dict[str, list[Rows]] = defaultdict(list)
    for read in files:
        for account, rows in _split_by_account(read).items():
            by_account[account].append(
                Rows(read.source, _oldest_first(rows), read.second_ids, read.printed_days)
            )
    if not in_order:
        # The longest list first: it becomes the trunk, and most rows of the others are folded into it.
        for lists in by_account.values():
            lists.sort(key=lambda rows: len(rows.entries), reverse=True)
    return by_account


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
    first, last = rows[0].day, rows[-1].day
    newest_first = first > last or (first == last and _falls(rows))
    turned = rows[::-1] if newest_first else list(rows)
    turned.sort(key=attrgetter("day"))
    return turned


def _falls(rows: list[Entry]) -> bool:
    """Say whether the running balances of rows of one day tell that the newest stands first."""
    votes = 0
    above: dict[str, tuple[int, Decimal, Decimal]] = {}  # by currency: line, its amounts, its balance
    lines: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for row in rows:
        lines[row.currency, row.line] += row.amount
    for row in rows:
        if row.balance is None:
            continue
        amount = lines[row.currency, row.line]
        line, amount_above, balance_above = above.get(row.currency, (row.line, amount, row.balance))
        if line != row.line:
            votes += (row.balance + amount_above == balance_above) - (balance_above + amount == row.balance)
        above[row.currency] = row.line, amount, row.balance
    return votes > 0


def _coverage(files: Iterable[ReadFile], by_account: dict[str, list[Rows]]) -> Iterable[Coverage]:
    """Tell which days each file covers: those of its own rows, and those it says it covers."""
    for account, lists in sorted(by_account.items()):
        for source, rows, *_ in lists:
            first = next((entry for entry in rows if entry.source is source), None)
            if first is not None:
                last = next(entry for entry in reversed(rows) if entry.source is source)
                yield Coverage(account, first.day, last.day, source)
    for read in files:
        yield from read.covers


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
