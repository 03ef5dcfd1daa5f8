"""The commonest rows, an amount with its sign, read with every look-up done before."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from freelance_pk.intake.fields import PLAIN, PRECISE
from freelance_pk.model.entry import Entry

if TYPE_CHECKING:
    from freelance_pk.intake.rows import RowReader

_NEW = tuple.__new__
_NOTHING: dict[str, str] = {}
_UNUSUAL = frozenset(
    {
        "time",
        "far_amount",
        "parent",
        "alias",
        "same_as",
        "payee",
        "holder",
        "tail",
        "purpose_code",
        "certificate",
        "account",
    }
)


def signed_reader(reader: "RowReader") -> Callable[[list[str], int], None]:
    """Return the reader of the commonest rows, an amount with its sign, with every look-up done before.

    Whatever is out of the ordinary in a row goes the long way round.
    """
    at = reader.at
    date_at, amount_at = at["date"], at["amount"]
    ref_at, kind_at, text_at = at.get("ref"), at.get("kind"), reader.columns.places.get("text", ())
    balance_at, party_at = at.get("balance"), reader.columns.places.get("counterparty", ())
    unusual = _UNUSUAL & set(at) or reader.signs or reader.layout.ref_prefixes or len(reader.remarked) > 1
    if unusual or len(text_at) != 1 or ref_at is None or kind_at is None:
        return reader.signed_row
    remark_at = reader.remarked[0][0] if reader.remarked else None
    kept_in = reader.layout.currency if reader.layout.one_currency else ""
    local_at = at.get("local_amount", amount_at) if kept_in else amount_at
    words_at, currency_at = text_at[0], at.get("currency")
    days, currencies, known_kinds = reader.days, reader.currencies, reader.kinds.known
    extracts, extract = reader.kinds.extracts, reader.kinds.extract
    add = reader.entries.append
    source, account = reader.source, reader.account
    moved_texts = reader.moved_texts
    edges = reader.edges

    def read(row: list[str], line: int) -> None:
        amount_text, balance_text = row[amount_at], row[balance_at] if balance_at is not None else ""
        kind, day = known_kinds.get(row[kind_at]), days.get(row[date_at])
        currency = currencies.get(row[currency_at] if currency_at is not None else "")
        if (
            kind is None
            or day is None
            or currency is None
            or not PLAIN(amount_text)
            or not (PLAIN(balance_text) or not balance_text)
            or len(row[ref_at]) > PRECISE
            or "E+" in row[ref_at].upper()
            or "\n" in row[words_at]
            or row[date_at] in moved_texts
            or (kept_in and currency != kept_in and (local_at == amount_at or row[local_at] != amount_text))
            or (remark_at is not None and row[remark_at])
        ):
            reader.signed_row(row, line)
            return
        amount = Decimal(amount_text)
        words = row[words_at].strip()
        found = extract(kind, words) if extracts[kind] else _NOTHING
        parent = found.get("parent", "")
        if not amount or (found and (not parent or len(found) > 1)):
            reader.signed_row(row, line)
            return
        if edges and row[date_at] in edges:
            reader.near_june += 1
        balance = Decimal(balance_text) if balance_text else None
        party = ""
        for place in party_at:
            if row[place]:
                party = row[place].strip()
                break
        add(
            _NEW(
                Entry,
                (
                    account,
                    day,
                    amount,
                    currency,
                    kind,
                    row[ref_at].strip(),
                    parent,
                    party,
                    words,
                    None,
                    "",
                    "",
                    "",
                    "",
                    balance,
                    source,
                    line,
                ),
            )
        )

    return read
