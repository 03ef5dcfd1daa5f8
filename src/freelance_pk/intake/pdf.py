"""The text of PDF statements, line by line. Needs the extra `pdf`."""

import io
import logging
from typing import Any

from freelance_pk.model.errors import LockedFileError, UnknownFileError

# A page of a statement holds a few hundred letters; one of pictures holds none, or a stamp's.
_LETTERS_A_PAGE = 20
# Points a character of the text stands for: narrower than any letter of a statement, so that every word
# keeps its place and its right edge tells the column it stands under.
_POINTS = 2.5
# Two letters further apart than a quarter of their size belong to two words.
_APART = 0.25
_SAME_LINE = 3  # points


def pdf_text(data: bytes, name: str, passwords: tuple[str, ...] = ()) -> str:
    """Return the text of all pages, the lines from top to bottom, every word at its place in the line.

    Args:
        data: the file.
        name: as shown to the user.
        passwords: tried in turn if the file is protected; never shown.

    Raises:
        LockedFileError: the extra is not installed, the file is protected, or it holds pictures.
        UnknownFileError: the file is damaged.
    """
    try:
        import pdfplumber  # noqa: PLC0415 - an extra
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415
    except ImportError as failure:
        raise LockedFileError(
            "reading PDF statements needs a part that is not installed",
            origin=name,
            remedy='run `pip install "freelance-pk[pdf]"`, or download the statement as CSV or Excel',
        ) from failure
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    for password in (None, *passwords):
        try:
            with pdfplumber.open(io.BytesIO(data), password=password) as book:
                pages = [_page_text(page) for page in book.pages]
        except Exception as failure:
            causes = (failure, *failure.args)
            if any(isinstance(each, PDFPasswordIncorrect) for each in causes):
                continue
            if any(isinstance(each, PDFEncryptionError) for each in causes):
                raise _protected(name, "the PDF is protected in a way that cannot be opened") from None
            raise _damaged(name, failure) from failure
        return _whole(pages, name)
    raise _protected(
        name,
        "the PDF is protected by a password"
        + (", and none of the passwords given opens it" if passwords else ""),
    )


def _protected(name: str, message: str) -> LockedFileError:
    return LockedFileError(
        message,
        origin=name,
        remedy="give its password with --password (banks often use the last digits of the account number or of "
        "the CNIC); it may be repeated, one for each file",
    )


def _page_text(page: Any) -> str:
    words = page.dedupe_chars().extract_words(x_tolerance_ratio=_APART, y_tolerance=_SAME_LINE)
    rows: list[tuple[float, list[Any]]] = []
    for word in sorted(words, key=lambda each: (each["bottom"], each["x0"])):
        if not rows or word["bottom"] - rows[-1][0] > _SAME_LINE:
            rows.append((word["bottom"], []))
        rows[-1][1].append(word)
    return "\n".join(_line(row) for _, row in rows)


def _line(words: list[Any]) -> str:
    """Set words so that each ends where it ends on the page."""
    line = ""
    for word in sorted(words, key=lambda each: each["x0"]):
        text = str(word["text"])
        ends_at = round(word["x1"] / _POINTS)
        gap = max(ends_at - len(text) - len(line), 1 if line else 0)
        line += " " * gap + text
    return line


def _whole(pages: list[str], name: str) -> str:
    text = "\n".join(pages)
    unreadable = text.count("(cid:")
    letters = sum(char.isalnum() for char in text) - 5 * unreadable
    if unreadable > letters / 10:
        raise LockedFileError(
            "the PDF's letters have no meaning outside its own fonts, so its text cannot be read",
            origin=name,
            remedy="download the statement as CSV or Excel, or from the bank's app instead of printing it",
        )
    if letters < _LETTERS_A_PAGE * max(len(pages), 1):
        raise LockedFileError(
            "the PDF holds pictures of pages and no text: it was scanned or photographed",
            origin=name,
            remedy="download the statement from the bank's site or app as PDF, CSV or Excel",
        )
    return text


def _damaged(name: str, failure: Exception) -> UnknownFileError:
    reason = str(failure) or type(failure).__name__
    return UnknownFileError(
        f"the PDF cannot be read: {reason}", origin=name, remedy="download the statement again"
    )
