"""Which days a report is about."""

import re
from datetime import date

from freelance_pk.matching.merge import Merged
from freelance_pk.model.errors import UsageError
from freelance_pk.model.period import Period, month_period, tax_year_of, tax_year_period

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def choose_period(
    merged: Merged,
    *,
    tax_year: int | None = None,
    month: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Period:
    """Return the period asked for, or the latest tax year that the rows reach.

    Args:
        merged: all rows.
        tax_year: of --tax-year.
        month: of --month, YYYY-MM.
        start: of --from, YYYY-MM-DD.
        end: of --to, YYYY-MM-DD.

    Raises:
        UsageError: more than one way of naming a period, a malformed one, or no rows to choose by.
    """
    if sum((tax_year is not None, month is not None, start is not None or end is not None)) > 1:
        raise UsageError("give --tax-year, or --month, or --from and --to", remedy="leave the others out")
    if start is not None or end is not None:
        return _span(start, end)
    if month is not None or tax_year is not None:
        return named_period(tax_year=tax_year, month=month)
    days = [merged.entries[-1].day] if merged.entries else []
    days += [certificate.realised_on for certificate in merged.certificates]
    days += [invoice.day for invoice in merged.invoices]
    days += [withholding.day for withholding in merged.withholdings]
    days += [expense.day for expense in merged.expenses]
    if not days:
        raise UsageError("the files hold no dated row to choose a tax year by", remedy="give --tax-year")
    return tax_year_period(tax_year_of(max(days)))


def named_period(*, tax_year: int | None = None, month: str | None = None) -> Period:
    """Return a month (YYYY-MM), or else a tax year.

    Raises:
        UsageError: a malformed one, or none.
    """
    if month is not None:
        return _month(month)
    if tax_year is None or not 1948 <= tax_year <= 9998:
        raise UsageError(f"{tax_year} is not a tax year", remedy="give it as in --tax-year 2026")
    return tax_year_period(tax_year)


def _month(text: str) -> Period:
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not 1948 <= int(found[1]) <= 9998:
        raise UsageError(f"{text!r} is not a month", remedy="give it as in --month 2025-12")
    return month_period(int(found[1]), int(found[2]))


def _span(start: str | None, end: str | None) -> Period:
    if start is None or end is None:
        raise UsageError(
            "--from and --to go together", remedy="give both, as in --from 2025-07-01 --to 2025-12-31"
        )
    days = []
    for flag, text in (("--from", start), ("--to", end)):
        try:
            days.append(date.fromisoformat(text))
        except ValueError as bad:
            raise UsageError(f"{flag} {text!r} is not a date", remedy="give it as in 2025-12-31") from bad
    if days[1] < days[0]:
        raise UsageError("--to lies before --from", remedy="exchange the two")
    return Period(days[0], days[1], f"{days[0]} to {days[1]}")
