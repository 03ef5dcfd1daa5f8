"""Facts while they are collected: amounts by name, where each came from, what was noticed."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.entry import Expense, Invoice, Withholding
from freelance_pk.model.issue import Issue, error
from freelance_pk.statement.convert import Converter


class Collected(NamedTuple):
    """Amounts by fact, and where each came from."""

    amounts: dict[str, Decimal]
    origins: dict[str, list[str]]
    issues: list[Issue]

    def add(self, fact: str, amount: Decimal, origin: str) -> None:
        """Add to a fact, and remember where the amount came from."""
        if amount:
            self.amounts[fact] += amount
            self.origins[fact].append(f"{origin}: {amount:,}")


def place_of(row: Withholding | Expense | Invoice) -> str:
    """Return where a record stands."""
    return f"{row.source.name}, row {row.line}"


def section_of(text: str) -> str:
    """Return the bare section: "151" of "s.151(1)(b)" or "Section 151"."""
    bare = re.sub(r"^\s*(?:section|sec\.?|u/s|s\.?)\s*(?=\d)", "", text, flags=re.IGNORECASE)
    return bare.split("(")[0].strip(" .").upper()


def in_rupees(
    amount: Decimal, currency: str, day: date, converter: Converter, place: str, found: Collected
) -> Decimal | None:
    """Convert an amount; one without a rate is an issue and None."""
    rupees = converter.rupees(amount, currency, day)
    reason = converter.reason(currency, day)
    if rupees is None and reason is not None:
        found.issues.append(
            error(
                "rate-missing",
                f"{currency} {amount} of {day} has no rate and is in no figure: {reason.message}.",
                origin=place,
                remedy=reason.remedy,
            )
        )
    return rupees
