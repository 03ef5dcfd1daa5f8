"""Fees that stand in rows of their own, beside rows that print the same fee in a column."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.intake.columns import resolve
from freelance_pk.intake.detect import Found
from freelance_pk.intake.numbers import COMMA, POINT, parse_amount


class FeeRow(NamedTuple):
    """A fee's row: the id of the row it was charged on, and whether that row came in."""

    parent: str
    incoming: bool


class _Row(NamedTuple):
    line: int
    ref: str
    amount: Decimal
    printed: Decimal | None
    is_fee: bool


def find_fee_rows(found: Found) -> dict[int, FeeRow]:
    """Find them by their line.

    A fee's row has the id of the row it was charged on, or that id behind a prefix. Its description is in
    the language of the account, so it is known by the layout's pattern, or else by its arithmetic: of two
    rows with one id, the one whose amount is the fee that the other prints.
    """
    if not found.layout.fee_rows and not found.layout.fee_prefix:
        return {}
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for currency, row in _rows(found):
        groups[row.ref, currency].append(row)
    fees: dict[int, FeeRow] = {}
    for (ref, _), rows in groups.items():
        others = [row for row in rows if not row.is_fee]
        if len(others) == len(rows) == 2:
            others = _by_arithmetic(rows)
        incoming = any(row.amount > 0 for row in others)
        fees.update({row.line: FeeRow(ref, incoming) for row in rows if row not in others})
    return fees


def _by_arithmetic(rows: list[_Row]) -> list[_Row]:
    """Return both rows, or just the one of them on which the other was charged."""
    for row, other in (rows, rows[::-1]):
        if other.amount < 0 and row.printed and abs(row.printed) == -other.amount < abs(row.amount):
            return [row]
    return rows


def _rows(found: Found) -> Iterator[tuple[str, _Row]]:
    at = resolve(found).at
    if not {"ref", "amount"} <= set(at):
        return
    pattern, prefix = re.compile(found.layout.fee_rows or "(?!)", re.IGNORECASE), found.layout.fee_prefix
    for line, row in found.table.rows():
        if line <= found.header_line or len(row) < len(found.names):
            continue
        amount = _amount(row[at["amount"]])
        if amount is None:
            continue
        ref = row[at["ref"]].strip()
        is_fee = bool(prefix and ref.startswith(prefix)) or pattern.search(",".join(row)) is not None
        printed = _amount(row[at["fee"]]) if "fee" in at else None
        currency = row[at["currency"]].strip() if "currency" in at else ""
        yield currency, _Row(line, ref.removeprefix(prefix), amount, printed, is_fee)


def _amount(text: str) -> Decimal | None:
    for style in (POINT, COMMA):  # a spreadsheet may have written decimals with a comma
        with suppress(ValueError):
            return parse_amount(text, style)
    return None  # the reading of the row itself will say so
