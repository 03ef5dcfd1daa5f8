"""Rows that are listed and not counted: headers, totals, notes, statuses, what the layout leaves out."""

import re
from collections import Counter

from freelance_pk.intake.asides import HEADER_AGAIN, NOTE, TOTAL, aside
from freelance_pk.intake.detect import Found
from freelance_pk.intake.fields import Fields
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import Skipped, Source
from freelance_pk.model.errors import InputRefusedError

_MOST_STRANGE = 30  # no platform has so many statuses
_MOST_FIRST = 4_000  # first cells remembered: those of many dates, but not every id of a long file


class LeftOut(Fields):
    """Tells of each row whether it counts, and lists it if not."""

    def __init__(self, found: Found, source: Source, account: str) -> None:
        super().__init__(found)
        self.source, self.account = source, account
        layout = found.layout
        self.total = re.compile(layout.total_rows, re.IGNORECASE) if layout.total_rows else None
        always = layout.status.always if layout.status is not None else ""
        self.always = re.compile(always, re.IGNORECASE) if always else None
        self.skip_words = tuple(
            (found.names.index(normal(name)), {word.casefold(): reason for word, reason in words.items()})
            for name, words in layout.skip_when.items()
            if normal(name) in found.names
        )
        self.forget_rows()

    def forget_rows(self) -> None:
        """Begin anew."""
        self.skipped: list[Skipped] = []
        self.rows = 0
        self.longer = 0
        self.short = (0, 0)
        self.no_header: set[str] = set()
        self.strange_status: Counter[str] = Counter()
        self.totals: list[tuple[int, list[str]]] = []
        self.memos: list[tuple[list[str], int, str]] = []
        self.waiting_orders: set[str] = set()

    def skip(self, row: list[str], line: int, reason: str) -> None:
        """List a row as left out, and keep it if it is the file's own total."""
        self.skipped.append(self._listed(row, line, reason))
        if reason == TOTAL or (self.total is not None and self.total.search(self.joined(row))):
            self.totals.append((line, row))

    def fits(self, row: list[str], line: int) -> bool:
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
            if longer < 0 and not note and self.is_dated(row):
                self.short = (line, self.width + longer)
            return True
        raise self._misfit(line, self.width + longer)

    def _misfit(self, line: int, cells: int) -> InputRefusedError:
        return InputRefusedError(
            f"the row has {cells} cells where the header has {self.width}: "
            + ("it is cut off" if cells < self.width else "a cell holds an unquoted delimiter"),
            origin=f"{self.found.table.name}, row {line}",
            remedy="download the file again; do not repair it by hand",
        )

    def check_end(self, line: int) -> None:
        """Check that the file does not end inside a row that would be left out: rows below it are missing.

        Args:
            line: the last row.

        Raises:
            InputRefusedError: it does.
        """
        if self.found.table.ends_open and self.short[0] == line > 0:
            raise self._misfit(*self.short)

    def _is_note(self, row: list[str]) -> bool:
        """Say whether a short row is a note: where rows begin with words, it may be one that was cut off."""
        return aside(row) == NOTE and 0 in (self.at.get("date"), self.at.get("ref"))

    def reason_to_skip(self, row: list[str]) -> str | None:
        """Return why a row is no transaction that counts, None if it is one."""
        first = row[0]
        if first not in self.no_header:
            if first and normal(first) == self.found.names[0] and tuple(map(normal, row)) == self.found.names:
                return HEADER_AGAIN
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

    def is_memo(self, row: list[str], line: int) -> bool:
        """Say whether a row moves no money by its text; the running balance may show otherwise."""
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
