"""The tax computation: final taxes and totals follow their receipts and rates live."""

from decimal import Decimal

from openpyxl.workbook import Workbook

from freelance_pk.model.line import Line
from freelance_pk.output.assessment import sentence
from freelance_pk.output.workbook.figures import Places
from freelance_pk.output.workbook.sheet import PAISA, PERCENT, RUPEES, TEXT, Column, Formula, Sheet
from freelance_pk.tax import Assessment

_CHARGED = ("normal_tax", "surcharge", "super_tax", "credit_", "minimum_", "final_")


def tax_sheet(book: Workbook, made: Assessment, footer: str, places: Places) -> None:
    """Write the computation. Charged lines add up live to the chargeable tax, paid ones to the payable."""
    columns = (
        Column("", 66),
        Column("Receipts Rs", 18, PAISA),
        Column("Rate", 10, PERCENT),
        Column("Rupees", 16, RUPEES),
        Column("How", 46),
        Column("Law", 62),
    )
    sheet = Sheet(book, "Tax computation", columns, footer=footer, landscape=True)
    sheet.freeze(4)
    sheet.title_rows(f"Tax year {made.tax_year}", sentence(made))
    sheet.header()
    _computation(sheet, made, places)
    if made.alternatives:
        sheet.blank()
        sheet.title_rows("Alternatives")
        for each in made.alternatives:
            sheet.add((each.words, None, None, each.payable, f"chargeable {each.tax_chargeable:,}", ""))
    if made.iris:
        sheet.blank()
        sheet.title_rows("Codes of the IRIS return")
        for code in made.iris:
            sheet.add(
                (f"{code.code}  {code.label}", code.amount, None, code.second, "", ""),
                styles=(TEXT, RUPEES, TEXT, RUPEES, TEXT, TEXT),
            )


def _computation(sheet: Sheet, made: Assessment, places: Places) -> None:
    finals = {f"final_{tax.id}": tax for tax in made.final_tax}
    charged: list[int] = []
    paid: list[int] = []
    for line in made.lines:
        row = sheet.row + 1
        tax = finals.get(line.id)
        amount: Decimal | Formula = line.amount
        if tax is not None:
            amount = Formula(f"=ROUND(B{row}*C{row},0)")
        if line.id.startswith(_CHARGED):
            charged.append(row)
        elif line.id.startswith("paid_"):
            paid.append(row)
        elif line.id == "tax_chargeable":
            amount = _sum_of(charged)
            paid.append(row)
        elif line.id == "payable":
            amount = _sum_of(paid)
        bold = line.id in ("taxable_income", "tax_chargeable", "payable")
        receipts, rate = (tax.receipts, tax.rate) if tax is not None else (None, None)
        sheet.add((line.label, receipts, rate, amount, line.formula, line.law), bold=bold)
        _remember(line, sheet, row, places)


def _sum_of(rows: list[int]) -> Formula:
    return Formula("=" + ("+".join(f"D{each}" for each in rows) or "0"))


def _remember(line: Line, sheet: Sheet, row: int, places: Places) -> None:
    if line.id == "tax_chargeable":
        places.tax_chargeable = sheet.at(4, row)
    elif line.id == "payable":
        places.tax_payable = sheet.at(4, row)
    elif line.id == "final_export_other":
        places.tax_final_exports = sheet.at(2, row)
