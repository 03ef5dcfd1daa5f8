"""One file: recognised, read whole, every row accounted for."""

import re
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from freelance_pk.intake.balances import check_balances
from freelance_pk.intake.branch_text import is_branch_text, read_branch_text
from freelance_pk.intake.columns import has_times
from freelance_pk.intake.detect import Found, detect
from freelance_pk.intake.files import Content
from freelance_pk.intake.header_doubts import header_doubts
from freelance_pk.intake.noticed import noticed
from freelance_pk.intake.registry import Known, layouts, own_layouts, platforms
from freelance_pk.intake.result import ReadFile
from freelance_pk.intake.rows import RowReader
from freelance_pk.intake.schema import Layout, Platform
from freelance_pk.intake.totals import check_totals
from freelance_pk.model.entry import (
    Account,
    AccountKind,
    Certificate,
    Entry,
    Expense,
    Invoice,
    Kind,
    OwnRate,
    Skipped,
    Source,
    Withholding,
)
from freelance_pk.model.errors import InputRefusedError, UnknownFileError
from freelance_pk.model.issue import Issue, note, warning

if TYPE_CHECKING:
    from freelance_pk.intake.records import Record


def read_file(
    path: Path, content: Content, *, layout: str | None, account: str | None, known: Known | None = None
) -> ReadFile:
    """Read one file.

    Args:
        path: on disk (of the archive, for a file inside one).
        content: the file.
        layout: layout forced, None to recognise it.
        account: name of the account, None for the institution's name.
        known: layouts to choose among, None: all.

    Raises:
        InputRefusedError: not recognised, or a row cannot be read rightly; nothing of it is used.
    """
    branch = (layouts() if known is None else known).get("hbl-branch-text")
    if branch is not None and is_branch_text(content, layout):
        return _branch(content, path, branch, account)
    found = detect(content, layout, known)
    source = _source(content, found.platform, found.layout, timed=has_times(found))
    if found.layout.records != "entries":
        return _records(content, path, found, source)
    return _entries(content, path, found, source, account)


def layout_of(content: Content) -> str:
    """Return the layout that reads a file, "" if none is known.

    Raises:
        InputRefusedError: several fit, or one that is never read.
    """
    if is_branch_text(content, None):
        return "hbl-branch-text"
    try:
        return detect(content, None).layout.id
    except UnknownFileError:
        return ""


def _source(content: Content, platform: Platform, layout: Layout, *, timed: bool = False) -> Source:
    return Source(
        content.name,
        content.sha256,
        layout.id,
        "" if platform.kind == "own" else platform.id,
        promises_ids=layout.promises_ids,
        verified=layout.evidence != "unverified",
        timed=timed,
    )


def _branch(content: Content, path: Path, known: tuple[Platform, Layout], account: str | None) -> ReadFile:
    platform, layout = known
    source = _source(content, platform, layout)
    read = read_branch_text(content, layout, source, account or platform.name)
    name = account or _named(platform, read.account_number)
    entries = [entry._replace(account=name) for entry in read.entries]
    return _file(
        source,
        path,
        rows=read.rows,
        entries=entries,
        skipped=read.skipped,
        accounts={name: _account(name, platform)},
        issues=[
            *content.issues,
            *_checked(content.name, read.text, layout, entries, check_balances(content.name, entries)),
        ],
    )


def _checked(
    name: str, text: str, layout: Layout, entries: list[Entry], broken: tuple[Issue, ...]
) -> tuple[Issue, ...]:
    """Check the file by its own figures: balances row by row, which are `broken`; where they follow, its totals."""
    if broken or layout.totals is None:
        return broken
    return check_totals(name, text, layout.totals, entries)


def _entries(content: Content, path: Path, found: Found, source: Source, account: str | None) -> ReadFile:
    if found.layout.evidence == "own":
        return _list_of_entries(content, path, found, source, account)
    number = (
        re.search(found.layout.preamble_account, found.preamble) if found.layout.preamble_account else None
    )
    name = account or _named(found.platform, number[1] if number else "")
    reader = RowReader(found, source, name)
    reader.read()
    if not reader.rows:
        raise _no_rows(content, found)
    broken = check_balances(content.name, reader.entries)
    issues = [
        *content.issues,
        *_own_layout(content, found),
        *noticed(reader, broken=bool(broken)),
        *_checked(content.name, found.preamble, found.layout, reader.entries, broken),
        *_question(content, found),
    ]
    return _file(
        source,
        path,
        rows=reader.rows,
        entries=reader.entries,
        skipped=reader.skipped,
        accounts={name: _account(name, found.platform)},
        issues=issues,
        other_ids=reader.other_ids,
        printed_days=reader.printed,
        second_ids={
            refs[0]: alias
            for alias, refs in reader.aliases.items()
            if len(refs) == 1 and refs[0] != alias and found.layout.promises_ids
        },
    )


def _list_of_entries(
    content: Content, path: Path, found: Found, source: Source, account: str | None
) -> ReadFile:
    """Read a list of entries: typed rows, and rows that `freelance-pk entries` wrote."""
    from freelance_pk.intake.written import read_written  # noqa: PLC0415 - as below

    found, written = read_written(found, source)
    reader = RowReader(found, source, account or "")
    reader.read()
    rows = reader.rows + written.rows
    if not rows:
        raise _no_rows(content, found)
    entries = reader.entries
    if written.entries:  # typed rows find their place among those written, which stand oldest first
        entries = sorted([*written.entries, *reader.entries], key=attrgetter("day"))
    typed = _typed_accounts([entry for entry in entries if entry.account not in written.accounts])
    by_account: dict[str, list[Entry]] = {}
    for entry in reader.entries:
        by_account.setdefault(entry.account, []).append(entry)
    balances = [
        issue for typed_rows in by_account.values() for issue in check_balances(content.name, typed_rows)
    ]
    read = _file(
        source,
        path,
        rows=rows,
        entries=entries,
        records=written.records,
        skipped=[*written.skipped, *reader.skipped],
        accounts={**written.accounts, **typed},
        issues=[
            *content.issues,
            *written.issues,
            *noticed(reader, broken=bool(check_balances(content.name, reader.entries))),
            *balances,
        ],
    )
    return read._replace(covers=tuple(written.covers))


def _own_layout(content: Content, found: Found) -> tuple[Issue, ...]:
    own = own_layouts().get(found.layout.id)
    if own is None:
        return ()
    also = (
        f" The program's layout {found.passed_over} fits the file as well, and gave way to yours."
        if found.passed_over
        else ""
    )
    return (
        note(
            "layout-own",
            f"read by your own layout {found.layout.id} (SHA-256 {own.sha256[:16]}).{also}",
            origin=content.name,
        ),
    )


def _named(platform: Platform, number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return f"{platform.name} {digits[-4:]}" if len(digits) >= 6 else platform.name


def _account(name: str, platform: Platform) -> Account:
    if platform.generic:
        return _typed_account(name, set(), in_rupees=platform.kind is AccountKind.BANK)
    kind = platform.kind if isinstance(platform.kind, AccountKind) else AccountKind.WALLET
    return Account(name, kind, platform.id)


def _no_rows(content: Content, found: Found) -> InputRefusedError:
    return InputRefusedError(
        f"the file has the header of {found.layout.title} and no rows",
        origin=f"{content.name}, row {found.header_line}",
        remedy="export a period with transactions, or leave the file out",
    )


def _typed_accounts(entries: list[Entry]) -> dict[str, Account]:
    """Tell what typed accounts are: by the name of a known institution, else by their rows."""
    kinds: dict[str, set[Kind]] = {}
    rupees: dict[str, bool] = {}
    for entry in entries:
        kinds.setdefault(entry.account, set()).add(entry.kind)
        rupees[entry.account] = rupees.get(entry.account, True) and entry.currency == "PKR"
    return {name: _typed_account(name, kinds[name], in_rupees=rupees[name]) for name in kinds}


def _typed_account(name: str, kinds: set[Kind], *, in_rupees: bool) -> Account:
    lowered = name.casefold()
    for platform in platforms():
        if isinstance(platform.kind, AccountKind) and any(
            re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", lowered)
            for alias in (platform.name.casefold(), *platform.aliases)
        ):
            return Account(name, platform.kind, platform.id)
    if in_rupees:
        return Account(name, AccountKind.BANK, certain=False)
    if kinds & {Kind.EARNING, Kind.BONUS}:
        return Account(name, AccountKind.PLATFORM, certain=False)
    return Account(name, AccountKind.WALLET, certain=False)


def _records(content: Content, path: Path, found: Found, source: Source) -> ReadFile:
    from freelance_pk.intake.records import read_records  # noqa: PLC0415 - few files are lists of such records

    read = read_records(found, source)
    if not read.rows:
        raise _no_rows(content, found)
    return _file(
        source,
        path,
        rows=read.rows,
        records=read.records,
        skipped=read.skipped,
        issues=[*content.issues, *header_doubts(found), *read.issues, *_question(content, found)],
    )


def _question(content: Content, found: Found) -> tuple[Issue, ...]:
    """Ask what a layout that was never seen on a real file leaves open."""
    if not found.layout.question:
        return ()
    return (
        warning(
            "layout-unverified",
            f"{found.platform.name}: unverified layout; {found.layout.question}",
            origin=content.name,
            remedy="compare one row with the platform's own page; if it differs, type the rows into an "
            "entries file (`freelance-pk platforms template entries`)",
        ),
    )


def _file(
    source: Source,
    path: Path,
    *,
    rows: int,
    entries: list[Entry] | None = None,
    records: "Iterable[Record]" = (),
    skipped: list[Skipped] | None = None,
    accounts: dict[str, Account] | None = None,
    issues: list[Issue] | None = None,
    other_ids: set[str] | None = None,
    second_ids: dict[str, str] | None = None,
    printed_days: dict[int, date] | None = None,
) -> ReadFile:
    lists: dict[type, list[Any]] = {Certificate: [], Withholding: [], Expense: [], Invoice: [], OwnRate: []}
    for record in records:
        lists[type(record)].append(record)
    left_out = skipped or []
    return ReadFile(
        source=source,
        path=path,
        rows=rows,
        ordinary_rows=rows - len(left_out),
        accounts=accounts or {},
        entries=entries or [],
        certificates=lists[Certificate],
        withholdings=lists[Withholding],
        expenses=lists[Expense],
        invoices=lists[Invoice],
        rates=lists[OwnRate],
        skipped=left_out,
        issues=issues or [],
        other_ids=frozenset(other_ids or ()),
        second_ids=second_ids or {},
        printed_days=printed_days or {},
    )
