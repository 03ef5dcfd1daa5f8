"""Invented histories whose truth is known: every transfer pairs with its own arrival, income is exact."""

import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.rates import load_bundled, rate_on
from freelance_pk.run.inputs import read_inputs
from freelance_pk.run.period import choose_period
from freelance_pk.run.reporting import report_of

CENT = Decimal("0.01")
HEADER = [
    "date",
    "account",
    "kind",
    "amount",
    "currency",
    "reference",
    "counterparty",
    "description",
    "far_amount",
    "far_currency",
]
Row = tuple[date, str, Decimal, str, str, str, str, str, str]


class History:
    """A year on Upwork, through Payoneer, into Meezan, with strangers' credits between."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows: dict[str, list[Row]] = {"Upwork": [], "Payoneer": [], "Meezan 4410": []}
        self.pairs: set[tuple[str, str]] = set()
        self.earned = self.received = Decimal(0)
        self.count = 0
        self.wallet = Decimal(0)
        self.margin = Decimal(self.random.randint(9_500, 9_950)) / 10_000
        self.recent: list[tuple[date, Decimal]] = []
        balance, day = Decimal(0), date(2025, 7, 3)
        while day < date(2026, 6, 18):
            balance += self._earn(day)
            if self.random.random() < 0.4 and balance > 50:
                self._withdraw(day, balance)
                balance = Decimal(0)
            day += timedelta(days=self.random.randint(2, 9))
        for _ in range(60):
            when = date(2025, 7, 1) + timedelta(days=self.random.randint(0, 364))
            amount = Decimal(self.random.randint(100, 9_000_000)) / 100
            self._add("Meezan 4410", when, "unknown", amount, "PKR", text="Raast P2P from a friend")

    def _add(
        self, account: str, day: date, kind: str, amount: Decimal, currency: str = "USD", *, party: str = "",
        text: str = "", far: Decimal | None = None,
    ) -> str:  # fmt: skip
        self.count += 1
        ref = f"R{self.count}"
        shown, far_currency = ("", "") if far is None else (str(far), "PKR")
        self.rows[account].append((day, kind, amount, currency, ref, party, text, shown, far_currency))
        return ref

    def _earn(self, day: date) -> Decimal:
        gross = Decimal(self.random.randint(2_000, 150_000)) / 100
        fee = (gross / 10).quantize(CENT)
        for _ in range(2 if self.random.random() < 0.1 else 1):  # now and then, honest twins
            self._add("Upwork", day, "earning", gross, party="Client")
            self.earned += gross
        self._add("Upwork", day, "fee", -fee)
        return gross - fee

    def _withdraw(self, day: date, balance: Decimal) -> None:
        fee = self.random.choice([Decimal("0.99"), Decimal(2), Decimal(3)])
        sent = balance - fee
        if self.random.random() < 0.15:
            self._add("Upwork", day, "withdrawal", -sent, text="Withdrawal to Payoneer")
            self._add("Upwork", day + timedelta(days=1), "withdrawal", sent, text="Withdrawal returned")
        out = self._add("Upwork", day, "withdrawal", -sent, text="Withdrawal to Payoneer")
        self._add("Upwork", day, "withdrawal_fee", -fee)
        there = day + timedelta(days=self.random.randint(0, 2))
        kept = self.random.choice([Decimal(0), Decimal(0), (sent / 100).quantize(CENT)])
        arrived = self._add("Payoneer", there, "deposit", sent - kept, party="Upwork Global Inc")
        self.pairs.add((out, arrived))
        self.wallet += sent - kept
        for _ in range(self.random.randint(0, 3)):
            if self.wallet > 30:
                self._cash(there + timedelta(days=self.random.randint(0, 2)))

    def _cash(self, day: date) -> None:
        amount = min(self.wallet, Decimal(self.random.randint(2_500, 90_000)) / 100)
        if any(
            abs((day - when).days) < 9 and abs(amount / other - 1) < Decimal("0.02")
            for when, other in self.recent
        ):
            return  # two withdrawals so alike cannot be told apart by rate: nobody could say which credit is whose
        self.recent.append((day, amount))
        ratio = self.margin + Decimal(self.random.randint(-20, 20)) / 10_000
        rupees = (amount * rate_on(load_bundled(), "USD", day).pkr * ratio).quantize(CENT)
        far = rupees if self.random.random() < 0.5 else None
        out = self._add("Payoneer", day, "withdrawal", -amount, text="Withdrawal to Meezan Bank", far=far)
        landed = day + timedelta(days=self.random.randint(0, 3))
        arrived = self._add("Meezan 4410", landed, "deposit", rupees, "PKR", text="INWARD REMITTANCE")
        self.pairs.add((out, arrived))
        self.wallet -= amount
        self.received += rupees

    def write(self, folder: Path) -> None:
        for account, rows in self.rows.items():
            with (folder / f"{account}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(HEADER)
                for day, *rest in sorted(rows, key=lambda row: row[0]):
                    writer.writerow([day, account, *rest])


@pytest.mark.parametrize("seed", range(40))
def test_the_planted_truth_comes_back(tmp_path: Path, seed: int) -> None:
    history = History(seed)
    history.write(tmp_path)
    inputs = read_inputs([tmp_path])
    made = report_of(inputs, choose_period(inputs.merged, tax_year=2026))

    refs = {entry.origin: entry.ref for entry in inputs.merged.entries}
    # Withdrawals of equal amounts are one as good as the other: compare by amounts, not by row.
    known = {entry.ref: entry.amount for entry in inputs.merged.entries}
    found = sorted(
        (known[refs[pair.from_origin]], known[refs[pair.to_origin]]) for pair in made.transfers.paired
    )
    planted = sorted((known[out], known[arrived]) for out, arrived in history.pairs)
    assert found == planted
    assert made.earned[0].gross == history.earned
    assert made.received.pkr == history.received
    assert made.complete
    assert sum(used.entries for used in made.files) == len(inputs.merged.entries) == history.count


def test_a_cut_in_two_overlapping_halves_changes_nothing(tmp_path: Path) -> None:
    history = History(99)
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    for folder in (whole, halves):
        folder.mkdir()
    history.write(whole)
    for path in whole.iterdir():
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        early = [row for row in rows if row < "2026-02"]
        late = [row for row in rows if row >= "2025-12"]
        (halves / f"early {path.name}").write_text(head + "".join(early), encoding="utf-8")
        (halves / f"late {path.name}").write_text(head + "".join(late), encoding="utf-8")

    reports = []
    for folder in (whole, halves):
        inputs = read_inputs([folder])
        reports.append(report_of(inputs, choose_period(inputs.merged, tax_year=2026)))
    one, two = reports
    assert (one.earned, one.received, one.bridge, one.balances) == (
        two.earned,
        two.received,
        two.bridge,
        two.balances,
    )
