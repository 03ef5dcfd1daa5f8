"""A copy of a file that is fit for a bug report."""

from freelance_pk.intake.redaction.copy import Copy, redacted_copy

__all__ = ["Copy", "redacted_copy"]
