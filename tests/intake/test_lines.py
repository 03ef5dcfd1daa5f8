"""Statements as lines of text: rows over several lines and pages, heads and feet, and rows that are not whole."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.model.errors import InputRefusedError

MEEZAN_HEAD = [
    "Account Statement",
    "Account Title Account Number IBAN",
    "AYESHA KHAN 02150104114410 PK00MEZN0002150104114410",
    "Opening Balance Closing Balance",
    "PKR737.01 PKR194.01",
    "Booking Date Description Credit Debit Available Balance",
]
MEEZAN_ROWS = [
    "08 Oct 2025 Money Received from + PKR42,500.00 PKR43,237.01",
    "ALI RAZA HBL",
    "XXXX0000000001 STAN(100001)",
    "08 Oct 2025 Charges Taxes Plus - PKR43.00 PKR43,194.01",
    "FED STAN(100002)",
    "08 Oct 2025 Money Transferred to - PKR43,000.00 PKR194.01",
    "ALI RAZA HBL",
]


def read(folder: Path, lines: Sequence[str], name: str = "statement.txt") -> ReadFile:
    """Read lines as they come out of a PDF; a text that somebody took out of one is read the same way."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (one,) = read_files([path]).files
    assert one.rows == one.ordinary_rows + len(one.skipped)
    return one


def amounts(one: ReadFile) -> list[str]:
    return [str(entry.amount) for entry in one.entries]


def codes(one: ReadFile) -> list[str]:
    return [issue.code for issue in one.issues]


def test_a_row_is_its_lines(tmp_path: Path) -> None:
    one = read(tmp_path, MEEZAN_HEAD + MEEZAN_ROWS)

    assert [(str(entry.amount), entry.text, entry.line) for entry in one.entries] == [
        ("42500.00", "Money Received from ALI RAZA HBL XXXX0000000001 STAN(100001)", 7),
        ("-43.00", "Charges Taxes Plus FED STAN(100002)", 10),
        ("-43000.00", "Money Transferred to ALI RAZA HBL", 12),
    ]
    assert list(one.accounts) == ["Meezan 4410"]
    assert not one.issues


@given(st.integers(min_value=1, max_value=len(MEEZAN_ROWS)), st.booleans())
def test_a_page_may_end_after_any_line(
    tmp_path_factory: pytest.TempPathFactory, cut: int, again: bool
) -> None:
    page = ["1 05 Jan 2026, 09:41", *(["Account Statement", MEEZAN_HEAD[-1]] if again else [])]
    lines = [*MEEZAN_HEAD, *MEEZAN_ROWS[:cut], *page, *MEEZAN_ROWS[cut:]]
    one = read(tmp_path_factory.mktemp("cut"), lines)

    assert amounts(one) == ["42500.00", "-43.00", "-43000.00"]
    assert one.entries[0].text == "Money Received from ALI RAZA HBL XXXX0000000001 STAN(100001)"
    assert not one.issues


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        (0, "totals-differ"),  # nothing stands before the first row but the opening balance
        (3, "balance-break"),
        (5, "totals-differ"),  # nothing stands behind the last row but the closing balance
    ],
)
def test_a_row_that_is_lost_is_an_error(tmp_path: Path, lost: int, code: str) -> None:
    rows = list(MEEZAN_ROWS)
    rows[lost] = "a line that could not be read"
    one = read(tmp_path, MEEZAN_HEAD + rows)

    assert len(one.entries) == 2
    assert [(issue.severity, issue.code) for issue in one.issues] == [("error", code)]


def test_a_row_whose_date_has_another_form_does_not_pass_unseen(tmp_path: Path) -> None:
    rows = [*MEEZAN_ROWS[:3], MEEZAN_ROWS[3].replace("08 Oct 2025", "2025.10.08"), *MEEZAN_ROWS[4:]]
    one = read(tmp_path, MEEZAN_HEAD + rows)

    assert codes(one) == ["balance-break"]
    assert one.issues[0].origin == "statement.txt, row 12"


def test_a_line_of_a_description_may_begin_with_a_date(tmp_path: Path) -> None:
    rows = [
        "31 Oct 2025 Payment of Profit + PKR543.00 PKR1,280.01",
        "01 Oct 2025 to 31 Oct 2025",
        "31 Oct 2025 Withholding Tax - PKR1,086.00 PKR194.01",
    ]
    one = read(tmp_path, MEEZAN_HEAD + rows)

    assert [(str(entry.amount), entry.text) for entry in one.entries] == [
        ("543.00", "Payment of Profit 01 Oct 2025 to 31 Oct 2025"),
        ("-1086.00", "Withholding Tax"),
    ]
    assert not one.issues


def test_amounts_may_stand_in_any_line_of_a_row(tmp_path: Path) -> None:
    rows = [
        "08 Oct 2025 Money Received from",
        "ALI RAZA HBL + PKR100.00 PKR837.01",
        "09 Oct 2025 Cash",
        "Withdrawal",
        "- PKR643.00 PKR194.01",
    ]
    one = read(tmp_path, MEEZAN_HEAD + rows)

    assert [(str(entry.amount), entry.text) for entry in one.entries] == [
        ("100.00", "Money Received from ALI RAZA HBL"),
        ("-643.00", "Cash Withdrawal"),
    ]
    assert not one.issues


def test_a_file_without_any_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError):
        read(tmp_path, MEEZAN_HEAD)


SADAPAY_HEAD = [
    "Account Statement",
    "Name: Ayesha Khan",
    "Account Currency: Pakistani rupee (PKR)",
    "IBAN: PK00 SADA 0000 0000 00001234",
    "Total debit Total credit",
    "3305.65 2000.00",
    "Account transactions from 1 October 2025 - 8 October 2026",
    "Date Description Debit/Credit",
]


def test_sadapays_rows_begin_above_their_dates(tmp_path: Path) -> None:
    lines = [
        "From ALI RAZA (Meezan Bank",
        "4 Oct, 2025 (MBL))",
        "09:28 PM",
        "+ 2,000.00",
        "(Incoming transfer)",
        "To SARA KHAN (Mobilink",
        "4 Oct, 2025 Microfinance Bank (MMBL))",
        "09:29 PM",
        "(Outgoing transfer)",  # the type before the amount: the row is whole only with both
        "- 2,400.00",
        "5 Oct, 2025 Netflix.com Los Gatos Sgp",
        "03:37 AM (Card) - 905.65",
    ]
    one = read(tmp_path, SADAPAY_HEAD + lines)

    assert [(str(entry.amount), entry.text, entry.counterparty) for entry in one.entries] == [
        ("2000.00", "From ALI RAZA (Meezan Bank (MBL)) (Incoming transfer)", "ALI RAZA"),
        ("-2400.00", "To SARA KHAN (Mobilink Microfinance Bank (MMBL)) (Outgoing transfer)", "SARA KHAN"),
        ("-905.65", "Netflix.com Los Gatos Sgp (Card)", ""),
    ]
    assert list(one.accounts) == ["SadaPay 1234"]
    assert not one.issues


def test_sadapays_older_rows_have_prefixes_and_no_types(tmp_path: Path) -> None:
    lines = [
        "16 Mar, 2024",
        "09:28 PM",
        "TRANSF CR/ICT/ From THUNES + 2,000.00",
        "17 Mar, 2024",
        "10:00 AM",
        "PUR/ UPWORK Dublin - 3,305.65",
        "(USD 12.00)",
    ]
    one = read(tmp_path, SADAPAY_HEAD + lines)

    assert [(entry.kind.value, str(entry.amount)) for entry in one.entries] == [
        ("deposit", "2000.00"),
        ("card", "-3305.65"),
    ]
    assert (one.entries[1].far_amount, one.entries[1].far_currency) == (12, "USD")
    assert not one.issues


def test_sadapays_totals_are_the_only_check_and_an_error(tmp_path: Path) -> None:
    one = read(tmp_path, [*SADAPAY_HEAD, "4 Oct, 2025 From ALI RAZA (MBL)", "09:28 PM + 2,000.00"])

    assert [(issue.severity, issue.code) for issue in one.issues] == [("error", "totals-differ")]
    assert "debits of 3,305.65 are printed and 0 were read" in one.issues[0].message


HBL_HEAD = [
    "Account Activity generated through HBL Mobile",
    "IBAN: PK00HABB0004007900000403",
    "Statement Duration: 7/1/2025 12:00:00 AM till 6/30/2026 12:00:00 AM",
    "Account Number    CNIC Number    Currency    Opening Balance    Closing Balance",
    "04007900000403    0000000000000  PKR         27,987.00          27,770.66",
    "Transaction",
    "Date        Value Date  Description                       Debit        Credit       Balance",
]


def hbl(day: str, text: str, debit: str, credit: str, balance: str) -> str:
    return f"{day}  {day}  {text:<28}{debit:>11}{credit:>14}{balance:>14}"


def test_hbls_directions_come_from_the_balance(tmp_path: Path) -> None:
    lines = [
        hbl("30-06-2026", "Cash Paid", "500.00", "", "27,770.66"),
        hbl("29-06-2026", "Funds Transfer 1 FRM HBL", "", "300.00", "28,270.66"),
        hbl("28-06-2026", "AC Service Chgs", "16.34", "", "27,970.66"),
    ]
    one = read(tmp_path, HBL_HEAD + lines)

    assert amounts(one) == ["-500.00", "300.00", "-16.34"]
    assert not one.issues


def test_where_the_balance_breaks_the_column_tells_and_the_break_is_an_error(tmp_path: Path) -> None:
    lines = [
        hbl("30-06-2026", "Cash Paid", "500.00", "", "27,770.66"),
        hbl("29-06-2026", "x", "", "300.00", "28,270.66"),  # a row of 7,000.00 money in is missing below
        hbl("28-06-2026", "x", "7,016.34", "", "20,970.66"),
    ]
    one = read(tmp_path, HBL_HEAD + lines)

    assert amounts(one) == ["-500.00", "300.00", "-7016.34"]
    assert [(issue.severity, issue.code) for issue in one.issues] == [("error", "balance-break")]
    assert one.issues[0].origin == "statement.txt, row 9"


def test_the_balance_outranks_the_column(tmp_path: Path) -> None:
    shifted = hbl(
        "30-06-2026", "x", "", "500.00", "27,770.66"
    )  # printed under Credit, and yet the balance falls
    one = read(tmp_path, [*HBL_HEAD, shifted, hbl("29-06-2026", "x", "", "283.66", "28,270.66")])

    assert amounts(one) == ["-500.00", "283.66"]
    assert not one.issues


def test_a_negative_balance_has_its_minus_in_front_or_behind(tmp_path: Path) -> None:
    lines = [
        hbl("30-06-2026", "x", "", "27,882.08", "27,770.66"),
        hbl("29-06-2026", "x", "28,098.42", "", "111.42-"),
    ]
    one = read(tmp_path, HBL_HEAD + lines)

    assert amounts(one) == ["27882.08", "-28098.42"]
    assert not one.issues


def test_text_that_looks_like_amounts_is_no_amount(tmp_path: Path) -> None:
    lines = [
        hbl("30-06-2026", "Debit Card/POS 111111111111", "216.34", "", "27,770.66"),
        "                        1234567+++++0000 30/06 222222222222 PKR",
        "                        2600.00 333333 0106 1234567 FOOD PANDA",
        "                        USD 8.13 2,600.00",
    ]
    one = read(tmp_path, HBL_HEAD + lines)

    assert amounts(one) == ["-216.34"]
    assert one.entries[0].kind.value == "card"


def test_text_above_a_statement_that_names_another_bank_does_not_matter(tmp_path: Path) -> None:
    rows = [row.replace("HBL", "MCB Debit Credit Balance") for row in MEEZAN_ROWS]

    assert read(tmp_path, MEEZAN_HEAD + rows).source.layout == "meezan-pdf"
