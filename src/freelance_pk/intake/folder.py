"""Files and folders named by the user, in any mix."""

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from freelance_pk.intake.files import Content, Opener, contents_of, opener
from freelance_pk.intake.listing import is_hidden, list_files
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import Intake, ReadAs, ReadFile
from freelance_pk.intake.same_money import leave_out_same_money
from freelance_pk.intake.workbook import damaged
from freelance_pk.model.errors import (
    FreelanceError,
    InputRefusedError,
    InputsRefusedError,
    LockedFileError,
    NeverReadError,
    NothingToReadError,
    UnknownFileError,
)
from freelance_pk.model.issue import Issue, error, note, warning

if TYPE_CHECKING:
    from zipfile import ZipInfo

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"})
_STATEMENTS = _TABLES | {".pdf"}
_READABLE = _STATEMENTS | {".txt", ".zip", ""}
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"})
_ARCHIVE = b"PK\x03\x04"
_LARGEST_MEMBER = 200 * 1024 * 1024
_MOST_MEMBERS = 200
NOT_OPENED = "file-not-opened"
_REDACTED = "-redacted"  # as `freelance-pk redact` names its copies
_OURS = frozenset({"profile.toml", "review.toml", "imports.toml"})
_NOTHING_SAID = ReadAs()


class _Reader:
    """How files are read, and which contents were read already: the same bytes count once, under any name."""

    def __init__(
        self, asked: ReadAs, said: Mapping[str, ReadAs], passwords: tuple[str, ...], *, alone: bool
    ) -> None:
        self._asked, self._said, self._passwords, self._alone = asked, said, passwords, alone
        self._seen: set[tuple[str, int]] = set()

    def contents(self, opened: Opener, name: str) -> list[tuple[Content, ReadAs]]:
        """Return what a file holds that was not read before, each with what the user said of it."""
        fresh = []
        for place, content in enumerate(contents_of(opened, name, self._passwords)):
            if (content.sha256, place) not in self._seen:
                self._seen.add((content.sha256, place))
                said = self._said.get(content.sha256, _NOTHING_SAID)
                as_ = ReadAs(self._asked.layout or said.layout, self._asked.account or said.account)
                fresh.append((content, as_))
        return fresh

    def read(self, path: Path, content: Content, as_: ReadAs) -> ReadFile:
        """Read a file as the user said; one of several that lacks the forced layout's columns, as it is recognised.

        Raises:
            InputRefusedError: not recognised, or a row cannot be read rightly.
        """
        try:
            return read_file(path, content, layout=as_.layout, account=as_.account)
        except UnknownFileError:
            if self._alone or self._asked.layout is None:
                raise
        said = self._said.get(content.sha256, _NOTHING_SAID)
        return read_file(path, content, layout=said.layout, account=said.account)


def read_files(
    paths: Sequence[Path],
    *,
    layout: str | None = None,
    account: str | None = None,
    passwords: tuple[str, ...] = (),
    said: Mapping[str, ReadAs] | None = None,
) -> Intake:
    """Read every named file, and every file below a named folder; the same bytes once.

    Args:
        paths: files and folders.
        layout: layout forced on the file; of several files, on each that has its columns: the others are recognised.
        account: account name for every file that the layout is forced on; without a layout, for every file.
        passwords: tried on protected PDF statements.
        said: layout and account of single files, by the SHA-256 of what they hold.

    Raises:
        InputRefusedError, InputsRefusedError: one or more inputs were refused; all of them are named.
    """
    listing = list_files(paths)
    reader = _Reader(ReadAs(layout, account), said or {}, passwords, alone=len(listing.files) == 1)
    files: list[ReadFile] = []
    issues = list(listing.issues)
    refusals: list[FreelanceError] = []
    ours: dict[str, list[Path]] = {name: [] for name in _OURS}
    for path, name, in_folder in listing.files:
        if path.name in _OURS:
            ours[path.name].append(path)
        elif in_folder and path.stem.endswith(_REDACTED):
            issues.append(
                note(
                    "file-passed-over",
                    "a redacted copy, whose amounts are invented, was not read.",
                    origin=name,
                )
            )
        elif in_folder and path.suffix.lower() not in _READABLE:
            issues.append(note("file-passed-over", "the file is no table and was not read.", origin=name))
        else:
            try:
                members = list(_members(path, name, issues))
            except InputRefusedError as refusal:
                refusals.append(refusal)
                continue
            for label, opened in members:
                lenient = in_folder or label != name
                read, noticed, refused = _attempt(path, label, opened, reader, lenient=lenient)
                files += read
                issues += noticed
                refusals += refused
    refusals += _different(ours["profile.toml"], "profiles", "--profile")
    refusals += _different(ours["review.toml"], "files of review answers", "--answers")
    if refusals:
        raise refusals[0] if len(refusals) == 1 else InputsRefusedError(tuple(refusals))
    if not files:
        locked = [issue for issue in issues if issue.code == NOT_OPENED]
        if locked:
            raise LockedFileError(
                locked[0].message,
                origin="; ".join(issue.origin for issue in locked),
                remedy=locked[0].remedy,
            )
        raise NothingToReadError(
            "no file that can be read was found",
            origin=", ".join(str(path) for path in paths),
            remedy="name the exports of your platforms, wallets and bank",
        )
    profile, review = (next(iter(ours[name]), None) for name in ("profile.toml", "review.toml"))
    return Intake(leave_out_same_money(files), tuple(issues), profile, review)


def _attempt(
    path: Path, name: str, opened: Opener, reader: _Reader, *, lenient: bool
) -> tuple[list[ReadFile], list[Issue], list[FreelanceError]]:
    """Read a file; what is refused is an issue where `lenient` lets it be passed over, else a refusal."""
    try:
        read, noticed = _read_one(path, name, opened, reader)
    except InputRefusedError as refusal:
        if lenient and isinstance(refusal, UnknownFileError | LockedFileError | NeverReadError):
            return [], [_not_read(refusal, name)], []
        return [], [], [refusal]
    return read, noticed, []


def _read_one(path: Path, name: str, opened: Opener, reader: _Reader) -> tuple[list[ReadFile], list[Issue]]:
    """Read a file; of a workbook, every sheet that is recognised, and tell which are not.

    Raises:
        InputRefusedError: nothing of it is recognised, or a row cannot be read rightly.
    """
    contents = reader.contents(opened, name)
    read: list[ReadFile] = []
    unknown: list[InputRefusedError] = []
    for content, as_ in contents:
        try:
            read.append(reader.read(path, content, as_))
        except InputRefusedError as refusal:
            if len(contents) == 1 or not isinstance(refusal, UnknownFileError):
                raise
            unknown.append(refusal)
    if unknown and not read:
        raise max(unknown, key=lambda each: "nearest" in each.message)
    return read, [
        warning(
            "sheet-passed-over",
            f"the sheet was not read: {each.message}",
            origin=each.origin,
            remedy="if it holds transactions, save it as a file of its own",
        )
        for each in unknown
    ]


def _different(found: list[Path], what: str, option: str) -> list[FreelanceError]:
    if len({path.read_bytes() for path in found}) <= 1:
        return []
    return [
        InputRefusedError(
            f"several {what} were found",
            origin="; ".join(str(path) for path in found),
            remedy=f"name the one to use with {option}, or give one client's folder at a time",
        )
    ]


def _members(path: Path, name: str, issues: list[Issue]) -> Iterator[tuple[str, Opener]]:
    """Yield a file, or the tables inside a ZIP archive; nothing of an archive is written to disk.

    An archive inside the archive is not opened, and added to the issues.

    Raises:
        InputRefusedError: the archive is damaged, protected, or unpacks to more than any export.
    """
    opened = opener(path, name)
    with opened() as file:
        if file.read(4) != _ARCHIVE:
            yield name, opened
            return
    from zipfile import ZipFile  # noqa: PLC0415 - it takes 1 ms to load, and few files are archives

    try:
        with ZipFile(path) as archive:
            members = [item for item in archive.infolist() if item.filename and not item.is_dir()]
            if any(item.filename in ("[Content_Types].xml", "content.xml", "mimetype") for item in members):
                yield name, opened  # a workbook is an archive too
                return
            issues += [_nested(f"{name}/{item.filename}") for item in members if _is_archive(item.filename)]
            for item in _tables(members, name):
                yield f"{name}/{item.filename}", partial(io.BytesIO, archive.read(item))
    except InputRefusedError:
        raise
    except Exception as failure:  # a damaged archive makes its reader raise nearly anything
        if path.suffix.lower() in _WORKBOOKS:
            raise damaged(name, f"{failure}; it is cut off or damaged") from failure
        raise InputRefusedError(
            f"the archive cannot be read: {failure}", origin=name, remedy="unpack it and name the files"
        ) from failure


def _is_archive(filename: str) -> bool:
    return Path(filename).suffix.lower() in _ARCHIVES and "__MACOSX" not in Path(filename).parts


def _nested(name: str) -> Issue:
    return warning(
        NOT_OPENED,
        "not read: an archive inside an archive. It may hold statements.",
        origin=name,
        remedy="unpack it and name its files",
    )


def _tables(members: "Sequence[ZipInfo]", name: str) -> "list[ZipInfo]":
    """Return the members that may be statements, ordered by name.

    Raises:
        InputRefusedError: they unpack to more than any export.
    """
    tables = [item for item in members if Path(item.filename).suffix.lower() in _STATEMENTS | {".txt"}]
    if len(tables) > _MOST_MEMBERS or sum(item.file_size for item in tables) > _LARGEST_MEMBER:
        raise InputRefusedError(
            "the archive unpacks to more than any export", origin=name, remedy="unpack it and name the files"
        )
    shown = (
        item
        for item in tables
        if not any(is_hidden(part) or part == "__MACOSX" for part in Path(item.filename).parts)
    )
    return sorted(shown, key=lambda item: item.filename)


def _not_read(refusal: InputRefusedError, name: str) -> Issue:
    if isinstance(refusal, LockedFileError):
        return warning(
            NOT_OPENED,
            f"not read: {refusal.message}. It may be a statement.",
            origin=refusal.origin or name,
            remedy=refusal.remedy,
        )
    if isinstance(refusal, NeverReadError):
        return warning(
            "file-never-read",
            f"not read: {refusal.message}.",
            origin=refusal.origin or name,
            remedy=refusal.remedy,
        )
    if Path(name).suffix.lower() not in _TABLES:
        return note("file-passed-over", f"not read: {refusal.message}", origin=name)
    return error(
        "file-not-recognised",
        f"a table in the folder was not read: {refusal.message}",
        origin=refusal.origin or name,
        remedy=refusal.remedy,
    )
