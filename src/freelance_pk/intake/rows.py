"""The engine: rows of a recognised table become entries, and every row is accounted for."""

import re
from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal

from freelance_pk.intake.asides import aside
from freelance_pk.intake.columns import cells
from freelance_pk.intake.detect import Found
from freelance_pk.intake.fee_rows import FeeRow, find_fee_rows
from freelance_pk.intake.fields import MOVED, NoDateError, ReadAgainError
from freelance_pk.intake.kinds import KindFinder
from freelance_pk.intake.left_out import LeftOut
from freelance_pk.intake.parts import Part
from freelance_pk.intake.plain_rows import PlainRows, has_plain_rows
from freelance_pk.intake.schema import normal
from freelance_pk.intake.settled import settle
from freelance_pk.intake.shapes import SHAPES
from freelance_pk.model.entry import AccountKind, Entry, Kind, Skipped, Source
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import ZERO

_NEW = tuple.__new__
_FILLED = re.compile(r"[1-9A-Za-z]").search
_TEACH = 40  # rows that, read one by one, tell what the words of most others mean
_CHILDREN = frozenset({Kind.FEE, Kind.FEE_TAX, Kind.WITHDRAWAL_FEE, Kind.TAX_WITHHELD})


class RowReader(LeftOut):
    """Reads one table. Holds what is looked up once and used on every row."""

    def __init__(self, found: Found, source: Source, account: str) -> None:
        super().__init__(found, source, account)
        # Banks print what others write; a platform's and a wallet's own words must all be known.
        knows_all = found.platform.kind in (AccountKind.PLATFORM, AccountKind.WALLET)
        self.kinds = KindFinder(found.layout, found.table.name, knows_all=knows_all)
        self.fees: dict[int, FeeRow] = find_fee_rows(found)
        self.with_fee_row = frozenset(fee.parent for fee in self.fees.values())
        layout = found.layout
        self.both_parent_and_alias = "alias" in self.at and self.at["alias"] == self.at.get("parent")
        self.remarked = tuple(
            (found.names.index(normal(name)), name) for name in layout.remarks if normal(name) in found.names
        )
        self.signs = self._missing_signs()
        self._reset()

    def _reset(self) -> None:
        self.entries: list[Entry] = []
        self.forget()
        self.forget_rows()
        self.kinds.forget()
        self.directions: dict[int, int] | None = None
        self.undirected: list[tuple[int, Decimal]] = []
        self.aliases: dict[str, list[str]] = {}
        self.filled: dict[str, int] = {}
        self.other_ids: set[str] = set()
        self.blank: list[int] = []
        self.unclear_currency: dict[int, str] = {}
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
        shape = self.signed_row if self.layout.shape == "signed" and "fee" not in self.at else self._row

        def read_row(row: list[str], line: int) -> None:
            self._one(row, line, shape)

        table, line = self.found.table, 0
        if table.portions is None or not has_plain_rows(self):
            for line, row in table.rows():
                read_row(row, line)
        else:
            plain: PlainRows | None = PlainRows(self, read_row)
            known_from = self.found.header_line + _TEACH
            for lines, rows in table.portions():
                line = lines[-1]
                alone = len(rows) if plain is None else bisect_right(lines, known_from)
                for number, row in zip(lines[:alone], rows[:alone], strict=True):
                    read_row(row, number)
                if plain is not None and alone < len(rows):
                    odd = plain.read(lines[alone:], rows[alone:])
                    if odd * 2 > len(rows) - alone:
                        plain = None  # most rows have something out of the ordinary
        self.check_end(line)

    def _one(self, row: list[str], line: int, read_row: Callable[[list[str], int], None]) -> None:
        """Read a row, or list it as left out."""
        if line <= self.found.header_line or (len(row) != self.width and not self.fits(row, line)):
            return
        reason = self.reason_to_skip(row)
        if reason is None:
            if not any(map(str.strip, row)):
                return
            self.rows += 1
            if self.layout.memo_rows and self.is_memo(row, line):
                return
            try:
                read_row(row, line)
            except NoDateError:
                reason = aside(row)
                if not reason:
                    raise
                self.skip(row, line, reason)
        else:
            self.rows += 1
            self.skip(row, line, reason)

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
