"""The patterns of a layout: that each is one is checked when its file is, not at every start."""

import re
import warnings

from pydantic import ValidationInfo

VOUCHED: object = object()  # a context of validation


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of a layout.

    Raises:
        ValueError: it is no regular expression.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of what a later Python may read otherwise, as in [[a]
            return re.compile(pattern)
    except (re.error, RecursionError, OverflowError, Warning) as failure:
        raise ValueError(f"{pattern!r} is no regular expression: {failure}") from failure


def is_vouched(info: ValidationInfo) -> bool:
    """Say whether the patterns were checked before: those of the program's own files are, by `platforms check`."""
    return info.context is VOUCHED


def check(pattern: str, info: ValidationInfo) -> None:
    """Compile a pattern to see that it is one, unless that is known.

    Raises:
        ValueError: it is no regular expression.
    """
    if not is_vouched(info):
        compiled(pattern)
