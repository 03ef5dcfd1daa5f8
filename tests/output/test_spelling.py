"""Amounts in words: crore, lakh and thousand, in English and Urdu, on request alone."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from running import CASES, run

from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.spelling import in_words

ENGLISH, URDU = Labels(Language.ENGLISH), Labels(Language.URDU)
SIZES = {
    "crore": 10_000_000, "lakh": 100_000, "thousand": 1_000,
    "کروڑ": 10_000_000, "لاکھ": 100_000, "ہزار": 1_000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "english", "urdu"),
    [
        ("0", "Rs 0", "0 روپے"),
        ("999", "Rs 999", "999 روپے"),
        ("1000", "Rs 1 thousand", "1 ہزار روپے"),
        ("1234000", "Rs 12 lakh 34 thousand", "12 لاکھ 34 ہزار روپے"),
        ("2278123", "Rs 22 lakh 78 thousand 123", "22 لاکھ 78 ہزار 123 روپے"),
        ("10000000", "Rs 1 crore", "1 کروڑ روپے"),
        ("1200000001", "Rs 120 crore 1", "120 کروڑ 1 روپے"),
        ("-100000", "Rs minus 1 lakh", "منفی 1 لاکھ روپے"),
        ("99999.50", "Rs 1 lakh", "1 لاکھ روپے"),  # whole rupees, half up
        ("-0.4", "Rs 0", "0 روپے"),
    ],
)
def test_rupees_are_said_in_crore_lakh_and_thousand(amount: str, english: str, urdu: str) -> None:
    assert in_words(Decimal(amount), ENGLISH) == english
    assert in_words(Decimal(amount), URDU) == urdu


def meant(words: str) -> int:
    """The number that words say, read by a reader of its own."""
    text = words.removeprefix("Rs ").removesuffix(" روپے")
    sign = -1 if text.startswith(("minus ", "منفی ")) else 1
    parts = re.sub(r"^(minus|منفی) ", "", text).split()
    total = 0
    while parts:
        count = int(parts.pop(0))
        total += count * SIZES[parts.pop(0)] if parts else count
    return sign * total


@given(st.integers(-(10**12), 10**12), st.sampled_from([ENGLISH, URDU]))
def test_words_read_back_are_the_number(rupees: int, label: Labels) -> None:
    words = in_words(Decimal(rupees), label)

    assert meant(words) == rupees
    assert not re.search(r"\d{4}", words.replace("crore", "").replace("کروڑ", "")) or abs(rupees) >= 10**10


YEAR = (CASES / "p1", "--tax-year", "2026")


@pytest.mark.parametrize("form", [(), ("--plain",), ("--format", "markdown")])
def test_a_report_says_its_amounts_in_words_when_asked(form: tuple[str, ...]) -> None:
    said = run("report", *YEAR, *form, "--words").out

    assert re.search(r"Received, gross:? +Rs 22 lakh 78 thousand 123", said)
    assert re.search(r"Tax expected:? +Rs 22 thousand 781", said)
    assert "Rs 2,278,123" in said  # beside the figures, not instead of them
    assert "In words" not in run("report", *YEAR, *form).out


def test_scripts_get_no_words() -> None:
    for form in ("json", "csv"):
        assert (
            run("report", *YEAR, "--format", form, "--words").out
            == run("report", *YEAR, "--format", form).out
        )


def test_an_assessment_says_its_amounts_in_words() -> None:
    for form in ("table", "markdown"):
        said = run("tax", *YEAR, "--format", form, "--words").out
        assert re.search(r"Tax chargeable:? +Rs 22 thousand 781", said)
    urdu = run("tax", *YEAR, "--words", "--lang", "ur").out
    assert "22 ہزار 781 روپے" in urdu


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Rs 22 lakh 78 thousand 123"), ("ur", "22 لاکھ 78 ہزار 123 روپے")]
)
def test_page_and_workbook_say_them_in_the_language_of_their_labels(
    tmp_path: Path, language: str, words: str
) -> None:
    page, book = tmp_path / "page.html", tmp_path / "book.xlsx"
    run("report", *YEAR, "--words", "--lang", language, "-o", page)
    run("export", *YEAR, "--words", "--lang", language, "-o", book)

    assert words in page.read_text(encoding="utf-8")
    cells = [cell.value for row in load_workbook(book)["Summary"].iter_rows() for cell in row]
    assert words in cells
