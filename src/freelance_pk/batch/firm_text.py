"""The firm's sheet for the terminal: how many clients stand how, totals, and every client that has no final figures."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from freelance_pk.batch.firm import Firm, Totals
from freelance_pk.batch.row import FINAL, Row, Status
from freelance_pk.batch.words import MEANINGS, clients, title
from freelance_pk.model.issue import Severity
from freelance_pk.output.numbers import rupees

if TYPE_CHECKING:
    from rich.console import RenderableType

_SHOWN = 50
_FINDINGS = 3


def firm_text(firm: Firm, *, width: int, colour: bool) -> str:
    """Render the firm in a few lines, and below them what each client without final figures needs."""
    from freelance_pk.output.screen import heading, pairs, render, table  # noqa: PLC0415 - rich draws alone

    parts: list[RenderableType] = [heading(f"{clients(sum(firm.counts.values()))}, {firm.period.label}")]
    parts.append(
        pairs(
            (status.value, f"{firm.counts[status]:,}", MEANINGS[status])
            for status in Status
            if firm.counts[status]
        )
    )
    header = (
        ("Figures", False),
        ("Clients", True),
        ("Receipts", True),
        ("Tax", True),
        ("Deducted", True),
        ("Payable", True),
    )
    parts += [heading("Totals, rupees"), table(header, _totals(firm))]
    open_ = (row for row in firm.rows() if row.status not in FINAL)
    shown = list(islice(open_, _SHOWN))
    if shown:
        parts += [heading("Clients without final figures"), *_open(shown)]
        more = sum(firm.counts[each] for each in Status if each not in FINAL) - len(shown)
        if more:
            parts += [heading(f"and {more:,} more: the firm's workbook lists them all")]
    return render(parts, width=width, colour=colour)


def _totals(firm: Firm) -> Iterator[tuple[str, ...]]:
    for words, each in (("final", firm.final), ("not final", firm.not_final)):
        if each.clients:
            yield _line(words, each)


def _line(words: str, each: Totals) -> tuple[str, ...]:
    amounts = (each.received, each.charge, each.deducted, each.payable)
    return words, f"{each.clients:,}", *(rupees(amount) for amount in amounts)


def _open(rows: Iterable[Row]) -> Iterator["RenderableType"]:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    for row in rows:
        style = "bold red" if row.figures is None else "yellow"
        yield Text.assemble((f"{row.status.value}: ", style), row.client)
        for finding in [each for each in row.findings if each.severity is Severity.ERROR][:_FINDINGS]:
            where = f"{finding.origin}: " if finding.origin else ""
            yield Padding(Text(f"{title(finding)}: {where}{finding.message}"), (0, 0, 0, 2))
            if finding.remedy:
                yield Padding(Text(f"next: {finding.remedy}"), (0, 0, 0, 2))
