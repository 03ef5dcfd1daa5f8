"""The taxpayer's facts, all optional."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
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


class WealthFacts(NamedTuple):
    """A year's assets at cost (liabilities negative) at both ends, and flows that no file shows. PKR by name."""

    opening: Mapping[str, Decimal]
    closing: Mapping[str, Decimal]
    inflows: Mapping[str, Decimal] = MappingProxyType({})
    outflows: Mapping[str, Decimal] = MappingProxyType({})


class Profile(NamedTuple):
    """The facts of profile.toml. Mappings are keyed by tax year; amounts in PKR.

    `basis` is auto|bank|withdrawn|earned; `assumptions` holds the
    user's reading of each open question of the law, by the question.
    """

    name: str = ""
    cnic: str = ""
    ntn: str = ""
    active_taxpayer: bool = True
    psb: tuple[PsebRegistration, ...] = ()
    salary: Mapping[int, Salary] = MappingProxyType({})
    tax_paid: tuple[TaxPaid, ...] = ()
    expenses: tuple[ProfileExpense, ...] = ()
    zakat: Mapping[int, Decimal] = MappingProxyType({})
    donations: Mapping[int, Decimal] = MappingProxyType({})
    pension: Mapping[int, Decimal] = MappingProxyType({})
    accounts: tuple[AccountRule, ...] = ()
    wealth: Mapping[int, WealthFacts] = MappingProxyType({})
    basis: str = "auto"
    rate_basis: Mapping[int, str] = MappingProxyType({})
    rate_method: Mapping[int, str] = MappingProxyType({})
    assumptions: Mapping[str, str] = MappingProxyType({})

    def registered_with_pseb(self, day: date) -> bool:
        """Say whether a PSEB registration runs on `day`: the bank's rate follows it (s.154A)."""
        return any(registration.covers(day) for registration in self.psb)
