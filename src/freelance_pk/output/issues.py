"""Issues for scripts."""

from freelance_pk.model.issue import Issue
from freelance_pk.output.numbers import plain


def issue_json(each: Issue) -> dict[str, str | None]:
    """Write one issue."""
    return {
        "severity": each.severity.value,
        "code": each.code,
        "message": each.message,
        "origin": each.origin,
        "remedy": each.remedy,
        "pkr": None if each.pkr is None else plain(each.pkr),
    }
