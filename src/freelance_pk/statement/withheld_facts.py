"""Taxes already paid: from lists and the profile, each counted once, each against what it is a tax on."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.model.entry import Withholding
from freelance_pk.model.issue import error, note, warning
from freelance_pk.model.money import ZERO
from freelance_pk.model.period import tax_year_period
from freelance_pk.model.profile import Profile, TaxPaid
from freelance_pk.statement.collected import Collected, place_of, section_of

_OWN_FACT = {"147": "advance_tax", "149": "salary_tax", "151": "profit_deducted"}
# Counted with the profit, and with the receipts.
_ELSEWHERE = frozenset({"151", "154A", "154B"})


def collect_taxes_paid(rows: Iterable[Withholding], profile: Profile, law: Law, found: Collected) -> None:
    """Collect the taxes paid; the salary must have been collected before."""
    period = tax_year_period(law.tax_year)
    salary_tax_known = bool(found.amounts["salary_tax"])
    listed = _from_one_list([row for row in rows if row.day in period], found)
    for row in listed:
        _withheld_row(row, law, found, salary_tax_known=salary_tax_known)
    totals: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in listed:
        totals[section_of(row.section)] += row.tax
    typed: dict[str, list[TaxPaid]] = defaultdict(list)
    for paid in profile.tax_paid:
        if paid.day in period:
            typed[section_of(paid.section)].append(paid)
    for section, payments in typed.items():
        known = found.amounts["salary_tax"] if section == "149" and salary_tax_known else totals.get(section)
        if known is None:
            for paid in payments:
                _credit(section, paid.amount, f"profile, tax_paid {section} {paid.day}", law, found)
        else:
            _said_twice(section, known, sum((paid.amount for paid in payments), ZERO), found)


def _said_twice(section: str, known: Decimal, typed: Decimal, found: Collected) -> None:
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


def _from_one_list(rows: list[Withholding], found: Collected) -> list[Withholding]:
    """Where two kinds of lists state one section, take the one with less tax: the same payments stand in both."""
    lists: dict[str, dict[str, list[Withholding]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        lists[section_of(row.section)][row.source.layout].append(row)
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
                    origin=place_of(by_layout[chosen][0]),
                    remedy="find the certificates that one list lacks",
                )
            )
    return sorted(kept, key=lambda row: (row.day, row.section, row.line))


def _credit(section: str, amount: Decimal, place: str, law: Law, found: Collected) -> None:
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


def _withheld_row(row: Withholding, law: Law, found: Collected, *, salary_tax_known: bool) -> None:
    section = section_of(row.section)
    if section == "153":
        found.add("local", row.amount, place_of(row))
        found.add("local_withheld", row.tax, place_of(row))
    elif section == "150":
        found.add("dividends", row.amount, place_of(row))
        found.add("dividend_deducted", row.tax, place_of(row))
    elif section in _ELSEWHERE or (section == "149" and salary_tax_known):
        return
    else:
        _credit(section, row.tax, place_of(row), law, found)
