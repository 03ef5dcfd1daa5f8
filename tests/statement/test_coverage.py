"""What files cover of an account: months without a row, and running balances that do not join across files."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake.result import ReadFile
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Account, AccountKind, Entry, Kind, Source
from freelance_pk.statement.coverage import Break, Covered, Hole, Joins, Overlap, cover

Row = tuple[date, str, str | None]


def read(name: str, *rows: Row, account: str = "Wallet") -> ReadFile:
    source = Source(name, name, "layout", "", promises_ids=False)
    entries = [
        Entry(
            *(
                account,
                day,
                Decimal(amount),
                "USD",
                Kind.EARNING,
                f"{name}{line}",
                "",
                "",
                "",
                None,
                "",
                "",
                "",
                "",
            ),
            *(None if balance is None else Decimal(balance), source, line),
        )
        for line, (day, amount, balance) in enumerate(rows, start=2)
    ]
    accounts = {account: Account(account, AccountKind.WALLET)}
    return ReadFile(source, Path(name), len(rows), len(rows), accounts, entries, [], [], [], [], [], [], [])


def covered(*files: ReadFile) -> Covered:
    (one,) = cover(merge(files))
    return one


def test_a_gap_of_less_than_a_calendar_month_is_no_hole() -> None:
    one = covered(read("a", (date(2026, 1, 2), "5", None), (date(2026, 3, 1), "5", None)))
    assert [(each.start, each.end) for each in one.holes] == [(date(2026, 1, 3), date(2026, 2, 28))]

    assert covered(read("a", (date(2026, 1, 2), "5", None), (date(2026, 2, 28), "5", None))).holes == ()


def test_a_hole_inside_one_file_is_covered_and_one_between_files_is_not() -> None:
    first, last = (date(2026, 1, 31), "5", None), (date(2026, 4, 1), "5", None)
    hole = Hole(date(2026, 2, 1), date(2026, 3, 31), covered=True, balance=Joins.UNKNOWN)

    assert covered(read("a", first, last)).holes == (hole,)
    assert covered(read("a", first), read("b", last)).holes[0].covered is False


def test_a_balance_that_joins_says_that_nothing_is_missing_between_two_files() -> None:
    one = covered(
        read("a", (date(2026, 1, 31), "5", "105.00")), read("b", (date(2026, 4, 1), "-20", "85.00"))
    )
    assert [each.balance for each in one.holes] == [Joins.YES]
    assert one.breaks == ()


def test_a_balance_that_does_not_join_says_how_much_moved_unseen() -> None:
    """105 and then -20 gives 85; the file says 145, so that 60 came in between."""
    one = covered(
        read("a", (date(2026, 1, 31), "5", "105.00")), read("b", (date(2026, 4, 1), "-20", "145.00"))
    )
    assert [each.balance for each in one.holes] == [Joins.NO]
    assert one.breaks == (Break(date(2026, 1, 31), date(2026, 4, 1), "USD", Decimal("60.00")),)


def test_files_that_overlap_are_named_with_the_days_they_share() -> None:
    one = covered(
        read("a", (date(2026, 1, 1), "5", None), (date(2026, 2, 1), "6", None)),
        read("b", (date(2026, 1, 20), "7", None), (date(2026, 3, 1), "8", None)),
    )
    assert one.overlaps == (Overlap("a", "b", date(2026, 1, 20), date(2026, 2, 1)),)
    assert (one.files, one.rows) == (2, 4)


MOVES = st.lists(st.tuples(st.integers(0, 20), st.integers(-500, 500).filter(bool)), min_size=3, max_size=25)


@given(MOVES, st.data())
def test_whole_files_join_wherever_they_are_cut_and_a_row_left_out_is_found(
    moves: list[tuple[int, int]], data: st.DataObject
) -> None:
    day, balance = date(2025, 7, 1), Decimal(0)
    rows: list[Row] = []
    for days, amount in moves:
        day += timedelta(days=days + 1)  # one row a day: the order inside a day is not in question
        balance += amount
        rows.append((day, str(amount), str(balance)))
    cut = data.draw(st.integers(1, len(rows) - 1))
    assert covered(read("a", *rows[:cut]), read("b", *rows[cut:])).breaks == ()

    gone = data.draw(st.integers(1, len(rows) - 2))
    (found,) = covered(read("a", *rows[:gone]), read("b", *rows[gone + 1 :])).breaks
    assert found.amount == Decimal(rows[gone][1])
    assert (found.after, found.day) == (rows[gone - 1][0], rows[gone + 1][0])
