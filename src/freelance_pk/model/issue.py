"""What the user must know beside the figures."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """An error leaves the figures incomplete; a warning asks for a look; a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Issue(NamedTuple):
    """One thing to know or to do.

    Attributes:
        severity: an error makes the status "incomplete" (exit 4).
        code: stable and lower-case with hyphens, e.g. "rate-missing"; scripts key on it.
        message: one or two sentences for the user.
        origin: file, row and column, or "".
        remedy: the next step, with text to paste where there is one.
        pkr: rupees at stake, None when unknown.
    """

    severity: Severity
    code: str
    message: str
    origin: str = ""
    remedy: str = ""
    pkr: Decimal | None = None


def note(code: str, message: str, *, origin: str = "", remedy: str = "", pkr: Decimal | None = None) -> Issue:
    """Build an issue that informs."""
    return Issue(Severity.NOTE, code, message, origin, remedy, pkr)


def warning(
    code: str, message: str, *, origin: str = "", remedy: str = "", pkr: Decimal | None = None
) -> Issue:
    """Build an issue that asks for a look."""
    return Issue(Severity.WARNING, code, message, origin, remedy, pkr)


def error(
    code: str, message: str, *, origin: str = "", remedy: str = "", pkr: Decimal | None = None
) -> Issue:
    """Build an issue that leaves the figures incomplete."""
    return Issue(Severity.ERROR, code, message, origin, remedy, pkr)
