"""One file of layouts, from its bytes."""

from decimal import Decimal
from typing import Any

import tomli
from pydantic import ValidationError

from freelance_pk.intake.patterns import VOUCHED
from freelance_pk.intake.schema import Platform
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.packaged import packaged


def parse_platform(
    data: bytes, origin: str, remedy: str = "correct the file", *, vouched: bool = False
) -> Platform:
    """Check the bytes of a file of layouts.

    Args:
        data: TOML in UTF-8, with or without a byte order mark.
        origin: the file, for messages.
        remedy: what to do about a broken file.
        vouched: its patterns are known to be right, and are compiled when they are used.

    Raises:
        InputRefusedError: the bytes are not TOML or break the schema; the message names the key.
    """
    try:
        written = tomli.loads(data.decode("utf-8-sig"), parse_float=Decimal)
        return Platform.model_validate(
            {**written, **_common(written, origin, remedy)}, context=VOUCHED if vouched else None
        )
    except ValidationError as failure:
        first = failure.errors()[0]
        # Of a key that may hold several types, the type tried stands behind its name.
        keys = [str(part) for part in first["loc"] if "[" not in str(part) and part != "str"]
        given = first["input"]
        found = f" (it says {given!r})" if isinstance(given, str | int) else ""
        raise InputRefusedError(
            f"{'.'.join(keys) or 'the file'}: {first['msg']}{found}", origin=origin, remedy=remedy
        ) from failure
    except (ValueError, RecursionError) as failure:
        raise InputRefusedError(f"not valid TOML: {failure}", origin=origin, remedy=remedy) from failure


def _common(written: dict[str, Any], origin: str, remedy: str) -> dict[str, Any]:
    """Return the rules that a file takes from the program's vocabulary, if it names one.

    Raises:
        InputRefusedError: there is no vocabulary of that name.
    """
    if "vocabulary" not in written:
        return {}
    folder = packaged("platforms") / "vocabulary"
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if written["vocabulary"] not in known:
        raise InputRefusedError(
            f"vocabulary: {written['vocabulary']!r} is none of those known ({', '.join(known)})",
            origin=origin,
            remedy=remedy,
        )
    text = (folder / f"{written['vocabulary']}.toml").read_text(encoding="utf-8")
    return {"common": tomli.loads(text)}
