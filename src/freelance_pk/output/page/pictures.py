"""Which charts a report has: each with the amounts it draws."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from freelance_pk.model.money import ZERO
from freelance_pk.output.labels import Labels
from freelance_pk.output.page.charts import Series, Step, Words, columns, lines, paired, waterfall
from freelance_pk.output.report_words import STEPS
from freelance_pk.statement.figures import Report

_MOST_PLATFORMS = 5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Picture(NamedTuple):
    """A chart with its legend: the words of each colour, in order of the colours; `line` for the line over it."""

    title: str
    drawing: Markup
    legend: tuple[tuple[str, str], ...]
    note: str = ""


def pictures(report: Report, label: Labels) -> tuple[Picture, ...]:
    """Draw what the months of the tax year so far can show."""
    return (*_months(report, label), *_way_home(report, label), *_running(report, label))


def _month(month: str, label: Labels) -> str:
    return label(_MONTHS[int(month[5:]) - 1])


def _months(report: Report, label: Labels) -> Iterator[Picture]:
    months = report.outlook.months
    names = [_month(each.month, label) for each in months]
    totals: dict[str, Decimal] = {}
    for each in months:
        for name, gross in each.earned:
            totals[name] = totals.get(name, ZERO) + gross
    if len(months) < 2 or not totals:
        return
    shown = sorted(totals, key=lambda name: (-totals[name], name))[:_MOST_PLATFORMS]
    stacked = [Series(name, [dict(each.earned).get(name, ZERO) for each in months]) for name in shown]
    if len(totals) > len(shown):
        rest = [sum((gross for name, gross in each.earned if name not in shown), ZERO) for each in months]
        stacked.append(Series(label("Others"), rest))
    received = Series(label("Received"), [each.received for each in months])
    title = label("Earned by platform, and received")
    words = Words(title, label("Monthly columns, one colour a platform; the line is what the bank received."))
    legend = tuple((f"c{place}", each.name) for place, each in enumerate(stacked))
    yield Picture(title, columns(words, names, stacked, received), (*legend, ("over", received.name)))


def _way_home(report: Report, label: Labels) -> Iterator[Picture]:
    """The bridge in rupees; steps of several currencies are added up."""
    sums: dict[str, Decimal] = {}
    for each in report.bridge:
        if each.pkr is None:
            return
        sums[each.step] = sums.get(each.step, ZERO) + each.pkr
    stands = {"gross", "withdrawn", "received", "in_bank"}
    steps = [
        Step(label(STEPS.get(name, name)), amount, name in stands)
        for name, amount in sums.items()
        if amount or name in stands
    ]
    if not sums.get("gross"):
        return
    title = label("From gross earnings to the bank")
    words = Words(
        title, label("A waterfall: each column a step of the table of the same name, by its number.")
    )
    note = "; ".join(f"{place}: {step.name}" for place, step in enumerate(steps, start=1))
    legend = (("c0", label("sum")), ("c3", label("takes away")), ("c2", label("adds")))
    yield Picture(title, waterfall(words, steps), legend, note)


def _running(report: Report, label: Labels) -> Iterator[Picture]:
    months = report.outlook.months
    if len(months) < 2:
        return
    names = [_month(each.month, label) for each in months]
    if months[-1].cumulative or months[-1].year_before:
        this, before = label("This tax year"), label("The year before")
        series = [Series(this, [each.cumulative for each in months])]
        if any(each.year_before is not None for each in months):
            series.append(Series(before, [each.year_before for each in months]))
        title = label("Received so far in the tax year")
        words = Words(title, label("A line that adds up the months; dashed: the year before."))
        legend = tuple((f"c{place}", each.name) for place, each in enumerate(series))
        yield Picture(title, lines(words, names, series, from_zero=True), legend)
    if any(each.tax.expected or each.tax.deducted for each in months):
        pair = (
            Series(label("Tax expected"), [each.tax.expected for each in months]),
            Series(label("Tax deducted"), [each.tax.deducted for each in months]),
        )
        title = label("Tax expected and deducted")
        words = Words(title, label("Two columns a month: the tax by law, and the tax that the bank took."))
        legend = tuple((f"c{place}", each.name) for place, each in enumerate(pair))
        yield Picture(title, paired(words, names, pair), legend)
    yield from _rates(report, label)


def _rates(report: Report, label: Labels) -> Iterator[Picture]:
    if not report.outlook.rates:
        return
    currency = max(report.outlook.rates, key=lambda each: each.realised * each.amount).currency
    months = [
        (_month(each.month, label), rate)
        for each in report.outlook.months
        for rate in each.rates
        if rate.currency == currency
    ]
    if len(months) < 2:
        return
    series = [
        Series(label("Realised"), [rate.realised for _, rate in months]),
        Series(label("State Bank"), [rate.state_bank for _, rate in months]),
    ]
    title = label("Rate realised, and the State Bank's")
    words = Words(
        f"{title}, {currency}", label("Rupees for one unit, month by month; dashed: the State Bank.")
    )
    legend = tuple((f"c{place}", each.name) for place, each in enumerate(series))
    drawing = lines(words, [name for name, _ in months], series, from_zero=False)
    yield Picture(f"{title}, {currency}", drawing, legend, label("The scale does not begin at zero."))
