"""What a workbook holds beside its values, told before any value is taken.

The reader of values leaves out what has none: an error (#N/A) and a formula whose result was not saved look like
empty cells there. It also unfolds a sheet up to its furthest cell, whatever that takes.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from freelance_pk.model.errors import InputRefusedError

Place = tuple[int, int]  # row and column, from 1
_SAVE_AGAIN = "download it again, or open it in a spreadsheet program and save it as XLSX"
_ERROR = re.compile(r"#[A-Z][A-Z0-9/_]{1,12}[!?]?|Err:\d{3}")
_ROWS, _COLUMNS = 1_048_576, 16_384
# A sheet may be sparse, as statements with a wide head are; not thousands of times larger than what it holds.
_FEW, _SPARSE = 2_000_000, 20


class SheetFacts(NamedTuple):
    """One sheet.

    Attributes:
        valueless: what stands in cells that hold no value: an error (#N/A), or a formula (=A1*2) without its result.
        hidden_rows: rows that hold something and are not shown.
    """

    valueless: Mapping[Place, str] = MappingProxyType({})
    hidden_rows: int = 0


class BookFacts(NamedTuple):
    """A workbook: its sheets by name; whether a day's number counts from 1904."""

    sheets: Mapping[str, SheetFacts]
    since_1904: bool = False


def damaged(name: str, reason: str) -> InputRefusedError:
    """Build the refusal of a workbook that breaks its own format."""
    return InputRefusedError(
        f"the workbook cannot be opened: {reason}", origin=name, remedy=_SAVE_AGAIN + ", or as CSV"
    )


def protected(name: str) -> InputRefusedError:
    """Build the refusal of a workbook that a password locks."""
    return InputRefusedError(
        "the workbook is protected by a password",
        origin=name,
        remedy="open it, take the password off (File, Info, Protect Workbook), save it and use that file",
    )


def too_large(name: str) -> InputRefusedError:
    """Build the refusal of a workbook that unpacks to more than any export."""
    return InputRefusedError(
        "the workbook unpacks to more than any export", origin=name, remedy="export a shorter period"
    )


def mending(text: str) -> str:
    """Return what to do about a cell that holds an error or a formula without its result, "" about any other."""
    if text.startswith("="):
        return (
            "the workbook holds a formula there without its result: open it in a spreadsheet program, save it, "
            "and use that file; or use the original download"
        )
    if _ERROR.fullmatch(text):
        return (
            "the workbook's formula there gives an error: mend or overwrite it in a spreadsheet program and save, "
            "or use the original download"
        )
    return ""


class Extent:
    """How far the filled cells of a sheet reach."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0

    def take(self, row: int, column: int) -> None:
        """Count a filled cell."""
        self.cells += 1
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)

    def check(self, where: str) -> None:
        """Check that the sheet can be unfolded.

        Raises:
            InputRefusedError: a cell stands so far from the others that it cannot belong to a statement.
        """
        area = self.rows * self.columns
        if self.rows <= _ROWS and self.columns <= _COLUMNS and area <= _FEW + _SPARSE * self.cells:
            return
        raise InputRefusedError(
            f"the sheet holds {self.cells} filled cells and reaches to row {self.rows}, column "
            f"{column_letters(self.columns)}: a cell stands far from all others",
            origin=where,
            remedy="delete what stands far below or to the right of the rows, and save the workbook again; or save it as CSV",
        )


def column_letters(column: int) -> str:
    """Return a column's name, as in AB."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """Return a column's number from its letters; one that no sheet has where there are too many."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + ord(letter) - 64
    return number
