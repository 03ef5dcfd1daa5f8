"""A filed year: frozen with everything it rests on, and later shown beside what the books say today."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from freelance_pk.books.frozen import freeze, thaw
from freelance_pk.books.locks import LockFile, locked_years, read_lock, write_lock
from freelance_pk.model.errors import InputRefusedError, UnknownTaxYearError, UsageError
from freelance_pk.model.issue import Issue, note, warning
from freelance_pk.model.lock import FIGURE, Difference, LockedYear
from freelance_pk.model.period import Period, tax_year_of, tax_year_period
from freelance_pk.rates import RateTable
from freelance_pk.rates.frozen import differences
from freelance_pk.run.assessing import Assessed
from freelance_pk.run.filed import Filed, figures_of, file_year, inputs_of, rate_text
from freelance_pk.run.inputs import Inputs
from freelance_pk.run.reporting import ground_of
from freelance_pk.run.wealth import joined
from freelance_pk.statement.figures import Report
from freelance_pk.statement.report import Ground
from freelance_pk.tax.result import Assessment

_NAMED = 3  # how many differences a message names
_DIRECT = ("file", "profile", "answer", "law")
# They change with every new file and every new version: named only where a figure differs.
_INDIRECT = ("other file", "data")
_FILES = frozenset({"file", "other file"})


class Locked(NamedTuple):
    """A locked year: what was filed, beside today."""

    filed: Filed
    year: LockedYear

    def report(self, *, wealth: bool) -> Report:
        """Return the filed report, with the wealth reconciliation if asked for.

        Raises:
            UsageError: none was locked.
        """
        made = self.filed.report
        if wealth:
            if self.filed.wealth is None:
                raise UsageError(
                    f"tax year {self.year.tax_year} was locked without a wealth reconciliation",
                    remedy=f"leave --wealth out; or write [wealth.{self.year.tax_year}] into profile.toml and lock the "
                    "year again with --force",
                )
            made = joined(made, self.filed.wealth)
        return made._replace(locked=self.year, issues=(issue_of(self.year), *made.issues))

    @property
    def assessed(self) -> Assessed:
        """The filed assessment with what it rests on, the law as it was.

        Raises:
            InputRefusedError: that law cannot be read by this version.
        """
        return self.filed.assessed()._replace(assessment=self.assessment)

    @property
    def assessment(self) -> Assessment:
        """The filed assessment."""
        made = self.filed.assessment
        return made._replace(locked=self.year, issues=(issue_of(self.year), *made.issues))


def lock_year(inputs: Inputs, year: int, today: date, *, force: bool) -> tuple[LockFile, Filed]:
    """Freeze a tax year as the books say it today, complete or not.

    Raises:
        UsageError: the files hold no row of the year, or it is locked and `force` is not given.
        FreelanceError: no law covers the year, or the lock cannot be written.
    """
    assert inputs.books is not None
    filed = file_year(inputs, year, ground_of(inputs))
    named = inputs_of(inputs, filed)
    if not named["file"] and not filed.assessment.tax_chargeable and not filed.assessment.tax_paid:
        raise UsageError(
            f"the books hold no row of tax year {year}, and the profile no income or tax of it",
            remedy="lock a year that your files reach",
        )
    content = {
        "status": filed.assessment.status,
        "figures": figures_of(filed),
        "inputs": named,
        "filed": freeze(filed),
    }
    return write_lock(inputs.books, year, today, content, force=force), filed


def locked_year(inputs: Inputs, books: Path, period: Period, ground: Ground) -> Locked | None:
    """Return what was filed for a period, None where it is no locked tax year of the books.

    Raises:
        InputRefusedError: the lock cannot be used.
    """
    year = tax_year_of(period.end)
    return _locked(inputs, books, year, ground) if period == tax_year_period(year) else None


def _locked(inputs: Inputs, books: Path, year: int, ground: Ground) -> Locked | None:
    lock = read_lock(books, year)
    if lock is None:
        return None
    try:
        filed = thaw(Filed, lock.content["filed"])
        figures: dict[str, str] = dict(lock.content["figures"])
        before: dict[str, dict[str, str]] = {
            name: dict(each) for name, each in lock.content["inputs"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise InputRefusedError(
            f"the lock was written by freelance-pk {lock.program}, and this version cannot draw it ({failure})",
            origin=str(lock.path),
            remedy='its figures stand in the file under "figures"; install that version to see the whole report',
        ) from failure
    found = tuple(_today(inputs, ground, filed, figures, before, lock))
    path = lock.path.relative_to(books).as_posix()
    return Locked(filed, LockedYear(year, lock.locked_on, path, lock.digest, found))


def _today(
    inputs: Inputs,
    ground: Ground,
    filed: Filed,
    figures: Mapping[str, str],
    before: Mapping[str, Mapping[str, str]],
    lock: LockFile,
) -> Iterator[Difference]:
    """Compare with what the books say today: figures first, then what they rest on."""
    try:
        now = file_year(inputs, lock.tax_year, ground)
    except UnknownTaxYearError:
        yield Difference("law", f"of tax year {lock.tax_year}", "known", "")
        return
    differing = tuple(_changed(FIGURE, figures, figures_of(now)))
    yield from differing
    today = inputs_of(inputs, now)
    for what in (*_DIRECT, *(_INDIRECT if differing else ())):
        compare = _changed_files if what in _FILES else _changed
        yield from compare(what, before.get(what, {}), today[what])
    yield from _changed_rates(inputs.rates, filed)
    if differing and lock.program != version("freelance-pk"):
        yield Difference("program", "freelance-pk", lock.program, version("freelance-pk"))


def _changed(what: str, filed: Mapping[str, str], today: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*filed, *today)):
        before, now = filed.get(name, ""), today.get(name, "")
        if before != now:
            yield Difference(what, name, before, now)


def _changed_files(what: str, filed: Mapping[str, str], today: Mapping[str, str]) -> Iterator[Difference]:
    """Compare by content: a file that is only called otherwise is the same."""
    gone = {name: digest for digest, name in filed.items() if digest not in today}
    come = {name: digest for digest, name in today.items() if digest not in filed}
    for name in sorted(gone.keys() | come.keys()):
        yield Difference(what, name, gone.get(name, ""), come.get(name, ""))


def _changed_rates(table: RateTable, filed: Filed) -> Iterator[Difference]:
    for each in differences(table, filed.report.rates):
        now = "" if each.now is None else rate_text(each.now)
        yield Difference("rate", f"{each.filed.currency} {each.filed.asked}", rate_text(each.filed), now)


def issue_of(year: LockedYear) -> Issue:
    """Say that the figures are those filed, and what differs today."""
    start = f"tax year {year.tax_year} was locked on {year.locked_on}: these are the figures filed."
    if not year.differences:
        return note("year-locked", f"{start} Today's files, rates and law give the same.", origin=year.path)
    if not year.figures:
        return note(
            "year-locked",
            f"{start} Since then {_some(year)} changed; no figure of the year differs.",
            origin=year.path,
        )
    count = len(year.figures)
    return warning(
        "year-locked-differs",
        f"{start} {count} {'figure differs' if count == 1 else 'figures differ'} today, because {_some(year)} "
        "changed. The difference is shown, not applied.",
        origin=year.path,
        remedy="if the return is to be revised, lock the year again: "
        f"`freelance-pk lock {year.tax_year} --force`; to unlock it, remove {year.path}",
    )


def _some(year: LockedYear) -> str:
    words = [f"{each.what} {each.name}" for each in year.causes]
    if not words:
        return "something that the lock does not name"
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    return ", ".join(words[:_NAMED]) + more


def beside(inputs: Inputs, books: Path, period: Period, ground: Ground) -> Iterator[Issue]:
    """Give a warning for each locked year that today's figures of a period touch and that differs from them.

    Raises:
        InputRefusedError: a lock cannot be used.
    """
    years = set(locked_years(books))
    for year in range(tax_year_of(period.start), tax_year_of(period.end) + 1):
        locked = _locked(inputs, books, year, ground) if year in years else None
        if locked is not None and locked.year.figures:
            yield warning(
                "year-locked-differs",
                f"tax year {year} was locked on {locked.year.locked_on}, and {_some(locked.year)} changed since: the "
                f"figures of {period.label} are today's, and {len(locked.year.figures)} figures of the filed year "
                "differ from them.",
                origin=locked.year.path,
                remedy=f"`freelance-pk report --tax-year {year}` shows the filed figures and the differences",
            )
