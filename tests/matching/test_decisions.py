"""Answers find their rows by id; one that names what is gone, or what cannot be, is kept with the reason."""

from collections.abc import Sequence

import pytest
from matching_rows import MakeEntry, file_of

from freelance_pk.intake.registry import institutions
from freelance_pk.matching.identity import Identities, id_of_payer
from freelance_pk.matching.linked import Linked, link
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Entry
from freelance_pk.model.review import Answer, Answers


def linked(rows: Sequence[Entry], *answers: tuple[str, str, tuple[str, ...]]) -> Linked:
    given = {id_: Answer(id_, answer, others) for id_, answer, others in answers}
    return link(merge([file_of(rows)]), institutions(), lambda *_: None, (), Answers(given))


def ids(rows: Sequence[Entry]) -> list[str]:
    """Return the id of every row, in the order of the merged entries."""
    merged = merge([file_of(rows)])
    made = Identities(merged, institutions())
    return [made.of_entry(position) for position in range(len(merged.entries))]


def lost(made: Linked) -> list[str]:
    return [each.reason for each in made.decisions.lost]


@pytest.fixture
def rows(entry: MakeEntry) -> list[Entry]:
    """Two withdrawals and two credits, on four days."""
    return [
        entry("Payoneer", "2025-09-01", "-100", "withdrawal"),
        entry("Payoneer", "2025-09-02", "-200", "withdrawal"),
        entry("Meezan 4410", "2025-09-03", "27000", "unknown", currency="PKR", text="IBFT one"),
        entry("Meezan 4410", "2025-09-04", "54000", "unknown", currency="PKR", text="IBFT two"),
    ]


def test_a_withdrawal_that_the_user_says_arrived_is_a_transfer(rows: list[Entry]) -> None:
    out, _, credit, _ = ids(rows)
    made = linked(rows, (out, "arrived", (credit,)))

    assert [(pair.out, made.arrivals[pair.arrival].gross) for pair in made.pairs] == [(0, rows[2].amount)]
    assert list(made.decisions.applied) == [out]


def test_several_withdrawals_may_arrive_as_one_credit_and_one_as_several(rows: list[Entry]) -> None:
    one, two, first, second = ids(rows)
    together = linked(rows, (one, "arrived", (first,)), (two, "arrived", (first,)))
    apart = linked(rows, (one, "arrived", (first, second)))

    assert [pair.out for pair in together.pairs] == [0, 1]
    assert together.outs_of(together.pairs[0].arrival) == (0, 1)
    assert [made.gross for made in (apart.arrivals[number] for number in apart.arrivals_of(0))] == [
        rows[2].amount,
        rows[3].amount,
    ]


def test_several_withdrawals_and_several_credits_are_no_transfer(rows: list[Entry]) -> None:
    one, two, first, second = ids(rows)
    made = linked(rows, (one, "arrived", (first,)), (two, "arrived", (first, second)))

    assert lost(made) == ["several withdrawals and several credits cannot be one transfer"]


def test_a_row_with_an_answer_of_its_own_is_in_no_transfer(rows: list[Entry]) -> None:
    out, _, credit, _ = ids(rows)
    made = linked(rows, (out, "arrived", (credit,)), (credit, "gift", ()))

    assert lost(made) == [f"{credit}, which it names, has an answer of its own"]
    assert made.pairs == ()


@pytest.mark.parametrize(
    ("id_", "answer", "others", "reason"),
    [
        ("credit-0000000000", "gift", (), "its row is in no file"),
        ("certificate-0000000000", "ignore", (), "its certificate is in no file"),
        ("certificate-0000000000", "credit", ("credit-0000000000",), "certificate-0000000000 is in no file"),
        ("account-0000000000", "bank", (), "no file is of that account"),
        ("payer-0000000000", "client", (), "no row names that payer"),
        ("withdrawal-0000000000", "arrived", ("credit-0000000000",), "withdrawal-0000000000 is in no file"),
    ],
)
def test_an_answer_about_what_no_file_holds_is_kept_with_the_reason(
    rows: list[Entry], id_: str, answer: str, others: tuple[str, ...], reason: str
) -> None:
    made = linked(rows, (id_, answer, others))

    assert lost(made) == [reason]
    assert made.decisions.applied == {}


def test_an_answer_that_names_a_credit_that_is_gone_says_which(rows: list[Entry]) -> None:
    out, *_ = ids(rows)

    assert lost(linked(rows, (out, "arrived", ("credit-0000000000",)))) == ["credit-0000000000 is in no file"]


def test_what_a_payer_sends_is_answered_once_for_all_of_it(entry: MakeEntry) -> None:
    rows = [
        entry("Payoneer", "2025-09-01", "100", "deposit", counterparty="Acme  Inc"),
        entry("Payoneer", "2025-09-05", "200", "deposit", counterparty="ACME INC"),
        entry("Payoneer", "2025-09-06", "300", "deposit", counterparty="Other"),
    ]
    payer = id_of_payer("Payoneer", "acme inc")
    made = linked(rows, (payer, "client", ()))

    assert sorted(made.decisions.payers) == [("Payoneer", "ACME INC"), ("Payoneer", "Acme  Inc")]
    assert lost(made) == []


def test_a_withdrawal_on_its_way_may_still_find_its_arrival_and_a_lost_one_not(entry: MakeEntry) -> None:
    rows = [
        entry("Upwork", "2025-09-01", "-100", "withdrawal"),
        entry("Payoneer", "2025-09-02", "100", "deposit", counterparty="Upwork"),
    ]
    (out, _) = ids(rows)

    assert len(linked(rows, (out, "transit", ())).pairs) == 1
    assert linked(rows, (out, "spent", ())).pairs == ()
