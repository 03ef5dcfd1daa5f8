"""Bank statements as PDF, from the command line: paired with the wallet's file, opened by a password, refused in words."""

from pathlib import Path

import pytest
from running import run

SAMPLES = Path(__file__).parents[1] / "samples"
UBL = SAMPLES / "ubl" / "2025-pdf" / "AccountStatement.pdf"
MCB = SAMPLES / "mcb" / "2026-live-pdf" / "MCB Live Statement.pdf"
HBL = SAMPLES / "hbl" / "2026-activity-pdf" / "Account Activity.pdf"
SCANNED = SAMPLES / "pdf" / "scanned" / "scanned.pdf"

PAYONEER = (
    "Transaction Date,Transaction Time,Time Zone,Transaction ID,Description,Credit Amount,Debit Amount,Currency,"
    "Transfer Amount,Transfer Amount Currency,Status,Running Balance,Additional Description,Store Name,Source,Target,"
    "Reference ID\n"
)


def payoneer(folder: Path, day: str) -> Path:
    """A wallet that took 520 dollars from a client and sent 500 of them to the bank as 139,780 rupees."""
    path = folder / "payoneer.csv"
    path.write_text(
        PAYONEER
        + f"{day},06:00:00,UTC,2,Withdrawal to bank account,,500.00,USD,139780.00,PKR,Completed,20.00,,,,,\n"
        + f"{day},05:00:00,UTC,1,Payment from Acme Inc,520.00,,USD,,,Completed,520.00,,,,,\n",
        encoding="utf-8",
    )
    return path


def test_a_withdrawal_is_found_in_the_banks_pdf(tmp_path: Path) -> None:
    ran = run("report", UBL, payoneer(tmp_path, "07/09/2025"), "--tax-year", 2026, "--format", "json")
    told = ran.json()

    assert ran.code == 0, ran.err
    assert told["received"]["pkr"] == "139780"
    assert told["transfers"]["paired"] == 1
    assert [file["layout"] for file in told["files"] if file["layout"].startswith("ubl")] == ["ubl-pdf"]
    # The salary, the profit, the IBFT credit and the card of the same statement are no receipt.
    (receipt,) = told["receipts"]
    assert (receipt["date"], receipt["gross"]) == ("2025-07-10", "139780")
    assert "other-credits" in {issue["code"] for issue in told["issues"]}


def test_the_swift_credits_of_hbls_pdf_are_gross_and_their_tax_is_counted() -> None:
    told = run("report", HBL, "--tax-year", 2026, "--format", "json").json()

    taxed = {receipt["gross"]: receipt["tax"] for receipt in told["receipts"]}
    assert taxed == {"1848602.22": "18486.95", "992862.60": "9928.63"}
    assert told["tax"]["deducted"] == "28416"  # 18,486.95 and 9,928.63
    codes = {issue["code"] for issue in told["issues"]}
    assert {"family-remittance", "bank-tax-rows", "other-credits"} <= codes


@pytest.mark.parametrize("command", [("report",), ("tax",), ("export", "-o", "book.xlsx")])
def test_a_password_opens_a_protected_statement_in_every_command(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    words = [tmp_path / word if word.endswith(".xlsx") else word for word in command]
    files = (MCB, payoneer(tmp_path, "07/19/2026"))

    closed = run(*words, *files, "--tax-year", 2027)
    wrong = run(*words, *files, "--tax-year", 2027, "--password", "geheim-77")
    opened = run(*words, *files, "--tax-year", 2027, "--password", "geheim-77", "--password", "2345")

    assert closed.code == wrong.code == 3
    assert "protected by a password" in closed.err
    assert "--password" in closed.err
    assert "none of the passwords given opens it" in wrong.err
    assert opened.code in (0, 4), opened.err
    for ran in (closed, wrong, opened):
        assert "geheim-77" not in ran.out + ran.err
        assert "2345" not in ran.err


def test_the_rows_of_a_protected_statement_are_the_same(tmp_path: Path) -> None:
    ran = run(
        "report",
        MCB,
        payoneer(tmp_path, "07/19/2026"),
        "--tax-year",
        2027,
        "--password",
        "2345",
        "--format",
        "json",
    )

    assert ran.json()["received"]["pkr"] == "139780"


def test_a_scanned_statement_is_refused_by_name_and_told_of_in_a_folder(tmp_path: Path) -> None:
    named = run("report", SCANNED)
    (tmp_path / "scan.pdf").write_bytes(SCANNED.read_bytes())
    (tmp_path / "ubl.pdf").write_bytes(UBL.read_bytes())
    payoneer(tmp_path, "07/09/2025")
    folder = run("report", tmp_path, "--tax-year", 2026, "--format", "json").json()

    assert named.code == 3
    assert "scanned or photographed" in named.err
    assert folder["received"]["pkr"] == "139780"
    (issue,) = [each for each in folder["issues"] if each["code"] == "file-not-opened"]
    assert (issue["severity"], issue["origin"]) == ("warning", "scan.pdf")


def test_a_statement_as_pdf_and_as_csv_counts_once(tmp_path: Path) -> None:
    csv = SAMPLES / "meezan" / "2025-csv" / "02150104114410.csv"
    pdf = SAMPLES / "meezan" / "2026-pdf" / "Account Statement.pdf"
    alone = run("report", csv, "--tax-year", 2026, "--format", "json").json()
    both = run("report", csv, pdf, "--tax-year", 2026, "--format", "json").json()

    assert both["received"] == alone["received"]
    assert "same-money" in {issue["code"] for issue in both["issues"]}
    questions = [issue["message"] for issue in both["issues"] if issue["code"] == "credit-undecided"]
    assert questions == [issue["message"] for issue in alone["issues"] if issue["code"] == "credit-undecided"]


def test_the_evidence_of_every_layout_is_listed() -> None:
    listed = run("platforms", "list").out

    for layout, known_from in (
        ("hbl-branch-text", "real export seen"),
        ("meezan-pdf", "working importer"),
        ("sadapay-pdf", "working importer"),
        ("mcb-e-statement-pdf", "unverified"),
        ("sprc-list", "unverified"),
    ):
        assert any(layout in line and known_from in line for line in listed.splitlines()), layout


def test_a_protected_statement_is_imported_as_it_is_and_asks_for_its_password_ever_after(
    tmp_path: Path,
) -> None:
    books = tmp_path / "books"
    assert run("init", books).code == 0
    closed = run("import", MCB, "--books", books)
    nothing_yet = sorted(books.glob("exports/**/*"))
    opened = run("import", MCB, "--books", books, "--password", "2345")
    again = run("import", MCB, "--books", books, "--password", "2345")
    (kept,) = books.glob("exports/*/*.pdf")

    assert (closed.code, nothing_yet) == (3, [])
    assert "--password" in closed.err
    assert (opened.code, again.code) == (0, 0), opened.err
    assert kept.read_bytes() == MCB.read_bytes()

    alone = run("report", "--books", books, "--tax-year", 2027)
    assert alone.code == 3
    assert "protected by a password" in alone.err
    assert "give its password with --password" in alone.err
    # The books may be added to all the same.
    assert run("import", payoneer(tmp_path, "07/19/2026"), "--books", books).code == 0

    without = run("report", "--books", books, "--tax-year", 2027, "--format", "json")
    (issue,) = [each for each in without.json()["issues"] if each["code"] == "file-not-opened"]
    assert (without.code, without.json()["status"], issue["severity"]) == (4, "incomplete", "error")
    assert "--password" in issue["remedy"]
    assert issue["origin"] == kept.name

    read = run(
        "report", "--books", books, "--tax-year", 2027, "--password", "2345", "--format", "json"
    ).json()
    assert read["received"]["pkr"] == "139780"
    assert "file-not-opened" not in {each["code"] for each in read["issues"]}


def test_the_entries_of_a_protected_statement_are_written_with_its_password(tmp_path: Path) -> None:
    closed = run("entries", MCB, "-o", tmp_path / "all.csv")
    ran = run("entries", MCB, "-o", tmp_path / "all.csv", "--password", "2345")
    again = run("report", tmp_path / "all.csv", "--tax-year", 2027, "--format", "json").json()
    whole = run("report", MCB, "--password", "2345", "--tax-year", 2027, "--format", "json").json()

    assert closed.code == 3
    assert "--password" in closed.err
    assert ran.code == 0, ran.err
    assert again["received"] == whole["received"]
