"""What the terminal is like, and the talk beside the result."""

import os
import re
import shutil
import sys
import textwrap
from typing import TextIO

from freelance_pk.output.visible import visible, visible_but_colours

_COMMAND = re.compile(r"`[^`]*`")
_KEPT = "\N{NO-BREAK SPACE}"


def say(text: str) -> None:
    """Print talk to stderr: stdout is the result alone."""
    print(for_terminal(text, sys.stderr), file=sys.stderr)


def for_terminal(text: str, stream: TextIO) -> str:
    """Fold long lines where a terminal reads them; a pipe gets them whole. Words of files command no terminal."""
    text = visible(text)
    return folded(text, shutil.get_terminal_size((80, 24)).columns) if stream.isatty() else text


def folded(text: str, columns: int) -> str:
    """Fold lines between words, a little indented; what stands in `backquotes`, to copy, is not parted."""
    return "".join(_folded(line, columns) for line in text.splitlines(keepends=True))


def _folded(line: str, columns: int) -> str:
    whole = line.rstrip("\n")
    if len(whole) <= columns:
        return line
    bound = _COMMAND.sub(lambda found: found[0].replace(" ", _KEPT), whole)
    indent = " " * (len(whole) - len(whole.lstrip(" ")) + 2)
    parts = textwrap.wrap(
        bound, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(parts).replace(_KEPT, " ") + line[len(whole) :]


_DRAWN = str.maketrans({"\u2500": "-", "\u2026": ".", "\u2019": "'"})


def put(text: str, *, is_data: bool = False) -> None:
    """Print the result; rules drawn in lines become dashes where the terminal cannot show them.

    Args:
        text: words of files in it command no terminal.
        is_data: CSV or JSON, which another program or a file gets as it is: in UTF-8, whatever the system's encoding.
    """
    try:
        if is_data and not sys.stdout.isatty():
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        else:
            sys.stdout.write(_as_words(text, coloured=colour() and not is_data))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, and the command ends with its own status.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_words(text: str, *, coloured: bool) -> str:
    text = visible_but_colours(text) if coloured else visible(text)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return text.translate(_DRAWN)
    return text


def width() -> int:
    """Return the columns to fill: the terminal's, at most 100; 80 in a pipe."""
    return min(100, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80


def colour() -> bool:
    """Say whether to use colour: on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
