"""profile.toml: the taxpayer's facts, all optional, unknown keys refused."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

import tomli
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import ZERO
from freelance_pk.model.profile import (
    AccountRule,
    Profile,
    ProfileExpense,
    PsebRegistration,
    Salary,
    TaxPaid,
    WealthFacts,
)


def _money(value: object) -> object:
    """Accept "1,200,000" beside 1200000 and 1200000.50; the TOML reader gives decimals already."""
    return value.replace(",", "").replace("_", "") if isinstance(value, str) else value


def _text(value: object) -> object:
    """Accept section = 236 beside section = "236Y"."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Amount = Annotated[Decimal, BeforeValidator(_money), Field(ge=0)]
Text = Annotated[str, BeforeValidator(_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


class _Psb(_Strict):
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    certificate: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the registration ends on {self.end}, before it begins on {self.start}")
        return self


class _Salary(_Strict):
    income: Amount
    tax: Amount = ZERO


class _TaxPaid(_Strict):
    date: date
    section: Text
    amount: Amount


class _Expense(_Strict):
    date: date
    description: str
    category: str = ""
    amount: Amount
    currency: str = "PKR"
    paid_by: Literal["bank", "card", "cash"] = "bank"
    use: Literal["export", "local", "common", "private"] = "common"


class _Account(_Strict):
    match: str = Field(min_length=1)
    name: str = ""
    owner: Literal["self", "other"] = "self"
    kind: AccountKind | None = None


Signed = Annotated[Decimal, BeforeValidator(_money)]


class _Wealth(_Strict):
    """`opening` and `closing` as one sum, or as a table of assets; debts are negative."""

    opening: Signed | dict[str, Signed]
    closing: Signed | dict[str, Signed]
    inflows: dict[str, Amount] = {}
    outflows: dict[str, Amount] = {}


class _Assumptions(_Strict):
    """Readings of the law's open questions."""

    export_exemption: Literal["met", "not-met"] | None = None
    export_credit: Literal["met", "not-met"] | None = None
    social_or_export: Literal["social", "export"] | None = None
    mixed_surcharge: Literal["table", "salary"] | None = None


class _Profile(_Strict):
    name: str = ""
    cnic: Text = ""
    ntn: Text = ""
    active_taxpayer: bool = True
    psb: list[_Psb] = []
    salary: dict[int, _Salary] = {}
    tax_paid: list[_TaxPaid] = []
    expense: list[_Expense] = []
    zakat: dict[int, Amount] = {}
    donations: dict[int, Amount] = {}
    pension: dict[int, Amount] = {}
    account: list[_Account] = []
    wealth: dict[int, _Wealth] = {}
    basis: Literal["auto", "bank", "withdrawn", "earned"] = "auto"
    rate_basis: dict[int, Literal["bfer", "wacr-buy", "m2m"]] = {}
    rate_method: dict[int, Literal["daily", "monthly-average"]] = {}
    assumptions: _Assumptions = _Assumptions()

    @model_validator(mode="after")
    def _no_overlap(self) -> Self:
        spans = sorted((each.start, each.end or date.max) for each in self.psb)
        for (_, end), (start, _) in pairwise(spans):
            if start <= end:
                raise ValueError(f"two PSEB registrations overlap on {start}")
        return self


def load_profile(path: Path) -> Profile:
    """Read and check a profile.

    Raises:
        InputRefusedError: the file cannot be read, is not TOML, or holds a key or value that is not
            known; the message names the file, the key and the value.
    """
    try:
        with path.open("rb") as file:
            content = tomli.load(file, parse_float=Decimal)
    except OSError as failure:
        raise InputRefusedError(
            f"the profile cannot be read: {failure.strerror}", origin=str(path), remedy="check --profile"
        ) from failure
    except (ValueError, RecursionError) as failure:  # no TOML, no UTF-8, a number or a nesting without end
        raise InputRefusedError(
            f"the profile is not valid TOML: {failure}",
            origin=str(path),
            remedy='write lines like name = "Ayesha Khan", and tables like [salary.2026]',
        ) from failure
    content = _per_year(content)
    try:
        checked = _Profile.model_validate(content)
    except ValidationError as failure:
        raise _refusal(failure, path) from failure
    return _to_model(checked)


_IDENTITY = ("cnic", "ntn")  # hidden in every message, a wrong one too
_PER_YEAR = ("zakat", "donations", "pension")


def _per_year(content: Mapping[str, object]) -> dict[str, object]:
    """Take `zakat = 12000` as an amount for a single known year, when the profile speaks of one year only."""
    years = {
        year
        for key in ("salary", "wealth", *_PER_YEAR)
        if isinstance(table := content.get(key), dict)
        for year in table
    }
    taken = dict(content)
    for key in _PER_YEAR:
        value = taken.get(key)
        if value is not None and not isinstance(value, dict) and len(years) == 1:
            taken[key] = {next(iter(years)): value}
    return taken


def _refusal(failure: ValidationError, path: Path) -> InputRefusedError:
    first = failure.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    value = first.get("input")
    if first["type"] == "extra_forbidden":
        known = sorted(_Profile.model_fields) if len(first["loc"]) == 1 else []
        near = get_close_matches(str(first["loc"][-1]), known, n=1)
        hint = f"did you mean {near[0]}?" if near else "remove it; the keys known are " + ", ".join(known)
        return InputRefusedError(
            f"the profile has a key that is not known: {place}",
            origin=str(path),
            remedy=hint if known else f"remove {place} or correct its spelling",
        )
    if place.split(".")[0] in _PER_YEAR and first["type"].startswith("dict"):
        remedy = f"give the tax year: {place} = {{ 2026 = {value} }}"
    else:
        remedy = "correct the value; amounts are like 1_200_000, dates like 2025-10-01"
    is_told = place.split(".")[0] not in _IDENTITY and not isinstance(value, dict)
    shown = f" (it is {value!r})" if is_told else ""
    message = first["msg"].removeprefix("Value error, ")
    return InputRefusedError(
        f"the profile's {place or 'content'} cannot be used: {message}{shown}",
        origin=str(path),
        remedy=remedy,
    )


def _by_name(assets: Decimal | dict[str, Decimal]) -> dict[str, Decimal]:
    return assets if isinstance(assets, dict) else {"net assets": assets}


def _to_model(checked: _Profile) -> Profile:
    return Profile(
        name=checked.name,
        cnic=checked.cnic,
        ntn=checked.ntn,
        active_taxpayer=checked.active_taxpayer,
        psb=tuple(PsebRegistration(each.start, each.end, each.certificate) for each in checked.psb),
        salary={year: Salary(each.income, each.tax) for year, each in checked.salary.items()},
        tax_paid=tuple(TaxPaid(each.date, each.section, each.amount) for each in checked.tax_paid),
        expenses=tuple(
            ProfileExpense(
                each.date, each.description, each.category, each.amount, each.currency, each.paid_by, each.use
            )
            for each in checked.expense
        ),
        zakat=checked.zakat,
        donations=checked.donations,
        pension=checked.pension,
        accounts=tuple(AccountRule(each.match, each.name, each.owner, each.kind) for each in checked.account),
        wealth={
            year: WealthFacts(_by_name(each.opening), _by_name(each.closing), each.inflows, each.outflows)
            for year, each in checked.wealth.items()
        },
        basis=checked.basis,
        rate_basis={**checked.rate_basis},
        rate_method={**checked.rate_method},
        assumptions=checked.assumptions.model_dump(exclude_none=True),
    )
