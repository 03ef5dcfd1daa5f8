"""The layouts for people."""

from collections.abc import Iterable

from rich.text import Text

from freelance_pk.intake.schema import Layout, Platform
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


def layouts_table(found: Iterable[tuple[Platform, Layout]], *, width: int, colour: bool) -> str:
    """Render one row per layout."""
    rows = (
        (layout.id, platform.name, _EVIDENCE[layout.evidence], layout.seen or "-")
        for platform, layout in found
    )
    header = (("Layout", False), ("Of", False), ("Known from", False), ("Seen", False))
    return render(
        [Text("Layouts recognised, by the names of their columns."), table(header, rows)],
        width=width,
        colour=colour,
    )


def layout_text(platform: Platform, layout: Layout) -> str:
    """Write a layout in words."""
    lines = [f"{layout.id}: {layout.title}", f"known from: {_EVIDENCE[layout.evidence]}"]
    lines += [f"source: {layout.source}"] if layout.source else []
    lines += [f"seen: {layout.seen}"] if layout.seen else []
    lines += [f"note: {platform.note}"] if platform.note else []
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
    return "\n".join(lines) + "\n"
