"""Writes the worked cases as files in the real layouts of each platform, wallet and bank.

    python tests/scenarios/write_cases.py FOLDER

makes FOLDER/p1, p1b, p3 and demo from the events beside this script. The files are kept under
tests/scenarios and data/demo; run this again only when an event changes.
"""

import csv
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
ZERO = Decimal(0)
Event = dict[str, str]
Row = Sequence[object]

UPWORK = (
    "Date,Transaction ID,Transaction type,Transaction summary,Transaction summary details,Description 1,"
    "Description 2,Description 3,Agency team,Freelancer,Client team,Account name,PO,Ref ID,Amount $,"
    "Amount in local currency,Currency,Current balance $,Payment method"
)
FIVERR = "Date,Order ID,Item Description,Buyer,Gross Amount,Service Fee,Net Amount,Status"
PAYONEER = (
    "Transaction Date,Transaction Time,Time Zone,Transaction ID,Description,Credit Amount,Debit Amount,Currency,"
    "Transfer Amount,Transfer Amount Currency,Status,Running Balance,Additional Description,Store Name,Source,"
    "Target,Reference ID"
)
WISE = (
    "TransferWise ID,Date,Date Time,Amount,Currency,Description,Payment Reference,Running Balance,Exchange From,"
    "Exchange To,Exchange Rate,Payer Name,Payee Name,Payee Account Number,Merchant,Card Last Four Digits,"
    "Card Holder Full Name,Attachment,Note,Total fees,Exchange To Amount,Transaction Type,Transaction Details Type"
)
MEEZAN = "Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance"
CERTIFICATES = "certificate_no,realised_on,remitter,institution,currency,amount,retained,rate,pkr,tax,purpose_code,reference"
ENTRIES = (
    "date,account,kind,amount,currency,reference,parent,counterparty,description,purpose_code,certificate"
)


def events(name: str) -> list[Event]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(event: Event) -> date:
    return date.fromisoformat(event["date"])


def money(text: str) -> Decimal:
    return Decimal(text or "0")


def write(path: Path, header: str, rows: list[Row], preamble: list[str] | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for line in preamble or []:
            file.write(line + "\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def upwork(path: Path, case: list[Event], *, wallet: str) -> None:
    """Upwork's report of 2026: one row a movement, newest first, the balance after each row."""
    rows: list[Row] = []
    balance, number = ZERO, 702_450_000

    def add(on: date, kind: str, summary: str, client: str, amount: Decimal) -> int:
        nonlocal balance, number
        number += 7
        balance += amount
        when = f"{on:%b} {on.day}, {on.year}"
        rows.append(
            [when, number, kind, summary, "", "", "", "", "", "Freelancer", client, "Freelancer", "", number]
            + [f"{amount:.2f}", "", "", f"{balance:.2f}", ""]
        )
        return number

    outs = {
        event["date"]: event for event in case if event["account"] == "Upwork" and event["kind"] == "payout"
    }
    for event in sorted(case, key=lambda event: event["date"]):
        if event["account"] == "Upwork" and event["kind"] == "earning":
            parent = add(
                day(event), "Hourly", "Invoice for 12:30 hrs", "Northwind Ltd", money(event["amount"])
            )
            add(
                day(event),
                "Service Fee",
                f"Service Fee for Hourly - Ref ID {parent}",
                "",
                -money(event["fee"]),
            )
        elif event["account"] == "Upwork" and event["kind"] == "payout":
            out = outs[event["date"]]
            add(day(out), "Withdrawal", f"Withdrawal to {wallet}", "", money(out["amount"]))
            add(day(out), "Withdrawal Fee", f"Withdrawal Fee - {wallet}", "", -money(out["fee"]))
        elif event["account"] == "Wise" and event["kind"] == "credit":
            add(day(event), "Withdrawal", f"Withdrawal to {wallet}", "", -money(event["amount"]))
            add(day(event), "Withdrawal Fee", f"Withdrawal Fee - {wallet}", "", Decimal("-0.99"))
    write(path, UPWORK, rows[::-1])


def fiverr(path: Path, case: list[Event]) -> None:
    rows: list[Row] = []
    for event in case:
        if event["account"] != "Fiverr":
            continue
        gross, fee = money(event["amount"]), money(event["fee"])
        if event["kind"] == "payout":
            rows.append(
                [
                    event["date"],
                    event["ref"],
                    "Withdrawal to Payoneer",
                    "",
                    f"{gross - fee:.2f}",
                    f"{fee:.2f}",
                ]
                + [f"{gross:.2f}", "Completed"]
            )
            continue
        words = (
            ("Order cancelled", "Cancelled") if event["kind"] == "refund" else ("Logo design", "Completed")
        )
        rows.append(
            [event["date"], event["ref"], words[0], "buyer_17", f"{gross:.2f}", f"{fee:.2f}"]
            + [f"{gross - fee:.2f}", words[1]]
        )
    write(path, FIVERR, rows)


def payoneer(path: Path, case: list[Event], banked: dict[str, Event]) -> None:
    rows: list[Row] = []
    balance = ZERO
    mine = [event for event in case if event["account"] == "Payoneer"]
    for event in sorted(mine, key=lambda event: (event["date"], event["kind"])):
        amount = money(event["amount"])
        balance += amount
        text = f"Card charge ({event['description']})" if event["kind"] == "card" else event["description"]
        arrived = banked.get(event["ref"])
        far = [f"{money(arrived['pkr_net']):.2f}", "PKR"] if arrived else ["", ""]
        source = "Upwork Global Inc." if "Upwork" in text else "Fiverr" if "Fiverr" in text else ""
        rows.append(
            [day(event).strftime("%m/%d/%Y"), "09:15:00", "UTC", event["ref"], text]
            + [f"{amount:.2f}" if amount > 0 else "", f"{-amount:.2f}" if amount < 0 else "", "USD", *far]
            + ["Completed", f"{balance:,.2f}", "", "", source, "", ""]
        )
    write(path, PAYONEER, rows[::-1])


def meezan(path: Path, case: list[Event], other: list[tuple[str, str, str]]) -> None:
    """Meezan's export with its preamble; the credits are net of the tax the bank took."""
    moves = [
        (event["date"], event["description"], money(event["pkr_net"]), event["ref"])
        for event in case
        if event["account"] == "Meezan"
    ]
    moves += [(when, text, Decimal(amount), "") for when, text, amount in other]
    balance = opening = Decimal("174157.29")
    rows: list[Row] = []
    for when, text, amount, _ref in sorted(moves):
        balance += amount
        shown = date.fromisoformat(when).strftime("%d %b %Y")
        rows.append(
            [
                shown,
                shown,
                "",
                text,
                f"{-amount:.2f}" if amount < 0 else "",
                f"{amount:.2f}" if amount > 0 else "",
            ]
            + [f"{balance:.2f}"]
        )
    preamble = [
        "02150104114410,AYESHA KHAN",
        f"Opening Balance,PKR      {opening}",
        f"Closing Balance,PKR      {balance}",
        "Currency,Pakistan Rupee(PKR)",
    ]
    write(path, MEEZAN, rows, preamble)


def certificates(path: Path, case: list[Event], *, tax_of: str = "pkr_tax") -> None:
    rows: list[Row] = []
    for event in case:
        if event["account"] != "Meezan":
            continue
        gross = money(event["pkr_gross"])
        rate = money(event["fx_rate"])
        rows.append(
            [
                event["prc_no"],
                event["date"],
                "PAYONEER",
                "Meezan Bank",
                "USD",
                f"{gross / rate:.2f}",
                "0",
                rate,
            ]
            + [f"{gross:.2f}", event[tax_of], event["purpose_code"], event["ref"]]
        )
    write(path, CERTIFICATES, rows)


OTHER_P1 = [
    ("2025-07-05", "K-ELECTRIC BILL PAYMENT", "-14250.00"),
    ("2025-10-18", "Raast P2P Fund transfer - from BILAL AHMED RAAST PYxxxx0110", "25000.00"),
    ("2026-02-03", "ATM CASH WITHDRAWAL LAHORE", "-60000.00"),
    ("2026-04-11", "Money Received from SARA KHAN 0141-****663993 STAN (602490)", "40000.00"),
]


def write_case(folder: Path, case: list[Event]) -> None:
    """Write P1's files: Upwork, Fiverr, Payoneer, Meezan, certificates, profile."""
    credits_ = [event for event in case if event["account"] == "Meezan"]
    outs = [event for event in case if event["ref"].startswith("PAY-WD")]
    banked = {out["ref"]: credit for out, credit in zip(outs, credits_, strict=False)}
    upwork(folder / "upwork.csv", case, wallet="Payoneer")
    fiverr(folder / "fiverr.csv", case)
    payoneer(folder / "payoneer.csv", case, banked)
    meezan(folder / "meezan.csv", case, OTHER_P1)
    certificates(folder / "certificates.csv", case)
    (folder / "profile.toml").write_text('name = "Ayesha Khan"\nactive_taxpayer = true\n', encoding="utf-8")


def write_p1(folder: Path) -> None:
    write_case(folder, events("p1_events.csv"))


def write_demo(folder: Path) -> None:
    """P1 as it stood on 30 June: the bank's file ends before the last withdrawal arrives."""
    write_case(folder, [event for event in events("p1_events.csv") if event["date"] <= "2026-06-30"])


def write_p1b(folder: Path) -> None:
    """The bank took 2 %."""
    case = events("p1_events.csv")
    for event in case:
        if event["account"] == "Meezan":
            gross = money(event["pkr_gross"])
            tax = (gross * 2 / 100).quantize(Decimal(1), rounding="ROUND_HALF_UP")
            event["pkr_tax"], event["pkr_net"] = str(tax), str(gross - tax)
    write_case(folder, case)


def write_overlap(folder: Path) -> None:
    """A second Payoneer file that overlaps the first by a month, as a monthly download does."""
    lines = (folder / "payoneer.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    december = [line for line in lines[1:] if line.startswith(("12/", "11/30"))]
    (folder / "overlap").mkdir(exist_ok=True)
    (folder / "overlap" / "payoneer-december.csv").write_text(lines[0] + "".join(december), encoding="utf-8")


def wise(path: Path, case: list[Event]) -> None:
    rows: list[Row] = []
    balance = ZERO
    landed = [event for event in case if event["account"] == "SadaPay" and event["ref"] != "SADA-FAM"]
    outs = 0
    for number, event in enumerate(sorted(case, key=lambda event: (event["date"], event["kind"])), start=1):
        if event["account"] != "Wise":
            continue
        amount = money(event["amount"])
        balance += amount
        when = day(event).strftime("%d-%m-%Y")
        start = [f"TRANSFER-90210{number:04d}", when, f"{when} 06:00:00.000", f"{amount:.2f}", "USD"]
        if amount > 0:
            rows.append(
                [
                    *start,
                    "Received money from Upwork Global Inc.",
                    "",
                    f"{balance:.2f}",
                    "",
                    "",
                    "",
                    "Upwork Global Inc.",
                ]
                + [""] * 7
                + ["0.00", "", "CREDIT", "DEPOSIT"]
            )
        else:
            bank = landed[outs]
            outs += 1
            rows.append(
                [*start, "Sent money to Sana Malik", "", f"{balance:.2f}", "USD", "PKR", event["fx_rate"], ""]
                + [
                    "Sana Malik",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    event["fee"],
                    f"{money(bank['amount']):.2f}",
                    "DEBIT",
                    "TRANSFER",
                ]
            )
    write(path, WISE, rows[::-1])


def typed(path: Path, case: list[Event]) -> None:
    """SadaPay and MCB have no export that can be read: their rows are typed."""
    rows: list[Row] = []
    for event in case:
        if event["account"] == "SadaPay":
            rows.append(
                [
                    event["date"],
                    "SadaPay",
                    "deposit",
                    event["amount"],
                    "PKR",
                    event["ref"],
                    "",
                    "",
                    event["description"],
                ]
                + [event["purpose_code"], event["prc_no"]]
            )
        elif event["account"] == "MCB":
            kind = {"profit": "interest", "zakat": "expense"}.get(event["kind"], "salary")
            rows.append(
                [
                    event["date"],
                    "MCB",
                    kind,
                    event["amount"],
                    "PKR",
                    event["ref"],
                    "",
                    "",
                    event["description"],
                    "",
                    "",
                ]
            )
            if event["kind"] == "profit":
                rows.append(
                    [
                        event["date"],
                        "MCB",
                        "tax_withheld",
                        f"-{event['pkr_tax']}",
                        "PKR",
                        "",
                        event["ref"],
                        "",
                    ]
                    + ["WHT ON PROFIT", "", ""]
                )
    write(path, ENTRIES, rows)


P3_PROFILE = """name = "Sana Malik"
active_taxpayer = true
zakat = { 2026 = 12_000 }

[salary.2026]
income = 3_000_000
tax = 300_000

[[tax_paid]]
date = 2026-06-30
section = "236"
amount = 3_600

[[tax_paid]]
date = 2026-06-30
section = "236Y"
amount = 3_000
"""


def write_p3(folder: Path) -> None:
    case = events("p3_events.csv")
    upwork(folder / "upwork.csv", case, wallet="Wise")
    wise(folder / "wise.csv", case)
    typed(folder / "bank-rows.csv", case)
    (folder / "profile.toml").write_text(P3_PROFILE, encoding="utf-8")


def main(folder: Path) -> None:
    rates = (HERE / "case_rates.csv").read_text(encoding="utf-8")
    write_demo(folder / "demo")
    for name, make in (("p1", write_p1), ("p1b", write_p1b), ("p3", write_p3)):
        make(folder / name)
        (folder / name / "rates.csv").write_text(rates, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
