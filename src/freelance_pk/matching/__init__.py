"""Merging of overlapping files, and links: children to parents, transfers, tax and certificates to receipts."""
