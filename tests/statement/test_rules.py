"""What counts as a receipt, what as a transfer, and what stays a question."""

from collections.abc import Callable
from pathlib import Path

import pytest

from freelance_pk.run.inputs import read_inputs
from freelance_pk.run.period import choose_period
from freelance_pk.run.reporting import report_of
from freelance_pk.statement.figures import Report

Make = Callable[..., Report]
HEADER = (
    "date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency,"
    "purpose_code\n"
)
HBL = "Date,Value Date,Description,Amount,Balance\n"


@pytest.fixture
def report(tmp_path: Path) -> Make:
    def make(rows: str = "", *, profile: str = "", files: dict[str, str] | None = None) -> Report:
        """Report on typed rows (a short line is filled up), other files and a profile."""
        if rows:
            lines = [line.strip() for line in rows.strip().splitlines()]
            filled = [line + "," * (HEADER.count(",") - line.count(",")) for line in lines]
            (tmp_path / "rows.csv").write_text(HEADER + "\n".join(filled) + "\n", encoding="utf-8")
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
        inputs = read_inputs([tmp_path])
        return report_of(inputs, choose_period(inputs.merged, tax_year=2026))

    return make


def codes(made: Report) -> set[str]:
    return {issue.code for issue in made.issues}


def test_a_swift_credit_with_its_tax_row_is_a_receipt(report: Make) -> None:
    rows = (
        '12-06-2026,12-06-2026,With-Holding Tax 1234567890,"-9,928.63","1,082,933.97"\n'
        '12-06-2026,12-06-2026,"Swift Transfer 1234567890 1234567890 ACME INC CAD 4,980.00","+992,862.60","1,092,862.60"\n'
    )
    made = report(files={"hbl.csv": HBL + rows})

    (receipt,) = made.receipts
    assert (str(receipt.gross), str(receipt.tax), receipt.currency) == ("992862.60", "9928.63", "CAD")
    assert made.complete


def test_other_withholding_rows_are_no_tax_on_a_receipt(report: Make) -> None:
    # 1.04 % of the credit by coincidence, another reference: the tax of non-filers.
    rows = (
        '12-06-2026,12-06-2026,With-Holding Tax 9999999999,"-9,928.63","1,082,933.97"\n'
        '12-06-2026,12-06-2026,"Swift Transfer 1234567890 1234567890 ACME INC CAD 4,980.00","+992,862.60","1,092,862.60"\n'
    )
    made = report(files={"hbl.csv": HBL + rows})

    assert made.tax.deducted == 0
    assert not made.receipts
    assert "credit-undecided" in codes(made)
    assert not made.complete


def test_a_shared_reference_at_a_strange_ratio_is_some_other_tax(report: Make) -> None:
    rows = (
        '12-06-2026,12-06-2026,With-Holding Tax 1234567890,"-59,928.63","1,032,933.97"\n'
        '12-06-2026,12-06-2026,"Swift Transfer 1234567890 1234567890 ACME INC CAD 4,980.00","+992,862.60","1,092,862.60"\n'
    )
    assert report(files={"hbl.csv": HBL + rows}).tax.deducted == 0


def test_a_typed_receipt_is_gross_and_its_tax_a_row_of_its_own(report: Make) -> None:
    made = report(
        """
        2026-03-03,Meezan,deposit,100000,PKR,R1
        2026-03-03,Meezan,tax_withheld,-2000,PKR,,R1
        """
    )

    assert (made.received.pkr, made.tax.expected, made.tax.deducted, made.tax.difference) == (
        100000,
        1000,
        2000,
        -1000,
    )
    assert "tax-over-deducted" in codes(made)


def test_two_credits_of_one_day_pair_by_rate_not_by_order(report: Make) -> None:
    made = report(
        """
        2026-03-03,Payoneer,deposit,3000,USD,,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A
        2026-03-04,Payoneer,withdrawal,-1010,USD,B
        2026-03-04,Meezan,deposit,274730,PKR,X
        2026-03-04,Meezan,deposit,272000,PKR,Y
        """
    )

    pairs = {(str(pair.amount), str(pair.arrived)) for pair in made.transfers.paired}
    assert pairs == {("1000", "272000"), ("1010", "274730")}
    assert made.received.pkr == 546730


def test_what_a_wallet_pays_without_contest_says_which_of_two_credits_is_its(report: Make) -> None:
    # At 280 this wallet pays 95.5 % of the State Bank's rate; a stranger's 275,800 is 98.5 % of the last one.
    rows = """
        2026-03-02,Payoneer,withdrawal,-400,USD,A
        2026-03-02,Meezan,deposit,106960,PKR,P
        2026-04-01,Payoneer,withdrawal,-1000,USD,B
        2026-04-01,Meezan,deposit,267400,PKR,Q
        2026-04-01,Meezan,deposit,275800,PKR,R
    """
    rates = "date,currency,rate,note\n2026-03-02,USD,280,x\n2026-04-01,USD,280,x\n"
    made = report(rows, files={"rates.csv": rates})

    pairs = {(str(pair.amount), str(pair.arrived)) for pair in made.transfers.paired}
    assert pairs == {("400", "106960"), ("1000", "267400")}


def test_a_platform_that_pays_the_bank_itself_takes_up_to_seven_business_days(report: Make) -> None:
    # From Friday the 13th to Tuesday the 24th; through a wallet that would be too late.
    for to, paired in (("Direct to Local Bank", 1), ("to Payoneer", 0)):
        made = report(
            f"""
            2026-03-12,Upwork,earning,500,USD,E
            2026-03-13,Upwork,withdrawal,-500,USD,A,,,{to}
            2026-03-24,Meezan,deposit,137900,PKR,P
            2026-05-01,Meezan,expense,-5,PKR,Q
            """,
            files={"rates.csv": "date,currency,rate,note\n2026-03-13,USD,280,x\n2026-03-12,USD,280,x\n"},
        )

        assert len(made.transfers.paired) == paired


def test_rupees_that_a_wallet_prints_less_the_tax_are_its_arrival_under_any_name(report: Make) -> None:
    # 278,000 less 1 %: 275,220.
    made = report("""
        2026-03-02,Payoneer,withdrawal,-1000,USD,A,,,to bank,278000,PKR
        2026-03-03,Meezan,unknown,275220,PKR,P,,,Money Received from PAYMENTS PARTNER
    """)

    (receipt,) = made.receipts
    assert (str(receipt.gross), str(receipt.tax), str(receipt.net)) == ("278000", "2780", "275220")


def test_a_withdrawal_of_late_june_that_is_missing_in_july_is_said_in_both_years(report: Make) -> None:
    made = report("""
        2025-06-20,Meezan,expense,-5,PKR,P
        2025-06-28,Payoneer,withdrawal,-1000,USD,A,,,to bank,278000,PKR
        2025-08-01,Meezan,expense,-5,PKR,Q
    """)

    assert not made.complete
    assert "withdrawal-unmatched" in codes(made)


def test_what_a_client_paid_is_not_the_transfer_of_the_same_amount(report: Make) -> None:
    made = report("""
        2026-03-01,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-1000,USD,A,,,to Payoneer
        2026-03-04,Payoneer,deposit,1000,USD,B,,Acme Inc,Payment from Acme Inc
        2026-03-05,Payoneer,deposit,1000,USD,C,,Upwork Global Inc,Payment from Upwork Global Inc
        2026-03-20,Meezan,expense,-5,PKR,P
    """)

    (pair,) = made.transfers.paired
    assert str(pair.arrived_on) == "2026-03-05"
    assert made.earned[0].gross == 2000


def test_money_said_to_go_to_one_bank_does_not_arrive_in_another(report: Make) -> None:
    # The second withdrawal goes to an account at Alfalah, of which no file was read.
    made = report("""
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal to Meezan
        2026-03-04,Payoneer,withdrawal,-1000,USD,B,,,Withdrawal to Bank Alfalah
        2026-03-05,HBL,deposit,275000,PKR,P
        2026-03-06,Meezan,deposit,275000,PKR,Q
        2026-05-01,Meezan,expense,-5,PKR,R
    """)

    assert [(pair.to_account, str(pair.amount)) for pair in made.transfers.paired] == [("Meezan", "1000")]
    assert "withdrawal-unmatched" in codes(made)


def test_a_clients_round_wire_is_not_the_wallets_payment(report: Make) -> None:
    rows = '12-03-2026,12-03-2026,"Swift Transfer 1234567890 1234567890 ACME INC USD 500.00","+139,000.00","1,092,862.60"\n'
    made = report(
        """
        2026-03-11,Payoneer,withdrawal,-500,USD,A
        2026-03-12,Meezan,deposit,137000,PKR,P,,,Inward remittance Payoneer
        """,
        files={"hbl.csv": HBL + rows},
    )

    assert [(pair.to_account, str(pair.arrived)) for pair in made.transfers.paired] == [("Meezan", "137000")]


def test_an_arrival_that_is_asked_about_is_not_taken_from_the_platforms_balance_again(report: Make) -> None:
    # Two withdrawals, one of which the payment is: 1,500 earned less both is 500, whichever it is.
    made = report("""
        2026-03-01,Upwork,earning,1500,USD,E
        2026-03-03,Upwork,withdrawal,-500,USD,A,,,to Payoneer
        2026-03-05,Upwork,withdrawal,-500,USD,B,,,to Payoneer
        2026-03-04,Payoneer,deposit,500,USD,C,,Upwork Global Inc,Payment from Upwork Global Inc
        2026-03-20,Payoneer,fee,-1,USD,F
    """)

    amounts = {balance.account: str(balance.amount) for balance in made.balances}
    assert amounts["Upwork"] == "500"
    assert "unexplained" not in {step.step for step in made.bridge}


def test_of_two_equal_withdrawals_the_one_with_the_weaker_evidence_came_back(report: Make) -> None:
    # Only the later one prints the rupees that the bank credited; the earlier would fit them by their rate alone.
    made = report("""
        2026-03-02,Payoneer,withdrawal,-500,USD,A,,,Withdrawal to Meezan
        2026-03-04,Payoneer,withdrawal,-500,USD,B,,,Withdrawal to Meezan,137000,PKR
        2026-03-05,Meezan,deposit,137000,PKR,P
        2026-03-07,Payoneer,withdrawal,500,USD,C,,,Withdrawal to Meezan returned
    """)

    (pair,) = made.transfers.paired
    assert (str(pair.left_on), pair.rule) == ("2026-03-04", "far side")
    assert made.transfers.unmatched == ()


def test_a_withdrawal_that_came_back_is_neither_income_nor_missing(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A
        2026-03-06,Upwork,withdrawal,900,USD,B
        2026-03-10,Meezan,interest,5,PKR,P
        """
    )

    assert made.transfers.unmatched == ()
    assert made.received.pkr == 0
    assert {(balance.account, str(balance.amount)) for balance in made.balances} == {("Upwork", "1000")}


def test_a_withdrawal_that_came_back_in_the_next_tax_year_was_under_way_on_30_june(report: Make) -> None:
    made = report("""
        2026-06-01,Upwork,earning,500.00,USD,E1
        2026-06-28,Upwork,withdrawal,-500.00,USD,W1,,,to Payoneer
        2026-07-05,Upwork,withdrawal,500.00,USD,W2,,,Withdrawal returned
    """)

    amounts = {step.step: str(step.amount) for step in made.bridge if step.currency == "USD"}
    assert amounts == {"gross": "500.00", "platform_fees": "0", "in_transit": "-500.00", "withdrawn": "0"}
    assert [str(moving.amount) for moving in made.transfers.in_transit] == ["500.00"]
    assert made.received.pkr == 0


def test_amount_and_date_alone_are_a_question_and_in_no_total(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A,,,to bank
        2026-03-05,Wise,deposit,900,USD,B,,Acme Inc
        """
    )

    assert "transfer-undecided" in codes(made)
    assert not made.complete
    assert str(made.earned[0].gross) == "1000"
    assert made.received.pkr == 0


def test_a_named_payer_makes_the_same_amounts_a_pair(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A
        2026-03-05,Wise,deposit,900,USD,B,,Upwork Global Inc
        """
    )

    assert len(made.transfers.paired) == 1
    assert str(made.earned[0].gross) == "1000"


def test_transfers_never_pair_across_unrelated_currencies(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A
        2026-03-05,Wise,deposit,900,EUR,B,,Upwork Global Inc
        """
    )

    assert made.transfers.paired == ()


def test_a_clients_payment_into_a_wallet_is_earned_and_pointed_at(report: Make) -> None:
    made = report("2026-03-05,Wise,deposit,900,USD,B,,Acme Inc")

    assert str(made.earned[0].gross) == "900"
    assert "wallet-income" in codes(made)


def test_without_any_withdrawal_net_earnings_are_the_estimate(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-03,Upwork,fee,-100,USD,F,E
        """,
        files={"rates.csv": "date,currency,rate,note\n2026-03-03,USD,280,x\n"},
    )

    assert made.received.basis["earned"] == 252000  # type: ignore[index]
    assert made.receipts[0].estimate


UPWORK = (
    "Date,Transaction ID,Transaction type,Transaction summary,Transaction summary details,Description 1,Description 2,"
    "Description 3,Agency team,Freelancer,Client team,Account name,PO,Ref ID,Amount $,Amount in local currency,"
    "Currency,Current balance $,Payment method\n"
)


@pytest.mark.parametrize(("balance", "estimated"), [("900.00", 0), ("0.00", 252000)])
def test_what_a_platform_prints_as_still_there_was_not_received(
    report: Make, balance: str, estimated: int
) -> None:
    made = report(
        "2026-03-20,Meezan,expense,-5,PKR,P",
        files={
            "upwork.csv": UPWORK
            + f'"Mar 3, 2026",7002,Service Fee,Fee - Ref ID 7001,,,,,,A,B,A,,9002,-100.00,,,{balance},\n'
            + '"Mar 2, 2026",7001,Hourly,Invoice,,,,,,A,B,A,,9001,1000.00,,,1000.00,\n',
            "rates.csv": "date,currency,rate,note\n2026-03-02,USD,280,x\n2026-03-03,USD,280,x\n",
        },
    )

    assert made.received.pkr == estimated
    assert ("receipts-estimated" in codes(made)) is bool(estimated)


def test_a_withdrawal_without_a_bank_file_is_valued_at_the_state_banks_rate(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A,,,Direct to Local Bank
        """,
        files={"rates.csv": "date,currency,rate,note\n2026-03-04,USD,280,x\n"},
    )

    assert made.received.basis["withdrawn"] == 252000  # type: ignore[index]


def test_a_withdrawal_the_bank_does_not_show_leaves_the_answer_incomplete(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A,,,Direct to Local Bank
        2026-03-01,Meezan,interest,5,PKR,P
        2026-04-30,Meezan,interest,5,PKR,Q
        """
    )

    assert "withdrawal-unmatched" in codes(made)
    assert not made.complete
    assert made.received.pkr == 0


def test_a_family_code_without_a_withdrawal_is_family_money(report: Make) -> None:
    made = report("2026-02-14,SadaPay,deposit,150000,PKR,F,,,IBFT In,,,9471")

    assert made.received.pkr == 0
    assert "family-remittance" in codes(made)


def test_a_remittance_company_sends_family_money_unless_certified(report: Make) -> None:
    rows = "2026-02-14,SadaPay,deposit,150000,PKR,F,,,IBFT In from REMITLY - brother"
    assert report(rows).received.pkr == 0
    certificate = "certificate_no,realised_on,pkr,tax,purpose_code\nC1,2026-02-14,150000,0,9186\n"
    assert report(rows, files={"c.csv": certificate}).received.pkr == 150000


def test_an_own_account_named_in_the_profile_is_own_money(report: Make) -> None:
    made = report(
        "2026-02-14,SadaPay,deposit,150000,PKR,F,,,From my MCB account",
        profile='[[account]]\nmatch = "my MCB account"\nname = "MCB"\nowner = "self"\n',
    )

    assert made.received.pkr == 0
    assert "own-money" in codes(made)


def test_a_certificate_less_bank_charges_is_still_its_credits(report: Make) -> None:
    certificate = "certificate_no,realised_on,pkr,tax,purpose_code\nC1,2026-02-14,150000,1500,9186\n"
    made = report(
        files={
            "c.csv": certificate,
            "hbl.csv": HBL + '14-02-2026,14-02-2026,Inward Remittance,"+148,000.00","148,000.00"\n',
        }
    )

    (receipt,) = made.receipts
    assert (receipt.gross, receipt.tax, receipt.certificate) == (150000, 1500, "C1")


def test_the_part_kept_in_a_foreign_account_is_inside_the_certificate(report: Make) -> None:
    # 500 of 1,000 retained: the credit is half of the rupees, less the tax on the whole.
    text = "certificate_no,realised_on,currency,amount,retained,rate,pkr,tax\nC1,2026-02-14,USD,1000,500,280,280000,2800\n"
    made = report(
        files={"c.csv": text, "hbl.csv": HBL + '14-02-2026,14-02-2026,Swift in,"+137,200.00","137,200.00"\n'}
    )

    (receipt,) = made.receipts
    assert (receipt.gross, receipt.tax) == (280000, 2800)


def test_a_certificate_that_the_statement_does_not_bear_out_is_a_question(report: Make) -> None:
    text = "certificate_no,realised_on,institution,pkr,tax\nC1,2026-02-14,Meezan Bank,280000,2800\n"
    made = report(
        """
        2026-02-01,Meezan,interest,5,PKR,P
        2026-02-28,Meezan,interest,5,PKR,Q
        """,
        files={"c.csv": text},
    )

    assert made.received.pkr == 0
    assert "certificate-unmatched" in codes(made)
    assert not made.complete


def test_the_same_certificate_twice_is_one_receipt(report: Make) -> None:
    text = "certificate_no,realised_on,pkr,tax\nC1,2026-02-14,280000,2800\n"

    assert report(files={"c.csv": text, "copy.csv": text}).received.pkr == 280000


PSEB = "[[psb]]\nfrom = 2025-10-01\nto = 2026-02-28\n"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-09-30", 1000), ("2025-10-01", 250), ("2026-02-28", 250), ("2026-03-01", 1000)],
)
def test_the_pseb_rate_follows_the_registration_on_the_credit_date(
    report: Make, day: str, expected: int
) -> None:
    assert report(f"{day},Meezan,deposit,100000,PKR,R1", profile=PSEB).tax.expected == expected


# Off the active list the rate of tax year 2022 doubles; that of s.154A from 2023 on does not.
@pytest.mark.parametrize(
    ("active", "year", "expected"),
    [(True, 2022, 1000), (False, 2022, 2000), (True, 2026, 1000), (False, 2026, 1000)],
)
def test_the_expected_tax_doubles_off_the_active_list_where_the_law_doubles_it(
    tmp_path: Path, active: bool, year: int, expected: int
) -> None:
    row = f"{year}-03-10,Meezan,deposit,100000,PKR,R1" + "," * (HEADER.count(",") - 5)
    (tmp_path / "rows.csv").write_text(f"{HEADER}{row}\n", encoding="utf-8")
    (tmp_path / "profile.toml").write_text(f"active_taxpayer = {str(active).lower()}\n", encoding="utf-8")
    inputs = read_inputs([tmp_path])

    assert report_of(inputs, choose_period(inputs.merged, tax_year=year)).tax.expected == expected


def test_every_row_read_is_used_folded_or_skipped(report: Make) -> None:
    made = report(
        """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-03,Upwork,earning,0,USD,Z
        """
    )
    (used,) = [each for each in made.files if each.name == "rows.csv"]

    assert (used.rows, used.entries, used.skipped) == (2, 1, 1)
    assert [skipped.reason for skipped in made.skipped] == ["the amount is zero"]
