"""A layout file tried on the file it was learned from, before it is kept."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from freelance_pk.intake.files import Content
from freelance_pk.intake.layout_file import parse_platform
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import ReadFile
from freelance_pk.model.entry import Entry
from freelance_pk.model.errors import InputRefusedError, UnknownFileError
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.model.money import ZERO

_ASIDE = "layout-own"
# Of amounts without a sign the oldest row's stays open where no opening balance is printed: of any layout.
_OLDEST = "direction-unknown"


class Sum(NamedTuple):
    """The rows of one kind and currency."""

    kind: str
    currency: str
    rows: int
    amount: Decimal


class Trial(NamedTuple):
    """What a layout made of the file.

    Attributes:
        read: the file (the sheet with most entries).
        sums: by kind and currency.
        balances: entries whose running balance was followed, 0 where the file prints none.
        issues: what reading noticed.
    """

    read: ReadFile
    sums: tuple[Sum, ...]
    balances: int
    issues: tuple[Issue, ...]


def try_layout(text: str, path: Path, contents: Sequence[Content]) -> Trial:
    """Read the file by a layout file's text alone.

    Raises:
        InputRefusedError: it is not recognised, a row cannot be read, nothing was read, a balance breaks.
    """
    platform = parse_platform(text.encode(), "the layout drafted")
    known = {layout.id: (platform, layout) for layout in platform.layout}
    read: list[ReadFile] = []
    unknown: list[UnknownFileError] = []
    for content in contents:
        try:
            read.append(read_file(path, content, layout=None, account=None, known=known))
        except UnknownFileError as refusal:
            unknown.append(refusal)
    if not read:
        raise unknown[0]
    best = max(read, key=lambda each: len(each.entries))
    if not best.entries:
        reasons = sorted({row.reason for row in best.skipped})
        raise InputRefusedError(
            f"read so, none of the {best.rows} rows is a transaction: {'; '.join(reasons)}",
            origin=best.source.name,
            remedy="map the fields to other columns with --map",
        )
    for issue in best.issues:
        if issue.severity is Severity.ERROR and issue.code != _OLDEST:
            raise InputRefusedError(
                f"read so, the file does not hold together: {issue.message}",
                origin=issue.origin,
                remedy="map the fields to other columns with --map (money in and out exchanged?); if the file "
                'itself is not whole, export it again, or leave its balance aside with --map "balance="',
            )
    return Trial(
        best,
        _sums(best.entries),
        sum(1 for entry in best.entries if entry.balance is not None),
        tuple(issue for issue in best.issues if issue.code != _ASIDE),
    )


def _sums(entries: Sequence[Entry]) -> tuple[Sum, ...]:
    found: dict[tuple[str, str], list[Decimal]] = {}
    for entry in entries:
        found.setdefault((entry.kind.value, entry.currency), []).append(entry.amount)
    return tuple(
        Sum(kind, currency, len(amounts), sum(amounts, ZERO))
        for (kind, currency), amounts in sorted(found.items())
    )
