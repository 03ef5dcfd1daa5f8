"""Business expenses: which count, and what s.21(l) disallows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.entry import Expense
from freelance_pk.model.issue import warning
from freelance_pk.model.money import ZERO
from freelance_pk.model.period import tax_year_period
from freelance_pk.model.profile import ProfileExpense
from freelance_pk.statement.collected import Collected, in_rupees, place_of
from freelance_pk.statement.convert import Converter


class _Spent(NamedTuple):
    """One expense, from a list or the profile."""

    day: date
    amount: Decimal
    currency: str
    use: str
    category: str
    paid_by: str
    place: str


_EXPENSE_FACTS = {"local": "expenses", "export": "export_expenses", "common": "common_expenses"}


def collect_expenses(
    listed: Iterable[Expense],
    typed: Iterable[ProfileExpense],
    law: Law,
    converter: Converter,
    found: Collected,
) -> None:
    """Collect the expenses of a year, in rupees, by what they were for."""
    period = tax_year_period(law.tax_year)
    rows = [
        _Spent(each.day, each.amount, each.currency, each.use, each.category, each.paid_by, place_of(each))
        for each in listed
    ]
    rows += [
        _Spent(
            each.day,
            each.amount,
            each.currency,
            each.use,
            each.category,
            each.paid_by,
            f"profile, {each.description}",
        )
        for each in typed
    ]
    cash: dict[str, list[tuple[str, Decimal, str]]] = defaultdict(list)
    for row in rows:
        fact = _EXPENSE_FACTS.get(row.use)
        if row.day not in period or fact is None:
            continue
        rupees = in_rupees(row.amount, row.currency, row.day, converter, row.place, found)
        if rupees is None:
            continue
        if row.paid_by == "cash" and rupees > law.cash_expenses.single_up_to:
            cash[row.category].append((fact, rupees, row.place))
        else:
            found.add(fact, rupees, row.place)
    _cash(cash, law, found)


def _cash(cash: dict[str, list[tuple[str, Decimal, str]]], law: Law, found: Collected) -> None:
    """s.21(l): what was not paid through a bank is disallowed once a head has more than so much of it."""
    rule = law.cash_expenses
    for head, parts in cash.items():
        total = sum((rupees for _, rupees, _ in parts), ZERO)
        if total <= rule.head_above:
            for fact, rupees, place in parts:
                found.add(fact, rupees, place)
            continue
        found.issues.append(
            warning(
                "cash-disallowed",
                f"Rs {total:,} of {head or 'expenses without a head'} was paid in cash, more than Rs "
                f"{rule.head_above:,} under one head: disallowed (s.{rule.section}).",
                origin="; ".join(place for *_, place in parts),
                remedy="pay through a bank; single payments up to "
                f"Rs {rule.single_up_to:,} are excepted and are allowed here",
                pkr=total,
            )
        )
