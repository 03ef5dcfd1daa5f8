"""Names of folders and files inside the books, made from names that came out of files."""

import unicodedata
from pathlib import PurePath

_LONGEST = 120  # bytes; every disk takes 255, and a number or an ending may come behind
_LONGEST_ENDING = 12
# Characters that some disk gives a meaning to; Windows is the strictest.
_MEANING = frozenset('/\\:*?"<>|')
# Joiners are letters' manners in Urdu; every other invisible character can make one name look like another.
_JOINERS = frozenset("\u200c\u200d")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in "0123456789\u00b9\u00b2\u00b3"}
)


def folder_name(text: str, otherwise: str) -> str:
    """Return a name for a folder that every disk takes and that leads nowhere else.

    Args:
        text: an account's name, as the user or a file wrote it.
        otherwise: the name where nothing of `text` can be used.
    """
    return _named(_plain(text)) or otherwise


def file_name(name: str, otherwise: str) -> str:
    """Return a name for a file, its ending kept."""
    plain = _plain(name)
    ending = PurePath(plain).suffix
    if len(ending.encode()) > _LONGEST_ENDING:
        ending = ""
    stem = _named(plain[: len(plain) - len(ending)] if ending else plain)
    return (stem or otherwise) + ending


def numbered(name: str, number: int) -> str:
    """Return "statement-2.csv" for "statement.csv" and 2."""
    path = PurePath(name)
    return f"{path.stem}-{number}{path.suffix}"


def _plain(text: str) -> str:
    kept = [
        "-" if each in _MEANING or unicodedata.category(each) in ("Cs", "Co", "Cn") else each
        for each in unicodedata.normalize("NFC", text)
        if each in _JOINERS or unicodedata.category(each) not in ("Cc", "Cf")
    ]
    # A leading dot or ~$ hides a file; Windows drops dots and spaces at the end.
    return " ".join("".join(kept).split()).lstrip(".~$ ").rstrip(". ")


def _named(plain: str) -> str:
    short = plain.encode()[:_LONGEST].decode(errors="ignore").rstrip(". ")
    return f"{short}-" if short.split(".")[0].strip().casefold() in _DEVICES else short
