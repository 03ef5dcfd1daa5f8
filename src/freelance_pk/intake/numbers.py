"""Amounts as files write them: signs, symbols, grouping, decimal comma.

One style holds for a whole column: `1.234` is one and a bit in one file and more than a thousand in
another, so a column that fits both styles and proves neither is refused.
"""

import re
from decimal import Decimal, InvalidOperation

_SYMBOLS = re.compile(
    r"(?:PKR|Rs\.?|US\$|CA\$|AU\$|NZ\$|HK\$|A\$|C\$|\$|£|€|USD|EUR|GBP|CAD|AUD)\s*", re.IGNORECASE
)
_POINT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3}|\d+)?(?:\.\d*)?")
_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?")
_EMPTY = frozenset({"", "-", "--", "\u2013", "\u2014"})
POINT, COMMA = ".", ","
# More than all the money there is: an account number in the wrong column, or a damaged cell.
_LARGEST = Decimal(10) ** 15


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
    bare = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "")
    if bare in _EMPTY:
        return None
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    lowered = bare.casefold()
    if lowered.endswith("dr"):
        negative, bare = True, bare[:-2].strip()
    elif lowered.endswith("cr"):
        bare = bare[:-2].strip()
    bare, signs = _strip_signs(bare)
    if signs > 1 or (signs and negative):
        raise ValueError("more than one minus")
    negative = negative or signs == 1
    if bare.startswith("(") and bare.endswith(")") and not negative:
        negative, bare = True, bare[1:-1].strip()
    shape = _POINT if style == POINT else _COMMA
    if not bare or not shape.fullmatch(bare) or not any(char.isdigit() for char in bare):
        raise ValueError("not an amount")
    plain = bare.replace(",", "") if style == POINT else bare.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation as failure:
        raise ValueError("not an amount") from failure
    if amount >= _LARGEST:
        raise ValueError("not an amount")
    return -amount if negative else amount


def _strip_signs(bare: str) -> tuple[str, int]:
    """Take off signs and currency symbols, in front in any order and a minus behind; count the minuses."""
    signs = 0
    while True:
        if bare.startswith(("-", "+")):
            signs += bare[0] == "-"
            bare = bare[1:].lstrip()
        elif found := _SYMBOLS.match(bare):
            bare = bare[found.end() :].lstrip()
        else:
            break
    if bare.endswith("-"):
        signs += 1
        bare = bare[:-1].rstrip()
    return re.sub(r"\s*(?:PKR|USD|EUR|GBP|CAD|AUD)$", "", bare), signs


def column_style(texts: "list[str]") -> str:
    """Decide one style for a whole column.

    Raises:
        ValueError: no style fits every cell (the message is the first cell that fits none, or a word
            on two styles), or both fit and differ in meaning.
    """
    fits = []
    for style in (POINT, COMMA):
        try:
            fits.append((style, [parse_amount(text, style) for text in texts]))
        except ValueError:
            continue
    if not fits:
        for text in texts:
            if not _fits_any(text):
                raise ValueError(text)
        raise ValueError("the column mixes decimal points and decimal commas")
    if len(fits) == 2 and fits[0][1] != fits[1][1]:
        raise ValueError("the column can be read with a decimal point and with a decimal comma")
    return fits[0][0]


def _fits_any(text: str) -> bool:
    for style in (POINT, COMMA):
        try:
            parse_amount(text, style)
        except ValueError:
            continue
        return True
    return False
