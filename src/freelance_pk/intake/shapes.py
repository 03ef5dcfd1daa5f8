"""How a row tells its amounts: one signed column, two columns, gross-fee-net, a direction word."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from freelance_pk.intake.balance_shape import balance_signed
from freelance_pk.intake.fee_shapes import captured, gross_and_fee, taxed, transferred
from freelance_pk.intake.parts import CENT as _CENT
from freelance_pk.intake.parts import Part, Parts
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import ZERO

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader


# "Withdrawal to Payoneer" is a payout; "Withdrawal app design" is work.
_PAYOUT = re.compile(
    r"(?:withdrawal|withdrawn|payout|transfer)(?:$|\s*[-:(]|\s+(?:to|via|of|fee)\b)", re.IGNORECASE
)


def _signed(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Split an amount whose fee is printed beside it and lies inside it."""
    amount = reader.amount(row, "amount", line)
    if not amount:
        return "the amount is zero" if amount is not None else "the amount is empty"
    fee, ref = reader.amount(row, "fee", line), reader.ref(row, line)
    if not fee or amount > 0 or abs(fee) >= abs(amount) or line in reader.fees or ref in reader.with_fee_row:
        return (Part(amount, "", None),)
    kind = _kind_of(reader, row, line, amount)
    if kind not in reader.kinds.fee_kinds:
        return (Part(amount, "", kind),)
    return (Part(amount + abs(fee), "", kind), Part(-abs(fee), "", _fee_of(kind)))


def _kind_of(reader: "RowReader", row: list[str], line: int, amount: Decimal) -> Kind:
    party = reader.party(row, outgoing=amount < 0)
    word, ref = reader.cell(row, "kind"), reader.ref(row, line)
    return reader.kinds.find(word, reader.text(row), party, ref, amount, line)


def _fee_of(kind: Kind) -> Kind:
    return Kind.WITHDRAWAL_FEE if kind is Kind.WITHDRAWAL else Kind.FEE


def _marked(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take an amount whose sign a word beside it tells (Dr, Cr)."""
    amount = reader.amount(row, "amount", line)
    if not amount:
        return "the amount is zero" if amount is not None else "the amount is empty"
    word = reader.cell(row, "direction")
    sign = next(
        (sign for known, sign in reader.layout.signs.items() if known.casefold() == word.casefold()), ""
    )
    if not sign:
        raise InputRefusedError(
            f"{word!r} does not tell whether the amount came in or went out",
            origin=f"{reader.found.table.name}, row {line}",
            remedy=f"the layout {reader.layout.id} knows {', '.join(reader.layout.signs)}; add the word to its signs",
        )
    return (Part(-abs(amount) if sign == "-" else abs(amount), "", None),)


def _two_columns(reader: "RowReader", row: list[str], line: int) -> Parts:
    credit, debit = reader.amount(row, "credit", line), reader.amount(row, "debit", line)
    if credit and debit:
        raise InputRefusedError(
            f"the row has a credit of {credit} and a debit of {debit}",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="use the original download",
        )
    amount = credit or (-abs(debit) if debit else ZERO)
    if not amount:
        return "no amount"
    return (Part(amount, "", None),)


def _gross_fee_net(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Check gross, fee and net against each other; arithmetic tells whether the fee is printed signed."""
    gross = reader.amount(row, "gross", line)
    fee = reader.amount(row, "fee", line) or ZERO
    net = reader.amount(row, "net", line)
    if gross is None and net is None:
        return "no amount"
    gross = gross if gross is not None else net if net is not None else ZERO
    net = net if net is not None else gross - abs(fee)
    status = reader.cell(row, "status").casefold()
    if "withdraw" in status or _PAYOUT.match(reader.text(row)):
        return _payout(gross, fee, net)
    if abs(gross - fee - net) < _CENT:
        charged = fee
    elif abs(gross + fee - net) < _CENT:
        charged = -fee
    else:
        raise InputRefusedError(
            f"gross {gross}, fee {fee} and net {net} do not fit together",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="use the original download",
        )
    if not gross and not charged:
        return "the amount is zero"
    if gross and (abs(net) > abs(gross) or abs(charged) > abs(net)):
        # No platform adds to what a client pays, or takes the larger part of it.
        raise InputRefusedError(
            f"gross {gross}, fee {fee} and net {net} stand in each other's columns",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="use the original download; do not rename or move its columns",
        )
    if ("cancel" in status or "refund" in status) and gross > 0:
        return "cancelled order: nothing was earned"
    parts = (Part(gross, "", Kind.EARNING if gross > 0 else Kind.REFUND),) if gross else ()
    return (*parts, *((Part(-charged, "", Kind.FEE),) if charged else ()))


def _payout(gross: Decimal, fee: Decimal, net: Decimal) -> Parts:
    """Take a withdrawal: the account falls by the larger figure, the smaller is what was sent.

    Where the sent amount stands alone beside its fee, the account falls by both.
    """
    larger, smaller = max(abs(gross), abs(net)), min(abs(gross), abs(net))
    if not smaller:
        larger, smaller = larger + abs(fee), larger
    if larger == smaller:
        larger += abs(fee)
    kept = larger - smaller
    sent = Part(-smaller, "", Kind.WITHDRAWAL)
    return (sent, Part(-kept, "", Kind.WITHDRAWAL_FEE)) if kept else (sent,)


def _directed(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Read unsigned source and target amounts whose sign a direction word tells (IN, OUT, NEUTRAL).

    What came in is the target amount: the fee beside it was taken before it arrived. Money that moves
    between the account's own currencies has two sides, whatever its direction.
    """
    direction = reader.cell(row, "direction").upper()
    if direction not in ("IN", "OUT", "NEUTRAL"):
        raise InputRefusedError(
            f"{direction!r} is not a direction known (IN, OUT, NEUTRAL)",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="use the original download",
        )
    sent = reader.amount(row, "source_amount", line)
    got = reader.amount(row, "target_amount", line)
    moved = got if direction == "IN" else sent
    if not moved:
        return "the amount is zero" if moved is not None else "the amount is empty"
    here = reader.money_currency(row, line, "source_currency") if sent else ""
    there = reader.money_currency(row, line, "target_currency") if got else ""
    sign = 1 if direction == "IN" else -1
    kind = _kind_of(reader, row, line, sign * ((got if direction == "IN" else sent) or ZERO))
    if direction == "NEUTRAL" or (kind is Kind.CONVERSION and sent and got):
        legs = (Part(-sent, here, Kind.CONVERSION),) if sent else ()
        other = (Part(got, there, Kind.CONVERSION),) if got else ()
        return (*legs, *other, *_fee_part(reader, row, line, here, Kind.CONVERSION))
    if direction == "IN":
        payer, payee = reader.party(row).casefold(), reader.party(row, outgoing=True).casefold()
        own = kind is Kind.DEPOSIT and payer == payee != ""
        return (Part(got or ZERO, there, Kind.FUNDING if own else kind),)
    far = (got, there) if got and there != here else (None, "")
    return (Part(-(sent or ZERO), here, kind, *far), *_fee_part(reader, row, line, here, kind))


def _fee_part(reader: "RowReader", row: list[str], line: int, currency: str, kind: Kind) -> tuple[Part, ...]:
    """Return the fee on what went out: it comes on top of the source amount."""
    fee = reader.amount(row, "fee", line)
    if not fee:
        return ()
    own = reader.cell(row, "fee_currency").upper()
    return (Part(-abs(fee), own or currency, _fee_of(kind)),)


def _traded(reader: "RowReader", row: list[str], line: int) -> Parts:
    """Take the sale or purchase of an asset: its units, and as far side the money it was traded for."""
    units, price = reader.amount(row, "amount", line), reader.amount(row, "far_amount", line)
    if not units or not price:
        return "the amount is zero" if units is not None and price is not None else "the amount is empty"
    word = reader.cell(row, "kind")
    sign = next(
        (sign for known, sign in reader.layout.signs.items() if known.casefold() == word.casefold()), ""
    )
    asset, money = reader.cell(row, "currency").upper(), reader.cell(row, "far_currency").upper()
    if not sign or not re.search("[A-Z]", asset) or not re.fullmatch(r"[A-Z]{3}", money):
        raise InputRefusedError(
            f"{word} {asset} for {money} is not an order that can be read",
            origin=f"{reader.found.table.name}, row {line}",
            remedy="use the original download; if the platform has new types of orders, report them",
        )
    units = -abs(units) if sign == "-" else abs(units)
    return (Part(_short(units), asset, Kind.TRADE, _short(price), money),)


def _short(amount: Decimal) -> Decimal:
    """Take off the zeros behind the second decimal that some files print."""
    text = f"{amount:f}"
    whole, _, decimals = text.partition(".")
    return Decimal(f"{whole}.{decimals.rstrip('0'):0<2}") if len(decimals) > 2 else amount


SHAPES: "dict[str, Callable[[RowReader, list[str], int], Parts]]" = {
    "signed": _signed,
    "marked": _marked,
    "two-columns": _two_columns,
    "gross-fee-net": _gross_fee_net,
    "gross-and-fee": gross_and_fee,
    "captured": captured,
    "taxed": taxed,
    "transferred": transferred,
    "traded": _traded,
    "directed": _directed,
    "balance-signed": balance_signed,
}
