"""Two versions of one account's export give the report of one: no row counts twice, none is lost."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from running import run

from freelance_pk.intake.registry import layouts

FIGURES = ("earned", "earned_pkr", "received", "bridge", "months", "balances", "platforms", "clients")
Cells = dict[str, str]


def write(path: Path, layout: str, rows: Iterable[Cells]) -> Path:
    """Write rows under a layout's header; a cell that the header lacks is left out."""
    names = [name.split("|")[0] for name in layouts()[layout][1].header]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def reported(*files: Path) -> dict[str, Any]:
    ran = run("report", *files, "--tax-year", "2026", "--format", "json")
    assert ran.code in (0, 4), ran.err
    made: dict[str, Any] = ran.json()
    return made


def figures(made: dict[str, Any]) -> dict[str, Any]:
    return {name: made[name] for name in FIGURES}


def errors(made: dict[str, Any]) -> list[str]:
    return [issue["code"] for issue in made["issues"] if issue["severity"] == "error"]


def folded(made: dict[str, Any]) -> int:
    return sum(int(file["folded"]) for file in made["files"])


# Upwork: (day, type, number, parent's number, client, amount); oldest first.
WEEKS = [
    ("2025-09-08", "Hourly", 1, 0, "Northwind Ltd", "300.00"),
    ("2025-09-08", "Service Fee", 2, 1, "Northwind Ltd", "-30.00"),
    ("2025-09-15", "Hourly", 3, 0, "Northwind Ltd", "300.00"),
    ("2025-09-15", "Service Fee", 4, 3, "Northwind Ltd", "-30.00"),
    ("2025-09-15", "Bonus", 5, 0, "Contoso GmbH", "50.00"),
    ("2025-09-15", "Bonus", 6, 0, "Contoso GmbH", "50.00"),
    ("2025-09-22", "Withdrawal", 7, 0, "", "-400.00"),
    ("2025-09-22", "Withdrawal Fee", 8, 0, "", "-0.99"),
    ("2025-10-06", "Fixed Price", 9, 0, "Contoso GmbH", "500.00"),
    ("2025-10-06", "Service Fee", 10, 9, "Contoso GmbH", "-50.00"),
]


def upwork(
    week: tuple[str, str, int, int, str, str], balance: Decimal, *, old: bool, ids: int, shift: int = 0
) -> Cells:
    """Write a row as the old header or the new one has it; `ids` is how far the new ids lie from the old."""
    day, kind, number, parent, client, amount = week
    months = {"09": "Sep", "10": "Oct"}
    written = f"{months[day[5:7]]} {int(day[8:]) + shift}, {day[:4]}"
    ref = 700_000_000 + number
    text = {
        "Hourly": "Invoice for 10:00 hrs",
        "Service Fee": f"Service Fee for Hourly - Ref ID {700_000_000 + parent}",
        "Withdrawal": "Withdrawal to Payoneer",
    }.get(kind, kind)
    if old:
        cells = {"Ref ID": str(ref), "Type": kind, "Description": text, "Team": client, "Amount": amount}
        return {**cells, "Date": written, "Currency": "USD", "Balance": str(balance)}
    words = kind.replace("Fixed Price", "Fixed-price")
    cells = {
        "Transaction ID": str(ref + ids),
        "Ref ID": str(ref),
        "Transaction type": words,
        "Client team": client,
    }
    more = {"Transaction summary": kind, "Transaction summary details": text, "Amount $": amount}
    return {**cells, **more, "Date": written, "Current balance $": str(balance)}


def upwork_file(
    path: Path, *, old: bool, weeks: Sequence[int], ids: int = 0, shift: int = 0, no_alias: bool = False
) -> Path:
    rows: list[Cells] = []
    balance = Decimal(0)
    for number, week in enumerate(WEEKS):
        balance += Decimal(week[5])
        row = upwork(week, balance, old=old, ids=ids, shift=shift)
        if no_alias:
            row["Ref ID"] = row["Transaction ID"]
        rows += [row] if number in weeks else []
    return write(path, "upwork-1" if old else "upwork-3", rows[::-1])


@pytest.mark.parametrize("ids", [0, 112_000_000], ids=["the ids of before", "ids of its own"])
@pytest.mark.parametrize("shift", [0, 1], ids=["the same days", "a day later"])
def test_upwork_reports_of_two_versions(tmp_path: Path, ids: int, shift: int) -> None:
    """The old report ends in September, the new one begins then; eight rows stand in both."""
    old = upwork_file(tmp_path / "old.csv", old=True, weeks=range(8))
    new = upwork_file(tmp_path / "new.csv", old=False, weeks=range(10), ids=ids, shift=shift)
    alone = reported(upwork_file(tmp_path / "whole.csv", old=False, weeks=range(10), ids=ids))
    both = reported(old, new)

    # 300 + 300 + 50 + 50 + 500 = 1,200; fees 30 + 30 + 50 = 110.
    assert (both["earned"][0]["gross"], both["earned"][0]["fees"]) == ("1200.00", "110.00")
    assert folded(both) == 8
    assert errors(both) == errors(alone)
    if not shift:
        assert figures(both) == figures(alone)


def test_upwork_reports_whose_ids_have_nothing_in_common(tmp_path: Path) -> None:
    """Then the balance after each row tells that it is the same."""
    old = upwork_file(tmp_path / "old.csv", old=True, weeks=range(8))
    new = upwork_file(tmp_path / "new.csv", old=False, weeks=range(10), ids=112_000_000, no_alias=True)
    both = reported(old, new)

    assert (both["earned"][0]["gross"], both["earned"][0]["fees"]) == ("1200.00", "110.00")
    assert folded(both) == 8


def test_the_fees_of_two_versions_find_their_client(tmp_path: Path) -> None:
    """A fee of the old report calls its parent by an id that only the new one's second column has."""
    old = upwork_file(tmp_path / "old.csv", old=True, weeks=[1, 3, 9])
    new = upwork_file(tmp_path / "new.csv", old=False, weeks=[0, 2, 4, 5, 6, 7, 8], ids=112_000_000)
    clients = {each["name"]: each for each in reported(old, new)["clients"]}

    assert sorted(clients) == ["Contoso GmbH", "Northwind Ltd"]


def test_upwork_rows_that_nothing_but_amount_and_day_binds_are_named(tmp_path: Path) -> None:
    """No id, no balance: then nobody knows, and it is said."""
    old = upwork_file(tmp_path / "old.csv", old=True, weeks=range(10))
    new = upwork_file(tmp_path / "new.csv", old=False, weeks=range(10), ids=112_000_000, no_alias=True)
    for path, column in ((old, "Balance"), (new, "Current balance $")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        write(path, "upwork-1" if path == old else "upwork-3", [{**row, column: ""} for row in rows])
    codes = {issue["code"] for issue in reported(old, new)["issues"]}

    assert "files-apart" in codes


# Wise: what the statement calls a row, what the history does, and what moved.
def statement(rows: Sequence[Cells], path: Path, *, layout: str = "wise-statement-23") -> Path:
    balance = Decimal(0)
    made: list[Cells] = []
    for row in rows:
        balance += Decimal(row["Amount"])
        day = row["Date"]
        made.append(
            {"Date Time": f"{day} 06:00:00.000", "Currency": "USD", **row, "Running Balance": str(balance)}
        )
    return write(path, layout, made[::-1])


IN_STATEMENT = [
    {
        "TransferWise ID": "TRANSFER-1", "Date": "01-09-2025", "Amount": "995.86", "Payer Name": "Contoso GmbH",
        "Description": "Received money from Contoso GmbH", "Total fees": "4.14", "Transaction Details Type": "DEPOSIT",
    },
    {
        "TransferWise ID": "CARD-2", "Date": "02-09-2025", "Amount": "-13.32", "Merchant": "Audible",
        "Description": "Card transaction", "Total fees": "0.07", "Transaction Details Type": "CARD",
    },
    {
        "TransferWise ID": "BALANCE-3", "Date": "03-09-2025", "Amount": "-100.00", "Total fees": "0.55",
        "Description": "Converted USD to EUR", "Exchange To": "EUR", "Exchange To Amount": "85.00",
        "Transaction Details Type": "CONVERSION",
    },
    {
        "TransferWise ID": "TRANSFER-4", "Date": "08-09-2025", "Amount": "-800.00", "Payee Name": "Sana Malik",
        "Description": "Sent money to Sana Malik", "Total fees": "6.50", "Exchange To": "PKR",
        "Exchange To Amount": "223000.00", "Transaction Details Type": "TRANSFER",
    },
]  # fmt: skip
# The same with fees as rows of their own: the parent's amount is then without its fee.
APART = [
    {**IN_STATEMENT[0], "Amount": "1000.00"},
    {"TransferWise ID": "FEE-TRANSFER-1", "Date": "01-09-2025", "Amount": "-4.14", "Description": "Wise Charges for: TRANSFER-1"},
    {**IN_STATEMENT[1], "Amount": "-13.25"},
    {"TransferWise ID": "FEE-CARD-2", "Date": "02-09-2025", "Amount": "-0.07", "Description": "Wise Charges for: CARD-2"},
    {**IN_STATEMENT[2], "Amount": "-99.45"},
    {"TransferWise ID": "FEE-BALANCE-3", "Date": "03-09-2025", "Amount": "-0.55", "Description": "Wise Charges for: BALANCE-3"},
    {**IN_STATEMENT[3], "Amount": "-793.50"},
    {"TransferWise ID": "FEE-TRANSFER-4", "Date": "08-09-2025", "Amount": "-6.50", "Description": "Wise Charges for: TRANSFER-4"},
]  # fmt: skip
IN_HISTORY = [
    ("TRANSFER-4", "OUT", "2025-09-08", "6.50", "Sana Malik", "793.50", "USD", "Sana Malik", "223000.00", "PKR"),
    ("BALANCE_TRANSACTION-3", "NEUTRAL", "2025-09-03", "0.55", "Sana Malik", "99.45", "USD", "Sana Malik", "85.00", "EUR"),
    ("CARD_TRANSACTION-2", "OUT", "2025-09-02", "0.07", "Sana Malik", "13.25", "USD", "Audible", "13.25", "USD"),
    ("TRANSFER-1", "IN", "2025-09-01", "4.14", "Contoso GmbH", "995.86", "USD", "Sana Malik", "995.86", "USD"),
]  # fmt: skip


def history(path: Path) -> Path:
    names = (
        "ID", "Direction", "Finished on", "Source fee amount", "Source name", "Source amount (after fees)",
        "Source currency", "Target name", "Target amount (after fees)", "Target currency",
    )  # fmt: skip
    rows = [dict(zip(names, row, strict=True)) for row in IN_HISTORY]
    return write(
        path,
        "wise-history-21",
        [{**row, "Status": "COMPLETED", "Finished on": row["Finished on"] + " 06:00:00"} for row in rows],
    )


def test_a_wise_statement_and_the_history_of_the_same_days(tmp_path: Path) -> None:
    one = statement(IN_STATEMENT, tmp_path / "statement.csv")
    all_currencies = history(tmp_path / "transaction-history.csv")
    alone, both = reported(all_currencies), reported(one, all_currencies)

    assert both["earned"][0]["gross"] == "995.86"
    for name in ("earned", "earned_pkr", "received", "bridge", "months"):
        assert both[name] == alone[name], name
    assert folded(both) == 7  # 1 deposit, and 3 rows with their fees
    assert not {"row-changed", "files-contradict", "rows-alike"} & {each["code"] for each in both["issues"]}


@pytest.mark.parametrize("with_history", [False, True])
@pytest.mark.parametrize("layout", ["wise-statement-22", "wise-statement-23"])
def test_a_wise_statement_with_fees_in_the_amounts_and_one_with_fees_apart(
    tmp_path: Path, layout: str, with_history: bool
) -> None:
    inside = statement(IN_STATEMENT, tmp_path / "inside.csv")
    apart = statement(APART, tmp_path / "apart.csv", layout=layout)
    more = [history(tmp_path / "transaction-history.csv")] if with_history else []
    both = reported(inside, apart, *more)

    # 995.86 - 13.32 - 100.00 - 800.00 = 82.54, however the fees are shown.
    (balance,) = [each for each in both["balances"] if each["currency"] == "USD"]
    assert balance["amount"] == "82.54"
    assert both["earned"][0]["gross"] in ("995.86", "1000.00")
    assert not {"row-changed", "files-contradict"} & {each["code"] for each in both["issues"]}


def test_the_tax_on_a_membership_is_the_membership_s_not_the_work_s(tmp_path: Path) -> None:
    names = ("Date", "Ref ID", "Type", "Description", "Amount")
    rows = [
        ("Sep 9, 2025", "4", "GST", "GST (IN) - Membership Fee - Ref ID 3", "-3.60"),
        ("Sep 9, 2025", "3", "Membership Fee", "Freelancer Plus", "-20.00"),
        ("Sep 8, 2025", "2", "Service Fee", "Service Fee for Hourly - Ref ID 1", "-10.00"),
        ("Sep 8, 2025", "1", "Hourly", "Invoice", "100.00"),
    ]
    made = reported(
        write(tmp_path / "u.csv", "upwork-1", [dict(zip(names, row, strict=True)) for row in rows])
    )
    steps = {step["step"]: step["amount"] for step in made["bridge"]}

    assert (steps["platform_fees"], steps["subscriptions"]) == ("-10.00", "-23.60")


# Payoneer: one history, three exports. A row of 20:30 UTC is the next day's in Pakistan.
MOVES = [
    ("2025-09-01", "12:31:46", "1", "Payment from Upwork Global Inc.", "500.00"),
    ("2025-09-03", "20:30:00", "2", "Payment from Contoso GmbH", "50.00"),
    ("2025-09-03", "21:30:00", "3", "Payment from Contoso GmbH", "50.00"),
    ("2025-09-09", "08:00:00", "4", "Withdrawal to Meezan Bank ****4410", "-400.00"),
    ("2025-09-15", "08:00:00", "5", "Annual account fee", "-29.95"),
    ("2025-09-30", "19:30:00", "6", "Payment from Contoso GmbH", "50.00"),
]


def with_times(path: Path) -> Path:
    rows = []
    for day, time, ref, text, amount in MOVES:
        year, month, number = day.split("-")
        cells = {"Transaction Date": f"{month}/{number}/{year}", "Transaction Time": time, "Time Zone": "UTC"}
        cells |= {"Transaction ID": ref, "Description": text, "Currency": "USD", "Status": "Completed"}
        cells |= {"Debit Amount": amount[1:]} if amount.startswith("-") else {"Credit Amount": amount}
        if text.startswith("Withdrawal"):
            cells |= {"Transfer Amount": "111000.00", "Transfer Amount Currency": "PKR"}
        rows.append(cells)
    return write(path, "payoneer-17", rows[::-1])


def without_times(path: Path, layout: str, *, local: bool) -> Path:
    """Write the days alone: those of UTC, or those of Pakistan."""
    rows = []
    for day, time, ref, text, amount in MOVES:
        written = date.fromisoformat(day) + timedelta(days=int(local and time >= "19"))
        cells = {"Date": f"{written.day} {written:%b, %Y}", "Description": text, "Amount": amount}
        rows.append({**cells, "Currency": "USD", "Status": "Completed", "Transaction ID": ref})
    return write(path, layout, rows[::-1])


@pytest.mark.parametrize("local", [False, True], ids=["days of UTC", "days of Pakistan"])
@pytest.mark.parametrize(
    "layouts_beside", [["payoneer-5"], ["payoneer-report"], ["payoneer-5", "payoneer-report"]]
)
def test_payoneer_exports_with_and_without_ids_and_times(
    tmp_path: Path, layouts_beside: list[str], local: bool
) -> None:
    whole = with_times(tmp_path / "transactions.csv")
    beside = [without_times(tmp_path / f"{name}.csv", name, local=local) for name in layouts_beside]
    alone, both = reported(whole), reported(whole, *beside)

    # 500 + 50 + 50 + 50: equal payments of one evening stay two, and none is doubled.
    assert alone["earned"][0]["gross"] == both["earned"][0]["gross"] == "650.00"
    assert folded(both) == len(MOVES) * len(beside)
    for name in ("earned", "received", "clients", "balances"):
        assert both[name] == alone[name], name
    assert errors(both) == errors(alone)


def test_of_two_dates_of_one_row_the_one_with_a_time_counts(tmp_path: Path) -> None:
    """20:30 UTC on 30 June is 1 July in Pakistan, and the next tax year, whichever export is the longer."""
    late = {
        "Transaction Date": "06/30/2026",
        "Transaction Time": "20:30:00",
        "Time Zone": "UTC",
        "Transaction ID": "9",
    }
    row = {"Description": "Payment from Contoso GmbH", "Currency": "USD", "Status": "Completed"}
    timed = write(tmp_path / "transactions.csv", "payoneer-17", [{**late, **row, "Credit Amount": "70.00"}])
    dated = {**row, "Date": "30 Jun, 2026", "Amount": "70.00", "Transaction ID": "9"}
    early = {**row, "Date": "1 Jun, 2026", "Amount": "5.00", "Transaction ID": "1"}
    for layout in ("payoneer-report", "payoneer-5"):
        other = write(tmp_path / f"{layout}.csv", layout, [dated, early])

        assert reported(timed, other)["earned"][0]["gross"] == "5.00"


def test_both_fiverr_tables_of_one_account_count_an_order_once(tmp_path: Path) -> None:
    """One shows an order gross with its fee, the other net; a payout that both show is named."""
    order = {"Date": "2025-09-03", "Order ID": "FO1", "Item Description": "Logo", "Buyer": "bob"}
    money = {"Gross Amount": "250.00", "Service Fee": "50.00", "Net Amount": "200.00", "Status": "Completed"}
    payout = {**order, "Date": "2025-09-09", "Order ID": "", "Item Description": "Withdrawal to Payoneer"}
    gone = {"Gross Amount": "-200.00", "Service Fee": "0.00", "Net Amount": "-200.00", "Status": "Completed"}
    earnings = write(tmp_path / "earnings.csv", "fiverr-earnings", [{**order, **money}, {**payout, **gone}])
    lines = [
        {"Date": "2025-09-09", "Activity": "Withdrawal", "Description": "Payoneer", "Amount": "-200.00"},
        {
            "Date": "2025-09-03",
            "Activity": "Earning",
            "Description": "Logo",
            "Order": "FO1",
            "Amount": "200.00",
        },
        {
            "Date": "2025-09-02",
            "Activity": "Earning",
            "Description": "Icon",
            "Order": "FO2",
            "Amount": "40.00",
        },
    ]
    both = reported(earnings, write(tmp_path / "activity.csv", "fiverr-activity", lines))

    # 250 gross of FO1, and the 40 of FO2, which only the second table shows.
    assert (both["earned"][0]["gross"], both["earned"][0]["fees"]) == ("290.00", "50.00")
    assert {"same-money", "rows-alike"} <= {issue["code"] for issue in both["issues"]}
