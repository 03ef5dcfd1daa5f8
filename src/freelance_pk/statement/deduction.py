"""What a bank took from a receipt against what the law takes, and why the two differ."""

from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.statement.treatment import Regime

_SLACK = Decimal(1)  # the bank rounds each deduction to the rupee
# A bank may take its charges off first, and figure the tax on what is left or on what it was.
_OF_RATE = Decimal("0.01")
NOTHING_TAKEN = "none deducted, or none evidenced"


def rate_taken(tax: Decimal, gross: Decimal, rates: tuple[Decimal, ...]) -> Decimal | None:
    """Return the known rate that a deduction was figured at, None if it fits none."""
    near = [rate for rate in rates if abs(tax - gross * rate) <= max(_SLACK, tax * _OF_RATE)]
    return min(near, key=lambda rate: abs(tax - gross * rate)) if near else None


def deduction_words(tax: Decimal, gross: Decimal, regime: Regime, law: Law | None) -> str:
    """Say how a deduction stands to the law: "as the law says", or what was taken instead and why.

    "" where no tax is deducted from such a receipt, or no law file covers its year.
    """
    if law is None or not regime.known or (not regime.rate and not tax):
        return ""
    due = regime.rate
    if abs(tax - gross * due) <= _SLACK:
        return "as the law says"
    if not tax:
        return f"{NOTHING_TAKEN}: {_per_cent(due)} is due"
    taken = rate_taken(tax, gross, law.bank_deduction_rates())
    if taken is None:
        return f"{_per_cent(tax / gross)} taken, which is no known rate: {_per_cent(due)} is due"
    return f"{_per_cent(taken)} taken instead of {_per_cent(due)}{_why(taken, regime, law)}"


def _why(taken: Decimal, regime: Regime, law: Law) -> str:
    rule, psb = law.bank_deductions, law.export_rule("export_psb")
    if rule is not None and taken in rule.misprinted:
        return ": the doubled rate of a misprinted card, which rule 10(ca) excludes"
    if regime.id == "export_psb":
        return ": the bank did not know of the PSEB registration"
    if psb is not None and taken == psb.rate:
        return ": the bank took it for a PSEB exporter's"
    return ""


def _per_cent(rate: Decimal) -> str:
    """Write a rate with no more places than it has, and two at most: 1%, 0.25%."""
    text = f"{round(rate * 100, 2):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
