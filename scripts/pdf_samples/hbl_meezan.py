"""HBL Mobile's account activity, Meezan's app statement and its older e-statement."""

from decimal import Decimal

from plain_pdf import Line

from statement import Drawn, Statement, left, money, row


def _hbl_lines(drawn: Drawn) -> list[Line]:
    each, day = drawn.row, f"{drawn.row.day:%d-%m-%Y}"
    column = 455 if each.amount > 0 else 385
    first: Line = [
        (40, "l", day),
        (95, "l", day),
        (150, "l", each.lines[0]),
        (column, "r", money(each.amount)),
        (545, "r", f"{drawn.balance:,.2f}"),
    ]
    return [first, *([(150, "l", text)] for text in each.lines[1:])]


HBL = Statement(
    folder="hbl/2026-activity-pdf",
    name="Account Activity.pdf",
    account="HBL 0403",
    opening=Decimal("240.47"),
    newest_first=True,
    head=[
        *left(
            "Account Activity generated through HBL Mobile",
            "Branch: MODEL TOWN, LAHORE",
            "Account Title: AYESHA KHAN",
            "Address: HOUSE 1 STREET 2 LAHORE",
            "IBAN: PK00HABB0004007900000403",
            "Statement Duration: 7/1/2025 12:00:00 AM till 6/30/2026 12:00:00 AM",
        ),
        [(40, "l", "Account Number"), (130, "l", "CNIC Number"), (230, "l", "Currency"), (385, "r", "Opening Balance"),
         (545, "r", "Closing Balance")],
        [(40, "l", "04007900000403"), (130, "l", "0000000000000"), (230, "l", "PKR"), (385, "r", "240.47"),
         (545, "r", "3,043,038.66")],
    ],
    header=[
        *left("Transaction"),
        [(40, "l", "Date"), (95, "l", "Value Date"), (150, "l", "Description"), (385, "r", "Debit"), (455, "r", "Credit"),
         (545, "r", "Balance")],
    ],
    foot=lambda page: [[(545, "r", f"Page {page} of 3")]],
    lines_of=_hbl_lines,
    rows=[
        row("2025-07-03", "97557.00", "unknown", "Funds Transfer 1378872245100703 FRM|HBL 53687000010803 881311093813|"
            "Thru Digital Banking|PK00HABB0053687000010803 BILAL AHME", reference="1378872245100703"),
        row("2025-07-05", "-500.00", "expense", "Funds Transfer SM05070525EE76CB TO|HAFIZ ALI (ASAAN AC IBAN XXXX-4881|"
            "Thru Raast MBMB13715986293609415", reference="SM05070525EE76CB"),
        row("2025-08-18", "1848602.22", "deposit", "Swift Transfer 3632542846|3632542846 10832995|CANADA INC CAD 9,141.54",
            reference="3632542846", counterparty="10832995 CANADA INC", far_amount="9141.54", far_currency="CAD"),
        row("2025-08-18", "-18486.95", "tax_withheld", "With-Holding Tax 3632542846", parent="3632542846"),
        row("2025-09-01", "-2600.00", "card", "Debit Card/POS 111111111111|1234567+++++0000 30/08 222222222222 PKR|"
            "2600.00 333333 0106 1234567 FOOD PANDA|KARACHI"),
        row("2025-09-02", "-2420.11", "card", "Debit Card/POS 111111111112|USD 8.13 Upwork -208671964REF"),
        row("2025-09-02", "-72.60", "tax_withheld", "With-Holding Tax 0902153000010902|ADVANCE TAX ON INTL TRANSACTION|"
            "NON-FILER 3%", reference="0902153000010902"),
        row("2025-10-01", "15000.00", "deposit", "Foreign Inward Remittance From|TAPTAP SEND UK-PAYABLE A/C NBP|STAN(636148)",
            reference="636148"),
        row("2025-10-06", "-626.75", "fee", "Fee Fund Transfer Mobile Wallet IBFT|CHARGES IBFT Charges for the Month|SEP-2025"),
        row("2025-12-31", "1200.00", "interest", "Profit Paid|01-07-2025 TO 31-12-2025"),
        row("2025-12-31", "-240.00", "tax_withheld", "WithHolding Tax on Profit"),
        row("2026-01-02", "150000.00", "salary", "Funds Transfer 5203318102010102 FRM MCB|SALARY DEC 2025 ACME PVT LTD",
            reference="5203318102010102"),
        row("2026-01-05", "-41.30", "fee", "AC Service Chgs 0400-CJSF4Z-001|SERVICES CHARGES CD/SB A/C"),
        row("2026-02-10", "-25000.00", "expense", "Bill Payment FBR PSID 173462018"),
        row("2026-03-01", "2420.11", "card", "D. Card/POS Rev. 111111111112|Card Transaction"),
        row("2026-03-01", "72.60", "tax_withheld", "D. Card/POS Rev. 111111111112|WHT REV"),
        row("2026-05-12", "992862.60", "deposit", "Swift Transfer 3638736883 3638736883|10832995 CANADA INC CAD 4,980.00",
            reference="3638736883", counterparty="10832995 CANADA INC", far_amount="4980.00", far_currency="CAD"),
        row("2026-05-12", "-9928.63", "tax_withheld", "With-Holding Tax 3638736883", parent="3638736883"),
        row("2026-06-12", "5000.00", "unknown", "Funds Transfer SM12062852CA9699 FR|KONAIN HUSSAIN IBAN XXXX-2453 Thru|"
            "Raast AMEZNPKKA99510105842453", reference="SM12062852CA9699"),
        row("2026-06-30", "-9000.00", "expense", "ATM Cash Paid 5555555555555555", reference="5555555555555555"),
        row("2026-06-30", "-1000.00", "expense", "Funds Transfer SM30062025EE77CC TO|AYESHA KHAN IBAN XXXX-0001 Thru Raast|"
            "SADAPKKA00000000000000001", reference="SM30062025EE77CC"),
    ],
)  # fmt: skip


def _meezan_lines(drawn: Drawn) -> list[Line]:
    each = drawn.row
    column, sign = (350, "+") if each.amount > 0 else (445, "-")
    first: Line = [
        (40, "l", f"{each.day:%d %b %Y}"),
        (110, "l", each.lines[0]),
        (column, "r", f"{sign} PKR{money(each.amount)}"),
        (545, "r", f"PKR{drawn.balance:,.2f}"),
    ]
    return [first, *([(110, "l", text)] for text in each.lines[1:])]


MEEZAN = Statement(
    folder="meezan/2026-pdf",
    name="Account Statement.pdf",
    account="Meezan 4410",
    opening=Decimal("737.01"),
    head=[
        *left("Account Statement"),
        [(40, "l", "Account Title"), (200, "l", "Account Number"), (360, "l", "IBAN")],
        [(40, "l", "AYESHA KHAN"), (200, "l", "02150104114410"), (360, "l", "PK00MEZN0002150104114410")],
        [(40, "l", "Currency"), (200, "l", "From Date"), (360, "l", "To Date")],
        [(40, "l", "Pakistan Rupee(PKR)"), (200, "l", "01 Oct 2025"), (360, "l", "31 Dec 2025")],
        [(40, "l", "Opening Balance"), (200, "l", "Closing Balance")],
        [(40, "l", "PKR737.01"), (200, "l", "PKR318,716.84")],
    ],
    later_head=left("Account Statement"),
    header=[
        [(40, "l", "Booking Date"), (110, "l", "Description"), (350, "r", "Credit"), (445, "r", "Debit"),
         (545, "r", "Available Balance")],
    ],
    foot=lambda page: [[(40, "l", str(page)), (545, "r", "05 Jan 2026, 09:41")]],
    lines_a_page=17,
    lines_of=_meezan_lines,
    rows=[
        row("2025-10-08", "42500.00", "unknown", "Money Received from|ALI RAZA HBL|XXXX0000000001 STAN(100001)",
            reference="100001", counterparty="ALI RAZA HBL XXXX0000000001"),
        row("2025-10-08", "-43.00", "fee", "Charges Taxes Plus|FED STAN(100002)", reference="100002"),
        row("2025-10-09", "-5000.00", "expense", "Raast P2P Fund transfer to ALI RAZA|PK00MEZNxxxx1234|"
            "AMEZNPKKA12345678901234567890123", reference="AMEZNPKKA12345678901234567890123", counterparty="ALI RAZA",
            tail="1234"),
        row("2025-10-10", "-2350.75", "card", "OnlinePurchaseDARAZ|STAN882311", reference="882311"),
        row("2025-10-10", "-25.00", "fee", "1-Link Fee STAN882311", reference="882311"),
        row("2025-10-15", "139898.58", "deposit", "Inward Telex Payment|G1460485528101"),
        row("2025-10-20", "15000.00", "deposit", "Remittance From TAPTAP SEND|UK-PAYABLE ACCOUNT NBP|"
            "XXXX4253027386 STAN(636148)", reference="636148", counterparty="TAPTAP SEND UK-PAYABLE ACCOUNT NBP XXXX4253027386"),
        row("2025-10-31", "1000.00", "interest", "Payment of Profit|01 Oct 2025 to 31 Oct 2025"),
        row("2025-10-31", "-200.00", "tax_withheld", "Withholding Tax"),
        row("2025-11-01", "150000.00", "salary", "SALARY OCT 2025 ACME PVT LTD"),
        row("2025-11-04", "3000.00", "unknown", "Raast P2P Fund transfer - from|BEHROZ KHAN RAAST PYxxxx2345|"
            "NAYA260121222540394735", reference="NAYA260121222540394735", counterparty="BEHROZ KHAN"),
        row("2025-11-05", "-1500.00", "adjustment", "ADJUSTMENT DEBIT STAN 778899", reference="778899"),
        row("2025-11-06", "1500.00", "adjustment", "ADJUSTMENT REV STAN 778899", reference="778899"),
        row("2025-11-10", "-12000.00", "expense", "FBR Tax Payment PSID 170012345678"),
        row("2025-11-14", "-2100.00", "card", "CHASE UP POS Transaction|STAN (759518)", reference="759518"),
        row("2025-12-02", "-12000.00", "expense", "ATM Cash Withdrawal K BLOCK|LAHORE STAN (216181)", reference="216181"),
        row("2025-12-31", "300.00", "unknown", "Batch Transfer - Credit|FUND TRF"),
    ],
)  # fmt: skip


def _old_lines(drawn: Drawn) -> list[Line]:
    each, day = drawn.row, f"{drawn.row.day:%d/%m/%y}"
    column = 385 if each.amount < 0 else 460
    first: Line = [
        (40, "l", day),
        (90, "l", day),
        (140, "l", each.fields["reference"]),
        (190, "l", each.lines[0]),
        (column, "r", money(each.amount)),
        (545, "r", f"{drawn.balance:,.2f}"),
    ]
    return [first, *([(190, "l", text)] for text in each.lines[1:])]


MEEZAN_2021 = Statement(
    folder="meezan/2021-e-statement-pdf",
    name="5372389-010521-310521.pdf",
    account="Meezan 4410",
    opening=Decimal("10000.00"),
    head=[
        *left(
            "E-STATEMENT OF ACCOUNT",
            "AYESHA KHAN",
            "Account No: 02150104114410",
            "From Date: 01/05/21 To Date: 31/05/21",
            "Opening Balance: 10,000.00",
            "Closing Balance: 136,670.00",
        )
    ],
    header=[
        [(40, "l", "Date"), (90, "l", "Value Date"), (140, "l", "Doc. No"), (190, "l", "Particulars"), (385, "r", "Debit"),
         (460, "r", "Credit"), (545, "r", "Balance")],
    ],
    foot=lambda page: [[(545, "r", f"Page {page}")]],
    lines_a_page=6,
    lines_of=_old_lines,
    rows=[
        row("2021-05-03", "131670.00", "deposit", "INWARD FOREIGN REMITTANCE|PAYONEER", reference="1004511"),
        row("2021-05-05", "-7000.00", "expense", "CHEQUE WITHDRAWAL", reference="1004622"),
        row("2021-05-31", "2500.00", "interest", "PROFIT CREDIT MAY 2021", reference="1009001"),
        row("2021-05-31", "-500.00", "tax_withheld", "WITHHOLDING TAX ON PROFIT|S.151", reference="1009002"),
    ],
)  # fmt: skip
