"""Checking again what the rates rest on: the bundled table, the kept bodies, and what is read from them."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from freelance_pk.model.errors import FreelanceError, InputRefusedError
from freelance_pk.packaged import packaged
from freelance_pk.rates.bundled import provenance
from freelance_pk.rates.cache import ENDINGS, Body, Line, raw_body, read_lines
from freelance_pk.rates.publications import PUBLICATIONS
from freelance_pk.rates.sources import SOURCES
from freelance_pk.rates.sources.protocol import Source


class Checked(NamedTuple):
    """One thing that was checked: what it is, what was found good, and what was found wrong."""

    name: str
    found: str
    faults: tuple[str, ...]


def check_rates(folder: Path) -> tuple[Checked, ...]:
    """Check the bundled table and every file of a cache, each kept rate against the body it was read from."""
    checked = [_bundled()]
    checked += [_kept(folder, each) for each in PUBLICATIONS if (folder / f"{each}.csv").exists()]
    if (folder / "raw").is_dir():
        checked.append(_bodies(folder))
    return tuple(checked)


def _bundled() -> Checked:
    path = packaged("rates") / "sbp_bfer.csv"
    about = provenance()
    faults = []
    if hashlib.sha256(path.read_bytes()).hexdigest() != about.sha256:
        faults.append("its SHA-256 is not the one written beside it")
    with path.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    days = [row[0] for row in rows]
    if days != sorted(set(days)) or not days or (days[0], days[-1]) != (str(about.first), str(about.last)):
        faults.append("its days do not ascend, or do not span what is declared")
    rates = [cell for row in rows for cell in row[1:] if cell]
    faults += [f"{rate!r} is no rate" for rate in rates if not _is_rate(rate)]
    return Checked(
        "bundled table",
        f"{len(rates)} rates of {len(head) - 1} currencies, {about.first} to {about.last}",
        tuple(faults),
    )


def _is_rate(text: str) -> bool:
    try:
        return Decimal(text) > 0
    except ArithmeticError:
        return False


def _bodies(folder: Path) -> Checked:
    paths = sorted(path for path in (folder / "raw").iterdir() if path.suffix[1:] in ENDINGS)
    faults = tuple(
        f"raw/{path.name} is not what was fetched: its SHA-256 differs"
        for path in paths
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem
    )
    return Checked("kept bodies", f"{len(paths)} files", faults)


def _kept(folder: Path, publication: str) -> Checked:
    name = f"{publication}.csv"
    try:
        lines = read_lines(folder, publication)
    except InputRefusedError as failure:
        return Checked(name, "", (f"{failure.message} ({failure.origin})",))
    by_body: dict[str, list[Line]] = {}
    for line in lines:
        by_body.setdefault(line.sha256, []).append(line)
    faults = [fault for sha256, of in by_body.items() for fault in _against(folder, publication, sha256, of)]
    days = sorted(line.day for line in lines)
    span = f", {days[0]} to {days[-1]}" if days else ""
    return Checked(name, f"{len(lines)} rates from {len(by_body)} bodies{span}", tuple(faults))


def _against(folder: Path, publication: str, sha256: str, lines: Sequence[Line]) -> Iterator[str]:
    """Read a kept body again and compare the lines that name it."""
    body = raw_body(folder, sha256)
    short = sha256[:12]
    if body is None:
        yield f"the body {short}... that {len(lines)} rates were read from is missing"
        return
    try:
        said = _said(body, publication, lines)
    except FreelanceError as failure:
        yield f"the body {short}... cannot be read again: {failure.message}"
        return
    for line in lines:
        found = said.get((line.day, line.currency, line.side))
        if found is None or found != Decimal(line.value):
            words = "holds no such rate" if found is None else f"says {found:f}"
            yield f"{line.currency} on {line.day} ({line.side}) is {line.value}, and its body {short}... {words}"


def _said(body: Body, publication: str, lines: Sequence[Line]) -> dict[tuple[str, str, str], Decimal]:
    source = _source_of(publication)
    # A sheet of one day may print several dates: the kept one is looked for among them.
    day = date.fromisoformat(lines[0].day) if body.ending == "pdf" else None
    return {
        (quote.day.isoformat(), quote.currency, quote.side): quote.value
        for quote in source.read(body, day).quotes
        if quote.publication == publication
    }


def _source_of(publication: str) -> Source:
    return next(source for source in SOURCES if publication == source.ID)
