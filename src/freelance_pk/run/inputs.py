"""What a run reads: files or the books, the profile, the rates."""

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePath
from typing import NamedTuple

from freelance_pk.books import find_books
from freelance_pk.books.imports import load_said
from freelance_pk.books.review import NAME as REVIEW
from freelance_pk.books.review import load_answers
from freelance_pk.books.start import EXPORTS, PROFILE
from freelance_pk.intake import Intake, institutions, read_files
from freelance_pk.intake.folder import NOT_OPENED
from freelance_pk.intake.listing import refuse_unusual
from freelance_pk.intake.registry import own_layouts
from freelance_pk.matching.merge import Merged, merge
from freelance_pk.model.errors import NothingToReadError, UsageError
from freelance_pk.model.institution import Institution
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.model.profile import Profile
from freelance_pk.model.review import NO_ANSWERS, Answers
from freelance_pk.packaged import packaged
from freelance_pk.rates import RateTable, load_rates
from freelance_pk.statement.figures import DataUsed


class Inputs(NamedTuple):
    """Everything read, merged, before any figure.

    `answers_in` is the review.toml that the answers were read from, or where the next one goes; None where
    only files were named, and none of them is one. `locks_in` is the folder whose locks/ counts: the books, or the
    one folder named.
    """

    merged: Merged
    institutions: dict[str, Institution]
    profile: Profile
    rates: RateTable
    issues: tuple[Issue, ...]
    data: tuple[DataUsed, ...]
    law: Path | None
    books: Path | None = None
    answers: Answers = NO_ANSWERS
    answers_in: Path | None = None
    locks_in: Path | None = None


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the cyclic collector off: it would walk every entry again and again, and none is in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_inputs(
    files: Sequence[Path],
    *,
    books: Path | None = None,
    profile: Path | None = None,
    answers: Path | None = None,
    new_answers: bool = False,
    law: Path | None = None,
    layout: str | None = None,
    account: str | None = None,
    passwords: tuple[str, ...] = (),
    rate_basis: str | None = None,
    rate_method: str | None = None,
) -> Inputs:
    """Read the named files, or the books when none is named.

    Args:
        files: files and folders; empty: the books.
        books: folder given with --books.
        profile: file given with --profile; else the profile.toml of a named folder or of the books.
        answers: file given with --answers; else the review.toml of a named folder or of the books.
        new_answers: whether the file of answers may still have to be made.
        law: folder of the user's own law files (--law).
        layout: layout forced with --as.
        account: account name given with --account.
        passwords: tried on protected PDF statements (--password).
        rate_basis: publication given with --rate-basis, for every year; else the profile's.
        rate_method: given with --rate-method, likewise.

    Raises:
        UsageError: no files and no books.
        FreelanceError: an input was refused.
    """
    if files and books is not None:
        raise UsageError("give files, or --books, not both", remedy="leave one of the two out")
    home = None if files else books_at(books)
    with without_collector():
        if home is None:
            intake = read_files(files, layout=layout, account=account, passwords=passwords)
        else:
            intake = read_books(home, layout=layout, account=account, passwords=passwords)
        merged = merge(intake.files)
    _refuse_links(files if home is None else [home], profile, answers)
    facts = _profile(intake, profile)
    answers_in, said = _answers(intake, answers, files if home is None else [home], new_answers=new_answers)
    rates = (
        load_rates()
        .with_own(merged.rates)
        .with_choices(facts.rate_basis, facts.rate_method, rate_basis, rate_method)
    )
    return Inputs(
        merged=merged,
        institutions=institutions(),
        profile=facts,
        rates=rates,
        issues=(*intake.issues, *(issue for read in intake.files for issue in read.issues), *rates.issues),
        data=(
            _digest("rates"),
            _digest("platforms"),
            *_own_layouts(intake),
            *_answers_used(answers_in, said),
        ),
        law=law,
        books=home,
        answers=said,
        answers_in=answers_in,
        locks_in=home or _only_folder(files),
    )


def read_books(
    books: Path,
    *,
    layout: str | None = None,
    account: str | None = None,
    passwords: tuple[str, ...] = (),
) -> Intake:
    """Read every file of the books, each as was said when it was imported.

    What stands in exports/ could be read when it was imported: a statement that is not opened now is an error.

    Raises:
        UsageError: there is none yet.
        FreelanceError: one was refused.
    """
    said = {digest: each.as_ for digest, each in load_said(books).items()}
    try:
        intake = read_files([books], layout=layout, account=account, passwords=passwords, said=said)
    except NothingToReadError as nothing:
        raise UsageError(
            f"the books {books} hold no exports yet",
            remedy="bring in what you downloaded: `freelance-pk import FILES`",
        ) from nothing
    if all(issue.code != NOT_OPENED for issue in intake.issues):
        return intake
    imported = {path.name for path in (books / EXPORTS).rglob("*")}
    return intake._replace(
        issues=tuple(
            issue._replace(severity=Severity.ERROR)
            if issue.code == NOT_OPENED and not imported.isdisjoint(PurePath(issue.origin).parts)
            else issue
            for issue in intake.issues
        ),
    )


def books_at(explicit: Path | None) -> Path:
    """Return the folder of the books.

    Raises:
        UsageError: there are none.
    """
    found = find_books(explicit)
    if found is None:
        raise UsageError(
            "no files were named and no books were found",
            remedy="name the files you downloaded, e.g. `freelance-pk report *.csv`, or a folder that holds them; or "
            "make books for them: `freelance-pk init`",
        )
    return found


def _only_folder(paths: Sequence[Path]) -> Path | None:
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None


def _refuse_links(paths: Sequence[Path], profile: Path | None, answers: Path | None) -> None:
    """Refuse to say figures without a profile or answers that only a link out of the folder leads to.

    Raises:
        InputRefusedError: so it is, and no other file is named.
    """
    for folder in paths:
        for name, named in ((PROFILE, profile), (REVIEW, answers)):
            if named is None and folder.is_dir():
                refuse_unusual(folder / name, folder)


def _profile(intake: Intake, explicit: Path | None) -> Profile:
    path = explicit or intake.profile
    if path is None:
        return Profile()
    from freelance_pk.books.profile import load_profile  # noqa: PLC0415 - its form takes long to build

    return load_profile(path)


def _answers(
    intake: Intake, explicit: Path | None, paths: Sequence[Path], *, new_answers: bool
) -> tuple[Path | None, Answers]:
    """Find the answers and where they are kept: the file named, the one among the inputs, or the one folder's."""
    folders = [path for path in paths if path.is_dir()]
    path = explicit or intake.review or (folders[0] / REVIEW if len(folders) == 1 else None)
    if path is None or (not path.exists() and (explicit is None or new_answers)):
        return path, Answers()
    return path, load_answers(path)


def _answers_used(path: Path | None, answers: Answers) -> Iterator[DataUsed]:
    if path is not None and answers:
        yield DataUsed(path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def _own_layouts(intake: Intake) -> Iterator[DataUsed]:
    """Yield the user's layout files that read something."""
    own = own_layouts()
    used = {
        own[read.source.layout].path: own[read.source.layout]
        for read in intake.files
        if read.source.layout in own
    }
    for path in sorted(used):
        yield DataUsed(f"own layout {path.name}", used[path].sha256)


@cache
def _digest(folder: str) -> DataUsed:
    """Digest a folder of packaged data: names and contents, in order of the names; once, as they are read once."""
    digest = hashlib.sha256()
    root = packaged(folder)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return DataUsed(f"data/{folder}", digest.hexdigest())
