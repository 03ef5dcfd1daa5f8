"""Which layout a file has, by the set of its header names, wherever the header stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from freelance_pk.intake.files import DELIMITERS, Content, Table, csv_table
from freelance_pk.intake.registry import layouts
from freelance_pk.intake.schema import Layout, Platform, normal
from freelance_pk.model.errors import InputRefusedError

_DEEPEST = 60  # header rows stand within so many rows: below lie the data


@dataclass(frozen=True, slots=True)
class Found:
    """A layout recognised in a table.

    Attributes:
        platform: the institution.
        layout: the layout.
        table: the rows.
        header_line: number of the header's row.
        names: normal header names, in the order of the columns.
        preamble: the rows above the header, as text.
        strangers: columns that the layout does not know.
    """

    platform: Platform
    layout: Layout
    table: Table
    header_line: int
    names: tuple[str, ...]
    preamble: str
    strangers: tuple[str, ...]


def tables_of(content: Content) -> Iterator[Table]:
    """Yield the tables a file may hold: its sheets, or its text under each delimiter."""
    if content.text is None:
        yield from content.sheets
        return
    for delimiter in DELIMITERS:
        yield csv_table(content.name, content.text, delimiter)


def detect(content: Content, wanted: str | None) -> Found:
    """Recognise the layout.

    Args:
        content: the file.
        wanted: layout forced by the user, None to find out.

    Raises:
        InputRefusedError: no layout fits, or several do; the message names the nearest and the columns
            that differ.
    """
    choices = layouts()
    if wanted is not None:
        if wanted not in choices:
            raise InputRefusedError(
                f"no layout is called {wanted}",
                origin=content.name,
                remedy="see `freelance-pk platforms list` for the names",
            )
        choices = {wanted: choices[wanted]}
    best: list[Found] = []
    seen: list[tuple[int, tuple[str, ...]]] = []
    for table in tables_of(content):
        best += _in_table(table, choices, seen)
        if best:
            break
    if not best:
        raise _nothing_fits(content, seen, choices)
    most = max(len(found.layout.header) for found in best)
    winners = {found.layout.id: found for found in best if len(found.layout.header) == most}
    if len(winners) > 1:
        raise InputRefusedError(
            f"two layouts fit the file: {' and '.join(sorted(winners))}",
            origin=content.name,
            remedy=f"choose one, e.g. --as {min(winners)}",
        )
    (winner,) = winners.values()
    return winner


def _in_table(
    table: Table,
    choices: dict[str, tuple[Platform, Layout]],
    seen: list[tuple[int, tuple[str, ...]]],
) -> list[Found]:
    above: list[str] = []
    try:
        for line, row in islice(table.rows(), _DEEPEST):
            names = tuple(normal(cell) for cell in row)
            if sum(1 for name in names if name) >= 2:
                seen.append((line, names))
                fitting = [
                    _found(platform, layout, table, line, names, above)
                    for platform, layout in choices.values()
                    if layout.reader == "table" and _fits(layout, set(names))
                ]
                if fitting:
                    return fitting
            above.append(",".join(row))
    except InputRefusedError:
        return []  # not under this delimiter; a damaged file is refused when its rows are read
    return []


def _fits(layout: Layout, names: set[str]) -> bool:
    return all(any(normal(each) in names for each in wanted.split("|")) for wanted in layout.header)


def _found(
    platform: Platform, layout: Layout, table: Table, line: int, names: tuple[str, ...], above: list[str]
) -> Found:
    known = {normal(each) for wanted in (*layout.header, *layout.optional) for each in wanted.split("|")}
    for name in known:
        if names.count(name) > 1:
            raise InputRefusedError(
                f"the header names the column {name!r} twice",
                origin=f"{table.name}, row {line}",
                remedy="export the file again",
            )
    strangers = tuple(name for name in names if name and name not in known)
    return Found(platform, layout, table, line, names, "\n".join(above), strangers)


def _nothing_fits(
    content: Content,
    seen: list[tuple[int, tuple[str, ...]]],
    choices: dict[str, tuple[Platform, Layout]],
) -> InputRefusedError:
    best: tuple[float, int, tuple[str, ...], Layout] | None = None
    for line, names in seen:
        for _, layout in choices.values():
            if layout.reader != "table":
                continue
            here = sum(1 for wanted in layout.header if _fits_one(wanted, names))
            score = here / max(len(layout.header), 1)
            if here >= 2 and (best is None or score > best[0]):
                best = (score, line, names, layout)
    if best is None or best[0] < 0.4:
        head = _first_line(content)
        return InputRefusedError(
            f"no known layout has this header: {head}",
            origin=f"{content.name}, row 1",
            remedy="see `freelance-pk platforms list`; if it is one of these files re-saved, use the original "
            "download; otherwise type its rows into an entries file (`freelance-pk platforms template entries`)",
        )
    _, line, names, layout = best
    missing = [wanted for wanted in layout.header if not _fits_one(wanted, names)]
    known = {normal(each) for wanted in (*layout.header, *layout.optional) for each in wanted.split("|")}
    extra = [name for name in names if name and name not in known]
    words = [f"it lacks {', '.join(repr(each) for each in missing)}"] if missing else []
    words += [f"it has {', '.join(repr(each) for each in extra)} instead"] if extra and missing else []
    return InputRefusedError(
        f"no known layout has this header; the nearest is {layout.id} ({layout.title}): {'; '.join(words)}",
        origin=f"{content.name}, row {line}",
        remedy="use the original download; if the platform changed its export, type the rows into an entries file "
        "(`freelance-pk platforms template entries`) and report the new header",
    )


def _fits_one(wanted: str, names: tuple[str, ...]) -> bool:
    return any(normal(each) in names for each in wanted.split("|"))


def _first_line(content: Content) -> str:
    if content.text is not None:
        first = next((line for line in content.text.splitlines() if line.strip()), "")
    else:
        first = next(
            (",".join(row) for table in content.sheets for _, row in table.rows() if any(row)),
            "an empty sheet",
        )
    return first if len(first) <= 120 else first[:117] + "..."
