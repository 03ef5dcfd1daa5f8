"""The patterns of a layout: that each is one is checked when its file is, not at every start."""

import re
import warnings


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
