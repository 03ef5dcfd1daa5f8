"""The layouts for people."""

import json

from rich.text import Text

from freelance_pk.intake.layout_parts import Rule
from freelance_pk.intake.own_layouts import OwnLayouts
from freelance_pk.intake.registry import Registry
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


_NAME, _SEEN = 14, 14  # columns of the institution and of the years, on a narrow screen
_KNOWN_FROM = (18, 30)  # of where the layout is known from: at least, at most


def layouts_table(known: Registry, *, width: int, colour: bool) -> str:
    """Render one row per layout, and name the institutions that have none."""
    rows = [
        (layout.id, platform.name, _known_from(layout, yours=layout.id in known.own), layout.seen or "-")
        for platform, layout in known.layouts.values()
    ]
    header = (("Layout", False), ("Of", False), ("Known from", False), ("Seen", False))
    listed = table(header, rows)
    longest = max((len(row[0]) for row in rows), default=0)
    room = width - longest - _NAME - 9  # between the columns
    known_from = max(_KNOWN_FROM[0], min(_KNOWN_FROM[1], room - _SEEN))
    for column, wide in zip(
        listed.columns, (longest, _NAME, known_from, max(room - known_from, 10)), strict=True
    ):
        column.width, column.no_wrap = wide, False  # a layout's name, to copy, is whole; the rest is folded
    names = ", ".join(each.name for each in known.platforms if not each.layout)
    also = [Text(f"Known by name alone, in the rows of other files: {names}.")] if names else []
    return render(
        [Text("Layouts recognised, by the names of their columns."), listed, *also],
        width=width,
        colour=colour,
    )


def _known_from(layout: Layout, *, yours: bool) -> str:
    words = f"yours: {_EVIDENCE[layout.evidence]}" if yours else _EVIDENCE[layout.evidence]
    return f"{words}; not read" if layout.refuse else words


def layouts_json(known: Registry) -> str:
    """Write the layouts for scripts: freelance-pk/platforms/1."""
    layouts = [
        {
            "id": layout.id,
            "title": layout.title,
            "institution": platform.id,
            "name": platform.name,
            "kind": str(platform.kind),
            "evidence": layout.evidence,
            "yours": layout.id in known.own,
            "read": not layout.refuse,
            "seen": layout.seen,
            "columns": layout.header,
        }
        for platform, layout in known.layouts.values()
    ]
    content = {"schema": "freelance-pk/platforms/1", "layouts": layouts}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def layout_text(platform: Platform, layout: Layout, own: OwnLayouts | None = None) -> str:
    """Write a layout in words; of one of the user's, where it stands and its digest."""
    known_from = _known_from(layout, yours=own is not None)
    lines = [f"{layout.id}: {layout.title}", f"known from: {known_from}"]
    lines += [f"file: {own.path} (SHA-256 {own.sha256[:16]})"] if own is not None else []
    lines += [f"source: {layout.source}"] if layout.source else []
    lines += [f"seen: {layout.seen}"] if layout.seen else []
    lines += [f"note: {platform.note}"] if platform.note else []
    lines += [f"never read: {layout.refuse}", f"instead: {layout.refuse_remedy}"] if layout.refuse else []
    lines += _form(layout)
    lines += (
        ["columns that may be missing:", *(f"  {_choice(name)}" for name in layout.optional)]
        if layout.optional
        else []
    )
    bare = layout.lines is not None or layout.cells is not None
    fields = layout.fields or layout.columns.given()
    fields = {} if bare else fields
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


def _form(layout: Layout) -> list[str]:
    """Tell how a file of the layout is written: its columns, or what stands in their place."""
    if layout.lines is not None:
        told = [
            f"  a row begins like {layout.lines.start}",
            *(f"  and holds {each}" for each in layout.lines.fields),
        ]
        return ["lines of text, as a PDF prints them:", *told]
    if layout.cells is not None:
        return [
            "cells of a sheet:",
            *(f"  {field}: column {letter}" for field, letter in layout.cells.at.items()),
        ]
    if layout.reader == "hbl-branch-text":
        return ["fixed-width text in pages: DATE, VALUE, PARTICULARS, DEBIT, CREDIT, BALANCE"]
    return ["columns:", *(f"  {_choice(name)}" for name in layout.header)]


def _choice(names: str) -> str:
    """Write the names of which a column bears one."""
    return names.replace("|", " or ")


def _rule(rule: Rule) -> str:
    patterns = (("type", rule.kind), ("text", rule.text), ("payer", rule.counterparty), ("id", rule.ref))
    told = [f"{field} like {pattern}" for field, pattern in patterns if pattern]
    told += {"+": ["money in"], "-": ["money out"], "": []}[rule.sign]
    return f"{', '.join(told)}: {rule.gives}"
