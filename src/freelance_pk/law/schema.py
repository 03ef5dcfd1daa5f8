"""The form of a file in data/tax_slabs: one tax year's rules, each figure with section, source, confidence.

What is told here to pydantic holds where a file is checked (`check`); the program's own files need no pydantic.
"""

from collections.abc import Callable
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple

from freelance_pk.model.form import Form


class _Within:
    """The bounds of a figure."""

    def __init__(self, **bounds: int) -> None:
        self._bounds = bounds

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], Any]) -> Any:
        return {**handler(source), **self._bounds}


Confidence = Literal["high", "medium", "low"]
Rate = Annotated[Decimal, _Within(ge=0, le=1)]
Rupees = Annotated[Decimal, _Within(ge=0)]

# A key of the file that is a word of Python's own, and its field; and back, so that no file can name the field.
RESPELT = {"return": "return_", "return_": "return"}


class Cited(Form):
    """A group of figures with where they stand in the law, and how sure they are."""

    section: str
    source: str
    confidence: Confidence
    assumption: str = ""
    doubt: str = ""
    note: str = ""

    @property
    def cited(self) -> str:
        """Where it stands, as it is printed: "s.154A", or a schedule with its part."""
        return f"s.{self.section}" if self.section[:1].isdigit() else self.section


class SalariedTest(Cited):
    """Which table: the salaried one, where salary is more than this share of taxable income."""

    more_than: Rate


class SlabRow(NamedTuple):
    """Tax at a lower limit, and the rate on the excess."""

    limit: Rupees
    fixed: Rupees
    rate: Rate


class Floor(NamedTuple):
    """A least tax on incomes above a limit."""

    above: Rupees
    tax: Rupees


class Slabs(Cited):
    """One table of Division I. `jumps`: the law itself makes the table discontinuous."""

    rows: list[SlabRow]
    jumps: bool = False
    floor: Floor | None = None


class Surcharge(Cited):
    """s.4AB: on all of the tax, once taxable income is more than `above`.

    `follows`: the rate for salary is that of the salaried table, or of whoever has a salary.
    """

    above: Rupees
    salaried: Rate
    non_salaried: Rate
    follows: Literal["table", "salary"] = "table"


class SuperTax(Cited):
    """s.4C: rate on the whole income, by the highest limit that the income is more than."""

    rows: list[tuple[Rupees, Rate]]
    exempt_above_export_share: Rate | None = None


class ExportRule(Cited):
    """How one sort of export receipt is taxed.

    `regime`: final; exempt; normal (the slabs); credit (final, set off by a credit); minimum.
    """

    id: str
    regime: Literal["final", "exempt", "normal", "credit", "minimum"]
    rate: Rate
    doubles_off_the_active_list: bool
    words: str
    iris_code: str = ""
    credit_section: str = ""
    warning: str = ""


class BankDeductions(Cited):
    """Rates at which banks deduct; `misprinted` ones follow a rate card, not the law."""

    rates: list[Rate]
    misprinted: list[Rate] = field(default_factory=list)


class LocalServices(Cited):
    """s.153(1)(b): withheld by the payer, the minimum tax on that income."""

    it: Rate
    other_specified: Rate
    general: Rate
    residual: Rate | None = None


class ProfitOnDebt(Cited):
    """s.7B: the rate of the band that the whole profit falls in; above the last band, the slabs."""

    bands: list[tuple[Rupees, Rate]]
    national_savings: Rate | None = None
    iris_code: str = ""


class Dividends(Cited):
    """s.5: a final tax."""

    rate: Rate
    iris_code: str = ""


class CashExpenses(Cited):
    """s.21(l): what was not paid through a bank."""

    head_above: Rupees
    single_up_to: Rupees


class TaxPaidSections(Cited):
    """Which sections' tax is credited against the year's tax."""

    adjustable: list[str]
    not_income_tax: list[str]


class TurnoverTax(Cited):
    """s.113: a minimum on turnover from a size on."""

    from_turnover: Rupees
    rate: Rate


class Credit(Cited):
    """A credit at the average rate, on an amount up to a share of taxable income."""

    share_of_taxable: Rate


class Credits(NamedTuple):
    """Credits of ss.61, 63 and 63A."""

    donations: Credit
    pension: Credit
    housing_profit: Credit | None = None


class Education(Cited):
    """s.60D: the least of three, for taxable incomes below a limit."""

    share_of_tuition: Rate
    share_of_taxable: Rate
    per_child: Rupees
    taxable_below: Rupees


class AdvanceTax(Cited):
    """s.147: due by instalments, from a taxable income on."""

    from_taxable: Rupees
    due: list[tuple[int, int]]


class Return(Cited):
    """s.118: when the return is due, and how far it was extended."""

    due: date
    extended_to: date | None = None
    extension_source: str = ""
    extension_confidence: Confidence | None = None


class LateFiling(Cited):
    """s.182A: what it costs an individual to get back on the active list."""

    surcharge: Rupees


class Iris(NamedTuple):
    """Codes of the return: (code, label, fact), in the order of the form."""

    source: str
    confidence: Confidence
    rows: list[tuple[str, str, str]]


class Law(Form):
    """One tax year. `sha256` is of the file it was read from; `overridden` names a file of the user's own.

    `chosen`: the readings of open questions that the profile states, in words.
    """

    tax_year: int
    starts: date
    ends: date
    enacted_by: str
    status: Literal["enacted", "bill"]
    salaried_test: SalariedTest
    slabs: dict[Literal["salaried", "non_salaried"], Slabs]
    surcharge: Surcharge | None = None
    super_tax: SuperTax | None = None
    exports: list[ExportRule]
    bank_deductions: BankDeductions | None = None
    local_services: LocalServices | None = None
    profit_on_debt: ProfitOnDebt | None = None
    dividends: Dividends
    turnover_tax: TurnoverTax
    cash_expenses: CashExpenses
    tax_paid: TaxPaidSections
    credits: Credits
    education: Education
    advance_tax: AdvanceTax
    return_: Return
    late_filing: LateFiling | None = None
    iris: Iris | None = None
    sha256: str = ""
    overridden: str = ""
    chosen: tuple[str, ...] = ()

    def export_rule(self, wanted: str) -> ExportRule | None:
        """Return the rule of one sort of export receipt, None if the year has none."""
        return next((rule for rule in self.exports if rule.id == wanted), None)

    def bank_deduction_rates(self) -> tuple[Decimal, ...]:
        """Return the rates at which banks are known to deduct in the year."""
        return tuple(self.bank_deductions.rates) if self.bank_deductions is not None else ()
