"""From inputs to a report."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import sha256

from freelance_pk.law import Law, load_law, read_as
from freelance_pk.model.errors import RateMissingError, UnknownTaxYearError
from freelance_pk.model.issue import Issue, error, warning
from freelance_pk.model.period import Period, tax_year_of
from freelance_pk.model.rate import Rate
from freelance_pk.rates import RateTable, rate_on
from freelance_pk.run.inputs import Inputs, without_collector
from freelance_pk.statement.convert import RateLookup
from freelance_pk.statement.figures import DataUsed, Report
from freelance_pk.statement.report import Ground, lay_ground, make_report


def law_in(inputs: Inputs, year: int) -> Law:
    """Return the law of a tax year: of the user's own files first, its open questions read as the profile says.

    Raises:
        UnknownTaxYearError: no law file covers the year.
    """
    return read_as(load_law(year, inputs.law), inputs.profile.assumptions)


def law_of(inputs: Inputs) -> Callable[[int], Law | None]:
    """Return a look-up of laws that answers None for an unknown year."""

    @cache
    def law(year: int) -> Law | None:
        try:
            return law_in(inputs, year)
        except UnknownTaxYearError:
            return None

    return law


def rate_lookup(table: RateTable) -> RateLookup:
    """Return a look-up that answers a missing rate with an issue instead of stopping."""

    def lookup(currency: str, day: date) -> Rate | Issue:
        try:
            return rate_on(table, currency, day)
        except RateMissingError as missing:
            return error("rate-missing", missing.message, origin=missing.origin, remedy=missing.remedy)

    return lookup


def ground_of(inputs: Inputs) -> Ground:
    """Link the inputs and find every receipt."""
    with without_collector():
        return lay_ground(
            inputs.merged,
            inputs.institutions,
            rate_lookup(inputs.rates),
            law_of(inputs),
            inputs.profile,
            inputs.answers,
        )


def report_of(inputs: Inputs, period: Period, ground: Ground | None = None) -> Report:
    """State the figures of one period.

    A period in a tax year without a law file still has earnings and receipts; that their tax is
    unknown is an error issue.
    """
    ground = ground or ground_of(inputs)
    laws = law_of(inputs)
    issues = list(inputs.issues)
    data = list(inputs.data)
    for year in range(tax_year_of(period.start), tax_year_of(period.end) + 1):
        law = laws(year)
        if law is None:
            issues.append(
                error(
                    "tax-year-unknown",
                    f"no law file covers tax year {year}: tax on its receipts is not computed.",
                    remedy="update freelance-pk when that year's Finance Act is out",
                )
            )
        else:
            if law.overridden:
                issues.append(
                    warning(
                        "law-overridden",
                        f"the law of tax year {year} is from your own file {law.overridden} (SHA-256 "
                        f"{law.sha256[:16]}), not from the program's.",
                    )
                )
            name = f"own law file {law.overridden}" if law.overridden else f"data/tax_slabs/ty{year}.toml"
            data.append(DataUsed(name, law.sha256))
    made = make_report(ground, period, tuple(issues), tuple(data))
    return made._replace(data=(*made.data, *_bodies(made.rates)))


def _bodies(rates: Iterable[Rate]) -> Iterator[DataUsed]:
    """Name the fetched bodies that rates were read from, one digest for those of one publication."""
    digests: dict[str, set[str]] = {}
    for rate in rates:
        if rate.sha256:
            digests.setdefault(rate.basis, set()).add(rate.sha256)
    for basis, bodies in sorted(digests.items()):
        yield DataUsed(f"fetched rates, {basis}", sha256("\n".join(sorted(bodies)).encode()).hexdigest())
