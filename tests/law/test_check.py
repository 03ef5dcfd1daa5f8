"""What stands in a law file as another thing than its key says is refused, though its figures could be read."""

from decimal import Decimal
from typing import Any

import pytest
import tomli

from freelance_pk.law.check import checked
from freelance_pk.packaged import packaged

TEXT = (packaged("tax_slabs") / "ty2026.toml").read_text(encoding="utf-8")
ARRAY = "it is a table, not an array"
TABLE = "Input should be a table"


def table() -> dict[str, Any]:
    written = tomli.loads(TEXT, parse_float=Decimal)
    written["return_"] = written.pop("return")
    return written


def test_the_law_of_2026_is_right() -> None:
    law = checked(table())

    assert law.tax_year == 2026
    assert law.slabs["salaried"].rows[1][:2] == (600_000, 0)
    assert law.credits.donations.share_of_taxable == Decimal("0.3")


def test_credits_that_are_an_array_are_refused_though_each_of_them_is_right() -> None:
    written = table()
    written["credits"] = list(written["credits"].values())
    with pytest.raises(ValueError, match=f"^credits: {ARRAY}$"):
        checked(written)


@pytest.mark.parametrize("not_tables", [5, "none", [1, 2]])
def test_slabs_that_are_no_table_are_refused(not_tables: object) -> None:
    written = table()
    written["slabs"] = not_tables
    with pytest.raises(ValueError, match=f"^slabs: {TABLE}"):
        checked(written)

    written = table()
    written["slabs"]["salaried"] = not_tables
    with pytest.raises(ValueError, match=r"^slabs\.salaried"):
        checked(written)


@pytest.mark.parametrize("not_rows", [5, "none", {"0": [0, 0, 0]}])
def test_rows_that_are_no_array_are_refused(not_rows: object) -> None:
    written = table()
    written["slabs"]["salaried"]["rows"] = not_rows
    with pytest.raises(ValueError, match=r"^slabs\.salaried\.rows: Input should be an array"):
        checked(written)
