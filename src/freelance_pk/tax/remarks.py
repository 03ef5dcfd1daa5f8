"""What an assessment says beside its figures: issues, and the assumptions it rests on."""

from collections.abc import Iterator
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.model.issue import Issue, error, note, warning
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.charge import Charge
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import FinalTax
from freelance_pk.tax.slabs import per_cent, slab_tax

# Near the cliff between the two tables: within so many rupees, or this share, of the other income.
_NEAR = Decimal(50_000)
_NEAR_SHARE = Decimal("0.05")


def issues_of(law: Law, facts: Facts, charge: Charge) -> tuple[Issue, ...]:
    """Find what the reader should look at."""
    return (
        *charge.income.issues,
        *_cliff(law, facts, charge),
        *_deductions(law, charge),
        *_tax_without_income(facts),
        *_local_withholding(law, facts),
        *_doubts(law, facts, charge),
    )


def _cliff(law: Law, facts: Facts, charge: Charge) -> Iterator[Issue]:
    taxable = charge.income.taxable
    share = law.salaried_test.more_than
    other = taxable - facts.salary
    if not facts.salary or other <= 0:
        return
    edge = facts.salary / share - facts.salary  # other income at which salary is exactly the share
    if abs(other - edge) > max(_NEAR, edge * _NEAR_SHARE):
        return
    salaried = whole_rupees(slab_tax(law.slabs["salaried"], taxable))
    non_salaried = whole_rupees(slab_tax(law.slabs["non_salaried"], taxable))
    yield warning(
        "salary-cliff",
        f"salary is close to {per_cent(share)} of taxable income: the salaried table gives Rs {salaried:,}, the "
        f"non-salaried Rs {non_salaried:,}. The tables change where other income reaches Rs {whole_rupees(edge):,}; "
        f"it is Rs {whole_rupees(other):,}.",
        remedy="check every rupee of salary and other income before filing",
        pkr=abs(non_salaried - salaried),
    )


def _deductions(law: Law, charge: Charge) -> Iterator[Issue]:
    for tax in charge.final_tax:
        rule = law.export_rule(tax.id)
        if rule is None or rule.regime != "final":
            continue  # what a credit takes away is due to nobody, whatever was deducted
        apart = whole_rupees(tax.deducted) - tax.charge
        slack = Decimal(10)  # each deduction was rounded to the rupee
        if apart > slack:
            why = (
                ""
                if rule.doubles_off_the_active_list
                else " The rate is not doubled for persons off the active list (Tenth Schedule rule 10(ca))."
            )
            yield warning(
                "export-over-deducted",
                f"Rs {whole_rupees(tax.deducted):,} was deducted under s.{tax.section} where Rs {tax.charge:,} is due: "
                f"Rs {apart:,} is refundable.{why}{_misprint(law, tax)}",
                remedy="claim it in the return",
                pkr=apart,
            )
        elif apart < -slack:
            yield warning(
                "export-short-deducted",
                f"Rs {whole_rupees(tax.deducted):,} was deducted under s.{tax.section} where Rs {tax.charge:,} is due: "
                f"Rs {-apart:,} is payable with the return.",
                remedy="look for missing certificates before paying",
                pkr=-apart,
            )
        elif apart:
            yield note(
                "export-rounding",
                f"Rs {abs(apart):,} between what was deducted and what is due under s.{tax.section} is rounding.",
                pkr=abs(apart),
            )


def _misprint(law: Law, tax: FinalTax) -> str:
    """Say so where the bank's rate is one that a rate card misprinted."""
    rule = law.bank_deductions
    if rule is None or not tax.receipts:
        return ""
    bank_rate = tax.deducted / tax.receipts
    if not any(abs(bank_rate - rate) < rate / 100 for rate in rule.misprinted):
        return ""
    printed = " and ".join(per_cent(rate) for rate in rule.misprinted)
    return f" Misprinted rates: {printed}; {rule.note}."


def _local_withholding(law: Law, facts: Facts) -> Iterator[Issue]:
    """What clients withheld against the least that s.153(1)(b) lets them withhold."""
    rule = law.local_services
    if rule is None or not facts.local_withheld:
        return
    least = facts.local_it * rule.it + facts.local * min(rule.other_specified, rule.general)
    if facts.local_withheld < least - 1:
        yield warning(
            "local-short-withheld",
            f"clients in Pakistan withheld Rs {whole_rupees(facts.local_withheld):,}; by s.{rule.section} it should be at least Rs "
            f"{whole_rupees(least):,} (IT {per_cent(rule.it)}, other services from "
            f"{per_cent(min(rule.other_specified, rule.general))} to {per_cent(max(rule.other_specified, rule.general))}). "
            "The minimum tax is taken as what was withheld.",
            remedy="ask the clients for the missing certificates",
            pkr=whole_rupees(least) - facts.local_withheld,
        )


_TAXED = (
    ("salary_tax", "salary", "salary"),
    ("profit_deducted", "profit_on_debt", "profit on debt"),
    ("local_withheld", "local", "payments of clients in Pakistan"),
    ("export_deducted", "export", "export receipts"),
    ("export_psb_deducted", "export_psb", "export receipts under PSEB"),
    ("social_deducted", "social", "social-media revenue"),
    ("dividend_deducted", "dividends", "dividends"),
)


def _tax_without_income(facts: Facts) -> Iterator[Issue]:
    """Tax on an income that was not given would come out as a refund."""
    for tax, income, words in _TAXED:
        known = getattr(facts, income) + (facts.local_it if income == "local" else ZERO)
        if getattr(facts, tax) and not known:
            yield error(
                "income-missing",
                f"tax of Rs {whole_rupees(getattr(facts, tax)):,} on {words} is given, the {words} themselves are not: the refund "
                "shown is not to be relied on.",
                remedy=f"give the {words} too"
                + (": in profile.toml [salary.N], or with --salary" if income == "salary" else ""),
                pkr=getattr(facts, tax),
            )


def _doubts(law: Law, facts: Facts, charge: Charge) -> Iterator[Issue]:
    if law.overridden:
        yield warning(
            "law-overridden",
            f"the law of tax year {law.tax_year} is from your own file {law.overridden} (SHA-256 {law.sha256[:16]}), "
            "not from the program's.",
        )
    if law.iris is None and (charge.chargeable or charge.paid):
        yield note("iris-unknown", f"the codes of the IRIS return of tax year {law.tax_year} are not known.")
    table = law.slabs["salaried" if charge.table == "salaried" else "non_salaried"]
    if charge.normal_tax and table.confidence != "high":
        yield warning(
            "law-uncertain",
            f"the {charge.table.replace('_', '-')} table of tax year {law.tax_year} is of {table.confidence} confidence: "
            f"{table.note or 'see its source'}.",
            remedy="compare it with the printed Act",
        )
    if facts.tuition and not facts.children:
        yield error(
            "children-unknown", "tuition is given, the number of children is not: no allowance is made."
        )
    if facts.export and any(tax.id == "export_other" for tax in charge.final_tax):
        yield note(
            "sales-tax-condition",
            "without PSEB the final tax stands only if sales-tax returns are filed where they are required "
            "(s.154A(2)(c)); and the return, and withholding statements, are filed.",
        )
    if not facts.active and law.late_filing is not None:
        yield note(
            "not-active",
            f"to get back on the active list costs an individual Rs {law.late_filing.surcharge:,} "
            f"(s.{law.late_filing.section}); s.154A is not doubled meanwhile.",
            pkr=law.late_filing.surcharge,
        )
    if charge.income.inadmissible:
        yield note(
            "expenses-inadmissible",
            f"Rs {whole_rupees(charge.income.inadmissible):,} of expenses fall on final-tax receipts and are not "
            "deductible (s.67, s.169).",
            pkr=whole_rupees(charge.income.inadmissible),
        )


def assumptions_of(law: Law, facts: Facts, charge: Charge) -> tuple[str, ...]:
    """List what was assumed where the law is open or the facts were not given."""
    used = [rule for rule in law.exports if any(tax.id == rule.id for tax in charge.final_tax)]
    if charge.income.turnover["social"]:
        used += [rule for rule in law.exports if rule.id == "social"]
    said = [rule.assumption for rule in used if rule.assumption]
    if charge.surcharge and law.surcharge is not None and law.surcharge.assumption:
        said.append(law.surcharge.assumption)
    if charge.reliefs:
        said.append("credits are computed on the tax without surcharge; the law is open")
    if any(test.id != "turnover" for test in charge.top_ups):
        said.append(
            "normal tax is attributed to an income in proportion to total income, expenses by turnover"
        )
    if (
        facts.profit_on_debt
        and law.profit_on_debt is not None
        and law.profit_on_debt.national_savings is not None
    ):
        said.append("profit on debt is from banks; the rate of national savings is lower")
    if any(tax.id.startswith("export") for tax in charge.final_tax):
        said.append(
            "export receipts are business income, not a salary of a foreign employer, and are of the year of the "
            "bank's credit date"
        )
    said += law.chosen
    said.append("resident individual, not in a special sector")
    if not sum((tax.receipts for tax in charge.final_tax), ZERO) and not charge.income.total:
        said.append("no income was given")
    return tuple(said)
