"""A reader of PDF pages that stops where a file holds more than any statement prints.

A file of some kilobytes unpacks to gigabytes, or draws millions of letters on one page.
"""

import re
import zlib
from collections.abc import Sequence
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import stream_value

# A dense page holds some ten thousand letters, a year's statement some hundred pages.
_MOST_ON_A_PAGE, _MOST_IN_ALL = 60_000, 3_000_000
_MOST_COMMANDS = 64 * 1024 * 1024
_MOST_UNPACKED = 400 * 1024 * 1024
_PIECE, _MOST_AT_ONCE = 4096, 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")


class EndlessError(Exception):
    """The file holds more than any statement."""


class Drawn(PDFPageAggregator):
    """What is drawn on a page, counted while it is drawn."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, laparams=None)
        self.on_page = self.in_all = self.commands = 0

    def begin_page(self, *args: Any) -> None:
        """Begin a page."""
        self.on_page = 0
        super().begin_page(*args)

    def render_char(self, *args: Any) -> float:
        """Draw a letter."""
        self._count()
        return super().render_char(*args)

    def paint_path(self, *args: Any) -> None:
        """Draw a line."""
        self._count()
        super().paint_path(*args)

    def begin_figure(self, *args: Any) -> None:
        """Begin a drawing, which may hold others; it takes as long as many letters."""
        self._count(50)
        super().begin_figure(*args)

    def render_image(self, *args: Any) -> None:
        """Draw a picture."""
        self._count()
        super().render_image(*args)

    def _count(self, weight: int = 1) -> None:
        self.on_page += weight
        self.in_all += weight
        if self.on_page > _MOST_ON_A_PAGE or self.in_all > _MOST_IN_ALL:
            raise EndlessError


class Interpreter(PDFPageInterpreter):
    """Draws pages; commands that draw nothing are bounded, too."""

    def execute(self, streams: Sequence[object]) -> None:
        """Draw what streams of commands say."""
        assert isinstance(self.device, Drawn)
        for stream in streams:
            self.device.commands += len(stream_value(stream).get_data())
        if self.device.commands > _MOST_COMMANDS:
            raise EndlessError
        super().execute(streams)


def refuse_endless(data: bytes) -> None:
    """See that a file's streams unpack to no more than any statement's; those of a protected file cannot be told.

    Raises:
        EndlessError: they do.
    """
    seen, left = memoryview(data), _MOST_UNPACKED
    for found in _STREAM.finditer(data):
        left -= _unpacked(seen, found.end(), left)
        if left < 0:
            raise EndlessError


def _unpacked(data: memoryview, at: int, most: int) -> int:
    """Return how many bytes a packed stream unpacks to, counted until they are more than `most`; 0 of another kind."""
    unpack, size = zlib.decompressobj(), 0
    try:
        while at < len(data) and not unpack.eof and size <= most:
            piece: memoryview | bytes = data[at : at + _PIECE]
            at += _PIECE
            while piece and not unpack.eof and size <= most:
                size += len(unpack.decompress(piece, _MOST_AT_ONCE))
                piece = unpack.unconsumed_tail
    except zlib.error:
        pass  # damaged, or packed otherwise
    return size
