"""What reading a damaged sample must end in: the same money, an error, or a refusal with place and remedy."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from mutations import Damage
from sample_copies import Outcome, Record, Sample, delimited, prints_balance, read, read_text, right

from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.errors import FreelanceError

# Reasons to leave a row out that stand in another row.
TOLD_BY_OTHERS = frozenset({"cancelled before it was earned"})


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
