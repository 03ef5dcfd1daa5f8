"""Two files of one account that cover the same days say the same of them, or it is said."""

import csv
from collections.abc import Callable
from decimal import Decimal
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


def of_layout(name: str, layout: str, *, promises_ids: bool = False) -> Source:
    return Source(name, f"sha of {name}", layout, "meezan", promises_ids=promises_ids)


def in_layout(entry: MakeEntry, source: Source, *rows: str) -> list[Entry]:
    """Make rows of one layout: each is `day amount reference text`, `-` for no reference."""
    made = []
    for row in rows:
        day, amount, ref, text = row.split(maxsplit=3)
        made.append(
            entry(
                "Meezan 4410",
                f"2025-07-{day}",
                amount,
                "unknown",
                currency="PKR",
                ref="" if ref == "-" else ref,
                text=text,
                source=source,
            )
        )
    return made


CSV, PDF = of_layout("a.csv", "csv"), of_layout("b.pdf", "pdf")


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        ("05 200 - IBFT in from Ali", 3),
        ("05 200 - ibft  IN", 3),  # cut, in another case, with another blank
        ("05 200 - Raast credit", 4),
        ("05 201 - IBFT in from Ali", 4),
        ("06 200 - IBFT in from Ali", 3),  # dated in UTC, on a day that both files cover
        ("04 200 - IBFT in from Ali", 3),
        ("07 200 - IBFT in from Ali", 4),
    ],
)
def test_two_layouts_show_one_row_where_amount_day_and_text_agree(
    entry: MakeEntry, other: str, kept: int
) -> None:
    merged = two(
        in_layout(entry, CSV, "01 10 - one", "05 200 - IBFT in from Ali", "09 30 - three"),
        in_layout(entry, PDF, "01 10 - one", other, "09 30 - three"),
    )

    assert len(merged.entries) == kept


def test_a_day_that_only_one_file_covers_is_another_rows(entry: MakeEntry) -> None:
    merged = two(
        in_layout(entry, CSV, "01 10 - one", "05 200 - IBFT in"),
        in_layout(entry, PDF, "06 200 - IBFT in", "09 30 - three"),
    )

    assert len(merged.entries) == 4


def test_equal_rows_of_one_day_stand_as_often_as_the_layout_that_shows_them_most(entry: MakeEntry) -> None:
    merged = two(
        in_layout(entry, CSV, "05 200 - fee", "05 200 - fee", "05 200 - fee"),
        in_layout(entry, PDF, "05 200 - fee", "05 200 - fee"),
    )

    assert len(merged.entries) == 3


def test_twins_of_one_day_that_the_other_layout_cuts_short_are_two(entry: MakeEntry) -> None:
    merged = two(
        in_layout(entry, CSV, "01 10 - one", "05 200 - IBFT in from Ali", "05 200 - IBFT in from Ali"),
        in_layout(entry, PDF, "01 10 - one", "05 200 - IBFT in", "05 200 - IBFT in"),
    )

    assert [row.amount for row in merged.entries] == [10, 200, 200]
    assert merged.issues == ()


def test_rows_of_two_files_of_one_layout_are_not_each_other_under_a_shorter_text(entry: MakeEntry) -> None:
    """One layout prints one text of a row: the row of another layout goes with one of them."""
    other_csv = of_layout("c.csv", "csv")
    merged = two(
        in_layout(entry, CSV, "01 10 - one", "05 200 - IBFT in from Ali"),
        in_layout(entry, other_csv, "05 200 - IBFT in", "09 30 - three"),
        more=(in_layout(entry, PDF, "05 200 - IBFT in from"),),
    )

    assert sorted(row.text for row in merged.entries if row.amount == 200) == ["IBFT in", "IBFT in from Ali"]


def test_a_row_that_a_later_export_changed_stands_for_no_row_of_another_layout(entry: MakeEntry) -> None:
    july, august = (of_layout(f"{name}.csv", "csv", promises_ids=True) for name in ("july", "august"))
    merged = merge(
        [
            file_of(in_layout(entry, july, "01 10 A1 one", "05 200 A2 two")),
            file_of(in_layout(entry, august, "05 250 A2 two", "09 30 A3 three")),
            file_of(in_layout(entry, PDF, "01 10 - one", "05 250 - two", "09 30 - three")),
        ]
    )

    assert [(str(row.amount), row.ref) for row in merged.entries] == [
        ("10", "A1"),
        ("250", "A2"),
        ("30", "A3"),
    ]
    assert [issue.code for issue in merged.issues] == ["row-changed"]


@pytest.mark.parametrize("more_of", ["csv", "report"])
def test_a_row_is_known_by_its_second_id_whichever_file_comes_first(entry: MakeEntry, more_of: str) -> None:
    """One version of an export calls the row P1, another T1, and prints both."""
    first = of_layout("a.csv", "csv", promises_ids=True)
    second = of_layout("b.csv", "report", promises_ids=True)
    ones = in_layout(entry, first, "05 200 P1 two")
    others = in_layout(entry, second, "05 200 T1 Payment")
    rest = in_layout(entry, first if more_of == "csv" else second, "07 30 X1 three")
    fee = entry(
        "Meezan 4410", "2025-07-06", "-2", "fee", ref="T2", parent="T1", source=second, currency="PKR"
    )
    files = [
        file_of(ones + (rest * (more_of == "csv")))._replace(second_ids={"P1": "T1"}),
        file_of([*others, fee, *(rest * (more_of == "report"))]),
    ]
    merged = merge(files)

    assert merge(files[::-1]).entries == merged.entries
    assert [row.amount for row in merged.entries] == [200, -2, 30]
    stands, child, _ = merged.entries
    assert child.parent == stands.ref


def test_a_child_finds_its_parent_by_the_parents_second_id(entry: MakeEntry) -> None:
    """The file of the fee begins after the payment that the fee was of."""
    first = of_layout("a.csv", "csv", promises_ids=True)
    second = of_layout("b.csv", "report", promises_ids=True)
    fee = {"ref": "T2", "parent": "T1", "currency": "PKR", "source": second}
    merged = merge(
        [
            file_of(in_layout(entry, first, "05 200 P1 two"))._replace(second_ids={"P1": "T1"}),
            file_of([entry("Meezan 4410", "2025-07-06", "-2", "fee", **fee)]),
        ]
    )

    assert [(row.ref, row.parent) for row in merged.entries] == [("P1", ""), ("T2", "P1")]


def test_days_that_files_share_in_one_currency_say_nothing_of_another(
    entry: MakeEntry, source: MakeSource
) -> None:
    """The second file ends its euros on the 4th: that a row of the 6th is not in it is no gap."""

    def rows(of: Source, *days: str) -> list[Entry]:
        return [
            entry("Wise", f"2025-07-{day}", "5", "deposit", currency=currency, text="x", source=of)
            for currency, day in (each.split() for each in days)
        ]

    merged = two(
        rows(source("a.csv"), "USD 01", "EUR 01", "EUR 03", "EUR 06", "USD 08", "EUR 09", "USD 09"),
        rows(source("b.csv"), "USD 01", "EUR 01", "EUR 03", "EUR 04", "USD 08", "USD 09"),
    )

    assert merged.issues == ()


def test_ids_of_one_kind_that_differ_are_two_rows_and_ids_of_two_kinds_say_nothing(entry: MakeEntry) -> None:
    """Where some id stands in files of both layouts their ids are of one kind."""
    first = of_layout("a.csv", "csv", promises_ids=True)
    second = of_layout("b.csv", "report", promises_ids=True)

    def rows(here: Source, *, id_of_one: str, id_of_two: str) -> list[Entry]:
        rows = in_layout(entry, here, f"01 10 {id_of_one} one", f"05 200 {id_of_two} two")
        balances = ("10", "210")
        return [row._replace(balance=Decimal(balance)) for row, balance in zip(rows, balances, strict=True)]

    related = two(rows(first, id_of_one="A1", id_of_two="A2"), rows(second, id_of_one="A1", id_of_two="A3"))
    unrelated = two(rows(first, id_of_one="A1", id_of_two="A2"), rows(second, id_of_one="B1", id_of_two="B2"))

    assert [row.ref for row in related.entries] == ["A1", "A2", "A3"]
    assert len(unrelated.entries) == 2  # the running balance says that they are one


def test_rows_of_two_layouts_that_are_alike_under_another_text_are_named_and_counted(
    entry: MakeEntry,
) -> None:
    merged = two(
        in_layout(
            entry,
            CSV,
            "01 10 - one",
            "03 15 - same",
            *(f"0{day} {day}00 - IBFT" for day in range(4, 8)),
            "09 30 - end",
        ),
        in_layout(
            entry,
            PDF,
            "01 10 - one",
            "03 15 - same",
            *(f"0{day} {day}00 - Raast" for day in range(4, 8)),
            "09 30 - end",
        ),
    )

    assert len(merged.entries) == 11
    (issue,) = merged.issues
    assert (issue.severity, issue.code) == (Severity.WARNING, "rows-alike")
    assert issue.message == (
        "Meezan 4410: 4 rows of a.csv have the amount and the day of a row of b.pdf, under another id or text: "
        "2025-07-04 PKR 400 IBFT; 2025-07-05 PKR 500 IBFT; 2025-07-06 PKR 600 IBFT and 1 more. All are counted."
    )
    assert issue.origin.endswith(" and 1 more")


def test_a_row_of_the_day_beside_is_alike_where_both_files_cover_both_days(entry: MakeEntry) -> None:
    inside = two(
        in_layout(entry, CSV, "01 10 - one", "03 15 - same", "05 200 - IBFT", "09 30 - end"),
        in_layout(entry, PDF, "01 10 - one", "03 15 - same", "06 200 - Raast", "09 30 - end"),
    )
    outside = two(
        in_layout(entry, CSV, "01 10 - one", "05 200 - IBFT"),
        in_layout(entry, PDF, "01 10 - one", "06 200 - Raast"),
    )

    assert [issue.code for issue in inside.issues] == ["rows-alike"]
    assert outside.issues == ()


def test_rows_that_a_filtered_export_leaves_out_are_shown_three_and_counted(statement: Statement) -> None:
    merged = two(
        statement("a.csv", "01 10 one", *(f"0{day} {day}0 row" for day in range(2, 8)), "09 30 three"),
        statement("b.csv", "01 10 one", "02 20 row", "09 30 three"),
    )

    (issue,) = merged.issues
    assert issue.code == "files-differ"
    assert issue.message.startswith("Meezan 4410: 5 rows of a.csv are not in b.csv")
    assert issue.origin.count("row ") == 3
    assert issue.origin.endswith(" and 2 more")


def test_contradictions_are_shown_three_and_counted_and_what_is_left_alone_is_said_too(
    statement: Statement,
) -> None:
    merged = two(
        statement(
            "a.csv",
            "01 1 one",
            "02 2 same",
            *(f"0{day} {day}0 text" for day in range(3, 7)),
            "07 7 alone",
            "09 9 end",
        ),
        statement(
            "b.csv", "01 1 one", "02 2 same", *(f"0{day} {day}5 text" for day in range(3, 7)), "09 9 end"
        ),
    )

    assert [issue.code for issue in merged.issues] == ["files-contradict", "files-differ"]
    contradict, differ = merged.issues
    assert contradict.message == (
        "Meezan 4410: two files say different things of one row: 2025-07-03 PKR 30 text or 2025-07-03 PKR 35 text; "
        "2025-07-04 PKR 40 text or 2025-07-04 PKR 45 text; 2025-07-05 PKR 50 text or 2025-07-05 PKR 55 text and 1 more. "
        "Both rows are in the figures."
    )
    assert differ.message.startswith("Meezan 4410: 1 rows of a.csv are not in b.csv")


def test_money_in_and_money_out_of_one_text_do_not_contradict_each_other(statement: Statement) -> None:
    merged = two(
        statement("a.csv", "01 1 one", "03 2 same", "05 50 transfer", "09 9 end"),
        statement("b.csv", "01 1 one", "03 2 same", "05 -51 transfer", "09 9 end"),
    )

    assert [issue.code for issue in merged.issues] == ["files-differ", "files-differ"]


def test_of_two_layouts_only_one_needs_to_show_a_row(entry: MakeEntry) -> None:
    """A layout may leave rows out: nothing is said of what only one of them has."""
    merged = two(
        in_layout(entry, CSV, "01 10 - one", "05 200 - two", "09 30 - three"),
        in_layout(entry, PDF, "01 10 - one", "09 30 - three"),
    )

    assert merged.issues == ()


def test_two_layouts_that_share_no_row_of_their_days_may_be_of_two_accounts(entry: MakeEntry) -> None:
    merged = two(
        in_layout(entry, CSV, "01 10 - one", "05 20 - two", "09 30 - three"),
        in_layout(entry, PDF, "01 11 - uno", "05 22 - due", "09 33 - tre"),
    )

    assert [issue.code for issue in merged.issues] == ["files-apart"]


def test_children_call_their_parent_by_the_id_of_the_row_that_stands_for_it(entry: MakeEntry) -> None:
    first = of_layout("a.csv", "csv", promises_ids=True)
    second = of_layout("b.csv", "report", promises_ids=True)
    parent = {"currency": "PKR", "balance": "900"}
    merged = two(
        [
            entry("Meezan 4410", "2025-07-05", "100", "deposit", ref="A1", source=first, **parent),
            entry(
                "Meezan 4410", "2025-07-08", "-1", "fee", ref="A8", parent="A1", source=first, currency="PKR"
            ),
        ],
        [
            entry("Meezan 4410", "2025-07-05", "100", "deposit", ref="B1", source=second, **parent),
            entry(
                "Meezan 4410", "2025-07-06", "-2", "fee", ref="B6", parent="B1", source=second, currency="PKR"
            ),
        ],
    )

    (stands,) = [row.ref for row in merged.entries if row.kind == "deposit"]
    assert {row.parent for row in merged.entries if row.kind == "fee"} == {stands}


def test_what_one_layout_does_not_print_is_taken_from_the_other(entry: MakeEntry) -> None:
    timed = Source("b.csv", "sha", "report", "meezan", promises_ids=True, timed=True)
    plain = of_layout("a.csv", "csv", promises_ids=True)
    merged = two(
        [entry("Meezan 4410", "2025-07-05", "100", "unknown", ref="X1", currency="PKR", source=plain)],
        [
            entry(
                "Meezan 4410",
                "2025-07-06",
                "100",
                "deposit",
                ref="X1",
                currency="PKR",
                counterparty="Acme",
                text="SWIFT",
                far=("0.36", "USD"),
                tail="4410",
                purpose_code="9186",
                certificate="C1",
                source=timed,
            )
        ],
    )

    (row,) = merged.entries
    assert (str(row.day), row.kind, row.counterparty, row.text) == ("2025-07-06", "deposit", "Acme", "SWIFT")
    assert (str(row.far_amount), row.far_currency, row.tail) == ("0.36", "USD", "4410")
    assert (row.purpose_code, row.certificate) == ("9186", "C1")
