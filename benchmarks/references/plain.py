"""The bare job in plain Python, as one would write it in an afternoon: what a report is measured beside.

    python plain.py UPWORK.csv RATES.csv

Every row is converted at the rate of its own day, or of the last day before that has one, and added to its month.
No account is checked, nothing is paired, nothing can be asked. Prints a line for each month.
"""

import bisect
import csv
import sys
from collections import defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

EARNINGS = ("Hourly", "Fixed-price", "Bonus")
FEES = {"Service Fee": "platform", "Withdrawal Fee": "transfer"}


def read_rates(path: str) -> dict[str, tuple[list[date], list[Decimal]]]:
    """Read days and rates of each currency, in the order of the days."""
    rates: dict[str, tuple[list[date], list[Decimal]]] = {}
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123 - nothing cleverer than most write
        for row in csv.DictReader(file):
            days, values = rates.setdefault(row["currency"], ([], []))
            days.append(date.fromisoformat(row["date"]))
            values.append(Decimal(row["rate"]))
    return rates


def main() -> None:
    """Convert, add up, print."""
    rates = read_rates(sys.argv[2])
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:  # noqa: PTH123
        for row in csv.DictReader(file):
            kind = "gross" if row["Type"] in EARNINGS else FEES.get(row["Type"])
            if kind is None:
                continue
            day = datetime.strptime(row["Date"], "%b %d, %Y").date()  # noqa: DTZ007 - a day has no zone
            days, values = rates[row["Currency"]]
            place = bisect.bisect_right(days, day)
            if place == 0:
                sys.exit(f"no rate for {row['Currency']} on {day} or before")
            sums[f"{day:%Y-%m}", kind] += Decimal(row["Amount"]) * values[place - 1]
    print("month,gross,platform_fees,transfer_fees,net")
    for month in sorted({month for month, _ in sums}):
        parts = [sums[month, kind] for kind in ("gross", "platform", "transfer")]
        figures = (*parts, sum(parts, Decimal(0)))
        print(month, *(figure.quantize(Decimal("0.01"), ROUND_HALF_UP) for figure in figures), sep=",")


if __name__ == "__main__":
    main()
