"""What the workbook of many rows costs beside the same cells written with openpyxl's write-only mode alone.

    python benchmarks/workbook.py [ROWS] [ROUNDS]

Prints seconds of processor time and the peak of memory, each writer in a process of its own. The wanted ratio is
1.3 at most. Both writers are given the same cells: those of the sheets Transactions and Rates, with their formats,
each column's cell styled once.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from freelance_pk.model.entry import Kind
from freelance_pk.model.rate import Rate
from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.workbook import records
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import Book

_START = date(2025, 7, 1)
_DAYS = [_START + timedelta(days=number) for number in range(365)]
_CLIENTS = ("Acme, Inc.", "Northwind Ltd", "Contoso & Sons", "Globex", "Initech", "Hooli")


def report(rows: int) -> Any:
    """Make what the two sheets are drawn from: rows of one year, half of them earnings in dollars."""
    kinds = list(Kind)
    entries = [
        SimpleNamespace(
            day=_DAYS[number * 365 // rows],
            account="Upwork",
            kind=kinds[number % 3],
            currency="USD",
            amount=Decimal(500 + number * 7919 % 240_000) / 100,
            ref=str(600_000_000 + number),
            counterparty=_CLIENTS[number % 6],
            text=f"Invoice: Milestone {number % 9}, {_CLIENTS[number % 6]}",
            origin=f"upwork.csv, row {number + 2}",
        )
        for number in range(rows)
    ]
    rates = [
        Rate("USD", day, day, Decimal("281.1234"), "sbp-bfer", "State Bank of Pakistan") for day in _DAYS
    ]
    counts_as = [("earned", "transfer")[number % 2] for number in range(rows)]
    return SimpleNamespace(entries=entries, counts_as=counts_as, rates=rates)


def ours(rows: int, path: Path) -> None:
    """Write the two sheets as the program does."""
    made = report(rows)
    book = Book(Labels(Language.ENGLISH), "")
    begun = time.process_time()
    records.transactions_sheet(book, made)
    records.rates_sheet(book, made)
    book.save(path)
    _say(begun)


def alone(rows: int, path: Path) -> None:
    """Write the same cells with openpyxl alone."""
    made = report(rows)
    workbook = Workbook(write_only=True)
    begun = time.process_time()
    for name, columns, values in (
        ("Transactions", records.TRANSACTIONS, _transactions(made)),
        ("Rates", records.RATES, _rates(made)),
    ):
        sheet = workbook.create_sheet(name)
        cells = []
        for column in columns:
            cell = WriteOnlyCell(sheet)
            cell.number_format = column.style
            if column.is_input:
                cell.fill = PatternFill("solid", fgColor="FFE2EFDA")
            cells.append(cell)
        for row in values:
            filled: list[Any] = []
            for value, cell in zip(row, cells, strict=True):
                if value is None:
                    filled.append(None)
                else:
                    cell.value = value.text if isinstance(value, Formula) else value
                    filled.append(cell)
            sheet.append(filled)
    workbook.save(path)
    _say(begun)


def _transactions(made: Any) -> Iterator[tuple[Any, ...]]:
    for row, (each, bucket) in enumerate(zip(made.entries, made.counts_as, strict=True), start=3):
        is_earned = bucket == "earned"
        yield (
            each.day,
            each.account,
            each.kind.value,
            each.currency,
            each.amount,
            each.ref,
            each.counterparty,
            each.text,
            bucket,
            Formula(f"=VLOOKUP(D{row}&A{row},rates_table,5,FALSE)") if is_earned else None,
            Formula(f"=E{row}*J{row}") if is_earned else None,
            each.origin,
        )


def _rates(made: Any) -> Iterator[tuple[Any, ...]]:
    for each in made.rates:
        yield (
            f"{each.currency}{(each.asked - date(1899, 12, 30)).days}",
            each.currency,
            each.asked,
            each.found,
            each.pkr,
            each.basis,
            each.source,
            each.note,
        )


def _say(begun: float) -> None:
    print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Measure both, in turn, and print the least of each."""
    words = sys.argv[1:]
    if len(words) == 3:
        {"ours": ours, "alone": alone}[words[0]](int(words[1]), Path(words[2]))
        return
    rows, rounds = int(words[0]) if words else 100_000, int(words[1]) if len(words) > 1 else 3
    least: dict[str, tuple[float, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for writer in ("alone", "ours"):
                path = Path(folder) / f"{writer}.xlsx"
                said = subprocess.run(
                    [sys.executable, __file__, writer, str(rows), str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.split()
                least[writer] = min(least.get(writer, (9e9, 0)), (float(said[0]), int(said[1])))
    for writer, (seconds, megabytes) in least.items():
        print(f"{writer:6} {rows} rows: {seconds:.2f} s of processor time, {megabytes} MB at most")
    print(f"ratio {least['ours'][0] / least['alone'][0]:.2f}")


if __name__ == "__main__":
    main()
