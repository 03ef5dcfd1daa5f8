"""The same row in two files counts once; two equal rows in one file count twice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_rows import MakeEntry, MakeSource, file_of

from freelance_pk.matching import folding
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Entry, Source


def amounts(entries: list[Entry]) -> list[str]:
    return sorted(str(entry.amount) for entry in entries)


def test_honest_twins_in_one_file_survive(entry: MakeEntry, source: MakeSource) -> None:
    one = source("a.csv")
    rows = [entry("Payoneer", "2025-07-01", "50", "deposit", text="Payment", source=one) for _ in range(2)]

    assert len(merge([file_of(rows)]).entries) == 2


def test_a_file_given_twice_is_counted_once(entry: MakeEntry, source: MakeSource) -> None:
    one, two = source("a.csv"), source("copy of a.csv")

    def rows(of: object) -> list[Entry]:
        return [
            entry("Payoneer", "2025-07-01", "50", "deposit", text="Payment", source=of),
            entry("Payoneer", "2025-07-01", "50", "deposit", text="Payment", source=of),
            entry("Payoneer", "2025-07-03", "-20", "card", text="Shop", source=of),
        ]

    merged = merge([file_of(rows(one)), file_of(rows(two))])

    assert amounts(merged.entries) == ["-20", "50", "50"]
    assert sum(merged.folded.values()) == 3


def test_the_largest_count_in_any_one_file_wins(entry: MakeEntry, source: MakeSource) -> None:
    files = []
    for name, count in (("july.csv", 1), ("year.csv", 3), ("half.csv", 2)):
        here = source(name)
        files.append(
            file_of(
                [entry("Wise", "2025-07-01", "9", "deposit", text="x", source=here) for _ in range(count)]
            )
        )

    assert len(merge(files).entries) == 3


def test_a_promised_id_twice_in_one_file_is_one_row(entry: MakeEntry, source: MakeSource) -> None:
    stitched = source("stitched.csv", promises_ids=True)
    rows = [entry("Upwork", "2025-07-01", "50", "earning", ref="77", source=stitched) for _ in range(2)]

    assert len(merge([file_of(rows)]).entries) == 1


def test_one_id_whose_dates_differ_by_a_day_between_exports_is_one_row(
    entry: MakeEntry, source: MakeSource
) -> None:
    utc, local = source("utc.csv", promises_ids=True), source("local.csv", promises_ids=True)
    rows = [
        file_of([entry("Payoneer", "2025-07-01", "50", "deposit", ref="77", source=utc)]),
        file_of([entry("Payoneer", "2025-06-30", "50", "deposit", ref="77", source=local)]),
    ]

    assert len(merge(rows).entries) == 1


def test_one_id_with_two_amounts_is_an_issue_that_names_both_rows(
    entry: MakeEntry, source: MakeSource
) -> None:
    old, new = source("old.csv", promises_ids=True), source("new.csv", promises_ids=True)
    merged = merge(
        [
            file_of([entry("Upwork", "2025-07-01", "50", "earning", ref="77", source=old)]),
            file_of([entry("Upwork", "2025-07-01", "55", "earning", ref="77", source=new)]),
        ]
    )

    (issue,) = merged.issues
    assert issue.code == "files-contradict"
    assert "old.csv" in issue.origin
    assert "new.csv" in issue.origin


def test_an_amount_with_its_fee_inside_is_that_of_the_export_that_prints_both(
    entry: MakeEntry, source: MakeSource
) -> None:
    apart, inside = source("apart.csv", promises_ids=True), source("inside.csv", promises_ids=True)

    def tip(of: Source) -> Entry:
        return entry("Upwork", "2025-07-03", "7", "earning", text="Tip", source=of)

    merged = merge(
        [
            file_of(
                [
                    entry("Upwork", "2025-07-01", "100", "earning", ref="77", source=apart),
                    entry("Upwork", "2025-07-01", "-5", "fee", ref="77", source=apart),
                    tip(apart),
                ]
            ),
            file_of([entry("Upwork", "2025-07-01", "95", "earning", ref="77", source=inside), tip(inside)]),
        ]
    )

    assert amounts(merged.entries) == ["-5", "100", "7"]
    assert merged.issues == ()


def test_newest_first_files_are_turned_round(entry: MakeEntry, source: MakeSource) -> None:
    here = source()
    rows = [
        entry("Upwork", "2025-07-03", "3", "earning", source=here),
        entry("Upwork", "2025-07-01", "2", "earning", source=here),
        entry("Upwork", "2025-07-01", "1", "earning", source=here),
    ]

    assert [str(row.amount) for row in merge([file_of(rows)]).entries] == ["1", "2", "3"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_balances_tell_the_order_of_a_file_of_one_day(
    entry: MakeEntry, source: MakeSource, newest_first: bool
) -> None:
    one = source()
    rows = [
        entry("Payoneer", "2025-08-01", "500.00", "deposit", ref="A", balance="500.00", source=one),
        entry("Payoneer", "2025-08-01", "500.00", "deposit", ref="B", balance="1000.00", source=one),
        entry("Payoneer", "2025-08-01", "-29.95", "fee", ref="C", balance="970.05", source=one),
    ]

    merged = merge([file_of(rows[::-1] if newest_first else rows)])

    assert [kept.ref for kept in merged.entries] == ["A", "B", "C"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(1, 9), min_size=1, max_size=12),
    cut=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    turned=st.booleans(),
)
def test_two_overlapping_cuts_of_one_history_give_the_history(
    entry: MakeEntry, source: MakeSource, days: list[int], cut: tuple[int, int], turned: bool
) -> None:
    low, high = sorted(cut)
    early, late = source("early.csv"), source("late.csv")
    history = [(f"2025-07-{day:02d}", str(day % 3 + 1)) for day in sorted(days)]

    def part(of: object, first: int, last: int) -> list[Entry]:
        return [
            entry("Wise", day, amount, "deposit", text="x", source=of)
            for day, amount in history
            if first <= int(day[-2:]) <= last
        ]

    # Both cuts hold whole days, as exports by date range do, and meet or overlap.
    cuts = [(early, part(early, 1, high)), (late, part(late, low, 9))]
    files = [file_of(rows, source=of) for of, rows in cuts]
    merged = merge(files[::-1] if turned else files)

    assert [(str(row.day), str(row.amount)) for row in merged.entries] == history


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    exports=st.lists(
        st.dictionaries(
            st.integers(1, 12),
            st.tuples(
                st.integers(1, 4), st.sampled_from(["5", "7", "-7"]), st.sampled_from(["earning", "fee"])
            ),
            min_size=1,
            max_size=12,
        ),
        min_size=2,
        max_size=4,
    )
)
def test_files_whose_rows_have_ids_of_their_own_fold_as_row_by_row(
    entry: MakeEntry,
    source: MakeSource,
    monkeypatch: pytest.MonkeyPatch,
    exports: list[dict[int, tuple[int, str, str]]],
) -> None:
    files = []
    for number, export in enumerate(exports):
        here = source(f"{number}.csv", promises_ids=True)
        rows = [
            entry("Upwork", f"2025-07-{day:02d}", amount, kind, ref=f"R{ref}", source=here)
            for ref, (day, amount, kind) in export.items()
        ]
        files.append(file_of(rows))

    quick = merge(files)
    with monkeypatch.context() as patched:
        patched.setattr(folding, "_own_ids", lambda _: ())
        slow = merge(files)

    assert quick == slow
