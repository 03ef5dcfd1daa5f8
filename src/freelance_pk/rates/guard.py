"""Whether fetched figures may be kept: against the State Bank's known rates.

The State Bank's own daily averages have real jumps (the dollar 6.4 % in a day, the lira 28 %): no alarm is
raised for them, but a workbook that disagrees with what is known as a whole is not taken. Anything else is
warned of from 2 % and refused from 8 % against the last State Bank rate: measured over years, others stray
by 9 % through glitches and a day's delay, while their honest difference stays near 1 %.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.issue import Issue, warning
from freelance_pk.rates.lookup import last_state_bank
from freelance_pk.rates.publications import PUBLICATIONS, Quote
from freelance_pk.rates.sources.protocol import ContentError
from freelance_pk.rates.table import RateTable

WARN = Decimal("0.02")
_REFUSE = Decimal("0.08")
_ABSURD = Decimal("0.5")
_DOLLARS = (Decimal("1E-7"), Decimal(100))


class Judged(NamedTuple):
    """The figures that may be kept, and what was noticed."""

    quotes: tuple[Quote, ...]
    issues: tuple[Issue, ...]


def judge(table: RateTable, quotes: Sequence[Quote], today: date, *, accept: bool) -> Judged:
    """Judge the figures of one body and publication.

    Args:
        table: what is known.
        quotes: of one publication.
        today: no figure is of a later day.
        accept: --accept-revision: take what would be refused.

    Raises:
        ContentError: official figures that cannot be rupees for one unit, a day that lies ahead, or two figures
            for one day.
    """
    ordered = _once(sorted(quotes, key=lambda quote: (quote.day, quote.currency, quote.side)))
    if ordered and ordered[-1].day > today:
        raise ContentError(
            f"it holds a rate of {ordered[-1].day}, which lies ahead of {today}: its dates are wrong, or this "
            "machine's clock is"
        )
    if not ordered or PUBLICATIONS[ordered[0].publication].official:
        _check_official(table, ordered, accept=accept)
        return Judged(tuple(ordered), ())
    return _judge_others(table, ordered, accept=accept)


def _once(ordered: Iterable[Quote]) -> list[Quote]:
    """Leave out what a body says again; what it says otherwise the second time is refused."""
    found: list[Quote] = []
    for quote in ordered:
        if not found or found[-1][:4] != quote[:4]:
            found.append(quote)
        elif found[-1].value != quote.value:
            low, high = sorted((found[-1].value, quote.value))
            raise ContentError(
                f"{quote.currency} of {quote.day} stands in it twice, as {low:f} and {high:f}",
            )
    return found


def _check_official(table: RateTable, quotes: Iterable[Quote], *, accept: bool) -> None:
    before: dict[str, Decimal] = {}
    for quote in quotes:
        last = before.get(quote.currency)
        if last is None:
            known = last_state_bank(table, quote.currency, quote.day)
            last = known.pkr if known is not None else None
        if last is not None and abs(quote.value / last - 1) > _ABSURD and not accept:
            raise ContentError(
                f"{quote.currency} of {quote.day} is {quote.value:f}, and the rate before was {last:f}: it is not "
                f"rupees for one {quote.currency}, or stands in the wrong row",
                remedy="look at the file; `--accept-revision` takes it if it is right",
            )
        before[quote.currency] = quote.value


def _judge_others(table: RateTable, quotes: Iterable[Quote], *, accept: bool) -> Judged:
    kept: list[Quote] = []
    issues: list[Issue] = []
    refused: set[str] = set()
    before: dict[str, Decimal] = {}
    for quote in quotes:
        if quote.side == "usd":
            if _DOLLARS[0] < quote.value < _DOLLARS[1]:
                kept.append(quote)
            continue
        last = before.get(quote.currency) or _last(table, quote)
        if last is not None:
            apart = abs(quote.value / last - 1)
            if apart > _REFUSE and not accept:
                issues.append(_refusal(quote, last, apart))
                refused.add(quote.currency)
                continue
            if apart > WARN:
                issues.append(_alarm(quote, last, apart))
        kept.append(quote)
        if PUBLICATIONS[quote.publication].state_bank:
            before[quote.currency] = quote.value
    return Judged(() if "USD" in refused else tuple(kept), tuple(issues))


def _last(table: RateTable, quote: Quote) -> Decimal | None:
    found = last_state_bank(table, quote.currency, quote.day)
    return found.pkr if found is not None else None


def _refusal(quote: Quote, last: Decimal, apart: Decimal) -> Issue:
    whole = " No rate of this answer is kept." if quote.currency == "USD" else ""
    return warning(
        "rate-refused",
        f"{_named(quote)} is {apart * 100:.1f} % from the State Bank's last, {last:f}: it is not kept.{whole}",
        origin=quote.publication,
        remedy="if it is right, `freelance-pk rates update --accept-revision` takes it",
    )


def _alarm(quote: Quote, last: Decimal, apart: Decimal) -> Issue:
    return warning(
        "rate-alarm",
        f"{_named(quote)} is {apart * 100:.1f} % from the State Bank's last, {last:f}; it is kept.",
        origin=quote.publication,
        remedy="compare it with the State Bank's page of that day",
    )


def _named(quote: Quote) -> str:
    return (
        f"the rate {quote.value:f} of {quote.publication} for {quote.currency} on {quote.day} ({quote.side})"
    )
