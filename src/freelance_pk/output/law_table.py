"""The law files for people."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from freelance_pk.law import Law
from freelance_pk.law.compare import Difference
from freelance_pk.law.schema import Slabs
from freelance_pk.output.markdown import markdown_table
from freelance_pk.output.numbers import rupees
from freelance_pk.output.screen import heading, render, table
from freelance_pk.tax.slabs import per_cent


def years_table(laws: Sequence[Law], *, width: int, colour: bool) -> str:
    """Render one row per tax year."""
    rows = (
        (
            str(law.tax_year),
            f"{law.starts} to {law.ends}",
            law.enacted_by,
            _export_rate(law, "export_psb"),
            _export_rate(law, "export_other"),
        )
        for law in laws
    )
    header = (("Year", False), ("Period", False), ("Enacted by", False), ("PSEB", True), ("Other", True))
    return render(
        [Text("Tax years known, with the tax on export receipts."), table(header, rows)],
        width=width,
        colour=colour,
    )


def _export_rate(law: Law, wanted: str) -> str:
    rule = law.export_rule(wanted)
    assert rule is not None
    return (
        per_cent(rule.rate)
        if rule.regime in ("final", "credit")
        else "slabs"
        if rule.regime == "normal"
        else rule.regime
    )


def _slab_rows(slabs: Slabs, *, lakh: bool) -> Iterator[tuple[str, str, str, str]]:
    for place, row in enumerate(slabs.rows):
        above = slabs.rows[place + 1].limit if place + 1 < len(slabs.rows) else None
        yield (
            rupees(row.limit, lakh=lakh),
            "" if above is None else rupees(above, lakh=lakh),
            rupees(row.fixed, lakh=lakh),
            per_cent(row.rate),
        )


_SLAB_HEADER = ("Income above", "up to", "Tax", "plus, on the excess")


def law_table(law: Law, *, lakh: bool, width: int, colour: bool) -> str:
    """Render a tax year."""
    return render(_law_parts(law, lakh=lakh), width=width, colour=colour)


def _law_parts(law: Law, *, lakh: bool) -> Iterator[RenderableType]:
    yield Text(f"Tax year {law.tax_year}: {law.starts} to {law.ends}, {law.enacted_by}.", style="bold")
    for name, slabs in law.slabs.items():
        yield heading(
            f"{name.replace('_', '-').capitalize()} table ({slabs.section}; {slabs.confidence} confidence)"
        )
        yield table([(each, True) for each in _SLAB_HEADER], _slab_rows(slabs, lakh=lakh))
        yield Text(f"Source: {slabs.source}")
    yield heading("Export receipts")
    for rule in law.exports:
        yield Text(
            f"{rule.id}: {_export_words(rule.regime, rule.rate)}, {rule.cited}. {rule.words}. {rule.source}"
        )
    yield heading("Other figures")
    for line in _other(law, lakh=lakh):
        yield Text(line)


def _export_words(regime: str, rate: Decimal) -> str:
    words = {"final": "final tax", "credit": "tax with a full credit", "minimum": "minimum tax"}
    return (
        f"{per_cent(rate)} {words[regime]}"
        if regime in words
        else "exempt"
        if regime == "exempt"
        else "on the slabs"
    )


def _other(law: Law, *, lakh: bool) -> Iterator[str]:
    yield f"Salaried table: where salary is more than {per_cent(law.salaried_test.more_than)} of taxable income."
    if law.surcharge is not None:
        yield (
            f"Surcharge s.{law.surcharge.section}: {per_cent(law.surcharge.salaried)} salaried, "
            f"{per_cent(law.surcharge.non_salaried)} others, on incomes above Rs {rupees(law.surcharge.above, lakh=lakh)}."
        )
    if law.super_tax is not None:
        steps = ", ".join(
            f"{per_cent(rate)} above {rupees(limit, lakh=lakh)}" for limit, rate in law.super_tax.rows
        )
        yield f"Super tax s.{law.super_tax.section}: {steps}."
    if law.local_services is not None:
        local = law.local_services
        yield (
            f"Local services s.{local.section}: IT {per_cent(local.it)}, other specified "
            f"{per_cent(local.other_specified)}, general {per_cent(local.general)}"
            + (f", residual {per_cent(local.residual)}." if local.residual is not None else ".")
        )
    if law.profit_on_debt is not None:
        bands = ", ".join(
            f"{per_cent(rate)} up to {rupees(limit, lakh=lakh)}" for limit, rate in law.profit_on_debt.bands
        )
        yield f"Profit on debt s.{law.profit_on_debt.section}: {bands}; above that, the slabs."
    extended = law.return_.extended_to
    yield f"Return due: {law.return_.due}" + (
        f", extended to {extended} ({law.return_.extension_source})." if extended else "."
    )


def law_markdown(law: Law, *, lakh: bool) -> str:
    """Write a tax year as Markdown."""
    lines = [f"# Tax year {law.tax_year}", "", f"{law.starts} to {law.ends}, {law.enacted_by}."]
    for name, slabs in law.slabs.items():
        lines += ["", f"## {name.replace('_', '-').capitalize()} table", ""]
        lines += markdown_table(_SLAB_HEADER, _slab_rows(slabs, lakh=lakh), numbers_from=0)
        lines += ["", f"{slabs.section}. Source: {slabs.source} ({slabs.confidence} confidence)."]
    lines += ["", "## Export receipts", ""]
    lines += [
        f"- {rule.id}: {_export_words(rule.regime, rule.rate)}, {rule.cited}. {rule.words}."
        for rule in law.exports
    ]
    lines += ["", "## Other figures", "", *(f"- {line}" for line in _other(law, lakh=lakh))]
    return "\n".join(lines) + "\n"


def differences_table(
    found: Sequence[Difference], first: int, second: int, *, width: int, colour: bool
) -> str:
    """Render what changed between two years."""
    if not found:
        return f"No figure differs between tax years {first} and {second}.\n"
    count = f"{len(found)} figures differ between tax years {first} and {second}."
    rows = ((each.place, each.first or "-", each.second or "-") for each in found)
    header = (("Figure", False), (str(first), False), (str(second), False))
    return render([Text(count), table(header, rows)], width=width, colour=colour)
