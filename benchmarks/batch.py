"""Measures a batch: a generated firm, on one process and on two, with the memory that each took.

    python -m benchmarks.batch [--clients 1000] [--rows 500] [--keep FOLDER]

Each client is an Upwork export and a bank account with a certificate of every receipt, all invented. The sums that the
firm's sheet must show are worked out while the files are written, and compared.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

UPWORK = (
    "Date,Transaction ID,Transaction type,Transaction summary,Transaction summary details,Description 1,"
    "Description 2,Description 3,Agency team,Freelancer,Client team,Account name,PO,Ref ID,Amount $,"
    "Amount in local currency,Currency,Current balance $,Payment method"
)
ENTRIES = "date,account,kind,amount,currency,reference,parent,counterparty,description,purpose_code"
CERTIFICATES = "certificate_no,realised_on,remitter,institution,currency,amount,retained,rate,pkr,tax,purpose_code,reference"
RATE = 280
MONTHS = 11


def write_client(folder: Path, number: int, rows: int) -> int:
    """Write one client with about so many rows; return the gross rupees of its receipts."""
    folder.mkdir(parents=True)
    upwork, bank, certificates = [], [], []
    row_id, balance, received = 700_000_000 + number * 10_000, 0, 0
    works = max((rows - MONTHS * 5) // (2 * MONTHS), 1)
    for month in range(MONTHS):
        first = date(2025, 7 + month, 1) if month < 6 else date(2026, month - 5, 1)
        earned = 0
        for work in range(works):
            day = first + timedelta(days=work % 20)
            gross = 5_000 + (number * 37 + month * 11 + work * 7) % 9_000  # cents
            fee = gross // 10
            for kind, text, amount in (
                ("Hourly", f"Invoice for {work + 1}:00 hrs", gross),
                ("Service Fee", f"Service Fee for Hourly - Ref ID {row_id + 1}", -fee),
            ):
                row_id += 1
                balance += amount
                upwork.append(_upwork(day, row_id, kind, text, amount, balance))
            earned += gross - fee
        out = earned - 99
        for kind, text, amount in (
            ("Withdrawal", "Withdrawal to Direct to Local Bank", -out),
            ("Withdrawal Fee", "Withdrawal Fee - Direct to Local Bank", -99),
        ):
            row_id += 1
            balance += amount
            upwork.append(_upwork(first + timedelta(days=24), row_id, kind, text, amount, balance))
        landed = first + timedelta(days=26)
        pkr = out * RATE // 100
        tax = (pkr + 50) // 100
        ref = f"C{number:05}-{month + 1}"
        account = f"Meezan {number:05}"
        bank.append(f"{landed},{account},deposit,{pkr},PKR,{ref},,UPWORK,INWARD REMITTANCE,9186")
        bank.append(f"{landed},{account},tax_withheld,-{tax},PKR,,{ref},,TAX 154A,")
        certificates.append(
            f"MZ{number:06}{month + 1:02},{landed},UPWORK,Meezan Bank,USD,{out // 100}.{out % 100:02},0,{RATE},{pkr},{tax},9186,{ref}"
        )
        received += pkr
    for name, header, lines in (
        ("upwork.csv", UPWORK, upwork[::-1]),
        ("bank.csv", ENTRIES, bank),
        ("certificates.csv", CERTIFICATES, certificates),
    ):
        (folder / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return received


def _upwork(day: date, row_id: int, kind: str, text: str, cents: int, balance: int) -> str:
    return (
        f'"{day:%b} {day.day}, {day.year}",{row_id},{kind},{text},,,,,,Freelancer,Northwind Ltd,Freelancer,,{row_id},'
        f"{_dollars(cents)},,,{_dollars(balance)},"
    )


def _dollars(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


class Taken(NamedTuple):
    """What a run took: milliseconds on the clock, of the processors, of them in the process that hands out.

    `parent` and `worker`: the most memory that this process, and the largest of its workers, ever held, in MB; 0
    where there is none.
    """

    clock: int
    processors: int
    handing_out: int
    parent: int
    worker: int


def measure(root: Path, out: Path, jobs: int) -> Taken:
    """Run the batch, and measure it.

    On a machine that does other things too the clock says little; what the processors did says what two
    that are free would take.
    """
    before = _spent()
    words = [sys.executable, "-m", "freelance_pk", "batch", str(root), "-o", str(out), "--tax-year", "2026"]
    start = time.monotonic_ns()
    run = subprocess.Popen([*words, "--jobs", str(jobs), "--quiet"], stdout=subprocess.DEVNULL)
    handing_out = parent = worker = 0
    while run.poll() is None:
        handing_out = max(handing_out, _ticks(run.pid))
        parent = max(parent, _memory(run.pid))
        worker = max((worker, *map(_memory, _children(run.pid))))
        time.sleep(0.1)
    if run.returncode not in (0, 4):
        raise SystemExit(f"the batch ended with {run.returncode}")
    clock = (time.monotonic_ns() - start) // 1_000_000
    return Taken(clock, _spent() - before, handing_out, parent // 1024, worker // 1024)


def _spent() -> int:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((spent.ru_utime + spent.ru_stime) * 1000)


def _children(pid: int) -> list[int]:
    return [int(each) for each in _read(f"/proc/{pid}/task/{pid}/children").split()]


def _ticks(pid: int) -> int:
    """Return what a process, without its children, has had of the processors so far, in milliseconds."""
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) * 1000 // os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """Return the most memory that a process ever held, in kB."""
    lines = _read(f"/proc/{pid}/status").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""  # the process is gone, or the system has no such files


def main() -> None:
    """Write the firm, run it on one process and on two, a quarter of it, and again unchanged; print what each took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--clients", type=int, default=1000)
    asked.add_argument("--rows", type=int, default=500)
    asked.add_argument("--keep", type=Path, help="folder to work in, which stays")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = given.keep or Path(temporary)
        few = max(given.clients // 4, 1)
        received = 0
        for number in range(given.clients):
            name = f"client-{number:05}"
            received += write_client(work / "clients" / name, number, given.rows)
            if number < few:
                write_client(work / "quarter" / name, number, given.rows)
        print(f"{given.clients} clients of about {given.rows} rows; load {os.getloadavg()[0]:.1f}")
        quarter = _measured(work, "quarter", "out-quarter", few, 2)
        one = _measured(work, "clients", "out-1", given.clients, 1)
        two = _measured(work, "clients", "out-2", given.clients, 2)
        print(f"load {os.getloadavg()[0]:.1f}")
        print(f"two processes are {_ratio(one.clock, two.clock)} times as quick as one")
        print(
            f"by what the processors did, {_ratio(one.processors * 2, two.processors + two.handing_out)} times"
        )
        print(
            f"four times the clients: {two.parent - quarter.parent:+} MB in the process that hands out, "
            f"{two.worker - quarter.worker:+} MB in the largest worker"
        )
        _measured(work, "clients", "out-2", given.clients, 2, "again, unchanged, ")
        firms = [(work / f"out-{jobs}" / "firm.json").read_bytes() for jobs in (1, 2)]
        print("the firm's sheets are the same" if firms[0] == firms[1] else "THE FIRM'S SHEETS DIFFER")
        totals = json.loads(firms[0])["totals"]
        found = int(totals["final"]["received"]) + int(totals["not_final"]["received"])
        print(f"receipts Rs {found:,}; by the files written Rs {received:,}")


def _measured(work: Path, root: str, out: str, clients: int, jobs: int, how: str = "") -> Taken:
    taken = measure(work / root, work / out, jobs)
    each = taken.processors * 10 // clients
    print(
        f"{how}{clients} clients, {jobs} process(es): {_seconds(taken.clock)} s; processors "
        f"{_seconds(taken.processors)} s, {each // 10}.{each % 10} ms a client, of them "
        f"{_seconds(taken.handing_out)} s in the first process; at most {taken.parent} MB in it, "
        f"{taken.worker} MB in the largest worker",
        flush=True,
    )
    return taken


def _ratio(slow: int, quick: int) -> str:
    hundredths = slow * 100 // quick
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000 // 100}"


if __name__ == "__main__":
    main()
