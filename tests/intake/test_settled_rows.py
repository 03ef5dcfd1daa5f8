"""What only the whole file tells: a row's currency, its parent, whether it moved money at all."""

from decimal import Decimal
from pathlib import Path

import pytest
from written_rows import Cells, read, wise

from freelance_pk.intake import ReadFile
from freelance_pk.model.entry import Kind


def codes(one: ReadFile) -> list[str]:
    return [issue.code for issue in one.issues]


def earned(amount: str, *, currency: str = "", local: str = "", balance: str = "", ref: str = "1") -> Cells:
    row = {"Date": "Sep 5, 2021", "Ref ID": ref, "Type": "Hourly", "Description": "Invoice", "Amount": amount}
    return {**row, "Currency": currency, "Amount in local currency": local, "Balance": balance}


def test_a_local_amount_that_differs_is_the_other_side_of_dollars(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "upwork-1", [earned("100.00", currency="PKR", local="16650.00")]).entries

    assert (str(entry.amount), entry.currency) == ("100.00", "USD")
    assert (str(entry.far_amount), entry.far_currency) == ("16650.00", "PKR")


def test_a_local_amount_that_is_the_amount_makes_it_local(tmp_path: Path) -> None:
    one = read(tmp_path, "upwork-1", [earned("-80.00", currency="EUR", local="80.00"), earned("5", ref="2")])

    assert [(entry.currency, entry.far_amount) for entry in one.entries] == [("EUR", None), ("USD", None)]
    assert codes(one) == []


def test_a_balance_per_currency_proves_the_currency_that_a_row_names(tmp_path: Path) -> None:
    """70 dollars and 80 euros, each with its own balance: one balance in dollars would not follow."""
    rows = [
        earned("50.00", currency="EUR", balance="80.00", ref="4"),
        earned("30.00", currency="EUR", balance="30.00", ref="3"),
        earned("60.00", currency="USD", balance="70.00", ref="2"),
        earned("10.00", currency="USD", balance="10.00", ref="1"),
    ]
    one = read(tmp_path, "upwork-1", rows)

    assert [entry.currency for entry in one.entries] == ["EUR", "EUR", "USD", "USD"]
    assert codes(one) == []


def test_a_currency_that_nothing_proves_is_an_error(tmp_path: Path) -> None:
    one = read(tmp_path, "upwork-1", [earned("50.00", currency="EUR", ref="2"), earned("10.00")])

    assert [entry.currency for entry in one.entries] == ["USD", "USD"]
    assert codes(one) == ["currency-unclear"]
    assert one.issues[0].origin == "export.csv, row 2"


@pytest.mark.parametrize(("called", "parent"), [("900", "1"), ("1", "1"), ("901", "901"), ("777", "777")])
def test_a_fee_calls_its_parent_by_an_id_that_only_one_row_bears(
    tmp_path: Path, called: str, parent: str
) -> None:
    """901 is the second id of two rows: nothing tells which of them is meant."""
    rows = [
        {"Transaction ID": "4", "Ref ID": "904", "Transaction type": "Service Fee", "Transaction summary": f"Fee - Ref ID {called}"},
        {"Transaction ID": "3", "Ref ID": "901", "Transaction type": "Bonus"},
        {"Transaction ID": "2", "Ref ID": "901", "Transaction type": "Hourly"},
        {"Transaction ID": "1", "Ref ID": "900", "Transaction type": "Hourly"},
    ]  # fmt: skip
    one = read(
        tmp_path,
        "upwork-3",
        [{**row, "Date": "Oct 5, 2026", "Amount $": "-1" if number == 0 else "9"} for number, row in enumerate(rows)],
    )  # fmt: skip

    assert one.entries[0].parent == parent


def accrual(balance: str) -> Cells:
    return {**wise("ACCRUAL_CHECKOUT-1", "-0.09", balance), "Transaction Details Type": "ACCRUAL_CHECKOUT"}


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize(("after", "kinds"), [("99.91", 3), ("100.00", 2)])
def test_an_accrual_counts_if_the_balance_moved(
    tmp_path: Path, after: str, kinds: int, newest_first: bool
) -> None:
    rows = [
        wise("TRANSFER-1", "100.00", "100.00", "01-02-2026"),
        accrual(after),
        wise("CARD-2", "-20.00", str(Decimal(after) - 20), "03-02-2026"),
    ]
    one = read(tmp_path, "wise-statement-23", rows[::-1] if newest_first else rows)

    assert len(one.entries) == kinds
    assert [row.reason for row in one.skipped] == ["accrual: no money moved"] * (3 - kinds)
    assert codes(one) == []


def test_an_accrual_without_a_row_before_it_moves_nothing(tmp_path: Path) -> None:
    one = read(
        tmp_path, "wise-statement-23", [wise("CARD-2", "-20.00", "79.91", "03-02-2026"), accrual("99.91")]
    )

    assert [entry.ref for entry in one.entries] == ["CARD-2"]


def test_money_of_another_sum_under_the_id_of_a_withdrawal_did_not_come_back(tmp_path: Path) -> None:
    """Only the whole sum, fee and all, is a withdrawal undone."""
    out = {**wise("TRANSFER-1", "-100.00", "0.00"), "Total fees": "2.00"}
    rows = [
        wise("TRANSFER-1", "60.00", "60.00", "05-02-2026"),
        {**out, "Transaction Details Type": "TRANSFER"},
    ]
    one = read(tmp_path, "wise-statement-23", rows)

    assert [(entry.kind, str(entry.amount)) for entry in one.entries] == [
        (Kind.DEPOSIT, "60.00"),
        (Kind.WITHDRAWAL, "-98.00"),
        (Kind.WITHDRAWAL_FEE, "-2.00"),
    ]


def test_the_holder_of_the_card_pays_in_own_money(tmp_path: Path) -> None:
    rows = [
        {**wise("CARD-3", "-5.00", "75.00", "03-02-2026"), "Card Holder Full Name": "Sana Malik"},
        {
            **wise("TRANSFER-2", "50.00", "80.00"),
            "Payer Name": "SANA MALIK",
            "Transaction Details Type": "DEPOSIT",
        },
        {**wise("TRANSFER-1", "30.00", "30.00", "01-02-2026"), "Payer Name": "Contoso GmbH"},
    ]
    one = read(tmp_path, "wise-statement-23", rows)

    assert [entry.kind.value for entry in one.entries] == ["card", "funding", "deposit"]
