"""The State Bank table that travels with the program."""

from datetime import date
from functools import cache
from typing import NamedTuple

import tomli

from freelance_pk.packaged import packaged
from freelance_pk.rates.publications import BFER
from freelance_pk.rates.series import Series
from freelance_pk.rates.table import RateTable


class Part(NamedTuple):
    """A span of the table and where its figures are from."""

    start: date
    end: date
    source: str
    retrieved: date
    confidence: str


class Provenance(NamedTuple):
    """What is known about the bundled table."""

    attribution: str
    basis: str
    first: date
    last: date
    sha256: str
    parts: tuple[Part, ...]


@cache
def provenance() -> Provenance:
    """Read where the bundled table is from."""
    with (packaged("rates") / "sbp_bfer.toml").open("rb") as file:
        content = tomli.load(file)
    return Provenance(
        content["attribution"],
        content["basis"],
        content["first"],
        content["last"],
        content["sha256"],
        tuple(
            Part(part["from"], part["to"], part["source"], part["retrieved"], part["confidence"])
            for part in content["part"]
        ),
    )


@cache
def sure_until() -> str:
    """Return the day (ISO) that the part of the table read from the State Bank's own workbook ends on.

    What follows was typed in: the State Bank's answers replace it at the first update.
    """
    return max(part.end for part in provenance().parts if part.confidence == "high").isoformat()


@cache
def _lines() -> tuple[list[str], list[str]]:
    """Return the head's cells, and a line for each day: few of its rates are ever asked for."""
    text = (packaged("rates") / "sbp_bfer.csv").read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    return head.split(","), lines


@cache
def _series(currency: str) -> Series | None:
    """One currency's days (ISO texts, ascending) and rates (texts as published)."""
    head, lines = _lines()
    if currency not in head[1:]:
        return None
    behind = len(head) - head.index(currency)  # most is in dollars, whose column is the last
    rates = [line.rsplit(",", behind)[1] for line in lines]
    days = [line.partition(",")[0] for line, rate in zip(lines, rates, strict=True) if rate]
    return Series(days, [rate for rate in rates if rate])


def load_bundled() -> RateTable:
    """Return the bundled table; a currency is parsed when it is first asked for."""
    about = provenance()
    return RateTable(series=_series, basis=about.basis, source=BFER)


def currencies() -> tuple[str, ...]:
    """Return the currencies of the bundled table."""
    return tuple(_lines()[0][1:])
