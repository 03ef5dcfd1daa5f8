"""What every client of a batch is asked, and the digest that tells whether a client is still as it was."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import freelance_pk
from freelance_pk.batch.clients import Client
from freelance_pk.intake.listing import is_hidden
from freelance_pk.intake.own_layouts import own_folder, own_paths
from freelance_pk.law import load_law
from freelance_pk.model.errors import FreelanceError
from freelance_pk.model.period import Period
from freelance_pk.packaged import packaged
from freelance_pk.rates.cache import cache_folder

_CHUNK = 1 << 20
# Of the import that is under way in a client's books: files that it lists do not count yet.
_HIDDEN_THAT_COUNT = frozenset({".importing.json"})


@dataclass(frozen=True, slots=True)
class Job:
    """One question to many clients; small, so that it travels to every worker.

    Attributes:
        root: folder of all clients, absolute.
        out: folder of the outputs, absolute.
        period: of the figures.
        tax_year: the year that is assessed, None for a shorter period.
        law: folder of the user's own law files.
        passwords: tried on protected PDF statements.
        rate_basis: of --rate-basis.
        rate_method: of --rate-method.
        rules: digest of program, law, layouts and rates; a worker with others refuses.
        resume: whether a client that is as it was is left as it is.
    """

    root: Path
    out: Path
    period: Period
    tax_year: int | None
    law: Path | None
    passwords: tuple[str, ...] = field(
        repr=False
    )  # a cluster writes the arguments of what fails into its log
    rate_basis: str | None
    rate_method: str | None
    rules: str
    resume: bool


def rules_digest(law: Path | None) -> str:
    """Digest everything that figures rest on beside a client's own files: program, data, own law and layouts, rates.

    The program's own lines are in it beside its version: a clone between two versions is another program.
    """
    digest = hashlib.sha256(_program().encode())
    own: list[tuple[str, Path]] = [("layout", path) for path in own_paths(own_folder())]
    own += [("rates", path) for path in sorted(cache_folder().glob("*.csv"))]
    own += [("law", path) for path in sorted(law.glob("*.toml"))] if law is not None else []
    for what, path in own:
        digest.update(f"\n{what} {path.name} {_digest_of(path)}".encode())
    _law_anew(digest.hexdigest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _law_anew(_rules: str) -> None:
    """Read the law again where the rules are not those of the call before: a cluster's worker outlives its runs."""
    load_law.cache_clear()


@cache
def _program() -> str:
    parts = [f"freelance-pk {version('freelance-pk')} openpyxl {version('openpyxl')}"]
    code, data = Path(freelance_pk.__file__).parent, packaged("tax_slabs").parent
    for root, pattern in ((code, "*.py"), (data, "*")):
        parts += [
            f"{path.relative_to(root).as_posix()} {_digest_of(path)}"
            for path in sorted(root.rglob(pattern))
            if path.is_file() and "__pycache__" not in path.parts
        ]
    return "\n".join(parts)


def digest_of_client(job: Job, client: Client) -> str:
    """Digest all that a client's outputs depend on: what is asked, the rules, the names and bytes of the files.

    Raises:
        FreelanceError: the folder or a file cannot be read.
    """
    asked = [
        *(client.place, client.slug, job.period.start.isoformat(), job.period.end.isoformat()),
        *(job.tax_year, job.rate_basis, job.rate_method, job.passwords, job.rules),
    ]
    digest = hashlib.sha256(json.dumps(asked).encode())
    folder = job.root / client.place
    for path in _files(folder):
        name = os.fsencode(path.relative_to(folder))
        digest.update(name + b"\0" + _digest_of(path).encode() + b"\n")
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file that reading could meet; of a link, what it leads to is met too."""
    if not folder.is_dir():
        raise FreelanceError(
            "the client's folder is gone", remedy="put it back, or run the batch again without it"
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FreelanceError("the client's folder may not be read", remedy="check the rights of the folder")
    for text, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        yield from _counting(Path(text), names)


def _counting(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    for name in sorted(names):
        path = folder / name
        if (not is_hidden(name) or name in _HIDDEN_THAT_COUNT) and path.is_file():
            yield path


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as failure:
        raise FreelanceError(
            f"the file cannot be read: {failure.strerror}",
            origin=path.name,
            remedy="check its rights, and that no other program holds it open",
        ) from failure
