"""Running balances that follow from the other amounts as the original's follow from its own."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from freelance_pk.intake.balances import oldest_first
from freelance_pk.intake.numbers import COMMA, POINT
from freelance_pk.intake.redaction.amounts import Amounts
from freelance_pk.intake.redaction.figures import other_digits, written_like
from freelance_pk.intake.redaction.vocabulary import Known
from freelance_pk.model.entry import Entry
from freelance_pk.model.money import ZERO

Moves = dict[int, dict[str, Decimal]]


def chains(entries: Iterable[Entry], moves: Moves) -> dict[str, list[tuple[int, Decimal, Decimal]]]:
    """Return, by currency, each line's balance and what it would be if every chain began at nothing.

    A gap of the original stays as wide as it is.
    """
    chains: dict[str, list[tuple[int, Decimal, Decimal]]] = {}
    moved: dict[tuple[int, str], Decimal] = {}
    printed: dict[tuple[int, str], Decimal | None] = {}
    for entry in entries:
        key = (entry.line, entry.currency)
        moved[key] = moved.get(key, ZERO) + entry.amount
        printed[key] = entry.balance
    before: dict[str, Decimal] = {}
    after: dict[str, Decimal] = {}
    for (line, currency), balance in printed.items():
        new_move = moves.get(line, {}).get(currency, ZERO)
        if currency not in before:
            if balance is None:
                continue
            before[currency], after[currency] = balance, ZERO
        else:
            before[currency] += moved[line, currency]
            after[currency] += new_move
            if balance is not None:
                after[currency] += balance - before[currency]
                before[currency] = balance
        if balance is not None:
            chains.setdefault(currency, []).append((line, balance, after[currency]))
    return chains


def other_balances(
    made: dict[int, list[str]],
    known: Known,
    entries: list[Entry],
    moves: Moves,
    amounts: Amounts,
    *,
    unsigned: bool,
) -> None:
    """Write the balances of the rows anew.

    Args:
        made: the masked rows by number.
        known: which column is the balance.
        entries: of the original.
        moves: of the masked rows.
        amounts: how the columns write amounts.
        unsigned: the balances tell the signs of the amounts.
    """
    place = next((place for place, role in known.roles.items() if role == "balance"), None)
    if place is None:
        return
    ordered = oldest_first(entries)
    written: set[int] = set()
    for currency, chain in chains(ordered, moves).items():
        start = _start(chain, ordered, moves, currency, amounts, unsigned=unsigned)
        written |= {line for line, _, _ in chain}
        cells = [made[line][place] for line, _, _ in chain if line in made]
        style = COMMA if _is_comma(cells) else POINT
        for line, _, balance in chain:
            row = made.get(line)
            if row is not None:
                value = start + balance
                row[place] = written_like(row[place], value, style, amounts.groupings.get(place, ("", False)))
    for line, row in made.items():
        if line not in written and place < len(row):
            row[place] = other_digits(row[place], amounts.digits, POINT)


def _is_comma(cells: list[str]) -> bool:
    return any(len(cell.strip()) > 3 and cell.strip()[-3] == "," for cell in cells)


def _start(
    chain: list[tuple[int, Decimal, Decimal]],
    ordered: Sequence[Entry],
    moves: Moves,
    currency: str,
    amounts: Amounts,
    *,
    unsigned: bool,
) -> Decimal:
    """Choose the first balance: no balance falls below nothing where none of the original does.

    Of the oldest row of a statement without signs it matters, too, whether its balance is more than its amount.
    """
    first_line, first_balance, _ = chain[0]
    first_move = moves.get(first_line, {}).get(currency, ZERO)
    original_move = sum(
        (entry.amount for entry in ordered if entry.line == first_line and entry.currency == currency), ZERO
    )
    lowest = min(balance for _, _, balance in chain)
    whole = "".join(
        amounts.digits(first=not place) for place in range(max(2, len(str(abs(int(first_balance))))))
    )
    start = Decimal(whole) + Decimal("0.01") * int(amounts.digits() + amounts.digits())
    if first_balance % 1 == 0:
        start = start.to_integral_value()
    if all(balance >= 0 for _, balance, _ in chain):
        start += max(ZERO, -lowest)
    if first_balance >= original_move:
        start += max(ZERO, first_move)  # what stood before the first row
    if unsigned and first_balance < abs(original_move):
        return min(start, abs(first_move) / 2).quantize(Decimal("0.01"))
    return abs(first_move) + start if unsigned else start
