"""Tax years and periods. Tax year N runs from 1 July N-1 to 30 June N (s.74)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


def month_of(day: date) -> str:
    """Return the month of a date, as YYYY-MM."""
    return day.isoformat()[:7]


def tax_year_of(day: date) -> int:
    """Return the tax year a date falls in."""
    return day.year + 1 if day.month >= 7 else day.year


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included. `label` reads in a sentence ("tax year 2026")."""

    start: date
    end: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def months(self) -> tuple[str, ...]:
        """Return the months touched, as YYYY-MM, in order."""
        found = []
        day = self.start.replace(day=1)
        while day <= self.end:
            found.append(month_of(day))
            day = (day + timedelta(days=32)).replace(day=1)
        return tuple(found)


def tax_year_period(year: int) -> Period:
    """Return the period of a tax year."""
    return Period(date(year - 1, 7, 1), date(year, 6, 30), f"tax year {year}")


def month_period(year: int, month: int) -> Period:
    """Return the period of a calendar month."""
    first = date(year, month, 1)
    return Period(first, first.replace(day=monthrange(year, month)[1]), f"{first:%B %Y}")
