"""PDF files: what is taken from their pages, and what a file that gives no text is answered."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_pdf import Line, pdf_of, pdf_of_pictures

from freelance_pk.intake import read_files
from freelance_pk.intake.pdf import pdf_text
from freelance_pk.model.errors import InputRefusedError, LockedFileError, UnknownFileError

PAGE: list[Line] = [
    [(40, "l", "Booking Date"), (350, "r", "Credit"), (445, "r", "Debit")],
    [(40, "l", "08 Oct 2025"), (110, "l", "Money Received"), (350, "r", "+ PKR42,500.00")],
    [(445, "r", "- PKR43.00")],
]


def test_every_word_ends_where_it_ends_on_the_page() -> None:
    header, credit, debit = pdf_text(pdf_of([PAGE]), "a.pdf").splitlines()

    assert header.split() == ["Booking", "Date", "Credit", "Debit"]
    assert credit.split() == ["08", "Oct", "2025", "Money", "Received", "+", "PKR42,500.00"]
    assert len(credit) == header.index("Credit") + len("Credit")
    assert len(debit) == len(header)


def test_pages_follow_each_other_without_a_gap() -> None:
    assert len(pdf_text(pdf_of([PAGE, PAGE]), "a.pdf").splitlines()) == 6


def test_letters_printed_twice_to_look_bold_count_once() -> None:
    bold: list[Line] = [
        [
            (40, "l", "Account Statement of all the little bills"),
            (40.3, "l", "Account Statement of all the little bills"),
        ]
    ]

    assert pdf_text(pdf_of([bold]), "a.pdf").split() == [
        "Account",
        "Statement",
        "of",
        "all",
        "the",
        "little",
        "bills",
    ]


@pytest.mark.parametrize("passwords", [("1234",), ("9999", "1234"), ("1234", "9999")])
def test_passwords_are_tried_in_turn(passwords: tuple[str, ...]) -> None:
    assert "PKR42,500.00" in pdf_text(pdf_of([PAGE], "1234"), "a.pdf", passwords)


def test_a_password_that_the_file_does_not_need_does_no_harm() -> None:
    assert "PKR42,500.00" in pdf_text(pdf_of([PAGE]), "a.pdf", ("1234",))


@pytest.mark.parametrize("passwords", [(), ("secret-9",), ("secret-9", "secret-8")])
def test_a_file_that_no_password_opens_says_how_to_give_one_and_shows_none(
    passwords: tuple[str, ...],
) -> None:
    with pytest.raises(LockedFileError, match="protected by a password") as caught:
        pdf_text(pdf_of([PAGE], "1234"), "a.pdf", passwords)

    assert "--password" in caught.value.remedy
    assert "secret" not in f"{caught.value.message} {caught.value.origin} {caught.value.remedy}"


def test_a_scanned_file_is_refused_with_the_reason() -> None:
    with pytest.raises(LockedFileError, match="pictures of pages and no text"):
        pdf_text(pdf_of_pictures(3), "a.pdf")


def test_one_stamp_on_a_scanned_page_is_no_text() -> None:
    with pytest.raises(LockedFileError, match="pictures of pages"):
        pdf_text(pdf_of([[[(40, "l", "Page 1")]]]), "a.pdf")


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfminer.pdfdocument", None)

    with pytest.raises(LockedFileError, match="not installed") as caught:
        pdf_text(pdf_of([PAGE]), "a.pdf")
    assert 'pip install "freelance-pk[pdf]"' in caught.value.remedy


WHOLE = pdf_of([PAGE])


@given(st.integers(min_value=0, max_value=len(WHOLE)))
def test_a_file_cut_anywhere_is_read_rightly_or_refused(cut: int) -> None:
    try:
        text = pdf_text(WHOLE[:cut], "a.pdf")
    except (LockedFileError, UnknownFileError):
        return
    assert "PKR42,500.00" in text


@given(st.integers(min_value=0, max_value=len(WHOLE) - 1), st.integers(min_value=0, max_value=255))
def test_a_byte_changed_anywhere_is_no_traceback(place: int, byte: int) -> None:
    damaged = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    try:
        pdf_text(damaged, "a.pdf")
    except (LockedFileError, UnknownFileError):
        return


def test_a_letter_in_a_folder_is_a_note_and_a_statement_that_is_not_known_a_warning(tmp_path: Path) -> None:
    rows: list[Line] = [[(40, "l", "Dear customer, thank you for your letter of last month.")]]
    (tmp_path / "letter.pdf").write_bytes(pdf_of([rows]))
    other: list[Line] = [
        [(40, "l", "Zeta Bank Statement of Account")],
        [(40, "l", "Opening Balance 1,000.00")],
        [(40, "l", "1/7/25 CASH 500.00 1,500.00")],
    ]
    (tmp_path / "zeta.pdf").write_bytes(pdf_of([other]))
    (tmp_path / "scan.pdf").write_bytes(pdf_of_pictures(1))
    (tmp_path / "rows.csv").write_text(
        "date,account,kind,amount,currency\n2026-03-03,SadaPay,deposit,5,PKR\n"
    )

    issues = {issue.origin.split(",")[0]: issue for issue in read_files([tmp_path]).issues}

    assert (issues["letter.pdf"].severity, issues["letter.pdf"].code) == ("note", "file-passed-over")
    assert (issues["zeta.pdf"].severity, issues["zeta.pdf"].code) == ("warning", "file-not-opened")
    assert (issues["scan.pdf"].severity, issues["scan.pdf"].code) == ("warning", "file-not-opened")


def test_a_pdf_named_by_itself_that_is_no_known_statement_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf_of([[[(40, "l", "Dear customer, thank you for your letter of last month.")]]]))

    with pytest.raises(InputRefusedError, match="no known statement begins like this PDF: Dear customer"):
        read_files([path])
