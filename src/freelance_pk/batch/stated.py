"""A client's period as the workbook, the JSON and the row state it."""

from typing import NamedTuple

from freelance_pk.batch.job import Job
from freelance_pk.law import Law
from freelance_pk.model.entry import Withholding
from freelance_pk.model.period import tax_year_of
from freelance_pk.run.assessing import Assessed, assess_on
from freelance_pk.run.inputs import Inputs
from freelance_pk.run.locking import locked_in, with_locks
from freelance_pk.run.reporting import law_of, report_of
from freelance_pk.run.wealth import with_wealth
from freelance_pk.statement.figures import Report
from freelance_pk.statement.report import Ground


class Stated(NamedTuple):
    """What a workbook is drawn from."""

    report: Report
    assessed: Assessed | None
    law: Law | None
    withheld: tuple[Withholding, ...]


def stated(job: Job, inputs: Inputs, ground: Ground) -> Stated:
    """State the period: as filed where it is a locked year."""
    locked = locked_in(inputs, job.period, ground)
    if locked is not None:
        assessed = locked.assessed
        report = locked.report(wealth=locked.filed.wealth is not None)
        return Stated(report, assessed, assessed.law, locked.filed.withheld)
    year = job.tax_year
    made = None if year is None else assess_on(ground, inputs, year)
    report = (
        with_locks(report_of(inputs, job.period, ground), inputs, ground) if made is None else made.report
    )
    if year is not None and year in inputs.profile.wealth:
        report = with_wealth(report, inputs, ground)
    one_year = tax_year_of(job.period.end)
    law = law_of(inputs)(one_year) if tax_year_of(job.period.start) == one_year else None
    return Stated(
        report, made, law, tuple(each for each in inputs.merged.withholdings if each.day in job.period)
    )
