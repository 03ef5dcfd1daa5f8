"""Rows of one account that belong to another of its rows: a fee, its VAT, the tax on a receipt."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from freelance_pk.law.withheld import ON_RECEIPTS, withheld_by
from freelance_pk.matching.columns import Columns, column, columns_of
from freelance_pk.model.entry import Entry, Kind

_CHILDREN = frozenset({Kind.FEE, Kind.FEE_TAX, Kind.TAX_WITHHELD, Kind.WITHDRAWAL_FEE})
# A bank's base can differ from the credit by charges: PKR 100, or 2 in 10,000 of the credit.
_LEAST_TOLERANCE = Decimal(100)
_TOLERANCE = Decimal("0.0002")


def find_parents(
    entries: Sequence[Entry], bank_rates: tuple[Decimal, ...], columns: Columns | None = None
) -> dict[int, int]:
    """Tie children to parents inside each account.

    Args:
        entries: merged entries.
        bank_rates: the rates at which banks are known to deduct from export proceeds.
        columns: the entries', where they are at hand.

    Returns:
        Position of the parent, by position of the child. A tax row whose reference equals a credit's
        but whose amount fits no known rate, or whose text names another section, is left alone: it is some
        other tax. Tax of a receipt that the bank gives back, in whole or in part, is a child of the receipt too.
    """
    columns = columns or columns_of(entries)
    children = columns.of(*_CHILDREN)
    refs = column(map(entries.__getitem__, children), "parent")
    parents = _of_reference(zip(children, refs, strict=True), entries, columns, bank_rates)
    taxes = columns.of(Kind.TAX_WITHHELD)
    _give_back([position for position in taxes if entries[position].parent], entries, parents)
    parents.update(_of_printed_section(taxes, entries, parents, bank_rates))
    return parents


def _of_reference(
    named: Iterable[tuple[int, str]],
    entries: Sequence[Entry],
    columns: Columns,
    bank_rates: tuple[Decimal, ...],
) -> dict[int, int]:
    """Tie children to the nearest row of the reference that they name: mostly the one beside them.

    `named`: each child with that reference, "" if it names none.
    """
    kinds, accounts = columns.kind, columns.account
    refs: list[str] = column(entries, "ref")

    def fits(parent: int, child: int) -> bool:
        if accounts[parent] != accounts[child]:
            return False
        if kinds[child] is Kind.TAX_WITHHELD:
            return _may_be_taxed(entries[parent], entries[child], bank_rates)
        return kinds[parent] is not kinds[child]

    parents: dict[int, int] = {}
    apart: dict[int, str] = {}
    end = len(refs) - 1
    for child, ref in named:
        if not ref:
            continue
        if child and refs[child - 1] == ref and fits(child - 1, child):
            parents[child] = child - 1
        elif child < end and refs[child + 1] == ref and fits(child + 1, child):
            parents[child] = child + 1
        else:
            apart[child] = ref
    called = _rows_called(set(apart.values()), refs) if apart else {}
    for child, ref in apart.items():
        possible = [each for each in called.get(ref, ()) if each != child and fits(each, child)]
        if possible:
            parents[child] = _nearest(child, possible)
    return parents


def _nearest(position: int, possible: Iterable[int]) -> int:
    return min(possible, key=lambda each: abs(each - position))


def _rows_called(wanted: Container[str], refs: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return, by reference, the positions of the rows that bear it."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, ref in enumerate(refs):
        if ref in wanted:
            found[ref].append(position)
    return found


def _give_back(taxes: Iterable[int], entries: Sequence[Entry], parents: dict[int, int]) -> None:
    """Tie the tax that a bank gives back to the receipt from which it was taken."""
    for position in taxes:
        if entries[position].amount > 0:
            receipt = _given_back(position, entries, parents)
            if receipt is not None:
                parents[position] = receipt


def _of_printed_section(
    taxes: Iterable[int], entries: Sequence[Entry], parents: dict[int, int], bank_rates: tuple[Decimal, ...]
) -> dict[int, int]:
    """Tie the tax whose text prints a section of export proceeds to the day's one credit that fits its rate.

    Without the credit's reference a rate alone proves nothing, for other taxes come to 1 % by coincidence; the
    printed section says which tax it is, and the only credit of the day that it can be of says whose.
    """
    printed = [
        position
        for position in taxes
        if entries[position].amount < 0
        and entries[position].source.institution
        and position not in parents
        and withheld_by(entries[position].text).section in ON_RECEIPTS
    ]
    if not printed:
        return {}
    days = {(entries[position].account, entries[position].day) for position in printed}
    credits_: dict[tuple[str, date], list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        if (
            (entry.account, entry.day) in days
            and entry.amount > 0
            and entry.kind in (Kind.DEPOSIT, Kind.UNKNOWN)
        ):
            credits_[entry.account, entry.day].append(position)
    taxed = {parent for child, parent in parents.items() if entries[child].kind is Kind.TAX_WITHHELD}
    found: dict[int, int] = {}
    for position in printed:
        tax = entries[position]
        possible = [
            parent
            for parent in credits_[tax.account, tax.day]
            if parent not in taxed and _is_of_a_rate(tax, entries[parent], bank_rates)
        ]
        if len(possible) == 1:
            found[position] = possible[0]
    sole = Counter(found.values())
    return {child: parent for child, parent in found.items() if sole[parent] == 1}


def _given_back(position: int, entries: Sequence[Entry], parents: dict[int, int]) -> int | None:
    """Return the receipt whose tax a row gives back: of the same reference, and no more than was taken."""
    row = entries[position]
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for child, parent in parents.items():
        tax = entries[child]
        if tax.kind is Kind.TAX_WITHHELD and tax.account == row.account and tax.parent == row.parent:
            taken[parent] += tax.amount
    return next((parent for parent, tax in taken.items() if tax + row.amount <= 0), None)


def _may_be_taxed(parent: Entry, child: Entry, bank_rates: tuple[Decimal, ...]) -> bool:
    """Say whether a row may be the receipt from which a tax was taken."""
    if parent.amount <= 0 or child.amount >= 0:
        # A tax row that comes back, or that hangs on a debit, is no tax on a receipt.
        return False
    if not child.source.institution:
        return True  # typed by hand: the user named the receipt
    if parent.kind not in (Kind.DEPOSIT, Kind.UNKNOWN):
        return True
    if parent.day != child.day or withheld_by(child.text).section not in ("", *ON_RECEIPTS):
        return False
    return _is_of_a_rate(child, parent, bank_rates)


def _is_of_a_rate(tax: Entry, receipt: Entry, bank_rates: tuple[Decimal, ...]) -> bool:
    slack = max(_LEAST_TOLERANCE, receipt.amount * _TOLERANCE)
    return any(abs(-tax.amount - receipt.amount * rate) <= slack for rate in bank_rates)
