"""The rupees of an asset sold to a private person: found by the order, and never taken for a receipt."""

import pytest
from matching_rows import MakeEntry, entry, file_of, source

from freelance_pk.intake.registry import institutions
from freelance_pk.matching.linked import Linked, link
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Entry
from freelance_pk.model.review import Answer, Answers

__all__ = ["entry", "source"]


def sale(make: MakeEntry, day: str, rupees: str, *, currency: str = "PKR") -> Entry:
    return make("Binance", day, "-300", "trade", currency="USDT", far=(rupees, currency))


def credit(
    make: MakeEntry,
    day: str,
    rupees: str,
    text: str = "Money Received from ALI RAZA",
    *,
    kind: str = "unknown",
    account: str = "Meezan 4410",
) -> Entry:
    return make(account, day, rupees, kind, currency="PKR", text=text)


def linked(rows: list[Entry], answers: Answers | None = None) -> Linked:
    return link(merge([file_of(rows)]), institutions(), lambda *_: None, (), answers)


def sold(rows: list[Entry], answers: Answers | None = None) -> list[tuple[str, str]]:
    """Return the days of each sale and of its credit."""
    made = linked(rows, answers)
    assert not any(made.merged.entries[pair.out].kind == "trade" for pair in made.pairs)
    days = [
        (str(made.merged.entries[out].day), str(made.arrivals[number].day))
        for number, out in made.sold.items()
    ]
    return sorted(days)


@pytest.mark.parametrize(
    ("day", "rupees", "found"),
    [
        ("2025-09-09", "84000", True),
        ("2025-09-08", "84000", True),  # the market's clock was set to Pakistan's time
        ("2025-09-07", "84000", False),
        ("2025-09-12", "84000", True),
        ("2025-09-13", "84000", False),
        ("2025-09-09", "84000.01", False),
        ("2025-09-09", "83999.50", False),
    ],
)
def test_a_credit_is_a_sale_by_its_rupees_to_the_paisa_within_days(
    entry: MakeEntry, day: str, rupees: str, found: bool
) -> None:
    rows = [sale(entry, "2025-09-09", "84000"), credit(entry, day, rupees)]

    assert sold(rows) == ([("2025-09-09", day)] if found else [])


def test_two_equal_sales_of_one_day_are_two_credits(entry: MakeEntry) -> None:
    rows = [
        sale(entry, "2025-09-09", "84000"),
        sale(entry, "2025-09-09", "84000"),
        credit(entry, "2025-09-09", "84000"),
        credit(entry, "2025-09-10", "84000"),
        credit(entry, "2025-09-11", "84000"),
    ]

    assert sold(rows) == [("2025-09-09", "2025-09-09"), ("2025-09-09", "2025-09-10")]


def test_of_two_equal_sales_and_one_credit_it_does_not_matter_which(entry: MakeEntry) -> None:
    rows = [
        sale(entry, "2025-09-09", "84000"),
        sale(entry, "2025-09-09", "84000"),
        credit(entry, "2025-09-09", "84000"),
    ]

    assert sold(rows) == [("2025-09-09", "2025-09-09")]
    assert linked(rows).rivals == {}


@pytest.mark.parametrize(
    "text", ["INWARD REMITTANCE PAYONEER", "IBFT In from UPWORK", "Remittance from TAPTAP SEND"]
)
def test_a_credit_that_names_a_sender_abroad_is_no_sale(entry: MakeEntry, text: str) -> None:
    assert sold([sale(entry, "2025-09-09", "84000"), credit(entry, "2025-09-09", "84000", text)]) == []


def test_a_credit_that_the_bank_calls_foreign_is_no_sale(entry: MakeEntry) -> None:
    rows = [sale(entry, "2025-09-09", "84000"), credit(entry, "2025-09-09", "84000", kind="deposit")]

    assert sold(rows) == []


def test_a_credit_that_a_wallet_announces_as_well_is_asked_about(entry: MakeEntry) -> None:
    rows = [
        entry("Payoneer", "2025-09-09", "-300", "withdrawal", far=("84000", "PKR")),
        sale(entry, "2025-09-09", "84000"),
        credit(entry, "2025-09-09", "84000"),
    ]
    made = linked(rows)

    assert made.sold == {}
    assert made.pairs == ()
    assert {made.merged.entries[out].account for out in made.rivals} == {"Payoneer", "Binance"}


def test_a_purchase_and_a_sale_for_other_money_have_no_credit(entry: MakeEntry) -> None:
    rows = [
        entry("Binance", "2025-09-09", "300", "trade", currency="USDT", far=("84000", "PKR")),
        sale(entry, "2025-09-09", "84000", currency="INR"),
        credit(entry, "2025-09-09", "84000"),
    ]

    assert sold(rows) == []


def test_usdt_that_came_into_a_wallet_is_not_the_price_of_usdt(entry: MakeEntry) -> None:
    rows = [
        sale(entry, "2025-09-09", "84000"),
        entry("Wise", "2025-09-09", "300", "deposit", currency="USDT", text="from Binance"),
    ]
    made = linked(rows)

    assert (made.sold, made.pairs, made.questions) == ({}, (), ())


def test_a_credit_that_is_called_an_export_receipt_is_no_sale(entry: MakeEntry) -> None:
    """The first is the client's, by the user's word: the sale's is the other, a day later."""
    rows = [
        sale(entry, "2025-09-09", "84000"),
        credit(entry, "2025-09-09", "84000"),
        credit(entry, "2025-09-10", "84000"),
    ]
    made = linked(rows)
    first = made.ids.of_entry(
        next(place for place, row in enumerate(made.merged.entries) if row.account != "Binance")
    )
    answers = Answers({first: Answer(first, "export")})

    assert sold(rows) == [("2025-09-09", "2025-09-09")]
    assert sold(rows, answers) == [("2025-09-09", "2025-09-10")]
