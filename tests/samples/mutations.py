"""Samples damaged, re-saved and rearranged, and what reading them must end in.

A sample is a table (delimited text or a sheet) or a text of lines (a branch statement, a PDF's text).
Mutations of tables work on rows of cells and are written anew with proper quoting; mutations of lines
work on the lines.
"""

import csv
import io
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from freelance_pk.intake.branch_text import is_branch_text
from freelance_pk.intake.detect import Found, detect
from freelance_pk.intake.files import DELIMITERS, Content, contents_of, opener
from freelance_pk.intake.folder import read_files
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import Intake, ReadFile
from freelance_pk.intake.schema import normal
from freelance_pk.model.entry import AccountKind, Entry, Kind
from freelance_pk.model.errors import FreelanceError, InputsRefusedError
from freelance_pk.model.issue import Issue, Severity

HERE = Path(__file__).parent
OURS = frozenset({"about.toml", "expected.csv", "skipped.csv"})
# Reasons to leave a row out that stand in another row.
TOLD_BY_OTHERS = frozenset({"cancelled before it was earned"})
Rows = list[list[str]]
EVERY = os.environ.get("MUTATIONS") == "every"  # as `make mutations` sets it: minutes, not seconds
Record = tuple[object, ...]
D = TypeVar("D")


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
    changed = replace(content, text=lambda: io.StringIO(text), head=text[: len(content.head) + 100])
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


def some(damages: Iterable[D], most: int) -> list[D]:
    """Return so many of the damages, evenly spread, the first and the last among them; all for `make mutations`."""
    listed = list(damages)
    if EVERY or len(listed) <= most:
        return listed
    return [listed[place * (len(listed) - 1) // (most - 1)] for place in range(most)]


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
    for name, columns in found.layout.columns.model_dump(exclude_none=True).items():
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


# Columns

Damage = tuple[str, Rows]


def columns_dropped(header: int, rows: Rows) -> Iterator[Damage]:
    for place, name in enumerate(rows[header]):
        yield f"without {name.strip()!r}", [row[:place] + row[place + 1 :] for row in rows]


def columns_doubled(header: int, rows: Rows) -> Iterator[Damage]:
    for place, name in enumerate(rows[header]):
        yield f"{name.strip()!r} twice", [row[: place + 1] + row[place:] for row in rows]


def columns_renamed(header: int, rows: Rows) -> Iterator[Damage]:
    for place, name in enumerate(rows[header]):
        changed = copied(rows)
        changed[header][place] = f"Renamed {place}"
        yield f"{name.strip()!r} renamed", changed


def headers_swapped(header: int, rows: Rows, telling: Collection[str]) -> Iterator[Damage]:
    """Exchange two names of the header, so that each stands above the other's contents.

    Every telling column (normal names) is exchanged with every other, and with one column of each sort
    among those that tell nothing of money.
    """
    names = rows[header]
    places = [place for place, name in enumerate(names) if normal(name) in telling]
    others: dict[str, int] = {}
    for place in range(len(names)):
        if place not in places:
            others.setdefault(_sort_of(rows, header, place), place)
    for first in places:
        for second in (*(each for each in places if each > first), *others.values()):
            changed = copied(rows)
            changed[header][first], changed[header][second] = names[second], names[first]
            yield f"{names[first].strip()!r} above {names[second].strip()!r} and the reverse", changed


def _sort_of(rows: Rows, header: int, place: int) -> str:
    cells = [row[place] for row in rows[header + 1 :] if len(row) > place and row[place].strip()]
    if not cells:
        return "empty"
    if all(_cents(cell) is not None for cell in cells):
        return "amounts"
    if all(cell.isdecimal() for cell in cells):
        return "numbers"
    return "words" if any(" " in cell for cell in cells) else "codes"


def columns_moved(header: int, rows: Rows) -> Iterator[Damage]:
    """Exchange two columns with their headers, and turn the whole order round."""
    width = len(rows[header])
    for place in range(width - 1):
        order = list(range(width))
        order[place], order[place + 1] = order[place + 1], order[place]
        yield f"column {place + 1} before {place}", _reordered(header, rows, order)
    yield "columns in reverse", _reordered(header, rows, list(reversed(range(width))))
    yield "columns turned", _reordered(header, rows, [*range(width // 2, width), *range(width // 2)])


def _reordered(header: int, rows: Rows, order: list[int]) -> Rows:
    width = len(order)
    return [
        [row[place] for place in order] + row[width:] if place_of >= header and len(row) >= width else row
        for place_of, row in enumerate(rows)
    ]


def headers_dressed(header: int, rows: Rows) -> Iterator[Damage]:
    """Write the header's names in other case and with other space; the names stay the same."""
    dresses: dict[str, Callable[[str], str]] = {
        "in capitals": str.upper,
        "in small letters": str.lower,
        "with spaces around": lambda name: f"  {name} ",
        "with two spaces for one": lambda name: name.replace(" ", "  "),
        "with hard spaces": lambda name: name.replace(" ", "\u00a0"),
        "with line breaks for spaces": lambda name: name.replace(" ", "\n"),
    }
    for title, dress in dresses.items():
        changed = copied(rows)
        changed[header] = [dress(name) for name in changed[header]]
        yield title, changed


# Rows


def junk_added(header: int, rows: Rows) -> Iterator[Damage]:
    """Put in what people and programs put in: titles, notes, blank lines, totals, the header again."""
    width, middle = len(rows[header]), (header + 1 + len(rows)) // 2
    blank, note = [""] * width, ["checked with the accountant in July", *[""] * (width - 1)]
    yield "a title above", [["My export"], *rows]
    yield "a title of full width above", [["My export", *[""] * (width - 1)], *rows]
    yield "a blank line above", [[], *rows]
    yield "a separator line above", [["sep=,"], *rows]
    yield "a blank line in the middle", [*rows[:middle], [], *rows[middle:]]
    yield "a blank line below the header", [*rows[: header + 1], [], *rows[header + 1 :]]
    yield "a blank row of full width in the middle", [*rows[:middle], blank, *rows[middle:]]
    yield "blank rows at the end", [*rows, [], blank, []]
    yield "a note in the middle", [*rows[:middle], note, *rows[middle:]]
    yield "a short note in the middle", [*rows[:middle], note[:1], *rows[middle:]]
    yield "a short note at the end", [*rows, note[:1]]
    yield "a row of one cell", [*rows, ["x"]]
    yield "a row of one number", [*rows, ["12345.67"]]
    yield "the header again in the middle", [*rows[:middle], rows[header], *rows[middle:]]
    yield "the header again at the end", [*rows, rows[header]]
    yield "empty cells at every row's end", [[*row, "", ""] for row in rows]
    yield (
        "empty cells at every data row's end",
        [[*row, "", ""] if place > header else row for place, row in enumerate(rows)],
    )
    yield "a totals line at the end", [*rows, totals(header, rows, "Total")]
    yield "a wrong totals line at the end", [*rows, totals(header, rows, "Total", more=1)]
    yield "a totals line without a word", [*rows, totals(header, rows, "")]
    yield "a totals line that is short", [*rows, ["Total", "12345.67"]]


def totals(header: int, rows: Rows, word: str, more: int = 0) -> list[str]:
    """Write a row of sums below the columns that hold plain numbers with cents."""
    line: list[str] = []
    for place in range(len(rows[header])):
        cents = [_cents(row[place]) for row in rows[header + 1 :] if len(row) > place and row[place]]
        known = [each for each in cents if each is not None]
        if known and len(known) == len(cents):
            sum_ = sum(known) + more
            line.append(f"{'-' if sum_ < 0 else ''}{abs(sum_) // 100}.{abs(sum_) % 100:02d}")
        else:
            line.append("")
    free = next((place for place, text in enumerate(line) if not text), 0)
    line[free] = word
    return line


def _cents(text: str) -> int | None:
    whole, point, rest = text.replace(",", "").partition(".")
    digits = whole.removeprefix("-").removeprefix("+")
    if not point or len(rest) != 2 or not rest.isdecimal() or (digits and not digits.isdecimal()):
        return None
    return (-1 if text.startswith("-") else 1) * (int(digits or 0) * 100 + int(rest))


def rows_lost(rows: Rows, inner: Collection[int]) -> Iterator[Damage]:
    """Take away a row between two others of its currency."""
    for place in inner:
        yield f"without the row {place + 1}", rows[:place] + rows[place + 1 :]


def rows_doubled(rows: Rows, inner: Collection[int]) -> Iterator[Damage]:
    for place in inner:
        yield f"the row {place + 1} twice", rows[: place + 1] + rows[place:]


def rows_moved(rows: Rows, inner: Collection[int]) -> Iterator[Damage]:
    for place in inner:
        if place + 1 in inner:
            yield (
                f"the rows {place + 1} and {place + 2} exchanged",
                [*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]],
            )


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


def cuts(header: int, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Cut the text behind every line from the header on, and inside it; inside a few lines at every cell."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
        text = delimited(rows, quoting=quoting)
        ends = [place for place, char in enumerate(text) if char == "\n"]
        first = len(delimited(rows[: header + 1], quoting=quoting))
        spans = [(begin + 1, end) for begin, end in pairwise(ends) if begin + 1 >= first]
        thorough = {spans[0], spans[len(spans) // 2], spans[-1]}
        if quoting == csv.QUOTE_MINIMAL:
            yield from (
                (f"cut behind the line {text[begin:end]!r}", text[: end + 1].encode()) for begin, end in spans
            )
        inside: list[tuple[int, int]] = []
        for begin, end in spans:
            places = {begin + 1, (begin + end) // 2, end - 3, end - 2, end - 1, end}
            if (begin, end) in thorough:
                places |= {place for place in range(begin + 1, end) if text[place] in ',."'}
            elif quoting == csv.QUOTE_ALL:
                continue
            inside += [(begin, place) for place in sorted(places) if begin < place <= end]
        yield from (
            (f"cut behind {text[begin:place]!r}", text[:place].encode()) for begin, place in some(inside, 12)
        )


# Whole files


def encoded(text: str) -> Iterator[tuple[str, bytes]]:
    yield "UTF-8", text.encode()
    yield "UTF-8 with a byte order mark", text.encode("utf-8-sig")
    yield "UTF-16, little end first", b"\xff\xfe" + text.encode("utf-16-le")
    yield "UTF-16, big end first", b"\xfe\xff" + text.encode("utf-16-be")
    yield "UTF-16 without a mark", text.encode("utf-16-le")
    yield "UTF-16 without a mark, big end first", text.encode("utf-16-be")
    with suppress(UnicodeEncodeError):
        yield "cp1252", text.encode("cp1252")


def dressed(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Write the table with other delimiters, quotes and line ends, and in other encodings."""
    for delimiter in DELIMITERS:
        for newline in ("\n", "\r\n", "\r"):
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
                text = delimited(rows, delimiter, newline, quoting)
                yield f"{delimiter!r} {newline!r} quoting {quoting}", text.encode()
    yield from encoded(delimited(rows))
    yield from encoded(delimited(rows, "\t", "\r\n"))
    yield "no line end at the end", delimited(rows).rstrip("\n").encode()
    yield "blank lines between", delimited(rows).replace("\n", "\n\n").encode()


# Lines of a text


def lines_damaged(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lose, double and exchange lines."""
    for place, line in enumerate(lines):
        shown = f"{place + 1} ({line.strip()[:60]})"
        yield f"without the line {shown}", "\n".join([*lines[:place], *lines[place + 1 :]])
        yield f"the line {shown} twice", "\n".join([*lines[: place + 1], *lines[place:]])
        if place + 1 < len(lines):
            order = [*lines[:place], lines[place + 1], line, *lines[place + 2 :]]
            yield f"the line {shown} and the next exchanged", "\n".join(order)


def lines_cut(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, line in enumerate(lines):
        yield f"cut behind the line {place + 1}", "\n".join(lines[: place + 1])
        yield f"cut in the line {place + 1}", "\n".join([*lines[:place], line[: len(line) * 2 // 3]])


# Judgement


def fault(sample: Sample, outcome: Outcome) -> str:
    """Say what is wrong with an outcome: other money and no error, or a refusal that leaves one alone."""
    if outcome.refusal is not None:
        return _refusal_fault(outcome.refusal)
    expected = right(sample).money
    if outcome.money == expected or outcome.has_error or _is_unknown(expected, outcome.money):
        return ""
    return _difference(expected, outcome.money)


def cut_fault(sample: Sample, outcome: Outcome) -> str:
    """As `fault`, for a file that was cut: the rows above the cut may be all there is, an export of fewer days.

    What another row tells of a row is lost with that row: of the last row (and others of its id) whether a
    part of it is a fee, which moves nothing; of a refund, that its order was never earned. Cut inside the
    last amount of its first row, a file has no row above to tell how long amounts are.
    """
    expected = right(sample)
    if outcome.refusal is None:
        if outcome.records == expected.records[: len(outcome.records)]:
            return ""
        if len(set(outcome.lines)) == 1 or _is_shorter(expected, outcome):
            return ""
    return fault(sample, outcome)


def _is_shorter(expected: Outcome, found: Outcome) -> bool:
    whole, part = _by_line(expected), _by_line(found)
    told_below = {line for line, reason in expected.skipped.items() if reason in TOLD_BY_OTHERS}
    last = max(part, default=0)
    family = {found.refs[place] for place, line in enumerate(found.lines) if line == last} - {""}
    lines = [line for line in whole if line <= last]
    if set(part) - told_below != set(lines):
        return False
    return all(
        part[line] == whole[line]
        or (
            (
                line == last
                or family & {found.refs[place] for place, each in enumerate(found.lines) if each == line}
            )
            and _sums(part[line]) == _sums(whole[line])
        )
        for line in lines
    )


def _by_line(outcome: Outcome) -> dict[int, list[Record]]:
    rows: dict[int, list[Record]] = {}
    for line, record in zip(outcome.lines, outcome.records, strict=True):
        rows.setdefault(line, []).append(record)
    return rows


def _sums(records: Iterable[Record]) -> Counter[Record]:
    """Return what moved on each day in each currency; a record of a list stands for itself."""
    moved: Counter[Record] = Counter()
    for record in records:
        if isinstance(record[0], AccountKind):
            _, day, amount, currency, _ = record
            moved[day, currency] += amount  # type: ignore[operator]
        else:
            moved[record] += 1
    return moved


def text_fault(sample: Sample, outcome: Outcome) -> str:
    """As `fault`, for a text that lost or gained a line.

    The line may be one of a description, which tells a row's kind; and no balance leads to the first or
    last row. Where no balance is printed at all, whole rows lost or doubled leave no trace, as in a table.
    """
    if outcome.refusal is None:
        expected, found = _without_kinds(right(sample)), _without_kinds(outcome)
        if found in (expected, expected[1:], expected[:-1]):
            return ""
        if not prints_balance(sample) and not (outcome.money.keys() - right(sample).money.keys()):
            return ""
    return fault(sample, outcome)


def text_cut_fault(sample: Sample, outcome: Outcome) -> str:
    """As `text_fault`, for a text that was cut."""
    expected, found = _without_kinds(right(sample)), _without_kinds(outcome)
    if outcome.refusal is None and found == expected[: len(found)]:
        return ""
    return fault(sample, outcome)


def _without_kinds(outcome: Outcome) -> list[Record]:
    return [record[:-1] for record in outcome.records]


def day_fault(sample: Sample, outcome: Outcome) -> str:
    """As `fault`, where the time of day is not told: a day may be the one before or after."""
    if outcome.refusal is None:
        expected = right(sample).records
        pairs = list(zip(expected, outcome.records, strict=False))
        if len(expected) == len(outcome.records) and all(_but_for_a_day(*pair) for pair in pairs):
            return ""
    return fault(sample, outcome)


def sum_fault(sample: Sample, outcome: Outcome) -> str:
    """As `fault`, where a fee inside an amount is not told: what moved is the same."""
    if outcome.refusal is None and _sums(right(sample).records) == _sums(outcome.records):
        return ""
    return fault(sample, outcome)


def rupee_fault(sample: Sample, outcome: Outcome) -> str:
    """As `fault`, for certificates whose foreign currency is not told: days, rupees and tax are the same."""
    if outcome.refusal is None:
        ends = [(record[0], *record[-2:]) for record in outcome.records]
        if ends == [(record[0], *record[-2:]) for record in right(sample).records]:
            return ""
    return fault(sample, outcome)


def _but_for_a_day(expected: Record, found: Record) -> bool:
    moved = [
        abs((one - other).days) if isinstance(one, date) and isinstance(other, date) else 9 * (one != other)
        for one, other in zip(expected, found, strict=True)
    ]
    return max(moved) <= 1


def _is_unknown(expected: Counter[Record], found: Counter[Record]) -> bool:
    """Say whether rows became rows of unknown kind: of a platform or wallet, the report names each as an error."""
    gained = found - expected
    return any(record[-1] is Kind.UNKNOWN and record[0] is not AccountKind.BANK for record in gained)


def _refusal_fault(refusal: FreelanceError) -> str:
    if not refusal.origin or not refusal.remedy or not refusal.message:
        return f"a refusal without place or remedy: {refusal.message}"
    return ""


def _difference(expected: Counter[Record], found: Counter[Record]) -> str:
    lost, gained = expected - found, found - expected
    words = [f"lost {' '.join(map(str, each))}" for each in list(lost)[:2]]
    words += [f"gained {' '.join(map(str, each))}" for each in list(gained)[:2]]
    return f"{lost.total()} lost, {gained.total()} gained: {'; '.join(words)}"


Judge = Callable[[Sample, Outcome], str]


def faults(
    sample: Sample, damages: Iterable[tuple[str, bytes]], folder: Path, judge: Judge = fault, suffix: str = ""
) -> list[str]:
    """Read each damaged copy of a sample and list what went wrong."""
    path = folder / f"{sample.path.stem}{suffix or sample.suffix}"
    found = []
    for title, data in damages:
        path.write_bytes(data)
        wrong = judge(sample, read(sample, path))
        if wrong:
            found.append(f"{title}: {wrong}")
    return found


def text_faults(sample: Sample, damages: Iterable[tuple[str, str]], judge: Judge = fault) -> list[str]:
    """As `faults`, for a sample's text."""
    return [
        f"{title}: {wrong}" for title, text in damages if (wrong := judge(sample, read_text(sample, text)))
    ]


def as_csv(damages: Iterable[Damage]) -> Iterator[tuple[str, bytes]]:
    return ((title, delimited(rows).encode()) for title, rows in damages)
