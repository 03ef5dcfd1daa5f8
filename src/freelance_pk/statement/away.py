"""What is not brought in yet at the end of a period: held abroad, or on its way."""

from decimal import Decimal

from freelance_pk.statement.figures import Report


def rupees_away(report: Report) -> Decimal | None:
    """Return the rupees held or on their way, as far as their rates are known; None when nothing is."""
    held = [each.pkr for each in report.balances if each.amount > 0]
    moving = [each.pkr for each in report.transfers.in_transit]
    if not held and not moving:
        return None
    return sum((each for each in (*held, *moving) if each is not None), Decimal(0))
