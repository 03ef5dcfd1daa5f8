"""The words of `rates`: a rate shown, what is known to when, what an update and a check found."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from freelance_pk.model.rate import Rate
from freelance_pk.rates import RateTable
from freelance_pk.rates.bundled import currencies, provenance
from freelance_pk.rates.keeping import Saved
from freelance_pk.rates.update import Outcome
from freelance_pk.rates.verify import Checked

# Keys of kept series that may reach further than the daily averages, in the order of their worth.
_BEYOND = ("frankfurter-sbp", "sbp-wacr", "sbp-m2m", "frankfurter", "currency-api")


def rate_lines(rate: Rate) -> Iterator[str]:
    """Show one rate: rupees for one unit, the day it is of, basis, source, and what is to be known of it."""
    late = "" if rate.found == rate.asked else f", the rate of {rate.found}"
    yield f"1 {rate.currency} = Rs {rate.pkr:f} on {rate.asked}{late}."
    yield f"Basis {rate.basis}: {rate.source}." + (f" {_capital(rate.note)}." if rate.note else "")
    age = (rate.asked - rate.found).days
    if age:
        yield f"It is {age} {'day' if age == 1 else 'days'} older than the day asked for."
    if rate.sha256:
        yield f"Fetched {rate.retrieved}, SHA-256 of the body {rate.sha256}."


def rate_json(rate: Rate) -> str:
    """Show one rate as JSON."""
    fields: dict[str, Any] = {
        "currency": rate.currency,
        "asked": rate.asked.isoformat(),
        "date": rate.found.isoformat(),
        "pkr": f"{rate.pkr:f}",
        "basis": rate.basis,
        "source": rate.source,
        "stale_days": (rate.asked - rate.found).days,
        "note": rate.note,
        "provisional": rate.provisional,
        "retrieved": rate.retrieved,
        "sha256": rate.sha256,
    }
    return json.dumps(fields, indent=1)


def status_lines(table: RateTable, folder: str, key_is_set: bool) -> Iterator[str]:
    """Say what is known, to when, and where it is from."""
    about = provenance()
    yield f"Rates from {about.first}, basis {about.basis}; those that came with the program end on {about.last}."
    yield f"{about.attribution}."
    for end, names in _by_end(table, currencies()):
        yield f"to {end}: {', '.join(names)}"
    for key in _BEYOND:
        for end, names in _by_end(table, currencies(), key):
            yield f"{key} to {end}: {', '.join(names)}"
    for part in about.parts:
        yield f"{part.start} to {part.end}: {part.source} ({part.confidence} confidence)"
    yield f"Fetched rates are kept in {folder}."
    yield f"The key of EasyData (FREELANCE_PK_EASYDATA_KEY) is {'set' if key_is_set else 'not set'}."
    yield "Days beyond: `freelance-pk rates update`, or lines in rates.csv (`freelance-pk platforms template rates`)."


def _by_end(table: RateTable, names: Iterable[str], key: str = "") -> list[tuple[str, list[str]]]:
    """Group currencies by the last day that the official series, or a kept one beyond it, reaches."""
    ends: dict[str, list[str]] = {}
    for name in names:
        official = table.series(name)
        series = table.kept(key, name) if key else official
        if series and (not key or official is None or series.days[-1] > official.days[-1]):
            ends.setdefault(series.days[-1], []).append(name)
    return sorted(ends.items(), reverse=True)


def update_lines(outcome: Outcome) -> Iterator[str]:
    """Say what an update kept and what it replaced."""
    for publication in dict.fromkeys(saved.publication for saved in outcome.saved):
        yield _saved_line(publication, [each for each in outcome.saved if each.publication == publication])
    if not any(saved.new for saved in outcome.saved):
        yield "No new rates."
    for each in outcome.replaced:
        yield (
            f"{each.after.currency} on {each.after.asked}: {each.before.pkr:f} ({each.before.basis}, provisional) is now "
            f"{each.after.pkr:f} ({each.after.basis})"
        )


def _saved_line(publication: str, saved: Sequence[Saved]) -> str:
    new, same = sum(each.new for each in saved), sum(each.same for each in saved)
    days = sorted(day for each in saved for day in (each.first, each.last) if day is not None)
    span = f", {days[0]} to {days[-1]}" if days else ""
    return f"{publication}: {new} new {'rate' if new == 1 else 'rates'}{span}; {same} known already"


def failure_lines(outcome: Outcome) -> Iterator[str]:
    """Say which providers gave nothing, and why."""
    for failure in outcome.failures:
        where = f" ({failure.origin})" if failure.origin else ""
        yield f"{failure.source}: {failure.message}{where}"
        if failure.remedy:
            yield f"  next:  {failure.remedy}"
    for source, why in outcome.skipped:
        yield f"{source} was not asked: {why}"


def update_json(outcome: Outcome, table: RateTable) -> str:
    """Say what an update did, as JSON."""
    fields = {
        "schema": "freelance-pk/rates-update/1",
        "saved": [
            {
                "publication": each.publication,
                "new": each.new,
                "known": each.same,
                "from": _iso(each.first),
                "to": _iso(each.last),
            }
            for each in outcome.saved
        ],
        "replaced": [
            {
                "currency": each.after.currency,
                "date": each.after.asked.isoformat(),
                "old": f"{each.before.pkr:f}",
                "old_basis": each.before.basis,
                "new": f"{each.after.pkr:f}",
                "new_basis": each.after.basis,
            }
            for each in outcome.replaced
        ],
        "revisions": [
            {
                "publication": each.publication,
                "currency": each.currency,
                "date": each.day.isoformat(),
                "side": each.side,
                "old": each.old,
                "new": each.new,
                "taken": each.taken,
            }
            for saved in outcome.saved
            for each in saved.changes
        ],
        "failures": [each._asdict() for each in outcome.failures],
        "not_asked": [{"source": source, "why": why} for source, why in outcome.skipped],
        "missing": [{"currency": currency, "date": day.isoformat()} for currency, day in outcome.unmet],
        "known_to": {name: _iso(table.last_day(name)) for name in currencies()},
        "issues": [
            {
                "severity": each.severity.value,
                "code": each.code,
                "message": each.message,
                "remedy": each.remedy,
            }
            for each in outcome.issues
        ],
    }
    return json.dumps(fields, indent=1)


def check_lines(checked: Iterable[Checked]) -> Iterator[str]:
    """Say what was checked, and what is wrong."""
    for each in checked:
        yield f"{each.name}: {each.found or 'not read'}; {'ok' if not each.faults else f'{len(each.faults)} wrong'}"
        yield from (f"  {fault}" for fault in each.faults)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
