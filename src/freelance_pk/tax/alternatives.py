"""Other lawful treatments of the same year, for comparison."""

from collections.abc import Iterator

from freelance_pk.law import Law
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.tax.charge import compute_charge
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Alternative


def alternatives(law: Law, facts: Facts) -> tuple[Alternative, ...]:
    """Compute each alternative that the year and the facts allow."""
    return tuple(
        Alternative(id_, words, charge.chargeable, charge.payable)
        for id_, words, changed in _changes(law, facts)
        if (charge := compute_charge(law, changed)) is not None
    )


def _changes(law: Law, facts: Facts) -> Iterator[tuple[str, str, Facts]]:
    exports = facts.export + facts.export_psb
    if not exports:
        return
    psb, other = law.export_rule("export_psb"), law.export_rule("export_other")
    assert psb is not None
    assert other is not None
    if other.regime == "final":
        if facts.opt_out:
            yield "final_tax", "stay in the final tax of s.154A", facts._replace(opt_out=False)
        else:
            words = "opt out of the final tax for the year (s.154A(3)): the slabs, with expenses"
            yield "opt_out", words, facts._replace(opt_out=True)
    deducted = facts.export_deducted + facts.export_psb_deducted
    if facts.export and not facts.opt_out:
        saved = whole_rupees(facts.export * (other.rate - psb.rate)) if other.regime == psb.regime else None
        worth = f"; worth it below a yearly cost of Rs {saved:,}" if saved is not None else ""
        yield (
            "psb_all_year",
            f"PSEB registration on every receipt's date{worth}",
            facts._replace(
                export=ZERO, export_deducted=ZERO, export_psb=exports, export_psb_deducted=deducted
            ),
        )
    if facts.export_psb and not facts.opt_out:
        yield (
            "no_psb",
            "no PSEB registration at all",
            facts._replace(
                export=exports, export_deducted=deducted, export_psb=ZERO, export_psb_deducted=ZERO
            ),
        )
    if not facts.opt_out and not facts.business and not facts.local and not facts.local_it:
        yield (
            "salary_view",
            "if all of it came from one foreign employer as pay: taxed as salary (a question of fact)",
            facts._replace(
                salary=facts.salary + exports,
                salary_tax=facts.salary_tax + deducted,
                export=ZERO,
                export_deducted=ZERO,
                export_psb=ZERO,
                export_psb_deducted=ZERO,
            ),
        )
