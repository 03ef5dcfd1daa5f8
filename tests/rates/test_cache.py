"""The cache: readable, append-only, whole whenever a writer is killed, and safe for two writers at once."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from freelance_pk.model.errors import FreelanceError, InputRefusedError
from freelance_pk.rates import load_rates
from freelance_pk.rates.cache import HEADER, Body, Line, append, cache_folder, raw_body, read_lines, standing

BODY = Body(b"%PDF-1.4 a body", "pdf")


def line(day: str, value: str = "278.5", currency: str = "USD", note: str = "") -> Line:
    return Line(day, currency, "mid", value, "2026-09-20T07:15:00Z", BODY.sha256, note)


def add(folder: Path, *lines: Line) -> None:
    append(folder, "sbp-bfer", BODY, lambda _: lines)


def test_lines_are_only_ever_added(tmp_path: Path) -> None:
    add(tmp_path, line("2026-09-01"))
    first = (tmp_path / "sbp-bfer.csv").read_bytes()
    add(tmp_path, line("2026-09-02"), line("2026-09-01", "279", note="revises 278.5"))

    assert (tmp_path / "sbp-bfer.csv").read_bytes().startswith(first)
    stand = standing(read_lines(tmp_path, "sbp-bfer"))["USD", "mid"]
    assert {day: each.value for day, each in stand.items()} == {"2026-09-01": "279", "2026-09-02": "278.5"}


def test_the_file_is_a_table_that_anybody_can_read(tmp_path: Path) -> None:
    add(tmp_path, line("2026-09-01"))

    assert (tmp_path / "sbp-bfer.csv").read_text(encoding="utf-8") == (
        f"date,currency,side,value,retrieved,sha256,note\n2026-09-01,USD,mid,278.5,2026-09-20T07:15:00Z,{BODY.sha256},\n"
    )


def test_the_body_is_kept_under_its_digest_and_only_with_a_line(tmp_path: Path) -> None:
    append(tmp_path, "sbp-bfer", Body(b"nothing new in it", "pdf"), lambda _: [])
    assert not (tmp_path / "raw").exists()

    add(tmp_path, line("2026-09-01"))
    assert raw_body(tmp_path, BODY.sha256) == BODY
    assert raw_body(tmp_path, "0" * 64) is None


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("", 1),
        (HEADER, 1),
        ("date,currency,rate\n", 1),
        (f"{HEADER}\n2026-09-01,USD,mid,278.5,2026-09-20T07:15:00Z,{'a' * 64},", 2),
        (f"{HEADER}\n2026-09-01,USD,mid,278.5,2026-09-20T07:15:00Z,{'a' * 64},\n2026-09-02,US", 3),
        (f"{HEADER}\n2026-02-30,USD,mid,278.5,2026-09-20T07:15:00Z,{'a' * 64},\n", 2),
        (f"{HEADER}\n2026-09-01,USD,mid,0,2026-09-20T07:15:00Z,{'a' * 64},\n", 2),
        (f"{HEADER}\n2026-09-01,USD,mid,-1,2026-09-20T07:15:00Z,{'a' * 64},\n", 2),
        (f"{HEADER}\n2026-09-01,USD,mid,1e5,2026-09-20T07:15:00Z,{'a' * 64},\n", 2),
        (f"{HEADER}\n2026-09-01,USD,above,278.5,2026-09-20T07:15:00Z,{'a' * 64},\n", 2),
        (f"{HEADER}\n2026-09-01,usd,mid,278.5,2026-09-20T07:15:00Z,{'a' * 64},\n", 2),
        (f"{HEADER}\n2026-09-01,USD,mid,278.5,2026-09-20T07:15:00Z,abc,\n", 2),
        (f"{HEADER}\n\n", 2),
    ],
)
def test_a_damaged_file_is_named_with_its_row_and_left_alone(tmp_path: Path, content: str, row: int) -> None:
    path = tmp_path / "sbp-bfer.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InputRefusedError) as caught:
        load_rates(tmp_path).series("USD")
    assert caught.value.origin == f"{path}, row {row}"
    assert "rates update" in caught.value.remedy
    with pytest.raises(InputRefusedError):
        add(tmp_path, line("2026-09-03"))
    assert path.read_text(encoding="utf-8") == content


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(FreelanceError, match="cannot be kept") as caught:
        add(tmp_path / "file" / "kept", line("2026-09-01"))
    assert "FREELANCE_PK_RATES" in caught.value.remedy


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, line("2026-09-01"))
    before = (tmp_path / "sbp-bfer.csv").read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FreelanceError, match="No space left"):
        add(tmp_path, line("2026-09-02"))
    assert (tmp_path / "sbp-bfer.csv").read_bytes() == before
    assert not list(tmp_path.rglob("*.part"))


@contextmanager
def without_rights() -> Iterator[None]:
    """Whoever runs the tests as root may write anywhere: as nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are kept otherwise here")
def test_a_folder_that_may_only_be_read_gives_its_rates_and_takes_none(open_folder: Path) -> None:
    folder = open_folder / "kept"
    add(folder, line("2026-09-01"))
    paths = list(folder.rglob("*"))
    before = {path: path.read_bytes() for path in paths if path.is_file()}
    for path in (*paths, folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with without_rights():
            series = load_rates(folder).series("USD")
            with pytest.raises(FreelanceError, match="cannot be kept: Permission denied") as caught:
                add(folder, line("2026-09-02"))
    finally:
        for path in (folder, folder / "raw"):
            path.chmod(0o755)

    assert series is not None
    assert series.rates[-1] == "278.5"
    assert caught.value.origin == str(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FREELANCE_PK_RATES", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"
    monkeypatch.delenv("FREELANCE_PK_RATES")
    assert cache_folder().name == "rates"
    assert "freelance-pk" in cache_folder().parts


def test_nothing_fetched_is_the_bundled_table(tmp_path: Path) -> None:
    assert load_rates(tmp_path / "none").series("USD") is load_rates(tmp_path).series("USD")


# A writer adds one line after the other, each in an update of its own.
WRITER = textwrap.dedent(
    """
    import sys
    from datetime import date, timedelta
    from pathlib import Path
    from freelance_pk.rates.cache import Body, Line, append
    folder, currency, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    print("ready", flush=True)
    for number in range(count):
        day = (date(2026, 9, 1) + timedelta(days=number)).isoformat()
        body = Body(f"%PDF {currency} {number}".encode() * 20_000, "pdf")
        new = Line(day, currency, "mid", "278.5", "2026-09-20T07:15:00Z", body.sha256)
        append(folder, "sbp-bfer", body, lambda there: [] if new in there else [new])
    """
)


def writer(folder: Path, currency: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), currency, str(count)], stdout=subprocess.PIPE, text=True
    )


def ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [writer(tmp_path, currency, 40) for currency in ("USD", "EUR")]
    for each in writers:
        ready(each)
    for each in writers:
        each.communicate(timeout=120)
        assert each.returncode == 0

    lines = read_lines(tmp_path, "sbp-bfer")
    assert len(lines) == len(set(lines)) == 80
    assert all(raw_body(tmp_path, each.sha256) is not None for each in lines)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_writer_killed_at_any_moment_leaves_the_old_cache_or_the_new(tmp_path: Path) -> None:
    chance = random.Random(2026)
    seen = 0
    for _ in range(12):
        process = writer(tmp_path, "USD", 400)
        ready(process)
        time.sleep(chance.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        process.communicate()

        lines = read_lines(tmp_path, "sbp-bfer")  # whole, or this raises
        assert len(lines) >= seen
        assert [each.day for each in lines] == sorted({each.day for each in lines})
        for each in lines:
            body = raw_body(tmp_path, each.sha256)
            assert body is not None
            assert body.sha256 == each.sha256
        seen = len(lines)
    assert seen > 0
    add(tmp_path, line("2030-01-01"))  # the lock died with its holder, and what was half-written is swept
    assert not list(tmp_path.rglob("*.part"))


# A writer that ends, as if the power went, at its n-th step on the disk.
FALLING = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    from freelance_pk.rates.cache import Body, Line, append
    folder, last = Path(sys.argv[1]), int(sys.argv[2])
    steps = 0

    def counted(name, real):
        def step(*arguments, **named):
            global steps
            steps += 1
            if steps > last:
                os._exit(9)
            return real(*arguments, **named)
        setattr(os, name, step)

    for name in ("mkdir", "open", "fsync", "replace", "rename", "unlink", "close"):
        counted(name, getattr(os, name))

    def writes(real):
        class Torn:
            def __init__(self, file):
                self.file = file
            def __enter__(self):
                return self
            def __exit__(self, *how):
                return self.file.__exit__(*how)
            def write(self, data):
                global steps
                steps += 1
                if steps > last:
                    self.file.write(data[: len(data) // 2])
                    self.file.flush()
                    os._exit(9)
                return self.file.write(data)
            def __getattr__(self, name):
                return getattr(self.file, name)
        return lambda path, *how, **named: Torn(real(path, *how, **named))

    plain = Path.open
    Path.open = lambda self, mode="r", *how, **named: (
        writes(plain)(self, mode, *how, **named) if "w" in mode else plain(self, mode, *how, **named)
    )
    body = Body(b"%PDF new body" * 1000, "pdf")
    new = Line("2026-09-02", "USD", "mid", "278.6", "2026-09-20T07:15:00Z", body.sha256)
    append(folder, "sbp-bfer", body, lambda there: [new])
    """
)


def test_a_writer_that_ends_at_any_step_leaves_the_old_cache_or_the_new(tmp_path: Path) -> None:
    outcomes = []
    for last in range(60):
        folder = tmp_path / str(last)
        add(folder, line("2026-09-01"))
        before = (folder / "sbp-bfer.csv").read_bytes()
        done = subprocess.run([sys.executable, "-c", FALLING, str(folder), str(last)], check=False)
        assert done.returncode in (0, 9)

        after = (folder / "sbp-bfer.csv").read_bytes()
        assert after.startswith(before)
        lines = read_lines(folder, "sbp-bfer")  # whole, or this raises
        assert [each.day for each in lines] in (["2026-09-01"], ["2026-09-01", "2026-09-02"])
        for each in lines:
            body = raw_body(folder, each.sha256)
            assert body is not None
            assert body.sha256 == each.sha256
        add(folder, line("2026-09-03"))
        assert not list(folder.rglob("*.part"))
        outcomes.append((done.returncode, len(lines)))
        if done.returncode == 0:
            break
    assert outcomes[0] == (9, 1)  # nothing was done yet
    assert (9, 2) in outcomes  # put in place, and not yet swept
    assert outcomes[-1] == (0, 2)


def test_a_file_that_is_no_text_or_no_file_is_damaged_and_named(tmp_path: Path) -> None:
    path = tmp_path / "sbp-bfer.csv"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputRefusedError, match="it cannot be read") as caught:
        read_lines(tmp_path, "sbp-bfer")
    assert caught.value.origin == f"{path}, row 1"

    path.unlink()
    path.mkdir()
    with pytest.raises(InputRefusedError, match="it cannot be read"):
        read_lines(tmp_path, "sbp-bfer")


def test_a_file_that_somebody_reads_is_replaced_once_they_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is open cannot be replaced."""
    refusals = iter([PermissionError("in use")] * 3)
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target.name == "sbp-bfer.csv" and (refusal := next(refusals, None)) is not None:
            raise refusal
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    add(tmp_path, line("2026-09-01"))

    assert next(refusals, None) is None
    assert [each.day for each in read_lines(tmp_path, "sbp-bfer")] == ["2026-09-01"]
    assert not list(tmp_path.rglob("*.part"))


def test_a_file_that_stays_in_use_is_told_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, line("2026-09-01"))
    before = (tmp_path / "sbp-bfer.csv").read_bytes()

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(FreelanceError, match="the rates cannot be kept: in use"):
        add(tmp_path, line("2026-09-02"))

    assert (tmp_path / "sbp-bfer.csv").read_bytes() == before
    assert not list(tmp_path.rglob("*.part"))


def test_what_a_writer_left_behind_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    add(tmp_path, line("2026-09-01"))
    left = [tmp_path / ".sbp-bfer-x1.part", tmp_path / "raw" / ".abc-x2.part"]
    mine = [tmp_path / "notes.part", tmp_path / ".hidden", tmp_path / "raw" / "notes.txt"]
    for path in (*left, *mine):
        path.write_text("half", encoding="utf-8")
    add(tmp_path, line("2026-09-02"))

    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in mine)


def test_a_folder_deep_below_is_made_with_its_lock_and_each_body_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "rates"
    other = Body(b"another body", "json")
    add(folder, line("2026-09-01"))
    append(folder, "sbp-bfer", other, lambda _: [line("2026-09-02")._replace(sha256=other.sha256)])

    assert (folder / ".lock").exists()  # by this name other versions of the program know of a writer
    assert {path.name for path in (folder / "raw").iterdir()} == {
        f"{BODY.sha256}.pdf",
        f"{other.sha256}.json",
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x" * 80, f"the line '{'x' * 60}' is not one"),
        (
            f"2026-02-30,USD,mid,278.5,2026-09-20T07:15:00Z,{'a' * 64},",
            "the line '2026-02-30,USD,mid,278.5,2026-09-20T07:15:00Z,aaaaaaaaaaaaaa' holds no date or rate",
        ),
    ],
)
def test_a_damaged_line_is_shown_as_far_as_it_fits(tmp_path: Path, row: str, words: str) -> None:
    (tmp_path / "sbp-bfer.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputRefusedError) as caught:
        read_lines(tmp_path, "sbp-bfer")

    assert caught.value.message == f"the kept rates are damaged: {words}"
