"""Each layout reads its vocabulary: one small file in the real layout, every entry asserted."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.intake.registry import layouts
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.packaged import packaged


def read(folder: Path, text: str, name: str = "export.csv") -> ReadFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (one,) = read_files([path]).files
    assert one.rows == one.ordinary_rows + len(one.skipped)
    return one


def brief(one: ReadFile) -> list[tuple[str, str, str, str]]:
    return [(str(entry.day), entry.kind.value, str(entry.amount), entry.currency) for entry in one.entries]


def header(layout: str) -> str:
    return ",".join(name.split("|")[0] for name in layouts()[layout][1].header)


def row(layout: str, **cells: str) -> str:
    names = [name.split("|")[0] for name in layouts()[layout][1].header]
    unknown = set(cells) - {name.replace(" ", "_").replace("$", "S") for name in names}
    assert not unknown, unknown
    return ",".join(f'"{cells.get(name.replace(" ", "_").replace("$", "S"), "")}"' for name in names)


def test_an_unknown_word_is_loud(tmp_path: Path) -> None:
    one = read(
        tmp_path,
        header("upwork-1") + "\n" + row("upwork-1", Date="Jul 5, 2025", Ref_ID="1", Type="Gift", Amount="5"),
    )

    assert one.entries[0].kind.value == "unknown"
    assert [issue.code for issue in one.issues] == ["kind-unknown"]


MEEZAN = """02150104114410,AYESHA KHAN
Opening Balance,PKR      1000.00
Closing Balance,PKR      139780.00
Currency,Pakistan Rupee(PKR)
Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance
01 Dec 2025,01 Dec 2025,,INWARD FOREIGN REMITTANCE PAYONEER,,138280.00,139280.00
02 Dec 2025,02 Dec 2025,,Payment of Profit,,1000.00,140280.00
02 Dec 2025,02 Dec 2025,,Withholding Tax,200.00,,140080.00
03 Dec 2025,03 Dec 2025,,Raast P2P Fund transfer - from BILAL RAAST PY0110,,500.00,140580.00
04 Dec 2025,04 Dec 2025,,K-ELECTRIC,800.00,,139780.00
"""


@pytest.mark.parametrize("last", ["Available Balance", "Balance"])
def test_meezan(tmp_path: Path, last: str) -> None:
    one = read(tmp_path, MEEZAN.replace("Available Balance", last))

    assert [(entry.kind.value, str(entry.amount)) for entry in one.entries] == [
        ("deposit", "138280.00"),
        ("interest", "1000.00"),
        ("tax_withheld", "-200.00"),
        ("unknown", "500.00"),
        ("expense", "-800.00"),
    ]
    assert list(one.accounts) == ["Meezan 4410"]
    assert one.accounts["Meezan 4410"].kind is AccountKind.BANK
    assert not one.issues


def test_a_broken_running_balance_names_the_first_row(tmp_path: Path) -> None:
    one = read(tmp_path, MEEZAN.replace("02 Dec 2025,02 Dec 2025,,Withholding Tax,200.00,,140080.00\n", ""))

    (issue,) = one.issues
    assert issue.code == "balance-break"
    assert issue.origin == "export.csv, row 8"


HBL = """Date,Value Date,Description,Amount,Balance
12-06-2026,12-06-2026,With-Holding Tax 1234567890,"9,928.63","1,082,933.97"
12-06-2026,12-06-2026,"Swift Transfer 1234567890 1234567890 ACME DESIGN INC CAD 4,980.00","992,862.60","1,092,862.60"
10-06-2026,10-06-2026,K-ELECTRIC BILL,"5,000.00","100,000.00"
"""


@pytest.mark.parametrize("signed", [False, True])
def test_hbl_activity_takes_the_direction_from_the_balance(tmp_path: Path, signed: bool) -> None:
    text = HBL
    if signed:
        text = text.replace('"9,928', '"-9,928').replace('"992,862', '"+992,862').replace('"5,000', '"-5,000')
    else:
        text += '09-06-2026,09-06-2026,CASH DEPOSIT,"105,000.00","105,000.00"\n'
    one = read(tmp_path, text)

    tax, swift, bill = one.entries[:3]
    assert (tax.kind.value, str(tax.amount), tax.parent) == ("tax_withheld", "-9928.63", "1234567890")
    assert (swift.kind.value, str(swift.amount), swift.ref) == ("deposit", "992862.60", "1234567890")
    assert (swift.far_amount, swift.far_currency, swift.counterparty) == (
        Decimal("4980.00"),
        "CAD",
        "ACME DESIGN INC",
    )
    assert (bill.kind.value, str(bill.amount)) == ("expense", "-5000.00")


BRANCH = """                         YOUR ACCOUNT STATEMENT
ACCOUNT NO    : 0123-45678901-03
FOR THE PERIOD ENDING: JAN01,2019 TO DEC31,2019
|-------|-------|-----------------------------------|------------------|------------------|---------------------|
|DATE   |VALUE  |PARTICULARS                        |             DEBIT|            CREDIT|              BALANCE|
|-------|-------|-----------------------------------|------------------|------------------|---------------------|
|20JUN19|       |BROUGHT FORWARD                    |                  |                  |            3,947.87 |
|20JUN19|       |Funds Transfer    7286451443010620 |                  |         28,431.24|           32,379.11 |
|       |       |FRM     100649012      191443012080|
|       |       |Thru 1-LINK SWITCH                 |
|       |       |                              MMBL |
|       |       |                         Home Remit|
|21JUN19|       |With-Holding Tax 7286451443010621  |               .39|                  |           32,378.72 |
|       |       |ADVANCE TAX ON INTL TRANSACTION    |
|       |       |NON-FILER  3%                      |
|22JUN19|       |ATM CASH WITHDRAWAL                |         32,490.14|                  |              111.42-|
|       |       |Continue on next page              |
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hbl_branch_statement(tmp_path: Path, newline: str) -> None:
    one = read(tmp_path, BRANCH.replace("\n", newline), "statement.txt")

    assert [
        (str(entry.day), entry.kind.value, str(entry.amount), str(entry.balance)) for entry in one.entries
    ] == [
        ("2019-06-20", "deposit", "28431.24", "32379.11"),
        ("2019-06-21", "tax_withheld", "-0.39", "32378.72"),
        ("2019-06-22", "expense", "-32490.14", "-111.42"),
    ]
    assert one.entries[0].ref == "7286451443010620"
    assert one.entries[1].parent == ""
    assert list(one.accounts) == ["HBL 0103"]
    assert [skipped.reason for skipped in one.skipped] == ["balance brought forward"]
    assert not one.issues


FIVERR = "Date,Order ID,Item Description,Buyer,Gross Amount,Service Fee,Net Amount,Status\n"


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("2025-07-20,FO1,Logo,bob,250.00,50.00,200.00,Completed", [("earning", "250.00"), ("fee", "-50.00")]),
        ("2025-07-20,FO1,Logo,bob,250.00,-50.00,200.00,Completed", [("earning", "250.00"), ("fee", "-50.00")]),
        ("2025-07-20,FO1,Withdrawal app design,bob,250.00,50.00,200.00,Completed", [("earning", "250.00"), ("fee", "-50.00")]),
        ("2025-11-28,FO1,Order,bob,-100.00,-20.00,-80.00,Cancelled", [("refund", "-100.00"), ("fee", "20.00")]),
        ("2025-11-28,FO1,Order,bob,-100.00,20.00,-80.00,Refunded", [("refund", "-100.00"), ("fee", "20.00")]),
        ("2025-09-05,W1,Withdrawal to Payoneer,,-440.00,1.00,-439.00,Completed", [("withdrawal", "-439.00"), ("withdrawal_fee", "-1.00")]),
        ("2025-09-05,W1,Withdrawal to Payoneer,,440.00,1.00,439.00,Completed", [("withdrawal", "-439.00"), ("withdrawal_fee", "-1.00")]),
        ("2025-09-05,W1,Withdrawal to Payoneer,,-439.00,1.00,-440.00,Completed", [("withdrawal", "-439.00"), ("withdrawal_fee", "-1.00")]),
        ("2025-09-05,W1,Withdrawal to Payoneer,,-439.00,0.00,-439.00,Completed", [("withdrawal", "-439.00")]),
    ],
)  # fmt: skip
def test_fiverr_with_gross_fee_and_net(tmp_path: Path, line: str, entries: list[tuple[str, str]]) -> None:
    one = read(tmp_path, FIVERR + line + "\n")

    assert [(entry.kind.value, str(entry.amount)) for entry in one.entries] == entries
    (issue,) = one.issues
    assert issue.code == "layout-unverified"
    assert "net of the 20% fee?" in issue.message


def test_fiverr_orders_not_yet_money_are_listed(tmp_path: Path) -> None:
    lines = "2025-07-20,FO1,Logo,bob,10.00,2.00,8.00,Pending Clearance\n2025-07-21,FO2,Logo,bob,10.00,2.00,8.00,Cancelled\n"
    one = read(tmp_path, FIVERR + lines)

    assert one.entries == []
    assert [skipped.reason for skipped in one.skipped] == [
        "pending clearance: not yet money",
        "cancelled order: nothing was earned",
    ]


def test_fiverr_figures_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="do not fit together"):
        read(tmp_path, FIVERR + "2025-07-20,FO1,Logo,bob,250.00,50.00,220.00,Completed\n")


def test_typed_entries_with_only_the_five_required_columns(tmp_path: Path) -> None:
    text = "date,account,kind,amount,currency\n2026-03-03,SadaPay,deposit,348122.84,PKR\n2026-03-04,Cash box,deposit,5,PKR\n"
    one = read(tmp_path, text)

    assert [account.kind for account in one.accounts.values()] == [AccountKind.BANK, AccountKind.BANK]
    assert one.accounts["SadaPay"].institution == "sadapay"


def test_typed_kinds_may_have_a_space(tmp_path: Path) -> None:
    one = read(
        tmp_path, "date,account,kind,amount,currency,parent\n2026-03-03,SadaPay,tax withheld,-5,PKR,A\n"
    )

    assert (one.entries[0].kind.value, one.entries[0].parent) == ("tax_withheld", "A")


def test_an_unknown_typed_kind_is_loud(tmp_path: Path) -> None:
    one = read(tmp_path, "date,account,kind,amount,currency\n2026-03-03,SadaPay,gift,5,PKR\n")

    assert [issue.code for issue in one.issues] == ["kind-unknown"]


@pytest.mark.parametrize("name", ["entries", "certificates", "withholding", "expenses", "invoices", "rates"])
def test_the_templates_are_read(tmp_path: Path, name: str) -> None:
    one = read(tmp_path, (packaged("templates") / f"{name}.csv").read_text(encoding="utf-8"))

    assert one.source.layout == name
    assert one.rows >= 1


def test_a_certificate_cell_is_refused_by_name(tmp_path: Path) -> None:
    text = "certificate_no,realised_on,pkr,tax\nA,2025-08-12,lots,1383\n"
    with pytest.raises(InputRefusedError) as caught:
        read(tmp_path, text)

    assert caught.value.origin == "export.csv, row 2, column pkr"


def test_certificates_from_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["certificate_no", "realised_on", "currency", "amount", "rate", "pkr", "tax", "purpose_code"]
    )
    sheet.append(["MZ-1", datetime(2025, 8, 12), "USD", 500, 276.56, 138280, 1383, "9186"])  # noqa: DTZ001
    book.save(tmp_path / "certificates.xlsx")
    (one,) = read_files([tmp_path / "certificates.xlsx"]).files

    (certificate,) = one.certificates
    assert (str(certificate.realised_on), certificate.pkr, certificate.rate) == (
        "2025-08-12",
        138280,
        Decimal("276.56"),
    )


def test_every_layout_can_be_reached() -> None:
    for name, (_, layout) in layouts().items():
        assert layout.reader != "table" or layout.header, name


@pytest.mark.parametrize("parent", ["900", "1"])
def test_a_fee_may_call_its_parent_by_either_id(tmp_path: Path, parent: str) -> None:
    rows = [
        row("upwork-3", Date="Jul 5, 2025", Transaction_ID="2", Ref_ID="901", Transaction_type="Service Fee",
            Transaction_summary=f"Service Fee for Hourly - Ref ID {parent}", Amount_S="-1.00"),
        row("upwork-3", Date="Jul 5, 2025", Transaction_ID="1", Ref_ID="900", Transaction_type="Hourly", Amount_S="10.00"),
    ]  # fmt: skip
    fee, _ = read(tmp_path, "\n".join([header("upwork-3"), *rows])).entries

    assert fee.parent == "1"
