"""The taxpayer's facts, all optional."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.entry import AccountKind
from freelance_pk.model.money import ZERO


class PsebRegistration(NamedTuple):
    """A span in which the freelancer is registered with and certified by PSEB; `end` None: still running."""

    start: date
    end: date | None = None
    certificate: str = ""

    def covers(self, day: date) -> bool:
        """Say whether the registration runs on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)


class Salary(NamedTuple):
    """A tax year's salary and the tax the employer deducted (s.149). PKR."""

    income: Decimal
    tax: Decimal = ZERO


class TaxPaid(NamedTuple):
    """Tax paid or collected under one section. PKR."""

    day: date
    section: str
    amount: Decimal


class ProfileExpense(NamedTuple):
    """An expense typed into the profile. PKR unless a currency is given."""

    day: date
    description: str
    category: str
    amount: Decimal
    currency: str = "PKR"
    paid_by: str = "bank"
    use: str = "common"


class AccountRule(NamedTuple):
    """How to recognise an account by the text `match`, and whose it is."""

    match: str
    name: str
    owner: str = "self"
    kind: AccountKind | None = None


@dataclass(frozen=True, slots=True)
class WealthFacts:
    """A year's assets at cost (liabilities negative) at both ends, and flows that no file shows. PKR by name."""

    opening: dict[str, Decimal]
    closing: dict[str, Decimal]
    inflows: dict[str, Decimal] = field(default_factory=dict)
    outflows: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts of profile.toml. Mappings are keyed by tax year; amounts in PKR.

    `basis` is auto|bank|withdrawn|earned; `assumptions` holds the
    user's reading of each open question of the law, by the question.
    """

    name: str = ""
    cnic: str = ""
    ntn: str = ""
    active_taxpayer: bool = True
    psb: tuple[PsebRegistration, ...] = ()
    salary: dict[int, Salary] = field(default_factory=dict)
    tax_paid: tuple[TaxPaid, ...] = ()
    expenses: tuple[ProfileExpense, ...] = ()
    zakat: dict[int, Decimal] = field(default_factory=dict)
    donations: dict[int, Decimal] = field(default_factory=dict)
    pension: dict[int, Decimal] = field(default_factory=dict)
    accounts: tuple[AccountRule, ...] = ()
    wealth: dict[int, WealthFacts] = field(default_factory=dict)
    basis: str = "auto"
    rate_basis: dict[int, str] = field(default_factory=dict)
    rate_method: dict[int, str] = field(default_factory=dict)
    assumptions: dict[str, str] = field(default_factory=dict)

    def registered_with_pseb(self, day: date) -> bool:
        """Say whether a PSEB registration runs on `day`: the bank's rate follows it (s.154A)."""
        return any(registration.covers(day) for registration in self.psb)
