"""The shape of rows whose amounts have no sign: the running balance tells it."""

import re
from typing import TYPE_CHECKING

from freelance_pk.intake.direction import Unsigned, directions
from freelance_pk.intake.parts import Part, Parts
from freelance_pk.intake.totals import printed_totals
from freelance_pk.model.errors import InputRefusedError

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_SIGNS = {"+": 1, "-": -1}


def balance_signed(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take an amount printed without a sign, whose direction the running balance tells."""
    amount = reader.amount(row, "amount", line)
    if not amount:
        return "the amount is zero" if amount is not None else "the amount is empty"
    if reader.directions is None:
        reader.directions = _directions(reader)
    sign = reader.directions.get(line)
    if sign is None:
        reader.undirected.append((line, amount))
        return "nothing tells whether it came in or went out"
    return (Part(amount * sign, "", None),) if sign else "a memo: the balance does not move"


def _directions(reader: "RowReader") -> dict[int, int]:
    """Find each row's direction; where the file prints signs, they stand.

    Raises:
        InputRefusedError: the file does not tell which of its rows is the oldest.
    """
    rows: list[Unsigned] = []
    printed: dict[int, int] = {}
    has_signs = False
    for line, row in reader.found.table.rows():
        is_row = line > reader.found.header_line and len(row) >= reader.width and any(row)
        if not is_row or reader.left_out(row) is not None:
            continue
        amount, balance = reader.amount(row, "amount", line), reader.amount(row, "balance", line)
        if amount:
            printed[line] = 1
            has_signs = has_signs or amount < 0 or row[reader.at["amount"]].lstrip().startswith("+")
            if balance is not None:
                rows.append(Unsigned(line, reader.day(row, line), amount, balance, _hint(reader, row)))
    if has_signs:
        return printed
    totals = reader.layout.totals
    opening = printed_totals(reader.found.preamble, totals).get("opening") if totals is not None else None
    found = directions(rows, opening)
    if found is None:
        raise InputRefusedError(
            "the amounts have no sign, all rows are of one day, and the balances can be read upwards and downwards",
            origin=f"{reader.found.table.name}, row {rows[0].line}",
            remedy="download the statement again for a longer period",
        )
    return found


def _hint(reader: "RowReader", row: list[str]) -> int:
    """Return the sign that a row's column or words give, 0 if none or both do."""
    printed = _SIGNS.get(reader.cell(row, "direction"), 0)
    if printed:
        return printed
    text = reader.text(row)
    told = [
        _SIGNS[sign]
        for sign, pattern in reader.layout.sign_texts.items()
        if re.search(pattern, text, re.IGNORECASE)
    ]
    return told[0] if len(told) == 1 else 0
