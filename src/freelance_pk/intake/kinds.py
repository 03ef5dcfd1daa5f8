"""The kind of a row: by the exact word of its type column, else by the first rule that fits."""

import re
from decimal import Decimal

from freelance_pk.intake.schema import Layout
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import InputRefusedError

_NOTHING: dict[str, str] = {}
_DIGITS = re.compile(r"\d+")
_LONGEST = 60
_MOST = 200  # different unknown words or descriptions: more are counted together


class KindFinder:
    """Finds kinds and extracts fields for one layout.

    `known` holds the words whose kind needs no rule; `extracts` the patterns by kind; `unknown` counts the
    words of the type column that no rule knows, with the first row of each, and `unknown_texts` the
    descriptions, where a layout must know them all; `by_words` and `by_sign` count the rows whose kind a rule
    found by their words, and those that were left to their sign.
    """

    def __init__(self, layout: Layout, name: str, *, knows_all: bool = False) -> None:
        self._name = name
        self._exact = {word.casefold(): kind for word, kind in layout.kinds.items()}
        self._refused = {word.casefold(): reason for word, reason in layout.refuse_kinds.items()}
        self._memo: dict[str, Kind | None] = {}
        self.known: dict[str, Kind] = {}
        self._rules = [
            (
                tuple(
                    (place, re.compile(pattern, re.IGNORECASE).search)
                    for place, pattern in enumerate((rule.kind, rule.text, rule.counterparty, rule.ref))
                    if pattern
                ),
                rule.sign,
                rule.gives,
            )
            for rule in layout.rules
        ]
        self._otherwise = layout.otherwise
        self._has_words = bool(self._exact) or any(rule.kind for rule in layout.rules)
        self.extracts: dict[Kind, list[re.Pattern[str]]] = {kind: [] for kind in Kind}
        for extract in layout.extracts:
            for kind in extract.kinds or list(Kind):
                self.extracts[kind].append(re.compile(extract.pattern, re.IGNORECASE))
        self.knows_all = knows_all
        self.fee_kinds = frozenset(layout.fee_kinds)
        self.unknown: dict[str, tuple[int, int]] = {}
        self.unknown_texts: dict[str, tuple[int, int]] = {}
        self.by_words = self.by_sign = 0

    def forget(self) -> None:
        """Forget what was unknown: the rows are read anew."""
        self.by_words = self.by_sign = 0
        self.unknown.clear()
        self.unknown_texts.clear()

    def find(self, word: str, text: str, party: str, ref: str, amount: Decimal, line: int) -> Kind:
        """Return the kind of a row.

        Raises:
            InputRefusedError: the word shows that the export is of another sort of account.
        """
        known = self._memo.get(word)
        if known is not None:
            return known
        if word not in self._memo:
            self._memo[word] = known = self._exact.get(word.casefold())
            if word.casefold() in self._refused:
                raise InputRefusedError(
                    self._refused[word.casefold()],
                    origin=f"{self._name}, row {line}",
                    remedy="export the freelancer's own earnings account",
                )
            if known is not None:
                self.known[word] = known
                return known
        kind = self.by_rule(word, text, party, ref, amount)
        if kind is not None:
            return kind
        if word and self._has_words:
            _count(self.unknown, word, line)
        elif self.knows_all:
            _count(self.unknown_texts, _DIGITS.sub("#", text or ref)[:_LONGEST], line)
        return self._otherwise

    def by_rule(self, word: str, text: str, party: str, ref: str, amount: Decimal) -> Kind | None:
        """Return the kind that the first fitting rule gives, None if none fits."""
        fields = (word, text, party, ref)
        sign = "+" if amount > 0 else "-"
        for conditions, wanted_sign, kind in self._rules:
            if wanted_sign and wanted_sign != sign:
                continue
            if all(search(fields[place]) for place, search in conditions):
                self.by_words += bool(conditions)
                self.by_sign += not conditions
                return kind
        self.by_sign += 1
        return None

    def extract(self, kind: Kind, text: str) -> dict[str, str]:
        """Take the fields that the text of such a row holds."""
        patterns = self.extracts[kind]
        if not patterns:
            return _NOTHING
        fields: dict[str, str] = {}
        for pattern in patterns:
            found = pattern.search(text)
            if found is not None:
                fields.update({name: value for name, value in found.groupdict().items() if value})
        return fields


def _count(unknown: dict[str, tuple[int, int]], word: str, line: int) -> None:
    if word not in unknown and len(unknown) >= _MOST:
        word = "others"
    count, first = unknown.get(word, (0, line))
    unknown[word] = (count + 1, first)
