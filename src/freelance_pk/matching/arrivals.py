"""Money arriving: wallet credits, bank credits with the tax the bank took and their certificates."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from freelance_pk.matching.assignment import assign
from freelance_pk.matching.columns import Columns
from freelance_pk.matching.decisions import Decisions
from freelance_pk.matching.identity import kinds_that_come
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import AccountKind, Certificate, Entry, Kind
from freelance_pk.model.money import PKR, ZERO

# A bank rounds its figures to the rupee or the paisa: one rupee apart is the same amount.
_SAME = Decimal(1)
# A SWIFT credit may lack bank charges that the certificate does not show.
_LEAST_AFTER_CHARGES = Decimal("0.93")
# Money in: what a file calls so, or what was typed as earned straight into a bank account.
_INWARD = frozenset({Kind.DEPOSIT, Kind.EARNING, Kind.BONUS})


class Arrival(NamedTuple):
    """One credit, or one certificate whose credit is in no file (`entry` None).

    Attributes:
        entry: position in the merged entries.
        certificate: position in the merged certificates.
        taxes: positions of the bank's tax rows that belong to the credit.
        day: credit date.
        account: account name; the certificate's institution when only that is known.
        kind: wallet or bank.
        currency: of net, gross and tax.
        net, gross, tax: credited; before tax; taken by the bank.
        far_amount, far_currency: the foreign side, if a row or certificate prints it.
        remittance: whether the row looks like money from abroad.
        text: counterparty and description, for recognising names.
        payer: who paid, as the credit's own row prints it, "" if it does not.
        gross_by: what says that `gross` is gross: "certificate", "tax row", "typed" or "".
    """

    entry: int | None
    certificate: int | None
    taxes: tuple[int, ...]
    day: date
    account: str
    kind: AccountKind
    currency: str
    net: Decimal
    gross: Decimal
    tax: Decimal
    far_amount: Decimal | None
    far_currency: str
    remittance: bool
    text: str
    gross_by: str
    payer: str = ""


def find_arrivals(
    merged: Merged,
    columns: Columns,
    parents: dict[int, int],
    covers: dict[str, list[tuple[date, date]]],
    decisions: Decisions,
) -> tuple[list[Arrival], list[int]]:
    """Build the arrivals, and list the certificates that contradict a statement.

    Args:
        merged: all records.
        columns: of its entries.
        parents: child to parent, by position.
        covers: first and last day of each file, per account.
        decisions: what the user said of certificates.

    Returns:
        The arrivals ordered by day, and the positions of certificates whose bank's statement covers
        the day but shows no such credit: they are a question, not a receipt.
    """
    taxes: dict[int, list[int]] = defaultdict(list)
    for child in columns.of(Kind.TAX_WITHHELD):
        if child in parents:
            taxes[parents[child]].append(child)
    coming = {name: kinds_that_come(account) for name, account in merged.accounts.items()}
    credits_ = [
        position
        for position in columns.of(*frozenset[Kind]().union(*coming.values()))
        if (entry := merged.entries[position]).kind in coming[entry.account] and entry.amount > 0
    ]
    proven = _certificates_of(merged, credits_, taxes, decisions)
    arrivals = [
        _from_credit(merged, position, taxes[position], proven.get(position)) for position in credits_
    ]
    found = set(proven.values())
    contradicted = []
    for number, certificate in enumerate(merged.certificates):
        answer = decisions.certificates.get(number)
        if number in found or (answer is not None and answer.answer == "ignore"):
            continue
        if answer is None and _statement_covers(merged, certificate, covers):
            contradicted.append(number)
        else:
            arrivals.append(_from_certificate(number, certificate))
    arrivals.sort(key=lambda arrival: (arrival.day, arrival.account, arrival.entry or -1))
    return arrivals, contradicted


def _from_credit(merged: Merged, position: int, taxes: list[int], number: int | None) -> Arrival:
    entry = merged.entries[position]
    tax = -sum((merged.entries[tax].amount for tax in taxes), ZERO)
    net, gross, gross_by = entry.amount - tax, entry.amount, "tax row" if taxes else ""
    far_amount, far_currency = entry.far_amount, entry.far_currency
    if not entry.source.institution and entry.kind is Kind.DEPOSIT:
        gross_by = gross_by or "typed"
    if number is not None:
        certificate = merged.certificates[number]
        gross, gross_by = certificate.pkr, "certificate"
        tax = tax or certificate.tax
        net = gross - tax
        if certificate.currency != PKR and certificate.amount is not None:
            far_amount, far_currency = certificate.amount, certificate.currency
    account = merged.accounts[entry.account]
    return Arrival(
        entry=position,
        certificate=number,
        taxes=tuple(taxes),
        day=entry.day,
        account=entry.account,
        kind=account.kind,
        currency=entry.currency,
        net=net,
        gross=gross,
        tax=tax,
        far_amount=far_amount,
        far_currency=far_currency,
        remittance=entry.kind in _INWARD or number is not None or bool(taxes),
        text=f"{entry.counterparty} {entry.text}",
        gross_by=gross_by,
        payer=entry.counterparty,
    )


def _from_certificate(number: int, certificate: Certificate) -> Arrival:
    foreign = certificate.currency != PKR and certificate.amount is not None
    return Arrival(
        entry=None,
        certificate=number,
        taxes=(),
        day=certificate.realised_on,
        account=certificate.institution or "certificates",
        kind=AccountKind.BANK,
        currency=PKR,
        net=certificate.pkr - certificate.tax,
        gross=certificate.pkr,
        tax=certificate.tax,
        far_amount=certificate.amount if foreign else None,
        far_currency=certificate.currency if foreign else "",
        remittance=True,
        text=f"{certificate.remitter} {certificate.reference}",
        gross_by="certificate",
    )


class _Credits:
    """Rupee credits of bank accounts, found by name or by day."""

    def __init__(self, merged: Merged, positions: Iterable[int]) -> None:
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_day: dict[date, list[int]] = defaultdict(list)
        for position in positions:
            entry = merged.entries[position]
            if entry.currency != PKR or merged.accounts[entry.account].kind is not AccountKind.BANK:
                continue
            self._by_day[entry.day].append(position)
            for name in {entry.ref, entry.certificate} - {""}:
                self._by_name[name].append(position)

    def named(self, certificate: Certificate) -> Iterable[int]:
        for name in {certificate.certificate_no, certificate.reference} - {""}:
            yield from self._by_name.get(name, ())

    def near(self, certificate: Certificate) -> Iterable[int]:
        for apart in range(-2, 6):
            yield from self._by_day.get(certificate.realised_on + timedelta(days=apart), ())


def _certificates_of(
    merged: Merged, credits_: list[int], taxes: dict[int, list[int]], decisions: Decisions
) -> dict[int, int]:
    """Pair certificates with rupee credits.

    By the user's word, by number or reference, by exact amount, then less charges.
    """
    rupees = _Credits(merged, credits_)
    proven: dict[int, int] = dict(decisions.certified)
    used: set[int] = {*proven.values(), *decisions.certificates}
    for candidates, cost_of in (
        (rupees.named, _named_cost),
        (rupees.near, _exact_cost),
        (rupees.near, _less_charges_cost),
    ):
        edges: dict[tuple[int, int], int] = {}
        for number, certificate in enumerate(merged.certificates):
            for position in candidates(certificate) if number not in used else ():
                tax = -sum((merged.entries[each].amount for each in taxes[position]), ZERO)
                cost = cost_of(merged.entries[position], certificate, tax)
                if cost is not None and position not in proven:
                    edges[number, position] = cost
        for number, position in assign(edges).items():
            proven[position] = number
            used.add(number)
    return proven


def _named_cost(entry: Entry, certificate: Certificate, _tax: Decimal) -> int:
    return abs((entry.day - certificate.realised_on).days)


def _rupees_kept_abroad(certificate: Certificate) -> Decimal:
    """Rupee value of the part retained in a foreign-currency account: inside `pkr`, never in the credit."""
    if not certificate.retained:
        return ZERO
    if certificate.rate:
        return certificate.retained * certificate.rate
    if certificate.amount:
        return certificate.pkr * certificate.retained / certificate.amount
    return ZERO


def _exact_cost(entry: Entry, certificate: Certificate, tax: Decimal) -> int | None:
    apart = (entry.day - certificate.realised_on).days
    brought_in = certificate.pkr - _rupees_kept_abroad(certificate)
    possible = (brought_in - certificate.tax, brought_in) if not tax else (brought_in,)
    miss = min(abs(entry.amount - amount) for amount in possible)
    return abs(apart) * 100 + int(miss * 50) if miss <= _SAME else None


def _less_charges_cost(entry: Entry, certificate: Certificate, _tax: Decimal) -> int | None:
    apart = (entry.day - certificate.realised_on).days
    if entry.kind is not Kind.DEPOSIT or not -1 <= apart <= 2:
        return None
    brought_in = certificate.pkr - _rupees_kept_abroad(certificate)
    if not brought_in * _LEAST_AFTER_CHARGES <= entry.amount <= brought_in:
        return None
    return abs(apart) * 100_000 + int((brought_in - entry.amount) * 10_000 / brought_in)


def _statement_covers(
    merged: Merged, certificate: Certificate, covers: dict[str, list[tuple[date, date]]]
) -> bool:
    wanted = certificate.institution.casefold()
    for name, account in merged.accounts.items():
        if account.kind is not AccountKind.BANK:
            continue
        first_word = name.split()[0].casefold() if name.split() else ""
        if wanted and first_word not in wanted and account.institution not in wanted:
            continue
        if any(start <= certificate.realised_on <= end for start, end in covers.get(name, [])):
            return True
    return False
