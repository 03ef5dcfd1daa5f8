"""What becomes of work whose process dies again and again: it fails alone, and everything else is done."""

from functools import partial

from freelance_pk.batch.executors import WorkerDiedError, each_result, in_processes, in_this_process

WORK = ["1 + 1", "__import__('os')._exit(1)", "2 + 2", "1 // 0"]


def test_work_that_kills_every_process_fails_alone() -> None:
    workers = partial(in_processes, 2, lambda: None)

    answers = dict(each_result(workers, eval, WORK))

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
