"""The numbers above the fold, and their plain form."""

from decimal import Decimal
from pathlib import Path

from running import run

from freelance_pk.output.screen import bar

CASE = Path(__file__).parents[1] / "scenarios" / "p1"


def test_a_month_begins_with_a_sentence_and_at_most_ten_numbers() -> None:
    out = run("report", CASE, "--month", "2025-12").out
    above = out.split("\n\n")[1].splitlines()

    assert out.startswith("December 2025: Rs 329,748 received in 1 payment; the tax of Rs 3,297 is already")
    labels = [line for line in above if not line.startswith(" ")]
    assert len(labels) <= 10
    text = "\n".join(above)
    assert "November 2025: Rs 192,696 (+71%)" in text
    assert "Tax year to date" in text
    assert "909,007" in text
    assert "1 of 1" in text


def test_no_line_of_a_report_is_wider_than_eighty_columns() -> None:
    for words in (("--month", "2025-12"), ("--tax-year", "2026")):
        out = run("report", CASE, *words).out
        assert max(len(line) for line in out.splitlines()) <= 80
        assert "\x1b" not in out


def test_the_plain_report_says_the_same_numbers_in_sentences() -> None:
    plain = run("report", CASE, "--tax-year", "2026", "--plain").out

    assert "Received, gross: Rs 2,278,123." in plain
    assert "Receipts, 8 lines." in plain
    assert "2025-12-10, Meezan 4410: gross Rs 329,748 for USD 1,200.00, tax Rs 3,297" in plain
    assert not any(char in plain for char in "\u2500|#")


def test_what_is_short_is_to_be_put_aside() -> None:
    out = run("report", CASE.parent / "p3", "--tax-year", "2026").out

    assert "Put aside now" in out
    assert "17,456" in out
    assert "2 of 5" in out


def test_a_bar_is_drawn_in_letters_that_every_terminal_has() -> None:
    assert bar(Decimal(50), Decimal(100)) == "#####"
    assert bar(Decimal(0), Decimal(100)) == ""
    assert bar(Decimal(-5), Decimal(0)) == ""
