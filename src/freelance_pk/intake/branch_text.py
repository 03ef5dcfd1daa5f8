"""HBL's branch statement: fixed-width text in pages, as the branch prints it.

Columns |DATE|VALUE|PARTICULARS|DEBIT|CREDIT|BALANCE|; a row may go on over lines without a date; every
page begins with the balance brought forward; a negative balance has its minus behind.
"""

import re
from typing import NamedTuple

from freelance_pk.intake.dates import parse_date
from freelance_pk.intake.files import Content
from freelance_pk.intake.kinds import KindFinder
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import Layout
from freelance_pk.model.entry import Entry, Skipped, Source
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.money import PKR

_TITLE = re.compile(r"YOUR ACCOUNT STATEMENT|^\|\s*DATE\s*\|\s*VALUE\s*\|\s*PARTICULARS", re.MULTILINE)
_NUMBER = re.compile(r"ACCOUNT NO\s*:\s*([\d-]+)")
_DATE = re.compile(r"\d{1,2}[A-Z]{3}\d{2}")
_REF = re.compile(r"\b(\d{16})\b")


class BranchRead(NamedTuple):
    """What a statement gives; `text` is the whole of it, for its totals."""

    rows: int
    account_number: str
    entries: list[Entry]
    skipped: list[Skipped]
    text: str


class _Row:
    def __init__(self, line: int, cells: list[str]) -> None:
        self.line = line
        self.date, self.words = cells[0], [cells[2]]
        self.debit, self.credit, self.balance = cells[3:6]


def is_branch_text(content: Content, wanted: str | None) -> bool:
    """Say whether a text file is such a statement."""
    if wanted is not None:
        return wanted == "hbl-branch-text"
    return content.sheet is None and bool(_TITLE.search(content.head[:6000])) and "|" in content.head


def read_branch_text(content: Content, layout: Layout, source: Source, account: str) -> BranchRead:
    """Read the statement.

    Raises:
        InputRefusedError: a row lacks its amounts, or an amount or date cannot be read.
    """
    assert content.text is not None
    with content.text() as opened:
        text = opened.read()
    number = _NUMBER.search(text)
    kinds = KindFinder(layout, content.name)
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    rows = _rows(text)
    for row in rows:
        if "BROUGHT FORWARD" in row.words[0].upper():
            skipped.append(Skipped(source, row.line, "balance brought forward", row.words[0]))
            continue
        entry = _entry(row, content.name, source, account, kinds)
        if entry is None:
            skipped.append(Skipped(source, row.line, "no amount", " ".join(row.words)))
            continue
        entries.append(entry)
    if not rows:
        raise InputRefusedError(
            "the statement has no rows", origin=content.name, remedy="ask the branch for the period again"
        )
    return BranchRead(len(rows), number[1] if number else "", entries, skipped, text)


def _rows(text: str) -> list[_Row]:
    """Gather rows with their continuation lines; rule lines, page heads and feet are passed over.

    A row that a page's end cuts goes on below the balance brought forward on the next page.
    """
    rows: list[_Row] = []
    cut: _Row | None = None
    for line, raw in enumerate(text.split("\n"), start=1):
        bare = raw.strip(" \t\f")
        if not bare.startswith("|"):
            continue
        cells = [cell.strip() for cell in bare[1:].split("|")]
        if len(cells) < 3 or cells[0].upper() == "DATE" or set(bare) <= set("|-=+ "):
            continue
        cells += [""] * (6 - len(cells))
        words = cells[2].upper()
        if "BROUGHT FORWARD" in words:
            rows.append(_Row(line, cells))
        elif _DATE.fullmatch(cells[0].upper()):
            cut = _Row(line, cells)
            rows.append(cut)
        elif cut is not None and not cells[0] and cells[2] and "CONTINUE" not in words:
            _go_on(cut, cells)
    return rows


def _go_on(row: _Row, cells: list[str]) -> None:
    """Take a further line of a row; amounts may stand in it as well as in the first."""
    row.words.append(cells[2])
    row.debit, row.credit, row.balance = (
        row.debit or cells[3],
        row.credit or cells[4],
        row.balance or cells[5],
    )


def _entry(row: _Row, name: str, source: Source, account: str, kinds: KindFinder) -> Entry | None:
    try:
        day = parse_date(row.date)[0]
        debit, credit, balance = (parse_amount(text) for text in (row.debit, row.credit, row.balance))
    except ValueError as failure:
        raise InputRefusedError(
            f"the row cannot be read: {row.date} {row.debit} {row.credit} {row.balance}",
            origin=f"{name}, row {row.line}",
            remedy="use the file as the branch gave it",
        ) from failure
    if balance is None:
        raise InputRefusedError(
            "the row is cut off: it has no balance",
            origin=f"{name}, row {row.line}",
            remedy="use the file as the branch gave it",
        )
    amount = credit or (-debit if debit else None)
    if not amount:
        return None
    text = " ".join(" ".join(row.words).split())
    found = _REF.search(row.words[0])
    kind = kinds.find("", text, "", "", amount, row.line)
    fields = kinds.extract(kind, text)
    return Entry(
        account=account,
        day=day,
        amount=amount,
        currency=PKR,
        kind=kind,
        ref=found[1] if found else "",
        parent=fields.get("parent", ""),
        counterparty=fields.get("counterparty", ""),
        text=text,
        far_amount=parse_amount(fields["far_amount"]) if "far_amount" in fields else None,
        far_currency=fields.get("far_currency", "").upper(),
        tail=fields.get("tail", ""),
        purpose_code="",
        certificate="",
        balance=balance,
        source=source,
        line=row.line,
    )
