"""Runs that are cut short, by a user, a system or a worker's death: nothing is lost, nothing done twice, no byte differs."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import firms
import pytest
from running import run, run_process
from trees import children, done, lives, tree

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
_PATIENCE = 90  # seconds, on a machine that is busy with other things


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six clients: two that are ready or nearly so, one with a cut file, two that share a certificate, one empty."""
    root = firms.mixed(tmp_path_factory.mktemp("firm") / "clients")
    for name in ("chaudhry", "dania", "farah"):
        shutil.rmtree(root / name)
    return root


@pytest.fixture(scope="module")
def expected(clients: Path) -> dict[str, bytes]:
    """The outputs of one process that nothing disturbed."""
    out = clients.parent / "expected"
    assert run("batch", clients, "-o", out, "--tax-year", 2026, "--jobs", 1).code == 5
    return dict(tree(out))


def words(clients: Path, out: Path, *more: object) -> list[str]:
    batch = ("batch", clients, "-o", out, "--tax-year", 2026, *more)
    return [sys.executable, "-m", "freelance_pk", *map(str, batch)]


@contextmanager
def begun(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Begin a run in a process group of its own, as a terminal does; it never outlives the test."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def test_a_run_that_was_killed_goes_on_and_repeats_nothing(
    clients: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with begun(words(clients, out, "--jobs", 2)) as process:
        until(lambda: len(done(out)) >= 2)
        workers = children(process.pid)
        process.kill()
        process.wait()
    until(lambda: not any(lives(pid) for pid in workers))  # none is left behind
    before = done(out)
    (out / "clients" / ".asma-half.xlsx").write_bytes(b"half")  # as a writer leaves it that is killed
    assert len(before) < 6
    ran = run("batch", clients, "-o", out, "--tax-year", 2026, "--jobs", 1)
    assert ran.code == 5
    assert f"{6 - len(before)} clients; {len(before)} clients unchanged" in ran.err
    after = done(out)
    # Gul and Hina, who share a certificate, lose their outputs at the end of the run.
    assert {name: after[name] for name in before if name not in ("gul", "hina")} == {
        name: when for name, when in before.items() if name not in ("gul", "hina")
    }
    assert tree(out) == expected


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    clients: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with begun(words(clients, out, "--jobs", 2)) as process:
        until(lambda: len(done(out)) >= 2)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=_PATIENCE)[1]
    assert process.returncode == 130
    assert re.search(r"interrupted: \d of 6 clients done.* Run the same command again", said)
    assert "stopping: the clients under way are finished first" in said
    assert "Traceback" not in said
    assert not (out / "firm.xlsx").exists()
    assert run("batch", clients, "-o", out, "--tax-year", 2026, "--jobs", 1).code == 5
    assert tree(out) == expected


AT_THE_WORST_MOMENT = """
import os, signal
from concurrent.futures import ProcessPoolExecutor
from freelance_pk.batch.executors import in_processes

class Pressed(ProcessPoolExecutor):
    begin = ProcessPoolExecutor.submit

def submit(self, *words):
    os.kill(os.getpid(), signal.SIGINT)  # Ctrl-C, while a process is begun
    return Pressed.begin(self, *words)

ProcessPoolExecutor.submit = submit
try:
    with in_processes(1, lambda: print("stopping")) as (pool, ahead):
        pool.submit(abs, -1).result()
except KeyboardInterrupt:
    print("heard")
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="a signal cannot be held back here")
def test_ctrl_c_while_a_process_is_begun_is_heard_when_it_runs() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", AT_THE_WORST_MOMENT], capture_output=True, text=True, check=False, timeout=60
    )

    assert (ran.stdout, ran.returncode) == ("stopping\nheard\n", 0), ran.stderr


def test_a_process_that_dies_takes_no_client_with_it(
    clients: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with begun(words(clients, out, "--jobs", 2)) as process:
        until(lambda: len(done(out)) >= 2)
        os.kill(children(process.pid)[0], signal.SIGKILL)
        said = process.communicate(timeout=_PATIENCE)[1]
    assert process.returncode == 5, said
    assert tree(out) == expected


def test_a_cluster_gives_the_same_bytes_though_a_worker_dies_half_way(
    clients: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    pytest.importorskip("distributed", reason="distributed is not installed: --dask IS NOT TESTED")
    out = tmp_path / "out"
    cluster = [sys.executable, str(Path(__file__).parent / "cluster.py")]
    with subprocess.Popen(cluster, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address, *workers = running.stdout.readline().split()
        try:
            with begun(words(clients, out, "--dask", address)) as process:
                until(lambda: len(done(out)) >= 2)
                os.kill(int(workers[0]), signal.SIGKILL)
                said = process.communicate(timeout=_PATIENCE)[1]
            assert process.returncode == 5, said
            assert "Traceback" not in said
            assert tree(out) == expected
        finally:
            running.communicate()


@pytest.mark.parametrize("address", ["not an address", "tcp://127.0.0.1:1", "tcp://127.0.0.1:99999"])
def test_no_cluster_is_said_without_a_traceback(clients: Path, tmp_path: Path, address: str) -> None:
    pytest.importorskip("distributed", reason="distributed is not installed: --dask IS NOT TESTED")
    ran = run_process(
        *("batch", clients, "-o", tmp_path / "out", "--tax-year", 2026, "--dask", address), env={}
    )
    assert ran.code == 2
    assert f"no Dask scheduler answers at {address}" in ran.err
