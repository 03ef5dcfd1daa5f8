"""From figures, records and profile to the facts of an assessment."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.law.withheld import withheld_by
from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import AccountKind, Entry, Invoice, Kind
from freelance_pk.model.issue import Issue, error, warning
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.period import tax_year_period
from freelance_pk.model.profile import Profile, Salary
from freelance_pk.statement.collected import Collected, in_rupees, place_of, section_of
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.expense_facts import collect_expenses
from freelance_pk.statement.figures import LocalReceipt, Receipt
from freelance_pk.statement.withheld_facts import collect_taxes_paid
from freelance_pk.tax.facts import Facts, facts_of

# Profit on debt is taxed between 10 % and 35 % of the profit in every year and case of s.151: a tax row
# of the same account and day inside this band belongs to the profit.
_PROFIT_TAX = (Decimal("0.10"), Decimal("0.35"))


def collect_facts(
    receipts: Iterable[Receipt],
    linked: Linked,
    profile: Profile,
    law: Law,
    converter: Converter,
    local: Iterable[LocalReceipt] = (),
) -> tuple[Facts, tuple[Issue, ...]]:
    """Collect the facts of one tax year.

    Args:
        receipts: the year's export receipts.
        linked: all records and their links.
        profile: the taxpayer's own facts.
        law: of the tax year.
        converter: for expenses and invoices in foreign currency.
        local: the year's payments of clients in Pakistan that no invoice states.

    Returns:
        The facts, each with the origins of its parts, and what was noticed on the way.
    """
    year = law.tax_year
    found = Collected(defaultdict(lambda: ZERO), defaultdict(list), [])
    _exports(receipts, found)
    _salary(linked, profile, year, found)
    _profit_on_debt(linked, year, found)
    collect_taxes_paid(linked.merged.withholdings, profile, law, found)
    _local(linked.merged.invoices, year, converter, found)
    for each in local:
        found.add("business", each.pkr, each.origin)
    collect_expenses(linked.merged.expenses, profile.expenses, law, converter, found)
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


def _exports(receipts: Iterable[Receipt], found: Collected) -> None:
    for receipt in receipts:
        gross, deducted = _EXPORT_FACTS.get(receipt.regime, ("export", "export_deducted"))
        found.add(gross, receipt.gross, receipt.origin)
        found.add(deducted, receipt.tax, receipt.origin)


def _salary(linked: Linked, profile: Profile, year: int, found: Collected) -> None:
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


def _profit_on_debt(linked: Linked, year: int, found: Collected) -> None:
    """Profit from bank rows with its tax, unless withholding certificates under s.151 state it."""
    period = tax_year_period(year)
    listed = [
        row for row in linked.merged.withholdings if row.day in period and section_of(row.section) == "151"
    ]
    profits = [
        entry for entry in _bank_rows(linked, year) if entry.kind is Kind.INTEREST and entry.amount > 0
    ]
    total = sum((entry.amount for entry in profits), ZERO)
    if listed:
        certified = sum((row.amount for row in listed), ZERO)
        for row in listed:
            found.add("profit_on_debt", row.amount, place_of(row))
            found.add("profit_deducted", row.tax, place_of(row))
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
        if withheld_by(row.text).section not in ("", "151"):
            continue  # a tax on something else of that day
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


def _local(invoices: Iterable[Invoice], year: int, converter: Converter, found: Collected) -> None:
    """Local invoices: withheld ones fall under s.153, the rest is business income of the normal regime."""
    period = tax_year_period(year)
    for invoice in invoices:
        if invoice.day not in period:
            continue
        amount = in_rupees(invoice.amount, invoice.currency, invoice.day, converter, place_of(invoice), found)
        if amount is None:
            continue
        if not invoice.tax_withheld:
            found.add("business", amount, place_of(invoice))
            continue
        found.add("local_it" if invoice.service == "it" else "local", amount, place_of(invoice))
        found.add("local_withheld", invoice.tax_withheld, place_of(invoice))


def _allowances(profile: Profile, year: int, found: Collected) -> None:
    takers: dict[str, Callable[[], Mapping[int, Decimal]]] = {
        "zakat": lambda: profile.zakat,
        "donations": lambda: profile.donations,
        "pension": lambda: profile.pension,
    }
    for fact, take in takers.items():
        by_year = take()
        found.add(fact, by_year.get(year, ZERO), f"profile, {fact}.{year}")
