"""What an assessment says: frozen, for output to render."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.issue import Issue
from freelance_pk.model.line import Line
from freelance_pk.model.lock import LockedYear


class FinalTax(NamedTuple):
    """One final tax: receipts, what was deducted, what is charged (whole rupees)."""

    id: str
    section: str
    rate: Decimal
    receipts: Decimal
    deducted: Decimal
    charge: Decimal
    iris_code: str


class Alternative(NamedTuple):
    """Another lawful treatment of the same year. `words` says what it takes."""

    id: str
    words: str
    tax_chargeable: Decimal
    payable: Decimal


class Range(NamedTuple):
    """What is payable under each reading of an open question; `words` are the facts that decide."""

    id: str
    words: str
    low: Decimal
    high: Decimal


class IrisRow(NamedTuple):
    """One code of the return and its amount; `second` is the tax column where the form has one."""

    code: str
    label: str
    amount: Decimal
    second: Decimal | None = None


class Assessment(NamedTuple):
    """One tax year's assessment. Totals are whole rupees; `payable` is negative when refundable.

    tax_chargeable = normal_tax + surcharge + super_tax - credits + minimum_tax_top_up + final charges;
    payable = tax_chargeable - tax_paid. `locked` is there where the year is locked: all else is then what was filed.
    """

    tax_year: int
    status: str
    table: str
    taxable_income: Decimal
    normal_tax: Decimal
    surcharge: Decimal
    super_tax: Decimal
    credits: Decimal
    minimum_tax_top_up: Decimal
    final_tax: tuple[FinalTax, ...]
    tax_chargeable: Decimal
    tax_paid: Decimal
    payable: Decimal
    alternatives: tuple[Alternative, ...]
    lines: tuple[Line, ...]
    assumptions: tuple[str, ...]
    issues: tuple[Issue, ...]
    iris: tuple[IrisRow, ...]
    law_sha256: str
    ranges: tuple[Range, ...] = ()
    locked: LockedYear | None = None
