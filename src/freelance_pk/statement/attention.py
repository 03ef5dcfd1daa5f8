"""What the user must know or do: evidence, tax deducted too much or too little, questions."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.law.purpose import PurposeClass, purpose_class
from freelance_pk.matching.arrivals import Arrival
from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import AccountKind, Entry
from freelance_pk.model.issue import Issue, note, warning
from freelance_pk.model.money import PKR, ZERO, paisa
from freelance_pk.model.period import Period
from freelance_pk.model.review import CreditRule, Item
from freelance_pk.statement.bank_taxes import other_bank_taxes
from freelance_pk.statement.convert import Converter
from freelance_pk.statement.credits import PROFILE, CreditClass
from freelance_pk.statement.deduction import NOTHING_TAKEN
from freelance_pk.statement.disposals import disposals
from freelance_pk.statement.fates import End, Fate
from freelance_pk.statement.figures import Basis, Receipt
from freelance_pk.statement.flows import Bucket, Flows
from freelance_pk.statement.receipts import Realised
from freelance_pk.statement.review_issues import answers_attention, open_items

_SHOWN = 3  # how many rows a message names before it says how many more there are


class Context(NamedTuple):
    """What the issues of a period are found in."""

    linked: Linked
    flows: Flows
    fates: tuple[Fate, ...]
    realised: Realised
    items: tuple[Item, ...]
    rules: tuple[CreditRule, ...]
    converter: Converter
    period: Period


def attention(context: Context, receipts: tuple[Receipt, ...]) -> tuple[Issue, ...]:
    """Find every issue of a period's figures, beside those of reading and merging."""
    return (
        *open_items(context.items, context.period),
        *_plain_credits(context),
        *disposals(context.linked, context.period),
        *_settled(context),
        *_under_way(context),
        *_unfollowed(context),
        *_wallet_income(context),
        *answers_attention(
            context.linked, context.realised, context.rules, context.converter, context.period
        ),
        *_estimates(receipts),
        *_evidence(receipts),
        *_deduction(receipts),
        *other_bank_taxes(context.linked, context.period),
    )


def _rs(amount: Decimal) -> str:
    """Write rupees for a message: with paisa only where there are some."""
    shown = paisa(amount)
    return f"Rs {shown.to_integral_value() if shown == shown.to_integral_value() else shown:,}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _some(origins: Iterable[str]) -> str:
    every = list(origins)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return "; ".join(every[:_SHOWN]) + more


def _entry_of(arrival: Arrival, linked: Linked) -> Entry | None:
    return linked.merged.entries[arrival.entry] if arrival.entry is not None else None


def _origin_of(arrival: Arrival, linked: Linked) -> str:
    entry = _entry_of(arrival, linked)
    if entry is not None:
        return entry.origin
    return linked.merged.certificates[arrival.certificate].origin if arrival.certificate is not None else ""


def _plain_credits(context: Context) -> Iterable[Issue]:
    """Say what is left out of income without being asked about, and why."""
    others: list[Arrival] = []
    for number, owner in context.linked.named.items():
        if context.linked.arrivals[number].day in context.period:
            yield _of_the_profile(number, context, own=owner == "self")
    for number, what in context.realised.classes.items():
        arrival = context.linked.arrivals[number]
        if arrival.day not in context.period:
            continue
        if context.realised.by[number] == PROFILE:
            yield _of_the_profile(number, context, own=what is CreditClass.OWN)
        elif what is CreditClass.OTHER:
            others.append(arrival)
    if others:
        rupees = sum((arrival.gross for arrival in others if arrival.currency == PKR), ZERO)
        yield note(
            "other-credits",
            f"{len(others)} other bank credits are linked to no platform, wallet or certificate and are in no total.",
            origin=_some(_origin_of(arrival, context.linked) for arrival in others),
            remedy="look through them (`freelance-pk review --all`): money earned from clients in Pakistan belongs in "
            "the invoices file, and what came from abroad needs an answer",
            pkr=rupees,
        )


def _of_the_profile(number: int, context: Context, *, own: bool) -> Issue:
    arrival = context.linked.arrivals[number]
    whose = "an account of your own" if own else "an account that the profile names as somebody else's"
    return note(
        "own-money" if own else "money-of-another",
        f"{arrival.currency} {arrival.gross:,} of {arrival.day} in {arrival.account} came from {whose}: not income.",
        origin=_origin_of(arrival, context.linked),
        pkr=context.converter.rupees(arrival.gross, arrival.currency, arrival.day),
    )


def _settled(context: Context) -> Iterable[Issue]:
    """Name the sales that stand in the files of two accounts."""
    entries = context.linked.merged.entries
    for each in context.linked.settled:
        line = entries[each.out]
        if line.day in context.period:
            yield note(
                "sales-settled-elsewhere",
                f"{_count(len(each.rows), 'sale')} and refunds of {line.account}, {line.currency} {each.paid:,} in all, were "
                f"paid to {each.account} directly. They stand in both files and count once, as {line.account}'s; its fees on them, which {each.account} "
                "kept back, count once in the fees there.",
                origin=line.origin,
                pkr=context.converter.rupees(each.paid, line.currency, line.day),
            )


def _under_way(context: Context) -> Iterable[Issue]:
    entries = context.linked.merged.entries
    for fate in context.fates:
        entry = entries[fate.out]
        latest = fate.expected or entry.day
        if fate.end is not End.TRANSIT or entry.day > context.period.end or latest < context.period.start:
            continue
        if fate.out in context.linked.decisions.outs:
            continue
        yield warning(
            "arrival-not-seen",
            f"{entry.currency} {-entry.amount:,} left {entry.account} on {entry.day}; the statement of the other "
            "account ends before it could arrive. It counts as on its way.",
            origin=entry.origin,
            remedy="add the next statement of that account",
            pkr=context.converter.rupees(-entry.amount, entry.currency, entry.day),
        )


def _unfollowed(context: Context) -> Iterable[Issue]:
    entries = context.linked.merged.entries
    gone = [
        entries[fate.out]
        for fate in context.fates
        if fate.end is End.UNFOLLOWED and entries[fate.out].day in context.period
    ]
    if gone:
        known = [context.converter.rupees(-entry.amount, entry.currency, entry.day) for entry in gone]
        yield warning(
            "wallet-missing",
            f"{len(gone)} withdrawals went to a wallet whose export was not given. Receipts are those of the bank; "
            "what the wallet kept, spent or still holds is not known.",
            origin=_some(entry.origin for entry in gone),
            remedy="add the wallet's export for the period",
            pkr=sum((each for each in known if each is not None), ZERO),
        )


def _wallet_income(context: Context) -> Iterable[Issue]:
    wallets = {
        name for name, account in context.linked.merged.accounts.items() if account.kind is AccountKind.WALLET
    }
    payers = {
        (flow.account, flow.client)
        for flow in context.flows.sums
        if flow.bucket is Bucket.GROSS and flow.account in wallets and flow.day in context.period
    }
    payers -= context.linked.decisions.payers.keys()  # each of them was answered
    if payers:
        yield warning(
            "wallet-income",
            "payments into a wallet count as earnings, because no platform export explains them: "
            + _some(sorted(f"{client or 'unnamed payer'} into {account}" for account, client in payers))
            + ". If a platform paid them, they are net of its fee.",
            remedy="add the platform's own export, or say who they are: `freelance-pk review`",
        )


def _estimates(receipts: tuple[Receipt, ...]) -> Iterable[Issue]:
    words = {
        Basis.WITHDRAWN: "withdrawals, because no bank file or certificate covers them",
        Basis.EARNED: "net earnings, because no file shows any withdrawal",
    }
    for basis, reason in words.items():
        rung = [receipt for receipt in receipts if receipt.basis is basis]
        if rung:
            yield warning(
                "receipts-estimated",
                f"{_count(len(rung), 'receipt')} estimated from {reason}. The law taxes rupees realised through the bank.",
                origin=_some(receipt.origin for receipt in rung),
                remedy="add the bank statement and the certificates for the period",
                pkr=paisa(sum((receipt.gross for receipt in rung), ZERO)),
            )


def _evidence(receipts: tuple[Receipt, ...]) -> Iterable[Issue]:
    banked = [receipt for receipt in receipts if receipt.basis is Basis.BANK]
    bare = [receipt for receipt in banked if receipt.evidence != "certificate"]
    if bare:
        yield warning(
            "certificate-missing",
            f"{len(bare)} of {len(banked)} receipts have no certificate; where the bank credited net of tax, the "
            "gross is higher than the credit.",
            origin=_some(receipt.origin for receipt in bare),
            remedy="ask the bank for the e-PRC of each, or the year's S-PRC, and add them as a certificates file",
            pkr=paisa(sum((receipt.gross for receipt in bare), ZERO)),
        )
    family = [receipt for receipt in banked if purpose_class(receipt.purpose_code) is PurposeClass.FAMILY]
    if family:
        total = paisa(sum((receipt.gross for receipt in family), ZERO))
        yield warning(
            "purpose-code-family",
            f"{len(family)} export receipts of {_rs(total)} are certified under a family remittance code; they "
            "are counted as export receipts.",
            origin=_some(receipt.origin for receipt in family),
            remedy="ask the bank to correct the purpose code and to issue the year's S-PRC",
            pkr=total,
        )


def _deduction(receipts: tuple[Receipt, ...]) -> Iterable[Issue]:
    banked = [receipt for receipt in receipts if receipt.basis is Basis.BANK and receipt.rate]
    slack = Decimal(1)  # the bank rounds each deduction to the rupee
    over = [receipt for receipt in banked if receipt.tax > receipt.expected + slack]
    none = [receipt for receipt in banked if not receipt.tax and receipt.expected > 0]
    short = [receipt for receipt in banked if 0 < receipt.tax < receipt.expected - slack]
    if over:
        excess = sum((receipt.tax - receipt.expected for receipt in over), ZERO)
        yield warning(
            "tax-over-deducted",
            f"the bank deducted {_rs(excess)} more than the law's rate on {_count(len(over), 'receipt')} "
            f"({_reasons(over)}). The rate of s.154A does not double for anyone (Tenth Schedule rule 10(ca)), and is the "
            "PSEB rate while a registration runs; the excess is refundable.",
            origin=_some(receipt.origin for receipt in over),
            remedy="claim it in the return, and ask the bank to correct its rate",
            pkr=paisa(excess),
        )
    for code, rows, words in (
        ("tax-not-deducted", none, "no tax was deducted, or none is evidenced, on"),
        ("tax-short-deducted", short, "the bank deducted less than the law's rate on"),
    ):
        if rows:
            lacking = sum((receipt.expected - receipt.tax for receipt in rows), ZERO)
            yield warning(
                code,
                f"{words} {_count(len(rows), 'receipt')} ({_reasons(rows)}): {_rs(lacking)} is payable with the return.",
                origin=_some(receipt.origin for receipt in rows),
                remedy="look for the tax in the bank's certificates and in the IRIS list of payments before paying",
                pkr=paisa(lacking),
            )


def _reasons(receipts: list[Receipt]) -> str:
    """Say how each deduction stands to the law, and how many receipts it is so with."""
    counted = Counter(receipt.deduction.removeprefix(f"{NOTHING_TAKEN}: ") for receipt in receipts)
    return "; ".join(f"{count}: {words}" for words, count in sorted(counted.items()))
