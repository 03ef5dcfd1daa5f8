"""Letters to the bank: only where there is cause, with the numbers of the certificates and the rupees."""

from pathlib import Path

from running import run

CASES = Path(__file__).parents[1] / "scenarios"


def letters(case: Path) -> str:
    return run("report", case, "--tax-year", "2026", "--letters").out


def test_a_bank_that_took_two_per_cent_is_asked_for_the_excess() -> None:
    text = letters(CASES / "p1b")

    assert "Subject: tax deducted at a wrong rate on export proceeds, Rs 22,782 in excess" in text
    assert "rule 10(ca)" in text
    assert "2025-12-10  MZ-2026-1004    329,748        6,595   3,297      3,298" in text
    assert "Total                     2,278,123       45,563  22,781     22,782" in text
    assert text.count("Subject:") == 1


def test_missing_certificates_and_family_codes_are_written_about_apart() -> None:
    text = letters(CASES / "p3")
    first, second = text.split("\f")

    assert "Subject: certificates for 3 receipts of foreign exchange, Rs 1,049,973" in first
    assert "Subject: wrong purpose code on 3 receipts, Rs 1,049,973" in second
    assert "Sana Malik" in first
    assert "348,123" not in text  # certified under the export code: nothing is wrong with it


def test_where_nothing_is_wrong_no_letter_is_written() -> None:
    assert letters(CASES / "p1").startswith("No letter is called for")


def test_estimates_are_no_cause_for_a_letter(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(
        "date,account,kind,amount,currency\n2025-08-01,Upwork,earning,100.00,USD\n", encoding="utf-8"
    )

    assert letters(tmp_path).startswith("No letter is called for")


def test_letters_are_written_to_a_file_and_never_over_one(tmp_path: Path) -> None:
    path = tmp_path / "letters.txt"
    words = ("report", CASES / "p1b", "--tax-year", "2026", "--letters", "-o", path)

    assert run(*words).code == 0
    assert "Rs 22,782" in path.read_text(encoding="utf-8")
    assert run(*words).code == 2
