#!/usr/bin/env python3
"""Make the samples that are old Excel files (OLE). Needs `pip install xlwt`, which is no dependency of the project.

scripts/xls_samples.py tests/samples
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Cell = tuple[int, str | float]  # column, from 0, and what stands there

FAYSAL: Sequence[Sequence[Cell]] = (
    [(1, "ACCOUNT STATEMENT")],
    [],
    [(1, "Statement Date:"), (3, "Oct 1, 2025"), (9, "Account Number:"), (11, "3048301000002345")],
    [(1, "From Date:"), (3, "Jul 1, 2025"), (9, "IBAN:"), (11, "PK00FAYS3048301000002345")],
    [(1, "To Date:"), (3, "Sep 30, 2025"), (9, "Title:"), (11, "AYESHA KHAN")],
    [(1, "Currency:"), (3, "PKR")],
    [(1, "Opening Balance as on:"), (3, "Jul 1, 2025"), (5, "19,309.32")],
    [(1, "Closing Balance as on:"), (3, "Sep 30, 2025"), (5, "164,129.86")],
    [],
    [(1, "Date"), (2, "Transaction ID"), (5, "Description"), (10, "Withdrawals"), (11, "Deposits")],
    [(1, "Jul 2, 2025"), (2, "FT2518300012"), (5, "IBFT TO NAYAPAY 0300XXXX567"), (10, "17,486.96")],
    [(1, "Jul 15, 2025"), (2, "FT2519600447"), (5, "INWARD REMITTANCE PAYONEER TXN 9912"), (11, "97,860.00")],
    [(1, "Jul 16, 2025"), (2, "FT2519700101"), (5, "IBFT FROM BILAL AHMED"), (11, "5,000.00")],
    [(1, "Jul 20, 2025"), (2, "FT2520100733"), (5, "POS PURCHASE CAREEM KARACHI"), (10, "1,100.00")],
    [(1, "Jul 31, 2025"), (2, "CH2521200001"), (5, "SMS CHARGES FED"), (10, 12.5)],
    [(1, "Aug 31, 2025"), (2, "PR2524300001"), (5, "PROFIT PAID"), (10, "0.00"), (11, "700.00")],
    [(1, "Aug 31, 2025"), (2, "PR2524300002"), (5, "WITHHOLDING TAX ON PROFIT"), (10, "140.00")],
    [(1, "Sep 1, 2025"), (2, "FT2524400871"), (5, "SALARY AUG 2025"), (11, "90,000.00")],
    [(1, "Sep 15, 2025"), (2, "FT2525800310"), (5, "FBR PSID 173462018"), (10, "30,000.00")],
    [(5, "Total"), (10, "48,739.46"), (11, "193,560.00")],
    [(1, "Disclaimer Statement")],
    [(1, "This is a computer generated statement and needs no signature.")],
)
IRIS: Sequence[Sequence[Cell]] = (
    [(0, "Federal Board of Revenue")],
    [(0, "Payments & Withholding")],
    [(0, "Registration No."), (2, "0000000000000"), (4, "Tax Year"), (5, "2026")],
    [],
    [
        (0, "Sr."),
        (1, "Transaction Date"),
        (2, "Tax Year"),
        (3, "Section"),
        (4, "Payment Type"),
        (5, "Value / Taxable Amount"),
        (6, "Tax Amount"),
    ],
    [
        (0, 1),
        (1, "03-Jul-2025"),
        (2, 2026),
        (3, "154A"),
        (4, "64060286-Export of Computer software /IT services / IT Enabled services u/s 154A @ 0.25%"),
        (5, 348122.84),
        (6, 870),
    ],
    [
        (0, 2),
        (1, "31-Dec-2025"),
        (2, 2026),
        (3, "151(1)(b)"),
        (4, "64040052-Profit on Debt u/s 151"),
        (5, 96000),
        (6, 19200),
    ],
    [
        (0, 3),
        (1, "14-Feb-2026"),
        (2, 2026),
        (3, "236Y"),
        (4, "64151905-Remittance abroad through credit / debit card u/s 236Y"),
        (5, 24000),
        (6, 1200),
    ],
    [(0, "Total"), (5, 468122.84), (6, 21270)],
)


def write(path: Path, sheet_name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """Write one workbook of one sheet."""
    import xlwt  # noqa: PLC0415 - only this script needs it

    book: Any = xlwt.Workbook()
    sheet = book.add_sheet(sheet_name)
    for number, row in enumerate(rows):
        for column, value in row:
            sheet.write(number, column, value)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    write(folder / "faysal" / "2025-xls" / "statement-fbl", "Sheet1", FAYSAL)
    write(folder / "iris" / "2025-xls" / "Payments & Withholding.xls", "Payments & Withholding", IRIS)
