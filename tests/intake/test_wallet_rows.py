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


GUMROAD = (
    "Type,Date,Purchase ID,Item Name,Buyer Name,Buyer Email,Taxes ($),Shipping ($),Sale Price ($),"
    "Gumroad Fees ($),Net Total ($)\nSale,2025-07-05,p1,Icons,Bob,b@x.y,0,0,10.0,1.3,8.7\n"
)


@pytest.mark.parametrize(("total", "codes"), [("8.7", []), ("8.71", ["totals-differ"]), ("", [])])
def test_a_file_s_own_total_is_compared_with_its_rows(tmp_path: Path, total: str, codes: list[str]) -> None:
    one = read(tmp_path, GUMROAD + f"Totals,,,,,,0,0,10.0,1.3,{total}\n")

    assert [issue.code for issue in one.issues] == codes
    assert len(one.entries) == 2


STRIPE = "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,description"
PAYMENTS = (
    "id,created,amount,amount_refunded,currency,converted_amount,converted_amount_refunded,fee,"
    "converted_currency,status"
)


def test_payments_are_left_out_by_day_or_id_where_the_balance_report_shows_them(tmp_path: Path) -> None:
    balance, payments = tmp_path / "balance.csv", tmp_path / "payments.csv"
    balance.write_text(
        STRIPE.replace("description", "source_id") + "\n"
        "txn_1,2025-07-05 10:00:00,usd,10.00,0.50,9.50,charge,ch_1\n"
        "txn_2,2025-07-31 20:00:00,usd,20.00,0.90,19.10,charge,ch_2\n",
        encoding="utf-8",
    )
    payments.write_text(
        PAYMENTS + "\n"
        "ch_1,2025-07-05 10:00,10.00,0.00,usd,10.00,0.00,0.50,usd,Paid\n"
        "ch_2,2025-08-02 01:00,20.00,0.00,usd,20.00,0.00,0.90,usd,Paid\n"
        "ch_3,2025-08-02 09:00,30.00,0.00,usd,30.00,0.00,1.20,usd,Paid\n",
        encoding="utf-8",
    )
    files = {read.source.layout: read for read in read_files([balance, payments]).files}

    assert [entry.ref for entry in files["stripe-payments"].entries] == ["ch_3", "ch_3"]
    assert [row.reason for row in files["stripe-payments"].skipped] == [
        "the same money stands in balance.csv",
        "the same money stands in balance.csv",
    ]
    assert len(files["stripe-balance"].entries) == 4
    assert "same-money" in {issue.code for issue in files["stripe-payments"].issues}


def test_two_stripe_reports_of_one_month_have_the_same_ids(tmp_path: Path) -> None:
    """Both are read whole: they are folded by their ids, whatever day their zones give."""
    (tmp_path / "one.csv").write_text(
        STRIPE + "\ntxn_1,2025-07-05 20:00:00,usd,10.00,0.50,9.50,charge,Sale\n", encoding="utf-8"
    )
    (tmp_path / "two.csv").write_text(
        "ID,Type,Source,Amount,Fee,Net,Currency,Created (UTC)\n"
        "txn_1,charge,ch_1,10.00,0.50,9.50,usd,2025-07-05 20:00\n",
        encoding="utf-8",
    )
    files = read_files([tmp_path / "one.csv", tmp_path / "two.csv"]).files

    assert [len(read.entries) for read in files] == [2, 2]
    assert {entry.ref for read in files for entry in read.entries} == {"txn_1"}


def test_a_time_that_prints_its_distance_from_utc_needs_no_zone(tmp_path: Path) -> None:
    text = STRIPE.replace("created_utc", "created") + "\n"
    text += "txn_1,2025-06-30T21:00:00+03:00,usd,10.00,0.50,9.50,charge,Sale\n"
    text += "txn_2,2025-06-30T22:00:00+03:00,usd,10.00,0.50,9.50,charge,Sale\n"

    assert [day for day, kind, _ in brief(read(tmp_path, text)) if kind == "earning"] == [
        "2025-06-30",
        "2025-07-01",
    ]


DEEL = (
    "ID,Date Requested,Transaction Status,Transaction Type,Currency,Transaction Amount,Provider Fee,"
    "Provider Fees,Amount Transferred,Currency Transferred\n"
)


@pytest.mark.parametrize(
    ("cells", "moves"),
    [
        ("-500.00,3.00,3.00,497.00,USD", [("withdrawal", "-497.00"), ("withdrawal_fee", "-3.00")]),
        ("-500.00,3.00,,,", [("withdrawal", "-497.00"), ("withdrawal_fee", "-3.00")]),
        ("-500.00,,,500.00,USD", [("withdrawal", "-500.00")]),
        ("-500.00,,,460.00,EUR", [("withdrawal", "-500.00")]),
        ("-500.00,1.00,,495.00,USD", [("withdrawal", "-495.00"), ("withdrawal_fee", "-5.00")]),
    ],
)
def test_what_arrives_of_a_withdrawal_tells_its_fee(
    tmp_path: Path, cells: str, moves: list[tuple[str, str]]
) -> None:
    one = read(tmp_path, DEEL + f"d1,2025-01-20 14:30:00,completed,withdrawal,USD,{cells}\n")

    assert [(entry.kind.value, str(entry.amount)) for entry in one.entries] == moves


def test_more_arriving_than_left_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="do not fit together"):
        read(tmp_path, DEEL + "d1,2025-01-20 14:30:00,completed,withdrawal,USD,-500.00,,,501.00,USD\n")


def test_a_payout_in_words_that_holds_no_amount_is_refused(tmp_path: Path) -> None:
    text = "Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net\n"
    text += "31 July 2026,Deposit,£1.2.3 sent to your bank account,,GBP,--,--,--\n"
    with pytest.raises(InputRefusedError, match=r"'£1\.2\.3' is not an amount") as refusal:
        read(tmp_path, text)

    assert refusal.value.origin.startswith("export.csv, row 2")


def test_a_file_that_is_never_read_is_named_in_a_folder_and_refused_by_itself(tmp_path: Path) -> None:
    (tmp_path / "payout.csv").write_text(GUMROAD, encoding="utf-8")
    sales = tmp_path / "sales.csv"
    sales.write_text(
        "Purchase ID,Item Name,Buyer Name,Purchase Date,Sale Price ($),Fees ($),Net Total ($)\n"
        "p1,Icons,Bob,2025-07-05,10.0,1.3,8.7\n",
        encoding="utf-8",
    )
    intake = read_files([tmp_path])
    (issue,) = intake.issues

    assert [one.source.name for one in intake.files] == ["payout.csv"]
    assert (issue.code, issue.severity, issue.origin) == ("file-never-read", Severity.WARNING, "sales.csv")
    assert "export the payout CSVs" in issue.remedy
    with pytest.raises(InputRefusedError, match="this is Gumroad sales CSV"):
        read_files([sales])
