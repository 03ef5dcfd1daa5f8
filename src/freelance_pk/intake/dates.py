"""Dates as files write them, and times brought to Pakistan."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

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
    r"(?:[ T,]+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: ?(?:Z|[+-]\d{2}:?\d{2}|[A-Za-z]{3,4}))?))?"
)
_WEEKDAY = r"(?:(?P<w>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_FORMS = {
    "year first": r"(?P<y>\d{4})(?P<gap>[-/.])(?P<m>\d{1,2})(?P=gap)(?P<d>\d{1,2})" + _TIME,
    "month in words": _WEEKDAY
    + r"(?:(?P<m>[a-z]{3,9})\.?[ /-](?P<d>\d{1,2})"
    + _ORDINAL
    + r"(?:, ?|[ /-])(?P<y>\d{4})|(?P<d2>\d{1,2})"
    + _ORDINAL
    + r"[ /.-]?(?P<m2>[a-z]{3,9})\.?[ ,/-]{0,3}(?P<y2>\d{4}|\d{2}))"
    + _TIME,
    "all numbers": r"(?P<a>\d{1,2})(?P<gap>[/.-])(?P<b>\d{1,2})(?P=gap)(?P<y>\d{4}|\d{2})" + _TIME,
}
_SHAPES = {form: re.compile(shape, re.ASCII | re.IGNORECASE) for form, shape in _FORMS.items()}
_CLOCK = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)? ?(?P<half>[AP]\.?M\.?)? ?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})?",
    re.ASCII | re.IGNORECASE,
)
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII | re.IGNORECASE)
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
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# No export is older or reaches further: another year is a damaged cell.
_YEARS = range(1990, 2100)
_LONGEST = 60
_FEW_DAYS = 5  # fewer may run in any order by chance
# Days of a spreadsheet's calendar: counted from the end of 1899, in some workbooks from 1904.
_SERIAL = re.compile(r"(\d{5})(?:\.(\d{1,17}))?", re.ASCII)
_FRACTION = re.compile(r"0(?:\.\d{1,17})?", re.ASCII)
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SECONDS = 24 * 60 * 60


class AmbiguousDateError(ValueError):
    """Day and month may be exchanged, and nothing tells which is which."""


@lru_cache(maxsize=4096)  # a file has many rows of one day
def parse_date(text: str, order: str = "") -> tuple[date, str, str]:
    """Read one date.

    Args:
        text: as in the cell, with or without a time.
        order: "dmy" or "mdy" for dates all in numbers; "" when not known.

    Returns:
        The date as written, the time as written with its zone ("" if none), and the form it is written in.

    Raises:
        AmbiguousDateError: all numbers, and the order is not known.
        ValueError: no date.
    """
    if len(text) > _LONGEST:
        raise ValueError("not a date")
    bare = " ".join(text.split())
    for form, shape in _SHAPES.items():
        found = shape.fullmatch(bare)
        if found is None:
            continue
        parts = found.groupdict()
        time = parts["time"] or ""
        if time:
            parse_time(time)
        if form == "all numbers":
            return _numeric(bare, parts, order), time, form
        month = parts["m"] or parts.get("m2") or ""
        number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
        year = _year(parts["y"] or parts.get("y2") or "")
        day = date(year, number, int(parts["d"] or parts.get("d2") or 0))
        weekday = parts.get("w")
        if weekday and _WEEKDAYS[day.weekday()] != weekday.casefold():
            raise ValueError(f"{day} is no {weekday}")
        return day, time, form
    raise ValueError("not a date")


def from_serial(text: str, *, since_1904: bool = False) -> str:
    """Write a spreadsheet's day number (45863, 45863.75) as a date with its time, "" if it is none.

    The day number of a date between 1990 and 2099 has five digits; its fraction is the time.
    """
    found = _SERIAL.fullmatch(text.strip())
    if found is None:
        return ""
    start = _DAY_ZERO_1904 if since_1904 else _DAY_ZERO
    seconds = _seconds(f"0.{found[2]}") if found[2] else 0
    day = start + timedelta(days=int(found[1]) + seconds // _SECONDS)
    if day.year not in _YEARS:
        return ""
    return f"{day} {_clock(seconds)}" if seconds % _SECONDS else day.isoformat()


def from_fraction(text: str) -> str:
    """Write a spreadsheet's time of day (0.75) as 18:00:00, "" if it is none."""
    return _clock(_seconds(text.strip())) if _FRACTION.fullmatch(text.strip()) else ""


def _seconds(fraction: str) -> int:
    return int((Decimal(fraction) * _SECONDS).to_integral_value(ROUND_HALF_UP))


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds % _SECONDS, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


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
    if parts["gap"] == ".":
        order = "dmy"  # a date with points is written day first wherever it is written
    if not order:
        raise AmbiguousDateError(bare)
    year = _year(parts["y"] or "")
    return date(year, second, first) if order == "dmy" else date(year, first, second)


def _year(text: str) -> int:
    year = int(text) if len(text) == 4 else 2000 + int(text)
    if year not in _YEARS:
        raise ValueError(f"{year} is no year of an export")
    return year


def in_exchanged_order(days: "list[date]") -> bool:
    """Say whether days run in order of time only with day and month exchanged: a spreadsheet exchanged them."""
    if len(days) < _FEW_DAYS or any(day.day > 12 for day in days) or _in_order(days):
        return False
    return _in_order([date(day.year, day.day, day.month) for day in days])


def may_be_exchanged(days: "list[date]") -> bool:
    """Say whether a spreadsheet may have exchanged day and month of all, and nothing tells that it did not.

    A date whose day it could not take for a month would have stayed a text.
    """
    if any(day.day > 12 for day in days) or all(day.day == day.month for day in days):
        return False
    exchanged = [date(day.year, day.day, day.month) for day in days]
    return len(days) < _FEW_DAYS or not _in_order(days) or _in_order(exchanged)


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


def parse_time(text: str) -> tuple[int, int, int, str]:
    """Read `14:43`, `14:43:01.123`, `2:43 PM` or `14:43:01 +0500`: hour, minute, second, zone ("" if none).

    Raises:
        ValueError: no time.
    """
    found = _CLOCK.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        raise ValueError("not a time")
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    half = (found["half"] or "").upper()[:1]
    if half == "P" and hour < 12:
        hour += 12
    elif half == "A" and hour == 12:
        hour = 0
    elif half == "A" and hour > 12:
        raise ValueError("an hour after noon that says AM")
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError("no time of a day")
    zone = found["zone"] or ""
    if zone:
        _zone(zone)
    return hour, minute, min(second, 59), zone


def in_pakistan(day: date, time: str, zone: str) -> date:
    """Return the date in Pakistan of a moment elsewhere; a date without a time is never shifted.

    A zone that the time itself names outranks `zone`.

    Raises:
        ValueError: the time or the zone is not known.
    """
    if not time:
        return day
    hour, minute, second, named = parse_time(time)
    if not (named or zone):
        return day
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(named or zone))
    return moment.astimezone(PAKISTAN).date()


@lru_cache(maxsize=256)
def _zone(name: str) -> tzinfo:
    bare = name.strip()
    if bare.casefold() in ("utc", "gmt", "z"):
        return UTC
    if bare.casefold() in ("pkt", "asia/karachi"):
        return PAKISTAN
    if found := _OFFSET.fullmatch(bare):
        away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(away if found[1] == "+" else -away)
    known = _ZONES.get(bare.casefold(), bare)
    # A name is looked for as a file; the zone of this machine is one of them, and says nothing of a statement's.
    if not _ZONE_NAME.fullmatch(known) or known.casefold() in ("localtime", "posixrules"):
        raise ValueError(f"unknown time zone {name[:_LONGEST]!r}")
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - 3 ms, and most times are of UTC or here

    try:
        return ZoneInfo(known)
    except (ZoneInfoNotFoundError, ValueError, OSError) as failure:
        raise ValueError(f"unknown time zone {name!r}") from failure
