"""Amounts without a sign, whose direction the running balance tells: it must tell one direction."""

from pathlib import Path

import pytest

from freelance_pk.intake import read_files
from freelance_pk.model.errors import InputRefusedError

HEADER = "Date,Value Date,Description,Amount,Balance\n"


def amounts(folder: Path, *rows: tuple[str, str, str]) -> list[str]:
    path = folder / "activity.csv"
    text = HEADER + "".join(f"{day},{day},x,{amount},{balance}\n" for day, amount, balance in rows)
    path.write_text(text, encoding="utf-8")
    (one,) = read_files([path]).files
    return [str(entry.amount) for entry in one.entries]


def test_equal_amounts_follow_the_order_of_the_days(tmp_path: Path) -> None:
    downwards = [("13-07-2025", "10.00", "90.00"), ("14-07-2025", "10.00", "80.00")]
    upwards = [("14-07-2025", "10.00", "90.00"), ("13-07-2025", "10.00", "80.00")]

    # 90 and then 80 is money out; 80 and then 90 is money in. Of the oldest row more is left than came.
    assert amounts(tmp_path, *downwards) == ["10.00", "-10.00"]
    assert amounts(tmp_path, *upwards) == ["10.00", "10.00"]


def test_equal_amounts_of_one_day_tell_nothing_and_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="upwards and downwards"):
        amounts(tmp_path, ("13-07-2025", "10.00", "90.00"), ("13-07-2025", "10.00", "80.00"))


def test_different_amounts_of_one_day_are_told_by_the_balance(tmp_path: Path) -> None:
    rows = [
        ("13-07-2025", "30.00", "60.00"),
        ("13-07-2025", "10.00", "90.00"),
        ("13-07-2025", "100.00", "100.00"),
    ]

    assert amounts(tmp_path, *rows) == ["-30.00", "-10.00", "100.00"]
