"""What the user says changes the figures exactly so; what nobody said is in no total."""

from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.books.review import with_answers
from freelance_pk.model.review import Answer, Answers, CreditRule, Item, State, Topic
from freelance_pk.run.assessing import assessment_of
from freelance_pk.run.inputs import Inputs, read_inputs
from freelance_pk.run.period import choose_period
from freelance_pk.run.reporting import report_of
from freelance_pk.run.reviewing import review_of
from freelance_pk.statement.figures import Report

HEADER = (
    "date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency,"
    "purpose_code\n"
)
HBL = "Date,Value Date,Description,Amount,Balance\n"
RATES = "date,currency,rate,note\n" + "".join(
    f"2026-{month:02d}-{day:02d},USD,280,invented\n" for month in range(1, 7) for day in range(1, 29)
)


class Case:
    """Files in a folder, read once; answers given in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "rates.csv").write_text(RATES, encoding="utf-8")
        self.answers = Answers()

    def rows(self, text: str) -> "Case":
        lines = [line.strip() for line in text.strip().splitlines()]
        filled = [line + "," * (HEADER.count(",") - line.count(",")) for line in lines]
        (self.folder / "rows.csv").write_text(HEADER + "\n".join(filled) + "\n", encoding="utf-8")
        return self

    def file(self, name: str, text: str) -> "Case":
        (self.folder / name).write_text(text, encoding="utf-8")
        return self

    def inputs(self) -> Inputs:
        return read_inputs([self.folder])._replace(answers=self.answers)

    def items(self, state: State | None = None, *, everything: bool = False) -> list[Item]:
        found = review_of(self.inputs(), everything=everything).items
        return [item for item in found if state is None or item.state is state]

    def only(self, topic: Topic, *, everything: bool = False) -> Item:
        (item,) = [item for item in self.items(everything=everything) if item.topic is topic]
        return item

    def say(self, item: Item, answer: str, *others: str) -> "Case":
        given = Answer(item.id, answer, others, account=item.account, day=item.day)
        self.answers = with_answers(self.answers, (given,))
        return self

    def report(self, year: int = 2026) -> Report:
        inputs = self.inputs()
        return report_of(inputs, choose_period(inputs.merged, tax_year=year))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def codes(made: Report) -> set[str]:
    return {issue.code for issue in made.issues}


def errors(made: Report) -> set[str]:
    return {issue.code for issue in made.issues if issue.severity == "error"}


# A bank credit without a source

BANK = HBL + '12-03-2026,12-03-2026,Inward remittance from BILAL KHAN,"+240,000.00","300,000.00"\n'


def test_a_credit_without_a_source_is_open_and_in_no_total(case: Case) -> None:
    case.file("hbl.csv", BANK)
    item = case.only(Topic.CREDIT)
    made = case.report()

    assert (item.state, item.pkr) == (State.OPEN, 240_000)
    assert [choice.answer for choice in item.choices] == [
        "export", "family", "own", "loan", "gift", "local", "crypto", "other",
    ]  # fmt: skip
    assert made.received.pkr == 0
    (issue,) = [issue for issue in made.issues if issue.code == "credit-undecided"]
    assert issue.pkr == 240_000
    assert item.id in issue.remedy
    assert "freelance-pk review" in issue.remedy


def test_said_to_be_an_export_receipt_it_is_one(case: Case) -> None:
    case.file("hbl.csv", BANK).say(case.file("hbl.csv", BANK).only(Topic.CREDIT), "export")
    made = case.report()

    assert made.complete
    (receipt,) = made.receipts
    assert (receipt.gross, receipt.expected, receipt.proof) == (240_000, 2_400, "your answer")
    assert [(used.effect, used.pkr) for used in made.answers] == [("counted as an export receipt", 240_000)]


@pytest.mark.parametrize("answer", ["family", "own", "loan", "gift", "other", "crypto"])
def test_said_to_be_no_income_it_is_in_no_figure_of_tax(case: Case, answer: str) -> None:
    case.file("hbl.csv", BANK)
    case.say(case.only(Topic.CREDIT), answer)
    made = case.report()
    assessed = assessment_of(case.inputs(), 2026).assessment

    assert made.complete
    assert made.received.pkr == 0
    assert assessed.tax_chargeable == 0
    assert len(made.answers) == 1


def test_crypto_is_listed_as_not_brought_in(case: Case) -> None:
    case.file("hbl.csv", BANK)
    case.say(case.only(Topic.CREDIT), "crypto")

    assert [(each.what, each.pkr) for each in case.report().not_brought_in] == [("crypto", 240_000)]


def test_a_client_in_pakistan_is_business_income_of_the_slabs(case: Case) -> None:
    case.file("hbl.csv", BANK.replace("240,000.00", "1,200,000.00"))
    case.say(case.only(Topic.CREDIT), "local")
    made = case.report()
    assessed = assessment_of(case.inputs(), 2026).assessment

    assert [(each.pkr, each.account) for each in made.local] == [(1_200_000, "HBL")]
    assert made.received.pkr == 0
    # 1,200,000 on the non-salaried table of tax year 2026.
    assert assessed.tax_chargeable == 90_000
    assert "local-income" in codes(made)


def test_a_client_in_pakistan_whose_invoice_is_listed_counts_once(case: Case) -> None:
    case.file("hbl.csv", BANK.replace("240,000.00", "1,152,000.00"))
    case.file(
        "invoices.csv",
        "date,client,description,amount,currency,service,tax_withheld,certificate_no\n"
        "2026-02-20,Khan Textiles,website,1200000,PKR,it,48000,W1\n",
    )
    case.say(case.only(Topic.CREDIT), "local")
    made = case.report()
    assessed = assessment_of(case.inputs(), 2026).assessment

    assert made.local == ()
    assert "local-invoiced" in codes(made)
    assert assessed.taxable_income == 1_200_000


def test_all_credits_of_a_payer_by_one_rule(case: Case) -> None:
    case.file(
        "hbl.csv",
        HBL
        + '14-04-2026,14-04-2026,Inward remittance from BILAL KHAN 77,"+50,000.00","440,000.00"\n'
        + '13-04-2026,13-04-2026,Inward remittance from ACME LLC,"+90,000.00","390,000.00"\n'
        + BANK.removeprefix(HBL),
    )
    case.answers = Answers(rules=(CreditRule("bilal khan", "family"), CreditRule("NOBODY", "gift")))
    made = case.report()

    assert [item.text for item in case.items(State.OPEN)] == ["Inward remittance from ACME LLC"]
    assert sum(used.pkr or 0 for used in made.answers) == 290_000
    assert {used.effect for used in made.answers} == {"left out of income: family money"}
    assert "answer-not-applied" in codes(made)  # the rule that fits nothing


def test_a_rule_does_not_outrank_a_certificate_or_a_transfer(case: Case) -> None:
    case.file("hbl.csv", BANK).file(
        "c.csv", "certificate_no,realised_on,pkr,tax,purpose_code\nC1,2026-03-12,240000,0,9186\n"
    )
    case.answers = Answers(rules=(CreditRule("BILAL KHAN", "family"),))

    assert case.report().received.pkr == 240_000


def test_a_single_answer_outranks_the_rule(case: Case) -> None:
    case.file("hbl.csv", BANK)
    item = case.only(Topic.CREDIT)
    case.answers = Answers(rules=(CreditRule("BILAL KHAN", "family"),))

    assert case.say(item, "export").report().received.pkr == 240_000


def test_earned_on_a_bank_account_is_asked_about(case: Case) -> None:
    # The row's kind says work, and nothing says whether the client was abroad.
    case.rows("2026-03-05,Meezan,earning,100000,PKR,E1,,Khan Textiles")
    item = case.only(Topic.CREDIT)

    assert item.state is State.OPEN
    assert case.report().received.pkr == 0
    assert case.say(item, "export").report().received.pkr == 100_000


def test_a_plain_credit_may_be_overruled_though_nobody_asked(case: Case) -> None:
    case.file("hbl.csv", HBL + '12-03-2026,12-03-2026,IBFT from SOMEBODY,"+70,000.00","300,000.00"\n')
    assert case.items() == []
    assert "other-credits" in codes(case.report())
    case.say(case.only(Topic.CREDIT, everything=True), "export")

    assert case.report().received.pkr == 70_000


def test_an_answer_against_the_banks_tax_is_followed_and_pointed_at(case: Case) -> None:
    case.rows(
        """
        2026-03-03,Meezan,deposit,100000,PKR,R1
        2026-03-03,Meezan,tax_withheld,-1000,PKR,,R1
        """
    )
    inputs = case.inputs()
    from freelance_pk.run.reporting import ground_of  # noqa: PLC0415 - the id of a row that nobody asks about

    id_ = ground_of(inputs).linked.ids.of_entry(0)
    case.answers = with_answers(Answers(), (Answer(id_, "gift"),))
    made = case.report()

    assert made.received.pkr == 0
    assert "answer-against-evidence" in codes(made)


# A withdrawal without an arrival

GONE = """
2026-03-03,Upwork,earning,1000,USD,E
2026-03-04,Upwork,withdrawal,-900,USD,A,,,Direct to Local Bank
2026-03-01,Meezan,interest,5,PKR,P
2026-04-30,Meezan,interest,5,PKR,Q
"""


def step(made: Report, name: str) -> Decimal:
    return sum((each.amount for each in made.bridge if each.step == name), Decimal(0))


@pytest.mark.parametrize(
    ("answer", "where", "received"),
    [
        ("transit", "in_transit", 0),
        ("returned", "lost", 0),
        ("spent", "spent", 0),
        ("elsewhere", "withdrawn", 252_000),
    ],
)
def test_a_withdrawal_is_where_the_user_says(case: Case, answer: str, where: str, received: int) -> None:
    case.rows(GONE)
    assert errors(case.report()) == {"withdrawal-unmatched"}
    case.say(case.only(Topic.WITHDRAWAL), answer)
    made = case.report()

    assert made.complete
    assert abs(step(made, where)) == 900
    assert step(made, "unmatched") == 0
    assert step(made, "unexplained") == 0
    assert made.received.pkr == received


def test_money_spent_is_listed_as_not_brought_in(case: Case) -> None:
    case.rows(GONE).say(case.rows(GONE).only(Topic.WITHDRAWAL), "spent")

    spent = [each for each in case.report().not_brought_in if each.what == "spent"]
    assert [(each.amount, each.pkr) for each in spent] == [(900, 252_000)]


def test_a_withdrawal_is_the_credit_that_the_user_names(case: Case) -> None:
    # Nine days later and half a million other reasons: no rule pairs them.
    case.rows(GONE + "2026-03-13,Meezan,unknown,243000,PKR,C,,,FUNDS TRANSFER\n")
    item = case.only(Topic.WITHDRAWAL)
    assert item.proposed is not None
    assert item.proposed.answer == "arrived"
    case.say(item, "arrived", *item.proposed.others)
    made = case.report()

    assert made.complete
    (receipt,) = made.receipts
    assert (receipt.gross, receipt.currency, receipt.amount) == (243_000, "USD", 900)
    assert receipt.proof == "transfer: your answer"
    (pair,) = made.transfers.paired
    assert pair.rule == "your answer"


def test_the_same_said_from_the_credits_side(case: Case) -> None:
    case.rows(GONE + "2026-03-13,Meezan,unknown,243000,PKR,C,,,FUNDS TRANSFER\n")
    credit = case.only(Topic.CREDIT, everything=True)
    case.say(credit, "transfer", case.only(Topic.WITHDRAWAL).id)
    made = case.report()

    assert (made.complete, made.received.pkr) == (True, 243_000)
    assert [used.effect for used in made.answers] == ["counted as the arrival of a withdrawal"]


def test_an_answer_that_the_next_statement_overtakes_is_named_and_the_files_count(case: Case) -> None:
    case.rows(GONE)
    case.say(case.only(Topic.WITHDRAWAL), "transit")
    case.rows(
        GONE.replace("to Local Bank", "to Local Bank,248000,PKR") + "2026-03-06,Meezan,deposit,248000,PKR,C\n"
    )
    made = case.report()

    assert made.received.pkr == 248_000
    assert "answer-overtaken" in codes(made)
    assert [used.effect for used in made.answers] == ["not used: the files show what became of it"]


# Several rows of one transfer: by the user's word alone

SPLIT = """
2026-03-03,Upwork,earning,2000,USD,E
2026-03-04,Upwork,withdrawal,-1000,USD,A,,,Direct to Local Bank,270000,PKR
2026-03-01,Meezan,interest,5,PKR,P
2026-03-05,Meezan,unknown,150000,PKR,X,,,FUNDS TRANSFER
2026-03-06,Meezan,unknown,120000,PKR,Y,,,FUNDS TRANSFER
2026-04-30,Meezan,interest,5,PKR,Q
"""


def test_two_credits_of_one_withdrawal_are_proposed_and_never_taken(case: Case) -> None:
    case.rows(SPLIT)
    item = case.only(Topic.WITHDRAWAL)
    made = case.report()

    assert made.received.pkr == 0
    assert item.state is State.OPEN
    assert [len(choice.others) for choice in item.choices if choice.answer == "arrived"] == [2]


def test_two_credits_of_one_withdrawal_share_its_dollars(case: Case) -> None:
    case.rows(SPLIT)
    item = case.only(Topic.WITHDRAWAL)
    assert item.proposed is not None
    case.say(item, "arrived", *item.proposed.others)
    made = case.report()

    assert made.complete
    assert [(receipt.gross, receipt.tax) for receipt in made.receipts] == [(150_000, 0), (120_000, 0)]
    # 1,000 by 150,000 of 270,000, to the cent; the rest is the other's.
    assert [receipt.amount for receipt in made.receipts] == [Decimal("555.56"), Decimal("444.44")]
    assert step(made, "withdrawn") == 1_000
    assert step(made, "unexplained") == 0


def test_two_withdrawals_in_one_credit_are_one_receipt(case: Case) -> None:
    case.rows(
        """
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-600,USD,A,,,Withdrawal
        2026-03-04,Payoneer,withdrawal,-400,USD,B,,,Withdrawal
        2026-03-01,Meezan,interest,5,PKR,P
        2026-03-05,Meezan,deposit,271000,PKR,X,,,INWARD REMITTANCE PAYONEER
        2026-04-30,Meezan,interest,5,PKR,Q
        """
    )
    credit = case.only(Topic.CREDIT)
    outs = [item.id for item in case.items() if item.topic is Topic.WITHDRAWAL]
    assert errors(case.report()) == {"credit-undecided", "withdrawal-unmatched"}
    case.say(credit, "transfer", *outs)
    made = case.report()

    assert made.complete
    (receipt,) = made.receipts
    assert (receipt.gross, receipt.currency, receipt.amount, receipt.payer) == (
        271_000,
        "USD",
        1_000,
        "Payoneer",
    )
    assert receipt.state_bank_value == 280_000
    assert step(made, "withdrawn") == 1_000
    assert step(made, "unexplained") == 0
    assert len(made.transfers.paired) == 2


def test_sides_that_are_worth_very_different_sums_are_pointed_at(case: Case) -> None:
    case.rows(GONE + "2026-03-13,Meezan,unknown,43000,PKR,C,,,FUNDS TRANSFER\n")
    credit = case.only(Topic.CREDIT, everything=True)
    case.say(case.only(Topic.WITHDRAWAL), "arrived", credit.id)
    made = case.report()

    assert made.received.pkr == 43_000
    assert "answer-far-off" in codes(made)


# Amount and date alone, and two of one claim

ALIKE = """
2026-03-03,Upwork,earning,1000,USD,E
2026-03-04,Upwork,withdrawal,-900,USD,A,,,to bank
2026-03-05,Wise,deposit,900,USD,B,,Acme Inc
"""


def test_amount_and_date_alone_wait_for_the_users_word(case: Case) -> None:
    case.rows(ALIKE)
    item = case.only(Topic.WITHDRAWAL)
    made = case.report()

    assert errors(made) == {"transfer-undecided"}
    assert item.proposed is not None
    case.say(item, "arrived", *item.proposed.others)
    paired = case.report()
    assert paired.complete
    assert (paired.earned[0].gross, len(paired.transfers.paired)) == (1_000, 1)


def test_said_to_be_another_thing_the_credit_is_earned(case: Case) -> None:
    case.rows(ALIKE)
    case.say(case.only(Topic.WITHDRAWAL), "elsewhere")
    made = case.report()

    assert made.earned[0].gross == 1_900
    assert made.received.pkr == 252_000
    assert made.complete


def test_two_credits_with_one_claim_are_a_question(case: Case) -> None:
    # One withdrawal, and on one day its rupees in two banks.
    case.rows(
        """
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal,275000,PKR
        2026-03-01,Meezan,interest,5,PKR,P
        2026-03-05,Meezan,deposit,275000,PKR,X,,,INWARD REMITTANCE
        2026-04-30,Meezan,interest,5,PKR,Q
        2026-03-01,HBL,interest,5,PKR,P2
        2026-03-05,HBL,deposit,275000,PKR,Y,,,INWARD REMITTANCE
        2026-04-30,HBL,interest,5,PKR,Q2
        """
    )
    made = case.report()

    assert errors(made) == {"transfer-ambiguous"}
    assert made.received.pkr == 0
    item = case.only(Topic.WITHDRAWAL)
    named = [choice for choice in item.choices if choice.answer == "arrived"]
    assert len(named) == 2
    case.say(item, "arrived", *named[1].others)
    # The one that is not named stands alone: a typed receipt.
    receipts = {receipt.account: receipt.amount for receipt in case.report().receipts}
    assert receipts == {"Meezan": 1_000, "HBL": None}


def test_of_two_banks_the_one_that_the_withdrawal_names_is_no_question(case: Case) -> None:
    case.rows(
        """
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal to HBL,275000,PKR
        2026-03-05,Meezan,deposit,275000,PKR,X,,,INWARD REMITTANCE
        2026-03-05,HBL,deposit,275000,PKR,Y,,,INWARD REMITTANCE
        """
    )
    made = case.report()

    assert [pair.to_account for pair in made.transfers.paired] == ["HBL"]


def test_who_left_first_arrives_first(case: Case) -> None:
    case.rows(
        """
        2026-03-01,Upwork,earning,3000,USD,E
        2026-03-02,Upwork,withdrawal,-500,USD,A,,,to Payoneer
        2026-03-03,Upwork,withdrawal,-500,USD,B,,,to Payoneer
        2026-03-04,Payoneer,deposit,500,USD,C,,Upwork Global Inc
        2026-03-05,Payoneer,deposit,500,USD,D,,Upwork Global Inc
        """
    )
    made = case.report()

    assert "transfer-ambiguous" not in codes(made)
    assert [(pair.left_on.day, pair.arrived_on.day) for pair in made.transfers.paired] == [(2, 4), (3, 5)]


# Rows that say nothing of themselves


@pytest.mark.parametrize(
    ("answer", "gross", "fees"),
    [
        ("earning", 1_012, 0),
        ("fee", 1_000, -12),
        ("own", 1_000, 0),
        ("refund", 1_012, 0),
        ("spent", 1_000, 0),
    ],
)
def test_an_adjustment_is_what_the_user_says(case: Case, answer: str, gross: int, fees: int) -> None:
    case.rows("2026-03-03,Upwork,earning,1000,USD,E\n2026-03-04,Upwork,adjustment,12,USD,J,,,Misc")
    assert errors(case.report()) == {"adjustment-unclear"}
    case.say(case.only(Topic.ROW), answer)
    made = case.report()

    assert errors(made) == set()
    assert (made.earned[0].gross, made.earned[0].fees) == (gross, fees)
    assert step(made, "unexplained") == 0


def test_a_withdrawal_that_came_back_without_having_left_is_asked_about(case: Case) -> None:
    case.rows(
        "2026-03-03,Upwork,earning,1000,USD,E\n2026-03-04,Upwork,withdrawal,300,USD,J,,,Withdrawal returned"
    )
    made = case.report()
    assert errors(made) == {"row-unclear"}
    item = case.only(Topic.ROW)
    assert item.proposed is not None
    assert item.proposed.answer == "returned"
    made = case.say(item, "returned").report()

    assert errors(made) == set()
    assert step(made, "returned") == 300
    assert step(made, "unexplained") == 0


# Payments into a wallet


def test_a_payer_is_assumed_to_be_a_client_and_may_be_said_to_be_another(case: Case) -> None:
    case.rows(
        """
        2026-03-05,Wise,deposit,900,USD,B,,Acme Inc
        2026-04-05,Wise,deposit,100,USD,C,,Acme Inc
        """
    )
    item = case.only(Topic.PAYER)
    assert (item.state, item.amount) == (State.ASSUMED, 1_000)
    assert "wallet-income" in codes(case.report())

    case.say(item, "client")
    assert "wallet-income" not in codes(case.report())
    assert case.report().earned[0].gross == 1_000
    case.say(item, "own")
    made = case.report()
    assert made.earned == ()
    assert step(made, "own_money_in") == 1_000


PAYOUT = """
2026-03-01,Upwork,earning,1000,USD,E
2026-03-05,Wise,deposit,900,USD,B,,UW Payments Ltd
"""


def test_a_payout_counted_on_its_platform_is_no_second_earning(case: Case) -> None:
    case.rows(PAYOUT)
    assert case.report().earned[0].gross == 1_900
    case.say(case.only(Topic.PAYER), "payout")
    made = case.report()

    assert made.earned[0].gross == 1_000
    assert {(each.account, each.amount) for each in made.balances} == {("Upwork", 100), ("Wise", 900)}
    assert step(made, "unexplained") == 0


def test_a_payout_of_no_platform_that_is_read_cannot_be_counted_elsewhere(case: Case) -> None:
    case.rows("2026-03-05,Wise,deposit,900,USD,B,,UW Payments Ltd")
    case.say(case.only(Topic.PAYER), "payout")
    made = case.report()

    assert "answer-not-applied" in errors(made)
    assert made.earned == ()


def test_an_unnamed_payment_of_unknown_kind_is_open(case: Case) -> None:
    case.rows("2026-03-05,Wise,unknown,900,USD,B,,,Something")
    item = case.only(Topic.PAYMENT)

    assert item.state is State.OPEN
    assert case.say(item, "client").report().earned[0].gross == 900
    assert case.say(item, "family").report().earned == ()


# Accounts


def test_an_account_of_no_known_institution_is_asked_about(case: Case) -> None:
    case.rows("2026-03-05,Elevate,deposit,900,USD,B,,Acme Inc")
    item = case.only(Topic.ACCOUNT)
    assert errors(case.report()) == {"account-unknown"}

    wallet = case.say(item, "wallet").report()
    assert (errors(wallet), wallet.earned[0].gross, wallet.received.pkr) == (set(), 900, 0)
    # A foreign-currency account at a Pakistani bank: realised there.
    bank = case.say(item, "bank").report()
    assert (bank.earned, bank.received.pkr) == ((), 252_000)


def test_an_account_of_somebody_else_is_in_no_figure(case: Case) -> None:
    case.rows("2026-03-05,Askari 77,deposit,90000,PKR,B,,,Inward remittance")
    item = case.only(Topic.ACCOUNT, everything=True)
    assert case.report().received.pkr == 90_000
    made = case.say(item, "other").report()

    assert made.received.pkr == 0
    assert "account-of-another" in codes(made)
    assert "answer-not-applied" not in codes(made)


def test_the_profile_names_an_account_as_well(case: Case) -> None:
    case.rows("2026-03-05,Elevate,deposit,900,USD,B,,Acme Inc")
    case.file(
        "profile.toml", '[[account]]\nmatch = "elevate"\nname = "Elevate"\nowner = "self"\nkind = "wallet"\n'
    )
    assert errors(case.report()) == set()
    case.file("profile.toml", '[[account]]\nmatch = "elevate"\nname = "Elevate"\nowner = "other"\n')
    assert case.report().earned == ()


OWN = '[[account]]\nmatch = "{match}"\nname = "Mine"\nowner = "{owner}"\n{kind}'


@pytest.mark.parametrize(("owner", "code"), [("self", "own-money"), ("other", "money-of-another")])
@pytest.mark.parametrize(
    "row",
    [
        "2026-03-05,Wise,deposit,900,USD,B,,SANA MALIK,Received money from SANA MALIK",
        "2026-03-05,Meezan,deposit,250000,PKR,B,,,Inward remittance from SANA MALIK",
    ],
)
def test_money_from_an_account_that_the_profile_names_is_no_income(
    case: Case, row: str, owner: str, code: str
) -> None:
    case.rows(row).file("profile.toml", OWN.format(match="sana malik", owner=owner, kind='kind = "bank"\n'))
    made = case.report()

    assert (made.earned, made.received.pkr, made.complete) == ((), 0, True)
    assert code in codes(made)
    assert "wallet-income" not in codes(made)


@pytest.mark.parametrize("kind", ["", 'kind = "wallet"\n'])
def test_what_comes_from_the_users_own_wallet_may_be_income_yet(case: Case, kind: str) -> None:
    case.rows("2026-03-05,Meezan,deposit,250000,PKR,B,,,PAYONEER payout")
    case.file("profile.toml", OWN.format(match="payoneer", owner="self", kind=kind))

    assert case.report().received.pkr == 250_000


# Certificates


def test_a_certificate_that_the_statement_does_not_show(case: Case) -> None:
    case.rows(
        """
        2026-02-01,Meezan,interest,5,PKR,P
        2026-02-20,Meezan,unknown,276500,PKR,C,,,FUNDS TRANSFER
        2026-02-28,Meezan,interest,5,PKR,Q
        """
    )
    case.file(
        "c.csv",
        "certificate_no,realised_on,institution,pkr,tax\nC1,2026-02-14,Meezan Bank,280000,2800\n",
    )
    item = case.only(Topic.CERTIFICATE)
    assert errors(case.report()) == {"certificate-unmatched"}

    assert item.proposed is not None
    tied = case.say(item, item.proposed.answer, *item.proposed.others).report()
    assert [(receipt.gross, receipt.tax, receipt.certificate) for receipt in tied.receipts] == [
        (280_000, 2_800, "C1")
    ]
    assert case.say(item, "elsewhere").report().received.pkr == 280_000
    ignored = case.say(item, "ignore").report()
    assert (ignored.complete, ignored.received.pkr) == (True, 0)


# Answers that do not apply


def test_an_answer_without_its_row_is_an_error_in_its_period_and_a_warning_outside(case: Case) -> None:
    case.file("hbl.csv", BANK)
    item = case.only(Topic.CREDIT)
    gone = Answer("credit-0000000000", "family", about="2026-03-01 HBL", account="HBL", day=item.day)
    case.answers = with_answers(Answers(), (gone,))
    case.say(item, "family")

    assert errors(case.report()) == {"answer-not-applied"}
    earlier = case.report(2025)
    assert "answer-not-applied" in codes(earlier)
    assert "answer-not-applied" not in errors(earlier)


def test_an_answer_of_an_account_without_a_file_is_a_warning(case: Case) -> None:
    case.rows("2026-03-05,Wise,deposit,900,USD,B,,Acme Inc")
    case.answers = with_answers(Answers(), (Answer("credit-0000000000", "family", account="Meezan 4410"),))
    made = case.report()

    assert "answer-not-applied" in codes(made)
    assert errors(made) == set()


def test_two_answers_that_exclude_each_other_are_an_error(case: Case) -> None:
    case.rows(GONE + "2026-03-13,Meezan,unknown,243000,PKR,C,,,FUNDS TRANSFER\n")
    credit, out = case.only(Topic.CREDIT, everything=True), case.only(Topic.WITHDRAWAL)
    case.say(credit, "family").say(out, "arrived", credit.id)
    made = case.report()

    assert "answer-not-applied" in errors(made)
    assert made.received.pkr == 0


# What is never an own transfer, and never an export receipt, by rupees and day alone


@pytest.mark.parametrize(
    "text",
    [
        "Raast P2P Fund transfer - from ALI RAZA",
        "Money Received from ALI RAZA 0141 STAN (602490)",
        "CASH DEPOSIT",
        "Clearing cheque 123456",
        "PERSONAL LOAN disbursement",
        "Inward remittance from TAPTAP SEND UK",
    ],
)
def test_a_credit_with_a_source_of_its_own_is_no_arrival(case: Case, text: str) -> None:
    kind = "deposit" if "remittance" in text else "unknown"
    case.rows(
        f"""
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal to Meezan Bank
        2026-03-01,Meezan,interest,5,PKR,P
        2026-03-05,Meezan,{kind},275000,PKR,X,,,{text}
        2026-04-30,Meezan,interest,5,PKR,Q
        """
    )
    made = case.report()

    assert made.received.pkr == 0
    assert "withdrawal-unmatched" in errors(made)


@pytest.mark.parametrize(
    ("far", "text"),
    [
        ("276000,PKR", "INWARD REMITTANCE"),  # the wallet prints other rupees
        (",", "Swift Transfer 1234567890 1234567890 ACME INC USD 700.00"),  # the bank prints other dollars
        (",", "Swift Transfer 1234567890 1234567890 ACME INC CAD 1,400.00"),
    ],
)
def test_a_row_that_prints_another_far_side_is_no_arrival(case: Case, far: str, text: str) -> None:
    case.rows(
        f"""
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal to HBL,{far}
        """
    )
    case.file("hbl.csv", HBL + f'05-03-2026,05-03-2026,"{text}","+255,000.00","300,000.00"\n')

    assert case.report().transfers.paired == ()


def test_under_a_family_code_the_days_rate_makes_the_pair_too(case: Case) -> None:
    case.rows(
        """
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal
        2026-03-05,SadaPay,deposit,275000,PKR,X,,,IBFT In from THUNES,,,9471
        2026-02-14,SadaPay,deposit,150000,PKR,F,,,IBFT In from REMITLY,,,9471
        """
    )
    made = case.report()

    assert [(receipt.gross, receipt.proof) for receipt in made.receipts] == [
        (275_000, "transfer: rate of the day")
    ]
    assert {"purpose-code-family", "family-remittance"} <= codes(made)


def test_a_plain_credit_in_the_bank_that_the_withdrawal_names_is_its_arrival(case: Case) -> None:
    case.rows(
        """
        2026-03-03,Payoneer,deposit,2000,USD,E,,Acme Inc
        2026-03-04,Payoneer,withdrawal,-1000,USD,A,,,Withdrawal to Meezan Bank
        2026-03-05,Meezan,unknown,275000,PKR,X,,,FUNDS TRANSFER 77
        """
    )
    assert case.report().received.pkr == 275_000


def test_the_buyer_of_crypto_pays_no_export_receipt(case: Case) -> None:
    case.file(
        "binance.csv",
        "Order Number,Order Type,Asset Type,Fiat Type,Total Price,Price,Quantity,Exchange rate,Couterparty,Status,"
        "Created Time\n"
        "20401194693654421505,Sell,USDT,PKR,84000.00,280.00,300.00,,ali_p2p,Completed,2026-03-09 10:59:59\n",
    )
    case.file("hbl.csv", HBL + '09-03-2026,09-03-2026,IBFT from ALI RAZA,"+84,000.00","300,000.00"\n')
    made = case.report()

    assert made.received.pkr == 0
    assert [(each.what, each.pkr) for each in made.not_brought_in] == [("crypto", 84_000)]


def test_what_a_platform_gives_back_to_the_card_is_a_question(case: Case) -> None:
    case.rows("2026-03-09,Meezan,deposit,2300,PKR,V,,,UPWORK LL MC Intl Credit Voucher")
    made = case.report()

    assert made.received.pkr == 0
    assert errors(made) == {"credit-undecided"}


def test_a_family_code_is_not_believed_while_a_wallets_file_is_missing(case: Case) -> None:
    # Upwork paid into Wise, Wise into the bank as "family maintenance"; only Wise's own file would tell.
    rows = """
        2026-03-03,Upwork,earning,1000,USD,E
        2026-03-04,Upwork,withdrawal,-900,USD,A,,,to Wise
        2026-03-10,SadaPay,deposit,250000,PKR,X,,,IBFT In from THUNES,,,9471
        """
    case.rows(rows)
    assert errors(case.report()) == {"credit-undecided"}
    case.rows(rows.replace("THUNES", "REMITLY"))
    assert "credit-undecided" not in errors(case.report())


# The reason of a deduction


@pytest.mark.parametrize(
    ("tax", "profile", "words"),
    [
        ("1000", "", "as the law says"),
        ("2000", "", "2% taken instead of 1%: the doubled rate of a misprinted card"),
        ("250", "", "0.25% taken instead of 1%: the bank took it for a PSEB exporter's"),
        ("1000", "[[psb]]\nfrom = 2025-07-01\n", "1% taken instead of 0.25%: the bank did not know"),
        ("250", "[[psb]]\nfrom = 2025-07-01\n", "as the law says"),
        ("7000", "", "7% taken, which is no known rate: 1% is due"),
        ("", "", "none deducted, or none evidenced: 1% is due"),
    ],
)
def test_each_receipt_says_why_its_deduction_differs(case: Case, tax: str, profile: str, words: str) -> None:
    rows = "2026-03-03,Meezan,deposit,100000,PKR,R1"
    case.rows(rows + (f"\n2026-03-03,Meezan,tax_withheld,-{tax},PKR,,R1" if tax else ""))
    case.file("profile.toml", profile)
    (receipt,) = case.report().receipts

    assert receipt.deduction.startswith(words)
