"""Sales that PayPal or Stripe settled, listed by Gumroad and taken out by a line of their own."""

import pytest
from matching_rows import MakeEntry, entry, source

from freelance_pk.intake.registry import institutions
from freelance_pk.matching.children import find_parents
from freelance_pk.matching.settled import Settled, find_settled
from freelance_pk.model.entry import Account, AccountKind, Entry, Kind

__all__ = ["entry", "source"]

ACCOUNTS = {
    "Gumroad": Account("Gumroad", AccountKind.PLATFORM, "gumroad"),
    "PayPal": Account("PayPal", AccountKind.WALLET, "paypal"),
    "Stripe": Account("Stripe", AccountKind.PLATFORM, "stripe"),
}


def sale(make: MakeEntry, day: str, price: str, fee: str, buyer: str = "") -> list[Entry]:
    """One row of two entries, as the payout file gives it."""
    first = make("Gumroad", day, price, "earning", ref=f"p{day}{buyer}", counterparty=buyer, text="Sale")
    second = first._replace(amount=-make("Gumroad", day, fee, "fee").amount, kind=Kind.FEE)
    return [first, second]


def find(rows: list[Entry]) -> tuple[Settled, ...]:
    rows.sort(key=lambda row: row.day)
    outs = [place for place, row in enumerate(rows) if row.kind is Kind.WITHDRAWAL]
    return find_settled(rows, outs, find_parents(rows, ()), ACCOUNTS, institutions())


def places(rows: list[Entry], account: str, *kinds: str) -> tuple[int, ...]:
    return tuple(
        place for place, row in enumerate(rows) if row.account == account and row.kind.value in kinds
    )


def test_payments_of_the_buyers_are_the_sales_that_the_line_removes(entry: MakeEntry) -> None:
    """10 less a fee of 1.30 and 20 less 2.30 make 26.40; Eve paid Gumroad by card."""
    rows = [
        *sale(entry, "2025-07-05", "10", "1.30", "Bob"),
        *sale(entry, "2025-07-06", "20", "2.30", "Ann"),
        *sale(entry, "2025-07-06", "10", "1.30", "Eve"),
        entry("Gumroad", "2025-07-11", "-26.40", "withdrawal", text="PayPal Payouts"),
        entry("PayPal", "2025-07-05", "10", "deposit", counterparty="BOB"),
        entry("PayPal", "2025-07-07", "20", "deposit", counterparty="Ann"),
        entry("PayPal", "2025-07-07", "500", "deposit", counterparty="Acme"),
    ]
    (settled,) = find(rows)

    assert rows[settled.out].text == "PayPal Payouts"
    assert settled.account == "PayPal"
    assert [rows[place].counterparty for place in settled.rows] == ["BOB", "Ann"]
    assert settled.paid == 30


def test_a_refund_and_what_affiliates_got_lessen_the_line(entry: MakeEntry) -> None:
    """8.70 + 8.70 less the refund of one, 8.70, less 1.20 given to an affiliate: 7.50."""
    refund = sale(entry, "2025-07-09", "-10", "-1.30", "Bob")
    rows = [
        *sale(entry, "2025-07-05", "10", "1.30", "Bob"),
        *sale(entry, "2025-07-06", "10", "1.30", "Ann"),
        refund[0]._replace(kind=Kind.REFUND),
        refund[1],
        entry("Gumroad", "2025-07-09", "-1.20", "fee", text="PayPal Connect Affiliate Fees"),
        entry("Gumroad", "2025-07-11", "-7.50", "withdrawal", text="PayPal Payouts"),
        entry("PayPal", "2025-07-05", "10", "deposit", counterparty="Bob"),
        entry("PayPal", "2025-07-06", "10", "deposit", counterparty="Ann"),
        entry("PayPal", "2025-07-09", "-10", "refund", counterparty="Bob"),
    ]
    (settled,) = find(rows)

    assert settled.rows == places(rows, "PayPal", "deposit", "refund")
    assert settled.paid == 10


def test_stripe_s_charges_name_nobody_and_pair_by_amount_and_day(entry: MakeEntry) -> None:
    rows = [
        *sale(entry, "2025-07-05", "30", "3.30", "Bob"),
        *sale(entry, "2025-07-05", "30", "3.30", "Ann"),
        entry("Gumroad", "2025-07-11", "-26.70", "withdrawal", text="Stripe Connect Payouts"),
        entry("Stripe", "2025-07-06", "30", "earning"),
        entry("Stripe", "2025-07-09", "30", "earning"),
    ]
    (settled,) = find(rows)

    assert settled.account == "Stripe"
    assert [str(rows[place].day) for place in settled.rows] == ["2025-07-06"]


def test_each_line_removes_the_sales_since_the_line_before(entry: MakeEntry) -> None:
    rows = [
        *sale(entry, "2025-07-05", "10", "1.30", "Bob"),
        entry("Gumroad", "2025-07-11", "-8.70", "withdrawal", text="PayPal Payouts"),
        *sale(entry, "2025-07-12", "10", "1.30", "Bob"),
        entry("Gumroad", "2025-07-18", "-8.70", "withdrawal", text="PayPal Payouts"),
        entry("PayPal", "2025-07-05", "10", "deposit", counterparty="Bob"),
        entry("PayPal", "2025-07-12", "10", "deposit", counterparty="Bob"),
    ]

    assert [len(each.rows) for each in find(rows)] == [1, 1]


@pytest.mark.parametrize(
    ("line", "payment"),
    [
        ("-8.71", ("PayPal", "2025-07-05", "10")),  # the net differs by a cent
        ("-8.70", ("PayPal", "2025-07-08", "10")),  # three days apart
        ("-8.70", ("PayPal", "2025-07-05", "10.01")),  # another amount
    ],
)
def test_what_does_not_add_up_settles_nothing(
    entry: MakeEntry, line: str, payment: tuple[str, str, str]
) -> None:
    rows = [
        *sale(entry, "2025-07-05", "10", "1.30", "Bob"),
        entry("Gumroad", "2025-07-11", line, "withdrawal", text="PayPal Payouts"),
        entry(*payment, "deposit", counterparty="Bob"),
    ]

    assert find(rows) == ()


def test_a_withdrawal_that_names_no_other_account_settles_nothing(entry: MakeEntry) -> None:
    rows = [
        *sale(entry, "2025-07-05", "10", "1.30", "Bob"),
        entry("Gumroad", "2025-07-11", "-8.70", "withdrawal", text="Payout"),
        entry("PayPal", "2025-07-05", "10", "deposit", counterparty="Bob"),
    ]

    assert find(rows) == ()
