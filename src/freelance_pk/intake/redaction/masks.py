"""Texts without what they say: letters become x, digits 0, ids other ids; words of the layout stay."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

RUN = re.compile(r"[^\W_]+")
LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d{4,}")
_COUNTS = re.compile(r"\{[\d,]*\}|\\\d|\[[^\]]*\]")
_SYNTAX = re.compile(r"\(\?P<\w+>|\\[A-Za-z]|\[[^\]]*\]|[^\w\s]|[\d_]")
_SHORTEST = 3  # a shorter word is kept only where it stands alone
_FEW = 4  # letters or digits that could tell something


@lru_cache(maxsize=2048)
def literal_letters(source: str) -> str:
    """Return the letters that a pattern asks for by name, run together, case folded."""
    return "".join(_SYNTAX.sub("", source).split()).casefold()


def literal_words(source: str) -> frozenset[str]:
    """Return the words that a pattern asks for, or looks out for, by name."""
    return frozenset(word.casefold() for word in LETTERS.findall(_SYNTAX.sub(" ", source)))


@lru_cache(maxsize=2048)
def literal_numbers(source: str) -> frozenset[str]:
    """Return the numbers that a pattern asks for by name."""
    return frozenset(re.findall(r"\d+", _COUNTS.sub("", source)))


def kept_words(patterns: Iterable[re.Pattern[str]], text: str, *, whole: bool = False) -> frozenset[str]:
    """Return the words of a text by which patterns of the layout know it, case folded.

    Args:
        patterns: of the layout.
        text: to search.
        whole: every word in what a pattern takes, not only those that it names; what its groups take never.
    """
    kept: set[str] = set()
    for pattern in patterns:
        letters = literal_letters(pattern.pattern)
        for found in pattern.finditer(text):
            words = {word.casefold() for word in LETTERS.findall(found[0])}
            kept |= {word for word in words if word in letters}
            kept |= literal_numbers(pattern.pattern) & {*re.findall(r"\d+", found[0])}
            if whole:
                taken = " ".join(value for value in found.groupdict().values() if value)
                kept |= words - {word.casefold() for word in LETTERS.findall(taken)}
            if "far_currency" in pattern.groupindex and found["far_currency"]:
                kept.add(found["far_currency"].casefold())
    return frozenset(kept)


def masked_run(run: str, kept: frozenset[str]) -> str:
    """Mask one run of letters and digits; kept words stay in it."""
    folded = run.casefold()
    if folded in kept or len(folded) != len(run):
        return run if folded in kept else _masked(run)
    spans = [(at, at + len(word)) for word in kept if len(word) >= _SHORTEST for at in _places(word, folded)]
    if not spans:
        return _masked(run)
    stays = {place for start, end in spans for place in range(start, end)}
    return "".join(char if place in stays else _masked(char) for place, char in enumerate(run))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _masked(run: str) -> str:
    return "".join(
        ("X" if char.isupper() else "x") if char.isalpha() else "0" if char.isnumeric() else char
        for char in run
    )


class Ids:
    """Gives each id another of the same form: counters, in order of appearance. The same id, the same other one."""

    def __init__(self, original: frozenset[str]) -> None:
        """Start.

        Args:
            original: runs of letters and digits that must not come out again.
        """
        self._original = original
        self.known: dict[str, str] = {}
        self._used: set[str] = set()
        self._forms: dict[str, Iterator[str]] = {}

    def run(self, run: str, letters: str = "") -> str:
        """Return the other id of a run of letters and digits; groups of letters that `letters` holds stay."""
        known = self.known.get(run)
        if known is None:
            form = LETTERS.sub(
                lambda found: found[0] if found[0].casefold() in letters else _masked(found[0]), run
            )
            form = "".join("0" if char.isnumeric() else char for char in form)
            if form not in self._forms:
                self._forms[form] = _of_form(form)
            known = next(each for each in self._candidates(form) if each not in self._used)
            self._used.add(known)
            self.known[run] = known
        return known

    def _candidates(self, form: str) -> Iterator[str]:
        passed: list[str] = []
        for number, each in enumerate(self._forms[form]):
            if number > 1000 or len(each) < _FEW or each not in self._original:
                yield each
            else:
                passed.append(each)
        yield from passed
        while True:  # every id of this form is given: a longer one is not another's
            form += "0"
            yield from _of_form(form)

    def shows(self, cells: Iterable[str]) -> bool:
        """Say whether cells hold a run of the original that they should not."""
        return any(run in self._original for cell in cells for run in _DIGITS.findall(cell))

    def masked_id(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        """Replace every run of an id; words of the layout in it (prefixes) stay."""
        return RUN.sub(lambda found: found[0] if found[0].casefold() in kept else self.run(found[0]), text)

    def masked(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        """Mask a text; ids that are known become their other ones."""

        def other(found: re.Match[str]) -> str:
            return self.known.get(found[0]) or masked_run(found[0], kept)

        return RUN.sub(other, text)


def _of_form(form: str) -> Iterator[str]:
    """Yield runs of a form: digits count up from 1, 10, 100 and so on; without digits, letters count."""
    places = [place for place, char in enumerate(form) if char == "0"]
    if places:
        first = 10 ** (len(places) - 1) if len(places) > 1 else 0
        for number in (
            (*range(first + 1, 10 ** len(places)), *range(first + 1))
            if len(places) < 7
            else range(first + 1, 10 ** len(places))
        ):
            digits = iter(str(number).zfill(len(places)))
            yield "".join(next(digits) if char == "0" else char for char in form)
        return
    for letters in product("xyzw", repeat=len(form)):
        yield "".join(
            letter.upper() if char.isupper() else letter for letter, char in zip(letters, form, strict=True)
        )


def tokens(texts: Iterable[str]) -> frozenset[str]:
    """Return the runs of letters and digits that are long enough to tell something."""
    return frozenset(run for text in texts for run in RUN.findall(text) if len(run) >= _FEW)
