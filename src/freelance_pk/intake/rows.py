"""The engine: rows of a recognised table become entries, and every row is accounted for."""

import re
from collections import Counter
from decimal import Decimal

from freelance_pk.intake.asides import NOTE, TOTAL, aside
from freelance_pk.intake.columns import cells
from freelance_pk.intake.detect import Found
from freelance_pk.intake.fee_rows import FeeRow, find_fee_rows
from freelance_pk.intake.fields import MOVED, Fields, NoDateError, ReadAgainError
from freelance_pk.intake.kinds import KindFinder
from freelance_pk.intake.parts import Part
from freelance_pk.intake.plain_rows import signed_reader
from freelance_pk.intake.schema import normal
from freelance_pk.intake.settled import settle
from freelance_pk.intake.shapes import SHAPES
from freelance_pk.model.entry import AccountKind, Entry, Kind, Skipped, Source
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import ZERO

_NEW = tuple.__new__
_MOST_STRANGE = 30  # no platform has so many statuses
_MOST_FIRST = 4_000  # first cells remembered: those of many dates, but not every id of a long file
_FILLED = re.compile(r"[1-9A-Za-z]").search
_CHILDREN = frozenset({Kind.FEE, Kind.FEE_TAX, Kind.WITHDRAWAL_FEE, Kind.TAX_WITHHELD})


class RowReader(Fields):
    """Reads one table. Holds what is looked up once and used on every row."""

    def __init__(self, found: Found, source: Source, account: str) -> None:
        super().__init__(found)
        self.source, self.account = source, account
        # Banks print what others write; a platform's and a wallet's own words must all be known.
        knows_all = found.platform.kind in (AccountKind.PLATFORM, AccountKind.WALLET)
        self.kinds = KindFinder(found.layout, found.table.name, knows_all=knows_all)
        self.fees: dict[int, FeeRow] = find_fee_rows(found)
        self.with_fee_row = frozenset(fee.parent for fee in self.fees.values())
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
        self.signs = self._missing_signs()
        self._reset()

    def _reset(self) -> None:
        self.entries: list[Entry] = []
        self.skipped: list[Skipped] = []
        self.rows = 0
        self.forget()
        self.kinds.forget()
        self.longer = 0
        self.directions: dict[int, int] | None = None
        self.undirected: list[tuple[int, Decimal]] = []
        self.no_header: set[str] = set()
        self.aliases: dict[str, list[str]] = {}
        self.strange_status: Counter[str] = Counter()
        self.totals: list[tuple[int, list[str]]] = []
        self.filled: dict[str, int] = {}
        self.other_ids: set[str] = set()
        self.blank: list[int] = []
        self.unclear_currency: dict[int, str] = {}
        self.memos: list[tuple[list[str], int, str]] = []
        self.waiting_orders: set[str] = set()
        self.holders: set[str] = set()

    def read(self) -> None:
        """Read every row; a second time when an amount or date column had to be decided.

        Raises:
            InputRefusedError: a row cannot be read rightly, or the export is of another sort of account.
        """
        while True:
            try:
                self._reset()
                self._pass()
            except ReadAgainError:
                continue
            break
        self.check_order()
        self.check_ids()
        self._check_amounts()
        settle(self)

    def _missing_signs(self) -> list[tuple[re.Pattern[str], str]]:
        """Return the signs that the layout gives, unless the file prints any sign itself."""
        place = self.at.get("amount")
        if not self.layout.signs or self.layout.shape != "signed" or place is None:
            return []
        if any(re.search(r"^\(|[-\u2212]", text) for _, text in cells(self.found, place)):
            return []
        return [(re.compile(word, re.IGNORECASE), sign) for word, sign in self.layout.signs.items()]

    def _check_amounts(self) -> None:
        if not self.entries and any(skipped.reason == "the amount is empty" for skipped in self.skipped):
            raise InputRefusedError(
                "no row has an amount",
                origin=f"{self.found.table.name}, column {self.found.names[self.at.get('amount', 0)]}",
                remedy="use the original download; formulas of a spreadsheet must be saved with their values",
            )

    def _pass(self) -> None:
        read_row = (
            signed_reader(self) if self.layout.shape == "signed" and "fee" not in self.at else self._row
        )
        header_line, width = self.found.header_line, self.width
        for line, row in self.found.table.rows():
            if line <= header_line:
                continue
            if len(row) != width and not self._fits(row, line):
                continue
            reason = self._reason_to_skip(row)
            if reason is None:
                if not any(map(str.strip, row)):
                    continue
                self.rows += 1
                if self.layout.memo_rows and self._is_memo(row, line):
                    continue
                try:
                    read_row(row, line)
                except NoDateError:
                    reason = aside(row)
                    if not reason:
                        raise
                    self._skip(row, line, reason)
            else:
                self.rows += 1
                self._skip(row, line, reason)

    def _skip(self, row: list[str], line: int, reason: str) -> None:
        self.skipped.append(self._listed(row, line, reason))
        if reason == TOTAL or (self.total is not None and self.total.search(self.joined(row))):
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
        note = longer < 0 and self._is_note(row)
        row += [""] * -longer
        if note or self.left_out(row) is not None:
            return True
        raise InputRefusedError(
            f"the row has {self.width + longer} cells where the header has {self.width}: "
            + ("it is cut off" if longer < 0 else "a cell holds an unquoted delimiter"),
            origin=f"{self.found.table.name}, row {line}",
            remedy="download the file again; do not repair it by hand",
        )

    def _is_note(self, row: list[str]) -> bool:
        """Say whether a short row is a note: where rows begin with words, it may be one that was cut off."""
        return aside(row) == NOTE and 0 in (self.at.get("date"), self.at.get("ref"))

    def _reason_to_skip(self, row: list[str]) -> str | None:
        first = row[0]
        if first not in self.no_header:
            if first and normal(first) == self.found.names[0] and tuple(map(normal, row)) == self.found.names:
                return "the header again"
            if len(self.no_header) < _MOST_FIRST:
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
        text = self.joined(row)
        for pattern, reason in self.layout.skip_rows.items():
            if re.search(pattern, text, re.IGNORECASE):
                return reason
        for place, words in self.skip_words:
            told = words.get(row[place].strip().casefold())
            if told is not None:
                if self.cell(row, "ref"):
                    self.waiting_orders.add(self.cell(row, "ref"))
                return told
        if self.layout.skip_undated and not self.is_dated(row):
            for pattern, reason in self.layout.skip_undated.items():
                if re.search(pattern, text, re.IGNORECASE):
                    return reason
        return None

    def _is_memo(self, row: list[str], line: int) -> bool:
        text = self.joined(row)
        for pattern, reason in self.layout.memo_rows.items():
            if re.search(pattern, text, re.IGNORECASE):
                self.memos.append((row, line, reason))
                return True
        return False

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
        if len(self.strange_status) > _MOST_STRANGE:
            raise InputRefusedError(
                f"more than {_MOST_STRANGE} statuses are not known, {text.strip()!r} among them: the column holds none",
                origin=f"{self.found.table.name}, column {self.found.names[self.at['status']]}",
                remedy="use the original download; do not rename or move its columns",
            )
        return f"unknown status {text.strip()!r}"

    def signed_row(self, row: list[str], line: int) -> None:
        """Read an amount with its sign."""
        amount = self.amount(row, "amount", line)
        if not amount and self.layout.amount_in_text:
            found = re.search(self.layout.amount_in_text, self.text(row))
            if found is not None:
                amount = -(self.amount_of(found["amount"], "text", line) or ZERO)
        if not amount:
            self._no_amount(row, line, "the amount is zero" if amount is not None else "the amount is empty")
            return
        word = self.cell(row, "kind")
        for begins, sign in self.signs:
            if begins.match(word):
                amount = -amount if sign == "-" else amount
                break
        self.add(row, line, (Part(amount, "", None),))

    def _row(self, row: list[str], line: int) -> None:
        parts = SHAPES[self.layout.shape](self, row, line)
        if isinstance(parts, str):
            self._no_amount(row, line, parts)
            return
        self.add(row, line, parts)

    def _no_amount(self, row: list[str], line: int, reason: str) -> None:
        """List a row without an amount. One that has none of its amounts may have lost it."""
        blank = not any(self.cell(row, name) for name in MOVED)
        if blank and not self.is_dated(row):
            raise self.no_date(row[self.at["date"]], line)
        lost = reason == "the amount is empty" or blank
        if lost and (self.kinds.knows_all or not self.cell(row, "balance")):
            self.blank.append(line)
        self.skipped.append(Skipped(self.source, line, reason, ",".join(row)[:200]))

    def add(self, row: list[str], line: int, parts: "tuple[Part, ...]") -> None:
        """Make a row's entries."""
        at = self.at
        day = self.day(row, line)
        text, ref, fee = self.text(row), self.ref(row, line), self.fees.get(line)
        named = self.party(row, outgoing=parts[0].amount < 0)
        kind_text = row[at["kind"]].strip() if "kind" in at else ""
        parent = self.cell(row, "parent") if "parent" in at else ""
        if fee is not None:
            ref = parent = fee.parent
        balance = self.amount(row, "balance", line)
        account = self.cell(row, "account") or self.account
        self._remember(row)
        if "holder" in at:
            self.holders.add(row[at["holder"]].strip().casefold())
        for number, part in enumerate(parts):
            if fee is not None:
                kind = self._kind_of_fee(fee)
            else:
                kind = part.kind or self.kinds.find(kind_text, text, named, ref, part.amount, line)
            currency = part.currency or self._currency(row, line)
            if self.symbol is not None:
                self.check_symbol(currency, line)
            found = self.kinds.extract(kind, text)
            ref, named = ref or found.get("ref", ""), named or found.get("counterparty", "").strip()
            far_amount, far_currency = self._far(row, line, part, currency, found, first=not number)
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
                        named,
                        text,
                        far_amount,
                        far_currency,
                        self._tail(row) or found.get("tail", ""),
                        self.cell(row, "purpose_code") if "purpose_code" in at else "",
                        (self.cell(row, "certificate") if "certificate" in at else "")
                        or found.get("certificate", ""),
                        balance,
                        self.source,
                        line,
                    ),
                )
            )

    def _tail(self, row: list[str]) -> str:
        """Return the last four digits of an account number, however much of it is printed."""
        text = self.cell(row, "tail")
        return text if len(text) <= 4 else re.sub(r"\D", "", text)[-4:]

    def _kind_of_fee(self, fee: FeeRow) -> Kind:
        """Return what a fee's row is: the price of a withdrawal, or of anything else."""
        sign = Decimal(1 if fee.incoming else -1)
        above = self.kinds.by_rule("", "", "", fee.parent, sign)
        return Kind.WITHDRAWAL_FEE if above is Kind.WITHDRAWAL else Kind.FEE

    def _currency(self, row: list[str], line: int) -> str:
        """Return the row's currency: its own, or the account's where the account is kept in one."""
        currency = self.money_currency(row, line)
        kept_in = self.layout.currency if self.layout.one_currency else currency
        local = self.amount(row, "local_amount", line) if self.layout.one_currency else None
        if currency == kept_in:
            if (
                local is not None
                and self.cell(row, "currency")
                and abs(local) != abs(self._amount(row, line))
            ):
                raise self.bad_cell(
                    "local_amount",
                    str(local),
                    line,
                    f"the row's amount of {self._amount(row, line)} {currency}",
                )
            return currency
        if local is None:
            self.unclear_currency[line] = currency
        elif abs(local) == abs(self._amount(row, line)):
            return currency
        return kept_in

    def _amount(self, row: list[str], line: int) -> Decimal:
        return self.amount(row, "amount", line) or ZERO

    def _far(
        self, row: list[str], line: int, part: "Part", currency: str, found: dict[str, str], *, first: bool
    ) -> tuple[Decimal | None, str]:
        """Return what left or arrived on the other side, unsigned, where that is in another currency."""
        far_amount, far_currency = part.far_amount, part.far_currency
        if far_amount is None and first:
            if "far_amount" in self.at:
                far_amount, far_currency = (
                    self.amount(row, "far_amount", line),
                    self.cell(row, "far_currency"),
                )
            elif self.layout.one_currency:
                far_amount, far_currency = self.amount(row, "local_amount", line), self.cell(row, "currency")
        if not far_amount or far_currency.upper() in ("", currency):
            far_amount, far_currency = None, ""
        if far_amount is None and found.get("far_amount"):
            far_amount = self.amount_of(found["far_amount"], "text", line)
            far_currency = found.get("far_currency", "")
        if far_amount is None:
            return None, ""
        return abs(far_amount), far_currency.upper()

    def _family(self, row: list[str], kind: Kind, ref: str, parent: str) -> str:
        """Remember a row's second id, and return its parent."""
        alias = self.cell(row, "alias")
        if self.both_parent_and_alias and kind in _CHILDREN:
            return parent
        if alias:
            self.aliases.setdefault(alias, []).append(ref)
        return "" if self.both_parent_and_alias else parent

    def _remember(self, row: list[str]) -> None:
        """Remember the columns filled that call for a remark, and ids that other exports use."""
        for place, name in self.remarked:
            if _FILLED(row[place]):
                self.filled[name] = self.filled.get(name, 0) + 1
        for place in self.columns.places.get("same_as", ()):
            if row[place]:
                self.other_ids.add(row[place].strip())
