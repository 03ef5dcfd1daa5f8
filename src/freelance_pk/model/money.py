"""Money is a Decimal with a currency; a float never gets in."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PKR = "PKR"
ZERO = Decimal(0)
RUPEE = Decimal(1)
PAISA = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"money is a Decimal, not {type(self.amount).__name__}")

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)


def whole_rupees(amount: Decimal) -> Decimal:
    """Round to the nearest rupee, fifty paisa up (s.219)."""
    return amount.quantize(RUPEE, ROUND_HALF_UP)


def paisa(amount: Decimal) -> Decimal:
    """Round to two places, half up: for amounts that are shown, never for amounts that go on."""
    return amount.quantize(PAISA, ROUND_HALF_UP)
