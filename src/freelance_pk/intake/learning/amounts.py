"""Which columns hold the amounts: by their names, and by the arithmetic of the rows."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise, permutations
from typing import NamedTuple

from freelance_pk.intake.dates import parse_date
from freelance_pk.intake.learning.survey import Column, Survey
from freelance_pk.intake.numbers import POINT, parse_amount
from freelance_pk.model.money import ZERO

MONEY = ("amount", "credit", "debit", "gross", "fee", "net", "balance")
_CENT = Decimal("0.01")
_MOST = 2_000  # rows that are enough to prove a sum
_WIDEST = 9  # number columns; of more, names must tell

Chosen = dict[str, Column]
Values = list[Decimal | None]


class Figures(NamedTuple):
    """The numbers of a survey's columns, row by row."""

    survey: Survey

    def of(self, column: Column) -> Values:
        """Return a column's amounts; None for an empty cell."""
        style = column.styles[0] if column.styles else POINT
        values: Values = []
        for _, row in self.survey.rows[:_MOST]:
            text = row[column.place] if column.place < len(row) else ""
            try:
                values.append(parse_amount(text, style))
            except ValueError:
                values.append(None)
        return values


def numeric(survey: Survey) -> list[Column]:
    """Return the columns that hold amounts, or nothing at all."""
    return [column for column in survey.columns if column.styles or not column.filled]


def follows(balances: Values, moves: Values, newest_first: bool | None) -> bool:
    """Say whether each balance is the one before it and the row's move.

    Args:
        balances: after each row.
        moves: of each row.
        newest_first: the order of the rows; None where the dates do not tell, and either will do.
    """
    pairs = [(b, m) for b, m in zip(balances, moves, strict=True) if b is not None]
    upwards, downwards = newest_first is not False, newest_first is not True
    return len(pairs) >= 2 and ((downwards and _chain(pairs)) or (upwards and _chain(pairs[::-1])))


def _chain(pairs: list[tuple[Decimal, Decimal | None]]) -> bool:
    return all(
        abs(after - before - (move or ZERO)) < _CENT for (before, _), (after, move) in pairwise(pairs)
    ) and any(move for _, move in pairs[1:])


def newest_first(survey: Survey) -> bool | None:
    """Say whether the newest row stands first; None where the first and last day do not tell."""
    told = set()
    for column in survey.columns:
        cells = [row[column.place] for _, row in survey.rows if column.place < len(row) and row[column.place]]
        for order in column.orders:
            first, last = (parse_date(cells[place], order or "dmy")[0] for place in (0, -1))
            if first != last:
                told.add(first > last)
    return told.pop() if len(told) == 1 else None


def difference(first: Values, second: Values) -> Values | None:
    """Return money in less money out, None if a row holds both."""
    if any(a and b for a, b in zip(first, second, strict=True)):
        return None
    return [(a or ZERO) - abs(b or ZERO) for a, b in zip(first, second, strict=True)]


def proven_by_balance(survey: Survey, sign: Callable[[int], int] | None) -> list[Chosen]:
    """Return the choices of columns under which every balance follows from the one before.

    Args:
        survey: the file.
        sign: the sign that a word beside the amount gives a row (by its number from 0), None without such words.
    """
    columns = [column for column in numeric(survey) if column.filled]
    if not 2 <= len(columns) <= _WIDEST:
        return []
    figures = Figures(survey)
    values = {column.place: figures.of(column) for column in columns}
    order = newest_first(survey)
    found: list[Chosen] = []
    for balance in columns:
        if sum(1 for each in values[balance.place] if each is not None) * 2 < len(survey.rows[:_MOST]):
            continue
        for moves, chosen in _moves([each for each in columns if each is not balance], values, sign):
            balances = values[balance.place]
            if not follows(balances, moves, order):
                continue
            unsigned = "amount" in chosen and not chosen["amount"].negative and sign is None
            if unsigned and follows(balances, [-move if move else None for move in moves], order):
                continue  # equal amounts: all in and all out look the same
            found.append({**chosen, "balance": balance})
    return found


def _moves(
    columns: list[Column], values: dict[int, Values], sign: Callable[[int], int] | None
) -> Iterator[tuple[Values, Chosen]]:
    for one in columns:
        amounts = values[one.place]
        if one.negative or sign is None:
            yield amounts, {"amount": one}
        else:
            signed: Values = [
                abs(amount) * sign(number) if amount is not None else None
                for number, amount in enumerate(amounts)
            ]
            yield signed, {"amount": one}
    for credit, debit in permutations(columns, 2):
        moves = difference(values[credit.place], values[debit.place])
        if moves is not None and any(values[debit.place]) and any(values[credit.place]):
            yield moves, {"credit": credit, "debit": debit}


def unsigned_by_balance(survey: Survey, amount: Column, balance: Column) -> bool:
    """Say whether each balance lies the amount above or below its neighbour."""
    figures = Figures(survey)
    pairs = [
        (b, a)
        for b, a in zip(figures.of(balance), figures.of(amount), strict=True)
        if b is not None and a is not None
    ]
    return len(pairs) >= 2 and any(
        all(
            abs(abs(after - before) - abs(amount)) < _CENT
            for (before, _), (after, amount) in pairwise(ordered)
        )
        for ordered in (pairs, pairs[::-1])
    )


def fee_fits(survey: Survey, gross: Column, fee: Column, net: Column) -> str:
    """Say how gross, fee and net fit in every row: "charged", "signed" (the fee has its minus), "" not at all."""
    figures = Figures(survey)
    rows = list(zip(figures.of(gross), figures.of(fee), figures.of(net), strict=True))
    filled = [(g or ZERO, f or ZERO, n) for g, f, n in rows if n is not None]
    if not any(f for _, f, _ in filled):
        return ""
    if all(abs(g - f - n) < _CENT for g, f, n in filled):
        return "charged"
    return "signed" if all(abs(g + f - n) < _CENT for g, f, n in filled) else ""


def by_arithmetic_of_fees(survey: Survey, fees: list[Column]) -> list[tuple[Chosen, str]]:
    """Return the choices of gross and net that fit a fee column in every row."""
    columns = [column for column in numeric(survey) if column.filled]
    if len(columns) > _WIDEST:
        return []
    return [
        ({"gross": gross, "fee": fee, "net": net}, how)
        for fee in fees
        for gross, net in permutations([each for each in columns if each is not fee], 2)
        if (how := fee_fits(survey, gross, fee, net)) and _is_larger(survey, gross, net)
    ]


def _is_larger(survey: Survey, gross: Column, net: Column) -> bool:
    """Say whether the gross is the larger: net + fee = gross fits the other way round, too."""
    figures = Figures(survey)
    both = list(zip(figures.of(gross), figures.of(net), strict=True))
    return sum(abs(g or ZERO) for g, _ in both) >= sum(abs(n or ZERO) for _, n in both)
