"""The text of PDF statements, line by line. Needs the extra `pdf`."""

import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from freelance_pk.model.errors import LockedFileError, UnknownFileError

# A page of a statement holds a few hundred letters; one of pictures holds none, or a stamp's.
_LETTERS_A_PAGE = 20
# Points a character of the text stands for: narrower than any letter of a statement, so that every word
# keeps its place and its right edge tells the column it stands under.
_POINTS = 2.5
# In parts of the letters' size: what stands further apart belongs to two words; what stands higher or
# lower, to two lines; a letter so near another of its kind is printed twice, to look bold.
_APART, _OTHER_LINE, _OVERPRINT = 0.25, 0.35, 0.15


class _Letter(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    size: float


def pdf_text(data: bytes, name: str, passwords: tuple[str, ...] = ()) -> str:
    """Return the text of all pages, the lines from top to bottom, every word at its place in the line.

    Args:
        data: the file.
        name: as shown to the user.
        passwords: tried in turn if the file is protected; never shown.

    Raises:
        LockedFileError: the extra is not installed, the file is protected, its text cannot be had or has no end.
        UnknownFileError: the file is damaged.
    """
    try:
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415 - an extra

        from freelance_pk.intake.pdf_bounds import EndlessError  # noqa: PLC0415
    except ImportError as failure:
        raise LockedFileError(
            "reading PDF statements needs a part that is not installed",
            origin=name,
            remedy='run `pip install "freelance-pk[pdf]"`, or download the statement as CSV or Excel',
        ) from failure
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    for password in ("", *passwords):
        try:
            pages = [_page_text(letters) for letters in _pages(data, password)]
        except PDFPasswordIncorrect:
            continue
        except PDFEncryptionError:
            raise _protected(name, "the PDF is protected in a way that cannot be opened") from None
        except EndlessError:
            raise LockedFileError(
                "the PDF holds more than any statement",
                origin=name,
                remedy="download the statement of a shorter period, or as CSV or Excel",
            ) from None
        except Exception as failure:
            raise _damaged(name, failure) from failure
        return _whole(pages, name)
    raise _protected(
        name,
        "the PDF is protected by a password"
        + (", and none of the passwords given opens it" if passwords else ""),
    )


def _pages(data: bytes, password: str) -> Iterator[list[_Letter]]:
    """Yield the upright letters of each page."""
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415
    from pdfminer.pdfinterp import PDFResourceManager  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415

    from freelance_pk.intake.pdf_bounds import Drawn, Interpreter, refuse_endless  # noqa: PLC0415

    refuse_endless(data)
    document = PDFDocument(PDFParser(io.BytesIO(data)), password=password)
    manager = PDFResourceManager()
    device = Drawn(manager)
    interpreter = Interpreter(manager, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        yield list(_letters(device.get_result()))


def _letters(items: Iterable[Any]) -> Iterator[_Letter]:
    """Yield the letters on a page and in the drawings on it."""
    from pdfminer.layout import LTChar, LTFigure  # noqa: PLC0415

    for item in items:
        if isinstance(item, LTChar):
            if item.upright and item.get_text().strip():
                yield _Letter(item.get_text(), item.x0, item.x1, item.y0, item.size)
        elif isinstance(item, LTFigure):
            yield from _letters(item)


def _page_text(letters: Sequence[_Letter]) -> str:
    lines: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda each: -each.bottom):
        if not lines or lines[-1][0].bottom - letter.bottom > _OTHER_LINE * letter.size:
            lines.append([])
        lines[-1].append(letter)
    return "\n".join(_line(each) for each in lines)


def _line(letters: list[_Letter]) -> str:
    """Set words so that each ends where it ends on the page."""
    line = ""
    for text, right in _words(sorted(letters, key=lambda each: each.left)):
        ends_at = round(right / _POINTS)
        gap = max(ends_at - len(text) - len(line), 1 if line else 0)
        line += " " * gap + text
    return line


def _words(letters: Iterable[_Letter]) -> Iterator[tuple[str, float]]:
    """Yield the words of a line, each with its right edge."""
    word, before = "", None
    for letter in letters:
        if before is not None:
            if letter.text == before.text and letter.left - before.left < _OVERPRINT * letter.size:
                continue
            if letter.left - before.right > _APART * letter.size:
                yield word, before.right
                word = ""
        word += letter.text
        before = letter
    if before is not None:
        yield word, before.right


def _protected(name: str, message: str) -> LockedFileError:
    return LockedFileError(
        message,
        origin=name,
        remedy="give its password with --password (banks often use the last digits of the account number or of "
        "the CNIC); it may be repeated, one for each file",
    )


def _whole(pages: list[str], name: str) -> str:
    text = "\n".join(pages)
    unreadable = text.count("(cid:")
    letters = sum(char.isalnum() for char in text) - 5 * unreadable
    if unreadable > max(letters, 0) / 10:
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
