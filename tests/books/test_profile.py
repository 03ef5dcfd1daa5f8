"""A profile is read with its units, and refused by key and value."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.books.profile import load_profile
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.profile import Salary

FULL = """
name = "Sana Malik"
cnic = "61101-1234567-8"
zakat = { 2026 = 12_000 }
basis = "auto"

[[psb]]
from = 2025-10-01
to = 2026-03-31
certificate = "P-1"

[salary.2026]
income = "3,000,000"
tax = 300000.50

[[tax_paid]]
date = 2026-03-31
section = 236
amount = 3_600

[[tax_paid]]
date = "2026-04-30"
section = "236Y"
amount = 3000

[[account]]
match = "Umer"
name = "brother"
owner = "other"
kind = "bank"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_fact_is_read(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, FULL))

    assert profile.salary == {2026: Salary(Decimal(3_000_000), Decimal("300000.50"))}
    assert profile.zakat == {2026: Decimal(12_000)}
    assert [(paid.section, paid.amount) for paid in profile.tax_paid] == [
        ("236", Decimal(3600)),
        ("236Y", Decimal(3000)),
    ]
    assert profile.registered_with_pseb(date(2026, 3, 31))
    assert not profile.registered_with_pseb(date(2026, 4, 1))
    assert not profile.registered_with_pseb(date(2025, 9, 30))


def test_an_empty_profile_is_a_profile(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, "")).active_taxpayer


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("zakatt = 1", "zakatt", "did you mean zakat?"),
        ("[salary.2026]\nincome = 'lots'", "salary.2026.income", "amounts are like"),
        ("[salary.2026]\nincome = -5", "salary.2026.income", "correct"),
        ("zakat = 5000", "zakat", "zakat = { 2026 = 5000 }"),
        ("[[psb]]\nfrom = 2026-01-01\nto = 2025-01-01", "before it begins", "correct"),
        ("[[psb]]\nfrom = 2025-01-01\n[[psb]]\nfrom = 2025-06-01", "overlap", "correct"),
        ("name = ", "not valid TOML", "name ="),
        ("basis = 'guess'", "basis", "correct"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, message: str, remedy: str) -> None:
    with pytest.raises(InputRefusedError, match=message) as caught:
        load_profile(written(tmp_path, text))

    assert remedy in caught.value.remedy
    assert caught.value.origin.endswith("profile.toml")


def test_a_missing_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="cannot be read"):
        load_profile(tmp_path / "none.toml")


def test_a_bare_amount_belongs_to_the_only_year_spoken_of(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, "zakat = 12000\n[salary.2026]\nincome = 1"))

    assert profile.zakat == {2026: Decimal(12_000)}
