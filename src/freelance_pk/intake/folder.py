"""Files and folders named by the user, in any mix."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from freelance_pk.intake.files import Content, content_of, read_bytes
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import Intake, ReadFile
from freelance_pk.model.errors import FreelanceError, InputRefusedError, InputsRefusedError
from freelance_pk.model.issue import Issue, error, note

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})
_READABLE = _TABLES | {".txt", ".zip", ""}
_ARCHIVE = b"PK\x03\x04"
_LARGEST_MEMBER = 200 * 1024 * 1024
_MOST_MEMBERS = 200
_OURS = frozenset({"profile.toml", "review.toml"})


def read_files(paths: Sequence[Path], *, layout: str | None = None, account: str | None = None) -> Intake:
    """Read every named file, and every file below a named folder.

    Args:
        paths: files and folders.
        layout: layout forced on every named file.
        account: account name for every file.

    Raises:
        InputRefusedError, InputsRefusedError: one or more inputs were refused; all of them are named.
    """
    files: list[ReadFile] = []
    issues: list[Issue] = []
    refusals: list[FreelanceError] = []
    profiles: list[Path] = []
    for path, name, in_folder in _walk(paths):
        if path.name in _OURS:
            profiles += [path] if path.name == "profile.toml" else []
            continue
        if in_folder and path.suffix.lower() not in _READABLE:
            issues.append(note("file-passed-over", "the file is no table and was not read.", origin=name))
            continue
        try:
            files += [
                read_file(path, content, layout=layout, account=account) for content in _contents(path, name)
            ]
        except InputRefusedError as refusal:
            if in_folder and _is_unknown(refusal):
                issues.append(_not_read(refusal, name, table=path.suffix.lower() in _TABLES))
            else:
                refusals.append(refusal)
    refusals += _different_profiles(profiles)
    if refusals:
        raise refusals[0] if len(refusals) == 1 else InputsRefusedError(tuple(refusals))
    if not files:
        raise InputRefusedError(
            "no file that can be read was found",
            origin=", ".join(str(path) for path in paths),
            remedy="name the exports of your platforms, wallets and bank",
        )
    return Intake(tuple(files), tuple(issues), profiles[0] if profiles else None)


def _different_profiles(profiles: list[Path]) -> list[FreelanceError]:
    if len({path.read_bytes() for path in profiles}) <= 1:
        return []
    return [
        InputRefusedError(
            "several profiles were found",
            origin="; ".join(str(path) for path in profiles),
            remedy="name the one to use with --profile, or give one client's folder at a time",
        )
    ]


def _contents(path: Path, name: str) -> Iterator[Content]:
    """Yield a file, or the tables inside a ZIP archive; nothing of an archive is written to disk.

    Raises:
        InputRefusedError: the archive is damaged, protected, or unpacks to more than any export.
    """
    data = read_bytes(path, name)
    if not data.startswith(_ARCHIVE):
        yield content_of(data, name)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            if any(item.filename in ("[Content_Types].xml", "content.xml", "mimetype") for item in members):
                yield content_of(data, name)  # a workbook is an archive too
                return
            tables = [item for item in members if Path(item.filename).suffix.lower() in _TABLES | {".txt"}]
            if len(tables) > _MOST_MEMBERS or sum(item.file_size for item in tables) > _LARGEST_MEMBER:
                raise InputRefusedError(
                    "the archive unpacks to more than any export",
                    origin=name,
                    remedy="unpack it and name the files",
                )
            for item in sorted(tables, key=lambda item: item.filename):
                if not any(_is_hidden(part) or part == "__MACOSX" for part in Path(item.filename).parts):
                    yield content_of(archive.read(item), f"{name}/{item.filename}")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as failure:
        raise InputRefusedError(
            f"the archive cannot be read: {failure}", origin=name, remedy="unpack it and name the files"
        ) from failure


def _walk(paths: Sequence[Path]) -> Iterator[tuple[Path, str, bool]]:
    for path in paths:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                inner = each.relative_to(path)
                if (
                    each.is_file()
                    and not any(_is_hidden(part) for part in inner.parts)
                    and "locks" not in inner.parts[:-1]
                ):
                    yield each, inner.as_posix(), True
        elif path.exists():
            yield path, path.name, False
        else:
            raise InputRefusedError(
                "there is no such file or folder", origin=str(path), remedy="check the name"
            )


def _is_hidden(name: str) -> bool:
    """Hidden files, and the lock files that spreadsheet programs leave beside an open file."""
    return name.startswith((".", "~$"))


def _is_unknown(refusal: InputRefusedError) -> bool:
    return refusal.message.startswith(("no known layout", "the file is neither", "the file is empty"))


def _not_read(refusal: InputRefusedError, name: str, *, table: bool) -> Issue:
    if not table:
        return note("file-passed-over", f"not read: {refusal.message}", origin=name)
    return error(
        "file-not-recognised",
        f"a table in the folder was not read: {refusal.message}",
        origin=refusal.origin or name,
        remedy=refusal.remedy,
    )
