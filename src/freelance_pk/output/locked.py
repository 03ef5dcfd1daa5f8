"""A locked year's figures beside today's."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from freelance_pk.model.lock import Difference, LockedYear
from freelance_pk.output.numbers import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from freelance_pk.books.locks import LockFile
    from freelance_pk.tax.result import Assessment

HEADER = ("Figure", "Filed", "Today", "Difference")
_WORDS = {
    "status": "Status",
    "received.pkr": "Received, gross",
    "received.receipts": "Receipts, how many",
    "received.bank": "Received, seen at the bank",
    "received.withdrawn": "Received, by withdrawals",
    "received.earned": "Received, by earnings",
    "earned_pkr.gross": "Earned, gross, in rupees",
    "earned_pkr.fees": "Platform fees in rupees",
    "earned_pkr.net": "Earned, net, in rupees",
    "tax.expected": "Tax expected on receipts",
    "tax.deducted": "Tax deducted from receipts",
    "tax.difference": "Tax short on receipts",
    "spread": "Exchange spread",
}
_SECTIONS = {
    "earned": "Earned",
    "months": "Month",
    "balances": "Balance",
    "assessment": "Tax year",
    "wealth": "Wealth",
}
_FROZEN = 12  # letters of a digest that are enough to tell two files apart


def lock_text(lock: "LockFile", made: "Assessment", *, width: int, colour: bool) -> str:
    """Say what was locked, and where the lock stands."""
    from rich.text import Text  # noqa: PLC0415 - rich is imported only to draw

    from freelance_pk.output.assessment import sentence  # noqa: PLC0415 - which draws a locked year by this module
    from freelance_pk.output.screen import render  # noqa: PLC0415

    lines = (
        Text(f"Tax year {lock.tax_year} is locked since {lock.locked_on}.", style="bold"),
        Text(sentence(made)),
        Text(f"Lock: {lock.path}"),
        Text(f"Digest: {lock.digest}"),
    )
    return render(lines, width=width, colour=colour)


def locked_json(year: LockedYear) -> dict[str, Any]:
    """Describe a lock for scripts: what differs today from the figures, which are those filed."""
    return {
        "tax_year": year.tax_year,
        "locked_on": year.locked_on.isoformat(),
        "path": year.path,
        "digest": year.digest,
        "differences": [
            {"what": each.what, "name": each.name, "filed": each.filed, "today": each.today}
            for each in year.differences
        ],
    }


def locked_title(year: LockedYear) -> str:
    """Name the part that shows a lock."""
    return f"Tax year {year.tax_year} as filed, locked on {year.locked_on}"


def locked_parts(year: LockedYear) -> "Iterator[RenderableType]":
    """Draw the lock for a terminal."""
    from rich.text import Text  # noqa: PLC0415 - rich is imported only to draw

    from freelance_pk.output.screen import heading, table  # noqa: PLC0415

    yield heading(locked_title(year))
    if year.figures:
        yield table([(name, name != HEADER[0]) for name in HEADER], map(figure_row, year.figures))
    yield from (Text(words) for words in locked_words(year))


def locked_words(year: LockedYear) -> tuple[str, ...]:
    """Say what the figures are, which inputs differ, and where the lock stands."""
    if year.figures:
        start = "All figures here are those filed, but for the column Today. What changed since:"
    elif year.differences:
        start = "All figures here are those filed; today's are the same. What changed since:"
    else:
        start = "All figures here are those filed; today's files, rates and law give the same."
    causes = tuple(f"- {cause_words(each)}" for each in year.causes)
    return (start, *causes, f"Lock: {year.path}, digest {year.digest[:_FROZEN]}")


def locked_sentences(year: LockedYear) -> tuple[str, ...]:
    """Say the same, and every figure, in sentences."""
    rows = (figure_row(each) for each in year.figures)
    return (
        *(
            f"{name}: filed {filed}, today {today}" + (f", a difference of {apart}." if apart else ".")
            for name, filed, today, apart in rows
        ),
        *locked_words(year),
    )


def cause_words(each: Difference) -> str:
    """Say how one input differs."""
    if each.what in ("rate", "answer", "program"):
        return f"{each.what} {each.name}: {each.filed or 'none'} then, {each.today or 'none'} now"
    if not each.filed:
        return f"{each.what} {each.name}: new"
    if not each.today:
        return f"{each.what} {each.name}: no longer there"
    return f"{each.what} {each.name}: changed ({each.filed[:_FROZEN]} then, {each.today[:_FROZEN]} now)"


def figure_row(each: Difference) -> tuple[str, str, str, str]:
    """Return name, filed, today and how far they are apart; "" where that is no number."""
    try:
        apart = _grouped(plain(Decimal(each.today or "0") - Decimal(each.filed or "0")))
    except InvalidOperation:
        apart = ""  # a status, or a figure that was not known
    return figure_name(each.name), _grouped(each.filed or "0"), _grouped(each.today or "0"), apart


def _grouped(text: str) -> str:
    try:
        return f"{Decimal(text):,}"
    except InvalidOperation:
        return text


def figure_name(name: str) -> str:
    """Return a figure's name in words."""
    if name in _WORDS:
        return _WORDS[name]
    section, _, rest = name.partition(".")
    return f"{_SECTIONS.get(section, section)}, {rest.replace('.', ', ').replace('_', ' ')}"
