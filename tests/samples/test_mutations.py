"""Every sample, damaged in every way that people and programs damage files.

Reading a damaged copy ends in the same entries, in an error that leaves the answer incomplete, or in a
refusal that names the place and the remedy: never in other money, and never in a traceback.

What a file cannot tell of itself, and no reader can know, is this and no more:

- a file cut between two rows, without a total or closing balance, is a shorter export. The coverage of
  the account shows the days it has (`cut_fault`);
- the first or last row of a statement without totals is linked to no balance; and a line that is missing
  from a description tells no kind (`text_fault`);
- a date with day and month exchanged in a form that no institution writes, in a file of days below 13;
- a lost or doubled row of a file that prints no running balance (`inner_rows`, `text_fault`); a doubled row with an id
  that the institution promises is folded when files are merged;
- a time of day that stands in no column of its name: dates are as printed, a day away at most; rows near
  30 June are flagged (`day_fault`);
- a fee inside an amount whose column has another name: what left the account is the same (`sum_fault`);
- the currency of a certificate whose column of currencies is gone: its rupees are the same (`rupee_fault`);
- the names of two columns of free text exchanged.
"""

from pathlib import Path

import pytest
from judgement import (
    Judge,
    as_csv,
    cut_fault,
    day_fault,
    fault,
    faults,
    rupee_fault,
    sum_fault,
    text_cut_fault,
    text_fault,
    text_faults,
)
from mutations import (
    Damage,
    columns_doubled,
    columns_dropped,
    columns_moved,
    columns_renamed,
    cuts,
    dressed,
    headers_dressed,
    headers_swapped,
    junk_added,
    lines_cut,
    lines_damaged,
    pasted,
    rows_doubled,
    rows_lost,
    rows_moved,
    some,
)
from sample_copies import (
    Outcome,
    Sample,
    field_of,
    inner_rows,
    is_certificates,
    is_table,
    is_text,
    lines,
    right,
    samples,
    table,
)

from freelance_pk.intake.schema import normal

TABLES = [sample for sample in samples() if is_table(sample)]
TEXTS = [sample for sample in samples() if is_text(sample)]
TIMES = frozenset({"time", "zone"})
# Fields whose column tells the money: contents that stand under another's name must not pass unseen.
TELLING = TIMES | {
    "date",
    "amount",
    "credit",
    "debit",
    "gross",
    "net",
    "fee",
    "tax",
    "refunded",
    "direction",
    "source_amount",
    "source_currency",
    "target_amount",
    "target_currency",
    "currency",
    "kind",
    "status",
    "balance",
}

every_table = pytest.mark.parametrize("sample", TABLES, ids=lambda sample: sample.folder)
every_text = pytest.mark.parametrize("sample", TEXTS, ids=lambda sample: sample.folder)


def check(sample: Sample, damages: list[Damage], folder: Path, judge: Judge = fault) -> None:
    wrong = faults(sample, as_csv(damages), folder, judge, ".csv")

    assert wrong == []


def judge_of(sample: Sample, title: str) -> Judge:
    """Choose what may differ where the columns named in a title were touched."""
    fields = {field for name, field in field_of(sample).items() if f"'{name}'" in normal(title)}
    if fields & TIMES:
        return day_fault
    if is_certificates(sample) and "'currency'" in normal(title):
        return rupee_fault
    return sum_fault if "fee" in fields and "net" not in field_of(sample).values() else fault


@every_table
def test_the_sample_written_anew_reads_the_same(sample: Sample, tmp_path: Path) -> None:
    _, rows = table(sample)

    assert right(sample).records
    check(sample, [("as it is", rows)], tmp_path)


@every_table
def test_columns_lost_doubled_or_renamed(sample: Sample, tmp_path: Path) -> None:
    for damages in (columns_dropped, columns_doubled, columns_renamed):
        for damage in some(damages(*table(sample)), 14):
            check(sample, [damage], tmp_path, judge_of(sample, damage[0]))


@every_table
def test_columns_in_another_order_and_headers_in_another_dress_read_the_same(
    sample: Sample, tmp_path: Path
) -> None:
    def same(sample: Sample, outcome: Outcome) -> str:
        return "" if outcome.records == right(sample).records else f"{outcome}"

    moved = some(columns_moved(*table(sample)), 8)
    check(sample, [*moved, *headers_dressed(*table(sample))], tmp_path, same)


@every_table
def test_names_above_other_columns(sample: Sample, tmp_path: Path) -> None:
    telling = {name for name, field in field_of(sample).items() if field in TELLING}
    for damage in some(headers_swapped(*table(sample), telling), 30):
        check(sample, [damage], tmp_path, judge_of(sample, damage[0]))


@every_table
def test_junk_among_the_rows(sample: Sample, tmp_path: Path) -> None:
    check(sample, list(junk_added(*table(sample))), tmp_path)


@every_table
def test_exports_pasted_below_each_other_count_once(sample: Sample, tmp_path: Path) -> None:
    check(sample, list(pasted(*table(sample))), tmp_path)


@every_table
def test_rows_lost_doubled_or_exchanged_break_the_balance(sample: Sample, tmp_path: Path) -> None:
    _, rows = table(sample)
    inner = inner_rows(sample)
    for damages in (rows_lost, rows_doubled, rows_moved):
        check(sample, some(damages(rows, inner), 8), tmp_path)


@every_table
def test_a_table_cut_at_every_line_and_in_every_line(sample: Sample, tmp_path: Path) -> None:
    wrong = faults(sample, cuts(*table(sample)), tmp_path, cut_fault, ".csv")

    assert wrong == []


@every_table
def test_encodings_delimiters_quotes_and_line_ends_read_the_same(sample: Sample, tmp_path: Path) -> None:
    wrong = faults(sample, some(dressed(table(sample)[1]), 16), tmp_path, suffix=".csv")

    assert wrong == []


@every_text
def test_a_text_whose_lines_are_lost_doubled_or_exchanged(sample: Sample) -> None:
    wrong = text_faults(sample, some(lines_damaged(lines(sample)), 40), text_fault)

    assert wrong == []


@every_text
def test_a_text_cut_at_every_line_and_in_every_line(sample: Sample) -> None:
    wrong = text_faults(sample, some(lines_cut(lines(sample)), 40), text_cut_fault)

    assert wrong == []
