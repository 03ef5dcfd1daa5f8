"""Identity numbers hidden in every word that a batch says: CNIC, NTN and IBAN, all but the last four characters."""

import re
import unicodedata

from freelance_pk.output.profile_text import masked
from freelance_pk.output.visible import visible

_CNIC = re.compile(r"(?<!\d)\d{5}-?\d{7}-?\d(?!\d)")
_NTN = re.compile(r"(?<![\d-])\d{7}-\d(?![\d-])")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
_PAKISTAN = re.compile(r"PK\d{2}[A-Z]{4}[A-Z0-9]{16}")
# Joiners are letters' manners in Urdu; every other invisible character can make one name look like another.
_JOINERS = frozenset("\u200c\u200d")


def mask(text: str, *, known: tuple[str, ...] = ()) -> str:
    """Hide identity numbers.

    Args:
        text: to be said.
        known: numbers of the profile, hidden in whatever form they have.
    """
    for number in known:
        if len(number) > 4:
            text = text.replace(number, masked(number))
    text = _CNIC.sub(lambda found: masked(found[0]), text)
    text = _NTN.sub(lambda found: masked(found[0]), text)
    return _IBAN.sub(_iban, text)


def one_line(text: str, *, known: tuple[str, ...] = ()) -> str:
    """Return a text in one line that can be written anywhere, identity numbers masked."""
    return mask(visible(" ".join(text.split())), known=known)


def _iban(found: re.Match[str]) -> str:
    bare = found[0].replace(" ", "").upper()
    return masked(found[0]) if _PAKISTAN.fullmatch(bare) or _sums_up(bare) else found[0]


def _sums_up(bare: str) -> bool:
    """Check the digits of an IBAN (ISO 13616): the number made of it leaves 1 when divided by 97."""
    return (
        15 <= len(bare) <= 34 and int("".join(str(int(each, 36)) for each in bare[4:] + bare[:4])) % 97 == 1
    )


def shown(name: str) -> str:
    """Return a folder's name in one line that hides nothing else: control characters as "?", numbers masked."""
    visible = "".join(
        "?"
        if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and each not in _JOINERS
        else each
        for each in name
    )
    return mask(visible)
