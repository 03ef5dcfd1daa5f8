"""A file that ends inside its last amount: digits are missing, and the amount is another one."""

import re
from collections.abc import Collection, Iterator

from freelance_pk.intake.detect import Found
from freelance_pk.intake.fields import MOVED
from freelance_pk.model.issue import Issue, error

AMOUNTS = (*MOVED, "balance", "tax", "refunded")  # fields of entries whose column may be the last
RECORD_AMOUNTS = ("amount", "pkr", "tax", "retained", "converted", "rate", "tax_withheld")  # and of lists
_BEHIND = re.compile(r"[.,](\d*)\D*$", re.ASCII)


def cut_inside(found: Found, amounts: Collection[int], *, proved: bool = False) -> Iterator[Issue]:
    """Tell of a text without a line end at its end, whose last cell is an amount that may lack digits.

    Args:
        found: the file.
        amounts: places of the columns of amounts.
        proved: running balances show every amount to be right.
    """
    table, place = found.table, len(found.names) - 1
    if not table.ends_open or place not in amounts:
        return
    last, above, empty = "", set[int](), False
    for line, row in table.rows():
        if line > found.header_line and len(row) == len(found.names) and any(row):
            if last or empty:
                above.add(_decimals(last))
            last = row[place].strip()
            empty = not last
    yield from _cut(found, place, last, above, proved=proved)


def _cut(found: Found, place: int, last: str, above: set[int], *, proved: bool) -> Iterator[Issue]:
    where = f"{found.table.name}, column {found.names[place]}"
    here = _decimals(last)
    if proved and not last:
        return  # the row's amount stands in another column, and its balance shows that it is whole
    if len(above) == 1 and here < min(above):
        yield error(
            "file-cut",
            f"the file ends inside a row: its last amount is {last!r}, and every one above has {min(above)} decimals.",
            origin=where,
            remedy="download the file again",
        )
    elif last and here < max(above | {1}) and not proved and found.layout.evidence != "own":
        yield error(
            "file-may-be-cut",
            f"the file ends without a line end, in the amount {last!r}: nothing tells whether digits are missing.",
            origin=where,
            remedy="download the file again; if it is whole, add a line end behind its last row",
        )


def _decimals(text: str) -> int:
    """Count the digits behind the last point or comma, -1 for a text without a digit, none among them."""
    found = _BEHIND.search(text)
    return len(found[1]) if found else 0 if any(map(str.isdigit, text)) else -1
