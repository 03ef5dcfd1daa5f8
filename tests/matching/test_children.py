"""Only withholding rows proven to belong to an export receipt are its tax."""

from decimal import Decimal

import pytest
from matching_rows import MakeEntry

from freelance_pk.matching.children import find_parents

RATES = (Decimal("0.0025"), Decimal("0.01"))
REF = "3638736883"


def test_the_tax_of_a_swift_credit_has_its_reference_its_day_and_a_known_rate(entry: MakeEntry) -> None:
    rows = [
        entry("HBL 0001", "2026-05-12", "992862.60", "deposit", currency="PKR", ref=REF),
        entry("HBL 0001", "2026-05-12", "-9928.63", "tax_withheld", currency="PKR", parent=REF),
    ]

    assert find_parents(rows, RATES) == {1: 0}


@pytest.mark.parametrize(
    ("day", "tax", "text"),
    [
        ("2026-05-13", "-9928.63", "With-Holding Tax 3638736883"),  # another day
        ("2026-05-12", "-29785.88", "With-Holding Tax 3638736883"),  # 3 %: no rate of s.154A
        (
            "2026-05-12",
            "-9928.63",
            "With-Holding Tax 3638736883 ADVANCE TAX ON INTL TRANSACTION",
        ),  # another section
        ("2026-05-12", "-9928.63", "With-Holding Tax 3638736883 WHT Deducted @ .600PER"),
    ],
)
def test_a_row_of_the_reference_that_is_another_tax_is_left_alone(
    entry: MakeEntry, day: str, tax: str, text: str
) -> None:
    rows = [
        entry("HBL 0001", "2026-05-12", "992862.60", "deposit", currency="PKR", ref=REF),
        entry("HBL 0001", day, tax, "tax_withheld", currency="PKR", parent=REF, text=text),
    ]

    assert find_parents(rows, RATES) == {}


def test_one_per_cent_by_coincidence_proves_nothing(entry: MakeEntry) -> None:
    """In a real account 749.91 stood beside a remittance of 71,873.59: 1.04 %, and a tax on banking transactions."""
    rows = [
        entry("HBL 0001", "2019-12-26", "71873.59", "deposit", currency="PKR", ref="7286451120331226"),
        entry(
            "HBL 0001", "2019-12-26", "-749.91", "tax_withheld", currency="PKR", text="WHT Deducted @ .600PER"
        ),
        entry("HBL 0001", "2019-12-26", "-718.74", "tax_withheld", currency="PKR", text="With-Holding Tax"),
    ]

    assert find_parents(rows, RATES) == {}


PRINTED = "Withholding Tax u/s 154A"


def test_tax_that_prints_its_section_is_of_the_days_one_credit_that_fits_its_rate(entry: MakeEntry) -> None:
    rows = [
        entry("Alfalah", "2025-10-21", "250450", "deposit", currency="PKR"),
        entry("Alfalah", "2025-10-21", "9000", "deposit", currency="PKR", text="RENT FROM TENANT"),
        entry("Alfalah", "2025-10-21", "-2504.50", "tax_withheld", currency="PKR", text=PRINTED),
    ]

    assert find_parents(rows, RATES) == {2: 0}


def test_a_credit_that_bore_a_fee_can_still_bear_the_tax_that_prints_its_section(entry: MakeEntry) -> None:
    """A fee with the credit's reference says nothing of its tax; a tax with the reference says that it is taxed."""
    credit = entry("Alfalah", "2025-10-21", "250450", "deposit", currency="PKR", ref=REF)
    fee = entry("Alfalah", "2025-10-21", "-150", "fee", currency="PKR", parent=REF)
    tax = entry("Alfalah", "2025-10-21", "-2504.50", "tax_withheld", currency="PKR", parent=REF)
    printed = entry("Alfalah", "2025-10-21", "-2504.50", "tax_withheld", currency="PKR", text=PRINTED)

    assert find_parents([credit, fee, printed], RATES) == {1: 0, 2: 0}
    assert find_parents([credit, fee, tax, printed], RATES) == {1: 0, 2: 0}


@pytest.mark.parametrize(
    ("day", "amounts", "taxes"),
    [
        ("2025-10-22", ["250450"], ["2504.50"]),  # the day after
        ("2025-10-21", ["250450", "250450"], ["2504.50"]),  # either of two
        ("2025-10-21", ["250450"], ["2504.50", "2504.50"]),  # two for one
        ("2025-10-21", ["250450"], ["5009.00"]),  # at a rate that no bank is known to take
    ],
)
def test_tax_that_prints_its_section_and_may_be_of_none_or_of_two_is_left_alone(
    entry: MakeEntry, day: str, amounts: list[str], taxes: list[str]
) -> None:
    rows = [entry("Alfalah", "2025-10-21", each, "deposit", currency="PKR") for each in amounts]
    rows += [
        entry("Alfalah", day, f"-{each}", "tax_withheld", currency="PKR", text=PRINTED) for each in taxes
    ]

    assert find_parents(rows, RATES) == {}


def test_tax_that_the_bank_gives_back_is_the_receipts_too(entry: MakeEntry) -> None:
    rows = [
        entry("HBL 0001", "2026-05-12", "992862.60", "deposit", currency="PKR", ref=REF),
        entry("HBL 0001", "2026-05-12", "-9928.63", "tax_withheld", currency="PKR", parent=REF),
        entry("HBL 0001", "2026-05-20", "7446.47", "tax_withheld", currency="PKR", parent=REF),
    ]

    assert find_parents(rows, RATES) == {1: 0, 2: 0}


def test_more_than_was_taken_is_not_tax_given_back(entry: MakeEntry) -> None:
    rows = [
        entry("HBL 0001", "2026-05-12", "992862.60", "deposit", currency="PKR", ref=REF),
        entry("HBL 0001", "2026-05-12", "-9928.63", "tax_withheld", currency="PKR", parent=REF),
        entry("HBL 0001", "2026-05-20", "9928.64", "tax_withheld", currency="PKR", parent=REF),
        entry("Meezan 4410", "2026-05-20", "100.00", "tax_withheld", currency="PKR", parent=REF),
    ]

    assert find_parents(rows, RATES) == {1: 0}
