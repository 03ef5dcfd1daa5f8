"""What runs the clients: this process, a pool of processes, or a Dask cluster, all behind one line."""

import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import chain
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

from freelance_pk.batch.one import begin
from freelance_pk.model.errors import FreelanceError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

_ATTEMPTS = 2  # of a client by itself, after one beside others
_AHEAD = 2  # clients handed out for each worker: none waits for the next, and few are lost with a worker
_MOST_PROCESSES = 61  # Windows waits for no more at once
_PATIENCE = 20  # seconds


class WorkerDiedError(FreelanceError):
    """The process that ran a client died, again and again."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Here(Executor):
    """Runs everything at once, in this process."""

    def submit(self, fn: Callable[..., Result], /, *args: object, **kwargs: object) -> "Future[Result]":
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as failure:  # noqa: BLE001 - handed on, as every executor does
            future.set_exception(failure)
        return future


@contextmanager
def in_this_process(_jobs: int | None = None) -> Iterator[tuple[Executor, int]]:
    """Run clients one after the other in this process."""
    begin()
    yield _Here(), 1


@contextmanager
def in_processes(
    jobs: int, stopping: Callable[[], None], only: int | None = None
) -> Iterator[tuple[Executor, int]]:
    """Run clients in a pool of processes.

    On Linux they begin as copies of this one, with law, layouts and rates loaded; elsewhere, or where threads run
    that a copy would cut off half-way, each begins anew and loads them.

    Args:
        jobs: how many processes.
        stopping: called when Ctrl-C was heard, before the clients under way are waited for.
        only: fewer processes than `jobs`.
    """
    jobs = min(only or jobs, _MOST_PROCESSES)
    copied = sys.platform == "linux" and threading.active_count() == 1
    if copied:
        begin()
    pool = _Pool(jobs, mp_context=get_context("fork" if copied else "spawn"), initializer=_begin_worker)
    try:
        yield pool, jobs * _AHEAD
    except KeyboardInterrupt:
        stopping()
        raise
    finally:
        try:
            pool.shutdown(wait=True, cancel_futures=True)
        except KeyboardInterrupt:  # asked twice: what the workers have begun is left half done
            for process in active_children():
                process.kill()
            raise


class _Pool(ProcessPoolExecutor):
    """A pool whose processes ignore Ctrl-C from their first step on: the one that hands out clients hears it."""

    def submit(self, fn: Callable[..., Result], /, *args: object, **kwargs: object) -> "Future[Result]":
        with _unheard():
            return super().submit(fn, *args, **kwargs)


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that hands out clients, and go when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    begin()
    gc.freeze()  # what is loaded stays: no collection walks it again


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


@contextmanager
def on_cluster(
    address: str, check: Callable[[], str], _only: int | None = None
) -> Iterator[tuple[Executor, int]]:
    """Run clients on a Dask cluster.

    Args:
        address: of its scheduler, "tcp://host:8786".
        check: run on every worker first; what it answers stops the run.

    Raises:
        UsageError: `distributed` is not installed, no scheduler answers, or a worker cannot do the work.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError as failure:
        raise UsageError(
            "--dask needs the package distributed", remedy="pip install 'freelance-pk[dask]'"
        ) from failure
    _see_scheduler(address)
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as failure:
        raise _no_scheduler(address) from failure
    try:
        _check_workers(client, check)
        workers = sum(client.nthreads().values())
        yield client.get_executor(pure=False), max(workers, 1) * _AHEAD
    finally:
        with suppress(Exception):
            client.close(timeout=5)


def _see_scheduler(address: str) -> None:
    """Knock at a scheduler: the cluster's own client would wait long for one that is not there.

    Raises:
        UsageError: the address is none, or nobody answers.
    """
    scheme, _, place = address.rpartition("://")
    host, _, port = place.rpartition(":")
    try:
        number = int(port)
        if scheme in ("", "tcp", "tls"):
            socket.create_connection((host.strip("[]"), number), timeout=_PATIENCE).close()
    except (OSError, ValueError, OverflowError) as failure:
        raise _no_scheduler(address) from failure


def _no_scheduler(address: str) -> UsageError:
    return UsageError(
        f"no Dask scheduler answers at {address}",
        remedy="start one (`dask scheduler`) and its workers, and give its address as in --dask tcp://10.0.0.5:8786",
    )


def _check_workers(client: Any, check: Callable[[], str]) -> None:
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_PATIENCE)
    answers = client.run(check, on_error="return")
    if not answers:
        raise UsageError("the Dask cluster has no worker", remedy="start one: `dask worker ADDRESS`")
    for worker, answer in sorted(answers.items()):
        if answer:
            raise UsageError(
                f"the worker {worker} cannot do the work: {answer}",
                remedy="every worker needs the same freelance-pk, and the clients' and the outputs' folders under the "
                "same paths",
            )


@contextmanager
def _unheard() -> Iterator[None]:
    """Hear Ctrl-C a moment later: processes begun now do not hear it from their first step on."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, whose processes ignore it only when they run
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


Workers = Callable[[int | None], AbstractContextManager[tuple[Executor, int]]]


def each_result(
    workers: Workers, work: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[tuple[Item, Result | Exception]]:
    """Yield every item with its result, or with what its work raised, as they come.

    A worker that dies takes nothing with it: what it held, and what waited beside it, is done again, each item
    by itself. In memory are as many items as the workers hold, whatever their number.

    Args:
        workers: begins workers, as many as given or (None) as the run has; gives them with how many items to
            hand out ahead.
        work: done with each item.
        items: in the order in which they are begun.
    """
    waiting = iter(items)
    first = next(waiting, None)
    if first is None:
        return  # no worker is begun for nothing
    waiting = chain((first,), waiting)
    lost: list[Item] = []
    at_end = False
    while not at_end:
        with workers(None) as (pool, ahead):
            flying: dict[Future[Result], Item] = {}
            while not lost:
                at_end = _hand_out(pool, ahead, work, waiting, flying, lost)
                if not flying:
                    break
                yield from _landed(flying, lost)
            lost += flying.values()
        yield from _by_themselves(workers, work, lost)
        lost = []


def _hand_out(
    pool: Executor,
    ahead: int,
    work: Callable[[Item], Result],
    waiting: Iterator[Item],
    flying: "dict[Future[Result], Item]",
    lost: list[Item],
) -> bool:
    """Hand out items until enough are under way; say whether there are no more."""
    while len(flying) < ahead and not lost:
        for item in waiting:
            try:
                flying[pool.submit(work, item)] = item
            except BrokenExecutor:
                lost.append(item)
            break
        else:
            return True
    return False


def _landed(
    flying: "dict[Future[Result], Item]", lost: list[Item]
) -> Iterator[tuple[Item, Result | Exception]]:
    for future in wait(flying, return_when=FIRST_COMPLETED).done:
        item = flying.pop(future)
        failure = future.exception()
        if isinstance(failure, BrokenExecutor):
            lost.append(item)
        elif type(failure).__name__ == "KilledWorker":  # Dask's, after it tried elsewhere
            yield item, _died()
        elif isinstance(failure, Exception):
            yield item, failure
        else:
            yield item, future.result()


def _died() -> WorkerDiedError:
    return WorkerDiedError(
        "the process that ran this client died again and again",
        remedy="see whether the machine has memory enough, or a file of this client is very large",
    )


def _by_themselves(
    workers: Workers, work: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[tuple[Item, Result | Exception]]:
    for item in items:
        for _ in range(_ATTEMPTS):
            try:
                with workers(1) as (pool, _ahead):
                    result = pool.submit(work, item).result()
            except BrokenExecutor:
                continue
            except Exception as failure:  # noqa: BLE001 - handed on with its item
                yield item, failure
            else:
                yield item, result
            break
        else:
            yield item, _died()
