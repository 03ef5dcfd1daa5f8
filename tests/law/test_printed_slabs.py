"""Every slab of every year against the tables as printed in the Acts, copied apart from the law files."""

import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from freelance_pk.law import known_years, load_law
from freelance_pk.law.schema import Slabs
from freelance_pk.tax.slabs import slab_tax

PRINTED = json.loads((Path(__file__).parent / "printed_slabs.json").read_text(encoding="utf-8"))
TABLES = [(year, name) for year in known_years() for name in ("salaried", "non_salaried")]


def table(year: int, name: str) -> Slabs:
    return load_law(year).slabs["salaried" if name == "salaried" else "non_salaried"]


@pytest.mark.parametrize(("year", "name"), TABLES)
def test_the_rows_are_the_printed_rows(year: int, name: str) -> None:
    printed = [
        (Decimal(low), Decimal(fixed), Decimal(rate) / 100) for low, fixed, rate in PRINTED[str(year)][name]
    ]

    assert [(row.limit, row.fixed, row.rate) for row in table(year, name).rows] == printed


@pytest.mark.parametrize(("year", "name"), [case for case in TABLES if case[0] != 2019])
def test_at_each_edge_and_a_rupee_either_side(year: int, name: str) -> None:
    rows = [tuple(map(Decimal, row)) for row in PRINTED[str(year)][name]]
    for (_, _, below), (limit, fixed, above) in pairwise(rows):
        assert slab_tax(table(year, name), limit - 1) == fixed - below / 100
        assert slab_tax(table(year, name), limit) == fixed
        assert slab_tax(table(year, name), limit + 1) == fixed + above / 100
