"""Writes the rows of a year as the institutions' own exports: their columns, date forms, signs and order."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from year import HBL, MEEZAN, Came, Row, Year

from freelance_pk.intake.registry import layouts

# A part of an account's rows, as (name of the file, its bytes).
File = tuple[str, bytes]
Lines = list[list[str]]
_UTC = timedelta(hours=5)


def header(layout: str) -> list[str]:
    return [name.split("|")[0] for name in layouts()[layout][1].header]


def _table(names: list[str], rows: Iterable[dict[str, str]], before: Lines | None = None) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(before or [])
    writer.writerow(names)
    for row in rows:
        assert not row.keys() - set(names), row.keys() - set(names)
        writer.writerow([row.get(name, "") for name in names])
    return text.getvalue().encode()


Balances = dict[int, Decimal]


def balances_of(rows: list[Row]) -> Balances:
    """Return what the account holds after each row, by the row's key."""
    held, after = Decimal(0), {}
    for row in rows:
        if row.status == "Completed":
            held += row.amount + row.fee
        after[row.key] = held
    return after


def _upwork(rows: list[Row], after: Balances, _year: Year) -> bytes:
    types = {
        "earning": "Hourly",
        "fee": "Service Fee",
        "withdrawal_fee": "Withdrawal Fee",
        "refund": "Refund",
    }

    def cells(row: Row) -> dict[str, str]:
        return {
            "Date": f"{row.day:%b} {row.day.day}, {row.day.year}",
            "Transaction ID": row.ref,
            "Transaction type": types.get(row.kind, "Withdrawal"),
            "Transaction summary": row.text,
            "Freelancer": "Ayesha Khan",
            "Client team": row.party if row.kind in ("earning", "fee", "refund") else "",
            "Account name": "Ayesha Khan",
            "Ref ID": f"9{row.ref[1:]}",
            "Amount $": f"{row.amount:.2f}",
            "Amount in local currency": f"{-row.far:.2f}" if row.far else "",
            "Currency": "PKR" if row.far else "",
            "Current balance $": f"{after[row.key]:.2f}",
            "Payment method": row.party if row.kind == "withdrawal" else "",
        }

    return _table(header("upwork-3"), map(cells, reversed(rows)))


def _fiverr(rows: list[Row], _after: Balances, _year: Year) -> bytes:
    def cells(row: Row) -> dict[str, str]:
        work = row.kind == "earning"
        return {
            "Date": f"{row.day}",
            "Order ID": f"FO{row.ref}" if work else f"W{row.ref}",
            "Item Description": row.text,
            "Buyer": row.party if work else "",
            "Gross Amount": f"{row.amount:.2f}",
            "Service Fee": f"{-row.fee:.2f}",
            "Net Amount": f"{row.amount + row.fee:.2f}",
            "Status": "Completed",
        }

    return _table(header("fiverr-earnings"), map(cells, rows))


def _payoneer_text(row: Row) -> str:
    if row.kind == "deposit":
        return f"Payment from {row.party}"
    if row.kind != "withdrawal":
        return row.text
    back = " returned" if row.amount > 0 else ""
    return f"Withdrawal to {row.text.split()[0]} ****{row.tail}{back}"


def _payoneer(rows: list[Row], after: Balances, year: Year) -> bytes:
    names = header("payoneer-17" if year.plan.setup.far else "payoneer-12")

    def cells(row: Row) -> dict[str, str]:
        at = row.at - _UTC
        made = {
            "Transaction Date": f"{at:%m/%d/%Y}",
            "Transaction Time": f"{at:%H:%M:%S}",
            "Time Zone": "UTC",
            "Transaction ID": row.ref,
            "Description": _payoneer_text(row),
            "Credit Amount": f"{row.amount:,.2f}" if row.amount > 0 else "",
            "Debit Amount": f"{-row.amount:,.2f}" if row.amount < 0 else "",
            "Currency": "USD",
            "Status": row.status,
            "Running Balance": f"{after[row.key]:,.2f}" if row.status == "Completed" else "",
        }
        if year.plan.setup.far and row.far is not None:
            made |= {"Transfer Amount": f"{row.far:,.2f}", "Transfer Amount Currency": "PKR"}
        return made

    return _table(names, map(cells, reversed(rows)))


def _wise_statement(rows: list[Row], after: Balances, _year: Year) -> bytes:
    def cells(row: Row) -> dict[str, str]:
        at = row.at - _UTC
        out = row.kind == "withdrawal"
        return {
            "TransferWise ID": f"TRANSFER-{row.ref}",
            "Date": f"{at:%d-%m-%Y}",
            "Date Time": f"{at:%d-%m-%Y %H:%M:%S}.000",
            "Amount": f"{row.amount + row.fee:.2f}",
            "Currency": "USD",
            "Description": "Sent money to Ayesha Khan" if out else f"Received money from {row.party}",
            "Running Balance": f"{after[row.key]:.2f}",
            "Exchange To": "PKR" if out else "",
            "Payer Name": "" if out else row.party,
            "Payee Name": "Ayesha Khan" if out else "",
            "Total fees": f"{-row.fee:.2f}",
            "Exchange To Amount": f"{row.far:.2f}" if row.far else "",
            "Transaction Type": "DEBIT" if out else "CREDIT",
        }

    return _table(header("wise-statement-22"), map(cells, reversed(rows)))


def _wise_history(rows: list[Row], _after: Balances, _year: Year) -> bytes:
    def cells(row: Row) -> dict[str, str]:
        at = f"{row.at - _UTC:%Y-%m-%d %H:%M:%S}"
        out = row.kind == "withdrawal"
        return {
            "ID": f"TRANSFER-{row.ref}",
            "Status": "COMPLETED",
            "Direction": "OUT" if out else "IN",
            "Created on": at,
            "Finished on": at,
            "Source fee amount": f"{-row.fee:.2f}",
            "Source fee currency": "USD",
            "Source name": "Ayesha Khan" if out else row.party,
            "Source amount (after fees)": f"{abs(row.amount):.2f}",
            "Source currency": "USD",
            "Target name": "Ayesha Khan",
            "Target amount (after fees)": f"{row.far or abs(row.amount):.2f}",
            "Target currency": "PKR" if out else "USD",
            "Exchange rate": "1.0",
        }

    return _table(header("wise-history-18"), map(cells, reversed(rows)))


def _wise(rows: list[Row], after: Balances, year: Year) -> bytes:
    return (_wise_history if year.plan.setup.history else _wise_statement)(rows, after, year)


_OPENING = Decimal(50_000_000)


def _hbl(rows: list[Row], after: Balances, _year: Year) -> bytes:
    def cells(row: Row) -> dict[str, str]:
        return {
            "Date": f"{row.day:%d-%m-%Y}",
            "Value Date": f"{row.day:%d-%m-%Y}",
            "Description": row.text,
            "Amount": f"{row.amount:+,.2f}",
            "Balance": f"{after[row.key] + _OPENING:,.2f}",
        }

    top = [["IBAN", "PK00HABB0004007900000403"]]
    return _table(header("hbl-activity"), map(cells, reversed(rows)), top)


def _meezan(rows: list[Row], after: Balances, _year: Year) -> bytes:
    def cells(row: Row) -> dict[str, str]:
        return {
            "Booking Date": f"{row.day:%d %b %Y}",
            "Value Date": f"{row.day:%d %b %Y}",
            "Doc No": f"FT{row.ref}" if row.kind == "deposit" else "",
            "Description": row.text,
            "Debit": f"{-row.amount:.2f}" if row.amount < 0 else "",
            "Credit": f"{row.amount:.2f}" if row.amount > 0 else "",
            "Available Balance": f"{after[row.key] + _OPENING:.2f}",
        }

    top = [["02150104114410", "AYESHA KHAN"], ["Currency", "Pakistan Rupee(PKR)"]]
    return _table(header("meezan-statement"), map(cells, rows), top)


_WRITERS: dict[str, tuple[str, Callable[[list[Row], Balances, Year], bytes]]] = {
    "Upwork": ("2026-07-26_transaction_report.csv", _upwork),
    "Fiverr": ("fiverr_earnings.csv", _fiverr),
    "Payoneer": ("transactions_USD.csv", _payoneer),
    "Wise": ("wise.csv", _wise),
    HBL: ("Account Activity.csv", _hbl),
    MEEZAN: ("02150104114410.csv", _meezan),
}


def export(year: Year, account: str, rows: list[Row] | None = None, prefix: str = "") -> File:
    """Write some rows of an account, with the balances they have in the whole."""
    name, write = _WRITERS[account]
    whole = year.rows[account]
    return prefix + name, write(whole if rows is None else rows, balances_of(whole), year)


def certificates(year: Year) -> list[File]:
    """Write the certificates: our own list, which has the tax, or the State Bank's yearly form, which has none."""
    certified = [came for came in year.came if came.certified]
    if not certified:
        return []
    if year.plan.setup.papers.value.startswith("the year"):
        return [("S-PRC 2025-26.csv", _sprc(certified))]
    names = [
        "certificate_no", "realised_on", "remitter", "institution", "currency", "amount", "retained", "rate", "pkr",
        "tax", "purpose_code", "reference",
    ]  # fmt: skip

    def cells(came: Came) -> dict[str, str]:
        bank = came.row.account.split()[0]
        return {
            "certificate_no": f"PRC-{came.row.key}",
            "realised_on": f"{came.row.day}",
            "remitter": came.remitter,
            "institution": "HBL" if bank == "HBL" else "Meezan Bank",
            "currency": "USD",
            "amount": f"{came.foreign}",
            "pkr": f"{came.gross}",
            "tax": f"{came.tax}",
            "purpose_code": "9186",
            "reference": f"FT{came.row.ref}" if bank == "Meezan" else "",
        }

    return [("certificates.csv", _table(names, map(cells, certified)))]


def _sprc(certified: list[Came]) -> bytes:
    def cells(item: tuple[int, Came]) -> dict[str, str]:
        number, came = item
        bank = came.row.account.split()[0]
        return {
            "Sr. No.": f"{number}",
            "e-PRC No.": f"PRC-{came.row.key}",
            "e-PRC Date": f"{came.row.day:%d-%m-%Y}",
            "Name of Remitter": came.remitter,
            "Name of Remitting (originating) Financial Institution": "CITIBANK NA NEW YORK",
            "Country": "United States",
            "Beneficiary Bank": "HBL" if bank == "HBL" else "Meezan Bank",
            "Date of Realization of Proceeds": f"{came.row.day:%d-%m-%Y}",
            "Currency": "USD",
            "Total Proceeds in FCY": f"{came.foreign:,.2f}",
            "FCY Retained in ESFCA": "0.00",
            "Amount in FCY": f"{came.foreign:,.2f}",
            "Amount in PKR": f"{came.gross:,.2f}",
            "Purpose of Remittance": "Freelance services",
            "Purpose Code (as per ITRS)": "9186",
            "Transaction Reference Number": f"FT{came.row.ref}" if bank == "Meezan" else "",
        }

    top = [["Statement of Proceeds Realization Certificates (S-PRC)"], ["For the Financial Year 2025-26"]]
    rows = [cells(item) for item in enumerate(certified, 1)]
    return _table(list(rows[0]), rows, top)


def files(year: Year) -> list[File]:
    """Write every account's export, and the certificates."""
    return [*(export(year, account) for account in sorted(year.rows)), *certificates(year)]
