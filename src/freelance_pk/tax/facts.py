"""What an assessment starts from."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from freelance_pk.model.money import ZERO


class Facts(NamedTuple):
    """A tax year's amounts, all PKR and not negative.

    Attributes:
        salary: gross salary. salary_tax: deducted by the employer (s.149).
        business: receipts of the normal regime with no withholding. expenses: of all normal-regime business.
        export: realised export receipts without PSEB. export_psb: with PSEB. `_deducted`: what banks took.
        social: revenue of social-media platforms (s.154B). social_deducted: what banks took.
        local_it: s.153 receipts for IT services. local: for other services. local_withheld: by the payers.
        profit_on_debt: bank profit. profit_deducted: s.151.
        dividends: gross. dividend_deducted: s.150.
        zakat: s.60. donations: s.61. pension: s.63. housing_profit: s.63A.
        tuition: s.60D, with `children`.
        foreign_tax: paid abroad on `foreign_income`, which is inside the normal income (s.103).
        advance_tax: s.147. other_tax: adjustable withholding (ss.236, 236Y, 231AB and the like).
        export_expenses: of earning exports; count only where exports are taxed on the slabs.
        common_expenses: of exports and local business together; apportioned by turnover (s.67).
        opt_out: exports on the slabs by choice (s.154A(3)). active: on the active taxpayers' list.
        origins: places in the files that a fact was added up from.
    """

    salary: Decimal = ZERO
    salary_tax: Decimal = ZERO
    business: Decimal = ZERO
    expenses: Decimal = ZERO
    export: Decimal = ZERO
    export_psb: Decimal = ZERO
    export_deducted: Decimal = ZERO
    export_psb_deducted: Decimal = ZERO
    social: Decimal = ZERO
    social_deducted: Decimal = ZERO
    local_it: Decimal = ZERO
    local: Decimal = ZERO
    local_withheld: Decimal = ZERO
    profit_on_debt: Decimal = ZERO
    profit_deducted: Decimal = ZERO
    dividends: Decimal = ZERO
    dividend_deducted: Decimal = ZERO
    zakat: Decimal = ZERO
    donations: Decimal = ZERO
    pension: Decimal = ZERO
    housing_profit: Decimal = ZERO
    tuition: Decimal = ZERO
    children: int = 0
    foreign_tax: Decimal = ZERO
    foreign_income: Decimal = ZERO
    advance_tax: Decimal = ZERO
    other_tax: Decimal = ZERO
    export_expenses: Decimal = ZERO
    common_expenses: Decimal = ZERO
    opt_out: bool = False
    active: bool = True
    origins: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def facts_of(
    amounts: Mapping[str, Decimal],
    *,
    opt_out: bool = False,
    active: bool = True,
    origins: Mapping[str, tuple[str, ...]] | None = None,
) -> Facts:
    """Build facts from amounts by name; a name that is no fact is a programming error."""
    facts = Facts(opt_out=opt_out, active=active, origins=dict(origins or {}))
    return facts._replace(**amounts)  # type: ignore[arg-type]
