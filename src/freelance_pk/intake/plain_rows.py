"""The commonest rows, an amount with its sign, read many at a time: a column after the other, not row after row."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import islice, repeat
from typing import TYPE_CHECKING, TypeVar

from freelance_pk.intake.fields import PLAIN, PRECISE, NoDateError
from freelance_pk.model.entry import Entry, Kind

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_MOST_NAMES = 10_000
_NEW: Callable[..., Entry] = tuple.__new__
_Meaning = TypeVar("_Meaning")
_ALL_PLAIN = re.compile(r"(?:-?\d{1,15}+(?:\.\d{1,2}+)?+\n)++", re.ASCII).fullmatch
_IN_ODD_IDS = ("E+", "e+", "'", "#", "=")
_UNUSUAL = frozenset(
    {
        "time",
        "far_amount",
        "parent",
        "alias",
        "same_as",
        "payee",
        "holder",
        "tail",
        "purpose_code",
        "certificate",
        "account",
    }
)
Search = Callable[[str], "re.Match[str] | None"]
ReadRow = Callable[[list[str], int], None]


def has_plain_rows(reader: "RowReader") -> bool:
    """Say whether the layout has rows that `PlainRows` reads."""
    layout, at = reader.layout, reader.at
    return not (
        layout.shape != "signed"
        or "fee" in at
        or _UNUSUAL & set(at)
        or reader.signs
        or layout.ref_prefixes
        or layout.skip_rows
        or layout.skip_undated
        or layout.memo_rows
        or reader.skip_words
        or ("status" in at and layout.status is not None)
        or reader.fees
        or len(reader.remarked) > 1
        or len(reader.columns.places.get("text", ())) != 1
        or "ref" not in at
        or "kind" not in at
    )


class PlainRows:
    """Reads portions of rows. Holds what is looked up once."""

    def __init__(self, reader: "RowReader", read_row: ReadRow) -> None:
        """Prepare to read.

        Args:
            reader: of the table; what is read is added to its entries.
            read_row: reads a row that is out of the ordinary, or lists it.
        """
        at, places = reader.at, reader.columns.places
        self.reader, self.read_row = reader, read_row
        self.blank = [""] * reader.width
        self.date_at, self.kind_at, self.currency_at = at["date"], at["kind"], at.get("currency")
        self.amount_at, self.balance_at, self.ref_at = at["amount"], at.get("balance"), at["ref"]
        self.words_at, self.party_at = places["text"][0], places.get("counterparty", ())
        self.remark_at = reader.remarked[0][0] if reader.remarked else None
        self.kept_in = reader.layout.currency if reader.layout.one_currency else ""
        self.local_at = at.get("local_amount")
        self.names: dict[str, str] = {}
        self.extracts: dict[Kind | None, tuple[tuple[Search, bool], ...]] = {
            kind: tuple((each.search, _gives_parent(each)) for each in patterns)
            for kind, patterns in reader.kinds.extracts.items()
            if patterns
        }

    def read(self, lines: Sequence[int], rows: Sequence[list[str]]) -> int:
        """Read rows, in their order; those out of the ordinary one by one.

        Args:
            lines: their physical lines.
            rows: their cells.

        Returns:
            How many were out of the ordinary.
        """
        reader = self.reader
        odd: set[int] = set()
        even = rows
        if any(map(reader.width.__ne__, map(len, rows))):
            odd.update(number for number, row in enumerate(rows) if len(row) != reader.width)
            even = [self.blank if number in odd else row for number, row in enumerate(rows)]
        columns = list(zip(*even, strict=True))
        kinds = _meanings(columns[self.kind_at], reader.kinds.known, odd)
        currencies = self._currencies(columns, odd)
        words = list(map(str.strip, columns[self.words_at]))
        self._mark(columns, currencies, odd)
        amounts = _decimals(columns[self.amount_at], odd)
        if not all(amounts):
            odd.update(number for number, amount in enumerate(amounts) if not amount)
        balances: Iterable[Decimal | None] = repeat(None)
        if self.balance_at is not None:
            balances = _decimals(columns[self.balance_at], odd)
        parents = self._parents(kinds, words, odd)
        days = self._days(columns[self.date_at], lines, odd)
        made = map(
            _NEW,
            repeat(Entry),
            zip(
                repeat(reader.account),
                days,
                amounts,
                currencies,
                kinds,
                map(str.strip, columns[self.ref_at]),
                parents,
                self._parties(columns, len(rows)),
                words,
                repeat(None),
                repeat(""),
                repeat(""),
                repeat(""),
                repeat(""),
                balances,
                repeat(reader.source),
                lines,
                strict=False,
            ),
        )
        self._count(columns[self.date_at], odd)
        begin = 0
        for number in sorted(odd):
            reader.entries.extend(islice(made, number - begin))
            next(made)
            self.read_row(rows[number], lines[number])
            begin = number + 1
        reader.entries.extend(made)
        return len(odd)

    def _count(self, dates: Sequence[str], odd: set[int]) -> None:
        """Count the plain rows, and those of them whose day may be another in Pakistan."""
        reader = self.reader
        reader.rows += len(dates) - len(odd)
        if reader.edges and not reader.edges.isdisjoint(dates):
            edges = (number for number, date in enumerate(dates) if date in reader.edges)
            reader.near_june += sum(number not in odd for number in edges)

    def _days(self, dates: Sequence[str], lines: Sequence[int], odd: set[int]) -> list[date | None]:
        """Return the days. A text that is no date, or that is of another day in Pakistan, makes its rows odd.

        The dates of rows that are odd already are read with them, if they are read at all.
        """
        reader = self.reader
        reader.make_room(len(dates))
        plain = (text for number, text in enumerate(dates) if number not in odd) if odd else dates
        for text in dict.fromkeys(plain):
            if text not in reader.days:
                with suppress(NoDateError):
                    reader.new_day(text, lines[dates.index(text)])
        moved = reader.moved_texts
        if moved and not moved.keys().isdisjoint(dates):
            odd.update(number for number, text in enumerate(dates) if text in moved)
        return _meanings(dates, reader.days, odd)

    def _currencies(self, columns: Sequence[Sequence[str]], odd: set[int]) -> Sequence[str | None]:
        texts = [""] * len(columns[0]) if self.currency_at is None else columns[self.currency_at]
        return _meanings(texts, self.reader.currencies, odd)

    def _mark(
        self, columns: Sequence[Sequence[str]], currencies: Sequence[str | None], odd: set[int]
    ) -> None:
        """Mark the rows that another than the plain way reads, or refuses."""
        refs, words = columns[self.ref_at], columns[self.words_at]
        if max(map(len, refs)) > PRECISE or _is_odd_id("\n".join(refs)):
            odd.update(number for number, ref in enumerate(refs) if len(ref) > PRECISE or _is_odd_id(ref))
        if "\n" in "\t".join(words):
            odd.update(number for number, text in enumerate(words) if "\n" in text)
        if self.remark_at is not None and any(columns[self.remark_at]):
            odd.update(number for number, text in enumerate(columns[self.remark_at]) if text)
        if self.kept_in:
            odd.update(self._in_another_currency(columns, currencies))

    def _in_another_currency(
        self, columns: Sequence[Sequence[str]], currencies: Sequence[str | None]
    ) -> Iterable[int]:
        """Return the rows of an account of one currency that are in another, or print the amount in one."""
        amounts = columns[self.amount_at]
        local = amounts if self.local_at is None else columns[self.local_at]
        if local == amounts and set(currencies) == {self.kept_in}:
            return ()
        return [
            number
            for number, currency in enumerate(currencies)
            if currency != self.kept_in or local[number] != amounts[number]
        ]

    def _parents(self, kinds: Sequence[Kind | None], words: Sequence[str], odd: set[int]) -> list[str]:
        """Take the parents out of the texts; a row whose text holds more is odd."""
        parents = [""] * len(kinds)
        for number, kind in enumerate(kinds):
            for search, gives_parent in self.extracts.get(kind, ()):
                found = search(words[number])
                if found is not None:
                    if parents[number] or not gives_parent:
                        odd.add(number)
                    else:
                        parents[number] = found[1] or ""
        return parents

    def _parties(self, columns: Sequence[Sequence[str]], count: int) -> Iterable[str]:
        """Return the counterparties: each name once, however many rows have it."""
        if not self.party_at:
            return repeat("", count)
        texts: Iterable[str] = columns[self.party_at[0]]
        if len(self.party_at) > 1:
            filled = zip(*(columns[place] for place in self.party_at), strict=True)
            texts = (next(filter(None, row), "") for row in filled)
        if len(self.names) > _MOST_NAMES:
            self.names.clear()
        names = list(map(str.strip, texts))
        return map(self.names.setdefault, names, names)


def _gives_parent(pattern: re.Pattern[str]) -> bool:
    """Say whether a pattern takes the parent out of a text, and nothing else."""
    return pattern.groups == 1 and "parent" in pattern.groupindex


def _meanings(texts: Sequence[str], known: Mapping[str, _Meaning], odd: set[int]) -> list[_Meaning | None]:
    """Look texts up; one that is not known makes its row odd."""
    try:
        return list(map(known.__getitem__, texts))
    except KeyError:
        odd.update(number for number, text in enumerate(texts) if text not in known)
        return list(map(known.get, texts))


def _is_odd_id(ref: str) -> bool:
    """Say whether an id, or one of several, may be damaged, or is written as a spreadsheet's text."""
    return any(mark in ref for mark in _IN_ODD_IDS)


def _decimals(texts: Sequence[str], odd: set[int]) -> list[Decimal | None]:
    """Read plain amounts; an empty text is None, and what another way must read makes its row odd."""
    joined = "\n".join(texts) + "\n"
    if _ALL_PLAIN(joined) and joined.count("\n") == len(texts):
        return list(map(Decimal, texts))
    odd.update(number for number, text in enumerate(texts) if text and not PLAIN(text))
    return [Decimal(text) if text and number not in odd else None for number, text in enumerate(texts)]
