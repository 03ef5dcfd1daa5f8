"""What the report says of review items: open ones are errors, answers that do not apply are named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from freelance_pk.matching.decisions import Lost
from freelance_pk.matching.linked import Linked
from freelance_pk.model.issue import Issue, error, note, warning
from freelance_pk.model.money import ZERO
from freelance_pk.model.period import Period
from freelance_pk.model.review import CreditRule, Item, State, Topic
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.credits import ANSWER, RULE, CreditClass
from freelance_pk.statement.receipts import Realised

_SHOWN = 3
# Rupees of a transfer named by the user against the State Bank's value: outside, the rows hardly belong together.
_PLAUSIBLE = (Decimal("0.85"), Decimal("1.05"))


def open_items(items: Iterable[Item], period: Period) -> Iterator[Issue]:
    """Yield an issue for every item of the period that is open, or counted with a warning.

    Rows without a meaning of their own can be many: they share one issue for each code.
    """
    rows: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if not item.code or item.until < period.start or item.day > period.end:
            continue
        if item.topic in (Topic.ROW, Topic.PAYMENT) and item.state is State.OPEN:
            rows[item.code].append(item)
        elif item.state is State.OPEN:
            remedy = f"answer it: `freelance-pk review` (its id is {item.id})"
            yield error(
                item.code,
                f"{item.fact} {_sentence(item.why)}",
                origin=item.origin,
                remedy=f"{remedy}; or {item.remedy}" if item.remedy else remedy,
                pkr=item.pkr,
            )
        elif item.state is State.ASSUMED:
            remedy = f"`freelance-pk review --answer {item.id}=...` overrules it"
            yield warning(
                item.code,
                f"{item.fact} {_sentence(item.why)} It belongs in the wealth statement.",
                origin=item.origin,
                remedy=f"{item.remedy}; {remedy}" if item.remedy else remedy,
                pkr=item.pkr,
            )
    for code, unclear in sorted(rows.items()):
        yield _rows(code, unclear)


def _rows(code: str, items: list[Item]) -> Issue:
    accounts = ", ".join(sorted({item.account for item in items}))
    words = (
        "adjustments: neither income nor fee is known of them"
        if code == "adjustment-unclear"
        else "rows of unknown kind"
    )
    shown = "; ".join(item.origin for item in items[:_SHOWN])
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return error(
        code,
        f"{accounts}: {len(items)} {words}; they are in no total of earnings.",
        origin=shown + more,
        remedy="say what they are: `freelance-pk review`",
        pkr=sum((abs(item.pkr) for item in items if item.pkr is not None), ZERO),
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def answers_attention(
    linked: Linked,
    realised: Realised,
    rules: tuple[CreditRule, ...],
    converter: Converter,
    period: Period,
) -> Iterator[Issue]:
    """Yield what is to be said of answers: those that do not apply, that evidence contradicts or overtook."""
    for lost in linked.decisions.lost:
        yield _lost(lost, linked, period)
    yield from _overtaken(linked, period)
    yield from _against_evidence(linked, realised, period)
    yield from _far_off(linked, converter, period)
    used = {by.removeprefix(f"{RULE}: ") for by in realised.by.values() if by.startswith(RULE)}
    for rule in rules:
        if rule.match not in used:
            yield warning(
                "answer-not-applied",
                f"your rule for credits that say {rule.match!r} fits no credit.",
                remedy="correct or remove the [[rule]] in review.toml",
            )
    for aside in linked.set_aside:
        yield note(
            "account-of-another",
            f"{aside.account} is somebody else's account: its {aside.rows} rows are in no figure.",
        )


def _lost(lost: Lost, linked: Linked, period: Period) -> Issue:
    answer = lost.answer
    about = f" ({answer.about})" if answer.about else ""
    message = f"your answer {answer.answer!r} to {answer.id}{about} does not apply: {lost.reason}."
    remedy = f"if the row is gone for good: `freelance-pk review --withdraw {answer.id}`"
    elsewhere = answer.day is not None and answer.day not in period
    missing = bool(answer.account) and answer.account not in linked.merged.accounts
    # In another period, or of an account whose file was not given, it changes nothing that is shown here.
    make = warning if elsewhere or missing else error
    return make("answer-not-applied", message, remedy=remedy)


def _overtaken(linked: Linked, period: Period) -> Iterator[Issue]:
    for position, answer in linked.decisions.outs.items():
        entry = linked.merged.entries[position]
        pair = linked.pair_of_out.get(position)
        if entry.day not in period or (pair is None and position not in linked.reversed):
            continue
        where = "came back" if pair is None else f"arrived on {linked.arrivals[pair.arrival].day}"
        yield warning(
            "answer-overtaken",
            f"your answer {answer.answer!r} to {answer.id} no longer applies: by the files the "
            f"{entry.currency} {-entry.amount:,} of {entry.day} {where}, and it is counted so.",
            origin=entry.origin,
            remedy=f"`freelance-pk review --withdraw {answer.id}`",
        )


def _against_evidence(linked: Linked, realised: Realised, period: Period) -> Iterator[Issue]:
    for number, by in realised.by.items():
        arrival = linked.arrivals[number]
        if by != ANSWER or arrival.day not in period or realised.classes[number] is CreditClass.RECEIPT:
            continue
        if arrival.tax:
            yield warning(
                "answer-against-evidence",
                f"you answered that {arrival.currency} {arrival.gross:,} of {arrival.day} in {arrival.account} is "
                f"{realised.classes[number]}, but the bank took tax of {arrival.tax:,} from it as from an export "
                "receipt. Your answer is followed, and the tax is in no figure.",
                remedy="look at the certificate of that credit again",
                pkr=arrival.gross,
            )


def _far_off(linked: Linked, converter: Converter, period: Period) -> Iterator[Issue]:
    """Warn of named transfers whose two sides are worth very different sums."""
    groups = {linked.outs_of(pair.arrival) + linked.arrivals_of(pair.out): pair for pair in linked.joined}
    for pair in groups.values():
        outs, numbers = linked.outs_of(pair.arrival), linked.arrivals_of(pair.out)
        arrived = [linked.arrivals[number] for number in numbers]
        sent = [linked.merged.entries[out] for out in outs]
        if not any(each.day in period for each in arrived):
            continue
        left = [converter.rupees(-each.amount, each.currency, each.day) for each in sent]
        came = [converter.rupees(each.gross, each.currency, each.day) for each in arrived]
        value = sum((each for each in left if each is not None), ZERO)
        reached = sum((each for each in came if each is not None), ZERO)
        if None in left or None in came or not value:
            continue
        if not _PLAUSIBLE[0] <= reached / value <= _PLAUSIBLE[1]:
            yield warning(
                "answer-far-off",
                f"by your answer Rs {round(value):,} that left {sent[0].account} on {sent[0].day} is "
                f"Rs {round(reached):,} in {arrived[0].account} on {arrived[0].day}: they are far apart.",
                remedy=f"look at the two rows again; `freelance-pk review --withdraw {linked.ids.of_entry(outs[0])}`",
            )
