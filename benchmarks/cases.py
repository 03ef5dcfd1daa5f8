"""The cases: what is measured, beside what, and where the bar is. A ratio is of the seconds of the processors."""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import FailedError, Taken, Words, in_turn, make, program, rates_beside, run, text_of

_HERE = Path(__file__).parent
_REFERENCES = _HERE / "references"
_YEAR = ("--tax-year", "2026", "--format", "json")
_ROUNDED = Decimal("0.505")  # half a rupee, and half a paisa
_PEERS = {  # the program, and the variable that names it where it is not on the path
    "ledger": ("ledger", "LEDGER"),
    "hledger": ("hledger", "HLEDGER"),
    "beancount": ("bean-query", "BEAN_QUERY"),
}


class Sizes(NamedTuple):
    """How much is measured."""

    few: int
    many: int
    most: int
    least: int  # where growth begins
    clients: int
    client_rows: int
    rounds: int
    starts: int  # rounds of what takes no time


FULL = Sizes(1_000, 100_000, 1_000_000, 10_000, 1_000, 500, 5, 15)
SMALL = Sizes(120, 240, 480, 120, 12, 30, 1, 1)


class Measured(NamedTuple):
    """One line of the table. `value` is what the bar is compared with; None: not measured, for the reason given."""

    case: str
    beside: str
    bar: str
    value: float | None
    words: str
    holds: bool


Case = Callable[[Path, Sizes], Iterator[Measured]]


def calc(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure one command that reads no file."""
    del folder
    taken = in_turn(
        {
            "ours": (*_ours(), "calc", "--tax-year", "2026", "--salary", "1000000"),
            "hello": (sys.executable, str(_REFERENCES / "hello.py"), "hello", "you"),
        },
        sizes.starts,
    )
    yield _times("calc", "a hello-world Typer app, a command", taken["ours"], taken["hello"], Decimal("1.35"))


def report_few(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure a freelancer's ordinary year."""
    yield from _beside_peers(folder, sizes.few, sizes, {"beancount": Decimal(2)})


def report_many(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure a large account with everything on, beside the bare job."""
    rows = sizes.many
    make("report", folder, rows)
    export, rates = str(folder / "upwork.csv"), str(rates_beside(folder))
    plain = (sys.executable, str(_REFERENCES / "plain.py"), export, rates)
    ours = (*_ours(), "report", str(folder), *_YEAR)
    _compare(text_of(plain), text_of(ours), "gross", "platform_fees")
    taken = in_turn({"ours": ours, "plain": plain}, sizes.rounds)
    name = f"report of {rows:,} rows, JSON"
    yield _times(
        name, "plain Python: DictReader, Decimal, strptime", taken["ours"], taken["plain"], Decimal(1)
    )
    bars = {"ledger": Decimal(2), "hledger": Decimal(18), "beancount": Decimal(14)}
    yield from _beside_peers(folder, rows, sizes._replace(rounds=min(sizes.rounds, 2)), bars)


def report_most(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure a million rows."""
    fewer = sizes._replace(rounds=min(sizes.rounds, 2))
    yield from _beside_peers(folder, sizes.most, fewer, {"ledger": Decimal("2.5")})
    taken = run((*_ours(), "report", str(folder), *_YEAR))
    yield Measured(
        f"report of {sizes.most:,} rows, memory",
        "1 GiB",
        "at most 1 GiB",
        taken.memory,
        f"{taken.memory:.0f} MiB",
        taken.memory <= 1024,
    )


def overlaps(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure ten exports that overlap beside one with the same rows."""
    one, ten = folder / "one", folder / "ten"
    make("report", one, sizes.many)
    make("overlapping", ten, sizes.many)
    programs = {
        "ten": (*_ours(), "report", str(ten), *_YEAR),
        "one": (*_ours(), "report", str(one), *_YEAR),
    }
    said = {name: json.loads(text_of(words)) for name, words in programs.items()}
    if said["ten"]["months"] != said["one"]["months"]:
        raise FailedError("ten overlapping exports give other months than one export of the same rows")
    taken = in_turn(programs, sizes.rounds)
    yield _times(
        f"report of ten overlapping exports, {sizes.many:,} rows in all",
        "one export with the same rows",
        taken["ten"],
        taken["one"],
        Decimal("1.25"),
    )


def batch(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure a firm on two processes beside one."""
    firm = ("--clients", str(sizes.clients), "--rows", str(sizes.client_rows), "--keep", str(folder))
    said = text_of((sys.executable, "-m", "benchmarks.batch", *firm))
    clock = _found(r"two processes are (\d+\.\d+) times as quick", said)
    processors = _found(r"what the processors did, (\d+\.\d+) times", said)
    if "the firm's sheets are the same" not in said:
        raise FailedError(f"two processes make another firm's sheet than one: {said}")
    yield Measured(
        f"batch of {sizes.clients:,} clients, two processes",
        "one process",
        "at least 1.8 times",
        clock,
        f"{clock:.2f} times; by what the processors did {processors:.2f}",
        clock >= 1.8,
    )


def workbook(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure the workbook beside openpyxl alone."""
    del folder
    rounds = min(sizes.rounds, 3)
    ratio = text_of((sys.executable, str(_HERE / "workbook.py"), str(sizes.many), str(rounds)))
    hundredths = _found(r"ratio (\d+\.\d\d)", ratio)
    yield Measured(
        f"workbook of {sizes.many:,} rows",
        "openpyxl, write-only, the same cells",
        "at most 1.3 times",
        hundredths,
        f"{hundredths:.2f} times",
        hundredths <= 1.3,
    )


def growth(folder: Path, sizes: Sizes) -> Iterator[Measured]:
    """Measure how time and memory grow, the start and what Python itself takes left out."""
    rows = (sizes.least, sizes.many, sizes.most)
    programs: dict[str, Words] = {}
    for count in rows:
        make("report", folder / str(count), count)
        programs[str(count)] = (*_ours(), "report", str(folder / str(count)), *_YEAR)
    taken = in_turn(programs, sizes.rounds)
    low, middle, high = (taken[str(count)] for count in rows)
    for what, first, then in (
        ("time", middle.processor - low.processor, high.processor - middle.processor),
        ("memory", middle.memory - low.memory, high.memory - middle.memory),
    ):
        an_early_row, a_late_row = first / (rows[1] - rows[0]), then / (rows[2] - rows[1])
        ratio = a_late_row / an_early_row if an_early_row > 0 else 0.0
        yield Measured(
            f"growth from {rows[0]:,} to {rows[2]:,} rows, {what} of a row",
            f"a row between {rows[0]:,} and {rows[1]:,}",
            "at most 1.1 times",
            ratio,
            f"{ratio:.2f} times between {rows[1]:,} and {rows[2]:,}",
            ratio <= 1.1,
        )


CASES: dict[str, Case] = {
    "calc": calc,
    "report-1k": report_few,
    "report-100k": report_many,
    "report-1m": report_most,
    "overlaps": overlaps,
    "batch": batch,
    "workbook": workbook,
    "growth": growth,
}


def _ours() -> Words:
    """Return the words that start the program: the command that installing made, as its users do."""
    command = Path(sys.executable).parent / "freelance-pk"
    return (str(command),) if command.exists() else (sys.executable, "-m", "freelance_pk")


def _times(case: str, beside: str, ours: Taken, other: Taken, bar: Decimal) -> Measured:
    ratio = ours.processor / other.processor
    words = f"{ratio:.2f} times ({ours.processor:.2f} s, {other.processor:.2f} s; on the clock {ours.clock / other.clock:.2f})"
    at_most = "no slower" if bar == 1 else f"at most {bar} times"
    return Measured(case, beside, at_most, ratio, words, ratio <= bar)


def _beside_peers(folder: Path, rows: int, sizes: Sizes, bars: dict[str, Decimal]) -> Iterator[Measured]:
    """Measure a report beside accounting programs; their months must be the same rupees."""
    make("report", folder, rows)
    export, rates = str(folder / "upwork.csv"), str(rates_beside(folder))
    ours = (*_ours(), "report", str(folder), *_YEAR)
    said = text_of(ours)
    for peer, bar in bars.items():
        case, at_least = f"report of {rows:,} rows, JSON", f"at least {bar} times faster"
        found = program(*_PEERS[peer])
        if found is None:
            reason = f"not measured: {_PEERS[peer][0]} is not installed"
            yield Measured(case, peer, at_least, None, reason, holds=False)
            continue
        words = (sys.executable, str(_REFERENCES / "journal.py"), peer, export, rates, found)
        _compare(text_of(words), said, "gross")
        taken = in_turn({"ours": ours, peer: words}, sizes.rounds)
        ratio = taken[peer].processor / taken["ours"].processor
        clock = taken[peer].clock / taken["ours"].clock
        seconds = f"{taken['ours'].processor:.2f} s, {taken[peer].processor:.2f} s; on the clock {clock:.1f}"
        yield Measured(case, peer, at_least, ratio, f"{ratio:.1f} times ({seconds})", ratio >= bar)


def _compare(table: str, report: str, *columns: str) -> None:
    """Compare a reference's months, printed to the paisa, with the report's, printed to the rupee.

    Raises:
        FailedError: a month differs by more than the two roundings explain.
    """
    ours = {each["month"]: each for each in json.loads(report)["months"]}
    theirs = {each["month"]: each for each in csv.DictReader(table.splitlines())}
    fields = {"gross": "earned", "platform_fees": "fees"}
    if ours.keys() != theirs.keys():
        raise FailedError(f"the reference has the months {sorted(theirs)}, the report {sorted(ours)}")
    for month in sorted(ours):
        for column in columns:
            there = abs(Decimal(theirs[month][column]))
            if abs(there - Decimal(ours[month][fields[column]])) > _ROUNDED:
                raise FailedError(f"{month}: {column} {there}, but the report says {ours[month]}")


def _found(pattern: str, text: str) -> float:
    match = re.search(pattern, text)
    if match is None:
        raise FailedError(f"no {pattern!r} in: {text}")
    return float(match[1])
