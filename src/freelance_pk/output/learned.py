"""What was recognised in a file of unknown layout, and what the layout learned makes of it."""

from collections import Counter

from rich.console import RenderableType
from rich.text import Text

from freelance_pk.intake.learning import Survey, Trial, Work
from freelance_pk.output.screen import heading, render, table

_ORDERS = {"dmy": "day first", "mdy": "month first", "": ""}
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows text (cp1252)"}
_SHOWN = 5
_SAMPLE = 40


def survey_text(survey: Survey, work: Work, *, width: int, colour: bool) -> str:
    """Write what the file is, and one line for each column: its number, sample values, what it gives."""
    gives: dict[int, list[str]] = {}
    for name, columns in work.fields.items():
        for column in columns:
            gives.setdefault(column.place, []).append(name)
    rows = (
        (str(number), column.name, _sample(column.samples), ", ".join(gives.get(column.place, [])) or "-")
        for number, column in enumerate(survey.columns, start=1)
    )
    encoding = _ENCODINGS.get(survey.encoding, survey.encoding)
    kind = f"{survey.delimiter}-delimited text, {encoding}" if survey.delimiter else "a sheet"
    first = (
        f"{survey.table.name}: {kind}; the columns are named in row {survey.header_line}; {len(survey.rows)} rows "
        f"with a date, {len(survey.undated)} without."
    )
    header = (("#", True), ("Column", False), ("Holds", False), ("Gives", False))
    parts: list[RenderableType] = [Text(first), table(header, rows)]
    names = [cell.casefold() for cell in survey.header if cell]
    twice = sorted({cell for cell in survey.header if names.count(cell.casefold()) > 1})
    parts += (
        [Text(f"The header has {', '.join(twice)} twice: such a column cannot be used.")] if twice else []
    )
    return render(parts, width=width, colour=colour)


def mapping_text(work: Work, *, width: int, colour: bool) -> str:
    """Write how the file is to be read."""
    parts: list[RenderableType] = [heading("So the file is read")]
    rows = [
        (name, ", ".join(column.name for column in columns), work.why.get(name, ""))
        for name, columns in work.fields.items()
    ]
    parts.append(table((("Field", False), ("Column", False), ("Because", False)), rows))
    settings = [
        f"amounts: {_SHAPES.get(work.shape, work.shape)}",
        f"currency: {work.currency}" if work.currency else "",
        f"dates: {_ORDERS[work.date_order]}" if work.date_order else "",
        f"numbers: decimal {work.numbers}" if work.numbers else "",
        f"time zone: {work.zone}" if work.zone else "",
    ]
    parts.append(Text("; ".join(each for each in settings if each)))
    words = [f"{word} = {kind.value}" for word, kind in work.kinds.items()]
    words += [f"{word} = {'in' if sign == '+' else 'out'}" for word, sign in work.signs.items()]
    words += [f"{word} = money moved" for word in work.keep] + [f"{word} = left out" for word in work.skip]
    words += [
        f"all other money {'in' if sign == '+' else 'out'} = {kind.value}"
        for sign, kind in work.others.items()
    ]
    parts += [Text(f"words: {'; '.join(words)}")] if words else []
    return render(parts, width=width, colour=colour)


_SHAPES = {
    "signed": "one column, with their sign",
    "marked": "one column, a word beside them tells in from out",
    "balance-signed": "one column, the running balance tells in from out",
    "two-columns": "money in and money out have a column each",
    "gross-fee-net": "gross, fee and net, checked against each other",
    "gross-and-fee": "gross, with the fee beside it",
}


def trial_text(trial: Trial, *, width: int, colour: bool) -> str:
    """Write what was read: the first entries, sums by kind, rows left out, the balance's verdict."""
    entries = trial.read.entries
    parts: list[RenderableType] = [
        heading(f"Tried on the file: {trial.read.rows} rows, {len(entries)} entries")
    ]
    shown = (
        (str(entry.day), entry.kind.value, f"{entry.currency} {entry.amount:,}", _clean(entry.text)[:_SAMPLE])
        for entry in entries[:_SHOWN]
    )
    header = (("Date", False), ("Kind", False), ("Amount", True), ("Text", False))
    parts.append(table(header, shown))
    sums = ((each.kind, str(each.rows), f"{each.currency} {each.amount:,}") for each in trial.sums)
    parts.append(table((("Kind", False), ("Rows", True), ("Sum", True)), sums))
    for reason, count in sorted(Counter(row.reason for row in trial.read.skipped).items()):
        parts.append(Text(f"left out: {count} rows, {reason}"))
    parts.append(
        Text(
            f"running balance: follows from row to row ({trial.balances} rows)."
            if trial.balances
            else "running balance: the file prints none; compare the sums above with the statement yourself."
        )
    )
    parts += [Text(f"{issue.severity.value}: {issue.message}") for issue in trial.issues]
    return render(parts, width=width, colour=colour)


def _sample(texts: tuple[str, ...]) -> str:
    joined = _clean(" | ".join(texts))
    return joined if len(joined) <= _SAMPLE else joined[: _SAMPLE - 3] + "..."


def _clean(text: str) -> str:
    """Return a text without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
