"""What a bank's withholding row is a tax on, by its text: rows of two real accounts, and of other banks."""

import pytest

from freelance_pk.law.withheld import withheld_by


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("With-Holding Tax 7286451501220621 ADVANCE TAX ON INTL TRANSACTION NON-FILER 3%", "236Y"),
        ("WITH HOLDING TAX 7286451501220621 ADVANCE TAX ON INTL TRANSACTION 2.00%", "236Y"),
        ("Advance Tax on international transactions", "236Y"),
        ("With-Holding Tax WHT Deducted @ .600PER", "236P"),
        ("WithHolding Tax on Transfer", "236P"),
        ("WHT ON CASH WITHDRAWAL", "231AB"),
        ("WITHHOLDING TAX ON PROFIT", "151"),
        ("WHT COLL: UNDER SEC 151", "151"),
        ("tax deducted u/s 154A", "154A"),
        ("s.236Y", "236Y"),
        ("With-Holding Tax IN76 BE18 DBTR", ""),
        ("With-Holding Tax 3638736883", ""),
        ("Withholding Tax", ""),
        ("Reversal of excess WHT deducted", ""),
    ],
)
def test_the_section_is_read_from_the_text(text: str, section: str) -> None:
    assert withheld_by(text).section == section
