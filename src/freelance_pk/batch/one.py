"""One client of a batch: the same reading, figures and outputs as for one person alone, and a row for the firm."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Context, FloatOperation, localcontext
from pathlib import Path
from typing import NamedTuple

from freelance_pk.batch.asking import message
from freelance_pk.batch.clients import KEPT, Client
from freelance_pk.batch.job import Job, digest_of_client, rules_digest
from freelance_pk.batch.keeping import (
    CLIENTS,
    RUN,
    Kept,
    Key,
    Of,
    clear,
    digests,
    keep,
    load,
    open_elsewhere,
    outputs_stand,
    spare,
)
from freelance_pk.batch.row import WITH_FIGURES, Row, Status
from freelance_pk.batch.shared import keys_of, keys_of_exports
from freelance_pk.batch.stated import stated
from freelance_pk.batch.stated_row import row_of
from freelance_pk.batch.stopped import (
    RunStoppedError,
    in_words,
    is_nothing,
    is_of_files,
    refuse_if_full,
    stopped,
)
from freelance_pk.model.errors import FreelanceError
from freelance_pk.output.assessment import as_json as assessment_json
from freelance_pk.output.files import write_text
from freelance_pk.output.report_json import as_json as report_json
from freelance_pk.run.inputs import Inputs, read_inputs
from freelance_pk.run.reporting import ground_of
from freelance_pk.statement.report import Ground

_NO_KEYS: Mapping[Of, Iterable[Key]] = {}


class Done(NamedTuple):
    """What a worker answers with: small, whatever the client's size.

    Attributes:
        slug: of the client.
        status: how it stands.
        is_new: done now; else as it was.
        withheld: its outputs were taken away in an earlier run.
        brief: what stopped it, "" if nothing did.
        spared: outputs of an earlier run that somebody has changed since, by the names they have now.
    """

    slug: str
    status: Status
    is_new: bool
    withheld: bool
    brief: str = ""
    spared: tuple[str, ...] = ()


def begin() -> None:
    """Load what every client needs, once in a process: law, layouts, rates, the writer of workbooks."""
    import freelance_pk.output.workbook  # noqa: F401, PLC0415 - loaded before the first client is timed
    from freelance_pk.intake import institutions  # noqa: PLC0415
    from freelance_pk.rates import load_rates  # noqa: PLC0415

    institutions()
    load_rates()


def problem_here(job: Job) -> str:
    """Say why this process cannot run clients of a job, "" if it can: asked of every worker of a cluster."""
    if not (job.out / KEPT / RUN).is_file() or not job.root.is_dir():
        return f"it does not see {job.root} and {job.out}"
    if rules_digest(job.law) != job.rules:
        return "it has another freelance-pk, other layouts or other rates"
    return ""


def run_client(job: Job, client: Client, *, anew: bool = False) -> Done:
    """Do one client, or leave it as it is where nothing changed.

    Args:
        job: what is asked.
        client: whose folder.
        anew: do it even if nothing changed.

    Raises:
        RunStoppedError: nothing more can be written; or this worker's program, law, layouts or rates are not those
            of the run.
    """
    # Decimal's rules belong to a thread, and a cluster's worker runs clients in threads of its own.
    with localcontext(Context(prec=28)) as context:
        context.traps[FloatOperation] = True
        if rules_digest(job.law) != job.rules:
            raise RunStoppedError(
                "a worker has another freelance-pk, other layouts or other rates than this machine",
                remedy="install the same version on every machine, and give each the same $FREELANCE_PK_RATES and "
                "$FREELANCE_PK_LAYOUTS",
            )
        try:
            digest = digest_of_client(job, client)
        except (FreelanceError, OSError) as failure:
            return failed(job, client, failure)
        kept = load(job.out, client.slug) if job.resume and not anew else None
        if kept is not None and kept.digest == digest and (kept.withheld or outputs_stand(job.out, kept.row)):
            return Done(client.slug, kept.row.status, is_new=False, withheld=kept.withheld)
        return _run(job, client, digest)


def _run(job: Job, client: Client, digest: str) -> Done:
    before = load(job.out, client.slug)
    spared = spare(job.out, before.row.outputs or {}) if before is not None else ()
    keys: dict[Of, tuple[Key, ...]] = {}
    try:
        inputs, ground = _read(job, client)
        row = _with_outputs(job, client, inputs, ground)
        merged = ground.linked.merged
        keys = {
            Of.MONEY: tuple(keys_of(merged, job.period)),
            Of.EXPORTS: tuple(keys_of_exports(merged, job.period)),
        }
    except FreelanceError as failure:
        refuse_if_full(failure)
        status = Status.BLOCKED if is_nothing(failure) else Status.FAILED
        row = stopped(client, job, failure, status)
    except Exception as failure:  # noqa: BLE001 - one client's failure stops no other, whatever it is
        row = stopped(client, job, in_words(failure), Status.FAILED)
    return _keep(job, client, digest, row, keys, spared)


def failed(job: Job, client: Client, failure: Exception) -> Done:
    """Keep that a client's run broke off: its folder is gone, or its worker died.

    Raises:
        FreelanceError: that cannot be written.
    """
    return _keep(job, client, "", stopped(client, job, in_words(failure), Status.FAILED))


def _read(job: Job, client: Client) -> tuple[Inputs, Ground]:
    inputs = read_inputs(
        (),
        books=job.root / client.place,
        law=job.law,
        passwords=job.passwords,
        rate_basis=job.rate_basis,
        rate_method=job.rate_method,
    )
    return inputs, ground_of(inputs)


def _with_outputs(job: Job, client: Client, inputs: Inputs, ground: Ground) -> Row:
    """Make the figures, write workbook and JSON, and return the row."""
    from freelance_pk.output.workbook import write_workbook  # noqa: PLC0415 - openpyxl is slow to load

    report, assessed, law, withheld = stated(job, inputs, ground)
    names = [f"{client.slug}.xlsx", f"{client.slug}.json"]
    for name in names:
        _refuse_open(job.out / CLIENTS / name)
    folder = job.out / CLIENTS
    write_workbook(report, folder / names[0], assessed=assessed, law=law, withheld=withheld, force=True)
    write_text(folder / names[1], report_json(report), force=True)
    if assessed is not None:
        names.append(f"{client.slug}.tax.json")
        write_text(folder / names[2], assessment_json(assessed.assessment), force=True)
    return replace(row_of(job, client, inputs, report, assessed), outputs=digests(job.out, names))


def _refuse_open(path: Path) -> None:
    mark = open_elsewhere(path)
    if mark is not None:
        raise FreelanceError(
            f"{path.name} is open in a spreadsheet program",
            origin=path.name,
            remedy=f"close it (or remove {mark.name}, if no program has it open), then run the batch again",
        )


def _keep(
    job: Job,
    client: Client,
    digest: str,
    row: Row,
    keys: Mapping[Of, Iterable[Key]] = _NO_KEYS,
    spared: tuple[str, ...] = (),
) -> Done:
    """Write the message, take away what an earlier state left, and keep the row: the client is done.

    What kept the outputs from being written may be gone next time: such a client is tried again.
    """
    before = load(job.out, row.slug)
    try:
        row = _with_message(job, row)
    except FreelanceError as failure:
        refuse_if_full(failure)
        row = stopped(client, job, failure, Status.FAILED)
    if row.status not in WITH_FIGURES:
        keys = _NO_KEYS
        digest = digest if is_of_files(row) else ""
    earlier = {} if before is None else dict(before.row.outputs or {})
    made = dict.fromkeys(_names(row.slug), "")
    clear(
        job.out, {name: each for name, each in {**made, **earlier}.items() if name not in (row.outputs or {})}
    )
    keep(job.out, Kept(digest, row, withheld=False), keys)
    first = None if row.status in WITH_FIGURES else row.findings[0]
    brief = "" if first is None else ": ".join(each for each in (first.origin, first.message) if each)
    return Done(row.slug, row.status, is_new=True, withheld=False, brief=brief, spared=spared)


def _names(slug: str) -> tuple[str, ...]:
    return f"{slug}.xlsx", f"{slug}.json", f"{slug}.tax.json", f"{slug}.txt"


def _with_message(job: Job, row: Row) -> Row:
    text = message(row, job.period.label)
    outputs = dict(row.outputs or {})
    if text:
        name = f"{row.slug}.txt"
        write_text(job.out / CLIENTS / name, text, force=True)
        outputs |= digests(job.out, [name])
    return replace(row, outputs=outputs)
