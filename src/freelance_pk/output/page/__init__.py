"""The report as one page: a single file that opens anywhere, asks nothing of the network, and prints on A4."""

from freelance_pk.output.page.page import as_page

__all__ = ["as_page"]
