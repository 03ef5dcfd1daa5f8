"""How the books stand, for people and for scripts."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from freelance_pk.model.lock import LockedYear
from freelance_pk.output.issues import issue_json
from freelance_pk.output.numbers import money, plain, rupees
from freelance_pk.run.status import Known, Status
from freelance_pk.statement.coverage import Break, Covered, Hole, Joins, Overlap

if TYPE_CHECKING:
    from rich.console import RenderableType

SCHEMA = "freelance-pk/status/1"
_MANY = 3  # overlaps and breaks shown of one account


def as_table(status: Status, *, lakh: bool, width: int, colour: bool) -> str:
    """Render for a terminal."""
    from freelance_pk.output.screen import render  # noqa: PLC0415 - rich is imported only to draw

    return render(_parts(status, lakh=lakh), width=width, colour=colour)


def _parts(status: Status, *, lakh: bool) -> "Iterator[RenderableType]":
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from freelance_pk.output.screen import attention, heading, table  # noqa: PLC0415

    yield Text(_sentence(status), style="bold")
    yield heading("Accounts")
    headers = (
        ("Account", False),
        ("", False),
        ("From", False),
        ("To", False),
        ("Rows", True),
        ("Files", True),
    )
    yield table((*headers, ("Days since", True)), (_account(each, status) for each in status.accounts))
    for each in status.accounts:
        words = tuple(_coverage_words(each))
        if words:
            yield Text(f"{each.account}:")
            yield from (Padding(Text(f"- {line}"), (0, 0, 0, 2)) for line in words)
    yield heading("Rates")
    yield from (Text(words) for words in _rates_words(status))
    yield heading("Review")
    yield Text(_review_words(status, lakh=lakh))
    yield heading("Tax years")
    yield from (Text(_year_words(year, locked)) for year, locked in status.years)
    if status.issues:
        yield heading("What needs attention")
        yield from attention(status.issues, lakh=lakh)


def _sentence(status: Status) -> str:
    whose = f" of {status.taxpayer}" if status.taxpayer else ""
    what = f"The books{whose} in {status.books}" if status.books is not None else f"The files{whose}"
    missing = sum(1 for each in status.accounts if _misses_rows(each))
    errors = sum(1 for each in status.issues if each.severity == "error")
    causes = [
        *([_count(status.open.items, "open question")] if status.open.items else []),
        *([_count(errors, "error")] if errors else []),
        *([f"no rate for {', '.join(status.no_rate)}"] if status.no_rate else []),
        *([f"{_count(missing, 'account')} with rows missing"] if missing else []),
    ]
    end = f": {', '.join(causes)}." if causes else ": nothing is open."
    return f"{what}, {_count(status.files, 'file')}, {_count(len(status.accounts), 'account')}{end}"


def _misses_rows(each: Covered) -> bool:
    return bool(each.breaks) or any(hole.balance is Joins.NO for hole in each.holes)


def _account(each: Covered, status: Status) -> tuple[str, ...]:
    kind = each.kind.value if each.owner == "self" else f"{each.kind.value}, {each.owner}'s"
    days = (status.today - each.end).days
    start, end = each.start.isoformat(), each.end.isoformat()
    return each.account, kind, start, end, f"{each.rows:,}", str(each.files), str(days)


def _coverage_words(each: Covered) -> Iterator[str]:
    open_ = [
        hole
        for hole in each.holes
        if hole.balance is Joins.NO or not (hole.covered or hole.balance is Joins.YES)
    ]
    quiet = [hole for hole in each.holes if hole not in open_]
    yield from map(_hole_words, (*open_, *quiet[:_MANY]))
    if len(quiet) > _MANY:
        yield f"no row for a month or longer {len(quiet) - _MANY} more times, in days that are covered"
    yield from (_break_words(gap) for gap in each.breaks[:_MANY])
    if len(each.breaks) > _MANY:
        yield f"the balance does not join in {len(each.breaks) - _MANY} more places"
    yield from (_overlap_words(overlap) for overlap in each.overlaps[:_MANY])
    if len(each.overlaps) > _MANY:
        yield f"{len(each.overlaps) - _MANY} more files overlap others"


def _hole_words(hole: Hole) -> str:
    start = f"no row from {hole.start} to {hole.end}"
    if hole.balance is Joins.NO:
        return f"{start}, and the balance does not join: export these days"
    if hole.balance is Joins.YES:
        return f"{start}; the balance joins, so nothing is missing"
    if hole.covered:
        return f"{start}, in days that a file covers"
    return f"{start}: no file covers these days; export them, unless nothing happened"


def _break_words(gap: Break) -> str:
    way = "came in" if gap.amount > 0 else "went out"
    return (
        f"after {gap.after} and up to {gap.day}, {money(abs(gap.amount), gap.currency, lakh=False)} {way} in rows that "
        "are in no file"
    )


def _overlap_words(overlap: Overlap) -> str:
    return f"{overlap.first} and {overlap.second} both cover {overlap.start} to {overlap.end}; each row counts once"


def _rates_words(status: Status) -> Iterator[str]:
    if not status.rates:
        yield "Every row is in rupees."
    for each in status.rates:
        yield _rate_words(each)


def _rate_words(each: Known) -> str:
    if each.until is None:
        return (
            f"{each.currency}: no rate is known; rows to {each.last_row}. Next: lines in rates.csv "
            "(`freelance-pk platforms template rates`)"
        )
    start = f"{each.currency}: known to {each.until}"
    if each.missing:
        return f"{start}, rows to {each.last_row}. Next: `freelance-pk rates update`"
    return start if each.until >= each.last_row else f"{start}, rows to {each.last_row}, within its reach"


def _review_words(status: Status, *, lakh: bool) -> str:
    it = status.open
    answered = f" {_count(it.answered, 'item')} answered." if it.answered else ""
    lost = (
        f" {_count(it.lost, 'answer')} no longer applicable: see `freelance-pk review --list`."
        if it.lost
        else ""
    )
    if not it.items:
        return f"Nothing is open.{answered}{lost}"
    stake = f", Rs {rupees(it.pkr, lakh=lakh)} at stake" if it.pkr else ""
    unknown = f" ({it.unknown} of them without a rate)" if it.unknown else ""
    return f"{_count(it.items, 'item')} open{stake}{unknown}.{answered}{lost} Next: `freelance-pk review`"


def _year_words(year: int, locked: LockedYear | None) -> str:
    if locked is None:
        return f"{year}: not locked"
    start = f"{year}: locked on {locked.locked_on}"
    if locked.figures:
        return (
            f"{start}; {_count(len(locked.figures), 'figure')} would differ today: `freelance-pk report --tax-year "
            f"{year}`"
        )
    return f"{start}; {'no figure differs' if locked.differences else 'nothing differs'} today"


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"


def as_json(status: Status) -> str:
    """Write as JSON."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "status": "incomplete" if status.status else "complete",
        "books": None if status.books is None else str(status.books),
        "taxpayer": status.taxpayer,
        "today": status.today.isoformat(),
        "files": status.files,
        "interrupted": status.interrupted,
        "accounts": [_account_json(each, status) for each in status.accounts],
        "rates": [
            {
                "currency": each.currency,
                "until": None if each.until is None else each.until.isoformat(),
                "last_row": each.last_row.isoformat(),
                "missing": each.missing,
            }
            for each in status.rates
        ],
        "review": {
            "open": status.open.items,
            "pkr": plain(status.open.pkr),
            "without_rate": status.open.unknown,
            "answered": status.open.answered,
            "lost": status.open.lost,
        },
        "tax_years": [_year_json(year, locked) for year, locked in status.years],
        "issues": [issue_json(each) for each in status.issues],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _account_json(each: Covered, status: Status) -> dict[str, Any]:
    return {
        "account": each.account,
        "kind": each.kind.value,
        "owner": each.owner,
        "rows": each.rows,
        "files": each.files,
        "from": each.start.isoformat(),
        "to": each.end.isoformat(),
        "days_since": (status.today - each.end).days,
        "holes": [
            {
                "from": hole.start.isoformat(),
                "to": hole.end.isoformat(),
                "covered": hole.covered,
                "balance": hole.balance.value,
            }
            for hole in each.holes
        ],
        "breaks": [
            {
                "after": gap.after.isoformat(),
                "date": gap.day.isoformat(),
                "currency": gap.currency,
                "amount": plain(gap.amount),
            }
            for gap in each.breaks
        ],
        "overlaps": [
            {
                "files": [overlap.first, overlap.second],
                "from": overlap.start.isoformat(),
                "to": overlap.end.isoformat(),
            }
            for overlap in each.overlaps
        ],
    }


def _year_json(year: int, locked: LockedYear | None) -> dict[str, Any]:
    return {
        "tax_year": year,
        "locked_on": None if locked is None else locked.locked_on.isoformat(),
        "digest": None if locked is None else locked.digest,
        "figures_differing": 0 if locked is None else len(locked.figures),
        "inputs_differing": 0 if locked is None else len(locked.causes),
    }
