"""Rows read many at a time are read as they are one by one: the same entries, the same rows left out, the same refusals."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake.detect import Found, detect
from freelance_pk.intake.files import contents_of, opener
from freelance_pk.intake.rows import RowReader
from freelance_pk.model.entry import Source
from freelance_pk.model.errors import FreelanceError

HEADER = [
    "Date",
    "Ref ID",
    "Type",
    "Description",
    "Agency",
    "Freelancer",
    "Team",
    "Account Name",
    "PO",
    "Amount",
    "Amount in local currency",
    "Currency",
    "Balance",
]
DATES = ["Jul 1, 2025", "Jul 2, 2025", "Jun 30, 2025", "Dec 31, 2025", "Aug 5, 2025"]
ODD_DATES = ["", "Date", "soon", "2025-07-01"]
REFS = ["600000001", "600000002", " 600000003 ", "'600000004", ""]
ODD_REFS = ["6.00E+08", "1234567890123450000", "#N/A"]
KINDS = ["Hourly", "Fixed-price", "Service Fee", "Withdrawal", "Withdrawal Fee", "Bonus"]
ODD_KINDS = ["Payment", "Adjustment", "Gift", "Processing Fee", ""]
TEXTS = [
    "Invoice, 3:00 hrs",
    "Service Fee for Hourly - Ref ID 600000001",
    "Withdrawal to xx-4410",
    "",
    "two\nlines",
]
AMOUNTS = ["100.00", "-10.00", "12.3", "7", "0.00"]
ODD_AMOUNTS = ["", "1,234.50", "12.345", "(5.00)", "nil", "USD 5.00"]


USUAL = {
    "Date": DATES,
    "Ref ID": REFS,
    "Type": KINDS,
    "Description": TEXTS,
    "Team": ["Acme", " Globex ", ""],
    "Amount": AMOUNTS,
    "Currency": ["USD"],
    "Balance": ["", "100.00", "-3"],
}
ODD = {
    "Date": ODD_DATES,
    "Ref ID": ODD_REFS,
    "Type": ODD_KINDS,
    "Amount": ODD_AMOUNTS,
    "Currency": ["PKR", "usd", "U.S.", ""],
    "Balance": ["1,000.00", "x"],
    "Agency": ["Acme Agency"],
    "Amount in local currency": ["28,391.00", "100.00", ""],
}
PLAIN = {name: texts[0] for name, texts in USUAL.items()}
CELLS = [(name, text) for name, texts in ODD.items() for text in texts]
ROWS = st.fixed_dictionaries({name: st.sampled_from(texts) for name, texts in USUAL.items()})
SPOILS = st.tuples(
    st.integers(0, 29), st.sampled_from(CELLS) | st.sampled_from(["short", "long", "blank", "header"])
)


def written(rows: list[dict[str, str]], spoils: list[tuple[int, tuple[str, str] | str]]) -> list[list[str]]:
    """Write rows as cells, and spoil some."""
    cells = [
        [(row | {"Amount in local currency": row["Amount"]}).get(name, "") for name in HEADER] for row in rows
    ]
    for number, spoil in sorted(spoils, key=lambda each: isinstance(each[1], str)):  # cells first, then rows
        row = cells[number % len(cells)]
        if isinstance(spoil, tuple):
            row[HEADER.index(spoil[0])] = spoil[1]
        else:
            row[:] = {"short": row[:-4], "long": [*row, "more"], "blank": [""] * 13, "header": HEADER}[spoil]
    return cells


def outcome(found: Found) -> object:
    """Return all that a reader made of a table; of a refusal, that it was one."""
    reader = RowReader(
        found, Source("export.csv", "", found.layout.id, "upwork", promises_ids=True), "Upwork"
    )
    try:
        reader.read()
    except FreelanceError:
        return "refused"
    return (
        [entry._replace(source=None) for entry in reader.entries],  # type: ignore[arg-type]
        [(row.line, row.reason, row.text, row.ref) for row in reader.skipped],
        (reader.rows, reader.near_june, reader.printed, reader.filled, reader.blank),
        (reader.unclear_currency, reader.kinds.unknown, reader.strange_status, reader.forms),
    )


@given(st.lists(ROWS, min_size=1, max_size=30), st.lists(SPOILS, max_size=2), st.booleans())
def test_many_at_a_time_or_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, str]],
    spoils: list[tuple[int, tuple[str, str] | str]],
    ends_open: bool,
) -> None:
    text = io.StringIO()
    # The first rows are read one by one, whatever they are, and teach the words of the others.
    taught = written([PLAIN | {"Type": KINDS[number % len(KINDS)]} for number in range(41)], [])
    csv.writer(text, lineterminator="\n").writerows([HEADER, *taught, *written(rows, spoils)])
    path = tmp_path_factory.mktemp("plain") / "export.csv"
    path.write_text(text.getvalue()[: -1 if ends_open else None], encoding="utf-8")
    (content,) = contents_of(opener(path, path.name), path.name)
    found = detect(content, "upwork-1")

    one_by_one = found._replace(table=found.table.with_rows(list(found.table.rows())))

    assert found.table.portions is not None
    assert outcome(found) == outcome(one_by_one)


def test_the_lines_of_rows_behind_quoted_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [
        [
            "Jul 1, 2025",
            "1",
            "Hourly",
            "first\nsecond\nthird",
            "",
            "",
            "Acme",
            "",
            "",
            "5.00",
            "5.00",
            "USD",
            "5.00",
        ],
        ["Jul 1, 2025", "2", "Hourly", "plain", "", "", "Acme", "", "", "5.00", "5.00", "USD", "10.00"],
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    (content,) = contents_of(opener(path, path.name), path.name)
    found = detect(content, None)
    reader = RowReader(found, Source("export.csv", "", "upwork-1", "upwork"), "Upwork")
    reader.read()

    assert [(entry.line, entry.day) for entry in reader.entries] == [
        (4, date(2025, 7, 1)),
        (5, date(2025, 7, 1)),
    ]


@pytest.mark.parametrize(
    "spoil", [("Amount", "0.00"), ("Description", "two\nlines"), ("Type", "Payment"), "blank", "header"]
)
@pytest.mark.parametrize("number", [357, 358, 359, 360, 757, 758, 759, 899])
def test_an_odd_row_where_portions_meet(tmp_path: Path, number: int, spoil: tuple[str, str] | str) -> None:
    rows = [PLAIN | {"Type": KINDS[row % 2], "Ref ID": str(600_000_000 + row)} for row in range(900)]
    path = tmp_path / "export.csv"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *written(rows, [(number, spoil)])])
    path.write_text(text.getvalue(), encoding="utf-8")
    (content,) = contents_of(opener(path, path.name), path.name)
    found = detect(content, "upwork-1")

    made = outcome(found)

    assert made != "refused"
    assert made == outcome(found._replace(table=found.table.with_rows(list(found.table.rows()))))


def test_a_row_that_is_left_out_may_be_dated_in_another_way(tmp_path: Path) -> None:
    cells = written([PLAIN] * 60, [(50, ("Date", "2025-07-01")), (50, ("Amount", "0.00"))])
    path = tmp_path / "export.csv"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *cells])
    path.write_text(text.getvalue(), encoding="utf-8")
    (content,) = contents_of(opener(path, path.name), path.name)
    reader = RowReader(detect(content, "upwork-1"), Source("export.csv", "", "upwork-1", "upwork"), "Upwork")
    reader.read()

    assert (len(reader.entries), [row.reason for row in reader.skipped]) == (59, ["the amount is zero"])
