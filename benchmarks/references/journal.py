"""The same job given to a plain-text accounting program: what a report is measured beside.

    python journal.py ledger|hledger|beancount UPWORK.csv RATES.csv PROGRAM

Writes what the program reads (hledger reads the export itself, by rules), lets it convert every row at the rate of its
own day and add up the months, and prints a line for each month: gross and fees.
"""

import csv
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ACCOUNTS = {
    "Hourly": "Income:Hourly",
    "Fixed-price": "Income:Fixed",
    "Bonus": "Income:Bonus",
    "Service Fee": "Expenses:Service",
    "Withdrawal Fee": "Expenses:Withdrawal",
    "Withdrawal": "Assets:Bank",
}
RULES = """\
skip 1
fields date, code, type, description, agency, freelancer, team, name, po, amount, local, currency, left
date-format %b %d, %Y
newest-first
account1 Assets:Platform
account2 Equity:Unknown
"""
QUERY = (
    "SELECT year, month, root(account, 1) AS side, sum(convert(position, 'PKR', date)) AS pkr "
    "WHERE account ~ '^(Income|Expenses)' GROUP BY year, month, side"
)
Sums = dict[str, list[Decimal]]  # by month: gross, fees


def main() -> None:
    """Give the job to the program that is named, and print what it found."""
    name, export, rates, program = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        found = {"ledger": ledger, "hledger": hledger, "beancount": beancount}[name](
            Path(export), Path(rates), program, Path(folder)
        )
    print("month,gross,fees")
    for month in sorted(found):
        print(month, *(each.quantize(Decimal("0.01"), ROUND_HALF_UP) for each in found[month]), sep=",")


def ledger(export: Path, rates: Path, program: str, folder: Path) -> Sums:
    """Write a journal and prices; value each posting at its date; add up the months."""
    journal, prices = folder / "all.ledger", folder / "prices"
    with journal.open("w", encoding="utf-8") as file:
        for day, row in _rows(export):
            file.write(
                f"{day} ({row[1]}) {row[3]}\n    Assets:Platform  {row[9]} {row[11]}\n    {ACCOUNTS[row[2]]}\n\n"
            )
    with prices.open("w", encoding="utf-8") as file:
        file.writelines(f"P {day} {currency} {pkr} PKR\n" for day, currency, pkr in _rates(rates))
    form = '%(format_date(date,"%Y-%m")) %(account) %(quantity(market(amount,date,"PKR")))\n'
    words = [program, "-f", str(journal), "--price-db", str(prices), "register", "^Income", "^Expenses"]
    sums = _none()
    for line in _said(*words, "--format", form).splitlines():
        month, account, pkr = line.split()
        sums[month][account.startswith("Expenses")] -= Decimal(pkr)
    return sums


def hledger(export: Path, rates: Path, program: str, folder: Path) -> Sums:
    """Write rules and prices; ask for the income statement of each month."""
    rules, prices = folder / "upwork.rules", folder / "prices.journal"
    named = (f"if\n%type ^{kind}$\n account2 {account}\n" for kind, account in ACCOUNTS.items())
    rules.write_text(RULES + "".join(named), encoding="utf-8")
    with prices.open("w", encoding="utf-8") as file:
        file.write("account Income  ; type: R\naccount Expenses  ; type: X\n")
        file.writelines(f"P {day} {currency} {pkr} PKR\n" for day, currency, pkr in _rates(rates))
    words = [program, "-f", str(export), "-f", str(prices), "--rules-file", str(rules)]
    said = _said(*words, "incomestatement", "--monthly", "--value=then,PKR", "--output-format", "csv")
    rows = list(csv.reader(said.splitlines()))
    months = next(row[1:] for row in rows if row[0] == "Account")
    gross, fees = [row[1:] for row in rows if row[0].rstrip(":").casefold() == "total"][:2]
    return {
        month: [_pkr(earned), -_pkr(paid)] for month, earned, paid in zip(months, gross, fees, strict=False)
    }


def beancount(export: Path, rates: Path, program: str, folder: Path) -> Sums:
    """Write a file of entries and prices; ask for the sums of each month."""
    path = folder / "all.beancount"
    with path.open("w", encoding="utf-8") as file:
        for account in ("Assets:Platform", *ACCOUNTS.values()):
            file.write(f"2020-01-01 open {account}\n")
        file.writelines(f"{day} price {currency} {pkr} PKR\n" for day, currency, pkr in _rates(rates))
        for day, row in _rows(export):
            text = row[3].replace('"', "'")
            file.write(f'{day} * "{text}"\n  Assets:Platform  {row[9]} {row[11]}\n  {ACCOUNTS[row[2]]}\n\n')
    sums = _none()
    rows = csv.reader(_said(program, "-f", "csv", str(path), QUERY).splitlines())
    next(rows)
    for year, month, side, pkr in rows:
        sums[f"{int(year)}-{int(month):02d}"][side.strip() == "Expenses"] -= _pkr(pkr)
    return sums


def _none() -> Sums:
    return defaultdict(lambda: [Decimal(0), Decimal(0)])


def _said(*words: str) -> str:
    return subprocess.run(words, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


def _pkr(text: str) -> Decimal:
    return Decimal(text.replace("PKR", "").replace(",", "").strip() or 0)


def _rows(export: Path) -> Iterator[tuple[str, list[str]]]:
    known: dict[str, str] = {}
    with export.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            day = known.get(row[0])
            if day is None:
                day = known[row[0]] = f"{datetime.strptime(row[0], '%b %d, %Y'):%Y-%m-%d}"  # noqa: DTZ007
            yield day, row


def _rates(rates: Path) -> Iterator[tuple[str, str, str]]:
    with rates.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["date"], row["currency"], row["rate"]


if __name__ == "__main__":
    main()
