"""How the books stand: accounts and what their files cover, rates, review, locks."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from freelance_pk.books.locks import locked_years
from freelance_pk.books.start import EXPORTS
from freelance_pk.intake.listing import unfinished
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import ExitStatus, FreelanceError
from freelance_pk.model.issue import Issue, Severity, error
from freelance_pk.model.lock import LockedYear
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.period import tax_year_of, tax_year_period
from freelance_pk.model.review import State
from freelance_pk.run.inputs import Inputs
from freelance_pk.run.locking import locked_in
from freelance_pk.run.reporting import ground_of, rate_lookup
from freelance_pk.run.reviewing import review_of
from freelance_pk.statement.coverage import Covered, cover
from freelance_pk.statement.report import Ground


class Known(NamedTuple):
    """How far the rates of a currency reach, None if there are none, and the last row in it.

    `missing`: the last row finds no rate, by the policy of the look-up.
    """

    currency: str
    until: date | None
    last_row: date
    missing: bool


class Open(NamedTuple):
    """Review items: how many are open, the rupees at stake, how many were answered, answers that do not apply."""

    items: int
    pkr: Decimal
    unknown: int
    answered: int
    lost: int


class Status(NamedTuple):
    """How the books stand.

    Attributes:
        books: the folder, None where files were named.
        taxpayer: name, "" if the profile has none.
        today: the day of asking, in Pakistan.
        files: how many were read.
        accounts: by name.
        rates: by currency.
        open: the review.
        years: tax years that the rows reach, or that are locked; None where one is not locked.
        interrupted: files of an import that was cut short; they count nothing.
        issues: errors and warnings of reading and merging.
    """

    books: Path | None
    taxpayer: str
    today: date
    files: int
    accounts: tuple[Covered, ...]
    rates: tuple[Known, ...]
    open: Open
    years: tuple[tuple[int, LockedYear | None], ...]
    interrupted: int
    issues: tuple[Issue, ...]

    @property
    def no_rate(self) -> tuple[str, ...]:
        """Currencies whose last row finds no rate."""
        return tuple(each.currency for each in self.rates if each.missing)

    @property
    def status(self) -> ExitStatus:
        """Incomplete while an item is open, a rate is missing or an input has an error."""
        wrong = any(issue.severity is Severity.ERROR for issue in self.issues)
        return ExitStatus.INCOMPLETE if wrong or self.open.items or self.no_rate else ExitStatus.DONE


def status_of(inputs: Inputs, today: date) -> Status:
    """State how the books, or the files named, stand on a day."""
    ground = ground_of(inputs)
    unusable: list[Issue] = []
    years = tuple(_years(inputs, ground, unusable))
    found = {*inputs.issues, *inputs.merged.issues}
    shown = [each for each in found if each.severity is not Severity.NOTE]
    shown.sort(key=lambda each: (each.severity is not Severity.ERROR, each.code, each.origin, each.message))
    return Status(
        books=inputs.books,
        taxpayer=inputs.profile.name,
        today=today,
        files=len(inputs.merged.files),
        accounts=cover(inputs.merged),
        rates=tuple(_rates(inputs)),
        open=_open(inputs, ground),
        years=years,
        interrupted=0 if inputs.books is None else len(unfinished(inputs.books / EXPORTS)),
        issues=(*unusable, *shown),
    )


def _rates(inputs: Inputs) -> Iterator[Known]:
    last: dict[str, date] = {}
    kinds = {name: account.kind for name, account in inputs.merged.accounts.items()}
    for entry in inputs.merged.entries:
        if kinds[entry.account] is not AccountKind.EXCHANGE:  # its assets are no currencies
            last[entry.currency] = entry.day
    lookup = rate_lookup(inputs.rates)
    for currency in sorted(last.keys() - {PKR}):
        missing = isinstance(lookup(currency, last[currency]), Issue)
        yield Known(currency, inputs.rates.last_day(currency), last[currency], missing)


def _open(inputs: Inputs, ground: Ground) -> Open:
    review = review_of(inputs, ground=ground)
    items = [item for item in review.items if item.state is State.OPEN]
    return Open(
        items=len(items),
        pkr=sum((abs(item.pkr) for item in items if item.pkr is not None), ZERO),
        unknown=sum(1 for item in items if item.pkr is None),
        answered=sum(1 for item in review.items if item.state is State.ANSWERED),
        lost=len(review.lost),
    )


def _years(inputs: Inputs, ground: Ground, unusable: list[Issue]) -> Iterator[tuple[int, LockedYear | None]]:
    merged = inputs.merged
    years = {tax_year_of(entry.day) for entry in merged.entries}
    years |= {tax_year_of(each.realised_on) for each in merged.certificates}
    for year in sorted({*years, *(locked_years(inputs.locks_in) if inputs.locks_in is not None else ())}):
        try:
            locked = locked_in(inputs, tax_year_period(year), ground)
        except FreelanceError as failure:
            unusable.append(
                error("lock-unusable", failure.message, origin=failure.origin, remedy=failure.remedy)
            )
            continue
        yield year, None if locked is None else locked.year
