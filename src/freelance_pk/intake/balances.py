"""A file's running balance against its own rows: the first break tells of missing or moved rows."""

from collections.abc import Sequence
from decimal import Decimal

from freelance_pk.model.issue import Issue, error

Moved = tuple[int, Decimal, Decimal | None, str]  # line, what the row moved, balance after it, currency
_CENT = Decimal("0.01")
_MANY = 1_000


def check_balances(name: str, moved: Sequence[Moved]) -> tuple[Issue, ...]:
    """Check balances row by row, each currency by itself, in the order that fits better."""
    currencies = {row[3] for row in moved}
    issues: list[Issue] = []
    for currency in sorted(currencies):
        rows = [row for row in moved if row[3] == currency] if len(currencies) > 1 else moved
        if len(rows) < 2 or all(row[2] is None for row in rows):
            continue
        forward, backward = _breaks(rows, 1), _breaks(rows, -1)
        breaks = min(forward, backward, key=len)
        if breaks:
            line, expected, found = breaks[0]
            more = f" {len(breaks) - 1} more rows break likewise." if len(breaks) > 1 else ""
            issues.append(
                error(
                    "balance-break",
                    f"the running balance breaks: after this row it should be {currency} {expected} and is {found}. "
                    f"Rows are missing, doubled or in another order.{more}",
                    origin=f"{name}, row {line}",
                    remedy="export the account again for the whole period, without filters",
                )
            )
    return tuple(issues)


def _breaks(rows: Sequence[Moved], step: int) -> list[tuple[int, Decimal, Decimal]]:
    """List the rows whose balance does not follow from the row before (step 1) or after (step -1)."""
    found: list[tuple[int, Decimal, Decimal]] = []
    before: Decimal | None = None
    for line, amount, balance, _ in rows[::step]:
        if before is None:
            before = balance
            continue
        before += amount
        if balance is not None and balance != before:
            if abs(balance - before) >= _CENT:
                found.append((line, before, balance))
                if len(found) > _MANY:
                    break  # this is not the file's order, or the file is a patchwork
            before = balance
    return found
