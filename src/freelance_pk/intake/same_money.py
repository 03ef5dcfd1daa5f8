"""Two exports of one account that show the same money under different ids: one of them counts."""

from collections.abc import Sequence
from datetime import date

from freelance_pk.intake.registry import layouts
from freelance_pk.intake.result import ReadFile
from freelance_pk.model.entry import Entry, Skipped
from freelance_pk.model.issue import note

Span = tuple[date, date, str]


def leave_out_same_money(files: Sequence[ReadFile]) -> tuple[ReadFile, ...]:
    """Leave out rows that a file of a better layout of the same account shows.

    Which layout yields to which is told by `yields_to` of the layout's data. A row is shown there by its id, where
    the better file names the ids of the other (`same_as`), or by its day.
    """
    known = layouts()
    better = {each for read in files for each in known[read.source.layout][1].yields_to}
    spans: dict[tuple[str, str], list[Span]] = {}
    ids: dict[tuple[str, str], dict[str, str]] = {}
    for read in files:
        if read.source.layout not in better:
            continue
        for account in read.accounts:
            named = ids.setdefault((read.source.layout, account), {})
            named |= dict.fromkeys(read.other_ids, read.source.name)
            days = [entry.day for entry in read.entries if entry.account == account]
            if days:
                spans.setdefault((read.source.layout, account), []).append(
                    (min(days), max(days), read.source.name)
                )
    return tuple(_without(read, spans, ids) for read in files)


def _without(
    read: ReadFile,
    spans: dict[tuple[str, str], list[Span]],
    ids: dict[tuple[str, str], dict[str, str]],
) -> ReadFile:
    layout = layouts()[read.source.layout][1]
    better = layout.yields_to
    if not better:
        return read

    def covering(entry: Entry) -> str:
        for each in better:
            named = ids.get((each, entry.account), {}).get(entry.ref)
            if named is not None:
                return named
            days = () if layout.yields_by_id else spans.get((each, entry.account), ())
            for start, end, name in days:
                if start <= entry.day <= end:
                    return name
        return ""

    kept: list[Entry] = []
    skipped: dict[int, Skipped] = {}
    for entry in read.entries:
        other = covering(entry)
        if not other:
            kept.append(entry)
        else:
            skipped[entry.line] = Skipped(
                read.source, entry.line, f"the same money stands in {other}", f"{entry.day} {entry.text}"
            )
    if not skipped:
        return read
    names = sorted({row.reason.removeprefix("the same money stands in ") for row in skipped.values()})
    issue = note(
        "same-money",
        f"{len(skipped)} rows show money that stands in {', '.join(names)} as well, under other ids: it is counted "
        "once, there.",
        origin=read.source.name,
    )
    return read._replace(
        entries=kept,
        skipped=[*read.skipped, *skipped.values()],
        ordinary_rows=read.rows - len(read.skipped) - len(skipped),
        issues=[*read.issues, issue],
    )
