"""The text of PDF statements, line by line. Needs the extra `pdf`."""

import io
import logging

from freelance_pk.model.errors import LockedFileError, UnknownFileError

# A page of a statement holds a few hundred letters; one of pictures holds none, or a stamp's.
_LETTERS_A_PAGE = 20


def pdf_text(data: bytes, name: str, passwords: tuple[str, ...] = ()) -> str:
    """Return the text of all pages, the lines from top to bottom.

    Args:
        data: the file.
        name: as shown to the user.
        passwords: tried in turn if the file is protected.

    Raises:
        LockedFileError: the extra is not installed, or the file is protected.
        UnknownFileError: the file is damaged, or holds pictures instead of text.
    """
    try:
        import pdfplumber  # noqa: PLC0415 - an extra
        from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
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
                pages = [page.extract_text() or "" for page in book.pages]
        except Exception as failure:
            if any(isinstance(each, PDFPasswordIncorrect) for each in (failure, *failure.args)):
                continue
            raise _damaged(name, failure) from failure
        return _whole(pages, name)
    raise LockedFileError(
        "the PDF is protected by a password"
        + (", and none of the passwords given opens it" if passwords else ""),
        origin=name,
        remedy="give it with --password (banks often use the last digits of the account number or CNIC)",
    )


def _whole(pages: list[str], name: str) -> str:
    text = "\n".join(pages)
    if sum(char.isalnum() for char in text) < _LETTERS_A_PAGE * max(len(pages), 1):
        raise UnknownFileError(
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
