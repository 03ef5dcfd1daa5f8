"""How one export receipt is taxed: the regime follows the receipt's own date (s.154A)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law import Law
from freelance_pk.model.institution import Institution
from freelance_pk.model.money import ZERO
from freelance_pk.model.period import tax_year_of
from freelance_pk.model.profile import Profile
from freelance_pk.tax.exports import export_treatment

LawOf = Callable[[int], Law | None]


class Regime(NamedTuple):
    """Which tax takes a receipt, and its rate; `known` False where no law file covers the year."""

    id: str
    rate: Decimal
    known: bool


def regime_of(
    day: date, text: str, laws: LawOf, profile: Profile, social: Mapping[str, Institution]
) -> Regime:
    """Find the tax on a receipt of `day` whose payer and description read `text`."""
    law = laws(tax_year_of(day))
    if law is None:
        return Regime("unknown", ZERO, known=False)
    lowered = text.casefold()
    is_social = any(alias in lowered for each in social.values() for alias in each.aliases)
    treatment = export_treatment(
        law,
        psb=profile.registered_with_pseb(day),
        social=is_social,
        active=profile.active_taxpayer,
    )
    return Regime(treatment.id, treatment.rate or ZERO, known=True)
