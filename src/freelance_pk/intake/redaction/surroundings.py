"""The text around the rows: heads, feet, totals. Words by which the layout knows them stay; sums fit again."""

import re
from decimal import Decimal

from freelance_pk.intake.balances import oldest_first
from freelance_pk.intake.columns import resolve
from freelance_pk.intake.detect import Found
from freelance_pk.intake.files import Row
from freelance_pk.intake.layout_parts import Totals
from freelance_pk.intake.numbers import POINT, parse_amount
from freelance_pk.intake.redaction.balances import Moves
from freelance_pk.intake.redaction.figures import written_like
from freelance_pk.intake.redaction.masks import Ids, kept_words
from freelance_pk.intake.redaction.vocabulary import Known, compiled
from freelance_pk.model.entry import Entry
from freelance_pk.model.money import ZERO

_CODE = re.compile(r"[A-Z]{3}").fullmatch
_GROUPED = (",", False)


def other_surroundings(
    rows: list[Row],
    made: dict[int, list[str]],
    found: Found,
    known: Known,
    ids: Ids,
    entries: list[Entry],
    moves: Moves,
) -> None:
    """Mask the rows above the header, and let the totals that the layout compares fit the other amounts.

    Args:
        rows: all rows of the original.
        made: the masked rows by number; those above the header are added.
        found: the layout and the header.
        known: what may stay.
        ids: of the file.
        entries: of the original.
        moves: of the masked rows.
    """
    for line, row in rows:
        if line < found.header_line:
            made[line] = [_head_cell(cell, row, found.preamble, known, ids) for cell in row]
    if found.layout.totals is not None:
        totals = other_totals(
            found.preamble, found.layout.totals, entries, moves, _last(made, found, entries)
        )
        for line, row in rows:
            if line < found.header_line:
                _write_totals(row, made[line], totals)


def _head_cell(cell: str, row: list[str], preamble: str, known: Known, ids: Ids) -> str:
    kept = kept_words(known.head_patterns, preamble) | kept_words(known.head_patterns, ",".join(row))
    codes = {
        found[1].casefold()
        for pattern in known.head_patterns
        for found in pattern.finditer(preamble)
        if pattern.groups and found[1] and _CODE(found[1].upper())
    }
    return ids.masked(cell, kept | frozenset(codes))


def _last(made: dict[int, list[str]], found: Found, entries: list[Entry]) -> Decimal | None:
    """Return the balance that the masked rows end with, None if they print none."""
    printed = [entry for entry in oldest_first(entries) if entry.balance is not None]
    place = resolve(found).at.get("balance")
    if not printed or place is None:
        return None
    try:
        return parse_amount(made[printed[-1].line][place], POINT)
    except (ValueError, KeyError):
        return None


def other_totals(
    text: str, totals: Totals, entries: list[Entry], moves: Moves, last: Decimal | None
) -> dict[str, str]:
    """Return what is printed of each total, and what is to stand there: it misses the rows by as much as it did."""
    printed = _printed(text, totals)
    lines = {(entry.line, entry.currency) for entry in entries}
    new = [moves.get(line, {}).get(currency, ZERO) for line, currency in sorted(lines)]
    old_in, old_out = _in_out([entry.amount for entry in entries])
    new_in, new_out = _in_out(new)
    wanted: dict[str, Decimal] = {}
    ends = [entry.balance for entry in oldest_first(entries) if entry.balance is not None]
    if "credits" in printed:
        wanted["credits"] = _moved(printed["credits"][1], old_in, new_in)
    if "debits" in printed:
        wanted["debits"] = _moved(printed["debits"][1], old_out, new_out)
    if "closing" in printed:
        wanted["closing"] = last if last is not None else new_in + 1
        if "opening" in printed:
            gap = printed["closing"][1] - printed["opening"][1] - old_in + old_out
            wanted["opening"] = wanted["closing"] - new_in + new_out - gap
    elif "opening" in printed and last is not None and ends:
        gap = printed["opening"][1] - (ends[-1] - old_in + old_out)
        wanted["opening"] = last - new_in + new_out + gap
    elif "opening" in printed:
        wanted["opening"] = new_out + 1
    return {
        printed[key][0]: written_like(printed[key][0], value, POINT, _GROUPED)
        for key, value in wanted.items()
    }


def _printed(text: str, totals: Totals) -> dict[str, tuple[str, Decimal]]:
    """Return each total as printed, and its value."""
    printed: dict[str, tuple[str, Decimal]] = {}
    for pattern in compiled(tuple(totals.patterns)):
        match = pattern.search(text)
        for key, value in (match.groupdict() if match else {}).items():
            try:
                amount = parse_amount(value or "")
            except ValueError:
                continue
            if amount is not None:
                printed.setdefault(key, (value, amount))
    return printed


def _in_out(amounts: list[Decimal]) -> tuple[Decimal, Decimal]:
    return sum((each for each in amounts if each > 0), ZERO), -sum(
        (each for each in amounts if each < 0), ZERO
    )


def _moved(printed: Decimal, old: Decimal, new: Decimal) -> Decimal:
    """Return a printed sum that misses the new one by what it missed the old one, its sign kept."""
    made = new + (abs(printed) - old)
    return made.copy_sign(printed) if made >= 0 else made


def _write_totals(original: list[str], made: list[str], totals: dict[str, str]) -> None:
    for place, cell in enumerate(original):
        made[place] = placed(cell, made[place], totals)


def placed(original: str, masked: str, exchange: dict[str, str]) -> str:
    """Put figures into a masked text where the original has those that they stand for."""
    spans: dict[tuple[int, int], str] = {}
    for printed, other in exchange.items():
        for found in re.finditer(rf"(?<![\d,.]){re.escape(printed)}(?![\d,]|\.\d)", original):
            spans[found.span()] = other
    if len(masked) == len(original):
        for (start, end), other in sorted(spans.items(), reverse=True):
            masked = masked[:start] + other + masked[end:]
    return masked
