"""Orders of a market for assets that are no currency: units and money, whole ids, and nothing else in such units."""

from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.errors import InputRefusedError

ORDERS = "Order Number,Order Type,Asset Type,Fiat Type,Total Price,Price,Quantity,Exchange rate,Couterparty,Status,Created Time\n"


def read(folder: Path, text: str) -> ReadFile:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    (one,) = read_files([path]).files
    return one


def order(number: str, kind: str = "Sell", units: str = "300.00") -> str:
    return f"{number},{kind},USDT,PKR,84000.00,280.00,{units},,ali,Completed,2025-09-09 10:00:00\n"


def test_a_sale_is_units_that_left_for_rupees(tmp_path: Path) -> None:
    one = read(tmp_path, ORDERS + order("20401194693654421504"))
    (sale,) = one.entries

    assert (sale.kind, sale.amount, sale.currency) == (Kind.TRADE, Decimal("-300.00"), "USDT")
    assert (sale.far_amount, sale.far_currency, sale.ref) == (
        Decimal("84000.00"),
        "PKR",
        "20401194693654421504",
    )
    assert one.accounts["Binance"].kind is AccountKind.EXCHANGE


@pytest.mark.parametrize("ids", [["2.04011946936544E+19"], ["20401194693654400000", "20401194693655100000"]])
def test_order_numbers_that_a_spreadsheet_cut_are_refused(tmp_path: Path, ids: list[str]) -> None:
    with pytest.raises(InputRefusedError, match="its digits are lost") as refusal:
        read(tmp_path, ORDERS + "".join(map(order, ids)))

    assert refusal.value.origin == "orders.csv, row 2, column order number"


def test_an_order_number_may_end_in_zeros_beside_others_that_do_not(tmp_path: Path) -> None:
    ids = ["20401194693654400000", "20401194693654421505"]
    one = read(tmp_path, ORDERS + "".join(map(order, ids)))

    assert [entry.ref for entry in one.entries] == ids


def test_a_type_of_order_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="Lend USDT for PKR is not an order"):
        read(tmp_path, ORDERS + order("20401194693654421504", kind="Lend"))


def test_a_typed_trade_may_be_in_units_of_an_asset_and_nothing_else_may(tmp_path: Path) -> None:
    header = "date,account,kind,amount,currency,far_amount,far_currency\n"
    one = read(tmp_path, header + "2025-09-09,Binance,trade,-300.00,USDT,84000.00,PKR\n")
    (sale,) = one.entries

    assert (sale.amount, sale.currency, sale.far_amount) == (Decimal("-300.00"), "USDT", Decimal("84000.00"))
    assert one.accounts["Binance"].kind is AccountKind.EXCHANGE
    with pytest.raises(InputRefusedError, match="'USDT' is not a currency"):
        read(tmp_path, header + "2025-09-09,Binance,deposit,300.00,USDT,,\n")
