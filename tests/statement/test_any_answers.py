"""Whatever is answered, nothing is counted twice or lost: every row has one place, and the bridge closes."""

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from freelance_pk.books.review import with_answers
from freelance_pk.model.review import Answer, Answers, Item, State, Topic
from freelance_pk.run.inputs import Inputs, read_inputs
from freelance_pk.run.period import choose_period
from freelance_pk.run.reporting import ground_of, report_of
from freelance_pk.run.reviewing import review_of
from freelance_pk.statement.credits import CreditClass
from freelance_pk.statement.figures import Report

HEADER = "date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency,purpose_code\n"


AMOUNTS = (300, 500, 500, 700, 1000)
SORTS = (
    "earning",
    "payout",
    "payment",
    "withdrawal",
    "credit",
    "credit",
    "adjustment",
    "returned",
    "unknown",
)


def cells(sort: str, number: int, chance: random.Random) -> tuple[object, ...]:  # noqa: PLR0911 - one for each sort
    """One row of a sort, after its date; every second one says too little of itself."""
    amount = chance.choice(AMOUNTS)
    ref = f"{sort}-{number}"
    match sort:
        case "earning":
            return "Upwork", "earning", amount, "USD", ref, "", "Acme"
        case "payout":
            return (
                "Upwork",
                "withdrawal",
                -amount,
                "USD",
                ref,
                "",
                "",
                chance.choice(["to Payoneer", "", "to bank"]),
            )
        case "payment":
            payer = chance.choice(["Upwork Global Inc", "Beta LLC", "", "UW Payments"])
            return chance.choice(["Payoneer", "Wise"]), "deposit", amount, "USD", ref, "", payer
        case "withdrawal":
            far = (amount * 275, "PKR") if chance.random() < 0.5 else ("", "")
            text = chance.choice(["Withdrawal to Meezan Bank", "Withdrawal"])
            return "Payoneer", "withdrawal", -amount, "USD", ref, "", "", text, *far
        case "credit":
            text = chance.choice(
                ["INWARD REMITTANCE", "Remittance from BILAL", "FUNDS TRANSFER", "Raast P2P from ALI"]
            )
            kind = "deposit" if "emittance" in text.casefold() else "unknown"
            code = chance.choice(["", "", "9471", "9186"])
            bank = chance.choice(["Meezan", "HBL"])
            return bank, kind, amount * 275, "PKR", ref, "", "", text, "", "", code
        case "adjustment":
            return "Upwork", "adjustment", chance.choice([5, -7]), "USD", ref, "", "", "Misc"
        case "returned":
            return "Upwork", "withdrawal", amount, "USD", ref, "", "", "returned"
        case _:
            return "Wise", "unknown", chance.choice([20, -30]), "USD", ref, "", "", "Something"


def history(seed: int) -> str:
    """Half a year on a platform, in two wallets and two banks."""
    chance = random.Random(seed)
    rows = [
        (
            date(2026, chance.randint(1, 6), chance.randint(1, 24)),
            *cells(chance.choice(SORTS), number, chance),
        )
        for number in range(60)
    ]
    for bank in ("Meezan", "HBL"):
        rows += [(date(2026, month, 28), bank, "interest", 5, "PKR", f"I{bank}{month}") for month in (1, 6)]
    lines = [
        ",".join([*map(str, row), *[""] * (12 - len(row))])
        for row in sorted(rows, key=lambda row: str(row[0]))
    ]
    return HEADER + "\n".join(lines) + "\n"


def one_answer(items: list[Item], chance: random.Random) -> Answer:
    """Answer any item by any of its choices; or as another's other side, also several at once."""
    item = chance.choice(items)
    credits_ = [each.id for each in items if each.topic in (Topic.CREDIT, Topic.PAYMENT)]
    if item.topic is Topic.WITHDRAWAL and credits_ and chance.random() < 0.3:
        return Answer(
            item.id, "arrived", tuple(chance.sample(credits_, min(len(credits_), chance.randint(1, 2))))
        )
    choice = chance.choice(item.choices)
    return Answer(item.id, choice.answer, choice.others, account=item.account, day=item.day)


def check(inputs: Inputs) -> Report:
    ground = ground_of(inputs)
    made = report_of(inputs, choose_period(inputs.merged, tax_year=2026), ground)
    linked, classes = ground.linked, ground.realised.classes
    # Every credit is one thing; the receipts are those that are receipts, rupee for rupee.
    gross = sum(
        (linked.arrivals[number].gross for number, what in classes.items() if what is CreditClass.RECEIPT),
        Decimal(0),
    )
    estimated = sum((receipt.gross for receipt in made.receipts if receipt.estimate), Decimal(0))
    assert made.received.pkr == gross + estimated
    # No row is on two sides, but where the user named several.
    said = {pair for pair in linked.pairs if pair.rule == "your answer"}
    for side in ("out", "arrival"):
        counts = Counter(getattr(pair, side) for pair in linked.pairs if pair not in said)
        assert all(count == 1 for count in counts.values())
        assert not {getattr(pair, side) for pair in said} & set(counts)
    # The bridge closes in dollars: nothing is gone without a name.
    assert [each.amount for each in made.bridge if each.step == "unexplained"] == []
    # Every answer is used, or named as not applying.
    lost = {each.answer.id for each in linked.decisions.lost}
    assert lost | set(linked.decisions.applied) == set(inputs.answers.by_id)
    assert not lost & set(linked.decisions.applied)
    assert {each.id for each in made.answers} <= set(inputs.answers.by_id) - lost
    return made


@pytest.mark.parametrize("seed", range(25))
def test_any_answers_to_any_history(tmp_path: Path, seed: int) -> None:
    (tmp_path / "rows.csv").write_text(history(seed), encoding="utf-8")
    chance = random.Random(seed)
    read = read_inputs([tmp_path])
    inputs = read
    check(inputs)
    for _ in range(12):
        items = list(review_of(inputs, everything=True).items)
        inputs = inputs._replace(answers=with_answers(inputs.answers, (one_answer(items, chance),)))
        check(inputs)
    # Open items are answered until none is left.
    for _ in range(80):
        waiting = [item for item in review_of(inputs).items if item.state is State.OPEN]
        if not waiting:
            break
        item = waiting[0]
        plain = [choice for choice in item.choices if not choice.others and choice.answer != "payout"]
        given = Answer(item.id, chance.choice(plain).answer, day=item.day, account=item.account)
        inputs = inputs._replace(answers=with_answers(inputs.answers, (given,)))
    else:
        pytest.fail("items stay open although each was answered")
    made = check(inputs)
    undecided = {issue.code for issue in made.issues if issue.severity == "error"}
    assert undecided <= {"answer-not-applied"}
    # Without them, everything is as it was.
    assert check(inputs._replace(answers=Answers())) == check(read)
