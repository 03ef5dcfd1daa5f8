"""A batch from beginning to end: clients found, each done once, shared money told, the firm's sheet written."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from freelance_pk.batch import keeping
from freelance_pk.batch.asking import message
from freelance_pk.batch.clients import KEPT, Client, find_clients
from freelance_pk.batch.executors import Workers, each_result
from freelance_pk.batch.firm import Firm, make_firm
from freelance_pk.batch.firm_book import write_firm_book
from freelance_pk.batch.firm_json import firm_json
from freelance_pk.batch.job import Job
from freelance_pk.batch.one import Done, failed, run_client
from freelance_pk.batch.row import Row
from freelance_pk.batch.sharing import Sharing, sharing_among
from freelance_pk.batch.stopped import RunStoppedError
from freelance_pk.books.alone import LOCK, alone
from freelance_pk.books.writing import make_folder, write_private
from freelance_pk.model.errors import FreelanceError, UsageError
from freelance_pk.output.files import write_text

BOOK, JSON = "firm.xlsx", "firm.json"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is. `done` is the client just done, None at the beginning."""

    number: int
    of: int
    client: Client | None
    done: Done | None


@dataclass(frozen=True, slots=True)
class Ran:
    """A whole run: the firm, and how many clients were done anew in it."""

    firm: Firm
    anew: int


def run_batch(job: Job, workers: Workers, since: date, tell: Callable[[Step], None]) -> Ran:
    """Do every client, tell what several share, and write the firm's sheet.

    Args:
        job: what every client is asked.
        workers: what runs them.
        since: day from which next dates count.
        tell: is told of every client done.

    Raises:
        UsageError: folders that cannot be used so.
        FreelanceError: nothing more can be written, or the cluster is gone; what is done is kept.
    """
    found = find_clients(job.root, job.out)
    _prepare(job)
    with alone(job.out, patience=0, below=False):
        keeping.sweep(job.out)
        _begin(job)
        by_slug = {client.slug: client for client in found.clients}
        tell(Step(0, len(by_slug), None, None))
        anew, withheld = _all(job, workers, found.clients, tell)
        sharing = sharing_among(job.out, found.clients)
        again = [by_slug[slug] for slug in sorted(withheld - sharing.money.keys())]
        for client, answer in each_result(workers, partial(run_client, job, anew=True), again):
            _settled(job, client, answer)
        _withhold(job, found.clients, sharing)
        for slug in set(keeping.known(job.out)) - by_slug.keys():
            keeping.forget(job.out, slug)
        keeping.sweep(job.out)
        firm = make_firm(
            job.period,
            partial(_rows, job, found.clients, sharing),
            is_year=job.tax_year is not None,
            since=since,
            notes=found.issues,
        )
        write_text(job.out / JSON, firm_json(firm), force=True)
        write_firm_book(firm, job.out / BOOK)
    return Ran(firm, anew + len(again))


def _prepare(job: Job) -> None:
    """See that the outputs may go where they are to go.

    Raises:
        UsageError: the folder holds other things, or the outputs of another batch.
        FreelanceError: the firm's workbook is open.
    """
    out = job.out
    marker = out / KEPT / keeping.RUN
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is no folder", remedy="give a folder for the outputs: -o out")
    if out.is_dir() and not (out / KEPT).is_dir() and any(each.name != LOCK for each in out.iterdir()):
        raise UsageError(
            f"{out} holds other files already", remedy="give a new or empty folder for the outputs"
        )
    if job.resume and marker.exists() and _said(marker) != _says(job):
        raise UsageError(
            f"{out} holds the outputs of another batch: of other clients, or another period",
            remedy="give another folder, or --fresh to put this batch in its place",
        )
    mark = keeping.open_elsewhere(out / BOOK)
    if mark is not None:
        raise FreelanceError(
            f"{out / BOOK} is open in a spreadsheet program",
            remedy=f"close it (or remove {mark.name}, if no program has it open), then run the command again",
        )
    for folder in (out, *keeping.folders(out)):
        make_folder(folder)


def _says(job: Job) -> dict[str, str]:
    return {"clients": str(job.root), "from": job.period.start.isoformat(), "to": job.period.end.isoformat()}


def _said(marker: Path) -> object:
    try:
        return json.loads(marker.read_bytes())
    except (OSError, ValueError):
        return None


def _begin(job: Job) -> None:
    """Say what the outputs are of; begun afresh, nothing of an earlier run is left."""
    if not job.resume:
        for slug in list(keeping.known(job.out)):
            keeping.forget(job.out, slug)
        for name in (BOOK, JSON):
            (job.out / name).unlink(missing_ok=True)
    write_private(job.out / KEPT / keeping.RUN, json.dumps(_says(job), indent=1).encode())


def _all(
    job: Job, workers: Workers, clients: Sequence[Client], tell: Callable[[Step], None]
) -> tuple[int, set[str]]:
    """Do every client once; return how many were done anew, and whose outputs an earlier run took away."""
    anew, withheld = 0, set()
    for number, (client, answer) in enumerate(
        each_result(workers, partial(run_client, job), clients), start=1
    ):
        done = _settled(job, client, answer)
        anew += done.is_new
        if done.withheld:
            withheld.add(done.slug)
        tell(Step(number, len(clients), client, done))
    return anew, withheld


def _settled(job: Job, client: Client, answer: Done | Exception) -> Done:
    """Return what became of a client; a failure that is not the client's own stops the run.

    Raises:
        FreelanceError: so it is.
    """
    if isinstance(answer, Done):
        return answer
    if isinstance(answer, RunStoppedError):
        raise answer
    if isinstance(answer, CancelledError):
        raise FreelanceError(
            "the Dask cluster is gone",
            remedy="start it, then run the same command again: it goes on; what is done is kept",
        ) from answer
    return failed(job, client, answer)


def _withhold(job: Job, clients: Sequence[Client], sharing: Sharing) -> None:
    """Take away the outputs of clients that share money, and write what to ask them: of others nothing is said."""
    for client in clients:
        kept = keeping.load(job.out, client.slug) if client.slug in sharing.money else None
        if kept is None:
            continue
        name = f"{client.slug}.txt"
        text = message(sharing.told(kept.row), job.period.label)
        write_text(job.out / keeping.CLIENTS / name, text, force=True)
        keeping.clear(job.out, {each: of for each, of in (kept.row.outputs or {}).items() if each != name})
        row = replace(kept.row, outputs=keeping.digests(job.out, [name]))
        keeping.keep(job.out, keeping.Kept(kept.digest, row, withheld=True))


def _rows(job: Job, clients: Sequence[Client], sharing: Sharing) -> Iterator[Row]:
    for client in clients:
        kept = keeping.load(job.out, client.slug)
        if kept is None:
            raise FreelanceError(
                f"what was kept of {client.name} was removed while the batch ran", remedy="run it again"
            )
        yield sharing.told(kept.row)
