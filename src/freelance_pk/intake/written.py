"""Lists that `freelance-pk entries` wrote: every row with the file it is from, and the other records beside.

A row whose `file` is empty was typed by hand and is read as any typed row is. `kind` tells an entry from the
records that a report needs beside entries: accounts, the days files cover, certificates, lists, rates, rows left
out, and what reading the files raised.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal

from freelance_pk.intake.dates import parse_date
from freelance_pk.intake.detect import Found
from freelance_pk.intake.files import Row
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.records import Cells, Places, Record, make_record
from freelance_pk.intake.registry import layouts
from freelance_pk.intake.result import Coverage
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import Account, AccountKind, Entry, Kind, Skipped, Source
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.issue import Issue, Severity

LAYOUT = "entries"
# The words of `kind` that are no kind of entry, with the record that each is.
RECORDS = {
    "certificate": "certificates",
    "withholding": "withholding",
    "business_expense": "expenses",
    "invoice": "invoices",
    "rate": "rates",
}
_OTHERS = frozenset({"account", "coverage", "skipped", "issue", *RECORDS})
# Under which of our columns the fields of the lists stand, where the names differ.
COLUMNS = {
    "realised_on": "date",
    "institution": "account",
    "remitter": "counterparty",
    "payer": "counterparty",
    "client": "counterparty",
    "certificate_no": "certificate",
    "tax_withheld": "tax",
    "category": "head",
    "note": "description",
}
# How a formula begins for some spreadsheet program: also in the wide letters of East Asia, and behind blanks.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula; `unguarded` takes it off."""
    return f"'{text}" if _is_formula(text) or unguarded(text) != text else text


def unguarded(text: str) -> str:
    """Take the apostrophe off that guards a text."""
    rest = text[1:]
    return rest if text.startswith("'") and (rest.startswith("'") or _is_formula(rest)) else text


def _is_formula(text: str) -> bool:
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


class Written:
    """What such a list holds beside typed rows. `rows` counts its data rows."""

    def __init__(self) -> None:
        self.rows = 0
        self.entries: list[Entry] = []
        self.records: list[Record] = []
        self.accounts: dict[str, Account] = {}
        self.covers: list[Coverage] = []
        self.skipped: list[Skipped] = []
        self.issues: list[Issue] = []


def read_written(found: Found, source: Source) -> tuple[Found, Written]:
    """Read what is no typed row; return the table with the typed rows alone, and the rest.

    Raises:
        InputRefusedError: a cell cannot be read.
    """
    names = found.names
    if "file" not in names and not any(_is_other(row, names) for _, row in _data(found)):
        return found, Written()
    reader = _Reader(found, source)
    typed: list[Row] = []
    for line, row in _data(found):
        if len(row) == len(names) and (_is_other(row, names) or row[reader.file].strip()):
            reader.read([unguarded(cell) for cell in row], line)
        else:
            typed.append((line, row))
    head = [item for item in found.table.rows() if item[0] <= found.header_line]
    rows = [*head, *typed]
    return found._replace(table=found.table.with_rows(rows)), reader.written


def _data(found: Found) -> Iterator[Row]:
    return (item for item in found.table.rows() if item[0] > found.header_line)


def _is_other(row: list[str], names: tuple[str, ...]) -> bool:
    place = names.index("kind")
    return len(row) > place and row[place].strip().casefold() in _OTHERS


class _Reader:
    """Reads rows by columns resolved once."""

    def __init__(self, found: Found, source: Source) -> None:
        self.found, self.source = found, source
        self.places = Places(found)
        self.at = {name: place for place, name in enumerate(found.names)}
        self.file = self.at.get("file", -1)
        self.written = Written()
        self._sources: dict[tuple[str, str], Source] = {}
        self._days: dict[str, date] = {}
        self._layouts = layouts()
        self._others: dict[str, Callable[[list[str], int], None]] = {
            "account": self._account,
            "coverage": self._coverage,
            "skipped": self._skipped,
            "issue": self._issue,
        }

    def read(self, row: list[str], line: int) -> None:
        """Read one row."""
        kind = self._text(row, "kind").casefold()
        if kind in self._others:
            self._others[kind](row, line)
        elif kind in RECORDS:
            self.written.rows += 1
            cells = _Renamed(row, line, self)
            record = make_record(RECORDS[kind], cells)
            of, number = self._origin(row, line)
            self.written.records.append(record._replace(source=of, line=number))
        else:
            self.written.rows += 1
            self.written.entries.append(self._entry(row, line, kind))

    def _entry(self, row: list[str], line: int, word: str) -> Entry:
        text = self._text
        kind = self.found.layout.kinds.get(word)
        if kind is None:
            raise self._bad(row, "kind", line, "a kind of row")
        account = text(row, "account")
        if not account:  # money of no account would be in none of the transfers between them
            raise self._bad(row, "account", line, "the name of an account")
        far = self._amount(row, "far amount", line)
        source, number = self._origin(row, line)
        return Entry(
            account,
            self._day(row, "date", line),
            self._needed(row, "amount", line),
            text(row, "currency").upper(),
            Kind(kind),
            text(row, "reference"),
            text(row, "parent"),
            text(row, "counterparty"),
            text(row, "description"),
            far,
            text(row, "far currency").upper() if far is not None else "",
            text(row, "tail"),
            text(row, "purpose code"),
            text(row, "certificate"),
            self._amount(row, "balance", line),
            source,
            number,
        )

    def _account(self, row: list[str], line: int) -> None:
        name = self._text(row, "account")
        try:
            kind = AccountKind(self._text(row, "account kind"))
        except ValueError as failure:
            raise self._bad(row, "account kind", line, f"one of {', '.join(AccountKind)}") from failure
        owner, certain = self._text(row, "owner") or "self", self._text(row, "certain") != "no"
        institution = self._text(row, "institution")
        self.written.accounts[name] = Account(name, kind, institution, owner, certain=certain)

    def _coverage(self, row: list[str], line: int) -> None:
        start, end = self._day(row, "date", line), self._day(row, "until", line)
        source, _ = self._origin(row, line)
        self.written.covers.append(Coverage(self._text(row, "account"), start, end, source))

    def _skipped(self, row: list[str], line: int) -> None:
        self.written.rows += 1
        source, number = self._origin(row, line)
        reason, text = self._text(row, "code"), self._text(row, "description")
        account, ref = self._text(row, "account"), self._text(row, "reference")
        self.written.skipped.append(Skipped(source, number, reason, text, account, ref))

    def _issue(self, row: list[str], line: int) -> None:
        try:
            severity = Severity(self._text(row, "severity"))
        except ValueError as failure:
            raise self._bad(row, "severity", line, "error, warning or note") from failure
        text, pkr = self._text, self._amount(row, "amount", line)
        message, origin = text(row, "description"), text(row, "origin")
        self.written.issues.append(
            Issue(severity, text(row, "code"), message, origin, text(row, "remedy"), pkr)
        )

    def _origin(self, row: list[str], line: int) -> tuple[Source, int]:
        """Return the file a row is from and its line there; this list where none is named."""
        name, layout = self._text(row, "file"), self._text(row, "layout")
        if not name:
            return self.source, line
        known = self._sources.get((name, layout))
        if known is None:
            known = self._sources[name, layout] = self._source(name, layout)
        number = self._text(row, "row")
        if number and not (number.isascii() and number.isdigit()):
            raise self._bad(row, "row", line, "a row's number")
        return known, int(number or 0)

    def _source(self, name: str, layout: str) -> Source:
        platform, found = self._layouts.get(layout, (None, None))
        if platform is None or found is None:
            # A layout of somebody's own: of its institution no more is known than that it is one.
            return Source(name, self.source.sha256, layout, layout.partition("-")[0])
        return Source(
            name,
            self.source.sha256,
            layout,
            "" if platform.kind == "own" else platform.id,
            promises_ids=found.promises_ids,
            verified=found.evidence != "unverified",
        )

    def _text(self, row: list[str], name: str) -> str:
        place = self.at.get(name)
        return row[place].strip() if place is not None else ""

    def _day(self, row: list[str], name: str, line: int) -> date:
        text = self._text(row, name)
        day = self._days.get(text)
        if day is None:
            with suppress(ValueError):
                day = self._days[text] = parse_date(text)[0]
        if day is None:
            raise self._bad(row, name, line, "a date")
        return day

    def _amount(self, row: list[str], name: str, line: int) -> Decimal | None:
        try:
            return parse_amount(self._text(row, name))
        except ValueError as failure:
            raise self._bad(row, name, line, "an amount") from failure

    def _needed(self, row: list[str], name: str, line: int) -> Decimal:
        amount = self._amount(row, name, line)
        if amount is None:
            raise self._bad(row, name, line, "an amount")
        return amount

    def _bad(self, row: list[str], name: str, line: int, wanted: str) -> InputRefusedError:
        return InputRefusedError(
            f"{self._text(row, name)!r} is not {wanted}",
            origin=f"{self.source.name}, row {line}, column {name.replace(' ', '_')}",
            remedy="correct the cell; or write the list again with `freelance-pk entries`",
        )


class _Renamed(Cells):
    """The cells of a list's record, asked for by the names of that list."""

    def __init__(self, row: list[str], line: int, reader: _Reader) -> None:
        super().__init__(reader.found, reader.places, row, line, reader.source)
        self._cells, self._at = row, reader.at

    def text(self, *names: str) -> str:
        """Return the text of the first of these columns that the file has."""
        for name in names:
            place = self._at.get(normal(COLUMNS.get(name, name)))
            if place is not None:
                return self._cells[place].strip()
        return ""
