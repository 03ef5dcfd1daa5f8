"""What wallets and shops print beside an amount: fees, statuses, memos, zones, and what is not known of them."""

from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.issue import Severity

PAYPAL = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID"


def read(folder: Path, text: str, name: str = "export.csv") -> ReadFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (one,) = read_files([path]).files
    assert one.rows == one.ordinary_rows + len(one.skipped)
    return one


def paypal(*rows: str) -> str:
    return "\n".join([PAYPAL, *rows]) + "\n"


def brief(one: ReadFile) -> list[tuple[str, str, str]]:
    return [(str(entry.day), entry.kind.value, str(entry.amount)) for entry in one.entries]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (("07/01/2025", "07/14/2025"), ["2025-07-01", "2025-07-14"]),
        (("07/01/2025", "14/01/2025"), ["2025-01-07", "2025-01-14"]),
        (("2025/07/01", "2025/07/14"), ["2025-07-01", "2025-07-14"]),
    ],
)
def test_one_date_above_twelve_tells_the_order_of_a_whole_file(
    tmp_path: Path, dates: tuple[str, str], days: list[str]
) -> None:
    rows = [f"{day},09:00:00,PDT,Acme,General Payment,Completed,USD,5.00,0.00,5.00,T{day}" for day in dates]

    assert [day for day, _, _ in brief(read(tmp_path, paypal(*rows)))] == days


def test_dates_that_fit_both_orders_are_refused(tmp_path: Path) -> None:
    rows = [
        f"{day},09:00:00,PDT,Acme,General Payment,Completed,USD,5.00,0.00,5.00,T{day}"
        for day in ("07/01/2025", "08/01/2025")
    ]
    with pytest.raises(InputRefusedError, match="may be day/month or month/day") as refusal:
        read(tmp_path, paypal(*rows))

    assert refusal.value.origin == "export.csv, column date"


def test_a_type_that_no_rule_knows_is_loud(tmp_path: Path) -> None:
    one = read(tmp_path, paypal("2025-07-14,09:00:00,PDT,Acme,Crystal Ball,Completed,USD,5.00,0.00,5.00,T1"))

    assert brief(one) == [("2025-07-14", "unknown", "5.00")]
    (issue,) = one.issues
    assert (issue.code, issue.severity) == ("kind-unknown", Severity.WARNING)
    assert "'Crystal Ball'" in issue.message


def test_a_status_that_is_not_known_is_left_out_and_an_error(tmp_path: Path) -> None:
    one = read(
        tmp_path, paypal("2025-07-14,09:00:00,PDT,Acme,General Payment,Dreaming,USD,5.00,0.00,5.00,T1")
    )

    assert one.entries == []
    assert [row.reason for row in one.skipped] == ["unknown status 'Dreaming'"]
    (issue,) = one.issues
    assert (issue.code, issue.severity) == ("status-unknown", Severity.ERROR)


def test_the_same_memo_is_told_wherever_its_column_stands(tmp_path: Path) -> None:
    text = "Date,Balance Impact,Type,Status,Currency,Net,Note\n"
    text += "2025-07-14,Memo,General Payment,Completed,USD,5.00,\n"
    text += "2025-07-14,Credit,General Payment,Completed,USD,6.00,Memo\n"
    one = read(tmp_path, text)

    assert brief(one) == [("2025-07-14", "deposit", "6.00")]
    assert [row.reason for row in one.skipped] == ["memo: no money moved"]


def test_a_net_and_a_fee_without_a_gross_give_the_gross(tmp_path: Path) -> None:
    text = "Date,Type,Status,Currency,Fee,Net\n2025-07-14,General Payment,Completed,USD,-3.20,96.80\n"

    assert brief(read(tmp_path, text)) == [
        ("2025-07-14", "deposit", "100.00"),
        ("2025-07-14", "fee", "-3.20"),
    ]


def test_figures_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="do not fit together") as refusal:
        read(
            tmp_path, paypal("2025-07-14,09:00:00,PDT,Acme,General Payment,Completed,USD,5.00,-1.00,3.00,T1")
        )

    assert refusal.value.origin == "export.csv, row 2"


@pytest.mark.parametrize(
    ("zone", "day", "codes"),
    [
        ("PDT", "2025-07-01", []),
        ("UTC", "2025-06-30", []),
        ("IST", "2025-06-30", ["zone-unknown"]),
        ("", "2025-06-30", []),
    ],
)
def test_a_row_s_own_zone_moves_its_day_and_one_not_known_is_told(
    tmp_path: Path, zone: str, day: str, codes: list[str]
) -> None:
    row = f"2025-06-30,13:00:00,{zone},Acme,General Payment,Completed,USD,5.00,0.00,5.00,T1"
    one = read(tmp_path, paypal(row))

    assert [entry.day.isoformat() for entry in one.entries] == [day]
    assert [issue.code for issue in one.issues] == codes


def test_a_balance_that_a_missing_row_breaks_is_an_error(tmp_path: Path) -> None:
    text = PAYPAL + ",Balance\n"
    text += "2025-07-14,09:00:00,PDT,Acme,General Payment,Completed,USD,5.00,0.00,5.00,T1,5.00\n"
    text += "2025-07-15,09:00:00,PDT,Acme,General Payment,Completed,USD,5.00,0.00,5.00,T3,15.00\n"

    assert [issue.code for issue in read(tmp_path, text).issues] == ["balance-break"]


def test_a_line_break_inside_a_description_becomes_a_bar(tmp_path: Path) -> None:
    text = 'Date,Type,Status,Currency,Net,Note\n2025-07-14,General Payment,Completed,USD,6.00,"two\nlines"\n'
    (entry,) = read(tmp_path, text).entries

    assert entry.text == "General Payment two | lines"
    assert entry.amount == Decimal(6)
