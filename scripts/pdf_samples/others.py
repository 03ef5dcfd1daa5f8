"""SadaPay, UBL, Faysal, MCB and Allied."""

from decimal import Decimal

from plain_pdf import Line

from statement import Drawn, Statement, left, money, row


def _sadapay_lines(drawn: Drawn) -> list[Line]:
    """The date stands beside the last line but one of the name, the amount by itself, the type below."""
    each = drawn.row
    *name, label = each.lines
    when = [[(60, "l", f"{each.day.day} {each.day:%b, %Y}")], [(60, "l", each.fields["time"])]]
    shown = f"{'+' if each.amount > 0 else '-'} {money(each.amount)}"
    if len(name) == 1:
        return [[*when[0], (170, "l", name[0])], [*when[1], (170, "l", label), (520, "r", shown)]]
    return [
        [(170, "l", name[0])],
        [*when[0], (170, "l", " ".join(name[1:]))],
        when[1],
        [(520, "r", shown)],
        [(170, "l", label)],
    ]


def _sadapay_date_at(drawn: Drawn) -> int:
    return 0 if len(drawn.row.lines) == 2 else 1


SADAPAY = Statement(
    folder="sadapay/2025-pdf",
    name="sadapay_account_statement_2025-10-01_2025-12-31.pdf",
    account="SadaPay 1234",
    opening=Decimal(0),
    prints_balance=False,
    head=[
        *left("Account Statement", "Name: Ayesha Khan", "Account Currency: Pakistani rupee (PKR)",
              "IBAN: PK00 SADA 0000 0000 00001234"),
        [(60, "l", "Total debit"), (300, "l", "Total credit")],
        [(60, "l", "23005.65"), (300, "l", "252455.65")],
        *left("Account transactions from 1 October 2025 - 31 December 2025"),
    ],
    later_head=left("IBAN: PK00 SADA 0000 0000 00001234", "Account transactions from 1 October 2025 - 31 December 2025"),
    header=[[(60, "l", "Date"), (170, "l", "Description"), (520, "r", "Debit/Credit")]],
    foot=lambda page: [
        *left("Note: This is a system generated statement and does not require a signature."),
        [(40, "l", "Generated on: 1 Jan, 2026 [2:06 AM (PKT)]"), (545, "r", f"Page {page} of 3")],
    ],
    lines_a_page=20,
    lines_of=_sadapay_lines,
    date_at=_sadapay_date_at,
    rows=[
        row("2025-10-04", "2000.00", "unknown", "From ALI RAZA (Meezan Bank|(MBL))|(Incoming transfer)", time="09:28 PM",
            counterparty="ALI RAZA"),
        row("2025-10-04", "-2400.00", "expense", "To SARA KHAN (Mobilink|Microfinance Bank (MMBL))|(Outgoing transfer)",
            time="09:29 PM", counterparty="SARA KHAN"),
        row("2025-10-05", "-905.65", "card", "Netflix.com Los Gatos Sgp|(Card)", time="03:37 AM"),
        row("2025-10-06", "905.65", "card", "Netflix.com Los Gatos Sgp|(Card refund)", time="11:00 AM"),
        row("2025-10-20", "98050.00", "deposit", "From THUNES PAYONEER (Bank|Alfalah (BAFL))|(Incoming transfer)",
            time="10:15 AM", counterparty="THUNES PAYONEER"),
        row("2025-11-01", "150000.00", "salary", "From ACME SALARY (Habib Bank|Limited (HBL))|(Incoming transfer)",
            time="12:05 PM", counterparty="ACME SALARY"),
        row("2025-11-30", "1500.00", "interest", "Profit|(Savings)", time="11:59 PM"),
        row("2025-11-30", "-300.00", "tax_withheld", "Withholding tax on profit|(Tax)", time="11:59 PM"),
        row("2025-12-01", "-200.00", "fee", "Bank charges SMS charges|(Fee)", time="01:00 AM"),
        row("2025-12-03", "-19200.00", "expense", "FBR PSID 173462018|(Bill payment)", time="01:10 PM"),
    ],
)  # fmt: skip


def _ubl_lines(drawn: Drawn) -> list[Line]:
    each = drawn.row
    debit, credit = (
        (f"{-each.amount:,.2f}", "0") if each.amount < 0 else ("0", f"{each.amount:,}".removesuffix(".00"))
    )
    figures: Line = [(390, "r", debit), (460, "r", credit), (545, "r", f"{drawn.balance:,.2f}")]
    first: Line = [(40, "l", f"{each.day:%d-%b-%Y}"), (110, "l", each.lines[0])]
    rest: list[Line] = [[(110, "l", text)] for text in each.lines[1:]]
    return [first, *rest[:-1], [*rest[-1], *figures]] if rest else [[*first, *figures]]


UBL = Statement(
    folder="ubl/2025-pdf",
    name="AccountStatement.pdf",
    account="UBL 6789",
    opening=Decimal("3762.82"),
    head=[
        *left(
            "Account Statement",
            "AYESHA KHAN",
            "Account Number: 000212346789",
            "IBAN No: PK00UNIL0109000212346789",
            "Balance: PKR 298,011.46",
        )
    ],
    later_head=left("Account Statement"),
    header=[
        [(40, "l", "DATE"), (110, "l", "DESCRIPTION"), (390, "r", "DEBIT"), (460, "r", "CREDIT"), (545, "r", "BALANCE")],
    ],
    first=[[(110, "l", "Opening Balance"), (390, "r", "0"), (460, "r", "0"), (545, "r", "3,762.82")]],
    foot=lambda page: left(
        "UBLUnitedBankLtd", "For latest schedule of charges visit", "UBL website www.ubldigital.com", "111-825-888",
        f"Printed on 05-Jan-2026 Page {page}",
    ),
    lines_a_page=13,
    lines_of=_ubl_lines,
    rows=[
        row("2025-07-02", "200000.00", "unknown", "IBFT FROM ALI RAZA HBL|MSGID: HABB250702A77123|TT25183.0042",
            reference="HABB250702A77123"),
        row("2025-07-03", "-100.00", "expense", "KUICKPAY PAYMENT 5512 EDUCATION", reference="5512"),
        row("2025-07-04", "-98.66", "fee", "BANK CHARGES FED"),
        row("2025-07-10", "139780.00", "deposit", "INWARD REMITTANCE|PAYONEER REF # 771204", reference="771204"),
        row("2025-07-31", "900.00", "interest", "PROFIT CREDITED"),
        row("2025-07-31", "-180.00", "tax_withheld", "WHT ON PROFIT"),
        row("2025-08-01", "120000.00", "salary", "SALARY JULY 2025|FT25213.0019", reference="FT25213.0019"),
        row("2025-08-04", "-6052.70", "card", "POS PURCHASE IMTIAZ|REF # 771333", reference="771333"),
        row("2025-08-05", "-60000.00", "expense", "FBR PSID 173462018"),
        row("2025-08-06", "-100000.00", "expense", "IBFT TO SARA KHAN|MSGID: UNIL250806B1", reference="UNIL250806B1"),
    ],
    last=left("Activity Summary"),
)  # fmt: skip


def _faysal_lines(drawn: Drawn) -> list[Line]:
    each = drawn.row
    out, into = (money(each.amount), "0.00") if each.amount < 0 else ("0.00", money(each.amount))
    first: Line = [
        (40, "l", f"{each.day:%b} {each.day.day}, {each.day.year}"),
        (110, "l", each.lines[0]),
        (380, "r", out),
        (455, "r", into),
        (545, "r", f"{drawn.balance:,.2f}"),
    ]
    return [first, *([(110, "l", text)] for text in each.lines[1:])]


FAYSAL = Statement(
    folder="faysal/2025-pdf",
    name="FBL Account Statement.pdf",
    account="Faysal 2345",
    opening=Decimal("19309.32"),
    head=left(
        "For further details contact customercare@faysalbank.com",
        "Website: www.faysalbank.com",
        "Account Statement",
        "Statement Issuance Date: Oct 1, 2025",
        "Title: AYESHA KHAN BARKAT CURRENT ACCOUNT",
        "Account #: 3048-301000002345",
        "IBAN: PK00-FAYS-3048-3010-0000-2345",
    ),
    later_head=left("Account Statement"),
    header=[
        [(40, "l", "Date"), (110, "l", "Description"), (380, "r", "Withdrawals"), (455, "r", "Deposits"),
         (545, "r", "Balance")],
    ],
    first=[[(40, "l", "Jul 1, 2025"), (110, "l", "Opening Balance"), (545, "r", "19,309.32")]],
    foot=lambda page: left(f"Page {page}"),
    lines_a_page=9,
    lines_of=_faysal_lines,
    rows=[
        row("2025-07-02", "-17486.96", "expense", "IBFT TO NAYAPAY|0300XXXX567"),
        row("2025-07-15", "97860.00", "deposit", "INWARD REMITTANCE PAYONEER|TXN 9912"),
        row("2025-07-16", "5000.00", "unknown", "IBFT FROM BILAL AHMED"),
        row("2025-07-20", "-1100.00", "card", "POS PURCHASE CAREEM|KARACHI"),
        row("2025-07-31", "-12.50", "fee", "SMS CHARGES FED"),
        row("2025-08-31", "700.00", "interest", "PROFIT PAID"),
        row("2025-08-31", "-140.00", "tax_withheld", "WITHHOLDING TAX ON PROFIT"),
        row("2025-09-01", "90000.00", "salary", "SALARY AUG 2025"),
        row("2025-09-15", "-30000.00", "expense", "FBR PSID 173462018"),
    ],
)  # fmt: skip


def _mcb_lines(drawn: Drawn) -> list[Line]:
    each = drawn.row
    first: Line = [
        (40, "l", f"{each.day:%d %b %Y}"),
        (110, "l", each.lines[0]),
        (330, "l", each.fields["reference"]),
        (455, "r", f"{money(each.amount)}{'Cr' if each.amount > 0 else 'Dr'}"),
        (545, "r", f"{drawn.balance:,.2f}"),
    ]
    return [first, *([(110, "l", text)] for text in each.lines[1:])]


MCB = Statement(
    folder="mcb/2026-live-pdf",
    name="MCB Live Statement.pdf",
    account="MCB 2345",
    opening=Decimal("1000.00"),
    newest_first=True,
    password="2345",  # noqa: S106 - an invented statement's
    head=left(
        "Account Statement",
        "0123456789012345 | AYESHA KHAN",
        "01 Jul 2026 to 31 Oct 2026",
        "Opening Balance : 1,000.00",
        "Closing Balance : 186,345.00",
        "Currency : PKR",
    ),
    later_head=left("Account Statement"),
    header=[
        [(40, "l", "Date"), (110, "l", "Description"), (330, "l", "Reference Number"), (455, "r", "Amount"),
         (545, "r", "Balance")],
    ],
    lines_a_page=11,
    lines_of=_mcb_lines,
    rows=[
        row("2026-07-03", "6480.00", "unknown", "INTERBANK FUNDS RECEIVING - AYESHA KHAN|- - MCB - Originator : - BILAL AHMED",
            reference="1000000013"),
        row("2026-07-20", "139780.00", "deposit", "INWARD REMITTANCE PAYONEER", reference="1000000014"),
        row("2026-08-01", "95000.00", "salary", "SALARY CREDIT - - - - Originator : - -", reference="1000000015"),
        row("2026-08-02", "-2500.00", "card", "DEBIT CARD PURCHASE - FOODPANDA|KARACHI", reference="1000000016"),
        row("2026-08-05", "-15.00", "fee", "IBFT SENDING FEE-MCB LIVE - - - - Originator : - -", reference="1000000017"),
        row("2026-08-05", "-5000.00", "expense", "IBFT SENDING-MCB LIVE - ALI RAZA -|11112222333344 - MEEZAN BANK LTD -|"
            "Originator : - AYESHA KHAN - 0123456789012345", reference="1000000018"),
        row("2026-09-30", "2000.00", "interest", "PROFIT-LOSS", reference="1000000019"),
        row("2026-09-30", "-400.00", "tax_withheld", "WHT COLL: UNDER SEC 151", reference="1000000020"),
        row("2026-10-05", "-50000.00", "expense", "FBR PSID 173462018", reference="1000000021"),
    ],
)  # fmt: skip


def _mcb_old_lines(drawn: Drawn) -> list[Line]:
    each, day = drawn.row, f"{drawn.row.day:%d/%m/%y}"
    first: Line = [
        (40, "l", day),
        (90, "l", day),
        (145, "l", each.lines[0]),
        (385 if each.amount < 0 else 460, "r", money(each.amount)),
        (545, "r", f"{drawn.balance:,.2f}"),
    ]
    return [first, *([(145, "l", text)] for text in each.lines[1:])]


MCB_STATEMENT = Statement(
    folder="mcb/e-statement-pdf",
    name="eStatement.pdf",
    account="MCB 2345",
    opening=Decimal("500.00"),
    head=left("MCB Bank Limited", "eStatement", "Account No: 0123456789012345", "Opening Balance 500.00",
              "Closing Balance 55,500.00"),
    header=[
        [(40, "l", "Date"), (90, "l", "Value Date"), (145, "l", "Description"), (385, "r", "Debit"), (460, "r", "Credit"),
         (545, "r", "Balance")],
    ],
    lines_of=_mcb_old_lines,
    rows=[
        row("2026-06-02", "60000.00", "unknown", "INTERBANK FUNDS RECEIVING|BILAL AHMED"),
        row("2026-06-20", "-5000.00", "expense", "CASH WITHDRAWAL ATM"),
    ],
)  # fmt: skip


def _allied_lines(drawn: Drawn) -> list[Line]:
    each = drawn.row
    first: Line = [
        (40, "l", f"{each.day:%d %b %Y}"),
        (110, "l", each.lines[0]),
        (385 if each.amount < 0 else 460, "r", money(each.amount)),
        (545, "r", f"{drawn.balance:,.2f}"),
    ]
    return [first, *([(110, "l", text)] for text in each.lines[1:])]


ALLIED = Statement(
    folder="allied/2026-myabl-pdf",
    name="myABL statement.pdf",
    account="Allied 0014",
    opening=Decimal("5000.00"),
    head=left(
        "Account Statement",
        "*Note: Posted Transactions until the last working day",
        "Account Number: 00100000000014",
        "Account Title: AYESHA KHAN",
        "Currency: PKR",
        "Opening Balance: 5,000.00",
        "Closing Balance: 137,825.50",
    ),
    later_head=left("Account Statement"),
    header=[
        [(40, "l", "Date"), (110, "l", "Description"), (385, "r", "Debit"), (460, "r", "Credit"), (545, "r", "Balance")],
    ],
    foot=lambda page: [[(40, "l", str(page)), (545, "r", "05 Oct 2026, 10:15")]],
    lines_a_page=9,
    lines_of=_allied_lines,
    rows=[
        row("2026-07-01", "98000.00", "deposit", "INWARD REMITTANCE|PAYONEER"),
        row("2026-07-02", "4000.00", "unknown", "IBFT FROM BILAL AHMED|MEEZAN"),
        row("2026-07-03", "-1500.00", "card", "POS PURCHASE CAREEM"),
        row("2026-07-15", "-24.50", "fee", "SMS CHARGES FED"),
        row("2026-07-31", "600.00", "interest", "PROFIT PAID"),
        row("2026-07-31", "-120.00", "tax_withheld", "WITHHOLDING TAX ON PROFIT"),
        row("2026-08-01", "80000.00", "salary", "SALARY JULY 2026|ACME PVT LTD"),
        row("2026-08-10", "-18130.00", "expense", "FBR PSID 173462018"),
        row("2026-08-11", "-30000.00", "expense", "CHEQUE 100012 CASH"),
    ],
)  # fmt: skip
