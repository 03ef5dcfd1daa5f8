"""What an assessment says beside its figures: when, how gravely, and how many rupees are at stake."""

from dataclasses import replace
from decimal import Decimal

import pytest

from freelance_pk.law import Law, load_law
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.tax.assess import assess
from freelance_pk.tax.facts import Facts
from freelance_pk.tax.result import Assessment


def assessed(law: int | Law, **amounts: str | int | bool) -> Assessment:
    given = {name: value if isinstance(value, bool) else Decimal(value) for name, value in amounts.items()}
    return assess(load_law(law) if isinstance(law, int) else law, Facts(**given))  # type: ignore[arg-type]


def said(made: Assessment, code: str) -> Issue | None:
    found = [issue for issue in made.issues if issue.code == code]
    assert len(found) <= 1
    return found[0] if found else None


# (salary, other income, near): the tables change where other income is a third of the salary. Near is within
# 50,000 of that, or within 5 % of it where that is more.
CLIFF = [
    (6_000_000, 1_899_999, False),
    (6_000_000, 1_900_000, True),
    (6_000_000, 2_100_000, True),
    (6_000_000, 2_100_001, False),
    (300_000, 49_999, False),
    (300_000, 50_000, True),
    (300_000, 150_000, True),
    (300_000, 150_001, False),
    (120_000, 1, True),
    (120_000, 0, False),  # nothing beside the salary: nothing to weigh it against
    (0, 10_000, False),
]


@pytest.mark.parametrize(("salary", "other", "near"), CLIFF)
def test_salary_near_three_quarters_of_taxable_income_is_warned_of(
    salary: int, other: int, near: bool
) -> None:
    assert (said(assessed(2026, salary=salary, business=other), "salary-cliff") is not None) == near


def test_the_warning_of_the_cliff_says_both_taxes_and_where_it_lies() -> None:
    assert said(assessed(2026, salary=6_000_000, business="2099999.60"), "salary-cliff") == Issue(
        Severity.WARNING,
        "salary-cliff",
        "salary is close to 75 % of taxable income: the salaried table gives Rs 2,016,000, the non-salaried "
        "Rs 2,735,000. The tables change where other income reaches Rs 2,000,000; it is Rs 2,100,000.",
        "",
        "check every rupee of salary and other income before filing",
        Decimal(719_000),
    )


# 1 % of 1,000,000 is 10,000; each deduction was rounded, so up to ten rupees are rounding.
@pytest.mark.parametrize(
    ("deducted", "code", "pkr"),
    [
        ("10000", None, None),
        ("10000.49", None, None),
        ("10010", "export-rounding", 10),
        ("9990", "export-rounding", 10),
        ("10011", "export-over-deducted", 11),
        ("9989", "export-short-deducted", 11),
        ("0", "export-short-deducted", 10_000),
    ],
)
def test_what_banks_deducted_is_held_against_the_final_tax(
    deducted: str, code: str | None, pkr: int | None
) -> None:
    made = assessed(2026, export=1_000_000, export_deducted=deducted)
    found = [issue for issue in made.issues if issue.code.startswith("export-")]

    assert [(issue.code, issue.pkr) for issue in found] == ([(code, pkr)] if code else [])


def test_deductions_are_told_in_rupees_with_what_to_do() -> None:
    over = said(assessed(2023, export=1_000_000, export_deducted=20_000), "export-over-deducted")
    short = said(assessed(2026, export=1_000_000, export_deducted=9_000), "export-short-deducted")
    rounding = said(assessed(2026, export=1_000_000, export_deducted=9_995), "export-rounding")

    assert over == Issue(
        Severity.WARNING,
        "export-over-deducted",
        "Rs 20,000 was deducted under s.154A where Rs 10,000 is due: Rs 10,000 is refundable. The rate is not doubled "
        "for persons off the active list (Tenth Schedule rule 10(ca)).",
        "",
        "claim it in the return",
        Decimal(10_000),
    )
    assert short == Issue(
        Severity.WARNING,
        "export-short-deducted",
        "Rs 9,000 was deducted under s.154A where Rs 10,000 is due: Rs 1,000 is payable with the return.",
        "",
        "look for missing certificates before paying",
        Decimal(1_000),
    )
    assert rounding == Issue(
        Severity.NOTE,
        "export-rounding",
        "Rs 5 between what was deducted and what is due under s.154A is rounding.",
        pkr=Decimal(5),
    )


def test_where_the_rate_doubles_off_the_active_list_nobody_is_told_that_it_does_not() -> None:
    found = said(assessed(2022, export=1_000_000, export_deducted=20_000), "export-over-deducted")

    assert found is not None
    assert found.message.endswith("Rs 10,000 is refundable.")


# A bank's rate within a hundredth of a rate that the card of 2025-26 misprinted.
@pytest.mark.parametrize(
    ("deducted", "misprinted"),
    [(20_000, True), (19_801, True), (20_199, True), (19_800, False), (20_200, False), (5_000, False)],
)
def test_only_a_banks_rate_that_was_misprinted_is_blamed_on_the_misprint(
    deducted: int, misprinted: bool
) -> None:
    found = said(assessed(2026, export=1_000_000, export_deducted=deducted), "export-over-deducted")
    message = found.message if found is not None else ""

    assert (
        "Misprinted rates: 0.5 % and 2 %; the withholding card of 2025-26 printed these" in message
    ) == misprinted


def test_tax_at_no_rate_at_all_or_at_another_is_misprinted_by_nobody() -> None:
    for made in (
        assessed(2026, export_deducted=20_000),
        assessed(2026, export=1_000_000, export_deducted=15_000),
    ):
        found = said(made, "export-over-deducted")
        assert found is not None
        assert found.message.endswith("(Tenth Schedule rule 10(ca)).")


def test_every_final_tax_on_exports_is_judged_by_itself() -> None:
    made = assessed(2026, export=1_000_000, export_psb=1_000_000, export_deducted=12_500)

    assert {issue.code for issue in made.issues} >= {"export-over-deducted", "export-short-deducted"}


def test_deductions_from_profit_and_dividends_are_not_judged_as_those_from_exports() -> None:
    made = assessed(2026, profit_on_debt=100_000, profit_deducted=1, dividends=100_000)

    assert made.issues == ()


@pytest.mark.parametrize(
    ("tax", "words", "remedy"),
    [
        ("salary_tax", "salary", "give the salary too: in profile.toml [salary.N], or with --salary"),
        ("profit_deducted", "profit on debt", "give the profit on debt too"),
        ("local_withheld", "payments of clients in Pakistan", "give the payments of clients in Pakistan too"),
        ("export_deducted", "export receipts", "give the export receipts too"),
        ("export_psb_deducted", "export receipts under PSEB", "give the export receipts under PSEB too"),
        ("social_deducted", "social-media revenue", "give the social-media revenue too"),
        ("dividend_deducted", "dividends", "give the dividends too"),
    ],
)
def test_tax_on_an_income_that_is_not_given_is_an_error(tax: str, words: str, remedy: str) -> None:
    made = assessed(2026, **{tax: "1234.50"})

    assert made.status == "incomplete"
    assert said(made, "income-missing") == Issue(
        Severity.ERROR,
        "income-missing",
        f"tax of Rs 1,235 on {words} is given, the {words} themselves are not: the refund shown is not to be "
        "relied on.",
        "",
        remedy,
        Decimal("1234.50"),
    )


@pytest.mark.parametrize(
    "amounts",
    [
        {"local_withheld": 100, "local": 1_000},
        {"local_withheld": 100, "local_it": 1_000},
        {"local_withheld": 100, "local_it": 1_000, "local": 1_000},
        {"export_deducted": 10, "export": 1_000},
        {"other_tax": 10, "advance_tax": 10},
    ],
)
def test_tax_on_an_income_that_is_given_is_no_error(amounts: dict[str, int]) -> None:
    assert said(assessed(2026, **amounts), "income-missing") is None


def test_payments_of_local_clients_are_no_salary_that_its_tax_could_be_on() -> None:
    assert said(assessed(2026, salary_tax=100, local_it=1_000), "income-missing") is not None


def test_what_the_credit_of_2022_takes_away_was_deducted_neither_short_nor_over() -> None:
    """With the credit nothing is due; other receipts of the year are judged all the same."""
    made = assessed(2022, export_psb=1_000_000, export=1_000_000)

    assert made.payable == 10_000
    found = said(made, "export-short-deducted")
    assert found is not None
    assert found.pkr == 10_000
    assert (
        said(assessed(2022, export_psb=1_000_000, export_psb_deducted=20_000), "export-over-deducted") is None
    )


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_receipts_without_a_final_tax_are_warned_of_where_there_are_any(year: int) -> None:
    assert said(assessed(year, export=1_000_000), "no-final-tax") == Issue(
        Severity.WARNING,
        "no-final-tax",
        f"tax year {year} has no final tax on the export of services: these receipts are taxed on the slabs, net of "
        "expenses",
    )
    assert said(assessed(year, export_psb=1_000_000), "no-final-tax") is None
    assert said(assessed(year, salary=1_000_000), "no-final-tax") is None


def test_clients_withheld_too_little_is_told_for_both_sorts_of_services_together() -> None:
    # 4 % of 500,000 and 6 % of 1,000,000: 80,000; a rupee less may be rounding.
    assert (
        said(assessed(2026, local_it=500_000, local=1_000_000, local_withheld=79_999), "local-short-withheld")
        is None
    )
    assert said(
        assessed(2026, local_it=500_000, local=1_000_000, local_withheld=79_998), "local-short-withheld"
    ) == Issue(
        Severity.WARNING,
        "local-short-withheld",
        "clients in Pakistan withheld Rs 79,998; by s.153(1)(b) it should be at least Rs 80,000 (IT 4 %, other "
        "services from 6 % to 15 %). The minimum tax is taken as what was withheld.",
        "",
        "ask the clients for the missing certificates",
        Decimal(2),
    )
    assert said(assessed(2026, local=1_000_000), "local-short-withheld") is None
    assert said(assessed(2019, local=1_000_000, local_withheld=1), "local-short-withheld") is None


def test_codes_of_a_form_that_is_not_known_are_missed_where_there_is_tax() -> None:
    assert said(assessed(2027, business=600_000), "iris-unknown") is None
    charged = said(assessed(2027, business=700_000), "iris-unknown")
    assert charged == Issue(
        Severity.NOTE, "iris-unknown", "the codes of the IRIS return of tax year 2027 are not known."
    )
    assert said(assessed(2027, other_tax=1), "iris-unknown") == charged
    assert said(assessed(2026, business=700_000), "iris-unknown") is None


def test_a_table_that_is_less_than_sure_is_warned_of_where_it_charges_tax() -> None:
    assert said(assessed(2019, business=400_000), "law-uncertain") is None
    assert said(assessed(2019, salary=2_000_000), "law-uncertain") is None  # the salaried table is sure
    assert said(assessed(2019, business=500_000), "law-uncertain") == Issue(
        Severity.WARNING,
        "law-uncertain",
        "the non-salaried table of tax year 2019 is of medium confidence: the middle rows (15, 20 and 25 per cent) were "
        "not found in print; they follow from the rows around them.",
        "",
        "compare it with the printed Act",
    )


def test_a_table_without_a_note_refers_to_its_source() -> None:
    law = load_law(2026)
    table = replace(law.slabs["salaried"], confidence="low")
    found = said(
        assessed(replace(law, slabs={**law.slabs, "salaried": table}), salary=2_000_000),
        "law-uncertain",
    )

    assert found is not None
    assert found.message == "the salaried table of tax year 2026 is of low confidence: see its source."


def test_a_law_of_ones_own_is_named_with_its_digest() -> None:
    law = replace(load_law(2026), overridden="ty2026.toml")
    found = said(assessed(law, salary=2_000_000), "law-overridden")

    assert found is not None
    assert found.severity is Severity.WARNING
    assert found.message.startswith("the law of tax year 2026 is from your own file ty2026.toml (SHA-256 ")
    assert found.message.endswith(f"{law.sha256[:16]}), not from the program's.")
    assert said(assessed(2026, salary=2_000_000), "law-overridden") is None


def test_tuition_without_the_number_of_children_is_no_allowance_and_an_error() -> None:
    made = assessed(2026, business=1_000_000, tuition=100_000)

    assert (made.status, made.taxable_income) == ("incomplete", 1_000_000)
    found = said(made, "children-unknown")
    assert found is not None
    assert found.message == "tuition is given, the number of children is not: no allowance is made."
    assert said(assessed(2026, business=1_000_000, tuition=100_000, children=1), "children-unknown") is None
    assert said(assessed(2026, business=1_000_000), "children-unknown") is None


def test_the_condition_of_sales_tax_returns_is_told_to_exporters_without_psb_alone() -> None:
    code = "sales-tax-condition"

    found = said(assessed(2026, export=1_000_000), code)
    assert found == Issue(
        Severity.NOTE,
        code,
        "without PSEB the final tax stands only if sales-tax returns are filed where they are required (s.154A(2)(c)); "
        "and the return, and withholding statements, are filed.",
    )
    assert said(assessed(2026, export_psb=1_000_000), code) is None
    assert said(assessed(2026, export_psb=1_000_000, export_deducted=10), code) is None
    assert said(assessed(2026, export=1_000_000, opt_out=True), code) is None
    assert said(assessed(2021, export=1_000_000, export_psb=1_000_000), code) is None


def test_who_is_off_the_active_list_learns_what_it_costs_to_get_back() -> None:
    assert said(assessed(2026, export=1_000_000, active=False), "not-active") == Issue(
        Severity.NOTE,
        "not-active",
        "to get back on the active list costs an individual Rs 25,000 (s.182A); s.154A is not doubled meanwhile.",
        pkr=Decimal(25_000),
    )
    assert said(assessed(2026, export=1_000_000), "not-active") is None
    assert said(assessed(2023, export=1_000_000, active=False), "not-active") is None


def test_expenses_of_final_tax_receipts_are_told_as_not_deductible() -> None:
    # Half of the turnover is under the final tax, and so is half of the common expenses.
    made = assessed(
        2026, business=1_000_000, export=1_000_000, common_expenses="100000.50", export_expenses="7000.50"
    )

    assert said(made, "expenses-inadmissible") == Issue(
        Severity.NOTE,
        "expenses-inadmissible",
        "Rs 57,001 of expenses fall on final-tax receipts and are not deductible (s.67, s.169).",
        pkr=Decimal(57_001),
    )
    assert made.taxable_income == 950_000
    assert said(assessed(2026, business=1_000_000, common_expenses=100_000), "expenses-inadmissible") is None
    opted_out = assessed(2026, export=1_000_000, export_expenses=100_000, opt_out=True)
    assert said(opted_out, "expenses-inadmissible") is None


def test_a_loss_of_business_is_told_and_not_set_off() -> None:
    made = assessed(2026, salary=2_000_000, business=100_000, expenses="150000.40")

    assert made.taxable_income == 2_000_000
    assert said(made, "business-loss") == Issue(
        Severity.NOTE,
        "business-loss",
        "expenses are Rs 50,000 more than the normal-regime receipts: the loss is not set off against salary (s.56), "
        "and is carried forward.",
    )
    assert said(assessed(2026, business=100_000, expenses=100_000), "business-loss") is None


def test_profit_that_the_law_file_is_silent_on_is_in_no_tax_and_an_error() -> None:
    made = assessed(2019, profit_on_debt=100_000)

    assert made.tax_chargeable == 0
    found = said(made, "profit-undecided")
    assert found == Issue(
        Severity.ERROR,
        "profit-undecided",
        "the law file of tax year 2019 does not say how profit on debt is taxed: it is in no tax.",
        "",
        "compute its tax by hand, or add the figures to the law file",
        Decimal(100_000),
    )


def test_issues_come_in_one_order() -> None:
    made = assessed(2026, export=1_000_000, salary_tax=10, active=False, tuition=10, business=1, expenses=2)

    assert [issue.code for issue in made.issues] == [
        "business-loss",
        "export-short-deducted",
        "income-missing",
        "children-unknown",
        "sales-tax-condition",
        "not-active",
    ]


RESIDENT = "resident individual, not in a special sector"
CREDITS = "credits are computed on the tax without surcharge; the law is open"
PRO_RATA = "normal tax is attributed to an income in proportion to total income, expenses by turnover"
BANKS = "profit on debt is from banks; the rate of national savings is lower"
EXPORTS = (
    "export receipts are business income, not a salary of a foreign employer, and are of the year of the bank's credit "
    "date"
)
ASSUMED = [
    (2026, {}, (RESIDENT, "no income was given")),
    (2026, {"salary": 1_000_000}, (RESIDENT,)),
    (2026, {"export": 1_000_000}, (EXPORTS, RESIDENT)),
    (2026, {"dividends": 1_000_000}, (RESIDENT,)),
    (2026, {"export_deducted": 10}, (EXPORTS, RESIDENT, "no income was given")),
    (2026, {"business": 1_600_000, "donations": 10_000}, (CREDITS, RESIDENT)),
    (2026, {"local": 1_000_000, "local_withheld": 60_000}, (PRO_RATA, RESIDENT)),
    (2026, {"business": 100_000_000, "expenses": 99_000_000}, (RESIDENT,)),
    (2026, {"profit_on_debt": 1_000_000}, (BANKS, RESIDENT)),
    (2025, {"profit_on_debt": 1_000_000}, (RESIDENT,)),
    (2027, {"salary": 1_000_000}, (RESIDENT,)),
]


@pytest.mark.parametrize(("year", "amounts", "assumptions"), ASSUMED)
def test_what_was_assumed_is_what_the_facts_raise(
    year: int, amounts: dict[str, int], assumptions: tuple[str, ...]
) -> None:
    assert assessed(year, **amounts).assumptions == assumptions


@pytest.mark.parametrize(
    ("year", "amounts", "words"),
    [
        (2026, {"salary": 10_000_001}, "s.4AB: the rate for salary is taken to be that of taxpayers"),
        (2027, {"social": 1_000_000}, "payments of social-media platforms fall under s.154B"),
        (2022, {"export_psb": 1_000_000}, "s.65F(1)(c): the conditions of the 100 per cent credit are met"),
        (2021, {"export_psb": 1_000_000}, "clause (133): 80 per cent of the export proceeds were brought"),
    ],
)
def test_an_open_question_of_the_law_is_assumed_in_words_where_it_matters(
    year: int, amounts: dict[str, int], words: str
) -> None:
    assert assessed(year, **amounts).assumptions[0].startswith(words)
    assert not any(each.startswith(words) for each in assessed(year, business=1_000_000).assumptions)


def test_every_open_question_that_the_facts_raise_is_assumed() -> None:
    law = load_law(2027)
    psb, other, social = law.exports
    odd = replace(law, exports=[replace(psb, assumption="as certified"), other, social])

    said_ = assessed(odd, export_psb=1_000_000, social=1_000_000).assumptions

    assert said_[:2] == ("as certified", social.assumption)


def test_an_assessment_without_an_error_is_complete_and_says_of_which_law() -> None:
    law = load_law(2026)
    made = assessed(law, salary=1_000_000)

    assert (made.status, made.tax_year, made.law_sha256) == ("complete", 2026, law.sha256)
