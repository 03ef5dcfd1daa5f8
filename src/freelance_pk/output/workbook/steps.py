"""What the rows of the computation are made of: rows, rounding, and what a year's law has."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.law.schema import ExportRule

_FINAL = ("final", "credit", "exempt")
_EXPORT_FACTS = {"export_psb": "export_psb", "export_other": "export", "social": "social"}


class Row(NamedTuple):
    """One row of the computation.

    Attributes:
        id: other rows' formulas call it `{id}`.
        label: as a consultant would write it.
        formula: without the equals sign; "" for an input.
        amount: of an input.
        part: head, working, or one of the parts of the sheet.
        law: section.
        bold: a sum that is looked for.
        style: "rupees", "paisa", "percent" or "number".
    """

    id: str
    label: str
    formula: str = ""
    amount: Decimal | int | None = None
    part: str = "main"
    law: str = ""
    bold: bool = False
    style: str = "rupees"


def rounded(formula: str) -> str:
    """Round to whole rupees, fifty paisa up (s.219); the inner rounding takes off binary dust."""
    return f"ROUND(ROUND({formula},6),0)"


def amount_row(id_: str, label: str, amount: Decimal | int, section: str = "", *, part: str = "main") -> Row:
    """Return the row of a figure given."""
    return Row(id_, label, amount=amount, law=section, part=part, style="paisa")


def regime_of(law: Law, wanted: str) -> str:
    """Return how a rule taxes its receipts, "" where the year has no such rule."""
    rule = law.export_rule(wanted)
    return rule.regime if rule is not None else ""


def receipts_of(law: Law, rule_id: str) -> str:
    """Return the row that holds a rule's receipts; before s.154B social revenue was an export like any other."""
    if rule_id == "export_other" and law.export_rule("social") is None:
        return "({export}+{social})"
    return "{" + _EXPORT_FACTS[rule_id] + "}"


CREDITS = (
    ("foreign_tax", "foreign tax", "103"),
    ("donations", "donations", "61"),
    ("pension", "pension fund", "63"),
    ("housing_profit", "housing loan profit", "63A"),
)


def credit_ids(law: Law) -> list[str]:
    """Name the credits that the year gives, in the law's order."""
    return [id_ for id_, _, _ in CREDITS if id_ == "foreign_tax" or getattr(law.credits, id_) is not None]


def final_rules(law: Law) -> list[ExportRule]:
    """List the rules whose receipts are outside the slabs."""
    return [rule for rule in law.exports if rule.regime in _FINAL]


PAID = (
    ("export_deducted", "deducted from export proceeds", "154A"),
    ("export_psb_deducted", "deducted from export proceeds, PSEB", "154A"),
    ("social_deducted", "deducted from social-media revenue", "154B"),
    ("profit_deducted", "deducted from profit on debt", "151"),
    ("dividend_deducted", "deducted from dividends", "150"),
    ("salary_tax", "deducted from salary", "149"),
    ("local_withheld", "withheld by clients in Pakistan", "153(1)(b)"),
    ("other_tax", "other adjustable tax", "236, 236Y, 231AB"),
    ("advance_tax", "advance tax", "147"),
)
