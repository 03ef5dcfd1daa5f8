"""The engine: rows of a recognised table become entries, and every row is accounted for."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from freelance_pk.intake.detect import Found
from freelance_pk.intake.fields import EDGE, PLAIN, Fields, ReadAgainError
from freelance_pk.intake.kinds import KindFinder
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.intake.shapes import SHAPES, Part
from freelance_pk.model.entry import Entry, Skipped, Source
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.issue import Issue, error, note, warning

_NEW = tuple.__new__
_NOTHING: dict[str, str] = {}


class RowReader(Fields):
    """Reads one table. Holds what is looked up once and used on every row."""

    def __init__(self, found: Found, source: Source, account: str, *, fee_rows: bool) -> None:
        super().__init__(found)
        self.source, self.account = source, account
        self.kinds = KindFinder(found.layout, found.table.name, fee_rows=fee_rows)
        self.directions: dict[int, int] | None = None
        self._reset()

    def _reset(self) -> None:
        self.entries: list[Entry] = []
        self.skipped: list[Skipped] = []
        self.rows = 0
        self.forget()
        self.longer = 0
        self.no_header: set[str] = set()
        self.aliases: dict[str, str] = {}
        self.strange_status: Counter[str] = Counter()

    def read(self) -> None:
        """Read every row; a second time when an amount or date column had to be decided.

        Raises:
            InputRefusedError: a row cannot be read rightly.
        """
        while True:
            try:
                self._reset()
                self._pass()
            except ReadAgainError:
                continue
            break
        if self.aliases:
            ids = set(self.aliases.values())
            self.entries = [
                entry._replace(parent=self.aliases[entry.parent])
                if entry.parent not in ids and entry.parent in self.aliases
                else entry
                for entry in self.entries
            ]

    def _pass(self) -> None:
        read_row = (
            self._signed_reader() if self.layout.shape == "signed" and "fee" not in self.at else self._row
        )
        header_line, width = self.found.header_line, self.width
        for line, row in self.found.table.rows():
            if line <= header_line:
                continue
            if len(row) != width and not self._fits(row, line):
                continue
            reason = self._reason_to_skip(row)
            if reason is None:
                if not any(row):
                    continue
                self.rows += 1
                read_row(row, line)
            else:
                self.rows += 1
                self.skipped.append(Skipped(self.source, line, reason, ",".join(row)[:200]))

    def _fits(self, row: list[str], line: int) -> bool:
        """Say whether a row of another length can be read; empty ones are passed over, others refused.

        Some exports end every row with empty cells that the header lacks. One row alone that is longer
        holds an unquoted delimiter, and its cells have moved.
        """
        if not any(cell.strip() for cell in row):
            return False
        longer = len(row) - self.width
        if longer > 0 and not any(cell.strip() for cell in row[self.width :]):
            if self.rows == 0:
                self.longer = longer
            if longer == self.longer:
                return True
        if self._left_out(row) is not None:
            row += [""] * (self.width - len(row))
            return True
        raise InputRefusedError(
            f"the row has {len(row)} cells where the header has {self.width}: "
            + ("it is cut off" if longer < 0 else "a cell holds an unquoted delimiter"),
            origin=f"{self.found.table.name}, row {line}",
            remedy="download the file again; do not repair it by hand",
        )

    def _reason_to_skip(self, row: list[str]) -> str | None:
        first = row[0]
        if first not in self.no_header:
            if first and normal(first) == self.found.names[0] and tuple(map(normal, row)) == self.found.names:
                return "the header again"
            self.no_header.add(first)
        if self.layout.skip_rows or self.layout.skip_undated:
            reason = self._left_out(row)
            if reason is not None:
                return reason
        place = self.at.get("status")
        if place is not None and self.layout.status is not None:
            return self._status(row[place])
        return None

    def _left_out(self, row: list[str]) -> str | None:
        """Return why the layout says that a row is no transaction, None where it does not say so."""
        text = ",".join(row)
        for pattern, reason in self.layout.skip_rows.items():
            if re.search(pattern, text, re.IGNORECASE):
                return reason
        if self.layout.skip_undated and not self.is_dated(row):
            for pattern, reason in self.layout.skip_undated.items():
                if re.search(pattern, text, re.IGNORECASE):
                    return reason
        return None

    def _status(self, text: str) -> str | None:
        status = self.layout.status
        assert status is not None
        word = text.strip().casefold()
        if word in status.keep:
            return None
        for known, reason in status.skip.items():
            if word == known:
                return reason
        self.strange_status[text.strip()] += 1
        return f"unknown status {text.strip()!r}"

    def _signed_reader(self) -> Callable[[list[str], int], None]:
        """Return the reader of the commonest rows, an amount with its sign, with every look-up done before.

        Whatever is out of the ordinary in a row goes the long way round.
        """
        at = self.at
        date_at, amount_at = at["date"], at["amount"]
        ref_at, kind_at, text_at = at.get("ref"), at.get("kind"), self.columns.places.get("text", ())
        balance_at, party_at = at.get("balance"), self.columns.places.get("counterparty", ())
        unusual = {"time", "far_amount", "parent", "tail", "purpose_code", "certificate", "account"} & set(at)
        if unusual or len(text_at) != 1 or ref_at is None or kind_at is None or self.layout.ref_prefixes:
            return self._signed_row
        words_at, currency_at = text_at[0], at.get("currency")
        days, currencies, known_kinds = self.days, self.currencies, self.kinds.known
        extracts, extract = self.kinds.extracts, self.kinds.extract
        add = self.entries.append
        source, account, near_june = self.source, self.account, self.layout.utc_days

        def read(row: list[str], line: int) -> None:
            amount_text, balance_text = row[amount_at], row[balance_at] if balance_at is not None else ""
            kind, day = known_kinds.get(row[kind_at]), days.get(row[date_at])
            currency = currencies.get(row[currency_at] if currency_at is not None else "")
            if (
                kind is None
                or day is None
                or currency is None
                or not PLAIN(amount_text)
                or not (PLAIN(balance_text) or not balance_text)
                or "E+" in row[ref_at].upper()
            ):
                self._signed_row(row, line)
                return
            amount = Decimal(amount_text)
            words = row[words_at].strip()
            found = extract(kind, words) if extracts[kind] else _NOTHING
            parent = found.get("parent", "")
            if not amount or (found and (not parent or len(found) > 1)):
                self._signed_row(row, line)
                return
            if near_june and day.day in (1, 30) and (day.month, day.day) in EDGE:
                self.near_june += 1
            balance = Decimal(balance_text) if balance_text else None
            party = ""
            for place in party_at:
                if row[place]:
                    party = row[place].strip()
                    break
            add(
                _NEW(
                    Entry,
                    (
                        account,
                        day,
                        amount,
                        currency,
                        kind,
                        row[ref_at].strip(),
                        parent,
                        party,
                        words,
                        None,
                        "",
                        "",
                        "",
                        "",
                        balance,
                        source,
                        line,
                    ),
                )
            )

        return read

    def _signed_row(self, row: list[str], line: int) -> None:
        """Read an amount with its sign."""
        amount = self.amount(row, "amount", line)
        if not amount and self.layout.amount_in_text:
            found = re.search(self.layout.amount_in_text, self.text(row))
            if found is not None:
                amount = -(parse_amount(found["amount"]) or Decimal(0))
        if not amount:
            self._no_amount(row, line, amount)
            return
        self._add(row, line, (Part(amount, "", None),))

    def _row(self, row: list[str], line: int) -> None:
        parts = SHAPES[self.layout.shape](self, row, line)
        if isinstance(parts, str):
            self.skipped.append(Skipped(self.source, line, parts, ",".join(row)[:200]))
            return
        self._add(row, line, parts)

    def _no_amount(self, row: list[str], line: int, amount: Decimal | None) -> None:
        if amount is None and self.at.get("amount") is not None and not self.cell(row, "date"):
            raise self.bad_cell("date", self.cell(row, "date"), line, "a date")
        self.skipped.append(
            Skipped(
                self.source,
                line,
                "the amount is zero" if amount is not None else "the amount is empty",
                ",".join(row)[:200],
            )
        )

    def _add(self, row: list[str], line: int, parts: "tuple[Part, ...]") -> None:
        at = self.at
        day = self.day(row, line)
        text, party, ref = self.text(row), self.party(row), self.ref(row, line)
        alias = self.cell(row, "alias") if "alias" in at else ""
        if alias:
            self.aliases[alias] = ref
        kind_text = row[at["kind"]].strip() if "kind" in at else ""
        balance = self.amount(row, "balance", line)
        account = self.cell(row, "account") or self.account
        for part in parts:
            currency = part.currency or self.money_currency(row, line)
            kind = part.kind or self.kinds.find(kind_text, text, party, ref, part.amount, line)
            found = self.kinds.extract(kind, text)
            far_amount, far_currency = part.far_amount, part.far_currency
            if far_amount is None and "far_amount" in at:
                far_amount = self.amount(row, "far_amount", line)
                far_currency = self.cell(row, "far_currency").upper()
                if far_currency in ("", currency):
                    far_amount, far_currency = None, ""
            if found:
                if far_amount is None and found.get("far_amount"):
                    far_amount = parse_amount(found["far_amount"])
                    far_currency = found.get("far_currency", "").upper()
                party = party or found.get("counterparty", "").strip()
                ref = ref or found.get("ref", "")
            self.entries.append(
                _NEW(
                    Entry,
                    (
                        account,
                        day,
                        part.amount,
                        currency,
                        kind,
                        ref,
                        (self.cell(row, "parent") if "parent" in at else "") or found.get("parent", ""),
                        party,
                        text,
                        abs(far_amount) if far_amount is not None else None,
                        far_currency if far_amount is not None else "",
                        (self.cell(row, "tail") if "tail" in at else "") or found.get("tail", ""),
                        self.cell(row, "purpose_code") if "purpose_code" in at else "",
                        (self.cell(row, "certificate") if "certificate" in at else "")
                        or found.get("certificate", ""),
                        balance,
                        self.source,
                        line,
                    ),
                )
            )

    def issues(self) -> tuple[Issue, ...]:
        """Return what was noticed on the way."""
        name = self.found.table.name
        found: list[Issue] = []
        if self.near_june:
            found.append(
                note(
                    "near-30-june",
                    f"{self.near_june} rows are dated within a day of 30 June by a platform that works in UTC; in "
                    "Pakistan the day may be the next one. The receipt's date is the bank's.",
                    origin=name,
                )
            )
        for word, count in sorted(self.strange_status.items()):
            found.append(
                error(
                    "status-unknown",
                    f"{count} rows have the status {word!r}, which is not known; they are left out.",
                    origin=name,
                    remedy="if the money moved, type the rows into an entries file, and report the status",
                )
            )
        for word, (count, line) in sorted(self.kinds.unknown.items()):
            found.append(
                warning(
                    "kind-unknown",
                    f"{count} rows have the type {word!r}, which is not known.",
                    origin=f"{name}, row {line}",
                    remedy="type the rows into an entries file with their kind, and report the type",
                )
            )
        if self.found.strangers:
            found.append(
                note(
                    "columns-unknown",
                    f"columns that the layout {self.layout.id} does not know, not used: "
                    + ", ".join(self.found.strangers),
                    origin=f"{name}, row {self.found.header_line}",
                )
            )
        return tuple(found)
