"""The policy of looking a rate up: the latest on or before a day, never later, never a guess.

The State Bank publishes on business days. Up to four days back is a weekend with a holiday and passes
silently; five to ten is a long holiday and is noted; more is no rate. The user's own rates are a
series like the State Bank's: the nearer date wins, and the user's wins a tie.

The default basis is the State Bank's daily average (BFER), published a month at a time. For days that it
does not reach yet, what the State Bank has published of the day stands in, and is marked provisional.
Rates of anybody else are used only when asked for, and only where the State Bank's would be older than
four days.
"""

from datetime import date
from decimal import Decimal

from freelance_pk.model.errors import RateMissingError
from freelance_pk.model.money import PKR
from freelance_pk.model.rate import Rate
from freelance_pk.rates.average import average_of
from freelance_pk.rates.own import latest_own
from freelance_pk.rates.series import MOST_DAYS, SILENT_DAYS, Mark, Series, latest, misses_business_day
from freelance_pk.rates.table import RateTable

__all__ = ["MOST_DAYS", "SILENT_DAYS", "RateTable", "Series", "last_state_bank", "rate_on"]

# Keys of kept series that stand in for the basis bfer, the best of one day first.
_STAND_INS = ("frankfurter-sbp", "sbp-wacr", "sbp-m2m")
_OTHERS = ("frankfurter", "currency-api")
WACR_CURRENCIES = frozenset({"AED", "AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "JPY", "SAR", "USD"})
_NOWHERE = Mark("", "")


def rate_on(table: RateTable, currency: str, day: date) -> Rate:
    """Return rupees for one unit of `currency` taken into account on `day` (s.71).

    Raises:
        RateMissingError: the currency or the day is not covered; the message says which, and how far
            the data reaches.
    """
    if currency == PKR:
        return Rate(PKR, day, day, Decimal(1), "pkr", "rupees")
    if table.asked is not None:
        table.asked.add((currency, day))
    if (currency, day) in table.frozen:
        return table.frozen[currency, day]
    published, own = _published(table, currency, day), latest_own(table.own.get(currency), currency, day)
    found = max(
        (rate for rate in (published, own) if rate is not None),
        key=lambda rate: (rate.found, rate.basis == "own"),
        default=None,
    )
    if found is not None and (day - found.found).days <= MOST_DAYS:
        return found
    raise _missing(table, currency, day, found)


def last_state_bank(table: RateTable, currency: str, day: date) -> Rate | None:
    """Return the State Bank's latest rate on or before a day, however old, of whichever publication."""
    return _of_state_bank(table, currency, day)


def _published(table: RateTable, currency: str, day: date) -> Rate | None:
    """Return what the year's basis gives, however old; None when it gives nothing."""
    basis, method = table.choice(day)
    if method == "monthly-average":
        return average_of(table.series(currency), table.mark, currency, day)
    if basis == "bfer":
        return _by_bfer(table, currency, day)
    if basis == "wacr-buy" and currency not in WACR_CURRENCIES:
        found = _by_bfer(table, currency, day)
        return found and _noted(found, f"the basis wacr-buy does not list {currency}")
    found = latest(
        table.kept("wacr-buy" if basis == "wacr-buy" else "sbp-m2m", currency), _NOWHERE, currency, day
    )
    if found is not None and misses_business_day(table.series("USD"), found.found, day):
        return _provisional(found, f"no sheet of {day} is kept")
    return found


def _by_bfer(table: RateTable, currency: str, day: date) -> Rate | None:
    found = _of_state_bank(table, currency, day)
    if not table.online or (found is not None and (day - found.found).days <= SILENT_DAYS):
        return found
    series = table.series(currency)
    if series and day.isoformat() <= series.days[-1]:
        return found
    others = (latest(table.kept(key, currency), _NOWHERE, currency, day) for key in _OTHERS)
    other = max((rate for rate in others if rate is not None), key=lambda rate: rate.found, default=None)
    if other is not None and (found is None or other.found > found.found):
        return _provisional(other, "not a State Bank rate")
    if found is None or (day - found.found).days > MOST_DAYS:
        return _cross(table, currency, day) or found
    return found


def _of_state_bank(table: RateTable, currency: str, day: date) -> Rate | None:
    series = table.series(currency)
    official = latest(series, table.mark, currency, day)
    if series and day.isoformat() <= series.days[-1]:
        return official
    stand_ins = (latest(table.kept(key, currency), _NOWHERE, currency, day) for key in _STAND_INS)
    stand_in = max(
        (rate for rate in stand_ins if rate is not None), key=lambda rate: rate.found, default=None
    )
    if stand_in is not None and (official is None or stand_in.found > official.found):
        if series is None:
            return _noted(stand_in, f"the daily averages do not list {currency}")
        return _provisional(stand_in, "until the State Bank's daily average is published")
    if official is not None and misses_business_day(table.series("USD"), official.found, day):
        return _provisional(official, f"the State Bank's daily averages known end on {official.found}")
    return official


def _cross(table: RateTable, currency: str, day: date) -> Rate | None:
    """Multiply dollars for one unit with the State Bank's dollar of the same day."""
    dollars = latest(table.kept("usd", currency), _NOWHERE, currency, day)
    if dollars is None:
        return None
    dollar = _of_state_bank(table, "USD", dollars.found)
    if dollar is None or (dollars.found - dollar.found).days > SILENT_DAYS:
        return None
    crossed = dollars._replace(
        found=dollar.found,
        pkr=dollars.pkr * dollar.pkr,
        basis="cross",
        source=f"{dollars.source}, crossed with the State Bank's dollar",
    )
    return _noted(crossed, f"{dollars.pkr:f} dollars at {dollar.pkr:f} rupees")


def _noted(rate: Rate, words: str) -> Rate:
    return rate._replace(note="; ".join(part for part in (words, rate.note) if part))


def _provisional(rate: Rate, words: str) -> Rate:
    return _noted(rate, f"provisional: {words}")._replace(provisional=True)


def _missing(table: RateTable, currency: str, day: date, found: Rate | None) -> RateMissingError:
    basis, method = table.choice(day)
    line = f"add this line to rates.csv: {day},{currency},<rupees for one unit>,<where from>"
    last = max((each for each in (table.last_day(currency), found and found.found) if each), default=None)
    update = "run `freelance-pk rates update`, or this command with --online; or "
    remedy = update + line
    if basis != "bfer":
        message = f"no rate for {currency} on {day} of the basis {basis}: none is kept for that day"
        remedy = f"run `freelance-pk rates update --rate-basis {basis} --from {day} --to {day}`; or {line}"
    elif last is None:
        message = f"no rate is known for {currency}: the State Bank publishes none in this table"
    elif method == "monthly-average" and found is None:
        message = f"no monthly average for {currency} on {day}: the rates known do not hold the whole month"
    elif day > last:
        message = f"no rate for {currency} on {day}: the rates known end on {last}"
    elif found is None:
        message = f"no rate for {currency} on {day}: the rates known begin later"
        remedy = line
    else:
        message = f"no rate for {currency} within {MOST_DAYS} days before {day}: the last is of {found.found}"
        remedy = line
    return RateMissingError(
        message + _set_aside(table, currency, day), origin=f"{currency} on {day}", remedy=remedy
    )


def _set_aside(table: RateTable, currency: str, day: date) -> str:
    """Tell of a kept rate that is not the State Bank's and was not asked for."""
    if table.online:
        return ""
    for key in _OTHERS:
        other = latest(table.kept(key, currency), _NOWHERE, currency, day)
        if other is not None and (day - other.found).days <= SILENT_DAYS:
            return f" (a rate of {other.found} that is not the State Bank's is kept; --online uses it)"
    return ""
