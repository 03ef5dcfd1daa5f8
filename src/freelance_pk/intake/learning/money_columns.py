"""Which columns give the amounts, the balance and the fee of a proposal, and with which sign."""

from freelance_pk.intake.learning.amounts import (
    Chosen,
    by_arithmetic_of_fees,
    fee_fits,
    numeric,
    proven_by_balance,
    unsigned_by_balance,
)
from freelance_pk.intake.learning.survey import Column
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.intake.learning.work import NAMED, PROVEN, Work

_MAIN = ("amount", "credit", "debit", "gross", "net")


def choose_money(work: Work) -> None:
    """Decide the amount columns, or ask for them."""
    _choose_direction(work)
    said = [name for name in _MAIN if work.said(name)]
    fee_said = work.said("fee")
    balance_said = work.said("balance")
    if any(work.one(name) for name in said):
        _complete_said(work, fee_said=fee_said)
    elif fee_said or not _by_fees(work):
        _by_names_and_balances(work, balance_said=balance_said)
    if any(question.about == "amounts" for question in work.questions):
        return
    if not any(work.one(name) for name in _MAIN):
        work.ask(
            "amounts",
            "Which column holds the amounts? One with in and out together, or one for each.",
            '--map "amount=COLUMN", or --map "credit=MONEY IN" --map "debit=MONEY OUT"; columns of numbers: '
            + (", ".join(column.name for column in numeric(work.survey) if column.filled) or "none"),
        )
        return
    if not balance_said and not work.one("balance"):
        _balance_by_name(work)
    if not fee_said and work.one("amount"):
        _ask_of_fee(work)


def _choose_direction(work: Work) -> None:
    """Find the column whose words tell in from out: a name for it, and words that are known or were said."""
    if work.said("direction"):
        return
    known = vocabulary()

    def tells(column: Column) -> bool:
        return not column.styles and {known.sign_of(word) for word in column.words} == {"+", "-"}

    found = [column for column in work.survey.columns if tells(column)]
    by_name = [column for column in work.named("direction") if column.words and not column.styles]
    chosen = found or by_name
    if chosen:
        work.give("direction", (chosen[0],), NAMED)


def sign_of_row(work: Work, number: int) -> int:
    """Return 1 or -1 by the direction word of a dated row, 0 where it has none that is known."""
    column = work.one("direction")
    row = work.survey.rows[number][1]
    word = row[column.place] if column is not None and column.place < len(row) else ""
    return {"+": 1, "-": -1}.get(vocabulary().sign_of(word), 0)


def _complete_said(work: Work, *, fee_said: bool) -> None:
    """Add the fee beside a gross that the user named."""
    gross, net = work.one("gross"), work.one("net")
    if gross is None:
        return
    if not fee_said:
        fees = [column for column in work.named("fee") if column.styles]
        if len(fees) == 1:
            work.give("fee", (fees[0],), NAMED)
    fee = work.one("fee")
    if fee is not None:
        work.fee_sign = (
            "signed"
            if (net and fee_fits(work.survey, gross, fee, net) == "signed") or fee.negative
            else "charged"
        )


def _by_fees(work: Work) -> bool:
    """Find gross, fee and net that fit in every row."""
    fees = [column for column in work.named("fee") if column.styles]
    solutions = by_arithmetic_of_fees(work.survey, fees)
    amounts = {column.place for name in ("gross", "net", "amount") for column in work.named(name)}
    if len(solutions) > 1:
        solutions = [each for each in solutions if {each[0]["gross"].place, each[0]["net"].place} <= amounts]
    if len(solutions) != 1:
        gross = [column for column in work.named("gross") if column.styles]
        if len(gross) == 1 and len(fees) == 1 and not solutions:
            work.give("gross", (gross[0],), NAMED)
            work.give("fee", (fees[0],), NAMED)
            work.fee_sign = "signed" if fees[0].negative else "charged"
            return True
        return False
    chosen, how = solutions[0]
    for name, column in chosen.items():
        work.give(name, (column,), PROVEN)
    work.fee_sign = how
    return True


def _by_names_and_balances(work: Work, *, balance_said: bool) -> None:
    named = _by_names(work)
    with_words = work.one("direction") is not None
    proofs = proven_by_balance(
        work.survey, (lambda number: sign_of_row(work, number)) if with_words else None
    )
    said = work.one("balance")
    if balance_said:
        proofs = [each for each in proofs if said is not None and each["balance"].place == said.place]
    fitting = [each for each in proofs if _same(each, named)] if named else proofs
    if named and (fitting or not proofs):
        for name, column in named.items():
            work.give(name, (column,), PROVEN if fitting else NAMED)
        if fitting:
            work.give("balance", (fitting[0]["balance"],), work.why.get("balance", PROVEN))
    elif not named and len(proofs) == 1:
        for name, column in proofs[0].items():
            work.give(name, (column,), PROVEN)
    elif proofs:
        _ask_which(work, proofs[0])


def _same(proof: Chosen, named: Chosen) -> bool:
    return all(name in proof and proof[name].place == column.place for name, column in named.items())


def _ask_which(work: Work, proof: Chosen) -> None:
    """Ask for the amounts where names and sums say different things, or several columns fit."""
    flags = " ".join(f'--map "{name}={column.name}"' for name, column in proof.items())
    work.ask(
        "amounts",
        "The names of the columns and the running balance do not tell the same amounts. Which column holds them?",
        f"{flags} (what the balances say); or what the columns are",
    )


def _by_names(work: Work) -> Chosen:
    """Return the amount columns that names alone tell, {} if they leave a choice."""
    of = {
        name: [column for column in work.named(name) if column.styles or not column.filled]
        for name in ("amount", "credit", "debit")
    }
    if len(of["credit"]) == len(of["debit"]) == 1 and of["credit"][0].place != of["debit"][0].place:
        return {"credit": of["credit"][0], "debit": of["debit"][0]}
    if not of["credit"] and not of["debit"] and len([each for each in of["amount"] if each.filled]) == 1:
        return {"amount": next(each for each in of["amount"] if each.filled)}
    return {}


def _balance_by_name(work: Work) -> None:
    found = [column for column in work.named("balance") if column.styles]
    if len(found) == 1:
        work.give("balance", (found[0],), NAMED)
    elif found:
        work.ask_column("balance", "Which column is the balance after each row? (empty: none)", found)


def _ask_of_fee(work: Work) -> None:
    """Ask whether the amount is before or after a fee that is printed beside it; a balance that follows tells."""
    fees = [column for column in work.named("fee") if column.styles and _not_all_zero(column)]
    amount = work.one("amount")
    if not fees or amount is None or work.why.get("balance") == PROVEN or work.why["amount"] == PROVEN:
        return
    work.ask(
        "fee",
        f"Was the fee in {fees[0].name} taken off the amount in {amount.name} already (net), or is it taken off besides (gross)?",
        f'--map "gross={amount.name}" --map "fee={fees[0].name}" if the fee is taken off the amount besides; '
        '--map "fee=" if the amount is what is left',
        (amount.name, fees[0].name),
        ("net", "gross"),
    )


def _not_all_zero(column: Column) -> bool:
    return not column.words or any(any(char in "123456789" for char in word) for word in column.words)


def is_unsigned(work: Work) -> bool:
    """Say whether the amounts stand in one column without a sign and no balance follows them as they are."""
    amount = work.one("amount") or (work.one("gross") if work.one("fee") is None else None)
    return amount is not None and not amount.negative


def balance_tells_sign(work: Work) -> bool:
    """Say whether the balances tell the sign of unsigned amounts."""
    amount, balance = work.one("amount"), work.one("balance")
    return amount is not None and balance is not None and unsigned_by_balance(work.survey, amount, balance)
