"""What makes a withdrawal and a credit one transfer, and what speaks against it: rule by rule."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from matching_rows import MakeEntry, file_of

from freelance_pk.intake.registry import institutions
from freelance_pk.matching.linked import Linked, link
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Entry

RATES = (Decimal("0.0025"), Decimal("0.01"))


def dollar_at_280(currency: str, _day: date) -> Decimal | None:
    return Decimal(280) if currency == "USD" else None


def linked(*rows: Entry) -> Linked:
    return link(merge([file_of(rows)]), institutions(), dollar_at_280, RATES)


def pairs(*rows: Entry) -> list[tuple[str, str, str]]:
    """Return the rule of each pair, with the days of its withdrawal and of its arrival."""
    made = linked(*rows)
    return [
        (pair.rule, str(made.merged.entries[pair.out].day), str(made.arrivals[pair.arrival].day))
        for pair in made.pairs
    ]


def rules(*rows: Entry) -> list[str]:
    return [rule for rule, *_ in pairs(*rows)]


def asked(*rows: Entry) -> int:
    return len(linked(*rows).questions)


# From Upwork into Payoneer in dollars: the whole, or less a fee that is known, where a row names the other account.
@pytest.mark.parametrize(
    ("arrives", "names", "rule"),
    [
        ("500", True, "same currency, known fee"),
        ("499.01", True, "same currency, known fee"),
        ("498", True, "same currency, known fee"),
        ("495", True, "same currency, known fee"),  # one per cent for receiving
        ("480", True, "same currency, named payer"),
        ("450", True, "same currency, named payer"),  # a wire's 50 dollars
        ("449.99", True, None),
        ("500.01", True, None),
        ("500", False, None),
    ],
)
def test_dollars_arrive_less_a_fee_where_a_row_names_the_other_account(
    entry: MakeEntry, arrives: str, names: bool, rule: str | None
) -> None:
    out = entry("Upwork", "2025-09-01", "-500", "withdrawal", text="Withdrawal")
    come = entry(
        "Payoneer", "2025-09-02", arrives, "deposit", counterparty="Upwork Escrow Inc" if names else "Acme"
    )

    assert rules(out, come) == ([rule] if rule else [])


def test_a_fee_may_be_a_twentieth_of_a_large_sum(entry: MakeEntry) -> None:
    out = entry("Upwork", "2025-09-01", "-5000", "withdrawal")
    come = entry("Payoneer", "2025-09-02", "4750", "deposit", counterparty="Upwork")

    assert rules(out, come) == ["same currency, named payer"]
    assert rules(out, come._replace(amount=Decimal("4749.99"))) == []


@pytest.mark.parametrize(
    ("day", "paired"),
    [("2025-08-31", True), ("2025-08-30", False), ("2025-09-06", True), ("2025-09-07", False)],
)
def test_a_wallet_is_reached_within_five_days_or_dated_a_day_before(
    entry: MakeEntry, day: str, paired: bool
) -> None:
    out = entry("Upwork", "2025-09-01", "-500", "withdrawal", text="To Payoneer")
    come = entry("Payoneer", day, "500", "deposit", counterparty="Upwork")

    assert bool(pairs(out, come)) == paired


# 100 dollars are 28,000 rupees at the State Bank's rate: 90 % to 101 % of them may be what a wallet pays.
@pytest.mark.parametrize(
    ("rupees", "paired"), [("25200", True), ("25199", False), ("28280", True), ("28281", False)]
)
def test_rupees_of_the_days_rate_are_a_wallets_where_they_look_foreign(
    entry: MakeEntry, rupees: str, paired: bool
) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = entry("Meezan 4410", "2025-09-02", rupees, "deposit", currency="PKR", text="Inward remittance")

    assert rules(out, come) == (["rate of the day"] if paired else [])


def test_a_credit_that_does_not_look_foreign_needs_the_name_and_no_rival(entry: MakeEntry) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal", text="To Meezan Bank")
    come = entry("Meezan 4410", "2025-09-02", "27600", "unknown", currency="PKR", text="IBFT")
    unnamed = out._replace(text="Withdrawal")

    assert rules(out, come) == ["rate of the day, named account"]
    assert rules(unnamed, come) == []
    by_tail = unnamed._replace(tail="4410")
    assert rules(by_tail, come) == ["rate of the day, named account"]
    rival = entry("Meezan 4410", "2025-09-03", "27500", "unknown", currency="PKR", text="IBFT")
    assert rules(out, come, rival) == []


@pytest.mark.parametrize("text", ["Raast P2P from Ali Raza", "cash deposit", "Remitly 1234", "Wise payments"])
def test_a_credit_whose_words_say_what_it_is_pairs_by_no_rate(entry: MakeEntry, text: str) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal", text="To Meezan Bank")
    come = entry("Meezan 4410", "2025-09-02", "27600", "unknown", currency="PKR", text=text)

    assert rules(out, come) == []


def test_words_of_the_sender_outweigh_what_else_a_credit_says(entry: MakeEntry) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = entry(
        "Meezan 4410", "2025-09-02", "27600", "unknown", currency="PKR", text="Payoneer loan Remitly"
    )

    assert rules(out, come) == ["rate of the day, named account"]


@pytest.mark.parametrize(
    ("text", "payer", "far", "paired"),
    [
        ("Remitly", "", None, False),  # a remittance company sent it
        ("Wise", "", None, False),  # another wallet did
        ("Payoneer", "", None, True),
        ("wire", "Acme Inc", ("98", "USD"), False),  # it prints its payer and the dollars that the payer sent
        ("wire", "Acme Inc", None, True),  # it prints a payer alone: bank names stand there, too
        ("wire", "Payoneer Inc", ("98", "USD"), True),
    ],
)
def test_what_a_foreign_credit_says_of_its_sender_decides_before_its_rate(
    entry: MakeEntry, text: str, payer: str, far: tuple[str, str] | None, paired: bool
) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = entry(
        "Meezan 4410",
        "2025-09-02",
        "27440",
        "deposit",
        currency="PKR",
        text=text,
        counterparty=payer,
        far=far,
    )

    assert ("rate of the day" in rules(out, come)) == paired


# What the withdrawal prints of the other side must arrive: to the rupee, or less the tax that banks take.
@pytest.mark.parametrize(
    ("rupees", "rule"),
    [
        ("27600", "far side"),
        ("27600.99", "far side"),
        ("27601", "rate of the day"),
        ("27324", "far side"),  # less 1 % to the rupee
        ("27531", "far side"),  # less 0.25 %
        ("26772", "rate of the day"),  # less charges, at most 3 %
        ("26771", None),
        ("27602", None),
    ],
)
def test_rupees_that_the_wallet_prints_arrive(entry: MakeEntry, rupees: str, rule: str | None) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal", far=("27600", "PKR"))
    come = entry("Meezan 4410", "2025-09-02", rupees, "deposit", currency="PKR", text="Inward remittance")

    assert rules(out, come) == ([rule] if rule else [])


def test_dollars_that_the_credit_prints_are_those_that_left(entry: MakeEntry) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = entry(
        "Meezan 4410", "2025-09-02", "20000", "deposit", currency="PKR", text="Payoneer", far=("100", "USD")
    )

    assert rules(out, come) == ["far side"]
    assert rules(out, come._replace(far_amount=Decimal("100.01"))) == []
    assert rules(out, come._replace(far_currency="EUR")) == []


def test_a_clients_wire_of_the_same_dollars_is_the_transfer_only_if_no_other_credit_is(
    entry: MakeEntry,
) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    wire = entry(
        "Meezan 4410",
        "2025-09-02",
        "20000",
        "deposit",
        currency="PKR",
        counterparty="Acme Inc",
        text="SWIFT",
        far=("100", "USD"),
    )
    own = entry("Meezan 4410", "2025-09-03", "27440", "deposit", currency="PKR", text="Payoneer")

    assert pairs(out, wire) == [("far side, another payer", "2025-09-01", "2025-09-02")]
    assert pairs(out, wire, own) == [("rate of the day", "2025-09-01", "2025-09-03")]


@pytest.mark.parametrize(
    ("day", "text", "paired"),
    [
        ("2025-09-13", "Direct to local bank", True),
        ("2025-09-14", "Direct to local bank", False),
        ("2025-09-06", "To Payoneer, then my bank", True),
        ("2025-09-07", "To Payoneer, then my bank", False),
    ],
)
def test_a_platform_that_pays_the_bank_itself_is_given_more_days(
    entry: MakeEntry, day: str, text: str, paired: bool
) -> None:
    out = entry("Upwork", "2025-09-01", "-100", "withdrawal", text=text)
    come = entry("Meezan 4410", day, "27440", "deposit", currency="PKR", text="Inward remittance")

    assert bool(pairs(out, come)) == paired


# Money that is said to go to one account of the user does not arrive in another.
@pytest.mark.parametrize(
    ("text", "tail", "bank", "paired"),
    [
        ("To Meezan Bank", "", "Meezan 4410", True),
        ("To Meezan Bank", "", "HBL 0001", False),
        ("To my bank", "4410", "Meezan 4410", True),
        ("To my bank", "4410", "HBL 0001", False),
        ("To my bank", "9999", "HBL 0001", True),  # of no account that was read
        ("To HBL", "4410", "HBL 0001", True),  # the name outweighs digits that contradict it
        ("To Faysal Bank", "", "HBL 0001", False),  # a bank of which no file was read
    ],
)
def test_money_goes_where_the_withdrawal_says(
    entry: MakeEntry, text: str, tail: str, bank: str, paired: bool
) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal", text=text, tail=tail)
    come = entry(bank, "2025-09-02", "27440", "deposit", currency="PKR", text="Inward remittance")
    others = [
        entry(name, "2025-01-01", "1", "interest", currency="PKR") for name in ("Meezan 4410", "HBL 0001")
    ]

    assert bool(pairs(*others, out, come)) == paired


@pytest.mark.parametrize(
    ("sender", "paired"),
    [
        ("Payoneer", True),
        ("Wise", False),  # another wallet
        ("Upwork", False),  # a platform that paid the bank itself
        ("nobody known", True),
    ],
)
def test_money_comes_from_where_the_credit_says(entry: MakeEntry, sender: str, paired: bool) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = entry(
        "Meezan 4410",
        "2025-09-02",
        "27440",
        "deposit",
        currency="PKR",
        text=f"{sender} inward",
        far=("100", "USD"),
    )
    others = [entry(name, "2025-01-01", "1", "interest") for name in ("Wise", "Upwork")]

    assert bool(pairs(*others, out, come)) == paired


def test_a_wallet_may_stand_between_a_platform_and_the_bank(entry: MakeEntry) -> None:
    out = entry("Upwork", "2025-09-01", "-100", "withdrawal")
    come = entry(
        "Meezan 4410",
        "2025-09-02",
        "27440",
        "deposit",
        currency="PKR",
        text="Payoneer inward",
        far=("100", "USD"),
    )
    other = entry("Payoneer", "2025-01-01", "1", "interest")

    assert rules(other, out, come) == ["far side"]


def test_a_withdrawal_arrives_once_and_never_in_its_own_account(entry: MakeEntry) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    back = entry("Payoneer", "2025-09-02", "100", "deposit", counterparty="Payoneer")

    assert pairs(out, back) == []


@pytest.mark.parametrize(
    ("second", "rivals"),
    [
        (("2025-09-02", "27440"), 0),  # alike in all that counts: either is as good
        (("2025-09-02", "27439.99"), 0),  # nearer to what is usual
        (("2025-09-03", "27440"), 0),  # who left first arrives first
    ],
)
def test_of_two_credits_the_nearer_is_the_arrival(
    entry: MakeEntry, second: tuple[str, str], rivals: int
) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = [
        entry("Meezan 4410", day, rupees, "deposit", currency="PKR", text="Inward remittance")
        for day, rupees in (("2025-09-02", "27580"), second)
    ]
    made = linked(out, *come)

    assert len(made.pairs) == 1
    assert len(made.rivals) == rivals


def test_two_credits_as_far_from_what_is_usual_are_left_to_the_user(entry: MakeEntry) -> None:
    # 27,580 are usual for 100 dollars: 100 rupees more or less have an equal claim.
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal")
    come = [
        entry("Meezan 4410", "2025-09-02", rupees, "deposit", currency="PKR", text="Inward remittance")
        for rupees in ("27480", "27680")
    ]
    made = linked(out, *come)

    assert made.pairs == ()
    (numbers,) = made.rivals.values()
    assert sorted(made.arrivals[number].gross for number in numbers) == [27_480, 27_680]


@pytest.mark.parametrize(("amount", "questions"), [("500", 1), ("499.99", 0)])
def test_dollars_that_leave_and_come_between_strangers_are_a_question(
    entry: MakeEntry, amount: str, questions: int
) -> None:
    out = entry("Upwork", "2025-09-01", "-500", "withdrawal")
    come = entry("Payoneer", "2025-09-02", amount, "deposit", counterparty="Acme")

    assert asked(out, come) == questions
    rupees = out._replace(currency="PKR"), come._replace(currency="PKR")
    assert asked(*rupees) == 0


def test_an_unknown_rate_pairs_nothing_by_rate(entry: MakeEntry) -> None:
    out = entry("Payoneer", "2025-09-01", "-100", "withdrawal", currency="EUR")
    come = entry("Meezan 4410", "2025-09-02", "27440", "deposit", currency="PKR", text="Payoneer")

    assert pairs(out, come) == []


def of_wallet(entry: MakeEntry, rows: Sequence[tuple[str, str, str]]) -> list[Entry]:
    return [
        entry("Payoneer", f"2025-09-{day}", amount, "withdrawal", tail=tail) for day, amount, tail in rows
    ]


@pytest.mark.parametrize(
    ("rows", "came_back"),
    [
        ([("01", "-100", ""), ("05", "100", "")], {0: 1, 1: 0}),
        ([("01", "-100", ""), ("05", "99", "")], {}),
        ([("01", "100", ""), ("05", "-100", "")], {}),  # nothing had left before
        ([("01", "-100", ""), ("02", "-100", ""), ("05", "100", "")], {1: 2, 2: 1}),  # the latest
        ([("01", "-100", "4410"), ("02", "-100", "0001"), ("05", "100", "4410")], {0: 2, 2: 0}),
        (
            [("01", "-100", ""), ("02", "-100", ""), ("05", "100", ""), ("06", "100", "")],
            {1: 2, 2: 1, 0: 3, 3: 0},
        ),
    ],
)
def test_a_withdrawal_that_came_back_is_the_latest_of_its_amount_before(
    entry: MakeEntry, rows: list[tuple[str, str, str]], came_back: dict[int, int]
) -> None:
    assert linked(*of_wallet(entry, rows)).reversed == came_back
