"""An import: what each file would add to the books, found out before anything is copied."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from freelance_pk.books.alone import alone
from freelance_pk.books.imports import Said, load_said
from freelance_pk.books.locks import LOCKS, locked_years
from freelance_pk.books.naming import file_name, folder_name
from freelance_pk.books.start import EXPORTS
from freelance_pk.books.store import Copy, digest_of, free_target, present, take_in, undo
from freelance_pk.intake import Intake, ReadFile, read_files
from freelance_pk.intake.listing import Listed, list_files
from freelance_pk.intake.result import ReadAs
from freelance_pk.intake.same_money import leave_out_same_money
from freelance_pk.matching.merge import Merged, merge
from freelance_pk.model.errors import LockedFileError, UsageError
from freelance_pk.model.issue import Issue, Severity, note, warning
from freelance_pk.model.period import tax_year_period
from freelance_pk.run.inputs import read_books, without_collector


class Planned(NamedTuple):
    """One file of an import.

    Attributes:
        name: as shown.
        target: its place in the books, "exports/Payoneer/payoneer.csv"; where its bytes stand already, if they do.
        is_new: whether its bytes are to be copied.
        reread: whether a file that is there is read from now on as --as or --account says.
        accounts: accounts its rows belong to, or the list that it is.
        layouts: the layouts that read it.
        rows, skipped: data rows, and those of them that count nothing.
        new, known: entries and other records that the books lacked, and that they held.
        changed: rows that the books show in another state, or contradict.
        start, end: first and last day, None for a list without days.
    """

    name: str
    target: str
    is_new: bool
    reread: bool = False
    accounts: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    rows: int = 0
    skipped: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    start: date | None = None
    end: date | None = None


class ImportPlan(NamedTuple):
    """What an import does, or would do.

    Attributes:
        books: the folder of the books.
        files: every file that can be read, in order of their names.
        issues: what reading and merging the new files raises.
        complete: whether none of those is an error.
        interrupted: places of files that an import cut short had left; they were taken out.
    """

    books: Path
    files: tuple[Planned, ...]
    issues: tuple[Issue, ...]
    complete: bool
    interrupted: tuple[str, ...]


def import_files(
    books: Path,
    files: Sequence[Path],
    *,
    layout: str | None,
    account: str | None,
    passwords: tuple[str, ...],
    dry_run: bool,
) -> ImportPlan:
    """Find out what files add to the books, and copy them in unless it is a dry run.

    Raises:
        FreelanceError: a file was refused or the disk failed; nothing was copied.
    """
    asked = ReadAs(layout, account)
    with without_collector():
        if dry_run:
            return _plan(books, files, asked, passwords)[0]
        with alone(books):
            interrupted = undo(books)
            plan, copies, said = _plan(books, files, asked, passwords)
            if copies or said:
                take_in(books, copies, said)
            return plan._replace(interrupted=interrupted)


class _Named(NamedTuple):
    """A file that was named, and what was read of it."""

    listed: Listed
    sha256: str
    read: tuple[ReadFile, ...]


def _plan(
    books: Path, files: Sequence[Path], asked: ReadAs, passwords: tuple[str, ...]
) -> tuple[ImportPlan, list[Copy], dict[str, Said]]:
    if not files:
        raise UsageError(
            "no files were named", remedy="name what you downloaded: `freelance-pk import FILES`"
        )
    listing = list_files(files)
    intake = read_files(files, layout=asked.layout, account=asked.account, passwords=passwords)
    by_path: dict[Path, list[ReadFile]] = {}
    for read in intake.files:
        by_path.setdefault(read.path, []).append(read)
    before = _read_before(books, passwords)
    # Where the bytes of a file stand: in the books by themselves or in an archive, or in this import.
    there = {read.source.sha256: read.source.name for read in before}
    there |= {digest: path.relative_to(books).as_posix() for digest, path in present(books).items()}
    here = {read.source.sha256: read.source.name for read in intake.files}
    fresh: list[_Named] = []
    old: list[_Named] = []
    for each in listing.files:
        one = _Named(each, digest_of(each.path), tuple(by_path.get(each.path, ())))
        if one.sha256 in there or (one.sha256 in here and not one.read):
            old.append(one)
        elif one.read:
            fresh.append(one)
    said = _said(asked, (*fresh, *old), books)
    copies = _copies(books, fresh)
    base, merged = merge(before), merge(_all(before, fresh), in_order=True)
    planned = [_planned(one, copy, merged) for one, copy in zip(fresh, copies, strict=True)]
    for one in old:
        place = there.get(one.sha256) or here[one.sha256]
        planned.append(Planned(one.listed.name, place, is_new=False, reread=one.sha256 in said))
    issues = _issues(intake, fresh, base, merged, books)
    plan = ImportPlan(
        books=books,
        files=tuple(sorted(planned, key=lambda each: each.name)),
        issues=issues,
        complete=all(issue.severity is not Severity.ERROR for issue in issues),
        interrupted=(),
    )
    return plan, copies, said


def _read_before(books: Path, passwords: tuple[str, ...]) -> tuple[ReadFile, ...]:
    try:
        return read_books(books, passwords=passwords).files
    except UsageError:
        return ()  # the first import
    except LockedFileError:
        return ()  # nothing but statements whose password was not given: their rows are compared in a report


def _all(before: Iterable[ReadFile], fresh: Iterable[_Named]) -> tuple[ReadFile, ...]:
    return leave_out_same_money([*before, *(read for one in fresh for read in one.read)])


def _copies(books: Path, fresh: Iterable[_Named]) -> list[Copy]:
    copies: list[Copy] = []
    for one in fresh:
        folder = folder_name(_folder(one.read), "account")
        name = file_name(one.listed.path.name, "export")
        target = free_target(books, folder, name, [copy.target for copy in copies])
        copies.append(Copy(one.listed.path, one.sha256, target))
    return copies


def _folder(read: Sequence[ReadFile]) -> str:
    """Name a file's folder by its account, or by what list it is."""
    names = {name for one in read for name in one.accounts}
    if len(names) == 1:
        return names.pop()
    lists = {one.source.layout for one in read}
    return lists.pop() if len(lists) == 1 and not names else "several accounts"


def _planned(one: _Named, copy: Copy, merged: Merged) -> Planned:
    sources = {read.source for read in one.read}
    read = [each for each in merged.files if each.source in sources]
    days = [entry.day for each in read for entry in each.entries]
    records = len(days) + sum(
        len(each.certificates)
        + len(each.withholdings)
        + len(each.expenses)
        + len(each.invoices)
        + len(each.rates)
        for each in read
    )
    folded = sum(merged.folded[source] for source in sources)
    names = {source.name for source in sources}
    changed = [
        change
        for change in merged.changes
        if names & {place.rpartition(", row ")[0] for place in (change.older, change.newer)}
    ]
    return Planned(
        name=one.listed.name,
        target=f"{EXPORTS}/{copy.target}",
        is_new=True,
        accounts=tuple(sorted({name for each in read for name in each.accounts})),
        layouts=tuple(sorted({source.layout for source in sources})),
        rows=sum(each.rows for each in read),
        skipped=sum(len(each.skipped) for each in read),
        new=records - folded,
        known=folded,
        changed=len(changed),
        start=min(days, default=None),
        end=max(days, default=None),
    )


def _issues(
    intake: Intake, fresh: Iterable[_Named], base: Merged, merged: Merged, books: Path
) -> tuple[Issue, ...]:
    found = {*intake.issues, *(issue for one in fresh for read in one.read for issue in read.issues)}
    found |= set(merged.issues) - set(base.issues)
    found |= {*_profile(intake, books), *_rows_of_locked_years(books, base, merged)}
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return tuple(
        sorted(found, key=lambda each: (weight[each.severity], each.code, each.origin, each.message))
    )


def _rows_of_locked_years(books: Path, base: Merged, merged: Merged) -> Iterator[Issue]:
    for year in locked_years(books):
        new = _rows_of(merged, year) - _rows_of(base, year)
        if new > 0:
            yield warning(
                "year-locked-rows",
                f"{new} new {'row is' if new == 1 else 'rows are'} of tax year {year}, which is locked: its figures stay "
                "those filed, and what the rows would change is shown beside them.",
                origin=f"{LOCKS}/{year}.json",
                remedy=f"see `freelance-pk report --tax-year {year}`; if the return is to be revised: "
                f"`freelance-pk lock {year} --force`",
            )


def _rows_of(merged: Merged, year: int) -> int:
    period = tax_year_period(year)
    return (
        sum(1 for each in merged.entries if each.day in period)
        + sum(1 for each in merged.certificates if each.realised_on in period)
        + sum(
            1
            for records in (merged.withholdings, merged.expenses, merged.invoices)
            for each in records
            if each.day in period
        )
    )


def _profile(intake: Intake, books: Path) -> Iterator[Issue]:
    ours = books / "profile.toml"
    if intake.profile is None or (ours.is_file() and intake.profile.read_bytes() == ours.read_bytes()):
        return
    yield note(
        "profile-left",
        "a profile stands among the files; it was not imported.",
        origin=str(intake.profile),
        remedy=f"the profile of the books is {ours}: copy into it what you need",
    )


def _said(asked: ReadAs, fresh: Iterable[_Named], books: Path) -> dict[str, Said]:
    """Keep --as and --account with the files, where the books would read them otherwise."""
    if asked == ReadAs():
        return {}
    known = load_said(books)
    said = {read.source.sha256: Said(one.listed.name, asked) for one in fresh for read in one.read}
    return {digest: each for digest, each in said.items() if known.get(digest) != each}
