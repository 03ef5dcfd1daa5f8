"""Files and folders named by the user, in any mix."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import Intake, ReadFile
from freelance_pk.model.errors import FreelanceError, InputRefusedError, InputsRefusedError
from freelance_pk.model.issue import Issue, error, note

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})
_READABLE = _TABLES | {".txt", ""}
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
        if in_folder and path.name == "profile.toml":
            profiles.append(path)
            continue
        if in_folder and path.suffix.lower() not in _READABLE:
            if path.name not in _OURS:
                issues.append(note("file-passed-over", "the file is no table and was not read.", origin=name))
            continue
        try:
            files.append(read_file(path, name, layout=layout, account=account))
        except InputRefusedError as refusal:
            if in_folder and _is_unknown(refusal):
                issues.append(_not_read(refusal, name, table=path.suffix.lower() in _TABLES))
            else:
                refusals.append(refusal)
    if len({path.read_bytes() for path in profiles}) > 1:
        refusals.append(
            InputRefusedError(
                "several profiles were found",
                origin="; ".join(str(path) for path in profiles),
                remedy="name the one to use with --profile, or give one client's folder at a time",
            )
        )
    if refusals:
        raise refusals[0] if len(refusals) == 1 else InputsRefusedError(tuple(refusals))
    if not files:
        raise InputRefusedError(
            "no file that can be read was found",
            origin=", ".join(str(path) for path in paths),
            remedy="name the exports of your platforms, wallets and bank",
        )
    return Intake(tuple(files), tuple(issues), profiles[0] if profiles else None)


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
