"""What a batch says of a client that has no figures, and what stops a whole run."""

from collections.abc import Iterable
from errno import EDQUOT, ENOSPC, EROFS

from freelance_pk.batch.clients import Client
from freelance_pk.batch.job import Job
from freelance_pk.batch.row import Finding, Row, Status
from freelance_pk.batch.stated_row import MOST_FINDINGS, plain
from freelance_pk.model.errors import (
    FreelanceError,
    InputRefusedError,
    InputsRefusedError,
    NothingToReadError,
)
from freelance_pk.model.issue import Severity

# Files that the office writes itself: a client cannot send them anew.
_OURS = ("profile.toml", "review.toml", "imports.toml", "rates.csv", "locks/")


class RunStoppedError(FreelanceError):
    """What no other client would fare better with: the disk is full, or the worker is another program."""


def refuse_if_full(failure: FreelanceError) -> None:
    """Stop the run where the disk takes nothing more.

    Raises:
        RunStoppedError: so it is.
    """
    cause = failure.__cause__
    if isinstance(cause, OSError) and cause.errno in (ENOSPC, EDQUOT, EROFS):
        raise RunStoppedError(
            failure.message,
            origin=failure.origin,
            remedy="make room, then run the same command again: it goes on; what is done is kept",
        ) from failure


def is_nothing(failure: FreelanceError) -> bool:
    """Say whether a client's folder held nothing that can be read."""
    return isinstance(failure.__cause__, NothingToReadError)


class _BugError(FreelanceError):
    """A bug that one client brought to light."""


def in_words(failure: Exception) -> FreelanceError:
    """Return what broke a client's run off as a failure with what to do about it; a bug is called one."""
    if isinstance(failure, FreelanceError):
        return failure
    if isinstance(failure, OSError):
        return FreelanceError(
            f"a file cannot be read: {failure.strerror or failure}",
            origin=str(failure.filename or ""),
            remedy="check that it is there and may be read, and that nothing else changes the folder meanwhile",
        )
    return _BugError(
        f"internal error: {type(failure).__name__}: {failure}",
        remedy="this is a bug in freelance-pk, and no figure was given; run `freelance-pk report` on this folder with "
        "FREELANCE_PK_TRACEBACK=1 set and report what it prints",
    )


def stopped(client: Client, job: Job, failure: FreelanceError, status: Status) -> Row:
    """Return the row of a client that has no figures, with every refusal's file, row and remedy."""
    folder = job.root / client.place
    findings = tuple(
        Finding(
            Severity.ERROR,
            _code(each),
            plain(each.message, (), folder),
            plain(each.origin, (), folder),
            plain(each.remedy, (), folder),
        )
        for each in _each_refusal(failure)
    )
    if is_nothing(failure):
        findings = (
            Finding(
                Severity.ERROR,
                "nothing-to-read",
                "no export, statement or certificate that can be read is in the folder.",
                "",
                "ask the client for them, and put them in the folder",
            ),
        )
    return Row(
        client.name,
        client.slug,
        status,
        findings=findings[:MOST_FINDINGS],
        more=max(len(findings) - MOST_FINDINGS, 0),
    )


def _each_refusal(failure: FreelanceError) -> Iterable[FreelanceError]:
    if isinstance(failure, InputsRefusedError):
        for each in failure.refusals:
            yield from _each_refusal(each)
    else:
        yield failure


def is_of_files(row: Row) -> bool:
    """Say whether the client's own files stopped it: nothing changes until they do."""
    return all(each.code in ("file-refused", "own-file-refused", "nothing-to-read") for each in row.findings)


def _code(failure: FreelanceError) -> str:
    if isinstance(failure, _BugError):
        return "internal-error"
    if not isinstance(failure, InputRefusedError):
        return "client-refused"
    return "own-file-refused" if any(name in failure.origin for name in _OURS) else "file-refused"
