"""What stops a run. Raised anywhere, printed in one place (`cli.main`)."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    BUG = 1
    USAGE = 2
    REFUSED = 3
    INCOMPLETE = 4
    SOME_FAILED = 5


class FreelanceError(Exception):
    """A failure the user can mend.

    Attributes:
        message: what is wrong.
        origin: file, row, column and value, as far as known.
        remedy: what to do next.
    """

    status = ExitStatus.REFUSED

    def __init__(self, message: str, *, origin: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin
        self.remedy = remedy


class UsageError(FreelanceError):
    """The command was called in a way that cannot work."""

    status = ExitStatus.USAGE


class InputRefusedError(FreelanceError):
    """A file or a value that cannot be read rightly; nothing of it was used."""


class UnknownFileError(InputRefusedError):
    """A file that is none of those known: in a folder it is passed over and named."""


class NothingToReadError(InputRefusedError):
    """None of the files named, or of a folder's, can be read."""


class NeverReadError(InputRefusedError):
    """A file that is known and never read: in a folder it is passed over and named."""


class LockedFileError(InputRefusedError):
    """A file that may be a statement and was not read: protected, scanned, of no known form, or its reader is missing."""


class InputsRefusedError(FreelanceError):
    """Several refused inputs, so that the user mends them in one go."""

    def __init__(self, refusals: "tuple[FreelanceError, ...]") -> None:
        super().__init__(f"{len(refusals)} inputs were refused")
        self.refusals = refusals


class UnknownTaxYearError(FreelanceError):
    """No law file for the year; another year's law is never used in its place."""

    def __init__(self, year: int, known: tuple[int, ...]) -> None:
        span = f"{known[0]} to {known[-1]}" if known else "none"
        super().__init__(
            f"tax year {year} is not known: the law files cover {span}",
            remedy="use one of the years known, or update freelance-pk when that year's Finance Act is out",
        )
        self.year = year
        self.known = known


class RateMissingError(FreelanceError):
    """No rate on or near a date; never replaced by 0, 1 or today's rate."""
