"""Whether a file's columns hold what their names say, as far as the file itself tells."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from freelance_pk.intake.columns import cells
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.issue import Issue, error
from freelance_pk.model.money import ZERO

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_FEW_ROWS = 3  # fewer may be unusual by chance
_MANY_IDS = 8
_ROWS_ENOUGH = 4_000  # where a quarter of so many rows have ids of their own, the ids are some
_FEES = frozenset({Kind.FEE, Kind.WITHDRAWAL_FEE})
# Fields whose column, if an export has it, changes the figures.
_TELLING = ("time", "zone", "currency", "status", "kind", "fee", "fee_more", "tax", "refunded", "net")


def implausible(reader: "RowReader") -> Iterator[Issue]:
    """Tell of columns that bear another's name: fees that eat the amounts, ids that repeat, words nobody knows."""
    yield from _descriptions(reader)
    yield from _blank(reader)
    yield from _empty(reader)
    yield from _fees(reader)
    yield from _ids(reader)


def missing_telling(reader: "RowReader") -> list[str]:
    """Name the columns that tell of money, that some exports of the layout have and this file lacks."""
    columns = reader.layout.columns
    lacking = []
    for field in _TELLING:
        names = getattr(columns, field) or []
        if field not in reader.at and names:
            lacking.append(names if isinstance(names, str) else names[0])
    found = set(reader.found.names)
    return lacking + [name for name in reader.layout.skip_when if normal(name) not in found]


def _descriptions(reader: "RowReader") -> Iterator[Issue]:
    """Tell of a wallet's or platform's file none of whose rows is known by its words."""
    kinds, layout = reader.kinds, reader.layout
    if reader.found.platform.kind not in (AccountKind.PLATFORM, AccountKind.WALLET) or layout.kinds:
        return
    if any(rule.text for rule in layout.rules) and not kinds.by_words and kinds.by_sign >= _FEW_ROWS:
        yield error(
            "descriptions-unknown",
            f"none of {kinds.by_sign} descriptions is known; what the rows are is told by their signs alone.",
            origin=reader.found.table.name,
            remedy="use the original download in English; do not rename or move its columns",
        )


def _blank(reader: "RowReader") -> Iterator[Issue]:
    if reader.blank:
        yield error(
            "amount-missing",
            f"{len(reader.blank)} rows have a date and no amount; they are left out.",
            origin=f"{reader.found.table.name}, row {reader.blank[0]}",
            remedy="download the file again; if money moved, type the rows into an entries file",
        )


def _empty(reader: "RowReader") -> Iterator[Issue]:
    """Tell of a column without a word that tells what rows are: what is pending would count, fees would be none."""
    layout = reader.layout
    tells = {
        "status": (layout.status is not None, "what is pending or failed"),
        "kind": (bool(layout.kinds) or any(rule.kind for rule in layout.rules), "what the rows are"),
        "fee": (layout.evidence != "own" and layout.shape != "signed", "what fees were taken"),
        "refunded": (True, "what was refunded"),
    }
    wanted = {normal(each) for one in layout.header for each in one.split("|")}
    for field, (matters, what) in tells.items():
        place = reader.at.get(field)
        if not matters or place is None or reader.rows < _FEW_ROWS or reader.found.names[place] not in wanted:
            continue
        if next(iter(cells(reader.found, place)), None) is None:
            yield error(
                "column-empty",
                f"the column {reader.found.names[place]!r} is empty in every row: nothing tells {what}.",
                origin=reader.found.table.name,
                remedy="use the original download; do not rename or move its columns",
            )


def _fees(reader: "RowReader") -> Iterator[Issue]:
    """Compare fees with the amounts beside them, over all rows: no fee takes more than half."""
    amounts, fees, rows = _beside_fees(reader)
    if rows and fees * 2 > amounts:
        yield error(
            "fees-implausible",
            f"the fees beside {rows} amounts add up to {fees}, the amounts to {amounts}: the columns may bear each "
            "other's names.",
            origin=reader.found.table.name,
            remedy="use the original download; do not rename or move its columns",
        )


def _beside_fees(reader: "RowReader") -> tuple[Decimal, Decimal, int]:
    amounts, fees, rows = ZERO, ZERO, 0
    main, line = ZERO, 0
    for entry in reader.entries if "fee" in reader.at else ():
        if entry.line != line:
            main, line = abs(entry.amount), entry.line
        elif entry.kind in _FEES and main:
            amounts, fees, rows, main = amounts + main, fees + abs(entry.amount), rows + 1, ZERO
    return amounts, fees, rows


def _ids(reader: "RowReader") -> Iterator[Issue]:
    """Tell of ids that are none: each stands for many rows."""
    if not reader.layout.promises_ids or len(reader.entries) < _MANY_IDS:
        return
    seen: set[str] = set()
    for entry in reader.entries:
        seen.add(entry.ref)
        if len(seen) * 4 >= min(len(reader.entries), _ROWS_ENOUGH):
            return
    if seen != {""}:
        yield error(
            "ids-repeated",
            f"{len(reader.entries)} rows share {len(seen)} ids: the column {reader.found.names[reader.at['ref']]!r} holds none.",
            origin=reader.found.table.name,
            remedy="use the original download; do not rename or move its columns",
        )
