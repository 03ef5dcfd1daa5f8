"""Which layout a file has, by the set of its header names, wherever the header stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from freelance_pk.intake.cells import cells_table, has_cell_signature
from freelance_pk.intake.files import DELIMITERS, Content, Table, csv_table
from freelance_pk.intake.layout_parts import Columns
from freelance_pk.intake.lines import has_signature, lines_table
from freelance_pk.intake.registry import Known, layouts, own_layouts
from freelance_pk.intake.schema import Layout, Platform, normal
from freelance_pk.model.errors import InputRefusedError, LockedFileError, NeverReadError, UnknownFileError

_STATEMENT = re.compile(
    r"(?:opening|closing|available|running)\s+balance|statement\s+of\s+account|account\s+statement",
    re.IGNORECASE,
)
_DEEPEST = 60  # header rows stand within so many rows: below lie the data
_CURRENCY = "{cur}"


class Found(NamedTuple):
    """A layout recognised in a table.

    Attributes:
        platform: the institution.
        layout: the layout.
        table: the rows.
        header_line: number of the header's row.
        names: normal header names, in the order of the columns.
        preamble: the rows above the header, as text.
        strangers: columns that the layout does not know.
        passed_over: a layout of the program that fits as well, and gave way to the user's.
    """

    platform: Platform
    layout: Layout
    table: Table
    header_line: int
    names: tuple[str, ...]
    preamble: str
    strangers: tuple[str, ...]
    passed_over: str = ""


def tables_of(content: Content) -> Iterator[Table]:
    """Yield the tables a file may hold: its sheet, or its text under each delimiter."""
    if content.sheet is not None:
        yield content.sheet
    elif content.text is not None and not content.is_pdf:
        for delimiter in DELIMITERS:
            yield csv_table(content.name, content.text, delimiter, ends_open=content.ends_open)


def detect(content: Content, wanted: str | None, known: Known | None = None) -> Found:
    """Recognise the layout: of several that fit, the one with the most columns; then the user's own.

    Args:
        content: the file.
        wanted: layout forced by the user, None to find out.
        known: layouts to choose among, None: all.

    Raises:
        UnknownFileError: no layout fits; the message names the nearest and the columns that differ.
        InputRefusedError: several fit, or one that is never read.
    """
    choices = layouts() if known is None else known
    if wanted is not None:
        if wanted not in choices:
            raise InputRefusedError(
                f"no layout is called {wanted}",
                origin=content.name,
                remedy="see `freelance-pk platforms list` for the names",
            )
        choices = {wanted: choices[wanted]}
    else:
        choices = {name: each for name, each in choices.items() if not each[1].only_named}
    best = list(_without_header(content, choices))
    seen: list[tuple[int, tuple[str, ...]]] = []
    for table in () if best else tables_of(content):
        best += _in_table(table, choices, seen)
        if best:
            break
    if not best:
        raise _nothing_fits(content, seen, choices, wanted)
    winner = _winner(best, content)
    if winner.layout.refuse:
        raise NeverReadError(
            f"this is {winner.layout.title}: {winner.layout.refuse}",
            origin=content.name,
            remedy=winner.layout.refuse_remedy,
        )
    return winner


def _winner(fitting: list[Found], content: Content) -> Found:
    most = max(len(found.layout.header) for found in fitting)
    winners = {found.layout.id: found for found in fitting if len(found.layout.header) == most}
    own = {name: found for name, found in winners.items() if name in own_layouts()}
    others = sorted(set(winners) - set(own))
    if own:
        winners = own
    if len(winners) > 1:
        raise InputRefusedError(
            f"two layouts fit the file: {' and '.join(sorted(winners))}",
            origin=content.name,
            remedy=f"choose one, e.g. --as {min(winners)}",
        )
    (winner,) = winners.values()
    return winner._replace(passed_over=others[0]) if own and others else winner


def _without_header(content: Content, choices: dict[str, tuple[Platform, Layout]]) -> Iterator[Found]:
    """Yield the layouts whose rows are told by their form, not by a header."""
    for platform, layout in choices.values():
        if layout.lines is not None and content.text is not None and has_signature(content, layout.lines):
            table, above = lines_table(content, layout.lines)
        elif (
            layout.cells is not None
            and content.sheet is not None
            and has_cell_signature(content.sheet, layout.cells)
        ):
            table, above = cells_table(content.sheet, layout.cells)
        else:
            continue
        yield Found(platform, layout, table, 0, tuple(normal(each) for each in layout.header), above, ())


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
                    if layout.reader == "table" and fits(layout, set(names))
                ]
                if fitting:
                    return fitting
            above.append(",".join(row))
    except InputRefusedError:
        return []  # not under this delimiter; a damaged file is refused when its rows are read
    return []


def fits(layout: Layout, names: set[str]) -> bool:
    """Say whether a header of these normal names is one of the layout's."""
    if layout.exact and sum(1 for name in names if name) != len(layout.header):
        return False
    return all(_fits_one(wanted, names) for wanted in layout.header)


@lru_cache(maxsize=4096)
def _alternatives(wanted: str) -> tuple[str, ...]:
    """Return the normal names that a layout has for one column."""
    return tuple(normal(each) for each in wanted.split("|"))


def _fits_one(wanted: str, names: Iterable[str]) -> bool:
    for name in _alternatives(wanted):
        if name in names or (_CURRENCY in name and _currency_of(name, names)):
            return True
    return False


def _currency_of(name: str, names: Iterable[str]) -> str:
    """Return the currency that stands in a column's name where the layout has {CUR}, "" if none does."""
    pattern = re.escape(name).replace(re.escape(_CURRENCY), "([a-z]{3})")
    return next((found[1].upper() for each in names if (found := re.fullmatch(pattern, each))), "")


def _in_its_currency(layout: Layout, names: tuple[str, ...]) -> Layout:
    """Write the currency that the file's column names hold into the layout."""
    with_currency = [each for each in layout.header if _CURRENCY in normal(each)]
    if not with_currency:
        return layout
    currency = _currency_of(normal(with_currency[0]), names)
    fields = {
        field: names.replace("{CUR}", currency) if isinstance(names, str) else names
        for field, names in layout.columns.given().items()
    }
    header = tuple(each.replace("{CUR}", currency) for each in layout.header)
    return replace(layout, header=header, columns=Columns(**fields), currency=currency)


def _found(
    platform: Platform, layout: Layout, table: Table, line: int, names: tuple[str, ...], above: list[str]
) -> Found:
    layout = _in_its_currency(layout, names)
    known = {normal(each) for wanted in (*layout.header, *layout.optional) for each in wanted.split("|")}
    listed = [normal(each) for each in layout.header]
    for name in known:
        if names.count(name) > max(1, listed.count(name)):
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
    wanted: str | None,
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
    if content.is_pdf:
        # In a folder a letter is passed over; what speaks of balances is told of.
        make = LockedFileError if _STATEMENT.search(content.head) else UnknownFileError
        return make(
            f"no known statement begins like this PDF: {_first_line(content)}",
            origin=content.name,
            remedy="download the statement as CSV or Excel, which most banks offer; otherwise type its rows into an "
            "entries file (`freelance-pk platforms template entries`)",
        )
    near = sum(_fits_one(each, best[2]) for each in best[3].header) if best is not None else 0
    named = _only_by_name(seen, near) if wanted is None else {}
    if named:
        return UnknownFileError(
            f"the column names of this file are anybody's: {_first_line(content)}",
            origin=content.name,
            remedy="say what the file is: "
            + ", or ".join(f"`--as {name}` ({title})" for name, title in sorted(named.items()))
            + "; or let its layout be learned (`freelance-pk platforms learn FILE`)",
        )
    if best is None or best[0] < 0.4:
        head = _first_line(content)
        return UnknownFileError(
            f"no known layout has this header: {head}"
            if wanted is None
            else f"the columns of {wanted} are not in this file: {head}",
            origin=f"{content.name}, row 1",
            remedy="if it is an export re-saved, use the original download; else let its layout be learned: "
            "`freelance-pk platforms learn FILE`, or type its rows into an entries file "
            "(`freelance-pk platforms template entries`)",
        )
    _, line, names, layout = best
    missing = [wanted for wanted in layout.header if not _fits_one(wanted, names)]
    known = {normal(each) for wanted in (*layout.header, *layout.optional) for each in wanted.split("|")}
    extra = [name for name in names if name and name not in known]
    words = [f"it lacks {', '.join(repr(each) for each in missing)}"] if missing else []
    words += [f"it has {', '.join(repr(each) for each in extra)} instead"] if extra and missing else []
    return UnknownFileError(
        f"no known layout has this header; the nearest is {layout.id} ({layout.title}): {'; '.join(words)}",
        origin=f"{content.name}, row {line}",
        remedy="use the original download; if the platform changed its export, let the new one be learned "
        "(`freelance-pk platforms learn FILE`), and report its header",
    )


def _only_by_name(seen: list[tuple[int, tuple[str, ...]]], near: int) -> dict[str, str]:
    """Return the titles of the layouts that fit and are read only with --as.

    One that knows fewer of the columns than the nearest other layout (`near`) is no better guess.
    """
    return {
        name: layout.title
        for name, (_, layout) in layouts().items()
        if layout.only_named
        and layout.reader == "table"
        and len(layout.header) >= near
        and any(fits(layout, set(each)) for _, each in seen)
    }


def _first_line(content: Content) -> str:
    if content.sheet is None:
        first = next((line for line in content.head.splitlines() if line.strip()), "")
    else:
        first = next((",".join(row) for _, row in content.sheet.rows() if any(row)), "an empty sheet")
    first = " ".join(first.split())
    return first if len(first) <= 120 else first[:117] + "..."
