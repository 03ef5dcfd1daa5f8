"""What a batch keeps of one client: a row of the firm's sheet, and nothing of the client's entries."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from freelance_pk.model.issue import Severity


class Status(StrEnum):
    """How a client stands.

    Ready: complete, nothing to look at. Review: complete, something to look at or to ask for. Incomplete: some
    figures are not final. Blocked: no figures until something is settled. Failed: a file was refused, or the run
    of this client broke off.
    """

    READY = "ready"
    REVIEW = "review"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"
    FAILED = "failed"


# Their figures are given; those of an incomplete client are not final.
WITH_FIGURES = frozenset({Status.READY, Status.REVIEW, Status.INCOMPLETE})
FINAL = frozenset({Status.READY, Status.REVIEW})


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue of one client, or what stopped the run. Fields as in `Issue`, identity numbers masked."""

    severity: Severity
    code: str
    message: str
    origin: str = ""
    remedy: str = ""
    pkr: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AtRate:
    """Export receipts that one rate is charged on. PKR; `rate` 0 to 1."""

    rate: Decimal
    pkr: Decimal
    receipts: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """A receipt without a certificate. PKR."""

    day: date
    pkr: Decimal
    account: str
    payer: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A date of the law; `pkr` None where no amount is known."""

    day: date
    words: str
    pkr: Decimal | None
    law: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a client's row. PKR.

    Attributes:
        at_rates: export receipts by rate, the lowest first.
        received: all of them.
        charge: tax chargeable of the year; of a shorter period, the tax expected on its export receipts.
        deducted: tax paid and deducted; of a shorter period, deducted from its export receipts.
        payable: charge - deducted; negative: refundable.
    """

    at_rates: tuple[AtRate, ...]
    received: Decimal
    charge: Decimal
    deducted: Decimal
    payable: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One client.

    Attributes:
        client: the folder's name, as shown.
        slug: name of the client's outputs.
        status: how the client stands.
        taxpayer: name in the profile, "" if none.
        figures: None where none are given.
        findings: what is wrong, missing or to be looked at, the gravest first.
        more: findings beyond those kept.
        remarks: codes of what was noticed and holds nothing up.
        lacking: receipts without a certificate, the first of them.
        lacking_more: how many more there are.
        dates: that come after the period, the next first.
        outputs: SHA-256 of what was written, by file name.
    """

    client: str
    slug: str
    status: Status
    taxpayer: str = ""
    figures: Figures | None = None
    findings: tuple[Finding, ...] = ()
    more: int = 0
    remarks: tuple[str, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    lacking_more: int = 0
    dates: tuple[Ahead, ...] = ()
    outputs: Mapping[str, str] | None = None


def to_text(row: Row) -> str:
    """Write a row as JSON that `from_text` reads back to the same row."""
    return json.dumps(asdict(row), ensure_ascii=True, default=_plain, separators=(",", ":"))


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is in no row")


def from_text(text: str) -> Row:
    """Read a row back.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    raw: dict[str, Any] = json.loads(text)
    figures = raw["figures"]
    return Row(
        client=raw["client"],
        slug=raw["slug"],
        status=Status(raw["status"]),
        taxpayer=raw["taxpayer"],
        figures=None if figures is None else _figures(figures),
        findings=tuple(_finding(each) for each in raw["findings"]),
        more=raw["more"],
        remarks=tuple(raw["remarks"]),
        lacking=tuple(
            Lacking(date.fromisoformat(each["day"]), Decimal(each["pkr"]), each["account"], each["payer"])
            for each in raw["lacking"]
        ),
        lacking_more=raw["lacking_more"],
        dates=tuple(
            Ahead(date.fromisoformat(each["day"]), each["words"], _amount(each["pkr"]), each["law"])
            for each in raw["dates"]
        ),
        outputs=raw["outputs"],
    )


def _figures(raw: Mapping[str, Any]) -> Figures:
    return Figures(
        at_rates=tuple(
            AtRate(Decimal(each["rate"]), Decimal(each["pkr"]), each["receipts"]) for each in raw["at_rates"]
        ),
        received=Decimal(raw["received"]),
        charge=Decimal(raw["charge"]),
        deducted=Decimal(raw["deducted"]),
        payable=Decimal(raw["payable"]),
    )


def _finding(raw: Mapping[str, Any]) -> Finding:
    return Finding(
        Severity(raw["severity"]),
        raw["code"],
        raw["message"],
        raw["origin"],
        raw["remedy"],
        _amount(raw["pkr"]),
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
