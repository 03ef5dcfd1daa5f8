"""The samples as the mutations need them: their rows or lines, and what reading a copy of one ends in."""

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from freelance_pk.intake.branch_text import is_branch_text
from freelance_pk.intake.detect import Found, detect
from freelance_pk.intake.files import Content, contents_of, opener
from freelance_pk.intake.folder import read_files
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import Intake, ReadFile
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import AccountKind, Entry
from freelance_pk.model.errors import FreelanceError, InputsRefusedError
from freelance_pk.model.issue import Issue, Severity

HERE = Path(__file__).parent
OURS = frozenset({"about.toml", "expected.csv", "skipped.csv"})
Rows = list[list[str]]
Record = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample that is read.

    Attributes:
        folder: its name under tests/samples.
        path: the file.
        options: what reading it needs besides (layout, account, passwords).
    """

    folder: str
    path: Path
    options: dict[str, Any] = field(hash=False)

    @property
    def suffix(self) -> str:
        return self.path.suffix


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading ended in: a refusal, or records in the order of the file and issues."""

    refusal: FreelanceError | None
    records: tuple[Record, ...] = ()
    issues: tuple[Issue, ...] = ()
    lines: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()
    skipped: Mapping[int, str] = field(default_factory=dict)

    @property
    def money(self) -> Counter[Record]:
        return Counter(self.records)

    @property
    def has_error(self) -> bool:
        return any(issue.severity is Severity.ERROR for issue in self.issues)


def samples() -> list[Sample]:
    """Find every sample that is read rather than refused."""
    found = []
    for about in sorted(HERE.glob("*/*/about.toml")):
        facts = tomllib.loads(about.read_text(encoding="utf-8"))
        if "refused" in facts:
            continue
        (path,) = [each for each in about.parent.iterdir() if each.name not in OURS]
        options: dict[str, Any] = {
            "layout": facts["layout"] if facts.get("as_layout") else None,
            "account": facts.get("account"),
            "passwords": tuple(facts.get("passwords", ())),
        }
        found.append(Sample(about.parent.relative_to(HERE).as_posix(), path, options))
    return found


def read(sample: Sample, path: Path) -> Outcome:
    """Read a file as the sample is read. Anything raised but a refusal is a failure of the test."""
    try:
        intake = read_files([path], **sample.options)
    except InputsRefusedError as several:
        return Outcome(several.refusals[0])
    except FreelanceError as refusal:
        return Outcome(refusal)
    return outcome_of(intake)


def outcome_of(intake: Intake) -> Outcome:
    """Reduce what was read to its money."""
    issues = (*intake.issues, *(issue for one in intake.files for issue in one.issues))
    return _outcome(intake.files, issues)


def _outcome(files: Sequence[ReadFile], issues: tuple[Issue, ...]) -> Outcome:
    records: list[Record] = []
    lines: list[int] = []
    refs: list[str] = []
    for one in files:
        records += [_money(entry, one.accounts[entry.account].kind) for entry in one.entries]
        lines += [entry.line for entry in one.entries]
        refs += [entry.ref for entry in one.entries]
        for listed in (one.certificates, one.withholdings, one.expenses, one.invoices, one.rates):
            records += [_figures(record) for record in listed]
            lines += [record.line for record in listed]
            refs += ["" for _ in listed]
    skipped = {row.line: row.reason for one in files for row in one.skipped}
    return Outcome(None, tuple(records), issues, tuple(lines), tuple(refs), skipped)


def _money(entry: Entry, kind: AccountKind) -> Record:
    return (kind, entry.day, entry.amount, entry.currency, entry.kind)


def _figures(record: Any) -> Record:
    """Take the days, amounts and currencies of a record of our own lists."""
    named = {name: getattr(record, name) for name in record._fields}
    return tuple(
        value for name, value in named.items() if isinstance(value, date | Decimal) or name == "currency"
    )


@cache
def right(sample: Sample) -> Outcome:
    """Read the sample as it is."""
    return read(sample, sample.path)


def read_text(sample: Sample, text: str) -> Outcome:
    """Read a text as the sample's own text, which may be that of a PDF."""
    content, _ = recognised(sample)
    changed = content._replace(text=lambda: io.StringIO(text), head=text[: len(content.head) + 100])
    options = {name: sample.options[name] for name in ("layout", "account")}
    try:
        one = read_file(sample.path, changed, **options)
    except FreelanceError as refusal:
        return Outcome(refusal)
    return _outcome([one], tuple(one.issues))


def _contents(sample: Sample) -> list[Content]:
    return list(
        contents_of(opener(sample.path, sample.path.name), sample.path.name, sample.options["passwords"])
    )


@cache
def recognised(sample: Sample) -> tuple[Content, Found | None]:
    """Return the part of the sample that holds its rows, and how it was recognised.

    None for a statement that is read by a reader of its own.
    """
    contents = _contents(sample)
    for content in contents:
        if is_branch_text(content, sample.options["layout"]):
            return content, None
        try:
            return content, detect(content, sample.options["layout"])
        except FreelanceError:
            if content is contents[-1]:
                raise
    raise AssertionError(f"{sample.folder} holds nothing")


def is_table(sample: Sample) -> bool:
    _, found = recognised(sample)
    return found is not None and found.layout.reader == "table"


def is_certificates(sample: Sample) -> bool:
    _, found = recognised(sample)
    return found is not None and found.layout.records == "certificates"


def is_text(sample: Sample) -> bool:
    content, _ = recognised(sample)
    return not is_table(sample) and content.text is not None


def field_of(sample: Sample) -> dict[str, str]:
    """Return which field each column of a table sample gives, by the column's normal name."""
    _, found = recognised(sample)
    assert found is not None
    fields: dict[str, str] = {}
    for name, columns in found.layout.columns.given().items():
        for column in [columns] if isinstance(columns, str) else columns:
            fields.setdefault(normal(column), name)
    return fields


@cache
def table(sample: Sample) -> tuple[int, Rows]:
    """Return a table sample's rows, all of them, and the place of the header among them."""
    _, found = recognised(sample)
    assert found is not None
    rows: Rows = []
    header = 0
    for line, row in found.table.rows():
        if line == found.header_line:
            header = len(rows)
        rows.append(list(row))
    return header, rows


@cache
def lines(sample: Sample) -> list[str]:
    """Return the lines of a sample's text."""
    content, _ = recognised(sample)
    assert content.text is not None
    with content.text() as text:
        return text.read().splitlines()


def delimited(rows: Rows, delimiter: str = ",", newline: str = "\n", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return out.getvalue()


def copied(rows: Rows) -> Rows:
    return [list(row) for row in rows]


@cache
def prints_balance(sample: Sample) -> bool:
    intake = read_files([sample.path], **sample.options)
    return any(entry.balance is not None for one in intake.files for entry in one.entries)


def inner_rows(sample: Sample) -> list[int]:
    """Return the places of rows that stand between two others of their currency and moved the balance.

    None, if the file prints no running balance: what it lacks then, it does not tell.
    """
    intake = read_files([sample.path], **sample.options)
    by_currency: dict[str, list[int]] = {}
    for entry in (entry for one in intake.files for entry in one.entries):
        if entry.balance is not None:
            by_currency.setdefault(entry.currency, []).append(entry.line)
    inside = {line for lines in by_currency.values() for line in lines if min(lines) < line < max(lines)}
    _, found = recognised(sample)
    assert found is not None
    return [place for place, (line, _) in enumerate(found.table.rows()) if line in inside]
