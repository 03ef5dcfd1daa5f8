"""A year as it would be filed today: everything a lock freezes, and its figures and inputs by name."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from freelance_pk.books.frozen import freeze
from freelance_pk.intake import ReadFile
from freelance_pk.law import Law, law_file, law_from, read_as
from freelance_pk.model.entry import Withholding
from freelance_pk.model.money import paisa
from freelance_pk.model.period import Period, tax_year_period
from freelance_pk.model.rate import Rate
from freelance_pk.run.assessing import Assessed, assess_on
from freelance_pk.run.inputs import Inputs
from freelance_pk.run.wealth import wealth_of
from freelance_pk.statement.figures import Report
from freelance_pk.statement.report import Ground
from freelance_pk.statement.wealth import Wealth
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Assessment

# They identify the taxpayer and bear on no figure.
_NOT_KEPT = frozenset({"name", "cnic", "ntn"})
_ASSESSED = (
    "taxable_income",
    "normal_tax",
    "surcharge",
    "super_tax",
    "credits",
    "minimum_tax_top_up",
    "tax_chargeable",
    "tax_paid",
    "payable",
)
_MONTH = ("earned", "fees", "received", "tax_expected", "tax_deducted")
Figure = tuple[str, Decimal | int | str | None]


class Filed(NamedTuple):
    """A year's figures and what they are drawn from.

    `law` is the text of the law file, `readings` how the profile read it where it is open.
    """

    report: Report
    assessment: Assessment
    facts: Facts
    withheld: tuple[Withholding, ...]
    law: str
    law_overridden: str
    wealth: Wealth | None = None
    readings: Mapping[str, str] = MappingProxyType({})

    def assessed(self) -> Assessed:
        """Return the assessment with what it rests on.

        Raises:
            InputRefusedError: the law file it was made by cannot be read by this version.
        """
        return Assessed(self.assessment, self.report, self.facts, self.law_read())

    def law_read(self) -> Law:
        """Return the law of the year as it was.

        Raises:
            InputRefusedError: this version cannot read it.
        """
        law = law_from(self.law.encode(), f"law of tax year {self.assessment.tax_year}, as locked")
        return read_as(replace(law, overridden=self.law_overridden), self.readings)


def file_year(inputs: Inputs, year: int, ground: Ground) -> Filed:
    """State a year as it would be filed today.

    Raises:
        UnknownTaxYearError: no law file covers the year.
    """
    made = assess_on(ground, inputs, year)
    period = tax_year_period(year)
    return Filed(
        report=made.report,
        assessment=made.assessment,
        facts=made.facts,
        withheld=tuple(each for each in inputs.merged.withholdings if each.day in period),
        law=law_file(year, inputs.law).read_bytes().decode("utf-8"),
        law_overridden=made.law.overridden,
        wealth=wealth_of(inputs, year, ground) if year in inputs.profile.wealth else None,
        readings=inputs.profile.assumptions,
    )


def figures_of(filed: Filed) -> dict[str, str]:
    """Name the figures of a year, rounded to the paisa or cent."""
    return {name: _shown(value) for name, value in _figures(filed)}


def _shown(value: Decimal | int | str | None) -> str:
    if value is None:
        return "not known"
    if isinstance(value, Decimal):
        rounded = paisa(value)
        return f"{rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded:f}"
    return str(value)


def _figures(filed: Filed) -> Iterator[Figure]:
    report, made = filed.report, filed.assessment
    yield "status", made.status
    yield "received.pkr", report.received.pkr
    yield "received.receipts", report.received.receipts
    yield from ((f"received.{basis.value}", amount) for basis, amount in report.received.basis.items())
    for each in report.earned:
        yield from _named(f"earned.{each.currency}", each, ("gross", "fees", "refunds", "net"))
    yield from _named("earned_pkr", report.earned_pkr, ("gross", "fees", "net"))
    yield from _named("tax", report.tax, ("expected", "deducted", "difference"))
    yield "spread", report.spread
    yield from _named("assessment", made, _ASSESSED)
    for charge in made.final_tax:
        yield from _named(f"assessment.{charge.id}", charge, ("receipts", "deducted", "charge"))
    for month in report.months:
        yield from _named(f"months.{month.month}", month, _MONTH)
    yield from ((f"balances.{each.account}.{each.currency}", each.amount) for each in report.balances)
    if filed.wealth is not None:
        yield from _named("wealth", filed.wealth, ("increase", "unreconciled"))


def _named(prefix: str, value: object, names: Iterable[str]) -> Iterator[Figure]:
    yield from ((f"{prefix}.{name}", getattr(value, name)) for name in names)


def inputs_of(inputs: Inputs, filed: Filed) -> dict[str, dict[str, str]]:
    """Name what the figures rest on.

    Returns:
        Files by SHA-256, those with a row of the year under "file", the rest under "other file". Digests of the year's
        part of each fact of the profile, of the law, of other data ("data"). Answers in the figures, by item.
        Rates used, as text.
    """
    year = filed.assessment.tax_year
    period = filed.report.period
    inside = {each.source.sha256 for each in inputs.merged.files if _reaches(each, period)}
    law = filed.law_overridden or f"ty{year}.toml"
    return {
        "file": {each.sha256: each.name for each in filed.report.files if each.sha256 in inside},
        "profile": {
            name: _digest(_of_year(fact, year))
            for name, fact in zip(inputs.profile._fields, inputs.profile, strict=True)
            if name not in _NOT_KEPT
        },
        "answer": {each.id: each.answer for each in filed.report.answers},
        "law": {law: filed.assessment.law_sha256},
        "rate": {f"{each.currency} {each.asked}": rate_text(each) for each in filed.report.rates},
        "other file": {each.sha256: each.name for each in filed.report.files if each.sha256 not in inside},
        "data": {
            each.name: each.sha256 for each in filed.report.data if each.sha256 != filed.assessment.law_sha256
        },
    }


def rate_text(rate: Rate) -> str:
    """Write a rate with where it is from."""
    return f"{rate.pkr:f} ({rate.basis} of {rate.found})"


def _reaches(read: ReadFile, period: Period) -> bool:
    return (
        any(each.day in period for each in read.entries)
        or any(each.realised_on in period for each in read.certificates)
        or any(each.day in period for each in _dated(read))
    )


def _dated(read: ReadFile) -> Iterator[Any]:
    lists: tuple[Iterable[Any], ...] = (read.withholdings, read.expenses, read.invoices, read.rates)
    for each in lists:
        yield from each


def _of_year(value: object, year: int) -> object:
    """Return the part of a fact of the profile that is the year's."""
    if isinstance(value, Mapping):
        return value.get(year)
    if isinstance(value, tuple) and value and hasattr(value[0], "day"):
        return tuple(each for each in value if each.day in tax_year_period(year))
    return value


def _digest(value: object) -> str:
    """Digest a fact, each of several by its names: the same facts have the same digest, however a lock writes many."""
    many = isinstance(value, tuple) and not hasattr(value, "_fields")
    plain = [_by_names(each) for each in cast("tuple[object, ...]", value)] if many else _by_names(value)
    return hashlib.sha256(json.dumps({"sources": [], "value": plain}, sort_keys=True).encode()).hexdigest()


def _by_names(value: object) -> object:
    return freeze(value)["value"]
