"""Years whose truth is known, as the institutions' own files: no pair is wrong, and income is exact or flagged.

`make histories` draws thousands; here are some dozens, the same in every run.
"""

import json
import os
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from exports import File, certificates, export, files
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from laws import Told, faults, rupees, tell
from plan import Plan, plans
from running import run
from year import Year, play

from freelance_pk.model.issue import Severity

MANY = int(os.environ.get("HISTORIES", "0"))
ORIGINS = frozenset({"origin", "from_origin", "to_origin"})
OF_FILES = ("files", "skipped", "data")
SAID_OF_EACH_FILE = ("layout-unverified", "near-30-june", "certificate-without-tax", "rows-folded")
_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
_UNCUT = (Phase.explicit, Phase.reuse, Phase.generate)


def few(examples: int, *, cut_down: bool = False) -> settings:
    """Draw so many plans, always the same; or the many that were asked for, always others."""
    phases = (*_UNCUT, Phase.shrink) if cut_down else _UNCUT
    return settings(_SLOW, max_examples=MANY or examples, derandomize=not MANY, phases=phases)


@few(50, cut_down=True)
@given(plans())
def test_the_planted_truth_comes_back(plan: Plan) -> None:
    year = play(plan)
    with TemporaryDirectory() as folder:
        assert faults(year, tell(Path(folder) / "all", files(year))) == []


@few(6)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_and_the_way_they_are_given_change_no_byte(
    plan: Plan, chance: random.Random
) -> None:
    year = play(plan)
    with TemporaryDirectory() as name:
        given_, books = Path(name) / "given", Path(name) / "books"
        given_.mkdir()
        paths = []
        for each, content in cut(year, chance):
            paths.append(given_ / each)
            paths[-1].write_bytes(content)
        whole = report(given_)
        chance.shuffle(paths)
        assert report(*paths) == whole
        assert run("init", books).code == 0
        half = len(paths) // 2
        for part in (paths[:half], paths[half:]):
            assert not part or run("import", *part, "--books", books).code in (0, 4)
        assert report("--books", books) == whole


@few(12)
@given(plans(), st.randoms(use_true_random=False))
def test_exports_that_overlap_say_what_the_whole_ones_say(plan: Plan, chance: random.Random) -> None:
    year = play(plan)
    with TemporaryDirectory() as name:
        whole = tell(Path(name) / "whole", files(year))
        parts = tell(Path(name) / "parts", cut(year, chance))
        assert faults(year, parts) == []
        assert figures(report(Path(name) / "parts")) == figures(report(Path(name) / "whole"))
        assert len(parts.inputs.merged.entries) == len(whole.inputs.merged.entries)


@few(8)
@given(plans())
def test_a_missing_file_adds_no_income_unsaid(plan: Plan) -> None:
    year = play(plan)
    every = files(year)
    with TemporaryDirectory() as name:
        whole = tell(Path(name) / "all", every)
        for number, (missing, _) in enumerate(every):
            rest = every[:number] + every[number + 1 :]
            if rest:
                told = tell(Path(name) / f"without {number}", rest)
                assert not unsaid(whole, told), missing


def unsaid(whole: Told, told: Told) -> Decimal:
    """Return the rupees of receipts that a missing file adds and no warning or error names."""
    more = told.report.received.pkr - whole.report.received.pkr
    named = {
        severity: rupees(told.report.issues, severity) - rupees(whole.report.issues, severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    }
    return max(more - max(named.values()) - 1, Decimal(0)) if more > 0 else Decimal(0)


def cut(year: Year, chance: random.Random) -> list[File]:
    """Export every account in one to three parts, which overlap or touch."""
    made = certificates(year)
    for account, rows in sorted(year.rows.items()):
        days = sorted({row.day for row in rows})
        edges = sorted(chance.sample(days, min(len(days), chance.randint(0, 2))))
        starts = [days[0], *edges]
        ends = [*edges, days[-1]]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            until = max(end, chance.choice(days))
            part = [row for row in rows if start <= row.day <= until]
            made.append(export(year, account, part, f"{number} "))
    return list({content: (name, content) for name, content in made}.values())  # books keep no file twice


def report(*words: object) -> str:
    ran = run("report", *words, "--tax-year", 2026, "--format", "json")
    assert ran.code in (0, 4), ran.err
    return ran.out


def figures(text: str) -> Any:
    """Return a report without the names of files and rows."""
    made = json.loads(text)
    for name in OF_FILES:
        del made[name]
    issues = [issue for issue in made["issues"] if issue["code"] not in SAID_OF_EACH_FILE]
    made["issues"] = sorted(issues, key=lambda issue: (issue["code"], issue["message"], issue["remedy"]))
    return nameless(made)


def nameless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: nameless(each) for key, each in value.items() if key not in ORIGINS}
    return list(_each(value)) if isinstance(value, list) else value


def _each(values: list[Any]) -> Iterator[Any]:
    for value in values:
        yield nameless(value)
