"""What the figures mean for a freelancer: cost of getting paid, rates realised, evidence, the year ahead."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from freelance_pk.law import Law
from freelance_pk.law.purpose import PurposeClass, purpose_class
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.model.period import Period, month_of, month_period, tax_year_of, tax_year_period
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.figures import (
    Cost,
    EarnedPkr,
    Evidence,
    NextDate,
    PaymentCost,
    Projection,
    RealisedRate,
    Receipt,
    YearMonth,
)
from freelance_pk.statement.flows import Bucket, Flows
from freelance_pk.statement.months import receipt_tax

_TRANSFER_COSTS = frozenset({Bucket.TRANSFER_FEE, Bucket.ACCOUNT_FEE})
_LEAST_MONTHS = 3  # fewer months tell nothing of the rest of a year


def payment_cost(
    flows: Flows, period: Period, converter: Converter, earned: EarnedPkr, receipts: Iterable[Receipt]
) -> PaymentCost | None:
    """State what getting paid cost: platform fees, fees of transfers and wallets, the exchange spread.

    Fees are shares of gross earnings, the spread is a share of the State Bank's value of what was
    realised. None when nothing was earned and nothing realised.
    """
    transfers = ZERO
    for flow, amount in flows.sums.items():
        if flow.bucket in _TRANSFER_COSTS and flow.day in period:
            transfers -= converter.rupees(amount, flow.currency, flow.day) or ZERO
    known = _seen_both_sides(receipts)
    value = sum((each.state_bank_value or ZERO for each in known), ZERO)
    spread = value - sum((each.gross for each in known), ZERO)
    if not earned.gross and not value:
        return None
    return PaymentCost(
        Cost(earned.fees, _share(earned.fees, earned.gross)),
        Cost(transfers, _share(transfers, earned.gross)),
        Cost(spread, _share(spread, value)),
    )


def _seen_both_sides(receipts: Iterable[Receipt]) -> list[Receipt]:
    return [each for each in receipts if each.state_bank_value is not None and not each.estimate]


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole if whole else ZERO


def realised_rates(receipts: Iterable[Receipt]) -> tuple[RealisedRate, ...]:
    """State, per currency, the average rate realised beside the State Bank's average for the same money."""
    sums: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
    for each in _seen_both_sides(receipts):
        if each.amount and each.currency:
            amount, gross, value = sums.get(each.currency, (ZERO, ZERO, ZERO))
            value += each.state_bank_value or ZERO
            sums[each.currency] = (amount + each.amount, gross + each.gross, value)
    return tuple(
        RealisedRate(currency, amount, gross / amount, value / amount)
        for currency, (amount, gross, value) in sorted(sums.items())
    )


def evidence_of(receipts: Iterable[Receipt]) -> Evidence:
    """Count the receipts that have a certificate, and those whose certificate has an export code."""
    total = certified = coded = 0
    bare = ZERO
    for each in receipts:
        total += 1
        certified += bool(each.certificate)
        if each.certificate and purpose_class(each.purpose_code) is PurposeClass.EXPORT:
            coded += 1
        else:
            bare += each.gross
    return Evidence(total, certified, coded, bare)


def year_months(
    receipts: Iterable[Receipt],
    until: date,
    reached_from: date | None,
    earned: Mapping[str, tuple[tuple[str, Decimal], ...]],
) -> tuple[YearMonth, ...]:
    """Accumulate the receipts of a tax year month by month, beside the year before.

    Args:
        receipts: of all periods.
        until: last day counted; its tax year is the one shown.
        reached_from: first day that any file covers; a year not reached as a whole is not known.
        earned: gross earnings by account, of each month.
    """
    year = tax_year_of(until)
    knows_before = reached_from is not None and reached_from <= tax_year_period(year - 1).start
    by_month: dict[str, list[Receipt]] = defaultdict(list)
    for each in receipts:
        if each.day <= until:
            by_month[month_of(each.day)].append(each)
    months: list[YearMonth] = []
    running = before = ZERO
    for month in Period(tax_year_period(year).start, until, "").months():
        here = by_month[month]
        received = sum((each.gross for each in here), ZERO)
        running += received
        before += sum((each.gross for each in by_month[f"{int(month[:4]) - 1}{month[4:]}"]), ZERO)
        months.append(
            YearMonth(
                month,
                received,
                running,
                before if knows_before else None,
                earned.get(month, ()),
                receipt_tax(here),
                realised_rates(here),
            )
        )
    return tuple(months)


def projection_of(months: Sequence[YearMonth], until: date) -> Projection | None:
    """Project the receipts of the tax year as a range; None at its end, or with too few months behind.

    Low: every month left brings the average of the weaker half of the whole months so far; high: that
    of the stronger half. With an odd number the middle month belongs to both.
    """
    end = tax_year_period(tax_year_of(until)).end
    whole = [each.received for each in months if month_end(each.month) <= until]
    left = len(Period(until, end, "").months()) - (1 if month_end(month_of(until)) <= until else 0)
    if len(whole) < _LEAST_MONTHS or left <= 0:
        return None
    ordered = sorted(whole)
    half = (len(ordered) + 1) // 2
    low, high = sum(ordered[:half], ZERO) / half, sum(ordered[-half:], ZERO) / half
    so_far = sum(whole, ZERO)  # the month under way is one of those left
    running = months[-1].cumulative
    return Projection(
        end,
        max(whole_rupees(so_far + low * left), whole_rupees(running)),
        max(whole_rupees(so_far + high * left), whole_rupees(running)),
        f"{len(whole)} whole months so far; {left} to come at the average of the weaker and of the stronger half",
    )


def month_end(month: str) -> date:
    """Return the last day of a month given as YYYY-MM."""
    return month_period(int(month[:4]), int(month[5:])).end


def next_dates(laws: Callable[[int], Law | None], after: date) -> tuple[NextDate, ...]:
    """List the dates that the law sets after a day, up to the return of the running tax year.

    Instalments bind only who has normal-regime income of the threshold; whether that is so is the
    assessment's to say.
    """
    found: list[NextDate] = []
    running = tax_year_of(after)
    for year in (running - 1, running):
        law = laws(year)
        if law is None:
            continue
        rule = law.return_
        words = f"return and wealth statement of tax year {year}"
        if rule.extended_to is not None:
            words += f" (extended from {rule.due}; {rule.extension_source})"
        found.append(NextDate(rule.extended_to or rule.due, words, f"s.{rule.section}"))
        advance = law.advance_tax
        if year == running:
            found += [
                NextDate(
                    date(year - 1 if month >= 7 else year, month, day),
                    f"advance tax, only with normal-regime income of {advance.from_taxable:,} or more",
                    f"s.{advance.section}",
                )
                for month, day in advance.due
            ]
    return tuple(sorted((each for each in found if each.day > after), key=lambda each: each.day))
