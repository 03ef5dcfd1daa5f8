"""Rows that print a fee or a tax beside the amount: the amount, and what was taken from it."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from freelance_pk.intake.numbers import COMMA, POINT, currencies_meant, parse_amount
from freelance_pk.intake.parts import CENT, Part, Parts
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import ZERO

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_COMES_IN = frozenset({Kind.EARNING, Kind.BONUS, Kind.DEPOSIT})
# A fee that stands alone in a row of one of these kinds is a fee; in any other row it is what the row says.
_NOT_A_FEE = frozenset({Kind.EARNING, Kind.BONUS, Kind.DEPOSIT, Kind.REFUND, Kind.CARD, Kind.CONVERSION})


def gross_and_fee(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take an amount and the fee beside it as two entries; where a net is printed, the three must fit.

    A row that is a fee or a payout by itself prints its amount as the fee or as the net alone. Some files
    print the fee of a refund with the sign of the refund, and some the same fee without: arithmetic tells.
    """
    gross = reader.amount(row, "gross", line) or ZERO
    fee = reader.amount(row, "fee", line) or ZERO
    net = reader.amount(row, "net", line)
    if not gross and not fee and not net:
        return _from_text(reader, row, line)
    moved = -fee if reader.layout.fee_sign == "charged" else fee
    if "gross" not in reader.at or (net and not gross and not fee):
        gross = (net or ZERO) - moved
    if net is not None and abs(gross + moved - net) >= CENT and abs(gross - moved - net) < CENT:
        moved = -moved
    rest = net - gross - moved if net is not None else ZERO
    if abs(rest) >= CENT and reader.layout.rest is None:
        raise _unfit(reader, line, f"gross {gross}, fee {fee} and net {net}")
    own = _kind(reader, row, line, gross or moved)
    if own in _COMES_IN and moved > 0 and gross >= 0:
        # What a client pays is never less than what is left of it: the columns bear each other's names.
        raise _unfit(reader, line, f"{own} of {gross} and a fee of {moved} paid to you")
    of_fee = own if not gross and own not in _NOT_A_FEE else Kind.FEE
    if own is Kind.WITHDRAWAL:
        of_fee = Kind.WITHDRAWAL_FEE
    parts = [Part(gross, "", own)] if gross else []
    parts += [Part(moved, "", of_fee)] if moved else []
    parts += [Part(rest, "", reader.layout.rest)] if abs(rest) >= CENT else []
    return tuple(parts)


def _kind(reader: "RowReader", row: list[str], line: int, amount: Decimal) -> Kind:
    word, text = reader.cell(row, "kind"), reader.text(row)
    return reader.kinds.find(word, text, reader.party(row), reader.ref(row, line), amount, line)


def _from_text(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take a payout whose amount stands in the text alone, in the currency that its symbol names."""
    pattern = reader.layout.amount_in_text
    found = re.search(pattern, reader.text(row), re.IGNORECASE) if pattern else None
    if found is None:
        return "the amount is zero"
    text = found["amount"]
    try:
        amount = parse_amount(text, COMMA if re.search(r",\d{1,2}$", text) else POINT)
    except ValueError as failure:
        raise reader.bad_cell("text", text, line, "an amount") from failure
    meant = currencies_meant(text)
    own = reader.money_currency(row, line)
    currency = min(meant) if len(meant) == 1 and own not in meant else own
    return (Part(-amount, currency, None),) if amount else "the amount is zero"


def _unfit(reader: "RowReader", line: int, figures: str) -> InputRefusedError:
    return InputRefusedError(
        f"{figures} do not fit together",
        origin=f"{reader.found.table.name}, row {line}",
        remedy="use the original download",
    )


def captured(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take a payment with what was refunded of it and the fee on it, all in the currency it was settled in."""
    gross = reader.amount(row, "gross", line)
    refunded = reader.amount(row, "refunded", line)
    fee = reader.amount(row, "fee", line)
    if reader.cell(row, "far_currency").casefold() == reader.cell(row, "currency").casefold():
        before = reader.amount(row, "far_amount", line)
        if before is not None and before != gross:
            raise _unfit(
                reader, line, f"an amount of {before}, and of {gross or ZERO} converted to its own currency,"
            )
    if abs(refunded or ZERO) > abs(gross or ZERO) or (fee and not gross):
        raise _unfit(
            reader,
            line,
            f"an amount of {gross or ZERO}, {refunded or ZERO} refunded and a fee of {fee or ZERO}",
        )
    if not gross:
        return "the amount is zero" if gross is not None else "the amount is empty"
    parts = [Part(gross, "", Kind.EARNING)]
    parts += [Part(-abs(refunded), "", Kind.REFUND)] if refunded else []
    parts += [Part(-fee, "", Kind.FEE)] if fee else []
    return tuple(parts)


def taxed(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take an amount, and the tax that was withheld from it.

    Where a price is printed, it tells whether the amount is before or after the tax; else it is after, as
    an amount by which an account moves.
    """
    amount = reader.amount(row, "amount", line)
    if not amount:
        return "the amount is zero" if amount is not None else "the amount is empty"
    tax = sum((each for each in reader.amounts(row, "tax", line) if each), ZERO)
    if not tax:
        return (Part(amount, "", None),)
    if abs(tax) > abs(amount):
        raise _unfit(reader, line, f"an amount of {amount} and a tax of {tax}")
    tax = abs(tax) if amount > 0 else -abs(tax)
    price = reader.amount(row, "gross", line)
    before = amount if price is not None and abs(price - amount) < CENT else amount + tax
    return (Part(before, "", None), Part(-tax, "", Kind.TAX_WITHHELD))


def transferred(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take an amount beside which stand its fees and what of it arrived on the other side.

    Columns of one fee under several names say the same and count once; other fees are added. What arrived in
    the same currency tells the fee, too: the larger of both is taken, so that none is lost.
    """
    amount = reader.amount(row, "amount", line)
    if not amount:
        return "the amount is zero" if amount is not None else "the amount is empty"
    same = [abs(each) for each in reader.amounts(row, "fee", line) if each]
    if len(set(same)) > 1:
        raise _unfit(reader, line, f"the fees {' and '.join(map(str, same))} of columns that say the same")
    others = [abs(each) for each in reader.amounts(row, "fee_more", line) if each]
    fee = max(same, default=ZERO) + sum(others, ZERO)
    if fee > abs(amount):
        raise _unfit(reader, line, f"an amount of {amount} and fees of {fee}")
    own = _kind(reader, row, line, amount)
    if own is not Kind.WITHDRAWAL or amount > 0:
        parts = (Part(amount, "", own),)
        return (*parts, Part(-fee, "", Kind.FEE)) if fee else parts
    arrived, there = reader.amount(row, "far_amount", line), reader.cell(row, "far_currency").upper()
    sent = amount + fee
    if arrived and there in ("", reader.money_currency(row, line)):
        if arrived > -amount:
            raise _unfit(reader, line, f"an amount of {amount} and {arrived} transferred")
        sent, fee = -arrived, max(fee, -amount - arrived)
    return (Part(sent, "", own), Part(-fee, "", Kind.WITHDRAWAL_FEE)) if fee else (Part(sent, "", own),)
