"""The user's own rates, checked against the State Bank's before they are laid over a table."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.entry import OwnRate
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.issue import Issue, warning
from freelance_pk.model.rate import Rate
from freelance_pk.rates.series import age_note

# An own rate further than this from the State Bank's of the day is refused as mistyped or upside down;
# the State Bank's own largest move in a day was 6.4 %.
_REFUSE_BEYOND = Decimal("0.5")
_WARN_BEYOND = Decimal("0.08")


class Own(NamedTuple):
    """The user's rates of one currency: days as ISO texts, ascending, and the lines."""

    days: list[str]
    lines: list[OwnRate]


class Laid(NamedTuple):
    """Own rates by currency, and the one issue about those that look odd."""

    tables: dict[str, Own]
    issues: tuple[Issue, ...]


def check_own(rates: Iterable[OwnRate], published: Callable[[str, str], Decimal | None]) -> Laid:
    """Check own rates, each beside the State Bank's rate of its day where there is one.

    Args:
        rates: as typed.
        published: gives the State Bank's rate of a currency on a day (an ISO text), None where there is none.

    Raises:
        InputRefusedError: one day and currency with two rates, or a rate that cannot be meant.
    """
    by_day: dict[tuple[str, str], OwnRate] = {}
    unusual: list[tuple[OwnRate, Decimal]] = []
    for own in rates:
        key = (own.currency, own.day.isoformat())
        before = by_day.setdefault(key, own)
        if before.rate != own.rate:
            raise InputRefusedError(
                f"two own rates for {own.currency} on {own.day}: {before.rate} and {own.rate}",
                origin=f"{_place(before)}; {_place(own)}",
                remedy="leave one of the two lines",
            )
        if own is not before:
            continue
        _check_sign(own)
        pkr = published(*key)
        if pkr is not None and _is_unusual(own, pkr):
            unusual.append((own, pkr))
    tables: dict[str, Own] = {}
    for (currency, day), own in sorted(by_day.items()):
        table = tables.setdefault(currency, Own([], []))
        table.days.append(day)
        table.lines.append(own)
    return Laid(tables, _issue(unusual))


def _check_sign(own: OwnRate) -> None:
    if own.rate <= 0:
        raise InputRefusedError(
            f"the rate {own.rate} for {own.currency} on {own.day} is not above zero",
            origin=_place(own),
            remedy="give rupees for one unit of the currency, as in 2025-12-10,USD,280.40,bank",
        )


def _is_unusual(own: OwnRate, published: Decimal) -> bool:
    apart = abs(own.rate / published - 1)
    if apart > _REFUSE_BEYOND:
        raise InputRefusedError(
            f"the rate {own.rate} for {own.currency} on {own.day} cannot be meant: the State Bank's is "
            f"{published} rupees for one {own.currency}",
            origin=_place(own),
            remedy=f"give rupees for one {own.currency}, not {own.currency} for one rupee",
        )
    return apart > _WARN_BEYOND


def _issue(found: list[tuple[OwnRate, Decimal]]) -> tuple[Issue, ...]:
    if not found:
        return ()
    own, published = found[0]
    more = f" So are {len(found) - 1} more of your rates." if len(found) > 1 else ""
    return (
        warning(
            "own-rate-unusual",
            f"your rate {own.rate} for {own.currency} on {own.day} is {abs(own.rate / published - 1) * 100:.1f} % away "
            f"from the State Bank's {published}; it is used.{more}",
            origin=_place(own),
            remedy="check the lines",
        ),
    )


def _place(own: OwnRate) -> str:
    return f"{own.source.name}, row {own.line}"


def latest_own(own: Own | None, currency: str, day: date) -> Rate | None:
    """Return the user's latest rate on or before a day, however old."""
    if own is None:
        return None
    place = bisect_right(own.days, day.isoformat()) - 1
    if place < 0:
        return None
    line = own.lines[place]
    words = "; ".join(part for part in (line.note, age_note(day, line.day)) if part)
    return Rate(currency, day, line.day, line.rate, "own", f"own rates, {_place(line)}", words)
