"""The rates that a run knows: one publication's series, and what is laid over it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

from freelance_pk.model.entry import OwnRate
from freelance_pk.model.errors import UsageError
from freelance_pk.model.issue import Issue
from freelance_pk.model.period import tax_year_of
from freelance_pk.model.rate import Rate
from freelance_pk.rates.own import Own, check_own
from freelance_pk.rates.series import KeptSeries, Mark, Series, nothing_kept, rupees_on

Basis = Literal["bfer", "wacr-buy", "m2m"]
Method = Literal["daily", "monthly-average"]
_Word = TypeVar("_Word", bound=str)
BASES: tuple[Basis, ...] = ("bfer", "wacr-buy", "m2m")
METHODS: tuple[Method, ...] = ("daily", "monthly-average")


class Choice(NamedTuple):
    """Which publication converts a tax year's amounts, and whether by the day or by the month's average."""

    basis: Basis = "bfer"
    method: Method = "daily"


DEFAULT = Choice()


class RateTable(NamedTuple):
    """Rates of one publication, with the user's own and what was fetched laid over.

    Attributes:
        series: one currency's published rates, None for a currency not published.
        basis: id of the publication.
        source: the publication in words.
        own: the user's rates by currency.
        issues: what is odd about the user's rates.
        kept: fetched series of other publications, by key and currency.
        choices: what a tax year is converted by, where it is not the default.
        default: what every other tax year is converted by.
        frozen: rates that a locked year was filed with, by currency and day asked.
        online: whether rates of others than the State Bank may be used.
        asked: where each currency and day asked for is noted, None: nowhere.
    """

    series: Callable[[str], Series | None]
    basis: str
    source: str
    own: Mapping[str, Own] = MappingProxyType({})
    issues: tuple[Issue, ...] = ()
    kept: KeptSeries = nothing_kept
    choices: Mapping[int, Choice] = MappingProxyType({})
    default: Choice = DEFAULT
    frozen: Mapping[tuple[str, date], Rate] = MappingProxyType({})
    online: bool = False
    asked: set[tuple[str, date]] | None = None

    @property
    def mark(self) -> Mark:
        """Where a rate of the table's own publication is from."""
        return Mark(self.basis, self.source)

    def with_own(self, rates: Iterable[OwnRate]) -> "RateTable":
        """Lay the user's own rates over the table.

        Raises:
            InputRefusedError: one day and currency with two rates, or a rate that cannot be meant.
        """
        laid = check_own(rates, lambda currency, day: rupees_on(self.series(currency), day))
        return self._replace(own=laid.tables, issues=laid.issues)

    def with_choices(
        self,
        bases: Mapping[int, str],
        methods: Mapping[int, str],
        basis: str | None = None,
        method: str | None = None,
    ) -> "RateTable":
        """Convert tax years by another publication or by monthly averages.

        Args:
            bases: by tax year, of the profile's `rate_basis`.
            methods: by tax year, of the profile's `rate_method`.
            basis: of --rate-basis, for every year; the profile's is not looked at then.
            method: of --rate-method, likewise.

        Raises:
            UsageError: a basis or method that is not known, or monthly averages of another basis than bfer.
        """
        choices = {
            year: make_choice(basis or bases.get(year), method or methods.get(year))
            for year in {*bases, *methods}
        }
        return self._replace(choices=choices, default=make_choice(basis, method))

    def with_frozen(self, rates: Iterable[Rate]) -> "RateTable":
        """Lay the rates over that a locked year was filed with: each is found again for its currency and day."""
        return self._replace(frozen={**self.frozen, **{(rate.currency, rate.asked): rate for rate in rates}})

    def choice(self, day: date) -> Choice:
        """Return what amounts of a day are converted by: one basis for a tax year."""
        return self.choices.get(tax_year_of(day), self.default)

    def last_day(self, currency: str) -> date | None:
        """Return the last day the table reaches for a currency, the user's own rates included."""
        days = []
        series = self.series(currency)
        if series:
            days.append(series.days[-1])
        if currency in self.own:
            days.append(self.own[currency].days[-1])
        return date.fromisoformat(max(days)) if days else None


def make_choice(basis: str | None, method: str | None) -> Choice:
    """Check the words of a basis and a method; None is the default."""
    made = Choice(_one_of("rate basis", basis, BASES), _one_of("rate method", method, METHODS))
    if made.method == "monthly-average" and made.basis != "bfer":
        raise UsageError(
            f"monthly averages are made of the basis bfer alone, not of {made.basis}",
            remedy="leave the rate basis or the rate method out",
        )
    return made


def _one_of(what: str, word: str | None, known: tuple[_Word, ...]) -> _Word:
    if word is None:
        return known[0]
    for each in known:
        if each == word:
            return each
    raise UsageError(f"the {what} {word!r} is not known", remedy=f"give one of {', '.join(known)}")
