"""A fee in a row of its own is known by its id, its words, or its arithmetic."""

from pathlib import Path

from written_rows import Cells, read, wise


def shown(folder: Path, rows: list[Cells], layout: str = "wise-statement-20") -> list[tuple[str, str, str]]:
    names = {"Date Time", "Transaction Type", "Transaction Details Type"}
    kept = [{name: cell for name, cell in row.items() if name not in names} for row in rows]
    return [
        (entry.kind.value, str(entry.amount), entry.parent) for entry in read(folder, layout, kept).entries
    ]


def test_in_any_language_the_amount_that_the_other_row_prints_is_its_fee(tmp_path: Path) -> None:
    rows = [
        {**wise("TRANSFER-1", "-98.00", "0.00"), "Description": "Pengar skickade", "Total fees": "2.00"},
        {**wise("TRANSFER-1", "-2.00", "98.00"), "Description": "Avgift"},
    ]

    assert shown(tmp_path, rows) == [
        ("withdrawal", "-98.00", ""),
        ("withdrawal_fee", "-2.00", "TRANSFER-1"),
    ]


def test_two_rows_of_one_id_whose_amounts_do_not_tell_a_fee_are_two_rows(tmp_path: Path) -> None:
    """A withdrawal of 100, and one of 2 under its id: no fee of 2 is printed, so none is made of it."""
    rows = [wise("TRANSFER-1", "-98.00", "0.00"), wise("TRANSFER-1", "-2.00", "98.00")]

    assert [kind for kind, _, _ in shown(tmp_path, rows)] == ["withdrawal", "withdrawal"]


def test_a_fee_on_its_own_does_not_hide_the_fees_of_others(tmp_path: Path) -> None:
    """A card's price is a fee row; the withdrawal beside it holds its fee all the same."""
    rows = [
        {**wise("FEE-CARD-9", "-7.00", "0.00"), "Description": "Wise Charges for: CARD-9"},
        {**wise("TRANSFER-1", "-98.00", "7.00"), "Total fees": "2.00"},
    ]

    assert shown(tmp_path, rows) == [
        ("fee", "-7.00", "CARD-9"),
        ("withdrawal", "-96.00", ""),
        ("withdrawal_fee", "-2.00", ""),
    ]


def test_one_id_in_two_currencies_is_no_fee(tmp_path: Path) -> None:
    rows = [
        {**wise("CARD-1", "-0.56", "0.00"), "Total fees": "0.07"},
        {**wise("CARD-1", "-0.07", "0.00"), "Currency": "EUR"},
    ]

    assert [(kind, amount) for kind, amount, _ in shown(tmp_path, rows)] == [
        ("card", "-0.49"),
        ("fee", "-0.07"),
        ("card", "-0.07"),
    ]
