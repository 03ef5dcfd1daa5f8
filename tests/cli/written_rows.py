"""Rows written under a layout's header and read back, for tests of the engine."""

import csv
from collections.abc import Sequence
from pathlib import Path

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.intake.registry import layouts

Cells = dict[str, str]


def read(folder: Path, layout: str, rows: Sequence[Cells]) -> ReadFile:
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        names = [name.split("|")[0] for name in layouts()[layout][1].header]
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    (one,) = read_files([path]).files
    assert one.source.layout == layout
    return one


def wise(ref: str, amount: str, balance: str, day: str = "02-02-2026") -> Cells:
    row = {"TransferWise ID": ref, "Date": day, "Date Time": f"{day} 06:00:00.000", "Amount": amount}
    return {**row, "Currency": "USD", "Description": ref, "Running Balance": balance}
