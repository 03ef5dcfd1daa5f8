#!/usr/bin/env python3
"""Make the bundled table of State Bank rates from the long form `date,currency,pkr,source`.

    scripts/build_rates.py LONG.csv data/rates

Writes sbp_bfer.csv (one line a day, one column a currency, values as published) and prints its SHA-256 for
the provenance file beside it.
"""

import csv
import hashlib
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path


def main(long_form: Path, folder: Path) -> None:
    """Write the wide table; refuse duplicates, blanks and rates that are not positive."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    with long_form.open(newline="", encoding="utf-8") as file:
        for line, (day, currency, pkr, _source) in enumerate(csv.reader(file), start=1):
            if line == 1:
                continue
            if Decimal(pkr) <= 0 or currency in table[day]:
                sys.exit(f"{long_form}, line {line}: bad or repeated rate {day} {currency} {pkr}")
            table[day][currency] = pkr
    currencies = sorted({currency for rates in table.values() for currency in rates})
    lines = [",".join(["date", *currencies])]
    lines += [",".join([day, *(table[day].get(each, "") for each in currencies)]) for day in sorted(table)]
    content = ("\n".join(lines) + "\n").encode()
    (folder / "sbp_bfer.csv").write_bytes(content)
    print(f"{len(table)} days, {len(currencies)} currencies, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
