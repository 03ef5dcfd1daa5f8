"""Two records that belong together, and why."""

from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """What a link says about its two ends."""

    TRANSFER = "transfer"
    REVERSAL = "reversal"
    FEE_OF = "fee_of"
    TAX_OF = "tax_of"
    CERTIFICATE_OF = "certificate_of"


@dataclass(frozen=True, slots=True)
class Link:
    """`near` and `far` are positions in the merged entries; for certificates, `near` is the certificate's.

    Attributes:
        kind: what the link says.
        near: the record that points (the withdrawal, the fee, the tax, the certificate).
        far: the record pointed at (the deposit, the parent, the receipt).
        rule: the rule that made it, in words that a report can print.
    """

    kind: LinkKind
    near: int
    far: int
    rule: str
