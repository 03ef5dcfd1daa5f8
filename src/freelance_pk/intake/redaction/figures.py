"""Amounts without what they say: other digits in their places, the writing kept."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from freelance_pk.intake.numbers import COMMA, parse_amount

_CORE = re.compile(r"\d[\d.,'\u2019 ]*\d|\d|\.\d+")
_SIGNS = re.compile(r"[-\u2010-\u2013\u2212\ufe63\uff0d+]")


class Digits:
    """An endless row of digits that have nothing to do with the file: the same for every file.

    They are no secret, and need be none: nothing of the original goes into them.
    """

    def __init__(self) -> None:
        self._stream = _stream()

    def __call__(self, first: bool = False) -> str:
        """Return the next digit; never 0 where it is the first of a number."""
        digit = next(self._stream)
        while first and digit == "0":
            digit = next(self._stream)
        return digit


def _stream() -> Iterator[str]:
    state = 20250701
    while True:
        # The constants of a common linear congruential generator; its high bits are even enough for digits.
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield str((state >> 33) % 10)


def core_of(text: str) -> re.Match[str] | None:
    """Return the part of a cell that holds the number."""
    return max(_CORE.finditer(text), key=lambda found: sum(map(str.isdigit, found[0])), default=None)


def other_digits(text: str, digits: Digits, style: str) -> str:
    """Replace the digits of an amount: as many before the mark, a fraction of zeros kept, zero kept zero."""
    core = core_of(text)
    if core is None or not any(char in "123456789" for char in core[0]):
        return text
    mark = core[0].rfind("," if style == COMMA else ".")
    whole, fraction = (core[0], "") if mark < 0 else (core[0][:mark], core[0][mark:])
    started, made = False, []
    for char in whole:
        if char.isdigit() and (started or char != "0"):
            made.append(digits(first=not started))
            started = True
        else:
            made.append(char)
    if any(char in "123456789" for char in fraction):
        changed = [digits() if char.isdigit() else char for char in fraction]
        last = max(place for place, char in enumerate(changed) if char.isdigit())
        if not started or changed[last] == "0":
            changed[last] = digits(first=True)
        fraction = "".join(changed)
    return text[: core.start()] + "".join(made) + fraction + text[core.end() :]


def grouping_of(texts: Iterable[str], style: str) -> tuple[str, bool]:
    """Return the sign between groups of digits in a column ("" for none), and whether they are lakh and crore."""
    gap = re.compile("[.'\u2019 ]" if style == COMMA else "[,'\u2019 ]")
    separator, lakh = "", False
    for text in texts:
        core = core_of(text)
        found = gap.search(core[0]) if core is not None else None
        if core is not None and found is not None:
            separator = found[0]
            whole = re.split(r"," if style == COMMA else r"\.", core[0])[0]
            lakh = lakh or any(len(group) == 2 for group in whole.split(separator)[1:-1])
    return separator, lakh


def written_like(template: str, value: Decimal, style: str, grouping: tuple[str, bool]) -> str:
    """Write an amount as a cell writes its own: the places behind the mark, groups, sign and symbols."""
    core = core_of(template)
    if core is None:
        return f"{value:f}"
    mark = "," if style == COMMA else "."
    at = core[0].rfind(mark)
    places = sum(map(str.isdigit, core[0][at:])) if at >= 0 and mark != grouping[0] else 0
    places = max(places, -int(value.normalize().as_tuple().exponent) if value else 0)
    whole, _, fraction = f"{abs(value):.{places}f}".partition(".")
    written = _grouped(whole, *grouping) + (mark + fraction if fraction else "")
    made = template[: core.start()] + written + template[core.end() :]
    try:
        negative = (parse_amount(made, style) or Decimal(0)) < 0
    except ValueError:
        negative = value < 0
    if value and negative != (value < 0):
        made = _turned(template, core, written, negative=value < 0)
    return made


def _turned(template: str, core: re.Match[str], written: str, *, negative: bool) -> str:
    """Write the other sign: a credit becomes a debit, a minus goes or comes."""
    before, after = template[: core.start()], template[core.end() :]
    ending = after.strip().casefold()
    if ending in ("dr", "cr"):
        word = "DR" if negative else "CR"
        return (
            before + written + after.replace(after.strip(), word if after.strip().isupper() else word.title())
        )
    before, after = _SIGNS.sub("", before).replace("(", ""), _SIGNS.sub("", after).replace(")", "")
    return ("-" if negative else "") + before + written + after


def _grouped(whole: str, separator: str, lakh: bool) -> str:
    if not separator or len(whole) <= 3:
        return whole
    head, tail = whole[:-3], whole[-3:]
    size = 2 if lakh else 3
    groups = [head[max(0, end - size) : end] for end in range(len(head), 0, -size)][::-1]
    return separator.join([*groups, tail])
