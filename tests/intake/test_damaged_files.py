"""Files that lost rows or digits, or whose columns bear each other's names: said, never read as if whole."""

from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest
from written_rows import Cells, read, wise

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import InputRefusedError


def codes(one: ReadFile) -> list[str]:
    return [issue.code for issue in one.issues]


def read_bytes(folder: Path, data: bytes) -> ReadFile:
    path = folder / "export.csv"
    path.write_bytes(data)
    (one,) = read_files([path]).files
    return one


def paypal(kind: str, gross: str, fee: str, net: str) -> Cells:
    row = {"Date": "12/31/2025", "Time": "09:00:00", "TimeZone": "PST", "Name": "Acme", "Type": kind}
    return {
        **row,
        "Status": "Completed",
        "Currency": "USD",
        "Gross": gross,
        "Fee": fee,
        "Net": net,
        "Transaction ID": "1AB",
    }


def test_days_tell_the_order_of_balances_so_that_a_lost_row_shows(tmp_path: Path) -> None:
    """Oldest first 100, 90, (70 lost), 100. Read from below, 100 - 10 is 90 and 90 + 10 is 100: no break."""
    rows = [
        wise("A", "10.00", "100.00", "01-02-2026"),
        wise("B", "-10.00", "90.00", "02-02-2026"),
        wise("D", "30.00", "100.00", "04-02-2026"),
    ]

    assert "balance-break" in codes(read(tmp_path, "wise-statement-22", rows))
    assert "balance-break" not in codes(read(tmp_path, "wise-statement-22", rows[:2]))


def test_a_word_of_three_letters_that_is_no_currency_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="ISO 4217"):
        read(
            tmp_path, "paypal-41", [{**paypal("General Payment", "5.00", "0.00", "5.00"), "Currency": "USF"}]
        )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_utf_16_is_known_without_a_mark(tmp_path: Path, encoding: str) -> None:
    text = "Date,Description,Amount,Currency,Status\n15-Jan-2018,Card charge (Shop),-5.00,USD,Completed\n"

    (entry,) = read_bytes(tmp_path, text.encode(encoding)).entries

    assert entry.amount == Decimal("-5.00")


@pytest.mark.parametrize(("last", "said"), [("-5.00", []), ("-5.0", ["file-cut"]), ("-5", ["file-cut"])])
def test_a_file_that_ends_inside_its_last_amount(tmp_path: Path, last: str, said: list[str]) -> None:
    header, row = "Date,Description,Amount (USD)", "15 Jan 2025,Card charge (Shop)"
    text = f"{header}\n{row},-7.00\n{row},-8.00\n{row},{last}"

    assert [code for code in codes(read_bytes(tmp_path, text.encode())) if code == "file-cut"] == said
    assert "file-cut" not in codes(read_bytes(tmp_path, f"{text}\n".encode()))


def test_a_row_with_a_date_and_no_amount_is_said(tmp_path: Path) -> None:
    rows = [wise("A", "100.00", "100.00"), wise("B", "", "100.00")]

    assert "amount-missing" in codes(read(tmp_path, "wise-statement-22", rows))


def test_a_status_column_without_a_word_is_said(tmp_path: Path) -> None:
    rows = [{**paypal("General Payment", "5.00", "0.00", "5.00"), "Status": ""} for _ in range(3)]

    assert "column-empty" in codes(read(tmp_path, "paypal-41", rows))


def test_a_payment_that_is_less_than_what_is_left_of_it_is_refused(tmp_path: Path) -> None:
    """Gross under the name of the net: 96.10 with a fee of -3.90 would leave 100.00."""
    with pytest.raises(InputRefusedError, match="do not fit together"):
        read(tmp_path, "paypal-41", [paypal("General Payment", "96.10", "-3.90", "100.00")])


def captured(amount: str, refunded: str, fee: str) -> Cells:
    row = {"id": "ch_1", "created": "2025-07-01 09:00", "amount": amount, "currency": "usd", "status": "Paid"}
    converted = {"converted_amount": amount, "converted_amount_refunded": refunded}
    return {**row, **converted, "converted_currency": "usd", "fee": fee}


@pytest.mark.parametrize(("amount", "refunded", "fee"), [("10.00", "25.00", "0.59"), ("", "0.00", "0.59")])
def test_no_more_is_refunded_than_was_paid_and_no_fee_is_on_nothing(
    tmp_path: Path, amount: str, refunded: str, fee: str
) -> None:
    with pytest.raises(InputRefusedError, match="do not fit together"):
        read(tmp_path, "stripe-payments", [captured(amount, refunded, fee)])


def test_a_tax_larger_than_its_amount_is_refused(tmp_path: Path) -> None:
    row = {"Date": "2025-07-05 10:00:00 +1000", "Order ID": "1", "Type": "Sale", "Price": "20.00"}

    with pytest.raises(InputRefusedError, match="do not fit together"):
        read(tmp_path, "envato-2", [{**row, "US RWT": "20.00", "Amount": "3.00"}])


def test_fees_that_eat_the_amounts_and_ids_that_repeat_are_said(tmp_path: Path) -> None:
    row = {"ID": "7", "Date Requested": "2025-01-15 10:00:00", "Transaction Status": "completed"}
    row |= {"Transaction Type": "client_payment", "Currency": "USD", "Transaction Amount": "100.00"}
    path = tmp_path / "export.csv"
    names = [*row, "Provider Fee"]
    path.write_text("\n".join([",".join(names), *[",".join([*row.values(), "60.00"])] * 8]) + "\n")
    (one,) = read_files([path]).files

    assert {"fees-implausible", "ids-repeated"} <= set(codes(one))


def file_of(folder: Path, *rows: list[str], name: str = "export.csv") -> ReadFile:
    path = folder / name
    path.write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    (one,) = read_files([path]).files
    return one


BALANCE = ["balance_transaction_id", "created_utc", "available_on_utc", "currency", "gross", "fee", "net"]
BALANCE_ROW = ["txn_1", "2025-07-05 10:00:00", "2025-07-12 00:00:00", "usd", "100.00", "3.20", "96.80"]


def test_two_names_in_each_others_place_are_said(tmp_path: Path) -> None:
    """Two days, and nothing in the file tells which is the payment's."""
    rest, row = ["reporting_category", "description"], [*BALANCE_ROW, "charge", ""]
    names = [*BALANCE, *rest]
    exchanged = ["available_on_utc" if each == "created_utc" else each for each in names]
    exchanged[2] = "created_utc"

    assert codes(file_of(tmp_path, names, row)) == []
    assert codes(file_of(tmp_path, exchanged, row)) == ["columns-exchanged"]


def test_columns_in_another_order_are_no_damage(tmp_path: Path) -> None:
    names = [*BALANCE, "reporting_category", "description"]
    row = [*BALANCE_ROW, "charge", ""]

    assert codes(file_of(tmp_path, [*names[3:], *names[:3]], [*row[3:], *row[:3]])) == []


def test_names_exchanged_above_contents_that_suit_them_are_no_damage(tmp_path: Path) -> None:
    """The currency stands before the amount, and is one: the columns moved whole."""
    names = ["Date", "Description", "Currency", "Amount", "Status"]

    assert (
        codes(file_of(tmp_path, names, ["15-Jan-2018", "Card charge (Shop)", "USD", "-5.00", "Completed"]))
        == []
    )


def test_a_column_gone_that_every_export_has_is_said(tmp_path: Path) -> None:
    """The statement of 16 columns without `US RWT` is no statement of 7 columns with others unknown."""
    names = [
        "Date",
        "Order ID",
        "Type",
        "Detail",
        "Item ID",
        "Document",
        "Price",
        "EU VAT",
        "US BWT",
        "Amount",
    ]
    row = ["2025-07-05 10:00:00 +1000", "2001", "Sale", "Theme", "7", "", "20.00", "0.00", "0.00", "20.00"]
    one = file_of(tmp_path, names, row)

    (message,) = [issue.message for issue in one.issues if issue.code == "column-missing"]

    assert "no column 'US RWT'" in message


def test_an_amount_in_its_own_currency_is_not_converted(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="do not fit together"):
        read(tmp_path, "stripe-payments", [{**captured("10.00", "0.00", "0.59"), "amount": "12.00"}])


def test_columns_that_say_the_same_fee_may_not_differ(tmp_path: Path) -> None:
    names = [
        "ID",
        "Date Requested",
        "Transaction Status",
        "Transaction Type",
        "Currency",
        "Transaction Amount",
    ]
    row = ["7", "2025-01-15 10:00:00", "completed", "client_payment", "USD", "100.00"]

    with pytest.raises(InputRefusedError, match="that say the same"):
        file_of(tmp_path, [*names, "Provider Fee", "Provider Fees"], [*row, "3.00", "5.00"])


def test_a_local_amount_in_dollars_is_the_dollar_amount(tmp_path: Path) -> None:
    row = {"Date": "Sep 5, 2021", "Ref ID": "1", "Type": "Hourly", "Description": "Invoice", "Amount": "5.00"}

    with pytest.raises(InputRefusedError, match="the row's amount"):
        read(tmp_path, "upwork-1", [{**row, "Currency": "USD", "Amount in local currency": "45.00"}])


@pytest.mark.parametrize("without", ["Total Proceeds in FCY", "FCY Retained in ESFCA"])
def test_proceeds_converted_and_retained_tell_each_other(tmp_path: Path, without: str) -> None:
    """Of 2,000 dollars 1,000 were converted, at 281: the rupees of the whole are 562,000."""
    cells = {
        "e-PRC No.": "PRC-1",
        "Date of Realization of Proceeds": "05-11-2025",
        "Currency": "USD",
        "Total Proceeds in FCY": "2000.00",
        "FCY Retained in ESFCA": "1000.00",
        "Amount in FCY": "1000.00",
        "Rate of Conversion": "281.0000",
        "Amount in PKR": "281000.00",
    }
    del cells[without]
    (certificate,) = file_of(tmp_path, list(cells), list(cells.values())).certificates

    assert (certificate.amount, certificate.retained, certificate.pkr) == (2000, 1000, 562000)


@pytest.mark.parametrize(("end", "said"), [("", ["file-may-be-cut"]), ("\n", [])])
def test_a_list_that_ends_in_a_whole_number_without_a_line_end_is_said(
    tmp_path: Path, end: str, said: list[str]
) -> None:
    """19200 rupees of tax, or 192 of them, or 19: nothing in the file tells."""
    names = "Transaction Date,Tax Year,Section,Payment Type,Taxable Amount,Tax"
    path = tmp_path / "list.csv"
    path.write_text(f"{names}\n31-Dec-2025,2026,151(1)(b),Profit on Debt,96000,19{end}", encoding="utf-8")
    (one,) = read_files([path]).files

    assert codes(one) == said


def test_a_file_that_ends_inside_a_row_that_is_left_out_is_refused(tmp_path: Path) -> None:
    names = "Date,Activity,Description,From,Order,Amount"
    rows = "2025-08-22,Order cancelled,Poster,buyer_3,FO1,-64.00\n2025-08-20,Clearing,Poste"
    (tmp_path / "activity.csv").write_text(f"{names}\n{rows}", encoding="utf-8")

    with pytest.raises(InputRefusedError, match="it is cut off"):
        read_files([tmp_path / "activity.csv"])


def test_memo_rows_are_settled_in_the_time_of_reading_them(tmp_path: Path) -> None:
    """Twice as many memo rows take twice as long: not four times."""

    def seconds(count: int) -> float:
        rows = [
            {**wise(f"TRANSFER-{number}", "0.00" if number % 2 else "1.00", f"{number // 2 + 1}.00")}
            | ({"Transaction Details Type": "ACCRUAL_CHECKOUT", "Amount": "0.01"} if number % 2 else {})
            for number in range(count)
        ]
        start = process_time()
        one = read(tmp_path, "wise-statement-23", rows)
        taken = process_time() - start
        assert len(one.skipped) == count // 2
        return taken

    seconds(100)
    few, many = min(seconds(1_000) for _ in range(2)), min(seconds(4_000) for _ in range(2))
    assert many < few * 8


def test_money_sent_that_came_back_is_no_income_though_it_was_sent_before_the_statement(
    tmp_path: Path,
) -> None:
    row = {**wise("TRANSFER-7", "250.00", "250.00"), "Description": "Sent money to Sana Malik"}

    assert [entry.kind for entry in read(tmp_path, "wise-statement-22", [row]).entries] == [Kind.WITHDRAWAL]


PASTED = "Date,Description,Amount,Currency,Status"


def pasted_rows(*parts: list[str]) -> str:
    row = "{},Card charge (Shop),-5.00,USD,Completed"
    return "".join(f"{PASTED}\n" + "".join(row.format(day) + "\n" for day in part) for part in parts)


@pytest.mark.parametrize(
    ("parts", "counted"),
    [
        ([["15-Jan-2018", "16-Jan-2018"]], 2),
        ([["15-Jan-2018", "16-Jan-2018"], ["16-Jan-2018", "17-Jan-2018"]], 3),
        ([["15-Jan-2018", "15-Jan-2018"], ["15-Jan-2018"]], 2),
        ([["15-Jan-2018"], ["15-Jan-2018", "15-Jan-2018"], ["15-Jan-2018"]], 2),
    ],
)
def test_two_exports_pasted_into_one_file_count_as_two_files_do(
    tmp_path: Path, parts: list[list[str]], counted: int
) -> None:
    """Equal rows of one export are as many payments; of two exports the larger number counts."""
    one = read_bytes(tmp_path, pasted_rows(*parts).encode())

    assert len(one.entries) == counted
    assert one.rows == counted + len(one.skipped)


def test_fees_in_rows_of_their_own_are_told_with_a_decimal_comma_too(tmp_path: Path) -> None:
    """The row of 300,00 prints its fee of 3,50, which stands in a row of its own under the same id."""
    sent = {
        **wise("TRANSFER-1", "-300,00", "1000,00"),
        "Total fees": "3,50",
        "Description": "Sent money to Sana",
    }
    fee = {**wise("TRANSFER-1", "-3,50", "1300,00"), "Total fees": "0,00", "Description": "Gebühr"}
    kinds = {entry.amount: entry.kind for entry in read(tmp_path, "wise-statement-22", [sent, fee]).entries}

    assert kinds == {Decimal(-300): Kind.WITHDRAWAL, Decimal("-3.50"): Kind.WITHDRAWAL_FEE}


def test_two_lists_pasted_into_one_file_are_refused(tmp_path: Path) -> None:
    """The header of certificates has the word total, and is none."""
    names = "e-PRC No.,Date of Realization of Proceeds,Total Proceeds in FCY,Currency,Amount in PKR"
    part = f"{names}\nPRC-1,05-11-2025,500.00,USD,140275.00\n"
    (tmp_path / "prc.csv").write_text(part + part, encoding="utf-8")

    with pytest.raises(InputRefusedError, match="two lists are pasted"):
        read_files([tmp_path / "prc.csv"])


@pytest.mark.parametrize(("last", "said"), [("", []), ("0.0", ["file-cut"])])
def test_a_last_cell_without_an_amount_where_the_balance_shows_that_none_is_missing(
    tmp_path: Path, last: str, said: list[str]
) -> None:
    header = "Booking Date,Value Date,Doc No,Description,Debit,Available Balance,Credit"
    rows = [
        "01/07/2025,01/07/2025,1,RENT,5.00,995.00,0.00",
        "20/07/2025,20/07/2025,2,DEPOSIT,0.00,1005.00,10.00",
        f"21/07/2025,21/07/2025,3,RENT,5.00,1000.00,{last}",
    ]

    found = codes(read_bytes(tmp_path, "\n".join([header, *rows]).encode()))

    assert [code for code in found if code in ("file-cut", "file-may-be-cut")] == said
