"""Money is a Decimal; a float never gets in. Rupees are rounded here, and nowhere else."""

from decimal import ROUND_HALF_UP, Decimal

PKR = "PKR"
ZERO = Decimal(0)
RUPEE = Decimal(1)
PAISA = Decimal("0.01")


def whole_rupees(amount: Decimal) -> Decimal:
    """Round to the nearest rupee, fifty paisa up (s.219)."""
    return amount.quantize(RUPEE, ROUND_HALF_UP)


def paisa(amount: Decimal) -> Decimal:
    """Round to two places, half up: for amounts that are shown, never for amounts that go on."""
    return amount.quantize(PAISA, ROUND_HALF_UP)
