"""The list of entries alone gives the same report: whatever was read, written and read again."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import CASES, run

from freelance_pk.intake import read_files
from freelance_pk.intake.registry import layouts
from freelance_pk.intake.result import ReadFile
from freelance_pk.intake.written import guarded, unguarded
from freelance_pk.matching.merge import Merged, merge
from freelance_pk.model.entry import (
    Account,
    AccountKind,
    Certificate,
    Entry,
    Expense,
    Invoice,
    Kind,
    OwnRate,
    Skipped,
    Source,
    Withholding,
)
from freelance_pk.model.issue import Issue, Severity
from freelance_pk.output.entries_csv import CONTRACT, entries_csv

SAMPLES = sorted(path.parent for path in (CASES.parent / "samples").glob("*/*/about.toml"))


def source_of(name: str, layout: str) -> Source:
    platform, known = layouts()[layout]
    return Source(
        name,
        "",
        layout,
        "" if platform.kind == "own" else platform.id,
        promises_ids=known.promises_ids,
        verified=known.evidence != "unverified",
    )


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(["=SUM(A1)", "+92 300", "-5", "@x", "'quoted", "''=", "two\nlines", 'a "b", c', "سلام"]),
).map(str.strip)
names = texts.filter(bool)
days = st.dates(date(2018, 7, 1), date(2027, 6, 30))
amounts = st.decimals(Decimal(-10) ** 9, Decimal(10) ** 9, places=2).filter(bool)
positive = st.decimals(Decimal("0.01"), Decimal(10) ** 9, places=2)
foreign = st.sampled_from(["USD", "EUR", "PKR"])
currencies = foreign | st.just("USDT")
sources = st.builds(
    source_of,
    names,
    st.sampled_from(
        ["upwork-3", "payoneer-17", "payoneer-5", "meezan-statement", "entries", "fiverr-earnings"]
    ),
)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[Entry]:
    source = draw(sources)
    account = draw(names)
    rows = []
    for line in range(2, 2 + draw(st.integers(1, 8))):
        far = draw(st.none() | positive)
        rows.append(
            Entry(
                account,
                draw(days),
                draw(amounts),
                draw(currencies),
                draw(st.sampled_from(Kind)),
                draw(texts),
                draw(texts),
                draw(texts),
                draw(texts),
                far,
                draw(currencies) if far is not None else "",
                draw(st.sampled_from(["", "4410"])),
                draw(st.sampled_from(["", "9186"])),
                draw(texts),
                draw(st.none() | amounts),
                source,
                line,
            )
        )
    return rows


records = st.one_of(
    st.builds(
        Certificate,
        texts,
        days,
        texts,
        texts,
        foreign,
        st.none() | positive,
        st.none() | positive,
        st.none() | positive,
        positive.map(lambda pkr: pkr + 10),
        st.sampled_from([Decimal(0), Decimal("1.25")]),
        texts,
        texts,
        sources,
        st.integers(2, 99),
    ),
    st.builds(Withholding, days, texts, texts, amounts, positive, texts, sources, st.integers(2, 99)),
    st.builds(
        Expense,
        days,
        texts,
        texts,
        positive,
        foreign,
        st.sampled_from(["bank", "card", "cash"]),
        st.sampled_from(["export", "local", "common", "private"]),
        sources,
        st.integers(2, 99),
    ),
    st.builds(
        Invoice,
        days,
        texts,
        texts,
        positive,
        foreign,
        st.sampled_from(["it", "other_specified", "general"]),
        positive,
        texts,
        sources,
        st.integers(2, 99),
    ),
    st.builds(OwnRate, days, st.sampled_from(["USD", "EUR"]), positive, texts, sources, st.integers(2, 99)),
)
skipped_rows = st.builds(Skipped, sources, st.integers(2, 99), names, texts, texts, texts)
issues = st.builds(
    Issue, st.sampled_from(Severity), st.just("some-code"), names, texts, texts, st.none() | positive
)
kinds = st.sampled_from(AccountKind)


def file_of(rows: Sequence[Entry], of: AccountKind) -> ReadFile:
    source = rows[0].source
    account = Account(rows[0].account, of, source.institution)
    return ReadFile(
        source, Path(source.name), len(rows), len(rows), {account.name: account}, list(rows),
        [], [], [], [], [], [], [],
    )  # fmt: skip


def with_records(read: ReadFile, made: Sequence[Any], left_out: list[Skipped]) -> ReadFile:
    def of(kind: type) -> list[Any]:
        return [record for record in made if isinstance(record, kind)]

    return read._replace(
        certificates=of(Certificate),
        withholdings=of(Withholding),
        expenses=of(Expense),
        invoices=of(Invoice),
        rates=of(OwnRate),
        skipped=left_out,
    )


def plain(record: Any) -> tuple[Any, ...]:
    """Return a record's fields; of its source what matters to figures and messages."""
    return tuple(
        (each.name, each.layout, each.institution, each.promises_ids, each.verified)
        if isinstance(each, Source)
        else each
        for each in record
    )


def content(merged: Merged) -> dict[str, Any]:
    return {
        "accounts": merged.accounts,
        "coverage": sorted(
            (each.account, each.start, each.end, plain((each.source,))) for each in merged.coverage
        ),
        **{
            name: [plain(record) for record in getattr(merged, name)]
            for name in (
                "entries",
                "certificates",
                "withholdings",
                "expenses",
                "invoices",
                "rates",
                "skipped",
            )
        },
    }


def read_again(text: str) -> ReadFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.csv"
        path.write_text(text, encoding="utf-8", newline="")
        (read,) = read_files([path]).files
    return read


@settings(max_examples=100)
@given(
    st.lists(st.tuples(entry_lists(), kinds), min_size=1, max_size=4),
    st.lists(records, max_size=6),
    st.lists(skipped_rows, max_size=3),
    st.lists(issues, max_size=3),
)
def test_what_is_written_is_what_is_read(
    lists: list[tuple[list[Entry], AccountKind]],
    made: list[Any],
    left_out: list[Skipped],
    found: list[Issue],
) -> None:
    files = [file_of(rows, kind) for rows, kind in lists]
    files[0] = with_records(files[0], made, left_out)
    merged = merge(files)
    text = entries_csv(merged, found)
    read = read_again(text)
    again = merge([read])

    assert content(again) == content(merged)
    assert set(read.issues) == {*found, *merged.issues}
    assert entries_csv(again, read.issues) == text


@given(texts)
def test_a_guard_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def figures(*words: object) -> Any:
    """Return a report without the list of the files it was made from."""
    ran = run("report", *words, "--format", "json")
    assert ran.code in (0, 4), ran.err
    made = ran.json()
    for name in ("files",):
        made.pop(name)
    return made


def about(folder: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415

    return tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "folder",
    [folder for folder in SAMPLES if "refused" not in about(folder)],
    ids=lambda folder: f"{folder.parent.name}/{folder.name}",
)
def test_every_sample_gives_the_same_report_from_its_list(folder: Path, tmp_path: Path) -> None:
    facts = about(folder)
    (sample,) = [
        path for path in folder.iterdir() if path.name not in ("about.toml", "expected.csv", "skipped.csv")
    ]
    words: list[object] = [sample]
    words += ["--as", facts["layout"]] if facts.get("as_layout") else []
    words += ["--account", facts["account"]] if "account" in facts else []
    for password in facts.get("passwords", ()):
        words += ["--password", password]
    ran = run("entries", *words, "-o", tmp_path / "all.csv")

    assert ran.code in (0, 4), ran.err
    year = ("--tax-year", "2026")
    assert figures(tmp_path / "all.csv", *year) == figures(*words, *year)


@pytest.mark.parametrize("case", ["p1", "p1b", "p3"])
def test_the_worked_cases_come_out_of_their_lists(case: str, tmp_path: Path) -> None:
    profile = ("--profile", CASES / case / "profile.toml")
    everything = tmp_path / "all.csv"
    assert run("entries", CASES / case, "-o", everything).code == 0

    for words in (("--tax-year", "2026"), ("--month", "2025-12"), ("--tax-year", "2027")):
        assert figures(everything, *profile, *words) == figures(CASES / case, *words)
    tax = ("--tax-year", "2026", "--format", "json")
    assert run("tax", everything, *profile, *tax).out == run("tax", CASES / case, *tax).out
    assert run("entries", everything).out == everything.read_text(encoding="utf-8")


def test_answers_are_left_out_which_is_said_and_hold_for_the_list_too(tmp_path: Path) -> None:
    """The credits of BILAL AHMED and SARA KHAN of the first case, answered; Rs 40,000 is then an export."""
    folder, everything = tmp_path / "p1", tmp_path / "all.csv"
    shutil.copytree(CASES / "p1", folder)
    items = run("review", folder, "--list", "--all", "--format", "json").json()["items"]
    given = {"BILAL AHMED": "local", "SARA KHAN": "export"}
    words = [
        f"--answer={item['id']}={answer}"
        for name, answer in given.items()
        for item in items
        if name in item["text"]
    ]
    assert run("review", folder, *words).code == 0
    ran = run("entries", folder, "-o", everything)
    beside = ("--profile", folder / "profile.toml", "--answers", folder / "review.toml")
    year = ("--tax-year", "2026")

    assert f"--answers {folder / 'review.toml'}" in " ".join(ran.err.split())
    assert figures(everything, *beside, *year) == figures(folder, *year)
    assert figures(folder, *year)["received"]["pkr"] == "2318123"
    assert figures(everything, *beside[:2], *year)["received"]["pkr"] == "2278123"

    assert run("lock", "2026", "--books", folder).code == 0
    assert "not those filed" in run("entries", folder, "-o", everything, "--force").err


def test_a_list_beside_its_own_files_adds_nothing(tmp_path: Path) -> None:
    everything = tmp_path / "all.csv"
    run("entries", CASES / "p1", "-o", everything)
    both = figures(everything, CASES / "p1", "--tax-year", "2026")
    alone = figures(CASES / "p1", "--tax-year", "2026")

    issues = [each for each in both.pop("issues") if each["code"] != "rows-folded"]
    assert issues == alone.pop("issues")
    assert both == alone


def test_the_columns_are_those_of_the_contract_and_more_behind(tmp_path: Path) -> None:
    out = run("entries", CASES / "p1").out
    rows = list(csv.reader(io.StringIO(out)))
    entries = [row for row in rows[1:] if row[2] in Kind.__members__.values()]

    assert tuple(rows[0][:14]) == CONTRACT
    assert len({len(row) for row in rows}) == 1
    assert len(entries) == 117
    usd = sum(Decimal(row[3]) for row in entries if row[1] == "Payoneer")
    assert usd == Decimal("1914.05")


def test_what_left_the_files_incomplete_leaves_the_list_incomplete(tmp_path: Path) -> None:
    lines = (CASES / "p1" / "payoneer.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "payoneer.csv").write_text("".join(lines[:5] + lines[6:]), encoding="utf-8")
    ran = run("entries", tmp_path / "payoneer.csv", "-o", tmp_path / "all.csv")
    again = run("report", tmp_path / "all.csv", "--tax-year", "2026", "--format", "json")

    assert ran.code == again.code == 4
    assert "balance-break" in {issue["code"] for issue in again.json()["issues"]}


def test_rows_typed_into_a_written_list_count(tmp_path: Path) -> None:
    everything = tmp_path / "all.csv"
    run("entries", CASES / "p1", "-o", everything)
    text = everything.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n")
    blank = "," * (len(head.split(",")) - 5)
    everything.write_text(
        f"{head}\n2026-02-01,Upwork,earning,100.00,USD{blank}\n{rest}2026-02-02,Upwork,fee,-10,USD{blank}\n",
        encoding="utf-8",
    )
    made = figures(everything, "--tax-year", "2026")

    assert made["earned"][0]["gross"] == "13900.00"
    assert made["earned"][0]["fees"] == "1760.00"


def test_five_columns_are_enough_for_rows_typed_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "typed.csv"
    path.write_text(
        "date,account,kind,amount,currency\n2025-09-01,Upwork,earning,500,USD\n2025-09-01,Upwork,fee,-50,USD\n",
        encoding="utf-8",
    )

    assert figures(path, "--tax-year", "2026")["earned"][0]["net"] == "450.00"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "gift"),
        ("amount", "lots"),
        ("date", "soon"),
        ("row", "x"),
        ("account_kind", "safe"),
        ("account", ""),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, column: str, value: str) -> None:
    rows = list(csv.reader(io.StringIO(run("entries", CASES / "p1").out)))
    line = 2 if column != "account_kind" else next(n for n, row in enumerate(rows, 1) if row[2] == "account")
    rows[line - 1][rows[0].index(column)] = value
    with (tmp_path / "all.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    ran = run("report", tmp_path / "all.csv")

    assert ran.code == 3
    assert f"all.csv, row {line}, column {column}" in ran.err
    assert repr(value) in ran.err


def test_a_list_is_not_written_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("mine", encoding="utf-8")

    assert run("entries", CASES / "p1", "-o", path).code == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("entries", CASES / "p1", "-o", path, "--force").code == 0
    assert run("entries", CASES / "p1", "-o", tmp_path / "all.txt").code == 2


def test_a_layout_that_is_not_known_here_is_no_hindrance(tmp_path: Path) -> None:
    everything = tmp_path / "all.csv"
    run("entries", CASES / "p1", "-o", everything)
    text = everything.read_text(encoding="utf-8").replace("meezan-statement", "mybank-1")
    everything.write_text(text, encoding="utf-8")

    made = json.loads(run("report", everything, "--tax-year", "2026", "--format", "json").out)
    assert made["received"]["pkr"] == "2278123"
