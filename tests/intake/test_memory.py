"""A long file is read row by row: beside the entries, reading takes the same memory whatever its length."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from freelance_pk.intake import read_files

START = date(2018, 7, 1)
FEW, MANY = 5_000, 12_000
# Of a row: what lists take to grow, and a little. A set of ids would take a hundred.
BYTES = 24


def upwork(rows: int) -> Iterator[str]:
    """Write the 13 columns of 2022 with two rows for each earning, newest last; every row has an id of its own."""
    yield (
        "Date,Ref ID,Type,Description,Agency,Freelancer,Team,Account Name,PO,Amount,Amount in local currency,Currency,Balance"
    )
    balance = 0
    for number in range(rows):
        day = START + timedelta(days=number // 2 % 1000)
        cents = -100 - number % 90 if number % 2 else 1000 + number % 900
        balance += cents
        kind = "Service Fee" if number % 2 else "Hourly"
        yield (
            f'"{day:%b} {day.day}, {day.year}",{600_000_000 + number},{kind},Invoice {number},,Sara Iqbal,Acme,Acme,,'
            f"{_money(cents)},,,{_money(balance)}"
        )


def wise(rows: int) -> Iterator[str]:
    """Write rows whose first cell, an id, is never twice the same."""
    yield (
        '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From",'
        '"Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Total fees"'
    )
    balance = 0
    for number in range(rows):
        day = START + timedelta(days=number % 1000)
        balance += 1000 + number % 900
        yield (
            f"TRANSFER-{90_000_000 + number},{day:%d-%m-%Y},{_money(1000 + number % 900)},EUR,Received money from Acme,,"
            f"{_money(balance)},,,,Acme,,,,0.00"
        )


def _money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def beside_entries(path: Path) -> int:
    """Return the bytes that reading took at its height, beside those of the entries read."""
    gc.collect()
    tracemalloc.start()
    try:
        intake = read_files([path])
        entries = intake.files[0].entries
        _, peak = tracemalloc.get_traced_memory()
        del intake
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
        assert entries
    finally:
        tracemalloc.stop()
    return peak - kept


@pytest.mark.parametrize("rows_of", [upwork, wise], ids=lambda each: each.__name__)
def test_reading_takes_no_more_memory_beside_the_entries_for_a_longer_file(
    rows_of: Callable[[int], Iterator[str]], tmp_path: Path
) -> None:
    taken = {}
    for rows in (100, FEW, MANY):
        path = tmp_path / f"{rows}.csv"
        path.write_text("\n".join(rows_of(rows)) + "\n", encoding="utf-8")
        taken[rows] = beside_entries(path)

    assert (taken[MANY] - taken[FEW]) / (MANY - FEW) < BYTES, taken
