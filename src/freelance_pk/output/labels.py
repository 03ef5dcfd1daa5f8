"""Labels of the page and the workbook in another language: data/labels, keyed by the English words.

Messages, remarks and laws stay English: what a tax office or bank must be able to read is not translated.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import tomli

from freelance_pk.packaged import packaged


class Language(StrEnum):
    """Languages of labels."""

    ENGLISH = "en"
    URDU = "ur"


class Labels:
    """Gives the words of one language for English ones; `direction` is how its lines run."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.direction = "rtl" if language is Language.URDU else "ltr"
        self._words = _catalogue(language)

    def __call__(self, english: str, **values: object) -> str:
        """Return the label; `{name}` in it is filled from `values`. English where a word is missing."""
        words = self._words.get(english, english)
        return words.format(**values) if values else words


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    if language is Language.ENGLISH:
        return {}
    with packaged(f"labels/{language.value}.toml").open("rb") as file:
        content = tomli.load(file)
    words: dict[str, str] = content["words"]
    return words
