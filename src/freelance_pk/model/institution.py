"""A platform, wallet, bank or remittance company, and the names others call it by."""

from typing import NamedTuple

from freelance_pk.model.entry import AccountKind


class Institution(NamedTuple):
    """One file of data/platforms.

    Attributes:
        id: file stem, e.g. "payoneer".
        name: as shown, e.g. "Payoneer".
        kind: platform, wallet or bank; None for a remittance company, which holds no account of the user.
        aliases: lower-case names by which other accounts' rows call it ("upwork global", "upwork escrow").
        social: True where its payments are revenue from social media (s.154B).
        promises_ids: True where its exports give every row an id of its own.
        lists_sales_of_others: True where its exports list sales that another account of the user was paid, and
            take them out again.
    """

    id: str
    name: str
    kind: AccountKind | None
    aliases: tuple[str, ...] = ()
    social: bool = False
    promises_ids: bool = False
    lists_sales_of_others: bool = False
