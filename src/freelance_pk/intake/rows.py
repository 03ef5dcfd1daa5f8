"""The engine: rows of a recognised table become entries, and every row is accounted for."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from freelance_pk.intake.detect import Found
from freelance_pk.intake.fields import EDGE, PLAIN, Fields, ReadAgainError
from freelance_pk.intake.kinds import KindFinder
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.parts import Part
from freelance_pk.intake.schema import normal
from freelance_pk.intake.shapes import SHAPES
from freelance_pk.model.entry import Entry, Kind, Skipped, Source
from freelance_pk.model.errors import InputRefusedError

_NEW = tuple.__new__
_NOTHING: dict[str, str] = {}
_UNUSUAL = frozenset(
    {
        "time",
        "far_amount",
        "parent",
        "alias",
        "same_as",
        "tail",
        "purpose_code",
        "certificate",
        "account",
    }
)
_FILLED = re.compile(r"[1-9A-Za-z]").search
_CHILDREN = frozenset({Kind.FEE, Kind.FEE_TAX, Kind.WITHDRAWAL_FEE, Kind.TAX_WITHHELD})


class RowReader(Fields):
    """Reads one table. Holds what is looked up once and used on every row."""

    def __init__(self, found: Found, source: Source, account: str, *, fee_rows: bool) -> None:
        super().__init__(found)
        self.source, self.account = source, account
        self.kinds = KindFinder(found.layout, found.table.name, fee_rows=fee_rows)
        layout = found.layout
        self.total = re.compile(layout.total_rows, re.IGNORECASE) if layout.total_rows else None
        always = layout.status.always if layout.status is not None else ""
        self.always = re.compile(always, re.IGNORECASE) if always else None
        self.both_parent_and_alias = "alias" in self.at and self.at["alias"] == self.at.get("parent")
        self.skip_words = tuple(
            (found.names.index(normal(name)), {word.casefold(): reason for word, reason in words.items()})
            for name, words in layout.skip_when.items()
            if normal(name) in found.names
        )
        self.remarked = tuple(
            (found.names.index(normal(name)), name) for name in layout.remarks if normal(name) in found.names
        )
        self._reset()

    def _reset(self) -> None:
        self.entries: list[Entry] = []
        self.skipped: list[Skipped] = []
        self.rows = 0
        self.forget()
        self.longer = 0
        self.directions: dict[int, int] | None = None
        self.undirected: list[tuple[int, Decimal]] = []
        self.no_header: set[str] = set()
        self.aliases: dict[str, str] = {}
        self.strange_status: Counter[str] = Counter()
        self.totals: list[tuple[int, list[str]]] = []
        self.filled: dict[str, int] = {}
        self.other_ids: set[str] = set()

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
        self.check_order()
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
                self.skipped.append(self._listed(row, line, reason))
                if self.total is not None and self.total.search(",".join(row)):
                    self.totals.append((line, row))

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
        if self.left_out(row) is not None:
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
        if self.layout.skip_rows or self.layout.skip_undated or self.skip_words:
            reason = self.left_out(row)
            if reason is not None:
                return reason
        place = self.at.get("status")
        if place is not None and self.layout.status is not None:
            return self._status(row[place], row)
        return None

    def left_out(self, row: list[str]) -> str | None:
        """Return why the layout says that a row is no transaction, None where it does not say so."""
        text = ",".join(row)
        for pattern, reason in self.layout.skip_rows.items():
            if re.search(pattern, text, re.IGNORECASE):
                return reason
        for place, words in self.skip_words:
            told = words.get(row[place].strip().casefold())
            if told is not None:
                return told
        if self.layout.skip_undated and not self.is_dated(row):
            for pattern, reason in self.layout.skip_undated.items():
                if re.search(pattern, text, re.IGNORECASE):
                    return reason
        return None

    def _listed(self, row: list[str], line: int, reason: str) -> Skipped:
        """List a row as left out; one left out for its status with its id: another file may say otherwise."""
        text, place = ",".join(row)[:200], self.at.get("status")
        if place is None or self.layout.status is None:
            return Skipped(self.source, line, reason, text)
        if reason != self.layout.status.skip.get(row[place].strip().casefold()):
            return Skipped(self.source, line, reason, text)
        try:
            ref = self.ref(row, line)
        except InputRefusedError:
            ref = ""  # a damaged id, in a row that does not count
        return Skipped(self.source, line, reason, text, self.cell(row, "account") or self.account, ref)

    def _status(self, text: str, row: list[str]) -> str | None:
        status = self.layout.status
        assert status is not None
        word = text.strip().casefold()
        if word in status.keep:
            return None
        for known, reason in status.skip.items():
            if word == known:
                moved = self.always is not None and self.always.search(self.cell(row, "kind"))
                return None if moved else reason
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
        unusual = _UNUSUAL & set(at) or self.remarked
        if unusual or len(text_at) != 1 or ref_at is None or kind_at is None or self.layout.ref_prefixes:
            return self._signed_row
        words_at, currency_at = text_at[0], at.get("currency")
        days, currencies, known_kinds = self.days, self.currencies, self.kinds.known
        extracts, extract = self.kinds.extracts, self.kinds.extract
        add = self.entries.append
        source, account = self.source, self.account
        near_june = self.layout.utc_days or self.layout.zone_unknown

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
                or "\n" in row[words_at]
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
        kind_text = row[at["kind"]].strip() if "kind" in at else ""
        parent = self.cell(row, "parent") if "parent" in at else ""
        balance = self.amount(row, "balance", line)
        account = self.cell(row, "account") or self.account
        self._remember(row)
        for number, part in enumerate(parts):
            currency = part.currency or self.money_currency(row, line)
            kind = part.kind or self.kinds.find(kind_text, text, party, ref, part.amount, line)
            found = self.kinds.extract(kind, text)
            far_amount, far_currency = part.far_amount, part.far_currency
            if far_amount is None and not number and "far_amount" in at:
                far_amount, far_currency = self._far_side(row, line, currency)
            if found:
                if far_amount is None and found.get("far_amount"):
                    far_amount = parse_amount(found["far_amount"])
                    far_currency = found.get("far_currency", "").upper()
                party = party or found.get("counterparty", "").strip()
                ref = ref or found.get("ref", "")
            if not number and "alias" in at:
                parent = self._family(row, kind, ref, parent)
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
                        parent or found.get("parent", ""),
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

    def _far_side(self, row: list[str], line: int, currency: str) -> tuple[Decimal | None, str]:
        """Return what left or arrived on the other side, where that is in another currency."""
        far_currency = self.cell(row, "far_currency").upper()
        if far_currency in ("", currency):
            return None, ""
        return self.amount(row, "far_amount", line), far_currency

    def _family(self, row: list[str], kind: Kind, ref: str, parent: str) -> str:
        """Remember a row's second id, and return its parent."""
        alias = self.cell(row, "alias")
        if self.both_parent_and_alias and kind in _CHILDREN:
            return parent
        if alias:
            self.aliases[alias] = ref
        return "" if self.both_parent_and_alias else parent

    def _remember(self, row: list[str]) -> None:
        """Remember the columns filled that call for a remark, and ids that other exports use."""
        for place, name in self.remarked:
            if _FILLED(row[place]):
                self.filled[name] = self.filled.get(name, 0) + 1
        for place in self.columns.places.get("same_as", ()):
            if row[place]:
                self.other_ids.add(row[place].strip())
