"""What every source answers to. A source is a module; these are its names."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from freelance_pk.model.errors import FreelanceError
from freelance_pk.rates.cache import Body
from freelance_pk.rates.publications import Quote

# How bodies begin: a missing file comes as a web page with status 200.
XLSX = (b"PK\x03\x04",)
PDF = (b"%PDF",)
JSON = (b"{", b"[")

Need = tuple[str, date]  # a currency and the day that a rate is wanted for

# A rate may stand in for up to ten later days, so what is asked for reaches as far back.
REACH = timedelta(days=10)


class Wanted(NamedTuple):
    """What to fetch.

    Attributes:
        needs: currencies and days that nothing known answers for good.
        today: in Pakistan.
        held: days (ISO) whose file is kept already, for a source of one file a day.
    """

    needs: tuple[Need, ...]
    today: date
    held: frozenset[str] = frozenset()

    def currencies(self) -> tuple[str, ...]:
        """Return the currencies, in order."""
        return tuple(sorted({currency for currency, _ in self.needs}))

    def span(self, currency: str) -> tuple[date, date]:
        """Return the first and last day to ask for, with room before the first for a holiday."""
        days = [day for each, day in self.needs if each == currency]
        return min(days) - REACH, min(max(days), self.today)


class Fetched(NamedTuple):
    """One body, and the day its source gave it for (None: many days)."""

    body: Body
    day: date | None = None


class Reading(NamedTuple):
    """What a body says."""

    quotes: tuple[Quote, ...]
    remarks: tuple[str, ...] = ()


class ContentError(FreelanceError):
    """A body that is not what it should be: nothing of it is used, and the next source is asked."""


class FetchError(FreelanceError):
    """A source that gave nothing usable: the next one is asked.

    Attributes:
        code: HTTP status, None where no answer came.
    """

    def __init__(self, message: str, *, origin: str = "", remedy: str = "", code: int | None = None) -> None:
        super().__init__(message, origin=origin, remedy=remedy)
        self.code = code


class Web(Protocol):
    """The way out, handed in."""

    def get(self, url: str, begins: tuple[bytes, ...], query: Mapping[str, str] | None = None) -> bytes:
        """Return a body that begins as wanted.

        Raises:
            FetchError: nothing usable came.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class Source(Protocol):
    """One provider of rates.

    Attributes:
        ID: names it in messages and on the command line; its publication, except that a day file's own title
            decides which it is.
    """

    ID: str

    def unavailable(self) -> str:
        """Say what is missing to use the source, "" when nothing is."""
        ...

    def fetch(self, web: Web, wanted: Wanted) -> Iterator[Fetched]:
        """Get what answers the needs, body by body.

        Raises:
            FetchError: nothing usable came.
        """
        ...

    def read(self, body: Body, day: date | None) -> Reading:
        """Read a body, now or when it is checked again.

        Raises:
            ContentError: it is not what it should be.
        """
        ...


def business_days(days: Iterable[date]) -> tuple[date, ...]:
    """Return weekdays: a day of a weekend stands for the Friday before."""
    return tuple(sorted({day - timedelta(days=max(0, day.weekday() - 4)) for day in days}))
