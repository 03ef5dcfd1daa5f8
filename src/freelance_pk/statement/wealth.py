"""The wealth reconciliation: what was owned before, what came in and went out, what is owned now (s.116).

On the basis of realisation a balance abroad is an asset with no income behind it: money earned and not
yet realised has a line of its own among the inflows, so that the statement can close.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.model.issue import Issue, error, warning
from freelance_pk.model.money import ZERO, whole_rupees
from freelance_pk.model.profile import WealthFacts

_HOUSEHOLD = "household"
# More of the outflow without a named purpose than this, and a tax office asks.
_MUCH_UNSUPPORTED = Decimal("0.5")


class WealthLine(NamedTuple):
    """One asset, inflow or outflow, whole rupees; `code` of the return's wealth form, "" if none is known."""

    label: str
    amount: Decimal
    code: str = ""
    source: str = ""


class Wealth(NamedTuple):
    """A year's reconciliation. `unreconciled` must be 0: increase - inflows + outflows.

    Attributes:
        opening, closing: net assets of 30 June before and of 30 June, liabilities negative.
        inflows, outflows: positive; the last outflow is household spending, `balancing` where it was not given.
        unsupported: share (0 to 1) of the outflow that only balances.
    """

    tax_year: int
    opening: tuple[WealthLine, ...]
    closing: tuple[WealthLine, ...]
    inflows: tuple[WealthLine, ...]
    outflows: tuple[WealthLine, ...]
    balancing: bool
    unsupported: Decimal
    issues: tuple[Issue, ...]

    @property
    def increase(self) -> Decimal:
        """Net assets now, less net assets a year before."""
        return total(self.closing) - total(self.opening)

    @property
    def unreconciled(self) -> Decimal:
        """What the statement leaves unexplained."""
        return self.increase - total(self.inflows) + total(self.outflows)


class YearFlows(NamedTuple):
    """What the files and the profile say of a year, PKR, unrounded.

    `held_before` and `held_after`: rupees abroad and under way, by account, at each end of the year.
    """

    salary: Decimal
    exports: Decimal
    business: Decimal
    profit: Decimal
    dividends: Decimal
    family: Decimal
    taxes: Decimal
    zakat: Decimal
    held_before: Mapping[str, Decimal]
    held_after: Mapping[str, Decimal]
    gifts: Decimal = ZERO


def total(lines: Iterable[WealthLine]) -> Decimal:
    """Add lines up."""
    return sum((line.amount for line in lines), ZERO)


def reconcile(tax_year: int, given: WealthFacts, flows: YearFlows) -> Wealth:
    """Reconcile a year's wealth.

    Args:
        tax_year: of the statement.
        given: assets and flows of the profile's [wealth.N].
        flows: what the files and the rest of the profile say.
    """
    opening = (*_typed(given.opening), *_held(flows.held_before, given.opening))
    closing = (*_typed(given.closing), *_held(flows.held_after, given.closing))
    inflows = (*_inflows(flows), *_typed(given.inflows))
    named = (
        *_lines(
            ("Taxes paid and deducted", flows.taxes, "7052"),
            ("Zakat", flows.zakat, ""),
        ),
        *_typed({name: amount for name, amount in given.outflows.items() if name.casefold() != _HOUSEHOLD}),
    )
    household = next(
        (amount for name, amount in given.outflows.items() if name.casefold() == _HOUSEHOLD), None
    )
    balancing = household is None
    if household is None:
        increase = total(closing) - total(opening)
        household = total(inflows) - total(named) - increase
    spent = max(household, ZERO)
    outflow = total(named) + spent
    made = Wealth(
        tax_year=tax_year,
        opening=opening,
        closing=closing,
        inflows=inflows,
        outflows=(*named, WealthLine("Other household expenses", whole_rupees(spent), "7087")),
        balancing=balancing,
        unsupported=spent / outflow if balancing and outflow else ZERO,
        issues=(),
    )
    return _with_issues(made)


def _lines(*rows: tuple[str, Decimal, str]) -> tuple[WealthLine, ...]:
    return tuple(
        WealthLine(label, whole_rupees(amount), code) for label, amount, code in rows if whole_rupees(amount)
    )


def _typed(amounts: Mapping[str, Decimal]) -> tuple[WealthLine, ...]:
    return tuple(WealthLine(name, whole_rupees(amount), source="profile") for name, amount in amounts.items())


def _held(held: Mapping[str, Decimal], typed: Mapping[str, Decimal]) -> tuple[WealthLine, ...]:
    """Add what the files show abroad, but for accounts that the profile lists itself."""
    listed = {name.casefold() for name in typed}
    return tuple(
        WealthLine(f"{account}, abroad", whole_rupees(amount), "7020", "files")
        for account, amount in sorted(held.items())
        if whole_rupees(amount) and account.casefold() not in listed
    )


def _inflows(flows: YearFlows) -> tuple[WealthLine, ...]:
    moved = sum(flows.held_after.values(), ZERO) - sum(flows.held_before.values(), ZERO)
    return _lines(
        ("Salary", flows.salary, "7031"),
        ("Export receipts realised", flows.exports, "7033"),
        ("Income from business, normal regime", flows.business, "7031"),
        ("Profit on debt", flows.profit, "7033"),
        ("Dividends", flows.dividends, "7033"),
        ("Family remittances", flows.family, "7035"),
        ("Gifts", flows.gifts, "7037"),
        ("Earned abroad and not yet realised", moved, ""),
    )


def _with_issues(made: Wealth) -> Wealth:
    issues: list[Issue] = []
    if made.unreconciled:
        issues.append(
            error(
                "wealth-unreconciled",
                f"the wealth of tax year {made.tax_year} does not reconcile: Rs {abs(made.unreconciled):,} "
                + (
                    "more wealth than the inflows explain."
                    if made.unreconciled > 0
                    else "of inflow went nowhere that is named."
                ),
                origin=f"profile, wealth.{made.tax_year}",
                remedy="look for an asset, a loan, a gift or an expense that is missing, and write it into the profile",
                pkr=abs(made.unreconciled),
            )
        )
    if made.unsupported > _MUCH_UNSUPPORTED:
        spent = made.outflows[-1].amount
        share = (made.unsupported * 100).quantize(Decimal(1))
        issues.append(
            warning(
                "household-unsupported",
                f"household expenses of Rs {spent:,} are only what balances: {share} % of the outflow has no named "
                "purpose.",
                origin=f"profile, wealth.{made.tax_year}",
                remedy=f"name the larger expenses in the profile, in outflows of [wealth.{made.tax_year}]",
                pkr=spent,
            )
        )
    return made._replace(issues=tuple(issues))
