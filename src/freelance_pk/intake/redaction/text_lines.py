"""A statement printed as lines of text without what it says: every word stays at its place in the line."""

import re
from decimal import Decimal

from freelance_pk.intake.balances import oldest_first
from freelance_pk.intake.dates import is_date
from freelance_pk.intake.detect import Found
from freelance_pk.intake.files import Content
from freelance_pk.intake.lines import Block, blocks_of
from freelance_pk.intake.numbers import POINT, parse_amount
from freelance_pk.intake.redaction.figures import Digits, other_digits
from freelance_pk.intake.redaction.masks import Ids, kept_words, literal_words
from freelance_pk.intake.redaction.surroundings import other_totals, placed
from freelance_pk.intake.redaction.table import Redacted, redact_table
from freelance_pk.intake.redaction.vocabulary import compiled, is_money
from freelance_pk.intake.schema import Layout

_MONEY = ("amount", "credit", "debit", "balance", "far_amount", "fee", "gross", "net")
_STAY = ("currency", "far_currency", "time", "zone")
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?: *[AaPp][Mm])?\b")
_DATE = re.compile(
    r"\d{1,2}[-/.]?(?: *)[A-Za-z]{3,9}[-/. ,]*\d{2,4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Za-z]{3,9}\.? +\d{1,2},? +\d{4}"
)


def redact_lines(
    content: Content, found: Found, names: frozenset[str], *, amounts_stay: bool = False
) -> tuple[str, Redacted]:
    """Return the redacted text of a statement of lines, and its rows."""
    layout = found.layout
    assert layout.lines is not None
    assert content.text is not None
    redacted = redact_table(found, names, amounts_stay=amounts_stay)
    with content.text() as opened:
        lines = opened.read().split("\n")
    heads = head_patterns(layout)
    kept = kept_words(heads, "\n".join(" ".join(line.split()) for line in lines))
    kept |= literal_words(layout.lines.start)
    made = [redacted.ids.masked(line, kept) for line in lines]
    old = {line: dict(zip(layout.lines.names(), row, strict=True)) for line, row in found.table.rows()}
    new = {line: dict(zip(layout.lines.names(), row, strict=True)) for line, row in redacted.rows}
    blocks, _ = blocks_of(content, layout.lines, list(compiled(tuple(layout.lines.fields))))
    row = 0
    for block in blocks:
        row = block.number if block.number in old else row  # a line of the row above that begins with a date
        _write_block(
            block,
            made,
            old.get(row, {}),
            new.get(row, {}),
            redacted.kept.get(row, frozenset()) | kept,
            redacted.ids,
        )
    if layout.totals is not None:
        last = _last_balance(redacted, new)
        totals = other_totals(found.preamble, layout.totals, redacted.entries, redacted.moves, last)
        inside = {number for block in blocks for number in block.numbers}
        made = [
            line if number in inside else placed(lines[number - 1], line, totals)
            for number, line in enumerate(made, start=1)
        ]
    return "\n".join(made), redacted


def head_patterns(layout: Layout) -> tuple[re.Pattern[str], ...]:
    """Return the patterns by which the text around the rows is known."""
    lines = layout.lines
    return compiled(
        (
            *(lines.signature if lines is not None else ()),
            *(lines.ignore if lines is not None else ()),
            *((lines.stop, lines.end) if lines is not None else ()),
            *(rf"\b{re.escape(word)}\b" for word in (lines.headings if lines is not None else ())),
            layout.preamble_account,
            layout.preamble_currency,
            *(layout.totals.patterns if layout.totals is not None else ()),
        )
    )


def _write_block(
    block: Block,
    made: list[str],
    old: dict[str, str],
    new: dict[str, str],
    kept: frozenset[str],
    ids: Ids,
) -> None:
    """Mask a row's lines; amounts become the row's other ones, dates stay."""
    exchange = {old[name]: old[name] for name in _STAY if old.get(name)}
    exchange |= {old[name]: new[name] for name in _MONEY if old.get(name) and name in new}
    for number, raw in zip(block.numbers, block.raw, strict=True):
        spans = _dates(raw)
        for printed, other in sorted(exchange.items(), key=lambda each: -len(each[0])):
            spaced = r"\s+".join(re.escape(each) for each in printed.split())
            for found in re.finditer(rf"(?<![\d,.]){spaced}(?![\d,]|\.\d)", raw):
                if not any(start < found.end() and found.start() < end for start, end in spans):
                    spans[found.span()] = other
        made[number - 1] = _line(raw, spans, kept, ids)


def _dates(line: str) -> dict[tuple[int, int], str]:
    dates = {found.span(): found[0] for found in _DATE.finditer(line) if is_date(" ".join(found[0].split()))}
    times = {found.span(): found[0] for found in _TIME.finditer(line)}
    return dates | times if dates else {}


def _line(raw: str, spans: dict[tuple[int, int], str], kept: frozenset[str], ids: Ids) -> str:
    """Exchange parts of a line so that each ends where it ended; mask the rest."""
    made, at = "", 0
    for (start, end), other in sorted(spans.items()):
        made += ids.masked(raw[at:start], kept)
        made = made[: len(made) - _spare(made, len(other) - (end - start))]
        made += " " * max(0, (end - start) - len(other)) + other
        at = end
    return made + ids.masked(raw[at:], kept)


def _spare(made: str, longer: int) -> int:
    """Return how many spaces before a longer figure may go; one stays."""
    spaces = len(made) - len(made.rstrip(" "))
    return max(0, min(longer, spaces - 1))


def _last_balance(redacted: Redacted, new: dict[int, dict[str, str]]) -> Decimal | None:
    printed = [entry for entry in oldest_first(redacted.entries) if entry.balance is not None]
    try:
        return parse_amount(new[printed[-1].line]["balance"], POINT) if printed else None
    except (ValueError, KeyError):
        return None


def redact_unknown_lines(text: str) -> str:
    """Return a text of lines that no layout reads with nothing but its form, its dates and other amounts."""
    ids, digits = Ids(frozenset()), Digits()
    made = []
    for line in text.split("\n"):
        spans = _dates(line)
        for found in re.finditer(r"\S*\d[\d,]*\.\d\d\S*", line):
            if is_money(found[0]) and found.span() not in spans:
                spans[found.span()] = other_digits(found[0], digits, POINT)
        made.append(_line(line, spans, frozenset(), ids))
    return "\n".join(made)
