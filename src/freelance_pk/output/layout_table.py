"""The layouts for people."""

from collections.abc import Iterable

from rich.text import Text

from freelance_pk.intake.schema import Layout, Platform, Rule
from freelance_pk.output.screen import render, table

_EVIDENCE = {
    "sample": "real export seen",
    "exporter": "code that writes it",
    "importer": "working importer",
    "fixture": "real header",
    "docs": "vendor help",
    "unverified": "unverified",
    "learned": "learned from a file",
    "own": "our own format",
}


def layouts_table(
    found: Iterable[tuple[Platform, Layout]], bare: Iterable[str] = (), *, width: int, colour: bool
) -> str:
    """Render one row per layout, and name the institutions that have none."""
    rows = ((layout.id, platform.name, _known_from(layout), layout.seen or "-") for platform, layout in found)
    header = (("Layout", False), ("Of", False), ("Known from", False), ("Seen", False))
    names = ", ".join(bare)
    also = [Text(f"Known by name alone, in the rows of other files: {names}.")] if names else []
    return render(
        [Text("Layouts recognised, by the names of their columns."), table(header, rows), *also],
        width=width,
        colour=colour,
    )


def _known_from(layout: Layout) -> str:
    words = _EVIDENCE[layout.evidence]
    return f"{words}; not read" if layout.refuse else words


def layout_text(platform: Platform, layout: Layout) -> str:
    """Write a layout in words."""
    lines = [f"{layout.id}: {layout.title}", f"known from: {_EVIDENCE[layout.evidence]}"]
    lines += [f"source: {layout.source}"] if layout.source else []
    lines += [f"seen: {layout.seen}"] if layout.seen else []
    lines += [f"note: {platform.note}"] if platform.note else []
    lines += [f"never read: {layout.refuse}", f"instead: {layout.refuse_remedy}"] if layout.refuse else []
    lines += ["columns:", *(f"  {name}" for name in layout.header)]
    lines += (
        ["columns that may be missing:", *(f"  {name}" for name in layout.optional)]
        if layout.optional
        else []
    )
    fields = layout.columns.model_dump(exclude_none=True)
    lines += ["fields:"] if fields else []
    lines += [
        f"  {field}: {names if isinstance(names, str) else ', '.join(names)}"
        for field, names in fields.items()
    ]
    lines += ["kinds:", *(f"  {word}: {kind}" for word, kind in layout.kinds.items())] if layout.kinds else []
    lines += (
        ["rules, the first that fits:", *(f"  {_rule(rule)}" for rule in layout.rules)]
        if layout.rules
        else []
    )
    left_out = {**(layout.status.skip if layout.status else {})}
    left_out |= {word: reason for words in layout.skip_when.values() for word, reason in words.items()}
    lines += (
        ["rows left out:", *(f"  {word}: {reason}" for word, reason in left_out.items())] if left_out else []
    )
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> str:
    patterns = (("type", rule.kind), ("text", rule.text), ("payer", rule.counterparty), ("id", rule.ref))
    told = [f"{field} like {pattern}" for field, pattern in patterns if pattern]
    told += {"+": ["money in"], "-": ["money out"], "": []}[rule.sign]
    return f"{', '.join(told)}: {rule.gives}"
