"""Filed years beside a report. Most folders hold none: what draws one is brought in only where there are locks."""

from typing import TYPE_CHECKING

from freelance_pk.books.locks import has_locks
from freelance_pk.model.period import Period
from freelance_pk.run.inputs import Inputs
from freelance_pk.statement.figures import Report
from freelance_pk.statement.report import Ground

if TYPE_CHECKING:
    from freelance_pk.run.locked import Locked


def locked_in(inputs: Inputs, period: Period, ground: Ground) -> "Locked | None":
    """Return what was filed for a period, None where it is no locked tax year of the books.

    Raises:
        InputRefusedError: the lock cannot be used.
    """
    if inputs.locks_in is None or not has_locks(inputs.locks_in):
        return None
    from freelance_pk.run.locked import locked_year  # noqa: PLC0415 - the assessment and the lock take 7 ms to load

    return locked_year(inputs, inputs.locks_in, period, ground)


def with_locks(report: Report, inputs: Inputs, ground: Ground) -> Report:
    """Return a report of today's figures with a warning for each locked year that it touches and that differs."""
    if inputs.locks_in is None or not has_locks(inputs.locks_in):
        return report
    from freelance_pk.run.locked import beside  # noqa: PLC0415 - as above

    issues = tuple(beside(inputs, inputs.locks_in, report.period, ground))
    return report._replace(issues=(*issues, *report.issues)) if issues else report
