"""What the benchmarks read: one freelancer's account as Upwork exports it, all invented, and rates.

Two rows for each earning (the earning, and the service fee of a tenth), and after every twelfth earning the balance
is withdrawn, with a fee. Newest first, of the tax year 2026, in dollars. The same number of rows gives the same bytes.

    python -m benchmarks.data report|overlapping FOLDER ROWS
"""

import csv
import io
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measuring import rates_beside

from freelance_pk.rates import load_rates

HEADER = (
    "Date",
    "Ref ID",
    "Type",
    "Description",
    "Agency",
    "Freelancer",
    "Team",
    "Account Name",
    "PO",
    "Amount",
    "Amount in local currency",
    "Currency",
    "Balance",
)
_FREELANCER = "Bilal Ahmed"
_CLIENTS = (
    "Northwind, Inc.",
    "Contoso Ltd",
    'The "Green" House',
    "Fabrikam & Sons",
    "Bäcker & Töchter",
    "Tailspin Toys",
    "Litware",
    "Proseware",
)
_KINDS = ("Hourly",) * 11 + ("Fixed-price",) * 7 + ("Bonus",) * 2
_CURRENCIES = ("USD", "EUR", "GBP")
_FIRST, _DAYS = date(2025, 7, 1), 365
_WITHDRAWN_AFTER = 12  # earnings
_WITHDRAWAL_FEE = 199  # cents
_ROWS_AN_EARNING = 2 + 2 / _WITHDRAWN_AFTER


def export(rows: int) -> list[str]:
    """Return the lines of an export with so many rows, header first."""
    lines = [_line(row) for row in _oldest_first(rows)]
    return [_line(HEADER), *reversed(lines)]


def write_report(folder: Path, rows: int) -> None:
    """Write a folder with an export of so many rows, and beside it the rates for the references."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "upwork.csv", export(rows))
    write_rates(rates_beside(folder))


def write_overlapping(folder: Path, rows: int, files: int = 10) -> None:
    """Write the same rows over ten exports, each with the last tenth of the rows of the one before it, too."""
    folder.mkdir(parents=True, exist_ok=True)
    header, *newest_first = export(rows)
    length = -(-rows // files)
    for number in range(files):
        first = number * length
        part = newest_first[first : first + length + length // 10]
        _write(folder / f"upwork-{number + 1:02d}.csv", [header, *part])


def write_rates(path: Path) -> None:
    """Write the State Bank's rates that travel with the program, so that everybody converts at the same."""
    table = load_rates()
    lines = ["date,currency,rate,note\n"]
    for currency in _CURRENCIES:
        series = table.series(currency)
        assert series is not None
        lines += [f"{day},{currency},{pkr},\n" for day, pkr in zip(series.days, series.rates, strict=True)]
    _write(path, lines)


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _oldest_first(rows: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(rows)
    earnings = int(rows / _ROWS_AN_EARNING) + 1
    made = balance = 0
    for number in range(earnings):
        day = _FIRST + timedelta(days=number * _DAYS // earnings)
        for kind, text, client, cents in _of_one_earning(chance, number, 700_000_000 + made, balance):
            if made == rows:
                return
            balance += cents
            yield _row(day, 700_000_000 + made, kind, text, client, cents, balance)
            made += 1


def _of_one_earning(
    chance: random.Random, number: int, ref: int, balance: int
) -> Iterator[tuple[str, str, str, int]]:
    """Give the rows of an earning: type, description, client, cents."""
    kind, client = chance.choice(_KINDS), chance.choice(_CLIENTS)
    cents = 500 + min(chance.randrange(240_000) for _ in range(3))
    fee = -((cents + 5) // 10)
    text = {
        "Hourly": f"Invoice for {chance.randint(1, 39)}:{chance.randrange(6)}0 hours",
        "Fixed-price": f"Invoice: Milestone {chance.randint(1, 9)}, {client}",
        "Bonus": f"Bonus from {client}",
    }[kind]
    yield kind, text, client, cents
    yield "Service Fee", f"Service Fee for {kind} - Ref ID {ref}", "", fee
    if (number + 1) % _WITHDRAWN_AFTER == 0:
        yield "Withdrawal", "Withdrawal: USD to bank account", "", -(balance + cents + fee - _WITHDRAWAL_FEE)
        yield "Withdrawal Fee", "Withdrawal fee - Direct to Local Bank", "", -_WITHDRAWAL_FEE


def _row(
    day: date, ref: int, kind: str, text: str, client: str, cents: int, balance: int
) -> tuple[object, ...]:
    amount = _dollars(cents)
    return (
        f"{day:%b %d, %Y}",
        ref,
        kind,
        text,
        "",
        _FREELANCER,
        client,
        client or _FREELANCER,
        "",
        amount,
        amount,
        "USD",
        _dollars(balance),
    )


def _dollars(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


if __name__ == "__main__":
    _what, _folder, _rows = sys.argv[1:]
    {"report": write_report, "overlapping": write_overlapping}[_what](Path(_folder), int(_rows))
