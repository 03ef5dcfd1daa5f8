"""Asking the providers, in their order, for rates that are needed and not known."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from freelance_pk.model.errors import RateMissingError
from freelance_pk.model.issue import Issue, note, warning
from freelance_pk.model.rate import Rate
from freelance_pk.rates.guard import judge
from freelance_pk.rates.keeping import Saved, change_issues, keep
from freelance_pk.rates.known import reloaded
from freelance_pk.rates.lookup import SILENT_DAYS, WACR_CURRENCIES, rate_on
from freelance_pk.rates.publications import PUBLICATIONS, Quote
from freelance_pk.rates.series import misses_business_day
from freelance_pk.rates.sources import SOURCES
from freelance_pk.rates.sources.protocol import (
    ContentError,
    Fetched,
    FetchError,
    Need,
    Reading,
    Source,
    Wanted,
    Web,
)
from freelance_pk.rates.table import RateTable

_COPIES = ("sbp-easydata", "frankfurter-sbp")  # of the daily averages: asked when the workbooks do not come


_SHEETS = ("sbp-wacr", "sbp-m2m")  # of one day each


class Failure(NamedTuple):
    """A provider that gave nothing, or a body that was not used, and why."""

    source: str
    message: str
    origin: str
    remedy: str


class Replaced(NamedTuple):
    """A provisional rate and the State Bank's daily average that took its place."""

    before: Rate
    after: Rate


@dataclass(slots=True)
class Outcome:
    """What an update did; filled while it runs."""

    saved: list[Saved] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    unmet: tuple[Need, ...] = ()
    seen: set[tuple[object, ...]] = field(default_factory=set)


def _no_way_out() -> Web:
    raise AssertionError("an update was started without a way out")


class Run(NamedTuple):
    """One update.

    Attributes:
        folder: of the cache.
        today: in Pakistan.
        web: the way out; made when the first provider is asked.
        accept: take revisions and refused figures.
        only: ids of the providers to ask; empty: all.
        bulk: ask for the State Bank's workbooks even if no need calls for them.
        tell: is given a line before each provider is asked.
    """

    folder: Path
    today: date
    web: Callable[[], Web] = _no_way_out
    accept: bool = False
    only: tuple[str, ...] = ()
    bulk: bool = False
    tell: Callable[[str], None] = lambda _: None


def update(table: RateTable, needs: Iterable[Need], run: Run) -> tuple[RateTable, Outcome]:
    """Ask providers until every need is met or all were asked; keep what they give.

    Args:
        table: what is known, with the policy of the run (own rates, bases).
        needs: currencies and days that a rate is wanted for; days after today are left out.
        run: how.

    Returns:
        The table with what is known now, and what was done.
    """
    wanted = sorted({(currency, day) for currency, day in needs if day <= run.today})
    before = _provisional(table, wanted)
    outcome = Outcome()
    web: Web | None = None
    for source in SOURCES:
        if run.only and source.ID not in run.only:
            continue
        blocked = any(failure.source == "sbp-bfer" for failure in outcome.failures)
        unmet = tuple(need for need in wanted if _is_unmet(table, need, source.ID, run, blocked=blocked))
        if not unmet and not (run.bulk and source.ID == "sbp-bfer"):
            continue
        missing = source.unavailable()
        if missing:
            outcome.skipped.append((source.ID, missing))
            continue
        run.tell(f"asking {source.ID}")
        web = web or run.web()
        asked = Wanted(tuple(_months(table, unmet)), run.today, _held(table, source.ID, run))
        for fetched in _bodies(source, web, asked, outcome):
            table = _take(table, source, fetched, run, outcome)
    if web is not None:
        web.close()
    outcome.replaced += _replaced(table, before)
    outcome.issues += change_issues([change for saved in outcome.saved for change in saved.changes])
    outcome.unmet = tuple(need for need in wanted if not _answers(table, need))
    return table, outcome


def take_body(table: RateTable, source: Source, fetched: Fetched, run: Run) -> tuple[RateTable, Outcome]:
    """Keep what a body says that the user fetched by hand.

    Raises:
        ContentError: it is not what it should be.
    """
    outcome = Outcome()
    reading = source.read(fetched.body, fetched.day)
    table = _keep_all(table, reading, fetched, run, outcome)
    outcome.issues += change_issues([change for saved in outcome.saved for change in saved.changes])
    return table, outcome


def _bodies(source: Source, web: Web, wanted: Wanted, outcome: Outcome) -> Iterator[Fetched]:
    try:
        yield from source.fetch(web, wanted)
    except FetchError as failure:
        outcome.failures.append(Failure(source.ID, failure.message, failure.origin, failure.remedy))


def _take(table: RateTable, source: Source, fetched: Fetched, run: Run, outcome: Outcome) -> RateTable:
    of = f" of {fetched.day}" if fetched.day else ""
    try:
        reading = source.read(fetched.body, fetched.day)
        return _keep_all(table, reading, fetched, run, outcome)
    except ContentError as failure:
        origin = " ".join(part for part in (f"its answer{of}", failure.origin) if part)
        outcome.failures.append(Failure(source.ID, failure.message, origin, failure.remedy))
        return table


def _keep_all(table: RateTable, reading: Reading, fetched: Fetched, run: Run, outcome: Outcome) -> RateTable:
    """Judge and keep the figures of one body, publication by publication."""
    publications = sorted({quote.publication for quote in reading.quotes})
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for publication in publications:
        quotes = _not_seen(outcome, [quote for quote in reading.quotes if quote.publication == publication])
        judged = judge(table, quotes, run.today, accept=run.accept)
        outcome.issues += judged.issues
        saved = keep(run.folder, publication, judged.quotes, fetched.body, now, accept=run.accept)
        outcome.saved.append(saved)
    outcome.issues += [
        warning("rates-not-read", f"{words}.", remedy="report it: freelance-pk needs to learn it")
        for words in reading.remarks
    ]
    return reloaded(table, run.folder)


def _not_seen(outcome: Outcome, quotes: list[Quote]) -> list[Quote]:
    """Leave out daily averages that a body before gave in this run: the archive stands over the current file."""
    fresh = [quote for quote in quotes if quote[:4] not in outcome.seen]
    outcome.seen.update(quote[:4] for quote in fresh if quote.publication == "sbp-bfer")
    return fresh


def _held(table: RateTable, source: str, run: Run) -> frozenset[str]:
    """Return the days whose sheet is kept already: a source of one file a day need not send it again."""
    series = table.kept(source, "USD") if source in _SHEETS else None
    return frozenset(series.days) if series and not run.accept else frozenset()


def _is_unmet(table: RateTable, need: Need, source: str, run: Run, *, blocked: bool) -> bool:
    """Say whether a provider should be asked for a need."""
    day = need[1]
    if not _serves(table, need, source):
        return False
    rate = _rate(table._replace(online=False), need)
    if not PUBLICATIONS[source].state_bank:
        if rate is not None and (day - rate.found).days <= SILENT_DAYS:
            return False
        rate = _rate(table._replace(online=True), need)
    if rate is None:
        return True
    if source == "sbp-bfer":
        # Published after a month's end: it cannot hold days of the month that runs.
        return rate.provisional and (day.year, day.month) < (run.today.year, run.today.month)
    if (source in _COPIES and blocked) or (run.accept and rate.basis == source):
        return rate.provisional
    return misses_business_day(table.series("USD"), rate.found, day) and (
        rate.provisional or rate.basis == "own"
    )


def _serves(table: RateTable, need: Need, source: str) -> bool:
    """Say whether a provider can answer a need under the year's basis at all."""
    currency, day = need
    basis, method = table.choice(day)
    listed = table.series(currency) is not None
    if basis == "wacr-buy" and currency in WACR_CURRENCIES:
        return source == "sbp-wacr"
    if basis == "m2m":
        return source == "sbp-m2m"
    if source == "sbp-wacr":
        return method == "daily" and currency in WACR_CURRENCIES
    if source == "sbp-bfer" or source in _COPIES:
        return listed
    return method == "daily"


def _months(table: RateTable, needs: Sequence[Need]) -> Iterator[Need]:
    """Widen needs of a monthly average to the whole month."""
    for currency, day in needs:
        yield currency, day
        if table.choice(day).method == "monthly-average":
            yield currency, day.replace(day=1)
            yield currency, (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _rate(table: RateTable, need: Need) -> Rate | None:
    try:
        return rate_on(table, *need)
    except RateMissingError:
        return None


def _answers(table: RateTable, need: Need) -> bool:
    return _rate(table, need) is not None


def _provisional(table: RateTable, needs: Iterable[Need]) -> list[Rate]:
    rates = (_rate(table, need) for need in needs)
    return [rate for rate in rates if rate is not None and rate.provisional and rate.found == rate.asked]


def _replaced(table: RateTable, before: Iterable[Rate]) -> Iterator[Replaced]:
    for rate in before:
        now = _rate(table, (rate.currency, rate.asked))
        if now is not None and not now.provisional and now.found == rate.found:
            yield Replaced(rate, now)


def failure_issues(outcome: Outcome) -> tuple[Issue, ...]:
    """Report providers that gave nothing: a note where others served, a warning where a need is left."""
    if not outcome.failures:
        return ()
    parts = [
        f"{each.source}: {each.message}" + (f" ({each.origin})" if each.origin else "")
        for each in outcome.failures
    ]
    remedies = [each.remedy for each in outcome.failures if each.remedy]
    report = warning if outcome.unmet else note
    return (
        report(
            "rates-not-fetched",
            f"asked and not answered: {'; '.join(parts)}.",
            remedy=remedies[0] if remedies else "try again later; what was known before is used",
        ),
    )
