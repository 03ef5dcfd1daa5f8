"""Fixtures of the rows."""

from matching_rows import entry, source

__all__ = ["entry", "source"]
