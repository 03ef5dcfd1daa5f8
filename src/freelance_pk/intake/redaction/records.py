"""One of our own lists without what it says: it reads to as many records, on the same days."""

from freelance_pk.intake.detect import Found
from freelance_pk.intake.files import Row
from freelance_pk.intake.records import Record, read_records
from freelance_pk.intake.redaction.cells import CellMasker
from freelance_pk.intake.redaction.figures import Digits
from freelance_pk.intake.redaction.masks import Ids, tokens
from freelance_pk.intake.redaction.sums import other_sums
from freelance_pk.intake.redaction.table import amounts_of
from freelance_pk.intake.redaction.vocabulary import known_of
from freelance_pk.model.entry import Source
from freelance_pk.model.errors import FreelanceError

_TRIES = 60


def redact_records(
    found: Found, names: frozenset[str], *, amounts_stay: bool = False
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Redact a list of certificates, withholding, expenses, invoices or rates.

    Returns:
        All its rows, and the numbers of those whose amounts stay as they are.
    """
    source = Source(found.table.name, "", found.layout.id, "")
    known = known_of(found)
    rows = [(line, list(row)) for line, row in found.table.rows()]
    data = [(line, row) for line, row in rows if line > found.header_line]
    masker = CellMasker(known, Ids(tokens(cell for _, row in rows for cell in row)), names, Digits())
    amounts = amounts_of(known, data, None)
    masker.learn_ids([row for _, row in data])

    def read(line: int, row: list[str]) -> list[object] | None:
        one = found.table.with_rows([(line, row)])
        try:
            return [_facts(each) for each in read_records(found._replace(table=one), source).records]
        except FreelanceError:
            return None

    made: dict[int, list[str]] = {}
    kept: list[int] = []
    for line, row in data:
        wanted, plain = read(line, row), masker.masked(row, masker.kept(row))
        for _ in range(0 if amounts_stay else _TRIES):
            made[line] = amounts.other(plain)
            if read(line, made[line]) == wanted:
                break
        else:
            made[line] = plain
            kept += [line] if amounts.values(plain) else []
    if not amounts_stay:
        counted = {line for line, row in data if read(line, row)}
        other_sums(data, made, {line for line, _ in data} - counted, counted, amounts)
    for line, row in rows:
        if line < found.header_line:
            made[line] = [masker.ids.masked(cell) for cell in row]
    return tuple((line, made.get(line, row)) for line, row in rows), tuple(kept)


def _facts(record: Record) -> tuple[object, ...]:
    day = next((getattr(record, name) for name in ("day", "realised_on") if hasattr(record, name)), None)
    return type(record).__name__, day, getattr(record, "currency", "")
