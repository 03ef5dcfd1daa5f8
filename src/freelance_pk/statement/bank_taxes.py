"""Withholding rows of bank statements that are no tax on an export receipt: named, and credited by nobody."""

from collections import defaultdict
from collections.abc import Iterable

from freelance_pk.law.withheld import ON_RECEIPTS, Withheld, withheld_by
from freelance_pk.matching.linked import Linked
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.issue import Issue, note
from freelance_pk.model.money import PKR, ZERO
from freelance_pk.model.period import Period


def other_bank_taxes(linked: Linked, period: Period) -> Iterable[Issue]:
    """Tell of the bank's withholding rows that hang on no receipt, by section, less what it gave back.

    They are evidence of a tax, not its certificate: which tax it is, the bank rarely prints. None is counted as
    tax on export proceeds (s.154A), and none as an adjustable tax.
    """
    by_tax: dict[Withheld, list[Entry]] = defaultdict(list)
    for position in linked.columns.of(Kind.TAX_WITHHELD):
        entry = linked.merged.entries[position]
        if (
            entry.currency == PKR
            and position not in linked.parents
            and entry.day in period
            and linked.merged.accounts[entry.account].kind is AccountKind.BANK
        ):
            by_tax[withheld_by(entry.text)].append(entry)
    if not by_tax:
        return
    parts = [_part(tax, rows) for tax, rows in sorted(by_tax.items())]
    every = [row for rows in by_tax.values() for row in rows]
    yield note(
        "bank-tax-rows",
        f"{len(every)} withholding rows of the bank belong to no export receipt and count as no tax on one: "
        + "; ".join(parts)
        + ". The sections are read from the rows' texts.",
        origin=every[0].origin + (f" and {len(every) - 1} more" if len(every) > 1 else ""),
        remedy="to have them credited, ask the bank for its tax certificate (rule 42) and put it into the withholding "
        "file (`freelance-pk platforms template withholding`)",
        pkr=-sum((row.amount for row in every), ZERO),
    )


def _part(tax: Withheld, rows: list[Entry]) -> str:
    back = sum((row.amount for row in rows if row.amount > 0), ZERO)
    net = -sum((row.amount for row in rows), ZERO)
    if not tax.section:
        words = "of no section that the text tells"
    elif tax.section in ON_RECEIPTS:
        words = f"s.{tax.section}, with no receipt of that reference, day and rate"
    else:
        words = f"s.{tax.section} ({tax.meaning})"
    if net < 0:
        return f"Rs {-net:,} given back, {words}"
    return f"Rs {net:,} {words}" + (f", after Rs {back:,} given back" if back else "")
