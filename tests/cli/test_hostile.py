"""Hostile files are read right, or refused with one message that names file, row and remedy."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from running import CASES, Ran, run

PAYONEER = (CASES / "p1" / "payoneer.csv").read_text(encoding="utf-8")
LINES = PAYONEER.splitlines(keepends=True)
RIGHT = run("report", CASES / "p1" / "payoneer.csv", "--tax-year", "2026", "--format", "json").json()


def report_on(folder: Path, content: bytes) -> Ran:
    path = folder / "export.csv"
    path.write_bytes(content)
    return run("report", path, "--tax-year", "2026", "--format", "json")


def quoted(delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(LINES))
    return out.getvalue().encode()


READ_RIGHT: dict[str, bytes] = {
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + PAYONEER.encode(),
    "UTF-16": PAYONEER.encode("utf-16"),
    "UTF-16 big-endian": b"\xfe\xff" + PAYONEER.encode("utf-16-be"),
    "semicolons": quoted(";"),
    "tabs": quoted("\t"),
    "pipes": quoted("|"),
    "CRLF": PAYONEER.replace("\n", "\r\n").encode(),
    "CR": PAYONEER.replace("\n", "\r").encode(),
    "no line end at the end": PAYONEER.rstrip("\n").encode(),
    "blank lines": PAYONEER.replace("\n", "\n\n").encode(),
    "a title above the header": b"My Payoneer export\n\n" + PAYONEER.encode(),
    "header in capitals": (LINES[0].upper() + "".join(LINES[1:])).encode(),
    "the header again in the middle": "".join([*LINES[:5], LINES[0], *LINES[5:]]).encode(),
}


@pytest.mark.parametrize("name", READ_RIGHT)
def test_a_file_in_another_dress_gives_the_same_figures(tmp_path: Path, name: str) -> None:
    ran = report_on(tmp_path, READ_RIGHT[name])

    assert ran.code == 0, ran.err
    made = ran.json()
    for figure in ("earned", "received", "balances", "bridge"):
        assert made[figure] == RIGHT[figure]


def test_columns_in_another_order_give_the_same_figures(tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(row[::-1] for row in csv.reader(LINES))
    made = report_on(tmp_path, out.getvalue().encode()).json()

    assert made["received"] == RIGHT["received"]


def edit(line: int, change: Callable[[str], str]) -> bytes:
    return "".join(change(text) if place == line else text for place, text in enumerate(LINES, 1)).encode()


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "empty", "export.csv"),
    "only blanks": (b" \n\n", "empty", "export.csv"),
    "header only": (LINES[0].encode(), "no rows", "export.csv, row 1"),
    "cut off in a row": (PAYONEER[: PAYONEER.index("Withdrawal") + 4].encode(), "cut off", "row 3"),
    "cut off in quotes": (PAYONEER[: PAYONEER.index('"') + 3].encode(), "cut off", "row"),
    "NUL bytes": (PAYONEER.replace("Upwork", "Up\0work", 1).encode(), "NUL", "row 2"),
    "unknown header": (b"Foo,Bar,Baz\n1,2,3\n", "no known layout", "row 1"),
    "a missing column": (PAYONEER.replace("Credit Amount,", "", 1).encode(), "credit amount", "row 1"),
    "a word for an amount": (edit(3, lambda text: text.replace("1300.00", "lots")), "lots", "row 3"),
    "credit and debit at once": (
        edit(3, lambda text: text.replace(",,1300.00", ",5.00,1300.00")),
        "credit",
        "row 3",
    ),
    "a date that is none": (
        edit(3, lambda text: text.replace("06/29/2026", "31/31/2026")),
        "31/31/2026",
        "row 3",
    ),
    "an unquoted comma in an amount": (
        edit(3, lambda text: text.replace("1300.00", "1,300.00")),
        "cells",
        "row 3",
    ),
    "a damaged id": (edit(3, lambda text: text.replace("PAY-WD-9", "4.00E+15")), "spreadsheet", "row 3"),
    "a binary file": (bytes(range(256)) * 4, "", "export.csv"),
    "a huge field": (
        edit(3, lambda text: text.replace("Withdrawal", "W" * 1_000_000)),
        "cannot be read",
        "row 3",
    ),
    "the same column twice": (PAYONEER.replace("Store Name", "Status", 1).encode(), "", "row 1"),
    "an unknown currency": (edit(3, lambda text: text.replace(",USD,", ",DOLLARS,")), "DOLLARS", "row 3"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_damaged_file_is_refused_whole(tmp_path: Path, name: str) -> None:
    content, message, place = REFUSED[name]
    ran = report_on(tmp_path, content)

    assert ran.code == 3
    assert ran.out == ""
    assert message.casefold() in ran.err.casefold()
    assert place in ran.err
    assert "next:" in ran.err


def test_dates_that_fit_day_first_and_month_first_are_refused(tmp_path: Path) -> None:
    rows = "Date,Description,Amount,Currency,Status\n03/04/2026,Payment from Acme,5.00,USD,Completed\n"
    ran = report_on(tmp_path, rows.encode())

    assert ran.code == 3
    assert "day/month or month/day" in ran.err
    assert "2025-12-31" in ran.err


def test_one_day_above_twelve_decides_the_whole_column(tmp_path: Path) -> None:
    rows = (
        "Date,Description,Amount,Currency,Status\n"
        "03/04/2026,Payment from Acme,5.00,USD,Completed\n25/04/2026,Payment from Acme,6.00,USD,Completed\n"
    )
    made = report_on(tmp_path, rows.encode()).json()

    assert [(month["month"], month["earned"] != "0") for month in made["months"]][9] == ("2026-04", True)


def test_every_refused_file_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Foo,Bar\n1,2\n", encoding="utf-8")
    ran = run("report", tmp_path / "a.csv", tmp_path / "b.csv")

    assert ran.code == 3
    assert "a.csv" in ran.err
    assert "b.csv" in ran.err


def test_an_unknown_table_in_a_folder_leaves_the_answer_incomplete(tmp_path: Path) -> None:
    (tmp_path / "payoneer.csv").write_text(PAYONEER, encoding="utf-8")
    (tmp_path / "notes.csv").write_text("Foo,Bar,Baz\n1,2,3\n", encoding="utf-8")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4")
    ran = run("report", tmp_path, "--tax-year", "2026", "--format", "json")

    assert ran.code == 4
    issues = {issue["code"]: issue for issue in ran.json()["issues"]}
    assert "notes.csv" in issues["file-not-recognised"]["origin"]
    assert issues["file-passed-over"]["severity"] == "note"


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    ran = run("report", tmp_path / "none.csv")

    assert ran.code == 3
    assert "none.csv" in ran.err


def test_no_files_and_no_books_is_wrong_usage(tmp_path: Path) -> None:
    ran = run("report", cwd=tmp_path, env={"HOME": str(tmp_path), "FREELANCE_PK_BOOKS": ""})

    assert ran.code == 2
    assert "name the files" in ran.err
