"""Linking grows with the rows, not with their square."""

from time import process_time

from matching_rows import KINDS, MakeEntry, file_of

from freelance_pk.intake import institutions
from freelance_pk.matching.linked import link
from freelance_pk.matching.merge import merge


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
