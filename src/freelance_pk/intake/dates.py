"""Dates as files write them, and times brought to Pakistan."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PAKISTAN = timezone(timedelta(hours=5), "PKT")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_TIME = (
    r"(?:[ T,]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[AaPp][Mm])?)(?:Z| ?[+-]\d{2}:?\d{2}| UTC)?)?"
)
_OFFSET = re.compile(r"\d(?: ?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})|(?P<utc>Z| UTC))$")
_FORMS = {
    "year first": re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME),
    "month in words": re.compile(
        r"(?:(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})"
        r"|(?P<d2>\d{1,2})[ -]?(?P<m2>[A-Za-z]{3,9})[ ,-]*(?P<y2>\d{4}|\d{2}))" + _TIME
    ),
    "all numbers": re.compile(r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4}|\d{2})" + _TIME),
}
# Short names of zones, as wallets print them; one that several zones have (IST) is in no list.
_ZONES = {
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "bst": "Europe/London",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "est": "America/New_York",
    "edt": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
}


class AmbiguousDateError(ValueError):
    """Day and month may be exchanged, and nothing tells which is which."""


def parse_date(text: str, order: str = "") -> tuple[date, str, str]:
    """Read one date.

    Args:
        text: as in the cell, with or without a time.
        order: "dmy" or "mdy" for dates all in numbers; "" when not known.

    Returns:
        The date as written, the time as written ("" if none), and the form it is written in.

    Raises:
        AmbiguousDateError: all numbers, and the order is not known.
        ValueError: no date.
    """
    bare = " ".join(text.split())
    for form, shape in _FORMS.items():
        found = shape.fullmatch(bare)
        if found is None:
            continue
        parts = found.groupdict()
        if form == "all numbers":
            day = _numeric(bare, parts, order)
        else:
            month = parts["m"] or parts.get("m2") or ""
            number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
            day = date(
                _year(parts["y"] or parts.get("y2") or ""), number, int(parts["d"] or parts.get("d2") or 0)
            )
        return day, parts["time"] or "", form
    raise ValueError("not a date")


def offset_of(text: str) -> str:
    """Return the distance from UTC that a time prints itself (`+10:00`, `Z`), as a zone; "" if none."""
    found = _OFFSET.search(text.strip())
    if found is None:
        return ""
    return "UTC" if found["utc"] else f"{found['sign']}{found['hours']}:{found['minutes']}"


def is_date(text: str) -> bool:
    """Say whether a text is a date in one order or the other."""
    for order in ("dmy", "mdy"):
        try:
            parse_date(text, order)
        except ValueError:
            continue
        return True
    return False


def is_time_zone(name: str) -> bool:
    """Say whether a time zone of this name is known."""
    try:
        _zone(name)
    except ValueError:
        return False
    return True


def _numeric(bare: str, parts: dict[str, str | None], order: str) -> date:
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    if "." in bare.split(" ", maxsplit=1)[0]:
        order = "dmy"  # a date with points is written day first wherever it is written
    if not order:
        raise AmbiguousDateError(bare)
    year = _year(parts["y"] or "")
    return date(year, second, first) if order == "dmy" else date(year, first, second)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def column_order(texts: "list[str]", declared: str) -> str:
    """Decide day-first or month-first for a whole column of dates in numbers.

    Args:
        texts: the column's distinct dates, in the order of the file.
        declared: the layout's own order, "" when it has none.

    Raises:
        AmbiguousDateError: both orders fit and none is declared; or both fit, and only the order that
            the layout does not declare leaves the rows in order of time.
        ValueError: neither order fits every cell; the message is the first cell that does not fit.
    """
    fits: dict[str, list[date]] = {}
    for order in ("dmy", "mdy"):
        try:
            fits[order] = [parse_date(text, order)[0] for text in texts]
        except ValueError:
            continue
    if not fits:
        for text in texts:
            try:
                parse_date(text, declared or "dmy")
            except ValueError as failure:
                raise ValueError(text) from failure
        raise ValueError(texts[0])
    if len(fits) == 1:
        return next(iter(fits))
    if fits["dmy"] == fits["mdy"]:
        return declared or "dmy"
    if not declared:
        raise AmbiguousDateError(texts[0])
    other = "mdy" if declared == "dmy" else "dmy"
    if len(texts) > 2 and not _in_order(fits[declared]) and _in_order(fits[other]):
        raise AmbiguousDateError(texts[0])
    return declared


def _in_order(days: list[date]) -> bool:
    return days == sorted(days) or days == sorted(days, reverse=True)


def parse_time(text: str) -> tuple[int, int, int]:
    """Read `14:43`, `14:43:01.123` or `2:43 PM`.

    Raises:
        ValueError: no time.
    """
    bare = text.strip().upper().removesuffix("Z")
    afternoon = bare.endswith("PM")
    twelve = bare.endswith(("AM", "PM"))
    parts = bare.removesuffix("AM").removesuffix("PM").strip().split(".")[0].split(":")
    hour, minute = int(parts[0]), int(parts[1])
    second = int(parts[2]) if len(parts) > 2 else 0
    if twelve:
        hour = hour % 12 + (12 if afternoon else 0)
    return hour, minute, second


def in_pakistan(day: date, time: str, zone: str) -> date:
    """Return the date in Pakistan of a moment elsewhere; a date without a time is never shifted.

    Raises:
        ValueError: the time or the zone is not known.
    """
    if not time or not zone:
        return day
    hour, minute, second = parse_time(time)
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(zone))
    return moment.astimezone(PAKISTAN).date()


@cache
def _zone(name: str) -> tzinfo:
    bare = name.strip()
    if bare.casefold() in ("utc", "gmt", "z"):
        return UTC
    if bare.casefold() in ("pkt", "asia/karachi"):
        return PAKISTAN
    if re.fullmatch(r"[+-]\d{2}:\d{2}", bare):
        away = timedelta(hours=int(bare[1:3]), minutes=int(bare[4:]))
        return timezone(-away if bare[0] == "-" else away)
    try:
        return ZoneInfo(_ZONES.get(bare.casefold(), bare))
    except (ZoneInfoNotFoundError, ValueError, OSError) as failure:
        raise ValueError(f"unknown time zone {name!r}") from failure
