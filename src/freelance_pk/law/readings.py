"""A law read as the taxpayer chose where it is open; without a choice it stands as its file assumes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from freelance_pk.law.schema import ExportRule, Law


def read_as(law: Law, readings: Mapping[str, str]) -> Law:
    """Return the law under the readings that a profile states (`[assumptions]`).

    Args:
        law: of one tax year.
        readings: by open question (`export_exemption`, `export_credit`, `social_or_export`, `mixed_surcharge`);
            a question that the year does not raise changes nothing.

    Returns:
        The law with the question closed: no doubt, no range, and the choice among the words of `chosen`.
    """
    for question, reading in sorted(readings.items()):
        law = _QUESTIONS[question](law, reading)
    return law


def _export_exemption(law: Law, reading: str) -> Law:
    """Clause (133), Part I, Second Schedule: was enough of the proceeds brought in?"""
    psb, other = law.export_rule("export_psb"), law.export_rule("export_other")
    if psb is None or other is None or psb.regime != "exempt":
        return law
    changed = {} if reading == "met" else {"regime": other.regime, "rate": other.rate}
    return _closed_export(law, psb, changed, f"export_exemption = {reading}")


def _export_credit(law: Law, reading: str) -> Law:
    """s.65F(1)(c): are the credit's conditions met?"""
    psb = law.export_rule("export_psb")
    if psb is None or psb.regime != "credit":
        return law
    changed = {} if reading == "met" else {"regime": "final"}
    return _closed_export(law, psb, changed, f"export_credit = {reading}")


def _social_or_export(law: Law, reading: str) -> Law:
    """s.154B or s.154A: without the rule of s.154B every receipt is an export of services."""
    social = law.export_rule("social")
    if social is None:
        return law
    if reading == "social":
        return _closed_export(law, social, {}, "social_or_export = social")
    rest = [rule for rule in law.exports if rule is not social]
    return _with(law, {"exports": rest}, "social_or_export = export", social.doubt)


def _mixed_surcharge(law: Law, reading: str) -> Law:
    """s.4AB: is mixed income on the non-salaried table surcharged at the rate for salary?"""
    rule = law.surcharge
    if rule is None or not rule.doubt:
        return law
    closed = replace(rule, follows="salary" if reading == "salary" else "table", doubt="", assumption="")
    return _with(law, {"surcharge": closed}, f"mixed_surcharge = {reading}", rule.doubt)


_QUESTIONS = {
    "export_exemption": _export_exemption,
    "export_credit": _export_credit,
    "social_or_export": _social_or_export,
    "mixed_surcharge": _mixed_surcharge,
}


def _closed_export(law: Law, rule: ExportRule, changed: dict[str, Any], choice: str) -> Law:
    closed = replace(rule, **changed, doubt="", assumption="")
    exports = [closed if each is rule else each for each in law.exports]
    return _with(law, {"exports": exports}, choice, rule.doubt)


def _with(law: Law, changed: dict[str, Any], choice: str, doubt: str) -> Law:
    said = f"{choice}, as the profile says: {doubt}"
    return replace(law, **changed, chosen=(*law.chosen, said))
