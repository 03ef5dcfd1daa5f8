"""What an import does to the books, file by file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from freelance_pk.run.importing import ImportPlan, Planned

if TYPE_CHECKING:
    from rich.console import RenderableType


def import_text(plan: ImportPlan, *, dry_run: bool, width: int, colour: bool) -> str:
    """Render an import, or with `dry_run` what it would do."""
    from freelance_pk.output.screen import render  # noqa: PLC0415 - rich is imported only to draw

    return render(_parts(plan, dry_run=dry_run), width=width, colour=colour)


def _parts(plan: ImportPlan, *, dry_run: bool) -> "Iterator[RenderableType]":
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from freelance_pk.output.screen import attention, heading  # noqa: PLC0415

    yield Text(_sentence(plan, dry_run=dry_run), style="bold")
    for each in plan.files:
        yield Text()
        for place, words in enumerate(_words(each)):
            yield Padding(Text(words), (0, 0, 0, 2 if place else 0))
    if plan.issues:
        yield heading("What needs attention")
        yield from attention(plan.issues, lakh=False)


def _sentence(plan: ImportPlan, *, dry_run: bool) -> str:
    fresh = [each for each in plan.files if each.is_new]
    if not fresh:
        return f"Nothing to import: the books {plan.books} hold these files already."
    new, known = sum(each.new for each in fresh), sum(each.known for each in fresh)
    start = "Dry run, nothing was written. Would import" if dry_run else "Imported"
    return f"{start} {_count(len(fresh), 'file')} into {plan.books}: {_count(new, 'entry')} new, {known} known already."


def _words(each: Planned) -> Iterator[str]:
    if not each.is_new:
        yield f"{each.name}: the same bytes as {each.target}; nothing to copy."
        if each.reread:
            yield "read from now on as said with --as or --account."
        return
    of = ", ".join(each.accounts or each.layouts)
    span = f", {each.start} to {each.end}" if each.start else ""
    yield f"{each.name}: {of}{span}"
    skipped = f", {each.skipped} of them count nothing" if each.skipped else ""
    changed = f"; {_count(each.changed, 'row')} in another state than before" if each.changed else ""
    layouts = ", ".join(each.layouts)
    yield (
        f"{_count(each.rows, 'row')} read as {layouts}{skipped}: {_count(each.new, 'entry')} new, "
        f"{each.known} known already{changed}"
    )
    yield f"into {each.target}"


def _count(number: int, word: str) -> str:
    if number == 1:
        return f"1 {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") else f"{number} {word}s"
