"""The year's workbook for a consultant."""

from freelance_pk.output.workbook.book import write_workbook

__all__ = ["write_workbook"]
