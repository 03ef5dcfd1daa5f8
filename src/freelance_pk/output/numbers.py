"""Amounts as people and scripts read them."""

from decimal import ROUND_HALF_UP, Decimal

from freelance_pk.model.money import paisa, whole_rupees


def rupees(amount: Decimal, *, lakh: bool = False) -> str:
    """Write whole rupees: 1,234,567, or 12,34,567 with `lakh`."""
    return _grouped(whole_rupees(amount), lakh=lakh)


def money(amount: Decimal, currency: str, *, lakh: bool = False) -> str:
    """Write an amount with its currency and two places; rupees without places."""
    if currency == "PKR":
        return f"Rs {rupees(amount, lakh=lakh)}"
    return f"{currency} {_grouped(paisa(amount), lakh=lakh)}"


def percent(share: Decimal, places: int = 1) -> str:
    """Write a share of 0 to 1 as a percentage."""
    return f"{(share * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


def plain(amount: Decimal) -> str:
    """Write a decimal for a script: no exponent, no grouping, two places at most, none when whole."""
    text = f"{paisa(amount):f}".removesuffix(".00")
    return "0" if text == "-0" else text


def cents(amount: Decimal) -> str:
    """Write a foreign amount for a script: always two places."""
    return f"{paisa(amount):f}"


def exact(amount: Decimal) -> str:
    """Write a rate for a script: every digit, no exponent."""
    return f"{amount:f}"


def _grouped(amount: Decimal, *, lakh: bool) -> str:
    if not lakh:
        return f"{amount:,}" if amount else f"{abs(amount):,}"
    sign, text = ("-" if amount < 0 else ""), f"{abs(amount):f}"
    whole, point, places = text.partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return sign + ",".join([*groups, tail]) + point + places
