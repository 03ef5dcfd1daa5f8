"""What a layout needs of a file's words: its patterns, the words of its columns, what each column is."""

import re
from functools import lru_cache
from typing import NamedTuple

from freelance_pk.intake.columns import resolve
from freelance_pk.intake.detect import Found
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.intake.numbers import parse_amount
from freelance_pk.intake.schema import Layout, normal

IDS = frozenset({"ref", "parent", "alias", "same_as", "certificate", "tail"})
_PLAIN = frozenset({"date", "time", "zone", "currency", "purpose_code"})
_WORDS = frozenset({"kind", "status", "direction"})
_TEXTS = frozenset({"text", "counterparty", "account"})
_MONEY = frozenset(
    {
        *("amount", "credit", "debit", "gross", "net", "fee", "fee_more", "tax", "refunded"),
        *("source_amount", "target_amount", "local_amount", "far_amount"),
    }
)
# Words that the shape of a row's amounts looks for itself.
_SHAPE_WORDS = {
    "gross-fee-net": (
        r"^(?:withdrawal|withdrawn|payout|transfer)\b(?:\s+(?:to|via|of|fee)\b)?",
        "cancel|refund|withdraw",
    ),
}
# Our own lists: what their columns are.
_RECORDS = {
    "date": "date", "realised on": "date", "transaction date": "date", "certificate no": "id", "reference": "id",
    "currency": "currency", "purpose code": "purpose_code", "section": "section", "paid by": "word", "use": "word",
    "service": "word", "amount": "money", "retained": "money", "converted": "money", "rate": "money", "pkr": "money", "tax": "money",
    "tax withheld": "money", "value / taxable amount": "money", "tax amount": "money", "tax year": "plain",
}  # fmt: skip
_RECORD_WORDS = frozenset(
    {"bank", "card", "cash", "export", "local", "common", "private", "it", "other_specified", "general"}
)


class Known(NamedTuple):
    """What of a file may stay.

    Attributes:
        roles: place of a column -> "date", "time", "zone", "currency", "purpose_code", "section", "word", "id",
            "account", "money", "balance", "text".
        words: whole cells of the columns of words that stay, case folded.
        row_patterns: by which a row's text is known.
        text_patterns: by which its fields are known.
        head_patterns: by which the text around the rows is known.
    """

    roles: dict[int, str]
    words: frozenset[str]
    row_patterns: tuple[re.Pattern[str], ...]
    text_patterns: tuple[re.Pattern[str], ...]
    head_patterns: tuple[re.Pattern[str], ...]


def known_of(found: Found) -> Known:
    """Tell what of a recognised table may stay."""
    layout = found.layout
    records = layout.records != "entries"
    return Known(
        roles=_record_roles(found) if records else _roles(found),
        words=_RECORD_WORDS if records else _cell_words(layout),
        row_patterns=compiled(
            (
                *layout.skip_rows,
                *layout.skip_undated,
                *layout.memo_rows,
                layout.total_rows,
                layout.fee_rows,
                *layout.sign_texts.values(),
            )
        ),
        text_patterns=text_patterns(layout),
        head_patterns=compiled(
            (
                layout.preamble_account,
                layout.preamble_currency,
                *(layout.totals.patterns if layout.totals is not None else ()),
                *(layout.cells.signature if layout.cells is not None else ()),
                layout.cells.stop if layout.cells is not None else "",
            )
        ),
    )


def text_patterns(layout: Layout) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that are searched in a row's fields."""
    rules = [
        pattern for rule in layout.rules for pattern in (rule.kind, rule.text, rule.counterparty, rule.ref)
    ]
    always = layout.status.always if layout.status is not None else ""
    begins = [rf"^{re.escape(word)}" for word in (*layout.signs, layout.fee_prefix) if word]
    return compiled(
        (
            *rules,
            *(each.pattern for each in layout.extracts),
            layout.amount_in_text,
            always,
            *layout.ref_prefixes,
            *begins,
            *_SHAPE_WORDS.get(layout.shape, ()),
        )
    )


@lru_cache(maxsize=256)
def compiled(sources: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Compile the patterns that there are."""
    return tuple(re.compile(source, re.IGNORECASE | re.MULTILINE) for source in sources if source)


def _roles(found: Found) -> dict[int, str]:
    roles: dict[int, str] = {}
    for name, places in resolve(found).places.items():
        role = name if name in _PLAIN else "word" if name in _WORDS else "id" if name in IDS else ""
        role = role or (name if name in ("account", "balance") else "text" if name in _TEXTS else "")
        role = role or ("currency" if name.endswith("currency") else "money" if name in _MONEY else "text")
        for place in places:
            if role != "text" or place not in roles:
                roles[place] = role
    named = {normal(name) for name in found.layout.skip_when}
    for place, name in enumerate(found.names):
        if name in named:
            roles.setdefault(place, "word")
        elif place not in roles and {"date", "time", "currency"} & set(vocabulary().fields_of(name)):
            roles[place] = "date" if "date" in vocabulary().fields_of(name) else "time"
    return roles


def _record_roles(found: Found) -> dict[int, str]:
    fields = {
        normal(name): normal(field)
        for field, names in found.layout.fields.items()
        for name in ([names] if isinstance(names, str) else names)
    }
    roles = {}
    for place, name in enumerate(found.names):
        role = _RECORDS.get(fields.get(normal(name), normal(name)), "")
        roles[place] = role or ("date" if "date" in vocabulary().fields_of(name) else "text")
    return roles


def _cell_words(layout: Layout) -> frozenset[str]:
    status = layout.status
    words = {
        *layout.kinds,
        *layout.refuse_kinds,
        *layout.signs,
        *(status.keep if status is not None else ()),
        *(status.skip if status is not None else ()),
        *(word for each in layout.skip_when.values() for word in each),
        *("IN", "OUT", "NEUTRAL"),
    }
    return frozenset(word.strip().casefold() for word in words)


def is_money(text: str) -> bool:
    """Say whether a cell holds an amount in one style or the other."""
    for style in (".", ","):
        try:
            return parse_amount(text, style) is not None
        except ValueError:
            continue
    return False
