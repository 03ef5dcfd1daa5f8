"""Linking grows with the rows, not with their square."""

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time

from matching_rows import KINDS, MakeEntry, file_of

from freelance_pk.intake import institutions, read_files
from freelance_pk.matching.linked import link
from freelance_pk.matching.merge import merge
from freelance_pk.run.inputs import without_collector


def seconds_to_link(entry: MakeEntry, transfers: int) -> float:
    """Link so many withdrawals with so many arrivals, forty a day."""
    assert "Payoneer" in KINDS
    rows = []
    for number in range(transfers):
        day = f"2025-{number // 800 % 12 + 1:02d}-{number // 40 % 20 + 1:02d}"
        amount = f"{100 + number % 977}.{number % 100:02d}"
        rows.append(entry("Upwork", day, f"-{amount}", "withdrawal", ref=f"O{number}", text="to Payoneer"))
        rows.append(
            entry("Payoneer", day, amount, "deposit", ref=f"I{number}", counterparty="Upwork Global Inc")
        )
    merged = merge([file_of(rows)])
    start = process_time()
    linked = link(merged, institutions(), lambda *_: None, ())
    assert len(linked.pair_of_out) == transfers
    return process_time() - start


def test_eight_times_the_transfers_take_about_eight_times_as_long(entry: MakeEntry) -> None:
    seconds_to_link(entry, 500)
    small = min(seconds_to_link(entry, 1_000) for _ in range(3))
    large = min(seconds_to_link(entry, 8_000) for _ in range(2))

    assert large < small * 8 * 3


def test_linking_takes_clearly_less_time_than_reading(tmp_path: Path) -> None:
    # A year of 50,000 rows: a withdrawal for every ten of work, through a wallet into a bank within days.
    chance = random.Random(7)
    head = "date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency\n"
    lines = []
    for number in range(3_570):
        day = date(2025, 7, 1) + timedelta(days=number // 10)
        there = day + timedelta(days=chance.randint(0, 2))
        landed = there + timedelta(days=chance.randint(0, 3))
        cents = chance.randint(20_000, 900_000)
        sent, rupees = cents / Decimal(100), cents * 27 / Decimal(10)
        lines += [
            f"{day},Upwork,earning,100.{part},USD,E{number}-{part},,Client {part},work,,"
            for part in range(10, 20)
        ]
        lines += [
            f"{day},Upwork,withdrawal,-{sent},USD,A{number},,,to Payoneer,,",
            f"{there},Payoneer,deposit,{sent},USD,B{number},,Upwork Global Inc,,,",
            f"{there},Payoneer,withdrawal,-{sent},USD,C{number},,,to Meezan,{rupees},PKR",
            f"{landed},Meezan,deposit,{rupees},PKR,D{number},,,INWARD REMITTANCE,,",
        ]
    path = tmp_path / "year.csv"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")

    def seconds() -> tuple[float, float]:
        start = process_time()
        merged = merge(read_files([path]).files)
        read = process_time()
        linked = link(merged, institutions(), lambda *_: None, (Decimal("0.01"),))
        assert len(linked.pairs) == 2 * 3_570
        return read - start, process_time() - read

    with without_collector():  # as the program reads and links
        times = [seconds() for _ in range(7)]
    # Measured at half of the reading; the rest is for machines that do other work meanwhile.
    assert 100 * min(linking for _, linking in times) < 85 * min(reading for reading, _ in times)
