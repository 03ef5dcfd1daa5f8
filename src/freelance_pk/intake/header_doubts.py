"""Whether a header names what stands below it: names exchanged, columns taken out."""

from collections.abc import Iterator
from itertools import islice

from freelance_pk.intake.columns import cells
from freelance_pk.intake.dates import is_date
from freelance_pk.intake.detect import Found
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import normal
from freelance_pk.model.issue import Issue, error

_DAYS = frozenset({"date"})
_MONEY = frozenset(
    [
        "amount",
        "credit",
        "debit",
        "gross",
        "net",
        "fee",
        "fee_more",
        "tax",
        "refunded",
        "source_amount",
        "target_amount",
        "local_amount",
        "far_amount",
        "balance",
        "pkr",
        "rate",
        "retained",
        "converted",
        "tax_withheld",
    ]
)
# What these hold changes no figure when two of them are exchanged.
_WORDS = frozenset({"text", "counterparty", "payee", "tail", "purpose_code", "same_as"})
_PROVED = frozenset({"amount", "credit", "debit", "balance"})  # by a running balance that follows
_ANY = "*"  # in an order: a column whose name is not known
_READ = 60  # rows that tell what a column holds


def header_doubts(found: Found, *, proved: bool = False) -> Iterator[Issue]:
    """Tell of a header that may not name what stands below it.

    Args:
        found: the file.
        proved: running balances show every amount to be right.
    """
    yield from _exchanged(found, proved=proved)
    yield from _taken_out(found)


def _exchanged(found: Found, *, proved: bool) -> Iterator[Issue]:
    """Tell of two names that stand in each other's place, where the contents do not show that they belong there.

    Columns are found by their names, in any order. But a header that differs from a known export by two names
    exchanged, and by nothing else, was more likely damaged than arranged anew.
    """
    fields = _fields(found)
    for pair in _two_exchanged(found):
        one, other = (fields.get(name, set()) for name in pair)
        if not (one | other) - _WORDS or (proved and one | other <= _PROVED):
            continue
        sorts = [_sort(found, found.names.index(name)) for name in pair]
        if sorts[0] != sorts[1] and "empty" not in sorts and _suit(one, sorts[0]) and _suit(other, sorts[1]):
            continue
        yield error(
            "columns-exchanged",
            f"the columns {pair[0]!r} and {pair[1]!r} stand in each other's place, compared with every known export of "
            f"{found.layout.title}, and nothing shows that their contents moved along.",
            origin=f"{found.table.name}, row {found.header_line}",
            remedy="use the original download; do not rename or move its columns",
        )
        return


def _two_exchanged(found: Found) -> list[tuple[str, str]]:
    """Return the two names that differ from a known order of columns, for each order; none if one order fits whole."""
    names = found.names
    if found.layout.reader != "table" or any(names.count(name) > 1 for name in set(names) if name):
        return []
    pairs: list[tuple[str, str]] = []
    for order in (found.layout.header, *(one.split(",") for one in found.layout.orders)):
        wanted = [one if one == _ANY else _here(found, one) for one in order]
        actual = list(names) if _ANY in wanted else [name for name in names if name in set(wanted)]
        if len(wanted) != len(actual):
            continue
        apart = [
            place
            for place, (name, here) in enumerate(zip(wanted, actual, strict=True))
            if name != here and not (name == _ANY and here not in wanted)
        ]
        if not apart and order is not found.layout.header:
            return []
        if len(apart) == 2 and _ends_meet(wanted, actual, *apart):
            pairs.append((actual[apart[0]], actual[apart[1]]))
    return pairs


def _ends_meet(wanted: list[str], actual: list[str], first: int, second: int) -> bool:
    """Say whether two names stand in each other's place."""
    return wanted[first] in (_ANY, actual[second]) and wanted[second] in (_ANY, actual[first])


def _here(found: Found, one: str) -> str:
    """Return which of the names that a column may have the file uses, "" if none."""
    return next((name for each in one.split("|") if (name := normal(each)) in found.names), "")


def _fields(found: Found) -> dict[str, set[str]]:
    """Return the fields that each column of the file gives; the columns of a list give what they are called."""
    fields: dict[str, set[str]] = {}
    layout = found.layout
    given = layout.fields if layout.records != "entries" else layout.columns.given()
    for field, names in given.items():
        for name in [names] if isinstance(names, str) else names:
            fields.setdefault(normal(name), set()).add(field)
    for name in layout.skip_when:
        fields.setdefault(normal(name), set()).add("status")
    if layout.records != "entries":
        for name in found.names:
            fields.setdefault(name, {name.replace(" ", "_")})
    return fields


def _suit(fields: set[str], sort: str) -> bool:
    if fields & _DAYS:
        return sort == "dates"
    return sort == "amounts" if fields & _MONEY else True


def _sort(found: Found, place: int) -> str:
    if found.layout.records != "entries":
        rows = (row for line, row in found.table.rows() if line > found.header_line and len(row) > place)
        texts = [row[place].strip() for row in islice(rows, _READ) if row[place].strip()]
    else:
        texts = [text for _, text in islice(cells(found, place), _READ)]
    if not texts:
        return "empty"
    if all(map(is_date, texts)):
        return "dates"
    return "amounts" if all(map(_is_amount, texts)) else "words"


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except ValueError:
        return False
    return True


def _taken_out(found: Found) -> Iterator[Issue]:
    """Tell of columns that every known export has beside another that is here."""
    here = set(found.names)
    for name, beside in found.layout.expected.items():
        alike = [normal(each) for each in name.split("|")]
        if normal(beside) in here and not here.intersection(alike):
            yield error(
                "column-missing",
                f"the file has the column {beside!r} and no column {name.split('|')[0]!r}; every known export that has "
                "the one has the other, too. What it tells is in no figure.",
                origin=f"{found.table.name}, row {found.header_line}",
                remedy="use the original download; do not rename or remove its columns",
            )
