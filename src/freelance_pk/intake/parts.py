"""What a row tells of money: one entry or several, or the reason why none."""

from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.entry import Kind

CENT = Decimal("0.01")


class Part(NamedTuple):
    """One entry a row gives. `currency` "" and `kind` None: as the row's other columns say."""

    amount: Decimal
    currency: str
    kind: Kind | None
    far_amount: Decimal | None = None
    far_currency: str = ""


Parts = tuple[Part, ...] | str  # or the reason why the row gives none
