"""How an export receipt is taxed in a year (ss.154A, 154B and what went before)."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.law.schema import ExportRule


class Treatment(NamedTuple):
    """The tax on one export receipt. `rate` None: on the slabs; 0: exempt. `regime` as in the law file."""

    id: str
    section: str
    rate: Decimal | None
    regime: str
    iris_code: str
    words: str


def export_treatment(law: Law, *, psb: bool, social: bool = False, active: bool = True) -> Treatment:
    """Return how a receipt is taxed.

    Args:
        law: of the receipt's tax year.
        psb: whether a PSEB registration runs on the receipt's date.
        social: whether a social-media platform paid it.
        active: whether the taxpayer is on the active list.
    """
    rule = law.export_rule("social") if social else None
    if rule is None:
        rule = law.export_rule("export_psb" if psb else "export_other")
    assert rule is not None, "the schema requires both rules"
    rate = None if rule.regime == "normal" else rate_of(rule, active=active)
    return Treatment(rule.id, rule.section, rate, rule.regime, rule.iris_code, rule.words)


def rate_of(rule: ExportRule, *, active: bool) -> Decimal:
    """Return the rate, doubled where the active list matters; s.154A's does not (Tenth Schedule r.10(ca))."""
    return rule.rate * 2 if rule.doubles_off_the_active_list and not active else rule.rate
