"""What the terminal is like, and the talk beside the result."""

import os
import shutil
import sys


def say(text: str) -> None:
    """Print talk to stderr: stdout is the result alone."""
    print(text, file=sys.stderr)


_DRAWN = str.maketrans({"\u2500": "-", "\u2026": ".", "\u2019": "'"})


def put(text: str) -> None:
    """Print the result; rules drawn in lines become dashes where the terminal cannot show them."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = text.translate(_DRAWN)
    sys.stdout.write(text)


def width() -> int:
    """Return the columns to fill: the terminal's, at most 100; 80 in a pipe."""
    return min(100, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80


def colour() -> bool:
    """Say whether to use colour: on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
