"""What the words of the type, direction and status columns mean."""

from freelance_pk.intake.learning.answers import SIDES, STATUSES
from freelance_pk.intake.learning.money_columns import balance_tells_sign, is_unsigned
from freelance_pk.intake.learning.survey import Column
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.intake.learning.work import NAMED, PROVEN, Work
from freelance_pk.model.entry import Kind

_IN = frozenset({Kind.EARNING, Kind.BONUS, Kind.DEPOSIT, Kind.FUNDING, Kind.INTEREST, Kind.SALARY})
_OUT = frozenset(
    {
        Kind.FEE,
        Kind.FEE_TAX,
        Kind.REFUND,
        Kind.WITHDRAWAL,
        Kind.WITHDRAWAL_FEE,
        Kind.TAX_WITHHELD,
        Kind.SUBSCRIPTION,
        Kind.CARD,
        Kind.EXPENSE,
    }
)
_KINDS = tuple(kind.value for kind in Kind)


def choose_words(work: Work) -> None:
    """Decide the shape of the amounts and what every word means, or ask."""
    _status(work)
    _kinds(work)
    if not any(work.one(name) for name in ("amount", "credit", "debit", "gross", "net")):
        return
    _shape(work)
    if work.shape != "marked":
        work.fields.pop("direction", None)
    if work.kind == "platform" and not work.kinds and work.shape != "gross-fee-net":
        _money_in(work)


def _kinds(work: Work) -> None:
    """Give the type column's words their kinds; a bank's are left to the rules over its text."""
    if not work.said("kind"):
        direction = work.one("direction")
        found = [
            column
            for column in work.named("kind")
            if column.words and (direction is None or column.place != direction.place)
        ]
        if work.kind not in ("wallet", "platform") or len(found) != 1:
            return
        work.give("kind", (found[0],), NAMED)
    column = work.one("kind")
    for word in column.words if column is not None else ():
        said = work.answers.meaning(word, _KINDS)
        kind = Kind(said) if said else vocabulary().kind_of(word)
        if kind is not None:
            work.kinds[word] = kind
        else:
            work.ask(
                "word",
                f"What is a row of type {word!r}?",
                f'--word "{word}=KIND" (KIND one of {", ".join(_KINDS)})',
                (word,),
                _KINDS,
            )


def _shape(work: Work) -> None:
    if work.one("credit") or work.one("debit"):
        work.shape = "two-columns"
    elif work.one("gross") and work.one("fee"):
        plain = work.one("net") and work.kind == "platform" and not work.one("kind")
        work.shape = "gross-fee-net" if plain else "gross-and-fee"
    else:
        _single(work)


def _single(work: Work) -> None:
    """Decide the sign of amounts in one column."""
    for other in ("gross", "net"):
        if not work.one("amount") and work.one(other):
            work.give("amount", work.fields.pop(other), work.why.pop(other))
    for name in ("gross", "net", "fee"):
        work.fields.pop(name, None)
    work.shape = "signed"
    if not is_unsigned(work):
        return
    if work.one("direction"):
        work.shape = "marked"
        _signs(work)
    elif work.why.get("balance") == PROVEN:
        return  # every row came in: the balances show it
    elif balance_tells_sign(work):
        work.shape = "balance-signed"
        work.why["balance"] = PROVEN
    elif work.one("kind"):
        work.shape = "marked"
        work.give("direction", work.fields["kind"], work.why["kind"])
        _signs_of_kinds(work)
    else:
        _ask_of_side(work)


def _ask_of_side(work: Work) -> None:
    amount = work.fields["amount"][0]
    work.ask(
        "side",
        f"No amount in {amount.name} has a minus, and nothing beside it tells money in from money out. Is every row money in?",
        f'--map "credit={amount.name}" if every row is money in; --map "direction=COLUMN" if a column tells',
        (amount.name,),
    )


def _signs(work: Work) -> None:
    column = work.fields["direction"][0]
    for word in column.words:
        sign = SIDES.get(work.answers.meaning(word, SIDES), "") or vocabulary().sign_of(word)
        _sign(work, column, word, sign)
    if not column.words:
        work.ask_column(
            "direction", f"{column.name} has too many words to tell in from out. Which column does?", []
        )


def _signs_of_kinds(work: Work) -> None:
    column = work.fields["kind"][0]
    for word, kind in work.kinds.items():
        sign = SIDES.get(work.answers.meaning(word, SIDES), "")
        _sign(work, column, word, sign or ("+" if kind in _IN else "-" if kind in _OUT else ""))


def _sign(work: Work, column: Column, word: str, sign: str) -> None:
    if sign:
        work.signs[word] = sign
    else:
        work.ask(
            "word",
            f"Is a row with {word!r} in {column.name} money in or money out?",
            f'--word "{word}=in" or --word "{word}=out"',
            (word,),
            tuple(SIDES),
        )


def _status(work: Work) -> None:
    if not work.said("status"):
        found = [column for column in work.named("status") if column.words]
        if len(found) > 1:
            work.ask_column("status", "Which column tells whether the money moved? (empty: none)", found)
        if len(found) != 1:
            return
        work.give("status", (found[0],), NAMED)
    column = work.one("status")
    for word in column.words if column is not None else ():
        bare = word.strip().casefold()
        said = work.answers.meaning(word, STATUSES)
        known = vocabulary().status
        if said == "keep" or (not said and bare in known.keep):
            work.keep.append(bare)
        elif said == "skip" or bare in known.skip:
            work.skip[bare] = known.skip.get(bare, f"status {bare}: no money moved")
        else:
            work.ask(
                "word",
                f"Did money move in a row with the status {word!r}?",
                f'--word "{word}=keep" if money moved, --word "{word}=skip" if not',
                (word,),
                STATUSES,
            )


def _money_in(work: Work) -> None:
    """Ask what a platform's rows of money in are, where no column of types says so."""
    for sign in "+-":
        said = work.answers.meaning(sign, _KINDS)
        if said:
            work.others[sign] = Kind(said)
        elif sign == "+":
            work.ask(
                "word",
                "What are the rows of money in, if no rule knows them by their text?",
                f'--word "+=earning" (or another of {", ".join(_KINDS)})',
                ("+",),
                _KINDS,
                "earning",
            )
