"""A row in two states counts in its latest; what nothing decides is an issue that names both rows."""

from pathlib import Path

import pytest
from matching_rows import MakeEntry, MakeSource, file_of

from freelance_pk.intake import read_files
from freelance_pk.matching.merge import Merged, merge
from freelance_pk.model.entry import Skipped, Source
from freelance_pk.model.issue import Severity

HEADER = (
    "Transaction Date,Transaction Time,Time Zone,Transaction ID,Description,Credit Amount,Debit Amount,"
    "Currency,Status,Running Balance,Additional Description,Store Name\n"
)


def payoneer(folder: Path, name: str, *rows: str) -> Path:
    """Write an export; a row is `day id amount status`, of July 2025."""
    lines = []
    for row in rows:
        day, ref, amount, status = row.split()
        credit, debit = (amount, "") if not amount.startswith("-") else ("", amount[1:])
        words = "Payment from Acme" if credit else "Withdrawal to Meezan Bank ****4410"
        lines.append(f"07/{day}/2025,09:00:00,UTC,{ref},{words},{credit},{debit},USD,{status},,,\n")
    path = folder / name
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def read(*paths: Path) -> Merged:
    forward, backward = merge(read_files(paths).files), merge(read_files(paths[::-1]).files)
    assert [(*row[:6], row.origin) for row in forward.entries] == [
        (*row[:6], row.origin) for row in backward.entries
    ]
    assert forward.issues == backward.issues
    return forward


def rows(merged: Merged) -> list[tuple[str, str]]:
    return [(entry.ref, str(entry.amount)) for entry in merged.entries]


def test_a_pending_row_that_was_completed_is_counted_and_said(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "july.csv", "01 P1 50.00 Completed", "09 P2 70.00 Pending"),
        payoneer(tmp_path, "august.csv", "09 P2 70.00 Completed", "20 P3 80.00 Completed"),
    )

    assert rows(merged) == [("P1", "50.00"), ("P2", "70.00"), ("P3", "80.00")]
    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.NOTE, "row-completed")
    assert issue.origin == "july.csv, row 3; august.csv, row 2"
    assert "pending" in issue.message


def test_completed_is_later_than_pending_whichever_file_reaches_further(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "long.csv", "09 P2 70.00 Pending", "30 P9 1.00 Completed"),
        payoneer(tmp_path, "short.csv", "09 P2 70.00 Completed"),
    )

    assert rows(merged) == [("P2", "70.00"), ("P9", "1.00")]
    assert [issue.code for issue in merged.issues] == ["row-completed"]


def test_a_file_of_nothing_but_a_pending_row_is_heard(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "pending.csv", "09 P2 70.00 Pending"),
        payoneer(tmp_path, "done.csv", "09 P2 70.00 Completed"),
    )

    assert rows(merged) == [("P2", "70.00")]
    assert [issue.code for issue in merged.issues] == ["row-completed"]


def test_a_completed_row_that_was_cancelled_since_is_no_money(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "july.csv", "01 P1 50.00 Completed", "09 P2 -70.00 Completed"),
        payoneer(tmp_path, "august.csv", "09 P2 -70.00 Cancelled", "20 P3 80.00 Completed"),
    )

    assert rows(merged) == [("P1", "50.00"), ("P3", "80.00")]
    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.WARNING, "row-cancelled")
    assert issue.origin == "july.csv, row 3; august.csv, row 2"
    assert sum(merged.folded.values()) == 1


def test_a_row_that_was_cancelled_and_went_through_later_is_money(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "july.csv", "01 P1 50.00 Completed", "09 P2 -70.00 Failed"),
        payoneer(tmp_path, "august.csv", "09 P2 -70.00 Completed", "20 P3 80.00 Completed"),
    )

    assert rows(merged) == [("P1", "50.00"), ("P2", "-70.00"), ("P3", "80.00")]
    assert [issue.code for issue in merged.issues] == ["row-completed"]


def test_cancelled_or_not_in_two_files_of_one_reach_is_a_contradiction(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "a.csv", "09 P2 -70.00 Cancelled", "20 P3 80.00 Completed"),
        payoneer(tmp_path, "b.csv", "09 P2 -70.00 Completed", "20 P3 80.00 Completed"),
    )

    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.ERROR, "files-contradict")
    assert issue.origin == "a.csv, row 2; b.csv, row 2"


def test_one_file_with_both_states_of_a_row_is_believed(tmp_path: Path) -> None:
    merged = read(payoneer(tmp_path, "july.csv", "08 P2 70.00 Pending", "09 P2 70.00 Completed"))

    assert rows(merged) == [("P2", "70.00")]
    assert merged.issues == ()


@pytest.mark.parametrize(
    ("newer", "words"),
    [
        ("09 P2 75.00 Completed", "amount USD 70.00 became USD 75.00"),
        ("12 P2 70.00 Completed", "date 2025-07-09 became 2025-07-12"),
    ],
)
def test_a_row_that_differs_is_taken_from_the_export_that_reaches_further(
    tmp_path: Path, newer: str, words: str
) -> None:
    merged = read(
        payoneer(tmp_path, "july.csv", "01 P1 50.00 Completed", "09 P2 70.00 Completed"),
        payoneer(tmp_path, "august.csv", newer, "20 P3 80.00 Completed"),
    )
    _, _, amount, _ = newer.split()

    assert rows(merged) == [("P1", "50.00"), ("P2", amount), ("P3", "80.00")]
    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.WARNING, "row-changed")
    assert issue.origin == "july.csv, row 3; august.csv, row 2"
    assert words in issue.message


def test_three_states_of_a_row_leave_the_last(tmp_path: Path) -> None:
    merged = read(
        payoneer(tmp_path, "july.csv", "09 P2 70.00 Completed"),
        payoneer(tmp_path, "august.csv", "09 P2 75.00 Completed", "20 P3 80.00 Completed"),
        payoneer(tmp_path, "september.csv", "09 P2 77.00 Completed", "28 P4 90.00 Completed"),
    )

    assert rows(merged) == [("P2", "77.00"), ("P3", "80.00"), ("P4", "90.00")]
    assert {issue.code for issue in merged.issues} == {"row-changed"}


def test_many_changes_between_two_files_are_one_issue(tmp_path: Path) -> None:
    ids = [f"{day:02d} P{day} 5.00" for day in range(1, 9)]
    merged = read(
        payoneer(tmp_path, "july.csv", *(f"{row} Pending" for row in ids)),
        payoneer(tmp_path, "august.csv", *(f"{row} Completed" for row in ids)),
    )

    (issue,) = merged.issues
    assert "8 rows" in issue.message
    assert "and 5 more" in issue.message


def test_an_amount_and_its_fee_under_one_id_are_two_rows(entry: MakeEntry, source: MakeSource) -> None:
    one, two = source("a.csv", promises_ids=True), source("b.csv", promises_ids=True)

    def both(of: Source) -> list[object]:
        return [
            entry("Wise", "2025-07-01", "-95", "withdrawal", ref="T1", source=of),
            entry("Wise", "2025-07-01", "-5", "withdrawal_fee", ref="T1", source=of),
        ]

    merged = merge([file_of(both(one)), file_of(both(two))])  # type: ignore[arg-type]

    assert sorted(str(row.amount) for row in merged.entries) == ["-5", "-95"]
    assert merged.issues == ()


def test_both_legs_of_a_conversion_and_a_transfer_that_came_back_stay(
    entry: MakeEntry, source: MakeSource
) -> None:
    early, late = source("a.csv", promises_ids=True), source("b.csv", promises_ids=True)
    merged = merge(
        [
            file_of([entry("Wise", "2025-07-01", "-95", "withdrawal", ref="T1", source=early)]),
            file_of([entry("Wise", "2025-07-09", "95", "withdrawal", ref="T1", source=late)]),
            file_of(
                [
                    entry("Wise", "2025-07-10", "-10", "conversion", ref="T2", source=late),
                    entry("Wise", "2025-07-10", "9", "conversion", currency="EUR", ref="T2", source=late),
                ]
            ),
        ]
    )

    assert len(merged.entries) == 4
    assert merged.issues == ()


def test_a_pending_row_of_another_account_says_nothing(entry: MakeEntry, source: MakeSource) -> None:
    here, there = source("a.csv", promises_ids=True), source("b.csv", promises_ids=True)
    other = file_of([], source=there)
    other.skipped.append(Skipped(there, 2, "pending", "", "Upwork", "P1"))
    merged = merge([file_of([entry("Payoneer", "2025-07-01", "5", "deposit", ref="P1", source=here)]), other])

    assert merged.issues == ()
