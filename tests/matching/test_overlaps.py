"""Two files of one account that cover the same days say the same of them, or it is said."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from matching_rows import MakeEntry, MakeSource, file_of
from running import CASES

from freelance_pk.intake import read_files
from freelance_pk.matching.merge import Merged, merge
from freelance_pk.model.entry import Entry, Source
from freelance_pk.model.issue import Severity

Statement = Callable[..., list[Entry]]
PAYONEER = CASES / "p1" / "payoneer.csv"


def other_variant(folder: Path, name: str, columns: dict[str, str]) -> Path:
    """Write case P1's Payoneer rows under another header."""
    path = folder / name
    with PAYONEER.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in read:
            row["Amount"] = row["Credit Amount"] or f"-{row['Debit Amount']}"
            writer.writerow(row[column] for column in columns.values())
    return path


VARIANTS = {
    "12 columns": [
        "Transaction Date", "Transaction Time", "Time Zone", "Transaction ID", "Description", "Credit Amount",
        "Debit Amount", "Currency", "Status", "Running Balance", "Additional Description", "Store Name",
    ],
    "report": ["Date", "Description", "Amount", "Currency", "Status", "Transaction ID"],
    "5 columns, no ids": ["Date", "Description", "Amount", "Currency", "Status"],
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_another_variant_of_an_export_adds_nothing(tmp_path: Path, name: str) -> None:
    columns = {each: "Transaction Date" if each == "Date" else each for each in VARIANTS[name]}
    alone = merge(read_files([PAYONEER]).files)
    both = merge(read_files([PAYONEER, other_variant(tmp_path, "variant.csv", columns)]).files)

    assert sum(both.folded.values()) == len(alone.entries) == 26
    assert [row[:6] for row in both.entries] == [row[:6] for row in alone.entries]
    # What only one of the two prints is not lost: the rupees that the bank was sent.
    assert [row.far_amount for row in both.entries] == [row.far_amount for row in alone.entries]
    assert both.issues == ()


def two(first: list[Entry], second: list[Entry], *, more: tuple[list[Entry], ...] = ()) -> Merged:
    files = [file_of(rows) for rows in (first, second, *more)]
    merged = merge(files)
    assert merge(files[::-1]).issues == merged.issues
    return merged


@pytest.fixture
def statement(entry: MakeEntry, source: MakeSource) -> Statement:
    """Make a bank statement without ids: each row is `day amount text`."""

    def make(name: str, *rows: str, **of: object) -> list[Entry]:
        here = source(name, **of)
        made = []
        for row in rows:
            day, amount, text = row.split(maxsplit=2)
            made.append(
                entry(
                    "Meezan 4410", f"2025-07-{day}", amount, "unknown", currency="PKR", text=text, source=here
                )
            )
        return made

    return make


def test_overlapping_statements_that_agree_raise_nothing(statement: Statement) -> None:
    merged = two(
        statement("a.csv", "01 10 one", "05 20 two", "05 20 two", "09 30 three"),
        statement("b.csv", "05 20 two", "05 20 two", "09 30 three", "20 40 four"),
    )

    assert len(merged.entries) == 5
    assert merged.issues == ()


@pytest.mark.parametrize("other", ["05 25 two", "05 20 something else"])
def test_two_statements_that_contradict_each_other_name_both_rows(statement: Statement, other: str) -> None:
    merged = two(
        statement("a.csv", "01 10 one", "03 15 same", "05 20 two", "09 30 three"),
        statement("b.csv", "01 10 one", "03 15 same", other, "09 30 three"),
    )

    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.ERROR, "files-contradict")
    assert "a.csv" in issue.origin
    assert "b.csv" in issue.origin


def test_a_row_that_a_file_lacks_although_it_covers_the_day_is_counted_and_said(statement: Statement) -> None:
    merged = two(
        statement("a.csv", "01 10 one", "05 20 two", "09 30 three"),
        statement("b.csv", "01 10 one", "09 30 three"),
    )

    assert len(merged.entries) == 3
    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.WARNING, "files-differ")
    assert "1 rows of a.csv are not in b.csv" in issue.message


def test_the_first_and_last_day_of_an_export_may_be_half_a_day(statement: Statement) -> None:
    merged = two(
        statement("a.csv", "01 10 one", "05 20 two", "05 21 evening"),
        statement("b.csv", "05 20 two", "09 30 three"),
    )

    assert len(merged.entries) == 4
    assert merged.issues == ()


def test_files_that_share_nothing_may_be_of_two_accounts(statement: Statement) -> None:
    merged = two(
        statement("a.csv", "01 10 one", "05 20 two", "09 30 three"),
        statement("b.csv", "01 11 uno", "05 22 due", "09 33 tre"),
    )

    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.WARNING, "files-apart")
    assert "--account" in issue.remedy


def test_exports_of_one_currency_each_do_not_speak_of_the_other(entry: MakeEntry, source: MakeSource) -> None:
    def rows(of: Source, currency: str) -> list[Entry]:
        return [
            entry("Wise", f"2025-07-{day:02d}", "5", "deposit", currency=currency, text="x", source=of)
            for day in (1, 5, 9)
        ]

    merged = two(rows(source("usd.csv"), "USD"), rows(source("eur.csv"), "EUR"))

    assert len(merged.entries) == 6
    assert merged.issues == ()


def test_a_number_that_a_bank_uses_again_is_no_id(entry: MakeEntry, source: MakeSource) -> None:
    """It was believed that a reference names a row; banks count documents anew."""
    july, august = source("july.csv"), source("august.csv")
    merged = two(
        [entry("HBL 0001", "2025-07-01", "1000", "unknown", currency="PKR", ref="5", source=july)],
        [entry("HBL 0001", "2025-08-01", "1000", "unknown", currency="PKR", ref="5", source=august)],
    )

    assert len(merged.entries) == 2


def test_a_typed_row_with_the_id_of_an_exported_one_is_that_row(entry: MakeEntry, source: MakeSource) -> None:
    typed = Source("typed.csv", "sha", "entries", "")
    exported = source("upwork.csv", promises_ids=True, institution="upwork")
    for rows in (
        [entry("Upwork", "2025-07-01", "50", "earning", ref="77", source=typed)],
        [entry("Upwork", "2025-07-01", "50", "earning", text="Hourly", source=typed)],
    ):
        merged = two(
            rows, [entry("Upwork", "2025-07-01", "50", "earning", ref="77", text="Hourly", source=exported)]
        )
        assert len(merged.entries) == 1


def test_the_running_balance_tells_one_row_in_two_layouts(entry: MakeEntry, source: MakeSource) -> None:
    pdf = Source("statement.pdf", "sha", "hbl-pdf", "hbl")
    rows = {"currency": "PKR", "balance": "900"}
    merged = two(
        [entry("HBL 0001", "2025-07-01", "100", "unknown", text="IBFT IN", source=source("a.csv"), **rows)],
        [entry("HBL 0001", "2025-07-01", "100", "unknown", text="Raast credit", source=pdf, **rows)],
    )

    assert len(merged.entries) == 1
