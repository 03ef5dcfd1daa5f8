"""What a profile and lists bring into the assessment."""

from collections.abc import Callable
from pathlib import Path

import pytest

from freelance_pk.run.assessing import assessment_of
from freelance_pk.run.inputs import read_inputs
from freelance_pk.statement.collected import section_of
from freelance_pk.tax.result import Assessment

Make = Callable[..., Assessment]


@pytest.fixture
def tax(tmp_path: Path) -> Make:
    def make(profile: str = "", **files: str) -> Assessment:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
        return assessment_of(read_inputs([tmp_path]), 2026).assessment

    return make


INVOICES = "date,client,description,amount,currency,service,tax_withheld,certificate_no\n"
EXPENSES = "date,description,category,amount,currency,paid_by,use\n"
WITHHELD = "date,section,payer,amount,tax,certificate_no\n"
ENTRIES = "date,account,kind,amount,currency,reference,parent\n"


def lines(made: Assessment) -> dict[str, int]:
    return {line.id: int(line.amount) for line in made.lines}


def codes(made: Assessment) -> set[str]:
    return {issue.code for issue in made.issues}


def test_local_invoices_by_service(tax: Make) -> None:
    made = tax(
        invoices=INVOICES
        + "2025-11-20,A,Site,1000000,PKR,it,40000,\n2025-11-21,B,Logo,500000,PKR,general,75000,\n2025-11-22,C,Text,100000,PKR,,,\n"
    )

    found = lines(made)
    assert (found["receipts_local_it"], found["receipts_local"], found["receipts_business"]) == (
        1000000,
        500000,
        100000,
    )
    assert found["paid_local_withheld"] == -115000


def test_common_expenses_are_apportioned_by_turnover(tax: Make) -> None:
    # Exports 3,000,000 and local 1,000,000: a quarter of the common 400,000 counts.
    made = tax(
        invoices=INVOICES + "2025-11-22,C,Text,1000000,PKR,general,,\n",
        rows=ENTRIES + "2026-03-03,Meezan,deposit,3000000,PKR,R,\n",
        expenses=EXPENSES
        + "2025-10-05,Rent,rent,400000,PKR,bank,common\n2025-10-06,Ads,ads,50000,PKR,bank,export\n",
    )

    assert lines(made)["expenses"] == -100000
    assert made.taxable_income == 900000
    assert "expenses-inadmissible" in codes(made)


def test_cash_above_the_limit_under_one_head_is_disallowed(tax: Make) -> None:
    rows = (
        "2025-10-05,Desk,furniture,200000,PKR,cash,local\n2025-10-06,Chair,furniture,60000,PKR,cash,local\n"
    )
    rows += "2025-10-07,Lamp,furniture,20000,PKR,cash,local\n2025-10-08,Rent,rent,250000,PKR,cash,local\n"
    made = tax(
        invoices=INVOICES + "2025-11-22,C,Text,2000000,PKR,general,,\n",
        expenses=EXPENSES + rows,
    )

    # 260,000 of furniture is disallowed, the lamp is a small payment, the rent is at the limit.
    assert lines(made)["expenses"] == -270000
    assert "cash-disallowed" in codes(made)


def test_tax_of_a_section_that_is_not_known_is_no_credit(tax: Make) -> None:
    made = tax(
        withholding=WITHHELD
        + "2026-05-01,236,Jazz,0,3600,\n2026-05-01,7E,Plot,0,9000,\n2026-05-01,FED,Bank,0,50,\n2026-05-01,SST,Shop,0,5,\n"
    )

    assert made.tax_paid == 3600
    assert {"tax-paid-undecided", "not-income-tax"} <= codes(made)
    assert made.status == "incomplete"


def test_sections_are_recognised_as_people_write_them(tax: Make) -> None:
    made = tax(
        withholding=WITHHELD
        + "2026-05-01,u/s 236Y,Bank,0,10,\n2026-05-01,s.236(1),Jazz,0,5,\n2026-05-01,Section 231AB,Bank,0,1,\n"
    )

    assert made.tax_paid == 16


def test_profit_certificates_outrank_bank_rows(tax: Make) -> None:
    rows = ENTRIES + "2026-06-30,MCB,interest,95000,PKR,P,\n2026-06-30,MCB,tax_withheld,-19000,PKR,,P\n"
    assert tax(rows=rows).final_tax[0].receipts == 95000
    both = tax(rows=rows, withholding=WITHHELD + "2026-06-30,151,MCB,96000,19200,\n")
    assert (both.final_tax[0].receipts, both.final_tax[0].deducted) == (96000, 19200)
    assert "profit-differs" in codes(both)


def test_tax_beside_profit_without_a_reference_belongs_to_it(tax: Make) -> None:
    made = tax(rows=ENTRIES + "2026-06-30,MCB,interest,1000,PKR,,\n2026-06-30,MCB,tax_withheld,-200,PKR,,\n")

    assert made.final_tax[0].deducted == 200


def test_salary_credits_without_the_certificate_are_no_salary(tax: Make) -> None:
    made = tax(rows=ENTRIES + "2026-06-01,MCB,salary,225000,PKR,S,\n")

    assert "salary-unknown" in codes(made)
    assert made.status == "incomplete"


def test_a_second_statement_of_the_salary_tax_is_not_added(tax: Make) -> None:
    profile = "[salary.2026]\nincome = 3_000_000\ntax = 300_000\n[[tax_paid]]\ndate = 2026-06-30\nsection = 149\namount = 300_000\n"
    made = tax(profile, withholding=WITHHELD + "2026-06-30,149,Employer,3000000,300000,\n")

    assert made.tax_paid == 300000
    assert "tax-paid-twice" in codes(made)


def test_other_years_are_left_out(tax: Make) -> None:
    profile = "zakat = { 2025 = 5_000 }\n[salary.2025]\nincome = 1\n[[tax_paid]]\ndate = 2026-07-01\nsection = 236\namount = 5\n"
    made = tax(profile, rows=ENTRIES + "2026-07-01,Meezan,deposit,5,PKR,R,\n")

    assert (made.taxable_income, made.tax_paid, made.tax_chargeable) == (0, 0, 0)


def test_every_printed_rupee_leads_down_to_its_rows(tax: Make) -> None:
    made = tax(
        rows=ENTRIES
        + "2026-03-03,Meezan,deposit,3000000,PKR,R,\n2026-03-03,Meezan,tax_withheld,-30000,PKR,,R\n"
    )
    by_id = {line.id: line for line in made.lines}

    assert by_id["final_export_other"].inputs == ("rows.csv, row 2: 3,000,000",)
    assert by_id["paid_export_deducted"].inputs == ("rows.csv, row 2: 30,000",)
    assert by_id["final_export_other"].formula == "3,000,000 x 1 %"


IRIS = "Sr.,Transaction Date,Tax Year,Section,Payment Type,Value / Taxable Amount,Tax Amount\n"


def test_tax_in_a_list_and_in_the_profile_counts_once(tax: Make) -> None:
    profile = "[[tax_paid]]\ndate = 2026-06-30\nsection = 236\namount = 3_600\n"
    rows = WITHHELD + "2026-05-01,236,Jazz,0,3600,\n"

    assert tax(profile, withholding=rows).tax_paid == 3600
    other = tax(profile.replace("3_600", "4_000"), withholding=rows)
    assert other.tax_paid == 3600
    assert "tax-paid-twice" in codes(other)


def test_the_tax_offices_list_and_ones_own_are_not_added(tax: Make) -> None:
    own = WITHHELD + "2026-05-01,236,Jazz,0,3600,\n2026-05-01,236Y,Bank,0,500,\n"
    made = tax(
        withholding=own,
        iris=IRIS + "1,01-May-2026,2026,236,Mobile,36000,3600\n2,02-May-2026,2026,231AB,Cash,0,70\n",
    )

    assert made.tax_paid == 3600 + 500 + 70
    less = tax(withholding=own, iris=IRIS + "1,01-May-2026,2026,236,Mobile,36000,3000\n")
    assert less.tax_paid == 3000 + 500
    assert "withholding-differs" in codes(less)


@pytest.mark.parametrize(
    "text", ["236", "s.236", "S. 236(1)(a)", "u/s 236", "Section 236", "sec. 236", " 236 "]
)
def test_a_section_by_any_name(text: str) -> None:
    assert section_of(text) == "236"


def test_words_that_begin_like_a_section_are_left_whole() -> None:
    assert section_of("SST") == "SST"
    assert section_of("236Y") == "236Y"
    assert section_of("154A") == "154A"
