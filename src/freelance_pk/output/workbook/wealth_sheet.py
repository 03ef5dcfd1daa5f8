"""The wealth reconciliation as a sheet: assets and flows may be changed, and the difference follows."""

from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import RUPEES, Book, Column, Input, Sheet
from freelance_pk.statement.wealth import Wealth, WealthLine


def wealth_sheet(book: Book, made: Wealth) -> None:
    """Write assets before and now, what came in, what went out, and the balancing figure as a formula."""
    columns = (
        Column("Wealth at cost", 52),
        Column("Code", 10),
        Column("Rupees", 20, RUPEES),
        Column("From", 14),
    )
    sheet = book.sheet("Wealth", columns, landscape=False)
    sheet.freeze(3)
    sheet.title_rows(f"Wealth reconciliation, tax year {made.tax_year}")
    sheet.header()
    _part(sheet, "Net assets before", made.opening, "wealth_opening", "703002")
    _part(sheet, "Net assets now", made.closing, "wealth_closing", "703001")
    sheet.add(("Increase", "703003", Formula("=wealth_closing-wealth_opening")), bold=True)
    sheet.name("wealth_increase", 3)
    sheet.blank()
    _part(sheet, "Inflows", made.inflows, "wealth_inflows", "")
    _part(sheet, "Outflows named", made.outflows[:-1], "wealth_named_outflows", "")
    last = made.outflows[-1]
    rest = Formula("=MAX(0,wealth_inflows-wealth_named_outflows-wealth_increase)")
    words = f"{last.label} (balancing figure)" if made.balancing else last.label
    sheet.add((words, last.code, rest if made.balancing else Input(last.amount)), bold=True)
    sheet.name("wealth_household", 3)
    difference = Formula("=wealth_increase-wealth_inflows+wealth_named_outflows+wealth_household")
    sheet.add(("Unreconciled (must be 0)", "703000", difference), total=True)
    sheet.name("wealth_unreconciled", 3)


def _part(sheet: Sheet, title: str, lines: tuple[WealthLine, ...], name: str, code: str) -> None:
    sheet.add((title,), bold=True)
    first = sheet.row + 1
    for each in lines:
        sheet.add((each.label, each.code, Input(each.amount), each.source))
    rows = f"=SUM(C{first}:C{sheet.row})" if lines else "=0"
    sheet.add(("Together", code, Formula(rows)), total=True)
    sheet.name(name, 3)
    sheet.blank()
