"""The State Bank's purpose codes: what a bank says that money from abroad was for."""

from enum import StrEnum
from functools import cache

import tomli

from freelance_pk.packaged import packaged


class PurposeClass(StrEnum):
    """What a purpose code says about a receipt; `NONE` when it says nothing we know."""

    EXPORT = "export"
    FAMILY = "family"
    NONE = ""


def purpose_class(code: str) -> PurposeClass:
    """Return the class of a code as printed on a certificate ("9186")."""
    return _classes().get(code.strip(), PurposeClass.NONE)


@cache
def _classes() -> dict[str, PurposeClass]:
    with packaged("purpose_codes.toml").open("rb") as file:
        content = tomli.load(file)
    return {code: PurposeClass(group["class"]) for group in content["code"] for code in group["codes"]}
