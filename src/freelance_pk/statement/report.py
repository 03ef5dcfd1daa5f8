"""One report: entries, links, rates and law in; figures and issues out."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.matching.linked import Linked, link
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import Entry
from freelance_pk.model.institution import Institution
from freelance_pk.model.issue import Issue, Severity, note
from freelance_pk.model.money import ZERO
from freelance_pk.model.period import Period, month_period, tax_year_of, tax_year_period
from freelance_pk.model.profile import Profile
from freelance_pk.model.review import Answers, CreditRule, Item
from freelance_pk.statement.answers_used import answers_used
from freelance_pk.statement.attention import Context, attention
from freelance_pk.statement.balances import Held, balances_on, drift_issues, hold
from freelance_pk.statement.banked import World
from freelance_pk.statement.bridge import BridgeParts, build_bridge, spread_of
from freelance_pk.statement.convert import Converter, RateLookup
from freelance_pk.statement.fates import Fate, find_fates
from freelance_pk.statement.figures import (
    Comparison,
    DataUsed,
    EarnedPkr,
    FileUsed,
    Outlook,
    Receipt,
    Report,
    YearToDate,
)
from freelance_pk.statement.flows import Flows, sum_flows
from freelance_pk.statement.months import (
    Worth,
    earned_by_month,
    earned_in,
    earned_pkr_of,
    months_of,
    receipt_tax,
    received_in,
    shares,
    worth_of,
)
from freelance_pk.statement.outlook import (
    evidence_of,
    next_dates,
    payment_cost,
    projection_of,
    realised_rates,
    year_months,
)
from freelance_pk.statement.outside import local_receipts, not_brought_in, not_brought_in_issue
from freelance_pk.statement.own_transfers import own_transfers
from freelance_pk.statement.questions import find_items
from freelance_pk.statement.receipts import Realised, find_receipts

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Ground(NamedTuple):
    """What every period's report of one set of files stands on: linked, summed, receipts found."""

    linked: Linked
    flows: Flows
    fates: tuple[Fate, ...]
    held: tuple[Held, ...]
    realised: Realised
    converter: Converter
    profile: Profile
    laws: Callable[[int], Law | None]
    items: tuple[Item, ...]
    rules: tuple[CreditRule, ...]


def lay_ground(
    merged: Merged,
    institutions: Mapping[str, Institution],
    lookup: RateLookup,
    laws: Callable[[int], Law | None],
    profile: Profile,
    answers: Answers | None = None,
) -> Ground:
    """Link the entries and find the receipts, for all periods at once."""
    converter = Converter(lookup)
    years = {tax_year_of(day) for day in {entry.day for entry in merged.entries}}
    bank_rates = tuple(
        sorted(
            {rate for year in years if (law := laws(year)) is not None for rate in law.bank_deduction_rates()}
        )
    )
    matching_rates = Converter(lookup)  # rates asked for while matching are not rates of the report
    answers = answers or Answers()
    linked = link(merged, institutions, matching_rates.rate, bank_rates, answers, profile.accounts)
    flows = sum_flows(linked)
    fates = find_fates(linked, institutions)
    world = World(institutions, profile, converter, laws, answers.rules)
    held = hold(linked, flows)
    realised = find_receipts(linked, flows, fates, held, world)
    items = find_items(linked, fates, realised, converter)
    return Ground(linked, flows, fates, held, realised, converter, profile, laws, items, answers.rules)


def make_report(
    ground: Ground, period: Period, issues: tuple[Issue, ...], data: tuple[DataUsed, ...]
) -> Report:
    """State the figures of one period.

    Args:
        ground: from `lay_ground`.
        period: the days reported on.
        issues: of reading the files, rates and profile.
        data: the data files used.
    """
    linked, flows, converter = ground.linked, ground.flows, ground.converter.of(period)
    merged = linked.merged
    receipts = tuple(receipt for receipt in ground.realised.receipts if receipt.day in period)
    rows = _rows_in(period, merged)
    latest = merged.entries[-1].day if merged.entries else period.end
    as_of = min(period.end, max(latest, period.start))
    shown = Period(period.start, as_of, period.label)
    parts = BridgeParts(linked, flows, ground.fates, ground.held, converter)
    earned = worth_of(flows, period, converter)
    earned_pkr = earned_pkr_of(earned)
    bridge = build_bridge(parts, receipts, shown)
    balances = balances_on(ground.held, as_of, converter)
    transfers = own_transfers(linked, ground.fates, shown, converter)
    to_date = _year_to_date(ground, period, earned, converter)
    found = _issues(ground, receipts, period, as_of, converter)
    of_files = {issue for issue in issues if issue.code != "near-30-june" or _touches_the_edge(period)}
    local, of_local = local_receipts(linked, ground.realised, converter, period)
    outside = not_brought_in(balances, linked, flows, ground.fates, ground.realised, converter, period)
    answers = answers_used(ground.items, linked, ground.realised, converter, period)
    found = (*found, *of_local, *not_brought_in_issue(outside, str(as_of)))
    every = tuple(
        sorted(
            {*of_files, *found, *converter.missing(), *converter.not_final()},
            key=_order,
        )
    )
    return Report(
        period=period,
        complete=all(issue.severity is not Severity.ERROR for issue in every),
        earned=earned_in(flows, period),
        earned_pkr=earned_pkr,
        received=received_in(receipts),
        tax=receipt_tax(receipts),
        spread=spread_of(receipts),
        year_to_date=to_date,
        comparisons=_comparisons(ground, period),
        bridge=bridge,
        months=months_of(earned, receipts, period),
        platforms=shares(earned, lambda each: each.account),
        clients=shares(earned, lambda each: each.client or "unnamed"),
        currencies=shares(earned, lambda each: each.currency),
        outlook=_outlook(ground, period, receipts, earned_pkr, to_date, as_of, converter),
        balances=balances,
        transfers=transfers,
        receipts=receipts,
        local=local,
        not_brought_in=outside,
        answers=answers,
        rates=converter.used(),
        files=_files_used(merged),
        data=data,
        skipped=merged.skipped,
        entries=tuple(merged.entries[rows]),
        counts_as=tuple(flows.buckets[rows]),
        issues=every,
        taxpayer=ground.profile.name,
    )


def _rows_in(period: Period, merged: Merged) -> slice:
    """Find the entries of a period: they are in order of their days."""
    first = bisect_left(merged.entries, period.start, key=_day)
    return slice(first, bisect_right(merged.entries, period.end, first, key=_day))


def _day(entry: Entry) -> date:
    return entry.day


def _outlook(
    ground: Ground,
    period: Period,
    receipts: tuple[Receipt, ...],
    earned: EarnedPkr,
    to_date: YearToDate,
    as_of: date,
    converter: Converter,
) -> Outlook:
    reached = [start for spans in ground.linked.covers.values() for start, _ in spans]
    span = Period(tax_year_period(tax_year_of(as_of)).start, as_of, "")
    earned_then = earned_by_month(worth_of(ground.flows, span, ground.converter.of(span)))
    months = year_months(ground.realised.receipts, as_of, min(reached, default=None), earned_then)
    return Outlook(
        cost=payment_cost(ground.flows, period, converter, earned, receipts),
        rates=realised_rates(receipts),
        evidence=evidence_of(receipts),
        put_aside=max(to_date.tax.difference, ZERO),
        months=months,
        projection=projection_of(months, as_of),
        dates=next_dates(ground.laws, as_of),
    )


def _issues(
    ground: Ground, receipts: tuple[Receipt, ...], period: Period, as_of: date, converter: Converter
) -> tuple[Issue, ...]:
    """Find the issues of merging, of balances, and of the period's figures."""
    merged = ground.linked.merged
    context = Context(
        ground.linked,
        ground.flows,
        ground.fates,
        ground.realised,
        ground.items,
        ground.rules,
        converter,
        period,
    )
    return (
        *merged.issues,
        *_folding(merged),
        *drift_issues(ground.held, as_of),
        *attention(context, receipts),
    )


def _touches_the_edge(period: Period) -> bool:
    """Say whether a tax year begins or ends inside the period."""
    return any(
        day in period
        for year in range(period.start.year, period.end.year + 1)
        for day in (date(year, 6, 30), date(year, 7, 1))
    )


def _order(issue: Issue) -> tuple[int, str, str, str]:
    return (_WEIGHT[issue.severity], issue.code, issue.origin, issue.message)


def _folding(merged: Merged) -> tuple[Issue, ...]:
    count = sum(merged.folded.values())
    if not count:
        return ()
    names = ", ".join(sorted({source.name for source, folded in merged.folded.items() if folded}))
    return (
        note("rows-folded", f"{count} rows stand in more than one file and are counted once.", origin=names),
    )


def _files_used(merged: Merged) -> tuple[FileUsed, ...]:
    return tuple(
        FileUsed(
            name=read.source.name,
            sha256=read.source.sha256,
            layout=read.source.layout,
            rows=read.rows,
            entries=len(read.entries),
            folded=merged.folded[read.source],
            skipped=len(read.skipped),
            records=len(read.certificates)
            + len(read.withholdings)
            + len(read.expenses)
            + len(read.invoices)
            + len(read.rates),
        )
        for read in merged.files
    )


def _year_to_date(
    ground: Ground, period: Period, earned: tuple[Worth, ...], converter: Converter
) -> YearToDate:
    year = tax_year_of(period.end)
    span = Period(tax_year_period(year).start, period.end, f"tax year {year} to {period.end}")
    receipts = [receipt for receipt in ground.realised.receipts if receipt.day in span]
    if span.start != period.start:
        earned = worth_of(ground.flows, span, converter)
    return YearToDate(
        span,
        earned_in(ground.flows, span),
        earned_pkr_of(earned),
        received_in(receipts),
        receipt_tax(receipts),
    )


def _comparisons(ground: Ground, period: Period) -> tuple[Comparison, ...]:
    """Compare with the month before and the same month last year, or with the tax year before."""
    first = period.start
    if period == month_period(first.year, first.month):
        before = first - timedelta(days=1)
        spans = [month_period(before.year, before.month), month_period(first.year - 1, first.month)]
    elif period == tax_year_period(tax_year_of(first)):
        spans = [tax_year_period(tax_year_of(first) - 1)]
    else:
        return ()
    reached = [start for spans_ in ground.linked.covers.values() for start, _ in spans_]
    earliest = min(reached) if reached else period.start
    return tuple(
        Comparison(
            span.label,
            sum((each.gross for each in ground.realised.receipts if each.day in span), ZERO)
            if earliest <= span.start
            else None,
        )
        for span in spans
    )
