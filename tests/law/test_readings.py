"""Where the law is open the profile may choose: the figure is then of that reading, and is no range."""

from decimal import Decimal
from pathlib import Path

import pytest
from running import run

from freelance_pk.law import load_law, read_as
from freelance_pk.tax.assess import assess
from freelance_pk.tax.facts import Facts

ENTRIES = "date,account,kind,amount,currency,reference,description\n"


def tax(folder: Path, profile: str, rows: str, year: int) -> dict[str, object]:
    (folder / "profile.toml").write_text(profile, encoding="utf-8")
    (folder / "bank.csv").write_text(ENTRIES + rows, encoding="utf-8")
    ran = run("tax", folder, "--tax-year", str(year), "--format", "json")
    assert ran.code == 0, ran.err
    made = ran.json()
    assert isinstance(made, dict)
    return made


YOUTUBE = "2026-09-10,Meezan 1,deposit,1000000,PKR,R1,Google YouTube payment\n"


# s.154B takes 5 % as a minimum, and the slabs 15 % of what is more than 600,000, which is more; s.154A takes 1 %.
@pytest.mark.parametrize(("reading", "chargeable"), [("social", "60000"), ("export", "10000")])
def test_payments_of_social_media_are_what_the_profile_says(
    tmp_path: Path, reading: str, chargeable: str
) -> None:
    made = tax(tmp_path, f'assumptions = {{ social_or_export = "{reading}" }}', YOUTUBE, 2027)

    assert made["tax_chargeable"] == chargeable
    assert "social_or_export" not in {each["id"] for each in made["ranges"]}  # type: ignore[attr-defined]
    assert any(words.startswith("social_or_export = ") for words in made["assumptions"])  # type: ignore[attr-defined]


def test_without_a_choice_the_open_question_is_a_range(tmp_path: Path) -> None:
    made = tax(tmp_path, "", YOUTUBE, 2027)

    assert [each["id"] for each in made["ranges"]] == ["social_or_export"]  # type: ignore[attr-defined]


# Salary 6,000,000 and local business income of 6,000,000: taxable 12,000,000, salary half of it, so the table for others:
# 1,610,000 + 45 % of 6,400,000 = 4,490,000; surcharge on it 10 % = 449,000, at the rate for salary 9 % = 404,100.
@pytest.mark.parametrize(("reading", "surcharge"), [("table", "449000"), ("salary", "404100")])
def test_mixed_income_is_surcharged_at_the_rate_that_the_profile_says(
    tmp_path: Path, reading: str, surcharge: str
) -> None:
    (tmp_path / "invoices.csv").write_text(
        "date,client,description,amount,currency,service,tax_withheld,certificate_no\n"
        "2025-09-01,Lahore Ltd,work,6000000,PKR,it,240000,C1\n",
        encoding="utf-8",
    )
    profile = f'assumptions = {{ mixed_surcharge = "{reading}" }}\n[salary.2026]\nincome = 6_000_000\ntax = 1_000_000\n'

    made = tax(tmp_path, profile, "2025-09-02,Meezan 1,expense,-1,PKR,R1,fee\n", 2026)

    assert made["surcharge"] == surcharge


@pytest.mark.parametrize(("reading", "normal_tax"), [("met", "0"), ("not-met", "620000")])
def test_the_exemption_of_exports_holds_if_the_profile_says_its_condition_was_met(
    tmp_path: Path, reading: str, normal_tax: str
) -> None:
    """Tax year 2021: on 4,000,000 the slabs put 370,000 + 25 % of 1,000,000."""
    profile = f'assumptions = {{ export_exemption = "{reading}" }}\n[[psb]]\nfrom = 2019-01-01\n'

    made = tax(
        tmp_path, profile, "2020-09-10,Meezan 1,deposit,4000000,PKR,R1,Upwork inward remittance\n", 2021
    )

    assert made["normal_tax"] == normal_tax
    assert not made["ranges"]


# Tax year 2022: 1 % of 1,000,000; with the conditions of s.65F(1)(c) met a credit takes it away.
@pytest.mark.parametrize(("reading", "chargeable"), [("met", 0), ("not-met", 10_000)])
def test_the_credit_of_2022_holds_if_the_profile_says_its_conditions_were_met(
    reading: str, chargeable: int
) -> None:
    law = load_law(2022)
    made = assess(read_as(law, {"export_credit": reading}), Facts(export_psb=Decimal(1_000_000)))

    assert (made.tax_chargeable, made.ranges) == (chargeable, ())
    rule = law.export_rule("export_psb")
    assert rule is not None
    assert f"export_credit = {reading}, as the profile says: {rule.doubt}" in made.assumptions
    assert rule.assumption not in made.assumptions


@pytest.mark.parametrize(
    ("year", "question", "reading"),
    [
        (2026, "export_exemption", "not-met"),
        (2026, "export_credit", "not-met"),
        (2021, "export_credit", "not-met"),
        (2022, "export_exemption", "not-met"),
        (2026, "social_or_export", "social"),
        (2024, "mixed_surcharge", "salary"),
        (2025, "mixed_surcharge", "salary"),
    ],
)
def test_a_question_that_the_year_does_not_raise_changes_nothing(
    year: int, question: str, reading: str
) -> None:
    assert read_as(load_law(year), {question: reading}) == load_law(year)


@pytest.mark.parametrize(
    "wrong", ["assumptions = { social = true }", 'assumptions = { social_or_export = "both" }']
)
def test_a_reading_that_is_not_known_is_refused(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(wrong, encoding="utf-8")
    ran = run("profile", "check", path)

    assert ran.code == 3
    assert "assumptions.social" in ran.err
