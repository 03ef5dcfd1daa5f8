"""Open questions of the law: what is payable under each reading, and the facts that decide."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO
from freelance_pk.tax.charge import Charge, compute_charge
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Range


def ranges(law: Law, facts: Facts, charge: Charge) -> tuple[Range, ...]:
    """Compute a range for every open question that the facts raise; none where both readings agree."""
    found = []
    for id_, words, other in _readings(law, facts, charge):
        if other != charge.payable:
            found.append(Range(id_, words, min(other, charge.payable), max(other, charge.payable)))
    return tuple(found)


def _readings(law: Law, facts: Facts, charge: Charge) -> Iterator[tuple[str, str, Decimal]]:
    psb, social = law.export_rule("export_psb"), law.export_rule("social")
    if psb is not None and psb.doubt and facts.export_psb and not facts.opt_out:
        if psb.regime == "exempt":
            # Without the exemption the receipts are business income like those of others.
            changed = facts._replace(
                export=facts.export + facts.export_psb,
                export_deducted=facts.export_deducted + facts.export_psb_deducted,
                export_psb=ZERO,
                export_psb_deducted=ZERO,
            )
            yield "export_exemption", psb.doubt, compute_charge(law, changed).payable
        elif psb.regime == "credit":
            yield "export_credit", psb.doubt, charge.payable + charge.set_off
    if social is not None and social.doubt and facts.social:
        as_export = facts._replace(
            social=ZERO,
            social_deducted=ZERO,
            export=facts.export + facts.social,
            export_deducted=facts.export_deducted + facts.social_deducted,
        )
        yield "social_or_export", social.doubt, compute_charge(law, as_export).payable
    rule = law.surcharge
    if (
        rule is not None
        and rule.doubt
        and facts.salary
        and charge.surcharge
        and charge.table == "non_salaried"
    ):
        at_salary_rate = replace(law, surcharge=replace(rule, follows="salary"))
        yield "mixed_surcharge", rule.doubt, compute_charge(at_salary_rate, facts).payable
