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

    # 90 and then 80 is money out; 80 and then 90 is money in. Nothing stands before the oldest row: it is left out.
    assert amounts(tmp_path, *downwards) == ["-10.00"]
    assert amounts(tmp_path, *upwards) == ["10.00"]


def test_equal_amounts_of_one_day_tell_nothing_and_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="upwards and downwards"):
        amounts(tmp_path, ("13-07-2025", "10.00", "90.00"), ("13-07-2025", "10.00", "80.00"))


def test_different_amounts_of_one_day_are_told_by_the_balance(tmp_path: Path) -> None:
    rows = [
        ("13-07-2025", "30.00", "60.00"),
        ("13-07-2025", "10.00", "90.00"),
        ("13-07-2025", "100.00", "100.00"),
    ]

    assert amounts(tmp_path, *rows) == ["-30.00", "-10.00"]


def test_a_row_whose_direction_nothing_tells_is_left_out_loudly(tmp_path: Path) -> None:
    path = tmp_path / "activity.csv"
    path.write_text(HEADER + "14-07-2025,14-07-2025,x,10.00,90.00\n13-07-2025,13-07-2025,x,20.00,100.00\n")
    (one,) = read_files([path]).files

    # 100 and then 90: ten went out. The 100 may be 80 and 20 more, or 120 and 20 less.
    assert [str(entry.amount) for entry in one.entries] == ["-10.00"]
    assert [(row.line, row.reason) for row in one.skipped] == [
        (3, "nothing tells whether it came in or went out")
    ]
    (issue,) = one.issues
    assert (issue.severity, issue.code, issue.origin) == ("error", "direction-unknown", "activity.csv, row 3")


def test_the_opening_balance_tells_the_direction_of_the_oldest_row(tmp_path: Path) -> None:
    path = tmp_path / "activity.csv"
    told = "Account,PKR 120.00 90.00\n"
    path.write_text(
        told + HEADER + "14-07-2025,14-07-2025,x,10.00,90.00\n13-07-2025,13-07-2025,x,20.00,100.00\n"
    )
    (one,) = read_files([path]).files

    assert [str(entry.amount) for entry in one.entries] == ["-10.00", "-20.00"]
    assert not one.issues


def test_words_of_the_bank_tell_the_direction_where_no_balance_does(tmp_path: Path) -> None:
    path = tmp_path / "activity.csv"
    rows = "13-07-2025,13-07-2025,Funds Transfer 1 FRM HBL ALI,20.00,100.00\n12-07-2025,12-07-2025,ATM Cash Paid,7.00,80.00\n"
    path.write_text(HEADER + rows)
    (one,) = read_files([path]).files

    assert [str(entry.amount) for entry in one.entries] == ["20.00", "-7.00"]


def test_a_broken_balance_is_an_error_and_no_row_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "activity.csv"
    days = [
        ("16", "5.00", "75.00"),
        ("15", "10.00", "80.00"),
        ("13", "20.00", "100.00"),
    ]  # of the 14th, 10.00 is missing
    path.write_text(
        HEADER + "".join(f"{day}-07-2025,{day}-07-2025,to,{amount},{left}\n" for day, amount, left in days)
    )
    (one,) = read_files([path]).files

    # "to" is money out in HBL's words; a balance that does not follow is an error all the same.
    assert [str(entry.amount) for entry in one.entries] == ["-5.00", "-10.00", "-20.00"]
    assert [(issue.severity, issue.code) for issue in one.issues] == [("error", "balance-break")]


def test_a_memo_that_leaves_the_balance_where_it_was_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "activity.csv"
    path.write_text(
        HEADER
        + "15-07-2025,15-07-2025,to,10.00,90.00\n14-07-2025,14-07-2025,Migration,100.00,100.00\n"
        + "13-07-2025,13-07-2025,to,20.00,100.00\n"
    )
    (one,) = read_files([path]).files

    assert [str(entry.amount) for entry in one.entries] == ["-10.00", "-20.00"]
    assert [row.reason for row in one.skipped] == ["a memo: the balance does not move"]
