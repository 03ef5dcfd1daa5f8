"""Draws docs/terminal.svg: what `freelance-pk demo` prints in a real terminal, its colours and all.

    python scripts/terminal_picture.py [FILE]

Run it again when the report's first lines change; a test compares them with the picture's.
"""

import fcntl
import os
import pty
import struct
import sys
import termios
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "terminal.svg"
COLUMNS, LINES = 80, 34
# Without the fonts that rich would have the reader's browser fetch.
_FORM = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed(columns: int = COLUMNS) -> str:
    """Return what the command prints at a terminal, its colours as the terminal gets them."""
    child, terminal = pty.fork()
    if child == 0:
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns)}
        environment.pop("NO_COLOR", None)
        os.execve(sys.executable, [sys.executable, "-m", "freelance_pk", "demo"], environment)  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 100, columns, 0, 0))
    read = bytearray()
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        read += piece
    os.waitpid(child, 0)
    os.close(terminal)
    return read.decode().replace("\r\n", "\n")


def draw(text: str) -> str:
    """Draw the first lines of what was printed, below the command."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, highlight=False)
    console.print("$ freelance-pk demo", style="bold")
    for line in text.splitlines()[:LINES]:
        console.print(Text.from_ansi(line))
    return console.export_svg(title="freelance-pk", code_format=_FORM, unique_id="freelance-pk")


def main() -> None:
    """Write the picture."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    path.write_text(draw(printed()), encoding="utf-8")


if __name__ == "__main__":
    main()
