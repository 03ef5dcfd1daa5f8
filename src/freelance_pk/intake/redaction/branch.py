"""HBL's branch statement without what it says: fixed columns, pages and the running balance stay."""

import re
from decimal import Decimal

from freelance_pk.intake.branch_text import read_branch_text
from freelance_pk.intake.files import Content
from freelance_pk.intake.kinds import KindFinder
from freelance_pk.intake.numbers import POINT, parse_amount
from freelance_pk.intake.redaction.balances import chains
from freelance_pk.intake.redaction.figures import Digits, other_digits, written_like
from freelance_pk.intake.redaction.masks import Ids, kept_words, tokens
from freelance_pk.intake.redaction.surroundings import other_totals, placed
from freelance_pk.intake.redaction.vocabulary import compiled, text_patterns
from freelance_pk.intake.schema import Layout, Platform
from freelance_pk.model.entry import Entry, Source
from freelance_pk.model.money import ZERO

_DATE, _WORDS, _DEBIT, _CREDIT, _BALANCE = 1, 3, 4, 5, 6
_REF = re.compile(r"\b\d{16}\b")
# What pages print around the rows, and by which the statement is known.
_HEADS = (
    "YOUR ACCOUNT STATEMENT",
    r"ACCOUNT NO\s*:",
    r"FOR THE PERIOD ENDING",
    r"\bDATE\b|\bVALUE\b|\bPARTICULARS\b|\bDEBIT\b|\bCREDIT\b|\bBALANCE\b",
    "BROUGHT FORWARD",
    "CONTINUED?(?: ON NEXT PAGE)?",
    "END OF STATEMENT",
)


def redact_branch(content: Content, platform: Platform, layout: Layout) -> str:
    """Return the redacted text of a branch statement."""
    source = Source(content.name, content.sha256, layout.id, platform.id)
    read = read_branch_text(content, layout, source, platform.name)
    lines = read.text.split("\n")
    of_line = {entry.line: entry for entry in read.entries}
    rows = _row_lines(lines, set(of_line) | {skipped.line for skipped in read.skipped})
    ids, digits = Ids(tokens([read.text])), Digits()
    for ref in _REF.findall(read.text):
        ids.run(ref)
    heads = compiled((*_HEADS, *(layout.totals.patterns if layout.totals is not None else ())))
    kinds = KindFinder(layout, content.name)
    made = [ids.masked(line, kept_words(heads, line)) for line in lines]
    moves: dict[int, dict[str, Decimal]] = {}
    patterns = (*text_patterns(layout), *heads)
    for first, members in rows.items():
        parts = [lines[number - 1].split("|") for number in members]
        text = " ".join(" ".join(part[_WORDS] for part in parts if len(part) > _WORDS).split())
        entry = of_line.get(first)
        kept = kept_words(patterns, text)
        if entry is not None:
            if kinds.find("", ids.masked(text, kept), "", "", entry.amount, first) != entry.kind:
                kept = kept_words(patterns, text, whole=True)
            moves[first] = {entry.currency: _other_amounts(parts[0], digits)}
        for number, part in zip(members, parts, strict=True):
            if len(part) > _WORDS:
                part[_WORDS] = ids.masked(part[_WORDS], kept)
            made[number - 1] = "|".join(part)
    last = _balances(made, read.entries, rows, moves)
    if layout.totals is not None:
        totals = other_totals(read.text, layout.totals, read.entries, moves, last)
        inside = {number for members in rows.values() for number in members}
        made = [
            line if number in inside else placed(lines[number - 1], line, totals)
            for number, line in enumerate(made, start=1)
        ]
    return "\n".join(made)


def _other_amounts(cells: list[str], digits: Digits) -> Decimal:
    """Give debit and credit other digits; return what the row moves now."""
    for place in (_DEBIT, _CREDIT):
        cells[place] = other_digits(cells[place], digits, POINT)
    return parse_amount(cells[_CREDIT].strip()) or -(parse_amount(cells[_DEBIT].strip()) or ZERO)


def _row_lines(lines: list[str], firsts: set[int]) -> dict[int, list[int]]:
    """Return the lines of each row: its first, and those without a date that go on with it."""
    rows: dict[int, list[int]] = {}
    current = 0
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("|")]
        if number in firsts:
            current = number
            rows[number] = [number]
        elif not line.startswith("|"):
            current = current if not line.strip() else 0
        elif (
            current
            and len(cells) > _WORDS
            and not cells[_DATE]
            and cells[_WORDS]
            and "CONTINUE" not in cells[_WORDS].upper()
        ):
            rows[current].append(number)
    return rows


def _balances(
    made: list[str], entries: list[Entry], rows: dict[int, list[int]], moves: dict[int, dict[str, Decimal]]
) -> Decimal | None:
    chain = next(iter(chains(entries, moves).values()), [])
    start = Decimal(50_000) + max(ZERO, -min((balance for _, _, balance in chain), default=ZERO))
    new = {line: start + balance for line, _, balance in chain}
    last: Decimal | None = None
    first_move = next(iter(moves.get(chain[0][0], {}).values()), ZERO) if chain else ZERO
    for line in rows:
        parts = made[line - 1].split("|")
        if len(parts) > _BALANCE and parts[_BALANCE].strip():
            value = new.get(line, last if last is not None else start - first_move)
            last = value
            written = written_like(parts[_BALANCE].strip(), value, POINT, (",", False))
            written = written.removeprefix("-") + "-" if value < 0 else written
            width = len(parts[_BALANCE].rstrip())
            parts[_BALANCE] = written.rjust(width) + parts[_BALANCE][width:]
            made[line - 1] = "|".join(parts)
    return last
