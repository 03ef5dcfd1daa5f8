"""JSON answers, numbers as decimals: no rate passes through a float."""

import json
from decimal import Decimal
from typing import Any

from freelance_pk.rates.sources.protocol import ContentError


def parse_json(data: bytes) -> Any:
    """Parse an answer.

    Raises:
        ContentError: it is cut off or damaged, or holds a number that is none.
    """
    try:
        return json.loads(data, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except (ValueError, ArithmeticError, RecursionError):
        raise ContentError("it is no JSON: the answer is cut off or damaged") from None


def rate_of(value: object, place: str) -> Decimal:
    """Check a number that is to be a rate.

    Raises:
        ContentError: it is no number, not above zero, or of a size that no rate has.
    """
    if not isinstance(value, Decimal) or not value.is_finite() or value <= 0 or abs(value.adjusted()) > 12:
        raise ContentError(f"{place}: {str(value)[:40]!r} is no rate")
    return value


def _refuse(text: str) -> Decimal:
    raise ValueError(text)
