"""Amounts as files write them: signs, symbols, grouping, decimal comma.

One style holds for a whole column: `1.234` is one and a bit in one file and more than a thousand in
another, so a column that fits both styles and proves neither is refused.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

_SYMBOL = re.compile(
    r"(?:PKR|Rs\.?|US\$|CA\$|AU\$|NZ\$|HK\$|MX\$|A\$|C\$|S\$|R\$|\$|£|€|₹|¥|₺|₪|kr|zł|USD|EUR|GBP|CAD|AUD)\s*",
    re.IGNORECASE,
)
_CODE_BEHIND = re.compile(r"\s*(PKR|USD|EUR|GBP|CAD|AUD|\$|£|€|₹|¥|₺|₪|kr|zł)$", re.IGNORECASE)
# Groups stand in threes, or in twos before the last three (12,34,567), all divided alike.
_FORMS = {
    ".": r"(?:\d{1,3}(?P<gap>[, '\u2019])\d{3}(?:(?P=gap)\d{3})*|\d{1,2}(?:,\d{2})*,\d{3}|\d+)?(?:\.\d+)?",
    ",": r"(?:\d{1,3}(?P<gap>[. '\u2019])\d{3}(?:(?P=gap)\d{3})*|\d+)?(?:,\d+)?",
}
_BARE = re.compile(
    r"\d{1,15}(?:\.\d{1,20})?", re.ASCII
)  # what programs write; below _LARGEST, and read in one look
_GAPS = str.maketrans("", "", " '\u2019")
_WRITTEN_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
)
_EMPTY = frozenset({"", "-", "--", "\u2014"})
_LONGEST = 48
POINT, COMMA = ".", ","
# More than all the money there is: an account number in the wrong column, or a damaged cell.
_LARGEST = Decimal(10) ** 15

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD"})
_MEANT = {
    "rs": frozenset({"PKR", "INR", "LKR", "NPR"}),
    "$": _DOLLARS,
    "us$": frozenset({"USD"}),
    "ca$": frozenset({"CAD"}),
    "c$": frozenset({"CAD"}),
    "au$": frozenset({"AUD"}),
    "a$": frozenset({"AUD"}),
    "nz$": frozenset({"NZD"}),
    "hk$": frozenset({"HKD"}),
    "mx$": frozenset({"MXN"}),
    "s$": frozenset({"SGD"}),
    "r$": frozenset({"BRL"}),
    "₹": frozenset({"INR"}),
    "¥": frozenset({"JPY", "CNY"}),
    "₺": frozenset({"TRY"}),
    "₪": frozenset({"ILS"}),
    "kr": frozenset({"SEK", "NOK", "DKK"}),
    "zł": frozenset({"PLN"}),
    "£": frozenset({"GBP"}),
    "€": frozenset({"EUR"}),
}


def parse_amount(text: str, style: str = POINT) -> Decimal | None:
    """Read one amount.

    Args:
        text: as in the cell.
        style: POINT (1,234.56 or 12,34,567.00) or COMMA (1.234,56).

    Returns:
        The amount; None for an empty cell or a dash.

    Raises:
        ValueError: not an amount of this style; grouping is checked by position.
    """
    if style == POINT and _BARE.fullmatch(text):
        return Decimal(text)
    if len(text) > _LONGEST:
        text = text.strip()[: _LONGEST + 1]
    bare = text.translate(_WRITTEN_ALIKE).strip()
    if bare in _EMPTY:
        return None
    bare, minuses, pluses = _unsigned(bare)
    if minuses + pluses > 1:
        raise ValueError("more than one sign")
    if len(bare) > _LONGEST or not _shape(style).fullmatch(bare) or not any(map(str.isdigit, bare)):
        raise ValueError("not an amount")
    plain = bare.translate(_GAPS)
    plain = plain.replace(",", "") if style == POINT else plain.replace(".", "").replace(",", ".")
    amount = Decimal(plain)
    if amount >= _LARGEST:
        raise ValueError("not an amount")
    return -amount if minuses else amount


@cache  # compiled when it is met: most files have bare numbers alone
def _shape(style: str) -> re.Pattern[str]:
    return re.compile(_FORMS[style], re.ASCII)


def _unsigned(bare: str) -> tuple[str, int, int]:
    """Take off signs, currency symbols, brackets, Dr and Cr; count what means minus and what means plus."""
    minuses = pluses = 0
    if bare.startswith("(") and bare.endswith(")"):
        minuses, bare = 1, bare[1:-1].strip()
    ending = bare[-2:].casefold()
    if ending in ("dr", "cr"):
        minuses, pluses = minuses + (ending == "dr"), pluses + (ending == "cr")
        bare = bare[:-2].rstrip()
    while True:
        if bare.startswith(("-", "+")):
            minuses, pluses = minuses + (bare[0] == "-"), pluses + (bare[0] == "+")
            bare = bare[1:].lstrip()
        elif found := _SYMBOL.match(bare):
            bare = bare[found.end() :].lstrip()
        else:
            break
    if bare.startswith("(") and bare.endswith(")"):
        minuses, bare = minuses + 1, bare[1:-1].strip()
    if bare.endswith("-"):
        minuses, bare = minuses + 1, bare[:-1].rstrip()
    return _CODE_BEHIND.sub("", bare), minuses, pluses


def currencies_meant(text: str) -> frozenset[str]:
    """Return the currencies that a symbol or code in an amount's cell may mean, none if it has none."""
    bare = text.strip()
    found = _CODE_BEHIND.search(bare) or _SYMBOL.search(bare)
    if found is None:
        return frozenset()
    word = found[0].strip(" .").casefold()
    return _MEANT.get(word, frozenset({word.upper()}))


def column_style(texts: Iterable[str]) -> str:
    """Decide one style for a whole column.

    Raises:
        ValueError: no style fits every cell (the message is the first cell that fits none, or a word
            on two styles), or both fit and differ in meaning.
    """
    fits = {POINT: True, COMMA: True}
    differ = False
    for text in texts:
        read = {style: _read(text, style) for style in fits}
        if all(amount is _NOT_READ for amount in read.values()):
            raise ValueError(text)
        fits = {style: fits[style] and read[style] is not _NOT_READ for style in fits}
        differ = differ or read[POINT] != read[COMMA]
    if not any(fits.values()):
        raise ValueError("the column mixes decimal points and decimal commas")
    if all(fits.values()) and differ:
        raise ValueError("the column can be read with a decimal point and with a decimal comma")
    return POINT if fits[POINT] else COMMA


_NOT_READ = object()


def _read(text: str, style: str) -> object:
    try:
        return parse_amount(text, style)
    except ValueError:
        return _NOT_READ
