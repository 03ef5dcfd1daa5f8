"""One row's cells without what they say, its amounts aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from freelance_pk.intake.dates import from_serial, is_date, is_time_zone, parse_time
from freelance_pk.intake.numbers import COMMA, POINT
from freelance_pk.intake.redaction.figures import Digits, other_digits
from freelance_pk.intake.redaction.masks import RUN, Ids, kept_words, literal_letters
from freelance_pk.intake.redaction.vocabulary import IDS, Known, is_money

_CODE = re.compile(r"[A-Z]{3,5}|[a-z]{3}").fullmatch  # USDT and other units have more letters
_PURPOSE = re.compile(r"9\d{3}").fullmatch
_SECTION = re.compile(r"\d{1,3}[A-Z]{0,2}(?:\(\w{1,4}\))*").fullmatch


@dataclass(frozen=True, slots=True)
class CellMasker:
    """Masks the cells of rows.

    Attributes:
        known: what may stay.
        ids: of the whole file.
        names: words of institutions, which an account's name may hold.
        digits: for amounts in columns that the layout does not read.
        prefixes: words of the layout that ids of the file hold.
    """

    known: Known
    ids: Ids
    names: frozenset[str]
    digits: Digits
    prefixes: set[str] = field(default_factory=set)

    def learn_ids(self, rows: list[list[str]]) -> None:
        """Give the ids of all rows their other ones, so that texts that name them are seen."""
        roles = self.known.roles
        places = {role: [place for place in roles if roles[place] == role] for role in ("id", "account")}
        for row in rows:
            for place in places["id"]:
                if place < len(row):
                    self.prefixes.update(kept_words(self.known.text_patterns, row[place].strip()))
        for row in rows:
            for place in places["id"]:
                if place < len(row) and row[place].strip():
                    self.ids.masked_id(row[place], frozenset(self.prefixes))
            for place in places["account"]:
                if place < len(row):
                    self.ids.masked_id(row[place], self.names)
            self._learn_extracted(row)

    def _learn_extracted(self, row: list[str]) -> None:
        """Take the ids that patterns of the layout find in the row's text."""
        text = self._text(row)
        for pattern in self.known.text_patterns:
            for found in pattern.finditer(text) if IDS & set(pattern.groupindex) else ():
                for name, value in found.groupdict().items():
                    if name in IDS and value:
                        for run in RUN.findall(value):
                            self.ids.run(run, literal_letters(pattern.pattern))

    def _text(self, row: list[str]) -> str:
        cells = [
            cell.strip()
            for place, cell in enumerate(row)
            if self.known.roles.get(place, "text") in ("text", "word")
        ]
        return " ".join(cell for cell in cells if cell)

    def kept(self, row: list[str], *, whole: bool = False) -> frozenset[str]:
        """Return the words by which the layout knows a row; `whole`: every word in what its patterns take."""
        known = self.known
        texts = (self._text(row), *(cell.strip() for cell in row if cell.strip()))
        kept = kept_words(known.row_patterns, ",".join(row), whole=whole)
        for text in texts:
            kept |= kept_words(known.text_patterns, text, whole=whole)
        return kept

    def masked(self, row: list[str], kept: frozenset[str]) -> list[str]:
        """Return the row with its texts, ids and words masked but for those kept; amounts and balances as they are."""
        return [self._cell(cell, self.known.roles.get(place, "text"), kept) for place, cell in enumerate(row)]

    def _cell(self, cell: str, role: str, kept: frozenset[str]) -> str:
        bare = cell.strip()
        if not bare or role == "plain" or _stays(bare, role, self.known.words):
            return cell
        if role in ("money", "balance"):
            return cell if is_money(bare) else self.ids.masked(cell, kept)
        if role == "id":
            return self.ids.masked_id(cell, kept | self.prefixes)
        if role == "account":
            return self.ids.masked_id(cell, self.names)
        if role == "text" and any(mark in bare for mark in ".,") and is_money(bare):
            return other_digits(cell, self.digits, COMMA if bare[-3:-2] == "," else POINT)
        return self.ids.masked(cell, kept)


def _stays(text: str, role: str, words: frozenset[str]) -> bool:
    if role == "word":
        return text.casefold() in words
    if role == "date":
        return is_date(text) or bool(from_serial(text))
    test = _TESTS.get(role)
    return test is not None and bool(test(text))


def _is_time(text: str) -> bool:
    try:
        parse_time(text)
    except (ValueError, IndexError):
        return False
    return True


_TESTS: dict[str, Callable[[str], object]] = {
    "time": lambda text: _is_time(text) or is_date(text),
    "zone": is_time_zone,
    "currency": _CODE,
    "purpose_code": _PURPOSE,
    "section": _SECTION,
}
