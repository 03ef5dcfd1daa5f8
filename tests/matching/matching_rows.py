"""Rows made in one line, for tests of merging and linking."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.intake.result import ReadFile
from freelance_pk.model.entry import Account, AccountKind, Certificate, Entry, Kind, Source

MakeSource = Callable[..., Source]
MakeEntry = Callable[..., Entry]
MakeFile = Callable[..., ReadFile]

KINDS = {
    "Upwork": AccountKind.PLATFORM,
    "Fiverr": AccountKind.PLATFORM,
    "Payoneer": AccountKind.WALLET,
    "Wise": AccountKind.WALLET,
    "Binance": AccountKind.EXCHANGE,
    "Meezan 4410": AccountKind.BANK,
    "HBL 0001": AccountKind.BANK,
}


def account_named(name: str) -> Account:
    return Account(name, KINDS[name], name.split(maxsplit=1)[0].casefold())


@pytest.fixture
def source() -> MakeSource:
    def make(name: str = "file.csv", *, promises_ids: bool = False, institution: str = "bank") -> Source:
        return Source(name, f"sha of {name}", "layout-1", institution, promises_ids=promises_ids)

    return make


@pytest.fixture
def entry(source: MakeSource) -> MakeEntry:
    lines = iter(range(2, 100_000))
    default = source()

    def make(
        account: str,
        day: str,
        amount: str,
        kind: str,
        *,
        currency: str = "USD",
        ref: str = "",
        parent: str = "",
        counterparty: str = "",
        text: str = "",
        far: tuple[str, str] | None = None,
        tail: str = "",
        purpose_code: str = "",
        certificate: str = "",
        balance: str | None = None,
        source: Source = default,
    ) -> Entry:
        return Entry(
            account,
            date.fromisoformat(day),
            Decimal(amount),
            currency,
            Kind(kind),
            ref,
            parent,
            counterparty,
            text,
            Decimal(far[0]) if far else None,
            far[1] if far else "",
            tail,
            purpose_code,
            certificate,
            Decimal(balance) if balance is not None else None,
            source,
            next(lines),
        )

    return make


def file_of(
    entries: Sequence[Entry] = (), certificates: Sequence[Certificate] = (), source: Source | None = None
) -> ReadFile:
    """Wrap rows as one read file."""
    if source is None:
        source = (entries or certificates)[0].source
    return ReadFile(
        source=source,
        path=Path(source.name),
        rows=len(entries) + len(certificates),
        ordinary_rows=len(entries) + len(certificates),
        accounts={row.account: account_named(row.account) for row in entries},
        entries=list(entries),
        certificates=list(certificates),
        withholdings=[],
        expenses=[],
        invoices=[],
        rates=[],
        skipped=[],
        issues=[],
    )
