"""From figures, records and profile to the facts of an assessment."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import AccountKind, Entry, Expense, Invoice, Kind, Withholding
from freelance_pk.model.issue import Issue, error, note, warning
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.period import tax_year_period
from freelance_pk.model.profile import Profile, ProfileExpense, Salary, TaxPaid
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.figures import Receipt
from freelance_pk.tax import Facts, facts_of

# Profit on debt is taxed between 10 % and 35 % of the profit in every year and case of s.151: a tax row
# of the same account and day inside this band belongs to the profit.
_PROFIT_TAX = (Decimal("0.10"), Decimal("0.35"))


@dataclass(slots=True)
class _Collected:
    """Amounts by fact, and where each came from."""

    amounts: dict[str, Decimal]
    origins: dict[str, list[str]]
    issues: list[Issue]

    def add(self, fact: str, amount: Decimal, origin: str) -> None:
        if amount:
            self.amounts[fact] += amount
            self.origins[fact].append(origin)


def collect_facts(
    receipts: Iterable[Receipt], linked: Linked, profile: Profile, law: Law, converter: Converter
) -> tuple[Facts, tuple[Issue, ...]]:
    """Collect the facts of one tax year.

    Args:
        receipts: the year's export receipts.
        linked: all records and their links.
        profile: the taxpayer's own facts.
        law: of the tax year.
        converter: for expenses and invoices in foreign currency.

    Returns:
        The facts, each with the origins of its parts, and what was noticed on the way.
    """
    year = law.tax_year
    found = _Collected(defaultdict(lambda: ZERO), defaultdict(list), [])
    _exports(receipts, found)
    _salary(linked, profile, year, found)
    _profit_on_debt(linked, year, found)
    _withheld(linked.merged.withholdings, profile, law, found)
    _local(linked.merged.invoices, year, converter, found)
    _expenses(linked.merged.expenses, profile.expenses, law, converter, found)
    _allowances(profile, year, found)
    facts = facts_of(
        found.amounts,
        active=profile.active_taxpayer,
        origins={fact: tuple(places) for fact, places in found.origins.items()},
    )
    return facts, tuple(found.issues)


_EXPORT_FACTS = {
    "export_psb": ("export_psb", "export_psb_deducted"),
    "social": ("social", "social_deducted"),
}


def _exports(receipts: Iterable[Receipt], found: _Collected) -> None:
    for receipt in receipts:
        gross, deducted = _EXPORT_FACTS.get(receipt.regime, ("export", "export_deducted"))
        found.add(gross, receipt.gross, receipt.origin)
        found.add(deducted, receipt.tax, receipt.origin)


def _salary(linked: Linked, profile: Profile, year: int, found: _Collected) -> None:
    salary = profile.salary.get(year, Salary(ZERO))
    found.add("salary", salary.income, f"profile, salary.{year}")
    found.add("salary_tax", salary.tax, f"profile, salary.{year}")
    paid = [entry for entry in _bank_rows(linked, year) if entry.kind is Kind.SALARY and entry.amount > 0]
    if paid and not salary.income:
        total = sum((entry.amount for entry in paid), ZERO)
        found.issues.append(
            error(
                "salary-unknown",
                f"{len(paid)} salary credits of Rs {total:,} are in the bank rows, but the gross salary is not known.",
                origin=paid[0].origin,
                remedy=f"write the salary certificate's figures into profile.toml: [salary.{year}] income = … tax = …",
                pkr=total,
            )
        )


def _bank_rows(linked: Linked, year: int) -> Iterable[Entry]:
    period = tax_year_period(year)
    accounts = linked.merged.accounts
    return (
        entry
        for entry in linked.merged.entries
        if entry.currency == PKR and entry.day in period and accounts[entry.account].kind is AccountKind.BANK
    )


def _profit_on_debt(linked: Linked, year: int, found: _Collected) -> None:
    """Profit from bank rows with its tax, unless withholding certificates under s.151 state it."""
    period = tax_year_period(year)
    listed = [
        row for row in linked.merged.withholdings if row.day in period and _section(row.section) == "151"
    ]
    profits = [
        entry for entry in _bank_rows(linked, year) if entry.kind is Kind.INTEREST and entry.amount > 0
    ]
    total = sum((entry.amount for entry in profits), ZERO)
    if listed:
        certified = sum((row.amount for row in listed), ZERO)
        for row in listed:
            found.add("profit_on_debt", row.amount, _place(row))
            found.add("profit_deducted", row.tax, _place(row))
        if profits and total != certified:
            found.issues.append(
                warning(
                    "profit-differs",
                    f"profit on debt is Rs {certified:,} by certificates and Rs {total:,} by bank rows; the "
                    "certificates are used.",
                    origin=profits[0].origin,
                    remedy="make sure that every bank's certificate is in the withholding file",
                )
            )
        return
    for profit in profits:
        found.add("profit_on_debt", profit.amount, profit.origin)
    for tax in _taxes_on(profits, linked, year):
        found.add("profit_deducted", -tax.amount, tax.origin)


def _taxes_on(profits: list[Entry], linked: Linked, year: int) -> Iterable[Entry]:
    """Tax rows that name the profit as parent, or stand beside it on its day at a rate of s.151."""
    waiting = list(profits)
    for row in _bank_rows(linked, year):
        if row.kind is not Kind.TAX_WITHHELD or row.amount >= 0:
            continue
        for profit in waiting:
            named = bool(row.parent) and row.parent == profit.ref
            beside = (
                not row.parent
                and row.day == profit.day
                and _PROFIT_TAX[0] * profit.amount <= -row.amount <= _PROFIT_TAX[1] * profit.amount
            )
            if row.account == profit.account and (named or beside):
                waiting.remove(profit)
                yield row
                break


def _section(text: str) -> str:
    """Return the bare section: "151" of "s.151(1)(b)" or "Section 151"."""
    bare = text.casefold().replace("section", "").replace("u/s", "").strip(" .s")
    return bare.split("(")[0].strip().upper()


def _place(row: Withholding | Expense | Invoice) -> str:
    return f"{row.source.name}, row {row.line}"


_OWN_FACT = {"147": "advance_tax", "149": "salary_tax", "151": "profit_deducted"}
# Counted with the profit, and with the receipts.
_ELSEWHERE = frozenset({"151", "154A", "154B"})


def _withheld(rows: Iterable[Withholding], profile: Profile, law: Law, found: _Collected) -> None:
    period = tax_year_period(law.tax_year)
    salary_tax_known = bool(found.amounts["salary_tax"])
    listed = _from_one_list([row for row in rows if row.day in period], found)
    for row in listed:
        _withheld_row(row, law, found, salary_tax_known=salary_tax_known)
    totals: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in listed:
        totals[_section(row.section)] += row.tax
    typed: dict[str, list[TaxPaid]] = defaultdict(list)
    for paid in profile.tax_paid:
        if paid.day in period:
            typed[_section(paid.section)].append(paid)
    for section, payments in typed.items():
        known = found.amounts["salary_tax"] if section == "149" and salary_tax_known else totals.get(section)
        if known is None:
            for paid in payments:
                _credit(section, paid.amount, f"profile, tax_paid {section} {paid.day}", law, found)
        else:
            _said_twice(section, known, sum((paid.amount for paid in payments), ZERO), found)


def _said_twice(section: str, known: Decimal, typed: Decimal, found: _Collected) -> None:
    """Tax of a section that a list or the salary table states already: counted once."""
    say = note if known == typed else warning
    found.issues.append(
        say(
            "tax-paid-twice",
            f"tax under s.{section} is Rs {known:,} elsewhere and Rs {typed:,} in the profile's tax_paid: counted once, as "
            "stated elsewhere.",
            remedy="leave it in one place",
        )
    )


def _from_one_list(rows: list[Withholding], found: _Collected) -> list[Withholding]:
    """Where two kinds of lists state one section, take the one with less tax: the same payments stand in both."""
    lists: dict[str, dict[str, list[Withholding]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        lists[_section(row.section)][row.source.layout].append(row)
    kept: list[Withholding] = []
    for section, by_layout in lists.items():
        totals = {layout: sum((row.tax for row in part), ZERO) for layout, part in by_layout.items()}
        chosen = min(totals, key=lambda layout: (totals[layout], layout))
        kept += by_layout[chosen]
        if len(set(totals.values())) > 1:
            found.issues.append(
                warning(
                    "withholding-differs",
                    f"tax under s.{section} differs between two lists: "
                    + ", ".join(f"{layout} Rs {total:,}" for layout, total in sorted(totals.items()))
                    + "; the smaller is credited.",
                    origin=_place(by_layout[chosen][0]),
                    remedy="find the certificates that one list lacks",
                )
            )
    return sorted(kept, key=lambda row: (row.day, row.section, row.line))


def _credit(section: str, amount: Decimal, place: str, law: Law, found: _Collected) -> None:
    """Credit a tax paid under a section; what is no income tax, or is not known, is credited against nothing."""
    rule = law.tax_paid
    if section in _OWN_FACT:
        found.add(_OWN_FACT[section], amount, place)
    elif section in rule.adjustable:
        found.add("other_tax", amount, place)
    elif section in rule.not_income_tax:
        found.issues.append(
            note(
                "not-income-tax",
                f"{section} is no income tax and is credited against none.",
                origin=place,
                pkr=amount,
            )
        )
    else:
        found.issues.append(
            error(
                "tax-paid-undecided",
                f"tax of Rs {amount:,} under section {section or '(none given)'} is credited against nothing: it is not "
                "known whether it is adjustable.",
                origin=place,
                remedy=f"the sections known are {', '.join(rule.adjustable)}; correct the section, or ask a consultant",
                pkr=amount,
            )
        )


def _withheld_row(row: Withholding, law: Law, found: _Collected, *, salary_tax_known: bool) -> None:
    section = _section(row.section)
    if section == "153":
        found.add("local", row.amount, _place(row))
        found.add("local_withheld", row.tax, _place(row))
    elif section == "150":
        found.add("dividends", row.amount, _place(row))
        found.add("dividend_deducted", row.tax, _place(row))
    elif section in _ELSEWHERE or (section == "149" and salary_tax_known):
        return
    else:
        _credit(section, row.tax, _place(row), law, found)


def _local(invoices: Iterable[Invoice], year: int, converter: Converter, found: _Collected) -> None:
    """Local invoices: withheld ones fall under s.153, the rest is business income of the normal regime."""
    period = tax_year_period(year)
    for invoice in invoices:
        if invoice.day not in period:
            continue
        amount = _in_rupees(invoice.amount, invoice.currency, invoice.day, converter, _place(invoice), found)
        if amount is None:
            continue
        if not invoice.tax_withheld:
            found.add("business", amount, _place(invoice))
            continue
        found.add("local_it" if invoice.service == "it" else "local", amount, _place(invoice))
        found.add("local_withheld", invoice.tax_withheld, _place(invoice))


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


def _expenses(
    listed: Iterable[Expense],
    typed: Iterable[ProfileExpense],
    law: Law,
    converter: Converter,
    found: _Collected,
) -> None:
    period = tax_year_period(law.tax_year)
    rows = [
        _Spent(each.day, each.amount, each.currency, each.use, each.category, each.paid_by, _place(each))
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
        rupees = _in_rupees(row.amount, row.currency, row.day, converter, row.place, found)
        if rupees is None:
            continue
        if row.paid_by == "cash" and rupees > law.cash_expenses.single_up_to:
            cash[row.category].append((fact, rupees, row.place))
        else:
            found.add(fact, rupees, row.place)
    _cash(cash, law, found)


def _cash(cash: dict[str, list[tuple[str, Decimal, str]]], law: Law, found: _Collected) -> None:
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


def _in_rupees(
    amount: Decimal, currency: str, day: date, converter: Converter, place: str, found: _Collected
) -> Decimal | None:
    rupees = converter.rupees(amount, currency, day)
    if rupees is None:
        found.issues.append(
            error(
                "rate-missing",
                f"{currency} {amount} of {day} has no rate and is in no figure.",
                origin=place,
                remedy=f"add a line to rates.csv: {day},{currency},<rupees for one unit>,<where from>",
            )
        )
    return rupees


def _allowances(profile: Profile, year: int, found: _Collected) -> None:
    takers: dict[str, Callable[[], dict[int, Decimal]]] = {
        "zakat": lambda: profile.zakat,
        "donations": lambda: profile.donations,
        "pension": lambda: profile.pension,
    }
    for fact, take in takers.items():
        by_year = take()
        found.add(fact, by_year.get(year, ZERO), f"profile, {fact}.{year}")
