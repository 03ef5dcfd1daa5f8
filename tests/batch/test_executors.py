"""What becomes of work whose process dies again and again: it fails alone, and everything else is done."""

import threading
from functools import partial

import pytest

from freelance_pk.batch.executors import WorkerDiedError, each_result, in_processes, in_this_process

WORK = ["1 + 1", "__import__('os')._exit(1)", "2 + 2", "1 // 0"]


@pytest.mark.parametrize("threads", [0, 1])
def test_work_that_kills_every_process_fails_alone(threads: int) -> None:
    """Processes are copies of this one, or where another thread runs begin anew."""
    workers = partial(in_processes, 2, lambda: None)
    over = threading.Event()
    beside = [threading.Thread(target=over.wait) for _ in range(threads)]
    for each in beside:
        each.start()
    try:
        answers = dict(each_result(workers, eval, WORK))
    finally:
        over.set()

    assert answers.keys() == set(WORK)
    assert (answers["1 + 1"], answers["2 + 2"]) == (2, 4)
    assert isinstance(answers["1 // 0"], ZeroDivisionError)
    assert isinstance(answers[WORK[1]], WorkerDiedError)


def test_one_process_does_work_in_order_and_hands_failures_on() -> None:
    answers = list(each_result(in_this_process, eval, ["1 + 1", "1 // 0", "3"]))

    assert [item for item, _ in answers] == ["1 + 1", "1 // 0", "3"]
    assert [answers[0][1], answers[2][1]] == [2, 3]
    assert isinstance(answers[1][1], ZeroDivisionError)


def test_no_worker_is_begun_for_nothing() -> None:
    def workers(_only: int | None) -> None:
        raise AssertionError("begun")

    assert list(each_result(workers, eval, [])) == []  # type: ignore[arg-type]
