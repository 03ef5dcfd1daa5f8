"""The bank's other withholding rows are named by section, and counted as no tax on a receipt."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from matching_rows import MakeEntry, file_of

from freelance_pk.intake.registry import institutions
from freelance_pk.matching.linked import link
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Entry
from freelance_pk.model.issue import Issue
from freelance_pk.model.period import Period
from freelance_pk.statement.bank_taxes import other_bank_taxes

YEAR = Period(date(2025, 7, 1), date(2026, 6, 30), "tax year 2026")


def told(rows: Sequence[Entry]) -> list[Issue]:
    linked = link(merge([file_of(rows)]), institutions(), lambda *_: None, (Decimal("0.01"),))
    return list(other_bank_taxes(linked, YEAR))


def test_they_are_summed_by_section_less_what_came_back(entry: MakeEntry) -> None:
    card, transfer = "ADVANCE TAX ON INTL TRANSACTION", "WHT Deducted @ .600PER"
    (issue,) = told(
        [
            entry("HBL 0001", "2025-09-02", "-72.60", "tax_withheld", currency="PKR", text=card),
            entry("HBL 0001", "2025-09-03", "-100.00", "tax_withheld", currency="PKR", text=card),
            entry("HBL 0001", "2025-09-04", "72.60", "tax_withheld", currency="PKR", text=card),
            entry("HBL 0001", "2025-12-26", "-749.91", "tax_withheld", currency="PKR", text=transfer),
            entry("HBL 0001", "2025-12-27", "-5.00", "tax_withheld", currency="PKR", text="With-Holding Tax"),
            entry("HBL 0001", "2025-05-01", "-9.00", "tax_withheld", currency="PKR", text="another year"),
        ]
    )

    assert (issue.severity, issue.code, issue.pkr) == ("note", "bank-tax-rows", Decimal("854.91"))
    assert "5 withholding rows" in issue.message
    assert "Rs 100.00 s.236Y (payments abroad by card), after Rs 72.60 given back" in issue.message
    assert "Rs 749.91 s.236P" in issue.message
    assert "Rs 5.00 of no section that the text tells" in issue.message


def test_the_tax_of_a_receipt_is_not_among_them(entry: MakeEntry) -> None:
    rows = [
        entry("HBL 0001", "2026-05-12", "100000.00", "deposit", currency="PKR", ref="3638736883"),
        entry("HBL 0001", "2026-05-12", "-1000.00", "tax_withheld", currency="PKR", parent="3638736883"),
    ]

    assert told(rows) == []


@pytest.mark.parametrize("account", ["Payoneer", "Upwork"])
def test_tax_that_a_platform_withheld_is_no_bank_s(entry: MakeEntry, account: str) -> None:
    assert told([entry(account, "2026-05-12", "-10.00", "tax_withheld")]) == []
