#!/usr/bin/env python3
"""Refresh the bundled table of State Bank rates from the State Bank's own workbooks.

    scripts/build_rates.py BFER_Daily_Arch.xlsx [BFER_Daily.xlsx] --into data/rates --retrieved 2026-07-06

Days that the workbooks hold are taken from them, the first workbook before the second; other days stay as they
are in the folder, so that what was typed in lasts until the workbooks reach it. Writes sbp_bfer.csv (one line a
day, one column a currency, six decimals), weekdays_without_rate.csv and the provenance sbp_bfer.toml. A rate that
differs from the one in the folder is listed, and nothing is written without --accept-revision.
"""

import argparse
import csv
import hashlib
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from freelance_pk.model.errors import FreelanceError
from freelance_pk.rates.cache import Body
from freelance_pk.rates.sources import sbp_bfer

FIRST = date(2018, 6, 19)  # tax year 2019 and the ten days that a rate may stand in for
LISTED_FROM = date(2018, 7, 1)
PLACES = Decimal("0.000001")
# Six decimals round at most half a millionth away.
SAME = PLACES

Table = dict[str, dict[str, str]]

HEAD = """\
# Provenance of sbp_bfer.csv: rupees for one unit of each currency, values as published.

title = "Daily Average Banks' Floating Exchange Rates (BFER)"
attribution = "Source: State Bank of Pakistan, Daily Average Banks' Floating Exchange Rates"
basis = "sbp-bfer"
unit = "Pak rupees per currency unit; mid of the banks' floating buying and selling rates, daily average"
first = {first}
last = {last}
sha256 = "{sha256}"
licence = "No open licence and no prohibition is published; values are unmodified and attributed."

# Weekdays on which no rate was published, all of them holidays: weekdays_without_rate.csv.
"""
PART = """
[[part]]
from = {from}
to = {to}
currencies = {currencies}
source = "{source}"
retrieved = {retrieved}
confidence = "{confidence}"
"""


def main(words: Sequence[str]) -> int:
    """Refresh a folder; return 0, or 1 when revisions were found and not accepted."""
    ask = argparse.ArgumentParser(description="Refresh the bundled table of State Bank rates.")
    ask.add_argument("workbooks", nargs="+", type=Path, metavar="WORKBOOK.xlsx")
    ask.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    ask.add_argument("--retrieved", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    ask.add_argument("--accept-revision", action="store_true")
    given = ask.parse_args(words)
    fresh = read_workbooks(given.workbooks)
    before = read_table(given.into / "sbp_bfer.csv")
    revisions = list(compare(before, fresh, typed_from(given.into)))
    for line in revisions:
        print(line, file=sys.stderr)
    if revisions and not given.accept_revision:
        print(
            f"{len(revisions)} rates differ: nothing was written; --accept-revision takes them",
            file=sys.stderr,
        )
        return 1
    table = before | {day: {**before.get(day, {}), **rates} for day, rates in fresh.items()}
    write(given.into, table, parts(given, fresh))
    return 0


def read_workbooks(paths: Iterable[Path]) -> Table:
    """Read workbooks of the State Bank's layout; the first has the last word."""
    table: Table = {}
    for path in paths:
        try:
            reading = sbp_bfer.read(Body(path.read_bytes(), "xlsx"))
        except FreelanceError as failure:
            sys.exit(f"{path}: {failure.message} {failure.origin}".rstrip())
        for remark in reading.remarks:
            sys.exit(f"{path}: {remark}")
        for quote in reading.quotes:
            if quote.day >= FIRST:
                rate = quote.value.quantize(PLACES, ROUND_HALF_UP).normalize()
                table.setdefault(quote.day.isoformat(), {}).setdefault(quote.currency, f"{rate:f}")
    return table


def read_table(path: Path) -> Table:
    """Read the table that is there, if any."""
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        return {
            row["date"]: {name: rate for name, rate in row.items() if name != "date" and rate}
            for row in csv.DictReader(file)
        }


def _old_parts(folder: Path) -> list[dict[str, Any]]:
    path = folder / "sbp_bfer.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["part"] if path.exists() else []


def typed_from(folder: Path) -> str:
    """Return the day from which the table that is there was typed in: those days may change."""
    return min(
        (str(part["from"]) for part in _old_parts(folder) if part["confidence"] != "high"), default="9999"
    )


def compare(before: Table, fresh: Table, typed: str) -> Iterator[str]:
    """Yield what the workbooks change: rates that differ, and days that come or go between those known."""
    known = sorted(day for day in before if day < typed)
    for day in sorted(set(before) | set(fresh)):
        old, new = before.get(day), fresh.get(day)
        if new is not None and old is not None:
            for currency in sorted(set(old) & set(new)):
                if abs(Decimal(old[currency]) - Decimal(new[currency])) > SAME:
                    yield f"{day} {currency}: {old[currency]} becomes {new[currency]}"
        elif new is not None and known and known[0] <= day <= known[-1]:
            yield f"{day}: a day without a rate gets one"
        elif old is not None and fresh and min(fresh) <= day <= max(fresh):
            yield f"{day}: the workbooks hold no rate of it"


def parts(given: argparse.Namespace, fresh: Table) -> list[dict[str, Any]]:
    """Describe where the spans of the table are from: the workbooks', and what else is kept."""
    first, last = date.fromisoformat(min(fresh)), date.fromisoformat(max(fresh))
    made = [
        {
            "from": first,
            "to": last,
            "currencies": max(len(rates) for rates in fresh.values()),
            "source": f"{given.workbooks[0].name} of the State Bank of Pakistan, edition of {given.retrieved:%B %Y}",
            "retrieved": given.retrieved,
            "confidence": "high",
        }
    ]
    for part in _old_parts(given.into):
        if part["from"] < first:
            made.append({**part, "to": min(part["to"], first - timedelta(days=1))})
        if part["to"] > last:
            made.append({**part, "from": max(part["from"], last + timedelta(days=1))})
    return sorted(made, key=lambda part: part["from"])


def write(folder: Path, table: Table, of: Iterable[dict[str, Any]]) -> None:
    """Write the table, its holidays and its provenance."""
    days = sorted(table)
    currencies = sorted({currency for rates in table.values() for currency in rates})
    lines = [",".join(["date", *currencies])]
    lines += [",".join([day, *(table[day].get(each, "") for each in currencies)]) for day in days]
    content = ("\n".join(lines) + "\n").encode()
    digest = hashlib.sha256(content).hexdigest()
    (folder / "sbp_bfer.csv").write_bytes(content)
    holidays = ["weekday_without_sbp_rate", *weekdays_without(table)]
    (folder / "weekdays_without_rate.csv").write_bytes(("\n".join(holidays) + "\n").encode())
    text = HEAD.format(first=days[0], last=days[-1], sha256=digest)
    text += "".join(PART.format(**part) for part in of)
    (folder / "sbp_bfer.toml").write_bytes(text.encode())
    print(f"{len(days)} days, {len(currencies)} currencies, sha256 {digest}")


def weekdays_without(table: Table) -> Iterator[str]:
    """Yield the weekdays between the first and the last that have no rate."""
    day, last = LISTED_FROM, date.fromisoformat(max(table))
    while day <= last:
        if day.weekday() < 5 and day.isoformat() not in table:
            yield day.isoformat()
        day += timedelta(days=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
