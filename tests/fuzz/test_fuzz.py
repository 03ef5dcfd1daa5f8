"""A slice of the fuzzing that runs with every change; `make fuzz` runs all of it."""

import signal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from damaging import damage
from every_reader import READERS, SHARES, Seed, seeds

import fuzz
from fuzz import _kept, input_of, outcome, replay, run

INPUTS = 1500


@pytest.fixture(autouse=True)
def _keeps_findings_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fuzz, "FOUND", tmp_path / "found")


@pytest.mark.parametrize("part", range(4))
def test_damaged_files_are_read_or_refused_with_place_and_remedy(part: int, tmp_path: Path) -> None:
    counts, findings = run(range(part * INPUTS, (part + 1) * INPUTS), 2026, tmp_path)

    assert not findings, "\n".join(f"{each.words}\n{each.path}" for each in findings)
    assert counts.total() == INPUTS


def test_every_reader_is_tried_and_its_good_files_are_read(tmp_path: Path) -> None:
    assert set(SHARES) == set(READERS) == set(seeds())
    for name, good in seeds().items():
        told = [outcome(seed, tmp_path / seed.name) for seed in good[:12]]
        assert set(told) <= {"read", "refused"}
        assert "read" in told, name


def test_an_input_is_made_of_its_number_and_the_seed_alone() -> None:
    first = [input_of(number, 5) for number in range(40)]

    assert first == [input_of(number, 5) for number in reversed(range(40))][::-1]
    assert first != [input_of(number, 6) for number in range(40)]
    assert len({each.data for each in first}) > 30


def test_damage_changes_nearly_every_file() -> None:
    good = seeds()["table"][0]
    made = [damage(Random(number), good.data, "text", good.data) for number in range(100)]

    assert sum(each != good.data for each in made) > 80


# What is found is kept, and can be read again


def broken(monkeypatch: pytest.MonkeyPatch, reader: Any) -> None:
    monkeypatch.setitem(READERS, "profile", reader)


def raises(*_: object) -> None:
    raise KeyError("boom")


def test_what_is_raised_beside_refusals_is_found_kept_and_raised_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken(monkeypatch, raises)
    counts, findings = run(range(3), 1, tmp_path, "profile")

    assert counts["profile FOUND"] == 3
    assert all("KeyError" in each.words for each in findings)
    assert findings[0].path.read_bytes() == input_of(0, 1, "profile").data
    assert "KeyError" in replay(findings[0].path)


@pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="this system has no timer of the processor's time"
)
def test_a_hang_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def hang(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(fuzz, "SECONDS", 0.2)
    broken(monkeypatch, hang)

    assert "takes more than" in outcome(
        Seed("profile", "profile.toml", b"", "toml"), tmp_path / "profile.toml"
    )


def test_a_kept_file_tells_its_reader_and_layout(tmp_path: Path) -> None:
    path = _kept(Seed("table", "entries.csv", b"no entries\n", "text", "entries"), 7, 3)

    assert path.parent.name == "table~entries~3-7"
    assert replay(path) == "refused"
