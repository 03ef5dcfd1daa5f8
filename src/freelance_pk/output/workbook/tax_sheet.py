"""The tax computation, its alternatives, and the codes of the return: formulas laid out on sheets."""

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

from freelance_pk.law import Law
from freelance_pk.output.assessment import sentence
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.computation import rows_of
from freelance_pk.output.workbook.sheet import (
    NUMBER,
    PAISA,
    PERCENT,
    RUPEES,
    TEXT,
    Book,
    Cell,
    Column,
    Input,
    Sheet,
)
from freelance_pk.output.workbook.steps import Row, rounded
from freelance_pk.run.assessing import Assessed

TITLE = "Tax computation"
_STYLES = {"rupees": RUPEES, "paisa": PAISA, "percent": PERCENT, "number": NUMBER}
_PARTS = (
    ("main", ""),
    ("given", "Figures given: change the green cells here, or on the sheets they come from"),
    ("working", "Workings"),
)
_AMOUNTS = 2  # column of the amounts
_FIRST = 4  # row of the first amount


def tax_sheet(book: Book, made: Assessed) -> None:
    """Write the computation: every amount a formula or a coloured input."""
    columns = (Column("", 66), Column("Rupees", 20, PAISA), Column("How", 60), Column("Law", 70))
    sheet = book.sheet(TITLE, columns, landscape=True)
    sheet.freeze(_FIRST)
    sheet.title_rows(f"Tax year {made.assessment.tax_year}")
    sheet.note(sentence(made.assessment))
    sheet.header()
    rows = rows_of(made.law, made.facts)
    places = _places(rows, _FIRST)
    refs = _refs(places, _AMOUNTS)
    # The program's own arithmetic, in words, beside the formula that does the same.
    how = {line.id: line.formula for line in made.assessment.lines}
    for part, title in _PARTS:
        _open(sheet, part, title)
        for each in rows:
            if each.part == part:
                assert sheet.row + 1 == places[each.id]
                _write(sheet, each, refs, how.get(each.id, ""))
                if each.bold or each.part == "main":
                    sheet.name(f"tax_{each.id}", _AMOUNTS)


def _open(sheet: Sheet, part: str, title: str) -> None:
    if part != "main":
        sheet.blank()
        sheet.add((title,), bold=True)


def _places(rows: Sequence[Row], first: int) -> dict[str, int]:
    """Return the row number of each row, parts below each other, each but the first under a title."""
    places: dict[str, int] = {}
    at = first
    for part, _ in _PARTS:
        at += 0 if part == "main" else 2
        for each in rows:
            if each.part == part:
                places[each.id] = at
                at += 1
    return places


def _refs(places: Mapping[str, int], column: int, sheet: str = "") -> dict[str, str]:
    letter = get_column_letter(column)
    return {id_: f"{sheet}{letter}{row}" for id_, row in places.items()}


def _on_tax_sheet(rows: Sequence[Row]) -> dict[str, str]:
    """Return where the computation's amounts stand, for formulas of other sheets."""
    return _refs(_places(rows, _FIRST), _AMOUNTS, f"'{TITLE}'!")


def _write(sheet: Sheet, each: Row, refs: Mapping[str, str], how: str) -> None:
    value: Cell
    value = Input(each.amount) if each.amount is not None else Formula("=" + each.formula.format_map(refs))
    styles = (TEXT, _STYLES[each.style], TEXT, TEXT)
    sheet.add((each.label, value, how, each.law), bold=each.bold, styles=styles)


def alternatives_sheet(book: Book, made: Assessed) -> None:
    """Write the year as it is beside each lawful alternative: the same formulas, other inputs."""
    listed = [each for each in made.assessment.alternatives if each.id in _CHANGES]
    columns = (
        Column("", 60),
        Column("As it is", 18, PAISA),
        *(Column(each.id.replace("_", " "), 18, PAISA) for each in listed),
    )
    sheet = book.sheet("Alternatives", columns, landscape=True)
    sheet.freeze(3)
    sheet.title_rows("Other lawful treatments of the same year")
    sheet.header()
    for each in listed:
        sheet.add((f"{each.id.replace('_', ' ')}: {each.words}",))
    rows = rows_of(made.law, made.facts)
    here = _places(rows, sheet.row + 2)
    there = _on_tax_sheet(rows)
    beside = [_refs(here, place) for place, _ in enumerate(listed, start=3)]
    sheet.blank()
    for part, title in _PARTS:
        _open(sheet, part, title)
        for row in rows:
            if row.part == part:
                cells = [Formula(f"={there[row.id]}")]
                cells += [
                    Formula("=" + _changed(row, each.id, there, refs))
                    for each, refs in zip(listed, beside, strict=True)
                ]
                styles = (TEXT, *(_STYLES[row.style],) * len(cells))
                sheet.add((row.label, *cells), bold=row.bold, styles=styles)
    for place, each in enumerate(listed, start=3):
        sheet.name(f"payable_if_{each.id}", place, here["payable"])
        sheet.name(f"chargeable_if_{each.id}", place, here["tax_chargeable"])


def _changed(row: Row, alternative: str, there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Return a row's formula in an alternative's column: its own input, the year's input, or the same sum."""
    change = _CHANGES[alternative].get(row.id)
    if change is not None:
        return change.format_map(there)
    return there[row.id] if row.part == "given" or row.amount is not None else row.formula.format_map(here)


_EXPORTS = "{export}+{export_psb}"
_TAKEN = "{export_deducted}+{export_psb_deducted}"
_NO_EXPORTS = {"export": "0", "export_psb": "0", "export_deducted": "0", "export_psb_deducted": "0"}
# What each alternative changes among the figures given.
_CHANGES: dict[str, dict[str, str]] = {
    "opt_out": {"opt_out": "1"},
    "final_tax": {"opt_out": "0"},
    "psb_all_year": {**_NO_EXPORTS, "export_psb": _EXPORTS, "export_psb_deducted": _TAKEN},
    "no_psb": {**_NO_EXPORTS, "export": _EXPORTS, "export_deducted": _TAKEN},
    "salary_view": {
        **_NO_EXPORTS,
        "salary": f"{{salary}}+{_EXPORTS}",
        "salary_tax": f"{{salary_tax}}+{_TAKEN}",
    },
}


def iris_sheet(book: Book, made: Assessed) -> None:
    """Write the codes of the return, each following the computation."""
    columns = (
        Column("Code", 12),
        Column("Line of the return", 64),
        Column("Amount", 18, RUPEES),
        Column("Tax deducted", 18, RUPEES),
    )
    sheet = book.sheet("IRIS", columns, landscape=False)
    sheet.freeze(3)
    sheet.title_rows("Codes of the IRIS return")
    sheet.header()
    if not made.assessment.iris:
        sheet.add(("", "The return's form of this year is not known to the program: no codes are given."))
        return
    refs = _on_tax_sheet(rows_of(made.law, made.facts))
    facts = {code: fact for code, _, fact in made.law.iris.rows} if made.law.iris is not None else {}
    for each in made.assessment.iris:
        amount, second = _iris_formulas(facts[each.code], made.law)
        sheet.add(
            (
                each.code,
                each.label,
                Formula("=" + rounded(amount.format_map(refs))) if amount else each.amount,
                Formula("=" + rounded(second.format_map(refs))) if second else each.second,
            )
        )
        sheet.name(f"iris_{each.code}", 3)
        if each.second is not None:
            sheet.name(f"iris_{each.code}_tax", 4)


def _iris_formulas(fact: str, law: Law) -> tuple[str, str]:
    """Return the formulas of a code's amount and of its tax, "" where the figure is none of the computation."""
    finals = [rule.id for rule in law.exports if rule.regime in ("final", "credit", "exempt")]
    taken = {
        "export_psb": "{export_psb_deducted}",
        "export_other": "{export_deducted}",
        "social": "{social_deducted}",
    }
    if law.export_rule("social") is None:
        taken["export_other"] = "{export_deducted}+{social_deducted}"
    if fact in finals:
        return f"{{final_receipts_{fact}}}", taken[fact]
    if fact == "profit_final":
        return "{profit_on_debt}-{profit_on_slabs}", "{profit_deducted}"
    if fact == "dividends":
        return "{dividends}", "{dividend_deducted}"
    charges = [f"{{final_{each}}}" for each in finals] + ["{final_profit_on_debt}", "{final_dividends}"]
    receipts = "+".join(f"{{final_receipts_{each}}}" for each in finals if each.startswith("export"))
    formulas = {
        "salary": "{salary}",
        "salary_tax": "{salary_tax}",
        "exports": receipts,
        "business_receipts": "{turnover}",
        "business": "{income_business}",
        "total_income": "{total_income}",
        "zakat": "-{less_zakat}",
        "education": "{education_allowed}",
        "taxable_income": "{taxable_income}",
        "normal_tax": "{normal_tax}+{surcharge}+{super_tax}",
        "final_tax": "+".join(charges),
        "tax_chargeable": "{tax_chargeable}",
        "withheld": f"{{tax_paid}}-{rounded('{advance_tax}')}",
        "advance_tax": "{advance_tax}",
        "admitted": "MAX(0,{payable})",
        "refundable": "MAX(0,-{payable})",
    }
    return formulas.get(fact, ""), ""
